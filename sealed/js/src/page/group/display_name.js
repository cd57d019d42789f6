// Names of people on pages of a private pursuance.

import { fromHex } from '../../bytes.js';

/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */

/**
 * The name that somebody has signed here; else that of their account, where the page has it: in their row of *People*
 * (`templates/people/members.html`), or at what they have. Who came a moment ago has signed none, and who only reads never does. It is the
 * server's word alone, and said to be, where the page has a text for that (`by-account`); *People* has both beside each other. Without
 * either they are somebody in sentences; where one of several is chosen, the beginning of their identity stands for them. So it does where
 * digits are compared, whatever the server calls them.
 * @template {Texts | undefined} [T=undefined]
 * @param {Pick<Group, 'nameOf'>} group
 * @param {string} id
 * @param {T} [texts]
 * @returns {string | (T extends Texts ? never : undefined)}
 */
export const called = (group, id, texts) => {
  /** @type {HTMLElement | null} */
  const shown = document.querySelector(`[data-iid="${id}"]`);
  const name = shown?.dataset.account ?? shown?.textContent ?? '';
  return /** @type {any} */ (group.nameOf(fromHex(id)) ?? (texts?.of(name ? 'by-account' : 'somebody-new', { name }) || name || undefined));
};
