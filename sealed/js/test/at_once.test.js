// One change of several tasks, and taking back what was done last, against a made-up server.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { WITHIN, lastAct } from '../src/page/group/last_act.js';
import { CLASH, batchesOf, changesFor, putMany } from '../src/page/group/bulk.js';
import { put } from '../src/page/group/changes.js';
import { deedsOf, titleOf } from '../src/page/group/act_words.js';
import { newTask, taskFields } from '../src/page/group/typed.js';
import { renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, renewKey } from '../src/page/group/membership.js';
import { relOf } from '../src/page/group/objects.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { takeBack } from '../src/page/group/undoing.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */

const SHOWN = { name: 'Bees', mission: 'Count them' };
const [ana, ben] = [person('ana'), person('ben')];
const Doors = doorsWith(S, TIME);
/** @typedef {InstanceType<typeof Doors>} AnyDoors */

/** @param {AnyDoors} doors @param {Person} who */
const deviceOf = (doors, who) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`device of ${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  localStore: memoryLocalStore(),
});
/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(iid), keys, card, iid });

/** @param {AnyDoors} doors @param {Person} who */
async function page(doors, who) {
  const group = new Group(deviceOf(doors, who), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(who));
  await group.syncLog();
  await group.syncSeals();
  await group.syncObjects();
  return group;
}

/** Two members, and tasks of the first. @param {number} count */
async function tasks(count) {
  const doors = new Doors();
  const group = await found(deviceOf(doors, ana), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(group, { role: 1, maxUses: 1, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN);
  await (await knock(deviceOf(doors, ben), me(ben), doors.slug, fragment)).join();
  await group.syncLog();
  await group.syncSeals();
  await serve(group);
  const all = Array.from({ length: count }, (_, at) => newTask(group, { title: `Hive ${at}` }, { phase: 1 }));
  for (let at = 0; at < count; at += 200) await put(group, all.slice(at, at + 200));
  return { doors, group, oids: all.map(({ oid }) => oid) };
}

/** @param {Group} group @param {Uint8Array} oid */
function taskOf(group, oid) {
  const object = group.objects.get(S.OTYPE.task, oid);
  assert.ok(object);
  return { ...relOf(object), title: S.fromUtf8(group.textOf(object, 'title') ?? new Uint8Array(0)) };
}
/** @param {AnyDoors} doors */
const puts = (doors) => doors.sent.filter(({ door }) => door === 'POST put').length;
/** @param {Promise<unknown>} promise @param {string} key */
const fails = (promise, key) => assert.rejects(promise, { name: 'Trouble', key });

test('many tasks are changed in batches that the door takes, and taken back as one act', async () => {
  const { doors, group, oids } = await tasks(250);
  const before = puts(doors);
  /** @type {number[]} */
  const seen = [];
  const { done, left } = await putMany(group, changesFor(group, oids, 'take', ''), (count) => seen.push(count));
  assert.deepEqual([done.length, left.length, puts(doors) - before, seen], [250, 0, 2, [200, 250]]);
  assert.ok(oids.every((oid) => taskOf(group, oid).phase === S.PHASE.started));
  assert.deepEqual(changesFor(group, oids, 'take', ''), [], 'what is so already is no change');
  const act = await lastAct(group);
  assert.ok(act);
  await takeBack(group, act);
  assert.ok(oids.every((oid) => taskOf(group, oid).phase === S.PHASE.helpWanted && taskOf(group, oid).assignees.length === 0));
  const told = doors.sent.filter(({ door, body }) => door === 'POST put' && 'undo' in JSON.parse(body));
  assert.equal(told.length, 2);
  const back = await lastAct(group);
  assert.deepEqual([back?.batches, back?.isBack], [[], true]);
});

test('what was done last is named by what it changed', async () => {
  const { doors, group, oids } = await tasks(2);
  const [first, second] = oids;
  assert.ok(first && second);
  const does = async (/** @type {Partial<S.Rel>} */ rel, /** @type {Record<string, Uint8Array | null>} */ fields = {}) => {
    doors.now += 1;
    await put(group, [{ otype: S.OTYPE.task, oid: first, unit: first, fields, rel }]);
    const act = await lastAct(group);
    return deedsOf(group, act?.batches.flatMap(({ steps }) => steps) ?? []);
  };
  const { helpWanted, inProgress, readyForReview, done, started } = S.PHASE;
  const found = [
    await does({ phase: S.PHASE.new }),
    await does({ phase: helpWanted }),
    await does({ phase: started, assignees: [group.me.iid] }),
    await does({ phase: inProgress }),
    await does({ phase: readyForReview }),
    await does({ phase: inProgress }),
    await does({ phase: helpWanted, assignees: [] }),
    await does({ phase: done, assignees: [group.me.iid] }),
    await does({ phase: started }),
    await does({ parent: second }),
    await does({ flags: S.FLAG.archived }),
    await does({ flags: 0 }),
    await does({}, taskFields({ title: 'Other words' })),
  ];
  const words = ['changed', 'asked', 'taken', 'begun', 'handed-in', 'sent-back', 'handed-back', 'done', 'reopened', 'moved', 'put-away', 'brought-back', 'changed'];
  assert.deepEqual(found, words);
  await put(group, [newTask(group, { title: 'Another' }, {})]);
  const steps = (await lastAct(group))?.batches.flatMap((batch) => batch.steps) ?? [];
  assert.deepEqual([deedsOf(group, steps), steps.map((step) => titleOf(group, step))], ['added', ['Another']]);
});

test('of several batches those that can be are taken back, and the others stay to be tried', async () => {
  const { doors, group, oids } = await tasks(250);
  await putMany(group, changesFor(group, oids, 'take', ''));
  const act = await lastAct(group);
  assert.equal(act?.batches.length, 2);
  const first = act.batches[0]?.steps[0]?.oid;
  assert.ok(first);
  await put(await page(doors, ben), [{ otype: S.OTYPE.task, oid: first, unit: first, fields: taskFields({ title: 'His own' }), rel: {} }]);
  await fails(takeBack(group, act), 'problem-built-on');
  const left = await lastAct(group);
  assert.deepEqual([left?.batches.length, oids.filter((oid) => taskOf(group, oid).assignees.length === 0).length], [1, 50]);
});

test('what somebody else changed is left and told by task, and other fields of theirs stay', async () => {
  const { doors, group, oids } = await tasks(4);
  const [first, second] = oids;
  assert.ok(first && second);
  const other = await page(doors, ben);
  doors.before = async () => {
    const where = (/** @type {Uint8Array} */ oid) => ({ otype: S.OTYPE.task, oid, unit: oid });
    await put(other, [
      { ...where(first), rel: { phase: S.PHASE.dropped } },
      { ...where(second), fields: taskFields({ title: 'A new hive' }) },
    ]);
  };
  const { done, left } = await putMany(group, changesFor(group, oids, 'phase', '0'));
  assert.deepEqual([done.length, left.map(({ oid, why }) => [S.toHex(oid), why.key])], [3, [[S.toHex(first), CLASH]]]);
  assert.equal(taskOf(group, first).phase, S.PHASE.dropped);
  const { title, phase } = taskOf(group, second);
  assert.deepEqual([title, phase], ['A new hive', S.PHASE.new]);
  // Pressed once more, it is made on what is there now.
  assert.equal((await putMany(group, changesFor(group, [first], 'phase', '0'))).left.length, 0);
  assert.equal(taskOf(group, first).phase, S.PHASE.new);
});

test('a task that a rule refuses does not keep the others from being changed', async () => {
  const { doors, group, oids } = await tasks(7);
  const bad = S.toHex(oids[4] ?? new Uint8Array(0));
  const { put: take } = doors;
  doors.put = function refuse(by, batch) {
    if (batch.revisions.some((bytes) => S.toHex(S.decodeRevision(bytes).oid) === bad)) throw new S.SealedError('bad-fields', 'open subtasks');
    return take.call(doors, by, batch);
  };
  const { done, left } = await putMany(group, changesFor(group, oids, 'done', ''));
  assert.deepEqual([done.length, left.map(({ oid, why }) => [S.toHex(oid), why.key])], [6, [[bad, 'problem-bad-fields']]]);
  // Where the server cannot be reached, nothing more is tried.
  const before = puts(doors);
  doors.fetch = async () => Promise.reject(new Error('offline'));
  const lost = await putMany(group, changesFor(group, oids, 'size', '2'));
  assert.deepEqual([lost.done.length, lost.left.length, puts(doors)], [0, 7, before]);
});

test('a task of which a text is not what was sealed does not keep the others from being changed', async () => {
  const { group, oids } = await tasks(3);
  const [, bad] = oids;
  assert.ok(bad);
  const object = group.objects.get(S.OTYPE.task, bad);
  const held = object?.fields.get('title');
  assert.ok(object && held);
  object.fields.set('title', { ...held, bytes: held.bytes.with(-1, (held.bytes.at(-1) ?? 0) ^ 1) });
  // Under another key all texts are sealed anew.
  await renewKey(group);
  const old = object.epoch;
  while ((await renew(group)) > 0);
  assert.deepEqual(oids.map((oid) => group.objects.get(S.OTYPE.task, oid)?.epoch === old), [false, true, false]);
  const { done, left } = await putMany(group, changesFor(group, oids, 'size', '2'));
  assert.deepEqual([done.length, left.map(({ oid, why }) => [S.toHex(oid), why.key])], [2, [[S.toHex(bad), 'unreadable']]]);
});

test('the lower tasks are done first, and a batch is no longer than the door takes', async () => {
  const { doors, group, oids } = await tasks(3);
  const [a, b, c] = oids;
  assert.ok(a && b && c);
  const below = (/** @type {Uint8Array} */ oid, /** @type {Uint8Array} */ parent) => ({ otype: S.OTYPE.task, oid, unit: oid, rel: { parent } });
  await put(group, [below(a, b), below(b, c)]);
  await putMany(group, changesFor(group, [c, b, a], 'done', ''));
  const { records } = /** @type {{ records: string[] }} */ (JSON.parse(doors.sent.at(-1)?.body ?? ''));
  const signed = records.map((text) => S.decodeRecord(S.fromBase64url(text))).flatMap((one) => (one.kind === 3 ? [S.toHex(S.decodeRevision(one.bytes).oid)] : []));
  assert.deepEqual(signed, [a, b, c].map(S.toHex));
  const long = 'x'.repeat(60_000);
  const wide = Array.from({ length: 100 }, () => newTask(group, { title: 'Hive', desc: long }, {}));
  assert.ok(batchesOf(group, wide).length > 2 && batchesOf(group, wide).flat().length === 100);
});

test('one edit is taken back to the words of before, and not over what somebody wrote since, nor too late', async () => {
  const { doors, group, oids } = await tasks(1);
  const [oid] = oids;
  assert.ok(oid);
  const edit = (/** @type {Group} */ by, /** @type {string} */ title, rel = {}) => put(by, [{ otype: S.OTYPE.task, oid, unit: oid, fields: taskFields({ title }), rel }]);
  await edit(group, 'Another hive', { dueWeek: 3000 });
  const act = await lastAct(group);
  assert.ok(act);
  await takeBack(group, act);
  assert.deepEqual([taskOf(group, oid).title, taskOf(group, oid).dueWeek], ['Hive 0', 0]);

  await edit(group, 'A third one');
  const other = await page(doors, ben);
  await edit(other, 'His own');
  const late = await lastAct(group);
  assert.ok(late);
  await fails(takeBack(group, late), 'problem-built-on');
  assert.equal(taskOf(group, oid).title, 'His own');

  await edit(group, 'Once more');
  const last = await lastAct(group);
  assert.ok(last);
  doors.now += WITHIN + 1;
  await fails(takeBack(group, last), 'problem-too-late-to-undo');
  assert.equal(await lastAct(group), undefined);
});

test('a new task is taken back into the trash, also once it was sealed anew', async () => {
  const { group, oids } = await tasks(1);
  const [oid] = oids;
  assert.ok(oid);
  const act = await lastAct(group);
  assert.ok(act);
  await renewKey(group);
  while ((await renew(group)) > 0);
  assert.equal(group.objects.get(S.OTYPE.task, oid)?.fields.has('x'), true);
  await takeBack(group, act);
  assert.equal(taskOf(group, oid).flags, S.FLAG.inTrash);
});
