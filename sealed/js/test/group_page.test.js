// Private pursuances on the devices of their members: founding, inviting, joining, writing, removing, against a made-up server.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { put, putNow, revise } from '../src/page/group/changes.js';
import { newTask, taskFields } from '../src/page/group/typed.js';
import { due, introduce, renew, serve } from '../src/page/group/housekeeping.js';
import { Group } from '../src/page/group/group.js';
import { forgetCursors, giveBack, goOnOlder } from '../src/page/group/restored_server.js';
import { found, knock } from '../src/page/group/inviting.js';
import { cameBy } from '../src/page/group/invite_origins.js';
import { carry, invite, leave, letIn, remove, renewKey, revoke, setRole } from '../src/page/group/membership.js';
import { press, pressed } from '../src/page/group/pressing.js';
import { rowOf } from '../src/page/group/names.js';
import { relOf } from '../src/page/group/objects.js';
import { Knowing, inOrder } from '../src/page/group/views/knowing.js';
import { isOf } from '../src/page/group/several.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { matcher } from '../src/query/matches.js';
import { parse } from '../src/query/parse.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { GroupDevice } from '../src/page/group/group.js' */
/** @import { Person } from '../support/group.js' */
/** @import { LocalStore } from '../src/page/group/local_store.js' */

const NEVER = Number.MAX_SAFE_INTEGER;
const OPEN = { role: 1, maxUses: S.UNLIMITED, expires: NEVER, purpose: 'to count with us' };
const SHOWN = { name: 'Bees', mission: 'Count them' };
const SECRETS = ['Bees', 'Count them', 'to count with us', 'Look into the hive', 'Ana of the bees'];

/** @param {Person} person */
const me = ({ keys, card, iid }, name = '') => ({ rootKey: S.sha(S.utf8(`root ${S.toHex(iid)}${name}`)), keys, card, iid });

class GroupDoors extends doorsWith(S, TIME) {
  /**
   * A device of somebody, or the same one with what it has kept.
   * @param {Person} person
   * @param {LocalStore} [localStore]
   * @returns {GroupDevice}
   */
  device(person, localStore = memoryLocalStore()) {
    return {
      ask: doorsTo((path, init) => this.fetch(person.id, path, init)),
      random: chance(`device of ${person.id} ${this.sent.length}`),
      now: () => this.now,
      localStore,
    };
  }
}

const [ana, ben, cem] = [person('ana'), person('ben'), person('cem')];

/** @param {number} [history] */
async function founded(history = 1) {
  const doors = new GroupDoors();
  const localStore = memoryLocalStore();
  const group = await found(doors.device(ana, localStore), me(ana), { ...SHOWN, history });
  await introduce(group, 'Ana of the bees');
  return { doors, localStore, group };
}

/**
 * Somebody's page: what was kept, and what the server has.
 * @param {GroupDoors} doors
 * @param {Person} person
 * @param {LocalStore} [localStore]
 */
async function page(doors, person, localStore = memoryLocalStore()) {
  const group = new Group(doors.device(person, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(person));
  await group.load();
  await group.syncLog();
  if (!group.lies.isFrozen) {
    await group.syncSeals();
    await group.objects.load();
    await group.syncObjects();
  }
  return group;
}

/**
 * @param {GroupDoors} doors
 * @param {Group} host
 * @param {Person} newcomer
 * @param {object} [more]
 */
async function joins(doors, host, newcomer, more = {}) {
  const { fragment } = await invite(host, { ...OPEN, ...more }, SHOWN);
  const localStore = memoryLocalStore();
  const door = await knock(doors.device(newcomer, localStore), me(newcomer), doors.slug, fragment);
  await door.join();
  await host.syncLog();
  await host.syncSeals();
  await serve(host);
  return { localStore, door, group: await page(doors, newcomer, localStore) };
}

/** @param {Group} group @param {Uint8Array} oid @param {string} field */
function text(group, oid, field = 'title') {
  const bytes = group.textOf(group.objects.get(S.OTYPE.task, oid), field);
  return bytes && S.fromUtf8(bytes);
}

/** @param {Group} group */
const lies = (group) => [...group.lies.all.values()].map(({ kind }) => kind);

/** @param {Promise<unknown>} promise @param {string} key */
const fails = (promise, key) => assert.rejects(promise, { name: 'Trouble', key });

test('a pursuance is founded, and its server has nothing of it that it could read', async () => {
  const { doors, group, localStore } = await founded();
  assert.equal(group.slug, 'private-0123456789ab');
  const zero = new Uint8Array(16);
  const again = await page(doors, ana, localStore);
  assert.equal(S.fromUtf8(again.textOf(again.objects.get(0, zero), 'name') ?? zero), 'Bees');
  assert.equal(S.fromUtf8(again.textOf(again.objects.get(0, zero), 'mission') ?? zero), 'Count them');
  assert.equal(again.nameOf(ana.iid), 'Ana of the bees');
  // A device that keeps nothing reads the same.
  const fresh = await page(doors, ana);
  assert.equal(fresh.nameOf(ana.iid), 'Ana of the bees');
  assert.deepEqual(lies(fresh), []);
  const all = doors.sent.map(({ body }) => body).join('\n');
  for (const secret of SECRETS) {
    assert.ok(!all.includes(secret) && !all.includes(Buffer.from(secret).toString('base64url').slice(0, -2)), secret);
  }
});

test('a newcomer is shown what they are invited to, joins, waits, and reads when a page of a member was open', async () => {
  const { doors, group } = await founded();
  const { fragment, id } = await invite(group, OPEN, SHOWN);
  assert.ok(!doors.sent.some(({ body }) => body.includes(fragment.slice(0, 40))));
  const localStore = memoryLocalStore();
  const door = await knock(doors.device(ben, localStore), me(ben), doors.slug, fragment);
  assert.deepEqual(door.note, { role: 1, name: 'Bees', mission: 'Count them', purpose: 'to count with us' });
  assert.equal(await door.join(), doors.slug);
  assert.equal(await door.join(), doors.slug, 'twice is once');
  const waiting = await page(doors, ben, localStore);
  assert.ok(waiting.isMember && !waiting.isReadable);
  assert.deepEqual(lies(waiting), []);
  await introduce(waiting, 'Ben');
  await group.syncLog();
  await group.syncSeals();
  assert.deepEqual(group.waiting, [ben.id]);
  await serve(group);
  const reads = await page(doors, ben, localStore);
  assert.ok(reads.isReadable);
  assert.equal(reads.nameOf(ana.iid), 'Ana of the bees');
  await introduce(reads, 'Ben');
  await group.syncObjects();
  assert.equal(group.nameOf(ben.iid), 'Ben');
  assert.equal(cameBy(group).get(ben.id), id);
  assert.ok(group.isConfirmed, 'Ben has seen the same log');
});

test('an invitation is used up, revoked, expires, and is nothing without its link', async () => {
  const { doors, group } = await founded();
  const once = await invite(group, { ...OPEN, maxUses: 1 }, SHOWN);
  const early = await knock(doors.device(cem), me(cem), doors.slug, once.fragment);
  await (await knock(doors.device(ben), me(ben), doors.slug, once.fragment)).join();
  await fails(early.join(), 'ended');
  await group.syncLog();
  const other = await invite(group, { ...OPEN, expires: doors.now + 1000 }, SHOWN);
  const link = S.fromFragment(once.fragment);
  await fails(knock(doors.device(cem), me(cem), doors.slug, S.toFragment({ ...link, seed: new Uint8Array(32) })), 'problem-not-found');
  await fails(knock(doors.device(cem), me(cem), doors.slug, S.toFragment({ ...S.fromFragment(other.fragment), headHash: new Uint8Array(32) })), 'bad-log');
  await fails(knock(doors.device(cem), me(cem), doors.slug, 'i1.nothing'), 'bad-link');
  doors.now += 2000;
  const late = await knock(doors.device(cem), me(cem), doors.slug, other.fragment);
  await fails(late.join(), 'ended');
  // The first page of a moderator ends it for all.
  await serve(group);
  assert.equal(group.state.invites.get(other.id)?.isOpen, false);
  const third = await invite(group, OPEN, SHOWN);
  await revoke(group, third.id, [ben.id]);
  assert.equal(group.state.members.has(ben.id), false);
  assert.equal(group.state.epoch, 2);
  await revoke(group, third.id);
});

test('a newcomer is shown another log than the one of the link: nothing is joined', async () => {
  const { doors, group } = await founded();
  const { fragment } = await invite(group, OPEN, SHOWN);
  const log = doors.entries;
  // The same beginning, and another invitation behind it.
  const keys = S.inviteKeys(S.fromFragment(fragment).seed);
  const state = S.needFold(doors.pid, log.slice(0, 2));
  const other = S.writeEntries(state, ana.keys, doors.now + 1, [{ type: 6, id: keys.id, key: keys.key, role: 1, maxUses: 5, expires: NEVER }]);
  doors.entries = [...log.slice(0, 2), ...other];
  await fails(knock(doors.device(ben), me(ben), doors.slug, fragment), 'bad-log');
});

test('tasks are written, edited and moved, and others read them', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'Look into the hive', desc: 'All of them', skills: ['bees'], due: 1_790_000_000_000, size: 1 }, { phase: 1 });
  await put(group, [task]);
  await bens.syncObjects();
  assert.equal(text(bens, task.oid), 'Look into the hive');
  assert.deepEqual(S.FIELD.skills.decode(bens.textOf(bens.objects.get(1, task.oid), 'skills') ?? new Uint8Array(0)), ['bees']);
  await put(bens, [{ ...task, fields: taskFields({ title: 'Look into both', desc: '' }), rel: { phase: 3, assignees: [ben.iid] } }]);
  await group.syncObjects();
  assert.equal(text(group, task.oid), 'Look into both');
  assert.equal(text(group, task.oid, 'desc'), undefined);
  const object = group.objects.get(1, task.oid);
  assert.ok(object);
  assert.equal(relOf(object).phase, 3);
  assert.equal(object.fields.get('size')?.rev, 1, 'what did not change keeps its envelope');
  const sent = doors.sent.length;
  await put(bens, [{ ...task, fields: {}, rel: {} }]);
  assert.equal(doors.sent.length, sent, 'nothing to say');
});

