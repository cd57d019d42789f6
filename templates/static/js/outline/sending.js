// Sends what waits, one after the other. What is refused, or finds no network or no session, keeps what follows it waiting.

import { as, make, need, unfoldAround } from '../dom.js';
import { say, viewer } from '../this_page.js';
import { flowOf, settle, stand, takeOut, waiting, waitingFlows, waitingFor } from './flow.js';
import { keepLines, newKey } from './lines.js';
import { hideError, isTyped, itemAt, items, mainForm, numberOf, showError, titleFieldOf, titleOf, word } from './page.js';
import { tell } from './notices.js';
import { inOrder, leaveWith, post } from './posting.js';
import { show } from './renewal.js';
import { checkSession, isSessionOver } from './session.js';
import { isTakenBack, keepIn, list, stored } from './waiting.js';

/**
 * @typedef {import('./flow.js').Flow} Flow
 * @typedef {import('./flow.js').Entry} Entry
 */

let isSending = false;
/**
 * Which of what waits is on its way to a page of its own.
 * @type {Entry | null}
 */
let leaving = null;

/**
 * Sends what waits for a field, which is free for the next line.
 * @param {Flow} flow
 */
export function sendFrom(flow) {
  const { field, form } = flow;
  Object.assign(flow, { isOn: true, isHalted: false, back: null, before: null });
  for (const entry of waitingFor(flow)) entry.isResting = false;
  form.removeAttribute('data-refused');
  form.reset();
  field.value = '';
  field.defaultValue = '';
  hideError(field);
  stand(flow);
  // The writer who pressed the button goes on writing.
  field.focus();
  list(flow);
  if (isSessionOver()) checkSession();
  send();
}

/** Picks the next queued entry; pasted lists go last, because they leave the page. */
function next() {
  const ready = waiting.filter(({ flow, isResting }) => !flow.isHalted && !isResting && !isSessionOver());
  return ready.find(({ isList }) => !isList) ?? ready[0];
}

/** The person is signed in again: what waits is sent. */
export function goOn() {
  stored()?.remember();
  for (const flow of waitingFlows()) {
    flow.isHalted = false;
    hideError(flow.field);
    list(flow);
  }
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  for (let entry = next(); entry; entry = next()) {
    if (entry.isList) await lookAt(entry);
    else await sendOne(entry);
  }
  isSending = false;
}

/** @param {Entry} entry */
async function sendOne(entry) {
  /** @type {{ done: import('./posting.js').Done | null }} */
  const outcome = { done: null };
  await inOrder(async () => {
    outcome.done = await add(entry);
  });
  const { done } = outcome;
  if (done?.isOver) list(entry.flow);
  else if (!done?.isDone) halt(entry, done ?? { status: 0, why: word('failed') });
}

/**
 * Says where an entry belongs.
 * @param {Entry} entry
 */
function placeIn({ fields, base, above }) {
  const parent = above?.number ?? base;
  if (parent) fields.set('parent', String(parent));
  else fields.delete('parent');
}

/**
 * Adds something that waits.
 * @param {Entry} entry
 */
async function add(entry) {
  const { flow, level, fields } = entry;
  placeIn(entry);
  fields.set('told', 'yes');
  // Whether it arrived is not known where no answer came: sent once more, it is the same task.
  fields.set('key', entry.key);
  const before = new Set(items().map((one) => one.id));
  const done = await post(flow.form.action, fields);
  if (!done.isDone) return done;
  const told = Number(new URLSearchParams(done.at.split('?')[1]).get('added'));
  // An entry that waits below it is kept with its number.
  if (told) entry.number = told;
  takeOut(entry);
  list(flow);
  // It is written down, whether that can be shown or not.
  const isNow = await show(done).then(
    () => true,
    () => false,
  );
  const number = told || newest(before);
  const line = itemAt(number);
  if (number) Object.assign(entry, { number, title: titleOf(line) || entry.title, isShown: line !== null });
  flow.trail = [...(flow.trail ?? []).slice(0, level), ...(number ? [entry] : [])];
  flow.isClosed = false;
  settle(flow);
  stand(flow);
  if (number && !line && isNow) {
    const href = `${new URL(flow.form.action).pathname.replace(/tasks$/, 't/')}${number}`;
    tell(`${word('further')} `, { beside: true, tone: 'ok' }).append(make('a', { href, textContent: entry.title, dir: 'auto' }));
  }
  say(`${word('added')}: ${entry.title}`);
  flow.field.scrollIntoView({ block: 'nearest' });
  return done;
}

