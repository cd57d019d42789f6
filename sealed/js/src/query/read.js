// One piece of a text: a term, its opposite, or the order of the list.

import { AGO, DAY_WORDS, NO_DATE, asTyped, unitOf, whenMeant, whenOf } from './days.js';
import { isBlank, isLetter, isWord, lengthOf, narrowed, oneLine, trimmed } from './letters.js';
import { nearest } from './nearest.js';
import { Scan } from './scan.js';
import {
  ANY,
  KEYS,
  ME,
  MOST_OF_PHRASE,
  NOBODY,
  WORDS,
  areaOf,
  handleOf,
  hostOf,
  keyOf,
  nameOf,
  personText,
  skillOf,
  sortText,
  termText,
  wordsTerm,
} from './terms.js';

/** @import { Due } from './days.js' */
/** @import { Part, Person, Sort, Term } from './terms.js' */

/** @typedef {{ part: Part } | { sort: Sort }} Piece */
/** @typedef {Record<string, string | number>} Said what stands in the sentence about a fault */

/** A piece that is not understood; `fault` is the key of the sentence about it. */
export class Slip extends Error {
  /**
   * @param {string} fault
   * @param {Said} said
   * @param {string} [near] a piece that was perhaps meant; whether it reads is still to be seen
   * @param {boolean} [mayBeWords]
   */
  constructor(fault, said, near, mayBeWords = false) {
    super(fault);
    this.fault = fault;
    this.said = said;
    this.near = near;
    this.mayBeWords = mayBeWords;
  }
}

/**
 * Returns the result of a reader of a piece, or its slip.
 * @template T
 * @param {() => T} read
 * @returns {T | Slip}
 */
export function tried(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Slip) return error;
    throw error;
  }
}

/** Reads a piece; the scan is at its beginning, and then behind it. @param {Scan} scan @returns {Piece} */
export function piece(scan) {
  const start = scan.at;
  const read = tried(() => whole(scan));
  if (!(read instanceof Slip)) return read;
  throw read.fault === 'nothing' || read.fault === 'not' ? parted(scan, start, read) : read;
}

/**
 * `is: open`, `! map`: where a sign and what stands behind the blanks are a piece together, that is the faulty one.
 * @param {Scan} scan
 * @param {number} start
 * @param {Slip} slip
 */
function parted(scan, start, { fault, said }) {
  const sign = scan.since(start);
  const behind = scan.copy();
  behind.blanks();
  const together = [...sign, ...behind.rest];
  const ahead = new Scan(together);
  if (tried(() => whole(ahead)) instanceof Slip) return new Slip(fault, said);
  scan.at = behind.at + Math.max(0, ahead.at - lengthOf(sign));
  return new Slip(fault, said, together.slice(0, ahead.at).join(''));
}

/**
 * A piece that has no blank behind its sign.
 * @param {Scan} scan
 * @returns {Piece}
 */
function whole(scan) {
  let not = false;
  while (scan.eat('!')) not = !not;
  if (scan.isEnd) throw new Slip('not', {}, undefined, true);
  const read = tried(() => term(scan));
  if (read instanceof Slip) throw not && read.near !== undefined ? new Slip(read.fault, read.said, `!${read.near}`, read.mayBeWords) : read;
  if ('part' in read) return { part: { ...read.part, not } };
  if (not) throw new Slip('sort-not', {}, sortText({ ...read.sort, isReversed: !read.sort.isReversed }));
  return read;
}

/**
 * @param {Scan} scan
 * @returns {Piece}
 */
