// The recovery kit: name, address and code on a page to print. It is shown once, and kept when two groups of it were typed.

import { random } from './device.js';
import { button, make } from './elements.js';
import { Field } from './field.js';
import { notice } from './notices.js';
import { Trouble } from './trouble.js';

/** @import { Part } from './part.js' */

/** @typedef {{ name: string, code: string, next: string, save?: () => Promise<void>, isOptional?: boolean, isPage?: boolean }} Kit `isPage`: nothing else stands there */

/**
 * A code without the differences that nobody sees on paper.
 * @param {string} typed
 */
export const asWritten = (typed) =>
  typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');

/**
 * Which two groups are asked for, in their order.
 * @param {number} count
 */
function twoOf(count) {
  /** @type {Set<number>} */
  const chosen = new Set();
  // One of 256 more or less likely does not matter: nothing is kept secret by it.
  while (chosen.size < 2) chosen.add((random(1)[0] ?? 0) % count);
  return [...chosen].sort((a, b) => a - b);
}

/**
 * @param {string} term
 * @param {Node} description
 */
const line = (term, description) => [make('dt', { text: term }), make('dd', {}, description)];

/**
 * Shows a kit in place of what stands there, and calls nobody: whoever has kept it goes on by a link.
 * @param {Part} part
 * @param {Kit} kit
 */
export function showKit(part, { name, code, next, save, isOptional = false, isPage = false }) {
  const { texts, place } = part;
  const groups = code.split('-');
  const address = part.data('base') || location.origin;
  const title = make(isPage ? 'h1' : 'h2', { text: texts.of('kit-title'), tabindex: '-1' });
  const list = make(
    'dl',
    {},
    ...line(texts.of('kit-name'), make('span', { class: 'secret', translate: 'no', text: name })),
    ...line(texts.of('kit-address'), make('span', { class: 'secret', translate: 'no', text: address })),
    ...line(texts.of('kit-code'), make('span', { class: 'secret code', translate: 'no', text: groups.join(' ') })),
  );
  const print = button(texts.of('kit-print'), 'btn primary');
  const prove = button(texts.of('kit-prove'));
  const row = make('div', { class: 'flex' }, print, prove);
  const shown = make('div', { class: 'stack' }, make('p', { text: texts.of('kit-about') }), list, row);
  const section = make('section', { class: 'card stack kit' }, title, shown);
  const done = () => {
    const said = notice(texts.of('kept'));
    const link = make('a', { class: 'btn primary', href: next, text: texts.of('kit-done') });
    section.replaceChildren(title, said, make('div', { class: 'flex' }, link));
    said.focus();
  };
  const back = () => {
    section.replaceChildren(title, shown);
    title.focus();
  };
  print.addEventListener('click', () => window.print());
  prove.addEventListener('click', () => {
    const { form, begin } = proof(part, groups, { save, done, back });
    section.replaceChildren(title, form);
    begin();
  });
  if (isOptional && texts.has('kit-later')) row.append(make('a', { class: 'btn quiet', href: next, text: texts.of('kit-later') }));
  place.replaceChildren(section);
  title.focus();
}

/**
 * Asks two groups. The code is not in the page meanwhile.
 * @param {Part} part
 * @param {string[]} groups
 * @param {{ save?: () => Promise<void>, done: () => void, back: () => void }} then
 */
function proof(part, groups, { save, done, back }) {
  const numbers = twoOf(groups.length);
  const asked = numbers.map((at) => new Field(part.texts, { label: 'group', values: { number: at + 1 }, fill: 'off', isOpen: true }));
  const again = button(part.texts.of('kit-back'));
  again.addEventListener('click', back);
  const { form } = part.form({
    content: [make('p', { text: part.texts.of('kit-which') }), ...asked.map(({ element }) => element)],
    button: 'kit-check',
    beside: [again],
    fields: Object.fromEntries(asked.map((field, at) => [String(at), field])),
    act: async () => {
      const wrong = asked.findIndex(({ value }, at) => asWritten(value) !== groups[numbers[at] ?? 0]);
      if (wrong >= 0) throw new Trouble('kit-wrong', { field: String(wrong) });
      await save?.();
      done();
    },
  });
  return { form, begin: () => asked[0]?.input.focus() };
}
