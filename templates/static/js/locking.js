// Signing out takes the opened keys along (`sealed/js/src/page/unlocked.js`), and the secrets of invitations that wait in this tab
// (`fragment.js` there), from every page: few load the module that opens them.

import { as } from './dom.js';

/** Where the module keeps them. */
export const UNLOCKED = 'pursuance-unlocked';

/** Beginning of the names under which the secrets wait. */
export const INVITATION = 'pursuance-invitation ';

function forgetInvitations() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(INVITATION)) sessionStorage.removeItem(key);
  }
}

/** Deletes the keys that this browser has open, and those secrets, when the form that signs out is sent. */
export function lockAtSignOut() {
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || as(HTMLFormElement, event.target)?.dataset.unsent === undefined) return;
    try {
      // The browser goes on with it when the page is left.
      indexedDB.deleteDatabase(UNLOCKED);
      forgetInvitations();
    } catch {
      // A browser that keeps nothing.
    }
  });
}
