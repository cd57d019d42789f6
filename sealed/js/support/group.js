// A made-up pursuance for tests: people, its log, and a clock and chance that are the same each time.

import * as S from '../src/index.js';

/** @import { Random } from '../src/bytes.js' */
/** @import { Payload } from '../src/log/payload.js' */
/** @import { State } from '../src/log/state.js' */

export const TIME = 1_780_000_000_000;

/**
 * Chance that is the same each time.
 * @param {string} name
 * @returns {Random}
 */
export function chance(name) {
  let count = 0;
  return (length) => {
    count += 1;
    const parts = Array.from({ length: Math.ceil(length / 32) }, (_, at) => S.sha(S.utf8(`${name} ${count} ${at}`)));
    return S.cat(...parts).slice(0, length);
  };
}

/** @param {string} name */
export function person(name) {
  const keys = S.newKeys(TIME, chance(name));
  const card = S.makeCard(keys);
  return { keys, card: S.encodeCard(card), iid: S.idOfKeys(keys), id: S.toHex(S.idOfKeys(keys)), xKey: card.xKey };
}

/** @typedef {ReturnType<typeof person>} Person */

export class Group {
  /** @param {number} [history] */
  constructor(history = 1) {
    this.random = chance('group');
    this.ana = person('ana');
    const { pid, entry } = S.foundLog(this.ana.keys, history, TIME, this.random);
    this.pid = pid;
    /** @type {Uint8Array[]} */
    this.entries = [entry];
    /** @type {State} */
    this.state = S.needFold(pid, this.entries);
    /** @type {Uint8Array[]} the secrets of the epochs, the first at 1 */
    this.secrets = [new Uint8Array(32)];
    /** @type {Uint8Array[]} */
    this.seals = [];
  }

  /** @param {Uint8Array[]} entries */
  #take(entries) {
    this.state = S.needFold(this.state, entries);
    this.entries.push(...entries);
  }

  /**
   * @param {Person} by
   * @param {...Payload} payloads
   */
  says(by, ...payloads) {
    this.#take(S.writeEntries(this.state, by.keys, TIME, payloads));
    return this;
  }

  /**
   * Why entries are not valid; null where they are.
   * @param {Person} by
   * @param {...Payload} payloads
   */
  why(by, ...payloads) {
    return S.fold(this.state, S.writeEntries(this.state, by.keys, TIME, payloads)).refusal?.why ?? null;
  }

  /**
   * @param {Person} by
   * @param {...Payload} before
   */
  async rotates(by, ...before) {
    const es = this.secrets.at(-1);
    const rotation = await S.rotate(this.state, by.keys, TIME, es ? { before, es } : { before }, this.random);
    this.#take(rotation.entries);
    this.secrets.push(rotation.es);
    this.seals.push(...rotation.seals);
    S.needSeals(this.state, rotation.seals);
    return this;
  }

  /**
   * @param {Person} who
   * @param {number} role
   */
  adds(who, role) {
    return this.says(this.ana, { type: 2, role, card: who.card });
  }

  /** The epoch of now, without the people. */
  nextEpoch() {
    const kc = new Uint8Array(32);
    const prevBox = this.state.history === 1 && this.state.epoch > 0 ? new Uint8Array(72) : null;
    return /** @type {const} */ ({ type: 5, epoch: this.state.epoch + 1, kc, epk: kc, prevBox });
  }

  /** The secret of the epoch of now. */
  get es() {
    return this.secrets[this.state.epoch] ?? new Uint8Array(0);
  }

  get head() {
    return { headSeq: this.state.next - 1, headHash: this.state.head };
  }
}
