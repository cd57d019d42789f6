// A form that asks the passphrase once more: what is sent is the key to sign in with, which the server can check.

import { toBase64url } from '../../bytes.js';
import { Field, nameForBrowser } from '../field.js';
import { proofKey } from '../opening.js';
import { Sending } from '../sending.js';
import { needThat } from '../trouble.js';

/** @import { Part } from '../part.js' */

/** @param {Part} part */
export function beginProof(part) {
  const form = part.element.closest('form');
  const proof = part.element.querySelector('input[name="proof"]');
  if (!form || !(proof instanceof HTMLInputElement) || !part.isHere()) return;
  const secret = new Field(part.texts, { label: 'passphrase', fill: 'current-password', hint: 'hint' });
  part.place.replaceChildren(nameForBrowser(part), secret.element, part.progress.element);
  const sending = new Sending({
    texts: part.texts,
    progress: part.progress,
    busy: part.element,
    before: secret.element,
    fields: { 'problem-wrong-key': secret, 'problem-rate-limit': secret },
  });
  form.addEventListener(
    'submit',
    (event) => {
      // The second time it goes its way, with the key.
      if (proof.value !== '') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      void sending.send(async () => {
        needThat(secret.value !== '', 'problem-wrong-key');
        const key = await proofKey(part.device, part.name, secret.value);
        proof.value = toBase64url(key);
        secret.empty();
        // Empty and required, it would hold the form back.
        secret.input.required = false;
        form.requestSubmit(submitter);
      });
    },
    true,
  );
  // A person who comes back to the page proves it anew.
  addEventListener('pageshow', () => {
    proof.value = '';
    secret.input.required = true;
  });
}
