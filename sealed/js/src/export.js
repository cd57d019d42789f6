// An identity as a file, for another device or for the command line, with where each log stood and its keys.

import { NONCE, OVERHEAD, open, seal } from './aead.js';
import { ascii, cat, fromBase64, sized, toBase64 } from './bytes.js';
import { SealedError, needRead } from './error.js';
import { derive, frame } from './frame.js';
import { KEYS, decodeKeys, encodeKeys } from './identity.js';
import { stretch } from './kdf.js';
import { Reader, decode } from './reader.js';
import { counted, str, u32, u64, u8 } from './writer.js';

/** @import { Random } from './bytes.js' */
/** @import { Argon2, Parameters } from './kdf.js' */
/** @import { Keys } from './identity.js' */

/** @typedef {{ epoch: number, es: Uint8Array }} EpochSecret */
/** @typedef {{ pid: Uint8Array, baseUrl: string, headSeq: number, headHash: Uint8Array, secrets: EpochSecret[] }} Kept */
/** @typedef {{ keys: Keys, handle: string, pursuances: Kept[] }} Exported */
/** @typedef {Parameters & { salt: Uint8Array }} ExportHead */

const MAGIC = ascii('PIDX');
const BEGIN = '-----BEGIN PURSUANCE IDENTITY-----';
const END = '-----END PURSUANCE IDENTITY-----';
const COLUMNS = 64;
/** A box without a handle and pursuances. */
const LEAST = NONCE + OVERHEAD + 1 + KEYS + 4;

/** @param {ExportHead} head */
export const encodeExportHead = ({ m, t, p, salt }) => cat(MAGIC, u8(1), u8(1), u32(m), u32(t), u8(p), sized(salt, 16));

/**
 * @param {Uint8Array} bytes
 * @returns {{ head: ExportHead, sealed: Uint8Array }}
 */
export function decodeExport(bytes) {
  return decode(bytes, (reader) => {
    reader.magic(MAGIC);
    reader.fixed();
    reader.fixed();
    const head = { m: reader.u32(), t: reader.u32(), p: reader.u8(), salt: reader.raw(16) };
    needRead(reader.left >= LEAST, 'length', 'export');
    return { head, sealed: reader.rest() };
  });
}

/** @param {{ head: ExportHead, sealed: Uint8Array }} file */
export const encodeExport = ({ head, sealed }) => cat(encodeExportHead(head), sealed);

/** @param {Kept} kept */
const encodeKept = (kept) =>
  cat(
    sized(kept.pid, 32),
    str(kept.baseUrl),
    u64(kept.headSeq),
    sized(kept.headHash, 32),
    counted(kept.secrets.map(({ epoch, es }) => cat(u32(epoch), sized(es, 32)))),
  );

/** @param {Exported} what */
export const encodeExported = ({ keys, handle, pursuances }) =>
  cat(u8(1), encodeKeys(keys), str(handle), counted(pursuances.map(encodeKept)));

/**
 * @param {Reader} reader
 * @returns {Kept}
 */
function readKept(reader) {
  return {
    pid: reader.raw(32),
    baseUrl: reader.str(),
    headSeq: reader.u64(),
    headHash: reader.raw(32),
    secrets: reader.counted(() => ({ epoch: reader.u32(), es: reader.raw(32) })),
  };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Exported}
 */
export function decodeExported(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    return { keys: decodeKeys(reader.raw(KEYS)), handle: reader.str(), pursuances: reader.counted(() => readKept(reader)) };
  });
}

/**
 * @param {Exported} what
 * @param {string} passphrase
 * @param {Parameters} parameters
 * @param {Argon2} argon2
 * @param {Random} random
 */
export async function sealExport(what, passphrase, parameters, argon2, random) {
  const head = { ...parameters, salt: random(16) };
  const key = derive(await stretch(passphrase, head.salt, head, argon2), 'export');
  return encodeExport({ head, sealed: seal(key, frame('export', encodeExportHead(head)), encodeExported(what), random) });
}

/**
 * @param {Uint8Array} bytes
 * @param {string} passphrase
 * @param {Argon2} argon2
 */
export async function openExport(bytes, passphrase, argon2) {
  const { head, sealed } = decodeExport(bytes);
  const key = derive(await stretch(passphrase, head.salt, { m: head.m, t: head.t, p: head.p }, argon2), 'export');
  return decodeExported(open(key, frame('export', encodeExportHead(head)), sealed));
}

/**
 * The file as people keep it.
 * @param {Uint8Array} bytes
 */
export function toArmor(bytes) {
  const lines = toBase64(bytes).match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/** @param {string} text */
export function fromArmor(text) {
  const all = text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
  if (!all.startsWith(BEGIN) || !all.endsWith(END) || all.length < BEGIN.length + END.length) {
    throw new SealedError('bad-code', 'no exported identity', 'unknown-value');
  }
  return fromBase64(all.slice(BEGIN.length, -END.length).replace(/[\t\n\f\r ]/g, ''));
}
