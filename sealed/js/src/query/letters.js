// Letters as the query language and the search of words look at them (`domain/src/text`, `domain/src/value`). Places are counted in
// characters, never in half ones.

const BLANK = /^\p{White_Space}$/u;
const LETTER = /^\p{Alphabetic}$/u;
const WORD = /^[\p{Alphabetic}\p{N}]$/u;

/** @param {string | undefined} one */
export const isBlank = (one) => one !== undefined && BLANK.test(one);
/** @param {string | undefined} one */
export const isLetter = (one) => one !== undefined && LETTER.test(one);
/** A letter or a digit. @param {string | undefined} one */
export const isWord = (one) => one !== undefined && WORD.test(one);

/** The marks that words in a row stand between; the last one is that of wide letters. */
const QUOTATION_MARKS = '"“”„«»＂';

/** @param {string | undefined} one */
export const isQuotationMark = (one) => one !== undefined && QUOTATION_MARKS.includes(one);

/**
 * The sign of ASCII that a wide one of Chinese and Japanese keyboards stands for; others are themselves.
 * @param {string} one
 */
export const narrow = (one) => (one >= '\uff01' && one <= '\uff5e' ? String.fromCharCode(one.charCodeAt(0) - 0xfee0) : one);

/** @param {string} text */
export const narrowed = (text) => [...text].map(narrow).join('');

/** How many characters it has. @param {string} text */
export const lengthOf = (text) => [...text].length;

/**
 * Without the characters at both ends for which that holds.
 * @param {string} text
 * @param {(one: string) => boolean} holds
 */
export function trimmed(text, holds) {
  const letters = [...text];
  while (letters.length > 0 && holds(letters[0] ?? '')) letters.shift();
  while (letters.length > 0 && holds(letters.at(-1) ?? '')) letters.pop();
  return letters.join('');
}

/** Letters that nobody sees, except those that shape others. */
const UNSEEN = /(?![\u200c\u200d\ufe0f])[\p{DI}\p{Co}\p{NChar}\ufff9-\ufffc\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/gu;
const ANY_UNSEEN = /[\u2800\p{DI}\p{Co}\p{NChar}\ufff9-\ufffc\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/gu;

/** A text as one line with single blanks. @param {string} text */
export function oneLine(text) {
  const spaced = text.replace(/[\p{Cc}\u2800]/gu, ' ').replace(UNSEEN, '').normalize('NFC');
  return spaced.split(/\p{White_Space}+/u).filter((word) => word !== '').join(' ');
}

/** The form in which skills are compared. @param {string} text */
export const folded = (text) => text.replace(ANY_UNSEEN, '').normalize('NFC').toLowerCase();

/** Whether somebody sees anything of it. @param {string} text */
export const isSeen = (text) => text.replace(ANY_UNSEEN, '').replace(/[\p{White_Space}\p{Cc}]/gu, '') !== '';
