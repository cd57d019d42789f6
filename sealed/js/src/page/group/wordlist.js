// The words that people compare. Their list is loaded where they are shown, and not before.

import { importByHash } from '../hashed_import.js';

/** @typedef {{ toWords: (indices: number[]) => string[] }} Words */

/** Written into the bundle when it is made, as that of the six words is. */
const HASH = typeof COMPARE_HASH === 'string' ? COMPARE_HASH : '';

/** @type {Promise<Words> | undefined} */
let loading;

/** From numbers to words. */
export async function wordsOf() {
  loading ??= importByHash('./words.js', HASH);
  return (await loading).toWords;
}
