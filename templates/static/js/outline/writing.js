// Fields for new tasks: Enter adds a task and stays, Tab and Shift+Tab change its level, Escape leaves.

import { as, find } from '../dom.js';
import { lines } from '../rows.js';
import { above, flowOf, settle, shift, waitingFor } from './flow.js';
import { newKey } from './lines.js';
import { ADD, describe, titleAt, titleFieldOf, word } from './page.js';
import { isRenewing } from './renewal.js';
import { sendFrom } from './sending.js';
import { isSessionOver } from './session.js';
import { exchange, queue, written } from './waiting.js';

/**
 * Whether what a form adds is a suggestion, which leads to those that wait.
 * @param {HTMLFormElement | null} form
 */
const isSuggestion = (form) => form?.elements.namedItem('suggest') !== null;

/** @param {SubmitEvent} event */
function submit(event) {
  const { target: form, submitter } = event;
  // A button with an address of its own leads there.
  if (!(form instanceof HTMLFormElement && form.matches(ADD)) || isSuggestion(form) || submitter?.hasAttribute('formaction')) return;
  event.preventDefault();
  event.stopPropagation();
  const flow = flowOf(titleFieldOf(form));
  const entry = written(flow, submitter);
  if (entry.title !== '') queue(flow, entry);
  else if (waitingFor(flow).length === 0) return;
  sendFrom(flow);
}

/** @param {FocusEvent} event */
function enter({ target }) {
  const field = titleAt(target);
  if (!field) return;
  const flow = flowOf(field);
  flow.isOn = false;
  // A writer who comes back finds the tasks that are above the field by now.
  if (!isRenewing()) settle(flow, true);
  if (!field.getAttribute('aria-describedby')?.includes('add-keys')) describe(field, 'add-keys');
}

/**
 * Several pasted lines go to the preview of "Add several".
 * @param {ClipboardEvent} event
 */
function paste(event) {
  const field = titleAt(event.target);
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  if (!field || !word('several') || !/\S\s*\n\s*\S/.test(pasted)) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = field;
  const text = value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? 0);
  const flow = flowOf(field);
  // Waiting entries are sent before: then the task that the list belongs to has a number.
  const title = `${word('list')} ${text.trim().split('\n')[0]} …`;
  const fields = new URLSearchParams({ text });
  queue(flow, { flow, level: flow.level, base: flow.base, above: above(flow), title, fields, key: newKey(), at: Date.now(), isList: true });
  sendFrom(flow);
}

/**
 * Does what a key does in a field for a new task.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 */
export function pressWhileWriting(event, field) {
  const { key } = event;
  const flow = flowOf(field);
  if (key === 'Escape') {
    const line = lines().findLast((line) => line.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
    flow.isOn = false;
    if (line) line.focus();
    else field.blur();
    event.preventDefault();
  } else if (key === 'ArrowUp' && field.value === '' && (flow.isHalted || isSessionOver())) {
    const entry = waitingFor(flow).find(({ isList }) => !isList);
    if (!entry) return;
    exchange(entry);
    event.preventDefault();
  } else if (key === 'Tab' && flow.isOn && !isSuggestion(field.form)) {
    // A person who comes by with Tab goes on with Tab; one who writes changes the level.
    if (shift(flow, event.shiftKey ? -1 : 1)) event.preventDefault();
  }
}

/** The keys are told while somebody writes. */
export function tellKeys() {
  const hint = find('#add-keys');
  if (!hint) return;
  hint.hidden = false;
  let [isWriting, isPressed] = [false, false];
  // Content below moves then: not while it is pressed, or the press would miss it.
  const show = () => {
    if (!isPressed) hint.classList.toggle('is-on', isWriting);
  };
  /** @param {FocusEvent} event */
  const tell = ({ type, target, relatedTarget }) => {
    const field = as(Element, type === 'focusin' ? target : relatedTarget);
    isWriting = Boolean(field?.closest(ADD));
    show();
  };
  /** @param {boolean} isDown */
  const press = (isDown) => {
    isPressed = isDown;
    show();
  };
  document.addEventListener('focusin', tell);
  document.addEventListener('focusout', tell);
  document.addEventListener('pointerdown', () => press(true), true);
  // The click comes right after it.
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => setTimeout(press, 0, false), true);
}

/** Hears what is written in fields for new tasks. */
export function hearWriting() {
  document.addEventListener('focusin', enter);
  document.addEventListener('beforeinput', ({ target }) => {
    const field = titleAt(target);
    if (field?.value === '') settle(flowOf(field));
  });
  document.addEventListener('input', ({ target }) => {
    const field = titleAt(target);
    if (field) flowOf(field).isOn = true;
  });
  document.addEventListener('paste', paste);
}

/** Sends what is written without leaving the page. */
export function hearAdding() {
  document.addEventListener('submit', submit);
}
