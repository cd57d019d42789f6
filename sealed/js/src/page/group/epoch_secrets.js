// The secrets of epochs as a device keeps them: under a key of its own below the root key, and for one identity alone.

import { open, seal } from '../../aead.js';
import { cat, toHex } from '../../bytes.js';
import { derive, frame } from '../../frame.js';
import { decode } from '../../reader.js';
import { u32 } from '../../writer.js';

/** @import { Random } from '../../bytes.js' */
/** @import { EpochSecret } from '../../export.js' */

/** @typedef {{ rootKey: Uint8Array, iid: Uint8Array }} Owner */
/** @typedef {{ sealsAfter: number, secrets: Uint8Array }} KeptOwn */

/**
 * Under which name they are kept.
 * @param {string} id of the pursuance, in hexadecimal
 * @param {Uint8Array} iid
 */
export const ownKey = (id, iid) => `own/${id}/${toHex(iid)}`;

/**
 * @param {Uint8Array} pid
 * @param {Uint8Array} iid
 */
const aadOf = (pid, iid) => frame('device-secrets', pid, iid);

/**
 * @param {Uint8Array} pid
 * @param {Owner} owner
 * @param {Iterable<[number, Uint8Array]>} secrets
 * @param {Random} random
 */
export function sealSecrets(pid, { rootKey, iid }, secrets, random) {
  const each = [...secrets].map(([epoch, es]) => cat(u32(epoch), es));
  const text = cat(Uint8Array.of(each.length >> 8, each.length & 0xff), ...each);
  return seal(derive(rootKey, 'device'), aadOf(pid, iid), text, random);
}

/**
 * @param {Uint8Array} pid
 * @param {Owner} owner
 * @param {Uint8Array} sealed
 * @returns {EpochSecret[]}
 */
export function openSecrets(pid, { rootKey, iid }, sealed) {
  const text = open(derive(rootKey, 'device'), aadOf(pid, iid), sealed);
  return decode(text, (reader) => reader.counted(() => ({ epoch: reader.u32(), es: reader.raw(32) })));
}