test('two people edit a task: other fields are merged, and for the same field somebody chooses', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'One', desc: 'First' }, { phase: 1 });
  await put(group, [task]);
  await bens.syncObjects();
  await put(group, [{ ...task, fields: taskFields({ title: 'Two' }), rel: {} }]);
  await put(bens, [{ ...task, fields: taskFields({ desc: 'Second' }), rel: { phase: 3 } }]);
  assert.equal(text(bens, task.oid), 'Two');
  assert.equal(text(bens, task.oid, 'desc'), 'Second');
  // Ana does not know of it.
  await fails(put(group, [{ ...task, fields: taskFields({ desc: 'Third' }), rel: {} }]), 'conflict');
  await put(group, [{ ...task, fields: taskFields({ desc: 'Second' }), rel: {} }]);
  await put(bens, [{ ...task, fields: taskFields({ desc: 'Fourth' }), rel: {} }]);
  /** @type {string[]} */
  const asked = [];
  await put(group, [{ ...task, fields: taskFields({ desc: 'Fifth' }), rel: {} }], async ({ field, theirs, mine }) => {
    asked.push(`${field}: ${S.fromUtf8(theirs ?? new Uint8Array(0))} or ${S.fromUtf8(mine ?? new Uint8Array(0))}`);
    return 'mine';
  });
  assert.deepEqual(asked, ['desc: Fourth or Fifth']);
  assert.equal(text(group, task.oid, 'desc'), 'Fifth');
});

test('what came while somebody was writing is not written over: they choose, as if it came at that moment', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'One', desc: 'First' }, { phase: 1 });
  await put(group, [task]);
  await bens.syncObjects();
  // Ana begins to write, Ben saves, and a round of Ana's page takes it.
  const base = group.objects.get(S.OTYPE.task, task.oid);
  await put(bens, [{ ...task, fields: taskFields({ title: 'Two', desc: 'Second' }), rel: {} }]);
  await group.syncObjects();
  const change = { ...task, base, fields: taskFields({ desc: 'Third' }), rel: {} };
  await fails(put(group, [change]), 'conflict');
  /** @type {string[]} */
  const asked = [];
  const choose = (/** @type {'mine' | 'theirs'} */ which) => async (/** @type {import('../src/page/group/changes.js').Conflict} */ { field, theirs }) => {
    asked.push(`${field}: ${S.fromUtf8(theirs ?? new Uint8Array(0))}`);
    return which;
  };
  await put(group, [change], choose('theirs'));
  assert.deepEqual([asked, text(group, task.oid, 'desc')], [['desc: Second'], 'Second']);
  await put(group, [change], choose('mine'));
  assert.deepEqual([text(group, task.oid, 'desc'), text(group, task.oid)], ['Third', 'Two']);
  // A suggestion is based on the version that its author saw, too.
  const late = { ...task, base, fields: taskFields({ desc: 'Fourth' }), rel: {} };
  await fails(group.alone(() => putNow(group, [late], { suggests: true })), 'conflict');
});

test('two people change the day of a task: whoever comes second chooses once, and the week is that of the day', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'One' }, { phase: 1 });
  await put(group, [task]);
  await bens.syncObjects();
  const on = (/** @type {string} */ day) => {
    const due = Date.parse(`${day}T00:00:00Z`);
    return { ...task, fields: taskFields({ due }), rel: { dueWeek: S.weekOf(due) } };
  };
  for (const which of /** @type {const} */ (['theirs', 'mine'])) {
    const [early, late] = which === 'theirs' ? ['2031-05-06', '2031-06-06'] : ['2032-05-06', '2032-06-06'];
    await put(bens, [on(early)]);
    /** @type {string[]} */
    const asked = [];
    await put(group, [on(late)], async ({ field }) => {
      asked.push(field);
      return which;
    });
    assert.deepEqual(asked, ['due']);
    const object = group.objects.get(1, task.oid);
    assert.ok(object);
    const due = S.FIELD.due.decode(group.textOf(object, 'due') ?? new Uint8Array(0));
    assert.equal(due, Date.parse(`${which === 'mine' ? late : early}T00:00:00Z`));
    assert.equal(relOf(object).dueWeek, S.weekOf(due));
    await bens.syncObjects();
  }
});

