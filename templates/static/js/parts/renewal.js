// Brings the parts of a page up to date with a newer version of it, around the forms that somebody uses.

import { all, allAs, find, findAs, focused } from '../dom.js';
import { isInUse } from '../fields.js';
import { lineOf, lines } from '../rows.js';
import { main } from '../this_page.js';
import { fitting, isHeld, replaceAround } from './morph.js';
import { came, folds, mixed, remember, written } from './versions.js';

/** Is told when lines that were chosen are so on a newer version of the page. */
let tellTicked = () => {};

/**
 * Names what is told then.
 * @param {() => void} act
 */
export function hearTicked(act) {
  tellTicked = act;
}

/**
 * The phase of the task that a page is about, and the state of what was handed over with it.
 * @param {Document} page
 */
function stateOf(page) {
  const states = all('[data-state]', page).map(({ dataset }) => dataset.state);
  return [find('[data-part="head"] .phase', page)?.className, ...states].join(' ');
}

/** Takes away what was said of the last form: the task is in another phase or state by now, so it is not true any more. */
function dropNotice() {
  const notice = find(':scope > .flash', main);
  if (!notice) return;
  const isFocused = notice.contains(focused());
  notice.remove();
  if (isFocused) main.focus({ preventScroll: true });
}

/**
 * Replaces what a part has by what a newer version of it has, around what is in use there.
 * @param {HTMLElement} part
 * @param {HTMLElement} next
 * @param {import('./morph.js').Fit[]} fits
 */
function replace(part, next, fits) {
  const open = new Map(folds(part).map(({ name, details }) => [name, details.open]));
  const ticked = allAs(HTMLInputElement, '[data-pick]:checked', part);
  replaceAround(part, next, fits);
  part.className = next.className;
  remember(part);
  for (const { name, details } of folds(part)) details.open = open.get(name) ?? details.open;
  for (const { value } of ticked) {
    const box = findAs(HTMLInputElement, `[data-pick][value="${value}"]`, part);
    if (box) box.checked = true;
  }
  if (ticked.length > 0) tellTicked();
}

/**
 * Replaces the parts that read differently now. Tells whether there were any, whether one was in use, and whether something in it
 * has to wait.
 * @param {Document} fresh
 */
export function bringUpToDate(fresh) {
  let [changed, left, held] = [false, false, false];
  const line = lineOf(focused());
  const at = line ? lines().indexOf(line) : 0;
  if (stateOf(document) !== stateOf(fresh)) dropNotice();
  for (const part of all('[data-part]')) {
    const next = part.isConnected ? find(`[data-part="${part.dataset.part}"]`, fresh) : null;
    if (!next) continue;
    const [text, inUse] = [written(next), isInUse(part)];
    const isNew = came.get(part) !== text;
    if (!isNew && !mixed.has(part)) continue;
    const fits = inUse ? fitting(part, next) : [];
    if (inUse) left = true;
    if (isHeld(fits)) held = true;
    if (!fits) continue;
    replace(part, next, fits);
    if (inUse) mixed.add(part);
    else mixed.delete(part);
    came.set(part, text);
    if (isNew || !inUse) changed = true;
  }
  // A focus on a line that has gone goes to that line elsewhere, or to the next one.
  if (line && !line.isConnected && focused() === document.body) {
    const rows = lines();
    (rows.find(({ pathname }) => pathname === line.pathname) ?? rows[Math.min(at, rows.length - 1)])?.focus({ preventScroll: true });
  }
  return { changed, left, held };
}
