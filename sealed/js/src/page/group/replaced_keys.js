// Somebody whose keys were replaced goes on under others: what they signed, have and wrote before stays theirs.

import { toHex } from '../../bytes.js';
import { heirOf } from '../../log/state.js';

/** @import { State } from '../../log/state.js' */
/** @import { Rekeyed } from './following.js' */

/**
 * The own keys under which one is a member: those of now before former ones.
 * @template {{ iid: Uint8Array }} O
 * @param {State} state
 * @param {O[]} own
 */
export const seatOf = ({ members }, own) => own.find(({ iid }) => members.has(toHex(iid)));

/**
 * All identities of somebody, the one of now first.
 * @param {State} state
 * @param {string} id
 */
export function allOf({ heirs }, id) {
  if (heirs.size === 0) return [id];
  const now = heirOf({ heirs }, id);
  return [now, ...(formersIn(heirs).get(now) ?? [])];
}

/** A state that was folded is changed no more. @type {WeakMap<State['heirs'], Map<string, string[]>>} */
const known = new WeakMap();

/**
 * For whom each one goes on, the last that was replaced first. Thousands may have been, and each name on a page asks.
 * @param {State['heirs']} heirs
 */
function formersIn(heirs) {
  let found = known.get(heirs);
  if (found) return found;
  found = new Map();
  for (const former of [...heirs.keys()].reverse()) {
    const now = heirOf({ heirs }, former);
    const formers = found.get(now);
    if (formers) formers.push(former);
    else found.set(now, [former]);
  }
  known.set(heirs, found);
  return found;
}

/**
 * Whether somebody goes on for another identity by its own word: an admin who replaces keys does not speak for those who had them.
 * @param {Rekeyed[]} rekeyed in their order
 * @param {string} id
 * @param {string} former
 */
export function speaksFor(rekeyed, id, former) {
  let at = former;
  for (const { old, iid, by } of rekeyed) {
    if (at === id) break;
    if (old === at && by === old) at = iid;
  }
  return at === id;
}

/**
 * Heirs by replaced keys: who goes on for whom. A newcomer is nobody's former key: no way leads in a circle.
 * @param {Rekeyed[]} rekeyed in their order
 */
export function heirsIn(rekeyed) {
  /** @type {State['heirs']} */
  const heirs = new Map();
  for (const { old, iid } of rekeyed) {
    heirs.delete(iid);
    heirs.set(old, iid);
  }
  return heirs;
}
