// Boxes that people keep at the server for themselves alone: their own devices seal and open them (docs/sealed.md §3.2). They are of no
// pursuance.

import { fromBase64url, fromHex, toHex } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { openPersonal } from '../../pbox.js';
import { needThat, orElse } from '../trouble.js';

/** @import { Random } from '../../bytes.js' */
/** @import { BoxKind } from '../../pbox.js' */
/** @import { Ask } from '../doors.js' */
/** @import { Own } from '../opening.js' */

/** @typedef {Exclude<BoxKind, 'draft'>} KeptKind drafts stay on their device */
/** @typedef {{ oid: Uint8Array, text: Uint8Array | undefined }} Found `text`: none where it was sealed under other keys, or is no box */

export const DOOR = '/sealed/boxes';
const OID = /^[0-9a-f]{32}$/;

/** Boxes that are there; `boxing.js` writes them. */
export class Boxes {
  /**
   * @param {{ ask: Ask, random: Random }} device
   * @param {Own} me
   * @param {...Own} former keys that these replaced: what they sealed is still one's own
   */
  constructor({ ask, random }, me, ...former) {
    this.ask = ask;
    this.random = random;
    this.me = me;
    this.own = [me, ...former];
  }

  /**
   * Those of a kind, or the one with an id.
   * @param {KeptKind} kind
   * @param {Uint8Array} [oid]
   * @returns {Promise<Found[]>}
   */
  async list(kind, oid) {
    const { items } = await this.ask('GET', `${DOOR}?kind=${kind}${oid ? `&oid=${toHex(oid)}` : ''}`);
    /** @type {unknown[]} */
    const all = Array.isArray(items) ? items : [];
    return all.map((item) => {
      const { oid: id, sealed } = /** @type {Record<string, unknown>} */ (Object(item));
      needThat(typeof id === 'string' && OID.test(id) && typeof sealed === 'string', 'failed');
      const [place, bytes] = [fromHex(id), orElse('failed', () => fromBase64url(sealed))];
      return { oid: place, text: this.#open(kind, place, bytes) };
    });
  }

  /**
   * @param {KeptKind} kind
   * @param {Uint8Array} oid
   * @param {Uint8Array} bytes
   */
  #open(kind, oid, bytes) {
    for (const { iid, rootKey } of this.own) {
      try {
        return openPersonal({ iid, kind, oid }, rootKey, bytes);
      } catch (error) {
        if (!(error instanceof SealedError)) throw error;
      }
    }
    return undefined;
  }
}
