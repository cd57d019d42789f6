// Who is called what where members stand.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { called } from '../src/page/group/views/called.js';

const [ana, ben, cem] = ['aa', 'bb', 'cc'].map((two) => two.repeat(32));
const texts = /** @type {any} */ ({ of: (/** @type {string} */ key) => key });
const group = { nameOf: (/** @type {Uint8Array} */ iid) => (iid[0] === 0xaa ? 'Ana of the bees' : undefined) };

test('a name that somebody signed goes before that of their account, and a sentence has no digits', () => {
  const row = (/** @type {string} */ name) => ({ closest: () => ({ querySelector: () => ({ textContent: name }) }) });
  const rows = { [`[data-member="${ana}"]`]: row('ana'), [`[data-member="${ben}"]`]: row('ben') };
  Object.assign(globalThis, { document: { querySelector: (/** @type {string} */ asked) => rows[asked] ?? null } });
  assert.ok(ana && ben && cem);
  assert.equal(called(group, ana, texts), 'Ana of the bees');
  assert.equal(called(group, ben, texts), 'ben');
  assert.equal(called(group, ben), 'ben');
  assert.equal(called(group, cem, texts), 'somebody-new');
  assert.equal(called(group, cem), undefined);
});
