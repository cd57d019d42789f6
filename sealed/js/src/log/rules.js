// Which entries are valid, and what each changes. A rule asks everything first and changes the state afterwards, so that an entry
// that is refused changes nothing.

import { equal, toHex } from '../bytes.js';
import { SealedError } from '../error.js';
import { frame } from '../frame.js';
import { checkedCard, idOfCard } from '../identity.js';
import { inviteId, joinMessage } from '../invite.js';
import { verifyRaw } from '../sign.js';
import { pursuanceId } from './entry.js';
import { must, refuse } from './refused.js';
import { ROLE, admins } from './state.js';
import { UNIT_RULES } from './unit_rules.js';

/** @import { Card } from '../identity.js' */
/** @import { Entry } from './entry.js' */
/** @import { Payload } from './payload.js' */
/** @import { State } from './state.js' */

/** @typedef {{ state: State, entry: Entry, card: Card, actor: string, role: number }} Case an entry, and the card of who signed it */

export const UNLIMITED = 65_535;

/**
 * @param {State} state
 * @param {Card} card
 * @param {number} role
 * @param {number} seq
 */
function enter(state, card, role, seq) {
  const iid = idOfCard(card);
  const id = toHex(iid);
  state.members.set(id, { iid, card, role });
  state.cards.set(id, card);
  state.heirs.delete(id);
  setRole(state, id, role, seq);
}

/**
 * @param {State} state
 * @param {string} id
 * @param {number | undefined} role
 * @param {number} seq
 */
function setRole(state, id, role, seq) {
  const times = state.roles.get(id) ?? [];
  times.push({ seq, role });
  state.roles.set(id, times);
}

/**
 * A member who goes takes every open invite along: else they would walk in again by one that they made or saw.
 * @param {State} state
 * @param {string} id
 * @param {number} seq
 */
function goes(state, id, seq) {
  state.members.delete(id);
  setRole(state, id, undefined, seq);
  for (const invite of state.invites.values()) invite.isOpen = false;
}

/**
 * A card that holds.
 * @param {Uint8Array} bytes
 */
export function sound(bytes) {
  try {
    return checkedCard(bytes);
  } catch (error) {
    if (error instanceof SealedError) refuse('card');
    throw error;
  }
}

/**
 * A card that holds, of somebody who is no member.
 * @param {State} state
 * @param {Uint8Array} bytes
 */
function newcomer(state, bytes) {
  const card = sound(bytes);
  must(!state.members.has(toHex(idOfCard(card))), 'member');
  return card;
}

/**
 * @param {State} state
 * @param {string} id
 */
export const isLastAdmin = (state, id) => state.members.get(id)?.role === ROLE.admin && admins(state).length === 1;

/**
 * Whether somebody may write an epoch now.
 * @param {Case} one
 */
function mayRotate({ state, actor, role }) {
  if (state.mustRotate) return state.mustRotate.includes(actor);
  return role === ROLE.admin || (state.isPending && role >= ROLE.writer);
}

