// Shared secret of X25519 (RFC 7748): by the browser itself where it can, and otherwise by the library.

import { cat, fromHex, sized } from './bytes.js';
import { need } from './error.js';
import { byLibrary } from './ladder.js';
import { canonical, isSealable } from './x25519.js';

/** Bytes before a secret key in PKCS #8 (RFC 8410), which is how a browser takes it. */
const PKCS8 = fromHex('302e020100300506032b656e04220420');
const ALGORITHM = 'X25519';

/**
 * By the browser. It fails where there is no X25519, and on plain http.
 * @param {Uint8Array} secret
 * @param {Uint8Array} other
 */
export async function byBrowser(secret, other) {
  const { subtle } = crypto;
  const [mine, theirs] = await Promise.all([
    subtle.importKey('pkcs8', cat(PKCS8, secret), ALGORITHM, false, ['deriveBits']),
    subtle.importKey('raw', canonical(other), ALGORITHM, false, []),
  ]);
  return new Uint8Array(await subtle.deriveBits({ name: ALGORITHM, public: theirs }, mine, 256));
}

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} other
 * @param {(secret: Uint8Array, other: Uint8Array) => Promise<Uint8Array>} [first] tests take the library alone
 */
export async function sharedSecret(secret, other, first = byBrowser) {
  // A key of small order would give the same secret to everybody.
  need(isSealable(sized(other, 32)), 'does-not-open', 'a key of small order');
  // The library computes it where a browser does not, or has no name for it.
  const found = await first(sized(secret, 32), other).catch(() => undefined);
  return found ?? byLibrary(secret, other);
}
