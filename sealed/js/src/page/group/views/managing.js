// Common parts of the pages about members and about invitations: names of people, buttons that are pressed twice, and lists that come anew.

import { toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { ROLE } from '../../../log/state.js';
import { button, make } from '../../elements.js';
import { Sending } from '../../sending.js';
import { called } from '../display_name.js';
import { keyOf } from '../objects.js';

/** @import { Part } from '../../part.js' */
/** @import { Texts } from '../../texts.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

/**
 * @param {Texts} texts
 * @param {Group} group
 * @param {string[]} ids
 */
export const namesOf = (texts, group, ids) => ids.map((id) => called(group, id, texts)).join(', ');

/**
 * Renews a region, and leaves the focus where something was pressed in it.
 * @param {HTMLElement} region
 * @param {Node[]} parts
 */
export function renew(region, parts) {
  const isIn = region.contains(document.activeElement);
  region.replaceChildren(...parts);
  region.tabIndex = -1;
  if (isIn) region.focus();
}

/**
 * A button that is pressed twice: the first press says what the second one does.
 * @param {Send} send
 * @param {Texts} texts
 * @param {string} key of its text; that of the second press ends in `-now`
 * @param {Record<string, string | number>} values
 * @param {() => string} about
 * @param {() => Promise<unknown>} act
 */
export function twice(send, texts, key, values, about, act) {
  const press = button(texts.of(key, values), 'btn danger');
  const then = texts.of(`${key}-now`, values);
  press.dataset.writes = 'log';
  const said = make('p', { class: 'small', role: 'status' });
  press.addEventListener('click', () => {
    if (press.textContent === then) return void send(act);
    said.textContent = about();
    press.textContent = then;
  });
  return { press, element: make('div', { class: 'stack sm' }, said, make('div', { class: 'flex' }, press)) };
}

/**
 * Membership is changed without the newest key, too, which somebody may keep from all others. What that means is said before.
 * @param {Part} part
 * @param {Group} group
 * @param {string} about
 */
export const alsoUnread = ({ texts }, group, about) => (group.isReadable ? about : `${about} ${texts.of('without-key')}`);

/**
 * Whether one may remove somebody with this role.
 * @param {Group} group
 * @param {number} role
 */
export const mayGo = (group, role) => group.role === ROLE.admin || (group.role === ROLE.moderator && role < ROLE.moderator);

/** In a closed pursuance the server takes no removal and no other level; invitations end there all the same. @param {Part} part */
export const isClosed = ({ element }) => element.dataset.closed !== undefined;

/** Mark of the state that the list depends on. @param {Group} group */
export function stateOf(group) {
  const names = [...group.state.members.values()].map(({ iid }) => {
    const profile = keyOf(OTYPE.profile, iid.slice(0, 16));
    return [called(group, toHex(iid)), group.objects.all.get(profile)?.rev, group.tags.odd.has(profile)].join(' ');
  });
  return [toHex(group.state.head), group.lies.isFrozen, group.isReadable, group.waiting.join(' '), group.late.join(' '), ...names].join('\n');
}

/** @typedef {ReturnType<typeof sendingOf>} Send */

/**
 * Sends a change, after which all parts of the page are shown anew.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {HTMLElement} busy
 */
export function sendingOf(part, session, busy) {
  const { texts, progress } = part;
  const sending = new Sending({ texts, progress, busy, before: progress.element });
  return (/** @type {() => Promise<unknown>} */ act) =>
    sending.send(async () => {
      await act();
      session.show();
    });
}
