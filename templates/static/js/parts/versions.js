// Parts of a page (`data-part`) as they came, and the same parts in a newer version of the page.

import { allAs, copyOf, findAs } from '../dom.js';
import { isRefused } from '../fields.js';

/**
 * A part as the server writes it. The token of a form looks different on each page (a random mask), and so does its key; how
 * long ago something was is another number each minute. None of that says anything new.
 * @param {Element} part
 */
export function written(part) {
  return part.innerHTML.replace(/(<input type="hidden" name="(?:csrf|key" data-once=")" value=")[^"]*/g, '$1').replace(/(<time datetime="[^"]*")[^>]*>[^<]*/g, '$1>');
}

/**
 * The text of each part, and of each form and line in one, as it came, before anything was unfolded, ticked or described by a script
 * in it.
 * @type {WeakMap<Element, string>}
 */
export const came = new WeakMap();

/**
 * The parts that are new in places only.
 * @type {WeakSet<Element>}
 */
export const mixed = new WeakSet();

/**
 * Remembers the parts below an element as they stand there now.
 * @param {ParentNode} root
 */
export function remember(root) {
  for (const part of root.querySelectorAll('[data-part], [data-part] :is(form, li[id])')) {
    if (!came.has(part) && !isRefused(part)) came.set(part, written(part));
  }
}

/**
 * The folds of a part by the nearest name, which they keep when others come before them.
 * @param {Element} part
 */
export function folds(part) {
  /** @type {Record<string, number>} */
  const counts = {};
  return allAs(HTMLDetailsElement, 'details', part).map((details) => {
    const near = details.closest('[id]')?.id ?? '';
    const count = (counts[near] ?? 0) + 1;
    counts[near] = count;
    return { name: `${near} ${count}`, details };
  });
}

export const LINE_LIKE = 'li, tr, article';

/**
 * The first link of a line, by which that is known.
 * @param {Element} element
 */
export function linkOf(element) {
  return element.matches(LINE_LIKE) ? findAs(HTMLAnchorElement, 'a[href]', element) : null;
}

/**
 * Returns the name that an element is known by: its own, or where it leads; a line leads where its first link does.
 * @param {Element} element
 */
export function nameOf(element) {
  const link = element.matches('a') ? element : linkOf(element);
  return element.id || (link?.getAttribute('href') ?? '');
}

/**
 * The one child of another element with the same name, or the only one of its kind.
 * @param {Element} child
 * @param {Element} from
 * @param {Element} to
 * @returns {Element | undefined}
 */
export function counterpart(child, from, to) {
  const name = nameOf(child);
  const same = name ? [...to.children].find((other) => nameOf(other) === name) : undefined;
  if (same || child.id) return same;
  /** @param {Element} element */
  const alike = (element) => [...element.children].filter((other) => !other.id && other.tagName === child.tagName);
  const others = alike(to);
  return alike(from).length === 1 && others.length === 1 ? others[0] : undefined;
}

/**
 * A place in a newer version of a list for a line that is not there any more, behind what stood before it.
 * @param {Element} line
 * @param {Element} from
 * @param {Element} next
 */
export function placeFor(line, from, next) {
  const place = document.createComment('');
  /** @type {Element | undefined} */
  let other;
  for (let before = line.previousElementSibling; before && !other; before = before.previousElementSibling) {
    other = counterpart(before, from, next);
  }
  if (other) other.after(place);
  else next.prepend(place);
  return place;
}

/**
 * Takes out of a newer version what stays on the page as it is, and would stand there twice.
 * @param {Element} line
 * @param {ChildNode} other
 */
export function withoutDoubles(line, other) {
  for (const { id } of [line, ...line.querySelectorAll(LINE_LIKE)]) {
    const double = id ? other.ownerDocument?.getElementById(id) : null;
    if (double && !other.contains(double) && !double.contains(other)) double.remove();
  }
}

/**
 * The lines of a list that read as they came, by what they are in a newer version of it.
 * @param {Element} element
 * @param {Element} next
 */
export function sameLines(element, next) {
  const lines = new Map([...element.children].filter((child) => child.matches('li[id]')).map((line) => [line.id, line]));
  /** @type {Map<Node, Element>} */
  const same = new Map();
  if (lines.size === 0) return same;
  for (const other of next.children) {
    const line = lines.get(other.id);
    if (line && came.get(line) === written(other)) same.set(other, line);
  }
  return same;
}

/**
 * Fills an element with copies of what is in another one.
 * @param {Element} element
 * @param {Element} other
 */
export function fillFrom(element, other) {
  element.replaceChildren(...copyOf(other).childNodes);
}
