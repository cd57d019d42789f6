// Several lines are chosen where they are: by `x`, by Shift and an arrow, and by Shift and a click.

import { closest, closestAs, find, findAs } from '../dom.js';
import { isWriting } from '../fields.js';
import { isLetter, isModified } from '../keys.js';
import { hearTicked } from '../parts/renewal.js';
import { lineOf, lines, rowOf } from '../rows.js';
import { boxOf, chooseHere, chosen, clearBar, countChosen } from './boxes.js';

/** The line where a range begins. */
let pivot = '';
/** Where arrows began to choose, and how far they got. */
let stretch = { from: '', to: '' };

/**
 * The boxes, while they are on their way.
 * @type {Promise<void> | null}
 */
let coming = null;

/**
 * A line by the address of its task: its elements may be others by now.
 * @param {string} address
 */
const lineAt = (address) => lines().find((line) => line.pathname === address) ?? null;

/**
 * Ticks the box of a line or takes the tick away, with boxes on the page if there were none.
 * @param {string} address
 * @param {boolean} [isTicked]
 */
async function pick(address, isTicked) {
  const link = findAs(HTMLAnchorElement, '[data-choose]');
  if (!boxOf(lineAt(address)) && link) {
    coming ??= chooseHere(link.href).finally(() => {
      coming = null;
    });
    await coming;
  }
  const box = boxOf(lineAt(address));
  if (!box) return;
  box.checked = isTicked ?? !box.checked;
  pivot = address;
  countChosen();
}

/**
 * Goes to the line before or to the next one, which is chosen as well; on the way back to where it began, a line is let go.
 * @param {HTMLAnchorElement} line
 * @param {number} by
 */
async function extend(line, by) {
  const rows = lines();
  const at = rows.indexOf(line);
  const next = rows[at + by];
  if (!next) return;
  const [from, to] = [line.pathname, next.pathname];
  if (stretch.to !== from) stretch.from = from;
  stretch.to = to;
  const begin = rows.findIndex((row) => row.pathname === stretch.from);
  const isBack = (begin - at) * by > 0 && boxOf(line)?.checked && boxOf(next)?.checked;
  next.focus();
  await pick(from, !isBack);
  await pick(to, true);
}

/**
 * Chooses everything between the last choice and a line.
 * @param {HTMLAnchorElement} begin
 * @param {HTMLAnchorElement} line
 */
function pickTo(begin, line) {
  const rows = lines();
  const [from = 0, to = 0] = [rows.indexOf(begin), rows.indexOf(line)].sort((a, b) => a - b);
  for (const between of rows.slice(Math.max(from, 0), to + 1)) {
    const box = boxOf(between);
    if (box) box.checked = true;
  }
  pivot = line.pathname;
  countChosen();
}

/** Chooses every line that is seen. */
function pickAll() {
  for (const line of lines()) {
    const box = boxOf(line);
    if (box) box.checked = true;
  }
  countChosen();
}

/**
 * The box of a line that is clicked, but for what is a control of its own there.
 * @param {EventTarget | null} target
 */
const boxAt = (target) => (closest(target, 'form, .menu, .dots') ? null : boxOf(target));

/** @param {MouseEvent} event */
function click(event) {
  const { target, shiftKey } = event;
  const link = closestAs(HTMLAnchorElement, target, '[data-choose], form[data-bulk] a');
  if (link && !(isModified(event) || shiftKey)) {
    event.preventDefault();
    if (link.matches('[data-all]')) {
      pickAll();
      return;
    }
    // A menu that stays open covers the lines.
    const menu = closestAs(HTMLDetailsElement, link, 'details.menu');
    if (menu) {
      menu.open = false;
      find('summary', menu)?.focus();
    }
    chooseHere(link.href);
    return;
  }
  const line = lineOf(target);
  if (!shiftKey || !line || !boxAt(target)) return;
  // The box itself ticks and unticks by the click, and so does its label.
  const isLabel = closest(target, '.pick-box') !== null;
  if (!isLabel) event.preventDefault();
  const begin = lineAt(pivot);
  if (begin) setTimeout(() => pickTo(begin, line));
  else if (!isLabel) pick(line.pathname, true);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, target } = event;
  if (event.defaultPrevented || isModified(event) || isWriting(target)) return;
  const line = lineOf(target);
  // A window is closed first.
  if (key === 'Escape' && chosen().length > 0 && !document.querySelector('dialog[open]')) {
    for (const box of chosen()) box.checked = false;
    stretch.to = '';
    countChosen();
  } else if (line && event.shiftKey && (key === 'ArrowDown' || key === 'ArrowUp')) extend(line, key === 'ArrowDown' ? 1 : -1);
  else if (line && key === 'x' && isLetter(event)) {
    stretch.to = '';
    pick(line.pathname);
  } else return;
  event.preventDefault();
}

/** Lets lines be chosen. */
export function pickLines() {
  document.addEventListener('mousedown', (event) => {
    // No text is marked between two clicks.
    if (event.shiftKey && boxAt(event.target)) event.preventDefault();
  });
  document.addEventListener('click', click);
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement && target.matches('[data-pick]'))) return;
    if (target.checked) pivot = lineOf(target)?.pathname ?? '';
    countChosen();
  });
  document.addEventListener('keydown', press);
  // People who only hear a page hear which keys do the same.
  document.addEventListener('focusin', ({ target }) => {
    if (document.body.dataset.keys === 'off') return;
    rowOf(target)?.querySelector('.dots')?.setAttribute('aria-keyshortcuts', 'm');
    boxOf(target)?.setAttribute('aria-keyshortcuts', 'x');
  });
  countChosen();
  hearTicked(countChosen);
  // "Back" ticks the boxes again.
  addEventListener('pageshow', countChosen);
  addEventListener('scroll', clearBar, { passive: true });
}
