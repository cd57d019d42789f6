// Skills as tags that a server can compare and not read.

import { compare, utf8 } from './bytes.js';
import { need } from './error.js';
import { MOST_SKILLS } from './fields.js';
import { frame, mac } from './frame.js';
import { v16 } from './writer.js';

/** @import { Random } from './bytes.js' */

const TAG = 16;
/** Profiles are filled up to a multiple of this. */
export const STEP = 4;
/** Blank between words: the signs that end lines, the tab and the space, and none else of what Unicode counts as blank. */
const BLANK = /[\t-\r ]+/g;

/**
 * The one way to write a skill.
 * @param {string} name
 */
export const normalSkill = (name) =>
  name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(BLANK, ' ').replace(/^ | $/g, '');

/**
 * @param {Uint8Array} tagKey
 * @param {string} name
 */
export const skillTag = (tagKey, name) =>
  mac(tagKey, frame('tag', v16(utf8(normalSkill(name))))).slice(0, TAG);

/**
 * The tags of a task or a profile, sorted, each once.
 * @param {Uint8Array} tagKey
 * @param {string[]} names
 */
export function skillTags(tagKey, names) {
  need(names.length <= MOST_SKILLS, 'too-many', 'skills');
  const tags = names.map((name) => skillTag(tagKey, name)).sort(compare);
  return tags.filter((tag, at) => compare(tag, tags[at - 1] ?? new Uint8Array(0)) !== 0);
}

/**
 * The tags of a profile: with others that nobody has, so that it tells less how many there are.
 * @param {Uint8Array[]} tags
 * @param {Random} random
 */
export function padTags(tags, random) {
  const more = (STEP - (tags.length % STEP)) % STEP;
  return [...tags, ...Array.from({ length: more }, () => random(TAG))].sort(compare);
}
