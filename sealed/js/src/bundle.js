// A bundle: a whole pursuance in one file, which checks itself. Another server takes it as it is, or refuses all of it.

import { ascii, cat, equal, sized, toHex } from './bytes.js';
import { decodeSeal } from './epoch.js';
import { epochCardHash, firstEpochCard, nextEpochCard } from './epoch_card.js';
import { SealedError, need, needRead } from './error.js';
import { needFold } from './log/fold.js';
import { epochOf, roleOf } from './log/state.js';
import { decode } from './reader.js';
import { RECORD, encodeRecord, fileHash, readChunks, readRecord } from './records.js';
import { checkedRevision, fieldHash, needHeld, revisionHash } from './revision.js';
import { u64, v32 } from './writer.js';

/** @import { State } from './log/state.js' */
/** @import { FieldRecord, FileRecord, SealedRecord, WholeRecord } from './records.js' */
/** @import { Revision } from './revision.js' */

/** @typedef {{ pid: Uint8Array, records: SealedRecord[], chunks: Uint8Array[][] }} Bundle */

const MAGIC = ascii('PVB1');
/** Where each kind stands in the order of a bundle. @type {Map<number, number>} */
const ORDER = new Map([
  [RECORD.entry, 0],
  [RECORD.seal, 1],
  [RECORD.epochCard, 2],
  [RECORD.revision, 3],
  [RECORD.field, 3],
  [RECORD.message, 4],
  [RECORD.file, 5],
]);

/** @param {Bundle} bundle */
export function encodeBundle({ pid, records, chunks }) {
  const pieces = chunks.flatMap((file) => file.map(v32));
  return cat(MAGIC, sized(pid, 32), u64(records.length), ...records.map(encodeRecord), ...pieces);
}

/**
 * @param {Uint8Array} bytes
 * @returns {Bundle}
 */
export function decodeBundle(bytes) {
  return decode(bytes, (reader) => {
    reader.magic(MAGIC);
    const pid = reader.raw(32);
    const count = reader.u64();
    const records = [];
    let place = 0;
    for (let at = 0; at < count; at += 1) {
      const record = readRecord(reader);
      const next = ORDER.get(record.kind) ?? -1;
      needRead(next >= place, 'not-in-order', 'records in another order');
      place = next;
      records.push(record);
    }
    const files = records.filter((record) => record.kind === RECORD.file);
    return { pid, records, chunks: files.map((file) => readChunks(reader, /** @type {FileRecord} */ (file))) };
  });
}

/**
 * @template {SealedRecord['kind']} K
 * @param {Bundle} bundle
 * @param {K} kind
 * @returns {Extract<SealedRecord, { kind: K }>[]}
 */
const all = ({ records }, kind) =>
  /** @type {Extract<SealedRecord, { kind: K }>[]} */ (records.filter((record) => record.kind === kind));

/** @param {WholeRecord[]} records */
const bodies = (records) => records.map(({ bytes }) => bytes);

/**
 * Seals of epochs that are there, to people who were members then or later.
 * @param {State} state
 * @param {Bundle} bundle
 */
function needBundleSeals(state, bundle) {
  for (const bytes of bodies(all(bundle, 2))) {
    const { epoch, to } = decodeSeal(bytes);
    need(state.epochs[epoch - 1] !== undefined && state.cards.has(toHex(to)), 'does-not-fold', 'a seal to nobody');
  }
}

/**
 * The newest epoch card.
 * @param {Uint8Array} pid
 * @param {Bundle} bundle
 */
function needCards(pid, bundle) {
  const [genesis] = bodies(all(bundle, 1));
  let before = null;
  for (const bytes of bodies(all(bundle, 7))) {
    if (before) nextEpochCard(before, bytes);
    else firstEpochCard(pid, genesis ?? new Uint8Array(0), bytes);
    before = bytes;
  }
  return before && epochCardHash(before);
}

/** @param {{ otype: number, oid: Uint8Array }} of */
const objectKey = ({ otype, oid }) => `${otype}:${toHex(oid)}`;

/**
 * A field by all that a revision says of it.
 * @param {{ otype: number, oid: Uint8Array, unit: Uint8Array }} of
 * @param {{ field: string, rev: number, hash: Uint8Array }} field
 */
const fieldKey = (of, { field, rev, hash }) => `${objectKey(of)}:${toHex(of.unit)}:${field}:${rev}:${toHex(hash)}`;

/**
 * The newest revision of each object. Each is by somebody who could sign it then, and follows the one before where that is there,
 * too; the newest has all of its fields, and no field belongs to none.
 * @param {State} state
 * @param {Bundle} bundle
 */
function needRevisions(state, bundle) {
  /** @type {Map<string, { revision: Revision, hash: Uint8Array }>} */
  const newest = new Map();
  const named = new Set();
  for (const bytes of bodies(all(bundle, 3))) {
    const revision = checkedRevision(state, bytes);
    epochOf(state, revision.epoch);
    const before = newest.get(objectKey(revision));
    need(!before || revision.rev > before.revision.rev, 'stale-revision');
    const isNext = before?.revision.rev === revision.rev - 1;
    need(!before || !isNext || equal(before.hash, revision.prev), 'stale-revision', 'another one stands before');
    need(!before || revision.headSeq >= before.revision.headSeq, 'bad-number', 'an earlier entry than before');
    newest.set(objectKey(revision), { revision, hash: revisionHash(bytes) });
    for (const field of revision.fields) named.add(fieldKey(revision, field));
  }
  /** @type {Map<string, FieldRecord>} */
  const fields = new Map();
  for (const record of all(bundle, 4)) {
    const key = fieldKey(record, { ...record, hash: fieldHash(record.bytes) });
    need(named.has(key), 'bad-fields', 'a field of no revision');
    fields.set(key, record);
  }
  for (const { revision } of newest.values()) {
    /** @type {Map<string, FieldRecord>} */
    const held = new Map();
    for (const field of revision.fields) {
      const record = fields.get(fieldKey(revision, field));
      if (record) held.set(field.field, record);
    }
    needHeld(revision, held);
  }
  return newest;
}

/**
 * Checks all of a bundle that can be checked without a key.
 * @param {Uint8Array} bytes
 */
export function checkedBundle(bytes) {
  const bundle = decodeBundle(bytes);
  const state = needFold(bundle.pid, bodies(all(bundle, 1)));
  if (state.next === 0) throw new SealedError('does-not-fold', 'no entries', 'genesis');
  needBundleSeals(state, bundle);
  const cardHead = needCards(bundle.pid, bundle);
  const newest = needRevisions(state, bundle);
  all(bundle, 6).forEach(({ head, hash: sum }, at) => {
    const isSame = equal(fileHash(head, bundle.chunks[at] ?? []), sum);
    if (!isSame) throw new SealedError('bad-fields', 'pieces of another file', 'file-hash');
  });
  return { bundle, state, cardHead, newest };
}

/**
 * Whether somebody is a member now.
 * @param {State} state
 * @param {Uint8Array} iid
 */
export const isMember = (state, iid) => roleOf(state, iid, state.next) !== undefined;
