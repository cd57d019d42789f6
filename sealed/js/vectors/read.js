// Reads the vectors.

/** @import { Sealed, Vectors } from './all.js' */

/**
 * The texts of a vector by their names; one that is missing fails.
 * @param {object} vector
 */
export const textsOf = (vector) => (/** @type {string} */ key) => {
  const text = new Map(Object.entries(vector)).get(key);
  if (typeof text !== 'string') throw new Error(`the vector has no text ${key}`);
  return text;
};

/**
 * The same as bytes.
 * @param {Sealed} S
 * @param {object} vector
 */
export const bytesOf = (S, vector) => (/** @type {string} */ key) => S.fromHex(textsOf(vector)(key));

/**
 * @param {Sealed} S
 * @param {Vectors} v
 * @param {'alice' | 'bob'} who
 */
export function keysOf(S, v, who) {
  const of = bytesOf(S, v.identity[who]);
  return { edSeed: of('ed_seed'), xSecret: of('x_sk'), created: S.decodeCard(of('card')).created };
}
