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
