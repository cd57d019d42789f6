// Skills as tags, which the server compares and cannot read (docs/sealed.md §3.9): what it has of them.

import { toHex } from '../../bytes.js';

/** @import { Group } from './group.js' */
/** @import { GroupServer } from './server.js' */
/** @import { LocalStore } from './local_store.js' */

/** @typedef {{ key: string, epoch: number, tags: Map<string, string> }} Known the tags of an object, each with its level, in a task without one */

/** Tags of the server, as far as it was asked. */
export class Tags {
  /**
   * @param {LocalStore} localStore
   * @param {string} pid in hexadecimal
   */
  constructor(localStore, pid) {
    this.localStore = localStore;
    this.name = `tags/${pid}`;
    this.after = 0;
    /** How often all was asked for again: what was kept before counts no more. */
    this.turn = 0;
    /** Mark of the last comparison: nothing has changed since. */
    this.compared = '';
    /** Objects of which the server has other tags than those of their skills. @type {Set<string>} */
    this.odd = new Set();
    /** Those of them that this page has set right. @type {Set<string>} */
    this.mended = new Set();
    /** @type {Map<string, Known> | undefined} */
    this.known = undefined;
  }

  /** Loads the kept state, but for the tags themselves, which are seldom needed. */
  async load() {
    const kept = /** @type {Pick<Tags, 'after' | 'turn' | 'compared' | 'odd'> | undefined} */ (await this.localStore.get(this.name));
    if (kept) Object.assign(this, kept);
  }

  /**
   * Mark of all that a comparison looks at: nothing has changed since where it is the same. Each member has something to do that others have
   * not.
   * @param {Group} group
   */
  standOf({ state, objectsAfter, me }) {
    return `${state.next} ${objectsAfter} ${this.after} ${toHex(me.iid)}`;
  }

  async keep(compared = this.compared) {
    const { after, turn, odd } = this;
    await this.localStore.put([{ key: this.name, value: { after, turn, compared, odd } }]);
  }

  /** All is asked for again: a server that was restored has lost some. */
  forget() {
    this.after = 0;
    this.turn += 1;
    this.compared = '';
    this.known = undefined;
  }

  get #prefix() {
    return `${this.name}/${this.turn}/`;
  }

  /** The tags that were kept. */
  async all() {
    if (!this.known) {
      const kept = await this.localStore.all(this.#prefix);
      // Written by this module alone, and in one form.
      this.known = new Map(kept.map(({ value }) => /** @type {Known} */ (value)).map((one) => [one.key, one]));
    }
    return this.known;
  }

  /**
   * Fetches what changed.
   * @param {GroupServer} server
   */
  async sync(server) {
    if (this.after === 0) await this.keep();
    for (;;) {
      const { objects, next } = await server.tags(this.after);
      // A server that stays where it was keeps no page busy.
      if (objects.length === 0 || next <= this.after) return;
      await this.localStore.put(objects.map((value) => ({ key: this.#prefix + value.key, value })));
      for (const one of objects) this.known?.set(one.key, one);
      this.after = next;
      await this.keep();
    }
  }
}
