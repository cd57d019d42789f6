// Unsent texts of forms on private pages: they lie on the device alone, and nobody without the keys reads them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { put } from '../src/page/group/changes.js';
import { Drafts, Typing } from '../src/page/group/drafts.js';
import { Group } from '../src/page/group/group.js';
import { found } from '../src/page/group/inviting.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { newTask, taskFields } from '../src/page/group/typed.js';
import { Typed, keepForm } from '../src/page/group/typing.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

const Doors = doorsWith(S, TIME);
const ana = person('ana');
const me = { rootKey: S.sha(S.utf8('root of Ana')), keys: ana.keys, card: ana.card, iid: ana.iid };

/** A pursuance with a task, and what the device of its founder keeps. */
async function one() {
  const doors = new Doors();
  const localStore = memoryLocalStore();
  const device = { ask: doorsTo((path, init) => doors.fetch(ana.id, path, init)), random: chance('typing'), now: () => doors.now, localStore };
  const group = await found(device, me, { name: 'Bees', mission: 'Count them', history: 1 });
  const [task] = await put(group, [newTask(group, { title: 'Look into the hive' }, {})]);
  assert.ok(task);
  return { doors, localStore, group, task };
}

/** Types into a form, which is left at once. @param {Typed} typed @param {Record<string, string>} values @param {import('../src/page/group/objects.js').Sealed} [base] */
async function types(typed, values, base) {
  Object.assign(globalThis, { addEventListener: () => undefined });
  typed.hear(new EventTarget(), () => values, () => base);
  await typed.keep?.();
}

test('what was typed is there again with what stood there, sealed, and nothing of it was sent', async () => {
  const { doors, localStore, group, task } = await one();
  const sent = doors.sent.length;
  await types(new Typed(group, 'edit/1/00'), { title: 'Look into both hives' }, task);
  assert.deepEqual(await new Typed(group, 'edit/1/00').get(), { values: { title: 'Look into both hives' }, base: task });
  assert.equal(await new Typed(group, 'edit/1/01').get(), undefined);
  assert.equal(doors.sent.length, sent);
  const kept = await localStore.all('typed/');
  assert.equal(kept.length, 2);
  for (const { value } of kept) assert.ok(!(value instanceof Uint8Array) || !Buffer.from(value).includes('Look into'));
  // It is gone when it is sent, and when nothing of it is left.
  const sender = new Typed(group, 'edit/1/00');
  await sender.get();
  await types(sender, { title: 'Look into both hives' }, task);
  await sender.forget();
  assert.equal(await new Typed(group, 'edit/1/00').get(), undefined);
  assert.deepEqual((await localStore.all('typed/')).filter(({ value }) => value), []);
  await types(new Typed(group, 'new/'), { text: 'Call' });
  const emptied = new Typed(group, 'new/');
  await emptied.get();
  await types(emptied, {});
  assert.equal(await new Typed(group, 'new/').get(), undefined);
  // With what stood there when it was begun.
  const changed = new Typed(group, 'edit/1/00');
  await types(changed, { title: 'Look' }, task);
  await types(changed, {}, task);
  assert.deepEqual((await localStore.all('typed/')).filter(({ value }) => value), []);
});

