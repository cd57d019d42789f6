// Unsent texts, as this device keeps them: in a discussion, and in any form (`typing.js`).

import { open, seal } from '../../aead.js';
import { fromUtf8, toHex, utf8 } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { derive, frame } from '../../frame.js';

/** @import { Group, Me } from './group.js' */

/** @typedef {'say' | 'edit' | 'remove'} Does with words */
/** @typedef {{ does: Does, of: string, text: string, beside: string }} Draft `of`: a message; `beside`: what else was being written */

/** @type {Draft} */
export const NOTHING = { does: 'say', of: '', text: '', beside: '' };

/** Behind the name of a text: what it was begun with. */
const BASE = '/base';

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null;

/** @param {string} word @returns {Does} */
export const doesOf = (word) => (word === 'edit' || word === 'remove' ? word : 'say');

/** One text of a person that this device keeps, encrypted under the keys of now, until it is sent. */
export class Kept {
  /**
   * @param {Pick<Group, 'device' | 'me' | 'own'>} group
   * @param {(iid: Uint8Array) => { key: string, aad: Uint8Array }} named under which name, and for which place
   */
  constructor({ device, me, own }, named) {
    this.localStore = device.localStore;
    this.random = device.random;
    const placeOf = (/** @type {Me} */ { iid, rootKey }) => ({ ...named(iid), secret: derive(rootKey, 'device') });
    this.now = placeOf(me);
    /** Texts from before keys were replaced lie under these. */
    this.formers = own.filter((one) => one !== me).map(placeOf);
    /** Where it was found. @type {string | undefined} */
    this.former = undefined;
  }

  /**
   * @param {string | undefined} text nothing: it is forgotten
   * @param {unknown} [base] ciphertexts that it was begun with, which lie there as they are; null: none any more
   */
  async put(text, base) {
    const { key, secret, aad } = this.now;
    const value = text === undefined ? null : seal(secret, aad, utf8(text), this.random);
    const former = this.former ? [{ key: this.former, value: null }] : [];
    await this.localStore.put([{ key, value }, ...(base === undefined ? [] : [{ key: `${key}${BASE}`, value: base }]), ...former]);
    this.former = undefined;
  }

  /** @returns {Promise<{ value: Record<string, unknown>, base: unknown } | undefined>} what was written as JSON */
  async read() {
    for (const place of [this.now, ...this.formers]) {
      const kept = await this.localStore.get(place.key);
      if (!(kept instanceof Uint8Array)) continue;
      if (place !== this.now) this.former = place.key;
      const value = this.#open(place, kept);
      return value && { value, base: await this.localStore.get(`${place.key}${BASE}`) };
    }
    return undefined;
  }

  /**
   * @param {{ secret: Uint8Array, aad: Uint8Array }} place
   * @param {Uint8Array} kept
   */
  #open({ secret, aad }, kept) {
    try {
      /** @type {unknown} */
      const value = JSON.parse(fromUtf8(open(secret, aad, kept)));
      return isRecord(value) ? value : undefined;
    } catch (error) {
      // Of another root key, or damaged.
      if (error instanceof SealedError || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

/** Unsent texts of one person about one task. */
export class Drafts {
  /**
   * @param {Group} group
   * @param {Uint8Array} unit
   * @param {'draft' | 'verdict' | 'hand-in'} [kind] what is typed in the discussion, or beside the buttons of a reviewer, or with which work is handed in
   */
  constructor(group, unit, kind = 'draft') {
    const { id, pid } = group;
    this.kept = new Kept(group, (iid) => ({ key: `${kind}/${id}/${toHex(iid)}/${toHex(unit)}`, aad: frame(`device-${kind}`, pid, iid, unit) }));
  }

  /** @param {Draft} draft */
  async keep(draft) {
    const isEmpty = draft.text === '' && draft.beside === '';
    await this.kept.put(isEmpty ? undefined : JSON.stringify(draft));
  }

  /** @returns {Promise<Draft>} */
  async get() {
    const read = await this.kept.read();
    if (!read) return NOTHING;
    const { does, of, text, beside } = read.value;
    return { does: doesOf(String(does)), of: String(of), text: String(text), beside: String(beside) };
  }
}

/** So long after the last letter it is kept, in milliseconds. */
const SOON = 300;

/** A text that is being typed: kept soon after the last letter, and where the page is left before. */
export class Typing {
  /** @param {Drafts} drafts */
  constructor(drafts) {
    this.drafts = drafts;
    this.draft = NOTHING;
    /** Whether something of it is not kept. Else another tab may have kept what was typed there. */
    this.isNew = false;
    const keepNew = () => {
      if (this.isNew) void this.keep();
    };
    // A person who leaves the field may press a step, which leads to another page: work that begins while a page is left may not be kept.
    addEventListener('focusout', keepNew);
    addEventListener('pagehide', keepNew);
  }

  /** @param {string} text */
  typed(text) {
    this.draft = { ...this.draft, text };
    this.isNew = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), SOON);
  }

  keep() {
    clearTimeout(this.timer);
    this.isNew = false;
    return this.drafts.keep(this.draft);
  }
}
