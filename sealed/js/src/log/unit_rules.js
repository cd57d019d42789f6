// The rules of entries about tasks and the pursuance itself: delegations, generations of keys, where it moved, its settings.

import { equal, isZero, toHex, zeros } from '../bytes.js';
import { identityId } from '../identity.js';
import { must } from './refused.js';
import { ROLE } from './state.js';

/** @import { Gen, Payload } from './payload.js' */
/** @import { Case } from './rules.js' */
/** @import { Delegation, State } from './state.js' */

/**
 * The one that a delegate signs as.
 * @param {Uint8Array} writeKey
 */
export const writerId = (writeKey) => identityId(writeKey, zeros(32));

/**
 * @param {State} state
 * @param {Gen[]} gens each greater than the one before
 */
function raise(state, gens) {
  const raised = new Map(state.gens);
  for (const { unit, gen } of gens) {
    must(gen > (raised.get(toHex(unit)) ?? 0), 'generation');
    raised.set(toHex(unit), gen);
  }
  return raised;
}

/**
 * The write key of a delegation counts for entries before this one.
 * @param {State} state
 * @param {string} did
 * @param {number} seq
 */
function endWriters(state, did, seq) {
  for (const writer of state.writers.values()) {
    if (writer.did === did) writer.until = Math.min(writer.until, seq);
  }
}

/**
 * A delegation that is written again keeps its task, its delegate and its rights.
 * @param {Delegation} before
 * @param {Extract<Payload, { type: 11 }>} now
 */
const isSame = (before, now) =>
  !before.isOver && equal(before.root, now.root) && equal(before.pid, now.pid) && before.rights === now.rights;

/** @type {{ [T in Payload['type']]?: (one: Case, payload: Extract<Payload, { type: T }>) => void }} */
export const UNIT_RULES = {
  11: ({ state, entry, role }, payload) => {
    must(role >= ROLE.moderator, 'authority');
    const did = toHex(payload.did);
    const before = state.delegations.get(did);
    must(!before || isSame(before, payload), 'delegation');
    const { type: _, ...delegation } = payload;
    if (!before || !equal(before.writeKey, payload.writeKey)) {
      endWriters(state, did, entry.seq);
      const isKey = !isZero(payload.writeKey);
      const writer = { key: payload.writeKey, did, from: entry.seq, until: Infinity };
      if (isKey) state.writers.set(toHex(writerId(payload.writeKey)), writer);
    }
    state.delegations.set(did, { ...delegation, isOver: false });
  },
  12: ({ state, entry, role }, payload) => {
    must(role >= ROLE.moderator, 'authority');
    const did = toHex(payload.did);
    const delegation = state.delegations.get(did);
    must(delegation?.isOver === false, 'delegation');
    state.gens = raise(state, payload.gens);
    endWriters(state, did, entry.seq);
    state.delegations.set(did, { ...delegation, isOver: true });
  },
  13: ({ state, role }, { baseUrl, effectiveSeq }) => {
    must(role === ROLE.admin, 'authority');
    state.moved = { baseUrl, effectiveSeq };
  },
  14: ({ state, entry }, { objects, root }) => {
    state.checkpoint = { seq: entry.seq, objects, root };
  },
  15: ({ state, role }, { history, floor }) => {
    must(role === ROLE.admin, 'authority');
    must(floor >= state.floor && floor <= state.epoch, 'floor');
    must(history >= state.history, 'history');
    state.history = history;
    state.floor = floor;
  },
  16: ({ state, role }, payload) => {
    must(role >= ROLE.moderator, 'authority');
    state.gens = raise(state, [payload]);
  },
};