test('somebody is removed: the key changes in the same batch, and open tasks are encrypted anew', async () => {
  const { doors, group } = await founded();
  const { group: bens, localStore } = await joins(doors, group, ben);
  const { group: cems } = await joins(doors, group, cem);
  const tasks = Array.from({ length: 3 }, (_, at) => newTask(group, { title: `Task ${at}` }, { phase: at === 2 ? 7 : 1 }));
  await put(group, tasks);
  await bens.syncObjects();
  await cems.syncObjects();
  const { id } = await invite(group, OPEN, SHOWN);
  await remove(group, [ben.id]);
  assert.equal(group.state.epoch, 2);
  assert.equal(group.state.invites.get(id)?.isOpen, false);
  await remove(group, [ben.id]);
  assert.equal(group.state.epoch, 2, 'once is enough');
  assert.equal(due(group).length, 4, 'two open tasks, the name, the own profile');
  assert.equal(await renew(group), 0);
  assert.equal(due(group).length, 0);
  const renewed = group.objects.get(1, tasks[0]?.oid ?? new Uint8Array(0));
  assert.equal(S.fromUtf8(group.textOf(renewed, 'x') ?? new Uint8Array(0)), 'reenc');
  // Ben has the ciphertexts, and no key.
  const key = bens.keyring.secrets.get(2);
  assert.equal(key, undefined);
  assert.equal(bens.keyring.open({ otype: 1, oid: renewed?.oid ?? new Uint8Array(0), unit: renewed?.unit ?? new Uint8Array(0), field: 'title', rev: 2 }, renewed?.fields.get('title')?.bytes ?? new Uint8Array(0)), undefined);
  await fails(bens.syncLog(), 'problem-not-found');
  assert.ok(localStore);
  // Cem wrote under the key of before: it is refused, encrypted anew and sent again.
  await put(cems, [{ ...(tasks[1] ?? newTask(group, { title: '' }, {})), fields: taskFields({ title: 'By Cem' }), rel: {} }]);
  await group.syncObjects();
  assert.equal(text(group, tasks[1]?.oid ?? new Uint8Array(0)), 'By Cem');
  assert.equal(group.objects.get(1, tasks[1]?.oid ?? new Uint8Array(0))?.fields.has('x'), false);
  assert.deepEqual([...lies(group), ...lies(cems)], []);
});

test('somebody leaves: the next one who writes changes the key first', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const { group: cems } = await joins(doors, group, cem);
  await fails(leave(group), 'not-allowed');
  await bens.syncLog();
  await fails(setRole(bens, cem.id, 3), 'not-allowed');
  await leave(bens);
  const task = newTask(cems, { title: 'After' }, { phase: 1 });
  await cems.syncLog();
  await put(cems, [task]);
  assert.equal(cems.state.epoch, 2);
  assert.equal(cems.state.isPending, false);
  await group.syncLog();
  await group.syncSeals();
  await group.syncObjects();
  assert.equal(text(group, task.oid), 'After');
});

test('newcomers who read from their joining on get the key of the next epoch alone', async () => {
  const { doors, group } = await founded(2);
  const task = newTask(group, { title: 'Before' }, { phase: 1 });
  const done = newTask(group, { title: 'Done before' }, { phase: 7 });
  await put(group, [task, done]);
  const { group: bens } = await joins(doors, group, ben);
  assert.equal(group.state.epoch, 2);
  assert.deepEqual([...bens.keyring.secrets.keys()], [2]);
  assert.equal(text(bens, task.oid), undefined);
  await renew(group);
  await bens.syncObjects();
  assert.equal(text(bens, task.oid), 'Before');
  assert.equal(text(bens, done.oid), undefined);
  // A text that Ben cannot read is not his duty.
  assert.deepEqual(due(bens), []);
});

test('two admins at once: one wins, and the other looks whether theirs is still needed', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const { group: cems } = await joins(doors, group, cem);
  await setRole(group, ben.id, 3);
  await bens.syncLog();
  doors.before = () => remove(bens, [cem.id]);
  await remove(group, [cem.id]);
  assert.equal(group.state.epoch, 2, 'Ben has done it');
  assert.ok(!group.keyring.secrets.has(3));
  // A newcomer between: the rotator seals to them, too.
  const { fragment } = await invite(bens, OPEN, SHOWN);
  doors.before = async () => {
    await (await knock(doors.device(cem), me(cem), doors.slug, fragment)).join();
  };
  await remove(group, [ben.id]);
  const back = await page(doors, cem);
  assert.ok(back.isReadable, 'sealed by the one who rotated');
  assert.equal(back.state.epoch, 3);
  assert.ok(cems);
});

test('a server that keeps a seal back, or hands out one of another secret', async () => {
  const { doors, group } = await founded();
  const { localStore } = await joins(doors, group, ben);
  await remove(group, []);
  await S.needSeals(group.state, doors.seals.filter((one) => S.decodeSeal(one).epoch === 1));
  doors.lie = (door, answer) => (door === 'GET seals' ? { ...answer, records: [], next: 0 } : answer);
  const fresh = memoryLocalStore();
  const without = await page(doors, ben, fresh);
  assert.deepEqual(lies(without), []);
  doors.now += 25 * 3_600_000;
  assert.deepEqual(lies(await page(doors, ben, fresh)), ['excluded']);
  doors.lie = (_door, answer) => answer;
  assert.deepEqual(lies(await page(doors, ben, fresh)), []);
  // A secret that the log does not promise.
  const false_ = await S.sealSecret(doors.pid, 1, S.sha(S.utf8('another')), { iid: ben.iid, xKey: ben.xKey }, doors.device(ben).random);
  doors.seals = [false_];
  assert.deepEqual(lies(await page(doors, ben)), ['excluded']);
  assert.ok((await page(doors, ben, localStore)).isReadable, 'whoever has the key keeps it');
});

