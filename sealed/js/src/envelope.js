// Envelopes: one encrypted field of one object. Where it belongs is not written in it; whoever opens it says where it was found,
// so that no server can put it elsewhere.

import { NONCE, OVERHEAD, isPadded, open, pad, seal, unpad } from './aead.js';
import { ascii, cat, fromUtf8, sized } from './bytes.js';
import { needRead } from './error.js';
import { frame } from './frame.js';
import { Reader, decode } from './reader.js';
import { u32, u64, u8, v8 } from './writer.js';

/** @import { Random } from './bytes.js' */

/**
 * @typedef {object} Place where a field belongs
 * @property {Uint8Array} pid
 * @property {Uint8Array} unit
 * @property {number} otype
 * @property {Uint8Array} oid
 * @property {string} field
 * @property {number} rev the revision of its last change
 */
/** @typedef {{ epoch: number, gen: number }} Under which key of the unit */
/** @typedef {Under & { sealed: Uint8Array }} Envelope */

/** The sorts of objects. */
export const OTYPE = Object.freeze({ pursuance: 0, task: 1, chat: 3, file: 4, profile: 5, delegation: 6, room: 7, block: 8 });
export const MOST_ENVELOPE = 65_536;
const HEAD = 10;
/** @type {Set<number>} */
const OTYPES = new Set(Object.values(OTYPE));
const FIELD_NAME = /^[a-z0-9_-]{1,255}$/;

/** @param {Reader} reader */
export function readOtype(reader) {
  const otype = reader.u8();
  needRead(OTYPES.has(otype), 'unknown-value', `objects of sort ${otype}`);
  return otype;
}

/** @param {Reader} reader */
export function readFieldName(reader) {
  const name = fromUtf8(reader.v8());
  needRead(FIELD_NAME.test(name), 'unknown-value', 'the name of a field');
  return name;
}

/**
 * @param {Place} place
 * @param {Under} under
 */
export const envelopeAad = ({ pid, unit, otype, oid, field, rev }, { epoch, gen }) =>
  frame('env', sized(pid, 32), u32(epoch), u32(gen), sized(unit, 16), u8(otype), sized(oid, 16), v8(ascii(field)), u64(rev));

/** @param {Envelope} envelope */
export const encodeEnvelope = ({ epoch, gen, sealed }) => cat(u8(1), u8(1), u32(epoch), u32(gen), sealed);

/**
 * Decodes the parts of an envelope that can be seen without its key.
 * @param {Uint8Array} bytes
 * @returns {Envelope}
 */
export function decodeEnvelope(bytes) {
  needRead(bytes.length <= MOST_ENVELOPE, 'too-large', 'envelope');
  return decode(bytes, (reader) => {
    reader.fixed();
    reader.fixed();
    const under = { epoch: reader.u32(), gen: reader.u32() };
    needRead(reader.left >= NONCE + OVERHEAD, 'truncated', 'envelope');
    needRead(isPadded(reader.left - NONCE - OVERHEAD), 'padding', 'envelope');
    return { ...under, sealed: reader.rest() };
  });
}

/**
 * @param {Place} place
 * @param {Under} under
 * @param {Uint8Array} key of the unit
 * @param {Uint8Array} text
 * @param {Random} random
 */
export function sealEnvelope(place, under, key, text, random) {
  const padded = pad(text);
  needRead(padded.length + HEAD + NONCE + OVERHEAD <= MOST_ENVELOPE, 'too-large', 'envelope');
  return encodeEnvelope({ ...under, sealed: seal(key, envelopeAad(place, under), padded, random) });
}

/**
 * @param {Place} place
 * @param {Uint8Array} key of the unit, in the epoch and generation that the envelope names
 * @param {Uint8Array} bytes
 */
export function openEnvelope(place, key, bytes) {
  const { sealed, ...under } = decodeEnvelope(bytes);
  return unpad(open(key, envelopeAad(place, under), sealed));
}
