// Revisions: who signed which fields of an object, and what they knew of the log.

import { ascii, cat, compare, equal, isZero, sized, toHex, zeros } from './bytes.js';
import { OTYPE, decodeEnvelope, readFieldName, readOtype } from './envelope.js';
import { need, needRead } from './error.js';
import { needField, needPlace } from './fields.js';
import { hash } from './frame.js';
import { ROLE, actorKey, needHead, roleOf } from './log/state.js';
import { Reader, decode } from './reader.js';
import { decodeRel, needRelOf } from './rel.js';
import { SIGNATURE, needSigned, sign } from './sign.js';
import { counted, needRising, u32, u64, u8, v8 } from './writer.js';

/** @import { State } from './log/state.js' */

/** @typedef {{ field: string, rev: number, hash: Uint8Array }} FieldOf */
/**
 * @typedef {object} Revision
 * @property {Uint8Array} pid
 * @property {number} otype
 * @property {Uint8Array} oid
 * @property {Uint8Array} unit
 * @property {number} rev
 * @property {Uint8Array} prev
 * @property {number} epoch
 * @property {number} gen
 * @property {number} time
 * @property {Uint8Array} actor
 * @property {number} headSeq
 * @property {Uint8Array} headHash
 * @property {FieldOf[]} fields
 */

export const REL = 'rel';
const MOST_BYTES = 65_536;

/**
 * The hash of an envelope, or of the relations.
 * @param {Uint8Array} bytes
 */
export const fieldHash = (bytes) => hash('field', bytes);

/** @param {Uint8Array} bytes */
export const revisionHash = (bytes) => hash('rev-hash', bytes);

/** @param {FieldOf[]} fields */
const inOrder = (fields) => [...fields].sort((a, b) => compare(ascii(a.field), ascii(b.field)));

/** @param {Revision} revision */
function encodeBody(revision) {
  const { pid, otype, oid, unit, rev, prev, epoch, gen, time, actor, headSeq, headHash } = revision;
  const fields = inOrder(revision.fields).map((one) => cat(v8(ascii(one.field)), u64(one.rev), sized(one.hash, 32)));
  return cat(
    ...[u8(1), sized(pid, 32), u8(otype), sized(oid, 16), sized(unit, 16), u64(rev), sized(prev, 32)],
    ...[u32(epoch), u32(gen), u64(time), sized(actor, 32), u64(headSeq), sized(headHash, 32), counted(fields)],
  );
}

/** @param {Revision & { signature: Uint8Array }} revision */
export const encodeRevision = (revision) => cat(encodeBody(revision), sized(revision.signature, SIGNATURE));

/** @param {Reader} reader */
function readFields(reader) {
  return reader.counted(() => ({ field: readFieldName(reader), rev: reader.u64(), hash: reader.raw(32) }));
}

/**
 * Checks the rules of every revision, whatever came before.
 * @param {Revision} revision
 */
function needSound({ otype, rev, prev, fields }) {
  needRead(otype !== OTYPE.chat, 'unknown-value', 'messages have no revisions');
  needRead(rev > 0 && (rev === 1) === isZero(prev), 'unknown-value', 'what stands before');
  needRising(fields.map(({ field }) => ascii(field)));
  needRead(fields.some(({ field }) => field === REL), 'unknown-value', 'no relations');
  for (const one of fields) needRead(one.rev > 0 && one.rev <= rev, 'unknown-value', 'the change of a field');
}

/**
 * @param {Uint8Array} bytes
 * @returns {Revision & { signature: Uint8Array }}
 */
export function decodeRevision(bytes) {
  needRead(bytes.length <= MOST_BYTES, 'too-large', 'revision');
  return decode(bytes, (reader) => {
    reader.fixed();
    const revision = {
      pid: reader.raw(32),
      otype: readOtype(reader),
      oid: reader.raw(16),
      unit: reader.raw(16),
      rev: reader.u64(),
      prev: reader.raw(32),
      epoch: reader.u32(),
      gen: reader.u32(),
      time: reader.u64(),
      actor: reader.raw(32),
      headSeq: reader.u64(),
      headHash: reader.raw(32),
      fields: readFields(reader),
    };
    needSound(revision);
    return { ...revision, signature: reader.raw(SIGNATURE) };
  });
}

