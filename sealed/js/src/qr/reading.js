// The text of a code in what a camera sees.

import { decodeQR } from 'qr/decode.js';

/** @typedef {{ width: number, height: number, data: Uint8ClampedArray }} Picture four bytes for each point */

/**
 * Nothing where there is no code, or half of one: the next picture may have it.
 * @param {Picture} picture
 */
export function textIn(picture) {
  try {
    return decodeQR(picture);
  } catch {
    return undefined;
  }
}
