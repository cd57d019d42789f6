// Costs of private pursuances on a device (`npm run bench`): as milliseconds, and in a loop of SHA-256 that runs beside each of them, since
// machines differ and are busy. With `--board`, also a page of them in the system's Chromium (`board.js`).

import { sha256 } from '@noble/hashes/sha2.js';

import * as S from '../src/index.js';
import { Keyring } from '../src/page/group/keyring.js';
import { remove } from '../src/page/group/membership.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { Knowing, inOrder } from '../src/page/group/views/knowing.js';
import { dayAt } from '../src/query/days.js';
import { matcher } from '../src/query/matches.js';
import { parse } from '../src/query/parse.js';
import { TIME } from '../support/group.js';
import { follow, makeWorld } from './world.js';

const ROUNDS = 5;
const LOOP = 20_000;
const QUERIES = ['bees', 'count the hive', 'winter status:started', 'skill:bees:counting !size:l', 'is:open sort:due', '"every hive" urgency:normal'];

/** @param {number[]} values */
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** @param {() => unknown} act */
async function timed(act) {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

const block = new Uint8Array(64);
const loop = async () =>
  timed(() => {
    for (let at = 0; at < LOOP; at += 1) sha256(block);
  });

/**
 * @param {string} name
 * @param {number} most milliseconds, of which docs/sealed.md speaks; 0: no aim
 * @param {() => Promise<() => unknown>} prepare what is not measured, and returns what is
 * @param {number} [times] as often as it is done for one figure
 */
async function figure(name, most, prepare, times = 1) {
  /** @type {{ taken: number, loop: number }[]} */
  const found = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const act = await prepare();
    const before = await loop();
    const taken = (await timed(act)) / times;
    found.push({ taken, loop: (before + (await loop())) / 2 });
  }
  say(name, most, middle(found.map(({ taken }) => taken)), middle(found.map((one) => one.taken / one.loop)));
}

/**
 * @param {string} name
 * @param {number} most
 * @param {number} taken
 * @param {number} [ratio]
 */
function say(name, most, taken, ratio) {
  const aim = most === 0 ? '' : `≤ ${most} ms`;
  const met = most === 0 ? '' : taken <= most ? 'met' : 'missed';
  console.log(`| ${name} | ${taken.toFixed(taken < 10 ? 2 : 0)} ms | ${ratio === undefined ? '' : ratio.toFixed(3)} | ${aim} | ${met} |`);
}

console.log(`| figure | middle of ${ROUNDS} | in the loop | aim | |\n|---|---|---|---|---|`);
// So that the first figure does not pay for it.
for (let round = 0; round < ROUNDS; round += 1) await loop();
await figure(`the loop: ${LOOP} hashes of 64 bytes`, 0, async () => loop);

const many = await makeWorld({ tasks: 10_000 });
const localStore = memoryLocalStore();
const group = await follow(many.doors, localStore);
if (group.lies.all.size > 0) throw new Error('its server lies');
const tasks = [...group.objects.all.values()].filter(({ otype }) => otype === S.OTYPE.task);

/** As on a page whose keys were just opened. */
const fresh = () => {
  const keyring = new Keyring(group.pid);
  for (const [epoch, es] of group.keyring.secrets) keyring.learn(epoch, es);
  return keyring;
};

await figure('1,000 titles opened', 0, async () => {
  const keyring = fresh();
  return () => {
    for (const { otype, oid, unit, fields } of tasks.slice(0, 1_000)) {
      const { rev = 0, bytes = oid } = fields.get('title') ?? {};
      keyring.open({ otype, oid, unit, field: 'title', rev }, bytes);
    }
  };
});
await figure('1,000 tasks seen for the first time, verified', 0, async () => {
  const { doors } = await makeWorld({ tasks: 1_000 });
  return async () => follow(doors, memoryLocalStore());
});
let knowing = new Knowing(group, new Map());
await figure('10,000 tasks opened for search', 1_500, async () => {
  // The rest of the last round is not part of it.
  await knowing.opening;
  group.keyring = fresh();
  knowing = new Knowing(group, new Map());
  return async () => knowing.refresh();
});
await knowing.opening;
const ask = (/** @type {string} */ text) => {
  const { query } = parse(text);
  const matches = matcher(query, dayAt(TIME));
  return inOrder(knowing.all.filter(({ facts }) => matches(facts)), query.sort).length;
};
if (!QUERIES.every((text) => ask(text) > 0)) throw new Error('a query finds nothing');
await figure('a query among 10,000', 5, async () => () => QUERIES.forEach(ask), QUERIES.length);

await figure('one of 500 members removed, the key sealed to the others', 3_000, async () => {
  const { doors, localStore: kept } = await makeWorld({ members: 499 });
  const of = await follow(doors, kept);
  const [id = ''] = [...of.state.members.keys()].slice(-1);
  // Checks of the server are not the device's work.
  doors.append = () => undefined;
  return async () => remove(of, [id]);
});

if (process.argv.includes('--board')) {
  const { measureBoard } = await import('./board.js');
  for (const [count, name] of /** @type {const} */ ([[1_000, '1,000'], [240, '240']])) {
    const { first, seen, written, painted, open } = await measureBoard(count, 7);
    const clear = middle(open);
    say(`a board of ${name} private titles, from its bytes until those in view stand there`, 150, middle(first), middle(first) / clear);
    say('until those are painted', 0, middle(seen), middle(seen) / clear);
    say('until all of them stand there', 0, middle(written), middle(written) / clear);
    say('until all are painted', 0, middle(painted), middle(painted) / clear);
    say('the same board with its titles in the clear, until it is painted: the unit of these', 0, clear, 1);
  }
}
