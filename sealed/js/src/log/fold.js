// Folds a log: each entry is checked against what those before it say. The first one that is not valid ends it.

import { equal, toHex } from '../bytes.js';
import { SealedError } from '../error.js';
import { frame } from '../frame.js';
import { decodeCard, idOfCard } from '../identity.js';
import { SIGNATURE, verifyRaw } from '../sign.js';
import { MOST_ENTRIES, entryHash, readEntry } from './entry.js';
import { TYPE } from './payload.js';
import { Refused, must, refuse } from './refused.js';
import { apply, sound } from './rules.js';
import { copyState, emptyState } from './state.js';

/** @import { Card } from '../identity.js' */
/** @import { Entry } from './entry.js' */
/** @import { Payload } from './payload.js' */
/** @import { State } from './state.js' */

/** @typedef {{ at: number, why: string }} Refusal the entry that is not valid, and what is wrong with it */
/** @typedef {{ state: State, refusal: Refusal | null }} Folded the state behind the last entry that counts */

/**
 * An entry that can be read, or the reason for which it cannot.
 * @param {Uint8Array} bytes
 */
function read(bytes) {
  try {
    return readEntry(bytes);
  } catch (error) {
    if (error instanceof SealedError) throw new Refused(error.why);
    throw error;
  }
}

/**
 * The card by whose key an entry is signed: the newcomer brings their own.
 * @param {State} state
 * @param {Entry} entry
 * @param {Payload} payload
 * @returns {Card}
 */
function signer(state, entry, payload) {
  if (payload.type === 1 || payload.type === 8) {
    must(equal(idOfCard(decodeCard(payload.card)), entry.actor), 'actor');
    return sound(payload.card);
  }
  return state.members.get(toHex(entry.actor))?.card ?? refuse('actor');
}

/**
 * An entry that is the next one, and signed by whom it names.
 * @param {State} state
 * @param {Uint8Array} bytes
 */
function next(state, bytes) {
  const { entry, payload } = read(bytes);
  must(state.next < MOST_ENTRIES, 'too-many');
  must(equal(entry.pid, state.pid), 'pid');
  must(entry.seq === state.next, 'seq');
  must(equal(entry.prev, state.head), 'prev');
  must((entry.seq === 0) === (payload.type === TYPE.genesis), 'genesis');
  const card = signer(state, entry, payload);
  const end = bytes.length - SIGNATURE;
  must(verifyRaw(card.edKey, frame('log', bytes.slice(0, end)), bytes.slice(end)), 'sig');
  return { entry, payload, card };
}

/**
 * Folds entries into a state, or into nothing yet. The state that is given stays as it is.
 * @param {State | Uint8Array} from a state, or the id of a pursuance
 * @param {Uint8Array[]} entries
 * @returns {Folded}
 */
export function fold(from, entries) {
  const state = from instanceof Uint8Array ? emptyState(from) : copyState(from);
  // A member who is removed or has a new key counts only with the epoch that follows: the state without them, until it is there.
  let without = null;
  for (const bytes of entries) {
    try {
      const { entry, payload, card } = next(state, bytes);
      const opens = payload.type === TYPE.remove || payload.type === TYPE.rekey;
      if (opens && !state.mustRotate) without = copyState(state);
      apply(state, entry, payload, card);
    } catch (error) {
      if (error instanceof Refused) return { state: without ?? state, refusal: { at: state.next, why: error.why } };
      throw error;
    }
    state.head = entryHash(bytes);
    state.hashes.push(state.head);
    state.next += 1;
    if (!state.mustRotate) without = null;
  }
  if (without) return { state: without, refusal: { at: state.next, why: 'epoch-missing' } };
  return { state, refusal: null };
}

/**
 * A state with one more entry, or with a whole batch.
 * @param {State | Uint8Array} from
 * @param {Uint8Array[]} entries
 */
export function needFold(from, entries) {
  const { state, refusal } = fold(from, entries);
  if (refusal) throw new SealedError('does-not-fold', `${refusal.at}: ${refusal.why}`, refusal.why);
  return state;
}
