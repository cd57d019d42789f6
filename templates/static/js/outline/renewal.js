// Brings the outline up to date with a page that was just made, around whatever somebody is writing.

import { allAs, as, copyOf, find, focused, need, unfoldAround } from '../dom.js';
import { boxOf, chosen, countChosen } from '../choosing/boxes.js';
import { holdPlace } from '../parts/place.js';
import { bringUpToDate } from '../parts/renewal.js';
import { remember } from '../parts/versions.js';
import { lines } from '../rows.js';
import { here, itemAt, itemOf, linkOf, numberOf, outline, TITLE, titleFieldOf, word } from './page.js';
import { notify, tell } from './notices.js';
import { pageNow } from './posting.js';

/**
 * Letters that are composed, as in Japanese, are not interrupted.
 * @type {Promise<unknown> | null}
 */
let composing = null;

let renewing = false;

/** While the list is replaced, what loses the focus is not left by anybody. */
export const isRenewing = () => renewing;

/** The forms in the list that somebody is in, or has typed into. */
function busyForms() {
  /** @param {HTMLFormElement} form */
  const isBusy = (form) =>
    form.contains(focused()) || form.matches('.rename') || form.querySelector('.waiting') !== null || titleFieldOf(form).value !== '';
  return allAs(HTMLFormElement, 'ul form:is(.add, .rename)', outline).filter(isBusy);
}

/** The controls of a line that are found again on its newer version. */
const CONTROLS = [':scope > .row > .t > a', ':scope > .row [data-pick]', ':scope > .row > .dots', ':scope > details > summary'];

/**
 * How to find a field again.
 * @param {HTMLInputElement} field
 * @param {number} at
 */
function backTo(field, at) {
  const [from, to] = [field.selectionStart, field.selectionEnd];
  return () => {
    if (!field.isConnected) {
      lines()[at]?.focus();
      return;
    }
    field.focus();
    field.setSelectionRange(from, to);
  };
}

/** Returns the focused element, and how to find it on the next version of the page. */
function focus() {
  const element = focused();
  const line = itemOf(element);
  const link = linkOf(line);
  const at = link ? lines().indexOf(link) : -1;
  if (element instanceof HTMLInputElement && element.matches(`${TITLE}, #outline .rename > input`)) return backTo(element, at);
  if (!line) return null;
  const number = numberOf(line);
  const place = CONTROLS.find((place) => line.querySelector(place) === element);
  return () => {
    if (element instanceof HTMLElement && element.isConnected && element.closest('.menu')) {
      element.focus();
      return;
    }
    const now = itemAt(number);
    unfoldAround(now?.parentElement);
    const same = now && (find(place ?? ':scope > .row > .t > a', now) ?? linkOf(now));
    (same ?? lines()[at] ?? lines().at(-1))?.focus();
  };
}

/**
 * Brings the page up to date with one that was just made.
 * @param {Document} fresh
 */
export async function renew(fresh) {
  await composing;
  composing = null;
  renewing = true;
  const refocus = focus();
  const settle = holdPlace();
  const kept = busyForms().map((form) => {
    const place = document.createComment('');
    form.replaceWith(place);
    return { form, place };
  });
  const ticked = chosen();
  for (const box of ticked) box.checked = box.defaultChecked;
  const active = focused();
  if (itemOf(active) && active instanceof HTMLElement) active.blur();
  bringUpToDate(fresh);
  for (const { form, place } of kept) putBack(form, place);
  for (const { value } of ticked) {
    const box = boxOf(itemAt(value));
    if (box) box.checked = true;
  }
  unfoldPage(fresh);
  countChosen();
  refocus?.();
  settle();
  renewing = false;
}

/**
 * Puts a form where it was, in the list as it is now.
 * @param {HTMLFormElement} form
 * @param {Comment} place
 */
function putBack(form, place) {
  const { row } = form.dataset;
  const field = titleFieldOf(form);
  if (row) {
    place.remove();
    const link = linkOf(itemAt(row));
    if (link) {
      link.hidden = true;
      link.after(form);
    } else tell(`${word('gone')} ${field.value}`, { beside: true });
    return;
  }
  const fresh = as(HTMLInputElement, document.getElementById(field.id))?.form;
  if (fresh) {
    place.remove();
    fresh.replaceWith(form);
  } else if (place.isConnected) place.replaceWith(form);
  else outline.append(form);
}

/**
 * With its first task a pursuance has a filter and other views.
 * @param {Document} fresh
 */
function unfoldPage(fresh) {
  const first = find('[data-part="progress"]', fresh);
  const isBeside = first && first.parentElement === fresh.getElementById('outline')?.parentElement;
  if (!isBeside || document.querySelector('[data-part="progress"]')) return;
  for (let next = as(Element, first); next && next.id !== 'outline'; next = next.nextElementSibling) outline.before(copyOf(next));
  remember(document);
}

/**
 * Brings the page up to date with the answer to a form, or with how it is now. Whether that said something.
 * @param {import('./posting.js').Done} done
 */
export async function show(done) {
  const page = need(done.page);
  const isSaid = notify(page);
  const isThis = done.at.replace(/[?&]added=\d+$/, '') === here() && page.getElementById('outline');
  const fresh = isThis ? page : await pageNow();
  if (fresh) await renew(fresh);
  return isSaid;
}

/** Waits for compositions. */
export function hearCompositions() {
  document.addEventListener('compositionstart', () => {
    composing = new Promise((end) => {
      document.addEventListener('compositionend', end, { once: true });
    });
  });
}
