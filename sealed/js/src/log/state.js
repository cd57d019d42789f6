// State of a log at its end: who is a member, which epoch counts, which invites are open.

import { equal, toHex } from '../bytes.js';
import { SealedError, need } from '../error.js';

/** @import { Card } from '../identity.js' */
/** @import { Delegate, Invite } from './payload.js' */

/** @typedef {{ iid: Uint8Array, card: Card, role: number }} Member */
/** @typedef {{ epoch: number, kc: Uint8Array, epk: Uint8Array, prevBox: Uint8Array | null, seq: number }} EpochOf */
/** @typedef {Invite & { used: number, isOpen: boolean }} InviteOf */
/** @typedef {Delegate & { isOver: boolean }} Delegation */
/** @typedef {{ key: Uint8Array, did: string, from: number, until: number }} Writer a write key of a delegate, and when it counts */

/**
 * @typedef {object} State
 * @property {Uint8Array} pid
 * @property {number} next the seq of the next entry
 * @property {Uint8Array} head
 * @property {Uint8Array[]} hashes of all entries
 * @property {number} history
 * @property {Uint8Array} founder
 * @property {Map<string, Member>} members of now
 * @property {Map<string, Card>} cards of everybody who ever was one
 * @property {Map<string, { seq: number, role: number | undefined }[]>} roles when each had which
 * @property {number} epoch 0 before the first
 * @property {EpochOf[]} epochs
 * @property {number} floor
 * @property {boolean} isPending whether a new epoch is due
 * @property {string[] | null} mustRotate who alone may write the next entry, an epoch
 * @property {boolean} mayRemoveMore whether those may remove more people before
 * @property {Map<string, InviteOf>} invites
 * @property {Map<string, Delegation>} delegations
 * @property {Map<string, Writer>} writers
 * @property {Map<string, number>} gens
 * @property {{ baseUrl: string, effectiveSeq: number } | null} moved
 * @property {{ seq: number, objects: number, root: Uint8Array } | null} checkpoint
 * @property {Map<string, string>} heirs each identity that was replaced, and the one that went on for it
 */

export const ROLE = Object.freeze({ reader: 0, writer: 1, moderator: 2, admin: 3 });

/**
 * @param {Uint8Array} pid
 * @returns {State}
 */
export function emptyState(pid) {
  return {
    pid,
    next: 0,
    head: new Uint8Array(32),
    hashes: [],
    history: 1,
    founder: new Uint8Array(32),
    members: new Map(),
    cards: new Map(),
    roles: new Map(),
    epoch: 0,
    epochs: [],
    floor: 0,
    isPending: false,
    mustRotate: null,
    mayRemoveMore: false,
    invites: new Map(),
    delegations: new Map(),
    writers: new Map(),
    gens: new Map(),
    moved: null,
    checkpoint: null,
    heirs: new Map(),
  };
}

/**
 * A copy that a fold may change.
 * @param {State} state
 * @returns {State}
 */
export function copyState(state) {
  return {
    ...state,
    hashes: [...state.hashes],
    members: new Map(state.members),
    cards: new Map(state.cards),
    roles: new Map([...state.roles].map(([iid, times]) => [iid, [...times]])),
    epochs: [...state.epochs],
    invites: new Map([...state.invites].map(([id, invite]) => [id, { ...invite }])),
    delegations: new Map(state.delegations),
    writers: new Map([...state.writers].map(([iid, writer]) => [iid, { ...writer }])),
    gens: new Map(state.gens),
    heirs: new Map(state.heirs),
  };
}

/**
 * Under which identity somebody goes on whose keys were replaced, perhaps several times; else the same.
 * @param {Pick<State, 'heirs'>} state
 * @param {string} id
 */
export function heirOf({ heirs }, id) {
  let at = id;
  // A newcomer was replaced by nobody, so no way leads in a circle.
  for (let next = heirs.get(at); next !== undefined; next = heirs.get(at)) at = next;
  return at;
}

/**
 * The members of now for whom others stand there: under their keys of now, and without those who are gone.
 * @param {State} state
 * @param {Uint8Array[]} named
 */
export function membersOf(state, named) {
  const found = named.map((iid) => state.members.get(heirOf(state, toHex(iid)))).filter((member) => member !== undefined);
  return [...new Set(found)].map(({ iid }) => iid);
}

/** @param {State} state */
export const admins = (state) => [...state.members.values()].filter(({ role }) => role === ROLE.admin);

/**
 * The role that somebody had after an entry; undefined for nobody.
 * @param {State} state
 * @param {Uint8Array} iid
 * @param {number} seq
 */
export function roleOf(state, iid, seq) {
  const times = state.roles.get(toHex(iid)) ?? [];
  return times.findLast((time) => time.seq <= seq)?.role;
}

/**
 * The epoch with this number.
 * @param {State} state
 * @param {number} epoch
 */
export function epochOf(state, epoch) {
  const found = state.epochs[epoch - 1];
  if (!found) throw new SealedError('bad-epoch', 'no such epoch');
  return found;
}

/**
 * The key that somebody signs with: that of a person who is or was a member, or the write key of a delegate.
 * @param {State} state
 * @param {Uint8Array} actor
 * @returns {{ key: Uint8Array, delegation: Delegation | null, until: number }}
 */
export function actorKey(state, actor) {
  const card = state.cards.get(toHex(actor));
  if (card) return { key: card.edKey, delegation: null, until: Infinity };
  const writer = state.writers.get(toHex(actor));
  const delegation = writer && state.delegations.get(writer.did);
  if (!delegation) throw new SealedError('bad-author', 'nobody of this pursuance');
  return { key: writer.key, delegation, until: writer.until };
}

/**
 * The epochs that may be sealed to a member: all of them, or those since they joined.
 * @param {State} state
 * @param {Uint8Array} iid
 */
export function epochsFor(state, iid) {
  if (!state.members.has(toHex(iid))) return [];
  const times = state.roles.get(toHex(iid)) ?? [];
  const away = times.findLastIndex(({ role }) => role === undefined);
  const since = state.history === 1 ? 0 : (times[away + 1]?.seq ?? 0);
  return state.epochs.filter(({ epoch, seq }) => seq >= since && epoch >= state.floor);
}

/**
 * Compares a log with the one that a device knew before: `behind` is a log that ends earlier, `fork` another one.
 * @param {State} state
 * @param {{ headSeq: number, headHash: Uint8Array }} known
 * @returns {'fine' | 'behind' | 'fork'}
 */
export function judge(state, { headSeq, headHash }) {
  const found = state.hashes[headSeq];
  if (!found) return 'behind';
  return equal(found, headHash) ? 'fine' : 'fork';
}

/**
 * Goes on where the log has this entry at this place. Another hash there means that two logs are shown.
 * @param {State} state
 * @param {number} seq
 * @param {Uint8Array} hash
 */
export function needHead(state, seq, hash) {
  const found = state.hashes[seq];
  if (!found) throw new SealedError('stale-log', 'an entry that is not there yet');
  need(equal(found, hash), 'does-not-fold', 'another log');
}
