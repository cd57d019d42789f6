// Somebody replaces their keys: what they had and wrote stays theirs, and going over stops anywhere and goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { Boxes } from '../src/page/group/boxes.js';
import { putBox } from '../src/page/group/boxing.js';
import { put } from '../src/page/group/changes.js';
import { Drafts, NOTHING } from '../src/page/group/drafts.js';
import { newTask } from '../src/page/group/typed.js';
import { introduce, renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, moveSeat } from '../src/page/group/membership.js';
import { relOf } from '../src/page/group/objects.js';
import { allOf, heirsIn, speaksFor } from '../src/page/group/replaced_keys.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { readTalk, say } from '../src/page/group/talking.js';
import { goOver, placesOf } from '../src/page/group/views/replacing.js';
import { makeAccount, newKeysFor, recover } from '../src/page/account_keys.js';
import { openOwn, signIn } from '../src/page/opening.js';
import { Trouble } from '../src/page/trouble.js';
import { FakeServer } from '../support/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Opened } from '../src/page/opening.js' */
/** @import { Person } from '../support/group.js' */
/** @import { LocalStore } from '../src/page/group/local_store.js' */

const Doors = doorsWith(S, TIME);
const [ana, cem] = [person('ana'), person('cem')];
const PASSPHRASE = 'a passphrase of Ben alone';
const NEVER = Number.MAX_SAFE_INTEGER;
const SHOWN = { name: 'Bees', mission: 'Count them' };

