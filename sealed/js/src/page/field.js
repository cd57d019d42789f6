// A field for a text that never leaves the device as it is: without a name, so that no form can send it.

import { button, make, newId } from './elements.js';

/** @import { Texts } from './texts.js' */

/**
 * @typedef {object} Kind
 * @property {string} label key of its text
 * @property {'username' | 'current-password' | 'new-password' | 'off'} fill what browsers may fill in
 * @property {boolean} [isOpen] whether everybody may read it
 * @property {string} [hint]
 * @property {Record<string, string | number>} [values] of its label
 */

/** As much as anybody types. */
const LONGEST = '1000';

export class Field {
  /**
   * @param {Texts} texts
   * @param {Kind} kind
   */
  constructor(texts, { label, fill, isOpen = false, hint = '', values = {} }) {
    const id = newId();
    this.texts = texts;
    this.id = id;
    this.input = make('input', {
      id,
      type: isOpen ? 'text' : 'password',
      autocomplete: fill,
      autocapitalize: 'none',
      spellcheck: 'false',
      maxlength: LONGEST,
      required: '',
    });
    const name = texts.of(label, values);
    this.element = make('div', { class: 'field' }, make('label', { for: id, text: name }));
    this.hint = hint && texts.has(hint) ? make('p', { class: 'hint', id: `${id}-hint`, text: texts.of(hint) }) : undefined;
    this.eye = isOpen || !texts.has('show') ? undefined : button(texts.of('show'), 'btn quiet');
    // A row only where there is a button beside the field.
    this.element.append(this.eye ? make('div', { class: 'flex' }, this.input, this.eye) : this.input);
    if (this.hint) this.element.append(this.hint);
    if (this.eye) this.#hearEye(this.eye, name);
    this.input.addEventListener('input', () => this.clearError());
    this.#describe();
  }

  /**
   * @param {HTMLButtonElement} eye
   * @param {string} name
   */
  #hearEye(eye, name) {
    const more = () => eye.append(make('span', { class: 'sr', text: `: ${name}` }));
    eye.setAttribute('aria-controls', this.id);
    more();
    eye.addEventListener('click', () => {
      this.show(this.input.type === 'password');
      more();
    });
  }

  /** @param {boolean} isShown */
  show(isShown) {
    if (!this.eye) return;
    this.input.type = isShown ? 'text' : 'password';
    this.eye.textContent = this.texts.of(isShown ? 'hide' : 'show');
  }

  get value() {
    return this.input.value;
  }

  /** Leaves nothing of it in the page. */
  empty() {
    this.input.value = '';
    if (this.eye && this.input.type === 'text') this.eye.click();
  }

  #describe() {
    const about = [this.error && `${this.id}-error`, this.hint && `${this.id}-hint`].filter((one) => one);
    if (about.length > 0) this.input.setAttribute('aria-describedby', about.join(' '));
    else this.input.removeAttribute('aria-describedby');
  }

  /** @param {string} text */
  refuse(text) {
    this.clearError();
    this.error = make('p', { class: 'error', id: `${this.id}-error`, role: 'alert', text });
    this.input.setAttribute('aria-invalid', 'true');
    (this.hint ?? this.element.lastElementChild)?.before(this.error);
    if (!this.hint) this.element.append(this.error);
    this.#describe();
    this.input.focus();
    this.input.select();
  }

  clearError() {
    if (!this.error) return;
    this.error.remove();
    this.error = undefined;
    this.input.removeAttribute('aria-invalid');
    this.#describe();
  }
}
