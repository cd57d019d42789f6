// Writing files are loaded once they are called: callers await them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as logWriter from '../src/page/group/log_writer.js';
import * as sealing from '../src/page/group/sealing.js';
import * as objectWriter from '../src/page/group/object_writer.js';
import * as ladder from '../src/page/ladder.js';

test('all that these files give answers later', () => {
  const kind = Object.getPrototypeOf(async () => undefined).constructor;
  assert.deepEqual(Object.entries({ ...objectWriter, ...logWriter, ...sealing, ...ladder }).filter(([, value]) => !(value instanceof kind)), []);
});
