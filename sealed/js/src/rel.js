// The relations of an object that the server sees, too: they are signed, so that it cannot change them alone.

import { cat, isZero, sized } from './bytes.js';
import { OTYPE } from './envelope.js';
import { need, needRead } from './error.js';
import { Reader, decode } from './reader.js';
import { list, u16, u8 } from './writer.js';

/**
 * @typedef {object} Rel
 * @property {Uint8Array} parent zero: none
 * @property {number} phase see PHASE
 * @property {Uint8Array[]} assignees
 * @property {Uint8Array[]} reviewers
 * @property {number} dueWeek whole weeks since Monday, 5 January 1970; 0: none
 * @property {Uint8Array[]} waitsFor
 * @property {number} flags see FLAG
 */

export const PHASE = Object.freeze({
  new: 0,
  helpWanted: 1,
  started: 2,
  inProgress: 3,
  readyForReview: 5,
  inReview: 6,
  done: 7,
  dropped: 8,
});
/** It is shown over another phase, and never signed. */
const BLOCKED = 4;
export const FLAG = Object.freeze({ needsNoReview: 1, archived: 2, inTrash: 4 });
const ALL_FLAGS = 7;

/** @param {Rel} rel */
export const encodeRel = (rel) =>
  cat(
    u8(1),
    sized(rel.parent, 16),
    u8(rel.phase),
    list(rel.assignees.map((iid) => sized(iid, 32))),
    list(rel.reviewers.map((iid) => sized(iid, 32))),
    u16(rel.dueWeek),
    list(rel.waitsFor.map((oid) => sized(oid, 16))),
    u8(rel.flags),
  );

/** @param {Reader} reader */
function readPhase(reader) {
  const phase = reader.upTo(PHASE.dropped);
  needRead(phase !== BLOCKED, 'unknown-value', 'a phase that is never signed');
  return phase;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Rel}
 */
export function decodeRel(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    return {
      parent: reader.raw(16),
      phase: readPhase(reader),
      assignees: reader.list(32),
      reviewers: reader.list(32),
      dueWeek: reader.u16(),
      waitsFor: reader.list(16),
      flags: reader.upTo(ALL_FLAGS),
    };
  });
}

/** The relations of an object that is no task. */
export function plainRel(flags = 0) {
  /** @type {Rel} */
  const rel = { parent: new Uint8Array(16), phase: 0, assignees: [], reviewers: [], dueWeek: 0, waitsFor: [], flags };
  return rel;
}

/**
 * Goes on where an object of this sort may have these relations.
 * @param {Rel} rel
 * @param {number} otype
 */
export function needRelOf(rel, otype) {
  if (otype === OTYPE.task) return;
  const people = rel.assignees.length + rel.reviewers.length + rel.waitsFor.length;
  const isPlain = isZero(rel.parent) && rel.phase === 0 && people === 0 && rel.dueWeek === 0;
  need(isPlain && (rel.flags & FLAG.needsNoReview) === 0, 'bad-fields', 'relations of a task');
}

const MONDAY = /* @__PURE__ */ Date.UTC(1970, 0, 5);
const WEEK = 604_800_000;

/**
 * The week of a due time.
 * @param {number} ms
 */
export const weekOf = (ms) => Math.max(0, Math.floor((ms - MONDAY) / WEEK));
