// Signing in with the key of an identity, in place of a passphrase.

import { cat, equal, sized, utf8 } from './bytes.js';
import { need } from './error.js';
import { idOfCard, idOfKeys } from './identity.js';
import { decode } from './reader.js';
import { SIGNATURE, needSignature, sign } from './sign.js';
import { v16 } from './writer.js';

/** @import { Card, Keys } from './identity.js' */

/** @typedef {{ iid: Uint8Array, signature: Uint8Array }} SignIn */

/**
 * @param {string} realm
 * @param {Uint8Array} nonce
 */
const parts = (realm, nonce) => [v16(utf8(realm)), sized(nonce, 32)];

/** @param {SignIn} answer */
export const encodeSignIn = ({ iid, signature }) => cat(sized(iid, 32), sized(signature, SIGNATURE));

/**
 * @param {Uint8Array} bytes
 * @returns {SignIn}
 */
export const decodeSignIn = (bytes) => decode(bytes, (reader) => ({ iid: reader.raw(32), signature: reader.raw(SIGNATURE) }));

/**
 * @param {Keys} keys
 * @param {string} realm
 * @param {Uint8Array} nonce the server's, once
 */
export const signIn = (keys, realm, nonce) =>
  encodeSignIn({ iid: idOfKeys(keys), signature: sign(keys.edSeed, 'signin', ...parts(realm, nonce)) });

/**
 * @param {Card} card
 * @param {string} realm
 * @param {Uint8Array} nonce
 * @param {Uint8Array} bytes
 */
export function needSignIn(card, realm, nonce, bytes) {
  const { iid, signature } = decodeSignIn(bytes);
  need(equal(idOfCard(card), iid), 'bad-author', 'another identity');
  needSignature(signature, card.edKey, 'signin', ...parts(realm, nonce));
}
