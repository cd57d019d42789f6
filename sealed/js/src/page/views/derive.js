// An account with a plain passphrase gets keys, and another passphrase that never leaves the device.

import { Field, nameForBrowser } from '../field.js';
import { keepOpen } from '../keeping.js';
import { takeFragment } from '../group/fragment.js';
import { showKit } from '../recovery_kit.js';
import { pathOf } from '../navigation.js';
import { becomeDerived } from '../account_keys.js';
import { NewPassphrase } from '../new_passphrase.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginDerive(part) {
  // On the page of an invitation: its secret waits in this tab for the same page, which opens it afterwards.
  if (location.hash.startsWith('#i1.')) takeFragment();
  if (!part.isHere()) return;
  const old = new Field(part.texts, { label: 'old', fill: 'current-password' });
  const passphrase = new NewPassphrase(part);
  const { form } = part.form({
    content: [nameForBrowser(part), old.element, ...passphrase.content],
    button: 'make',
    fields: { ...passphrase.fields, passphrase: old, 'problem-wrong-key': old },
    act: async () => {
      const { opened, code, marker } = await becomeDerived(part.device, part.name, old.value, passphrase.value);
      await keepOpen(part, opened, 'hours', marker);
      old.empty();
      passphrase.empty();
      const next = pathOf(part.data('back'), '/me');
      showKit(part, { name: part.name, code, next, isOptional: true });
    },
  });
  passphrase.words.offerWithin(form);
  part.place.replaceChildren(form);
}
