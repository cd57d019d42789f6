// Private boxes of a person at the server: how far they saw a log, against a server that shows a fresh browser an older one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Boxes } from '../src/page/group/boxes.js';
import { putBox, rootOfFile } from '../src/page/group/boxing.js';
import { Group } from '../src/page/group/group.js';
import { found } from '../src/page/group/inviting.js';
import { renewKey } from '../src/page/group/membership.js';
import { Pinned } from '../src/page/group/pinned.js';
import { writePins as write } from '../src/page/group/pinning.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { Saved } from '../src/page/group/views/saved.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** As a page does. @param {Pinned} pinned */
const writePins = async (pinned) => {
  if (pinned.isBehind) await write(pinned);
};

/** @import { LocalStore } from '../src/page/group/local_store.js' */

const HOUR = 3_600_000;
const [ana, ben] = [person('ana'), person('ben')];

/** @param {typeof ana} one */
const me = ({ keys, card, iid, id }) => ({ rootKey: S.sha(S.utf8(`root ${id}`)), keys, card, iid });

class GroupDoors extends doorsWith(S, TIME) {
  /** @param {typeof ana} one @param {LocalStore} [localStore] */
  device(one, localStore = memoryLocalStore()) {
    const ask = doorsTo((path, init) => this.fetch(one.id, path, init));
    return { ask, random: chance(`${one.id} ${this.sent.length}`), now: () => this.now, localStore };
  }

  /** How often a door was asked. @param {string} door */
  count(door) {
    return this.sent.filter((sent) => sent.door === door).length;
  }
}

async function founded() {
  const doors = new GroupDoors();
  const localStore = memoryLocalStore();
  const group = await found(doors.device(ana, localStore), me(ana), { name: 'Bees', mission: 'Count them', history: 1 });
  return { doors, localStore, group };
}

/**
 * A page of Ana's, as it begins.
 * @param {GroupDoors} doors
 * @param {LocalStore} [localStore] nothing: a browser that forgot all
 */