function term(scan) {
  const part = (/** @type {Term} */ one) => ({ part: { not: false, term: one } });
  if (scan.isQuote) {
    const { text, isClosed } = scan.quoted();
    return part(phrase(text, isClosed));
  }
  if (scan.eat('@')) return part({ kind: 'has', who: holder(scan) });
  if (scan.eat('#')) {
    const typed = scan.word();
    const read = tried(() => number(typed, (digits) => `#${digits}`, '#'));
    if (read instanceof Slip) throw new Slip(read.fault, read.said, read.near, true);
    return part({ kind: 'task', number: read });
  }
  const typed = scan.key();
  if (typed === undefined) return part(phrase(scan.word(), true));
  const key = keyOf(narrowed(typed));
  if (key === undefined) throw unknownKey(typed, scan);
  if (key === 'due') return part({ kind: 'due', due: due(scan) });
  const text = value(key, scan);
  return key === 'sort' ? { sort: sort(text) } : part(keyed(key, text));
}

/**
 * @param {string} text
 * @param {boolean} isClosed
 * @returns {Term}
 */
function phrase(text, isClosed) {
  if (!isClosed) throw new Slip('quote', {});
  const read = wordsTerm(text);
  if (read) return read;
  const words = oneLine(text);
  if (words === '') throw new Slip('no-words', {});
  if (lengthOf(words) > MOST_OF_PHRASE) throw new Slip('phrase', { most: MOST_OF_PHRASE });
  throw new Slip('letters', { typed: words });
}

/**
 * @param {string} typed
 * @param {Scan} scan
 */
function unknownKey(typed, scan) {
  const plain = [...narrowed(typed)];
  const begin = Math.max(0, plain.findIndex(isLetter));
  const [signs, name] = [plain.slice(0, begin).join(''), plain.slice(begin).join('')];
  const near = keyOf(name) ?? keyOf(nearest(name, KEYS) ?? '');
  const behind = scan.at;
  const ahead = scan.copy();
  if (near === 'due' && !(tried(() => due(ahead)) instanceof Slip)) scan.at = ahead.at;
  else scan.value();
  if (near === undefined) return new Slip('key', { typed: `${typed}:` }, undefined, true);
  // `-` is how others write that something must not be, and brackets hold several of their terms.
  const not = /[-–—−!]/.test(signs) ? '!' : '';
  const text = /[([{]/.test(signs) ? scan.since(behind).replace(/[)\]}）］｝]+$/u, '') : scan.since(behind);
  return new Slip('key', { typed: `${typed}:` }, `${not}${near}:${text}`, true);
}

/** A value, refused where its quotation mark is not closed. @param {Scan} scan */
function closed(scan) {
  const { text, isClosed } = scan.value();
  if (!isClosed) throw new Slip('quote', {});
  return text;
}

/**
 * The value behind a key, which may not be empty.
 * @param {string} key
 * @param {Scan} scan
 */
function value(key, scan) {
  const text = closed(scan);
  if (text.trim() === '') throw new Slip('nothing', { typed: `${key}:` });
  return text;
}

/** @param {string} text */
const phaseWord = (text) => text.replace(/[\p{White_Space}-]/gu, '_');

/**
 * @param {string} key
 * @param {string} text
 * @returns {Term}
 */
function keyed(key, text) {
  switch (key) {
    case 'is':
      return { kind: 'is', is: choice(key, text) };
    case 'status':
      return { kind: 'status', phase: choice(key, phaseWord(text.trim())) };
    case 'size':
      return { kind: 'size', size: choice(key, text) };
    case 'urgency':
      return { kind: 'urgency', urgency: choice(key, text) };
    case 'watch':
      choice(key, text);
      return { kind: 'watch' };
    case 'by':
      return { kind: 'by', who: person(text, 'by:') };
    case 'review':
      return { kind: 'review', who: person(text, 'review:') };
    case 'in':
      return { kind: 'in', slug: slug(text) };
    case 'parent':
    case 'depends':
      return { kind: key, number: number(text, (digits) => `${key}:#${digits}`, `${key}:`) };
    case 'from':
      return { kind: 'from', host: host(text) };
    default:
      return skill(text);
  }
}

/**
 * One of the words that a key knows, in small or capital letters.
 * @param {string} key
 * @param {string} typed
 */
