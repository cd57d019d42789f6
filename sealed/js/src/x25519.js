// Checks and public keys of X25519 (RFC 7748). The shared secret is in `shared_secret.js`: most pages need no more than this.
//
// Multiples of the base point are taken from what signs, as the library for curves does it; that one would bring a second Ed25519 along.

import { Point } from '@noble/ed25519';

import { fromHex, sized, toHex } from './bytes.js';

const { p, n: ORDER } = Point.CURVE();
export const PRIME = p;

/** Points of small order, on the curve and on its twin: with them every secret has the same in common, which is nothing. */
const SMALL = new Set([
  0n,
  1n,
  PRIME - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

/** @param {bigint} value */
const mod = (value) => ((value % PRIME) + PRIME) % PRIME;

/** A number from its bytes, the lowest first. @param {Uint8Array} bytes */
const numberOf = (bytes) => BigInt(`0x${toHex(sized(bytes, 32).slice().reverse())}`);

/** @param {bigint} value below the prime */
const bytesOf = (value) => fromHex(value.toString(16).padStart(64, '0')).reverse();

/**
 * The inverse: a power whose exponent everybody knows, so the steps are the same for every value.
 * @param {bigint} value
 */
export function inverted(value) {
  let power = 1n;
  for (let bit = 254n; bit >= 0n; bit -= 1n) {
    power = (power * power) % PRIME;
    if (((PRIME - 2n) >> bit) & 1n) power = (power * value) % PRIME;
  }
  return power;
}

/**
 * §5: what makes a scalar of 32 bytes.
 * @param {Uint8Array} bytes
 */
export function scalarOf(bytes) {
  const scalar = sized(bytes, 32).slice();
  scalar.set([(scalar[0] ?? 0) & 248], 0);
  scalar.set([((scalar[31] ?? 0) & 127) | 64], 31);
  return scalar;
}

/**
 * The public half. The base point is u = 9, which is (1 + y) / (1 - y) of that of Ed25519 (§4.1).
 * @param {Uint8Array} secret
 */
export function x25519Public(secret) {
  // None of these scalars is a multiple of the order.
  const { Y, Z } = Point.BASE.multiply(numberOf(scalarOf(secret)) % ORDER);
  return bytesOf(mod(mod(Z + Y) * inverted(mod(Z - Y))));
}

/** Of a public key the highest bit does not count (§5). @param {Uint8Array} key */
const pointOf = (key) => (numberOf(key) & (2n ** 255n - 1n)) % PRIME;

/** The one way in which a public key is written, of several for some. @param {Uint8Array} key */
export const canonical = (key) => bytesOf(pointOf(key));

/**
 * Whether something can be sealed to a key. With one of small order every secret is shared with everybody.
 * @param {Uint8Array} key
 */
export const isSealable = (key) => key.length === 32 && !SMALL.has(pointOf(key));