/**
 * @param {Revision} revision
 * @param {Uint8Array} edSeed
 */
export function signRevision(revision, edSeed) {
  const body = encodeBody(revision);
  return cat(body, sign(edSeed, 'rev', body));
}

/**
 * The role that an object asks of those who sign it.
 * @param {number} otype
 */
function leastRole(otype) {
  if (otype === OTYPE.pursuance) return ROLE.admin;
  return otype === OTYPE.room ? ROLE.moderator : ROLE.writer;
}

/**
 * A revision whose author could sign it: by the key, the role that they had when they saw that head of the log, the sort of object
 * and its fields. Whether it is the newest is asked by [`needNext`] and [`needFresh`].
 * @param {State} state
 * @param {Uint8Array} bytes
 */
export function checkedRevision(state, bytes) {
  const revision = decodeRevision(bytes);
  const { otype, actor, headSeq } = revision;
  need(equal(revision.pid, state.pid), 'bad-fields', 'of another pursuance');
  needPlace(revision, actor);
  for (const { field } of revision.fields) needField(otype, field);
  const by = actorKey(state, actor);
  needSigned(bytes, by.key, 'rev');
  needHead(state, headSeq, revision.headHash);
  if (by.delegation) {
    // A delegate who signs for the task itself makes a suggestion (right 8).
    const { root, rights } = by.delegation;
    const may = otype === OTYPE.delegation || (otype === OTYPE.task && (rights & 8) !== 0);
    need(may && equal(root, revision.unit) && headSeq < by.until, 'bad-author', 'more than a delegate may');
  } else {
    const role = roleOf(state, actor, headSeq);
    need(role !== undefined && role >= leastRole(otype), 'bad-author', 'a role that may not sign this');
  }
  return revision;
}

/**
 * Goes on where a revision follows the newest one of its object.
 * @param {Revision} revision
 * @param {{ rev: number, hash: Uint8Array }} [newest]
 */
export function needNext(revision, newest) {
  need(revision.rev === (newest?.rev ?? 0) + 1, 'stale-revision');
  need(equal(revision.prev, newest?.hash ?? zeros(32)), 'stale-revision', 'another one stands before');
}

/**
 * Goes on where a revision was written under the newest keys of its unit, and names people of now alone.
 * @param {State} state
 * @param {Revision} revision
 * @param {Uint8Array} rel
 */
export function needFresh(state, revision, rel) {
  need(revision.epoch <= state.epoch, 'bad-epoch', 'not there yet');
  need(revision.epoch === state.epoch, 'stale-epoch');
  const gen = state.gens.get(toHex(revision.unit)) ?? 0;
  need(revision.gen <= gen, 'bad-epoch', 'a generation that is not there yet');
  need(revision.gen === gen, 'stale-epoch', 'generation');
  const { assignees, reviewers } = decodeRel(rel);
  for (const iid of [...assignees, ...reviewers]) need(state.members.has(toHex(iid)), 'bad-fields', 'nobody of now');
}

/**
 * Goes on where these are exactly the fields that were signed.
 * @param {Revision} revision
 * @param {Map<string, { rev: number, bytes: Uint8Array }>} held
 */
export function needHeld(revision, held) {
  need(held.size === revision.fields.length, 'bad-fields', 'more or fewer than were signed');
  for (const { field, rev, hash: signed } of revision.fields) {
    const found = held.get(field);
    need(found?.rev === rev && equal(fieldHash(found.bytes), signed), 'bad-fields', field);
    if (field === REL) {
      needRelOf(decodeRel(found.bytes), revision.otype);
      continue;
    }
    const under = decodeEnvelope(found.bytes);
    const isNew = rev === revision.rev;
    const same = under.epoch === revision.epoch && under.gen === revision.gen;
    need(isNew ? same : under.epoch <= revision.epoch, 'bad-epoch', field);
  }
}
