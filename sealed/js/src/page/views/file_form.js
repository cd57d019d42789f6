// The fields for a file with the keys of an account, and for its passphrase.

import { make, newId } from '../elements.js';
import { Field } from '../field.js';
import { browserLocalStore } from '../group/local_store.js';
import { choiceOfKeeping } from '../keeping.js';
import { Labelled } from '../labelled.js';
import { needThat } from '../trouble.js';

/** @import { Opened } from '../opening.js' */
/** @import { Part } from '../part.js' */
/** @import { Choice } from '../unlocked.js' */

/** More than a file with the keys of a thousand pursuances has. */
const MOST = 8 * 1024 * 1024;

/**
 * @param {Part} part
 * @param {object} how
 * @param {string} how.label of the passphrase of the file
 * @param {string} how.button
 * @param {typeof import('../importing.js').signInByFile} how.open
 * @param {(opened: Opened, chosen: Choice, marker: string) => Promise<void>} how.then
 * @param {Node[]} [how.beside] what stands beside the button
 */
export function formOfFile(part, { label, button, open, then, beside }) {
  const { texts } = part;
  // No name, as every field here: no form can send it.
  const file = new Labelled(make('input', { id: newId(), type: 'file', required: '' }), texts.of('file'));
  const secret = new Field(texts, { label, fill: 'off' });
  const { element, chosen } = choiceOfKeeping(part);
  const made = part.form({
    content: [file.element, secret.element, element],
    button,
    beside,
    fields: { 'file-none': file, 'file-other': file, 'problem-wrong-key': file, 'file-wrong': secret },
    act: async () => {
      const [one] = file.input.files ?? [];
      needThat(one !== undefined && one.size <= MOST, 'file-none');
      const { opened, marker } = await open(part.device, browserLocalStore(), await one.text(), secret.value);
      secret.empty();
      await then(opened, chosen(), marker);
    },
  });
  return { ...made, first: file.input };
}
