// Messages about tasks, as they came, by the task that each is about. What is in them, and whether their senders may say it, is read where
// they are shown (`talking.js`).

import { toHex } from '../../bytes.js';

/** @import { MessageRecord } from './records.js' */
/** @import { LocalStore } from './local_store.js' */

/**
 * @typedef {object} Kept
 * @property {Uint8Array} unit
 * @property {Uint8Array} oid
 * @property {number} seq its number among those of its sender about this task
 * @property {Uint8Array} [bytes] its envelope; none: it was deleted
 * @property {string} [sender] of one that was deleted
 * @property {Uint8Array} [hash] of one that was deleted, where it was read before
 */

export class Messages {
  /**
   * @param {LocalStore} localStore
   * @param {string} pid in hexadecimal
   */
  constructor(localStore, pid) {
    this.localStore = localStore;
    this.prefix = `message/${pid}/`;
  }

  /** @param {Kept} message */
  #kept(message) {
    return { key: `${this.prefix}${toHex(message.unit)}/${toHex(message.oid)}`, value: message };
  }

  /**
   * Takes messages from a server. The first one stays: nobody says something else under the same id.
   * @param {(MessageRecord | Kept)[]} messages
   */
  async take(messages) {
    if (messages.length > 0) await this.localStore.put(messages.map((one) => this.#kept(one)), () => false);
  }

  /**
   * All about one task.
   * @param {Uint8Array} unit
   */
  async of(unit) {
    const kept = await this.localStore.all(`${this.prefix}${toHex(unit)}/`);
    // Written by this module alone, and in one form.
    return kept.map(({ value }) => /** @type {Kept} */ (value));
  }

  /** All that is kept. */
  async all() {
    const kept = await this.localStore.all(this.prefix);
    return kept.map(({ value }) => /** @type {Kept} */ (value));
  }

  /**
   * Drops the bytes of retracted messages; the hash says that nothing else stood in their place.
   * @param {Kept[]} messages
   */
  async forget(messages) {
    if (messages.length > 0) await this.localStore.put(messages.map(({ bytes: _, ...left }) => this.#kept(left)), () => true);
  }
}
