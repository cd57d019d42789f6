// Fields of private pages: made by the module, without a name and in no form with an address, so that nothing can send what is typed.

import { make, newId } from '../elements.js';

/** @import { Texts } from '../texts.js' */

/** As much as a field of a task may have, in letters. */
const [LINE, TEXT] = ['200', '20000'];

/** @typedef {{ label: string, kind?: 'line' | 'text' | 'day' | 'number', value?: string, hint?: string, isRequired?: boolean }} Asked */

export class Input {
  /**
   * @param {Texts} texts
   * @param {Asked} asked
   */
  constructor(texts, { label, kind = 'line', value = '', hint = '', isRequired = false }) {
    const id = newId();
    const type = kind === 'day' ? 'date' : kind === 'number' ? 'number' : 'text';
    const common = { id, autocomplete: 'off', ...(isRequired && { required: '' }) };
    this.input =
      kind === 'text' ? make('textarea', { ...common, rows: '4', maxlength: TEXT }) : make('input', { ...common, type, maxlength: LINE });
    this.input.value = value;
    this.element = make('div', { class: 'field' }, make('label', { for: id, text: texts.of(label) }), this.input);
    this.hint = hint !== '' && texts.has(hint) ? make('p', { class: 'hint', id: `${id}-hint`, text: texts.of(hint) }) : undefined;
    if (this.hint) this.element.append(this.hint);
    this.input.addEventListener('input', () => this.clearError());
    this.#describe();
  }

  #describe() {
    const about = [this.error?.id, this.hint?.id].filter((one) => one);
    if (about.length > 0) this.input.setAttribute('aria-describedby', about.join(' '));
    else this.input.removeAttribute('aria-describedby');
  }

  get value() {
    return this.input.value.trim();
  }

  /** @param {string} text */
  refuse(text) {
    this.clearError();
    this.error = make('p', { class: 'error', id: `${this.input.id}-error`, role: 'alert', text });
    this.input.setAttribute('aria-invalid', 'true');
    this.input.after(this.error);
    this.#describe();
    this.input.focus();
  }

  clearError() {
    if (!this.error) return;
    this.error.remove();
    this.error = undefined;
    this.input.removeAttribute('aria-invalid');
    this.#describe();
  }
}

/** A list without a name, of texts by their keys. */
export class Choice {
  /**
   * @param {Texts} texts
   * @param {string} label
   * @param {[value: string | number, key: string][]} options in their order, with the keys of their texts
   * @param {string} [value]
   */
  constructor(texts, label, options, value) {
    const id = newId();
    this.select = make('select', { id });
    for (const [one, key] of options) this.select.append(make('option', { value: String(one), text: texts.of(key) }));
    if (value !== undefined) this.select.value = value;
    this.element = make('div', { class: 'field' }, make('label', { for: id, text: texts.of(label) }), this.select);
  }

  get value() {
    return this.select.value;
  }
}
