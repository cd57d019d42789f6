// Numbers, lengths and lists as bytes: big-endian, and written in one way only.

import { cat, compare, utf8 } from './bytes.js';
import { need, needRead } from './error.js';

/** Numbers end where JavaScript still counts exactly. */
export const MOST = Number.MAX_SAFE_INTEGER;
const TWO_32 = 2 ** 32;

/**
 * @param {number} value
 * @param {number} most
 */
const check = (value, most) => need(Number.isInteger(value) && value >= 0 && value <= most, 'bad-number', String(value));

/** @param {number} value */
export function u8(value) {
  check(value, 0xff);
  return Uint8Array.of(value);
}

/** @param {number} value */
export function u16(value) {
  check(value, 0xffff);
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** @param {number} value */
export function u32(value) {
  check(value, TWO_32 - 1);
  // A view would cost a buffer of its own, a hundred times as much.
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** @param {number} value */
export function u64(value) {
  check(value, MOST);
  return cat(u32(Math.floor(value / TWO_32)), u32(value % TWO_32));
}

/** @param {Uint8Array} bytes */
export function v8(bytes) {
  need(bytes.length <= 0xff, 'too-large');
  return cat(u8(bytes.length), bytes);
}

/** @param {Uint8Array} bytes */
export function v16(bytes) {
  need(bytes.length <= 0xffff, 'too-large');
  return cat(u16(bytes.length), bytes);
}

/** @param {Uint8Array} bytes */
export const v32 = (bytes) => cat(u32(bytes.length), bytes);

/** @param {string} text */
export const str = (text) => v16(utf8(text));

/**
 * A count, and as many parts as it says, in their order.
 * @param {Uint8Array[]} items
 */
export function counted(items) {
  need(items.length <= 0xffff, 'too-many');
  return cat(u16(items.length), ...items);
}

/**
 * A set: sorted, each once.
 * @param {Uint8Array[]} items
 */
export function list(items) {
  const sorted = [...items].sort(compare);
  needRising(sorted);
  return counted(sorted);
}

/**
 * Goes on where each is greater than the one before.
 * @param {Uint8Array[]} items
 */
export function needRising(items) {
  items.forEach((item, at) => {
    const before = items[at - 1];
    needRead(!before || compare(before, item) < 0, 'not-in-order', 'a list is not sorted, or holds one twice');
  });
}
