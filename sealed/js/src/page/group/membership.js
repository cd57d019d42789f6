// Membership: inviting, removing, leaving, letting in and changing keys, as entries of the log. How one begins, and how one comes in, is in
// `inviting.js`.
//
// An entry follows the one that was the last: who loses the race for it looks again whether theirs is still needed, and writes it anew.

import { fromHex, toHex } from '../../bytes.js';
import { sealSecret } from '../../epoch.js';
import { inviteKeys, sealNote, toFragment } from '../../invite.js';
import { needFold } from '../../log/fold.js';
import { ROLE, epochsFor } from '../../log/state.js';
import { rotate, rotateAfter, writeEntries } from '../../log/write.js';
import { sign } from '../../sign.js';
import { orElseLater } from '../later.js';
import { Trouble, needThat, orElse } from '../trouble.js';
import { cameBy } from './invite_origins.js';
import { takeNewer } from './refused_write.js';
import { entryRecord, noteRecord, sealRecord } from './records.js';
import { TRIES } from './server.js';

/** @import { Payload } from '../../log/payload.js' */
/** @import { Group } from './group.js' */

/** @typedef {{ entries: Uint8Array[], seals?: Uint8Array[], notes?: Uint8Array[], es?: Uint8Array }} Batch */

/** So long after its end, by the own clock, nobody is let in by an invitation unasked. */
const LATE = 72 * 3_600_000;

/**
 * Appends what `make` writes behind the last entry, and again where somebody was faster; `undefined`: not needed any more.
 * @param {Group} group
 * @param {() => Batch | undefined | Promise<Batch | undefined>} make
 */
export async function append(group, make) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    needThat(!group.lies.isFrozen, 'frozen');
    needThat(group.isMember, 'no-member');
    const { state } = group;
    const batch = await orElseLater('not-allowed', async () => make());
    if (!batch) return;
    const { entries, seals = [], notes = [], es } = batch;
    // An entry that would be refused is not sent: the last admin stays, and roles end somewhere.
    orElse('not-allowed', () => needFold(state, entries));
    try {
      await group.server.send('log', [...entries.map(entryRecord), ...seals.map(sealRecord), ...notes]);
    } catch (error) {
      if (!(await takeNewer(group, error))) throw error;
      continue;
    }
    await group.takeEntries(entries);
    // A secret counts once its epoch is there: a lost race leaves none behind.
    if (es) await group.learnOwn(es);
    return;
  }
  throw new Trouble('too-busy');
}

/**
 * @param {Group} group
 * @param {...Payload} payloads
 */
export const entriesOf = ({ state, me, device }, ...payloads) => writeEntries(state, me.keys, device.now(), payloads);

/**
 * A new epoch, with entries before it. Its secret is drawn anew at each try: it is sealed for exactly the members that there are.
 * @param {Group} group
 * @param {Payload[]} [before]
 * @returns {Promise<Batch>}
 */
async function rotation({ state, me, device, keyring }, before = []) {
  const es = keyring.secrets.get(state.epoch);
  const made = await rotate(state, me.keys, device.now(), es ? { before, es } : { before }, device.random);
  return { entries: made.entries, seals: made.seals, es: made.es };
}

/**
 * Ends that a new epoch is due, because somebody left, or came where newcomers read from their joining on, or because of its time. Of two
 * pages that do so at once the slower one finds a new key, and none that is due.
 * @param {Group} group
 */
export async function rotateNow(group) {
  await append(group, () => (group.isRotationDue ? rotation(group) : undefined));
}

/**
 * Draws a new key though nobody left. Admins alone may.
 * @param {Group} group
 */
export const renewKey = async (group) => group.alone(() => append(group, () => rotation(group)));

/**
 * Goes over to the keys of now, where one is a member under keys that they replaced: a REKEY, signed by both, and a new key of all, in
 * one batch. All open invitations end with it.
 * @param {Group} group
 */
export async function moveSeat(group) {
  await append(group, () => (group.isUnderFormer ? rekeying(group) : undefined));
}

/**
 * @param {Group} group
 * @returns {Promise<Batch>}
 */
async function rekeying({ state, me, own: [now], device, keyring }) {
  const signature = sign(now.keys.edSeed, 'rekey', state.pid, me.iid);
  const payload = /** @type {const} */ ({ type: 10, old: me.iid, card: now.card, signature });
  const first = writeEntries(state, me.keys, device.now(), [payload]);
  // Behind a REKEY there is nothing but the epoch, which the new keys write: a member under the former ones there is none any more.
  const es = keyring.secrets.get(state.epoch);
  const made = await rotateAfter(state, first, now.keys, device.now(), es, device.random);
  return { entries: made.entries, seals: made.seals, es: made.es };
}

// Invitations

/**
 * @typedef {object} Inviting
 * @property {number} role
 * @property {number} maxUses 65,535: any number
 * @property {number} expires 2^53-1: never
 * @property {string} purpose
 */

/**
 * Makes an invitation. Its link alone holds what opens it, and is shown once.
 * @param {Group} group
 * @param {Inviting} typed
 * @param {{ name: string, mission: string }} shown
 * @returns {Promise<{ id: string, fragment: string }>}
 */
export async function invite(group, { role, maxUses, expires, purpose }, { name, mission }) {
  const seed = group.device.random(32);
  const { id, key } = inviteKeys(seed);
  const note = sealNote(group.pid, seed, { role, name, mission, purpose }, group.device.random);
  const payload = /** @type {const} */ ({ type: 6, id, key, role, maxUses, expires });
  await group.alone(() => append(group, () => ({ entries: entriesOf(group, payload), notes: [noteRecord(id, note)] })));
  // With the head that its entry is part of: a newcomer sees whether they are shown the same log.
  const head = { headSeq: group.state.next - 1, headHash: group.state.head };
  return { id: toHex(id), fragment: toFragment({ pid: group.pid, seed, ...head }) };
}

