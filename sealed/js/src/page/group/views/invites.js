// Invitations, from the log that this device has verified, and from nothing that the server says.

import { toHex } from '../../../bytes.js';
import { ROLE } from '../../../log/state.js';
import { UNLIMITED } from '../../../log/rules.js';
import { button, make } from '../../elements.js';
import { cameBy } from '../invite_origins.js';
import { Choice } from '../choice.js';
import { Input } from '../inputs.js';
import { revoke } from '../membership.js';
import { keepForm } from '../typing.js';
import { alsoUnread, isClosed, mayGo, namesOf, renew, sendingOf, stateOf, twice } from './managing.js';
import { NEVER, endedOf, invitation, inviteTo, openInvites, told } from './open_invites.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Send } from './managing.js' */
/** @import { Ended, Invited } from './open_invites.js' */

/**
 * Makes invitations, and shows each link once.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginInvite(part, session) {
  const group = await session.ready;
  if (group.lies.isFrozen || group.role < ROLE.moderator || !group.isReadable) return;
  const { texts } = part;
  const purpose = new Input(texts, { label: 'purpose', hint: 'purpose-hint' });
  const role = new Choice(texts, 'role', [
    [1, 'role-1'],
    [0, 'role-0'],
  ]);
  const uses = new Choice(texts, 'uses', [
    [1, 'uses-1'],
    [5, 'uses-5'],
    [25, 'uses-25'],
    [UNLIMITED, 'uses-any'],
  ]);
  const days = new Choice(texts, 'days', [
    [1, 'days-1'],
    [7, 'days-7'],
    [30, 'days-30'],
    [0, 'days-never'],
  ], '7');
  const made = make('div', { class: 'stack', 'aria-live': 'polite' });
  const typed = await keepForm(group, 'invite', part.place, { purpose, role, uses, days });
  const { form, send } = part.form({
    content: [purpose.element, role.element, uses.element, days.element],
    button: 'invite',
    fields: { purpose },
    act: async () => {
      const expires = days.value === '0' ? NEVER : group.device.now() + Number(days.value) * 86_400_000;
      await inviteTo(part, group, { role: Number(role.value), maxUses: Number(uses.value), expires, purpose: purpose.value }, made);
      // The next step is to copy it.
      send.className = 'btn';
      await typed.forget();
      session.show();
    },
  });
  group.lies.hear(() => {
    if (group.lies.isFrozen) form.remove();
  });
  part.place.replaceChildren(form, made);
}

/**
 * The open invitations, and who came by each.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginInvites(part, session) {
  await session.ready;
  const list = make('ul', { class: 'rows' });
  const send = sendingOf(part, session, list);
  const ended = endedOf(part, send);
  part.place.replaceChildren(ended.element, list, part.progress.element);
  /** @type {string} */
  let shown = '';
  session.hear((group) => {
    const open = openInvites(group);
    const now = `${stateOf(group)} ${open.map(([id]) => id)}`;
    // The focus on a button there stays on it.
    if (now === shown) return;
    shown = now;
    void forgetEnded(group, open);
    const makers = new Map();
    const came = cameBy(group, makers);
    const rows = open.map((invited) => {
      const [id] = invited;
      const by = [...came.keys()].filter((iid) => came.get(iid) === id && group.state.members.has(iid));
      const about = invitation(part.texts, group, makers, invited);
      const item = make('div', { class: 'grow stack sm' }, about);
      if (by.length > 0) item.append(make('p', { class: 'small', text: part.texts.of('came-by', { names: namesOf(part.texts, group, by) }) }));
      const row = make('li', { 'data-invite': id }, item);
      if (group.role >= ROLE.moderator && !group.lies.isFrozen) row.append(revokeForm(part, group, id, by, about.id, send, ended));
      return row;
    });
    renew(list, rows.length > 0 ? rows : [make('li', { class: 'mute', text: part.texts.of('no-invites') })]);
  });
}

/**
 * Forgets what those were for that let nobody in any more, by whatever they ended.
 * @param {Group} group
 * @param {[string, Invited][]} open
 */
async function forgetEnded({ device: { localStore }, state }, open) {
  for (const { key } of await localStore.all('for/')) {
    const id = key.slice(4);
    if (state.invites.has(id) && !open.some(([one]) => one === id)) await localStore.put([{ key, value: null }]);
  }
}

/**
 * @param {Part} part
 * @param {Group} group
 * @param {string} id
 * @param {string[]} by
 * @param {string} about the id of what says which one it is
 * @param {Send} send
 * @param {Ended} ended
 */
function revokeForm(part, group, id, by, about, send, ended) {
  const { texts } = part;
  const end = async (/** @type {string[]} */ gone) => {
    await ended.by(group, () => revoke(group, id, gone), gone.length > 0 ? 'ended-with' : 'ended', id);
    told();
  };
  const press = button(texts.of('revoke'));
  press.addEventListener('click', () => void send(() => end([])));
  const mayRemove = (/** @type {string} */ iid) => !isClosed(part) && iid !== toHex(group.me.iid) && mayGo(group, group.state.members.get(iid)?.role ?? 0);
  const removable = by.filter(mayRemove);
  const line = make('div', { class: 'flex' }, press);
  if (removable.length > 0) {
    const count = removable.length;
    const names = namesOf(texts, group, removable);
    const said = () => alsoUnread(part, group, texts.of('revoke-about', { names, count: openInvites(group).length - 1 }));
    line.append(twice(send, texts, 'revoke-and-remove', { count }, said, () => end(removable)).element);
  }
  for (const one of line.querySelectorAll('button')) {
    one.dataset.writes = 'log';
    one.setAttribute('aria-describedby', about);
  }
  return line;
}
