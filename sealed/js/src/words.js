// Words and digits that two people compare. (The words themselves: `words/compare.js`.)

import { equal, sized, toCode } from './bytes.js';
import { hash } from './frame.js';
import { list } from './writer.js';

const MARK = 'pvs1';

/** @param {Uint8Array} bytes */
const toInteger = (bytes) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);

/**
 * Which words tell a log (by the hash of its head) or a pursuance (by its id): the first 88 bits, eleven at a time.
 * @param {Uint8Array} x
 */
export function wordIndices(x) {
  const bits = toInteger(sized(x, 32).slice(0, 11));
  return [77n, 66n, 55n, 44n, 33n, 22n, 11n, 0n].map((behind) => Number((bits >> behind) & 0x7ffn));
}

/**
 * The hash that two people compare.
 * @param {Uint8Array} iid
 * @param {Uint8Array} other
 */
export const safetyHash = (iid, other) => hash('safety', list(equal(iid, other) ? [sized(iid, 32)] : [sized(iid, 32), sized(other, 32)]));

/**
 * The same as sixty digits.
 * @param {Uint8Array} iid
 * @param {Uint8Array} other
 */
export const safetyNumber = (iid, other) =>
  (toInteger(safetyHash(iid, other)) % 10n ** 60n).toString().padStart(60, '0');

/**
 * The hash as the text of a picture.
 * @param {Uint8Array} iid
 * @param {Uint8Array} other
 */
export const safetyCode = (iid, other) => toCode(MARK, safetyHash(iid, other));

/**
 * Whether a text is such a code, of whomever.
 * @param {string} text
 */
export const isSafetyCode = (text) => text.startsWith(`${MARK}.`);
