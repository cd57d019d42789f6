// Somebody who has lost all keys gets their place back from an admin, with those of a new account.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { put } from '../src/page/group/changes.js';
import { introduce, renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, remove } from '../src/page/group/membership.js';
import { relOf } from '../src/page/group/objects.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { readTalk, say } from '../src/page/group/talking.js';
import { newTask } from '../src/page/group/typed.js';
import { answerTo, replaceKey } from '../src/page/group/views/placing.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */

const Doors = doorsWith(S, TIME);
const [ana, ben, cem, again] = [person('ana'), person('ben'), person('cem'), person('ben again')];
const SHOWN = { name: 'Bees', mission: 'Count them' };

/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}`)), keys, card, iid });

/** @param {InstanceType<typeof Doors>} doors @param {Person} who */
const device = (doors, who) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  localStore: memoryLocalStore(),
});

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

/** @param {InstanceType<typeof Doors>} doors @param {Person} who */
const page = (doors, who) => follow(new Group(device(doors, who), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(who)));

/** A pursuance of Ana's, with Ben and Cem, and a task of Ben's. */
async function three() {
  const doors = new Doors();
  const anas = await found(device(doors, ana), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(anas, { role: 1, maxUses: S.UNLIMITED, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN);
  for (const who of [ben, cem]) await (await knock(device(doors, who), me(who), doors.slug, fragment)).join();
  await serve(await follow(anas));
  const bens = await page(doors, ben);
  await introduce(bens, 'Ben of the bees');
  const task = newTask(bens, { title: 'Look into the hive' }, { assignees: [ben.iid], phase: 3 });
  await put(bens, [task]);
  await say(bens, task.oid, { does: 'say', text: 'I go' });
  return { doors, anas: await follow(anas), unit: task.oid };
}

test('who has lost all keys is there again with others, has what was theirs, and says nothing in their former words', async () => {
  const { doors, anas, unit } = await three();
  const asked = S.fromPlaceAsked(S.toPlaceAsked({ pid: anas.pid, old: ben.iid, admin: ana.iid }));
  const answer = answerTo(anas, ben.id, `${S.answerPlace(asked, again.keys)}\n`);
  // Both see the same number.
  assert.equal(S.safetyNumber(ana.iid, answer.iid), S.safetyNumber(again.iid, asked.admin));
  // Somebody else is faster with the log.
  doors.before = async () => void (await invite(await page(doors, ana), { role: 1, maxUses: 1, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN));
  await replaceKey(anas, answer);
  const entries = doors.entries.length;
  await replaceKey(anas, answer);
  assert.equal(doors.entries.length, entries, 'once is enough');
  assert.ok(!doors.state.members.has(ben.id) && doors.state.members.get(again.id)?.role === 1);
  assert.deepEqual([anas.rekeyed.at(-1)?.by, [...doors.state.invites.values()].some(({ isOpen }) => isOpen)], [ana.id, false]);

  const bens = await page(doors, again);
  assert.ok(bens.isReadable);
  await introduce(bens, 'another name');
  await renew(bens);
  const title = bens.textOf(bens.objects.get(S.OTYPE.task, unit), 'title');
  assert.equal(title && S.fromUtf8(title), 'Look into the hive');
  await follow(anas);
  const object = anas.objects.get(S.OTYPE.task, unit);
  assert.deepEqual(object && relOf(object).assignees, [again.iid]);
  const [first = ''] = (await readTalk(bens, unit)).said.keys();
  // An admin does not speak for the former keys, and so the next ones do not change their words.
  await say(bens, unit, { does: 'edit', of: first, text: 'I never said that' });
  await say(bens, unit, { does: 'say', text: 'I am here again' });
  const { said } = await readTalk(await follow(anas), unit);
  assert.deepEqual([...said.values()].map(({ text }) => text), ['I go', 'I am here again']);
  for (const { sender } of said.values()) assert.equal(anas.nameOf(sender), 'Ben of the bees');
  assert.deepEqual([lies(anas), lies(bens)], [[], []]);
});

test('an answer counts for the place that was asked for, with keys that signed it and are no member’s', async () => {
  const { anas } = await three();
  const asked = { pid: anas.pid, old: ben.iid, admin: ana.iid };
  const refused = (/** @type {string} */ typed, /** @type {string} */ key) => assert.throws(() => answerTo(anas, ben.id, typed), { key });
  refused('', 'place-bad');
  refused(S.toPlaceAsked(asked), 'place-bad');
  refused(S.answerPlace({ ...asked, old: cem.iid }, again.keys), 'place-other');
  refused(S.answerPlace({ ...asked, pid: S.sha(anas.pid) }, again.keys), 'place-other');
  refused(S.answerPlace(asked, cem.keys), 'place-member');
  // A server that puts another card into it.
  const bytes = S.fromBase64url(S.answerPlace(asked, again.keys).slice(5));
  bytes.set(S.encodeCard(S.makeCard(cem.keys)), 65);
  refused(S.toCode('pvk2', bytes), 'place-bad');
});

test('nobody signs behind a revision as if they had seen less of the log', async () => {
  const { doors, anas, unit } = await three();
  const key = `1/${S.toHex(unit)}`;
  const before = doors.state;
  // Cem is removed, and the task is written under the next key.
  await remove(anas, [cem.id]);
  await renew(anas);
  const other = await page(doors, ana);
  const there = doors.objects.get(key);
  const known = anas.objects.get(S.OTYPE.task, unit);
  assert.ok(there && known);
  // With the help of the server he says something of it under the log of before, and names the key of now, which he does not have.
  const { signature: _, ...newest } = S.decodeRevision(there.revision);
  const rel = relOf(known);
  const bytes = S.encodeRel({ ...rel, phase: 8 });
  const fields = newest.fields.filter(({ field }) => field !== 'x').map((one) => (one.field === 'rel' ? { field: 'rel', rev: newest.rev + 1, hash: S.fieldHash(bytes) } : one));
  const signs = (/** @type {number} */ ahead) => {
    const rev = newest.rev + ahead;
    const its = fields.map((one) => (one.field === 'rel' ? { ...one, rev } : one));
    const head = { headSeq: before.next - 1, headHash: before.head };
    const revision = S.signRevision({ ...newest, ...head, rev, prev: S.revisionHash(there.revision), actor: cem.iid, fields: its }, cem.keys.edSeed);
    const held = new Map([...there.fields].filter(([field]) => field !== 'x').map(([field, one]) => [field, field === 'rel' ? { ...one, rev, bytes } : one]));
    doors.changes += 1;
    doors.objects.set(key, { ...there, revision, fields: held, changed: doors.changes });
  };
  signs(1);
  await anas.syncObjects();
  assert.deepEqual([lies(anas), anas.objects.get(S.OTYPE.task, unit)?.rev], [['substituted'], newest.rev]);
  // Further ahead it may be what a restored server goes on from: it is not taken either.
  signs(5);
  await other.syncObjects();
  assert.deepEqual([lies(other), other.objects.get(S.OTYPE.task, unit)?.rev], [['rollback'], newest.rev]);
});
