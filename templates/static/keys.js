// The keys of the pages, beside those of the outline (`outline.js`). The page /help/keys shows all of them.
//
// * A letter, or two one after the other, lead to what the markup names with `data-key`.
// * `j` and `k` go from line to line, in every list of tasks; arrows do from a line that has the focus.
// * `h` and `l` go from lane to lane; `←` and `→` fold and unfold, or do the same. From right to left they are the other way round.
// * `?` opens a window with the keys of this page, `m` a menu, `u` leads one level up; Escape closes a menu.
//
// Letters and signs can be switched off in the account (WCAG 2.1.4), and mean nothing while somebody types.

'use strict';

/** The link of a line or card. */
const LINE =
  '.tree .row > .t > a, .lane .card h3 a, .tasks tbody th a, .rows.next h3 a, .notices a[data-opens], .found .grow > p:first-child > a';
const FOCUSABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
/** Keys one after the other follow each other within this time. */
const TOGETHER_MS = 1_500;

/** Whether letters are typed there. */
function isWriting(element) {
  return Boolean(element.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'));
}

/** Whether a key is a letter or sign that does something here. */
function isLetter(event) {
  return (
    document.body.dataset.keys !== 'off' &&
    !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing) &&
    !isWriting(event.target) &&
    !document.querySelector('dialog[open]')
  );
}

/** Which way is on: a key that points there, in the direction of the writing. */
function isOnward(key) {
  return (key === 'ArrowRight' || key === 'l') !== (document.documentElement.dir === 'rtl');
}

/** The lines and cards of the page in their order, but for those that are folded away. */
function lines() {
  return [...document.querySelectorAll(LINE)].filter((line) => !line.closest('details:not([open])'));
}

/** The line or card in which an element is, without the lines below it. */
function rowOf(element) {
  return element?.closest?.('.tree li')?.querySelector(':scope > .row') ?? element?.closest?.('.lane .card, tr, .rows > li') ?? null;
}

/** The link of the line in which an element is. */
function lineOf(element) {
  return rowOf(element)?.querySelector(LINE) ?? null;
}

/** Goes to the next line, or to the one before. */
function step(by) {
  const all = lines();
  const at = all.indexOf(lineOf(document.activeElement));
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
  next?.focus();
  if (next) closeMenus();
  return next;
}

/** Closes the menus that are open. */
function closeMenus() {
  for (const menu of document.querySelectorAll('details.menu[open]')) menu.open = false;
}

/** Goes to the next lane that has a card, or to the one before, and stays as far down as before. */
function stepLane(by) {
  const lanes = [...document.querySelectorAll('[data-lane]')].filter((lane) => lane.querySelector(LINE));
  const card = document.activeElement.closest('.card');
  const at = lanes.indexOf(card?.closest('[data-lane]'));
  const cards = (at < 0 ? lanes.at(by > 0 ? 0 : -1) : lanes[at + by])?.querySelectorAll('.card');
  if (!cards) return;
  const down = card ? [...card.parentElement.children].indexOf(card) : 0;
  cards[Math.min(Math.max(down, 0), cards.length - 1)].querySelector(LINE)?.focus();
}

/** Unfolds the subtasks of a line, or goes to the first of them; folds them, or goes to the task above. */
function fold(line, isOpening) {
  const item = line.closest('li');
  const details = item.querySelector(':scope > details');
  if (isOpening && details && !details.open) details.open = true;
  else if (isOpening) details?.querySelector(LINE)?.focus();
  else if (details?.open) details.open = false;
  else item.parentElement.closest('.tree li')?.querySelector(LINE)?.focus();
}

/** Opens the menu of the line that has the focus. */
function openMenu() {
  const row = rowOf(document.activeElement);
  const [menu, link] = ['details.menu', 'a.dots:not([hidden])'].map((place) => row?.querySelector(place));
  // One at a time: Escape closes it, and leads back to its line.
  closeMenus();
  // Its menu comes with a click.
  if (link) link.click();
  if (!menu) return Boolean(link);
  menu.open = true;
  menu.querySelector(':scope > :not(summary)')?.querySelector(FOCUSABLE)?.focus();
  return true;
}

