// Signing in to an account whose passphrase never leaves the device.

import { make, newId } from '../elements.js';
import { signIn } from '../opening.js';
import { Trouble } from '../trouble.js';
import { canKeep } from '../unlocked.js';

/** @import { Part } from '../part.js' */

/** How long keys stay open, by the key of its text. */
const CHOICES = /** @type {const} */ ({ 'keep-hours': 'hours', 'keep-signout': 'signout', 'keep-page': 'page' });

/**
 * For how long: a list without a name, of what the browser can do.
 * @param {Part} part
 */
export function choiceOfKeeping(part) {
  const id = newId();
  const select = make('select', { id });
  for (const [key, value] of Object.entries(CHOICES)) {
    if (value === 'page' || canKeep()) select.append(make('option', { value, text: part.texts.of(key) }));
  }
  const element = make('div', { class: 'field' }, make('label', { for: id, text: part.texts.of('keep-legend') }), select);
  const chosen = () => Object.values(CHOICES).find((value) => value === select.value) ?? 'page';
  return { element, chosen };
}

/** @param {Part} part */
export function beginSignIn(part) {
  if (!part.isHere()) return;
  const secret = part.field({ label: 'passphrase', fill: 'current-password' });
  const { element, chosen } = choiceOfKeeping(part);
  const { form, sending } = part.form({
    content: [part.nameForBrowser(), secret.element, element],
    button: 'signin',
    fields: { 'problem-wrong-key': secret, passphrase: secret },
    act: async () => {
      try {
        const { opened, marker } = await signIn(part.device, part.name, secret.value);
        await part.keep(opened, chosen(), marker);
      } catch (error) {
        // It has another kind of passphrase by now: the page for that one is a press away.
        if (!(error instanceof Trouble) || error.key !== 'plain') throw error;
        location.assign(part.path(part.data('again')));
        return;
      }
      secret.empty();
      location.assign(part.path(part.data('next')));
      // Nothing is pressed twice while the next page is on its way.
      sending.stay();
    },
  });
  part.place.replaceChildren(form);
  secret.input.focus();
}