test('a log that is another one, an older one, or none at all', async () => {
  const { doors, group, localStore } = await founded();
  await joins(doors, group, ben);
  const copy = doors.copy();
  await remove(group, [ben.id]);
  // Older: Ben's removal is withheld from a device that has seen it.
  doors.restore(copy);
  const older = await page(doors, ana, localStore);
  assert.deepEqual(lies(older), ['rollback']);
  assert.ok(older.lies.isFrozen);
  await fails(put(older, [newTask(older, { title: 'Now' }, {})]), 'frozen');
  // Another one of the same length.
  const state = S.needFold(doors.pid, doors.entries);
  doors.entries.push(...S.writeEntries(state, ana.keys, doors.now, [{ type: 15, history: 1, floor: 0 }, { type: 15, history: 1, floor: 0 }]));
  const forked = await page(doors, ana, localStore);
  assert.deepEqual(lies(forked), ['fork']);
  // A third one is a proof of its own; the same one again is none.
  const first = forked.lies.all.get('fork ')?.evidence[0];
  const begin = doors.entries.slice(0, -1);
  doors.entries = [...begin, ...S.writeEntries(S.needFold(doors.pid, begin), ana.keys, doors.now + 1, [{ type: 15, history: 0, floor: 0 }])];
  await forked.syncLog();
  await forked.syncLog();
  const proofs = forked.lies.all.get('fork ')?.evidence ?? [];
  assert.equal(proofs.length, 2);
  assert.deepEqual([proofs[0], proofs[1]?.[0]], [first, first?.[0]]);
  assert.notEqual(proofs[1]?.[1], first?.[1]);
  // A ghost: signed by nobody who may.
  doors.restore(copy);
  const ghost = S.writeEntries(S.needFold(doors.pid, doors.entries), ben.keys, doors.now, [{ type: 2, role: 3, card: cem.card }]);
  doors.entries.push(...ghost);
  const invalid = await page(doors, ben);
  assert.deepEqual(lies(invalid), ['invalid']);
  assert.equal(invalid.state.members.has(cem.id), false);
  // A removal without its new key.
  doors.restore(copy);
  doors.entries.push(...S.writeEntries(S.needFold(doors.pid, doors.entries), ana.keys, doors.now, [{ type: 4, iid: ben.iid }]));
  assert.deepEqual(lies(await page(doors, ben)), ['invalid']);
});

test('objects that are older, swapped, or signed under another log', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const [one, two] = [newTask(group, { title: 'One' }, {}), newTask(group, { title: 'Two' }, {})];
  await put(group, [one, two]);
  const before = doors.copy();
  await put(group, [{ ...one, fields: taskFields({ title: 'One again' }), rel: {} }]);
  const stored = doors.objects;
  const keys = [one, two].map(({ oid }) => `1/${S.toHex(oid)}`);
  doors.objects = new Map([...before.objects].map(([key, object]) => [key, { ...object, changed: object.changed + 100 }]));
  const rolled = await page(doors, ana, localStore);
  assert.deepEqual(lies(rolled), ['rollback']);
  assert.equal(text(rolled, one.oid), 'One again', 'what was seen stays');
  assert.ok(!rolled.lies.isFrozen);
  await fails(put(rolled, [{ ...one, fields: taskFields({ title: 'x' }), rel: {} }]), 'frozen');
  // The title of one in place of the other's.
  doors.objects = new Map(stored);
  const [first, second] = keys.map((key) => stored.get(key));
  assert.ok(first && second);
  const title = second.fields.get('title');
  assert.ok(title);
  doors.objects.set(keys[0] ?? '', { ...first, fields: new Map(first.fields).set('title', { ...title, oid: one.oid }) });
  assert.deepEqual(lies(await page(doors, ben)), ['substituted']);
  // A task of somebody who has seen more than is served.
  doors.objects = new Map(stored);
  await setRole(group, ben.id, 2);
  await put(group, [newTask(group, { title: 'Later' }, {})]);
  doors.lie = (door, answer) => (door === 'GET log' ? { ...answer, records: [] } : answer);
  doors.entries = doors.entries.slice(0, -1);
  doors.lie = (_door, answer) => answer;
  await bens.syncObjects();
  assert.deepEqual(lies(bens), []);
  assert.equal(bens.heads.size, 1);
  doors.now += 61_000;
  await bens.syncObjects();
  assert.deepEqual(lies(bens), ['withheld']);
  // Which entry it is, and who names it, can be given to others.
  const [[named, , seq, hash] = []] = bens.lies.all.get('withheld ')?.evidence ?? [];
  assert.match(named ?? '', /^[0-9]+\/[0-9a-f]{32}$/);
  assert.deepEqual([Number(seq), hash], [group.state.next - 1, S.toHex(group.state.head)]);
});

test('an invitation that is served twice brings in one person', async () => {
  const { doors, group, localStore } = await founded();
  const { fragment } = await invite(group, { ...OPEN, maxUses: 1 }, SHOWN);
  const before = doors.copy();
  await (await knock(doors.device(ben), me(ben), doors.slug, fragment)).join();
  const [bens] = doors.entries.slice(-1);
  assert.ok(bens);
  // To Cem the server shows the log without Ben, and puts both entries into one.
  const other = new GroupDoors();
  Object.assign(other, { pid: doors.pid, slug: doors.slug });
  other.restore(before);
  await (await knock(other.device(cem), me(cem), doors.slug, fragment)).join();
  const [cems] = other.entries.slice(-1);
  assert.ok(cems);
  const seal = (/** @type {typeof ben} */ to) => S.sealSecret(doors.pid, 1, group.keyring.secrets.get(1) ?? assert.fail(), { iid: to.iid, xKey: to.xKey }, chance('seal'));
  doors.seals.push(await seal(cem));
  // A device that has seen one of them first is shown another log by the other one.
  await group.syncLog();
  doors.entries = [...before.entries, cems];
  assert.deepEqual(lies(await page(doors, ana, localStore)), ['fork']);
  doors.entries = [...before.entries, bens, cems];
  const fresh = await page(doors, ana);
  assert.deepEqual([lies(fresh), fresh.state.members.size], [['invalid'], 2]);
  // Signed anew behind Ben's, it is one use too many.
  const link = S.fromFragment(fragment);
  const state = S.needFold(doors.pid, [...before.entries, bens]);
  const keys = S.inviteKeys(link.seed);
  const signature = S.signRaw(keys.signSeed, S.frame('join', doors.pid, keys.id, S.writer.v16(cem.card)));
  doors.entries = [...before.entries, bens, ...S.writeEntries(state, cem.keys, doors.now, [{ type: 8, id: keys.id, card: cem.card, signature }])];
  const full = await page(doors, ana);
  assert.deepEqual([lies(full), full.state.members.has(cem.id)], [['invalid'], false]);
  assert.ok([...full.lies.all.values()].some(({ evidence }) => evidence.join().includes('invite-used')));
});

