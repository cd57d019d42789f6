// Another passphrase for an account that has keys.

import { notice } from '../elements.js';
import { changePassphrase } from '../making.js';
import { NewPassphrase } from '../new_passphrase.js';
import { sessionOfPage } from '../unlocked.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginPassphrase(part) {
  if (!part.isHere()) return;
  const old = part.field({ label: 'old', fill: 'current-password' });
  const passphrase = new NewPassphrase(part);
  const { form } = part.form({
    content: [part.nameForBrowser(), old.element, ...passphrase.content],
    button: 'change',
    fields: { ...passphrase.fields, 'problem-wrong-key': old },
    act: async () => {
      const { marker } = await changePassphrase(part.device, part.name, old.value, passphrase.value);
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
