// Founding a private pursuance, and coming into one by an invitation.

import { toHex, utf8 } from '../../../bytes.js';
import { SealedError } from '../../../error.js';
import { alert, make } from '../../elements.js';
import { needThat, toTrouble } from '../../trouble.js';
import { Choice } from '../choice.js';
import { introduce } from '../duties.js';
import { forgetFragment } from '../fragment.js';
import { Input } from '../inputs.js';
import { found, knock } from '../inviting.js';
import { openedHere } from '../session.js';

/** @import { Part } from '../../part.js' */
/** @import { Opened } from '../../opening.js' */
/** @import { Door } from '../inviting.js' */
/** @import { Shelf } from '../shelf.js' */

/** @param {string} slug */
const pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;

/**
 * @param {Part} part
 * @param {Shelf} shelf
 */
const deviceOf = ({ device: { ask, random, now } }, shelf) => ({ ask, random, now, shelf });

/**
 * @param {Part} part
 * @param {Shelf} shelf
 */
export async function beginFound(part, shelf) {
  const opened = await openedHere(part);
  if (!opened) return;
  const { texts } = part;
  const name = new Input(texts, { label: 'name', isRequired: true });
  const mission = new Input(texts, { label: 'mission', kind: 'text', hint: 'mission-hint' });
  const called = new Input(texts, { label: 'display', value: part.data('display') || part.name, hint: 'display-hint', isRequired: true });
  const history = new Choice(texts, 'history', [
    [1, 'history-1'],
    [2, 'history-2'],
  ]);
  const { form, sending } = part.form({
    content: [name.element, mission.element, called.element, history.element],
    button: 'found',
    fields: { name, display: called },
    act: async () => {
      needThat(isText(name.value), 'no-name', { field: 'name' });
      needThat(isText(called.value), 'no-name', { field: 'display' });
      const typed = { name: name.value, mission: mission.value, history: Number(history.value) };
      const group = await found(deviceOf(part, shelf), opened, typed);
      // It is there: whatever happens to the name of its founder, the next open page makes up for it.
      await introduce(group, called.value).catch(() => undefined);
      sending.stay();
      location.assign(part.path(pathOf(group.slug)));
    },
  });
  part.place.replaceChildren(form);
}

/**
 * The page of an invitation: what it leads to, and the button that accepts it.
 * @param {Part} part
 * @param {Shelf} shelf
 * @param {string} text of the link
 */
export async function beginEnter(part, shelf, text) {
  const { texts, place } = part;
  const say = (/** @type {string} */ key) => place.replaceChildren(alert(texts.of(key)));
  if (text === '') {
    say('no-link');
    return;
  }
  if (part.name === '') {
    say('sign-in-first');
    return;
  }
  const opened = await openedHere(part);
  if (!opened) return;
  part.progress.begin();
  place.replaceChildren(part.progress.element);
  try {
    const door = await knock(deviceOf(part, shelf), opened, part.data('group'), text);
    showDoor(part, door, opened);
  } catch (error) {
    const trouble = toTrouble(error);
    // To somebody without an open invitation there is no such pursuance.
    say(trouble.key === 'problem-not-found' ? 'ended' : texts.has(trouble.key) ? trouble.key : 'failed');
  } finally {
    part.progress.end();
  }
}

/**
 * @param {Part} part
 * @param {Door} door
 * @param {Opened} opened
 */
function showDoor(part, { note, join, group }, opened) {
  const { texts } = part;
  const title = make('h2', { text: note.name, tabindex: '-1' });
  const about = [title, make('p', { text: note.mission })];
  if (note.purpose !== '') about.push(make('p', { text: texts.of('invited-for', { purpose: note.purpose }) }));
  about.push(make('p', { text: texts.of('invited-as', { role: texts.of(`role-${note.role}`) }) }));
  about.push(make('p', { class: 'small', text: texts.of('people', { count: group.state.members.size }) }));
  if (group.state.members.has(toHex(opened.iid))) about.push(make('p', { text: texts.of('member-already') }));
  const { form, sending } = part.form({
    content: [make('p', { class: 'small mute', text: texts.of('after-joining') })],
    button: 'enter',
    fields: {},
    act: async () => {
      const slug = await join();
      forgetFragment(location.pathname);
      sending.stay();
      location.assign(part.path(pathOf(slug)));
    },
  });
  part.place.replaceChildren(make('div', { class: 'stack sm' }, ...about), form);
  title.focus();
}

/**
 * Whether a name can be one.
 * @param {string} text
 */
function isText(text) {
  try {
    return utf8(text).length > 0;
  } catch (error) {
    if (error instanceof SealedError) return false;
    throw error;
  }
}
