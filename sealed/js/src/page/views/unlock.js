// Opening the keys of whoever is signed in, where they are not open any more.

import { button } from '../elements.js';
import { Field, nameForBrowser } from '../field.js';
import { choiceOfKeeping, keepOpen } from '../keeping.js';
import { openOwn } from '../opening.js';
import { sessionOfPage } from '../unlocked.js';
import { beginUnlockByFile } from './unlock_file.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export async function beginUnlock(part) {
  if (!part.isHere() || (await part.unlocked.of(sessionOfPage()))) return;
  const secret = new Field(part.texts, { label: 'passphrase', fill: 'current-password' });
  const { element, chosen } = choiceOfKeeping(part);
  const byFile = button(part.texts.of('unlock-file'), 'btn quiet');
  const { form, sending } = part.form({
    content: [nameForBrowser(part), secret.element, element],
    button: 'unlock',
    beside: part.texts.has('unlock-file') ? [byFile] : [],
    fields: { 'problem-wrong-key': secret },
    act: async () => {
      const { opened, marker } = await openOwn(part.device, part.name, secret.value);
      secret.empty();
      part.place.replaceChildren();
      await keepOpen(part, opened, chosen(), marker);
    },
  });
  byFile.addEventListener('click', () => void sending.send(async () => beginUnlockByFile(part, () => beginUnlock(part))));
  part.place.replaceChildren(form);
}
