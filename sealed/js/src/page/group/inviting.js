// How somebody becomes a member: founding, and joining by a link. Loaded where a page is about it.

import { equal, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { fromFragment, inviteKeys, joinPayload, openNote, showInvite } from '../../invite.js';
import { needFold } from '../../log/fold.js';
import { needHead } from '../../log/state.js';
import { rotate } from '../../log/write.js';
import { textOf } from '../doors.js';
import { Trouble, needThat, orElse } from '../trouble.js';
import { entriesBehind, firstEntry } from './beginning.js';
import { begun } from './changes.js';
import { Group } from './group.js';
import { entryRecord, sealRecord } from './records.js';
import { GroupServer, SLUG, TRIES } from './server.js';
import { textField } from './typed.js';

/** @import { Note } from '../../invite.js' */
/** @import { Ask } from '../doors.js' */
/** @import { GroupDevice, Me } from './group.js' */

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
  const { pid, entry } = await firstEntry(me.keys, history, time, device.random);
  // The address comes with the answer.
  const group = new Group(device, { slug: 'new', pid: toHex(pid) }, me);
  const first = await rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
  const entries = [entry, ...first.entries];
  // Nothing of it is kept before the server has it.
  group.state = first.state;
  group.raw = entries;
  group.since = group.state.next - 1;
  group.keyring.learn(group.state.epoch, first.es);
  const fields = { name: textField(name), mission: textField(mission) };
  const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
  const { object, records } = await begun(group, change);
  const sent = [...entries.map(entryRecord), ...first.seals.map(sealRecord), ...records];
  group.slug = await sendFounding(device.ask, toHex(pid), sent);
  group.server = new GroupServer(device.ask, group.slug);
  await group.keepLog();
  await group.keepOwn();
  await group.objects.keep([object]);
  return group;
}

/**
 * Begins a pursuance. Its server gives it an address.
 * @param {Ask} ask
 * @param {string} pid in hexadecimal
 * @param {Uint8Array[]} records
 */
async function sendFounding(ask, pid, records) {
  const slug = textOf(await ask('POST', `/sealed/${pid}/log`, { records }), 'pursuance');
  needThat(SLUG.test(slug), 'failed');
  return slug;
}

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
    const notes = await readLog(group, showInvite(fragment, device.now()));
    sealed ??= notes.find((note) => equal(note.id, id))?.note;
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
 * The log for somebody who is no member yet, and the notes that come with it.
 * @param {Group} group
 * @param {Uint8Array} shown
 */
async function readLog(group, shown) {
  const first = await group.server.log(group.state.next - 1, shown);
  let page = first;
  /** @type {Uint8Array[]} */
  let entries = [];
  while (page.entries.length > 0) {
    entries = await group.takeEntries([...entries, ...page.entries]);
    if (group.lies.isFrozen) break;
    page = await group.server.log(page.next, shown);
  }
  if (entries.length > 0) group.lies.raise('invalid', '', [`${group.state.next}: epoch-missing`]);
  return first.notes;
}

/**
 * @param {Group} group
 * @param {import('../../invite.js').Fragment} fragment
 * @param {() => Promise<void>} again
 */
async function enter(group, fragment, again) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (group.isMember) return group.slug;
    const { state, me, device } = group;
    const entries = await entriesBehind(state, me.keys, device.now(), [joinPayload(fragment, me.card)]);
    orElse('ended', () => needFold(state, entries));
    try {
      const answer = await group.server.send('log', entries.map(entryRecord));
      await group.takeEntries(entries);
      return typeof answer.pursuance === 'string' ? answer.pursuance : group.slug;
    } catch (error) {
      // A person who is no member reads newer entries by the invitation again.
      if (!(error instanceof Trouble) || error.key !== 'problem-stale-log') throw error;
      await again();
      needThat(!group.lies.isFrozen, 'bad-log');
    }
  }
  throw new Trouble('too-busy');
}
