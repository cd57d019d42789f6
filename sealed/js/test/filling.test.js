// Claims of a page about tasks, held against what members signed.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { put } from '../src/page/group/changes.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { Filling } from '../src/page/group/filling.js';
import { found } from '../src/page/group/inviting.js';
import { holdRows } from '../src/page/group/rows.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { newTask } from '../src/page/group/typed.js';
import { TIME, chance, person } from '../support/group.js';
import { doorsWith } from '../support/group_doors.js';

const Doors = doorsWith(S, TIME);
const [ana, ben] = [person('ana'), person('ben')];

/** A pursuance of Ana's, and its server. @param {string} seed of what is drawn by chance */
async function founded(seed) {
  const doors = new Doors();
  const device = { ask: doorsTo((path, init) => doors.fetch(ana.id, path, init)), random: chance(seed), now: () => doors.now, localStore: memoryLocalStore() };
  const me = { rootKey: S.sha(S.utf8('root of Ana')), keys: ana.keys, card: ana.card, iid: ana.iid };
  return { doors, group: await found(device, me, { name: 'Bees', mission: '', history: 1 }) };
}

/** As much of an element as is looked at. */
class Element {
  /** @param {Record<string, string>} dataset */
  constructor(dataset) {
    this.dataset = dataset;
    /** @type {Element[]} */
    this.marks = [];
  }
  querySelectorAll() {
    return [];
  }
  querySelector() {
    return this.marks[0];
  }
  /** @returns {{ querySelector: () => Element } | null} the line in which it stands */
  closest() {
    return null;
  }
  setAttribute() {}
  /** @param {Element} mark */
  append(mark) {
    this.marks.push(mark);
  }
}
Object.assign(globalThis, { HTMLElement: Element, HTMLTitleElement: class {}, document: { createElement: () => new Element({}) } });

/**
 * The verdict of the device on a row, as the server draws it.
 * @param {import('../src/page/group/group.js').Group} group
 * @param {Record<string, string>} dataset
 * @param {string} [title] the task whose title stands in the line
 */
function drawn(group, dataset, title) {
  const row = new Element(dataset);
  if (title) row.closest = () => ({ querySelector: () => new Element({ object: title }) });
  const root = { querySelectorAll: (/** @type {string} */ asked) => (asked.includes('"state"') ? [row] : []) };
  const words = { has: () => true, of: (/** @type {string} */ key) => key };
  new Filling(/** @type {any} */ (words)).compare(/** @type {any} */ (root), group);
  return row.marks.map(({ dataset: { lie } }) => lie);
}

test('a row of an older revision than this device has known for long is an older state', async () => {
  const { doors, group } = await founded('filling');
  const task = newTask(group, { title: 'Look into the hive' }, {});
  await put(group, [task]);
  await put(group, [{ otype: 1, oid: task.oid, unit: task.oid, rel: { assignees: [ana.iid] } }]);
  await group.syncObjects();
  const object = group.objects.get(1, task.oid) ?? assert.fail();
  const row = { object: doors.rowOf(task.oid), assignees: ana.id };
  const lies = () => [...group.lies.all.values()].map(({ kind }) => kind);
  object.seen = performance.timeOrigin;
  assert.deepEqual([drawn(group, { ...row, rev: '2' }), lies()], [[], []]);
  // The page was open when this device took it: it is drawn anew soon.
  assert.deepEqual([drawn(group, { ...row, assignees: ben.id, rev: '1' }), lies()], [[], []]);
  object.seen = performance.timeOrigin - 61_000;
  assert.deepEqual([drawn(group, { ...row, rev: '2' }), lies()], [[], []]);
  drawn(group, { ...row, assignees: ben.id, rev: '1' });
  assert.deepEqual(lies(), ['rollback']);
  assert.ok(!group.lies.isFrozen, 'it is about one task');
});

test('what stands beside the title of another task is a change by the server', async () => {
  const { doors, group } = await founded('beside');
  const [one, two] = [newTask(group, { title: 'One' }, {}), newTask(group, { title: 'Two' }, {})];
  await put(group, [one, two]);
  await group.syncObjects();
  const row = { object: doors.rowOf(one.oid), phase: '0' };
  const lies = () => [...group.lies.all.values()].map(({ kind }) => kind);
  assert.deepEqual([drawn(group, row, doors.rowOf(one.oid)).length, lies()], [0, []]);
  assert.deepEqual([drawn(group, row, doors.rowOf(two.oid)).length, lies()], [1, ['changed']]);
});

