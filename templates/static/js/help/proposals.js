// A list of proposals below a field, as in the combobox of the ARIA Authoring Practices: the focus stays in the field.

import { make } from '../dom.js';

/**
 * Puts a list below a field. `take` is told which one was pressed.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {{ id: string, label: string, take: (index: number) => void }} list
 */
export function listBelow(field, { id, label, take }) {
  const list = make('ul', { id, className: 'names', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  field.after(list);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  // A field of several lines has no such role.
  const isCombobox = field.matches('input');
  if (isCombobox) field.setAttribute('role', 'combobox');
  /** @param {boolean} isOpen */
  const unfold = (isOpen) => {
    list.hidden = !isOpen;
    if (isCombobox) field.setAttribute('aria-expanded', String(isOpen));
  };
  unfold(false);
  /** @param {Element | undefined} option */
  const choose = (option) => {
    for (const one of list.children) one.setAttribute('aria-selected', String(one === option));
    if (!option) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
    return undefined;
  };
  /**
   * @param {string} text
   * @param {number} index
   */
  const option = (text, index) => {
    const item = make('li', { id: `${id}-${index}` });
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.append(text);
    // A click would take the focus out of the field first.
    item.addEventListener('mousedown', (event) => {
      event.preventDefault();
      take(index);
    });
    return item;
  };
  return {
    isOpen: () => !list.hidden,
    chosen: () => [...list.children].findIndex((one) => one.getAttribute('aria-selected') === 'true'),
    /** @param {number} index */
    choose: (index) => choose(list.children[index]),
    /** @param {string[]} texts */
    show(texts) {
      list.replaceChildren(...texts.map(option));
      if (list.hidden) {
        unfold(true);
        // Below the last field of a page on a phone it would stand behind the bar.
        list.scrollIntoView({ block: 'nearest' });
      }
      choose(undefined);
    },
    close() {
      unfold(false);
      field.removeAttribute('aria-activedescendant');
    },
  };
}
