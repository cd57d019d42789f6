// Skills as tags on the devices of members: made of what is signed, made anew after a new key, and held against the server.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { put } from '../src/page/group/changes.js';
import { newTask, taskFields } from '../src/page/group/typed.js';
import { areTagsDue, isHousekeepingDue } from '../src/page/group/housekeeping_due.js';
import { introduce, renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, leave, renewKey } from '../src/page/group/membership.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { retag } from '../src/page/group/tagging.js';
import { tagsOf } from '../src/page/group/tag_messages.js';
import { skillOfTag } from '../src/page/group/skill_names.js';
import { forgetCursors } from '../src/page/group/restored_server.js';
import { TIME, chance, person } from '../support/group.js';
import { doorsWith } from '../support/group_doors.js';

/** @import { Person } from '../support/group.js' */
/** @import { LocalStore } from '../src/page/group/local_store.js' */

const SKILLS = ['Language: French', 'Maps of rivers', 'Rope'];
const [ana, ben] = [person('ana'), person('ben')];

class Doors extends doorsWith(S, TIME) {
  /** @param {Person} person @param {LocalStore} localStore */
  device(person, localStore) {
    const ask = doorsTo((path, init) => this.fetch(person.id, path, init));
    return { ask, random: chance(`device of ${person.id} ${this.sent.length}`), now: () => this.now, localStore };
  }
}

