// Members, from the log that this device has verified, and from nothing that the server says.

import { toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { ROLE } from '../../../log/state.js';
import { isLastAdmin } from '../../../log/rules.js';
import { wordIndices } from '../../../words.js';
import { button, make } from '../../elements.js';
import { momentOf } from '../../moments.js';
import { fold } from '../../notices.js';
import { called } from '../display_name.js';
import { Choice } from '../choice.js';
import { letIn, remove, renewKey, setRole } from '../membership.js';
import { keyOf } from '../objects.js';
import { wordsOf } from '../wordlist.js';
import { comparing } from './comparing.js';
import { alsoUnread, isClosed, mayGo, renew, sendingOf, stateOf, twice } from './managing.js';
import { endedOf, openInvites } from './open_invites.js';
import { inWords, skillsOf } from './profile.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Member } from '../../../log/state.js' */
/** @import { Texts } from '../../texts.js' */
/** @import { Send } from './managing.js' */
/** @import { Ended } from './open_invites.js' */

/** @type {[number, string][]} */
const ROLES = [0, 1, 2, 3].map((role) => [role, `role-${role}`]);

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginMembers(part, session) {
  await session.ready;
  const [list, more] = [make('ul', { class: 'rows' }), make('div')];
  const send = sendingOf(part, session, list);
  const ended = endedOf(part, send);
  part.place.replaceChildren(ended.element, list, part.progress.element, more);
  /** @type {string} */
  let shown = '';
  session.hear((group) => {
    const now = stateOf(group);
    // The focus in it stays there.
    if (now === shown) return;
    shown = now;
    renew(list, [...group.state.members.values()].map((member) => row(part, group, member, send, ended)));
    const times = make('p', { class: 'small', text: renewed(part.texts, group) });
    const renewing = group.role === ROLE.admin && !group.lies.isFrozen;
    renew(more, [times, ...(renewing ? [renewForm(part, group, send)] : [])]);
  });
}

/**
 * When the key was made, and when a page of an Admin renews it.
 * @param {Texts} texts
 * @param {Group} group
 */
function renewed(texts, { keyTime, renewsAt, device }) {
  const then = renewsAt < Infinity ? texts.of(renewsAt < device.now() ? 'renewed-due' : 'renewed-then', { at: momentOf(renewsAt) }) : texts.of('renewed-off');
  return keyTime > 0 ? `${texts.of('renewed', { at: momentOf(keyTime) })} ${then}` : then;
}

/**
 * A new key of all, though nobody goes.
 * @param {Part} part
 * @param {Group} group
 * @param {Send} send
 */
function renewForm(part, group, send) {
  const { texts } = part;
  const then = () => alsoUnread(part, group, texts.of('renew-then'));
  const about = make('p', { class: 'small mute', text: texts.of('renew-about') });
  return fold(make('summary', { text: texts.of('renew') }), make('div', { class: 'stack sm' }, about, twice(send, texts, 'renew', {}, then, () => renewKey(group)).element));
}

/**
 * @param {Part} part
 * @param {Group} group
 * @param {Member} member
 * @param {Send} send
 * @param {Ended} ended
 */
function row(part, group, { iid, role }, send, ended) {
  const { texts } = part;
  const id = toHex(iid);
  const name = called(group, id, texts);
  const isMe = id === toHex(group.me.iid);
  const about = `${isMe ? ` ${texts.of('you')}` : ''} ${texts.of(`role-${role}`)}`;
  const head = make('p', {}, make('strong', { text: name }), make('span', { class: 'mute', text: about }));
  const item = make('div', { class: 'grow stack sm' }, head);
  const says = (/** @type {boolean} */ holds, /** @type {string} */ key, values = {}) => {
    if (holds) item.append(make('p', { class: 'small', text: texts.of(key, values) }));
  };
  const skills = skillsOf(group, iid);
  says(skills.length > 0, 'can', { skills: inWords(texts, skills) });
  says(group.tags.odd.has(keyOf(OTYPE.profile, iid.slice(0, 16))), 'tags-differ');
  const waits = group.waiting.includes(id);
  const isLate = waits && group.late.includes(id);
  says(waits, isLate ? 'waits-late' : 'waits-at-the-door');
  const rekey = group.rekeyed.findLast((one) => one.iid === id);
  if (rekey) says(true, 'rekeyed', { by: called(group, rekey.by, texts) });
  const line = make('li', { 'data-of': id }, item);
  if (!isMe) line.append(comparing(part, group, iid, group.nameOf(iid) ?? `${id.slice(0, 8)}…`));
  const managing = [];
  const may = !group.lies.isFrozen && !isClosed(part);
  // The last of them stays it: the log takes no other level.
  if (may && group.role === ROLE.admin && !isLastAdmin(group.state, id)) managing.push(roleForm(part, group, id, role, name, send));
  if (may && !isMe && mayGo(group, role)) managing.push(removeForm(part, group, id, name, send, ended));
  if (isLate && !group.lies.isFrozen && group.role === ROLE.admin) managing.unshift(letInForm(part, group, id, name, send));
  if (managing.length > 0) {
    const summary = make('summary', { text: texts.of('manage') }, make('span', { class: 'sr', text: `: ${name}` }));
    line.append(fold(summary, make('div', { class: 'stack' }, ...managing)));
  }
  return line;
}

/**
 * @param {Part} part
 * @param {Group} group
 * @param {string} id
 * @param {number} role
 * @param {string} name
 * @param {Send} send
 */
function roleForm(part, group, id, role, name, send) {
  const choice = new Choice(part.texts, 'role', ROLES, String(role));
  const set = button(part.texts.of('set-role'));
  for (const one of [choice.element.querySelector('label'), set]) one?.append(make('span', { class: 'sr', text: `: ${name}` }));
  set.dataset.writes = 'log';
  set.addEventListener('click', () => void send(() => setRole(group, id, Number(choice.value))));
  return make('div', { class: 'flex ends' }, choice.element, set);
}

/**
 * Pressed twice: it changes the key of all, and ends every invitation.
 * @param {Part} part
 * @param {Group} group
 * @param {string} id
 * @param {string} name
 * @param {Send} send
 * @param {Ended} ended
 */
function removeForm(part, group, id, name, send, ended) {
  const { texts } = part;
  const about = () => {
    const count = openInvites(group).length;
    return alsoUnread(part, group, texts.of(count > 0 ? 'remove-about-invites' : 'remove-about', { name, count }));
  };
  return twice(send, texts, 'remove', { name }, about, () => ended.by(group, () => remove(group, [id]), 'removed')).element;
}

/**
 * A person who came by an invitation that had ended long before gets the key by an admin's word alone.
 * @param {Part} part
 * @param {Group} group
 * @param {string} id
 * @param {string} name
 * @param {Send} send
 */
function letInForm({ texts }, group, id, name, send) {
  const { press, element } = twice(send, texts, 'let-in', { name }, () => texts.of('let-in-about', { name }), () => letIn(group, id));
  press.dataset.writes = '';
  return element;
}

/**
 * Eight words for the head of the log, which two people compare, and for the pursuance itself.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginHead(part, session) {
  await session.ready;
  /** Head of the log whose words are shown: a person who reads them aloud may have marked one. @type {string} */
  let shown = '';
  session.hear(async (group) => {
    const now = toHex(group.state.head);
    if (now === shown) return;
    const toWords = await wordsOf();
    shown = now;
    const line = (/** @type {string} */ key, /** @type {Uint8Array} */ x) => {
      const words = toWords(wordIndices(x)).join(' ');
      const label = make('span', { class: 'mute', text: `${part.texts.of(key)} ` });
      return make('p', {}, label, make('span', { class: 'secret', lang: 'en', translate: 'no', text: words }));
    };
    part.place.replaceChildren(line('head-words', group.state.head), line('pid-words', group.pid));
  });
}
