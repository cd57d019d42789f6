// The newest signed revision of each object, verified once, with its fields as they came: ciphertexts, and the relations.

import { compare, equal, toHex } from '../../bytes.js';
import { SealedError, need } from '../../error.js';
import { REL, checkedRevision, decodeRevision, needHeld, revisionHash } from '../../revision.js';
import { decodeRel } from '../../rel.js';
import { revisionsAhead } from './native_loader.js';

/** @import { State } from '../../log/state.js' */
/** @import { Rel } from '../../rel.js' */
/** @import { Lies } from './lies.js' */
/** @import { Sorted, FieldRecord } from './records.js' */
/** @import { Pause } from './following.js' */
/** @import { LocalStore } from './local_store.js' */

/** @typedef {{ rev: number, bytes: Uint8Array }} Held */
/**
 * @typedef {object} Sealed an object as it is kept
 * @property {number} otype
 * @property {Uint8Array} oid
 * @property {Uint8Array} unit
 * @property {number} rev
 * @property {Uint8Array} hash of the revision
 * @property {Uint8Array} bytes the revision
 * @property {number} epoch
 * @property {Uint8Array} actor
 * @property {number} headSeq
 * @property {Map<string, Held>} fields
 * @property {number} seen when this device took it
 */
/**
 * `ahead`: what somebody signed under an entry that was not served yet, with the number and the hash of the entry.
 * @typedef {{ changed: Sealed[], ahead: string[][] }} Taken
 */

/**
 * @param {number} otype
 * @param {Uint8Array} oid
 */
export const keyOf = (otype, oid) => `${otype}/${toHex(oid)}`;

/** @param {Sealed} object @returns {Rel} */
export const relOf = (object) => decodeRel(object.fields.get(REL)?.bytes ?? new Uint8Array(0));

/** @param {unknown} value */
const revOf = (value) => (typeof value === 'object' && value !== null && 'rev' in value ? Number(value.rev) : 0);

export class Objects {
  /**
   * @param {LocalStore} localStore
   * @param {string} pid in hexadecimal
   * @param {Lies} lies
   * @param {() => number} now
   */
  constructor(localStore, pid, lies, now) {
    this.localStore = localStore;
    this.prefix = `object/${pid}/`;
    this.lies = lies;
    this.now = now;
    /** @type {Map<string, Sealed>} */
    this.all = new Map();
    /** Objects that somebody goes on with as the server has them, older than they were. @type {Set<string>} */
    this.older = new Set();
    /** Revisions signed under another log, and the heads that they name. @type {string[][]} */
    this.forks = [];
  }

  /**
   * Loads kept objects, of one sort or of all.
   * @param {number} [otype]
   */
  async load(otype) {
    for (const { key, value } of await this.localStore.all(`${this.prefix}${otype === undefined ? '' : `${otype}/`}`)) {
      const id = key.slice(this.prefix.length);
      // Written by this module alone, and in one form.
      const object = /** @type {Sealed} */ (value);
      if (revOf(this.all.get(id)) < object.rev) this.all.set(id, object);
    }
  }

  /**
   * @param {number} otype
   * @param {Uint8Array} oid
   */
  get(otype, oid) {
    return this.all.get(keyOf(otype, oid));
  }

  /**
   * Takes revisions with all their fields, as a server shows them.
   * @param {State} state
   * @param {Pick<Sorted, 'revisions' | 'fields'>} records
   * @param {Pause} pause
   * @returns {Promise<Taken>}
   */
  async take(state, { revisions, fields }, pause) {
    const byObject = byKey(fields);
    /** @type {Taken} */
    const taken = { changed: [], ahead: [] };
    await revisionsAhead(state, revisions);
    for (const bytes of revisions) {
      await pause();
      const found = this.#judge(state, bytes, byObject);
      if (found === 'ahead') taken.ahead.push(namedBy(bytes));
      else if (found) taken.changed.push(found);
    }
    await this.keep(taken.changed);
    return taken;
  }

