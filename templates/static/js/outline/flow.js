// Fields for new tasks: what waits above each of them, and at which level it stands.

import { allAs, find, make } from '../dom.js';
import { say } from '../this_page.js';
import { ADD, depthOf, itemAt, listOf, numberOf, titleOf, word } from './page.js';

/**
 * A task that something is written below: it has a number, or waits itself under a key.
 * @typedef {{ title: string, number?: number | null, key?: string | null, isShown?: boolean }} Task
 */

/**
 * Lines that were written and are not sent yet. A list leads to a page of its own; a resting line waits for Enter.
 * @typedef {{ flow: Flow, level: number, base: string, above: Task | null, title: string, fields: URLSearchParams, key: string,
 *   at: number, isList?: boolean, isResting?: boolean, isKept?: boolean, number?: number, isShown?: boolean }} Entry
 */

/**
 * A form for a new task: the tasks above its field by their level, and how deep the next one stands. Whoever writes changes levels
 * with Tab (`isOn`). What was refused keeps the rest waiting (`isHalted`). What was taken back goes before its next one.
 * @typedef {{ field: HTMLInputElement, form: HTMLFormElement, base: string, trail: Task[] | null, level: number, isOn: boolean,
 *   isHalted: boolean, isClosed: boolean, back: Entry | null, before: Entry | null }} Flow
 */

/** @type {WeakMap<HTMLFormElement, Flow>} */
const flows = new WeakMap();

/**
 * Lines that were written and are not sent yet, in order.
 * @type {Entry[]}
 */
export const waiting = [];

/** @param {Flow} flow */
export const waitingFor = (flow) => waiting.filter((entry) => entry.flow === flow);

/** The forms that something waits for. */
export const waitingFlows = () => new Set(waiting.map((entry) => entry.flow));

/**
 * Takes something that waits out of what waits. Whether it did.
 * @param {Entry} entry
 */
export function takeOut(entry) {
  const at = waiting.indexOf(entry);
  if (at >= 0) waiting.splice(at, 1);
  return at >= 0;
}

/**
 * The form around a field.
 * @param {HTMLInputElement} field
 * @returns {Flow}
 */
export function flowOf(field) {
  const { form } = field;
  if (!form) throw new Error('a field for a new task stands in a form');
  const known = flows.get(form);
  if (known) return known;
  const parent = form.elements.namedItem('parent');
  const base = parent instanceof HTMLInputElement ? parent.value : '';
  const flow = { field, form, base, trail: null, level: 0, isOn: false, isHalted: false, isClosed: false, back: null, before: null };
  flows.set(form, flow);
  return flow;
}

/**
 * The tasks above a field, from its own level down, or from below a task: the last, the last below that one, and so on. A closed one
 * gets no subtasks.
 * @param {HTMLFormElement} form
 * @param {Task | undefined} above
 */
function chain(form, above) {
  /** @type {Task[]} */
  const found = [];
  let list = above ? listOf((above.number && itemAt(above.number)) || form) : find(':scope > ul', form.parentElement);
  let last = list?.lastElementChild;
  const isClosed = () => Boolean(last?.querySelector(':scope > .row > .phase:is(.done, .dropped)'));
  while (last && !isClosed()) {
    found.push({ number: numberOf(last), title: titleOf(last), isShown: true });
    list = listOf(last);
    last = list?.lastElementChild;
  }
  return { found, isClosed: isClosed() };
}

/**
 * How many levels below its own one a field can write.
 * @param {HTMLFormElement} form
 */
function levelsLeft(form) {
  const line = form.closest('li');
  return Number(word('levels')) - 1 - (line ? depthOf(line) + 1 : 0);
}

/**
 * Returns the waiting lines that go before the text in the field.
 * @param {Flow} flow
 */
function ahead(flow) {
  const all = waitingFor(flow).filter(({ isList }) => !isList);
  const at = flow.before ? all.indexOf(flow.before) : -1;
  return at < 0 ? all : all.slice(0, at);
}

/**
 * The task that what is in the field becomes part of.
 * @param {Flow} flow
 * @returns {Task | null}
 */
export function above(flow) {
  if (flow.level === 0) return null;
  return ahead(flow).findLast(({ level }) => level === flow.level - 1) ?? flow.trail?.[flow.level - 1] ?? null;
}

/**
 * Shows at which level the field stands, and below which task, or why it stays there; `deeper` is a task where it goes deeper.
 * @param {Flow} flow
 * @param {string} [why]
 * @param {Task | null} [deeper]
 */
export function stand(flow, why = '', deeper = null) {
  const { field, form, level } = flow;
  field.dataset.label ??= field.getAttribute('aria-label') ?? '';
  form.dataset.level = String(level);
  const said = level === 0 ? field.dataset.label : `${word('below')} ${above(flow)?.title ?? ''}`;
  field.setAttribute('aria-label', said);
  find('.under', form)?.remove();
  if (level > 0 || why) {
    const note = make('p', { className: 'hint under', textContent: why || said });
    if (deeper?.number) {
      const href = `${new URL(form.action).pathname.replace(/\/tasks$/, '')}?under=${deeper.number}`;
      note.append(' ', make('a', { href, textContent: `${word('open')} ${deeper.title}`, dir: 'auto' }));
    }
    form.insertBefore(note, form.querySelector('details'));
  }
  return why || said;
}

/**
 * Finds the tasks above a field anew, as long as nothing waits there and nothing is typed. Those that it stands below stay the same;
 * where one of them has gone, it stands below that no longer.
 * @param {Flow} flow
 */
export function settle(flow, isBack = false) {
  if (waitingFor(flow).length > 0) return;
  const kept = (flow.trail ?? []).slice(0, flow.level);
  const gone = kept.findIndex((task) => task.isShown && !(task.number && itemAt(task.number)));
  if (gone >= 0) kept.length = gone;
  // One that the page has no room for is above the field all the same.
  const isFurther = flow.trail?.[kept.length]?.isShown === false;
  if (!flow.trail || gone >= 0 || ((isBack || flow.field.value === '') && !isFurther)) {
    const { found, isClosed } = chain(flow.form, kept.at(-1));
    flow.trail = [...kept, ...found];
    flow.isClosed = isClosed;
  }
  if (kept.length === flow.level) return;
  flow.level = kept.length;
  say(stand(flow));
}

/** Finds the tasks above all fields anew that somebody has been in. */
export function settleAll() {
  for (const form of allAs(HTMLFormElement, ADD)) {
    const flow = flows.get(form);
    if (flow) settle(flow);
  }
}

/**
 * Changes the level of what is being written. Whether the key did that.
 * @param {Flow} flow
 * @param {number} by
 */
export function shift(flow, by) {
  const level = flow.level + by;
  if (level < 0) return false;
  settle(flow);
  const last = ahead(flow).at(-1);
  const most = levelsLeft(flow.form);
  const deepest = last ? last.level + 1 : (flow.trail?.length ?? 0);
  const isTooDeep = level > Math.min(deepest, most);
  if (!isTooDeep) flow.level = level;
  if (isTooDeep && level > most) say(stand(flow, word('deepest'), above(flow)));
  else say(stand(flow, isTooDeep ? word(!last && flow.isClosed ? 'closed' : 'alone') : ''));
  return true;
}
