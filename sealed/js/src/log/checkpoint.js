// Checkpoints: one hash of the newest revision of every object, so that none is kept back unseen.

import { cat, compare, sized, zeros } from '../bytes.js';
import { hash } from '../frame.js';
import { u64 } from '../writer.js';

/** @typedef {{ oid: Uint8Array, rev: number, hash: Uint8Array }} Leaf */

/**
 * The Merkle root of all objects; zero where there are none. An odd one goes up as it is.
 * @param {Leaf[]} objects
 */
export function merkleRoot(objects) {
  const leaves = objects.map(({ oid, rev, hash: last }) => cat(sized(oid, 16), u64(rev), sized(last, 32)));
  let row = leaves.sort(compare).map((leaf) => hash('leaf', leaf));
  while (row.length > 1) {
    row = row.flatMap((left, at) => {
      if (at % 2 === 1) return [];
      const right = row[at + 1];
      return [right ? hash('node', left, right) : left];
    });
  }
  return row[0] ?? zeros(32);
}
