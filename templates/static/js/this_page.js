// This page, and other pages of this server as a script asks for them.

import { as, closestAs, find, need } from './dom.js';
import { documentOf } from './trusted_types.js';

export const main = need(find('#main'));

/** The name of the person who is signed in. */
export const viewer = document.body.dataset.viewer;

/** The answers for a page that is not for this viewer any more, or is put away. */
export const GONE = [403, 404, 410];

/** The element that tells something to people who do not see the page. */
export const status = need(find('#live-status'));

/** How the browser came to this page, where it says so. */
function visit() {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming ? entry : null;
}

/** Whether somebody came here by a link or a form: they have neither read the page again nor gone back to it. */
export const isFollowed = () => (visit()?.type ?? 'navigate') === 'navigate';

/** Whether the browser had the page already, since it was asked for ahead (`talk/ahead.js`): it may be a few seconds old. */
export function isFromBefore() {
  return isFollowed() && visit()?.transferSize === 0;
}

/**
 * Tells those who do not see the page what has changed on it.
 * @param {string} text
 */
export function say(text) {
  // The same words are told again only where they differ.
  status.textContent = status.textContent === text ? `${text}\u00a0` : text;
}

/**
 * Asks for a page as it is now, or sends a form as a script does: the answer is a page.
 * @param {string | URL} address
 * @param {URLSearchParams} [body]
 */
export function ask(address, body) {
  const headers = { accept: 'text/html' };
  return fetch(address, body ? { method: 'POST', body, headers } : { headers, cache: 'no-cache' });
}

/**
 * The page in an answer.
 * @param {Response} answer
 */
export async function pageIn(answer) {
  return documentOf(await answer.text());
}

/**
 * Returns the fields that a form would send.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 */
export function sentBy(form, submitter = null) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) fields.append(name, String(value));
  return fields;
}

/**
 * Opens the part of a page in which an address names something, and puts the focus into what is a field.
 * @param {string} hash
 */
export function focusNamed(hash) {
  const named = as(HTMLElement, document.getElementById(hash.slice(1)));
  const fold = closestAs(HTMLDetailsElement, named, 'details.fold');
  // Not every browser opens it without that.
  if (fold && !fold.open) {
    fold.open = true;
    named?.scrollIntoView();
  }
  if (named?.matches('input, textarea')) named.focus();
}
