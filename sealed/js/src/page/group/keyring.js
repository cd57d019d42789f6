// The keys that a member has: the secrets of the epochs, and from them the key of each task.

import { equal, plain, toHex } from '../../bytes.js';
import { decodeSignedMessage, messagePlace, openMessage, sealMessage } from '../../chat.js';
import { openEnvelope, sealEnvelope, decodeEnvelope } from '../../envelope.js';
import { contentKey, decodeSeal, openPrevious, openSeal, tagKey, unitKeys } from '../../epoch.js';
import { SealedError, need } from '../../error.js';

/** @import { Random } from '../../bytes.js' */
/** @import { Message } from '../../chat.js' */
/** @import { Place, Under } from '../../envelope.js' */
/** @import { Keys } from '../../identity.js' */
/** @import { EpochOf, State } from '../../log/state.js' */

/** @typedef {{ iid: Uint8Array, keys: Pick<Keys, 'xSecret'> }} Sealee */

/** As many keys of tasks are kept at hand. */
const MOST_UNITS = 20_000;

export class Keyring {
  /** @param {Uint8Array} pid */
  constructor(pid) {
    this.pid = pid;
    /** @type {Map<number, Uint8Array>} by epoch */
    this.secrets = new Map();
    /** Functions that make the keys of units, by epoch. @type {Map<number, ReturnType<typeof unitKeys>>} */
    this.contents = new Map();
    /** @type {Map<string, Uint8Array>} */
    this.units = new Map();
    /** Epochs of which a seal came that does not hold what the log promises. @type {Set<number>} */
    this.bad = new Set();
    /** Epochs whose box of the one before does not. @type {Set<number>} */
    this.broken = new Set();
  }

  /**
   * A secret that fits what the log says.
   * @param {number} epoch
   * @param {Uint8Array} es
   */
  learn(epoch, es) {
    if (this.secrets.has(epoch)) return;
    this.secrets.set(epoch, es);
    this.contents.set(epoch, unitKeys(contentKey(this.pid, epoch, es)));
    this.bad.delete(epoch);
  }

  /**
   * Opens seals, and goes back from epoch to epoch. Of several for one epoch the first counts that fits.
   * @param {State} state
   * @param {[Sealee, ...Sealee[]]} own to whom they may be sealed: the keys of now, and former ones
   * @param {Uint8Array[]} seals
   */
  async take(state, own, seals) {
    for (const bytes of [...seals].reverse()) {
      const { epoch, to } = placeOfSeal(bytes);
      const promised = state.epochs[epoch - 1];
      if (!promised || this.secrets.has(epoch) || epoch < state.floor) continue;
      try {
        const { iid, keys } = own.find((one) => equal(one.iid, to)) ?? own[0];
        this.learn(epoch, await openSeal(this.pid, { iid, xSecret: keys.xSecret }, promised, bytes));
      } catch (error) {
        if (!(error instanceof SealedError)) throw error;
        this.bad.add(epoch);
      }
      // The newest leads to all before it: their seals need not be opened.
      this.unroll(state);
    }
  }

  /**
   * Opens the boxes of the epochs, from the newest one back.
   * @param {State} state
   */
  unroll(state) {
    for (const { epoch, prevBox } of [...state.epochs].reverse()) this.#back(state.epochs[epoch - 2], prevBox, epoch, state.floor);
  }

