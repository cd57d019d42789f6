// Every vector, on the sources.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { computeArgon2 } from '../src/argon2/compute.js';
import { slowArgon2 } from '../src/argon2/slow.js';
import { ABOUT, checks } from '../vectors/all.js';
import { moreChecks } from '../vectors/more.js';
import { randomChecks } from '../vectors/random.js';

/** @import { Check, Vectors } from '../vectors/all.js' */
/** @import { More } from '../vectors/more.js' */
/** @import { Random } from '../vectors/random.js' */

const nothing = () => undefined;

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(`../../tests/${name}.json`, import.meta.url), 'utf8'));

/** @type {Vectors} */
const vectors = read('vectors');
/** @type {More} */
const more = read('vectors-more');
/** @type {Random} */
const random = read('vectors-random');
const all = checks(S, vectors, async (password, salt, parameters) => (await computeArgon2(password, salt, parameters, nothing, () => slowArgon2)).hash);
const allMore = moreChecks(S, more);
const allRandom = randomChecks(S, random);

for (const { name, run } of [...all, ...allMore, ...allRandom]) test(name, run);

test('Argon2 without WebAssembly gives the same, with progress', async () => {
  const [password, salt, parameters] = [S.passphraseBytes('a passphrase of some length'), new Uint8Array(16), { m: 19_456, t: 2, p: 1 }];
  /** @type {number[]} */
  const steps = [];
  const slow = slowArgon2(password, salt, parameters, (done) => steps.push(done));
  const { hash, isSlow } = await computeArgon2(password, salt, parameters, nothing, () => slowArgon2);
  assert.equal(isSlow, false);
  assert.deepEqual(slow, hash);
  assert.ok(steps.length > 1 && steps.every((done) => done >= 0 && done <= 1));
});

/** @type {[string, object, Check[]][]} */
const FILES = [
  ['vectors', vectors, all],
  ['vectors-more', more, allMore],
  ['vectors-random', random, allRandom],
];
for (const [name, file, checked] of FILES) {
  test(`every key of ${name} has its test`, () => {
    const tested = new Set([...ABOUT, ...checked.flatMap(({ keys }) => keys)]);
    assert.deepEqual(Object.keys(file).filter((key) => !tested.has(key)), []);
    assert.deepEqual([...tested].filter((key) => !(key in file)), []);
  });
}
