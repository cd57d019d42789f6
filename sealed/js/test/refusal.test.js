// Words for a refusal: pages say what their readers can do about it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { doors } from '../src/page/doors.js';
import { Texts } from '../src/page/texts.js';
import { toTrouble } from '../src/page/trouble.js';

/** @param {Record<string, string>} words */
function textsOf(words) {
  const texts = new Texts(/** @type {any} */ ({ querySelectorAll: () => [] }));
  texts.all = new Map(Object.entries(words));
  return texts;
}

/** The message for a page whose server answers so. @param {number} status @param {object} problem */
async function refused(status, problem) {
  const ask = doors(async () => new Response(JSON.stringify(problem), { status }));
  return ask('POST', '/put').then(() => assert.fail('nothing was refused'), toTrouble);
}

test('a refusal of one field is said in the words for that field', async () => {
  const texts = textsOf({ failed: 'failed', 'problem-invalid-input-reviewer': 'not this one', 'problem-too-deep': 'too deep' });
  const type = 'https://one.example/api/v1/problems#invalid-input';
  assert.equal(texts.about(await refused(422, { type, field: 'reviewer' })), 'not this one');
  assert.equal(texts.about(await refused(422, { type, field: 'title' })), 'failed');
  assert.equal(texts.about(await refused(422, { type })), 'failed');
  assert.equal(texts.about(await refused(409, { type: '#too-deep', field: 'parent' })), 'too deep');
  const plain = textsOf({ failed: 'failed', 'problem-invalid-input': 'no name' });
  assert.equal(plain.about(await refused(422, { type, field: 'username' })), 'no name');
});
