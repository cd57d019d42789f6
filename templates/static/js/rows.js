// The lines and cards of a page, in every list of tasks: each is known by its link.

import { all, allAs, closest, findAs, focused } from './dom.js';

/** The link of a line or card. */
export const LINE =
  '.tree .row > .t > a, .lane .card h3 a, .tasks tbody th a, .rows.next h3 a, .notices a[data-opens], .found .grow > p:first-child > a';

/** The lines and cards of the page in their order, but for those that are folded away. */
export function lines() {
  return allAs(HTMLAnchorElement, LINE).filter((line) => !line.closest('details:not([open])'));
}

/**
 * The line or card in which an element is, without the lines below it.
 * @param {EventTarget | null} element
 */
export function rowOf(element) {
  return closest(element, '.tree li')?.querySelector(':scope > .row') ?? closest(element, '.lane .card, tr, .rows > li');
}

/**
 * The link of the line in which an element is.
 * @param {EventTarget | null} element
 */
export function lineOf(element) {
  return findAs(HTMLAnchorElement, LINE, rowOf(element));
}

/**
 * Goes to the next line, or to the one before.
 * @param {number} by
 */
export function step(by) {
  const rows = lines();
  const line = lineOf(focused());
  const at = line ? rows.indexOf(line) : -1;
  const next = at < 0 ? rows.at(by > 0 ? 0 : -1) : rows[at + by];
  next?.focus();
  if (next) closeMenus();
}

/** Closes the menus that are open. */
export function closeMenus() {
  for (const menu of allAs(HTMLDetailsElement, 'details.menu[open]')) menu.open = false;
}

/**
 * Goes to the next lane that has a card, or to the one before, and stays as far down as before.
 * @param {number} by
 */
export function stepLane(by) {
  const lanes = all('[data-lane]').filter((lane) => lane.querySelector(LINE));
  const card = closest(focused(), '.card');
  const lane = closest(card, '[data-lane]');
  const at = lane ? lanes.indexOf(lane) : -1;
  const next = at < 0 ? lanes.at(by > 0 ? 0 : -1) : lanes[at + by];
  if (!next) return;
  const cards = all('.card', next);
  const down = card?.parentElement ? [...card.parentElement.children].indexOf(card) : 0;
  findAs(HTMLAnchorElement, LINE, cards[Math.min(Math.max(down, 0), cards.length - 1)] ?? null)?.focus();
}

/**
 * Unfolds the subtasks of a line, or goes to the first of them; folds them, or goes to the task above.
 * @param {Element} line
 * @param {boolean} isOpening
 */
export function fold(line, isOpening) {
  const item = line.closest('li');
  const details = findAs(HTMLDetailsElement, ':scope > details', item);
  if (isOpening && details && !details.open) details.open = true;
  else if (isOpening) findAs(HTMLAnchorElement, LINE, details)?.focus();
  else if (details?.open) details.open = false;
  else findAs(HTMLAnchorElement, LINE, closest(item?.parentElement, '.tree li'))?.focus();
}
