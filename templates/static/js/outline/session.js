// Where the session has ended, the person of this page signs in beside what is written, and the page stays. Nobody else gets to see
// or to send it.

import { as, copyOf, find, findAs, focused, need } from '../dom.js';
import { hearSignedIn, takeToken, tellSignedIn } from '../session.js';
import { ask, pageIn, say, sentBy } from '../this_page.js';
import { ADD, mainForm, outline, word } from './page.js';

/**
 * Whether the person of this page is signed in: nobody knows where no answer comes.
 * @typedef {'there' | 'over' | 'unknown'} Standing
 */

let isOver = false;
/** @type {Promise<Standing> | null} */
let asking = null;
let resume = () => {};

/** Whether the person of this page is known not to be signed in any more. */
export const isSessionOver = () => isOver;

const panel = () => as(HTMLElement, document.getElementById('beside'));

/** Shows the form to sign in, beside what is written. */
function showPanel() {
  const template = need(as(HTMLTemplateElement, document.getElementById('sign-in')));
  const shown = need(copyOf(template.content).firstElementChild);
  shown.addEventListener('submit', signIn);
  const place = document.querySelector(`${ADD}:focus-within`) ?? mainForm() ?? outline.lastElementChild;
  place?.after(shown);
  shown.scrollIntoView({ block: 'nearest' });
}

/**
 * Says that nobody is signed in any more, or somebody else, and lets the person of this page sign in.
 * @param {string | undefined} who
 */
function end(who) {
  const said = word(who ? 'other' : 'ended');
  isOver = true;
  if (!panel()) showPanel();
  const text = find('p', panel());
  if (!text || text.textContent === said) return;
  text.textContent = said;
  say(said);
}

/**
 * Takes the token of a page of the same person: with it the forms of this page can be sent again.
 * @param {Document} fresh
 */
function takeOver(fresh) {
  if (!takeToken(fresh)) return false;
  if (!isOver) return true;
  isOver = false;
  const shown = panel();
  const isInside = shown?.contains(focused());
  const field = findAs(HTMLInputElement, 'input[name="title"]', shown?.previousElementSibling ?? null);
  shown?.remove();
  if (isInside) field?.focus();
  tellSignedIn();
  dispatchEvent(new Event('signed-in'));
  resume();
  return true;
}

/** @returns {Promise<Standing>} */
async function look() {
  try {
    const answer = await ask(location.href);
    const page = await pageIn(answer);
    if (answer.status >= 500 || !page.getElementById('main')) return 'unknown';
    if (takeOver(page)) return 'there';
    end(page.body.dataset.viewer);
    return 'over';
  } catch {
    return 'unknown';
  }
}

/** Asks the server who is signed in. */
export function checkSession() {
  asking ??= look().finally(() => {
    asking = null;
  });
  return asking;
}

/** @param {Event} event */
async function signIn(event) {
  event.preventDefault();
  // It leaves nothing: the page stays.
  event.stopPropagation();
  const form = need(as(HTMLFormElement, event.target));
  const error = need(find('.error', form));
  const button = need(findAs(HTMLButtonElement, 'button', form));
  button.disabled = true;
  error.textContent = '';
  try {
    const page = await pageIn(await ask(form.action, sentBy(form)));
    if (!takeOver(page)) error.textContent = find('main [role="alert"]', page)?.textContent?.trim() || word('failed');
  } catch {
    error.textContent = word('unreached');
  }
  button.disabled = false;
}

/**
 * Watches the session of this page. `goOn` is called once its person is signed in again.
 * @param {() => void} goOn
 */
export function watchSession(goOn) {
  resume = goOn;
  const again = () => {
    if (isOver && document.visibilityState === 'visible') checkSession();
  };
  document.addEventListener('visibilitychange', again);
  addEventListener('focus', again);
  hearSignedIn(() => {
    if (isOver) checkSession();
  });
}
