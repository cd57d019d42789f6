// Places on the screen: the text that somebody writes or reads stays where it is seen while the page changes around it.

import { closest, focused } from '../dom.js';
import { isWriting } from '../fields.js';
import { main } from '../this_page.js';
import { linkOf } from './versions.js';

/**
 * An element, the link that it is known by, the part that it stands in, and its place.
 * @typedef {{ element: Element, link: HTMLAnchorElement | null, within: Element | null, top: number }} Landmark
 */

/**
 * Finds the elements that are to stay where they are seen: the field that somebody writes in, and those at the top, the innermost first, each
 * with its place.
 */
function landmarks() {
  /** @type {Landmark[]} */
  const found = [];
  const field = focused();
  const { top, bottom } = field.getBoundingClientRect();
  if (main.contains(field) && isWriting(field) && bottom > 0 && top < innerHeight) found.push({ element: field, link: null, within: null, top });
  if (scrollY === 0) return found;
  const box = main.getBoundingClientRect();
  const x = Math.min(Math.max(box.left, 0) + box.width / 2, innerWidth - 1);
  for (const y of [8, 64, 120]) {
    let element = document.elementFromPoint(x, y);
    if (!element || !main.contains(element)) continue;
    for (; element && element !== main; element = element.parentElement) {
      // A row is known by its first link.
      const link = linkOf(element);
      found.push({ element, link, within: closest(element, '[data-part]'), top: (link ?? element).getBoundingClientRect().top });
    }
    break;
  }
  return found;
}

/**
 * A landmark on the page as it is now: what has no name is found again by what it stands in.
 * @param {Landmark} landmark
 */
function foundAgain({ element, link, within }) {
  if (element.isConnected) return link?.isConnected ? link : element;
  const links = link && within ? [...within.querySelectorAll('a[href]')] : [];
  return links.find((other) => other.getAttribute('href') === link?.getAttribute('href')) ?? document.getElementById(element.id);
}

/** Is asked before the page changes; what it returns is called after, and lets what is written or read stay where it was. */
export function holdPlace() {
  const found = landmarks();
  const { style } = document.documentElement;
  style.setProperty('overflow-anchor', 'none');
  return () => {
    for (const landmark of found) {
      const same = foundAgain(landmark);
      if (!same) continue;
      scrollBy({ top: same.getBoundingClientRect().top - landmark.top, behavior: 'instant' });
      break;
    }
    requestAnimationFrame(() => style.removeProperty('overflow-anchor'));
  };
}
