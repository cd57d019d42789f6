// A field takes no text that a browser would cut without a word: lines that would become one, and more letters than fit.

import { keepLine } from './typing.js';

/** @import { Part } from '../part.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */
/** @import { Input } from './inputs.js' */

/** @typedef {Partial<ClipboardEvent & DragEvent & InputEvent> & Event} Brought what brings a text into a field, in either way */

/**
 * Refuses what does not go into a field as a whole, and says so there.
 * @param {Pick<Input, 'input' | 'refuse'>} field
 * @param {Pick<Texts, 'of'>} texts
 * @param {string} [lines] what is said of several lines; nothing where they may become one
 */
export function takeWhole(field, texts, lines = '') {
  const { input } = field;
  const hear = (/** @type {Brought} */ event) => {
    const text = (event.clipboardData ?? event.dataTransfer)?.getData('text') || event.data || '';
    const chosen = Number(input.selectionEnd) - Number(input.selectionStart);
    const hasLines = lines !== '' && /[\r\n]/.test(text.trim());
    // The field counts a line break once.
    const isLonger = input.value.length - chosen + text.replaceAll('\r\n', '\n').length > input.maxLength;
    if (!hasLines && (!isLonger || text === '')) return;
    event.preventDefault();
    field.refuse(texts.of(hasLines ? lines : 'too-long', { most: input.maxLength }));
  };
  // Of what is typed there is no other event.
  for (const type of ['paste', 'drop', 'beforeinput']) input.addEventListener(type, hear);
}

/**
 * The line of a new task: one line is one task, and what is typed is kept until it is sent.
 * @param {Group} group
 * @param {Part} part
 * @param {Input} line
 */
export async function keepNew(group, part, line) {
  // Until this is there, the field takes all.
  line.input.maxLength = 200;
  takeWhole(line, part.texts, 'new-task-lines');
  return keepLine(group, `new/${part.data('parent')}`, line);
}