async function page(doors, localStore = memoryLocalStore()) {
  const group = new Group(doors.device(ana, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(ana));
  const pinned = new Pinned(group);
  await group.load();
  const pins = await pinned.read();
  await group.syncLog();
  const isHealed = pinned.check(pins);
  if (!group.lies.isFrozen) await group.syncSeals();
  return { group, pinned, isHealed, lies: [...group.lies.all.values()].map(({ kind }) => kind) };
}

/** A log of three more entries, seen on one device, which has written it down; and what the server had before. */
async function seen() {
  const { doors, localStore, group } = await founded();
  const before = doors.copy();
  await renewKey(group);
  const { pinned } = await page(doors, localStore);
  await writePins(pinned);
  return { doors, localStore, group, before };
}

test('the box is written where the log has grown, and read again after a while', async () => {
  const { doors, localStore } = await founded();
  const first = await page(doors, localStore);
  assert.deepEqual(first.lies, []);
  await writePins(first.pinned);
  await writePins(first.pinned);
  assert.equal(doors.count('POST boxes'), 1);
  const reads = doors.count('GET boxes');
  const { pinned } = await page(doors, localStore);
  await writePins(pinned);
  assert.deepEqual([doors.count('GET boxes'), doors.count('POST boxes')], [reads, 1], 'another page asks for nothing');
  doors.now += HOUR;
  await page(doors, localStore);
  assert.equal(doors.count('GET boxes'), reads + 1);
  // Nothing of it can be read, and other people have none of it.
  const [[key, sealed] = ['', '']] = doors.boxes;
  assert.equal(key, `${ana.id} pins ${S.toHex(doors.pid.slice(0, 16))}`);
  const bytes = S.fromBase64url(sealed);
  assert.equal(bytes.length, 170);
  assert.ok(!Buffer.from(bytes).includes(Buffer.from(doors.state.head)));
});

test('a browser that forgot all finds that the log is an older one, or another one', async () => {
  const { doors, group, before } = await seen();
  assert.deepEqual((await page(doors)).lies, []);
  const now = doors.copy();
  doors.restore(before);
  const old = await page(doors);
  assert.deepEqual(old.lies, ['rollback']);
  assert.ok(old.group.lies.isFrozen);
  // It writes nothing lower, and is right again once the log is there.
  await writePins(old.pinned);
  assert.equal(doors.count('POST boxes'), 1);
  doors.restore(now);
  await old.group.syncLog();
  await old.group.syncLog();
  assert.ok(old.pinned.check(await old.pinned.read()) && !old.group.lies.isFrozen);
  // One that goes on otherwise from the same beginning.
  doors.restore(before);
  const localStore = memoryLocalStore();
  const other = new Group(doors.device(ana, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me(ana));
  await other.syncLog();
  await other.syncSeals();
  await renewKey(other);
  assert.equal(other.state.next, group.state.next);
  assert.deepEqual((await page(doors)).lies, ['fork']);
});

test('an old box lowers nothing, and one of other keys counts as none', async () => {
  const { doors, localStore, group, before } = await seen();
  const [[key, sealed] = ['', '']] = doors.boxes;
  await renewKey(group);
  const { pinned } = await page(doors, localStore);
  await writePins(pinned);
  assert.notEqual(doors.boxes.get(key), sealed);
  // This device remembers what it saw there.
  doors.boxes.set(key, sealed);
  doors.now += HOUR;
  const again = await page(doors, localStore);
  assert.equal(again.pinned.pins?.headSeq, group.state.next - 1);
  // A fresh one believes the old box, and writes the higher one.
  const fresh = await page(doors);
  assert.deepEqual(fresh.lies, []);
  await writePins(fresh.pinned);
  assert.notEqual(doors.boxes.get(key), sealed);
  // That of somebody else opens for nobody.
  await putBox(new Boxes(doors.device(ben), me(ben)), 'pins', doors.pid.slice(0, 16), S.utf8('x'));
  doors.boxes.set(key, doors.boxes.get(`${ben.id} pins ${S.toHex(doors.pid.slice(0, 16))}`) ?? '');
  doors.restore(before);
  assert.deepEqual((await page(doors)).lies, []);
});

test('what another device saw meanwhile is held against no log that was asked for before', async () => {
  const { doors, localStore } = await founded();
  const here = await page(doors, localStore);
  const before = await here.pinned.read();
  await here.group.syncLog();
  const there = await page(doors);
  await renewKey(there.group);
  await writePins(there.pinned);
  // Before it writes, it reads.
  await writePins(here.pinned);
  assert.equal(here.pinned.pins?.headSeq, there.group.state.next - 1);
  here.pinned.check(before);
  assert.ok(!here.group.lies.isFrozen);
  const now = await here.pinned.read();
  await here.group.syncLog();
  here.pinned.check(now);
  assert.ok(now && !here.group.lies.isFrozen);
});

test('a server without room for it, or without an answer, stops nobody', async () => {
  const { doors, localStore } = await founded();
  const { lie } = doors;
  doors.lie = (door, answer) => {
    if (door.endsWith(' boxes')) throw new S.SealedError('too-many', 'boxes');
    return answer;
  };
  const { pinned, lies } = await page(doors, localStore);
  assert.deepEqual(lies, []);
  await writePins(pinned);
  await writePins(pinned);
  assert.equal(doors.count('GET boxes'), 2);
  doors.lie = lie;
  const next = await page(doors, localStore);
  await writePins(next.pinned);
  assert.equal(doors.boxes.size, 1);
});

test('a device whose keys came from a file writes and forgets no box, and holds the log against what the file saw', async () => {
  const { doors } = await founded();
  const mine = new Saved(new Boxes(doors.device(ana), me(ana)), chance('mine'));
  await mine.add({ query: '@me', name: 'Bank' });
  const ofFile = { ...me(ana), rootKey: rootOfFile(ana.keys) };
  const there = new Saved(new Boxes(doors.device(ana), ofFile), chance('there'));
  await there.load();
  await assert.rejects(there.add({ query: 'is:open', name: 'Open' }), { key: 'file-root' });
  for (const { oid } of mine.all) await assert.rejects(there.forget(oid), { key: 'file-root' });
  const localStore = memoryLocalStore();
  const group = new Group(doors.device(ana, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, ofFile);
  const pinned = new Pinned(group);
  await group.load();
  await pinned.read();
  await group.syncLog();
  const before = new Map(doors.boxes);
  assert.ok(pinned.isBehind);
  await writePins(pinned);
  assert.deepEqual(doors.boxes, before);
  assert.ok(!pinned.isBehind);
  assert.deepEqual((await page(doors, localStore)).lies, []);
  // The file that would write it is loaded no more, by the next page neither.
  const next = new Pinned(group);
  await next.read();
  assert.ok(!next.isBehind);
  // A file that saw more than the server shows now.
  const pins = { pid: doors.pid, headSeq: group.state.next, headHash: group.state.head, epoch: 1 };
  await localStore.put([{ key: `pins/${group.id}/${S.toHex(ana.iid)}`, value: { at: 0, pins } }]);
  assert.deepEqual((await page(doors, localStore)).lies, ['rollback']);
});

test('a search is saved under a name, found on another device and forgotten, and no word of it is sent', async () => {
  const { doors } = await founded();
  const saved = new Saved(new Boxes(doors.device(ana), me(ana)), chance('searches'));
  assert.deepEqual(await saved.load(), []);
  await saved.add({ query: 'is:open "river map"', name: 'The river' });
  await saved.add({ query: '@me', name: 'Bank' });
  const there = await new Saved(new Boxes(doors.device(ana), me(ana)), chance('more')).load();
  assert.deepEqual(
    there.map(({ name, query }) => [name, query]),
    [
      ['Bank', '@me'],
      ['The river', 'is:open "river map"'],
    ],
  );
  const sent = doors.sent.map(({ body }) => body).join('\n');
  for (const secret of ['The river', 'is:open "river map"']) {
    assert.ok(!sent.includes(secret) && !sent.includes(Buffer.from(secret).toString('base64url').slice(0, -2)), secret);
  }
  assert.ok(!sent.includes('Bank'));
  const [bank] = there;
  if (bank) await saved.forget(bank.oid);
  assert.deepEqual(saved.all.map(({ name }) => name), ['The river']);
  // Under other keys, as after these were replaced, it can only be forgotten.
  const later = new Saved(new Boxes(doors.device(ana), { ...me(ana), rootKey: S.sha(S.utf8('another')) }), chance('later'));
  const [closed] = await later.load();
  assert.equal(closed?.query, undefined);
  if (closed) await later.forget(closed.oid);
  assert.deepEqual(await saved.load(), []);
});
