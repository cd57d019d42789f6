// The last act of somebody, as far as it can be taken back: kept for ten minutes, since most pages come anew after a press.
//
// It keeps signed revisions with their ciphertexts, as this device keeps them of every object.

import { toHex } from '../../bytes.js';

/** @import { Batch } from './changes.js' */
/** @import { Group } from './group.js' */

/**
 * @typedef {object} Act
 * @property {number} at
 * @property {Batch[]} batches
 * @property {boolean} [isBack] it was taken back, which is said once
 * @property {boolean} [isSeen] its line stood on top of a page
 */

/** So long it is taken back, as on pages of open pursuances. */
export const WITHIN = 600_000;

/** @param {Group} group */
const keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;

/**
 * @param {Group} group
 * @param {Act} act
 */
export const keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);

/**
 * Keeps what was done, in place of what was done before.
 * @param {Group} group
 * @param {Batch[]} batches none: it cannot be taken back
 */
export async function remember(group, batches) {
  await keepAct(group, { at: group.device.now(), batches });
}

/**
 * The last act, if it can be taken back, or could a moment ago.
 * @param {Group} group
 * @returns {Promise<Act | undefined>}
 */
export async function lastAct(group) {
  const act = /** @type {Act | undefined} */ (await group.device.localStore.get(keyOfActs(group)));
  if (!act || group.device.now() > act.at + WITHIN) return undefined;
  return act.batches.length > 0 || act.isBack ? act : undefined;
}
