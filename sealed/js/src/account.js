// Keys of an account from its passphrase: one to sign in with, and one that never leaves the device.

import { sized, utf8 } from './bytes.js';
import { SealedError, need } from './error.js';
import { derive, hash } from './frame.js';
import { stretch } from './kdf.js';
import { v16 } from './writer.js';

/** @import { Argon2, Parameters } from './kdf.js' */

/** @typedef {{ realm: string, username: string }} Name whose account, and where */

const USERNAME = /^[a-z0-9_.-]{1,64}$/;
const REALM = /^[a-z0-9._:[\]-]{1,261}$/;

/** @param {Name} name */
export function nameParts({ realm, username }) {
  need(USERNAME.test(username), 'bad-fields', 'username');
  need(REALM.test(realm), 'bad-fields', 'realm');
  return [v16(utf8(realm)), v16(utf8(username))];
}

/**
 * The realm of an address that somebody typed. Another server's salt is never taken for it.
 * @param {string} address
 */
export function realmOf(address) {
  try {
    const { host, protocol } = new URL(address);
    if (protocol === 'https:' || protocol === 'http:') return host;
  } catch {
    // It is refused below.
  }
  throw new SealedError('bad-fields', 'address');
}

/**
 * @param {Name} name
 * @param {Uint8Array} ksalt
 */
export const accountSalt = (name, ksalt) => hash('kdf-salt', ...nameParts(name), sized(ksalt, 16)).slice(0, 16);

/**
 * @param {Name & Parameters & { ksalt: Uint8Array }} account
 * @param {string} passphrase
 * @param {Argon2} argon2
 */
export const masterKey = ({ m, t, p, ksalt, ...name }, passphrase, argon2) =>
  stretch(passphrase, accountSalt(name, ksalt), { m, t, p }, argon2);

/** @param {Uint8Array} master */
export function accountKeys(master) {
  return { authKey: derive(master, 'auth'), wrapKey: derive(master, 'wrap') };
}

/**
 * Verifier that a server keeps of the key to sign in with.
 * @param {Uint8Array} authKey
 */
export const authVerifier = (authKey) => hash('auth-verifier', sized(authKey, 32));
