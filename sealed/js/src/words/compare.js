// The words that people compare, by their numbers. A file of its own, since few pages need the list.

import { WORDS } from './bip39.js';

/** @param {number[]} indices of `wordIndices` */
export const toWords = (indices) => indices.map((at) => WORDS[at] ?? '');
