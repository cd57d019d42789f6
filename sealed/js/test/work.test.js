// Writing files are loaded once they are called: callers await them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as duty from '../src/page/group/duty.js';
import * as sealing from '../src/page/group/sealing.js';
import * as work from '../src/page/group/work.js';
import * as ladder from '../src/page/ladder.js';

test('all that these files give answers later', () => {
  const kind = Object.getPrototypeOf(async () => undefined).constructor;
  assert.deepEqual(Object.entries({ ...work, ...duty, ...sealing, ...ladder }).filter(([, value]) => !(value instanceof kind)), []);
});
