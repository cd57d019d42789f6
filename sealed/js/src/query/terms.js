// The terms of a query: their keys and words, the forms of names, and how each is written. What is written reads as the same again.

import { AGO, DAY_WORDS, NO_DATE, dueText } from './days.js';
import { folded, isBlank, isQuotationMark, isSeen, isWord, lengthOf, narrow, oneLine } from './letters.js';
import { phraseOf } from './words.js';

/** @import { Due } from './days.js' */

/** @typedef {'me' | { name: string, host: string }} Person `host`: nothing for somebody of this server */
/** @typedef {'open' | 'done' | 'free' | 'blocked' | 'later' | 'delegated' | 'overdue'} Is */
/**
 * @typedef {{ kind: 'words', words: string }
 *   | { kind: 'has', who: Person | undefined }
 *   | { kind: 'is', is: string } | { kind: 'status', phase: string } | { kind: 'skill', skill: string, isArea: boolean }
 *   | { kind: 'due', due: Due } | { kind: 'size', size: string } | { kind: 'urgency', urgency: string }
 *   | { kind: 'by', who: Person } | { kind: 'review', who: Person } | { kind: 'watch' } | { kind: 'in', slug: string }
 *   | { kind: 'task', number: string } | { kind: 'parent', number: string } | { kind: 'depends', number: string }
 *   | { kind: 'from', host: string }} Term
 */
/** @typedef {{ not: boolean, term: Term }} Part one term, or its opposite */
/** @typedef {{ by: string, isReversed: boolean }} Sort */
/** @typedef {{ parts: Part[], sort: Sort | undefined }} Query every part has to hold */

export const ME = 'me';
export const NOBODY = '-';
/** All skills of an area, behind its colon. */
export const ANY = '*';

export const KEYS = ['is', 'status', 'skill', 'due', 'size', 'urgency', 'by', 'review', 'watch', 'in', 'parent', 'depends', 'from', 'sort'];

/** The words that may stand behind a key, where it knows few. @type {Record<string, string[]>} */
export const WORDS = {
  is: ['open', 'done', 'free', 'blocked', 'later', 'delegated', 'overdue'],
  status: ['new', 'help_wanted', 'started', 'in_progress', 'blocked', 'ready_for_review', 'in_review', 'done', 'dropped'],
  size: ['xs', 's', 'none', 'm', 'l'],
  urgency: ['normal', 'urgent'],
  watch: [ME],
  sort: ['due', 'new', 'updated', 'urgency', 'size', 'order'],
  due: [...DAY_WORDS, NO_DATE],
};

/** The most characters of a phrase. */
export const MOST_OF_PHRASE = 200;
const MOST_OF_SKILL = 64;
const MOST_OF_HANDLE = 64;
const MOST_OF_HOST = 253 + 6;

/** @param {string} typed in whatever case; `s` is `status` */
export function keyOf(typed) {
  const key = typed.replace(/[A-Z]/g, (one) => one.toLowerCase());
  return key === 's' ? 'status' : KEYS.find((one) => one === key);
}

/**
 * @param {string} text
 * @returns {Term | undefined}
 */
export function wordsTerm(text) {
  const words = oneLine(text);
  return lengthOf(words) <= MOST_OF_PHRASE && phraseOf(words) ? { kind: 'words', words } : undefined;
}

// Names

/** Words of addresses, and words that a stranger would take for the server itself. */
const RESERVED =
  'about account actor admin administrator ap api assets blob demo files help home host inbox incoming instance join login logout me ' +
  'members moderator new nodeinfo offers operator outbox pursuance pursuances root search security settings setup signin signout signup ' +
  'static support system tags task tasks www';

/** The form under which names are unique. @param {string} name */
const foldName = (name) => name.replace(/[-_.]/g, '').replace(/0/g, 'o').replace(/[1i]/g, 'l');
const KEPT = new Set(RESERVED.split(' ').map(foldName));

/** The name of an account or a pursuance. @param {string} text */
export function nameOf(text) {
  const name = text.trim();
  return /^[a-z][a-z0-9_-]{0,28}[a-z0-9]$/.test(name) && !KEPT.has(foldName(name)) ? name : undefined;
}

