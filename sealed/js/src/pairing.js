// A second device: it shows a code, and the first one puts the identity into a mailbox, sealed to that code.

import { OVERHEAD } from './aead.js';
import { cat, equal, fromCode, sized, toCode } from './bytes.js';
import { need } from './error.js';
import { frame } from './frame.js';
import { hpkeOpen, hpkeSeal } from './hpke.js';
import { CARD, IDBOX, checkedCard, decodeIdBox, encodeCard, idOfCard, makeCard, openIdBox, readCard, sealIdBox } from './identity.js';
import { decode } from './reader.js';
import { u8 } from './writer.js';
import { x25519Public } from './x25519.js';

/** @import { Random } from './bytes.js' */
/** @import { Keys } from './identity.js' */

/** @typedef {{ key: Uint8Array, mailbox: Uint8Array }} Code */
/** @typedef {{ card: Uint8Array, idBox: Uint8Array, enc: Uint8Array, ct: Uint8Array }} Answer */

const MARK = 'pvd1';
const SEALED_ROOT = 32 + OVERHEAD;

/** @param {Code} code */
export const toPairingCode = ({ key, mailbox }) => toCode(MARK, cat(u8(1), sized(key, 32), sized(mailbox, 16)));

/**
 * @param {string} text
 * @returns {Code}
 */
export function fromPairingCode(text) {
  return decode(fromCode(MARK, text), (reader) => {
    reader.fixed();
    return { key: reader.raw(32), mailbox: reader.raw(16) };
  });
}

/**
 * A code for five minutes, and the secret that opens what is sent to it.
 * @param {Random} random
 */
export function newPairing(random) {
  const secret = random(32);
  const code = { key: x25519Public(secret), mailbox: random(16) };
  return { secret, code, text: toPairingCode(code) };
}

/** @param {Answer} answer */
export const encodeAnswer = ({ card, idBox, enc, ct }) =>
  cat(u8(1), sized(card, CARD), sized(idBox, IDBOX), sized(enc, 32), sized(ct, SEALED_ROOT));

/**
 * @param {Uint8Array} bytes
 * @returns {Answer}
 */
export function decodeAnswer(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    const card = encodeCard(readCard(reader));
    const idBox = reader.raw(IDBOX);
    decodeIdBox(idBox);
    return { card, idBox, enc: reader.raw(32), ct: reader.raw(SEALED_ROOT) };
  });
}

/** @param {Uint8Array} mailbox */
export const pairingInfo = (mailbox) => frame('pair', sized(mailbox, 16));

/** @param {Uint8Array} iid */
export const pairingAad = (iid) => frame('pair-aad', sized(iid, 32));

/**
 * The answer of the old device in the mailbox.
 * @param {Code} code
 * @param {Keys} keys
 * @param {Uint8Array} rootKey
 * @param {Random} random
 */
export async function answerPairing({ key, mailbox }, keys, rootKey, random) {
  const card = makeCard(keys);
  const sealed = await hpkeSeal(key, pairingInfo(mailbox), pairingAad(idOfCard(card)), rootKey, random);
  return encodeAnswer({ card: encodeCard(card), idBox: sealIdBox(keys, rootKey, random), ...sealed });
}

/**
 * @param {Uint8Array} secret
 * @param {Code} code
 * @param {Uint8Array} bytes
 */
export async function openPairing(secret, { key, mailbox }, bytes) {
  need(equal(x25519Public(secret), key), 'bad-code', 'an answer to another code');
  const { card, idBox, enc, ct } = decodeAnswer(bytes);
  const iid = idOfCard(checkedCard(card));
  const rootKey = await hpkeOpen(secret, enc, pairingInfo(mailbox), pairingAad(iid), ct);
  return { iid, rootKey, keys: openIdBox(idBox, rootKey, iid) };
}
