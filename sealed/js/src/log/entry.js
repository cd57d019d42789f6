// Entries of the log of a pursuance: signed, and each names the hash of the one before.

import { cat, sized } from '../bytes.js';
import { needRead } from '../error.js';
import { hash } from '../frame.js';
import { decode } from '../reader.js';
import { SIGNATURE, sign } from '../sign.js';
import { u64, u8, v32 } from '../writer.js';
import { decodePayload } from './payload.js';

/** @import { Payload } from './payload.js' */

/**
 * @typedef {object} Entry
 * @property {Uint8Array} pid
 * @property {number} seq
 * @property {Uint8Array} prev
 * @property {number} time
 * @property {Uint8Array} actor
 * @property {number} type
 * @property {Uint8Array} payload
 */

export const MOST_ENTRY = 65_536;
export const MOST_ENTRIES = 20_000;

/** @param {Entry} entry */
const encodeBody = ({ pid, seq, prev, time, actor, type, payload }) =>
  cat(u8(1), sized(pid, 32), u64(seq), sized(prev, 32), u64(time), sized(actor, 32), u8(type), v32(payload));

/** @param {Entry & { signature: Uint8Array }} entry */
export const encodeEntry = (entry) => cat(encodeBody(entry), sized(entry.signature, SIGNATURE));

/**
 * An entry whose payload can be read.
 * @param {Uint8Array} bytes
 * @returns {{ entry: Entry & { signature: Uint8Array }, payload: Payload }}
 */
export function readEntry(bytes) {
  needRead(bytes.length <= MOST_ENTRY, 'too-large', 'entry');
  return decode(bytes, (reader) => {
    reader.fixed();
    const head = { pid: reader.raw(32), seq: reader.u64(), prev: reader.raw(32), time: reader.u64(), actor: reader.raw(32) };
    const body = { ...head, type: reader.u8(), payload: reader.v32() };
    const payload = decodePayload(body.type, body.payload);
    return { entry: { ...body, signature: reader.raw(SIGNATURE) }, payload };
  });
}

/** @param {Uint8Array} bytes */
export const decodeEntry = (bytes) => readEntry(bytes).entry;

/** @param {Uint8Array} bytes */
export const entryHash = (bytes) => hash('log-hash', bytes);

/**
 * The id of a pursuance, by the payload of its first entry: no server can give it another beginning.
 * @param {Uint8Array} genesis
 */
export const pursuanceId = (genesis) => hash('pid', genesis);

/**
 * @param {Entry} entry
 * @param {Uint8Array} edSeed
 */
export function signEntry(entry, edSeed) {
  const body = encodeBody(entry);
  const bytes = cat(body, sign(edSeed, 'log', body));
  needRead(bytes.length <= MOST_ENTRY, 'too-large', 'entry');
  return bytes;
}
