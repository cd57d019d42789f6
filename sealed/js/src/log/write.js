// Writing the log: the next entry, and the batches that make a new epoch.

import { sized, toHex, zeros } from '../bytes.js';
import { PREV_BOX, commitment, epochKeys, sealPrevious, sealSecret, decodeSeal } from '../epoch.js';
import { need } from '../error.js';
import { encodeCard, idOfKeys, makeCard } from '../identity.js';
import { entryHash, pursuanceId, signEntry } from './entry.js';
import { needFold } from './fold.js';
import { encodePayload } from './payload.js';

/** @import { Random } from '../bytes.js' */
/** @import { Keys } from '../identity.js' */
/** @import { Payload } from './payload.js' */
/** @import { State } from './state.js' */

/** @typedef {{ es: Uint8Array, entries: Uint8Array[], seals: Uint8Array[], state: State }} Rotation */

/**
 * The first entry of a new pursuance, and its id.
 * @param {Keys} founder
 * @param {number} history 1: newcomers read all of it, 2: from their joining on
 * @param {number} time
 * @param {Random} random
 */
export function foundLog(founder, history, time, random) {
  const card = encodeCard(makeCard(founder));
  const payload = encodePayload({ type: 1, nonce: random(16), history, card });
  const pid = pursuanceId(payload);
  const head = { pid, seq: 0, prev: zeros(32), time, actor: idOfKeys(founder), type: 1 };
  return { pid, entry: signEntry({ ...head, payload }, founder.edSeed) };
}

/**
 * Entries one after the other, behind the last of a state. They may still be refused by a fold.
 * @param {{ pid: Uint8Array, next: number, head: Uint8Array }} after
 * @param {Keys} keys
 * @param {number} time
 * @param {Payload[]} payloads
 */
export function writeEntries({ pid, next, head }, keys, time, payloads) {
  const actor = idOfKeys(keys);
  let prev = head;
  return payloads.map((payload, at) => {
    const entry = { pid, seq: next + at, prev, time, actor, type: payload.type, payload: encodePayload(payload) };
    const bytes = signEntry(entry, keys.edSeed);
    prev = entryHash(bytes);
    return bytes;
  });
}

/**
 * A new epoch: entries, and its secret for exactly the members that the log then has. Whoever loses the race for the head draws a
 * new secret: this one was sealed for other members.
 * @param {State} state
 * @param {Keys} keys
 * @param {number} time
 * @param {{ before?: Payload[], es?: Uint8Array }} with entries before it (who is removed), and the secret of the epoch of now, where it is known
 * @param {Random} random
 * @returns {Promise<Rotation>}
 */
export async function rotate(state, keys, time, { before = [], es: old }, random) {
  return rotateAfter(state, writeEntries(state, keys, time, before), keys, time, old, random);
}

/**
 * The same behind entries that are written: after a REKEY others write the epoch than the entry before it.
 * @param {State} state
 * @param {Uint8Array[]} before
 * @param {Keys} keys
 * @param {number} time
 * @param {Uint8Array | undefined} old the secret of the epoch of now
 * @param {Random} random
 * @returns {Promise<Rotation>}
 */
export async function rotateAfter(state, before, keys, time, old, random) {
  const es = sized(random(32), 32);
  const epoch = state.epoch + 1;
  const hasPrev = epoch > 1 && state.history === 1;
  // The drawer of the present epoch gave its secret to nobody, perhaps: the others go on without it, with a box that opens for nobody.
  const boxOf = () => (old ? sealPrevious(state.pid, epoch, es, old, random) : sized(random(PREV_BOX), PREV_BOX));
  const prevBox = hasPrev ? boxOf() : null;
  const kc = commitment(state.pid, epoch, es);
  const payload = /** @type {const} */ ({ type: 5, epoch, kc, epk: epochKeys(state.pid, epoch, es).xKey, prevBox });
  const last = before.at(-1);
  const after = { ...state, next: state.next + before.length, head: last ? entryHash(last) : state.head };
  const entries = [...before, ...writeEntries(after, keys, time, [payload])];
  const folded = needFold(state, entries);
  return { es, entries, seals: await sealAll(folded, es, random), state: folded };
}

/**
 * The secret of the newest epoch for each member.
 * @param {State} state
 * @param {Uint8Array} es
 * @param {Random} random
 */
export const sealAll = async ({ pid, epoch, members }, es, random) =>
  Promise.all([...members.values()].map(async ({ iid, card }) => sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, random)));

/**
 * Goes on where seals are of the newest epoch, one for each member and for nobody else.
 * @param {State} state
 * @param {Uint8Array[]} seals
 */
export function needSeals({ epoch, members }, seals) {
  const to = new Set();
  for (const seal of seals.map(decodeSeal)) {
    need(seal.epoch === epoch && members.has(toHex(seal.to)), 'does-not-fold', 'a seal to nobody');
    need(!to.has(toHex(seal.to)), 'enough-seals');
    to.add(toHex(seal.to));
  }
  need(to.size === members.size, 'seals-incomplete');
}
