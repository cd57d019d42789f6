// Fields that somebody writes in, marks or uses, and has not sent yet.

import { allAs, closest, focused } from './dom.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * Whether letters are typed there.
 * @param {EventTarget | null} target
 */
export function isWriting(target) {
  return closest(target, 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null;
}

/**
 * Whether somebody has marked a text in it.
 * @param {Node} node
 */
export function isMarked(node) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(node, true);
}

/**
 * Whether a form came back with the page because it was refused (`data-refused`): what stands in it is typed, and on no other page.
 * @param {Element | null} form
 */
export function isRefused(form) {
  return Boolean(form?.hasAttribute('data-refused'));
}

/**
 * Whether somebody has typed, ticked or chosen what a field has, and it is not sent yet.
 * @param {Field} field
 */
export function isFilled(field) {
  if (field.type === 'hidden') return false;
  if (isRefused(field.form)) return true;
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    // Without a default the first option is chosen, which nobody has done.
    const isUntouched = !field.multiple && field.selectedIndex <= 0 && !options.some((option) => option.defaultSelected);
    return !isUntouched && options.some((option) => option.selected !== option.defaultSelected);
  }
  const isTicked = field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');
  return isTicked ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/**
 * Whether somebody writes in it, has marked a text in it, or has typed or ticked something that is not sent yet. The box that chooses
 * a line says nothing about the line: it is ticked again on a newer one.
 * @param {Element} element
 */
export function isWritten(element) {
  if (isMarked(element) || (element.contains(focused()) && isWriting(focused()))) return true;
  return (
    allAs(HTMLInputElement, 'input:not([data-pick])', element).some(isFilled) ||
    allAs(HTMLTextAreaElement, 'textarea', element).some(isFilled) ||
    allAs(HTMLSelectElement, 'select', element).some(isFilled)
  );
}

/**
 * Whether it is written in, or has the focus.
 * @param {Element} element
 */
export function isInUse(element) {
  return element.contains(focused()) || isWritten(element);
}

/**
 * Gives fields what helps to fill them in: at once, and those that come later when somebody goes there.
 * @template {HTMLElement} T
 * @param {import('./dom.js').Kind<T>} kind
 * @param {string} selector
 * @param {(field: T) => void} give
 */
export function help(kind, selector, give) {
  /** @type {WeakSet<T>} */
  const had = new WeakSet();
  /** @param {T} field */
  const once = (field) => {
    if (had.has(field)) return;
    had.add(field);
    give(field);
  };
  allAs(kind, selector).forEach(once);
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof kind && target.matches(selector)) once(target);
  });
}

