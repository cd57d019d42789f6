// Every vector, on the sources.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { slowArgon2 } from '../src/argon2/slow.js';
import { ABOUT, checks } from '../vectors/all.js';

/** @import { Vectors } from '../vectors/all.js' */

/** @type {Vectors} */
const vectors = JSON.parse(readFileSync(new URL('../../tests/vectors.json', import.meta.url), 'utf8'));
const all = checks(S, vectors, async (password, salt, parameters) => slowArgon2(password, salt, parameters));

for (const { name, run } of all) test(name, run);

test('every key of the file has its test', () => {
  const tested = new Set([...ABOUT, ...all.flatMap(({ keys }) => keys)]);
  assert.deepEqual(Object.keys(vectors).filter((key) => !tested.has(key)), []);
  assert.deepEqual([...tested].filter((key) => !(key in vectors)), []);
});
