// Reads bytes piece by piece, and refuses what is not exactly as it is written.

import { equal, fromUtf8 } from './bytes.js';
import { needRead } from './error.js';
import { MOST, needRising } from './writer.js';

/** @import { Unreadable } from './error.js' */

export class Reader {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** How many bytes were read. */
  get at() {
    return this.#at;
  }

  /** How many bytes are left. */
  get left() {
    return this.#bytes.length - this.#at;
  }

  /**
   * A copy of the next bytes: nobody who changes it changes what is read.
   * @param {number} length
   */
  raw(length) {
    needRead(length <= this.left, 'truncated');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  /** All that is left. */
  rest() {
    return this.raw(this.left);
  }

  /** @param {number} length */
  #number(length) {
    needRead(length <= this.left, 'truncated');
    let value = 0;
    for (const end = this.#at + length; this.#at < end; this.#at += 1) value = value * 256 + (this.#bytes[this.#at] ?? 0);
    return value;
  }

  u8() {
    return this.#number(1);
  }

  u16() {
    return this.#number(2);
  }

  u32() {
    return this.#number(4);
  }

  u64() {
    const value = this.#number(8);
    needRead(value <= MOST, 'number-too-great', 'greater than 2^53-1');
    return value;
  }

  /**
   * The byte of a version, of an algorithm, or another that has one value only.
   * @param {number} [value]
   * @param {Unreadable} [why]
   */
  fixed(value = 1, why = 'unknown-version') {
    const found = this.u8();
    needRead(found === value, why, `${found} in place of ${value}`);
  }

  /**
   * A byte that is one of few.
   * @param {number} most
   */
  upTo(most) {
    const found = this.u8();
    needRead(found <= most, 'unknown-value', `${found}, and ${most} at most`);
    return found;
  }

  v8() {
    return this.raw(this.u8());
  }

  v16() {
    return this.raw(this.u16());
  }

  v32() {
    return this.raw(this.u32());
  }

  str() {
    return fromUtf8(this.v16());
  }

  /** @param {Uint8Array} letters with which a file begins */
  magic(letters) {
    needRead(equal(this.raw(letters.length), letters), 'unknown-value', 'another file');
  }

  /**
   * As many as a count says.
   * @template T
   * @param {() => T} read
   * @param {number} [most]
   * @returns {T[]}
   */
  counted(read, most = 0xffff) {
    const count = this.u16();
    needRead(count <= most, 'too-many', `${count}, and ${most} at most`);
    const items = [];
    for (let at = 0; at < count; at += 1) items.push(read());
    return items;
  }

  /**
   * A set of pieces of one length.
   * @param {number} size
   * @param {number} [most]
   */
  list(size, most) {
    const items = this.counted(() => this.raw(size), most);
    needRising(items);
    return items;
  }

  /** Nothing may be left over. */
  end() {
    needRead(this.left === 0, 'trailing-bytes', `${this.left} bytes are left over`);
  }
}

/**
 * Reads all of the bytes.
 * @template T
 * @param {Uint8Array} bytes
 * @param {(reader: Reader) => T} read
 * @returns {T}
 */
export function decode(bytes, read) {
  const reader = new Reader(bytes);
  const value = read(reader);
  reader.end();
  return value;
}
