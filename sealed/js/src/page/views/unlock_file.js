// Opening keys that are not open any more by the file with them, which has no use for the passphrase of the account (`unlock.js`).

import { button } from '../elements.js';
import { openOwnByFile } from '../importing.js';
import { keepOpen } from '../keeping.js';
import { formOfFile } from './file_form.js';

/** @import { Part } from '../part.js' */

/**
 * @param {Part} part
 * @param {() => Promise<void>} byPassphrase makes the other form, which one may go back to
 */
export async function beginUnlockByFile(part, byPassphrase) {
  const { texts, place } = part;
  const back = button(texts.of('unlock-passphrase'), 'btn quiet');
  back.addEventListener('click', async () => {
    await byPassphrase();
    const first = place.querySelector('input:not([hidden])');
    if (first instanceof HTMLElement) first.focus();
  });
  const { form, first } = formOfFile(part, {
    label: 'file-of',
    button: 'unlock',
    beside: [back],
    open: openOwnByFile,
    then: async (opened, chosen, marker) => {
      place.replaceChildren();
      await keepOpen(part, opened, chosen, marker);
    },
  });
  place.replaceChildren(form);
  first.focus();
}