  /**
   * @param {EpochOf | undefined} before
   * @param {Uint8Array | null} box
   * @param {number} epoch
   * @param {number} floor
   */
  #back(before, box, epoch, floor) {
    const es = this.secrets.get(epoch);
    if (!before || !box || !es || this.secrets.has(before.epoch) || before.epoch < floor) return;
    try {
      this.learn(before.epoch, openPrevious(this.pid, before, es, box));
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      this.broken.add(epoch);
    }
  }

  /** @param {number} floor below it everything was given up */
  forget(floor) {
    for (const epoch of [...this.secrets.keys()]) {
      if (epoch >= floor) continue;
      this.secrets.delete(epoch);
      this.contents.delete(epoch);
    }
    if (floor > 0) this.units.clear();
  }

  /**
   * @param {Uint8Array} unit
   * @param {Under} under
   */
  #unitKey(unit, { epoch, gen }) {
    const keyOf = this.contents.get(epoch);
    if (!keyOf) return undefined;
    const id = `${epoch} ${gen} ${toHex(unit)}`;
    const found = this.units.get(id) ?? keyOf(unit, gen);
    if (this.units.size >= MOST_UNITS) this.units.clear();
    this.units.set(id, found);
    return found;
  }

  /**
   * Key of the tags of skills; undefined where the key of the epoch is not there.
   * @param {number} epoch
   */
  tagKey(epoch) {
    const es = this.secrets.get(epoch);
    return es && tagKey(this.pid, epoch, es);
  }

  /**
   * The text of an envelope; undefined where the key is not there.
   * @param {Omit<Place, 'pid'>} place
   * @param {Uint8Array} envelope
   */
  open(place, envelope) {
    const key = this.#unitKey(place.unit, decodeEnvelope(envelope));
    return key && openEnvelope({ pid: this.pid, ...place }, key, envelope);
  }

  /**
   * Opens the envelope of a message, whoever signed it; undefined where the key is not there.
   * @param {{ oid: Uint8Array, unit: Uint8Array }} where
   * @param {Uint8Array} envelope
   */
  signed({ oid, unit }, envelope) {
    const key = this.#unitKey(unit, decodeEnvelope(envelope));
    const place = messagePlace(this.pid, unit, oid);
    return key && { place, key, ...decodeSignedMessage(openEnvelope(place, key, envelope)) };
  }

  /**
   * A message, as its sender signed it, with its hash; undefined where the key is not there.
   * @param {State} state
   * @param {{ oid: Uint8Array, unit: Uint8Array }} where
   * @param {Uint8Array} envelope
   */
  message(state, where, envelope) {
    const found = this.signed(where, envelope);
    if (!found) return undefined;
    // Its sender may have come by an entry that this device has not seen yet.
    need(found.headSeq < state.next, 'stale-log');
    return openMessage(state, found.place, found.key, envelope);
  }

  /**
   * Opens the words of a message.
   * @param {State} state
   * @param {{ oid: Uint8Array, unit: Uint8Array }} where
   * @param {Uint8Array} envelope
   */
  said(state, where, envelope) {
    const said = this.message(state, where, envelope)?.message.said;
    return said && ('text' in said ? plain(said.text) : '');
  }

  /**
   * @param {{ oid: Uint8Array, unit: Uint8Array }} where
   * @param {Under} under
   * @param {Message} message
   * @param {Uint8Array} edSeed
   * @param {Random} random
   */
  sealMessage({ oid, unit }, under, message, edSeed, random) {
    const key = this.#unitKey(unit, under);
    if (!key) throw new SealedError('bad-epoch', 'its secret is not known here');
    return sealMessage(messagePlace(this.pid, unit, oid), under, key, message, edSeed, random).envelope;
  }

  /**
   * @param {Omit<Place, 'pid'>} place
   * @param {Under} under
   * @param {Uint8Array} text
   * @param {Random} random
   */
  seal(place, under, text, random) {
    const key = this.#unitKey(place.unit, under);
    if (!key) throw new SealedError('bad-epoch', 'its secret is not known here');
    return sealEnvelope({ pid: this.pid, ...place }, under, key, text, random);
  }
}

/** @param {Uint8Array} bytes */
function placeOfSeal(bytes) {
  try {
    return decodeSeal(bytes);
  } catch (error) {
    if (error instanceof SealedError) return { epoch: 0, to: new Uint8Array(32) };
    throw error;
  }
}
