// A text that a field does not take as a whole, it does not take at all, and the page says so there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { takeWhole } from '../src/page/group/uncut_input.js';

const texts = { of: (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => `${key} ${values.most}` };

/**
 * A field, and what it says once something is brought into it; nothing where it takes that.
 * @param {string} value
 * @param {string} [lines]
 */
function field(value, lines) {
  const input = Object.assign(new EventTarget(), { value, selectionStart: value.length, selectionEnd: value.length, maxLength: 200 });
  let said = '';
  const refuse = (/** @type {string} */ text) => void (said = text);
  takeWhole(/** @type {any} */ ({ input, refuse }), texts, lines);
  const brings = (/** @type {string} */ type, /** @type {object} */ brought) => {
    said = '';
    const event = Object.assign(new Event(type, { cancelable: true }), brought);
    input.dispatchEvent(event);
    assert.equal(event.defaultPrevented, said !== '', 'what is refused is said, and what is said is refused');
    return said;
  };
  const of = (/** @type {string} */ text) => ({ getData: () => text });
  return {
    input,
    pastes: (/** @type {string} */ text) => brings('paste', { clipboardData: of(text) }),
    drops: (/** @type {string} */ text) => brings('drop', { dataTransfer: of(text) }),
    types: (/** @type {string | null} */ data) => brings('beforeinput', { data }),
  };
}

test('several lines are not one task, and one line is, whatever stands behind it', () => {
  const { pastes, drops } = field('', 'new-task-lines');
  for (const brings of [pastes, drops]) {
    assert.equal(brings('Look into the hive\nCall Cem'), 'new-task-lines 200');
    assert.equal(brings('Look into the hive\r\n\r\nCall Cem\r\n'), 'new-task-lines 200');
    assert.equal(brings('Look into the hive\r\n'), '');
    assert.equal(brings('\nLook into the hive'), '');
    assert.equal(brings(''), '');
  }
  assert.equal(field('').pastes('Look into\nthe hive'), '', 'the title of one task may have been broken over two lines');
});

test('no letter is cut off: neither of what is pasted, nor of what is typed', () => {
  const empty = field('');
  assert.equal(empty.pastes('a'.repeat(200)), '');
  assert.equal(empty.pastes('a'.repeat(201)), 'too-long 200');
  assert.equal(empty.pastes('a\r\n'.repeat(100)), '', 'a line break counts once');
  assert.equal(field('a'.repeat(150)).pastes('a'.repeat(51)), 'too-long 200');
  const full = field('a'.repeat(200));
  assert.equal(full.types('b'), 'too-long 200');
  assert.equal(full.types(null), '', 'deleting');
  full.input.selectionStart = 0;
  assert.equal(full.types('b'), '', 'in place of what is chosen');
  assert.equal(full.pastes('b'.repeat(201)), 'too-long 200');
});
