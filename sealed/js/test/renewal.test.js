// Keys that are renewed by time: a page of an Admin does it, once, and nobody else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { isHousekeepingDue } from '../src/page/group/housekeeping_due.js';
import { introduce, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, renewKey, rotateNow, setRole } from '../src/page/group/membership.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { TIME, chance, person } from '../support/group.js';
import { doorsWith } from '../support/group_doors.js';

/** @import { Person } from '../support/group.js' */
/** @import { LocalStore } from '../src/page/group/local_store.js' */

const DAY = 86_400_000;
const NEVER = Number.MAX_SAFE_INTEGER;
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

/** @param {Group} group */
async function follow(group) {
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
}

/** @param {Doors} doors @param {Person} person @param {LocalStore} [localStore] */
async function page(doors, person, localStore = memoryLocalStore()) {
  const group = new Group(doors.device(person, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(person));
  await group.load();
  await follow(group);
  group.renewal = 90;
  return group;
}

/** Ana has founded a pursuance and Ben is in it with a role; both pages are open. @param {number} role */
async function two(role) {
  const doors = new Doors();
  const localStore = memoryLocalStore();
  const anas = await found(doors.device(ana, localStore), me(ana), { name: 'Owls', mission: 'Count', history: 1 });
  anas.renewal = 90;
  await introduce(anas, 'Ana');
  const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: NEVER, purpose: '' }, { name: 'Owls', mission: 'Count' });
  const door = await knock(doors.device(ben, memoryLocalStore()), me(ben), doors.slug, fragment);
  await door.join();
  await follow(anas);
  await serve(anas);
  if (role !== 1) await setRole(anas, ben.id, role);
  const bens = await page(doors, ben);
  await introduce(bens, 'Ben');
  await follow(anas);
  return { doors, localStore, anas, bens };
}

test('when its time has come an Admin renews the key, and of two at once one', async () => {
  const { doors, anas, bens } = await two(3);
  assert.deepEqual([anas.state.epoch, anas.keyTime], [1, TIME]);
  doors.now = TIME + 90 * DAY;
  assert.deepEqual([anas.isRotationDue, isHousekeepingDue(anas, true), isHousekeepingDue(bens, true)], [false, false, false], 'not before');
  doors.now += 1;
  assert.deepEqual([isHousekeepingDue(anas, true), isHousekeepingDue(bens, true)], [true, true]);
  // Both found it due, and neither knows of the other.
  await Promise.all([serve(anas), serve(bens)]);
  await follow(anas);
  await follow(bens);
  assert.deepEqual([anas.state.epoch, bens.state.epoch], [2, 2]);
  assert.ok(anas.isReadable && bens.isReadable);
  assert.equal(anas.keyTime, doors.now);
  assert.deepEqual([isHousekeepingDue(anas, true) && anas.isRotationDue, bens.isRotationDue], [false, false]);
  assert.deepEqual(anas.lies.all.size + bens.lies.all.size, 0);
});

test('who is no Admin, and whoever is told that no clock counts, renews none by time', async () => {
  const { doors, anas, bens } = await two(2);
  doors.now = TIME + 400 * DAY;
  assert.deepEqual([anas.isRotationDue, bens.isRotationDue], [true, false]);
  await serve(bens);
  assert.equal(bens.state.epoch, 1);
  // A key of each minute would fill the log, until nobody can be removed any more.
  for (const word of ['off', '', 'x', '-1', '0.001', '6.9', 'Infinity']) {
    anas.renewal = Number(word);
    assert.equal(anas.isRotationDue, false, word);
    await rotateNow(anas);
  }
  assert.equal(anas.state.epoch, 1);
  anas.renewal = 7;
  await renewKey(anas);
  doors.now += 7 * DAY;
  assert.equal(anas.isRotationDue, false);
  doors.now += 1;
  assert.equal(anas.isRotationDue, true);
});

test('where the server takes no key by time, newcomers are let in all the same', async () => {
  const { doors, anas } = await two(1);
  const cem = person('cem');
  const { fragment } = await invite(anas, { role: 1, maxUses: 1, expires: NEVER, purpose: '' }, { name: 'Owls', mission: 'Count' });
  const door = await knock(doors.device(cem, memoryLocalStore()), me(cem), doors.slug, fragment);
  await door.join();
  doors.now += 91 * DAY;
  await follow(anas);
  assert.deepEqual([anas.isRotationDue, anas.waiting], [true, [cem.id]]);
  const append = doors.append;
  doors.append = () => assert.fail('no room');
  await assert.rejects(serve(anas));
  doors.append = append;
  assert.equal((await page(doors, cem)).isReadable, true);
  assert.equal(anas.state.epoch, 1);
  // A former member is another matter: nobody is let in under a key that they have.
  await serve(anas);
  assert.equal(anas.state.epoch, 2);
});

test('a device that comes back knows when the key was made, and one that cannot know it asks for a new one', async () => {
  const { doors, localStore } = await two(1);
  doors.now = TIME + 30 * DAY;
  const again = await page(doors, ana, localStore);
  assert.deepEqual([again.keyTime, again.isRotationDue], [TIME, false]);
  // Of a log of thousands of entries the last ones alone are kept as they came.
  again.raw = again.raw.slice(-1);
  assert.deepEqual([again.keyTime, again.isRotationDue], [0, true]);
  await serve(again);
  assert.deepEqual([again.state.epoch, again.keyTime, again.isRotationDue], [2, doors.now, false]);
});
