// Suggestions: a revision that is kept apart, opened by whoever decides, and sent on as its author signed it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { lastAct } from '../src/page/group/last_act.js';
import { put, putNow } from '../src/page/group/changes.js';
import { newTask, taskFields } from '../src/page/group/typed.js';
import { apply, end, readSuggestions } from '../src/page/group/suggestions.js';
import { readTalk, say } from '../src/page/group/talking.js';
import { serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, renewKey } from '../src/page/group/membership.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */
/** @import { Change } from '../src/page/group/changes.js' */
/** @import { Read } from '../src/page/group/suggestions.js' */

const SHOWN = { name: 'Bees', mission: 'Count them' };
const [ana, ben] = [person('ana'), person('ben')];
const Doors = doorsWith(S, TIME);

/** @param {InstanceType<typeof Doors>} doors @param {Person} who */
const deviceOf = (doors, who) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`device of ${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  localStore: memoryLocalStore(),
});
/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(iid), keys, card, iid });

/** Ana, who decides, a task of hers, and Ben, who may suggest. */
async function two() {
  const doors = new Doors();
  const group = await found(deviceOf(doors, ana), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(group, { role: 1, maxUses: 1, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN);
  await (await knock(deviceOf(doors, ben), me(ben), doors.slug, fragment)).join();
  await group.syncLog();
  await group.syncSeals();
  await serve(group);
  const task = newTask(group, { title: 'Look into the hive', desc: 'At night' }, { phase: 1 });
  await put(group, [task]);
  const bens = new Group(deviceOf(doors, ben), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(ben));
  await bens.syncLog();
  await bens.syncSeals();
  await bens.syncObjects();
  /** @param {Parameters<typeof taskFields>[0]} typed @param {Change['rel']} [rel] */
  const suggest = (typed, rel = {}) => bens.alone(() => putNow(bens, [{ ...task, fields: taskFields(typed), rel }], { suggests: true }));
  return { doors, group, bens, task, suggest };
}

/** @param {Group} group @param {Uint8Array} oid @param {string} [field] */
const text = (group, oid, field = 'title') => S.fromUtf8(group.textOf(group.objects.get(S.OTYPE.task, oid), field) ?? new Uint8Array(0));
/** @param {Read | undefined} one */
const said = (one) =>
  (one?.shown?.differences ?? []).map(({ field, before, after }) => [field, ...[before, after].map((bytes) => (bytes ? S.fromUtf8(bytes) : ''))]);

test('what is suggested changes nothing until somebody applies the bytes that its author signed', async () => {
  const { doors, group, bens, task, suggest } = await two();
  await suggest({ title: 'Look into both hives', desc: '' });
  assert.equal(text(bens, task.oid), 'Look into the hive', 'nothing is kept as if it were so');
  assert.ok(!doors.sent.some(({ body }) => body.includes(Buffer.from('both hives').toString('base64url').slice(2, -2))));
  const [one, ...others] = await readSuggestions(group);
  assert.ok(one && others.length === 0);
  assert.deepEqual([one.mayDecide, one.isOwn, S.toHex(one.shown?.by ?? new Uint8Array(0)), one.shown?.isVoid], [true, false, ben.id, false]);
  assert.deepEqual(said(one), [['title', 'Look into the hive', 'Look into both hives'], ['desc', 'At night', '']]);
  assert.ok(await lastAct(group));
  await apply(group, one);
  assert.equal(await lastAct(group), undefined, 'what was done before is not what was done last');
  assert.equal(text(group, task.oid), 'Look into both hives');
  assert.equal(S.toHex(group.objects.get(S.OTYPE.task, task.oid)?.actor ?? new Uint8Array(0)), ben.id);
  assert.deepEqual(await readSuggestions(group), []);
  assert.equal(group.lies.all.size, 0);
});

test('a suggestion is void once another revision or another key is the newest', async () => {
  const { group, bens, task, suggest } = await two();
  await suggest({ title: 'One' });
  const [early] = await readSuggestions(group);
  assert.ok(early);
  await put(group, [{ ...task, fields: taskFields({ title: 'Another one' }), rel: {} }]);
  const [late] = await readSuggestions(group);
  assert.deepEqual([late?.shown?.isVoid, said(late)], [true, [['title', 'Another one', 'One']]]);
  await assert.rejects(apply(group, early), { name: 'Trouble', key: 'suggested-void' });
  await end(group, early);
  await bens.syncObjects();
  await suggest({ title: 'Two' });
  await renewKey(group);
  const [old] = await readSuggestions(group);
  assert.equal(old?.shown?.isVoid, true);
  const [own] = await readSuggestions(bens);
  assert.ok(own?.isOwn);
  await end(bens, own);
  assert.deepEqual(await readSuggestions(group), []);
});

test('a suggestion is void while its task is away with one above it', async () => {
  const { group, task, bens, suggest } = await two();
  const above = newTask(group, { title: 'All hives' }, { phase: 1 });
  await put(group, [above]);
  await put(group, [{ ...task, fields: {}, rel: { parent: above.oid } }]);
  await bens.syncObjects();
  await suggest({ title: 'One' });
  assert.equal((await readSuggestions(group))[0]?.shown?.isVoid, false);
  await put(group, [{ ...above, fields: {}, rel: { flags: S.FLAG.inTrash } }]);
  assert.equal((await readSuggestions(group))[0]?.shown?.isVoid, true);
});

test('it is declined by a message about its task', async () => {
  const { group, bens, task, suggest } = await two();
  await suggest({ title: 'One' });
  const [one] = await readSuggestions(group);
  assert.ok(one);
  await say(group, task.oid, { does: 'say', text: 'It is only one hive.' }, { beside: { suggestion: one.id } });
  assert.deepEqual(await readSuggestions(group), []);
  await bens.syncObjects();
  assert.deepEqual([...(await readTalk(bens, task.oid)).said.values()].map((spoken) => spoken.text), ['It is only one hive.']);
});

test('what was not signed so, or says more than its words, is not shown', async () => {
  const { doors, group, task, suggest, bens } = await two();
  await suggest({ title: 'One' });
  const [, kept] = [...doors.suggestions][0] ?? [];
  assert.ok(kept);
  const records = kept.records.map(S.fromBase64url);
  const bent = (/** @type {number} */ at) => records.map((bytes, one) => S.toBase64url(one === at ? bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1) : bytes));
  for (const at of records.keys()) {
    kept.records = bent(at);
    assert.equal((await readSuggestions(group))[0]?.shown, undefined, `record ${at}`);
  }
  kept.records = records.slice(0, 1).map(S.toBase64url);
  assert.equal((await readSuggestions(group))[0]?.shown, undefined, 'without its field');
  doors.suggestions.clear();
  await suggest({ title: 'Two' }, { assignees: [ben.iid] });
  assert.equal((await readSuggestions(group))[0]?.shown, undefined, 'who has it');
  doors.suggestions.clear();
  await suggest({ due: Date.UTC(2031, 4, 6) }, { dueWeek: 3000 });
  assert.equal((await readSuggestions(group))[0]?.shown, undefined, 'another week');
  // Nor a week that nobody would be shown, or a day without its week.
  doors.suggestions.clear();
  await suggest({ title: 'Three' }, { dueWeek: 1 });
  assert.equal((await readSuggestions(group))[0]?.shown, undefined, 'a week alone');
  doors.suggestions.clear();
  await suggest({ due: Date.UTC(2031, 4, 6) });
  assert.equal((await readSuggestions(group))[0]?.shown, undefined, 'a day alone');
  // A value that is no size is not shown, and keeps no other one from being shown. The task is known, so that it can be declined.
  doors.suggestions.clear();
  await bens.alone(() => putNow(bens, [{ ...task, fields: { size: new Uint8Array(9) }, rel: {} }], { suggests: true }));
  await suggest({ title: 'Four' });
  const [bad, good] = await readSuggestions(group);
  assert.ok(bad?.about);
  assert.deepEqual([bad.shown, S.toHex(bad.about), said(good)], [undefined, S.toHex(task.oid), [['title', 'Look into the hive', 'Four']]]);
  await say(group, bad.about, { does: 'say', text: 'That is no size.' }, { beside: { suggestion: bad.id } });
  assert.equal((await readSuggestions(group)).length, 1);
});
