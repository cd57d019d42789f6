// What was typed in a discussion and not sent, as this device keeps it.

import { open, seal } from '../../aead.js';
import { fromUtf8, toHex, utf8 } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { derive, frame } from '../../frame.js';

/** @import { Group, Me } from './group.js' */

/** @typedef {'say' | 'edit' | 'remove'} Does with words */
/** @typedef {{ does: Does, of: string, text: string, beside: string }} Draft `of`: a message; `beside`: what else was being written */

/** @type {Draft} */
export const NOTHING = { does: 'say', of: '', text: '', beside: '' };

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null;

/** @param {string} word @returns {Does} */
export const doesOf = (word) => (word === 'edit' || word === 'remove' ? word : 'say');

/** What was typed and not sent, of one person and about one task. */
export class Drafts {
  /**
   * @param {Group} group
   * @param {Uint8Array} unit
   */
  constructor({ device, me, own, pid, id }, unit) {
    this.shelf = device.shelf;
    this.random = device.random;
    const placeOf = (/** @type {Me} */ { iid, rootKey }) => ({
      key: `draft/${id}/${toHex(iid)}/${toHex(unit)}`,
      secret: derive(rootKey, 'device'),
      aad: frame('device-draft', pid, iid, unit),
    });
    this.now = placeOf(me);
    /** What was typed before keys were replaced lies under these. */
    this.formers = own.filter((one) => one !== me).map(placeOf);
    /** Where it was found. @type {string | undefined} */
    this.former = undefined;
  }

  /** @param {Draft} draft */
  async keep(draft) {
    const isEmpty = draft.text === '' && draft.beside === '';
    const { key, secret, aad } = this.now;
    const value = isEmpty ? null : seal(secret, aad, utf8(JSON.stringify(draft)), this.random);
    const former = this.former ? [{ key: this.former, value: null }] : [];
    await this.shelf.put([{ key, value }, ...former]);
    this.former = undefined;
  }

  /** @returns {Promise<Draft>} */
  async get() {
    for (const place of [this.now, ...this.formers]) {
      const kept = await this.shelf.get(place.key);
      if (!(kept instanceof Uint8Array)) continue;
      if (place !== this.now) this.former = place.key;
      return this.#open(place, kept);
    }
    return NOTHING;
  }

  /**
   * @param {{ secret: Uint8Array, aad: Uint8Array }} place
   * @param {Uint8Array} kept
   * @returns {Draft}
   */
  #open({ secret, aad }, kept) {
    try {
      /** @type {unknown} */
      const draft = JSON.parse(fromUtf8(open(secret, aad, kept)));
      if (!isRecord(draft)) return NOTHING;
      const { does, of, text, beside } = draft;
      return { does: doesOf(String(does)), of: String(of), text: String(text), beside: String(beside) };
    } catch (error) {
      // Of another root key, or damaged.
      if (error instanceof SealedError || error instanceof SyntaxError) return NOTHING;
      throw error;
    }
  }
}
