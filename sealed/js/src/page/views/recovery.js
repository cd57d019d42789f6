// A new recovery kit. The former one works until two groups of the new one were typed.

import { Field, nameForBrowser } from '../field.js';
import { showKit } from '../recovery_kit.js';
import { pathOf } from '../navigation.js';
import { newRecovery } from '../account_keys.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginRecovery(part) {
  if (!part.isHere()) return;
  const secret = new Field(part.texts, { label: 'passphrase', fill: 'current-password' });
  const { form } = part.form({
    content: [nameForBrowser(part), secret.element],
    button: 'make',
    fields: { 'problem-wrong-key': secret },
    act: async () => {
      const { code, save } = await newRecovery(part.device, part.name, secret.value);
      secret.empty();
      showKit(part, { name: part.name, code, save, next: pathOf(part.data('back'), '/me') });
    },
  });
  part.place.replaceChildren(form);
}
