// Lists of private pages, as the fields of `inputs.js`.

import { make, newId } from '../elements.js';

/** @import { Texts } from '../texts.js' */

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
    this.input = make('select', { id });
    for (const [one, key] of options) this.input.append(make('option', { value: String(one), text: texts.of(key) }));
    if (value !== undefined) this.input.value = value;
    this.element = make('div', { class: 'field' }, make('label', { for: id, text: texts.of(label) }), this.input);
  }

  get value() {
    return this.input.value;
  }
}
