// Values of a device are asked for ahead, while the keys are still being opened.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Group, keptOf } from '../src/page/group/group.js';
import { memoryLocalStore, readAhead } from '../src/page/group/local_store.js';
import { deviceWith, follow, makeWorld, me } from '../bench/world.js';

test('what a page begins with is all asked for ahead, and nothing else', async () => {
  const { doors, localStore } = await makeWorld({ tasks: 3 });
  const before = await follow(doors, localStore);
  const where = { slug: doors.slug, pid: S.toHex(doors.pid) };
  /** @type {string[]} */
  const asked = [];
  let isOpen = false;
  const kept = readAhead(
    {
      ...localStore,
      get: (key) => {
        assert.ok(!isOpen, `${key} is asked for once the keys are open`);
        asked.push(key);
        return localStore.get(key);
      },
      all: (prefix) => {
        assert.ok(!isOpen, `${prefix} is asked for once the keys are open`);
        asked.push(prefix);
        return localStore.all(prefix);
      },
    },
    keptOf(where),
  );
  const count = asked.length;
  isOpen = true;
  const group = new Group({ ...deviceWith(doors, localStore), localStore: kept }, where, me);
  await group.load();
  assert.equal(asked.length, count);
  assert.equal(group.state.next, before.state.next);
  assert.equal(group.names.rows.size, 3);
  assert.ok(group.isReadable);
});

test('what was asked for ahead is answered once: afterwards counts what was written meanwhile', async () => {
  const localStore = memoryLocalStore();
  await localStore.put([{ key: 'a', value: 1 }, { key: 'of/a', value: 1 }]);
  const ahead = readAhead(localStore, ['a', 'of/']);
  await ahead.put([{ key: 'a', value: 2 }, { key: 'of/b', value: 2 }]);
  assert.deepEqual([await ahead.get('a'), await ahead.get('a')], [1, 2]);
  assert.deepEqual([(await ahead.all('of/')).length, (await ahead.all('of/')).length], [1, 2]);
});
