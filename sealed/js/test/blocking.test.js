// Blocks of a task, in words: said once, read by members, and found by a search on the device.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { block } from '../src/page/group/blocking.js';
import { lastAct } from '../src/page/group/last_act.js';
import { put } from '../src/page/group/changes.js';
import { newTask } from '../src/page/group/typed.js';
import { due, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, renewKey } from '../src/page/group/membership.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { Knowing } from '../src/page/group/views/knowing.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */

const Doors = doorsWith(S, TIME);
const [ana, ben] = [person('ana'), person('ben')];
const SHOWN = { name: 'Bees', mission: 'Count them' };

/** @param {Person} who */
const me = ({ keys, card, iid }) => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}`)), keys, card, iid });

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {Person} who
 */
const device = (doors, who) => ({
  ask: doorsTo((path, init) => doors.fetch(who.id, path, init)),
  random: chance(`${who.id} ${doors.sent.length}`),
  now: () => doors.now,
  localStore: memoryLocalStore(),
});

/** Two members, and a task. */
async function two() {
  const doors = new Doors();
  const anas = await found(device(doors, ana), me(ana), { ...SHOWN, history: 1 });
  const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: Number.MAX_SAFE_INTEGER, purpose: '' }, SHOWN);
  await (await knock(device(doors, ben), me(ben), doors.slug, fragment)).join();
  await anas.syncLog();
  await anas.syncSeals();
  await serve(anas);
  const task = newTask(anas, { title: 'Look into the hive' }, { phase: 3, assignees: [ana.iid] });
  await put(anas, [task]);
  const bens = new Group(device(doors, ben), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(ben));
  await bens.load();
  await bens.syncLog();
  await bens.syncSeals();
  await bens.syncObjects();
  return { doors, anas, bens, task };
}

test('words that block a task are signed once, for this task, and go to nobody in the clear', async () => {
  const { doors, anas, bens, task } = await two();
  const [said] = await block(anas, task.oid, 'The queen is asleep');
  assert.ok(said);
  assert.ok(!doors.sent.some(({ body }) => body.includes(Buffer.from('queen is asleep').toString('base64url').slice(2, -2))));
  // It ends by "no longer blocked", and is not taken back.
  assert.equal(await lastAct(anas), undefined);
  await bens.syncObjects();
  const there = bens.objects.get(S.OTYPE.block, said.oid) ?? assert.fail();
  assert.equal(S.fromUtf8(bens.textOf(there, 'text') ?? assert.fail()), 'The queen is asleep');
  assert.deepEqual([S.toHex(there.unit), S.toHex(there.actor), there.rev], [S.toHex(task.oid), ana.id, 1]);
  // The page names it by the id of the server, and it is no task.
  const row = doors.rowOf(said.oid);
  assert.deepEqual(bens.names.rows.get(row), { row, otype: 8, oid: S.toHex(said.oid), unit: S.toHex(task.oid), number: 0 });
  assert.equal(bens.names.task(row), undefined);
  // Under the unit of another task it does not open.
  const { bytes } = there.fields.get('text') ?? assert.fail();
  const spot = { otype: 8, oid: said.oid, unit: said.oid, field: 'text', rev: 1 };
  assert.throws(() => bens.keyring.open(spot, bytes), S.SealedError);
  // With the next key tasks are encrypted anew, and what was once said of them is not.
  await renewKey(anas);
  assert.ok(!due(anas).some(({ otype }) => otype === S.OTYPE.block));
  assert.deepEqual([anas, bens].map(({ lies }) => lies.all.size), [0, 0]);
});

test('a search finds what the page says is blocked, until it is closed', async () => {
  const { doors, anas, task } = await two();
  await anas.syncObjects();
  const knowing = new Knowing(anas, new Map(), new Set([doors.rowOf(task.oid)]));
  const shown = async () => {
    await knowing.refresh();
    return knowing.all.map(({ facts }) => [facts.phase, facts.isFree]);
  };
  assert.deepEqual(await shown(), [['blocked', false]]);
  await put(anas, [{ otype: 1, oid: task.oid, unit: task.oid, rel: { phase: 7 } }]);
  assert.deepEqual(await shown(), [['done', false]]);
});
