// Boxes (`boxes.js`), written and thrown away.

import { toHex } from '../../bytes.js';
import { sealPersonal } from '../../pbox.js';
import { DOOR } from './boxes.js';

/** @import { Boxes, KeptKind } from './boxes.js' */

/**
 * @param {Boxes} boxes
 * @param {KeptKind} kind
 * @param {Uint8Array} oid
 * @param {Uint8Array} text
 */
export async function putBox({ me: { iid, rootKey }, random, ask }, kind, oid, text) {
  const sealed = sealPersonal({ iid, kind, oid }, rootKey, text, random);
  await ask('POST', DOOR, { kind, oid: toHex(oid), sealed });
}

/**
 * @param {Boxes} boxes
 * @param {KeptKind} kind
 * @param {Uint8Array} oid
 */
export async function forgetBox({ ask }, kind, oid) {
  await ask('POST', DOOR, { kind, oid: toHex(oid) });
}
