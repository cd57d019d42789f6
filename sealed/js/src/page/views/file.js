// Signing in by a file with the keys of the account, which another device or the command line has made.

import { signInByFile } from '../importing.js';
import { keepOpen } from '../keeping.js';
import { goTo } from '../navigation.js';
import { formOfFile } from './file_form.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginFile(part) {
  if (!part.isHere()) return;
  const { form, sending } = formOfFile(part, {
    label: 'passphrase',
    button: 'file-open',
    open: signInByFile,
    then: async (opened, chosen, marker) => {
      await keepOpen(part, opened, chosen, marker);
      goTo('reload');
      sending.stay();
    },
  });
  part.place.replaceChildren(form);
}
