// XChaCha20-Poly1305 with a random nonce, and the padding that hides exact lengths.

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

import { cat, isZero, sized, zeros } from './bytes.js';
import { SealedError, needRead } from './error.js';
import { Reader } from './reader.js';
import { v32 } from './writer.js';

/** @import { Random } from './bytes.js' */

// The cipher of HPKE: from here, where it is there once.
export { chacha20poly1305 } from '@noble/ciphers/chacha.js';

export const NONCE = 24;
/** Bytes that a ciphertext has more than its text. */
export const OVERHEAD = 16;

/**
 * `n24 | ciphertext`
 * @param {Uint8Array} key
 * @param {Uint8Array} aad
 * @param {Uint8Array} text
 * @param {Random} random
 */
export function seal(key, aad, text, random) {
  const nonce = sized(random(NONCE), NONCE);
  return cat(nonce, sealWith(key, nonce, aad, text));
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} aad
 * @param {Uint8Array} sealed `n24 | ciphertext`
 */
export function open(key, aad, sealed) {
  needRead(sealed.length >= NONCE, 'truncated', 'shorter than a nonce');
  return openWith(key, sealed.slice(0, NONCE), aad, sealed.slice(NONCE));
}

/**
 * With a nonce that was chosen: only for pieces of files, which count theirs.
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce
 * @param {Uint8Array} aad
 * @param {Uint8Array} text
 */
export const sealWith = (key, nonce, aad, text) =>
  new Uint8Array(xchacha20poly1305(sized(key, 32), sized(nonce, NONCE), aad).encrypt(text));

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce
 * @param {Uint8Array} aad
 * @param {Uint8Array} ciphertext
 */
export function openWith(key, nonce, aad, ciphertext) {
  if (ciphertext.length < OVERHEAD) throw new SealedError('does-not-open', 'shorter than an empty text');
  const cipher = xchacha20poly1305(sized(key, 32), sized(nonce, NONCE), aad);
  try {
    return new Uint8Array(cipher.decrypt(ciphertext));
  } catch {
    throw new SealedError('does-not-open');
  }
}

const LEAST_PADDED = 32;
const STEP = 1024;

/**
 * The length that a text of these bytes is padded to: 32, 64 … 1024, then multiples of 1024.
 * @param {number} length
 */
export function paddedLength(length) {
  const least = length + 4;
  if (least > STEP) return Math.ceil(least / STEP) * STEP;
  let padded = LEAST_PADDED;
  while (padded < least) padded *= 2;
  return padded;
}

/**
 * Whether padded texts have this length.
 * @param {number} length
 */
export const isPadded = (length) => length >= LEAST_PADDED && paddedLength(length - 4) === length;

/** @param {Uint8Array} text */
export const pad = (text) => cat(v32(text), zeros(paddedLength(text.length) - text.length - 4));

/**
 * The text of any padded length: it need not be the shortest, and all behind the text is zero.
 * @param {Uint8Array} padded
 */
export function unpad(padded) {
  needRead(isPadded(padded.length), 'padding', `${padded.length} bytes`);
  const reader = new Reader(padded);
  const length = reader.u32();
  needRead(length <= reader.left, 'padding', 'another length');
  const text = reader.raw(length);
  needRead(isZero(reader.rest()), 'padding', 'not zero');
  return text;
}
