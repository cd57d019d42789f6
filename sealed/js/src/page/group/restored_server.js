// A server that was restored from a backup is no liar: its log is the beginning of ours. This device gives back what it holds: entries,
// the keys of their epochs, revisions of anybody, and messages of its own person. What nobody held is named.

import { toHex } from '../../bytes.js';
import { KIND } from '../../chat.js';
import { SealedError } from '../../error.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE } from '../../log/payload.js';
import { emptyState } from '../../log/state.js';
import { needFold } from '../../log/fold.js';
import { sealAll } from '../../log/write.js';
import { decodeRevision } from '../../revision.js';
import { Trouble } from '../trouble.js';
import { foldSlowly } from './following.js';
import { keyOf } from './objects.js';
import { entryRecord, fieldRecord, messageRecord, revisionRecord, sealRecord } from './records.js';

/** @import { Message } from '../../chat.js' */
/** @import { State } from '../../log/state.js' */
/** @import { Group } from './group.js' */
/** @import { Kept } from './messages.js' */
/** @import { Sealed } from './objects.js' */

/**
 * Numbers of records that were given back, and that could not be.
 * @typedef {object} Given
 * @property {number} entries
 * @property {number} objects
 * @property {number} messages
 * @property {number} missing
 * @property {number} others messages that devices of their senders give back
 */
/** @typedef {{ edits?: Record<string, string>, ends?: Record<string, string[]> }} Beside */
/** @typedef {{ revs: Map<string, number>, messages: Set<string> }} There the newest revisions of a server, and its messages */

/** Entries of one request, where no batch has to stay together. */
const AT_ONCE = 100;
/** Objects or messages of one request. */
const TOGETHER = 50;
/** They open a batch that ends with an epoch. @type {Set<number>} */
const OPENING = new Set([TYPE.remove, TYPE.rekey]);

/**
 * Gives a server back what it lost. Nothing is given to one with another log.
 * @param {Group} group
 * @returns {Promise<Given>}
 */
export async function giveBack(group) {
  /** @type {Given} */
  const given = { entries: 0, objects: 0, messages: 0, missing: 0, others: 0 };
  if (group.there && !(await giveEntries(group, group.there, given))) return given;
  // Where a server is asked too much at once, the rest comes the next time.
  group.hasForgotten = true;
  group.there = undefined;
  group.lies.heal('rollback');
  forgetCursors(group);
  await group.objects.load();
  const there = await thereNow(group);
  await giveObjects(group, there, given);
  await giveMessages(group, there, given);
  group.hasGiven = true;
  // Whether it shows them from now on, too.
  await group.syncObjects();
  return given;
}

/**
 * Whether the log there is what it was.
 * @param {Group} group
 * @param {Uint8Array[]} there the beginning of our log that it has
 * @param {Given} given
 */
async function giveEntries({ pid, state, raw, pause, keyring, device, server }, there, given) {
  const first = state.next - raw.length;
  if (there.length < first || there.length >= state.next) return false;
  const folded = await foldSlowly(pid, emptyState(pid), there, pause, () => undefined);
  if (folded.refusal) return false;
  let at = folded.state;
  for (const batch of batches(raw.slice(there.length - first))) {
    const after = needFold(at.next === 0 ? pid : at, batch);
    const seals = after.epoch > at.epoch ? await sealsOf({ pid, keyring, device }, after) : [];
    const records = seals && [...batch.map(entryRecord), ...seals.map(sealRecord)];
    if (!records || (await refusalOf(() => server.send('log', records))) !== undefined) {
      given.missing += state.next - at.next;
      return false;
    }
    given.entries += batch.length;
    at = after;
  }
  return true;
}

/**
 * Entries as they belong together: a removal with its epoch. That somebody came is not taken from everybody, and stands alone.
 * @param {Uint8Array[]} entries
 */
function batches(entries) {
  /** @type {Uint8Array[][]} */
  const found = [];
  /** @type {Uint8Array[]} */
  let batch = [];
  let isOpen = false;
  for (const bytes of entries) {
    const { type } = decodeEntry(bytes);
    const isAlone = type === TYPE.join && !isOpen;
    if (isAlone && batch.length > 0) found.push(batch);
    if (isAlone) batch = [];
    batch.push(bytes);
    isOpen = OPENING.has(type) || (isOpen && type !== TYPE.epoch);
    if (isOpen || (!isAlone && type !== TYPE.epoch && batch.length < AT_ONCE)) continue;
    found.push(batch);
    batch = [];
  }
  return batch.length > 0 ? [...found, batch] : found;
}

/**
 * The seals of an epoch for its members, by whoever knows its secret.
 * @param {Pick<Group, 'pid' | 'keyring' | 'device'>} group
 * @param {State} after
 */
async function sealsOf({ pid, keyring, device }, after) {
  const es = keyring.secrets.get(after.epoch);
  return es && sealAll({ ...after, pid }, es, device.random);
}

/**
 * Why a server does not take something; undefined: it does. What it does not take is named, and nothing else is lost by it.
 * @param {() => Promise<unknown>} send
 */
async function refusalOf(send) {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (!(error instanceof Trouble) || !error.key.startsWith('problem-') || error.key === 'problem-rate-limit') throw error;
    return error.key;
  }
}

/**
 * Gives things back many at once, and in halves those among which one is not taken. Returns what was refused, and why.
 * @template T
 * @param {T[]} things
 * @param {(some: T[]) => Promise<string | undefined>} give
 * @param {number} [most]
 * @returns {Promise<{ thing: T, refusal: string }[]>}
 */
