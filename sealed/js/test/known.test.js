// Known answers of the standards below the formats, and what their libraries alone would let through.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519 as other, x25519 as otherX } from '@noble/curves/ed25519.js';
import * as ed25519 from '@noble/ed25519';

import * as S from '../src/index.js';
import { loadNativeBy, revisionsAhead } from '../src/page/group/native_loader.js';
import * as native from '../src/page/group/native.js';
import { byLibrary } from '../src/ladder.js';
import { byBrowser, sharedSecret } from '../src/shared_secret.js';
import { Group, chance, person } from '../support/group.js';

const b = S.fromHex;
/** X25519 of the browser, which Node.js has, too, and of the library. */
const WAYS = [byBrowser, byLibrary];

test('RFC 8032, 7.1: signatures', () => {
  for (const [seed, key, message, signature] of [
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ]) {
    assert.equal(S.toHex(S.publicKey(b(seed ?? ''))), key);
    assert.equal(S.toHex(S.signRaw(b(seed ?? ''), b(message ?? ''))), signature);
    assert.ok(S.verifyRaw(b(key ?? ''), b(message ?? ''), b(signature ?? '')));
  }
});

test('RFC 7748, 5.2 and 6.1: X25519', async () => {
  const scalar = b('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4');
  const point = b('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c');
  const product = 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552';
  for (const first of WAYS) assert.equal(S.toHex(await sharedSecret(scalar, point, first)), product);
  const alice = b('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
  const bob = b('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
  assert.equal(S.toHex(S.x25519Public(alice)), '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
  const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
  for (const first of WAYS) assert.equal(S.toHex(await sharedSecret(bob, S.x25519Public(alice), first)), shared);
});

test('two libraries compute the same', async () => {
  const random = chance('two libraries');
  for (let at = 0; at < 8; at += 1) {
    const [seed, message, scalar, point] = [random(32), random(at * 40), random(32), otherX.getPublicKey(random(32))];
    const signature = S.signRaw(seed, message);
    assert.deepEqual(S.publicKey(seed), other.getPublicKey(seed));
    assert.deepEqual(signature, other.sign(message, seed));
    assert.ok(S.verifyRaw(S.publicKey(seed), message, signature));
    assert.deepEqual(S.x25519Public(scalar), otherX.getPublicKey(scalar));
    for (const first of WAYS) assert.deepEqual(await sharedSecret(scalar, point, first), otherX.getSharedSecret(scalar, point));
  }
  // All points of small order, and those that are not on the curve but on its twin.
  for (const point of [0n, 1n, 2n ** 255n - 20n, 2n, 3n, 9n].map(littleEndian)) {
    const of = async (/** @type {(secret: Uint8Array, other: Uint8Array) => Promise<Uint8Array> | Uint8Array} */ computes) => {
      try {
        return S.toHex(await computes(random(32).fill(5), point));
      } catch {
        return 'refused';
      }
    };
    for (const first of WAYS) assert.equal(await of((secret, other) => sharedSecret(secret, other, first)), await of(otherX.getSharedSecret));
  }
});

test('RFC 8439, 2.8.2: ChaCha20-Poly1305', () => {
  const key = Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at);
  const text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
  const sealed = chacha20poly1305(key, b('070000004041424344454647'), b('50515253c0c1c2c3c4c5c6c7')).encrypt(S.utf8(text));
  assert.equal(S.toHex(sealed.slice(0, 16)), 'd31a8d34648e60db7b86afbc53ef7ec2');
  assert.equal(S.toHex(sealed.slice(-16)), '1ae10b594f09e26a7e902ecbd0600691');
});

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const MESSAGE = S.utf8('a message');

/** @param {bigint} value */
const littleEndian = (value) => Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));

test('a signature with torsion, which the library accepts, does not count', () => {
  const seed = new Uint8Array(32).fill(7);
  const key = S.publicKey(seed);
  const torsion = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  assert.ok(torsion.isSmallOrder());
  // R + T8, and s for the challenge of that R: the equation times eight holds.
  const { scalar } = other.utils.getExtendedPublicKey(seed);
  const r = 123_456_789n;
  const R = ed25519.Point.BASE.multiply(r).add(torsion).toBytes();
  const k = challenge(R, key, MESSAGE);
  const signature = S.cat(R, littleEndian((r + k * scalar) % L));
  assert.ok(ed25519.verify(signature, MESSAGE, key, { zip215: false }), 'the library has changed its rule');
  assert.equal(S.verifyRaw(key, MESSAGE, signature), false);
});

/**
 * @param {Uint8Array} R
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 */
function challenge(R, key, message) {
  const digest = createHash('sha512').update(R).update(key).update(message).digest();
  return digest.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n) % L;
}

