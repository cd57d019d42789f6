// Fields of private pages: made by the module, without a name and in no form with an address, so that nothing can send what is typed.

import { make, newId } from '../elements.js';
import { Labelled } from '../labelled.js';

/** @import { Texts } from '../texts.js' */

/** As much as a field of a task may have, in letters. */
const [LINE, LIST, TEXT] = ['200', '2500', '20000'];

/** @typedef {{ label: string, kind?: 'line' | 'list' | 'text' | 'day' | 'number', value?: string, hint?: string, isRequired?: boolean }} Asked */

/** @extends {Labelled<HTMLInputElement | HTMLTextAreaElement>} */
export class Input extends Labelled {
  /**
   * @param {Texts} texts
   * @param {Asked} asked
   */
  constructor(texts, { label, kind = 'line', value = '', hint = '', isRequired = false }) {
    const type = kind === 'day' ? 'date' : kind === 'number' ? 'number' : 'text';
    const common = { id: newId(), autocomplete: 'off', ...(isRequired && { required: '' }) };
    const line = { type, maxlength: kind === 'list' ? LIST : LINE, ...(kind === 'list' && { autocapitalize: 'none' }) };
    const input = kind === 'text' ? make('textarea', { ...common, rows: '4', maxlength: TEXT }) : make('input', { ...common, ...line });
    input.value = value;
    super(input, texts.of(label), texts.of(hint));
  }

  get value() {
    return this.input.value.trim();
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
