// X25519 (RFC 7748), on the ladder of the library. Its own `x25519` brings a second Ed25519 along, for the multiples of the base point;
// those are taken here from the one that signs.

import { montgomery } from '@noble/curves/abstract/montgomery.js';
import { Point } from '@noble/ed25519';

const P = 2n ** 255n - 19n;
const ORDER = Point.CURVE().n;

/** @param {bigint} value */
const mod = (value) => ((value % P) + P) % P;

/**
 * The inverse: a power whose exponent everybody knows, so the steps are the same for every value.
 * @param {bigint} value
 */
function powPminus2(value) {
  let power = 1n;
  for (let bit = 254n; bit >= 0n; bit -= 1n) {
    power = (power * power) % P;
    if (((P - 2n) >> bit) & 1n) power = (power * value) % P;
  }
  return power;
}

/**
 * §5: what makes a scalar of 32 bytes.
 * @param {Uint8Array} bytes
 */
function adjustScalarBytes(bytes) {
  bytes.set([(bytes[0] ?? 0) & 248], 0);
  bytes.set([((bytes[31] ?? 0) & 127) | 64], 31);
  return bytes;
}

/**
 * The base point is u = 9, which is (1 + y) / (1 - y) of that of Ed25519 (§4.1).
 * @param {bigint} scalar
 */
function scalarMultBase(scalar) {
  const reduced = scalar % ORDER;
  if (reduced === 0n) return 0n;
  const { Y, Z } = Point.BASE.multiply(reduced);
  return mod(mod(Z + Y) * powPminus2(mod(Z - Y)));
}

export const x25519 = montgomery({ P, type: 'x25519', powPminus2, adjustScalarBytes, scalarMultBase });
