// A field for a text that never leaves the device as it is: without a name, so that no form can send it.

import { button, make, newId } from './elements.js';
import { Labelled } from './labelled.js';

/** @import { Texts } from './texts.js' */

/**
 * @typedef {object} Kind
 * @property {string} label key of its text
 * @property {'username' | 'current-password' | 'new-password' | 'off'} fill what browsers may fill in
 * @property {boolean} [isOpen] whether everybody may read it
 * @property {string} [hint]
 * @property {Record<string, string | number>} [values] of its label
 */

/** @extends {Labelled<HTMLInputElement>} */
export class Field extends Labelled {
  /**
   * @param {Texts} texts
   * @param {Kind} kind
   */
  constructor(texts, { label, fill, isOpen = false, hint = '', values = {} }) {
    const input = make('input', {
      id: newId(),
      type: isOpen ? 'text' : 'password',
      autocomplete: fill,
      autocapitalize: 'none',
      spellcheck: 'false',
      // As much as anybody types.
      maxlength: '1000',
      required: '',
    });
    const name = texts.of(label, values);
    const eye = isOpen || !texts.has('show') ? undefined : button(texts.of('show'), 'btn quiet');
    // A row only where there is a button beside the field.
    super(input, name, texts.of(hint), eye ? make('div', { class: 'flex' }, input, eye) : input);
    this.texts = texts;
    this.eye = eye;
    this.name = name;
    eye?.setAttribute('aria-controls', input.id);
    eye?.addEventListener('click', () => this.show(this.input.type === 'password'));
    this.show(false);
  }

  /** @param {boolean} isShown */
  show(isShown) {
    if (!this.eye) return;
    this.input.type = isShown ? 'text' : 'password';
    this.eye.textContent = this.texts.of(isShown ? 'hide' : 'show');
    this.eye.append(make('span', { class: 'sr', text: `: ${this.name}` }));
  }

  get value() {
    return this.input.value;
  }

  /** Leaves nothing of it in the page. */
  empty() {
    this.input.value = '';
    this.show(false);
  }

  /** @param {string} text */
  refuse(text) {
    super.refuse(text);
    this.input.select();
  }
}

/**
 * The name for the browser's list of passphrases, which asks for one beside each. Nobody types it.
 * @param {{ name: string }} part
 */
export function nameForBrowser({ name }) {
  const input = make('input', { type: 'text', autocomplete: 'username', readonly: '', hidden: '' });
  input.value = name;
  return input;
}
