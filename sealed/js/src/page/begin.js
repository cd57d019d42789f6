// The script of the pages for accounts: each element with `data-sealed` begins by its word.
//
// Other modules of the page ask it for the keys of whoever is signed in: `unlocked()`.

import { lockAtSignOut } from '../../../../templates/static/js/locking.js';
import { Part } from './part.js';
import { sessionOfPage, thisBrowser } from './unlocked.js';
import { beginDerive } from './views/derive.js';
import { beginDevice } from './views/device.js';
import { beginNewDevice } from './views/device_new.js';
import { beginFile } from './views/file.js';
import { beginIdentity } from './views/identity.js';
import { beginJoin } from './views/join.js';
import { beginPassphrase } from './views/passphrase.js';
import { beginProof } from './views/proof.js';
import { beginRecover } from './views/recover.js';
import { beginRecovery } from './views/recovery.js';
import { beginSignIn } from './views/signin.js';
import { beginUnlock } from './views/unlock.js';

export { unlocked } from './unlocked.js';

/** @type {Record<string, (part: Part) => unknown>} */
const VIEWS = {
  derive: beginDerive,
  device: beginDevice,
  'device-new': beginNewDevice,
  file: beginFile,
  identity: beginIdentity,
  join: beginJoin,
  passphrase: beginPassphrase,
  proof: beginProof,
  recover: beginRecover,
  recovery: beginRecovery,
  signin: beginSignIn,
  unlock: beginUnlock,
};

// Some pages load this file alone.
lockAtSignOut();

// A session that ended elsewhere leaves no keys behind.
if (sessionOfPage().viewer === '') void thisBrowser().lock();

/** @type {WeakSet<Element>} */
const begun = new WeakSet();

/** Begins what is in the page and has not begun: live pages get parts of them anew. */
function beginAll() {
  for (const element of document.querySelectorAll('[data-sealed]')) {
    const begin = element instanceof HTMLElement ? VIEWS[element.dataset.sealed ?? ''] : undefined;
    if (!begin || begun.has(element) || !(element instanceof HTMLElement)) continue;
    begun.add(element);
    begin(new Part(element));
  }
}

beginAll();
new MutationObserver(beginAll).observe(document.body, { childList: true, subtree: true });
