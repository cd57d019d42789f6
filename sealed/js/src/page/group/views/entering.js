// Coming into a private pursuance by an invitation.

import { toHex } from '../../../bytes.js';
import { alert, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Trouble, toTrouble } from '../../trouble.js';
import { forgetFragment } from '../fragment.js';
import { knock } from '../inviting.js';
import { openedHere } from '../session.js';
import { deviceOf, pathOf } from './arriving.js';

/** @import { Part } from '../../part.js' */
/** @import { Opened } from '../../opening.js' */
/** @import { Door } from '../inviting.js' */
/** @import { LocalStore } from '../local_store.js' */

/** A server shows the log to an invitation that was signed at most so long ago, in milliseconds (docs/sealed.md §3.11). */
const FRESH = 5 * 60_000;

/**
 * The page of an invitation: what it leads to, and the button that accepts it.
 * @param {Part} part
 * @param {LocalStore} localStore
 * @param {string} text of the link
 */
export async function beginEnter(part, localStore, text) {
  const { texts, place } = part;
  const say = (/** @type {string} */ key) => place.replaceChildren(alert(texts.of(key)));
  if (text === '') {
    say('no-link');
    return;
  }
  // The page says what comes first.
  if (part.name === '') return;
  // The page has just come.
  const isWrong = Math.abs(Date.now() - Number(part.data('now'))) > FRESH;
  const opened = await openedHere(part);
  if (!opened) return;
  part.progress.begin();
  place.replaceChildren(part.progress.element);
  try {
    const door = await knock(deviceOf(part, localStore), opened, part.data('group'), text);
    showDoor(part, door, opened);
  } catch (error) {
    const trouble = toTrouble(error);
    // To somebody without an open invitation, or with one that is signed at another time, there is no such pursuance.
    if (trouble.key === 'problem-not-found') say(isWrong ? 'wrong-clock' : 'ended');
    else say(texts.has(trouble.key) ? trouble.key : 'failed');
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
  const { form, send, sending } = part.form({
    content: [make('p', { class: 'small mute', text: texts.of('after-joining') })],
    button: 'enter',
    fields: {},
    act: async () => {
      const slug = await join().catch((/** @type {unknown} */ error) => {
        // It ended while the page stood: to somebody without one there is no such pursuance.
        if (!(error instanceof Trouble) || !['ended', 'problem-not-found'].includes(error.key)) throw error;
        part.place.replaceChildren(alert(texts.of('ended')));
      });
      if (slug === undefined) return;
      forgetFragment(location.pathname);
      sending.stay();
      goTo(pathOf(slug));
    },
  });
  send.textContent = texts.of('enter', { name: note.name });
  part.place.replaceChildren(make('div', { class: 'stack sm' }, ...about), form);
  title.focus();
}