test('who was removed writes on under the key that they know, and the server shows it', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const one = newTask(group, { title: 'One' }, { phase: 1 });
  await put(group, [one]);
  await bens.syncObjects();
  await group.syncObjects();
  const known = bens.state;
  await remove(group, [ben.id]);
  await renew(group);
  await group.syncObjects();
  // His own revision behind the newest one, as of before he went, with the key of before.
  const key = `1/${S.toHex(one.oid)}`;
  const newest = doors.objects.get(key);
  assert.ok(newest);
  const place = { pid: doors.pid, otype: 1, oid: one.oid, unit: one.oid };
  const { rev } = S.decodeRevision(newest.revision);
  const envelope = bens.keyring.seal({ ...place, field: 'title', rev: rev + 1 }, { epoch: 1, gen: 0 }, S.utf8('Mine'), chance('old'));
  const rel = newest.fields.get('rel');
  assert.ok(rel);
  const fields = [
    { field: 'rel', rev: rel.rev, hash: S.fieldHash(rel.bytes) },
    { field: 'title', rev: rev + 1, hash: S.fieldHash(envelope) },
  ];
  const head = { headSeq: known.next - 1, headHash: known.head };
  const revision = S.signRevision({ ...place, rev: rev + 1, prev: S.revisionHash(newest.revision), epoch: 1, gen: 0, time: doors.now, actor: ben.iid, ...head, fields }, ben.keys.edSeed);
  doors.objects.set(key, { ...newest, changed: 1000, revision, fields: new Map([['rel', rel], ['title', { ...rel, field: 'title', rev: rev + 1, bytes: envelope }]]) });
  const caught = await page(doors, ana, localStore);
  assert.deepEqual([lies(caught), text(caught, one.oid)], [['substituted'], 'One']);
});

test('a newcomer by an invitation that ended long ago waits for a word', async () => {
  const { doors, group } = await founded();
  const { fragment } = await invite(group, { ...OPEN, expires: doors.now + 1000 }, SHOWN);
  await (await knock(doors.device(ben), me(ben), doors.slug, fragment)).join();
  doors.now += 73 * 3_600_000;
  await group.syncLog();
  await group.syncSeals();
  assert.equal(await carry(group), 0);
  assert.deepEqual([group.waiting, group.late], [[ben.id], [ben.id]], 'and it is said');
  await letIn(group, ben.id);
  assert.deepEqual([group.waiting, group.late], [[], []]);
  assert.ok((await page(doors, ben)).isReadable);
});

test('a server that was restored from a backup is given back what a device holds', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'Before' }, { phase: 1 });
  await put(group, [task]);
  const copy = doors.copy();
  await joins(doors, group, cem);
  await remove(group, [cem.id]);
  await renew(group);
  await put(group, [{ ...task, fields: taskFields({ title: 'After' }), rel: {} }]);
  const entries = doors.entries.length;
  doors.restore(copy);
  const back = await page(doors, ana, localStore);
  assert.deepEqual(lies(back), ['rollback']);
  const given = await giveBack(back);
  assert.deepEqual(lies(back), []);
  assert.equal(doors.entries.length, entries);
  assert.equal(given.entries, entries - copy.entries.length);
  // The task was changed twice meanwhile, and devices have the last revision alone.
  assert.deepEqual([given.missing, given.others, doors.objects.get(`1/${S.toHex(task.oid)}`)?.fields.get('title')?.rev], [0, 0, 3]);
  assert.equal(text(back, task.oid), 'After');
  await bens.syncLog();
  await bens.syncSeals();
  assert.equal(bens.state.epoch, 2);
  assert.ok(bens.isReadable);
});

test('a server that lost objects and no entry is noticed, by its number or by an older object, and given back what it had', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens, localStore: localStoreOfBen } = await joins(doors, group, ben);
  const [one, gone] = [newTask(group, { title: 'One' }, { phase: 1 }), newTask(group, { title: 'Gone' }, { phase: 1 })];
  await put(group, [one]);
  const copy = doors.copy();
  // A task that stands below comes first among the objects of this device.
  const below = newTask(group, { title: 'Below' }, { phase: 1, parent: gone.oid });
  await put(group, [gone]);
  await put(group, [below, { ...one, fields: taskFields({ title: 'One again' }), rel: {} }]);
  await group.syncObjects();
  await bens.syncObjects();
  doors.restore(copy);
  const forgotten = await page(doors, ana, localStore);
  assert.deepEqual([lies(forgotten), forgotten.hasForgotten, forgotten.isToHeal], [[], true, true]);
  const sent = doors.sent.length;
  const given = await giveBack(forgotten);
  assert.deepEqual(given, { entries: 0, objects: 3, messages: 0, missing: 0, others: 0 });
  const puts = doors.sent.slice(sent).filter(({ door }) => door === 'POST put');
  assert.equal(puts.length, 1, 'together');
  assert.deepEqual([lies(forgotten), forgotten.isToHeal], [[], false]);
  assert.equal(text(await page(doors, ben), one.oid), 'One again');
  // Another member's device gives it back as well, and a server that shows the older one all the same is named.
  doors.restore(copy);
  await put(await page(doors, ana), [newTask(group, { title: 'More' }, {}), newTask(group, { title: 'And more' }, {}), newTask(group, { title: 'Most' }, {})]);
  const other = await page(doors, ben, localStoreOfBen);
  assert.equal(other.hasForgotten, false, 'it has gone on');
  forgetCursors(other);
  await other.syncObjects();
  assert.deepEqual(lies(other), ['rollback']);
  assert.equal((await giveBack(other)).objects, 3);
  assert.deepEqual(lies(other), []);
  const stale = copy.objects.get(`1/${S.toHex(one.oid)}`);
  assert.ok(stale);
  doors.objects.set(`1/${S.toHex(one.oid)}`, { ...stale, changed: 1000 });
  await other.syncObjects();
  assert.deepEqual([lies(other), other.isToHeal], [['rollback'], false], 'once a page');
});

test('what somebody has written since the backup is not overwritten by what was lost', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const one = newTask(group, { title: 'One', desc: 'First' }, { phase: 1 });
  await put(group, [one]);
  await bens.syncObjects();
  const copy = doors.copy();
  await put(group, [{ ...one, fields: taskFields({ desc: 'Lost' }), rel: {} }]);
  doors.restore(copy);
  await put(bens, [{ ...one, fields: taskFields({ title: 'Since then' }), rel: {} }]);
  const back = await page(doors, ana, localStore);
  forgetCursors(back);
  await back.syncObjects();
  assert.deepEqual(lies(back), ['rollback']);
  const given = await giveBack(back);
  assert.deepEqual([given.objects, given.missing], [0, 0], 'nothing newer than that');
  assert.deepEqual(lies(back), ['rollback'], 'and it is said');
  assert.equal(text(bens, one.oid), 'Since then');
  // Until somebody decides to go on with it; on the next page, too.
  assert.ok(back.isPassed);
  await goOnOlder(back);
  assert.deepEqual([lies(back), text(back, one.oid), text(back, one.oid, 'desc')], [[], 'Since then', 'First']);
  const next = await page(doors, ana, localStore);
  assert.deepEqual([lies(next), text(next, one.oid)], [[], 'Since then']);
  await put(next, [{ ...one, fields: taskFields({ desc: 'Second' }), rel: {} }]);
  await bens.syncObjects();
  assert.deepEqual([text(bens, one.oid, 'desc'), lies(bens)], ['Second', []]);
});

