// What writes on most pages: a quick line for new tasks, and buttons that say one thing. Other forms are in `forms.js`.

import { toHex } from '../../../bytes.js';
import { make } from '../../elements.js';
import { Trouble, needThat } from '../../trouble.js';
import { addTask } from '../changes.js';
import { pathOf } from '../../part.js';
import { Input } from '../inputs.js';
import { pressed } from '../pressing.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */
/** @import { Said } from '../pressing.js' */
/** @import { GroupSession } from '../session.js' */

const ZERO = new Uint8Array(16);

/**
 * Whoever showed the page learns that something was written: live parts of it come anew.
 * @param {Group} group
 * @param {Sealed[]} objects
 */
export function tell({ names }, objects) {
  // A task is named as the page names it, and a new one has no such name yet.
  const named = (/** @type {string} */ oid) => names.tasks.get(oid)?.row ?? oid;
  const detail = objects.map(({ otype, oid, rev }) => ({ otype, object: named(toHex(oid)), rev }));
  document.dispatchEvent(new CustomEvent('pursuance:put', { detail }));
}

/**
 * Goes on as the page says (`data-then`): `stay` (what is said stands there), `reload`, or a path of this server.
 * @param {string} then
 */
export function goTo(then) {
  if (then === 'reload') location.reload();
  else if (then !== 'stay') location.assign(pathOf(then));
}

/**
 * One line, and Enter adds a task.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginNewTask(part, session) {
  const group = await session.ready;
  if (!mayWrite(part, group)) return;
  const line = new Input(part.texts, { label: 'new-task', isRequired: true });
  const said = make('p', { class: 'small mute', role: 'status' });
  const { form, send } = part.form({
    content: [said],
    button: 'add',
    fields: { title: line },
    act: async () => {
      const title = line.value;
      needThat(title !== '', 'no-title', { field: 'title' });
      const row = part.data('parent');
      const rel = { parent: row === '' ? ZERO : await group.task(row), phase: Number(part.data('phase') || '0') };
      tell(group, await addTask(group, { title }, rel));
      line.input.value = '';
      said.textContent = part.texts.of('added', { title });
      line.input.focus();
      goTo(part.data('then') || 'stay');
    },
  });
  // As on pages of open pursuances: the field, and its button beside it.
  form.className = 'add';
  send.className = 'btn';
  line.standsIn(form, part.texts.of(part.data('parent') === '' ? 'new-task-here' : 'new-task-under'));
  line.input.dir = 'auto';
  line.input.after(send);
  part.place.replaceChildren(form);
  takeAnchor(part, line);
}

/**
 * What leads to the part of the page (a link, or a key) leads into its field from now on, as on pages of open pursuances.
 * @param {Part} part
 * @param {Input} line
 */
export function takeAnchor({ element }, line) {
  const { id } = element;
  if (id === '') return;
  element.removeAttribute('id');
  line.named(id);
  if (location.hash === `#${id}` && document.activeElement === document.body) line.input.focus();
}

/**
 * No field is made where nothing may be written; the page says why elsewhere.
 * @param {Part} part
 * @param {Group} group
 */
export function mayWrite(part, group) {
  const may = !group.lies.isFrozen && group.isMember && group.isReadable && group.role >= 1;
  if (!may) part.place.replaceChildren();
  group.lies.hear(() => {
    if (group.lies.isFrozen) part.place.replaceChildren();
  });
  return may;
}

/** Buttons that were pressed once, and ask. @type {WeakSet<HTMLElement>} */
const asked = new WeakSet();

/**
 * Buttons of the page that say one thing (`data-do`), heard for all of them: a board has many. They write, and so have `data-writes`, too.
 * @param {GroupSession} session
 */
export function hearPresses(session) {
  document.addEventListener('click', async (event) => {
    const element = event.target instanceof Element ? event.target.closest('[data-sealed="press"]') : null;
    if (!(element instanceof HTMLElement)) return;
    event.preventDefault();
    if (element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true') return;
    const { confirm = '', then = 'reload' } = element.dataset;
    // What cannot be undone is pressed twice.
    if (confirm !== '' && !asked.has(element)) {
      asked.add(element);
      element.textContent = confirm;
      return;
    }
    element.setAttribute('aria-disabled', 'true');
    if (await doSaid(session, element.dataset)) goTo(then);
    element.removeAttribute('aria-disabled');
  });
}

/**
 * Does what a button says, or another script of the page in its place. Whether it was done.
 * @param {GroupSession} session
 * @param {Said} said
 */
export async function doSaid(session, said) {
  try {
    const group = await session.ready;
    session.watch.right();
    tell(group, await pressed(group, said));
    session.show();
    return true;
  } catch (error) {
    session.watch.failed(error instanceof Trouble ? error : new Trouble('failed'));
    document.dispatchEvent(new CustomEvent('pursuance:failed', { detail: said }));
    if (!(error instanceof Trouble)) console.error(error);
    return false;
  }
}
