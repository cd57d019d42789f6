// The keys of a person, the card that others get of them, and the box they lie in.

import { cat, equal, sized } from './bytes.js';
import { SealedError, need } from './error.js';
import { frame, hash } from './frame.js';
import { NONCE, OVERHEAD, open, seal } from './aead.js';
import { Reader, decode } from './reader.js';
import { SIGNATURE, needSigned, publicKey, sign } from './sign.js';
import { u64, u8 } from './writer.js';
import { isSealable, x25519Public } from './x25519.js';

/** @import { Random } from './bytes.js' */

/** @typedef {{ edSeed: Uint8Array, xSecret: Uint8Array, created: number }} Keys */
/** @typedef {{ edKey: Uint8Array, xKey: Uint8Array, created: number, signature: Uint8Array }} Card */

export const KEYS = 73;
export const CARD = KEYS + SIGNATURE;
export const IDBOX = 2 + NONCE + KEYS + OVERHEAD;
export const ROOTBOX = 2 + NONCE + 32 + OVERHEAD;

/**
 * @param {number} created
 * @param {Random} random
 * @returns {Keys}
 */
export const newKeys = (created, random) => ({ edSeed: random(32), xSecret: random(32), created });

/** @param {Keys} keys */
export const encodeKeys = (keys) => cat(u8(1), sized(keys.edSeed, 32), sized(keys.xSecret, 32), u64(keys.created));

/** @param {Reader} reader */
function readKeys(reader) {
  reader.fixed();
  return { edSeed: reader.raw(32), xSecret: reader.raw(32), created: reader.u64() };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Keys}
 */
export const decodeKeys = (bytes) => decode(bytes, readKeys);

/**
 * The id of an identity, by its public keys.
 * @param {Uint8Array} edKey
 * @param {Uint8Array} xKey
 */
export const identityId = (edKey, xKey) => hash('iid', sized(edKey, 32), sized(xKey, 32));

/** @param {Keys} keys */
export const idOfKeys = (keys) => identityId(publicKey(keys.edSeed), x25519Public(keys.xSecret));

/** @param {Card} card */
export const idOfCard = (card) => identityId(card.edKey, card.xKey);

/** @param {Card} card */
export const encodeCard = (card) =>
  cat(u8(1), sized(card.edKey, 32), sized(card.xKey, 32), u64(card.created), sized(card.signature, SIGNATURE));

/**
 * @param {Reader} reader
 * @returns {Card}
 */
export function readCard(reader) {
  reader.fixed();
  return { edKey: reader.raw(32), xKey: reader.raw(32), created: reader.u64(), signature: reader.raw(SIGNATURE) };
}

/**
 * The card as it stands there; [`checkedCard`] asks whether it holds.
 * @param {Uint8Array} bytes
 * @returns {Card}
 */
export const decodeCard = (bytes) => decode(bytes, readCard);

/**
 * A card that its own key has signed, and to whose other key something can be sealed: else one member stops every rotation.
 * @param {Uint8Array} bytes
 */
export function checkedCard(bytes) {
  const card = decodeCard(bytes);
  needSigned(bytes, card.edKey, 'card');
  need(isSealable(card.xKey), 'bad-signature', 'nothing can be sealed to this card');
  return card;
}

/**
 * @param {Keys} keys
 * @returns {Card}
 */
export function makeCard(keys) {
  const open = { edKey: publicKey(keys.edSeed), xKey: x25519Public(keys.xSecret), created: keys.created };
  const body = cat(u8(1), open.edKey, open.xKey, u64(open.created));
  return { ...open, signature: sign(keys.edSeed, 'card', body) };
}

const boxHead = () => cat(u8(1), u8(1));

/**
 * @param {Keys} keys
 * @param {Uint8Array} rootKey
 * @param {Random} random
 */
export const sealIdBox = (keys, rootKey, random) =>
  cat(boxHead(), seal(rootKey, frame('idbox', idOfKeys(keys)), encodeKeys(keys), random));

/**
 * Refuses a box of another length before anything is opened.
 * @param {Uint8Array} bytes
 */
export function decodeIdBox(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    reader.fixed();
    sized(bytes, IDBOX);
    return { sealed: reader.rest() };
  });
}

/** @param {{ sealed: Uint8Array }} box */
export const encodeIdBox = (box) => cat(boxHead(), box.sealed);

/**
 * The keys in a box that was made for an identity. Whether they are its keys is asked by [`needKeysOf`].
 * @param {Uint8Array} bytes
 * @param {Uint8Array} rootKey
 * @param {Uint8Array} iid
 */
export const unsealIdBox = (bytes, rootKey, iid) =>
  decodeKeys(open(rootKey, frame('idbox', sized(iid, 32)), decodeIdBox(bytes).sealed));

/**
 * The keys of the identity that is meant, and no others.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} rootKey
 * @param {Uint8Array} iid
 */
export const openIdBox = (bytes, rootKey, iid) => needKeysOf(unsealIdBox(bytes, rootKey, iid), iid);

/**
 * The root key of replaced keys, whose box it still opens, sealed with the root key that followed.
 * @param {Uint8Array} former
 * @param {Uint8Array} iid of the replaced keys
 * @param {Uint8Array} rootKey
 * @param {Random} random
 */
export const sealFormer = (former, iid, rootKey, random) =>
  cat(boxHead(), seal(rootKey, frame('rootbox', sized(iid, 32)), sized(former, 32), random));

/**
 * @param {Uint8Array} bytes
 * @param {Uint8Array} iid
 * @param {Uint8Array} rootKey
 */
export const openFormer = (bytes, iid, rootKey) =>
  decode(bytes, (reader) => {
    reader.fixed();
    reader.fixed();
    sized(bytes, ROOTBOX);
    return open(rootKey, frame('rootbox', sized(iid, 32)), reader.rest());
  });

/**
 * @param {Keys} keys
 * @param {Uint8Array} iid
 */
export function needKeysOf(keys, iid) {
  if (!equal(idOfKeys(keys), iid)) throw new SealedError('bad-author', 'keys of another identity', 'mismatch');
  return keys;
}