function choice(key, typed) {
  const words = WORDS[key] ?? [];
  const word = asTyped(typed).toLowerCase();
  const read = words.find((one) => one === word);
  if (read !== undefined) return read;
  const said = { typed, key: `${key}:`, words: words.join(', ') };
  const other = key === 'is' || key === 'status' ? elsewhere(word) : undefined;
  if (other) throw new Slip('word', said, termText(other));
  // `small` for `s`.
  const near = nearest(word, words) ?? words.find((one) => one.length === 1 && word.startsWith(one));
  throw new Slip('word', said, near && `${key}:${near}`);
}

/**
 * The term of a word that stands behind another key, or behind none: `status:open`, `is:new`, `is:mine`, `due:overdue`.
 * @param {string} word
 * @returns {Term | undefined}
 */
function elsewhere(word) {
  if (word === ME || word === 'mine') return { kind: 'has', who: ME };
  if (word === 'nobody' || word === 'unassigned') return { kind: 'has', who: undefined };
  if (word === 'late') return { kind: 'is', is: 'overdue' };
  if (WORDS.is?.includes(word)) return { kind: 'is', is: word };
  if (WORDS.status?.includes(phaseWord(word))) return { kind: 'status', phase: phaseWord(word) };
  if (WORDS.urgency?.includes(word)) return { kind: 'urgency', urgency: word };
  const when = DAY_WORDS.includes(word) ? whenOf(word) : undefined;
  return when && { kind: 'due', due: { bound: '', when } };
}

/**
 * The person behind an `@`; nothing for nobody. A quoted text is one piece whatever it contains.
 * @param {Scan} scan
 * @returns {Person | undefined}
 */
function holder(scan) {
  const mayBeWords = !scan.isQuote;
  const typed = mayBeWords ? scan.word() : closed(scan);
  if (narrowed(typed) === NOBODY) return undefined;
  if (typed.trim() === '') throw new Slip('nothing', { typed: '@' }, undefined, true);
  const read = tried(() => person(typed, '@'));
  if (read instanceof Slip) throw new Slip(read.fault, read.said, read.near, mayBeWords);
  return read;
}

/**
 * A name with or without `@`; one of this server in whatever case. What was meant is written behind `key`.
 * @param {string} typed
 * @param {string} key
 * @returns {Person}
 */
function person(typed, key) {
  const read = (/** @type {string} */ name) =>
    name.toLowerCase() === ME ? ME : handleOf(name.includes('@') ? name : name.toLowerCase());
  const name = asTyped(typed).replace(/^@+/, '');
  const who = read(name);
  if (who) return who;
  const near = read(bare(name));
  throw new Slip('name', { typed }, near && key + personText(near));
}

/** A name as it was probably meant: in small letters, without what ends a sentence. @param {string} name */
const bare = (name) => trimmed(name, (one) => !isWord(one)).toLowerCase();

/** @param {string} typed */
function slug(typed) {
  const read = nameOf(narrowed(typed).toLowerCase());
  if (read !== undefined) return read;
  const near = nameOf(bare(typed));
  throw new Slip('name', { typed }, near && `in:${near}`);
}

const MOST_NUMBER = 2n ** 63n - 1n;

/** The number of a task, as digits: it may be larger than what counts exactly. @param {string} digits */
function digitsOf(digits) {
  const is = /^[0-9]+$/.test(digits) && BigInt(digits) > 0n && BigInt(digits) <= MOST_NUMBER;
  return is ? String(BigInt(digits)) : undefined;
}

/**
 * @param {string} typed
 * @param {(digits: string) => string} write
 * @param {string} key
 */
