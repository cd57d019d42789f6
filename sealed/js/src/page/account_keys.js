// New keys: of a new account, of one that had a plain passphrase, and what another passphrase or recovery code changes.

import { accountKeys, authVerifier, masterKey, nameParts } from '../account.js';
import { equal } from '../bytes.js';
import { SealedError } from '../error.js';
import { encodeCard, idOfKeys, makeCard, newKeys, sealFormer, sealIdBox } from '../identity.js';
import { DEFAULT_PARAMETERS, passphraseBytes } from '../kdf.js';
import { fromRecoveryText, recoveryKeys, toRecoveryText } from '../recovery.js';
import { decodeSlot, openSlot, sealSlot } from '../slot.js';
import { bytesOf, maybeText } from './doors.js';
import { nameOf, openIdentity, openOwn } from './opening.js';
import { Trouble, needThat, orElse } from './trouble.js';

/** @import { Name } from '../account.js' */
/** @import { Device } from './device.js' */
/** @import { Opened } from './opening.js' */

/** Fields of a request for the account of a person who has no name yet. @typedef {{ [key: string]: string }} Door */

/**
 * The first slot, and what the server knows its passphrase by.
 * @param {Device} device
 * @param {Name} name
 * @param {string} passphrase
 * @param {Uint8Array} rootKey
 */
async function passphraseSlot(device, name, passphrase, rootKey) {
  const seen = await device.pins.of(name);
  const parameters = {
    m: Math.max(DEFAULT_PARAMETERS.m, seen?.m ?? 0),
    t: Math.max(DEFAULT_PARAMETERS.t, seen?.t ?? 0),
    p: DEFAULT_PARAMETERS.p,
  };
  const stretching = { ...parameters, ksalt: device.random(16) };
  const { authKey, wrapKey } = accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
  const slot = sealSlot({ kind: 1, ...stretching }, name, wrapKey, rootKey, device.random);
  return { slot, verifier: authVerifier(authKey), noted: () => device.pins.note(name, parameters) };
}

/**
 * A new recovery secret: its text for paper, its slot, and what the server knows it by.
 * @param {Device} device
 * @param {Name} name
 * @param {Uint8Array} rootKey
 */
function recoverySlot(device, name, rootKey) {
  const secret = device.random(32);
  const { wrapKey, authKey } = recoveryKeys(secret);
  return {
    code: toRecoveryText(secret),
    slot: sealSlot({ kind: 2 }, name, wrapKey, rootKey, device.random),
    verifier: authVerifier(authKey),
  };
}

/**
 * A passphrase that may be one, before anything is computed or sent.
 * @param {string} passphrase
 */
const needPassphrase = (passphrase) => passphraseBytes(passphrase);

/**
 * The server has seen the former one, or an attacker may have: the same text opens nothing new.
 * @param {string} former
 * @param {string} passphrase
 */
function needAnother(former, passphrase) {
  const isSame = equal(utf8Of(former), needPassphrase(passphrase));
  needThat(!isSame, 'same', { field: 'passphrase' });
}

/** @param {string} text */
const utf8Of = (text) => new TextEncoder().encode(text.normalize('NFKC'));

/**
 * All keys that an account has, and what of them goes to the server.
 * @param {Device} device
 * @param {Name} name
 * @param {string} passphrase
 */
async function newIdentity(device, name, passphrase) {
  const [keys, rootKey] = [newKeys(device.now(), device.random), device.random(32)];
  const [card, idbox] = [encodeCard(makeCard(keys)), sealIdBox(keys, rootKey, device.random)];
  const first = await passphraseSlot(device, name, passphrase, rootKey);
  const recovery = recoverySlot(device, name, rootKey);
  /** @type {Opened} */
  const opened = { name, rootKey, keys, iid: idOfKeys(keys), card, idbox, formerBoxes: [], former: [] };
  const sent = {
    verifier: first.verifier,
    slot: first.slot,
    recovery_slot: recovery.slot,
    recovery_verifier: recovery.verifier,
    idbox,
    card,
  };
  return { opened, sent, code: recovery.code, noted: first.noted };
}

/**
 * Makes an account whose passphrase never leaves the device.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 * @param {Door} door the invitation and whatever else lets somebody in
 */
export async function makeAccount(device, username, passphrase, door) {
  const name = { realm: device.realm, username };
  try {
    nameParts(name);
  } catch {
    throw new Trouble('problem-invalid-input', { field: 'name' });
  }
  needPassphrase(passphrase);
  const { opened, sent, code, noted } = await newIdentity(device, name, passphrase);
  const answer = await device.ask('POST', '/api/v1/accounts', { name: username, ...sent, ...door });
  await noted();
  return { opened, code, came: maybeText(answer, 'came'), marker: maybeText(answer, 'marker') };
}

