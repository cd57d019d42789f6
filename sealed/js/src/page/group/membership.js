// Who is a member: founding, inviting, joining, removing and leaving, as entries of the log.
//
// An entry follows the one that was the last: who loses the race for it looks again whether theirs is still needed, and writes it anew.

import { equal, fromHex, toHex, utf8 } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { sealSecret } from '../../epoch.js';
import { SealedError } from '../../error.js';
import { fromFragment, inviteKeys, joinPayload, openNote, sealNote, showInvite, toFragment } from '../../invite.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE, decodePayload } from '../../log/payload.js';
import { ROLE, epochsFor, needHead } from '../../log/state.js';
import { foundLog, needFold, rotate, writeEntries } from '../../log/write.js';
import { Trouble, needThat, orElse } from '../trouble.js';
import { revise, textField } from './changes.js';
import { Group } from './group.js';
import { entryRecord, noteRecord, sealRecord } from './records.js';
import { sendFounding } from './server.js';

/** @import { Note } from '../../invite.js' */
/** @import { Payload } from '../../log/payload.js' */
/** @import { GroupDevice, Me } from './group.js' */

/** @typedef {{ entries: Uint8Array[], seals?: Uint8Array[], notes?: Uint8Array[], es?: Uint8Array }} Batch */

const TRIES = 6;
/** So long after its end, by the own clock, nobody is let in by an invitation unasked. */
const LATE = 72 * 3_600_000;

/**
 * Appends what `make` writes behind the last entry, and again where somebody was faster; `undefined`: not needed any more.
 * @param {Group} group
 * @param {() => Batch | undefined} make
 */
async function append(group, make) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    needThat(!group.lies.isFrozen, 'frozen');
    needThat(group.isMember, 'no-member');
    const batch = orElse('not-allowed', make);
    if (!batch) return;
    const { entries, seals = [], notes = [], es } = batch;
    // What would be refused is not sent: the last admin stays, and roles end somewhere.
    orElse('not-allowed', () => needFold(group.state, entries));
    try {
      await group.server.send('log', [...entries.map(entryRecord), ...seals.map(sealRecord), ...notes]);
    } catch (error) {
      if (!(await group.takeNewer(error))) throw error;
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
const entriesOf = ({ state, me, device }, ...payloads) => writeEntries(state, me.keys, device.now(), payloads);

/**
 * A new epoch, with entries before it. Its secret is drawn anew at each try: it is sealed for exactly the members that there are.
 * @param {Group} group
 * @param {Payload[]} before
 * @returns {Batch}
 */
function rotation({ state, me, device, keyring }, before) {
  const es = keyring.secrets.get(state.epoch);
  const made = rotate(state, me.keys, device.now(), es ? { before, es } : { before }, device.random);
  return { entries: made.entries, seals: made.seals, es: made.es };
}

/**
 * Ends that a new epoch is due, because somebody left, or came where newcomers read from their joining on.
 * @param {Group} group
 */
export async function rotateNow(group) {
  await append(group, () => (group.state.isPending && group.role >= ROLE.writer ? rotation(group, []) : undefined));
}

/**
 * Draws a new key though nobody left. Admins alone may.
 * @param {Group} group
 */
export const renewKey = (group) => group.alone(() => append(group, () => rotation(group, [])));

// Founding

/**
 * @typedef {object} Founding
 * @property {string} name
 * @property {string} mission
 * @property {number} history 1: newcomers read all, 2: from their joining on
 */

/**
 * Founds a private pursuance: its log begins, its founder has the key, and its name and mission are encrypted.
 * @param {GroupDevice} device
 * @param {Me} me
 * @param {Founding} typed
 * @returns {Promise<Group>}
 */
export async function found(device, me, { name, mission, history }) {
  const time = device.now();
  const { pid, entry } = foundLog(me.keys, history, time, device.random);
  // The address comes with the answer.
  const group = new Group(device, { slug: 'new', pid: toHex(pid) }, me);
  const first = rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
  const entries = [entry, ...first.entries];
  group.takeFounding(entries, first.es);
  const fields = { name: textField(name), mission: textField(mission) };
  const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
  const { object, records } = revise(group, change, undefined);
  const sent = [...entries.map(entryRecord), ...first.seals.map(sealRecord), ...records];
  const slug = await sendFounding(device.ask, toHex(pid), sent);
  return group.founded(slug, object);
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

/**
 * By which invitation each member came, of the entries that are kept.
 * @param {Group} group
 * @returns {Map<string, string>} identity to invitation
 */
export function cameBy({ raw }) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const entry of raw.map(decodeEntry)) {
    if (entry.type !== TYPE.join) continue;
    const payload = decodePayload(entry.type, entry.payload);
    if (payload.type === TYPE.join) found.set(toHex(entry.actor), toHex(payload.id));
  }
  return found;
}

// Joining

