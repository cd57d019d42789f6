// A device that signs in by another one: it shows a code, and waits for the keys.

import { alert, button, make, newId } from '../elements.js';
import { choiceOfKeeping, keepOpen } from '../keeping.js';
import { goTo } from '../navigation.js';
import { pictureOf } from '../picture.js';
import { showCode } from '../second_device.js';
import { Trouble, toTrouble } from '../trouble.js';

/** @import { Part } from '../part.js' */

/** It looks so often whether they have come, in milliseconds. */
const EVERY = 3000;

/** Failures that may pass by themselves. */
const PASSING = ['lost', 'problem-busy'];

const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY));

/** @param {Part} part */
export function beginNewDevice(part) {
  if (!part.isHere()) return;
  const keeping = choiceOfKeeping(part);
  void show(part, keeping);
}

/**
 * A device that looks too often waits. Signing in is not tried on and on: that would use up the tries of others at this address.
 * @param {unknown} error
 * @param {boolean} hasCome
 */
const passes = (error, hasCome) =>
  error instanceof Trouble && (PASSING.includes(error.key) || (error.key === 'problem-rate-limit' && !hasCome));

/**
 * @param {ReturnType<typeof showCode>} shown
 */
async function handed(shown) {
  for (;;) {
    // A page in the background sleeps: so it looks once more when the code is over.
    const isOver = shown.isOver();
    try {
      const found = await shown.look();
      if (found) return found;
    } catch (error) {
      if (!passes(error, shown.hasCome())) throw error;
    }
    if (isOver) throw new Trouble('device-over');
    await pause();
  }
}

/**
 * @param {Part} part
 * @param {ReturnType<typeof choiceOfKeeping>} keeping
 */
async function show(part, keeping) {
  const { texts, place } = part;
  const shown = showCode(part.device);
  place.replaceChildren(codeOf(part, shown.text), keeping.element, make('p', { class: 'small mute', role: 'status', text: texts.of('device-waits') }));
  try {
    const { opened, marker } = await handed(shown);
    await keepOpen(part, opened, keeping.chosen(), marker);
    // The page comes anew as that of somebody who is signed in, says who that is, and leads on.
    goTo('reload');
  } catch (error) {
    const again = button(texts.of('device-again'), 'btn primary');
    again.addEventListener('click', () => void show(part, keeping));
    place.replaceChildren(alert(texts.about(toTrouble(error))), make('div', { class: 'flex' }, again));
  }
}

/**
 * @param {Part} part
 * @param {string} text
 */
function codeOf({ texts }, text) {
  const id = newId();
  const code = make('output', { id, class: 'secret', translate: 'no', text });
  const copy = button(texts.of('copy'));
  const said = make('span', { class: 'small mute', role: 'status' });
  copy.addEventListener('click', async () => {
    getSelection()?.selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = texts.of('copied');
    } catch {
      // It is selected: whoever wants to copy it does it by hand.
    }
  });
  const label = make('label', { for: id, text: texts.of('device-code') });
  const hint = make('p', { class: 'hint', text: texts.of('device-code-hint') });
  const picture = pictureOf(text, texts.of('device-picture'));
  return make('div', { class: 'stack sm' }, label, code, hint, make('div', { class: 'flex' }, copy, said), picture);
}
