// The recovery secret, as it stands on paper, and the keys it gives.

import { cat, equal, sized } from './bytes.js';
import { SealedError } from './error.js';
import { derive, hash } from './frame.js';
import { Reader } from './reader.js';
import { u8 } from './writer.js';

/** The letters of Crockford's base32: none that is taken for another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const TEXT = 56;

/** @param {Uint8Array} secret */
export const recoveryCheck = (secret) => hash('rec-check', sized(secret, 32)).slice(0, 2);

/** @param {Uint8Array} secret */
export function recoveryKeys(secret) {
  return { wrapKey: derive(secret, 'recovery-wrap'), authKey: derive(secret, 'recovery-auth') };
}

/** @param {Uint8Array} secret */
export function toRecoveryText(secret) {
  const bits = Array.from(cat(u8(1), secret, recoveryCheck(secret)), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('');
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/**
 * The secret of a text that somebody typed: spaces and hyphens anywhere, small letters, O for 0, I and L for 1.
 * @param {string} text
 */
export function fromRecoveryText(text) {
  // Small letters of ASCII alone: others would become letters of the list.
  const typed = text
    .replace(/[\p{White_Space}-]/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const values = Array.from(typed, (letter) => {
    const value = LETTERS.indexOf(letter);
    needText(value >= 0, 'unknown-value', 'a letter that is in no recovery text');
    return value;
  });
  needText(values.length === TEXT, 'length', `a recovery text has ${TEXT} letters`);
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
  const reader = new Reader(bytes);
  needText(reader.u8() === 1, 'unknown-version', 'another version');
  const secret = reader.raw(32);
  needText(equal(reader.raw(2), recoveryCheck(secret)), 'unknown-value', 'a letter is wrong');
  return secret;
}

/**
 * @param {boolean} holds
 * @param {string} why
 * @param {string} detail
 */
function needText(holds, why, detail) {
  if (!holds) throw new SealedError('bad-code', detail, why);
}
