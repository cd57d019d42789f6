// A second device: the new one shows a code and waits, the first one leaves the keys for it, sealed to the code (docs/sealed.md §3.2).

import { equal } from '../bytes.js';
import { answerPairing, fromPairingCode, newPairing, openPairing } from '../pairing.js';
import { askByKey } from './by_key.js';
import { bytesOf, maybeText } from './doors.js';
import { orElseLater } from './later.js';
import { nameOf, openIdentity, openOwn } from './opening.js';
import { needThat, orElse } from './trouble.js';

/** @import { Keys } from '../identity.js' */
/** @import { Device } from './device.js' */

/** @typedef {{ iid: Uint8Array, rootKey: Uint8Array, keys: Keys }} Handed */

/** So long a code is good, in milliseconds. */
const GOOD_FOR = 5 * 60 * 1000;

/**
 * @param {Device} device
 * @param {Handed} handed
 */
async function signInByKey(device, { iid, rootKey, keys }) {
  const answer = await askByKey(device, keys);
  const opened = openIdentity(answer, nameOf(device, answer), rootKey);
  needThat(equal(opened.iid, iid), 'bad-keys');
  return { opened, marker: maybeText(answer, 'marker') };
}

/**
 * The code of a new device. `look` signs in once the keys have come, and answers nothing before.
 * @param {Device} device
 */
export function showCode(device) {
  const { secret, code, text } = newPairing(device.random);
  const until = device.now() + GOOD_FOR;
  /** The server has them no more once they are here: what breaks off while they sign in is tried again with them. @type {Handed | undefined} */
  let handed;
  const look = async () => {
    if (!handed) {
      const answer = await device.ask('POST', '/api/v1/device', { mailbox: code.mailbox });
      if (answer.box === null) return undefined;
      const box = bytesOf(answer, 'box');
      handed = await orElseLater('bad-keys', async () => openPairing(secret, code, box));
    }
    const found = await signInByKey(device, handed);
    handed = undefined;
    return found;
  };
  return { text, look, isOver: () => device.now() >= until, hasCome: () => handed !== undefined };
}

/**
 * Leaves the keys of the account for the device that shows a code. The passphrase is asked for again, whatever is open.
 * @param {Device} device
 * @param {string} username
 * @param {string} passphrase
 * @param {string} typed the code
 */
export async function handOver(device, username, passphrase, typed) {
  // Letters that were copied over several lines.
  const code = orElse('device-bad-code', () => fromPairingCode(typed.replace(/\s/g, '')));
  const { opened, authKey } = await openOwn(device, username, passphrase);
  const box = await orElseLater('device-bad-code', async () => answerPairing(code, opened.keys, opened.rootKey, device.random));
  await device.ask('POST', '/api/v1/account/device', { auth_key: authKey, mailbox: code.mailbox, box });
}
