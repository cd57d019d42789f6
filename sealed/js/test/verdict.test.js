// Verdicts of a reviewer, and work that is handed in, with a word about it: both or neither, and nothing twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { put } from '../src/page/group/changes.js';
import { Group } from '../src/page/group/group.js';
import { found } from '../src/page/group/inviting.js';
import { relOf } from '../src/page/group/objects.js';
import { sorted } from '../src/page/group/records.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { readTalk, say } from '../src/page/group/talking.js';
import { newTask } from '../src/page/group/typed.js';
import { decide, openBelow } from '../src/page/group/views/verdict.js';
import { Trouble } from '../src/page/trouble.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { Rel } from '../src/rel.js' */

const Doors = doorsWith(S, TIME);
const ana = person('ana');
const ME = { rootKey: S.sha(S.utf8('root')), keys: ana.keys, card: ana.card, iid: ana.iid };
const { new: fresh, inProgress, readyForReview, done, dropped } = S.PHASE;
const WORD = { id: '0f'.repeat(16), text: 'The roof is missing.' };

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {string} name
 */
const device = (doors, name) => ({
  ask: doorsTo((path, init) => doors.fetch(ana.id, path, init)),
  random: chance(name),
  now: () => doors.now,
  localStore: memoryLocalStore(),
});

/**
 * @param {InstanceType<typeof Doors>} doors
 */
async function otherDevice(doors) {
  const group = new Group(device(doors, 'second'), { slug: doors.slug, pid: S.toHex(doors.pid) }, ME);
  await group.load();
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
  return group;
}

/**
 * A task that waits for its reviewer, or is in another phase, and a member who has two devices.
 * @param {number} [phase]
 */
async function waiting(phase = readyForReview) {
  const doors = new Doors();
  const group = await found(device(doors, 'first'), ME, { name: 'Bees', mission: '', history: 1 });
  const [task] = await put(group, [newTask(group, { title: 'A house for owls' }, { phase })]);
  const oid = task?.oid ?? assert.fail();
  const other = await otherDevice(doors);
  const told = async (/** @type {Group} */ by = group) => {
    await by.syncObjects();
    const { said } = await readTalk(by, oid);
    return { phase: relOf(by.objects.get(1, oid) ?? assert.fail()).phase, said: [...said.values()].map(({ text }) => text) };
  };
  return { doors, group, oid, other, told };
}

/**
 * @param {Promise<unknown>} act
 * @param {string} key
 */
const fails = (act, key) => assert.rejects(act, (error) => error instanceof Trouble && error.key === key);

test('work is handed in with what was done in one request, and a lost answer makes nobody say it twice', async () => {
  const { doors, group, oid, other, told } = await waiting(inProgress);
  const { fetch } = doors;
  doors.fetch = async () => Promise.reject(new TypeError('Failed to fetch'));
  await fails(decide(group, oid, readyForReview, WORD), 'lost');
  doors.fetch = fetch;
  assert.deepEqual(await told(other), { phase: inProgress, said: [] });
  const before = doors.sent.length;
  doors.fetch = async (...asked) => {
    await fetch.apply(doors, asked);
    throw new TypeError('Failed to fetch');
  };
  await fails(decide(group, oid, readyForReview, WORD), 'lost');
  doors.fetch = fetch;
  assert.equal(doors.sent.length, before + 1);
  const handedIn = { phase: readyForReview, said: [WORD.text] };
  assert.deepEqual(await told(other), handedIn, 'both came in the one request');
  await decide(group, oid, readyForReview, WORD);
  assert.deepEqual([await told(), await told(other)], [handedIn, handedIn]);
  assert.deepEqual([group.lies.isFrozen, other.lies.isFrozen], [false, false]);
});

const BOTH = { phase: inProgress, said: [WORD.text] };

test('work is sent back with a word in one request', async () => {
  const { doors, group, oid, other, told } = await waiting();
  const before = doors.sent.length;
  await decide(group, oid, inProgress, WORD);
  assert.equal(doors.sent.length, before + 1);
  assert.deepEqual([await told(), await told(other)], [BOTH, BOTH]);
  assert.deepEqual([group.lies.isFrozen, other.lies.isFrozen], [false, false]);
});

test('work is accepted without a word, too', async () => {
  const { group, oid, told } = await waiting();
  await decide(group, oid, done, { ...WORD, text: '' });
  assert.deepEqual(await told(), { phase: done, said: [] });
});

test('where the server was not reached neither is there, and the next press does both', async () => {
  const { doors, group, oid, told, other } = await waiting();
  const { fetch } = doors;
  doors.fetch = async () => Promise.reject(new TypeError('Failed to fetch'));
  await fails(decide(group, oid, inProgress, WORD), 'lost');
  doors.fetch = fetch;
  assert.deepEqual(await told(other), { phase: readyForReview, said: [] });
  await decide(group, oid, inProgress, WORD);
  assert.deepEqual(await told(other), BOTH);
});

