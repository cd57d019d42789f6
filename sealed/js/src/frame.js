// A label before what is hashed, signed or encrypted: bytes made for one purpose are never taken for another.

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { ascii, cat, sized } from './bytes.js';
import { v8 } from './writer.js';

/** Labels come again and again, a thousand times a page. @type {Map<string, Uint8Array>} */
const heads = new Map();

/** @param {string} label */
function headOf(label) {
  const head = heads.get(label) ?? v8(ascii(`pv1/${label}`));
  heads.set(label, head);
  return head;
}

/**
 * `v8(label) | parts`. Each label has one list of parts, and each part a fixed length or its length before it.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const frame = (label, ...parts) => cat(headOf(label), ...parts);

/** @param {Uint8Array} bytes */
export const sha = (bytes) => new Uint8Array(sha256(bytes));

/**
 * HMAC-SHA-256.
 * @param {Uint8Array} key
 * @param {Uint8Array} bytes
 */
export const mac = (key, bytes) => new Uint8Array(hmac(sha256, sized(key, 32), bytes));

/**
 * SHA-256 of a frame.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const hash = (label, ...parts) => sha(frame(label, ...parts));

/** Counter byte of HKDF-Expand (RFC 5869) behind the first block, which is the only one here. */
const FIRST = Uint8Array.of(1);

/**
 * HKDF-Expand with SHA-256, for 32 bytes at most: many keys out of one, which is hashed once.
 * @param {Uint8Array} key
 * @returns {(info: Uint8Array) => Uint8Array}
 */
export function expander(key) {
  const keyed = hmac.create(sha256, sized(key, 32));
  // One for all of them: to make it anew each time takes longer than the hashing.
  const work = keyed.clone();
  return (info) => new Uint8Array(keyed._cloneInto(work).update(info).update(FIRST).digest());
}

/**
 * A key out of a key: HKDF without Extract, since each key here is uniform already.
 * @param {Uint8Array} key
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const derive = (key, label, ...parts) => expander(key)(frame(label, ...parts));
