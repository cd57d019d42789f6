// Keeping keys open, and the choice of how long.

import { make, newId } from './elements.js';
import { canKeep, sessionOfPage } from './unlocked.js';

/** @import { Opened } from './opening.js' */
/** @import { Part } from './part.js' */
/** @import { Choice } from './unlocked.js' */

/**
 * A list without a name, of what the browser can do.
 * @param {Part} part
 */
export function choiceOfKeeping(part) {
  const id = newId();
  const select = make('select', { id });
  for (const value of canKeep() ? ['hours', 'signout', 'page'] : ['page']) {
    select.append(make('option', { value, text: part.texts.of(`keep-${value}`) }));
  }
  const element = make('div', { class: 'field' }, make('label', { for: id, text: part.texts.of('keep-legend') }), select);
  const chosen = () => /** @type {Choice} */ (select.value);
  return { element, chosen };
}

/**
 * @param {Part} part
 * @param {Opened} opened
 * @param {Choice} choice
 * @param {string} marker of the session
 */
export async function keepOpen(part, opened, choice, marker) {
  await part.unlocked.keep(opened, choice, marker || sessionOfPage().marker);
  document.dispatchEvent(new CustomEvent('pursuance:unlocked'));
  // Some browsers empty what was not asked for. Nobody waits for the answer.
  navigator.storage?.persist?.().catch(() => undefined);
}
