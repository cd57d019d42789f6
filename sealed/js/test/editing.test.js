// Authors of a change that stands against one's own.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isOwn } from '../src/page/group/views/editing.js';

test('what one signed on another page, or under former keys, is not of somebody else', () => {
  const iid = (/** @type {number} */ byte) => new Uint8Array(32).fill(byte);
  const group = /** @type {any} */ ({ own: [{ iid: iid(1) }, { iid: iid(2) }] });
  assert.deepEqual([1, 2, 3].map((byte) => isOwn(group, { actor: iid(byte) })), [true, true, false]);
  assert.equal(isOwn(group, undefined), false);
});
