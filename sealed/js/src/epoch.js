// An epoch: one secret of all members, and every key that comes from it.

import { NONCE, OVERHEAD, open, seal } from './aead.js';
import { cat, equal, sized } from './bytes.js';
import { SealedError, need } from './error.js';
import { derive, expander, frame, hash } from './frame.js';
import { hpkeOpen, hpkeSeal } from './hpke.js';
import { decode } from './reader.js';
import { u32, u8, v16 } from './writer.js';
import { x25519Public } from './x25519.js';

/** @import { Random } from './bytes.js' */

/** @typedef {{ epoch: number, to: Uint8Array, enc: Uint8Array, ct: Uint8Array }} Seal */
/** @typedef {{ epoch: number, kc: Uint8Array, epk: Uint8Array }} Promised what the log says of an epoch */

export const PREV_BOX = NONCE + 32 + OVERHEAD;
const SEALED_SECRET = 32 + OVERHEAD;

/**
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es
 */
export function epochKeys(pid, epoch, es) {
  const key = (/** @type {string} */ label) => derive(es, `epoch/${label}`, sized(pid, 32), u32(epoch));
  const xSecret = key('x25519');
  return { content: contentKey(pid, epoch, es), tag: key('tag'), prev: key('prev'), xSecret, xKey: x25519Public(xSecret) };
}

/**
 * The one that the keys of all tasks come from, without the others.
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es
 */
export const contentKey = (pid, epoch, es) => derive(es, 'epoch/content', sized(pid, 32), u32(epoch));

/**
 * The one that tags of skills are made with.
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es
 */
export const tagKey = (pid, epoch, es) => derive(es, 'epoch/tag', sized(pid, 32), u32(epoch));

/**
 * Commitment of the signed log to the secret (`kc`): nobody gives one member another secret than the rest.
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es
 */
export const commitment = (pid, epoch, es) => hash('epoch-commit', sized(pid, 32), u32(epoch), sized(es, 32));

/**
 * The key of one task or room.
 * @param {Uint8Array} content
 * @param {Uint8Array} unit
 * @param {number} gen
 */
export const unitKey = (content, unit, gen) => unitKeys(content)(unit, gen);

/**
 * The same for many of them.
 * @param {Uint8Array} content
 * @returns {(unit: Uint8Array, gen: number) => Uint8Array}
 */
export function unitKeys(content) {
  const expand = expander(content);
  return (unit, gen) => expand(frame('unit', sized(unit, 16), u32(gen)));
}

/**
 * The secret of the epoch before, for members of this one.
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es of this epoch
 * @param {Uint8Array} before
 * @param {Random} random
 */
export const sealPrevious = (pid, epoch, es, before, random) =>
  seal(epochKeys(pid, epoch, es).prev, frame('prev', pid, u32(epoch)), sized(before, 32), random);

/**
 * Goes on where a secret is the one that the log promises: by its commitment, and by the key that others seal to.
 * @param {Uint8Array} pid
 * @param {Promised} promised
 * @param {Uint8Array} es
 */
function needPromised(pid, { epoch, kc, epk }, es) {
  const isPromised = equal(commitment(pid, epoch, es), kc) && equal(epochKeys(pid, epoch, es).xKey, epk);
  if (!isPromised) throw new SealedError('bad-epoch', 'another secret than that of the log', 'mismatch');
}

/**
 * The secret of the epoch before. It counts only if it fits what the log says of that one.
 * @param {Uint8Array} pid
 * @param {Promised} before
 * @param {Uint8Array} es of the epoch that follows
 * @param {Uint8Array} box
 */
export function openPrevious(pid, before, es, box) {
  const epoch = before.epoch + 1;
  const found = open(epochKeys(pid, epoch, es).prev, frame('prev', pid, u32(epoch)), sized(box, PREV_BOX));
  needPromised(pid, before, found);
  return found;
}

/** @param {Seal} record */
export const encodeSeal = ({ epoch, to, enc, ct }) =>
  cat(u8(1), u8(1), u32(epoch), sized(to, 32), sized(enc, 32), v16(sized(ct, SEALED_SECRET)));

/**
 * @param {Uint8Array} bytes
 * @returns {Seal}
 */
export function decodeSeal(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    reader.fixed();
    const seal = { epoch: reader.u32(), to: reader.raw(32), enc: reader.raw(32) };
    return { ...seal, ct: sized(reader.v16(), SEALED_SECRET) };
  });
}

/**
 * @param {Uint8Array} pid
 * @param {number} epoch
 */
export const sealInfo = (pid, epoch) => frame('seal', sized(pid, 32), u32(epoch));

/**
 * @param {Uint8Array} to
 * @param {Uint8Array} kc
 */
export const sealAad = (to, kc) => frame('seal-aad', sized(to, 32), sized(kc, 32));

/**
 * The secret of an epoch for one member. Only members of the folded log get one.
 * @param {Uint8Array} pid
 * @param {number} epoch
 * @param {Uint8Array} es
 * @param {{ iid: Uint8Array, xKey: Uint8Array }} member
 * @param {Random} random
 */
export async function sealSecret(pid, epoch, es, { iid, xKey }, random) {
  const kc = commitment(pid, epoch, es);
  return encodeSeal({ epoch, to: iid, ...(await hpkeSeal(xKey, sealInfo(pid, epoch), sealAad(iid, kc), es, random)) });
}

/**
 * The secret of an epoch, if it is the one that the log names.
 * @param {Uint8Array} pid
 * @param {{ iid: Uint8Array, xSecret: Uint8Array }} me
 * @param {Promised} promised
 * @param {Uint8Array} bytes
 */
export async function openSeal(pid, { iid, xSecret }, promised, bytes) {
  const { epoch, to, enc, ct } = decodeSeal(bytes);
  need(equal(to, iid), 'bad-author', 'sealed to somebody else');
  if (epoch !== promised.epoch) throw new SealedError('bad-epoch', 'a seal of another epoch', 'mismatch');
  const es = await hpkeOpen(xSecret, enc, sealInfo(pid, epoch), sealAad(iid, promised.kc), ct);
  needPromised(pid, promised, es);
  return es;
}
