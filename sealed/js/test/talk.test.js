// The discussion of a task on the devices of members: said, changed, taken back, removed, and what a server may not do with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { put } from '../src/page/group/changes.js';
import { newTask } from '../src/page/group/typed.js';
import { serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { messageRecord } from '../src/page/group/records.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { giveBack } from '../src/page/group/restored_server.js';
import { invite, setRole } from '../src/page/group/membership.js';
import { Filling } from '../src/page/group/filling.js';
import { readTalk, say } from '../src/page/group/talking.js';
import { Finding, foundIn } from '../src/page/group/views/finding.js';
import { beginningOf, holds, leftOf } from '../src/page/group/views/talk.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */
/** @import { LocalStore } from '../src/page/group/local_store.js' */

const Doors = doorsWith(S, TIME);
const [ana, ben] = [person('ana'), person('ben')];
const NEVER = Number.MAX_SAFE_INTEGER;
const SHOWN = { name: 'Bees', mission: 'Count them' };
const SECRETS = ['I saw three.', 'I saw four.', 'Where was that?', 'Of no use here.'];

/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}`)), keys, card, iid });

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {Person} who
 * @param {LocalStore} [localStore]
 */
const device = (doors, who, localStore = memoryLocalStore()) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  localStore,
});

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {Person} who
 * @param {LocalStore} [localStore]
 */
async function page(doors, who, localStore = memoryLocalStore()) {
  const group = new Group(device(doors, who, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(who));
  await group.load();
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
  return group;
}

/** Two members, and a task. */
async function two() {
  const doors = new Doors();
  const anas = await found(device(doors, ana), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(anas, { role: 1, maxUses: S.UNLIMITED, expires: NEVER, purpose: '' }, SHOWN);
  await (await knock(device(doors, ben), me(ben), doors.slug, fragment)).join();
  await anas.syncLog();
  await anas.syncSeals();
  await serve(anas);
  const [task] = await put(anas, [newTask(anas, { title: 'Look into the hive' }, {})]);
  const unit = task?.oid ?? new Uint8Array(16);
  return { doors, anas, bens: await page(doors, ben), unit };
}

/** @param {Group} group @param {Uint8Array} unit */
async function talk(group, unit) {
  await group.syncObjects();
  const read = await readTalk(group, unit);
  return { ...read, texts: [...read.said.values()].map(({ text }) => text) };
}

/** @param {Awaited<ReturnType<typeof talk>>} read @param {string} text */
const idOf = ({ said }, text) => [...said].find(([, one]) => one.text === text)?.[0] ?? '';

/** @param {Group} group */
const lies = (group) => [...group.lies.all.values()].map(({ kind }) => kind);

test('what is said is read by the others, changed by whoever said it, and taken back', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const first = idOf(await talk(bens, unit), 'I saw three.');
  await say(anas, unit, { does: 'edit', of: first, text: 'I saw four.' });
  const read = await talk(bens, unit);
  assert.deepEqual(read.texts.sort(), ['I saw four.', 'Where was that?']);
  assert.deepEqual(read.said.get(first)?.sender, ana.iid);
  await say(anas, unit, { does: 'retract', of: first });
  const after = await talk(bens, unit);
  assert.deepEqual(after.texts, ['Where was that?']);
  assert.deepEqual(after.ends.get(first)?.by, ana.iid);
  // Nothing of it is kept, on the server or on a device, and the chain goes on over the hole, for new devices, too.
  assert.deepEqual([...doors.messages.values()].map(({ bytes }) => bytes !== undefined), [false, true, false, true]);
  assert.equal((await bens.messages.of(unit)).filter(({ bytes }) => bytes).length, 2);
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  const fresh = await page(doors, ben);
  assert.deepEqual((await talk(fresh, unit)).texts.sort(), ['I saw three.', 'Where was that?']);
  assert.deepEqual([...lies(fresh), ...lies(bens), ...lies(anas)], []);
  const sent = doors.sent.map(({ body }) => body).join('\n');
  for (const secret of SECRETS) for (const how of /** @type {const} */ (['utf8', 'hex', 'base64url'])) assert.ok(!sent.includes(Buffer.from(secret).toString(how)));
});

test('a moderator removes what another one said, with a reason, and nobody else does', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const id = idOf(await talk(anas, unit), 'Where was that?');
  await say(anas, unit, { does: 'remove', of: id, text: 'Of no use here.' });
  const { texts, ends } = await talk(bens, unit);
  assert.deepEqual([texts, ends.get(id)?.reason], [[], 'Of no use here.']);
  // The one whose newest message was removed goes on behind it, on a new device, too.
  const fresh = await page(doors, ben);
  await say(fresh, unit, { does: 'say', text: 'I saw three.' });
  await talk(anas, unit);
  assert.deepEqual([...lies(anas), ...lies(fresh)], []);
  await say(anas, unit, { does: 'say', text: 'I saw four.' });
  const anas4 = idOf(await talk(bens, unit), 'I saw four.');
  // A removal signed by a writer, or a change of another one's words, counts for nobody.
  await say(bens, unit, { does: 'edit', of: anas4, text: 'I saw three.' });
  assert.deepEqual((await talk(anas, unit)).said.get(anas4)?.text, 'I saw four.');
  await say(bens, unit, { does: 'remove', of: anas4, text: 'Of no use here.' });
  await anas.syncObjects();
  const read = await readTalk(anas, unit);
  assert.equal(read.ends.has(anas4), false);
  assert.ok(lies(anas).includes('substituted') && lies(anas).length > 0);
});

test('two devices of one person say one thing after the other', async () => {
  const { doors, anas, unit } = await two();
  const second = await page(doors, ana);
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  await say(second, unit, { does: 'say', text: 'I saw four.' });
  await say(anas, unit, { does: 'say', text: 'Where was that?' });
  const { own, texts } = await talk(second, unit);
  assert.deepEqual([own.seq, texts.length, lies(second)], [3, 3, []]);
});

test('a server that leaves a message out, or deletes one by itself, is caught', async () => {
  const { doors, anas, unit } = await two();
  for (const text of ['I saw three.', 'I saw four.', 'Where was that?']) await say(anas, unit, { does: 'say', text });
  const [, second] = doors.messages.values();
  assert.ok(second);
  const { bytes } = second;
  second.bytes = undefined;
  const deleted = await page(doors, ben);
  await readTalk(deleted, unit);
  assert.deepEqual(lies(deleted), ['withheld']);
  const [, id = ''] = doors.messages.keys();
  doors.messages.delete(id);
  const left = await page(doors, ben);
  await readTalk(left, unit);
  assert.deepEqual(lies(left), ['withheld']);
  assert.ok(bytes);
});

/**
 * A message that is sent around the ways of honest devices.
 * @param {Group} by
 * @param {Uint8Array} unit
 * @param {{ seq: number, said?: import('../src/chat.js').Said, edits?: string, ends?: string[], headHash?: Uint8Array, spoil?: (bytes: Uint8Array) => void }} how
 */
async function craft(by, unit, { seq, said = { kind: S.KIND.text, text: 'I saw four.' }, edits, ends, headHash = by.state.head, spoil = () => undefined }) {
  const [{ own }, { state, me: who, device: at }] = [await talk(by, unit), by];
  const oid = at.random(16);
  const head = { headSeq: state.next - 1, headHash, time: at.now() };
  const message = { sender: who.iid, senderSeq: seq, prev: own.hash, ...head, said };
  const bytes = by.keyring.sealMessage({ unit, oid }, { epoch: state.epoch, gen: 0 }, message, who.keys.edSeed, at.random);
  spoil(bytes);
  const id = S.toHex(oid);
  await by.server.send('put', [messageRecord({ unit, oid, seq, bytes })], { ...(edits && { edits: { [id]: edits } }), ...(ends && { ends: { [id]: ends } }) });
  return id;
}

/** It opens under no key. @param {Uint8Array} bytes */
const garble = (bytes) => {
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
};

test('a moderator removes any comment, whatever its author has the server take for a change of it', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const first = idOf(await talk(bens, unit), 'Where was that?');
  await craft(bens, unit, { seq: 2, edits: first });
  await craft(bens, unit, { seq: 3, edits: first, spoil: garble });
  await anas.syncObjects();
  await say(anas, unit, { does: 'remove', of: first, text: 'Of no use here.' });
  assert.deepEqual([...doors.messages.values()].map(({ bytes }) => bytes !== undefined), [false, false, false, true]);
  // On a new device the chain goes on over what nobody could open.
  const fresh = await page(doors, ben);
  await say(fresh, unit, { does: 'say', text: 'I saw three.' });
  const other = await page(doors, ana);
  assert.deepEqual([(await talk(other, unit)).texts, lies(other), lies(fresh)], [['I saw three.'], [], []]);

  // A message that was signed as a change and stands there for itself, and one that cannot be opened.
  const again = idOf(await talk(other, unit), 'I saw three.');
  const alone = await craft(fresh, unit, { seq: 5, said: { kind: S.KIND.edit, meant: S.fromHex(again), text: 'I saw four.' } });
  const shut = await craft(fresh, unit, { seq: 6, spoil: garble });
  for (const of of [again, alone, shut]) {
    await other.syncObjects();
    await say(other, unit, { does: 'remove', of, text: 'Of no use here.' });
  }
  assert.equal([...doors.messages].filter(([, one]) => one.sender === ben.id && one.bytes).length, 0);
  assert.deepEqual(lies(await page(doors, ana)), []);
});

test('a removal or retraction ends the message that it names first, and no other', async () => {
  const { anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  await say(bens, unit, { does: 'say', text: 'I saw four.' });
  const read = await talk(anas, unit);
  const all = ['Where was that?', 'I saw three.', 'I saw four.'].map((text) => idOf(read, text));
  const meant = all.map((id) => ({ oid: S.fromHex(id), hash: read.hashes.get(id) ?? S.zeros(32) }));
  const [first = '', second = '', third = ''] = all;
  // The server is told of the first alone, and keeps the others.
  const last = await craft(anas, unit, { seq: 2, said: { kind: S.KIND.removal, meant, reason: 'Of no use here.' }, ends: [first] });
  assert.deepEqual([...(await talk(bens, unit)).ends.keys()], [first]);
  const [, , own] = meant;
  assert.ok(own);
  await craft(bens, unit, { seq: 3, said: { kind: S.KIND.retract, meant: [{ oid: S.fromHex(last), hash: S.zeros(32) }, own] } });
  const { texts, ends } = await talk(anas, unit);
  assert.deepEqual([texts, ends.has(second) || ends.has(third), lies(anas)], [['I saw three.', 'I saw four.'], false, []]);
});

test('a comment is removed whose author signed as many changes as there may be, and told of others', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const first = idOf(await talk(bens, unit), 'Where was that?');
  const untold = { said: { kind: S.KIND.edit, meant: S.fromHex(first), text: 'I saw four.' } };
  for (let seq = 2; seq <= 41; seq += 2) {
    await craft(bens, unit, { seq, edits: first });
    await craft(bens, unit, { seq: seq + 1, ...untold });
    await bens.syncObjects();
  }
  await anas.syncObjects();
  await say(anas, unit, { does: 'remove', of: first, text: 'Of no use here.' });
  assert.equal(doors.messages.get(first)?.bytes, undefined);
  const { ends, texts } = await talk(await page(doors, ana), unit);
  assert.equal(ends.has(first), true);
  assert.ok(!texts.includes('Where was that?') && !texts.includes('I saw four.'), texts.join());
});

test('no server has a message removed that is no change of the one that is meant', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  await say(bens, unit, { does: 'say', text: 'I saw three.' });
  const read = await talk(anas, unit);
  const [first, second] = [idOf(read, 'Where was that?'), idOf(read, 'I saw three.')];
  const stands = doors.messages.get(second);
  assert.ok(stands);
  stands.of = first;
  const shown = new Map([first, second].map((id) => [id, ben.id]));
  await assert.rejects(say(anas, unit, { does: 'remove', of: first, text: 'Of no use here.' }, { shown }), { key: 'too-busy' });
  assert.deepEqual([lies(anas), (await talk(anas, unit)).ends.size], [['changed'], 0]);
});

test('what cannot be opened hides no hole without a word', async () => {
  const { anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  assert.equal((await talk(anas, unit)).closed, 0);
  // Under a key that nobody has, as a server could make it up.
  await craft(bens, unit, { seq: 2, spoil: (bytes) => bytes.set([9], 5) });
  await craft(bens, unit, { seq: 3 });
  const { texts, closed } = await talk(anas, unit);
  assert.deepEqual([texts.length, closed, lies(anas)], [2, 1, []]);
});

test('what a member has deleted and did not sign is said', async () => {
  const { doors, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const first = idOf(await talk(bens, unit), 'Where was that?');
  await craft(bens, unit, { seq: 2, ends: [first] });
  const fresh = await page(doors, ana);
  const { ends } = await talk(fresh, unit);
  assert.deepEqual([ends.size, lies(fresh)], [0, ['withheld']]);
  // A message that opens under no key that is there says nothing, and excuses nothing.
  await craft(bens, unit, { seq: 3, spoil: garble });
  const other = await page(doors, ana);
  await readTalk(other, unit);
  assert.deepEqual(lies(other), ['substituted', 'withheld']);
});

test('a server that was restored is given back messages by those who said them, and no others', async () => {
  const { doors, unit } = await two();
  const [localStore, localStoreOfBen] = [memoryLocalStore(), memoryLocalStore()];
  const [anas, bens] = [await page(doors, ana, localStore), await page(doors, ben, localStoreOfBen)];
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  await say(bens, unit, { does: 'say', text: 'Of no use here.' });
  const copy = doors.copy();
  const before = doors.messages;
  const first = idOf(await talk(anas, unit), 'I saw three.');
  await say(anas, unit, { does: 'edit', of: first, text: 'I saw four.' });
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  await say(anas, unit, { does: 'remove', of: idOf(await talk(anas, unit), 'Of no use here.'), text: 'Of no use here.' });
  await talk(anas, unit);
  await talk(bens, unit);
  // The backup has the message that was removed later.
  const removed = [...before.values()].find(({ sender }) => sender === ben.id);
  assert.ok(removed);
  doors.restore(copy);
  const given = await giveBack(await page(doors, ana, localStore));
  assert.deepEqual(given, { entries: 0, objects: 0, messages: 2, missing: 0, others: 1 });
  const his = await page(doors, ben, localStoreOfBen);
  assert.deepEqual(await giveBack(his), { entries: 0, objects: 0, messages: 1, missing: 0, others: 0 });
  const fresh = await page(doors, ben);
  const read = await talk(fresh, unit);
  assert.deepEqual(read.texts.sort(), ['I saw four.', 'Where was that?']);
  assert.equal(read.ends.size, 1);
  assert.deepEqual([...lies(fresh), ...lies(his)], []);
  // Everything is there: nothing is given twice.
  assert.equal((await giveBack(await page(doors, ana, localStore))).messages, 0);
});

test('a message that was signed under an entry which the server withholds tells of it', async () => {
  const { doors, anas, bens, unit } = await two();
  const cem = person('cem');
  const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: NEVER, purpose: '' }, SHOWN);
  await (await knock(device(doors, cem), me(cem), doors.slug, fragment)).join();
  await anas.syncLog();
  await anas.syncSeals();
  await serve(anas);
  await bens.syncLog();
  const seen = doors.entries.length;
  // A role that Ben is not told of, and the epoch stays: he can read what is said afterwards.
  await setRole(anas, cem.id, 0);
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  doors.lie = (door, answer, by) => {
    if (door !== 'GET log' || by !== ben.id) return answer;
    const [before, records] = [Number(answer.next) - /** @type {string[]} */ (answer.records).length, /** @type {string[]} */ (answer.records)];
    return { ...answer, records: records.filter((_, at) => before + at + 1 < seen), next: Math.min(Number(answer.next), seen - 1) };
  };
  await talk(bens, unit);
  assert.deepEqual([lies(bens), bens.heads.size], [[], 1]);
  doors.now += 61_000;
  await talk(bens, unit);
  assert.deepEqual(lies(bens), ['withheld']);
  // The message that it serves at last is read, and nothing waits any more.
  doors.lie = (_door, answer) => answer;
  assert.deepEqual((await talk(bens, unit)).texts, ['I saw three.']);
  assert.equal(bens.heads.size, 0);
});

test('one person who names another log is a doubt about what they said, and two are a proof', async () => {
  const { doors, anas, bens, unit } = await two();
  const cem = person('cem');
  const { fragment } = await invite(anas, { role: 0, maxUses: 1, expires: NEVER, purpose: '' }, SHOWN);
  await (await knock(device(doors, cem), me(cem), doors.slug, fragment)).join();
  await anas.syncLog();
  await anas.syncSeals();
  await serve(anas);
  const cems = await page(doors, cem);
  const headHash = S.sha(S.utf8('another log'));
  const doubtful = await craft(cems, unit, { seq: 1, headHash });
  await craft(cems, unit, { seq: 2, headHash });
  await craft(cems, unit, { seq: 3 });
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  const { texts } = await talk(anas, unit);
  assert.deepEqual([texts.sort(), lies(anas)], [['I saw four.', 'I saw three.'], []]);
  // It is said where it stands.
  const record = S.decodeRecord(doors.messages.get(doubtful)?.bytes ?? new Uint8Array(0));
  assert.ok('envelope' in record);
  /** @type {Record<string, string>} */
  const dataset = { object: doors.rowOf(S.fromHex(doubtful)), env: S.toBase64url(record.envelope) };
  const attributes = new Map();
  const element = { dataset, textContent: '', setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => attributes.set(name, value) };
  const words = { has: () => true, of: (/** @type {string} */ key) => key };
  new Filling(/** @type {any} */ (words)).one(/** @type {any} */ (element), anas)?.();
  assert.deepEqual([element.textContent, dataset.lie, attributes.get('role')], ['sealed-doubtful', 'fork', 'alert']);
  assert.deepEqual(lies(anas), []);
  // A member who names it themselves knows that they have not made it up.
  await talk(cems, unit);
  assert.ok(cems.lies.isFrozen);
  await craft(bens, unit, { seq: 1, headHash });
  await talk(anas, unit);
  assert.deepEqual([lies(anas), anas.lies.isFrozen], [['fork'], true]);
  assert.deepEqual(anas.lies.all.get('fork ')?.evidence.map(([, seq, hash]) => [Number(seq), hash]), Array(3).fill([anas.state.next - 1, S.toHex(headHash)]));
});

test('a member who leaves out numbers keeps nobody busy', async () => {
  const { doors, anas, bens, unit } = await two();
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const [{ own }, oid, seq] = [await readTalk(bens, unit), bens.device.random(16), Number.MAX_SAFE_INTEGER];
  const { state, me: by } = bens;
  const head = { headSeq: state.next - 1, headHash: state.head, time: doors.now };
  const message = { sender: by.iid, senderSeq: seq, prev: own.hash, ...head, said: { kind: S.KIND.text, text: 'I saw four.' } };
  const bytes = bens.keyring.sealMessage({ unit, oid }, { epoch: state.epoch, gen: 0 }, message, by.keys.edSeed, bens.device.random);
  await anas.syncObjects();
  await anas.messages.take([{ unit, oid, seq, bytes }]);
  const { texts } = await talk(anas, unit);
  assert.deepEqual([texts.length, lies(anas)], [2, ['withheld']]);
});

test('a discussion is searched by words, and by words in a row, in what could be opened', async () => {
  const { anas, bens, unit } = await two();
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  await say(bens, unit, { does: 'say', text: 'Where was that?' });
  const { said } = await talk(anas, unit);
  const found = (/** @type {string} */ typed) => foundIn(said.values(), typed).map(({ text }) => text);
  assert.deepEqual([found('SAW thr'), found('three saw'), found('"three saw"'), found('„saw three“')].map((all) => all.length), [1, 1, 0, 1]);
  assert.deepEqual([found('?'), found(''), found('where three')], [[], [], []]);
  assert.deepEqual(found('thát'), ['Where was that?']);
});

test('what somebody types is there again when something else was sent', () => {
  const first = /** @type {const} */ ({ does: 'say', of: '', text: 'I saw three.', beside: '' });
  const change = /** @type {const} */ ({ does: 'edit', of: 'a', text: 'I saw four.', beside: 'I saw three.' });
  const retract = (/** @type {string} */ of) => leftOf(change, { does: 'retract', of });
  assert.deepEqual([leftOf(first, { does: 'retract', of: 'a' }), retract('b'), retract('a')], [first, change, first]);
  assert.deepEqual(leftOf(change, change), first);
  assert.equal(leftOf(first, first).text, '');
});

test('what was said about one task does not stand on the page of another one', async () => {
  const { anas, bens, unit } = await two();
  const [other] = await put(anas, [newTask(anas, { title: 'Count them' }, {})]);
  await say(anas, unit, { does: 'say', text: 'I saw three.' });
  const there = idOf(await talk(bens, unit), 'I saw three.');
  const row = [...bens.names.rows.values()].find(({ oid }) => oid === there)?.row ?? assert.fail();
  class Element {
    dataset = { object: row };
  }
  Object.assign(globalThis, { HTMLElement: Element });
  const shown = /** @type {any} */ ({ dataset: { message: row, by: ana.id }, querySelector: (/** @type {string} */ asked) => (asked.includes('sealed') ? new Element() : null) });
  const isRight = async (/** @type {Uint8Array} */ of) => holds(/** @type {any} */ ({}), bens, of, await readTalk(bens, of), shown);
  assert.equal(await isRight(unit), true);
  assert.equal(await isRight(other?.oid ?? assert.fail()), false);
});

test('a discussion has no field to search in once the server was caught', () => {
  let isThere = true;
  const finding = { group: { lies: { isFrozen: false } }, said: new Map(), details: { hidden: true, remove: () => (isThere = false) }, line: { value: '' } };
  const take = () => Finding.prototype.take.call(/** @type {any} */ (finding), new Map());
  take();
  assert.equal(isThere, true);
  finding.group.lies.isFrozen = true;
  take();
  assert.equal(isThere, false);
});

test('a message is named by its first words, in one line', () => {
  assert.deepEqual(['I saw three.', '  I saw\n\nthree. ', ''].map((text) => beginningOf(text)), ['I saw three.', 'I saw three.', '']);
  assert.equal(beginningOf('🐝'.repeat(99)), `${'🐝'.repeat(40)}…`);
  assert.equal(beginningOf('The owls came back last night, all four of them'), 'The owls came back last night, all four…');
  assert.equal(beginningOf('🐝'.repeat(40)), '🐝'.repeat(40));
  assert.equal(beginningOf(undefined), '–');
});
