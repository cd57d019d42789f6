// Somebody who has lost all keys gets their place back: an admin asks for it with a code, the person answers with the keys of their new
// account, both compare a number by voice, and the admin signs it (docs/sealed.md §3.2).

import { equal, fromHex, toHex } from '../../../bytes.js';
import { ROLE } from '../../../log/state.js';
import { answerPlace, fromPlaceAnswer, fromPlaceAsked, toPlaceAsked } from '../../../place.js';
import { safetyNumber } from '../../../words.js';
import { alert, make } from '../../elements.js';
import { pathOf } from '../../navigation.js';
import { notice } from '../../notices.js';
import { needThat, orElse, toTrouble } from '../../trouble.js';
import { called } from '../display_name.js';
import { Choice } from '../choice.js';
import { Input } from '../inputs.js';
import { part as partWith } from '../membership.js';
import { openedHere } from '../session.js';
import { copyable } from './copying.js';

/** @import { PlaceAnswer, PlaceAsked } from '../../../place.js' */
/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

const GROUPS = /.{5}/g;

/** @param {Group} group @param {string} id */
const oneOf = (group, id) => called(group, id) ?? `${id.slice(0, 8)}…`;

/** Codes that were copied over several lines. @param {string} text */
const bare = (text) => text.replace(/\s/g, '');

/** @param {Uint8Array} iid @param {Uint8Array} other */
const numberOf = (iid, other) =>
  make('p', { class: 'secret code', translate: 'no', text: safetyNumber(iid, other).match(GROUPS)?.join(' ') ?? '' });

/**
 * The admin's side: whose place it is.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginGiving(part, session) {
  const group = await session.ready;
  if (group.lies.isFrozen || group.role < ROLE.admin || !group.isReadable) return;
  const who = new Choice(part.texts, 'place-who', []);
  const { form } = part.form({
    content: [who.element],
    button: 'place-begin',
    fields: {},
    act: async () => {
      if (who.value !== '') ask(part, session, group, who.value);
    },
  });
  let shown = '';
  session.hear(() => {
    const others = [...group.state.members.keys()].filter((id) => id !== toHex(group.me.iid));
    const now = others.map((id) => `${id} ${oneOf(group, id)}`).join('\n');
    // The focus in it stays there.
    if (now === shown) return;
    shown = now;
    const before = who.value;
    who.input.replaceChildren(...others.map((id) => make('option', { value: id, text: oneOf(group, id) })));
    if (others.includes(before)) who.input.value = before;
  });
  group.lies.hear(() => {
    if (group.lies.isFrozen) part.place.replaceChildren();
  });
  part.place.replaceChildren(form);
}

/**
 * The code for the person, and the place for their answer.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {string} id of the keys that are lost
 */
function ask(part, session, group, id) {
  const { texts } = part;
  const name = called(group, id, texts);
  const code = toPlaceAsked({ pid: group.pid, old: fromHex(id), admin: group.me.iid });
  const address = `${location.origin}${pathOf(part.data('here'), '/me/key')}#${code}`;
  const typed = new Input(texts, { label: 'place-answer', hint: 'place-answer-hint', kind: 'text', isRequired: true });
  const about = make('p', { text: texts.of('place-about', { name }) });
  const { form } = part.form({
    content: [about, ...copyable(texts, { label: 'place-link', hint: 'place-link-hint' }, address), typed.element],
    button: 'place-check',
    fields: { 'place-bad': typed, 'place-other': typed, 'place-member': typed },
    act: async () => compare(part, session, group, name, answerTo(group, id, typed.value)),
  });
  part.place.replaceChildren(form);
  typed.input.focus();
}

/**
 * An answer by which this member's place can be given back.
 * @param {Pick<Group, 'pid' | 'state'>} group
 * @param {string} id
 * @param {string} typed
 */
export function answerTo({ pid, state }, id, typed) {
  const answer = orElse('place-bad', () => fromPlaceAnswer(bare(typed)));
  needThat(equal(answer.pid, pid) && toHex(answer.old) === id, 'place-other');
  needThat(!state.members.has(toHex(answer.iid)), 'place-member');
  return answer;
}

/**
 * Gives the place of a member who has lost all keys to others, which have signed for it. Admins alone may.
 * @param {Group} group
 * @param {PlaceAnswer} answer
 */
export async function replaceKey(group, { old, card, signature }) {
  const payload = /** @type {const} */ ({ type: 10, old, card, signature });
  // Somebody else may have done it meanwhile.
  await partWith(group, () => (group.state.members.has(toHex(old)) ? [payload] : []));
}

/**
 * Nothing is signed before both have read the number to each other.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {string} name
 * @param {PlaceAnswer & { iid: Uint8Array }} answer
 */
function compare(part, session, group, name, answer) {
  const { texts } = part;
  const { form, send } = part.form({
    content: [make('p', { text: texts.of('place-compare', { name }) }), numberOf(group.me.iid, answer.iid), make('p', { text: texts.of('place-then', { name }) })],
    button: 'place-now',
    fields: {},
    act: async () => {
      await replaceKey(group, answer);
      const said = notice(texts.of('place-done', { name }));
      part.place.replaceChildren(said);
      said.focus();
      session.show();
    },
  });
  send.dataset.writes = '';
  part.place.replaceChildren(form);
}

/**
 * The side of whoever lost their keys, and has others by now.
 * @param {Part} part
 */
export function beginTaking(part) {
  if (!part.isHere() || part.name === '') return;
  const field = new Input(part.texts, { label: 'take-place-code', hint: 'take-place-code-hint', isRequired: true });
  field.input.maxLength = 1000;
  const here = location.hash.slice(1);
  if (here.startsWith('pvk1.')) field.input.value = here;
  const { form } = part.form({
    content: [field.element],
    button: 'take-place',
    fields: { 'take-place-bad': field },
    act: async () => {
      const text = bare(field.value);
      const asked = orElse('take-place-bad', () => fromPlaceAsked(text.slice(text.indexOf('#') + 1)));
      part.place.replaceChildren();
      answer(part, asked).catch((/** @type {unknown} */ error) => part.place.replaceChildren(alert(part.texts.about(toTrouble(error)))));
    },
  });
  part.place.replaceChildren(form);
}

/**
 * @param {Part} part
 * @param {PlaceAsked} asked
 */
async function answer(part, asked) {
  const { texts } = part;
  const opened = await openedHere(part);
  if (!opened) return;
  // The place is that of these keys already.
  needThat(!equal(opened.iid, asked.old), 'take-place-own');
  const text = answerPlace(asked, opened.keys);
  const about = make('p', { text: texts.of('take-place-number') });
  part.place.replaceChildren(
    ...copyable(texts, { label: 'take-place-answer', hint: 'take-place-answer-hint' }, text),
    about,
    numberOf(opened.iid, asked.admin),
  );
}
