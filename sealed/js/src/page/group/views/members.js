// Members and invitations, from the log that this device has verified, and from nothing that the server says.

import { fromUtf8, fromHex, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { frame } from '../../../frame.js';
import { ROLE } from '../../../log/state.js';
import { UNLIMITED, isLastAdmin } from '../../../log/rules.js';
import { wordIndices } from '../../../words.js';
import { str } from '../../../writer.js';
import { button, make, newId } from '../../elements.js';
import { momentOf } from '../../moments.js';
import { fold, notice } from '../../notices.js';
import { Sending } from '../../sending.js';
import { Input } from '../inputs.js';
import { Choice } from '../choice.js';
import { Kept } from '../drafts.js';
import { cameBy } from '../came_by.js';
import { invite, letIn, remove, renewKey, revoke, setRole } from '../membership.js';
import { keyOf } from '../objects.js';
import { keepForm } from '../typing.js';
import { wordsOf } from '../wordlist.js';
import { comparing } from './comparing.js';
import { copyable } from './copying.js';
import { inWords, skillsOf } from './profile.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Member, State } from '../../../log/state.js' */
/** @import { Makers } from '../came_by.js' */
/** @import { Texts } from '../../texts.js' */

/** @typedef {State['invites'] extends Map<string, infer I> ? I : never} Invited */

const NEVER = Number.MAX_SAFE_INTEGER;
/** @type {[number, string][]} */
const ROLES = [0, 1, 2, 3].map((role) => [role, `role-${role}`]);

/**
 * The name that somebody has here, else the beginning of their identity.
 * @param {Group} group
 * @param {string} id
 */
const called = (group, id) => group.nameOf(fromHex(id)) ?? `${id.slice(0, 8)}…`;

/**
 * @param {Group} group
 * @param {string[]} ids
 */
const namesOf = (group, ids) => ids.map((id) => called(group, id)).join(', ');

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginMembers(part, session) {
  await session.ready;
  const [list, more] = [make('ul', { class: 'rows' }), make('div')];
  const send = sendingOf(part, session, list);
  const ended = endedOf(part, send);
  part.place.replaceChildren(list, part.progress.element, ended.element, more);
  /** @type {string} */
  let shown = '';
  session.hear((group) => {
    const now = stateOf(group);
    // Whoever is in it stays there.
    if (now === shown) return;
    shown = now;
    renew(list, [...group.state.members.values()].map((member) => row(part, group, member, send, ended)));
    const times = make('p', { class: 'small', text: renewed(part.texts, group) });
    const renewing = group.role === ROLE.admin && !group.lies.isFrozen;
    renew(more, [times, ...(renewing ? [renewForm(part, group, send)] : [])]);
  });
}

/**
 * Whoever pressed something in a region that comes anew goes on there.
 * @param {HTMLElement} region
 * @param {Node[]} parts
 */
function renew(region, parts) {
  const isIn = region.contains(document.activeElement);
  region.replaceChildren(...parts);
  region.tabIndex = -1;
  if (isIn) region.focus();
}

/**
 * A button that is pressed twice: the first press says what the second one does.
 * @param {Send} send
 * @param {{ first: string, about: () => string, then: string }} texts
 * @param {() => Promise<unknown>} act
 */
function twice(send, { first, about, then }, act) {
  const press = button(first, 'btn danger');
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
 * Who is a member is changed without the newest key, too, which somebody may keep from all others. What that means is said before.
 * @param {Part} part
 * @param {Group} group
 * @param {string} about
 */
const alsoUnread = ({ texts }, group, about) => (group.isReadable ? about : `${about} ${texts.of('without-key')}`);

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
  const said = { first: texts.of('renew'), about: () => alsoUnread(part, group, texts.of('renew-then')), then: texts.of('renew-now') };
  const about = make('p', { class: 'small mute', text: texts.of('renew-about') });
  return fold(make('summary', { text: texts.of('renew') }), make('div', { class: 'stack sm' }, about, twice(send, said, () => renewKey(group)).element));
}

/**
 * Whether one may remove somebody with this role.
 * @param {Group} group
 * @param {number} role
 */
const mayGo = (group, role) => group.role === ROLE.admin || (group.role === ROLE.moderator && role < ROLE.moderator);

/** In a closed pursuance the server takes no removal and no other level; invitations end there all the same. @param {Part} part */
const isClosed = ({ element }) => element.dataset.closed !== undefined;

/** What the list depends on. @param {Group} group */
function stateOf(group) {
  const names = [...group.state.members.values()].map(({ iid }) => {
    const profile = keyOf(OTYPE.profile, iid.slice(0, 16));
    return [called(group, toHex(iid)), group.objects.all.get(profile)?.rev, group.tags.odd.has(profile)].join(' ');
  });
  return [toHex(group.state.head), group.lies.isFrozen, group.isReadable, group.waiting.join(' '), group.late.join(' '), ...names].join('\n');
}

/** @typedef {ReturnType<typeof sendingOf>} Send */

/**
 * What is done changes what all parts of the page show.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {HTMLElement} busy
 */
function sendingOf(part, session, busy) {
  const { texts, progress } = part;
  const sending = new Sending({ texts, progress, busy, before: progress.element });
  return (/** @type {() => Promise<unknown>} */ act) =>
    sending.send(async () => {
      await act();
      session.show();
    });
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
  const name = called(group, id);
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
  if (rekey) says(true, 'rekeyed', { by: called(group, rekey.by) });
  const line = make('li', { 'data-of': id }, item);
  if (!isMe) line.append(comparing(part, group, iid, name));
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
  return twice(send, { first: texts.of('remove', { name }), about, then: texts.of('remove-now', { name }) }, async () => {
    await ended.by(group, () => remove(group, [id]));
  }).element;
}

/**
 * Who came by an invitation that had ended long before gets the key by an admin's word alone.
 * @param {Part} part
 * @param {Group} group
 * @param {string} id
 * @param {string} name
 * @param {Send} send
 */
function letInForm({ texts }, group, id, name, send) {
  const said = { first: texts.of('let-in', { name }), about: () => texts.of('let-in-about', { name }), then: texts.of('let-in-now', { name }) };
  const { press, element } = twice(send, said, () => letIn(group, id));
  press.dataset.writes = '';
  return element;
}

/** @typedef {ReturnType<typeof endedOf>} Ended */

/**
 * Invitations that ended because somebody was removed: it is said, and each is made anew by a button. Its link is another one.
 * @param {Part} part
 * @param {Send} send
 */
function endedOf(part, send) {
  const { texts } = part;
  const element = make('div', { class: 'stack' });
  const anew = (/** @type {Group} */ group, /** @type {Makers} */ makers, /** @type {[string, Invited]} */ invited) => {
    const [id, one] = invited;
    const about = invitation(texts, group, makers, invited);
    // Asked for before it is forgotten: it is for the same as the one that ended.
    const purpose = forWhat(group, id);
    const press = button(texts.of('make-anew'));
    press.dataset.writes = '';
    press.setAttribute('aria-describedby', about.id);
    const row = make('li', {}, about, press);
    press.addEventListener('click', () =>
      void send(async () => {
        const maxUses = one.maxUses === UNLIMITED ? UNLIMITED : one.maxUses - one.used;
        await inviteTo(part, group, { ...one, maxUses, purpose: await purpose }, row);
      }),
    );
    return row;
  };
  /** Does what ends them, of which one is meant to end. */
  const by = async (/** @type {Group} */ group, /** @type {() => Promise<unknown>} */ act, meant = '') => {
    const open = openInvites(group).filter(([id]) => id !== meant);
    await act();
    // One that was made meanwhile may be open again, or still.
    const makers = new Map();
    cameBy(group, makers);
    const gone = open.filter(([id]) => group.state.invites.get(id)?.isOpen !== true).map((invited) => anew(group, makers, invited));
    if (gone.length > 0) element.replaceChildren(notice(texts.of('invites-ended', { count: gone.length })), make('ul', { class: 'rows' }, ...gone));
  };
  return { element, by };
}

/** What the server keeps of invitations stands on the page, too, and comes anew. */
const told = () => document.dispatchEvent(new CustomEvent('pursuance:told'));

/**
 * Those that still let somebody in.
 * @param {Group} group
 */
const openInvites = ({ state }) =>
  [...state.invites].filter(([, { isOpen, maxUses, used, expires }]) =>
    isOpen && (maxUses === UNLIMITED || used < maxUses) && expires > Date.now());

/**
 * Eight words for the head of the log, which two people compare, and for the pursuance itself.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginHead(part, session) {
  await session.ready;
  /** Whoever reads them aloud has marked one, perhaps. @type {string} */
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
  const { form } = part.form({
    content: [purpose.element, role.element, uses.element, days.element],
    button: 'invite',
    fields: { purpose },
    act: async () => {
      const expires = days.value === '0' ? NEVER : group.device.now() + Number(days.value) * 86_400_000;
      await inviteTo(part, group, { role: Number(role.value), maxUses: Number(uses.value), expires, purpose: purpose.value }, made);
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
 * Makes an invitation, and shows its link.
 * @param {Part} part
 * @param {Group} group
 * @param {{ role: number, maxUses: number, expires: number, purpose: string }} asked
 * @param {HTMLElement} place
 */
async function inviteTo(part, group, asked, place) {
  const { id, fragment } = await invite(group, asked, shownOf(group));
  // It is in the log: its secret is shown, whatever this browser keeps. Without what it is for, the list comes all the same.
  renew(place, [link(part, id, fragment)]);
  const { purpose } = asked;
  if (purpose) await purposeOf(group, id).put(JSON.stringify({ purpose })).catch(told);
  told();
}

/** What the note of an invitation shows. @param {Group} group */
function shownOf(group) {
  const object = group.objects.get(OTYPE.pursuance, new Uint8Array(16));
  const text = (/** @type {string} */ field) => {
    const bytes = group.textOf(object, field);
    return bytes ? fromUtf8(bytes) : '';
  };
  return { name: text('name'), mission: text('mission') };
}

/**
 * @param {Part} part
 * @param {string} id
 * @param {string} fragment
 */
function link(part, id, fragment) {
  const { texts } = part;
  const address = `${part.data('base') || location.origin}/i/${id}#${fragment}`;
  return make('div', { class: 'stack' }, notice(texts.of('invited')), ...copyable(texts, { label: 'link', hint: 'link-hint' }, address));
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
  part.place.replaceChildren(list, part.progress.element, ended.element);
  /** @type {string} */
  let shown = '';
  session.hear((group) => {
    const open = openInvites(group);
    const now = `${stateOf(group)} ${open.map(([id]) => id)}`;
    // Whoever is on a button there stays on it.
    if (now === shown) return;
    shown = now;
    void forgetEnded(group, open);
    const makers = new Map();
    const came = cameBy(group, makers);
    const rows = open.map((invited) => {
      const [id] = invited;
      const by = [...came].filter(([iid, from]) => from === id && group.state.members.has(iid)).map(([iid]) => iid);
      const about = invitation(part.texts, group, makers, invited);
      const item = make('div', { class: 'grow stack sm' }, about);
      if (by.length > 0) item.append(make('p', { class: 'small', text: part.texts.of('came-by', { names: namesOf(group, by) }) }));
      const row = make('li', { 'data-invite': id }, item);
      if (group.role >= ROLE.moderator && !group.lies.isFrozen) row.append(revokeForm(part, group, id, by, about.id, send, ended));
      return row;
    });
    renew(list, rows.length > 0 ? rows : [make('li', { class: 'mute', text: part.texts.of('no-invites') })]);
  });
}

/**
 * What an invitation was made for, as this device keeps it where it was made: in the log and on the server it has no name.
 * @param {Group} group
 * @param {string} id
 */
const purposeOf = (group, id) => new Kept(group, (iid) => ({ key: `for/${id}`, aad: frame('device-for', group.pid, iid, str(id)) }));

/**
 * @param {Group} group
 * @param {string} id
 */
const forWhat = (group, id) => purposeOf(group, id).read().then((read) => `${read?.value.purpose ?? ''}`, () => '');

/**
 * Forgets what those were for that let nobody in any more, by whatever they ended.
 * @param {Group} group
 * @param {[string, Invited][]} open
 */
async function forgetEnded({ device: { shelf }, state }, open) {
  for (const { key } of await shelf.all('for/')) {
    const id = key.slice(4);
    if (state.invites.has(id) && !open.some(([one]) => one === id)) await shelf.put([{ key, value: null }]);
  }
}

/**
 * An invitation in words.
 * @param {Texts} texts
 * @param {Group} group
 * @param {Makers} makers
 * @param {[string, Invited]} invited
 */
function invitation(texts, group, makers, [id, { role, maxUses, used, expires }]) {
  const uses = maxUses === UNLIMITED ? texts.of('uses-any') : String(maxUses);
  const until = expires === NEVER ? texts.of('days-never') : momentOf(expires);
  const about = make('p', { id: newId(), class: 'grow', text: texts.of('invitation', { role: texts.of(`role-${role}`), used, uses, until }) });
  const made = makers.get(id);
  if (made) about.append(make('br'), texts.of('invitation-made', { by: called(group, made.by), at: momentOf(made.time) }));
  forWhat(group, id).then((text) => text && about.prepend(make('b', { dir: 'auto', text }), make('br')));
  return about;
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
    await ended.by(group, () => revoke(group, id, gone), id);
    told();
  };
  const press = button(texts.of('revoke'));
  press.addEventListener('click', () => void send(() => end([])));
  const mayRemove = (/** @type {string} */ iid) => !isClosed(part) && iid !== toHex(group.me.iid) && mayGo(group, group.state.members.get(iid)?.role ?? 0);
  const removable = by.filter(mayRemove);
  const line = make('div', { class: 'flex' }, press);
  if (removable.length > 0) {
    const count = removable.length;
    const names = namesOf(group, removable);
    const said = { first: texts.of('revoke-and-remove', { count }), about: () => alsoUnread(part, group, texts.of('revoke-about', { names, count: openInvites(group).length - 1 })), then: texts.of('revoke-now', { count }) };
    line.append(twice(send, said, () => end(removable)).element);
  }
  for (const one of line.querySelectorAll('button')) {
    one.dataset.writes = 'log';
    one.setAttribute('aria-describedby', about);
  }
  return line;
}
