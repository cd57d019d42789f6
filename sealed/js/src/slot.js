// Slots: the root key of an identity, wrapped for each way to it (passphrase, recovery secret, passkey).

import { NONCE, OVERHEAD, open, seal } from './aead.js';
import { nameParts } from './account.js';
import { cat, sized } from './bytes.js';
import { unreadable } from './error.js';
import { derive, frame } from './frame.js';
import { decode } from './reader.js';
import { u32, u8, v8 } from './writer.js';

/** @import { Random } from './bytes.js' */
/** @import { Name } from './account.js' */
/** @import { Parameters } from './kdf.js' */

/** @typedef {{ kind: 1, ksalt: Uint8Array } & Parameters} PassphraseHead */
/** @typedef {PassphraseHead | { kind: 2 } | { kind: 3, credential: Uint8Array }} SlotHead */
/** @typedef {{ head: SlotHead, sealed: Uint8Array }} Slot */

const WRAPPED = NONCE + 32 + OVERHEAD;

/** @param {SlotHead} head */
export function encodeSlotHead(head) {
  const begin = cat(u8(1), u8(head.kind));
  switch (head.kind) {
    case 1:
      return cat(begin, u32(head.m), u32(head.t), u8(head.p), sized(head.ksalt, 16));
    case 2:
      return begin;
    case 3:
      return cat(begin, v8(head.credential));
  }
}

/** @param {Slot} slot */
export const encodeSlot = (slot) => cat(encodeSlotHead(slot.head), sized(slot.sealed, WRAPPED));

/**
 * A slot of exactly the length of its kind: it is the one place whose key people can guess.
 * @param {Uint8Array} bytes
 * @returns {Slot}
 */
export function decodeSlot(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    const head = readHead(reader.u8(), reader);
    return { head, sealed: reader.raw(WRAPPED) };
  });
}

/**
 * @param {number} kind
 * @param {import('./reader.js').Reader} reader
 * @returns {SlotHead}
 */
function readHead(kind, reader) {
  if (kind === 1) return { kind, m: reader.u32(), t: reader.u32(), p: reader.u8(), ksalt: reader.raw(16) };
  if (kind === 2) return { kind };
  if (kind === 3) return { kind, credential: reader.v8() };
  throw unreadable('unknown-value', `slot ${kind}`);
}

/**
 * The key of a slot that a passkey opens.
 * @param {Uint8Array} prf what the passkey answers
 */
export const passkeySlotKey = (prf) => derive(prf, 'prf-wrap');

/**
 * @param {SlotHead} head
 * @param {Name} name the one that it was made under, which is kept beside it
 */
const slotAad = (head, name) => frame('slot', ...nameParts(name), encodeSlotHead(head));

/**
 * @param {SlotHead} head
 * @param {Name} name
 * @param {Uint8Array} slotKey
 * @param {Uint8Array} rootKey
 * @param {Random} random
 */
export const sealSlot = (head, name, slotKey, rootKey, random) =>
  encodeSlot({ head, sealed: seal(slotKey, slotAad(head, name), sized(rootKey, 32), random) });

/**
 * The root key.
 * @param {Uint8Array} bytes
 * @param {Name} name
 * @param {Uint8Array} slotKey
 */
export function openSlot(bytes, name, slotKey) {
  const { head, sealed } = decodeSlot(bytes);
  return open(slotKey, slotAad(head, name), sealed);
}
