// Failures while a page does something, by the key of the text that the page has for each.

import { SealedError } from '../error.js';

/** @typedef {{ field?: string, seconds?: number, records?: Uint8Array[] }} More */

export class Trouble extends Error {
  /**
   * @param {string} key of a text of the page
   * @param {More} [more] the field that it is about, how long one has to wait, and what is newer
   */
  constructor(key, { field = '', seconds = 0, records = [] } = {}) {
    super(key);
    this.name = 'Trouble';
    this.key = key;
    this.field = field;
    this.seconds = seconds;
    this.records = records;
  }
}

/**
 * Goes on only where something holds.
 * @param {boolean} holds
 * @param {string} key
 * @param {More} [more]
 * @returns {asserts holds}
 */
export function needThat(holds, key, more) {
  if (!holds) throw new Trouble(key, more);
}

/** Reasons of the formats for which pages have words; all others are a fault of a program. @type {Record<string, string>} */
const WORDS = {
  'weak-passphrase': 'too-short',
  'weak-parameters': 'weak-parameters',
  'bad-code': 'bad-code',
};

/**
 * Any error as one that a page has words for.
 * @param {unknown} error
 */
export function toTrouble(error) {
  if (error instanceof Trouble) return error;
  return new Trouble((error instanceof SealedError && WORDS[error.reason]) || 'failed');
}

/**
 * Does something whose every failure has one meaning for people.
 * @template T
 * @param {string} key
 * @param {() => T} act
 */
export function orElse(key, act) {
  try {
    return act();
  } catch (error) {
    if (error instanceof SealedError) throw new Trouble(key);
    throw error;
  }
}
