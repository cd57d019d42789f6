// Tests of a query about a task, as a device knows it.

import { dueTest } from './days.js';
import { skillKey } from './terms.js';
import { phraseOf, soughtOf } from './words.js';

/** @import { Part, Person, Query, Term } from './terms.js' */

/**
 * @typedef {object} Facts
 * @property {string} reader their name; nothing without an account
 * @property {string[]} texts as `sought` makes them
 * @property {string} number
 * @property {string} slug
 * @property {string} phase as it is shown
 * @property {boolean} isDelegated
 * @property {boolean} isFree
 * @property {string[]} skills as they are compared
 * @property {number | undefined} due the day
 * @property {string} size
 * @property {string} urgency
 * @property {string} holder a name, or `name@host`; nothing: nobody
 * @property {string} creator
 * @property {string} reviewer
 * @property {boolean} isWatched
 * @property {string} parent
 * @property {string[]} depends
 * @property {string} from
 */

const BLANK = 0x20;

/**
 * A test of tasks by a query: what is the same for all of them is made once.
 * @param {Query} query
 * @param {number} today
 * @returns {(facts: Facts) => boolean}
 */
export function matcher({ parts }, today) {
  // The slowest tests are asked of those tasks alone that are left.
  const isWords = (/** @type {Part} */ { term }) => (term.kind === 'words' ? 1 : 0);
  const tests = [...parts].sort((a, b) => isWords(a) - isWords(b)).map((part) => testOf(part, today));
  return (facts) => {
    for (const test of tests) if (!test(facts)) return false;
    return true;
  };
}

/**
 * @param {Part} part
 * @param {number} today
 * @returns {(facts: Facts) => boolean}
 */
function testOf({ not, term }, today) {
  const test = termTest(term, today);
  return not ? (facts) => !test(facts) : test;
}

/**
 * Whether somebody is the person that is meant.
 * @param {string} somebody
 * @param {Person} meant
 * @param {Facts} facts
 */
function isPerson(somebody, meant, { reader }) {
  const name = meant === 'me' ? reader : meant.host === '' ? meant.name : `${meant.name}@${meant.host}`;
  return name !== '' && somebody === name;
}

/**
 * Whether words stand in a text: both have a blank before each word. The first one is left out of what is looked for, since a search that
 * begins with the most frequent sign of all stops at every word.
 * @param {string} text
 * @param {string} words
 */
function hasWords(text, words) {
  const bare = words.slice(1);
  let at = text.indexOf(bare, 1);
  while (at > 0 && text.charCodeAt(at - 1) !== BLANK) at = text.indexOf(bare, at + 1);
  return at > 0;
}

/**
 * @param {Term} term
 * @param {number} today
 * @returns {(facts: Facts) => boolean}
 */
function termTest(term, today) {
  switch (term.kind) {
    case 'words': {
      const phrase = phraseOf(term.words);
      const words = phrase && soughtOf(phrase);
      return ({ texts }) => words !== undefined && texts.some((text) => hasWords(text, words));
    }
    case 'has': {
      const { who } = term;
      return (facts) => (who ? isPerson(facts.holder, who, facts) : facts.holder === '');
    }
    case 'is':
      return isTest(term.is, today);
    case 'status':
      return ({ phase }) => phase === term.phase;
    case 'skill': {
      const key = skillKey(term.isArea ? `${term.skill}:` : term.skill);
      return ({ skills }) => skills.some((skill) => (term.isArea ? skill.startsWith(key) : skill === key));
    }
    case 'due':
      return dueTest(term.due, today);
    case 'size':
      return ({ size }) => size === term.size;
    case 'urgency':
      return ({ urgency }) => urgency === term.urgency;
    case 'by':
      return (facts) => isPerson(facts.creator, term.who, facts);
    case 'review':
      return (facts) => isPerson(facts.reviewer, term.who, facts);
    case 'watch':
      return ({ isWatched }) => isWatched;
    case 'in':
      return ({ slug }) => slug === term.slug;
    case 'task':
      return ({ number }) => number === term.number;
    case 'parent':
      return ({ parent }) => parent === term.number;
    case 'depends':
      return ({ depends }) => depends.includes(term.number);
    case 'from':
      return ({ from }) => from === term.host;
  }
}

/**
 * @param {string} is
 * @param {number} today
 * @returns {(facts: Facts) => boolean}
 */
function isTest(is, today) {
  switch (is) {
    case 'open':
      return isOpen;
    case 'done':
      return ({ phase }) => phase === 'done';
    case 'free':
      return ({ isFree }) => isFree;
    case 'blocked':
      return ({ phase, holder }) => phase === 'blocked' && holder !== '';
    case 'later':
      return ({ phase, holder }) => phase === 'blocked' && holder === '';
    case 'delegated':
      return ({ isDelegated }) => isDelegated;
    default:
      return (facts) => facts.due !== undefined && facts.due < today && isOpen(facts);
  }
}

/** @param {Facts} facts */
const isOpen = ({ phase }) => phase !== 'done' && phase !== 'dropped';
