// The records that pages of private pursuances read and write. Those of files and delegations are no matter of theirs.

import { ascii, cat, sized } from '../../bytes.js';
import { readFieldName, readOtype } from '../../envelope.js';
import { needRead } from '../../error.js';
import { decode } from '../../reader.js';
import { u64, u8, v32, v8 } from '../../writer.js';

/** @typedef {{ otype: number, oid: Uint8Array, unit: Uint8Array, field: string, rev: number, bytes: Uint8Array }} FieldRecord */
/** @typedef {{ unit: Uint8Array, oid: Uint8Array, seq: number, bytes: Uint8Array }} MessageRecord */
/**
 * @typedef {object} Sorted records by their kind
 * @property {Uint8Array[]} entries
 * @property {Uint8Array[]} seals
 * @property {Uint8Array[]} revisions
 * @property {FieldRecord[]} fields
 * @property {MessageRecord[]} messages
 * @property {{ id: Uint8Array, note: Uint8Array }[]} notes
 */

const [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];

/**
 * @param {number} kind
 * @param {Uint8Array} body
 */
const record = (kind, body) => cat(u8(kind), v32(body));

/** @param {Uint8Array} bytes */
export const entryRecord = (bytes) => record(ENTRY, bytes);
/** @param {Uint8Array} bytes */
export const sealRecord = (bytes) => record(SEAL, bytes);
/** @param {Uint8Array} bytes */
export const revisionRecord = (bytes) => record(REVISION, bytes);
/**
 * @param {Uint8Array} id
 * @param {Uint8Array} note
 */
export const noteRecord = (id, note) => record(NOTE, cat(sized(id, 16), note));
/** @param {FieldRecord} field */
export const fieldRecord = ({ otype, oid, unit, field, rev, bytes }) =>
  record(FIELD, cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes)));

/** @param {Uint8Array} body */
const readField = (body) =>
  decode(body, (reader) => {
    const where = { otype: readOtype(reader), oid: reader.raw(16), unit: reader.raw(16) };
    return { ...where, field: readFieldName(reader), rev: reader.u64(), bytes: reader.v32() };
  });

/** @param {MessageRecord} message */
export const messageRecord = ({ unit, oid, seq, bytes }) => record(MESSAGE, cat(sized(unit, 16), sized(oid, 16), u64(seq), v32(bytes)));

/** @param {Uint8Array} body */
const readMessage = (body) =>
  decode(body, (reader) => ({ unit: reader.raw(16), oid: reader.raw(16), seq: reader.u64(), bytes: reader.v32() }));

/**
 * Sorts records by their kind. The bodies are checked where they are used.
 * @param {Uint8Array[]} records
 */
export function sorted(records) {
  /** @type {Sorted} */
  const found = { entries: [], seals: [], revisions: [], fields: [], messages: [], notes: [] };
  for (const bytes of records) {
    const { kind, body } = decode(bytes, (reader) => ({ kind: reader.u8(), body: reader.v32() }));
    needRead(kind >= ENTRY && kind <= NOTE, 'unknown-value', `records of kind ${kind}`);
    if (kind === ENTRY) found.entries.push(body);
    else if (kind === SEAL) found.seals.push(body);
    else if (kind === REVISION) found.revisions.push(body);
    else if (kind === FIELD) found.fields.push(readField(body));
    else if (kind === MESSAGE) found.messages.push(readMessage(body));
    else if (kind === NOTE) found.notes.push(decode(body, (reader) => ({ id: reader.raw(16), note: reader.rest() })));
  }
  return found;
}
