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

export const REASONS = [...OF_SERVERS, ...OF_DEVICES];

/** @typedef {(typeof OF_SERVERS)[number] | (typeof OF_DEVICES)[number]} Reason */

export class SealedError extends Error {
  /**
   * @param {Reason} reason what was wrong, for programs
   * @param {string} [detail] where it was wrong, for those who look for a mistake
   */
  constructor(reason, detail = '') {
    super(detail ? `${reason}: ${detail}` : reason);
    this.name = 'SealedError';
    this.reason = reason;
    this.detail = detail;
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
