// What writes is loaded once it is called: whoever calls it awaits it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as work from '../src/page/group/work.js';

test('all that the file gives answers later', () => {
  const kind = Object.getPrototypeOf(async () => undefined).constructor;
  assert.deepEqual(Object.entries(work).filter(([, value]) => !(value instanceof kind)), []);
});
