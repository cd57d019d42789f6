// Boxes (`boxes.js`), written and thrown away.

import { equal, toHex } from '../../bytes.js';
import { derive } from '../../frame.js';
import { sealPersonal } from '../../pbox.js';
import { needThat } from '../trouble.js';
import { DOOR } from './boxes.js';

/** @import { Keys } from '../../identity.js' */
/** @import { Own } from '../opening.js' */
/** @import { Boxes, KeptKind } from './boxes.js' */

/**
 * The root key where the keys came in a file, which holds none (docs/sealed.md §3.3): no other device has it. By the keys, so that what it
 * sealed here opens after the next sign-in by the file, too.
 * @param {Keys} keys
 */
export const rootOfFile = ({ edSeed }) => derive(edSeed, 'file-root');

/**
 * Boxes are for all devices: what this one alone could open would take the place of what all of them open.
 * @param {Own} me
 */
export const isOfFile = ({ rootKey, keys }) => equal(rootKey, rootOfFile(keys));

/**
 * @param {Boxes} boxes
 * @param {KeptKind} kind
 * @param {Uint8Array} oid
 * @param {Uint8Array} [text] none: the box is thrown away
 */
export async function putBox({ me, random, ask }, kind, oid, text) {
  needThat(!isOfFile(me), 'file-root');
  const sealed = text && sealPersonal({ iid: me.iid, kind, oid }, me.rootKey, text, random);
  await ask('POST', DOOR, { kind, oid: toHex(oid), sealed });
}
