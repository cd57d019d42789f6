// Days of a query, relative to today or named. A day is a number: those since the first of January 1970.

import { isBlank, narrowed } from './letters.js';
import { nearest } from './nearest.js';

/** @typedef {'day' | 'week' | 'month' | 'year'} Unit */
/** @typedef {{ count: number, unit: Unit }} Amount */
/** @typedef {{ ahead: Amount } | { ago: Amount } | { weekday: number } | { date: number }} When */
/** @typedef {{ bound: '<' | '>' | '', when: When } | { bound: 'none' }} Due */

const DAY = 86_400_000;
/** The greatest number of days, weeks, months or years. */
const MOST = 9_999;
/** The word for tasks without a date. */
export const NO_DATE = 'none';
/** The word behind an amount that lies in the past. */
export const AGO = 'ago';

/** @type {[name: string, when: When][]} */
const NAMED = [
  ['today', { ahead: { count: 0, unit: 'day' } }],
  ['tomorrow', { ahead: { count: 1, unit: 'day' } }],
  ['yesterday', { ago: { count: 1, unit: 'day' } }],
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** @type {[unit: Unit, words: string[]][]} */
const UNITS = [
  ['day', ['d', 'day', 'days']],
  ['week', ['w', 'week', 'weeks']],
  ['month', ['month', 'months', 'mo', 'm']],
  ['year', ['year', 'years', 'y']],
];

/** The words that name a day by themselves. */
export const DAY_WORDS = [...NAMED.map(([name]) => name), ...WEEKDAYS.map((name) => name.slice(0, 3))];

/**
 * A day of a calendar; nothing where there is none.
 * @param {number} year
 * @param {number} month from 1
 * @param {number} day
 */
export function dayOf(year, month, day) {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isOne = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isOne ? at.getTime() / DAY : undefined;
}

/** The day of a date as it is signed: the same for everybody. @param {number} ms */
export const dayAt = (ms) => Math.floor(ms / DAY);

/** The day where this device is. @param {Date} now */
export const todayOf = (now) => dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()) ?? 0;

/** @param {string} word in small letters */
export const unitOf = (word) => UNITS.find(([, words]) => words.includes(word))?.[0];

/** The number, and the word behind it. @param {string} text */
function halvesOf(text) {
  const [, digits = '', unit = ''] = /^([0-9]*)(.*)$/su.exec(text.trim()) ?? [];
  const count = Number(digits);
  return digits !== '' && count <= MOST ? { count, unit: unit.trimStart() } : undefined;
}

/**
 * `2w`, `2 weeks`.
 * @param {string} text
 * @returns {Amount | undefined}
 */
function amountOf(text) {
  const halves = halvesOf(text);
  const unit = halves && unitOf(halves.unit);
  return unit && { count: halves.count, unit };
}

/** `2026-12-15`. @param {string} text */
function dateOf(text) {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
  const is = year >= '2000' && year < '2200';
  return is ? dayOf(Number(year), Number(month), Number(day)) : undefined;
}

/** In small letters, those of ASCII alone. @param {string} text */
const small = (text) => text.replace(/[A-Z]/g, (one) => one.toLowerCase());

/**
 * Reads a day: `2026-12-15`, `today`, `fri`, `2w`, `2 months ago`.
 * @param {string} typed
 * @returns {When | undefined}
 */
export function whenOf(typed) {
  const text = small(typed.trim());
  const named = NAMED.find(([name]) => name === text);
  if (named) return named[1];
  const weekday = WEEKDAYS.findIndex((name) => name === text || name.slice(0, 3) === text);
  if (weekday >= 0) return { weekday };
  const ahead = amountOf(text);
  if (ahead) return { ahead };
  const before = text.slice(0, -AGO.length);
  if (text.endsWith(AGO) && isBlank(before.at(-1))) {
    const ago = amountOf(before);
    return ago && { ago };
  }
  const date = dateOf(text);
  return date === undefined ? undefined : { date };
}

