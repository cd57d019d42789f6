// Fields of objects, once they are opened.

import { cat, equal, fromUtf8, isZero, sized, utf8 } from './bytes.js';
import { OTYPE } from './envelope.js';
import { SealedError, need, needRead } from './error.js';
import { decode } from './reader.js';
import { counted, str, u32, u64, u8 } from './writer.js';

/** @typedef {{ name: string, level: number }} SkillOf a skill of a person: 0 does it, 1 learns it, 2 teaches it */
/** @typedef {{ unit: Uint8Array, otype: number, oid: Uint8Array }} ObjectPlace */

/** The flag of a revision that only renews ciphertexts. */
export const RENEWED = { field: 'x', text: 'reenc' };
export const MOST_SKILLS = 32;
const LEAST_LIFE = 60;
const MOST_LIFE = 7_776_000;

const TEXT = { encode: utf8, decode: fromUtf8 };
const SKILLS = {
  /** @param {string[]} names */
  encode: (names) => encodeSome(names.map(str)),
  /** @param {Uint8Array} bytes */
  decode: (bytes) => decode(bytes, (reader) => reader.counted(() => reader.str(), MOST_SKILLS)),
};
const DUE = {
  /** @param {number} ms */
  encode: (ms) => u64(ms),
  /** @param {Uint8Array} bytes */
  decode: (bytes) => decode(bytes, (reader) => reader.u64()),
};
const LEVELS = {
  /** @param {SkillOf[]} skills */
  encode: (skills) => encodeSome(skills.map(({ name, level }) => cat(str(name), choice(2).encode(level)))),
  /** @param {Uint8Array} bytes */
  decode: (bytes) =>
    decode(bytes, (reader) => reader.counted(() => ({ name: reader.str(), level: reader.upTo(2) }), MOST_SKILLS)),
};
const LIFE = {
  /** @param {number} seconds */
  encode: (seconds) => u32(needLife(seconds)),
  /** @param {Uint8Array} bytes */
  decode: (bytes) => decode(bytes, (reader) => needLife(reader.u32())),
};

/** @param {Uint8Array[]} parts */
function encodeSome(parts) {
  needRead(parts.length <= MOST_SKILLS, 'too-many', 'skills');
  return counted(parts);
}

/**
 * A byte that is one of few.
 * @param {number} most
 */
const choice = (most) => ({
  /** @param {number} value */
  encode: (value) => {
    needRead(value <= most, 'unknown-value');
    return u8(value);
  },
  /** @param {Uint8Array} bytes */
  decode: (bytes) => decode(bytes, (reader) => reader.upTo(most)),
});

/** @param {number} seconds */
function needLife(seconds) {
  needRead(seconds === 0 || (seconds >= LEAST_LIFE && seconds <= MOST_LIFE), 'unknown-value', 'life of messages');
  return seconds;
}

/** How each field is written and read. The field `meta` of files is in `file.js`, the field `chat` in `chat.js`. */
export const FIELD = Object.freeze({
  text: TEXT,
  skills: SKILLS,
  due: DUE,
  size: choice(2),
  urgency: choice(1),
  levels: LEVELS,
  life: LIFE,
});

/** @type {Map<number, string[]>} */
const FIELDS = new Map([
  [OTYPE.pursuance, ['mission', 'name']],
  [OTYPE.task, ['desc', 'due', 'size', 'skills', 'title', 'urgency']],
  [OTYPE.file, ['meta']],
  [OTYPE.profile, ['name', 'skills']],
  [OTYPE.delegation, ['text']],
  [OTYPE.room, ['life', 'name', 'topic']],
  [OTYPE.block, ['text']],
]);

/**
 * Whether objects of this sort have this field at all.
 * @param {number} otype
 * @param {string} field
 */
export const hasField = (otype, field) =>
  field === 'rel' || field === RENEWED.field || (otype === OTYPE.chat ? ['chat'] : (FIELDS.get(otype) ?? [])).includes(field);

/**
 * Goes on where objects of this sort have this field in their revisions.
 * @param {number} otype
 * @param {string} field
 */
export function needField(otype, field) {
  if (!FIELDS.has(otype)) throw new SealedError('bad-fields', `objects of sort ${otype} have no revisions`);
  need(hasField(otype, field), 'bad-fields', field);
}

/**
 * Goes on where an object of this sort may stand there.
 * @param {ObjectPlace} place
 * @param {Uint8Array} actor
 */
export function needPlace({ unit, otype, oid }, actor) {
  const holds = {
    [OTYPE.pursuance]: () => isZero(unit) && isZero(oid),
    [OTYPE.task]: () => equal(unit, oid) && !isZero(oid),
    [OTYPE.file]: () => !isZero(unit),
    [OTYPE.profile]: () => isZero(unit) && equal(oid, sized(actor, 32).slice(0, 16)),
    [OTYPE.delegation]: () => !isZero(unit),
    [OTYPE.room]: () => equal(unit, oid) && !isZero(oid),
    [OTYPE.block]: () => !isZero(unit),
  }[otype];
  need(holds?.() ?? false, 'bad-fields', 'an object of this sort does not stand there');
}