/**
 * The last of the tasks that were not there before.
 * @param {Set<string>} before
 */
function newest(before) {
  const added = items().filter((one) => !before.has(one.id));
  return added.length > 0 ? Math.max(...added.map(numberOf)) : 0;
}

/**
 * Keeps what was not taken above its field, where somebody may write the next one already.
 * @param {Entry} entry
 * @param {{ status: number, why: string }} done
 */
function halt(entry, { status, why }) {
  const { flow } = entry;
  // Another text was added under this key: this one is a task of its own.
  if (status === 409) entry.key = newKey();
  flow.isHalted = true;
  list(flow);
  refuse(flow, why);
}

/**
 * Says why something was not taken.
 * @param {Flow} flow
 * @param {string} why
 */
function refuse(flow, why) {
  showError(flow.field, why);
  say(why);
}

/**
 * Goes to the preview of a pasted list, unless something waits or is typed that would be lost, or nobody is signed in.
 * @param {Entry} entry
 */
async function lookAt(entry) {
  const { flow, fields } = entry;
  const standing = navigator.onLine ? await checkSession() : 'unknown';
  if (standing === 'over') {
    list(flow);
    return;
  }
  flow.isHalted = true;
  if (standing === 'unknown' || isTyped() || waiting.some(({ isList }) => !isList)) {
    list(flow);
    refuse(flow, word(standing === 'unknown' ? 'offline' : 'first'));
    return;
  }
  placeIn(entry);
  // It waits until another page is there.
  leaving = entry;
  leaveWith(word('several'), fields);
}

/**
 * The field that something was written in, or the one at the end of the outline.
 * @param {string} base
 */
function flowFor(base) {
  const field = as(HTMLInputElement, document.getElementById(`add-${base || 0}`));
  return flowOf(titleFieldOf(field?.form ?? need(mainForm())));
}

/** Shows what waited when another page was left, above its field, and sends it. A pasted list, which leads away, waits for Enter. */
async function restore() {
  const lines = (mainForm() && (await stored()?.claim(restore))) ?? [];
  if (lines.length === 0) return;
  for (const { above, fields, ...line } of lines) {
    // Without locks of the browser it may come back to the tab that had it all along.
    if (waiting.some(({ key }) => key === line.key)) continue;
    const known = above && (waiting.find(({ key }) => above.key && key === above.key) ?? { ...above, isShown: false });
    const flow = flowFor(line.base);
    waiting.push({ ...line, above: known, fields: new URLSearchParams(fields), flow, isResting: line.isList });
  }
  for (const flow of waitingFlows()) {
    list(flow);
    unfoldAround(flow.form);
  }
  send();
}

/** "Back" shows a page as it was left: another one may have sent what waited here. */
function comeBack() {
  const store = stored();
  store?.open();
  const own = store?.own() ?? new Set();
  const flows = waitingFlows();
  for (const entry of waiting.filter(({ isKept, key }) => isKept && !own.has(key))) takeOut(entry);
  for (const flow of flows) list(flow);
  restore();
}

/** Keeps and sends what waits. */
export function keepSending() {
  addEventListener('beforeunload', (event) => {
    /** @param {Entry} entry */
    const isLost = (entry) => entry !== leaving && !entry.isKept;
    if (isTakenBack() || waiting.some(isLost)) event.preventDefault();
  });
  const main = mainForm();
  if (viewer && main) {
    keepIn(keepLines(viewer, new URL(main.action).pathname));
    restore();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') restore();
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) comeBack();
    });
  }
  addEventListener('pagehide', () => {
    if (leaving && takeOut(leaving)) list(leaving.flow);
  });
}
