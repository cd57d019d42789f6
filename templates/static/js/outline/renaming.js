// A task is renamed in its line; where somebody else was quicker, the page with both texts opens.

import { as, focused, make } from '../dom.js';
import { ask, pageIn, say, sentBy } from '../this_page.js';
import { hideError, linkOf, numberOf, showError, titleFieldOf, titleOf, word } from './page.js';
import { inOrder, isOurs, leaveWith, post, reason } from './posting.js';
import { isRenewing, show } from './renewal.js';
import { checkSession } from './session.js';

/**
 * The fields of the page that edits a task, or why there are none.
 * @typedef {{ fields?: URLSearchParams, why?: string }} Asked
 */

/**
 * A line that is renamed: the title that somebody is looking at, the page that edits it, and the answer of that page.
 * @typedef {{ was: string, address: string, asked: Promise<Asked> }} Renaming
 */

/** @type {WeakMap<HTMLFormElement, Renaming>} */
const renamings = new WeakMap();

/**
 * The form of the page that edits a task, with the revision that somebody is looking at.
 * @param {string} address
 * @returns {Promise<Asked>}
 */
async function editForm(address) {
  const answer = await ask(address).catch(() => null);
  const page = answer && (await pageIn(answer));
  if (!page?.getElementById('main') || !answer || answer.status >= 500) return { why: word('offline') };
  if (!isOurs(page) && (await checkSession()) !== 'there') return { why: word('ended') };
  const form = as(HTMLFormElement, page.getElementById('edit-form'));
  return answer.ok && form ? { fields: sentBy(form) } : { why: reason(page) };
}

/**
 * Says why a title was not taken.
 * @param {HTMLInputElement} field
 * @param {string} why
 */
function refuse(field, why) {
  showError(field, why);
  say(why);
}

/**
 * Asks for the form of the page that edits, and says what is in the way: then Enter asks again.
 * @param {HTMLFormElement} form
 * @param {Renaming} renaming
 */
function askAgain(form, renaming) {
  renaming.asked = editForm(renaming.address).then((asked) => {
    const field = titleFieldOf(form);
    const now = asked.fields?.get('title');
    if (asked.why) refuse(field, asked.why);
    else if (now === null || now === undefined) location.assign(renaming.address);
    else if (now === renaming.was) hideError(field);
    else if (field.value === renaming.was) [renaming.was, field.value] = [now, now];
    else {
      refuse(field, `${word('renamed')} ${now}`);
      renaming.was = now;
    }
    return asked;
  });
  return renaming.asked;
}

/**
 * Opens a field for the title of a line.
 * @param {Element | null} line
 */
export function rename(line) {
  const link = linkOf(line);
  if (!line || !link || link.hidden) return;
  const form = make('form', { className: 'rename' });
  form.dataset.row = String(numberOf(line));
  const field = make('input', { name: 'title', maxLength: 200, required: true, dir: 'auto', id: `rename-${numberOf(line)}`, value: titleOf(line) });
  field.setAttribute('aria-label', `${word('rename')}: ${field.value}`);
  form.append(field);
  link.hidden = true;
  link.after(form);
  field.select();
  field.focus();
  /** @type {Renaming} */
  const renaming = { was: field.value, address: `${link.href}/edit`, asked: Promise.resolve({}) };
  renamings.set(form, renaming);
  askAgain(form, renaming);
}

/**
 * Puts the link of a line back where its field was.
 * @param {HTMLFormElement} form
 * @param {boolean} isFocused
 */
export function endRename(form, isFocused) {
  const link = as(HTMLElement, form.previousElementSibling);
  if (link) link.hidden = false;
  // First: to take out what has the focus is answered by `focusout`, which would take it out twice.
  if (isFocused) link?.focus();
  form.remove();
}

/**
 * Sends the new title of a line.
 * @param {HTMLFormElement} form
 * @param {Renaming} renaming
 * @param {string} title
 */
async function send(form, renaming, title) {
  let { fields } = await renaming.asked;
  if (!fields) {
    const { was } = renaming;
    ({ fields } = await askAgain(form, renaming));
    // The line in the way now is read first.
    if (!fields || renaming.was !== was) return;
  }
  fields.set('title', title);
  const done = await post(renaming.address, fields);
  // Somebody else has renamed it, too: that page has both texts.
  if (done.status === 409) leaveWith(renaming.address, fields);
  else if (done.isDone) {
    const isFocused = form.contains(focused());
    endRename(form, isFocused);
    await show(done);
  } else refuse(titleFieldOf(form), done.why);
}

/** Lets lines be renamed where they are. */
export function hearRenaming() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const renaming = form instanceof HTMLFormElement ? renamings.get(form) : undefined;
    if (!renaming || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const title = titleFieldOf(form).value.trim();
    if (title === renaming.was) endRename(form, true);
    else inOrder(() => send(form, renaming, title));
  });
  document.addEventListener('focusout', ({ target }) => {
    const field = as(HTMLInputElement, target);
    const form = field?.form;
    if (!form || isRenewing() || !form.isConnected) return;
    if (field.value === renamings.get(form)?.was) endRename(form, false);
  });
}
