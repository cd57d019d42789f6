// A text that is shown to be copied, and sent to somebody.

import { button, make } from '../../elements.js';
import { Input } from '../inputs.js';

/** @import { Texts } from '../../texts.js' */

/**
 * @param {Texts} texts with those of `copy` and `copied`
 * @param {{ label: string, hint: string }} asked
 * @param {string} value
 * @param {string} [kind] of the button that copies it
 * @returns {HTMLElement[]}
 */
export function copyable(texts, { label, hint }, value, kind) {
  const field = new Input(texts, { label, hint });
  field.input.removeAttribute('maxlength');
  field.input.readOnly = true;
  field.input.value = value;
  const copy = button(texts.of('copy'), kind);
  const said = make('p', { class: 'small mute', role: 'status' });
  copy.addEventListener('click', async () => {
    field.input.select();
    try {
      await navigator.clipboard.writeText(value);
      said.textContent = texts.of('copied');
    } catch {
      // It is selected: whoever wants to copy it does it by hand.
    }
  });
  return [field.element, make('div', { class: 'flex' }, copy, said)];
}
