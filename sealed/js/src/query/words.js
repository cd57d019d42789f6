// The words of a text, and whether a phrase stands in it: as the search of the server does it (`domain/src/text`, RULES §7).

const PART = /^(?:\p{M}|[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff9e\uff9f])$/u;
const WORD = /^[\p{Alphabetic}\p{N}]$/u;
/** Scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Japanese and Chinese. */
const PAIR =
  /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9d\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]$/u;
/** Those of them in which marks may follow a letter. */
const MARKED = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\uaa7f]$/u;
const SYLLABLE = /^[\uac00-\ud7a3]$/u;
/** Marks that people leave out when they type. */
const LEFT_OUT =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670\u180b-\u180d\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;
/** Letters that stand in for one with a stroke, or for two that are written as one. @type {Record<string, string>} */
const PLAIN = { đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ø: 'o', ŧ: 't', æ: 'ae', œ: 'oe' };

/** The most letters to which one letter with its marks may become. */
const LETTER_MOST = 18;
/** The most letters of a word; what two longer ones begin with is the same. */
const TOKEN_MOST = 40;
/** The most words of a phrase; further words are ignored. */
const PHRASE_MOST = 40;

/** @typedef {{ text: string, kind: 'word' | 'pair' | 'last' | 'alone' }} Token */
/** @typedef {{ words: string[], isOpen: boolean }} Phrase words in a row; of the last one the beginning may be enough */

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : undefined;

/**
 * Letters as people see them. A browser that cannot tell keeps marks with the letter before them.
 * @param {string} text
 */
const lettersOf = (text) => (segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : (text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []));

/** @param {string} letter */
function classOf(letter) {
  const points = [...letter];
  const one = points.find((point) => WORD.test(point) && !PART.test(point));
  if (one !== undefined) return PAIR.test(one) ? 'pair' : 'word';
  return points.every((point) => PART.test(point)) ? 'part' : 'gap';
}

/** The form in which a letter with its marks is compared. @param {string} letter */
function fold(letter) {
  if (letter.length === 1 && letter < '\u0080') return letter.toLowerCase();
  const plain = [...letter.normalize('NFKD').replace(LEFT_OUT, '')];
  // `ß` is written `SS` in capitals, and `ς` and `σ` have the same one.
  const small = plain.flatMap((one) => [...one.toUpperCase()]).map((one) => one.toLowerCase());
  const kept = [...small.join('').normalize('NFC')].filter((one) => WORD.test(one) || /\p{M}/u.test(one));
  return kept.slice(0, LETTER_MOST).map((one) => PLAIN[one] ?? one).join('');
}

/**
 * The words of a text, in order. In scripts without spaces each pair of letters that follow one another is one.
 * @param {string} text
 */
export function tokensOf(text) {
  /** @type {Token[]} */
  const tokens = [];
  /** @type {string[]} */
  let run = [];
  let of = 'gap';
  const end = () => {
    const letters = run;
    run = [];
    if (letters.length === 0) return;
    if (of === 'word') {
      const word = [...letters.map(fold).join('')].slice(0, TOKEN_MOST).join('');
      if (word !== '') tokens.push({ text: word, kind: 'word' });
      return;
    }
    const folded = letters.map(fold);
    folded.forEach((one, at) => {
      const next = folded[at + 1];
      if (next === undefined) tokens.push({ text: one, kind: letters.length === 1 ? 'alone' : 'last' });
      else tokens.push({ text: one + next, kind: 'pair' });
    });
  };
  for (const letter of lettersOf(text)) {
    const next = classOf(letter);
    if (next === 'part') {
      if (run.length > 0) run.push((run.pop() ?? '') + letter);
      continue;
    }
    if (next !== of || next === 'gap') end();
    of = next;
    if (next !== 'gap') run.push(letter);
  }
  end();
  return tokens;
}

/** Whether words that begin with it are found, too. @param {Token} token */
function isBeginning({ text, kind }) {
  const [first = ''] = text;
  if (kind === 'word') return [...text].length > 2 || SYLLABLE.test(first);
  return kind === 'pair' ? MARKED.test(first) : true;
}

/**
 * Reads what somebody typed; nothing where it has no letter and no digit.
 * @param {string} text
 * @returns {Phrase | undefined}
 */
export function phraseOf(text) {
  const all = tokensOf(text);
  // The text may go on behind the last letter.
  if (all.at(-1)?.kind === 'last') all.pop();
  const words = all.filter((token) => token.text !== '');
  const kept = words.slice(0, PHRASE_MOST);
  const last = kept.at(-1);
  return last && { words: kept.map((token) => token.text), isOpen: words.length <= PHRASE_MOST && isBeginning(last) };
}

/** Texts are compared as one line of their words, with a blank before and behind each. @param {string[]} words */
const lineOf = (words) => ` ${words.join(' ')} `;

/**
 * How a phrase stands in such a line.
 * @param {Phrase} phrase
 */
export const soughtOf = ({ words, isOpen }) => (isOpen ? lineOf(words).slice(0, -1) : lineOf(words));

/** Signs of ASCII, and letters of Latin, Greek and Cyrillic that are one sign each, and become one or two letters. */
const SIMPLE =
  /^[\0-\x7f\u00a0-\u00ac\u00ae-\u00bb\u00bf-\u013e\u0141-\u0148\u014a-\u02af\u0386-\u03ce\u0400-\u0481\u048a-\u052f\u2010-\u2027]*$/;
const ASCII = /^[\0-\x7f]*$/;
/** Letters and digits among them, in capitals. */
const LETTERS = /[0-9A-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u052f]+/g;

/**
 * The words of a simple text, without cutting it into the letters that people see: most texts are simple.
 * @param {string} text
 */
function simpleWords(text) {
  if (ASCII.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) => word.slice(0, TOKEN_MOST));
  const plain = text.normalize('NFKD').replace(LEFT_OUT, '').toUpperCase();
  return (plain.match(LETTERS) ?? []).map((word) => small(word).slice(0, TOKEN_MOST));
}

/** In small letters, each by itself: a sigma at the end is one like others. @param {string} word */
const small = (word) => word.toLowerCase().replace(/ς/g, 'σ').replace(/[đðħłøŧæœ]/g, (one) => PLAIN[one] ?? one);

/**
 * The words of a text as they are compared.
 * @param {string} text
 */
export const wordsOf = (text) =>
  SIMPLE.test(text) ? simpleWords(text) : text.split(/\p{White_Space}+/u).flatMap((part) => (SIMPLE.test(part) ? simpleWords(part) : cutWords(part)));

/** @param {string} text */
const cutWords = (text) => tokensOf(text).map((token) => token.text);

/** A text as phrases are looked for in it. @param {string} text */
export const sought = (text) => lineOf(wordsOf(text));