async function giveInParts(things, give, most = TOGETHER) {
  /** @type {{ thing: T, refusal: string }[]} */
  const refused = [];
  for (let at = 0; at < things.length; at += most) {
    const part = things.slice(at, at + most);
    const [first] = part;
    const refusal = await give(part);
    if (refusal === undefined || first === undefined) continue;
    if (part.length === 1) refused.push({ thing: first, refusal });
    else refused.push(...(await giveInParts(part, give, Math.ceil(part.length / 2))));
  }
  return refused;
}

/**
 * @param {Group} group
 * @param {Uint8Array[]} records
 * @param {Record<string, unknown>} [beside]
 */
const put = ({ server }, records, beside = {}) => refusalOf(() => server.send('put', records, { given_back: true, ...beside }));

/** @param {Group} group @returns {Promise<There>} */
async function thereNow({ server }) {
  /** @type {There} */
  const there = { revs: new Map(), messages: new Set() };
  for (let after = 0; ; ) {
    const page = await server.objects(after);
    if ((page.count === 0 && page.gone.length === 0) || page.next <= after) return there;
    for (const { otype, oid, rev } of page.revisions.map(decodeRevision)) there.revs.set(keyOf(otype, oid), rev);
    for (const { oid } of [...page.messages, ...page.gone]) there.messages.add(toHex(oid));
    after = page.next;
  }
}

/**
 * Objects of which the server has an older revision, or none. One may name another that has to be there before it.
 * @param {Group} group
 * @param {There} there
 * @param {Given} given
 */
async function giveObjects(group, { revs }, given) {
  let left = [...group.objects.all].filter(([key, { rev }]) => rev > (revs.get(key) ?? 0));
  for (let before = Infinity; left.length > 0 && left.length < before; ) {
    before = left.length;
    const give = async (/** @type {typeof left} */ some) => {
      const refusal = await put(group, some.flatMap(([key, object]) => recordsOf(object, revs.get(key) ?? 0)));
      if (refusal === undefined) given.objects += some.length;
      return refusal;
    };
    left = (await giveInParts(left, give)).map(({ thing }) => thing);
  }
  // A revision that the server does not take is seen once more.
  for (const key of group.lies.about('rollback')) group.lies.heal('rollback', key);
  given.missing += left.length;
}

/**
 * A revision with the fields that have changed since one.
 * @param {Sealed} object
 * @param {number} known
 */
function recordsOf({ otype, oid, unit, bytes, fields }, known) {
  const changed = [...fields].filter(([, { rev }]) => rev > known);
  return [revisionRecord(bytes), ...changed.map(([field, held]) => fieldRecord({ otype, oid, unit, field, ...held }))];
}

/**
 * The own messages that the server has no more: only their sender can give them back, since their signatures lie inside.
 * @param {Group} group
 * @param {There} there
 * @param {Given} given
 */
async function giveMessages(group, { messages }, given) {
  const me = toHex(group.me.iid);
  const lost = (await group.messages.all()).filter(({ oid, bytes }) => bytes && !messages.has(toHex(oid)));
  /** @type {{ record: Uint8Array, beside: Beside }[]} */
  const own = [];
  for (const kept of lost.sort((a, b) => a.seq - b.seq)) {
    await group.pause();
    const message = read(group, kept);
    if (!message || !kept.bytes) continue;
    const { unit, oid, seq, bytes } = kept;
    const sender = toHex(message.sender);
    // A message under former keys is no message of those of now.
    if (sender !== me) given[group.own.some(({ iid }) => toHex(iid) === sender) ? 'missing' : 'others'] += 1;
    else own.push({ record: messageRecord({ unit, oid, seq, bytes }), beside: besideOf(toHex(oid), message) });
  }
  const give = async (/** @type {typeof own} */ some) => {
    const [edits, ends] = [some.map(({ beside }) => beside.edits), some.map(({ beside }) => beside.ends)];
    const beside = { edits: Object.assign({}, ...edits), ends: Object.assign({}, ...ends) };
    const refusal = await put(group, some.map(({ record }) => record), beside);
    if (refusal === undefined) given.messages += some.length;
    return refusal;
  };
  const refused = await giveInParts(own, give);
  // Where a number is taken, another device of the same person was faster.
  given.missing += refused.filter(({ refusal }) => refusal !== 'problem-stale-revision').length;
}

/**
 * @param {Group} group
 * @param {Kept} kept
 */
function read({ keyring, state }, kept) {
  try {
    return kept.bytes && keyring.message(state, kept, kept.bytes)?.message;
  } catch (error) {
    // Nobody is given what no member signed.
    if (!(error instanceof SealedError)) throw error;
    return undefined;
  }
}

/**
 * The hints for the server beside a message: which one it changes, or which it deletes.
 * @param {string} id
 * @param {Message} message
 * @returns {Beside}
 */
function besideOf(id, { said }) {
  if (said.kind === KIND.edit) return { edits: { [id]: toHex(said.meant) } };
  if (said.kind === KIND.retract || said.kind === KIND.removal) return { ends: { [id]: said.meant.map(({ oid }) => toHex(oid)) } };
  return {};
}

/**
 * Goes on with what the server has of objects that were newer here, as somebody has decided.
 * @param {Group} group
 */
export async function goOnOlder(group) {
  const about = group.lies.about('rollback');
  for (const key of about) {
    // The revision that was seen counts no more.
    group.objects.all.delete(key);
    group.objects.older.add(key);
    group.lies.heal('rollback', key);
  }
  forgetCursors(group);
  await group.syncObjects();
}

/**
 * Everything that changed is asked for again.
 * @param {Group} group
 */
export function forgetCursors(group) {
  group.objectsAfter = 0;
  group.sealsAfter = 0;
  group.tags.forget();
}
