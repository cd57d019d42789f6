// Assertions of the vectors. They run in Node.js and in a page, so they use neither.

/**
 * @param {boolean} holds
 * @param {string} what
 */
export function ok(holds, what) {
  if (!holds) throw new Error(what);
}

/**
 * @param {Uint8Array | string | number | null | undefined} found
 * @param {Uint8Array | string | number | null | undefined} wanted bytes as hexadecimal digits
 * @param {string} what
 */
export function same(found, wanted, what) {
  const [a, b] = [found, wanted].map((one) => (one instanceof Uint8Array ? hex(one) : one));
  ok(a === b, `${what}: ${a} in place of ${b}`);
}

/** @param {Uint8Array} bytes */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * The reason with which something is refused.
 * @param {() => unknown} act
 */
export function reason(act) {
  try {
    act();
  } catch (error) {
    if (error instanceof Error && error.name === 'SealedError' && 'reason' in error) return String(error.reason);
    throw error;
  }
  return null;
}

/**
 * Something that answers later, once it has: as what answers at once.
 * @param {() => Promise<unknown>} act
 * @returns {Promise<() => unknown>}
 */
export const settled = (act) =>
  act().then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );

/**
 * @param {() => unknown} act
 * @param {string} wanted
 * @param {string} what
 */
export const refused = (act, wanted, what) => same(reason(act), wanted, what);

/**
 * Gives these bytes, one piece for each time that randomness is asked for.
 * @param {...Uint8Array} pieces
 */
export function fixed(...pieces) {
  const left = [...pieces];
  return (/** @type {number} */ length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`randomness of ${length} bytes was not expected`);
    return next;
  };
}
