// The state of the measured browser: the keys of a member, open for twelve hours. The page gives them, made up as they are.

import { thisBrowser, sessionOfPage } from '../src/page/unlocked.js';
import { fromHex } from '../src/bytes.js';
import { idOfKeys, makeCard, encodeCard, sealIdBox } from '../src/identity.js';

Object.assign(window, {
  /** @param {{ edSeed: string, xSecret: string, created: number, rootKey: string }} given */
  unlock: async ({ edSeed, xSecret, created, rootKey }) => {
    const keys = { edSeed: fromHex(edSeed), xSecret: fromHex(xSecret), created };
    const { viewer, marker } = sessionOfPage();
    const name = { realm: location.host, username: viewer };
    const random = (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length));
    const idbox = sealIdBox(keys, fromHex(rootKey), random);
    const opened = { name, rootKey: fromHex(rootKey), iid: idOfKeys(keys), card: encodeCard(makeCard(keys)), idbox, keys, formerBoxes: [], former: [] };
    await thisBrowser().keep(opened, 'hours', marker);
  },
});