  /** @param {Sealed[]} objects */
  async keep(objects) {
    for (const object of objects) this.all.set(keyOf(object.otype, object.oid), object);
    for (const isOlder of [false, true]) {
      const some = objects.filter(({ otype, oid }) => this.older.has(keyOf(otype, oid)) === isOlder);
      const kept = some.map((value) => ({ key: this.prefix + keyOf(value.otype, value.oid), value }));
      if (kept.length > 0) await this.localStore.put(kept, (value, former) => isOlder || revOf(value) >= revOf(former));
    }
    for (const { otype, oid } of objects) this.older.delete(keyOf(otype, oid));
  }

  /**
   * One revision: whether its author could sign it, it follows what was seen, and its fields are those that were signed.
   * @param {State} state
   * @param {Uint8Array} bytes
   * @param {Map<string, FieldRecord[]>} byObject
   * @returns {Sealed | 'ahead' | undefined}
   */
  #judge(state, bytes, byObject) {
    let key = '';
    try {
      const { otype, oid, unit, rev, prev, epoch, actor, headSeq } = decodeRevision(bytes);
      key = keyOf(otype, oid);
      const known = this.all.get(key);
      const hash = revisionHash(bytes);
      if (known && rev < known.rev) return this.#olderThan(known, key, hash);
      if (known && rev === known.rev && equal(known.hash, hash)) return undefined;
      const revision = checkedRevision(state, bytes);
      // The author of a later revision knows its key, and has seen no less of the log. Those of before are known to people who were removed.
      if (known) {
        const isSeen = headSeq >= known.headSeq;
        const follows = rev === known.rev + 1 ? equal(prev, known.hash) : rev > known.rev && isSeen;
        if (!follows) return this.#olderThan(known, key, hash);
        need(isSeen && epoch >= known.epoch, 'bad-epoch');
      }
      const held = new Map((byObject.get(key) ?? []).map((one) => [one.field, { rev: one.rev, bytes: one.bytes }]));
      needHeld(revision, held);
      return { otype, oid, unit, rev, hash, bytes, epoch, actor, headSeq, fields: held, seen: this.now() };
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      if (error.reason === 'stale-log') return 'ahead';
      if (error.reason === 'does-not-fold') {
        // A server refuses what names another log than its own (decision 32): whoever serves it shows two.
        this.forks.push(namedBy(bytes));
        this.lies.raise('fork', '', namedBy(bytes));
      } else this.lies.raise('substituted', key, [error.message]);
      return undefined;
    }
  }

  /**
   * @param {Sealed} known
   * @param {string} key
   * @param {Uint8Array} hash
   */
  #olderThan(known, key, hash) {
    this.lies.raise('rollback', key, [toHex(known.hash), toHex(hash)]);
    return undefined;
  }
}

/**
 * A revision, and the entry of the log under which it was signed.
 * @param {Uint8Array} bytes
 */
function namedBy(bytes) {
  const { otype, oid, headSeq, headHash } = decodeRevision(bytes);
  return [keyOf(otype, oid), toHex(revisionHash(bytes)), `${headSeq}`, toHex(headHash)];
}

/** @param {FieldRecord[]} fields */
function byKey(fields) {
  /** @type {Map<string, FieldRecord[]>} */
  const found = new Map();
  for (const field of fields) {
    const key = keyOf(field.otype, field.oid);
    found.set(key, [...(found.get(key) ?? []), field]);
  }
  return found;
}

/**
 * Whether two sets are the same.
 * @param {Uint8Array[]} a
 * @param {Uint8Array[]} b
 */
export function sameSet(a, b) {
  const [left, right] = [[...a].sort(compare), [...b].sort(compare)];
  return left.length === right.length && left.every((one, at) => equal(one, right[at] ?? new Uint8Array(0)));
}
