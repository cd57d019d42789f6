// Signing in by a file with the keys of the account, which another device or the command line has made.

import { make, newId } from '../elements.js';
import { Field } from '../field.js';
import { browserShelf } from '../group/shelf.js';
import { signInByFile } from '../importing.js';
import { choiceOfKeeping, keepOpen } from '../keeping.js';
import { Labelled } from '../labelled.js';
import { goTo } from '../leading.js';
import { needThat } from '../trouble.js';

/** @import { Part } from '../part.js' */

/** More than a file with the keys of a thousand pursuances has. */
const MOST = 8 * 1024 * 1024;

/** @param {Part} part */
export function beginFile(part) {
  if (!part.isHere()) return;
  const { texts } = part;
  // No name, as every field here: no form can send it.
  const file = new Labelled(make('input', { id: newId(), type: 'file', required: '' }), texts.of('file'));
  const secret = new Field(texts, { label: 'passphrase', fill: 'off' });
  const { element, chosen } = choiceOfKeeping(part);
  const { form, sending } = part.form({
    content: [file.element, secret.element, element],
    button: 'file-open',
    fields: { 'file-none': file, 'problem-wrong-key': file, 'file-wrong': secret },
    act: async () => {
      const [one] = file.input.files ?? [];
      needThat(one !== undefined && one.size <= MOST, 'file-none');
      const { opened, marker } = await signInByFile(part.device, browserShelf(), await one.text(), secret.value);
      await keepOpen(part, opened, chosen(), marker);
      secret.empty();
      goTo('reload');
      sending.stay();
    },
  });
  part.place.replaceChildren(form);
}
