// Tasks are moved in the outline: with Alt and an arrow, by the menu of their line, or dragged with a mouse.

import { allAs, as, closest, closestAs, copyOf, find, findAs, focused, make, need } from '../dom.js';
import { isOnward } from '../keys.js';
import { change } from './changes.js';
import { depthOf, itemAt, itemOf, linkOf, numberOf, titleOf, word } from './page.js';
import { tell } from './notices.js';
import { rename } from './renaming.js';

const DOTS = '#outline .row > a.dots';
/** Where a task goes with Alt and an arrow, and how that key is shown. */
const WAYS = [
  { key: 'ArrowUp', sign: '↑', way: 'up' },
  { key: 'ArrowDown', sign: '↓', way: 'down' },
  { key: 'ArrowRight', sign: '→', way: isOnward('ArrowRight') ? 'in' : 'out' },
  { key: 'ArrowLeft', sign: '←', way: isOnward('ArrowLeft') ? 'in' : 'out' },
];

/** The form that moves tasks, on the pages of those who may. */
export const order = findAs(HTMLFormElement, '#order');

/**
 * Whether its person may put it elsewhere: then it has the link to where it can go.
 * @param {Element} line
 */
export const isMovable = (line) => order !== null && line.querySelector(':scope > .row > a.dots') !== null;

/**
 * Where an arrow moves a task.
 * @param {string} key
 */
export const wayOf = (key) => need(WAYS.find((one) => one.key === key)).way;

/**
 * Shows where a line can go in a menu beside it. While it is open, it stands in for the link to the page that says the same.
 * @param {HTMLElement} link
 */
function showMenu(link) {
  const template = need(as(HTMLTemplateElement, document.getElementById('places')));
  const menu = need(as(HTMLDetailsElement, copyOf(template.content).firstElementChild));
  const line = need(itemOf(link));
  find('summary', menu)?.setAttribute('aria-label', link.getAttribute('aria-label') ?? '');
  for (const button of allAs(HTMLButtonElement, 'button[name]', menu)) {
    button.value = String(numberOf(line));
    const one = WAYS.find(({ way }) => way === button.name);
    button.setAttribute('aria-keyshortcuts', `Alt+${one?.key}`);
    button.append(make('kbd', { textContent: `Alt ${one?.sign}`, ariaHidden: 'true' }));
  }
  menu.addEventListener('toggle', () => {
    if (menu.open) return;
    const isFocused = menu.contains(focused());
    link.hidden = false;
    menu.remove();
    if (isFocused) link.focus();
  });
  link.hidden = true;
  link.after(menu);
  find('button', menu)?.focus();
  menu.lastElementChild?.scrollIntoView({ block: 'nearest' });
}

/**
 * Does what a button of the menu of a line does: `up`, `down`, `in` or `out`.
 * @param {number} number
 * @param {string} way
 */
export function go(number, way) {
  change(() => {
    const line = itemAt(number);
    if (!line || !order) return null;
    if (way === 'in' && depthOf(line) + 1 >= Number(word('levels'))) {
      tell(word('deepest'), { beside: true });
      return null;
    }
    return { action: order.action, fields: new URLSearchParams({ [way]: String(number) }), said: `${word('moved')}: ${titleOf(line)}` };
  });
}

/**
 * Closes the menu around a button.
 * @param {HTMLElement} button
 */
function closeMenuOf(button) {
  const menu = closestAs(HTMLDetailsElement, button, 'details');
  if (menu) menu.open = false;
}

/** Hears the menus of lines. */
export function hearMoving() {
  document.addEventListener('click', (event) => {
    const link = closest(event.target, DOTS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showMenu(link);
  });
  document.addEventListener('click', ({ target }) => {
    const button = closest(target, '#outline [data-rename]');
    if (!button) return;
    const line = itemOf(button);
    closeMenuOf(button);
    rename(line);
  });
  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    if (form !== order || !(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const line = itemOf(submitter);
    closeMenuOf(submitter);
    linkOf(line)?.focus();
    go(Number(submitter.value), submitter.name);
  });
}
