// A name behind `@` is completed while it is typed, and so are a skill and a search.

import { help } from '../fields.js';
import { listBelow } from './proposals.js';

/** @typedef {{ name: string, display: string }} Member */
/** @typedef {{ from: number, to: number, items: { text: string, label: string }[] }} Proposed */

/**
 * Completes `@name` while it is typed: members whose name has these letters, in a list below the field.
 * @param {HTMLTextAreaElement} field
 */
function completeNames(field) {
  let turn = 0;
  /** @type {Member[]} */
  let found = [];
  const typed = () => field.value.slice(0, field.selectionStart).match(/(?:^|[^\w@#/&.-])@([\w-]{1,30})$/)?.[1];
  const close = () => {
    turn += 1;
    list.close();
  };
  /** @param {number} index */
  const take = (index) => {
    const [word, end, member] = [typed(), field.selectionStart, found[index]];
    close();
    if (word === undefined || !member) return;
    field.setRangeText(`${member.name} `, end - word.length, end, 'end');
    field.focus();
  };
  const list = listBelow(field, { id: `${field.id}-names`, label: '@', take });
  field.addEventListener('input', async () => {
    const word = typed();
    if (!word) return close();
    const mine = (turn += 1);
    const answer = await fetch(`${field.dataset.names}?q=${encodeURIComponent(word)}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return undefined;
    /** @type {Member[]} */
    const members = await answer.json();
    // An older answer that is read late must not end the question that came after it.
    if (mine !== turn) return undefined;
    if (members.length === 0) return close();
    found = members;
    list.show(found.map(({ name, display }) => `@${name}${display === name ? '' : ` · ${display}`}`));
    list.choose(0);
    return undefined;
  });
  field.addEventListener('keydown', (event) => {
    if (!list.isOpen() || event.isComposing) return;
    const [chosen, last] = [list.chosen(), found.length - 1];
    if (event.key === 'ArrowDown') list.choose(Math.min(chosen + 1, last));
    else if (event.key === 'ArrowUp') list.choose(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  field.addEventListener('blur', close);
}

/**
 * Proposes what may stand where a search, or a line for a new task, is typed. Nothing is chosen before an arrow key: Enter sends what
 * stands in the field. The server counts characters, and a string of the browser its halves.
 * @param {HTMLInputElement} field
 */
function complete(field) {
  let turn = 0;
  /** @type {Proposed} */
  let found = { from: 0, to: 0, items: [] };
  const caret = () => field.selectionStart ?? field.value.length;
  const close = () => {
    turn += 1;
    list.close();
  };
  /** @param {number} characters */
  const place = (characters) => [...field.value].slice(0, characters).join('').length;
  const ask = async () => {
    const mine = (turn += 1);
    const before = field.value.slice(0, caret());
    if (before === '' || field.selectionStart !== field.selectionEnd) return close();
    const address = new URL(field.dataset.completes ?? '', location.href);
    address.searchParams.set('q', field.value);
    address.searchParams.set('at', String([...before].length));
    const answer = await fetch(address).catch(() => null);
    /** @type {Proposed | null} */
    const proposed = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine !== turn) return undefined;
    if (!proposed || proposed.items.length === 0) return close();
    found = proposed;
    list.show(found.items.map(({ text, label }) => (label ? `${text.trim()} · ${label}` : text.trim())));
    return undefined;
  };
  /** @param {number} index */
  const take = (index) => {
    const item = found.items[index];
    if (!item) return;
    // Letters that were typed since the question belong to it.
    field.setRangeText(item.text, place(found.from), caret(), 'end');
    field.focus();
    close();
    // Behind a key stands one of its words.
    if (item.text.endsWith(':')) ask();
  };
  const list = listBelow(field, { id: `${field.id}-proposed`, label: field.dataset.proposed ?? '', take });
  field.autocomplete = 'off';
  field.addEventListener('input', ask);
  field.addEventListener('keydown', (event) => {
    if (!list.isOpen() || event.isComposing) return;
    const [chosen, count] = [list.chosen(), found.items.length];
    if (event.key === 'ArrowDown') list.choose((chosen + 1) % count);
    else if (event.key === 'ArrowUp') list.choose(chosen > 0 ? chosen - 1 : count - 1);
    else if (event.key === 'Enter' && chosen >= 0) take(chosen);
    else if (event.key === 'Escape') close();
    else {
      // Elsewhere in the text something else may stand.
      if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  });
  field.addEventListener('blur', close);
  field.form?.addEventListener('submit', close);
}

/**
 * Asks for words that contain what is typed: the list of the page holds the first of many. A person is proposed by name.
 * @param {HTMLInputElement} field
 */
function completeWords(field) {
  let turn = 0;
  /** @param {string | Member} word */
  const option = (word) => (typeof word === 'string' ? new Option(word, word) : new Option(word.display, word.name));
  field.addEventListener('input', async () => {
    const mine = (turn += 1);
    const answer = await fetch(`${field.dataset.words}?q=${encodeURIComponent(field.value)}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return;
    /** @type {(string | Member)[]} */
    const words = await answer.json();
    if (mine === turn) field.list?.replaceChildren(...words.map(option));
  });
}

/** Completes what is typed in the fields that name where to ask. */
export function completeFields() {
  help(HTMLTextAreaElement, 'textarea[data-names]', completeNames);
  help(HTMLInputElement, 'input[data-completes]', complete);
  help(HTMLInputElement, 'input[data-words]', completeWords);
}
