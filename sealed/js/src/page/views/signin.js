// Signing in to an account whose passphrase never leaves the device.

import { Field, nameForBrowser } from '../field.js';
import { choiceOfKeeping, keepOpen } from '../keeping.js';
import { pathOf } from '../navigation.js';
import { signIn } from '../opening.js';
import { Trouble } from '../trouble.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginSignIn(part) {
  if (!part.isHere()) return;
  const secret = new Field(part.texts, { label: 'passphrase', fill: 'current-password' });
  const { element, chosen } = choiceOfKeeping(part);
  const { form, sending } = part.form({
    content: [nameForBrowser(part), secret.element, element],
    button: 'signin',
    fields: { 'problem-wrong-key': secret, passphrase: secret },
    act: async () => {
      try {
        const { opened, marker } = await signIn(part.device, part.name, secret.value);
        await keepOpen(part, opened, chosen(), marker);
      } catch (error) {
        // It has another kind of passphrase by now: the page for that one is a press away.
        if (!(error instanceof Trouble) || error.key !== 'plain') throw error;
        location.assign(pathOf(part.data('again')));
        return;
      }
      secret.empty();
      location.assign(pathOf(part.data('next')));
      // Nothing is pressed twice while the next page is on its way.
      sending.stay();
    },
  });
  part.place.replaceChildren(form);
  secret.input.focus();
}