test('keys and points that are not written in the one way, or are of small order, do not count', () => {
  const seed = new Uint8Array(32).fill(9);
  const [key, signature] = [S.publicKey(seed), S.signRaw(seed, MESSAGE)];
  assert.ok(S.verifyRaw(key, MESSAGE, signature));
  const P = 2n ** 255n - 19n;
  const identity = littleEndian(1n);
  const zero = new Uint8Array(32);
  for (const bad of [identity, littleEndian(P + 1n), littleEndian(P - 1n), zero, new Uint8Array(32).fill(255)]) {
    assert.equal(S.verifyRaw(bad, MESSAGE, S.cat(bad, zero)), false);
    assert.equal(S.verifyRaw(bad, MESSAGE, signature), false);
    assert.equal(S.verifyRaw(key, MESSAGE, S.cat(bad, signature.slice(32))), false);
  }
  const s = [...signature.slice(32)].reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  assert.equal(S.verifyRaw(key, MESSAGE, S.cat(signature.slice(0, 32), littleEndian(s + L))), false, 's beyond the order');
  assert.equal(S.verifyRaw(key, MESSAGE, signature.slice(1)), false);
  assert.equal(S.verifyRaw(key.slice(1), MESSAGE, signature), false);
});

test('what the browser verified ahead is not computed again, and nothing else counts for it', async () => {
  loadNativeBy(async () => native);
  const group = await new Group().rotates(person('ana'));
  const { ana } = group;
  const body = { pid: group.pid, otype: 1, unit: new Uint8Array(16), prev: new Uint8Array(32), epoch: 1, gen: 0, time: 1, actor: ana.iid, ...group.head };
  const fields = [{ field: 'rel', rev: 1, hash: new Uint8Array(32) }];
  const signed = Array.from({ length: 6 }, (_, at) => S.signRevision({ ...body, oid: new Uint8Array(16).fill(at), rev: 1, fields }, ana.keys.edSeed));
  const forged = signed.map((bytes) => S.cat(bytes.slice(0, 40), Uint8Array.of((bytes[40] ?? 0) ^ 1), bytes.slice(41)));
  await revisionsAhead(group.state, [...signed.slice(0, 5), ...forged, new Uint8Array(3)]);
  let computed = 0;
  const { sha512 } = ed25519.hashes;
  ed25519.hashes.sha512 = (message) => {
    computed += 1;
    return sha512?.(message) ?? assert.fail();
  };
  const key = S.publicKey(ana.keys.edSeed);
  const holds = (/** @type {Uint8Array} */ bytes) => S.verifyRaw(key, S.frame('rev', bytes.slice(0, -64)), bytes.slice(-64));
  computed = 0;
  assert.ok(signed.slice(0, 5).every(holds));
  assert.equal(computed, 0);
  assert.ok(holds(signed[5] ?? assert.fail()));
  assert.equal(computed, 1);
  assert.ok(!forged.some(holds));
  ed25519.hashes.sha512 = sha512;
  // An R that is written otherwise, or is the zero, counts nowhere, even after it was noted as good.
  for (const R of [littleEndian(2n ** 255n - 18n), littleEndian(1n), littleEndian(2n ** 255n + 1n)]) {
    S.noteGood(key, MESSAGE, S.cat(R, new Uint8Array(32)));
    assert.equal(S.verifyRaw(key, MESSAGE, S.cat(R, new Uint8Array(32))), false);
  }
});

test('a key of small order gets nothing sealed', async () => {
  const random = (/** @type {number} */ length) => new Uint8Array(length).fill(3);
  const act = async () => S.hpkeSeal(new Uint8Array(32), MESSAGE, MESSAGE, MESSAGE, random);
  await assert.rejects(act, { name: 'SealedError', reason: 'does-not-open' });
});

test('the root key of replaced keys is sealed as in sealed/tests/put.rs', () => {
  const of = (/** @type {number} */ byte) => new Uint8Array(32).fill(byte);
  const sealed = S.sealFormer(of(1), of(4), of(2), (length) => new Uint8Array(length).fill(3));
  const known =
    '01010303030303030303030303030303030303030303030303035c08205e3c523b86813286cf358e79f89870d2338f8ff1134fa8a10268d92555af68b15592f1f3c0222c68e255b17982';
  assert.equal(S.toHex(sealed), known);
  assert.deepEqual(S.openFormer(sealed, of(4), of(2)), of(1));
  for (const [bytes, iid, root] of [[sealed, of(5), of(2)], [sealed, of(4), of(1)], [sealed.slice(1), of(4), of(2)]]) {
    assert.throws(() => S.openFormer(bytes ?? of(0), iid ?? of(0), root ?? of(0)), { name: 'SealedError' });
  }
});
