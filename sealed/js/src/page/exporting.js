// The keys of an account as a file (docs/sealed.md §3.3), with what this device has seen of its private pursuances.

import { fromHex } from '../bytes.js';
import { SealedError } from '../error.js';
import { sealExport, toArmor } from '../export.js';
import { DEFAULT_PARAMETERS, passphraseBytes } from '../kdf.js';
import { openSecrets, ownKey } from './group/epoch_secrets.js';
import { openOwn } from './opening.js';

/** @import { Kept } from '../export.js' */
/** @import { Device } from './device.js' */
/** @import { KeptLog } from './group/group.js' */
/** @import { KeptOwn, Owner } from './group/epoch_secrets.js' */
/** @import { LocalStore } from './group/local_store.js' */

const LOGS = 'log/';

/**
 * Of each pursuance that this identity opened here: how far its log was seen, and the keys.
 * @param {LocalStore} localStore
 * @param {Owner} owner
 * @param {string} baseUrl
 */
async function seenHere(localStore, owner, baseUrl) {
  /** @type {Kept[]} */
  const seen = [];
  for (const { key, value } of await localStore.all(LOGS)) {
    const id = key.slice(LOGS.length);
    const own = /** @type {KeptOwn | undefined} */ (await localStore.get(ownKey(id, owner.iid)));
    const { state } = /** @type {KeptLog} */ (value);
    const headHash = state.hashes[state.next - 1];
    if (!own || !headHash) continue;
    try {
      const secrets = openSecrets(fromHex(id), owner, own.secrets);
      seen.push({ pid: fromHex(id), baseUrl, headSeq: state.next - 1, headHash, secrets });
    } catch (error) {
      // Of another root key: the server has the seals.
      if (!(error instanceof SealedError)) throw error;
    }
  }
  return seen;
}

/**
 * The file as text. The passphrase of the account is asked for again, whatever is open.
 * @param {Device} device
 * @param {LocalStore} localStore
 * @param {string} baseUrl
 * @param {string} username
 * @param {string} passphrase
 * @param {string} ofFile its own passphrase
 */
export async function identityFile(device, localStore, baseUrl, username, passphrase, ofFile) {
  passphraseBytes(ofFile);
  const { opened } = await openOwn(device, username, passphrase);
  const pursuances = await seenHere(localStore, opened, baseUrl);
  const what = { keys: opened.keys, handle: `${username}@${device.realm}`, pursuances };
  return toArmor(await sealExport(what, ofFile, DEFAULT_PARAMETERS, device.argon2, device.random));
}
