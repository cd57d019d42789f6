// The secret of an invitation's link, behind its `#`. It is kept while somebody signs in first, in this tab alone, until they sign out.

import { INVITATION } from '../../../../../templates/static/js/locking.js';

/**
 * Takes the secret of the link out of the address, before anything else of the page can see it.
 */
export function takeFragment() {
  const key = INVITATION + location.pathname;
  const text = location.hash.slice(1);
  try {
    if (text.startsWith('i1.')) sessionStorage.setItem(key, text);
    if (text !== '') history.replaceState(null, '', location.pathname + location.search);
    return sessionStorage.getItem(key) ?? text;
  } catch {
    return text;
  }
}

/** @param {string} path */
export function forgetFragment(path) {
  try {
    sessionStorage.removeItem(INVITATION + path);
  } catch {
    // It was never kept.
  }
}
