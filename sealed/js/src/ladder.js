// Shared secret of X25519 (RFC 7748), by the ladder of the library: for browsers without one of their own.

import { montgomery } from '@noble/curves/abstract/montgomery.js';

import { PRIME, inverted, scalarOf } from './x25519.js';

const { getSharedSecret } = montgomery({ P: PRIME, type: 'x25519', powPminus2: inverted, adjustScalarBytes: scalarOf });

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} other
 */
export const byLibrary = async (secret, other) => getSharedSecret(secret, other);
