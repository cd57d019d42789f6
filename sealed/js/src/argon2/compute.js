// Argon2id as WebAssembly, or slowly without it. It runs in the worker alone.

import hashwasm from 'hash-wasm/dist/argon2.umd.min.js';

import { slowArgon2 } from './slow.js';

/** @import { Parameters } from '../kdf.js' */

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
 */
export async function computeArgon2(password, salt, { m, t, p }, progress) {
  if (!(await isCompiled())) return { hash: slowArgon2(password, salt, { m, t, p }, progress), isSlow: true };
  const costs = { memorySize: m, iterations: t, parallelism: p, hashLength: 32 };
  return { hash: await hashwasm.argon2id({ password, salt, ...costs, outputType: 'binary' }), isSlow: false };
}
