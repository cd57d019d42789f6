// Open invitations in words, those that ended by something else, and a new one with its link.

import { fromUtf8 } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { frame } from '../../../frame.js';
import { UNLIMITED } from '../../../log/rules.js';
import { str } from '../../../writer.js';
import { button, make, newId } from '../../elements.js';
import { momentOf } from '../../moments.js';
import { notice } from '../../notices.js';
import { called } from '../display_name.js';
import { cameBy } from '../invite_origins.js';
import { Kept } from '../drafts.js';
import { invite } from '../membership.js';
import { copyable } from './copying.js';
import { renew } from './managing.js';

/** @import { Part } from '../../part.js' */
/** @import { Texts } from '../../texts.js' */
/** @import { State } from '../../../log/state.js' */
/** @import { Makers } from '../invite_origins.js' */
/** @import { Group } from '../group.js' */
/** @import { Send } from './managing.js' */

/** @typedef {State['invites'] extends Map<string, infer I> ? I : never} Invited */

export const NEVER = Number.MAX_SAFE_INTEGER;

/** @typedef {ReturnType<typeof endedOf>} Ended */

/**
 * Invitations that ended because somebody was removed: it is said, and each is made anew by a button. Its link is another one.
 * @param {Part} part
 * @param {Send} send
 */
export function endedOf(part, send) {
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
  /** Does what ends them, of which one is meant to end, and says what was done. */
  const by = async (/** @type {Group} */ group, /** @type {() => Promise<unknown>} */ act, /** @type {string} */ done, meant = '') => {
    const open = openInvites(group).filter(([id]) => id !== meant);
    await act();
    // One that was made meanwhile may be open again, or still.
    const makers = new Map();
    cameBy(group, makers);
    const gone = open.filter(([id]) => group.state.invites.get(id)?.isOpen !== true).map((invited) => anew(group, makers, invited));
    const said = notice(texts.of(done));
    element.replaceChildren(said);
    if (gone.length > 0) element.append(make('p', { text: texts.of('invites-ended', { count: gone.length }) }), make('ul', { class: 'rows' }, ...gone));
    said.focus();
  };
  return { element, by };
}

/** Invitations as the server keeps them stand on the page, too, and come anew. */
export const told = () => document.dispatchEvent(new CustomEvent('pursuance:told'));

/**
 * Invitations that still let somebody in.
 * @param {Group} group
 */
export const openInvites = ({ state }) =>
  [...state.invites].filter(([, { isOpen, maxUses, used, expires }]) =>
    isOpen && (maxUses === UNLIMITED || used < maxUses) && expires > Date.now());

/**
 * Makes an invitation, and shows its link.
 * @param {Part} part
 * @param {Group} group
 * @param {{ role: number, maxUses: number, expires: number, purpose: string }} asked
 * @param {HTMLElement} place
 */
export async function inviteTo(part, group, asked, place) {
  const { id, fragment } = await invite(group, asked, shownOf(group));
  // It is in the log: its secret is shown, whatever this browser keeps. Without what it is for, the list comes all the same.
  renew(place, [link(part, id, fragment)]);
  place.querySelector('button')?.focus();
  const { purpose } = asked;
  if (purpose) await purposeOf(group, id).put(JSON.stringify({ purpose })).catch(told);
  told();
}

/** The view that the note of an invitation gives. @param {Group} group */
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
function link({ texts }, id, fragment) {
  // The keys are of this very server (`Part.isHere`): the secret goes to no other one, whatever the page says.
  const address = `${location.origin}/i/${id}#${fragment}`;
  return make('div', { class: 'stack' }, notice(texts.of('invited')), ...copyable(texts, { label: 'link', hint: 'link-hint' }, address, 'btn primary'));
}

/**
 * Purpose of an invitation, as this device keeps it where it was made: in the log and on the server it has no name.
 * @param {Group} group
 * @param {string} id
 */
const purposeOf = (group, id) => new Kept(group, (iid) => ({ key: `for/${id}`, aad: frame('device-for', group.pid, iid, str(id)) }));

/**
 * @param {Group} group
 * @param {string} id
 */
export const forWhat = (group, id) => purposeOf(group, id).read().then((read) => `${read?.value.purpose ?? ''}`, () => '');

/**
 * An invitation in words.
 * @param {Texts} texts
 * @param {Group} group
 * @param {Makers} makers
 * @param {[string, Invited]} invited
 */
export function invitation(texts, group, makers, [id, { role, maxUses, used, expires }]) {
  const uses = maxUses === UNLIMITED ? texts.of('uses-any') : String(maxUses);
  const until = expires === NEVER ? texts.of('days-never') : momentOf(expires);
  const about = make('p', { id: newId(), class: 'grow', text: texts.of('invitation', { role: texts.of(`role-${role}`), used, uses, until }) });
  const made = makers.get(id);
  if (made) about.append(make('br'), texts.of('invitation-made', { by: called(group, made.by, texts), at: momentOf(made.time) }));
  forWhat(group, id).then((text) => text && about.prepend(make('b', { dir: 'auto', text }), make('br')));
  return about;
}
