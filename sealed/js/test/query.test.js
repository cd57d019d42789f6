// The query language on the device, held to the table of cases of the server's own one (`domain/src/query/tests`).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { dayOf } from '../src/query/days.js';
import { lengthOf } from '../src/query/letters.js';
import { matcher } from '../src/query/matches.js';
import { MOST_CHARACTERS, MOST_NEGATED, MOST_PARTS, MOST_WORDS, mended, parse } from '../src/query/parse.js';
import { KEYS, WORDS, queryText } from '../src/query/terms.js';
import { phraseOf, sought, soughtOf, tokensOf, wordsOf } from '../src/query/words.js';

/** @import { Facts } from '../src/query/matches.js' */

/**
 * @type {{ written: [string, string][], words: string[], faults: [string, string, string | null][], as_words: [string, string | null][],
 *   said: [string, string, string | null][], holds: [string, boolean][], dates: [string, boolean][], days: [string, string, boolean][] }}
 */
const CASES = JSON.parse(readFileSync(new URL('../../../domain/src/query/tests/cases.json', import.meta.url), 'utf8'));

/** @param {string} text */
function good(text) {
  const { query, bad } = parse(text);
  assert.equal(bad, undefined, text);
  return query;
}

/** @param {string} text */
function faulty(text) {
  const { bad } = parse(text);
  assert.ok(bad, text);
  return bad;
}

test('what is written is short and the same', () => {
  for (const [text, again] of CASES.written) {
    assert.deepEqual(good(text), good(again), text);
    assert.equal(queryText(good(text)), queryText(good(again)), text);
  }
  for (const text of CASES.words) assert.deepEqual(good(text).parts, [{ not: false, term: { kind: 'words', words: text } }], text);
});

test('a fault is told where it is with what was meant', () => {
  for (const [text, piece, meant] of CASES.faults) {
    const bad = faulty(text);
    assert.deepEqual([[...text].slice(bad.position, bad.position + bad.length).join(''), bad.meant ?? null], [piece, meant], text);
    if (meant !== null) assert.equal(mended(text, bad, meant), text.replace(piece, () => meant), text);
  }
  for (const [text, words] of CASES.as_words) assert.equal(faulty(text).asWords ?? null, words, text);
  for (const [text, fault, typed] of CASES.said) {
    const bad = faulty(text);
    assert.deepEqual([bad.fault, bad.said.typed ?? null], [fault, typed], text);
  }
});

test('whatever is understood is kept, and a query has bounds', () => {
  const { query, bad } = parse('map is:opne @me staus:new sort:due "open');
  assert.deepEqual([queryText(query), bad?.position, bad?.length], ['map @me sort:due', 4, 7]);
  assert.equal(faulty('ä'.repeat(201)).fault, 'phrase');
  assert.equal(good(Array(MOST_PARTS).fill('@-').join(' ')).parts.length, MOST_PARTS);
  assert.equal(faulty(Array(MOST_PARTS + 2).fill('@-').join(' ')).position, 3 * MOST_PARTS);
  assert.equal(faulty(`${Array(MOST_WORDS).fill('ä').join(' ')} !map is:open`).length, 12);
  assert.equal(faulty(`${Array(MOST_NEGATED).fill('!@-').join(' ')} is:open !is:done @me`).position, 4 * MOST_NEGATED + 8);
  const long = parse('ä'.repeat(MOST_CHARACTERS + 1));
  assert.deepEqual([long.bad?.fault, long.query.parts], ['long', []]);
});

test('every word of a key reads, and is written as itself', () => {
  for (const key of KEYS) {
    for (const word of WORDS[key] ?? []) assert.equal(queryText(good(queryText(good(`${key}:${word}`)))), queryText(good(`${key}:${word}`)));
  }
});

/** A Sunday. */
const NOW = day('2026-11-22');

/** @param {string} text */
function day(text) {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
  return dayOf(year, month, date) ?? 0;
}

/** The task of `domain/src/query/tests/meaning.rs`. @type {Facts} */
const TASK = {
  reader: 'ana',
  texts: ['Map the river bank', 'In ΟΔΥΣΣΕΥΣ, and at the Straße'].map(sought),
  number: '12',
  slug: 'river-watch',
  phase: 'in_progress',
  isDelegated: false,
  isFree: false,
  skills: ['language:french', 'maps:rivers'],
  due: day('2026-12-06'),
  size: 'm',
  urgency: 'urgent',
  holder: 'ana',
  creator: 'mara',
  reviewer: 'iris@hive.example',
  isWatched: true,
  parent: '4',
  depends: ['7', '9'],
  from: 'hive.example',
};

/** @param {string} text @param {Partial<Facts>} [other] */
const finds = (text, other = {}) => matcher(good(text), NOW)({ ...TASK, ...other });

test('a term is true of a task or its opposite', () => {
  for (const [text, holds] of CASES.holds) {
    assert.equal(finds(text), holds, text);
    if (text !== '' && !text.startsWith('sort')) assert.equal(finds(`!${text}`), !holds, `!${text}`);
  }
  assert.ok(finds('map @me !is:blocked') && !finds('map @me is:blocked'));
  assert.ok(!finds('@me', { reader: '' }) && finds('!@me', { reader: '' }) && finds('@-', { reader: '', holder: '' }));
});

test('dates are counted in days from today', () => {
  for (const [text, holds] of CASES.dates) assert.equal(finds(text), holds, text);
  for (const [due, text, holds] of CASES.days) assert.equal(finds(text, { due: day(due) }), holds, `${due} ${text}`);
  for (const text of ['due:<2w', 'due:>2w', 'due:today', 'due:<9999 years', 'due:>9999 years ago', 'is:overdue']) {
    assert.ok(!finds(text, { due: undefined }) && finds(`!${text}`, { due: undefined }), text);
  }
});

test('words are cut and compared as the server does it', () => {
  for (const [text, words] of [
    ['Über den FLUSS, l’été', 'uber den fluss l ete'],
    ['Straße STRASSE ﬁsh', 'strasse strasse fish'],
    ['Ёлка Σοφός ΣΟΦΟΣ', 'елка σοφοσ σοφοσ'],
    ['İstanbul Łódź Øresund Đặng ǾRE', 'istanbul lodz oresund dang ore'],
    ['Æbelø cœur e\u0301t\u00ade\u0301', 'aebelo coeur ete'],
    ['snake_case 3.5 e-mail #12', 'snake case 3 5 e mail 12'],
    ['ri\u2060ver 1\ufe0f\u20e3 m² CO₂ 👩\u200d🌾farm 🇩🇪', 'river 1 m2 co2 farm'],
    ['東京都', '東京 京都 都'],
    ['Rust語', 'rust 語'],
  ]) {
    assert.equal(wordsOf(text ?? '').join(' '), words, text);
    // A simple text is cut in a shorter way.
    assert.equal(tokensOf(text ?? '').map((token) => token.text).join(' '), words, text);
  }
  const is = (/** @type {string} */ typed, /** @type {string} */ text) => {
    const phrase = phraseOf(typed);
    return phrase !== undefined && sought(text).includes(soughtOf(phrase));
  };
  assert.ok(is('京都', '東京都の川') && is('東', '大東京') && is('都の川', '東京都の川') && !is('都東', '東京都の川'));
  assert.ok(is('lingua.example', 'see Lingua.Example/about') && is('e-mail', 'e-mails') && !is('3,14', '3 and 14'));
  assert.equal(phraseOf('→'), undefined);
  assert.equal(lengthOf('ä🐝'), 2);
});
