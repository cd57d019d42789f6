// The keys of the account for another device, which shows a code.

import { button, notice } from '../elements.js';
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

/** @param {Part} part */
function formOf(part) {
  const code = part.field({ label: 'device-typed', fill: 'off', isOpen: true, hint: 'device-typed-hint' });
  const own = part.field({ label: 'old', fill: 'current-password' });
  const { form } = part.form({
    content: [code.element, part.nameForBrowser(), own.element],
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
