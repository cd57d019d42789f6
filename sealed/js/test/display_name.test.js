// Names of people where members stand.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { called } from '../src/page/group/display_name.js';

const [ana = '', ben = '', cem = '', dee = ''] = ['aa', 'bb', 'cc', 'dd'].map((two) => two.repeat(32));
/** A page with these texts, as far as it has them. @param {string[]} keys */
const textsOf = (...keys) => /** @type {any} */ ({ of: (/** @type {string} */ key, { name = '' } = {}) => (keys.includes(key) ? `${key} ${name}`.trim() : '') });
const group = { nameOf: (/** @type {Uint8Array} */ iid) => (iid[0] === 0xaa ? 'Ana of the bees' : undefined) };

test('a name that somebody signed goes before that of their account, and a sentence has no digits', () => {
  // On *People* it stands beside the one that is signed, elsewhere in its place.
  const shown = { [ana]: { dataset: {}, textContent: 'ana' }, [ben]: { dataset: { account: 'ben' }, textContent: '' }, [dee]: { dataset: {}, textContent: 'dee' } };
  const rows = Object.fromEntries(Object.entries(shown).map(([id, row]) => [`[data-iid="${id}"]`, row]));
  Object.assign(globalThis, { document: { querySelector: (/** @type {string} */ asked) => rows[asked] ?? null } });
  const people = textsOf('somebody-new');
  assert.deepEqual([ana, ben, cem, dee].map((id) => called(group, id, people)), ['Ana of the bees', 'ben', 'somebody-new', 'dee']);
  assert.deepEqual([ben, cem].map((id) => called(group, id)), ['ben', undefined]);
});

test('where nothing else says so, the name of an account is said to be one, and what is signed is not', () => {
  const rows = { [`[data-iid="${ana}"]`]: { dataset: {}, textContent: 'ana' }, [`[data-iid="${ben}"]`]: { dataset: {}, textContent: 'ben' } };
  Object.assign(globalThis, { document: { querySelector: (/** @type {string} */ asked) => rows[asked] ?? null } });
  const texts = textsOf('by-account', 'somebody-new');
  assert.deepEqual([ana, ben, cem].map((id) => called(group, id, texts)), ['Ana of the bees', 'by-account ben', 'somebody-new']);
  // One of several is chosen by digits.
  assert.equal(called(group, cem, textsOf('by-account')), undefined);
});
