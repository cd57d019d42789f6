// Elements that the module makes. A text is only ever a text in them.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {{ class?: string, text?: string } & Record<string, string | undefined>} [attributes]
 * @param {...Node} children
 */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {string} [kind] of the class
 */
export const button = (text, kind = 'btn') => make('button', { type: 'button', class: kind, text });

/**
 * @param {string} text
 */
export const alert = (text) => make('div', { class: 'notice refused', role: 'alert' }, make('p', { class: 'grow', text }));

/**
 * The task whose title stands in a heading or a link: the id that the server gave it.
 * @param {ParentNode | null} root
 * @param {'h1' | 'a'} place
 */
export const taskIn = (root, place) => /** @type {HTMLElement | null | undefined} */ (root?.querySelector(`${place} [data-object]:not([data-otype])`))?.dataset.object;

let count = 0;

/** An id that no other element has. */
export function newId() {
  count += 1;
  return `sealed-${count}`;
}
