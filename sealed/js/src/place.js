// A place that is given back to somebody who has lost all keys: they sign for it with new ones, and an admin puts these in the place of the
// others (docs/sealed.md §3.2). Two codes that people send each other; neither holds a secret.

import { cat, fromCode, sized, toCode } from './bytes.js';
import { checkedCard, encodeCard, idOfCard, makeCard, readCard } from './identity.js';
import { decode } from './reader.js';
import { SIGNATURE, needSignature, sign } from './sign.js';
import { u8 } from './writer.js';

/** @import { Keys } from './identity.js' */

/** @typedef {{ pid: Uint8Array, old: Uint8Array, admin: Uint8Array }} PlaceAsked whose place it is, and who is to give it back */
/** @typedef {{ pid: Uint8Array, old: Uint8Array, card: Uint8Array, signature: Uint8Array }} PlaceAnswer */

const [ASKED, ANSWER] = ['pvk1', 'pvk2'];

/** @param {PlaceAsked} asked */
export const toPlaceAsked = ({ pid, old, admin }) => toCode(ASKED, cat(u8(1), sized(pid, 32), sized(old, 32), sized(admin, 32)));

/**
 * @param {string} text
 * @returns {PlaceAsked}
 */
export function fromPlaceAsked(text) {
  return decode(fromCode(ASKED, text), (reader) => {
    reader.fixed();
    return { pid: reader.raw(32), old: reader.raw(32), admin: reader.raw(32) };
  });
}

/**
 * The answer of the new keys.
 * @param {PlaceAsked} asked
 * @param {Keys} keys
 */
export function answerPlace({ pid, old }, keys) {
  const signature = sign(keys.edSeed, 'rekey', pid, old);
  return toCode(ANSWER, cat(u8(1), sized(pid, 32), sized(old, 32), encodeCard(makeCard(keys)), signature));
}

/**
 * An answer that holds, and the identity that it is of. Whose that is, people compare.
 * @param {string} text
 * @returns {PlaceAnswer & { iid: Uint8Array }}
 */
export function fromPlaceAnswer(text) {
  const answer = decode(fromCode(ANSWER, text), (reader) => {
    reader.fixed();
    const [pid, old] = [reader.raw(32), reader.raw(32)];
    return { pid, old, card: encodeCard(readCard(reader)), signature: reader.raw(SIGNATURE) };
  });
  const card = checkedCard(answer.card);
  needSignature(answer.signature, card.edKey, 'rekey', answer.pid, answer.old);
  return { ...answer, iid: idOfCard(card) };
}
