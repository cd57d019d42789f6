// Argon2id in JavaScript: a second in most browsers, half a minute in one that compiles nothing.

import { argon2id } from '@noble/hashes/argon2.js';

/** @import { Parameters } from '../kdf.js' */

/**
 * @param {Uint8Array} password
 * @param {Uint8Array} salt
 * @param {Parameters} parameters
 * @param {(done: number) => void} [progress] from 0 to 1
 */
export function slowArgon2(password, salt, { m, t, p }, progress = () => undefined) {
  return new Uint8Array(argon2id(password, salt, { m, t, p, dkLen: 32, version: 0x13, onProgress: progress }));
}