test('where the answer was lost the next press says nothing twice, whatever this device has heard meanwhile', async () => {
  for (const hears of [false, true]) {
    const { doors, group, oid, told } = await waiting();
    const { fetch } = doors;
    doors.fetch = async (...asked) => {
      await fetch.apply(doors, asked);
      throw new TypeError('Failed to fetch');
    };
    await fails(decide(group, oid, inProgress, WORD), 'lost');
    doors.fetch = fetch;
    if (hears) await group.syncObjects();
    await decide(group, oid, inProgress, WORD);
    assert.deepEqual(await told(), BOTH);
    assert.deepEqual([group.objects.get(1, oid)?.rev, doors.messages.get(WORD.id)?.seq], [2, 1]);
  }
});

test('somebody was faster: with other texts both go on, with the same verdict the word alone, with another one neither', async () => {
  const faster = await waiting();
  const { group, oid, other } = faster;
  await put(other, [{ otype: 1, oid, unit: oid, fields: { title: S.utf8('A house for two owls') } }]);
  await say(other, oid, { does: 'say', text: 'I look at it.' });
  await decide(group, oid, inProgress, WORD);
  assert.deepEqual(await faster.told(), { phase: inProgress, said: ['I look at it.', WORD.text] });
  assert.equal(S.fromUtf8(group.textOf(group.objects.get(1, oid), 'title') ?? assert.fail()), 'A house for two owls');

  const same = await waiting();
  await decide(same.other, same.oid, inProgress, { ...WORD, text: '' });
  await decide(same.group, same.oid, inProgress, WORD);
  assert.deepEqual(await same.told(), BOTH);

  const against = await waiting();
  await decide(against.other, against.oid, done, { ...WORD, text: '' });
  await fails(decide(against.group, against.oid, inProgress, WORD), 'conflict');
  assert.deepEqual(await against.told(), { phase: done, said: [] });
});

/**
 * A task that waits for its reviewer, with parts: their phases and flags, each a part of the one before.
 * @param {[title: string, rel: Partial<Rel>][]} parts
 */
async function withParts(parts) {
  const made = await waiting();
  const { group } = made;
  let above = made.oid;
  /** @type {Map<string, Uint8Array>} */
  const oids = new Map();
  for (const [title, rel] of parts) {
    const [part] = await put(group, [newTask(group, { title }, { parent: above, ...rel })]);
    above = part?.oid ?? assert.fail();
    oids.set(title, above);
  }
  const titlesOf = () => openBelow(group, made.oid).map((object) => S.fromUtf8(group.textOf(object, 'title') ?? assert.fail()));
  const phaseOf = (/** @type {Group} */ by, /** @type {string} */ title) => {
    const object = by.objects.get(1, oids.get(title) ?? assert.fail());
    return relOf(object ?? assert.fail()).phase;
  };
  return { ...made, oids, titlesOf, phaseOf };
}

test('open subtasks are signed with their task in one request, behind it, and what is closed or put away is left alone', async () => {
  for (const [fate, phase] of /** @type {const} */ ([['finish', done], ['drop', dropped]])) {
    const { doors, group, other, oid, titlesOf, phaseOf } = await withParts([
      ['Saw the boards', { phase: fresh }],
      ['Find a saw', { phase: dropped }],
      ['Ask the smith', { phase: inProgress }],
      ['Bring a gift', { phase: fresh, flags: S.FLAG.archived }],
      ['Wrap it', { phase: fresh }],
    ]);
    assert.deepEqual(titlesOf(), ['Saw the boards', 'Ask the smith']);
    const before = doors.sent.length;
    await decide(group, oid, done, WORD, fate);
    assert.equal(doors.sent.length, before + 1);
    const sent = JSON.parse(`${doors.sent.at(-1)?.body}`);
    assert.equal(sent.subtasks, fate);
    const revisions = sorted(sent.records.map(S.fromBase64url)).revisions;
    assert.equal(revisions.length, 3);
    // The server closes them with the task, and then finds them so.
    assert.deepEqual(S.decodeRevision(revisions[0] ?? assert.fail()).oid, oid);
    await other.syncObjects();
    for (const by of [group, other]) {
      const phases = ['Saw the boards', 'Find a saw', 'Ask the smith', 'Wrap it'].map((title) => phaseOf(by, title));
      assert.deepEqual(phases, [phase, dropped, phase, fresh]);
      assert.equal(relOf(by.objects.get(1, oid) ?? assert.fail()).phase, done);
    }
    assert.deepEqual(titlesOf(), []);
  }
});

test('without open subtasks, and without a choice, the server is told of none', async () => {
  const { doors, group, oid } = await waiting();
  await decide(group, oid, done, { ...WORD, text: '' }, 'finish');
  assert.equal('subtasks' in JSON.parse(`${doors.sent.at(-1)?.body}`), false);
});

test('parts that are parts of each other end the search', async () => {
  const { group, oid, oids, titlesOf } = await withParts([['One', { phase: fresh }], ['Two', { phase: fresh }]]);
  // The task itself is no part of what is below it.
  await put(group, [{ otype: 1, oid, unit: oid, rel: { parent: oids.get('Two') ?? assert.fail() } }]);
  assert.deepEqual(titlesOf(), ['One', 'Two']);
});
