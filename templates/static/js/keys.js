// The keys of the pages, beside those of the outline (`outline/keys.js`). The page /help/keys shows all of them.
//
// * A letter, or two one after the other, lead to what the markup names with `data-key`.
// * `j` and `k` go from line to line, in every list of tasks; arrows do from a line that has the focus.
// * `h` and `l` go from lane to lane; `←` and `→` fold and unfold, or do the same. From right to left they are the other way round.
// * `d` finishes the task of the line that has the focus, or of the page.
// * `?` opens a window with the keys of this page, `m` a menu, `u` leads one level up; Escape closes a menu.
//
// Letters and signs can be switched off in the account (WCAG 2.1.4), and mean nothing while somebody types.

import { all, allAs, as, closest, copyOf, find, findAs, focused, make, matches, need, unfoldAround } from './dom.js';
import { isWriting } from './fields.js';
import { LINE, closeMenus, fold, rowOf, step, stepLane } from './rows.js';
import { ask, focusNamed, pageIn } from './this_page.js';

const FOCUSABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
/** The same without names in a sentence, which lead elsewhere: a sentence stands before what is done. */
const STEP = FOCUSABLE.replace('a[href]', 'a[href]:not(p a:not(.btn))');
/** Keys one after the other follow each other within this time. */
const TOGETHER_MS = 1_500;

/**
 * Whether Control, Meta or Alt is held.
 * @param {KeyboardEvent | MouseEvent} event
 */
export const isModified = (event) => event.ctrlKey || event.metaKey || event.altKey;

/**
 * Whether a key is a letter or sign that does something here.
 * @param {KeyboardEvent} event
 */
export function isLetter(event) {
  return (
    document.body.dataset.keys !== 'off' &&
    !(isModified(event) || event.isComposing) &&
    !isWriting(event.target) &&
    !document.querySelector('dialog[open]')
  );
}

/**
 * Which way is on: a key that points there, in the direction of the writing.
 * @param {string} key
 */
export function isOnward(key) {
  return (key === 'ArrowRight' || key === 'l') !== (document.documentElement.dir === 'rtl');
}

/** Opens the menu of the line that has the focus. */
function openMenu() {
  const row = rowOf(focused());
  const menu = findAs(HTMLDetailsElement, 'details.menu', row);
  const link = find('a.dots:not([hidden])', row);
  // One at a time: Escape closes it, and leads back to its line.
  closeMenus();
  // Its menu comes with a click.
  if (link) link.click();
  if (!menu) return link !== null;
  menu.open = true;
  find(FOCUSABLE, find(':scope > :not(summary)', menu))?.focus();
  return true;
}

/** The page one level up: the last of the crumbs, the pursuance, or the list of all. */
function above() {
  const within = allAs(HTMLAnchorElement, '.nav a[aria-current="true"]').reverse();
  return all('.crumbs a').at(-1) ?? within.find((link) => link.pathname !== location.pathname);
}

