// Argon2id in its worker, whose answer alone may run WebAssembly.

import { workerArgon2 } from '../argon2/client.js';

/** The one script that a page may start besides its own. */
const WORKER = '/static/sealed/argon2.js';

/** @typedef {{ createScriptURL: (text: string) => string }} Policy what `new Worker` takes where Trusted Types are required */
/** @typedef {{ createPolicy: (name: string, rules: Policy) => Policy }} Policies */

/** @type {Policy | undefined} */
let policy;

/** @param {string} text */
function createScriptURL(text) {
  if (text !== WORKER) throw new TypeError('another script');
  return text;
}

/** The address of the worker, through the one policy `pv`, which makes nothing else. */
function address() {
  const { trustedTypes } = /** @type {{ trustedTypes?: Policies }} */ (globalThis);
  policy ??= trustedTypes?.createPolicy('pv', { createScriptURL }) ?? { createScriptURL };
  return policy.createScriptURL(WORKER);
}

/** @param {(done: number) => void} progress from 0 to 1, only where it takes long */
export const argon2InWorker = (progress) => workerArgon2(() => new Worker(address()), progress);
