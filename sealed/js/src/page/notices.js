// Elements that few pages make.

import { make } from './elements.js';

/**
 * @param {string} text
 */
export const notice = (text) => make('div', { class: 'notice ok', role: 'status', tabindex: '-1' }, make('p', { class: 'grow', text }));

/**
 * Folds children that are rarely wanted, as elsewhere on the page.
 * @param {HTMLElement} summary
 * @param {...Node} children
 */
export function fold(summary, ...children) {
  const sign = document.querySelector('details.why > summary > .i');
  if (sign) summary.prepend(sign.cloneNode(true));
  return make('details', { class: 'why' }, summary, ...children);
}
