// From a passphrase to a key: Argon2id, and within which bounds its parameters may be.

import { utf8 } from './bytes.js';
import { need } from './error.js';

/**
 * @typedef {object} Parameters
 * @property {number} m KiB of memory
 * @property {number} t rounds
 * @property {number} p lanes
 */
/** @typedef {(password: Uint8Array, salt: Uint8Array, parameters: Parameters) => Promise<Uint8Array>} Argon2 32 bytes of Argon2id */

/** @type {Parameters} */
export const DEFAULT_PARAMETERS = { m: 65_536, t: 3, p: 1 };
/** Bounds of the costs that a server may ask for: less is guessed too fast, more would make a device stand still. */
const LEAST = { m: 19_456, t: 2 };
const MOST = { m: 262_144, t: 10 };
export const LEAST_LETTERS = 14;

/**
 * Refuses parameters that a server has no reason to give.
 * @param {Parameters} asked
 * @param {Parameters} [seen] those of before: never less
 */
export function checkParameters(asked, seen) {
  const least = { m: Math.max(LEAST.m, seen?.m ?? 0), t: Math.max(LEAST.t, seen?.t ?? 0) };
  need(asked.m >= least.m && asked.t >= least.t && asked.p === 1, 'weak-parameters');
  need(asked.m <= MOST.m && asked.t <= MOST.t, 'weak-parameters', 'more than a device can do');
}

/**
 * A passphrase as bytes, the same whichever keyboard wrote it. Nothing is trimmed.
 * @param {string} passphrase
 */
export function passphraseBytes(passphrase) {
  const normal = passphrase.normalize('NFKC');
  need([...normal].length >= LEAST_LETTERS, 'weak-passphrase', `fewer than ${LEAST_LETTERS} letters`);
  return utf8(normal);
}

/**
 * @param {string} passphrase
 * @param {Uint8Array} salt
 * @param {Parameters} parameters
 * @param {Argon2} argon2
 */
export async function stretch(passphrase, salt, parameters, argon2) {
  checkParameters(parameters);
  return argon2(passphraseBytes(passphrase), salt, parameters);
}
