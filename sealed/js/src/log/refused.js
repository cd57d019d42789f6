// Why an entry is not valid, inside of a fold. The words are those of the test vectors, and stay the same.

export class Refused extends Error {
  /** @param {string} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * @param {string} why
 * @returns {never}
 */
export function refuse(why) {
  throw new Refused(why);
}

/**
 * Goes on where something holds.
 * @param {boolean} holds
 * @param {string} why
 * @returns {asserts holds}
 */
export function must(holds, why) {
  if (!holds) throw new Refused(why);
}
