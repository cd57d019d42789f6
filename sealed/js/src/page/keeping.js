// The choice of how long keys stay open.

import { make, newId } from './elements.js';
import { canKeep } from './unlocked.js';

/** @import { Part } from './part.js' */

/** By the key of its text. */
const CHOICES = /** @type {const} */ ({ 'keep-hours': 'hours', 'keep-signout': 'signout', 'keep-page': 'page' });

/**
 * A list without a name, of what the browser can do.
 * @param {Part} part
 */
export function choiceOfKeeping(part) {
  const id = newId();
  const select = make('select', { id });
  for (const [key, value] of Object.entries(CHOICES)) {
    if (value === 'page' || canKeep()) select.append(make('option', { value, text: part.texts.of(key) }));
  }
  const element = make('div', { class: 'field' }, make('label', { for: id, text: part.texts.of('keep-legend') }), select);
  const chosen = () => Object.values(CHOICES).find((value) => value === select.value) ?? 'page';
  return { element, chosen };
}
