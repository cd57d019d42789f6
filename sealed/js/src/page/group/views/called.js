// Who is called what on pages about members and invitations.

import { fromHex } from '../../../bytes.js';

/** @import { Texts } from '../../texts.js' */
/** @import { Group } from '../group.js' */

/**
 * The name that somebody has signed here; else that of their account, where the page has their row (`templates/people/members.html`). Who
 * came a moment ago has signed none, and who only reads never does. Without either they are somebody in sentences; where one of several is chosen,
 * the beginning of their identity stands for them. So it does where digits are compared, whatever the server calls them.
 * @template {Texts | undefined} [T=undefined]
 * @param {Pick<Group, 'nameOf'>} group
 * @param {string} id
 * @param {T} [texts]
 * @returns {string | (T extends Texts ? never : undefined)}
 */
export const called = (group, id, texts) =>
  /** @type {any} */ (
    group.nameOf(fromHex(id)) ??
    document.querySelector(`[data-member="${id}"]`)?.closest('li')?.querySelector('.who > :last-child')?.textContent ??
    texts?.of('somebody-new')
  );
