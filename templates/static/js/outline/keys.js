// The keys of the outline, beside those of every page (`../keys.js`).

import { isWriting } from '../fields.js';
import { go, isMovable, order, wayOf } from './moving.js';
import { dropToast } from './notices.js';
import { itemOf, numberOf, titleAt } from './page.js';
import { endRename, rename } from './renaming.js';
import { pressWhileWriting } from './writing.js';

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
  const field = titleAt(target);
  if (field) {
    pressWhileWriting(event, field);
    return;
  }
  const line = itemOf(target);
  if (!line) return;
  const form = target instanceof HTMLInputElement ? target.form : null;
  if (key === 'Escape' && form?.matches('.rename')) {
    endRename(form, true);
    event.preventDefault();
    return;
  }
  if (isWriting(target)) return;
  if (event.altKey && key.startsWith('Arrow') && order) {
    // Elsewhere Alt and an arrow lead back in the history: here they never do.
    event.preventDefault();
    if (isMovable(line)) go(numberOf(line), wayOf(key));
  } else if (key === 'F2') {
    event.preventDefault();
    rename(line);
  } else if (key === 'Escape') {
    dropToast();
  }
}

/** Hears the keys of the outline. */
export function hearOutlineKeys() {
  document.addEventListener('keydown', press);
}
