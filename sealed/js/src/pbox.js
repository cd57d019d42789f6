// Personal boxes: what a person keeps at the server for themself (searches, drafts, and where each log stood).

import { NONCE, OVERHEAD, isPadded, open, pad, seal, unpad } from './aead.js';
import { ascii, cat, fromUtf8, sized, utf8 } from './bytes.js';
import { SealedError, need, needRead } from './error.js';
import { derive, frame } from './frame.js';
import { decode } from './reader.js';
import { u32, u64, u8, v8 } from './writer.js';

/** @import { Random } from './bytes.js' */

/** @typedef {'search' | 'draft' | 'pins'} BoxKind */
/** @typedef {{ iid: Uint8Array, kind: BoxKind, oid: Uint8Array }} BoxPlace */
/** @typedef {{ pid: Uint8Array, headSeq: number, headHash: Uint8Array, epoch: number }} Pins */

const KINDS = ['search', 'draft', 'pins'];
const MOST = 65_536;
const HEAD = /* @__PURE__ */ cat(/* @__PURE__ */ u8(1), /* @__PURE__ */ u8(1));

/** @param {Uint8Array} rootKey */
export const personalKey = (rootKey) => derive(rootKey, 'personal');

/** @param {BoxPlace} place */
export function personalAad({ iid, kind, oid }) {
  if (!KINDS.includes(kind)) throw new SealedError('bad-fields', 'a kind of box');
  return frame('pbox', sized(iid, 32), v8(ascii(kind)), sized(oid, 16));
}

/**
 * @param {BoxPlace} place
 * @param {Uint8Array} rootKey
 * @param {Uint8Array} text
 * @param {Random} random
 */
export function sealPersonal(place, rootKey, text, random) {
  const sealed = seal(personalKey(rootKey), personalAad(place), pad(text), random);
  need(sealed.length + HEAD.length <= MOST, 'too-large', 'box');
  return cat(HEAD, sealed);
}

/** @param {Uint8Array} bytes */
export function decodePersonal(bytes) {
  needRead(bytes.length <= MOST, 'too-large', 'box');
  return decode(bytes, (reader) => {
    reader.fixed();
    reader.fixed();
    needRead(reader.left >= NONCE + OVERHEAD, 'truncated', 'box');
    needRead(isPadded(reader.left - NONCE - OVERHEAD), 'padding', 'box');
    return { sealed: reader.rest() };
  });
}

/** @param {{ sealed: Uint8Array }} box */
export const encodePersonal = (box) => cat(HEAD, box.sealed);

/**
 * @param {BoxPlace} place
 * @param {Uint8Array} rootKey
 * @param {Uint8Array} bytes
 */
export const openPersonal = (place, rootKey, bytes) =>
  unpad(open(personalKey(rootKey), personalAad(place), decodePersonal(bytes).sealed));

/**
 * The text of a search: its query, and its name in a line of its own if it has one.
 * @param {{ query: string, name?: string }} search
 */
export function encodeSearch({ query, name }) {
  need(!query.includes('\n') && name !== '' && !name?.includes('\n'), 'bad-fields', 'a line break in a search');
  return utf8(name === undefined ? query : `${query}\n${name}`);
}

/**
 * @param {Uint8Array} bytes
 * @returns {{ query: string, name?: string }}
 */
export function decodeSearch(bytes) {
  const [query = '', name, more] = fromUtf8(bytes).split('\n');
  need(more === undefined && name !== '', 'bad-fields', 'a search is one line, or two');
  return name === undefined ? { query } : { query, name };
}

/**
 * The box of the pins of a pursuance stands below the beginning of its id.
 * @param {Uint8Array} iid
 * @param {Uint8Array} pid
 * @returns {BoxPlace}
 */
export const pinsPlace = (iid, pid) => ({ iid, kind: 'pins', oid: sized(pid, 32).slice(0, 16) });

/** @param {Pins} pins */
export const encodePins = (pins) => cat(u8(1), sized(pins.pid, 32), u64(pins.headSeq), sized(pins.headHash, 32), u32(pins.epoch));

/**
 * @param {Uint8Array} bytes
 * @returns {Pins}
 */
export function decodePins(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    return { pid: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32), epoch: reader.u32() };
  });
}