test('buttons say one thing each, and sign no more than that, whatever stands beside them', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const [one, two] = [newTask(group, { title: 'One' }, {}), newTask(group, { title: 'Two' }, {})];
  await put(group, [one, two]);
  const [first, second] = [doors.rowOf(one.oid), doors.rowOf(two.oid)];
  const relNow = () => relOf(group.objects.get(1, one.oid) ?? assert.fail());
  await pressed(group, { do: 'take', object: first });
  assert.deepEqual([relNow().phase, relNow().assignees.map(S.toHex)], [2, [ana.id]]);
  await pressed(group, { do: 'hand-back', object: first });
  assert.deepEqual([relNow().phase, relNow().assignees], [1, []]);
  await pressed(group, { do: 'reviewer', object: first, to: ben.id });
  assert.deepEqual(relNow().reviewers.map(S.toHex), [ben.id]);
  await pressed(group, { do: 'depend', object: first, task: second });
  await pressed(group, { do: 'depend', object: first, task: second });
  await pressed(group, { do: 'move', object: first, task: second });
  assert.deepEqual([relNow().parent, relNow().waitsFor], [two.oid, [two.oid]]);
  await pressed(group, { do: 'undepend', object: first, task: second });
  await pressed(group, { do: 'move', object: first });
  assert.deepEqual([relNow().parent, relNow().waitsFor], [new Uint8Array(16), []]);
  await pressed(group, { do: 'assign', object: first, to: ben.id });
  assert.deepEqual([relNow().phase, relNow().assignees.map(S.toHex)], [2, [ben.id]]);
  for (const [word, phase] of /** @type {const} */ ([['begin', 3], ['hand-in', 5], ['review', 6], ['send-back', 3], ['finish', 7], ['uncall', 0], ['call', 1], ['accept', 7], ['drop', 8]])) {
    await pressed(group, { do: word, object: first });
    assert.equal(relNow().phase, phase, word);
  }
  await pressed(group, { do: 'reopen', object: first, phase: '7' });
  assert.equal(relNow().phase, 8);
  await pressed(group, { do: 'reopen', object: first, phase: '3' });
  await pressed(group, { do: 'archive', object: first });
  assert.deepEqual([relNow().phase, relNow().flags], [3, 2]);
  // A page that is drawn otherwise: the word alone counts, for one task, and nobody is made anything.
  const before = relNow();
  const more = { phase: '8', to: ben.id, task: second, assign: ben.id, review: ben.id, parent: second, week: '3000', addFlags: '4', dropFlags: '2', addWaits: second };
  await pressed(group, { ...more, do: 'take', object: first });
  assert.deepEqual(relNow(), { ...before, phase: 2, assignees: [group.me.iid] });
  // A reviewer who takes it reviews it no more; a reviewer beside them stays.
  await pressed(group, { do: 'reviewer', object: first, to: ana.id });
  await pressed(group, { do: 'take', object: first });
  assert.deepEqual(relNow(), { ...before, phase: 2, assignees: [group.me.iid], reviewers: [] });
  await pressed(group, { do: 'reviewer', object: first, to: ben.id });
  await fails(pressed(group, { do: 'take', object: `${first} ${second}` }), 'unknown-object');
  await setRole(group, ben.id, 2);
  await bens.syncLog();
  assert.equal(bens.role, 2);
  await renewKey(group);
  assert.equal(group.state.epoch, 2);
  const head = S.toHex(group.state.head);
  for (const word of ['role', 'remove', 'revoke', 'renew-key', 'let-in']) await fails(pressed(group, { do: word, iid: ben.id, role: '3', object: first }), 'failed');
  assert.equal(S.toHex(group.state.head), head);
  await pressed(bens, { do: 'leave' });
  await group.syncLog();
  assert.equal(group.state.members.size, 1);
  await fails(pressed(group, { do: 'take', object: '00' }), 'unknown-object');
  await fails(pressed(group, { do: 'take', object: S.toHex(one.oid) }), 'unknown-object');
  await fails(pressed(group, { do: 'move', object: first, task: '00' }), 'unknown-object');
  // A former member is given nothing, and is named as a reviewer no more.
  const { rev } = group.objects.get(1, one.oid) ?? assert.fail();
  await pressed(group, { do: 'assign', object: first, to: ben.id });
  assert.equal(group.objects.get(1, one.oid)?.rev, rev);
  await pressed(group, { do: 'begin', object: first });
  assert.deepEqual(relNow().reviewers, []);
});

/** A page, or a line of it, with the titles of tasks in some places. @param {Record<string, string>} titles */
const withTitles = (titles) => ({
  querySelector: (/** @type {string} */ asked) => {
    const object = titles[asked.replace(/ .*/, '')];
    return object === undefined ? null : { dataset: { object } };
  },
});
/** @param {Record<string, string>} titles */
const titled = (titles) => Object.assign(globalThis, { document: withTitles(titles) });

test('a button is about the task whose title stands beside it, and signs nothing of another one', async () => {
  const { doors, group } = await founded();
  const [one, two] = [newTask(group, { title: 'One' }, {}), newTask(group, { title: 'Two' }, {})];
  await put(group, [one, two]);
  const [first, second] = [doors.rowOf(one.oid), doors.rowOf(two.oid)];
  const phases = () => [one, two].map(({ oid }) => relOf(group.objects.get(1, oid) ?? assert.fail()).phase);
  const session = /** @type {any} */ ({ ready: group, part: { texts: { of: () => '' } }, watch: { right: () => undefined }, show: () => undefined });
  const presses = (/** @type {Record<string, string>} */ dataset, /** @type {Record<string, string> | undefined} */ line) =>
    press(session, /** @type {any} */ ({ dataset: { then: 'stay', ...dataset }, textContent: '', closest: () => line && withTitles(line) }), false);
  // A list: the title of the page is that of the pursuance.
  titled({});
  await fails(presses({ do: 'take', object: second }, { a: first }), 'unknown-object');
  await fails(presses({ do: 'take', object: second, task: first }, { a: first }), 'unknown-object');
  await presses({ do: 'take', object: first }, { a: first });
  assert.deepEqual(phases(), [2, 0]);
  // The page of a task, and the lines on it.
  titled({ h1: first });
  await fails(presses({ do: 'drop', object: second }, undefined), 'unknown-object');
  await fails(presses({ do: 'drop', object: first }, { a: second }), 'unknown-object');
  await fails(presses({ do: 'undepend', object: second, task: first }, { a: first }), 'unknown-object');
  await presses({ do: 'depend', object: first, task: second }, { a: second });
  await presses({ do: 'call', object: second }, { a: second });
  await presses({ do: 'begin', object: first }, {});
  assert.deepEqual(phases(), [3, 1]);
});

