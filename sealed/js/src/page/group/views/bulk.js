// The bar below a list: what is done with the tasks that are chosen in it.

import { fromHex, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { alert, button, make, newId } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Sending, hear } from '../../sending.js';
import { needThat } from '../../trouble.js';
import { changesFor, putMany } from '../bulk.js';
import { called } from '../display_name.js';
import { Input } from '../inputs.js';
import { candidates, fitting, titleOf } from './choosing.js';
import { mayWrite } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { Left } from '../bulk.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

/** The control of a change: `value` is read when it is sent. @typedef {{ element: HTMLElement, value: () => string }} Control */

/** The phases into which several tasks go, as on pages of open pursuances. */
const PHASES = [1, 0, 3, 5, 7, 8];
/** As many tasks are proposed. */
const MOST = 5;

const allBoxes = () => [...document.querySelectorAll('input[data-pick]')].filter((box) => box instanceof HTMLInputElement);
const boxes = () => allBoxes().filter(({ checked }) => checked);

/**
 * A list, whose label is read and not seen: the change beside it says what it is for.
 * @param {string} label
 * @param {[value: string, text: string][]} options
 * @returns {Control}
 */
function listOf(label, options) {
  const id = newId();
  const select = make('select', { id });
  for (const [value, text] of options) select.append(make('option', { value, text, dir: 'auto' }));
  return { element: make('span', {}, make('label', { class: 'sr', for: id, text: label }), select), value: () => select.value };
}

/**
 * @param {Part} part
 * @param {Group} group
 * @returns {Control}
 */
function peopleOf({ texts }, group) {
  /** @type {[string, string][]} */
  const people = [...group.state.members].filter(([, { role }]) => role >= 1).map(([id]) => [id, called(group, id, texts) ?? `${id.slice(0, 8)}…`]);
  people.sort(([, a], [, b]) => a.localeCompare(b));
  return listOf(texts.of('bulk-who'), [...people, ['', texts.of('bulk-nobody')]]);
}

/**
 * The task below which they go: words or a number are typed, and one that fits is pressed.
 * @param {Part} part
 * @param {Group} group
 * @returns {Control}
 */
function placeOf({ texts }, group) {
  const line = new Input(texts, { label: 'move', hint: 'move-hint' });
  const list = make('ul', { class: 'stack sm' });
  /** @type {{ oid: string, text: string } | undefined} */
  let chosen;
  /** @type {ReturnType<typeof candidates> | undefined} */
  let all;
  const show = async () => {
    const own = new Set(boxes().map((box) => group.names.task(box.value)));
    all ??= candidates(group, () => true);
    const found = fitting(await all, line.value).map(({ row, text }) => ({ oid: group.names.task(row) ?? '', text }));
    const fits = [{ oid: '', text: texts.of('move-top') }, ...found.filter(({ oid }) => oid !== '' && !own.has(oid))];
    const items = fits.slice(0, MOST + 1).map((one) => {
      const press = button(one.text, 'btn quiet choice');
      press.addEventListener('click', () => {
        chosen = one;
        line.input.value = one.text;
        list.replaceChildren();
        line.input.focus();
      });
      return make('li', { dir: 'auto' }, press);
    });
    list.replaceChildren(...items);
  };
  line.input.addEventListener('focus', () => void show(), { once: true });
  line.input.addEventListener('input', () => {
    chosen = undefined;
    void show();
  });
  // Enter leads to what fits, and does it once one is chosen.
  line.input.addEventListener('keydown', async (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing || chosen) return;
    event.preventDefault();
    await show();
    list.querySelector('button')?.focus();
  });
  const value = () => {
    needThat(chosen !== undefined, 'bulk-no-place');
    return chosen.oid;
  };
  return { element: make('div', { class: 'stack sm' }, line.element, list), value };
}

/**
 * Returns the control that a change needs besides.
 * @param {Part} part
 * @param {Group} group
 * @param {string} what
 * @returns {Control}
 */
