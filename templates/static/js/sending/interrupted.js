// Files that were on their way when the page was left. This tab remembers them, as a page cannot read a file again that somebody chose
// before: whoever chooses the same one again goes on with it where it was.

import { DRAFT } from '../drafts.js';
import { viewer } from '../this_page.js';

/** As drafts, it goes when somebody signs out. */
const NAME = `${DRAFT}${viewer} sending`;

/**
 * A file: the name of its upload, what tells it from others, and where it is hung.
 * @typedef {{ upload: string, name: string, size: number, changed: number, action: string, at: string, original: string }} Kept
 */

/** @returns {Kept[]} */
export function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** @param {Kept[]} files */
function keep(files) {
  try {
    if (files.length === 0) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify(files));
  } catch {
    // A browser that keeps nothing.
  }
}

/** @param {string} upload */
export function forget(upload) {
  keep(remembered().filter((file) => file.upload !== upload));
}

/** @param {Kept} file */
export function remember(file) {
  keep([...remembered(), file]);
}