test('one who leaves is asked, and a double press is one press', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const session = /** @type {any} */ ({ ready: bens, part: { texts: { of: () => 'Really' } }, watch: { right: () => undefined }, show: () => undefined });
  const element = /** @type {any} */ ({ dataset: { do: 'leave', then: 'stay' }, textContent: 'Leave', closest: () => null });
  titled({});
  await press(session, element, false);
  assert.deepEqual([element.textContent, bens.isMember], ['Really', true]);
  await press(session, element, true);
  assert.deepEqual([element.textContent, bens.isMember], ['Really', true]);
  // A server that draws the question itself has not asked.
  await press(session, { ...element }, false);
  assert.equal(bens.isMember, true);
  await press(session, element, false);
  assert.equal(bens.isMember, false);
});

test('who signed no name is asked about by the name of their account, which is said to be one, and by theirs once they have', async () => {
  const { doors, group } = await founded();
  await joins(doors, group, ben);
  const task = newTask(group, { title: 'One' }, {});
  await put(group, [task]);
  /** @type {string | undefined} */
  let signed;
  group.nameOf = () => signed;
  const texts = { of: (/** @type {string} */ key, { name = '' } = {}) => `${key} ${name}` };
  const session = /** @type {any} */ ({ ready: group, part: { texts }, watch: { right: () => undefined }, show: () => undefined });
  const element = /** @type {any} */ ({ dataset: { do: 'assign', object: doors.rowOf(task.oid), to: ben.id, then: 'stay' }, textContent: 'ben', closest: () => null });
  await press(session, element, false);
  assert.equal(element.textContent, 'by-account ben');
  // A name that came meanwhile is another question.
  signed = 'Ben of the bees';
  await press(session, element, false);
  assert.equal(element.textContent, 'Ben of the bees');
  const assignees = () => relOf(group.objects.get(1, task.oid) ?? assert.fail()).assignees.map(S.toHex);
  assert.deepEqual(assignees(), []);
  signed = undefined;
  await press(session, element, false);
  assert.equal(element.textContent, 'by-account ben');
  assert.deepEqual(assignees(), []);
  await press(session, element, false);
  assert.deepEqual(assignees(), [ben.id]);
});

test('every button that pages have says a word that is known', async () => {
  const { group } = await founded();
  const words = ['private', 'private_in_place', 'private_words', 'row'].flatMap((name) => {
    const text = readFileSync(new URL(`../../../templates/task/${name}.html`, import.meta.url), 'utf8');
    return [...text.matchAll(/call (?:sign::)?(?:press|next)\((?:"([a-z-]+)"|.*? data-do="([a-z-]+)")/g)].map(([, word, other]) => word ?? other ?? '');
  });
  assert.ok(words.length > 15, words.join());
  for (const word of words) await fails(pressed(group, { do: word, object: '00' }), 'unknown-object');
});

test('a revision under another log is a proof that stays, whatever the server shows since', async () => {
  const { doors, group, localStore } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const task = newTask(group, { title: 'One' }, { phase: 1 });
  await put(group, [task]);
  await bens.syncObjects();
  const honest = doors.copy();
  // To Ben another log is shown, and Ana gets what he signs there.
  bens.state = { ...bens.state, head: S.sha(S.utf8('another log')) };
  const { object } = revise(bens, { ...task, fields: taskFields({ title: 'Two' }), rel: {} }, bens.objects.get(1, task.oid));
  const key = `1/${S.toHex(task.oid)}`;
  const fields = new Map([...object.fields].map(([field, held]) => [field, { otype: 1, oid: task.oid, unit: task.oid, field, ...held }]));
  doors.objects.set(key, { ...(doors.objects.get(key) ?? assert.fail()), changed: 1000, revision: object.bytes, fields });
  const caught = await page(doors, ana, localStore);
  assert.deepEqual([lies(caught), caught.lies.isFrozen], [['fork'], true]);
  const proof = [key, S.toHex(object.hash), `${bens.state.next - 1}`, S.toHex(bens.state.head)];
  assert.deepEqual(caught.lies.all.get('fork ')?.evidence, [proof]);
  doors.restore(honest);
  const again = await page(doors, ana, localStore);
  assert.deepEqual([lies(again), again.lies.all.get('fork ')?.evidence], [['fork'], [proof]]);
  await fails(put(again, [newTask(again, { title: 'Now' }, {})]), 'frozen');
});

test('what is withheld for a minute is said, also to somebody who goes from page to page', async () => {
  const { doors, group } = await founded();
  const { localStore } = await joins(doors, group, ben);
  await setRole(group, ben.id, 2);
  await put(group, [newTask(group, { title: 'Later' }, {})]);
  const all = doors.entries;
  doors.entries = all.slice(0, -1);
  assert.deepEqual(lies(await page(doors, ben, localStore)), []);
  doors.now += 30_000;
  assert.deepEqual(lies(await page(doors, ben, localStore)), []);
  doors.now += 31_000;
  assert.deepEqual(lies(await page(doors, ben, localStore)), ['withheld']);
  // It was late, and is forgotten.
  doors.entries = all;
  const late = await page(doors, ben, localStore);
  assert.deepEqual([lies(late), late.heads.size], [[], 0]);
});

test('an entry that names a time long before the one that was known last is odd', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  await setRole(group, ben.id, 2);
  await bens.syncLog();
  assert.equal(bens.hasOddTime, false);
  doors.now -= 2 * 3_600_000;
  await setRole(group, ben.id, 1);
  await bens.syncLog();
  assert.equal(bens.hasOddTime, true);
});

test('two couriers at once: who was let in by the other one holds nobody else up', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const { fragment } = await invite(group, OPEN, SHOWN);
  const dan = person('dan');
  await (await knock(doors.device(cem), me(cem), doors.slug, fragment)).join();
  await bens.syncLog();
  await bens.syncSeals();
  await (await knock(doors.device(dan), me(dan), doors.slug, fragment)).join();
  await group.syncLog();
  await group.syncSeals();
  assert.deepEqual(group.waiting, [cem.id, dan.id]);
  doors.before = () => serve(bens);
  await serve(group);
  assert.ok((await page(doors, cem)).isReadable);
  assert.ok((await page(doors, dan)).isReadable);
});

test('somebody goes on under another key: it is announced to those who knew the former, and marked for all', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const anew = person('ben, again');
  const signature = S.signRaw(anew.keys.edSeed, S.frame('rekey', doors.pid, ben.iid));
  const payload = /** @type {const} */ ({ type: 10, old: ben.iid, card: anew.card, signature });
  const es = bens.keyring.secrets.get(1);
  assert.ok(es);
  const { entries, seals } = await S.rotate(doors.state, ana.keys, doors.now, { before: [payload], es }, doors.device(ana).random);
  doors.append(entries, seals);
  await group.syncLog();
  const rekey = { seq: doors.entries.length - 2, old: ben.id, iid: anew.id, by: ana.id };
  assert.deepEqual([group.announced, group.rekeyed], [[rekey], [rekey]]);
  const fresh = await page(doors, anew, memoryLocalStore());
  assert.deepEqual([fresh.announced, fresh.rekeyed], [[], [rekey]]);
  assert.ok(fresh.isReadable);
});

