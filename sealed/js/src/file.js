// Files: sealed piece by piece with a key of their own, which lies in an envelope.

import { sha256 } from '@noble/hashes/sha2.js';

import { openWith, sealWith } from './aead.js';
import { cat, equal, isZero, sized, zeros } from './bytes.js';
import { need, needRead } from './error.js';
import { frame } from './frame.js';
import { Reader, decode } from './reader.js';
import { str, u32, u64, u8 } from './writer.js';

/** @import { Random } from './bytes.js' */

/** @typedef {{ chunkSize: number, prefix: Uint8Array }} FileHead */
/** @typedef {{ pid: Uint8Array, oid: Uint8Array, head: Uint8Array }} FilePlace */
/**
 * @typedef {object} FileMeta
 * @property {Uint8Array} key
 * @property {number} size
 * @property {Uint8Array} sha256 of the whole
 * @property {string} mime
 * @property {string} name
 * @property {Uint8Array} thumbnail another file; zero: none
 */

export const CHUNK = 65_536;
const PREFIX = 19;
const FILE_HEAD = 25;
/** The last piece is filled up to a multiple of this. */
const STEP = 4096;

/** @param {FileHead} head */
export const encodeFileHead = ({ chunkSize, prefix }) => cat(u8(1), u8(1), u32(chunkSize), sized(prefix, PREFIX));

/**
 * @param {Uint8Array} bytes
 * @returns {FileHead}
 */
export const decodeFileHead = (bytes) => decode(bytes, readFileHead);

/**
 * @param {Reader} reader
 * @returns {FileHead}
 */
export function readFileHead(reader) {
  reader.fixed();
  reader.fixed();
  const head = { chunkSize: reader.u32(), prefix: reader.raw(PREFIX) };
  needRead(head.chunkSize > 0 && head.chunkSize <= CHUNK, 'unknown-value', 'size of pieces');
  return head;
}

/**
 * Goes on where a piece may hold this much: all but the last are full, and none is more than full.
 * @param {FilePlace} place
 * @param {boolean} isLast
 * @param {number} length
 */
function needPiece({ head }, isLast, length) {
  const { chunkSize } = decodeFileHead(head);
  needRead(length === chunkSize || (isLast && length < chunkSize), 'length', 'piece');
}

/**
 * @param {FilePlace} place
 * @param {number} at
 * @param {boolean} isLast
 */
function around({ pid, oid, head }, at, isLast) {
  const { prefix } = decodeFileHead(head);
  return {
    nonce: cat(prefix, u32(at), u8(isLast ? 1 : 0)),
    aad: frame('file', sized(pid, 32), sized(oid, 16), sized(head, FILE_HEAD)),
  };
}

/**
 * @param {Uint8Array} key
 * @param {FilePlace} place
 * @param {number} at which piece, from 0
 * @param {boolean} isLast
 * @param {Uint8Array} data
 */
export function sealChunk(key, place, at, isLast, data) {
  const { nonce, aad } = around(place, at, isLast);
  needPiece(place, isLast, data.length);
  return sealWith(key, nonce, aad, data);
}

/**
 * A piece, wherever it stands: pieces open one by one.
 * @param {Uint8Array} key
 * @param {FilePlace} place
 * @param {number} at
 * @param {boolean} isLast
 * @param {Uint8Array} sealed
 */
export function openChunk(key, place, at, isLast, sealed) {
  const { nonce, aad } = around(place, at, isLast);
  const data = openWith(key, nonce, aad, sealed);
  needPiece(place, isLast, data.length);
  return data;
}

/**
 * How many pieces a file has, and how long its last one is without and with what fills it up.
 * @param {number} size
 * @param {number} [chunkSize]
 */
export function piecesOf(size, chunkSize = CHUNK) {
  const count = Math.max(1, Math.ceil(size / chunkSize));
  const last = size - (count - 1) * chunkSize;
  return { count, last, filled: Math.min(chunkSize, Math.ceil(last / STEP) * STEP) };
}

/**
 * Seals a file, with a new key and a new prefix. An upload that broke off goes on with those of before only behind the same bytes: no
 * two contents come under one nonce.
 */