/** @type {{ [T in Payload['type']]?: (one: Case, payload: Extract<Payload, { type: T }>) => void }} */
const MEMBER_RULES = {
  1: ({ state, entry, card }, { history }) => {
    must(equal(pursuanceId(entry.payload), state.pid), 'pid');
    state.history = history;
    state.founder = entry.actor;
    enter(state, card, ROLE.admin, entry.seq);
  },
  2: ({ state, entry, role }, payload) => {
    must(role === ROLE.admin, 'authority');
    enter(state, newcomer(state, payload.card), payload.role, entry.seq);
  },
  3: ({ state, entry, actor }) => {
    must(!isLastAdmin(state, actor), 'last-admin');
    goes(state, actor, entry.seq);
    state.isPending = true;
  },
  4: ({ state, entry, actor, role }, { iid }) => {
    const member = state.members.get(toHex(iid));
    must(role === ROLE.admin || (role === ROLE.moderator && (member?.role ?? 0) < ROLE.moderator), 'authority');
    must(member !== undefined, 'member');
    must(toHex(iid) !== actor, 'authority');
    goes(state, toHex(iid), entry.seq);
    state.mustRotate = [actor];
    state.mayRemoveMore = true;
  },
  5: (one, { epoch, kc, epk, prevBox }) => {
    const { state, entry } = one;
    must(mayRotate(one), 'authority');
    must(epoch === state.epoch + 1, 'epoch');
    must((prevBox !== null) === (epoch > 1 && state.history === 1), 'has-prev');
    state.epoch = epoch;
    state.epochs.push({ epoch, kc, epk, prevBox, seq: entry.seq });
    state.isPending = false;
    state.mustRotate = null;
    state.mayRemoveMore = false;
  },
  6: ({ state, role }, { type: _, ...invite }) => {
    must(role >= ROLE.moderator, 'authority');
    must(!state.invites.has(toHex(invite.id)) && equal(invite.id, inviteId(invite.key)), 'invite');
    state.invites.set(toHex(invite.id), { ...invite, used: 0, isOpen: true });
  },
  7: ({ state, role }, { id }) => {
    must(role >= ROLE.moderator, 'authority');
    const invite = state.invites.get(toHex(id));
    must(invite?.isOpen === true, 'invite');
    invite.isOpen = false;
  },
  8: ({ state, entry, card, actor }, { id, card: bytes, signature }) => {
    const invite = state.invites.get(toHex(id));
    must(invite?.isOpen === true, 'invite');
    must(invite.maxUses === UNLIMITED || invite.used < invite.maxUses, 'invite-used');
    must(entry.time <= invite.expires, 'expired');
    must(verifyRaw(invite.key, joinMessage(state.pid, id, bytes), signature), 'invite-sig');
    must(!state.members.has(actor), 'member');
    enter(state, card, invite.role, entry.seq);
    invite.used += 1;
    if (state.history === 2) state.isPending = true;
  },
  9: ({ state, entry, role: own }, { iid, role }) => {
    must(own === ROLE.admin, 'authority');
    const id = toHex(iid);
    const member = state.members.get(id);
    must(member !== undefined, 'member');
    must(role === ROLE.admin || !isLastAdmin(state, id), 'last-admin');
    state.members.set(id, { ...member, role });
    setRole(state, id, role, entry.seq);
  },
  10: ({ state, entry, actor, role }, { old, card: bytes, signature }) => {
    const id = toHex(old);
    must(role === ROLE.admin || id === actor, 'authority');
    const member = state.members.get(id);
    must(member !== undefined, 'member');
    const card = sound(bytes);
    must(verifyRaw(card.edKey, frame('rekey', state.pid, old), signature), 'rekey-sig');
    must(!state.members.has(toHex(idOfCard(card))), 'member');
    goes(state, id, entry.seq);
    enter(state, card, member.role, entry.seq);
    state.heirs.set(id, toHex(idOfCard(card)));
    state.mustRotate = [toHex(idOfCard(card)), ...(id === actor ? [] : [actor])];
    state.mayRemoveMore = false;
  },
};

/**
 * Asks whether an entry of a sound signature is valid, and then takes what it says into the state.
 * @param {State} state
 * @param {Entry} entry
 * @param {Payload} payload
 * @param {Card} card of who signed it
 */
export function apply(state, entry, payload, card) {
  const actor = toHex(entry.actor);
  if (state.mustRotate && payload.type !== 5) {
    const removesMore = payload.type === 4 && state.mayRemoveMore && state.mustRotate.includes(actor);
    must(removesMore, 'must-be-epoch');
  }
  const role = state.members.get(actor)?.role ?? ROLE.reader;
  const rule = { ...MEMBER_RULES, ...UNIT_RULES }[payload.type];
  must(rule !== undefined, 'type');
  // Each rule stands under the type of its own payload, which no type can say of a table.
  /** @type {(one: Case, payload: Payload) => void} */ (rule)({ state, entry, card, actor, role }, payload);
}