test('of two tabs with one form each writes the fields alone that it changed, and forgets what it wrote', async () => {
  const { group, task } = await one();
  Object.assign(globalThis, { addEventListener: () => undefined });
  /** A tab with the form: what was left there stands in it. */
  const tab = async () => {
    const typed = new Typed(group, 'edit');
    /** @type {Record<string, string>} */
    const values = { ...(await typed.get())?.values };
    typed.hear(new EventTarget(), () => ({ ...values }), () => task);
    return { typed, values };
  };
  const kept = async () => (await new Typed(group, 'edit').get())?.values;
  const [first, second] = [await tab(), await tab()];
  first.values.title = 'Look into both';
  await first.typed.keep?.();
  second.values.desc = 'By the river';
  await second.typed.keep?.();
  assert.deepEqual(await kept(), { title: 'Look into both', desc: 'By the river' });
  assert.equal((await new Typed(group, 'edit').get())?.base?.rev, task.rev);
  // A third one has both; in a field that two change the later one counts, also where the first is kept once more for another field.
  const third = await tab();
  assert.deepEqual(third.values, { title: 'Look into both', desc: 'By the river' });
  third.values.title = 'Look into all';
  await third.typed.keep?.();
  first.values.skills = 'bees';
  await first.typed.keep?.();
  assert.deepEqual(await kept(), { title: 'Look into all', desc: 'By the river', skills: 'bees' });
  // A field that is emptied in one tab goes, and so does one that is sent from one: the rest stays.
  delete second.values.desc;
  await second.typed.keep?.();
  assert.deepEqual(await kept(), { title: 'Look into all', skills: 'bees' });
  await third.typed.forget();
  assert.deepEqual(await kept(), { skills: 'bees' });
  await first.typed.forget();
  assert.equal(await kept(), undefined);
  // A tab that is left at once writes with what it saw last.
  await first.typed.get();
  first.values.title = 'Look';
  delete first.values.skills;
  await first.typed.keep?.(true);
  assert.deepEqual(await kept(), { title: 'Look' });
});

test('a page that is left while it looks at what is kept has written its text', async () => {
  const { localStore, group } = await one();
  /** @type {Record<string, () => void>} */
  const heard = {};
  Object.assign(globalThis, { addEventListener: (/** @type {string} */ name, /** @type {() => void} */ act) => (heard[name] = act) });
  let answers = true;
  const slow = { ...localStore, get: async (/** @type {string} */ key) => (answers ? localStore.get(key) : new Promise(() => undefined)) };
  const typed = new Typed({ device: { ...group.device, localStore: slow }, id: group.id, pid: group.pid, me, own: [me] }, 'new/');
  await typed.get();
  typed.hear(new EventTarget(), () => ({ text: 'Call the keeper' }));
  typed.changed();
  answers = false;
  void typed.keep?.();
  heard.pagehide?.();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual((await new Typed(group, 'new/').get())?.values, { text: 'Call the keeper' });
});

test('what is emptied is forgotten as soon as the field is left, before a step leads to another page', async () => {
  const { localStore, group, task } = await one();
  /** @type {Record<string, () => void>} */
  const heard = {};
  Object.assign(globalThis, { addEventListener: (/** @type {string} */ name, /** @type {() => void} */ act) => (heard[name] = act) });
  /** The texts that a form would have that is begun now. */
  const left = async () => [(await new Typed(group, 'new/').get())?.values.text, (await new Drafts(group, task.oid).get()).text];
  let text = 'Call the keeper';
  const typed = new Typed(group, 'new/');
  typed.hear(new EventTarget(), () => /** @type {Record<string, string>} */ (text === '' ? {} : { text }));
  const typing = new Typing(new Drafts(group, task.oid));
  heard.focusout?.();
  typing.typed(text);
  await typing.keep();
  await typed.keep?.();
  assert.deepEqual(await left(), [text, text]);
  text = '';
  typing.typed(text);
  heard.focusout?.();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(await left(), ['Call the keeper', '']);
  const again = new Typed(group, 'new/');
  await again.get();
  again.hear(new EventTarget(), () => ({}));
  again.changed();
  heard.focusout?.();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(await left(), [undefined, '']);
  assert.deepEqual((await localStore.all('typed/')).filter(({ value }) => value), []);
});

/** Fields as a page has them. @param {Record<string, string>} values */
const fieldsOf = (values) =>
  /** @type {import('../src/page/group/typing.js').Fields} */ (
    /** @type {unknown} */ (
      Object.fromEntries(
        Object.entries(values).map(([field, value]) => {
          const input = { value };
          return [field, { input, get value() { return input.value.trim(); } }];
        }),
      )
    )
  );

