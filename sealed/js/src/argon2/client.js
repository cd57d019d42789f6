// Asks the worker for Argon2, so that the page goes on meanwhile.

import { SealedError } from '../error.js';

/** @import { Argon2 } from '../kdf.js' */
/** @import { Asked, Told } from './messages.js' */

/**
 * @param {() => Worker} start makes the worker from its constant address
 * @param {(done: number) => void} [progress] from 0 to 1, only where it takes long
 * @returns {Argon2}
 */
export function workerArgon2(start, progress = () => undefined) {
  return (password, salt, parameters) =>
    new Promise((resolve, reject) => {
      const worker = start();
      /** @param {SealedError} error */
      const fail = (error) => {
        worker.terminate();
        reject(error);
      };
      worker.addEventListener('error', () => fail(new SealedError('no-argon2', 'the worker does not start')));
      worker.addEventListener('message', (/** @type {MessageEvent<Told>} */ { data: told }) => {
        if ('done' in told) {
          progress(told.done);
          return;
        }
        if ('error' in told) {
          fail(new SealedError('no-argon2', told.error));
          return;
        }
        // A worker for one answer: the memory of the passphrase goes with it.
        worker.terminate();
        resolve(told.hash);
      });
      /** @type {Asked} */
      const asked = { id: 1, password, salt, parameters };
      worker.postMessage(asked);
    });
}
