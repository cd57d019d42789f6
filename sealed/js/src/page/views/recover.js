// A new passphrase with the code of a recovery kit.

import { make } from '../elements.js';
import { Field } from '../field.js';
import { pathOf } from '../navigation.js';
import { recover } from '../account_keys.js';
import { NewPassphrase } from '../new_passphrase.js';
import { notice } from '../notices.js';
import { toUsername } from '../opening.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginRecover(part) {
  if (!part.isHere()) return;
  const name = new Field(part.texts, { label: 'name', fill: 'username', isOpen: true });
  const code = new Field(part.texts, { label: 'code', fill: 'off', isOpen: true, hint: 'code-hint' });
  name.input.value = part.name;
  const passphrase = new NewPassphrase(part);
  const { form } = part.form({
    content: [name.element, code.element, ...passphrase.content],
    button: 'set',
    fields: { ...passphrase.fields, 'problem-wrong-key': code, code },
    act: async () => {
      name.input.value = toUsername(name.value);
      await recover(part.device, name.value, code.value, passphrase.value);
      code.empty();
      passphrase.empty();
      const said = notice(part.texts.of('done'));
      const link = make('a', { class: 'btn primary', href: pathOf(part.data('next')), text: part.texts.of('to-signin') });
      part.place.replaceChildren(said, make('div', { class: 'flex' }, link));
      said.focus();
    },
  });
  void passphrase.words.offer();
  part.place.replaceChildren(form);
}
