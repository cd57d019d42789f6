// Compares the objects that should be under the newest key with those that are.

import { isZero, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { PHASE } from '../../rel.js';
import { relOf } from './objects.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/**
 * Tasks whose texts should not stay under an older key: all that is open.
 * @param {Sealed} object
 */
export function isOpenTask(object) {
  if (object.otype !== OTYPE.task) return false;
  const { phase, flags } = relOf(object);
  return phase !== PHASE.done && phase !== PHASE.dropped && (flags & 6) === 0 && !isZero(object.oid);
}

/**
 * @param {Group} group
 * @param {Sealed} object
 * @param {Uint8Array} unit
 */
export function isUnderNewest({ state }, object, unit) {
  return object.epoch === state.epoch && genOf(object) === (state.gens.get(toHex(unit)) ?? 0);
}

/** The generation of a revision stands behind its epoch. @param {Sealed} object */
function genOf({ bytes }) {
  // u8 1 | pid | otype | oid | unit | rev | prev | epoch | gen
  const at = 1 + 32 + 1 + 16 + 16 + 8 + 32 + 4;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}
