// RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, one message for each key.
//
// Most pages of a private pursuance open no seal: theirs load this file where one does (`page/group/sealing.js`), and so what it gives is
// `async`, and there is nothing else.

import { OVERHEAD, chacha20poly1305 } from './aead.js';
import { ascii, cat, sized, zeros } from './bytes.js';
import { SealedError } from './error.js';
import { expander, mac } from './frame.js';
import { sharedSecret } from './shared_secret.js';
import { u16, u8 } from './writer.js';
import { x25519Public } from './x25519.js';

/** @import { Random } from './bytes.js' */

const VERSION = ascii('HPKE-v1');
const KEM = cat(ascii('KEM'), u16(0x20));
const SUITE = cat(ascii('HPKE'), u16(0x20), u16(1), u16(3));
const EMPTY = zeros(0);
/** An empty salt: HMAC has zeros behind a key that is short. */
const NO_SALT = zeros(32);

/**
 * @param {Uint8Array} suite
 * @param {Uint8Array} salt
 * @param {string} label
 * @param {Uint8Array} key
 */
const extractLabeled = (suite, salt, label, key) => mac(salt, cat(VERSION, suite, ascii(label), key));

/**
 * @param {Uint8Array} suite
 * @param {Uint8Array} key
 * @param {string} label
 * @param {Uint8Array} info
 * @param {number} length
 */
const expandLabeled = (suite, key, label, info, length) =>
  expander(key)(cat(u16(length), VERSION, suite, ascii(label), info)).slice(0, length);

/**
 * The key and the nonce of the one message.
 * @param {Uint8Array} common
 * @param {Uint8Array} both the two public keys, the short-lived one first
 * @param {Uint8Array} info
 */
function schedule(common, both, info) {
  const kem = expandLabeled(KEM, extractLabeled(KEM, NO_SALT, 'eae_prk', common), 'shared_secret', both, 32);
  const ids = [extractLabeled(SUITE, NO_SALT, 'psk_id_hash', EMPTY), extractLabeled(SUITE, NO_SALT, 'info_hash', info)];
  const context = cat(u8(0), ...ids);
  const secret = extractLabeled(SUITE, kem, 'secret', EMPTY);
  return {
    key: expandLabeled(SUITE, secret, 'key', context, 32),
    nonce: expandLabeled(SUITE, secret, 'base_nonce', context, 12),
  };
}

/**
 * @param {Uint8Array} to public key
 * @param {Uint8Array} info
 * @param {Uint8Array} aad
 * @param {Uint8Array} text
 * @param {Random} random
 */
export async function hpkeSeal(to, info, aad, text, random) {
  const secret = sized(random(32), 32);
  const enc = x25519Public(secret);
  const { key, nonce } = schedule(await sharedSecret(secret, to), cat(enc, to), info);
  return { enc, ct: new Uint8Array(chacha20poly1305(key, nonce, aad).encrypt(text)) };
}

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} enc
 * @param {Uint8Array} info
 * @param {Uint8Array} aad
 * @param {Uint8Array} ct
 */
export async function hpkeOpen(secret, enc, info, aad, ct) {
  if (ct.length < OVERHEAD) throw new SealedError('does-not-open', 'shorter than an empty text');
  const { key, nonce } = schedule(await sharedSecret(secret, enc), cat(enc, x25519Public(secret)), info);
  try {
    return new Uint8Array(chacha20poly1305(key, nonce, aad).decrypt(ct));
  } catch {
    throw new SealedError('does-not-open');
  }
}
