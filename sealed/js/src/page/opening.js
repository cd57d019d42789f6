// From a name and a passphrase to the keys of an account: signing in, and opening what the own session may fetch.

import { accountKeys, masterKey } from '../account.js';
import { equal } from '../bytes.js';
import { checkedCard, idOfCard, openIdBox } from '../identity.js';
import { openFormers } from './former_keys.js';
import { checkParameters, passphraseBytes } from '../kdf.js';
import { decodeSlot, openSlot } from '../slot.js';
import { bytesOf, maybeText, numberOf, textOf } from './doors.js';
import { needThat, orElse } from './trouble.js';

/** @import { Keys } from '../identity.js' */
/** @import { Parameters } from '../kdf.js' */
/** @import { Name } from '../account.js' */
/** @import { Answer } from './doors.js' */
/** @import { Device } from './device.js' */

/** @typedef {Parameters & { ksalt: Uint8Array }} Stretching how a passphrase becomes a key */
/** @typedef {{ authKey: Uint8Array, wrapKey: Uint8Array }} LoginKeys */
/** @typedef {{ card: Uint8Array, idbox: Uint8Array, rootbox: Uint8Array }} FormerBox replaced keys, as a server keeps them */
/** @typedef {{ rootKey: Uint8Array, keys: Keys, iid: Uint8Array, card: Uint8Array }} Own keys of one's own, those of now or former ones */
/** @typedef {Own & { name: Name, idbox: Uint8Array, formerBoxes: FormerBox[], former: Own[] }} Opened */

/** The answer to a wrong passphrase, here as by the server. */
const WRONG = 'problem-wrong-key';

/** @param {string} typed */
export const toUsername = (typed) => typed.trim().toLowerCase();

/**
 * How a server wants the passphrase stretched, if that is neither less than may be nor less than it was.
 * @param {Device} device
 * @param {Name} name
 * @param {Answer} answer
 * @returns {Promise<Stretching>}
 */
async function readStretching(device, name, answer) {
  const parameters = { m: numberOf(answer, 'm'), t: numberOf(answer, 't'), p: numberOf(answer, 'p') };
  orElse('weak-parameters', () => checkParameters(parameters));
  const seen = await device.pins.of(name);
  orElse('changed-parameters', () => checkParameters(parameters, seen));
  const ksalt = bytesOf(answer, 'ksalt');
  needThat(ksalt.length === 16, 'failed');
  return { ...parameters, ksalt };
}

/**
 * @param {Device} device
 * @param {string} username
 */
export async function prelogin(device, username) {
  const name = { realm: device.realm, username };
  const answer = await device.ask('GET', `/api/v1/prelogin?name=${encodeURIComponent(username)}`);
  needThat(answer.kind !== 'plain', 'plain');
  needThat(answer.kind === 'derived', 'failed');
  return { name, stretching: await readStretching(device, name, answer) };
}

/**
 * The slow step. A passphrase that is too short to be one is wrong, as every other is.
 * @param {Device} device
 * @param {Name} name
 * @param {Stretching} stretching
 * @param {string} passphrase
 * @returns {Promise<LoginKeys>}
 */
export async function loginKeys(device, name, stretching, passphrase) {
  orElse(WRONG, () => passphraseBytes(passphrase));
  return accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
}

/**
 * The key that somebody proves with that they know the passphrase.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 */
export async function proofKey(device, username, passphrase) {
  const { name, stretching } = await prelogin(device, username);
  return (await loginKeys(device, name, stretching, passphrase)).authKey;
}

/**
 * The keys of the identity on the card that the server shows, and of no other.
 * @param {Answer} answer
 * @param {Name} name
 * @param {Uint8Array} rootKey
 * @returns {Opened}
 */
export function openIdentity(answer, name, rootKey) {
  const [card, idbox] = [bytesOf(answer, 'card'), bytesOf(answer, 'idbox')];
  const formerBoxes = formerIn(answer);
  return orElse('bad-keys', () => {
    const iid = idOfCard(checkedCard(card));
    const keys = openIdBox(idbox, rootKey, iid);
    return { name, rootKey, keys, iid, card, idbox, formerBoxes, former: openFormers(formerBoxes, rootKey) };
  });
}

/**
 * @param {Answer} answer
 * @returns {FormerBox[]}
 */
function formerIn({ former }) {
  /** @type {unknown[]} */
  const all = Array.isArray(former) ? former : [];
  return all.map((one) => {
    /** @type {Answer} */
    const box = Object(one);
    return { card: bytesOf(box, 'card'), idbox: bytesOf(box, 'idbox'), rootbox: bytesOf(box, 'rootbox') };
  });
}

/**
 * The name a slot was made under. Keys for another server are never made: its salt may have come from there.
 * @param {Device} device
 * @param {Answer} answer
 * @returns {Name}
 */
export function nameOf(device, answer) {
  needThat(textOf(answer, 'realm') === device.realm, 'wrong-realm');
  return { realm: device.realm, username: textOf(answer, 'name') };
}

/**
 * Opens the first slot. It says itself how its passphrase was stretched, which nobody without the passphrase can change.
 * @param {Answer} answer
 * @param {Name} name
 * @param {Stretching} stretching
 * @param {Uint8Array} wrapKey
 * @param {string} otherwise
 */
function openFirst(answer, name, { m, t, p, ksalt }, wrapKey, otherwise) {
  const slot = bytesOf(answer, 'slot');
  orElse('bad-keys', () => {
    const { head } = decodeSlot(slot);
    const isThat = head.kind === 1 && head.m === m && head.t === t && head.p === p && equal(head.ksalt, ksalt);
    needThat(isThat, 'bad-keys');
  });
  return orElse(otherwise, () => openSlot(slot, name, wrapKey));
}

/**
 * Starts a session and opens the account. The passphrase, and what opens its keys, stay here.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 */
export async function signIn(device, username, passphrase) {
  const { name, stretching } = await prelogin(device, username);
  const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
  const answer = await device.ask('POST', '/api/v1/session', { name: username, auth_key: authKey });
  const made = nameOf(device, answer);
  const rootKey = openFirst(answer, made, stretching, wrapKey, 'bad-keys');
  const opened = openIdentity(answer, made, rootKey);
  await device.pins.note(name, stretching);
  return { opened, marker: maybeText(answer, 'marker') };
}

/**
 * Opens the account of the own session with its passphrase.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 */
export async function openOwn(device, username, passphrase) {
  const answer = await device.ask('GET', '/api/v1/account/keys');
  const name = nameOf(device, answer);
  needThat(name.username === username, 'bad-keys');
  const stretching = await readStretching(device, name, answer);
  const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
  const rootKey = openFirst(answer, name, stretching, wrapKey, WRONG);
  const opened = openIdentity(answer, name, rootKey);
  await device.pins.note(name, stretching);
  return { opened, authKey, marker: maybeText(answer, 'marker') };
}
