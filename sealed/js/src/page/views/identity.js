// The keys of the account as a file, sealed with a passphrase of its own.

import { button } from '../elements.js';
import { identityFile } from '../exporting.js';
import { Field, nameForBrowser } from '../field.js';
import { browserLocalStore } from '../group/local_store.js';
import { NewPassphrase } from '../new_passphrase.js';
import { notice } from '../notices.js';
import { saveFile } from '../file_download.js';

/** @import { Part } from '../part.js' */

/** The fields stand there once somebody wants them: few pages of an account are opened for a file. @param {Part} part */
export function beginIdentity(part) {
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
  const own = new Field(part.texts, { label: 'old', fill: 'current-password' });
  // No browser is to keep it in place of the passphrase of the account.
  const ofFile = new NewPassphrase(part, 'off');
  const { form } = part.form({
    content: [nameForBrowser(part), own.element, ...ofFile.content],
    button: 'save',
    fields: { ...ofFile.fields, 'problem-wrong-key': own },
    act: async () => {
      const passphrase = ofFile.value;
      const text = await identityFile(part.device, browserLocalStore(), location.origin, part.name, own.value, passphrase);
      own.empty();
      ofFile.empty();
      saveFile(`${part.name}.identity`, 'text/plain', text);
      const said = notice(part.texts.of('done'));
      part.place.replaceChildren(said);
      said.focus();
    },
  });
  ofFile.words.offerWithin(form);
  return { form, first: own.input };
}
