// Keys of one's own that were replaced: what was sealed to them before is opened by them (docs/decisions/0029-replaced-key.md).

import { decodeCard, idOfCard, needKeysOf, openFormer, unsealIdBox } from '../identity.js';

/** @import { Keys } from '../identity.js' */
/** @import { FormerBox, Own } from './opening.js' */

/**
 * Keys in a box. Curves take their time, and whoever does not use them does without. Keys of another identity are refused then.
 * @param {Uint8Array} idbox
 * @param {Uint8Array} rootKey
 * @param {Uint8Array} iid
 */
export function keysIn(idbox, rootKey, iid) {
  const sealed = unsealIdBox(idbox, rootKey, iid);
  /** @type {Keys | undefined} */
  let keys;
  return () => {
    keys ??= needKeysOf(sealed, iid);
    return keys;
  };
}

/**
 * The last that were replaced stand first: the root key of each opens that of the one before it.
 * @param {FormerBox[]} boxes
 * @param {Uint8Array} rootKey of now
 * @returns {Own[]}
 */
export function openFormers(boxes, rootKey) {
  let root = rootKey;
  return boxes.map(({ card, idbox, rootbox }) => {
    const iid = idOfCard(decodeCard(card));
    root = openFormer(rootbox, iid, root);
    const keys = keysIn(idbox, root, iid);
    return {
      rootKey: root,
      iid,
      card,
      get keys() {
        return keys();
      },
    };
  });
}
