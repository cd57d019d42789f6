// Writing on most pages: a quick line for new tasks, and buttons that say one thing. Other forms are in `forms.js`.

import { make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Trouble, needThat, toTrouble } from '../../trouble.js';
import { once } from '../lazy_files.js';
import { addTask } from '../changes.js';
import { Input } from '../inputs.js';
import { press } from '../pressing.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Typed } from '../typing.js' */

const ZERO = new Uint8Array(16);

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
  /** @type {Promise<Typed | undefined> | undefined} */
  let kept;
  // A reader of the list alone loads nothing for it. Without the file all else goes on.
  const keep = () => (kept ??= once('forms').then(({ keepNew }) => keepNew(group, part, line), () => undefined));
  const { form, send } = part.form({
    content: [said],
    button: 'add',
    fields: { title: line },
    act: async () => {
      const title = line.value;
      needThat(title !== '', 'no-title', { field: 'title' });
      const row = part.data('parent');
      await addTask(group, { title }, { parent: row === '' ? ZERO : await group.task(row) });
      await (await kept)?.forget();
      // A text that was typed behind it meanwhile is of the next one.
      const now = line.value;
      line.input.value = now.startsWith(title) ? now.slice(title.length).trim() : now;
      if (line.value !== '') (await kept)?.changed();
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
  // Nothing is cut before the file is there that says so.
  line.input.removeAttribute('maxlength');
  line.input.after(send);
  part.place.replaceChildren(form);
  line.input.addEventListener('focus', keep);
  takeAnchor(part, line);
  if ((await group.device.localStore.all(`typed/${group.id}/`)).some(({ value }) => value)) void keep();
}

/**
 * Moves the anchor of the part (for a link, or a key) to its field, as on pages of open pursuances.
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
    element.setAttribute('aria-disabled', 'true');
    try {
      await press(session, element, event.detail > 1);
    } catch (error) {
      session.watch.failed(toTrouble(error));
      if (!(error instanceof Trouble)) console.error(error);
    }
    element.removeAttribute('aria-disabled');
  });
}