/** The page one level up: the last of the crumbs, the pursuance, or the list of all. */
function above() {
  const crumbs = document.querySelectorAll('.crumbs a');
  const within = [...document.querySelectorAll('.nav a[aria-current="true"]')].reverse();
  return [...crumbs].at(-1) ?? within.find((link) => link.pathname !== location.pathname);
}

/** Shows the keys of this page. */
async function showKeys() {
  let dialog = document.querySelector('dialog.keys-here');
  if (document.getElementById('keys') && !dialog) return;
  if (!dialog) {
    const answer = await fetch('/help/keys', { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok || document.querySelector('dialog')) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const table = document.importNode(fresh.getElementById('keys'), true);
    for (const place of table.querySelectorAll('[data-on]')) {
      if (!document.querySelector(place.dataset.on)) place.remove();
    }
    table.removeAttribute('id');
    const title = document.createElement('h2');
    title.textContent = fresh.querySelector('h1').textContent;
    title.tabIndex = -1;
    const close = document.createElement('form');
    close.method = 'dialog';
    const button = document.createElement('button');
    button.className = 'btn';
    button.textContent = table.dataset.close;
    close.append(button);
    dialog = document.createElement('dialog');
    dialog.className = 'keys-here';
    dialog.setAttribute('aria-label', title.textContent);
    dialog.append(title, table, close);
    // A click beside it.
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog) dialog.close();
    });
    document.body.append(dialog);
  }
  dialog.showModal();
  // Its button stands at its end, which the focus would scroll to.
  dialog.querySelector('h2').focus();
}

/** Does what clicking it does, or puts the focus there. */
function follow(target) {
  if (target.matches('a')) {
    target.click();
    focusNamed(target.hash);
    return;
  }
  if (target.matches('details')) target.open = true;
  (target.matches(FOCUSABLE) ? target : target.querySelector(FOCUSABLE))?.focus();
}

/** What a letter does on this page; nothing where it means nothing here. */
function doer(key) {
  const board = document.querySelector('[data-board]');
  switch (key) {
    case '?':
      return showKeys;
    case 'j':
    case 'k':
      return () => step(key === 'j' ? 1 : -1);
    case 'h':
    case 'l':
      return board && (() => stepLane(isOnward(key) ? 1 : -1));
    case 'm': {
      if (openMenu()) return () => {};
      const edit = document.querySelector('[data-key="e"]');
      return edit && (() => location.assign(`${edit.href}#parent`));
    }
    case 'u': {
      const link = above();
      return link && (() => link.click());
    }
  }
  const target = [...document.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);
  return target && (() => follow(target));
}

/** The first of two letters, and when it was pressed. */
let first = { key: '', at: 0 };

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const menu = key === 'Escape' && document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
    event.stopImmediatePropagation();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key.startsWith('Arrow')) {
    if (event.shiftKey || !target.matches?.(LINE)) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') step(key === 'ArrowDown' ? 1 : -1);
    else if (target.closest('.lane')) stepLane(isOnward(key) ? 1 : -1);
    else if (target.closest('.tree')) fold(target, isOnward(key));
    else return;
    event.preventDefault();
    return;
  }
  if (!isLetter(event)) return;
  const isSecond = first.key !== '' && event.timeStamp - first.at < TOGETHER_MS;
  const pressed = isSecond ? `${first.key} ${key}` : key;
  const begins = !isSecond && document.querySelector(`[data-key^="${CSS.escape(key)} "]`);
  first = { key: begins ? key : '', at: event.timeStamp };
  const does = begins ? null : doer(pressed);
  if (!does) return;
  event.preventDefault();
  does();
});
