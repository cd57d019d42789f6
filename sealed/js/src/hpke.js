// RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, one message for each key.

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { ascii, cat, isZero, sized } from './bytes.js';
import { SealedError } from './error.js';
import { expander } from './frame.js';
import { u16, u8 } from './writer.js';
import { x25519 } from './x25519.js';

/** @import { Random } from './bytes.js' */

const VERSION = ascii('HPKE-v1');
const KEM = cat(ascii('KEM'), u16(0x20));
const SUITE = cat(ascii('HPKE'), u16(0x20), u16(1), u16(3));
const EMPTY = new Uint8Array(0);
/** Bytes that a ciphertext has more than its text. */
export const HPKE_OVERHEAD = 16;

/** @param {Uint8Array} secret */
export const x25519Public = (secret) => new Uint8Array(x25519.getPublicKey(sized(secret, 32)));

/**
 * @param {Uint8Array} suite
 * @param {Uint8Array} salt
 * @param {string} label
 * @param {Uint8Array} key
 */
const extractLabeled = (suite, salt, label, key) => hmac(sha256, salt, cat(VERSION, suite, ascii(label), key));

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
 * Whether something can be sealed to a key. With one of small order every secret is shared with everybody.
 * @param {Uint8Array} key
 */
export function isSealable(key) {
  try {
    // Any secret will do: it is a multiple of eight, so that small orders vanish, and only they.
    return !isZero(x25519.getSharedSecret(new Uint8Array(32).fill(1), sized(key, 32)));
  } catch {
    return false;
  }
}

/**
 * What both sides have in common.
 * @param {Uint8Array} secret
 * @param {Uint8Array} other
 */
function shared(secret, other) {
  try {
    return x25519.getSharedSecret(sized(secret, 32), sized(other, 32));
  } catch (error) {
    if (error instanceof SealedError) throw error;
    // A key of small order would give the same secret to everybody.
    throw new SealedError('does-not-open', 'a key of small order');
  }
}

/**
 * The key and the nonce of the one message.
 * @param {Uint8Array} common
 * @param {Uint8Array} both the two public keys, the short-lived one first
 * @param {Uint8Array} info
 */
function schedule(common, both, info) {
  const kem = expandLabeled(KEM, extractLabeled(KEM, EMPTY, 'eae_prk', common), 'shared_secret', both, 32);
  const ids = [extractLabeled(SUITE, EMPTY, 'psk_id_hash', EMPTY), extractLabeled(SUITE, EMPTY, 'info_hash', info)];
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
export function hpkeSeal(to, info, aad, text, random) {
  const secret = sized(random(32), 32);
  const enc = x25519Public(secret);
  const { key, nonce } = schedule(shared(secret, to), cat(enc, to), info);
  return { enc, ct: new Uint8Array(chacha20poly1305(key, nonce, aad).encrypt(text)) };
}

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} enc
 * @param {Uint8Array} info
 * @param {Uint8Array} aad
 * @param {Uint8Array} ct
 */
export function hpkeOpen(secret, enc, info, aad, ct) {
  if (ct.length < HPKE_OVERHEAD) throw new SealedError('does-not-open', 'shorter than an empty text');
  const { key, nonce } = schedule(shared(secret, enc), cat(enc, x25519Public(secret)), info);
  try {
    return new Uint8Array(chacha20poly1305(key, nonce, aad).decrypt(ct));
  } catch {
    throw new SealedError('does-not-open');
  }
}
