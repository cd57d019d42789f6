// Members who mean harm: seals that open for nobody, and a key that its author keeps to himself.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { put } from '../src/page/group/changes.js';
import { renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { found, knock } from '../src/page/group/inviting.js';
import { invite, leave, remove, renewKey } from '../src/page/group/membership.js';
import { entryRecord, sealRecord } from '../src/page/group/records.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { newTask } from '../src/page/group/typed.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */

const SHOWN = { name: 'Bees', mission: 'Count them' };
const OPEN = { role: 1, maxUses: S.UNLIMITED, expires: Number.MAX_SAFE_INTEGER, purpose: '' };
const [ana, ben, cem, dan] = [person('ana'), person('ben'), person('cem'), person('dan')];

/** @param {Person} one */
const me = ({ keys, card, iid, id }) => ({ rootKey: S.sha(S.utf8(`root ${id}`)), keys, card, iid });

class GroupDoors extends doorsWith(S, TIME) {
  /** @param {Person} one */
  device(one) {
    const ask = doorsTo((path, init) => this.fetch(one.id, path, init));
    return { ask, random: chance(`${one.id} ${this.sent.length}`), now: () => this.now, localStore: memoryLocalStore() };
  }
}

/** @param {Group} group */
async function follow(group) {
  await group.syncLog();
  await group.syncSeals();
  await group.syncObjects();
  return group;
}

/**
 * Somebody's page in a browser that kept nothing.
 * @param {GroupDoors} doors
 * @param {Person} one
 */
const page = async (doors, one) => follow(new Group(doors.device(one), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(one)));

/**
 * Somebody knocks by a link of the first one, who does not let them in yet.
 * @param {GroupDoors} doors
 * @param {Group} host
 * @param {Person} newcomer
 */
async function knocks(doors, host, newcomer) {
  const { fragment } = await invite(host, OPEN, SHOWN);
  await (await knock(doors.device(newcomer), me(newcomer), doors.slug, fragment)).join();
  await follow(host);
}

/** Ana's, with a task, and the members who came. @param {...Person} others */
async function founded(...others) {
  const doors = new GroupDoors();
  const anas = await found(doors.device(ana), me(ana), { ...SHOWN, history: 1 });
  for (const one of others) {
    await knocks(doors, anas, one);
    await serve(anas);
  }
  const task = newTask(anas, { title: 'Count the nests' }, { phase: 1 });
  await put(anas, [task]);
  return { doors, anas, task };
}

/**
 * A seal that is addressed to somebody, and holds another secret than the one that the log promises.
 * @param {GroupDoors} doors
 * @param {Person} to
 */
const junk = async (doors, to) => S.sealSecret(doors.pid, doors.state.epoch, new Uint8Array(32).fill(7), to, chance(`junk for ${to.id}`));

/** @param {Group} group @param {Uint8Array} oid */
const title = (group, oid) => S.fromUtf8(group.textOf(group.objects.get(1, oid), 'title') ?? new Uint8Array(0));

test('a seal that does not open keeps a newcomer out of nothing: others seal the key, and its sender counts no more', async () => {
  const { doors, anas, task } = await founded(ben, cem);
  const [bens, cems] = [await page(doors, ben), await page(doors, cem)];
  await knocks(doors, anas, dan);
  // Two of them mean harm, and are faster.
  await bens.server.send('seals', [sealRecord(await junk(doors, dan))]);
  assert.deepEqual((await follow(anas)).waiting, [], 'as far as the server can know');
  const dans = await page(doors, dan);
  assert.ok(!dans.isReadable && dans.lies.has('excluded'));
  assert.deepEqual((await follow(bens)).waiting, [], 'whoever sent it is not asked again');
  assert.deepEqual((await follow(cems)).waiting, [dan.id]);
  await assert.rejects(bens.server.send('seals', [sealRecord(await junk(doors, dan))]), { key: 'problem-enough-seals' });
  await cems.server.send('seals', [sealRecord(await junk(doors, dan))]);
  await dans.syncSeals();
  assert.deepEqual((await follow(anas)).waiting, [dan.id]);
  await serve(anas);
  assert.equal(title(await follow(dans), task.oid), 'Count the nests');
  assert.deepEqual((await follow(anas)).waiting, []);
});

test('it is said once of each seal that it does not open', async () => {
  const { doors, anas } = await founded(ben);
  const bens = await page(doors, ben);
  await knocks(doors, anas, dan);
  await bens.server.send('seals', [sealRecord(await junk(doors, dan))]);
  const dans = await page(doors, dan);
  const said = () => doors.sent.filter(({ by, door }) => by === dan.id && door === 'POST seals').length;
  assert.equal(said(), 1);
  await dans.syncSeals();
  assert.equal(said(), 1);
});

test('who keeps the newest key to himself is removed all the same, and nothing from before is lost', async () => {
  const { doors, anas, task } = await founded(ben, cem);
  const [bens, cems] = [await page(doors, ben), await page(doors, cem)];
  await leave(cems);
  await follow(bens);
  // Ben may end that a key is due, and seals it to nobody but himself.
  const es = bens.keyring.secrets.get(1);
  assert.ok(es);
  const made = await S.rotate(bens.state, ben.keys, doors.now, { es }, chance('kept'));
  const seals = [await S.sealSecret(doors.pid, 2, made.es, ben, chance('own')), await S.sealSecret(doors.pid, 2, new Uint8Array(32), ana, chance('junk'))];
  await bens.server.send('log', [...made.entries.map(entryRecord), ...seals.map(sealRecord)]);
  await follow(anas);
  assert.ok(!anas.isReadable && anas.lies.has('excluded') && !anas.lies.isFrozen);
  await remove(anas, [ben.id]);
  assert.deepEqual([anas.isReadable, anas.state.members.has(ben.id), anas.state.epoch], [true, false, 3]);
  assert.equal(await renew(anas), 0);
  assert.equal(title(anas, task.oid), 'Count the nests');
  // A newcomer of now reads all that can be read: the box of the third key opens for nobody, and that of the second has no key.
  const before = newTask(anas, { title: 'Draw a map' }, { phase: 1 });
  await put(anas, [before]);
  await knocks(doors, anas, dan);
  await serve(anas);
  const dans = await page(doors, dan);
  assert.deepEqual([[...dans.keyring.secrets.keys()].sort(), dans.lies.all.size], [[1, 3], 0]);
  assert.deepEqual([title(dans, task.oid), title(dans, before.oid)], ['Count the nests', 'Draw a map']);
});

test('a key that nobody else has is replaced by hand, too', async () => {
  const { doors, anas, task } = await founded(ben, cem);
  const [bens, cems] = [await page(doors, ben), await page(doors, cem)];
  await leave(cems);
  await follow(bens);
  const es = bens.keyring.secrets.get(1);
  assert.ok(es);
  const made = await S.rotate(bens.state, ben.keys, doors.now, { es }, chance('kept'));
  await bens.server.send('log', [...made.entries.map(entryRecord), ...(await Promise.all([ana, ben].map((to) => S.sealSecret(doors.pid, 2, new Uint8Array(32), to, chance(to.id))))).map(sealRecord)]);
  await follow(anas);
  await renewKey(anas);
  assert.ok((await page(doors, ben)).isReadable && anas.isReadable);
  assert.equal(title(await page(doors, ana), task.oid), 'Count the nests', 'a fresh browser has it from the first seal');
});