test('pages name tasks as their server does, and a device keeps what it was told', async () => {
  assert.equal(rowOf('0068x5bbb4zcyc0484gj6n3km6'), '00323a55ad64fb3cc01104848d51ce86');
  for (const id of ['', '8068x5bbb4zcyc0484gj6n3km6', '0068x5bbb4zcyc0484gj6n3kmi', '0068X5BBB4ZCYC0484GJ6N3KM6']) assert.equal(rowOf(id), undefined, id);
  const { doors, group, localStore } = await founded();
  const [one, two] = [newTask(group, { title: 'One' }, {}), newTask(group, { title: 'Two' }, {})];
  await put(group, [one, two]);
  const [first, second] = [doors.rowOf(one.oid), doors.rowOf(two.oid)];
  assert.equal(group.names.task(first), undefined, 'not told yet');
  assert.deepEqual(await group.task(first), one.oid);
  await fails(group.task('00'), 'unknown-object');
  // The next page knows it before it asks anything.
  const next = new Group(doors.device(ana, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(ana));
  await next.load();
  assert.deepEqual(next.names.rows.get(second), { row: second, otype: 1, oid: S.toHex(two.oid), unit: S.toHex(two.oid), number: doors.objects.get(`1/${S.toHex(two.oid)}`)?.number });
  // A server that means another task by the same name is no longer believed.
  const tasks = { [S.toHex(two.oid)]: { id: doors.objects.get(`1/${S.toHex(one.oid)}`)?.id, number: 7 } };
  doors.lie = (door, answer) => (door === 'GET objects' ? { ...answer, tasks } : answer);
  await put(group, [{ ...two, fields: taskFields({ title: 'Two again' }), rel: {} }]);
  const caught = await page(doors, ana, localStore);
  assert.deepEqual(lies(caught), ['substituted']);
  assert.equal(caught.names.task(first), S.toHex(one.oid));
  doors.lie = (door, answer) => (door === 'GET objects' ? { ...answer, tasks: { [S.toHex(two.oid)]: { id: 'x' } } } : answer);
  await fails(page(doors, ana), 'failed');
});

test('a comment is a message: its sender signed it for this task', async () => {
  const { doors, group } = await founded();
  const { group: bens } = await joins(doors, group, ben);
  const [task, oid] = [newTask(group, { title: 'One' }, {}), new Uint8Array(16).fill(7)];
  await put(group, [task]);
  const place = S.messagePlace(doors.pid, task.oid, oid);
  const under = { epoch: 1, gen: 0 };
  const head = { headSeq: doors.state.next - 1, headHash: doors.state.head };
  const message = { sender: ben.iid, senderSeq: 1, prev: new Uint8Array(32), ...head, time: doors.now };
  const key = S.unitKey(S.contentKey(doors.pid, 1, bens.keyring.secrets.get(1) ?? assert.fail()), task.oid, 0);
  const { envelope } = S.sealMessage(place, under, key, { ...message, said: { kind: 1, text: 'I go' } }, ben.keys.edSeed, chance('said'));
  const record = S.encodeRecord({ kind: 5, unit: task.oid, oid, senderSeq: 1, envelope });
  await bens.server.send('put', [record]);
  await group.syncLog();
  await group.syncObjects();
  const row = doors.rowOf(oid);
  assert.deepEqual(group.names.rows.get(row), { row, otype: 3, oid: S.toHex(oid), unit: S.toHex(task.oid), number: 0 });
  assert.equal(group.names.task(row), undefined, 'it is no task');
  const where = { oid, unit: task.oid };
  assert.equal(group.keyring.said(group.state, where, envelope), 'I go');
  assert.throws(() => group.keyring.said(group.state, { ...where, unit: oid }, envelope));
  const early = { ...group.state, next: head.headSeq };
  assert.throws(() => group.keyring.said(early, where, envelope), { reason: 'stale-log' });
});

test('a place on a page of all pursuances is of the one that it names, or that knows its row', async () => {
  const { group } = await founded();
  group.names.rows.set('0f', { row: '0f', otype: 1, oid: '01', unit: '01', number: 1 });
  assert.equal(isOf({ object: '0f' }, group), true);
  assert.equal(isOf({ object: '0e' }, group), false);
  assert.equal(isOf({ object: '00', group: group.slug }, group), true);
  // Another one cannot take a place that names one.
  assert.equal(isOf({ object: '0f', group: 'private-other' }, group), false);
});

test('a device finds tasks by what it has opened and what members signed', async () => {
  const { doors, group } = await founded();
  const week = Date.UTC(2026, 10, 27);
  const first = newTask(group, { title: 'Count the nests', desc: 'Behind the shed', size: 2, due: week, skills: ['Field:Owls'] }, { phase: 0 });
  await put(group, [first]);
  const below = newTask(group, { title: 'Draw a map' }, { phase: 3, parent: first.oid, assignees: [ana.iid] });
  const waits = newTask(group, { title: 'Walk', urgency: 1 }, { phase: 1, waitsFor: [below.oid] });
  const gone = newTask(group, { title: 'Count the trash' }, { phase: 0, flags: 4 });
  const inIt = newTask(group, { title: 'Count below' }, { phase: 0, parent: gone.oid });
  await put(group, [below, waits, gone]);
  await put(group, [inIt]);
  const here = await page(doors, ana);
  const knowing = new Knowing(here, new Map([[S.toHex(ana.iid), 'ana']]));
  await knowing.refresh();
  await knowing.opening;
  const find = (/** @type {string} */ text) => {
    const { query, bad } = parse(text);
    assert.equal(bad, undefined, text);
    return inOrder(knowing.all.filter(({ facts }) => matcher(query, 20_000)(facts)), query.sort).map(({ title }) => title);
  };
  assert.deepEqual(find('sort:order'), ['Count the nests', 'Draw a map', 'Walk']);
  assert.deepEqual(find('count'), ['Count the nests']);
  assert.deepEqual(find('"behind the shed" size:l skill:Field:* due:2026-11-27'), ['Count the nests']);
  assert.deepEqual([find('@me'), find('@ana is:open'), find('@-')], [['Draw a map'], ['Draw a map'], ['Walk', 'Count the nests']]);
  assert.deepEqual([find('is:later'), find('status:blocked urgency:urgent'), find('is:blocked')], [['Walk'], ['Walk'], []]);
  const [nests, map] = ['Count the nests', 'Draw a map'].map((one) => knowing.all.find(({ title }) => title === one)?.number);
  assert.deepEqual([find('is:free'), find(`parent:#${nests}`), find(`depends:#${map}`)], [[], ['Draw a map'], ['Walk']]);
  assert.deepEqual(find('sort:due'), ['Count the nests', 'Walk', 'Draw a map']);
  await put(here, [{ otype: 1, oid: below.oid, unit: below.oid, rel: { phase: 7 } }]);
  await knowing.refresh();
  await knowing.opening;
  assert.deepEqual([find('is:done'), find('is:free')], [['Draw a map'], ['Walk', 'Count the nests']]);
});
