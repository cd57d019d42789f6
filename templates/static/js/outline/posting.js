// Forms of the outline, sent the way the page would send them: the page that answers brings this one up to date.

import { find, make } from '../dom.js';
import { tokenOf } from '../session.js';
import { ask, pageIn, say, viewer } from '../this_page.js';
import { checkSession } from './session.js';
import { outline, word } from './page.js';

/**
 * The page that answered, and its address; or why there is none.
 * @typedef {{ isDone: boolean, status: number, page: Document | null, at: string, why: string, isOver?: boolean }} Done
 */

/** @param {Document} page */
export const isOurs = (page) => page.body.dataset.viewer === viewer;

/**
 * Why a form was refused, as its page says it.
 * @param {Document} page
 */
export function reason(page) {
  const places = ['[id^="add-"][id$="-error"]', '#title-error', 'main [role="alert"] b', 'main [role="alert"]', '.fault .notice b', 'h1'];
  return places.map((place) => find(place, page)?.textContent?.trim()).find(Boolean) ?? word('failed');
}

/**
 * Sends fields as a form of this page. Where the session has ended, its person signs in beside what is written; where they have done
 * so elsewhere, it is sent in the session of now.
 * @param {string} action
 * @param {URLSearchParams} fields
 * @returns {Promise<Done>}
 */
export async function post(action, fields) {
  const done = await postOnce(action, fields);
  if (![401, 403].includes(done.status)) return done;
  const standing = await checkSession();
  if (standing === 'there') return postOnce(action, fields);
  const isOver = standing === 'over';
  return { ...done, status: 0, page: null, isOver, why: word(isOver ? 'ended' : 'offline') };
}

/**
 * Sends fields once. A server that fails, or one in between, is no connection.
 * @param {string} action
 * @param {URLSearchParams} fields
 * @returns {Promise<Done>}
 */
async function postOnce(action, fields) {
  fields.set('csrf', tokenOf());
  try {
    const answer = await ask(action, fields);
    const page = await pageIn(answer);
    if (answer.status >= 500 || !page.getElementById('main')) throw new Error('no answer of ours');
    const { pathname, search } = new URL(answer.url);
    return { isDone: answer.ok, status: answer.status, page, at: pathname + search, why: answer.ok ? '' : reason(page) };
  } catch {
    return { isDone: false, status: 0, page: null, at: '', why: word('offline') };
  }
}

/** This page as it is now; none where it is no outline any more. */
export async function pageNow() {
  const answer = await ask(location.href);
  const page = await pageIn(answer);
  return answer.ok && isOurs(page) && page.getElementById('outline') ? page : null;
}

/**
 * Sends fields the way a form does that has no script: the page that answers takes the place of this one.
 * @param {string} action
 * @param {URLSearchParams} fields
 */
export function leaveWith(action, fields) {
  const form = make('form', { method: 'post', action, hidden: true });
  fields.set('csrf', tokenOf());
  for (const [name, value] of fields) form.append(make('input', { type: 'hidden', name, value }));
  outline.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

/**
 * Work is sent in order; each piece finds the page as the one before has left it.
 * @type {Promise<void>}
 */
let working = Promise.resolve();

/**
 * Works once what was begun before is done.
 * @param {() => Promise<void>} work
 */
export function inOrder(work) {
  working = working.then(work).catch(() => say(word('failed')));
  return working;
}
