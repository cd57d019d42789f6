// The messages of a sender about a task, which name each other: whether one is missing, or another one stood in its place.

import { equal, isZero, zeros } from '../../bytes.js';

/** @import { Group } from './group.js' */
/** @import { End } from './talking.js' */

/** @typedef {{ seq: number, hash: Uint8Array }} Place in the chain of a sender */
/** @typedef {{ oid: string, seq: number, hash: Uint8Array | undefined, prev: Uint8Array | undefined }} Link of a chain */

/**
 * Whether the messages of a sender follow each other, from the oldest that is known. What is not there any more is one that was ended.
 * @param {Group} group
 * @param {Link[]} links by their numbers
 * @param {{ shut: Set<number>, closed: number }} unread
 * @param {Map<string, End>} ends
 */
export function followed(group, links, { shut, closed }, ends) {
  /** @type {Place | undefined} */
  let last;
  for (const { oid, seq, hash, prev } of links) {
    const isNext = last?.seq === seq - 1;
    const isFirst = seq === 1 && prev !== undefined && !equal(prev, zeros(32));
    const isOther = isNext && last && prev && !isZero(last.hash) && !equal(prev, last.hash);
    if (isOther || isFirst) group.lies.raise('substituted', `chat/${oid}`, ['another one stood before it']);
    // Up to the first that is missing: a number is whatever its sender signed, and may be far away.
    let before = (last?.seq ?? seq - 1) + 1;
    while (before < seq && shut.has(before)) before += 1;
    const isWhole = before >= seq;
    const known = hash ?? ends.get(oid)?.hash;
    // A server that leaves something out or deletes it, or a member who had it deleted and did not sign that.
    if (group.isWhole && (!isWhole || (!known && closed === 0))) group.lies.raise('withheld', `chat/${oid}`, [`${seq}`]);
    last = known && { seq, hash: known };
  }
  return last;
}
