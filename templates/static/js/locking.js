// Whoever signs out takes the opened keys along (`sealed/js/src/page/unlocked.js`), from every page: few load the module that opens them.

import { as } from './dom.js';

/** Where the module keeps them. */
const UNLOCKED = 'pursuance-unlocked';

/** Deletes the keys that this browser has open when the form that signs out is sent. */
export function lockAtSignOut() {
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || as(HTMLFormElement, event.target)?.dataset.unsent === undefined) return;
    try {
      // The browser goes on with it when the page is left.
      indexedDB.deleteDatabase(UNLOCKED);
    } catch {
      // A browser that keeps nothing.
    }
  });
}
