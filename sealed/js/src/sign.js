// Ed25519, with the one rule about which signatures count.
//
// The key and R are decoded in the one way there is, are of no small order and free of torsion, and the equation holds. The
// library alone checks the equation times eight: a crafted signature would count here and nowhere else, and split a group.

import * as ed25519 from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

import { cat, sized, toHex } from './bytes.js';
import { need } from './error.js';
import { frame, sha } from './frame.js';

export const SIGNATURE = 64;

// The library has no hash of its own.
ed25519.hashes.sha512 = sha512;

/** @param {Uint8Array} seed */
export const publicKey = (seed) => new Uint8Array(ed25519.getPublicKey(sized(seed, 32)));

/**
 * @param {Uint8Array} seed
 * @param {Uint8Array} message
 */
export const signRaw = (seed, message) => new Uint8Array(ed25519.sign(message, sized(seed, 32)));

/** Verdicts on keys: those of members come again and again. @type {Map<string, boolean>} */
const known = new Map();
const MOST_KNOWN = 1000;

/**
 * Whether a key is sound, asked once.
 * @param {Uint8Array} key
 */
function isSoundKey(key) {
  const id = toHex(key);
  const found = known.get(id) ?? isSound(key);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(id, found);
  return found;
}

/**
 * A point of the curve that may be a key, or an R.
 * @param {Uint8Array} bytes
 */
function isSound(bytes) {
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** Signatures whose equation was computed elsewhere, times one: by the hash of all three parts. @type {Set<string>} */
const good = new Set();
const MOST_GOOD = 50_000;

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
const idOf = (key, message, signature) => toHex(sha(cat(key, signature, message)));

/**
 * Notes that the equation holds, as it stands and not times eight, so that it need not be computed.
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function noteGood(key, message, signature) {
  if (good.size >= MOST_GOOD) good.clear();
  good.add(idOf(key, message, signature));
}

/**
 * Whether an R is written in the one way there is, and is not the zero of the group. Where the key is sound and the equation holds as it
 * stands, R is free of torsion.
 * @param {Uint8Array} bytes 32 of them
 */
function isPlain(bytes) {
  const [low = 0, ...middle] = bytes.slice(0, 31);
  const high = (bytes[31] ?? 0) & 0x7f;
  const isBeyond = high === 0x7f && low >= 0xed && middle.every((byte) => byte === 0xff);
  const isOne = high === 0 && low === 1 && middle.every((byte) => byte === 0);
  return !isBeyond && !isOne;
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function verifyRaw(key, message, signature) {
  if (key.length !== 32 || signature.length !== SIGNATURE || !isSoundKey(key)) return false;
  if (good.size > 0 && isPlain(signature.slice(0, 32)) && good.has(idOf(key, message, signature))) return true;
  if (!isSound(signature.slice(0, 32))) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/**
 * The signature of a frame.
 * @param {Uint8Array} seed
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const sign = (seed, label, ...parts) => signRaw(seed, frame(label, ...parts));

/**
 * @param {Uint8Array} signature
 * @param {Uint8Array} key
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function needSignature(signature, key, label, ...parts) {
  need(verifyRaw(key, frame(label, ...parts), signature), 'bad-signature', label);
}

/**
 * Refuses bytes whose last 64 are not the signature of all before. It looks at the bytes that came, which nobody writes anew.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} key
 * @param {string} label
 */
export function needSigned(bytes, key, label) {
  const end = bytes.length - SIGNATURE;
  need(end >= 0, 'bad-length', label);
  needSignature(bytes.slice(end), key, label, bytes.slice(0, end));
}
