// Folds a log: each entry is checked against what those before it say. The first one that is not valid ends it.

import { equal, toHex } from '../bytes.js';
import { SealedError } from '../error.js';
import { checkedCard, idOfCard } from '../identity.js';
import { needSigned } from '../sign.js';
import { MOST_ENTRIES, decodeEntry, entryHash, isFirst } from './entry.js';
import { TYPE, decodePayload } from './payload.js';
import { Refused, refuse } from './refused.js';
import { apply } from './rules.js';
import { copyState, emptyState } from './state.js';

/** @import { Card } from '../identity.js' */
/** @import { Entry } from './entry.js' */
/** @import { Payload } from './payload.js' */
/** @import { State } from './state.js' */

/** @typedef {{ at: number, why: string }} Refusal the entry that is not valid, and what is wrong with it */
/** @typedef {{ state: State, refusal: Refusal | null }} Folded the state behind the last entry that counts */

/**
 * Does what may be refused, and says why it was.
 * @template T
 * @param {string} why
 * @param {() => T} act
 */
function or(why, act) {
  try {
    return act();
  } catch (error) {
    if (error instanceof SealedError) throw new Refused(why);
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
    const card = or('card', () => checkedCard(payload.card));
    if (!equal(idOfCard(card), entry.actor)) throw new Refused('actor');
    return card;
  }
  return state.members.get(toHex(entry.actor))?.card ?? refuse('actor');
}

/**
 * An entry that is the next one, and signed by whom it names.
 * @param {State} state
 * @param {Uint8Array} bytes
 */
function next(state, bytes) {
  if (state.next >= MOST_ENTRIES) refuse('too many');
  const entry = or('entry', () => decodeEntry(bytes));
  if (!equal(entry.pid, state.pid)) refuse('pid');
  if (entry.seq !== state.next) refuse('seq');
  if (!equal(entry.prev, state.head)) refuse('prev');
  if (entry.seq === 0 && !isFirst(entry, state.pid)) refuse('pid');
  const payload = or('payload', () => decodePayload(entry.type, entry.payload));
  if ((entry.seq === 0) !== (payload.type === TYPE.genesis)) refuse('genesis');
  const card = signer(state, entry, payload);
  or('sig', () => needSigned(bytes, card.edKey, 'log'));
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
  // Who is removed or has a new key counts only with the epoch that follows: the state without them, until it is there.
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
  if (without) return { state: without, refusal: { at: state.next, why: 'epoch missing' } };
  return { state, refusal: null };
}