test('a text is shown without letters that turn those beside it, and without those that are none', () => {
  const texts = /** @type {any} */ ({ has: () => true, of: (/** @type {string} */ key) => key });
  const shown = (/** @type {string} */ text) => new Filling(texts).textOf(1, 'title', S.utf8(text));
  assert.equal(shown('one\u202e two\u2066\u0007\u0000\nthree\tfour שלום'), 'one two\nthree\tfour שלום');
});

test('a row of a later revision than anybody signed has until the next round, and is told then', async () => {
  const { doors, group } = await founded('later');
  const task = newTask(group, { title: 'Look into the hive' }, {});
  await put(group, [task]);
  await group.syncObjects();
  const row = new Element({ object: doors.rowOf(task.oid), assignees: ben.id, rev: '1' });
  const root = { querySelectorAll: (/** @type {string} */ asked) => (asked.includes('"state"') ? [row] : []) };
  const lies = () => [...group.lies.all.values()].map(({ kind }) => kind);
  const round = () => new Filling(/** @type {any} */ ({ has: () => true, of: (/** @type {string} */ key) => key })).verify(/** @type {any} */ (root), group);
  for (const rev of ['1', '2']) {
    row.dataset.rev = rev;
    await round();
    assert.deepEqual(lies(), [], rev);
  }
  // It came, and so does another one.
  await put(group, [{ otype: 1, oid: task.oid, unit: task.oid, rel: { assignees: [ana.iid] } }]);
  await round();
  row.dataset.rev = '3';
  await round();
  assert.deepEqual(lies(), []);
  await round();
  assert.deepEqual(lies(), ['substituted']);
});

test('a number of entries that no honest server says excuses no row of a member', async () => {
  const marks = async (/** @type {Record<string, string>} */ shown, /** @type {Record<string, string>} */ fresh = shown, grows = 0, isHere = true) => {
    const row = Object.assign(new Element({ member: 'ab', ...shown }), { closest: () => null, remove: () => row.marks.push(new Element({ lie: 'removed' })), textContent: 'moderates' });
    const state = { next: 5, members: new Map([['ab', { role: 1 }]]) };
    /** @type {string[]} */
    const lies = [];
    const group = /** @type {any} */ ({
      state,
      lies: { isFrozen: false, raise: (/** @type {string} */ kind) => lies.push(kind) },
      alone: (/** @type {() => unknown} */ act) => act(),
      syncLog: () => (state.next += grows),
    });
    const text = isHere ? `<span data-member="ab" data-level="${fresh.level}" data-entries="${fresh.entries}" title="">` : '';
    Object.assign(globalThis, { location: { href: '/' }, fetch: async () => new Response(text), CustomEvent: Event });
    Object.assign(document, { querySelectorAll: (/** @type {string} */ asked) => (asked === '[data-member]' ? [row] : []), dispatchEvent: () => true });
    const filling = new Filling(/** @type {any} */ ({ has: () => true, of: (/** @type {string} */ key) => key }));
    await holdRows(filling, group);
    return [lies.join(' '), row.marks.length, row.textContent];
  };
  const [no, lie] = [['', 0, 'moderates'], ['changed', 1, 'moderates']];
  assert.deepEqual(await marks({ level: '1', entries: '5' }), no);
  assert.deepEqual(await marks({ level: '2', entries: '5' }), lie);
  // Somebody joined: this device was behind, or the page.
  assert.deepEqual(await marks({ level: '1', entries: '6' }, undefined, 1), no);
  assert.deepEqual(await marks({ level: '1', entries: '4' }, { level: '1', entries: '5' }), no);
  assert.deepEqual(await marks({ level: '2', entries: '4' }, { level: '1', entries: '5' }), ['', 0, '…']);
  assert.deepEqual(await marks({ level: '2', entries: '4' }, {}, 0, false), ['', 1, 'moderates'], 'it is not shown any more');
  // The log that the server gives has no such number, and a page of now has no smaller one.
  for (const entries of ['6', '', 'x', '-1', '4', '1e9']) assert.deepEqual(await marks({ level: '2', entries }), lie, entries);
  assert.deepEqual(await marks({ level: '2' }), lie, 'none');
  assert.deepEqual(await marks({ level: '2', entries: '6' }, undefined, 1), lie);
});
