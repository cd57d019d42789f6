// A field with its label: what is wrong with it stands below it until somebody types there.

import { make } from './elements.js';

/** @template {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} T */
export class Labelled {
  /**
   * @param {T} input with its id
   * @param {string} label
   * @param {string} [hint]
   * @param {Node} [shown] the input, with what stands beside it
   */
  constructor(input, label, hint = '', shown = input) {
    this.input = input;
    /** @type {HTMLElement} */
    this.element = make('div', { class: 'field' }, make('label', { for: input.id, text: label }), shown);
    this.hint = hint === '' ? undefined : make('p', { class: 'hint', id: `${input.id}-hint`, text: hint });
    if (this.hint) this.element.append(this.hint);
    /** @type {HTMLElement | undefined} */
    this.error = undefined;
    input.addEventListener('input', () => this.clearError());
    this.#describe();
  }

  /** @param {string} id that others know it by; it has no hint */
  named(id) {
    this.input.id = id;
    this.element.querySelector('label')?.setAttribute('for', id);
  }

  /**
   * Its parts stand in another element, without one of their own; the label is read, and not seen.
   * @param {HTMLElement} line
   * @param {string} [placeholder]
   */
  standsIn(line, placeholder = '') {
    const label = this.element.querySelector('label');
    label?.classList.add('sr');
    this.input.setAttribute('placeholder', placeholder || (label?.textContent ?? ''));
    line.prepend(...this.element.childNodes);
    this.element = line;
  }

  #describe() {
    const about = [this.error?.id, this.hint?.id].filter((one) => one);
    if (about.length > 0) this.input.setAttribute('aria-describedby', about.join(' '));
    else this.input.removeAttribute('aria-describedby');
  }

  /** @param {string} text */
  refuse(text) {
    this.clearError();
    this.error = make('p', { class: 'error', id: `${this.input.id}-error`, role: 'alert', text });
    this.input.setAttribute('aria-invalid', 'true');
    if (this.hint) this.hint.before(this.error);
    else this.element.append(this.error);
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
