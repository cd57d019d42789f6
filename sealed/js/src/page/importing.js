// A file with the keys of an account (`exporting.js`), on a device that knows nothing of it yet, or whose keys are not open any more: the
// device begins with what the file saw of private pursuances.

import { equal, toHex } from '../bytes.js';
import { fromArmor, openExport } from '../export.js';
import { checkedCard, idOfCard, idOfKeys, sealIdBox } from '../identity.js';
import { askByKey } from './by_key.js';
import { bytesOf, maybeText } from './doors.js';
import { rootOfFile } from './group/boxing.js';
import { ownKey, sealSecrets } from './group/epoch_secrets.js';
import { seqOf } from './group/pinned.js';
import { orElseLater } from './later.js';
import { nameOf } from './opening.js';
import { Trouble, needThat, orElse } from './trouble.js';

/** @import { Kept } from '../export.js' */
/** @import { Keys } from '../identity.js' */
/** @import { Answer } from './doors.js' */
/** @import { Device } from './device.js' */
/** @import { KeptOwn, Owner } from './group/epoch_secrets.js' */
/** @import { KeptPins } from './group/pinned.js' */
/** @import { LocalStore } from './group/local_store.js' */
/** @import { Opened } from './opening.js' */

/**
 * A log that ends before the head in the file is an older one, on a device that has seen none, too.
 * @param {Device} device
 * @param {LocalStore} localStore
 * @param {Owner} owner
 * @param {Kept[]} pursuances
 */
async function takeSeen(device, localStore, owner, pursuances) {
  for (const { pid, headSeq, headHash, secrets } of pursuances) {
    const id = toHex(pid);
    const epochs = secrets.map(({ epoch }) => epoch);
    // The box of one's own at the server is asked for all the same: another device may have seen more.
    /** @type {KeptPins} */
    const pins = { at: 0, pins: { pid, headSeq, headHash, epoch: Math.max(0, ...epochs) } };
    await localStore.put([{ key: `pins/${id}/${toHex(owner.iid)}`, value: pins }], (mine, former) => seqOf(mine) > seqOf(former));
    /** @type {KeptOwn} */
    const own = { sealsAfter: 0, secrets: sealSecrets(pid, owner, secrets.map(({ epoch, es }) => [epoch, es]), device.random) };
    // A value that is there has come from the server, and may be more.
    await localStore.put([{ key: ownKey(id, owner.iid), value: own }], () => false);
  }
}

/**
 * Nothing of the file leaves the device, nor does its passphrase.
 * @param {Device} device
 * @param {LocalStore} localStore
 * @param {string} text of the file
 * @param {string} passphrase of the file
 * @param {(keys: Keys) => Promise<Answer>} ask whose account it is
 */
async function openFile(device, localStore, text, passphrase, ask) {
  const bytes = orElse('file-none', () => fromArmor(text));
  const { keys, pursuances } = await orElseLater('file-wrong', () => openExport(bytes, passphrase, device.argon2));
  const iid = idOfKeys(keys);
  const answer = await ask(keys);
  const name = nameOf(device, answer);
  const card = bytesOf(answer, 'card');
  orElse('bad-keys', () => needThat(equal(idOfCard(checkedCard(card)), iid), 'bad-keys'));
  const rootKey = rootOfFile(keys);
  // The box of the server is sealed with a root key that the file does not hold; so are those of keys that were replaced.
  /** @type {Opened} */
  const opened = { name, rootKey, keys, iid, card, idbox: sealIdBox(keys, rootKey, device.random), formerBoxes: [], former: [] };
  await takeSeen(device, localStore, opened, pursuances);
  return { opened, marker: maybeText(answer, 'marker') };
}

/**
 * Starts a session and opens the keys.
 * @param {Device} device
 * @param {LocalStore} localStore
 * @param {string} text of the file
 * @param {string} passphrase of the file
 */
export const signInByFile = (device, localStore, text, passphrase) => openFile(device, localStore, text, passphrase, (keys) => askByKey(device, keys));

/**
 * Opens the keys of the own session.
 * @param {Device} device
 * @param {LocalStore} localStore
 * @param {string} text of the file
 * @param {string} passphrase of the file
 */
export const openOwnByFile = (device, localStore, text, passphrase) =>
  openFile(device, localStore, text, passphrase, async (keys) => {
    const answer = await device.ask('GET', '/api/v1/account/keys');
    // They were replaced, or are those of somebody else.
    if (!equal(idOfCard(checkedCard(bytesOf(answer, 'card'))), idOfKeys(keys))) throw new Trouble('file-other');
    return answer;
  });
