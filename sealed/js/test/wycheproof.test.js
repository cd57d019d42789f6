// The vectors of Wycheproof (../../vectors/wycheproof/README.md), through what the formats use of each primitive.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 as library } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { openWith, sealWith } from '../src/aead.js';
import { expander, mac } from '../src/frame.js';
import * as S from '../src/index.js';
import { byLibrary } from '../src/ladder.js';
import { byBrowser, sharedSecret } from '../src/shared_secret.js';

const b = S.fromHex;

/** @typedef {Record<string, string> & { tcId: number, flags: string[], size: number, tagSize: number }} Vector bytes are hexadecimal */

/**
 * @param {string} name
 * @returns {Vector[]}
 */
const vectors = (name) => JSON.parse(readFileSync(new URL(`../../vectors/wycheproof/${name}.json`, import.meta.url), 'utf8')).tests;

/** The result of an act, or that it is refused. @param {() => Uint8Array} act */
function result(act) {
  try {
    return S.toHex(act());
  } catch {
    return 'refused';
  }
}

/** The same of what answers later. @param {Promise<Uint8Array>} given */
const later = (given) => given.then(S.toHex, () => 'refused');

/** A browser without X25519. */
const none = async () => Promise.reject(new Error('none'));

test('Ed25519: what is valid counts and nothing else, also where the browser verified it ahead', async () => {
  for (const { tcId, pk = '', msg = '', sig = '', result: said } of vectors('ed25519')) {
    const [key, message, signature] = [b(pk), b(msg), b(sig)];
    assert.equal(S.verifyRaw(key, message, signature), said === 'valid', `${tcId}`);
    const native = await webcrypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    if (await webcrypto.subtle.verify('Ed25519', native, signature, message)) S.noteGood(key, message, signature);
    assert.equal(S.verifyRaw(key, message, signature), said === 'valid', `${tcId} after it was noted`);
  }
});

test('X25519: the shared secret, and none with a point of small order', async () => {
  let refused = 0;
  for (const { tcId, flags, public: point = '', private: secret = '', shared } of vectors('x25519')) {
    const isNone = flags.includes('ZeroSharedSecret');
    // As in a browser with X25519, which Node.js has, too, and in one without; and each of the two alone.
    const wanted = isNone ? 'refused' : shared;
    for (const first of [byBrowser, none]) assert.equal(await later(sharedSecret(b(secret), b(point), first)), wanted, `${tcId}`);
    for (const alone of [byBrowser, byLibrary]) assert.equal(await later(alone(b(secret), b(point))), wanted, `${tcId}`);
    assert.deepEqual(S.x25519Public(b(secret)), library.getPublicKey(b(secret)), `${tcId}`);
    assert.equal(S.isSealable(b(point)), !isNone, `${tcId}`);
    const seal = async () => S.hpkeSeal(b(point), b(''), b(''), b('00'), () => b(secret));
    if (isNone) await assert.rejects(seal, { name: 'SealedError', reason: 'does-not-open' }, `${tcId}`);
    else await seal();
    refused += Number(isNone);
  }
  assert.ok(refused > 20);
});

test('ChaCha20-Poly1305, which HPKE seals with', () => {
  for (const { tcId, key = '', iv = '', aad = '', msg = '', ct = '', tag = '', result: said } of vectors('chacha20_poly1305')) {
    const cipher = () => chacha20poly1305(b(key), b(iv), b(aad));
    assert.equal(result(() => cipher().decrypt(b(ct + tag))), said === 'valid' ? msg : 'refused', `${tcId}`);
    if (said === 'valid') assert.equal(S.toHex(cipher().encrypt(b(msg))), ct + tag, `${tcId}`);
  }
});

test('XChaCha20-Poly1305, which all else is sealed with', () => {
  for (const { tcId, key = '', iv = '', aad = '', msg = '', ct = '', tag = '', result: said } of vectors('xchacha20_poly1305')) {
    assert.equal(result(() => openWith(b(key), b(iv), b(aad), b(ct + tag))), said === 'valid' ? msg : 'refused', `${tcId}`);
    if (said === 'valid') assert.equal(S.toHex(sealWith(b(key), b(iv), b(aad), b(msg))), ct + tag, `${tcId}`);
  }
});

test('HKDF-SHA-256: its first block, which is all that is used', () => {
  const whole = vectors('hkdf_sha256').filter(({ result: said }) => said === 'valid');
  for (const { tcId, ikm = '', salt = '', info = '', size, okm = '' } of whole) {
    const made = S.toHex(expander(new Uint8Array(hmac(sha256, b(salt), b(ikm))))(b(info)));
    assert.equal(made.slice(0, 2 * size), okm.slice(0, 64), `${tcId}`);
  }
});

test('HMAC-SHA-256', () => {
  for (const { tcId, key = '', msg = '', tag, tagSize, result: said } of vectors('hmac_sha256')) {
    const made = key.length === 64 ? mac(b(key), b(msg)) : new Uint8Array(hmac(sha256, b(key), b(msg)));
    assert.equal(S.toHex(made.slice(0, tagSize / 8)) === tag, said === 'valid', `${tcId}`);
  }
});
