// A key that has served for 90 days is renewed by the page of an admin, against a made-up server.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { isDutyDue } from '../src/page/group/due.js';
import { due, renew, serve } from '../src/page/group/duties.js';
import { Group } from '../src/page/group/group.js';
import { put } from '../src/page/group/changes.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, setRole } from '../src/page/group/membership.js';
import { memoryShelf } from '../src/page/group/shelf.js';
import { newTask } from '../src/page/group/typed.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */

const SHOWN = { name: 'Bees', mission: 'Count them' };
const DAY = 86_400_000;
const [ana, ben, cay] = [person('ana'), person('ben'), person('cay')];
const Doors = doorsWith(S, TIME);
/** @typedef {InstanceType<typeof Doors>} AnyDoors */

/** @param {AnyDoors} doors @param {Person} who */
const deviceOf = (doors, who) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`device of ${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  shelf: memoryShelf(),
});
/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(iid), keys, card, iid });

/** @param {Group} group */
async function sync(group) {
  await group.syncLog();
  await group.syncSeals();
  await group.syncObjects();
  return group;
}
/** @param {AnyDoors} doors @param {Person} who */
const page = (doors, who) => sync(new Group(deviceOf(doors, who), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(who)));

/** Two admins and a writer, with a task. */
async function three() {
  const doors = new Doors();
  const anas = await found(deviceOf(doors, ana), me(ana), { ...SHOWN, history: 1 });
  for (const who of [ben, cay]) {
    const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN);
    await (await knock(deviceOf(doors, who), me(who), doors.slug, fragment)).join();
    await sync(anas);
    await serve(anas);
  }
  await setRole(anas, ben.id, S.ROLE.admin);
  await put(anas, [newTask(anas, { title: 'Hive' }, { phase: 1 })]);
  return { doors, anas: await page(doors, ana), bens: await page(doors, ben), cays: await page(doors, cay) };
}

test('after 90 days, and not before, one admin renews the key of all, and open tasks are encrypted anew', async () => {
  const { doors, anas, bens, cays } = await three();
  const before = anas.state.epoch;
  doors.now = anas.state.renewed + 90 * DAY;
  for (const group of [anas, bens, cays]) {
    await serve(group);
    assert.equal(group.isRotationDue, false);
  }
  assert.equal(anas.state.epoch, before);

  doors.now += 1;
  assert.equal(cays.isRotationDue, false, 'it is upon admins');
  await serve(cays);
  assert.equal(cays.state.epoch, before);
  assert.ok(isDutyDue(anas) && isDutyDue(bens, true), 'both pages would do it');
  // The second admin was slower, and finds that nothing is left to do.
  doors.before = () => serve(bens);
  await serve(anas);
  for (const group of [anas, bens, cays]) await sync(group);
  assert.deepEqual([anas, bens, cays].map(({ state }) => state.epoch), [before + 1, before + 1, before + 1]);
  assert.ok([anas, bens, cays].every((group) => group.isReadable && !group.isRotationDue));

  assert.ok(due(anas).some(({ otype }) => otype === S.OTYPE.task));
  while ((await renew(anas)) > 0);
  await sync(cays);
  const task = [...cays.objects.all.values()].find(({ otype }) => otype === S.OTYPE.task);
  assert.ok(task);
  assert.equal(S.decodeEnvelope(task.fields.get('title')?.bytes ?? new Uint8Array(0)).epoch, before + 1);
  assert.equal(S.fromUtf8(cays.textOf(task, 'title') ?? new Uint8Array(0)), 'Hive');
});
