// Elements by what they are: who asks for an input gets one, or nothing. So the types of the scripts hold while they run, too.

/**
 * A class of nodes.
 * @template {Node} T
 * @typedef {abstract new () => T} Kind
 */

/**
 * Something that is always there.
 * @template T
 * @param {T | null | undefined} it
 * @returns {T}
 */
export function need(it) {
  if (it === null || it === undefined) throw new Error('a part of the page is missing');
  return it;
}

/**
 * A node if it is of this kind.
 * @template {Node} T
 * @param {Kind<T>} kind
 * @param {EventTarget | RadioNodeList | null | undefined} it
 * @returns {T | null}
 */
export function as(kind, it) {
  return it instanceof kind ? it : null;
}

/**
 * The first element that matches, if it is of this kind.
 * @template {Element} T
 * @param {Kind<T>} kind
 * @param {string} selector
 * @param {ParentNode | null | undefined} [root]
 * @returns {T | null}
 */
export function findAs(kind, selector, root = document) {
  return as(kind, root?.querySelector(selector));
}

/**
 * The first element that matches.
 * @param {string} selector
 * @param {ParentNode | null} [root]
 */
export function find(selector, root = document) {
  return findAs(HTMLElement, selector, root);
}

/**
 * The elements of this kind that match, in their order.
 * @template {Element} T
 * @param {Kind<T>} kind
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {T[]}
 */
export function allAs(kind, selector, root = document) {
  /** @type {(element: Element) => element is T} */
  const isOfKind = (element) => element instanceof kind;
  return [...root.querySelectorAll(selector)].filter(isOfKind);
}

/**
 * The elements that match, in their order.
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export function all(selector, root = document) {
  return allAs(HTMLElement, selector, root);
}

/**
 * Whether an event was aimed at an element that matches.
 * @param {EventTarget | null} target
 * @param {string} selector
 */
export function matches(target, selector) {
  return target instanceof Element && target.matches(selector);
}

/**
 * The innermost element around a place, or that itself, that matches, if it is of this kind.
 * @template {Element} T
 * @param {Kind<T>} kind
 * @param {EventTarget | null | undefined} from
 * @param {string} selector
 * @returns {T | null}
 */
export function closestAs(kind, from, selector) {
  return from instanceof Element ? as(kind, from.closest(selector)) : null;
}

/**
 * The innermost element around a place, or that itself, that matches.
 * @param {EventTarget | null | undefined} from
 * @param {string} selector
 */
export function closest(from, selector) {
  return closestAs(HTMLElement, from, selector);
}

/** The element that has the focus. */
export function focused() {
  return document.activeElement ?? document.body;
}

/**
 * A field of a form by its name.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldOf(form, name) {
  return as(HTMLInputElement, form.elements.namedItem(name));
}

/**
 * A copy of a node of another page, for this one.
 * @template {Node} T
 * @param {T} node
 */
export function copyOf(node) {
  return document.importNode(node, true);
}

/**
 * A new element with these properties.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<HTMLElementTagNameMap[K]>} [properties]
 */
export function make(tag, properties = {}) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  return element;
}

/**
 * Opens the folds around an element.
 * @param {Element | null | undefined} element
 */
export function unfoldAround(element) {
  const fold = closestAs(HTMLDetailsElement, element, 'details');
  if (!fold) return;
  fold.open = true;
  unfoldAround(fold.parentElement);
}