/** The window with the keys of this page, as the page of all keys has them; none where that does not come. */
async function keysHere() {
  const answer = await ask('/help/keys').catch(() => null);
  if (!answer?.ok || document.querySelector('dialog')) return null;
  const fresh = await pageIn(answer);
  const table = copyOf(need(as(HTMLElement, fresh.getElementById('keys'))));
  for (const place of all('[data-on]', table)) {
    if (!document.querySelector(place.dataset.on ?? '')) place.remove();
  }
  table.removeAttribute('id');
  const title = make('h2', { textContent: find('h1', fresh)?.textContent ?? '', tabIndex: -1 });
  const close = make('form', { method: 'dialog' });
  close.append(make('button', { className: 'btn', textContent: table.dataset.close ?? '' }));
  const dialog = make('dialog', { className: 'keys-here' });
  dialog.setAttribute('aria-label', title.textContent ?? '');
  dialog.append(title, table, close);
  // A click beside it.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

/** Shows the keys of this page. */
async function showKeys() {
  const there = findAs(HTMLDialogElement, 'dialog.keys-here');
  if (document.getElementById('keys') && !there) return;
  const dialog = there ?? (await keysHere());
  dialog?.showModal();
  // Its button stands at its end, which the focus would scroll to.
  find('h2', dialog)?.focus();
}

/**
 * Does what clicking it does, or puts the focus there.
 * @param {HTMLElement} target
 */
function follow(target) {
  if (target instanceof HTMLAnchorElement) {
    target.click();
    focusNamed(target.hash);
    return;
  }
  if (target instanceof HTMLDetailsElement) target.open = true;
  // A part that a device fills has its field in one place; beside it may stand a search.
  const within = target instanceof HTMLDetailsElement ? find(':scope > :not(summary)', target) : (find(':scope > [data-place]', target) ?? target);
  const place = target.matches(FOCUSABLE) ? target : (find(STEP, within) ?? find(FOCUSABLE, within));
  unfoldAround(place?.matches('summary') ? null : place);
  place?.focus();
}

/**
 * Returns the act of a letter on this page; nothing where it means nothing here.
 * @param {string} key
 * @returns {(() => void) | null}
 */
function doer(key) {
  switch (key) {
    case '?':
      return showKeys;
    case 'j':
    case 'k':
      return () => step(key === 'j' ? 1 : -1);
    case 'h':
    case 'l':
      return document.querySelector('[data-board]') ? () => stepLane(isOnward(key) ? 1 : -1) : null;
    case 'm': {
      if (openMenu()) return () => {};
      // On the page of a private task.
      const place = findAs(HTMLDetailsElement, '#place');
      if (place) {
        return () => {
          unfoldAround(place);
          (find('input', place) ?? find('summary', place))?.focus();
        };
      }
      const edit = findAs(HTMLAnchorElement, '[data-key="e"]');
      return edit && (() => location.assign(`${edit.href}#parent`));
    }
    case 'd': {
      const row = rowOf(focused());
      const done = find(row ? 'button.tick' : 'button[data-key="d"]', row ?? document);
      return done && (() => done.click());
    }
    case 'u': {
      const link = above();
      return link ? () => link.click() : null;
    }
  }
  const target = all('[data-key]').find((element) => element.dataset.key === key);
  return target ? () => follow(target) : null;
}

/** The first of two letters, and when it was pressed. */
let first = { key: '', at: 0 };

/**
 * Does what a letter does, alone or behind another one.
 * @param {KeyboardEvent} event
 */
function pressLetter(event) {
  const isSecond = first.key !== '' && event.timeStamp - first.at < TOGETHER_MS;
  // On some keyboards digits are typed with Shift.
  const key = (isSecond && /^Digit(\d)$/.exec(event.code)?.[1]) || event.key;
  const pressed = isSecond ? `${first.key} ${key}` : key;
  const begins = !isSecond && document.querySelector(`[data-key^="${CSS.escape(key)} "]`) !== null;
  first = { key: begins ? key : '', at: event.timeStamp };
  const does = begins ? null : doer(pressed);
  if (!does) return;
  event.preventDefault();
  does();
}

/**
 * Does what an arrow does from a line that has the focus.
 * @param {KeyboardEvent} event
 */
function pressArrow(event) {
  const { key, target } = event;
  if (event.shiftKey || !(target instanceof Element) || !matches(target, LINE)) return;
  if (key === 'ArrowDown' || key === 'ArrowUp') step(key === 'ArrowDown' ? 1 : -1);
  else if (closest(target, '.lane')) stepLane(isOnward(key) ? 1 : -1);
  else if (closest(target, '.tree')) fold(target, isOnward(key));
  else return;
  event.preventDefault();
}

/** Hears the keys of every page. */
export function hearKeys() {
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' ? findAs(HTMLDetailsElement, 'details.menu[open]') : null;
    if (menu) {
      menu.open = false;
      find('summary', menu)?.focus();
      event.stopImmediatePropagation();
    } else if (event.defaultPrevented || isModified(event)) return;
    else if (event.key.startsWith('Arrow')) pressArrow(event);
    else if (isLetter(event)) pressLetter(event);
  });
}