/** @typedef {{ group: Group, note: Note, join: () => Promise<string> }} Door what an invitation shows, and how one accepts it */

/**
 * Reads the log by an invitation, and what it says. The fragment never leaves the device.
 * @param {GroupDevice} device
 * @param {Me} me
 * @param {string} slug of the invitation's page
 * @param {string} text behind the `#` of the link
 * @returns {Promise<Door>}
 */
export async function knock(device, me, slug, text) {
  const fragment = orElse('bad-link', () => fromFragment(text));
  const { id } = inviteKeys(fragment.seed);
  const group = new Group(device, { slug, pid: toHex(fragment.pid) }, me);
  /** @type {Uint8Array | undefined} */
  let sealed;
  const read = async () => {
    const page = await group.readLog(showInvite(fragment, device.now()));
    sealed ??= page.find((note) => equal(note.id, id))?.note;
  };
  await read();
  needThat(!group.lies.isFrozen, 'bad-log');
  // The link says how far the log went: no other log is shown to a newcomer alone.
  orElse('bad-log', () => needHead(group.state, fragment.headSeq, fragment.headHash));
  const asked = group.state.invites.get(toHex(id));
  needThat(asked?.isOpen === true, 'ended');
  const note = sealed && orElse('bad-note', () => openNote(fragment.pid, fragment.seed, sealed ?? new Uint8Array(0)));
  needThat(note !== undefined, 'bad-note');
  const join = () => enter(group, fragment, read);
  // The role is that of the signed entry.
  return { group, note: { ...note, role: asked.role }, join };
}

/**
 * @param {Group} group
 * @param {import('../../invite.js').Fragment} fragment
 * @param {() => Promise<void>} again
 */
async function enter(group, fragment, again) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (group.isMember) return group.slug;
    const entries = entriesOf(group, joinPayload(fragment, group.me.card));
    orElse('ended', () => needFold(group.state, entries));
    try {
      const answer = await group.server.send('log', entries.map(entryRecord));
      await group.takeEntries(entries);
      return typeof answer.pursuance === 'string' ? answer.pursuance : group.slug;
    } catch (error) {
      // Whoever is no member reads what is newer by the invitation again.
      if (!(error instanceof Trouble) || error.key !== 'problem-stale-log') throw error;
      await again();
      needThat(!group.lies.isFrozen, 'bad-log');
    }
  }
  throw new Trouble('too-busy');
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
 * Removes members and changes the key, in one batch. All open invitations end with it.
 * @param {Group} group
 * @param {string[]} members
 */
export async function remove(group, members) {
  await group.alone(() =>
    append(group, () => {
      const gone = removals(group, members);
      return gone.length > 0 ? rotation(group, gone) : undefined;
    }),
  );
}

/**
 * Leaves. The next one who writes changes the key.
 * @param {Group} group
 */
export const leave = (group) => group.alone(() => append(group, () => ({ entries: entriesOf(group, { type: 3 }) })));

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

// What any open page does for the others

/**
 * Seals the key to members who have none yet. Whoever came by an invitation that had ended long before waits for an admin's word.
 * @param {Group} group
 * @param {boolean} [isAsked] whether somebody said so
 */
export async function carry(group, isAsked = false) {
  if (group.lies.isFrozen || !group.isMember) return 0;
  const now = group.device.now();
  const invites = group.waiting.length > 0 ? cameBy(group) : new Map();
  const seals = group.waiting.flatMap((id) => {
    const member = group.state.members.get(id);
    const invited = group.state.invites.get(invites.get(id) ?? '');
    // The server names who waits; who is a member the log alone says.
    if (!member || (!isAsked && invited && now > invited.expires + LATE)) return [];
    return owed(group, member.iid).map((epoch) => sealFor(group, epoch, member));
  });
  const ready = seals.filter((one) => one !== undefined);
  for (let at = 0; at < ready.length; at += MOST_SEALS) await sendSeals(group, ready.slice(at, at + MOST_SEALS));
  group.waiting = [];
  return ready.length;
}

const MOST_SEALS = 500;

/**
 * The newest epoch leads to those before it, by its boxes. Where a box is broken, the one before is sealed, too.
 * @param {Group} group
 * @param {Uint8Array} iid
 */
function owed({ state, keyring }, iid) {
  const may = epochsFor(state, iid).map(({ epoch }) => epoch);
  return may.filter((epoch) => epoch === state.epoch || keyring.broken.has(epoch + 1));
}

/**
 * @param {Group} group
 * @param {number} epoch
 * @param {import('../../log/state.js').Member} member
 */
function sealFor({ pid, keyring, device }, epoch, { iid, card }) {
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

/**
 * Whether a name can be one.
 * @param {string} text
 */
export function isText(text) {
  try {
    return utf8(text).length > 0;
  } catch (error) {
    if (error instanceof SealedError) return false;
    throw error;
  }
}

