// A label before what is hashed, signed or encrypted: bytes made for one purpose are never taken for another.

import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { ascii, cat, sized } from './bytes.js';
import { v8 } from './writer.js';

/**
 * `v8(label) | parts`. Each label has one list of parts, and each part a fixed length or its length before it.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const frame = (label, ...parts) => cat(v8(ascii(`pv1/${label}`)), ...parts);

/** @param {Uint8Array} bytes */
export const sha = (bytes) => new Uint8Array(sha256(bytes));

/**
 * SHA-256 of a frame.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const hash = (label, ...parts) => sha(frame(label, ...parts));

/**
 * A key out of a key: HKDF without Extract, since each key here is uniform already.
 * @param {Uint8Array} key
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const derive = (key, label, ...parts) => new Uint8Array(expand(sha256, sized(key, 32), frame(label, ...parts), 32));
