// The keys of the account for another device, which shows a code.

import { fromPairingCode } from '../../pairing.js';
import { button, make } from '../elements.js';
import { Field, nameForBrowser } from '../field.js';
import { notice } from '../notices.js';
import { Scanner, canScan } from '../scanning.js';
import { handOver } from '../second_device.js';

/** @import { Part } from '../part.js' */

/** The fields stand there once somebody wants them. @param {Part} part */
export function beginDevice(part) {
  if (!part.isHere()) return;
  const begin = button(part.texts.of('begin'), 'btn wide');
  begin.addEventListener('click', () => {
    const { form, first } = formOf(part);
    part.place.replaceChildren(form);
    first.focus();
  });
  part.place.replaceChildren(begin);
}

/** @param {string} text */
function isCode(text) {
  try {
    return fromPairingCode(text) !== undefined;
  } catch {
    return false;
  }
}

/** @param {Part} part */
function formOf(part) {
  const code = new Field(part.texts, { label: 'device-typed', fill: 'off', isOpen: true, hint: 'device-typed-hint' });
  const own = new Field(part.texts, { label: 'old', fill: 'current-password' });
  const scanner = new Scanner(part.texts, (text) => {
    if (!isCode(text)) return undefined;
    code.input.value = text;
    code.clearError();
    own.input.focus();
    return make('p', { class: 'small mute', role: 'status', text: part.texts.of('device-scanned') });
  });
  const { form } = part.form({
    content: [code.element, ...(canScan() ? [scanner.element] : []), nameForBrowser(part), own.element],
    button: 'device-hand',
    fields: { 'device-bad-code': code, 'problem-code-used': code, 'problem-wrong-key': own },
    act: async () => {
      await handOver(part.device, part.name, own.value, code.value);
      own.empty();
      const said = notice(part.texts.of('done'));
      part.place.replaceChildren(said);
      said.focus();
    },
  });
  return { form, first: code.input };
}