function controlFor(part, group, what) {
  const { texts } = part;
  const named = (/** @type {string} */ key, /** @type {number[]} */ numbers) =>
    listOf(texts.of('which-change'), numbers.map((number) => [String(number), texts.of(`${key}-${number}`)]));
  if (what === 'assign' || what === 'reviewer') return peopleOf(part, group);
  if (what === 'phase') return named('phase', PHASES);
  if (what === 'size') return named('size', [0, 1, 2]);
  if (what === 'urgency') return named('urgency', [0, 1]);
  if (what === 'move') return placeOf(part, group);
  return { element: make('span', {}), value: () => '' };
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginBulk(part, session) {
  const group = await session.ready;
  const { element: bar, texts, place } = part;
  const kinds = bar.querySelector('select');
  if (!mayWrite(part, group) || !(bar instanceof HTMLFormElement) || !(kinds instanceof HTMLSelectElement)) return;
  const go = make('button', { class: 'btn', text: texts.of('bulk-go') });
  const said = make('p', { class: 'small mute', role: 'status' });
  const report = make('div', { class: 'stack sm' });
  let control = controlFor(part, group, kinds.value);
  const show = () => {
    control = controlFor(part, group, kinds.value);
    place.replaceChildren(control.element, go, part.progress.element, said, report);
  };
  kinds.addEventListener('change', show);
  const sending = new Sending({ texts, progress: part.progress, busy: bar, before: said });
  const act = async () => {
    report.replaceChildren();
    // The pressed change is made, whatever somebody chooses in the list meanwhile.
    const [what, chosen, { value: valueOf }] = [kinds.value, boxes(), control];
    needThat(chosen.length > 0, 'bulk-none');
    const value = valueOf();
    /** Tasks by what their boxes are called. @type {Map<string, string>} */
    const byOid = new Map();
    for (const box of chosen) byOid.set(toHex(await group.task(box.value)), box.value);
    const changes = changesFor(group, [...byOid.keys()].map(fromHex), what, value);
    const { left } = await putMany(group, changes, (count) => {
      said.textContent = texts.of('bulk-progress', { count, most: changes.length });
    });
    said.textContent = '';
    if (left.length === 0) {
      goTo(part.data('then') || 'reload');
      return;
    }
    // Tasks that were left stay chosen, and the typed text stays: one press more does it with them. The lines may be others by now.
    const isLeft = new Set(left.map(({ oid }) => byOid.get(toHex(oid))));
    const acted = new Set(byOid.values());
    for (const box of allBoxes().filter(({ value }) => acted.has(value))) {
      box.checked = isLeft.has(box.value);
      box.dispatchEvent(new Event('change', { bubbles: true }));
    }
    report.replaceChildren(...reportOf(part, group, left, byOid.size));
    await session.offerUndo();
  };
  hear(bar, () => void sending.send(act));
  show();
}

/**
 * Tells which tasks were left and why, each reason with its tasks.
 * @param {Part} part
 * @param {Group} group
 * @param {Left[]} left
 * @param {number} most how many were chosen
 */
function reportOf({ texts }, group, left, most) {
  /** @type {Map<string, Left[]>} */
  const byReason = new Map();
  for (const one of left) byReason.set(one.why.key, [...(byReason.get(one.why.key) ?? []), one]);
  return [...byReason].map(([key, some]) => {
    const said = texts.has(`bulk-${key}`)
      ? texts.of(`bulk-${key}`, { count: some.length, most })
      : `${texts.of('bulk-left', { count: some.length, most })} ${some[0] ? texts.about(some[0].why) : ''}`;
    const box = alert(said);
    box.append(make('ul', { class: 'small' }, ...some.map(({ oid }) => make('li', { dir: 'auto', text: calledOf(group, oid) }))));
    return box;
  });
}

/**
 * @param {Group} group
 * @param {Uint8Array} oid
 */
function calledOf(group, oid) {
  const object = group.objects.get(OTYPE.task, oid);
  return `#${group.names.tasks.get(toHex(oid))?.number ?? ''} ${(object && titleOf(group, object)) ?? ''}`;
}
