// Ids of the server for tasks, messages and blocks: pages name them so, and members by the ids that they drew themselves.

import { OTYPE } from '../../envelope.js';

/** @import { Lies } from './lies.js' */
/** @import { LocalStore } from './local_store.js' */

/**
 * @typedef {object} Called all ids in hexadecimal
 * @property {string} row the id that the server gave
 * @property {number} otype
 * @property {string} oid the id that a member drew
 * @property {string} unit
 * @property {number} number of a task, else 0
 */

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/**
 * The bytes of an id of 26 letters, in hexadecimal, as pages write them.
 * @param {string} id
 */
export function rowOf(id) {
  if (!ID.test(id)) return undefined;
  let bits = 0n;
  for (const letter of id) bits = bits * 32n + BigInt(DIGITS.indexOf(letter));
  return bits.toString(16).padStart(32, '0');
}

export class Names {
  /**
   * @param {LocalStore} localStore
   * @param {string} pid in hexadecimal
   * @param {Lies} lies
   */
  constructor(localStore, pid, lies) {
    this.localStore = localStore;
    this.prefix = `names/${pid}/`;
    this.lies = lies;
    /** @type {Map<string, Called>} */
    this.rows = new Map();
    /** The newest row of each task. @type {Map<string, Called>} */
    this.tasks = new Map();
  }

  /** Loads the kept names. */
  async load() {
    for (const { value } of await this.localStore.all(this.prefix)) {
      // Written by this module alone, and in one form.
      for (const called of /** @type {Called[]} */ (value)) this.#learn(called);
    }
  }

  /**
   * Takes names from a server, kept as they came: a row means the same for ever.
   * @param {number} next the number of the last change
   * @param {Called[]} said
   */
  async take(next, said) {
    const fresh = said.filter((called) => this.#learn(called));
    if (fresh.length > 0) await this.localStore.put([{ key: `${this.prefix}${next}`, value: fresh }]);
  }

  /**
   * Whether it is new.
   * @param {Called} called
   */
  #learn(called) {
    const { row, otype, oid } = called;
    const known = this.rows.get(row);
    // Else a button could be about another task than the title beside it.
    if (known && (known.oid !== oid || known.otype !== otype)) this.lies.raise('substituted', `row/${row}`, [known.oid, oid]);
    if (known) return false;
    this.rows.set(row, called);
    // A server that was given back what it had lost calls it by another id.
    if (otype === OTYPE.task && row > (this.tasks.get(oid)?.row ?? '')) this.tasks.set(oid, called);
    return true;
  }

  /**
   * The task that a page names.
   * @param {string} row
   */
  task(row) {
    const called = this.rows.get(row);
    return called?.otype === OTYPE.task ? called.oid : undefined;
  }
}