/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}`)), keys, card, iid });

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {string} account
 * @param {LocalStore} [localStore]
 */
const device = (doors, account, localStore = memoryLocalStore()) => ({
  ask: doorsTo((path, init) => doors.fetch(account, path, init)),
  random: chance(`${account} ${doors.sent.length}`),
  now: () => doors.now,
  localStore,
});

/** @param {InstanceType<typeof Doors>} doors */
const where = ({ slug, pid }) => ({ slug, pid: S.toHex(pid) });

/** @param {Group} group */
async function follow(group) {
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
  return group;
}

/** @param {Group} group */
const lies = (group) => [...group.lies.all.values()].map(({ kind }) => kind);

/** Ben, with an account and the keys that it was opened with. */
async function bens() {
  const server = new FakeServer();
  const { opened } = await makeAccount(server.device(), 'ben', PASSPHRASE, {});
  return { server, opened, account: S.toHex(opened.iid) };
}

/**
 * A pursuance of Ana's, with Ben and Cem.
 * @param {Opened} ben
 * @param {number} [history]
 */
async function three(ben, history = 1) {
  const doors = new Doors();
  const anas = await found(device(doors, ana.id), me(ana), { ...SHOWN, history });
  const { fragment } = await invite(anas, { role: 1, maxUses: S.UNLIMITED, expires: NEVER, purpose: '' }, SHOWN);
  const localStore = memoryLocalStore();
  await (await knock(device(doors, S.toHex(ben.iid), localStore), ben, doors.slug, fragment)).join();
  await (await knock(device(doors, cem.id), me(cem), doors.slug, fragment)).join();
  await follow(anas);
  await serve(anas);
  const his = new Group(device(doors, S.toHex(ben.iid), localStore), where(doors), ben);
  await his.load();
  await introduce(await follow(his), 'Ben of the bees');
  return { doors, anas, his, localStore, invited: fragment };
}

test('keys are replaced below another root key, and the former ones open under the new one alone', async () => {
  const { server, opened } = await bens();
  const [first, second] = [await newKeysFor(server.device(), 'ben', PASSPHRASE), server.sent.length];
  assert.deepEqual((await openOwn(server.device(), 'ben', PASSPHRASE)).opened.iid, opened.iid, 'nothing has changed yet');
  await first.save();
  const { opened: again } = await signIn(server.device(), 'ben', PASSPHRASE);
  assert.notDeepEqual(again.rootKey, opened.rootKey);
  assert.deepEqual([again.iid, again.former.map(({ iid }) => iid)], [first.opened.iid, [opened.iid]]);
  assert.deepEqual([again.former[0]?.keys, again.former[0]?.rootKey], [opened.keys, opened.rootKey]);
  const third = await newKeysFor(server.device(), 'ben', PASSPHRASE);
  await third.save();
  const last = (await openOwn(server.device(), 'ben', PASSPHRASE)).opened;
  assert.deepEqual(last.former.map(({ keys }) => keys), [first.opened.keys, opened.keys]);
  // Drafts that lie on a disk open the same.
  assert.deepEqual(last.formerBoxes, third.opened.formerBoxes);
  const sent = server.sent.slice(second).map(({ body }) => body).join('\n');
  for (const secret of [opened.rootKey, last.rootKey, last.keys.edSeed]) assert.ok(!sent.includes(S.toBase64url(secret)));
  // A server that gives back another former box opens nothing.
  server.former.reverse();
  await assert.rejects(openOwn(server.device(), 'ben', PASSPHRASE), { key: 'bad-keys' });
});

test('keys count where the answer was lost, and so does the kit that is shown', async () => {
  const { server } = await bens();
  const base = server.device();
  let isLost = true;
  /** @type {typeof base.ask} */
  const ask = async (...asked) => {
    const answer = await base.ask(...asked);
    if (isLost && asked[1].endsWith('/replacement')) throw new Trouble('offline');
    return answer;
  };
  const { opened, code, save } = await newKeysFor({ ...base, ask }, 'ben', PASSPHRASE);
  await save();
  assert.deepEqual((await openOwn(base, 'ben', PASSPHRASE)).opened.iid, opened.iid);
  // Sent again, it is refused by the passphrase of before, and has happened nonetheless.
  isLost = false;
  await save();
  // Nobody is told so of other keys.
  const [one, two] = [await newKeysFor(base, 'ben', PASSPHRASE), await newKeysFor(base, 'ben', PASSPHRASE)];
  await one.save();
  await assert.rejects(two.save(), { key: 'problem-wrong-key' });
  await assert.rejects(recover(base, 'ben', code, 'another passphrase of Ben'), { key: 'problem-wrong-key' });
  await recover(base, 'ben', one.code, 'another passphrase of Ben');
});

for (const history of [1, 2]) {
  test(`a member goes over to other keys, and all that was theirs stays theirs (history ${history})`, async () => {
    const { server, opened: before, account } = await bens();
    const { doors, anas, his, localStore, invited } = await three(before, history);
    const task = newTask(his, { title: 'Look into the hive' }, { assignees: [before.iid], phase: 3 });
    await put(his, [task]);
    await say(his, task.oid, { does: 'say', text: 'I go' });
    await new Drafts(his, task.oid).keep({ ...NOTHING, text: 'I may' });
    const changes = await newKeysFor(server.device(), 'ben', PASSPHRASE);
    await changes.save();
    const after = (await openOwn(server.device(), 'ben', PASSPHRASE)).opened;
    // Each page of the pursuance goes over by itself.
    const next = new Group(device(doors, account, localStore), where(doors), after);
    await next.load();
    await follow(next);
    assert.ok(next.isUnderFormer && S.equal(next.me.iid, before.iid));
    // Somebody else is faster with the log.
    doors.before = async () => void (await follow(anas), await invite(anas, { role: 1, maxUses: 1, expires: NEVER, purpose: '' }, SHOWN));
    await serve(next);
    await introduce(next, 'a name of the account');
    assert.ok(!next.isUnderFormer && next.isReadable && S.equal(next.me.iid, after.iid));
    assert.deepEqual([next.announced, lies(next)], [[], []]);
    // An unsent text is found once, and sealed with the keys of now.
    const drafts = new Drafts(next, task.oid);
    assert.equal((await drafts.get()).text, 'I may');
    await drafts.keep({ ...NOTHING, text: 'I might' });
    assert.equal((await new Drafts(next, task.oid).get()).text, 'I might');
    await drafts.keep(NOTHING);
    assert.deepEqual(await new Drafts(next, task.oid).get(), NOTHING);
    // Objects that are encrypted anew name the keys of now.
    await follow(anas);
    await renew(anas);
    const [object] = [anas.objects.get(S.OTYPE.task, task.oid)];
    assert.ok(object && object.epoch === doors.state.epoch);
    assert.deepEqual(relOf(object).assignees, [after.iid]);
    // Both name the same person, whose former words are changed and taken back by the keys of now.
    await say(next, task.oid, { does: 'say', text: 'I went' });
    const talk = await readTalk(await follow(anas), task.oid);
    assert.deepEqual([...talk.said.values()].map(({ text }) => text), ['I go', 'I went']);
    for (const { sender } of talk.said.values()) assert.equal(anas.nameOf(sender), 'Ben of the bees');
    const [first = ''] = talk.said.keys();
    await say(next, task.oid, { does: 'edit', of: first, text: 'I go now' });
    assert.equal((await readTalk(await follow(anas), task.oid)).said.get(first)?.text, 'I go now');
    assert.deepEqual([lies(anas), anas.announced.map(({ old, by }) => [old, by])], [[], [[account, account]]]);
    assert.ok([...anas.state.invites.values()].every(({ isOpen }) => !isOpen), invited);
    // The digits that two people compare are others.
    assert.notEqual(S.safetyNumber(ana.iid, before.iid), S.safetyNumber(ana.iid, after.iid));
    // A device that kept nothing reads what was written under the former keys.
    const fresh = await follow(new Group(device(doors, account), where(doors), after));
    const title = fresh.textOf(fresh.objects.get(S.OTYPE.task, task.oid), 'title');
    assert.equal(title && S.fromUtf8(title), 'Look into the hive');
    assert.deepEqual([...(await readTalk(fresh, task.oid)).said.values()].map(({ text }) => text), ['I go now', 'I went']);
    assert.deepEqual(lies(fresh), []);
  });
}

test('going over stops after the first of two, and goes on with a device that knows nothing of it', async () => {
  const { server, opened: before, account } = await bens();
  const both = [await three(before), await three(before)];
  const [one, two] = both.map(({ doors }) => doors);
  assert.ok(one && two);
  two.slug = 'private-ba9876543210';
  await (await newKeysFor(server.device(), 'ben', PASSPHRASE)).save();
  const pursuances = () => [one, two].map((doors) => ({ ...where(doors), iid: S.heirOf(doors.state, account) }));
  const ask = doorsTo(async (path, init) => (path.endsWith('/pursuances') ? new Response(JSON.stringify({ pursuances: pursuances() })) : server.fetch(path, init)));
  const { opened } = await openOwn(server.device(), 'ben', PASSPHRASE);
  const left = async () => (await placesOf(ask)).left.map(({ slug }) => slug);
  assert.deepEqual(await left(), [one.slug, two.slug]);
  const [first, second] = (await placesOf(ask)).left;
  assert.ok(first && second);
  await goOver(device(one, account), first, opened);
  assert.deepEqual(await left(), [two.slug]);
  // Meanwhile the other one is read and written as before.
  const his = await follow(new Group(device(two, account), where(two), opened));
  await put(his, [newTask(his, { title: 'Wait' }, {})]);
  assert.ok(his.isUnderFormer);
  // Once there, it is done: whoever goes over again changes nothing.
  await goOver(device(two, account), second, opened);
  const entries = two.entries.length;
  await moveSeat(await follow(new Group(device(two, account), where(two), opened)));
  assert.deepEqual([await left(), two.entries.length], [[], entries]);
  // Keys that nobody has any more are no member's here.
  await assert.rejects(goOver(device(two, account), { ...second, iid: cem.id }, opened), { key: 'replace-gone' });
});

test('somebody goes over where a closed pursuance takes no profile', async () => {
  const { server, opened: before, account } = await bens();
  const { doors } = await three(before);
  await (await newKeysFor(server.device(), 'ben', PASSPHRASE)).save();
  const { opened } = await openOwn(server.device(), 'ben', PASSPHRASE);
  const his = device(doors, account);
  /** @type {typeof his.ask} */
  const ask = async (method, path, ...rest) => {
    if (path.endsWith('/put')) throw new Trouble('problem-pursuance-closed');
    return his.ask(method, path, ...rest);
  };
  await goOver({ ...his, ask }, { ...where(doors), iid: account }, opened);
  assert.ok(doors.state.members.has(S.toHex(opened.iid)));
  // He has the name that he had.
  const group = await follow(new Group(his, where(doors), opened));
  assert.equal(group.nameOf(opened.iid), 'Ben of the bees');
});

test('who goes on for whom is found in any log, and in no circle', () => {
  const by = (/** @type {string} */ old, /** @type {string} */ iid) => ({ seq: 1, old, iid, by: old });
  const heirs = heirsIn([by('a', 'b'), by('b', 'c'), by('x', 'y'), by('c', 'a')]);
  const state = { ...S.emptyState(new Uint8Array(32)), heirs };
  assert.deepEqual([S.heirOf(state, 'b'), S.heirOf(state, 'a'), S.heirOf(state, 'n')], ['a', 'a', 'n']);
  assert.deepEqual([allOf(state, 'b'), allOf(state, 'y'), allOf(state, 'n')], [['a', 'c', 'b'], ['y', 'x'], ['n']]);
  // As many as a log holds, and everybody is asked for.
  const many = heirsIn(Array.from({ length: 10_000 }, (_, at) => by(`${at % 2_000}/${Math.floor(at / 2_000)}`, `${at % 2_000}/${Math.floor(at / 2_000) + 1}`)));
  const large = { ...state, heirs: many };
  for (let at = 0; at < 2_000; at += 1) assert.equal(allOf(large, `${at}/3`).length, 6);
});

test('what somebody kept for themselves under former keys is theirs still, and nobody else opens it', async () => {
  const { server, opened: before, account } = await bens();
  const doors = new Doors();
  await putBox(new Boxes(device(doors, account), before), 'search', new Uint8Array(16).fill(7), S.utf8('is:open'));
  await (await newKeysFor(server.device(), 'ben', PASSPHRASE)).save();
  const { opened } = await openOwn(server.device(), 'ben', PASSPHRASE);
  const texts = async (/** @type {Boxes} */ boxes) => (await boxes.list('search')).map(({ text }) => text && S.fromUtf8(text));
  assert.deepEqual(await texts(new Boxes(device(doors, account), opened, ...opened.former)), ['is:open']);
  assert.deepEqual(await texts(new Boxes(device(doors, account), opened)), [undefined]);
});

test('who was not let in yet goes over later, and an admin speaks for nobody', async () => {
  const { server, opened: before, account } = await bens();
  const doors = new Doors();
  const anas = await found(device(doors, ana.id), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: NEVER, purpose: '' }, SHOWN);
  await (await knock(device(doors, account), before, doors.slug, fragment)).join();
  await (await newKeysFor(server.device(), 'ben', PASSPHRASE)).save();
  const { opened } = await openOwn(server.device(), 'ben', PASSPHRASE);
  const place = { ...where(doors), iid: account };
  await assert.rejects(goOver(device(doors, account), place, opened), { key: 'waiting-for-key' });
  await serve(await follow(anas));
  await goOver(device(doors, account), place, opened);
  assert.ok(doors.state.members.has(S.toHex(opened.iid)) && !doors.state.members.has(account));
  const by = (/** @type {string} */ old, /** @type {string} */ iid, /** @type {string} */ who) => ({ seq: 1, old, iid, by: who });
  const all = [by('a', 'b', 'a'), by('b', 'c', 'admin'), by('c', 'd', 'c')];
  assert.ok(speaksFor(all, 'a', 'a') && speaksFor(all, 'b', 'a') && speaksFor(all, 'd', 'c') && !speaksFor(all, 'c', 'a') && !speaksFor(all, 'd', 'b'));
});