/**
 * A plain account gets keys, and another passphrase: the server knows the former one.
 * @param {Device} device
 * @param {string} username
 * @param {string} former
 * @param {string} passphrase
 */
export async function becomeDerived(device, username, former, passphrase) {
  needAnother(former, passphrase);
  const { opened, sent, code, noted } = await newIdentity(device, { realm: device.realm, username }, passphrase);
  const answer = await device.ask('POST', '/api/v1/account/keys', { passphrase: former, ...sent });
  await noted();
  return { opened, code, marker: maybeText(answer, 'marker') };
}

/**
 * Another passphrase: the root key and all that it opens stay as they are.
 * @param {Device} device
 * @param {string} username
 * @param {string} former
 * @param {string} passphrase
 * @param {{ end_tokens?: boolean }} [also] what ends with the former one, besides other sessions
 */
export async function changePassphrase(device, username, former, passphrase, also = {}) {
  needAnother(former, passphrase);
  const { opened, authKey } = await openOwn(device, username, former);
  const name = { realm: device.realm, username };
  const { slot, verifier, noted } = await passphraseSlot(device, name, passphrase, opened.rootKey);
  const answer = await device.ask('POST', '/api/v1/account/keys', { auth_key: authKey, verifier, slot, ...also });
  await noted();
  return { opened, marker: maybeText(answer, 'marker') };
}

/**
 * A new recovery code. It counts, and the former one no more, once `save` is through: whoever has not kept it keeps the former.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 */
export async function newRecovery(device, username, passphrase) {
  const { opened, authKey } = await openOwn(device, username, passphrase);
  const { code, slot, verifier } = recoverySlot(device, opened.name, opened.rootKey);
  const save = async () => {
    const sent = { auth_key: authKey, recovery_slot: slot, recovery_verifier: verifier };
    await device.ask('POST', '/api/v1/account/recovery', sent);
  };
  return { opened, code, save };
}

/**
 * Other keys, below another root key, and the same passphrase: whoever has the former ones opens nothing that comes. They count once
 * `save` is through.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 */
export async function newKeysFor(device, username, passphrase) {
  const { opened: before, authKey } = await openOwn(device, username, passphrase);
  const { opened: made, sent, code, noted } = await newIdentity(device, { realm: device.realm, username }, passphrase);
  const rootbox = sealFormer(before.rootKey, before.iid, made.rootKey, device.random);
  const formerBoxes = [{ card: before.card, idbox: before.idbox, rootbox }, ...before.formerBoxes];
  /** @type {Opened} */
  const opened = { ...made, formerBoxes, former: [before, ...before.former] };
  const save = async () => {
    try {
      await device.ask('POST', '/api/v1/account/replacement', { auth_key: authKey, ...sent, rootbox });
    } catch (error) {
      // Where the answer was lost, they count all the same: whoever puts this kit away for that has none that opens anything.
      if (!(await isOfNow(device, made.card))) throw error;
    }
    await noted();
  };
  return { opened, code, save };
}

/**
 * Whether the account has these keys by now.
 * @param {Device} device
 * @param {Uint8Array} card
 */
async function isOfNow(device, card) {
  try {
    return equal(bytesOf(await device.ask('GET', '/api/v1/account/keys'), 'card'), card);
  } catch (error) {
    if (error instanceof Trouble) return false;
    throw error;
  }
}

/**
 * Sets a new passphrase with a recovery code.
 * @param {Device} device
 * @param {string} username
 * @param {string} typed the code
 * @param {string} passphrase
 */
export async function recover(device, username, typed, passphrase) {
  const { wrapKey, authKey } = recoveryKeys(secretOf(typed));
  needPassphrase(passphrase);
  const answer = await device.ask('POST', '/api/v1/recovery', { name: username, auth_key: authKey });
  const made = nameOf(device, answer);
  const rootKey = orElse('bad-keys', () => {
    const slot = bytesOf(answer, 'slot');
    needThat(decodeSlot(slot).head.kind === 2, 'bad-keys');
    return openSlot(slot, made, wrapKey);
  });
  const opened = openIdentity(answer, made, rootKey);
  const name = { realm: device.realm, username };
  const { slot, verifier, noted } = await passphraseSlot(device, name, passphrase, rootKey);
  const sent = { name: username, auth_key: authKey, verifier, slot };
  await device.ask('POST', '/api/v1/recovery/passphrase', sent);
  await noted();
  return { opened };
}

/** @param {string} typed */
function secretOf(typed) {
  try {
    return fromRecoveryText(typed);
  } catch (error) {
    throw error instanceof SealedError ? new Trouble('bad-code', { field: 'code' }) : error;
  }
}
