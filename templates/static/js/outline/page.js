// The outline on this page: its lines, and the forms in it.

import { all, allAs, as, closest, find, findAs, make, need } from '../dom.js';

/** The outline; where a page has none, nothing here is used. */
export const outline = find('#outline') ?? make('section');

/**
 * Reads a text or a setting of the page.
 * @param {string} name
 */
export const word = (name) => outline.dataset[name] ?? '';

/** The forms for a new task. */
export const ADD = '#outline form.add';
/** The field for a new task. */
export const TITLE = `${ADD} > input[name="title"]`;

export const here = () => location.pathname + location.search;

/**
 * The line in which an element is.
 * @param {EventTarget | null | undefined} element
 */
export const itemOf = (element) => closest(element, '#outline li[id^="row-"]');

/** @param {Element} item */
export const numberOf = (item) => Number(item.id.slice(4));

/**
 * The line of a task.
 * @param {number | string} number
 */
export const itemAt = (number) => as(HTMLElement, document.getElementById(`row-${number}`));

/** All lines. */
export const items = () => all('li[id^="row-"]', outline);

/** @param {Element | null} item */
export const linkOf = (item) => findAs(HTMLAnchorElement, ':scope > .row > .t > a', item);

/** @param {Element | null} item */
export const titleOf = (item) => linkOf(item)?.textContent?.trim() ?? '';

/** @param {Element} item */
export const listOf = (item) => find(':scope > details > ul', item);

/** @param {Element} item */
export const itemAbove = (item) => closest(item.parentElement, 'li');

/**
 * How many levels there are above a line.
 * @param {Element} line
 */
export function depthOf(line) {
  let depth = 0;
  for (let above = itemAbove(line); above; above = itemAbove(above)) depth += 1;
  return depth;
}

/** The form at the end of the outline. */
export const mainForm = () => findAs(HTMLFormElement, ':scope > form.add', outline);

/**
 * The field of a form that a title is typed in.
 * @param {HTMLFormElement} form
 */
export const titleFieldOf = (form) => need(as(HTMLInputElement, form.elements.namedItem('title')));

/**
 * The field for a new task at which an event was aimed.
 * @param {EventTarget | null} target
 */
export const titleAt = (target) => (target instanceof HTMLInputElement && target.form && target.matches(TITLE) ? target : null);

/** Whether somebody writes in the outline. */
export function isTyped() {
  const fields = allAs(HTMLInputElement, 'form:is(.add, .rename) > input[name="title"]', outline);
  return fields.some((field) => field.value.trim() !== '');
}

/**
 * Says why a field was refused, below it.
 * @param {HTMLInputElement} field
 * @param {string} why
 */
export function showError(field, why) {
  const id = `${field.id}-error`;
  hideError(field);
  const error = make('p', { className: 'error', id, textContent: why });
  field.form?.insertBefore(error, field.form.querySelector('details'));
  field.setAttribute('aria-invalid', 'true');
  describe(field, id);
}

/**
 * Takes away what was said of a field.
 * @param {HTMLInputElement} field
 */
export function hideError(field) {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  field.removeAttribute('aria-invalid');
  const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((one) => one && one !== id);
  if (others.length > 0) field.setAttribute('aria-describedby', others.join(' '));
  else field.removeAttribute('aria-describedby');
}

/**
 * Describes a field by an element, before what describes it already.
 * @param {HTMLInputElement} field
 * @param {string} id
 */
export function describe(field, id) {
  field.setAttribute('aria-describedby', [id, field.getAttribute('aria-describedby')].filter(Boolean).join(' '));
}
