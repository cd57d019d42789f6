// Entries that wait stand above their field, and are kept in this browser. A refused one can be taken back into the field.

import { find, make } from '../dom.js';
import { sentBy } from '../this_page.js';
import { above, stand, takeOut, waiting, waitingFor } from './flow.js';
import { newKey } from './lines.js';
import { word } from './page.js';
import { isSessionOver } from './session.js';

/**
 * @typedef {import('./flow.js').Flow} Flow
 * @typedef {import('./flow.js').Entry} Entry
 */

/**
 * Where this browser keeps what waits.
 * @type {ReturnType<typeof import('./lines.js').keepLines> | null}
 */
let store = null;

/**
 * The field that something was taken back into.
 * @type {Flow | null}
 */
let takenBack = null;

/**
 * Keeps what waits there from now on.
 * @param {ReturnType<typeof import('./lines.js').keepLines>} lines
 */
export function keepIn(lines) {
  store = lines;
}

export const stored = () => store;

/** Whether something was taken back that would be lost now. */
export const isTakenBack = () => Boolean(takenBack?.back && takenBack.field.value !== '');

/**
 * Returns the part of a waiting entry that is kept.
 * @param {Entry} entry
 * @returns {import('./lines.js').Line}
 */
function kept({ key, at, title, level, base, above, fields, isList }) {
  const sent = new URLSearchParams(fields);
  sent.delete('csrf');
  const of = above && { number: above.number ?? null, key: above.number ? null : (above.key ?? null), title: above.title };
  return { key, at, title, level, base, above: of, fields: String(sent), isList: Boolean(isList) };
}

/** Keeps what waits in this browser, and says so where it cannot. */
function keep() {
  const keys = store?.keep(waiting.map(kept)) ?? new Set();
  for (const entry of waiting) entry.isKept = keys.has(entry.key);
}

/**
 * The line that shows something that waits.
 * @param {Entry} entry
 * @param {boolean} isHalted
 */
function lineFor(entry, isHalted) {
  const line = make('li');
  line.dataset.level = String(entry.level);
  if (!isHalted || entry.isList) {
    line.textContent = entry.title;
    return line;
  }
  const back = make('button', { type: 'button', className: 'btn quiet', textContent: entry.title, title: word('takeBack') });
  back.setAttribute('aria-label', `${word('takeBack')}: ${entry.title}`);
  back.addEventListener('click', () => exchange(entry));
  line.append(back);
  return line;
}

/**
 * Shows what waits, above its field.
 * @param {Flow} flow
 */
export function list(flow) {
  const { field, form } = flow;
  const isHalted = flow.isHalted || isSessionOver();
  let shown = find('.waiting', form);
  keep();
  const entries = waitingFor(flow);
  // Then Enter sends it again, without another line.
  field.required = entries.length === 0;
  if (entries.length === 0) {
    shown?.remove();
    return;
  }
  if (!shown) {
    shown = make('ul', { className: 'waiting' });
    shown.setAttribute('aria-label', word('waiting'));
    form.prepend(shown);
  }
  const lines = entries.map((entry) => lineFor(entry, isHalted));
  // A hidden ticked box marks unsent lines: they stay where they are when the page is brought up to date.
  lines[0]?.append(make('input', { type: 'checkbox', hidden: true, checked: true }));
  shown.replaceChildren(...lines);
  if (entries.every((entry) => entry.isKept)) return;
  shown.append(make('li', { className: 'small', textContent: word('unkept') }));
}

/**
 * Writes what was not sent into its field again.
 * @param {Entry} entry
 */
function rewrite({ fields, flow, level }) {
  // Every field of the form that people fill in.
  for (const control of flow.form.elements) {
    const isInput = control instanceof HTMLInputElement;
    if (!isInput && !(control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement || control instanceof HTMLButtonElement)) continue;
    if (!control.name || control.type === 'hidden') continue;
    if (isInput && control.type === 'checkbox') control.checked = fields.has(control.name);
    else control.value = fields.get(control.name) ?? '';
  }
  flow.level = level;
}

/**
 * Takes something that waits back into the field; what is in the field waits instead.
 * @param {Entry} entry
 */
export function exchange(entry) {
  const { flow } = entry;
  if (flow.field.value.trim() !== '') queue(flow, written(flow));
  const at = waiting.indexOf(entry);
  if (!takeOut(entry)) return;
  flow.back = entry;
  flow.before = waiting.slice(at).find((other) => other.flow === flow) ?? null;
  takenBack = flow;
  rewrite(entry);
  stand(flow);
  list(flow);
  flow.field.focus();
}

/**
 * Returns the text in the field, as it will be sent. An entry that others are written below stays the same when it comes again.
 * @param {Flow} flow
 * @param {HTMLElement | null} [submitter]
 * @returns {Entry}
 */
export function written(flow, submitter) {
  const fields = sentBy(flow.form, submitter);
  const title = flow.field.value.trim();
  // Something else is another task.
  const key = flow.back?.title === title && flow.back.level === flow.level ? flow.back.key : newKey();
  return Object.assign(flow.back ?? {}, { flow, level: flow.level, base: flow.base, above: above(flow), title, fields, key, at: Date.now() });
}

/**
 * Lets something wait, last or where it was before it was taken back.
 * @param {Flow} flow
 * @param {Entry} entry
 */
export function queue(flow, entry) {
  const at = flow.before ? waiting.indexOf(flow.before) : -1;
  waiting.splice(at < 0 ? waiting.length : at, 0, entry);
  flow.back = null;
  flow.before = null;
}
