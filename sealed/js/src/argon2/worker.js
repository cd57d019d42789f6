// The worker for Argon2: its own file, so that its own response alone may run WebAssembly.

import { computeArgon2 } from './compute.js';

/** @import { SlowArgon2 } from './compute.js' */
/** @import { Asked, Told } from './messages.js' */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** A file of its own, for the few browsers that compile nothing. @returns {SlowArgon2} */
function slow() {
  importScripts('./argon2_slow.js');
  return /** @type {{ slow: { slowArgon2: SlowArgon2 } }} */ (/** @type {unknown} */ (self)).slow.slowArgon2;
}

/** @param {Told} told */
const tell = (told) => scope.postMessage(told);

scope.addEventListener('message', async (/** @type {MessageEvent<Asked>} */ { data: { id, password, salt, parameters } }) => {
  try {
    const answer = await computeArgon2(password, salt, parameters, (done) => tell({ id, done }), slow);
    tell({ id, ...answer });
  } catch (error) {
    tell({ id, error: String(error) });
  }
});