/** A host in small letters, with its port where it has one. @param {string} text */
export function hostOf(text) {
  const host = text.replace(/[A-Z]/g, (one) => one.toLowerCase());
  const [, name = '', port] = /^([^:]*)(?::(.*))?$/su.exec(host) ?? [];
  const isLabel = (/** @type {string} */ label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label);
  const isPort = port === undefined || (/^[0-9]{1,5}$/.test(port) && Number(port) < 65_536);
  return host.length <= MOST_OF_HOST && name.split('.').every(isLabel) && isPort ? host : undefined;
}

/**
 * `name` of somebody here, `name@host` of somebody elsewhere.
 * @param {string} text
 * @returns {Exclude<Person, 'me'> | undefined}
 */
export function handleOf(text) {
  const at = text.indexOf('@');
  if (at < 0) return nameOf(text) === text ? { name: text, host: '' } : undefined;
  const [name, host] = [text.slice(0, at), hostOf(text.slice(at + 1))];
  const isName = [...name].every((one) => isWord(one) || '_.-'.includes(one)) && lengthOf(name) >= 1 && lengthOf(name) <= MOST_OF_HANDLE;
  return isName && host !== undefined ? { name, host } : undefined;
}

/** `Area:Detail`. @param {string} text */
export function skillOf(text) {
  const line = oneLine(text);
  const at = line.indexOf(':');
  const [area, detail] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
  const skill = `${area}:${detail}`;
  const isOne = at >= 0 && isSeen(area) && isSeen(detail) && !detail.includes(':') && !line.includes(',');
  return isOne && lengthOf(skill) <= MOST_OF_SKILL ? skill : undefined;
}

/** All skills of an area; nothing where no skill can have it. @param {string} area */
export const areaOf = (area) => skillOf(`${area}:x`)?.split(':')[0];

/** @param {string} skill */
export const skillKey = (skill) => folded(skill);

// Writing

/** A text in quotes. @param {string} text */
export const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** @param {string} text */
const valueText = (text) => ([...text].some((one) => isBlank(one) || isQuotationMark(one)) ? quoted(text) : text);

/** Whether words read as themselves without quotes. `ago` would belong to a date before it. @param {string} words */
function isPlain(words) {
  const letters = [...words];
  const isOne = !letters.some((one) => isBlank(one) || isQuotationMark(one) || narrow(one) === ':');
  return isOne && !'!@#'.includes(narrow(letters[0] ?? ' ')) && words.toLowerCase() !== AGO;
}

/** @param {Person} who */
export const personText = (who) => (who === ME ? ME : who.host === '' ? who.name : `${who.name}@${who.host}`);

/** @param {Term} term */
export function termText(term) {
  switch (term.kind) {
    case 'words':
      return isPlain(term.words) ? term.words : quoted(term.words);
    case 'has':
      return `@${term.who ? personText(term.who) : NOBODY}`;
    case 'is':
      return `is:${term.is}`;
    case 'status':
      return `status:${term.phase}`;
    case 'skill':
      return `skill:${valueText(term.isArea ? `${term.skill}:${ANY}` : term.skill)}`;
    case 'due':
      return `due:${dueText(term.due)}`;
    case 'size':
      return `size:${term.size}`;
    case 'urgency':
      return `urgency:${term.urgency}`;
    case 'by':
    case 'review':
      return `${term.kind}:${personText(term.who)}`;
    case 'watch':
      return `watch:${ME}`;
    case 'in':
      return `in:${term.slug}`;
    case 'task':
      return `#${term.number}`;
    case 'parent':
    case 'depends':
      return `${term.kind}:#${term.number}`;
    case 'from':
      return `from:${term.host}`;
  }
}

/** @param {Sort} sort */
export const sortText = ({ by, isReversed }) => `sort:${isReversed ? '-' : ''}${by}`;

/** @param {Query} query */
export function queryText({ parts, sort }) {
  const texts = parts.map(({ not, term }) => (not ? '!' : '') + termText(term));
  return [...texts, ...(sort ? [sortText(sort)] : [])].join(' ');
}
