// Messages between a page and its worker for Argon2.

/** @typedef {{ id: number, password: Uint8Array, salt: Uint8Array, parameters: import('../kdf.js').Parameters }} Asked */
/**
 * @typedef {{ id: number, done: number }
 *   | { id: number, hash: Uint8Array, isSlow: boolean }
 *   | { id: number, error: string }} Told
 */

export {};
