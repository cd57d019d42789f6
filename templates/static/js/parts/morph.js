// Elements of a part that are in use, and their places in a newer version of that part: everything else around them is replaced.

import { copyOf, focused } from '../dom.js';
import { isInUse, isMarked, isRefused, isWritten } from '../fields.js';
import { LINE_LIKE, came, counterpart, fillFrom, mixed, nameOf, placeFor, sameLines, withoutDoubles, written } from './versions.js';

/**
 * A child in use, its counterpart in a newer version, the hidden link that it stands in for, and what is in use within it.
 * @typedef {{ child: Element, other: ChildNode, link: Element | null, inner: Fit[] }} Fit
 */

/**
 * Element that reads the same: it is left alone.
 * @type {Fit[]}
 */
const SAME = [];

/**
 * Element that would read differently and has to wait: it is left alone, too.
 * @type {Fit[]}
 */
const HELD = [];

/**
 * Its children in use, each beside its counterpart in a newer version of the element. None where that has no place for them, or
 * where the form in use, or the text that is marked, would say something else now: then what is around it may not change under it
 * either, up to its line. The other lines do, and a line that has gone stays only while somebody writes in it.
 * @param {Element} element
 * @param {Element} next
 * @returns {Fit[] | null}
 */
export function fitting(element, next) {
  // The text in a refused form is its writer's; other elements count as they came with the next page.
  if (isRefused(element) && !came.has(element)) came.set(element, written(next));
  if (!mixed.has(element) && (came.get(element) ?? written(element)) === written(next)) return SAME;
  /** @param {ChildNode} node */
  const isText = (node) => node instanceof Text && node.data.trim() !== '' && isMarked(node);
  if (element.matches('form') || [...element.childNodes].some(isText)) return null;
  /** @type {Fit[]} */
  const fits = [];
  for (const child of [...element.children].filter(isInUse)) {
    const isLine = child.matches(LINE_LIKE) && nameOf(child) !== '';
    // A field that renames, and a menu, stand in for the hidden link before them.
    const link = child.previousElementSibling?.matches('a[hidden]') ? child.previousElementSibling : null;
    const found = counterpart(link ?? child, element, next);
    if (!found && isLine && !isWritten(child)) continue;
    const inner = found ? (link ? SAME : fitting(child, found)) : null;
    if (!inner && !isLine) return null;
    const other = found ?? placeFor(child, element, next);
    if (!inner) withoutDoubles(child, other);
    fits.push({ child, other, link, inner: inner ?? HELD });
  }
  return fits;
}

/**
 * Whether something in it has to wait.
 * @param {Fit[] | null} fits
 * @returns {boolean}
 */
export function isHeld(fits) {
  return !fits || fits === HELD || fits.some(({ inner }) => isHeld(inner));
}

/**
 * Replaces everything in an element but what is in use, and the lines that read as before: to lay out hundreds of them takes long.
 * @param {Element} element
 * @param {Element} next
 * @param {Fit[]} fits
 */
export function replaceAround(element, next, fits) {
  if (fits === SAME || fits === HELD) return;
  /** @type {Map<Node, Fit>} */
  const inUse = new Map(fits.map((fit) => [fit.other, fit]));
  const kept = sameLines(element, next);
  for (const { child, other } of fits) kept.set(other, child);
  /** @type {Set<Node | null>} */
  const staying = new Set([...kept.values(), ...fits.map(({ link }) => link)]);
  for (const node of [...element.childNodes]) {
    if (!staying.has(node)) node.remove();
  }
  let at = element.firstChild;
  /** @param {Node} node */
  const put = (node) => {
    // An element with the focus or a mark is never moved, as it would lose that: others go around it.
    const isFixed = staying.has(node) && (node.contains(focused()) || isMarked(node));
    if (node === at || isFixed) at = node.nextSibling;
    else element.insertBefore(node, at);
  };
  for (const node of next.childNodes) {
    const fit = inUse.get(node);
    const stays = kept.get(node);
    if (fit?.link) {
      if (node instanceof Element) fillFrom(fit.link, node);
      put(fit.link);
    }
    if (fit && stays && node instanceof Element) {
      replaceAround(stays, node, fit.inner);
      // It is new in places only, so it is no line that reads as it came.
      if (fit.inner !== SAME && fit.inner !== HELD) came.delete(stays);
    }
    put(stays ?? copyOf(node));
  }
}