export class FileSealer {
  #sha = sha256.create();
  #at = 0;
  #size = 0;
  #isOver = false;
  /** @type {Uint8Array | null} what the pieces that are skipped have to come to */
  #wanted = null;

  /**
   * @param {Uint8Array} pid
   * @param {Uint8Array} oid
   * @param {Random} random
   * @param {{ key: Uint8Array, head: Uint8Array, sha256: Uint8Array }} [before] of the upload that broke off
   */
  constructor(pid, oid, random, before) {
    this.key = before?.key ?? random(32);
    this.head = before?.head ?? encodeFileHead({ chunkSize: CHUNK, prefix: random(PREFIX) });
    this.place = { pid, oid, head: this.head };
    this.#wanted = before?.sha256 ?? null;
  }

  /**
   * The next piece: exactly [`CHUNK`] bytes, but for the last.
   * @param {Uint8Array} data
   * @param {boolean} isLast
   */
  #take(data, isLast) {
    need(!this.#isOver && (isLast ? data.length <= CHUNK : data.length === CHUNK), 'bad-length', 'piece');
    this.#sha.update(data);
    this.#size += data.length;
    this.#isOver = isLast;
    this.#at += 1;
  }

  /**
   * A piece that was sent before.
   * @param {Uint8Array} data
   */
  skip(data) {
    need(this.#wanted !== null, 'bad-fields', 'nothing was sent before');
    this.#take(data, false);
  }

  /**
   * @param {Uint8Array} data
   * @param {boolean} isLast
   */
  seal(data, isLast) {
    if (this.#wanted) need(equal(this.sha256, this.#wanted), 'bad-fields', 'another file than before');
    this.#wanted = null;
    const at = this.#at;
    this.#take(data, isLast);
    const filled = isLast ? Math.ceil(data.length / STEP) * STEP : data.length;
    return sealChunk(this.key, this.place, at, isLast, cat(data, zeros(filled - data.length)));
  }

  /** SHA-256 of all that was sealed until now: an upload goes on only where it is the same again. */
  get sha256() {
    return new Uint8Array(this.#sha.clone().digest());
  }

  /**
   * @param {{ mime: string, name: string, thumbnail?: Uint8Array }} about
   * @returns {FileMeta}
   */
  meta({ mime, name, thumbnail = zeros(16) }) {
    need(this.#isOver, 'bad-length', 'the last piece is missing');
    return { key: this.key, size: this.#size, sha256: this.sha256, mime, name, thumbnail };
  }
}

/**
 * All pieces of a file, one missing or over refused, and the hash of the whole compared.
 * @param {FilePlace} place
 * @param {FileMeta} meta
 * @param {Uint8Array[]} pieces
 */
export function openFile(place, meta, pieces) {
  const { count, last, filled } = piecesOf(meta.size, decodeFileHead(place.head).chunkSize);
  need(pieces.length === count, 'bad-length', 'a piece is missing or over');
  const sha = sha256.create();
  const opened = pieces.map((sealed, at) => {
    const isLast = at === count - 1;
    const data = openChunk(meta.key, place, at, isLast, sealed);
    if (!isLast) return data;
    need(data.length === filled && isZero(data.slice(last)), 'bad-padding', 'last piece');
    return data.slice(0, last);
  });
  for (const data of opened) sha.update(data);
  need(equal(sha.digest(), meta.sha256), 'bad-fields', 'another file');
  return opened;
}

/** @param {FileMeta} meta */
export const encodeFileMeta = ({ key, size, sha256: sum, mime, name, thumbnail }) =>
  cat(u8(1), sized(key, 32), u64(size), sized(sum, 32), str(mime), str(name), sized(thumbnail, 16));

/**
 * @param {Uint8Array} bytes
 * @returns {FileMeta}
 */
export function decodeFileMeta(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    const what = { key: reader.raw(32), size: reader.u64(), sha256: reader.raw(32) };
    return { ...what, mime: reader.str(), name: reader.str(), thumbnail: reader.raw(16) };
  });
}
