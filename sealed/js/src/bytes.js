// Byte strings, and the texts they are written as.

import { SealedError, need, needRead, unreadable } from './error.js';

/** @typedef {(length: number) => Uint8Array} Random gives that many random bytes */

const ENCODER = new TextEncoder();
// A mark of byte order is a part of the text, and stays there.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One after the other.
 * @param {...Uint8Array} parts
 */
export function cat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Which of two stands first: negative, zero or positive.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function compare(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Whether two are the same. Not for secrets: it stops at the first difference.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export const equal = (a, b) => compare(a, b) === 0;

/**
 * Whether all bytes are zero.
 * @param {Uint8Array} bytes
 */
export const isZero = (bytes) => bytes.every((byte) => byte === 0);

/** @param {number} length */
export const zeros = (length) => new Uint8Array(length);

/**
 * Bytes that have a fixed length.
 * @param {Uint8Array} bytes
 * @param {number} length
 */
export function sized(bytes, length) {
  needRead(bytes.length === length, 'length', `${bytes.length} bytes in place of ${length}`);
  return bytes;
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** @param {string} text */
export function fromHex(text) {
  need(/^(?:[0-9a-f]{2})*$/.test(text), 'bad-code', 'no hexadecimal digits');
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (digit(text, 2 * at) << 4) | digit(text, 2 * at + 1);
  return bytes;
}

/**
 * The value of a digit, which stands behind `0` or, less ten, behind `a`.
 * @param {string} text
 * @param {number} at
 */
function digit(text, at) {
  const code = text.charCodeAt(at);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

/**
 * Goes on where a text that people hand on can be read.
 * @param {boolean} holds
 * @param {string} detail
 */
function needCode(holds, detail) {
  if (!holds) throw new SealedError('bad-code', detail, 'unknown-value');
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * The bytes of a text that is written in the one way there is.
 * @param {string} text
 */
export function fromBase64(text) {
  needCode(text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'no base64');
  const letters = atob(text);
  // Only the last four letters can say the same in another way.
  const end = text.slice(-4);
  needCode(btoa(atob(end)) === end, 'bits over in base64');
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/**
 * Base64 for addresses, without padding.
 * @param {Uint8Array} bytes
 */
export const toBase64url = (bytes) => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** Base64 of newer browsers: `strict` refuses bits that are over. @type {((text: string, how: object) => Uint8Array) | undefined} */
const nativeBase64 = Reflect.get(Uint8Array, 'fromBase64');

/** @param {string} text */
export function fromBase64url(text) {
  needCode(text.length % 4 !== 1 && /^[A-Za-z0-9_-]*$/.test(text), 'no base64url');
  const whole = text + '='.repeat((4 - (text.length % 4)) % 4);
  if (!nativeBase64) return fromBase64(whole.replace(/-/g, '+').replace(/_/g, '/'));
  try {
    return nativeBase64(whole, { alphabet: 'base64url', lastChunkHandling: 'strict' });
  } catch {
    throw new SealedError('bad-code', 'bits over in base64', 'unknown-value');
  }
}

/**
 * A text that is some bytes behind a mark of its kind, as `i1.…`.
 * @param {string} mark
 * @param {Uint8Array} bytes
 */
export const toCode = (mark, bytes) => `${mark}.${toBase64url(bytes)}`;

/**
 * @param {string} mark
 * @param {string} text
 */
export function fromCode(mark, text) {
  if (!text.startsWith(`${mark}.`)) throw new SealedError('bad-code', `does not begin with ${mark}.`, 'unknown-version');
  return fromBase64url(text.slice(mark.length + 1));
}

/** @param {string} text */
export function utf8(text) {
  const bytes = ENCODER.encode(text);
  // Half a letter (a lone surrogate) would become another text without a word.
  need(!bytes.includes(0xef) || DECODER.decode(bytes) === text, 'bad-fields', 'half a letter');
  return bytes;
}

/** @param {Uint8Array} bytes */
export function fromUtf8(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw unreadable('not-utf-8');
  }
}

/**
 * A text without what turns the letters beside it, or is no letter (docs/protocol.md §1.5).
 * @param {string} text
 */
export const plain = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, '');

/** @param {string} text */
export const ascii = (text) => ENCODER.encode(text);
