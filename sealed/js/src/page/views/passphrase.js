// Another passphrase for an account that has keys.

import { make } from '../elements.js';
import { Field, nameForBrowser } from '../field.js';
import { changePassphrase } from '../account_keys.js';
import { NewPassphrase } from '../new_passphrase.js';
import { notice } from '../notices.js';
import { sessionOfPage } from '../unlocked.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginPassphrase(part) {
  if (!part.isHere()) return;
  const old = new Field(part.texts, { label: 'old', fill: 'current-password' });
  const passphrase = new NewPassphrase(part);
  const tokens = make('input', { type: 'checkbox', checked: '' });
  const isAsked = part.texts.has('end-tokens');
  const asked = isAsked ? [make('label', { class: 'check' }, tokens, make('span', { text: part.texts.of('end-tokens') }))] : [];
  const { form } = part.form({
    content: [nameForBrowser(part), old.element, ...passphrase.content, ...asked],
    button: 'change',
    fields: { ...passphrase.fields, 'problem-wrong-key': old },
    act: async () => {
      const also = isAsked ? { end_tokens: tokens.checked } : {};
      const { marker } = await changePassphrase(part.device, part.name, old.value, passphrase.value, also);
      if (marker) {
        await part.unlocked.move(sessionOfPage(), marker);
        document.body.dataset.session = marker;
      }
      old.empty();
      passphrase.empty();
      const said = notice(part.texts.of('done'));
      part.place.replaceChildren(said);
      said.focus();
    },
  });
  passphrase.words.offerWithin(form);
  part.place.replaceChildren(form);
}
