// Argon2id as WebAssembly, or slowly without it, which is loaded then. It runs in the worker alone.

import { argon2id } from 'hash-wasm';

/** @import { Parameters } from '../kdf.js' */
/** @typedef {typeof import('./slow.js').slowArgon2} SlowArgon2 */

/**
 * Whether WebAssembly may run here: a browser without it, or a policy without `wasm-unsafe-eval`, takes the slow way.
 */
async function isCompiled() {
  try {
    // The shortest module there is.
    await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Uint8Array} password
 * @param {Uint8Array} salt
 * @param {Parameters} parameters
 * @param {(done: number) => void} progress from 0 to 1, where it takes long
 * @param {() => SlowArgon2} slow loads the slow way
 */
export async function computeArgon2(password, salt, { m, t, p }, progress, slow) {
  if (!(await isCompiled())) return { hash: slow()(password, salt, { m, t, p }, progress), isSlow: true };
  const costs = { memorySize: m, iterations: t, parallelism: p, hashLength: 32 };
  return { hash: await argon2id({ password, salt, ...costs, outputType: 'binary' }), isSlow: false };
}