/** @param {number} day */
const dateText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** @param {Amount} amount */
function amountText({ count, unit }) {
  const plural = count === 1 ? '' : 's';
  return unit === 'day' || unit === 'week' ? `${count}${unit[0]}` : `${count} ${unit}${plural}`;
}

/** @param {When} when */
export function whenText(when) {
  const named = NAMED.find(([, one]) => JSON.stringify(one) === JSON.stringify(when));
  if (named) return named[0];
  if ('ahead' in when) return amountText(when.ahead);
  if ('ago' in when) return `${amountText(when.ago)} ${AGO}`;
  return 'weekday' in when ? (WEEKDAYS[when.weekday] ?? '').slice(0, 3) : dateText(when.date);
}

/** A date in another form with unmistakable parts: `15.12.2026`. @param {string} text */
function dateMeant(text) {
  const parts = text.split(/[./-]/);
  const [first = '', second = '', third = ''] = parts;
  if (parts.length !== 3) return undefined;
  const read = first.length === 4 ? [first, third] : third.length === 4 && text.includes('.') ? [third, first] : undefined;
  const date = read && dateOf(`${read[0]}-${second}-${read[1]}`);
  return date === undefined ? undefined : dateText(date);
}

/** @param {string} text */
function amountMeant(text) {
  let isPast = text.endsWith(AGO);
  let behind = isPast ? text.slice(0, -AGO.length).trimEnd() : text;
  if (behind.startsWith('-')) [behind, isPast] = [behind.slice(1), true];
  else behind = behind.replace(/^\+/, '');
  const halves = halvesOf(behind);
  if (!halves) return undefined;
  const word = halves.unit === '' ? 'd' : nearest(halves.unit, UNITS.flatMap(([, words]) => words));
  const unit = word && unitOf(word);
  if (!unit) return undefined;
  const amount = { count: halves.count, unit };
  return whenText(isPast ? { ago: amount } : { ahead: amount });
}

/** The probable correction of a text that is no day. @param {string} typed */
export function whenMeant(typed) {
  const text = small(typed.trim());
  return amountMeant(text) ?? dateMeant(text) ?? nearest(text, [NO_DATE, ...DAY_WORDS, ...WEEKDAYS]);
}

/**
 * @param {number} day
 * @param {number} months
 */
function plusMonths(day, months) {
  const at = new Date(day * DAY);
  const month = at.getUTCMonth() + months;
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), last)) / DAY;
}

/**
 * @param {number} today
 * @param {Amount} amount
 */
function away(today, { count, unit }) {
  if (unit === 'day') return today + count;
  if (unit === 'week') return today + 7 * count;
  return plusMonths(today, unit === 'month' ? count : 12 * count);
}

/**
 * The day that it is for somebody whose day this is.
 * @param {When} when
 * @param {number} today
 */
export function dayFor(when, today) {
  if ('date' in when) return when.date;
  if ('ahead' in when) return away(today, when.ahead);
  if ('ago' in when) return away(today, { ...when.ago, count: -when.ago.count });
  // The first day of all was a Thursday.
  const weekday = (((today + 3) % 7) + 7) % 7;
  return today + ((when.weekday + 7 - weekday) % 7);
}

/**
 * Which dates are meant.
 * @param {Due} meant
 * @param {number} today
 * @returns {(task: { due: number | undefined }) => boolean}
 */
export function dueTest(meant, today) {
  if (meant.bound === 'none') return ({ due }) => due === undefined;
  const at = dayFor(meant.when, today);
  if (meant.bound === '<') return ({ due }) => due !== undefined && due < at;
  if (meant.bound === '>') return ({ due }) => due !== undefined && due > at;
  return ({ due }) => due === at;
}

/** @param {Due} due */
export const dueText = (due) => (due.bound === 'none' ? NO_DATE : due.bound + whenText(due.when));

/** Signs as keyboards write them. @param {string} text */
export const asTyped = (text) => narrowed(text.trim());