/**
 * Ends an invitation, and removes who came by it where that is asked for, all in one batch.
 * @param {Group} group
 * @param {string} id
 * @param {string[]} [remove] the members
 */
export async function revoke(group, id, remove = []) {
  const isOpen = () => group.state.invites.get(id)?.isOpen === true;
  await group.alone(() =>
    append(group, () => {
      const end = isOpen() ? [/** @type {const} */ ({ type: 7, id: fromHex(id) })] : [];
      const gone = removals(group, remove);
      if (gone.length > 0) return rotation(group, [...end, ...gone]);
      return end.length > 0 ? { entries: entriesOf(group, ...end) } : undefined;
    }),
  );
}

// Going

/**
 * @param {Group} group
 * @param {string[]} members
 * @returns {Payload[]}
 */
const removals = ({ state }, members) =>
  members.flatMap((id) => {
    const member = state.members.get(id);
    return member ? [/** @type {const} */ ({ type: 4, iid: member.iid })] : [];
  });

/**
 * Says who goes, or whose keys are others now, and changes the key of all, in one batch. All open invitations end with it.
 * @param {Group} group
 * @param {() => Payload[]} make nothing where it is not needed any more
 */
export async function part(group, make) {
  await group.alone(() =>
    append(group, () => {
      const gone = make();
      return gone.length > 0 ? rotation(group, gone) : undefined;
    }),
  );
}

/**
 * Removes members.
 * @param {Group} group
 * @param {string[]} members
 */
export const remove = async (group, members) => part(group, () => removals(group, members));

/**
 * Leaves. The next one who writes changes the key.
 * @param {Group} group
 */
export const leave = async (group) => group.alone(() => append(group, () => ({ entries: entriesOf(group, { type: 3 }) })));

/**
 * @param {Group} group
 * @param {string} member
 * @param {number} role
 */
export async function setRole(group, member, role) {
  await group.alone(() =>
    append(group, () => {
      const found = group.state.members.get(member);
      if (!found || found.role === role) return undefined;
      return { entries: entriesOf(group, { type: 9, iid: found.iid, role }) };
    }),
  );
}

// Duties of any open page for the others

/**
 * Seals the key to members who have none yet. Whoever came by an invitation that had ended long before waits for an admin's word.
 * @param {Group} group
 * @param {string} [asked] who has that word
 */
export async function carry(group, asked = '') {
  if (group.lies.isFrozen || !group.isMember) return 0;
  const now = group.device.now();
  const invites = group.waiting.length > 0 ? cameBy(group) : new Map();
  group.late = group.waiting.filter((id) => id !== asked && now > (group.state.invites.get(invites.get(id) ?? '')?.expires ?? now) + LATE);
  const seals = group.waiting.flatMap((id) => {
    const member = group.state.members.get(id);
    // The server names who waits; who is a member the log alone says.
    if (!member || group.late.includes(id)) return [];
    return owed(group, member.iid).map((epoch) => sealFor(group, epoch, member));
  });
  const ready = (await Promise.all(seals)).filter((one) => one !== undefined);
  for (let at = 0; at < ready.length; at += MOST_SEALS) await sendSeals(group, ready.slice(at, at + MOST_SEALS));
  group.waiting = group.late;
  return ready.length;
}

/**
 * Seals the key to somebody who came by an invitation that had ended long before, as an admin says.
 * @param {Group} group
 * @param {string} id
 */
export const letIn = async (group, id) =>
  group.alone(async () => {
    await group.syncSeals();
    await carry(group, id);
  });

const MOST_SEALS = 500;

/**
 * The newest epoch leads to those before it, by its boxes. Where a box is broken, or the epoch that has it is not known, the one before is
 * sealed, too.
 * @param {Group} group
 * @param {Uint8Array} iid
 */
function owed({ state, keyring }, iid) {
  const may = epochsFor(state, iid).map(({ epoch }) => epoch);
  return may.filter((epoch) => epoch === state.epoch || keyring.broken.has(epoch + 1) || !keyring.secrets.has(epoch + 1));
}

/**
 * @param {Group} group
 * @param {number} epoch
 * @param {import('../../log/state.js').Member} member
 */
async function sealFor({ pid, keyring, device }, epoch, { iid, card }) {
  const es = keyring.secrets.get(epoch);
  return es && sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, device.random);
}

/**
 * @param {Group} group
 * @param {Uint8Array[]} seals
 */
async function sendSeals(group, seals) {
  try {
    await group.server.send('seals', seals.map(sealRecord));
  } catch (error) {
    if (!(error instanceof Trouble) || error.key !== 'problem-enough-seals') throw error;
    // Somebody else was faster with one of them: that one is done, and the others are sent by themselves.
    if (seals.length > 1) for (const one of seals) await sendSeals(group, [one]);
  }
}

/**
 * Ends invitations whose time is over: from then on the order of the log counts, and no clock.
 * @param {Group} group
 */
export async function endExpired(group) {
  const now = group.device.now();
  const isOver = () => [...group.state.invites.values()].filter(({ isOpen, expires }) => isOpen && expires < now);
  if (group.role < ROLE.moderator || isOver().length === 0) return;
  await append(group, () => {
    const ends = isOver().map(({ id }) => /** @type {const} */ ({ type: 7, id }));
    return ends.length > 0 ? { entries: entriesOf(group, ...ends) } : undefined;
  });
}

