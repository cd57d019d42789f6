// The pieces of a text: where words, values and quotes begin and end. Signs are read as keyboards write them.

import { isBlank, isLetter, isQuotationMark, isWord, narrow } from './letters.js';

/** The signs that people put before a key by mistake: `-is:open`, `(is:open)`. */
const BEFORE_KEY = '-–—−+!([{*,;';

/** @typedef {{ text: string, isClosed: boolean }} Value `isClosed`: its quotes have an end */

export class Scan {
  /**
   * @param {string[]} letters
   * @param {number} [at]
   */
  constructor(letters, at = 0) {
    this.letters = letters;
    this.at = at;
  }

  copy() {
    return new Scan(this.letters, this.at);
  }

  get rest() {
    return this.letters.slice(this.at);
  }

  get next() {
    return this.letters[this.at];
  }

  /** Whether a piece ends here. */
  get isEnd() {
    return this.next === undefined || isBlank(this.next);
  }

  get isQuote() {
    return isQuotationMark(this.next);
  }

  /** Steps over the next sign, if it is that one or its wide form. @param {string} wanted */
  eat(wanted) {
    const is = this.next !== undefined && narrow(this.next) === wanted;
    if (is) this.at += 1;
    return is;
  }

  blanks() {
    while (isBlank(this.next)) this.at += 1;
  }

  /** @param {number} start */
  since(start) {
    return this.letters.slice(start, this.at).join('');
  }

  finish() {
    this.at = this.letters.length;
  }

  /** The characters up to the next blank. */
  word() {
    const start = this.at;
    while (!this.isEnd) this.at += 1;
    return this.since(start);
  }

  /**
   * The word before a colon, if it looks like a key, perhaps behind signs that no key has. An address has `//` behind its colon, and is
   * none. The scan is then behind the colon.
   */
  key() {
    const { letters, at } = this;
    let begin = at;
    while (letters[begin] !== undefined && BEFORE_KEY.includes(narrow(letters[begin] ?? ''))) begin += 1;
    let end = begin;
    while (isWord(letters[end]) || (letters[end] !== undefined && '-_'.includes(narrow(letters[end] ?? '')))) end += 1;
    const isKey = isLetter(letters[begin]) && letters[end] !== undefined && narrow(letters[end] ?? '') === ':';
    if (!isKey || (letters[end + 1] === '/' && letters[end + 2] === '/')) return undefined;
    this.at = end + 1;
    return letters.slice(at, end).join('');
  }

  /**
   * A value up to the next blank that is not in quotes. Quotes begin at the beginning or behind a colon; elsewhere a quotation mark stands
   * for itself.
   * @returns {Value}
   */
  value() {
    let [text, isClosed, mayOpen] = ['', true, true];
    while (!this.isEnd) {
      if (mayOpen && this.isQuote) {
        const quoted = this.quoted();
        text += quoted.text;
        isClosed = quoted.isClosed;
        mayOpen = false;
      } else {
        const letter = this.next ?? '';
        mayOpen = narrow(letter) === ':';
        text += letter;
        this.at += 1;
      }
    }
    return { text, isClosed };
  }

  /**
   * The text between two quotation marks: a plain one is closed by a plain one, others by any.
   * @returns {Value}
   */
  quoted() {
    const isPlain = this.next === '"';
    const closes = (/** @type {string | undefined} */ letter) => (isPlain ? letter === '"' : isQuotationMark(letter));
    this.at += 1;
    let text = '';
    for (let letter = this.next; letter !== undefined; letter = this.next) {
      this.at += 1;
      const taken = this.next;
      if (closes(letter)) return { text, isClosed: true };
      if (letter === '\\' && taken !== undefined && (taken === '\\' || closes(taken))) {
        text += taken;
        this.at += 1;
      } else text += letter;
    }
    return { text, isClosed: false };
  }
}
