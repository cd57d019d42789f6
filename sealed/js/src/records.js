// Records: everything of a pursuance that travels, each with its kind before it.

import { CHUNK, encodeFileHead, readFileHead } from './file.js';
import { OVERHEAD } from './aead.js';
import { ascii, cat, sized } from './bytes.js';
import { decodeEnvelope, readFieldName, readOtype } from './envelope.js';
import { decodeSeal } from './epoch.js';
import { decodeEpochCard } from './epoch_card.js';
import { needRead, unreadable } from './error.js';
import { hasField } from './fields.js';
import { hash } from './frame.js';
import { decodeAccept, decodePackage } from './delegation.js';
import { decodeNote } from './invite.js';
import { decodeEntry } from './log/entry.js';
import { Reader, decode } from './reader.js';
import { decodeRel } from './rel.js';
import { REL, decodeRevision } from './revision.js';
import { u32, u64, u8, v32, v8 } from './writer.js';

/** @typedef {{ kind: 1 | 2 | 3 | 7 | 8 | 9, bytes: Uint8Array }} WholeRecord an object that is one by itself */
/**
 * @typedef {object} FieldRecord
 * @property {4} kind
 * @property {number} otype
 * @property {Uint8Array} oid
 * @property {Uint8Array} unit
 * @property {string} field
 * @property {number} rev
 * @property {Uint8Array} bytes the envelope, or the relations
 */
/** @typedef {{ kind: 5, unit: Uint8Array, oid: Uint8Array, senderSeq: number, envelope: Uint8Array }} MessageRecord */
/** @typedef {{ kind: 6, oid: Uint8Array, head: Uint8Array, chunks: number, hash: Uint8Array }} FileRecord */
/** @typedef {{ kind: 10, id: Uint8Array, note: Uint8Array }} NoteRecord */
/** @typedef {WholeRecord | FieldRecord | MessageRecord | FileRecord | NoteRecord} SealedRecord */

export const RECORD = Object.freeze({
  entry: 1,
  seal: 2,
  revision: 3,
  field: 4,
  message: 5,
  file: 6,
  epochCard: 7,
  package: 8,
  accept: 9,
  note: 10,
});

/** Decoders of the bodies that are objects by themselves. @type {Record<WholeRecord['kind'], (bytes: Uint8Array) => unknown>} */
const WHOLE = {
  1: decodeEntry,
  2: decodeSeal,
  3: decodeRevision,
  7: decodeEpochCard,
  8: decodePackage,
  9: decodeAccept,
};

/** @param {SealedRecord} record */
function encodeBody(record) {
  switch (record.kind) {
    case 4: {
      const { otype, oid, unit, field, rev, bytes } = record;
      return cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes));
    }
    case 5:
      return cat(sized(record.unit, 16), sized(record.oid, 16), u64(record.senderSeq), v32(record.envelope));
    case 6:
      return cat(sized(record.oid, 16), sized(record.head, 25), u32(record.chunks), sized(record.hash, 32));
    case 10:
      return cat(sized(record.id, 16), record.note);
    default:
      return record.bytes;
  }
}

/** @param {SealedRecord} record */
export const encodeRecord = (record) => cat(u8(record.kind), v32(encodeBody(record)));

/**
 * @param {Reader} reader
 * @returns {FieldRecord}
 */
function readField(reader) {
  const where = { otype: readOtype(reader), oid: reader.raw(16), unit: reader.raw(16) };
  const [field, rev, bytes] = [readFieldName(reader), reader.u64(), reader.v32()];
  needRead(hasField(where.otype, field), 'unknown-value', 'the name of a field');
  if (field === REL) decodeRel(bytes);
  else decodeEnvelope(bytes);
  return { kind: 4, ...where, field, rev, bytes };
}

/**
 * @param {Reader} reader
 * @returns {MessageRecord}
 */
function readMessage(reader) {
  const where = { unit: reader.raw(16), oid: reader.raw(16), senderSeq: reader.u64() };
  const envelope = reader.v32();
  decodeEnvelope(envelope);
  return { kind: 5, ...where, envelope };
}

/**
 * @param {Reader} reader
 * @returns {FileRecord}
 */
function readFile(reader) {
  const [oid, head] = [reader.raw(16), encodeFileHead(readFileHead(reader))];
  const file = { oid, head, chunks: reader.u32(), hash: reader.raw(32) };
  needRead(file.chunks > 0, 'unknown-value', 'a file without a piece');
  return { kind: 6, ...file };
}

/**
 * @param {Reader} reader
 * @returns {NoteRecord}
 */
function readNote(reader) {
  const [id, note] = [reader.raw(16), reader.rest()];
  decodeNote(note);
  return { kind: 10, id, note };
}

/**
 * @param {number} kind
 * @returns {kind is WholeRecord['kind']}
 */
const isWhole = (kind) => kind in WHOLE;

/**
 * @param {Reader} reader
 * @returns {SealedRecord}
 */
export function readRecord(reader) {
  const kind = reader.u8();
  const body = reader.v32();
  if (isWhole(kind)) {
    WHOLE[kind](body);
    return { kind, bytes: body };
  }
  if (kind === RECORD.field) return decode(body, readField);
  if (kind === RECORD.message) return decode(body, readMessage);
  if (kind === RECORD.file) return decode(body, readFile);
  if (kind === RECORD.note) return decode(body, readNote);
  throw unreadable('unknown-value', `records of kind ${kind}`);
}

/** @param {Uint8Array} bytes */
export const decodeRecord = (bytes) => decode(bytes, readRecord);

/**
 * Records one after the other.
 * @param {Uint8Array} bytes
 */
export function decodeRecords(bytes) {
  return decode(bytes, (reader) => {
    const records = [];
    while (reader.left > 0) records.push(readRecord(reader));
    return records;
  });
}

/** @param {SealedRecord[]} records */
export const encodeRecords = (records) => cat(...records.map(encodeRecord));

/**
 * The hash of a file in its record, over all its pieces.
 * @param {Uint8Array} head
 * @param {Uint8Array[]} chunks
 */
export const fileHash = (head, chunks) => hash('file-hash', sized(head, 25), ...chunks);

/**
 * The pieces of a file, as a bundle has them.
 * @param {Reader} reader
 * @param {FileRecord} file
 */
export function readChunks(reader, { chunks: count }) {
  const chunks = [];
  for (let at = 0; at < count; at += 1) {
    const chunk = reader.v32();
    needRead(chunk.length <= CHUNK + OVERHEAD, 'too-large', 'piece');
    chunks.push(chunk);
  }
  return chunks;
}
