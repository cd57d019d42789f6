// A task is dragged with a mouse: before another line, behind it, or below it.

import { closest, find } from '../dom.js';
import { change } from './changes.js';
import { itemAbove, itemAt, itemOf, linkOf, numberOf, titleOf, word } from './page.js';
import { isMovable, order } from './moving.js';

/**
 * Below which line a task is put (none: at the top), and before or behind which one that is there.
 * @typedef {{ parent: Element | null, before?: Element, after?: Element }} Where
 */
/** @typedef {{ row: HTMLElement, how: 'before' | 'into' | 'behind', where: Where }} Target */

/** Number of the task that is dragged. */
let dragged = 0;
/**
 * Where it would be put.
 * @type {Target | null}
 */
let over = null;

/**
 * Puts a task elsewhere.
 * @param {number} number
 * @param {Where} where
 */
function move(number, where) {
  change(() => {
    const line = itemAt(number);
    const link = linkOf(line);
    if (!link) return null;
    const fields = new URLSearchParams({ parent: where.parent ? String(numberOf(where.parent)) : word('base') });
    if (where.before) fields.set('before', String(numberOf(where.before)));
    if (where.after) fields.set('after', String(numberOf(where.after)));
    return { action: `${link.pathname}/move`, fields, said: `${word('moved')}: ${titleOf(line)}` };
  });
}

/**
 * Where a task is put that is dropped at a height of a line.
 * @param {DragEvent} event
 * @returns {Target | null}
 */
function target(event) {
  const row = closest(event.target, '#outline .row');
  const line = itemOf(row);
  if (!row || !line || !dragged || itemAt(dragged)?.contains(line)) return null;
  const { top, height } = row.getBoundingClientRect();
  const part = (event.clientY - top) / height;
  const first = find(':scope > details[open] > ul > li', line);
  if (part < 0.3) return { row, how: 'before', where: { parent: itemAbove(line), before: line } };
  if (part < 0.7) return { row, how: 'into', where: { parent: line } };
  if (first) return { row, how: 'behind', where: { parent: line, before: first } };
  return { row, how: 'behind', where: { parent: itemAbove(line), after: line } };
}

/** @param {Target | null} next */
function mark(next) {
  if (over?.row !== next?.row || over?.how !== next?.how) {
    over?.row.classList.remove(`drop-${over.how}`);
    next?.row.classList.add(`drop-${next.how}`);
  }
  over = next;
}

/** Lets tasks be dragged, on the pages of those who may move them. */
export function dragTasks() {
  if (!order) return;
  document.addEventListener('pointerdown', ({ target, pointerType }) => {
    const line = itemOf(target);
    const isControl = closest(target, '.menu, .dots, form, details > summary, label') !== null;
    // A finger scrolls.
    if (line) line.draggable = isMovable(line) && pointerType === 'mouse' && !isControl;
  });
  document.addEventListener('dragstart', (event) => {
    const line = itemOf(event.target);
    dragged = line?.draggable ? numberOf(line) : 0;
    if (!line || !dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', linkOf(line)?.href ?? '');
    const row = find(':scope > .row', line);
    if (row) event.dataTransfer.setDragImage(row, 0, 0);
  });
  document.addEventListener('dragover', (event) => {
    const next = target(event);
    mark(next);
    if (next) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    const at = target(event);
    if (!at) return;
    event.preventDefault();
    move(dragged, at.where);
  });
  document.addEventListener('dragend', () => {
    dragged = 0;
    mark(null);
  });
}
