// Where somebody was in a discussion when they left it for another one, in this tab of the browser: they come back to the same message,
// and into the field that they wrote in.

import { all, findAs, focused } from '../dom.js';
import { isFollowed } from '../this_page.js';
import { ours } from './open_talks.js';

/** The head of a narrow page covers nothing, and a message that is nearly gone is not the one that is read. */
const EDGE = 16;
const WAY = `${ours}way`;

/** @typedef {{ message: string, top: number, caret: number | null }} Place */

/** @param {string} href */
const nameOf = (href) => `${ours}at ${href}`;

/**
 * Where somebody was there.
 * @param {string} href
 * @returns {Place | null}
 */
function placeOf(href) {
  try {
    const { message, top, caret } = JSON.parse(sessionStorage.getItem(nameOf(href)) ?? 'null') ?? {};
    return typeof message === 'string' && typeof top === 'number' ? { message, top, caret: typeof caret === 'number' ? caret : null } : null;
  } catch {
    return null;
  }
}

/**
 * Whether it is known where somebody was there.
 * @param {string} href
 */
export const hasPlace = (href) => placeOf(href) !== null;

/**
 * Notes that somebody goes there by its tab.
 * @param {string} href
 */
export function noteWay(href) {
  try {
    sessionStorage.setItem(WAY, href);
  } catch {
    // They come to its beginning.
  }
}

/**
 * Notes where somebody is on this page.
 * @param {string} href
 */
export function keepPlace(href) {
  const seen = all('#discussion .say').find((message) => message.getBoundingClientRect().bottom > EDGE);
  const field = findAs(HTMLTextAreaElement, '#say');
  try {
    // A person who signed out leaves nothing behind.
    if (localStorage.getItem(`${ours}open`) === null) return;
    const caret = field && focused() === field ? field.selectionStart : null;
    if (!seen || (scrollY === 0 && caret === null)) sessionStorage.removeItem(nameOf(href));
    else sessionStorage.setItem(nameOf(href), JSON.stringify({ message: seen.id, top: seen.getBoundingClientRect().top, caret }));
  } catch {
    // They come to its beginning.
  }
}

/** The way by which somebody came, which is told once. */
function wayHere() {
  try {
    const way = sessionStorage.getItem(WAY);
    sessionStorage.removeItem(WAY);
    return way;
  } catch {
    return null;
  }
}

/**
 * Brings a person who came by a tab back to where they were.
 * @param {string} href
 */
export function comeBack(href) {
  const way = wayHere();
  const place = way === href && isFollowed() && location.hash === '' ? placeOf(href) : null;
  if (!place) return;
  const field = findAs(HTMLTextAreaElement, '#say');
  if (field && place.caret !== null) {
    field.focus({ preventScroll: true });
    field.setSelectionRange(place.caret, place.caret);
  }
  const message = document.getElementById(place.message);
  if (message) scrollBy({ top: message.getBoundingClientRect().top - place.top, behavior: 'instant' });
}