function number(typed, write, key) {
  const digits = asTyped(typed).replace(/^#/, '');
  if (digits === '') throw new Slip('nothing', { typed: key });
  const read = digitsOf(digits);
  if (read !== undefined) return read;
  // `hidden#1` is the first task of another pursuance.
  const isOfAnother = digits.includes('#') && [...digits.slice(0, digits.indexOf('#'))].some(isWord);
  const near = isOfAnother ? undefined : digitsOf(trimmed(digits, (one) => !/^[0-9]$/.test(one)));
  throw new Slip('number', { typed }, near && write(near));
}

/** @param {string} typed */
function host(typed) {
  const text = asTyped(typed);
  const read = hostOf(text);
  if (read !== undefined) return read;
  const behind = text.slice(text.includes('://') ? text.lastIndexOf('://') + 3 : 0);
  const name = (behind.split('/')[0] ?? '').split('@').at(-1) ?? '';
  const near = hostOf(name);
  throw new Slip('host', { typed: text }, near && `from:${near}`);
}

/**
 * @param {string} typed
 * @returns {Term}
 */
function skill(typed) {
  const one = oneLine(typed);
  const line = one.includes(':') ? one : one.replace('：', ':');
  const at = line.indexOf(':');
  const [area, detail] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  const isArea = detail.trim() === ANY;
  const read = isArea ? areaOf(area) : skillOf(line);
  if (read !== undefined) return { kind: 'skill', skill: read, isArea };
  const near = detail.trim() === '' ? areaOf(area) : undefined;
  throw new Slip('skill', { typed }, near && termText({ kind: 'skill', skill: near, isArea: true }));
}

/**
 * @param {string} typed
 * @returns {Sort}
 */
function sort(typed) {
  const words = WORDS.sort ?? [];
  const word = asTyped(typed).toLowerCase();
  const isReversed = word.startsWith('-');
  const by = isReversed ? word.slice(1) : word;
  if (words.includes(by)) return { by, isReversed };
  // `newest` for `new`.
  const near = nearest(by, words) ?? words.find((one) => by.startsWith(one));
  throw new Slip('word', { typed, key: 'sort:', words: words.join(', ') }, near && sortText({ by: near, isReversed }));
}

/**
 * A date: `<`, `>` or nothing, then a day. An amount goes on behind blanks: `2 months`, `2w ago`.
 * @param {Scan} scan
 * @returns {Due}
 */
function due(scan) {
  const bound = scan.eat('<') ? '<' : scan.eat('>') ? '>' : '';
  if (bound !== '' && scan.isEnd) stepOverBlanksToADay(scan);
  let day = narrowed(closed(scan).trim());
  if (day === '') throw new Slip('nothing', { typed: `due:${bound}` });
  if (/^[0-9]+$/.test(day)) day = take(scan, day, (word) => unitOf(word) !== undefined);
  const ahead = /^[0-9]/.test(day) ? whenOf(day) : undefined;
  if (ahead && 'ahead' in ahead) day = take(scan, day, (word) => word === AGO);
  if (bound === '' && day.toLowerCase() === NO_DATE) return { bound: 'none' };
  const when = whenOf(day);
  if (when) return { bound, when };
  const other = elsewhere(day.toLowerCase());
  if (other) throw new Slip('day', { typed: day }, termText(other));
  // `<=` would be another day.
  const meant = day.startsWith('=') ? undefined : whenMeant(day);
  throw new Slip('day', { typed: day }, meant && `due:${meant === NO_DATE ? '' : bound}${meant}`);
}

/** `due:< 2w`: the day may stand behind a blank, another term may not. @param {Scan} scan */
function stepOverBlanksToADay(scan) {
  const ahead = scan.copy();
  ahead.blanks();
  const behind = ahead.at;
  const word = ahead.word();
  if (/^[0-9]/.test(word) || whenOf(word)) scan.at = behind;
}

/**
 * A text with the next word, if it is wanted.
 * @param {Scan} scan
 * @param {string} text
 * @param {(word: string) => boolean} isWanted
 */
function take(scan, text, isWanted) {
  const ahead = scan.copy();
  ahead.blanks();
  const word = ahead.word().replace(/[A-Z]/g, (one) => one.toLowerCase());
  if (!isWanted(word)) return text;
  scan.at = ahead.at;
  return `${text} ${word}`;
}

/** Whether the text goes on. @param {Scan} scan */
export function isMore(scan) {
  scan.blanks();
  return scan.next !== undefined && !isBlank(scan.next);
}
