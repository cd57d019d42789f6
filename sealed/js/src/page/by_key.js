// Signing in with the keys of an account in place of its passphrase (docs/sealed.md §3.2).

import { signIn } from '../signin.js';
import { bytesOf } from './doors.js';
import { needThat } from './trouble.js';

/** @import { Keys } from '../identity.js' */
/** @import { Device } from './device.js' */

/**
 * Asks the server for the account with these keys. The answer to the nonce is for the server in the address line alone.
 * @param {Device} device
 * @param {Keys} keys
 */
export async function askByKey(device, keys) {
  const nonce = bytesOf(await device.ask('GET', '/api/v1/session/nonce'), 'nonce');
  needThat(nonce.length === 32, 'failed');
  return device.ask('POST', '/api/v1/session/key', { nonce, answer: signIn(keys, device.realm, nonce) });
}
