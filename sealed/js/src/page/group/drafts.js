// What was typed in a discussion and not sent, as this device keeps it.

import { open, seal } from '../../aead.js';
import { fromUtf8, toHex, utf8 } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { derive, frame } from '../../frame.js';

/** @import { Group } from './group.js' */

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
  constructor({ device, me, pid, id }, unit) {
    this.shelf = device.shelf;
    this.random = device.random;
    this.key = `draft/${id}/${toHex(me.iid)}/${toHex(unit)}`;
    this.secret = derive(me.rootKey, 'device');
    this.aad = frame('device-draft', pid, me.iid, unit);
  }

  /** @param {Draft} draft */
  async keep(draft) {
    const isEmpty = draft.text === '' && draft.beside === '';
    const value = isEmpty ? null : seal(this.secret, this.aad, utf8(JSON.stringify(draft)), this.random);
    await this.shelf.put([{ key: this.key, value }]);
  }

  /** @returns {Promise<Draft>} */
  async get() {
    const kept = await this.shelf.get(this.key);
    if (!(kept instanceof Uint8Array)) return NOTHING;
    try {
      /** @type {unknown} */
      const draft = JSON.parse(fromUtf8(open(this.secret, this.aad, kept)));
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
