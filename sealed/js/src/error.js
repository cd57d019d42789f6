// The one error of these modules: what came from outside is refused, with a reason that stays the same.

/** Reasons that a server answers with, too. */
const OF_SERVERS = /** @type {const} */ ([
  'bad-signature',
  'bad-author',
  'bad-epoch',
  'bad-padding',
  'bad-length',
  'bad-number',
  'bad-fields',
  'does-not-fold',
  'seals-incomplete',
  'too-many',
  'too-large',
  'signature-needed',
  'clear-text-refused',
  'stale-log',
  'stale-revision',
  'stale-epoch',
  'enough-seals',
]);

/** Reasons that only a device has: it alone holds keys and passphrases, and is handed codes by people. */
const OF_DEVICES = /** @type {const} */ (['does-not-open', 'bad-code', 'weak-passphrase', 'weak-parameters', 'no-argon2']);

export const REASONS = /* @__PURE__ */ /** @type {string[]} */ ([]).concat(OF_SERVERS, OF_DEVICES);

/** @typedef {(typeof OF_SERVERS)[number] | (typeof OF_DEVICES)[number]} Reason */

/** Faults of bytes that cannot be read, and the answer of a server to each. */
const UNREADABLE = /** @type {const} */ ({
  truncated: 'bad-length',
  'trailing-bytes': 'bad-length',
  length: 'bad-length',
  'unknown-version': 'bad-fields',
  'number-too-great': 'bad-number',
  'not-utf-8': 'bad-fields',
  'not-in-order': 'bad-fields',
  padding: 'bad-padding',
  'too-large': 'too-large',
  'too-many': 'too-many',
  'unknown-value': 'bad-fields',
});

/** @typedef {keyof typeof UNREADABLE} Unreadable */

export class SealedError extends Error {
  /**
   * @param {Reason} reason what was wrong, for programs
   * @param {string} [detail] where it was wrong, for those who look for a mistake
   * @param {string} [why] the same reason in finer words, those of all implementations
   */
  constructor(reason, detail = '', why = reason) {
    super(detail ? `${reason}: ${detail}` : reason);
    this.name = 'SealedError';
    this.reason = reason;
    this.detail = detail;
    this.why = why;
  }
}

/**
 * Goes on only where something holds.
 * @param {boolean} holds
 * @param {Reason} reason
 * @param {string} [detail]
 * @returns {asserts holds}
 */
export function need(holds, reason, detail) {
  if (!holds) throw new SealedError(reason, detail);
}

/**
 * Bytes that are no object of the kind that was asked for.
 * @param {Unreadable} why
 * @param {string} [detail]
 */
export const unreadable = (why, detail) => new SealedError(UNREADABLE[why], detail, why);

/**
 * Goes on reading only where something holds.
 * @param {boolean} holds
 * @param {Unreadable} why
 * @param {string} [detail]
 * @returns {asserts holds}
 */
export function needRead(holds, why, detail) {
  if (!holds) throw unreadable(why, detail);
}
