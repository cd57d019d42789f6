// The query language of task lists (RULES §7), read on the device: `domain/src/query` says the same, and both are held to one table of
// cases (`domain/src/query/tests/cases.json`).

import { isBlank, isQuotationMark, lengthOf } from './letters.js';
import { Slip, isMore, piece, tried } from './read.js';
import { Scan } from './scan.js';
import { quoted } from './terms.js';

/** @import { Said } from './read.js' */
/** @import { Query } from './terms.js' */

/**
 * @typedef {object} Bad a text that is no query
 * @property {number} position where the faulty piece begins, in characters
 * @property {number} length of it
 * @property {string | undefined} meant what can stand there instead
 * @property {string | undefined} asWords the piece in quotes, where something else is more probable
 * @property {string} fault the key of what is said
 * @property {Said} said
 */
/** @typedef {{ query: Query, bad: Bad | undefined }} Read with a fault, the query is what is understood all the same */

export const MOST_CHARACTERS = 1_000;
export const MOST_PARTS = 40;
export const MOST_NEGATED = 8;
/** The most words and phrases. */
export const MOST_WORDS = 8;
/** The most corrections of one piece, as in `staus:nwe`, whose first correction is faulty itself. */
const MOST_MENDINGS = 2;

/**
 * @param {string} text
 * @returns {Read}
 */
export const parse = (text) => read(text, MOST_MENDINGS);

/**
 * @param {string} text
 * @param {number} mendings
 * @returns {Read}
 */
function read(text, mendings) {
  const letters = [...text];
  if (letters.length > MOST_CHARACTERS) {
    // The last piece may be cut in two.
    const shown = letters.slice(0, MOST_CHARACTERS + 1);
    const { query } = understand(shown.slice(0, Math.max(0, shown.findLastIndex((one) => isBlank(one)))));
    const where = { position: MOST_CHARACTERS, length: letters.length - MOST_CHARACTERS };
    return { query, bad: { ...where, meant: undefined, asWords: undefined, fault: 'long', said: { most: MOST_CHARACTERS } } };
  }
  const { query, faulty } = understand(letters);
  if (!faulty) return { query, bad: undefined };
  const { start, end, slip } = faulty;
  const typed = letters.slice(start, end).join('');
  const words = slip.mayBeWords ? inQuotes(typed) : undefined;
  const near = good(slip.fault === 'quote' ? closed(typed) : slip.near, mendings);
  const [meant, asWords] = near !== undefined ? [near, words] : [words, undefined];
  return { query, bad: { position: start, length: end - start, meant, asWords, fault: slip.fault, said: slip.said } };
}

/** @param {string[]} letters */
function understand(letters) {
  const scan = new Scan(letters);
  /** @type {Query} */
  const query = { parts: [], sort: undefined };
  let words = 0;
  /** @type {{ start: number, end: number, slip: Slip } | undefined} */
  let faulty;
  while (isMore(scan)) {
    const start = scan.at;
    const slip = tried(() => {
      const one = piece(scan);
      if ('sort' in one) {
        if (query.sort) throw new Slip('sort-twice', {});
        query.sort = one.sort;
        return undefined;
      }
      const isWords = one.part.term.kind === 'words';
      const beyond = (/** @type {string} */ fault, /** @type {number} */ most) => {
        scan.finish();
        return new Slip(fault, { most });
      };
      if (isWords && words === MOST_WORDS) throw beyond('words', MOST_WORDS);
      if (one.part.not && query.parts.filter(({ not }) => not).length >= MOST_NEGATED) throw beyond('negated', MOST_NEGATED);
      if (query.parts.length >= MOST_PARTS) throw beyond('parts', MOST_PARTS);
      words += isWords ? 1 : 0;
      query.parts.push(one.part);
      return undefined;
    });
    if (slip) faulty ??= { start, end: scan.at, slip };
  }
  return { query, faulty };
}

/** A piece with an open quotation mark, closed with plain marks on both sides. @param {string} typed */
function closed(typed) {
  const letters = [...typed];
  const at = letters.findIndex(isQuotationMark);
  if (at >= 0) letters[at] = '"';
  return `${letters.join('')}"`;
}

/** A piece in quotes; its `!` stays before them. @param {string} typed */
function inQuotes(typed) {
  const isNegated = /^[!！]./su.test(typed);
  return good((isNegated ? '!' : '') + quoted(isNegated ? typed.slice(1) : typed), 0);
}

/**
 * The piece if it reads, else its correction.
 * @param {string | undefined} typed
 * @param {number} mendings
 */
function good(typed, mendings) {
  if (typed === undefined) return undefined;
  const length = lengthOf(typed);
  if (mendings === 0) return length <= MOST_CHARACTERS && !understand([...typed]).faulty ? typed : undefined;
  const { bad } = read(typed, mendings - 1);
  if (!bad) return typed;
  return bad.position === 0 && bad.length === length ? bad.meant : undefined;
}

/**
 * The text with what was meant in place of the faulty piece.
 * @param {string} text
 * @param {Bad} bad
 * @param {string} instead
 */
export function mended(text, { position, length }, instead) {
  const letters = [...text];
  return [...letters.slice(0, position), instead, ...letters.slice(position + length)].join('');
}