/** @param {Person} person */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}`)), keys, card, iid });

/** @param {Doors} doors @param {Person} person @param {LocalStore} localStore */
async function page(doors, person, localStore = memoryLocalStore()) {
  const group = new Group(doors.device(person, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(person));
  await group.load();
  await follow(group);
  return group;
}

/** @param {Group} group */
async function follow(group) {
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
}

/** Ana founded a pursuance, and Ben writes there; both pages are open. */
async function two() {
  const doors = new Doors();
  const anas = await found(doors.device(ana, memoryLocalStore()), me(ana), { name: 'Owls', mission: 'Count', history: 1 });
  await introduce(anas, 'Ana');
  const { fragment } = await invite(anas, { role: 1, maxUses: S.UNLIMITED, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, { name: 'Owls', mission: '' });
  const door = await knock(doors.device(ben, memoryLocalStore()), me(ben), doors.slug, fragment);
  await door.join();
  await follow(anas);
  await serve(anas);
  await anas.syncObjects();
  return { doors, anas, bens: await page(doors, ben) };
}

/** @param {Group} group @param {S.SkillOf[]} skills */
const says = (group, skills) =>
  put(group, [{ otype: S.OTYPE.profile, oid: group.me.iid.slice(0, 16), unit: new Uint8Array(16), fields: { name: S.utf8('Ben'), skills: S.FIELD.levels.encode(skills) } }]);

/** @param {Doors} doors @param {number} otype @param {Uint8Array} oid */
const there = (doors, otype, oid) => doors.tags.get(`${otype}/${S.toHex(oid)}`);

test('the skills of a task and a profile are sent as tags, and no name of one', async () => {
  const { doors, anas, bens } = await two();
  const task = newTask(anas, { title: 'Translate', skills: SKILLS.slice(0, 2) }, {});
  await put(anas, [task]);
  const of = there(doors, 1, task.oid);
  assert.equal(of?.epoch, 1);
  assert.equal(of.tags.length, 2);
  await says(bens, SKILLS.slice(0, 2).map((name, level) => ({ name: `  ${name.toUpperCase()} `, level })));
  const his = there(doors, 5, ben.iid.slice(0, 16));
  assert.equal(his?.tags.length, 4);
  const levels = new Map(his.tags.map(({ tag, level }) => [tag, level]));
  const [french = '', maps = ''] = [...(tagsOf(anas, anas.objects.get(1, task.oid) ?? assert.fail()) ?? new Map()).keys()];
  assert.deepEqual([levels.get(french), levels.get(maps)], ['do', 'learning']);
  // Other skills replace them, and none at all leave none.
  await put(anas, [{ ...task, fields: taskFields({ skills: ['Rope'] }), rel: {} }]);
  assert.equal(there(doors, 1, task.oid)?.tags.length, 1);
  await put(anas, [{ ...task, fields: taskFields({ skills: [] }), rel: {} }]);
  assert.deepEqual(there(doors, 1, task.oid)?.tags, []);
  for (const { body } of doors.sent) {
    for (const name of SKILLS) assert.ok(!body.toLowerCase().includes(name.toLowerCase()) && !body.includes(Buffer.from(name).toString('base64url')));
  }
});

test('after a new key any open page tags anew, the profiles first', async () => {
  const { doors, anas, bens } = await two();
  await says(anas, [{ name: 'Rope', level: 2 }]);
  const tasks = Array.from({ length: 3 }, () => newTask(anas, { title: 'Translate', skills: SKILLS }, {}));
  await put(anas, tasks);
  const before = there(doors, 1, tasks[0]?.oid ?? assert.fail())?.tags;
  await leave(bens);
  await follow(anas);
  // The next who writes changes the key.
  await put(anas, [newTask(anas, { title: 'Another' }, {})]);
  assert.equal(anas.state.epoch, 2);
  assert.deepEqual([...doors.tags.values()].map(({ epoch }) => epoch), [1, 1, 1, 1]);
  while ((await renew(anas)) > 0);
  await follow(anas);
  assert.equal(await retag(anas), 0);
  assert.deepEqual([...doors.tags.values()].map(({ epoch }) => epoch), [2, 2, 2, 2]);
  const last = doors.sent.filter(({ door }) => door === 'POST tags').at(-1)?.body ?? '';
  assert.ok(last.indexOf('"profile"') < last.indexOf('"task"'), last);
  assert.notDeepEqual(there(doors, 1, tasks[0]?.oid ?? assert.fail())?.tags, before);
  // Then nothing is left to do, and nothing is sent.
  await follow(anas);
  await retag(anas);
  const count = doors.sent.filter(({ door }) => door === 'POST tags').length;
  await retag(anas);
  assert.equal(doors.sent.filter(({ door }) => door === 'POST tags').length, count);
});

test('a question about one skill is read by its tag, under whichever key it was made, and no other', async () => {
  const { doors, anas, bens } = await two();
  await says(bens, [{ name: 'Rope', level: 1 }, { name: 'Maps of rivers', level: 2 }]);
  const task = newTask(anas, { title: 'Translate', skills: SKILLS }, {});
  await put(anas, [task]);
  await follow(bens);
  const [object] = [...bens.names.rows].find(([, { oid }]) => oid === S.toHex(task.oid)) ?? assert.fail();
  /** @param {number} epoch */
  const tagOf = (epoch) => S.toHex(S.skillTag(bens.keyring.tagKey(epoch) ?? assert.fail(), 'rope'));
  assert.equal(skillOfTag(bens, { object, tag: tagOf(1), epoch: '1' }), 'Rope');
  // The profile of a member keeps its levels under the next key.
  const levels = () => there(doors, 5, ben.iid.slice(0, 16))?.tags.filter(({ tag }) => [1, 2].some((epoch) => bens.state.epoch >= epoch && tag === tagOf(epoch)));
  assert.deepEqual(levels()?.map(({ level }) => level), ['learning']);
  await renewKey(anas);
  while ((await renew(anas)) > 0);
  await follow(anas);
  while ((await retag(anas)) > 0);
  await follow(bens);
  assert.deepEqual(levels()?.map(({ tag, level }) => [tag, level]), [[tagOf(2), 'learning']]);
  for (const epoch of ['1', '2']) assert.equal(skillOfTag(bens, { object, tag: tagOf(Number(epoch)), epoch }), 'Rope');
  // Of another key, of no skill of the task, or of a task that nobody knows.
  assert.equal(skillOfTag(bens, { object, tag: tagOf(1), epoch: '2' }), undefined);
  assert.equal(skillOfTag(bens, { object, tag: tagOf(1), epoch: '3' }), undefined);
  assert.equal(skillOfTag(bens, { object: '00'.repeat(16), tag: tagOf(1), epoch: '1' }), undefined);
});

test('what does not arrive with the skills is sent by another page', async () => {
  const { doors, anas, bens } = await two();
  const take = doors.tag;
  doors.tag = () => {
    throw new S.SealedError('too-many');
  };
  const task = newTask(anas, { title: 'Translate', skills: SKILLS }, {});
  await put(anas, [task]);
  assert.equal(there(doors, 1, task.oid), undefined);
  doors.tag = take;
  await follow(bens);
  await retag(bens);
  assert.equal(there(doors, 1, task.oid)?.tags.length, 3);
});

test('a server that was restored is told again what it has lost', async () => {
  const { doors, anas } = await two();
  const task = newTask(anas, { title: 'Translate', skills: SKILLS }, {});
  await put(anas, [task]);
  await follow(anas);
  await retag(anas);
  doors.tags.clear();
  const again = await page(doors, ana, anas.device.localStore);
  forgetCursors(again);
  await again.syncObjects();
  await retag(again);
  assert.equal(there(doors, 1, task.oid)?.tags.length, 3);
});

test('a device says where the server has other tags than those of the skills', async () => {
  const { doors, anas, bens } = await two();
  await says(bens, [{ name: 'Rope', level: 0 }]);
  const task = newTask(anas, { title: 'Translate', skills: SKILLS }, {});
  await put(anas, [task]);
  await follow(bens);
  await retag(bens);
  assert.equal(bens.tags.odd.size, 0);
  const key = `1/${S.toHex(task.oid)}`;
  const tagged = doors.tags.get(key) ?? assert.fail();
  doors.changes += 1;
  doors.tags.set(key, { ...tagged, tags: tagged.tags.slice(1), changed: doors.changes });
  await retag(bens);
  assert.deepEqual([...bens.tags.odd], [key]);
  // It is remembered, and gone once somebody who may has set it right.
  assert.deepEqual([...(await page(doors, ben, bens.device.localStore)).tags.odd], [key]);
  await put(anas, [{ ...task, fields: taskFields({ skills: ['Rope'] }), rel: {} }]);
  await follow(bens);
  await retag(bens);
  assert.equal(bens.tags.odd.size, 0);
  // Tags that others made of a member are set right by the member's own device.
  const own = `5/${S.toHex(ben.iid.slice(0, 16))}`;
  const his = doors.tags.get(own) ?? assert.fail();
  doors.changes += 1;
  doors.tags.set(own, { ...his, tags: his.tags.map(({ tag }) => ({ tag, level: 'mentor' })), changed: doors.changes });
  await retag(bens);
  await retag(bens);
  assert.equal(bens.tags.odd.size, 0);
  assert.equal(doors.tags.get(own)?.tags.some(({ level }) => level === 'do'), true);
});

test('tags that somebody else made up are set right by an admin, once a page', async () => {
  const { doors, anas } = await two();
  const tasks = Array.from({ length: 2 }, () => newTask(anas, { title: 'Translate', skills: SKILLS }, {}));
  await put(anas, tasks);
  const spoil = () => {
    for (const { oid } of tasks) {
      const tagged = there(doors, 1, oid) ?? assert.fail();
      doors.changes += 1;
      doors.tags.set(`1/${S.toHex(oid)}`, { ...tagged, tags: [{ tag: '00'.repeat(16) }], changed: doors.changes });
    }
  };
  const right = () => tasks.filter(({ oid }) => there(doors, 1, oid)?.tags.length === 3).length;
  spoil();
  await follow(anas);
  assert.equal(await retag(anas), 0);
  assert.equal(right(), 2);
  assert.equal(anas.tags.odd.size, 0);
  // Two devices that write a skill otherwise do not answer each other without end.
  spoil();
  await retag(anas);
  assert.deepEqual([right(), anas.tags.odd.size], [0, 2]);
  await page(doors, ana, anas.device.localStore).then(retag);
  assert.equal(right(), 2);
});

test('of a profile that nobody can open the server is told no skills with the next key, once', async () => {
  const { doors, anas, bens } = await two();
  await says(bens, [{ name: 'Rope', level: 0 }]);
  await follow(anas);
  const oid = ben.iid.slice(0, 16);
  const skills = anas.objects.get(S.OTYPE.profile, oid)?.fields.get('skills') ?? assert.fail();
  skills.bytes = skills.bytes.map((byte, at) => (at === skills.bytes.length - 1 ? byte ^ 1 : byte));
  // As long as the server has tags of the newest key, they stay.
  await retag(anas);
  assert.deepEqual([there(doors, 5, oid)?.tags.length, anas.tags.odd.size], [4, 0]);
  await renewKey(anas);
  while ((await retag(anas)) > 0);
  assert.deepEqual(there(doors, 5, oid)?.tags, []);
  const count = () => doors.sent.filter(({ door }) => door === 'POST tags').length;
  const sent = count();
  await retag(anas);
  await retag(await page(doors, ana, anas.device.localStore));
  assert.equal(count(), sent);
  // A member who can open it says what it has.
  await follow(bens);
  await retag(bens);
  assert.equal(there(doors, 5, oid)?.tags.length, 4);
});

test('what works for others is asked for where something is due, and then no more', async () => {
  const { anas, bens } = await two();
  const isWorkDue = async (/** @type {Group} */ group) => isHousekeepingDue(group) || areTagsDue(group);
  const work = async (/** @type {Group} */ group) => {
    await follow(group);
    await serve(group);
    await introduce(group, 'Somebody');
    while ((await renew(group)) > 0);
    await follow(group);
    while ((await retag(group)) > 0);
  };
  assert.ok(await isWorkDue(anas), 'a page that comes for the first time');
  for (let times = 0; times < 2; times += 1) for (const group of [anas, bens]) await work(group);
  assert.deepEqual([await isWorkDue(anas), await isWorkDue(bens)], [false, false]);
  await put(bens, [newTask(bens, { title: 'Map', skills: ['Rope'] }, {})]);
  await follow(anas);
  assert.deepEqual([isHousekeepingDue(anas), await areTagsDue(anas)], [false, true], 'a new task has tags to be compared, and nothing else');
  await work(anas);
  assert.equal(await isWorkDue(anas), false);
  await renewKey(anas);
  assert.ok(await isWorkDue(anas), 'a new key');
  await follow(bens);
  assert.ok(await isWorkDue(bens), 'a new key of another one');
  await leave(bens);
  await follow(anas);
  assert.ok(await isWorkDue(anas), 'somebody left');
});