test('a form of several fields has what was left in each, until it is sent or given up', async () => {
  const { group } = await one();
  Object.assign(globalThis, { addEventListener: () => undefined });
  /** @param {Record<string, string>} values as the page shows it */
  const page = async (values) => {
    const fields = fieldsOf(values);
    return { fields, typed: await keepForm(group, 'invite', new EventTarget(), fields) };
  };
  const blank = { purpose: '', role: '1', days: '7' };
  const first = await page(blank);
  assert.equal(first.fields.purpose?.value, '');
  Object.assign(first.fields.purpose?.input ?? {}, { value: 'For the harvest ' });
  Object.assign(first.fields.days?.input ?? {}, { value: '30' });
  await first.typed.keep?.();
  assert.deepEqual((await new Typed(group, 'invite').get())?.values, { purpose: 'For the harvest', days: '30' });
  // A field that was not touched is as the page says it meanwhile.
  const [second, third] = [await page({ ...blank, role: '0' }), await page(blank)];
  assert.deepEqual(Object.values(second.fields).map(({ value }) => value), ['For the harvest', '0', '30']);
  // It is sent from one tab: neither another page nor another tab keeps it again.
  await second.typed.forget();
  Object.assign(third.fields.role?.input ?? {}, { value: '0' });
  await third.typed.keep?.();
  assert.deepEqual((await new Typed(group, 'invite').get())?.values, { role: '0' });
  // Given up: as it was.
  Object.assign(third.fields.role?.input ?? {}, { value: '1' });
  Object.assign(third.fields.purpose?.input ?? {}, { value: '' });
  Object.assign(third.fields.days?.input ?? {}, { value: '7' });
  await third.typed.keep?.();
  assert.equal(await new Typed(group, 'invite').get(), undefined);
});

test('what is typed to found a pursuance is of one person, though there is no pursuance yet', async () => {
  const { group: { device }, localStore } = await one();
  Object.assign(globalThis, { addEventListener: () => undefined });
  const where = { slug: 'new', pid: '0'.repeat(64) };
  const fields = fieldsOf({ name: '', mission: '' });
  const typed = await keepForm(new Group(device, where, me), 'found', new EventTarget(), fields);
  Object.assign(fields.mission?.input ?? {}, { value: 'Count them all' });
  await typed.keep?.();
  for (const { value } of await localStore.all('typed/')) assert.ok(!(value instanceof Uint8Array) || !Buffer.from(value).includes('Count'));
  const other = { ...me, rootKey: S.sha(S.utf8('root of Ben')), iid: person('ben').iid };
  assert.equal(await new Typed(new Group(device, where, other), 'found').get(), undefined);
  assert.deepEqual((await new Typed(new Group(device, where, me), 'found').get())?.values, { mission: 'Count them all' });
});

test('what was typed belongs to one form and to one person', async () => {
  const { localStore, group } = await one();
  const typed = new Typed(group, 'new/');
  await types(typed, { text: 'Call the keeper' });
  const other = new Typed(group, 'block/');
  await localStore.put([{ key: other.kept.now.key, value: await localStore.get(typed.kept.now.key) }]);
  assert.equal(await other.get(), undefined);
  const stranger = { ...me, rootKey: S.sha(S.utf8('another root')) };
  const theirs = new Typed({ device: group.device, id: group.id, pid: group.pid, me: stranger, own: [stranger] }, 'new/');
  assert.equal(await theirs.get(), undefined);
});

test('a form that was left open is a change on what stood there when it was begun', async () => {
  const { group, task } = await one();
  await types(new Typed(group, 'edit'), { title: 'Look into both' }, task);
  const { oid, otype, unit } = task;
  await put(group, [{ otype, oid, unit, fields: taskFields({ title: 'Look into all' }) }]);
  const left = (await new Typed(group, 'edit').get()) ?? assert.fail();
  /** @type {string[]} */
  const asked = [];
  await put(group, [{ otype, oid, unit, base: left.base, fields: taskFields({ title: left.values.title ?? '' }) }], async ({ field }) => {
    asked.push(field);
    return 'theirs';
  });
  assert.deepEqual(asked, ['title']);
  assert.equal(S.fromUtf8(group.textOf(group.objects.get(otype, oid), 'title') ?? new Uint8Array()), 'Look into all');
});
