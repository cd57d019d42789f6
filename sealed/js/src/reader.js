// Reads bytes piece by piece, and refuses what is not exactly as it is written.

import { fromUtf8 } from './bytes.js';
import { need } from './error.js';
import { MOST, needRising } from './writer.js';

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
    need(length <= this.left, 'bad-length', 'ends too early');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  /** All that is left. */
  rest() {
    return this.raw(this.left);
  }

  /** @param {number} length */
  #number(length) {
    let value = 0;
    for (const byte of this.raw(length)) value = value * 256 + byte;
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
    const high = this.u32();
    need(high < 2 ** 21, 'bad-number', 'greater than 2^53-1');
    return high * 2 ** 32 + this.u32();
  }

  /**
   * The byte of a version, of an algorithm, or another that has one value only.
   * @param {number} [value]
   */
  fixed(value = 1) {
    const found = this.u8();
    need(found === value, 'bad-number', `${found} in place of ${value}`);
  }

  /**
   * A byte that is one of few.
   * @param {number} most
   */
  upTo(most) {
    const found = this.u8();
    need(found <= most, 'bad-number', `${found}, and ${most} at most`);
    return found;
  }

  /**
   * @param {number} length
   * @param {number} most
   */
  #bounded(length, most) {
    need(length <= most, 'too-large', `${length} bytes, and ${most} at most`);
    return this.raw(length);
  }

  v8(most = 0xff) {
    return this.#bounded(this.u8(), most);
  }

  v16(most = 0xffff) {
    return this.#bounded(this.u16(), most);
  }

  v32(most = MOST) {
    return this.#bounded(this.u32(), most);
  }

  str(most = 0xffff) {
    return fromUtf8(this.v16(most));
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
    need(count <= most, 'too-many', `${count}, and ${most} at most`);
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
    need(this.left === 0, 'bad-length', `${this.left} bytes are left over`);
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
