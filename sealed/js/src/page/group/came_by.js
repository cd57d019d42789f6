// Who came by which invitation, as the log says.

import { toHex } from '../../bytes.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE, decodePayload } from '../../log/payload.js';

/** @import { Group } from './group.js' */

/**
 * By which invitation each member came, of the entries that are kept.
 * @param {Group} group
 * @returns {Map<string, string>} identity to invitation
 */
export function cameBy({ raw }) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { type, payload, actor } of raw.map(decodeEntry)) {
    const said = decodePayload(type, payload);
    if (said.type === TYPE.join) found.set(toHex(actor), toHex(said.id));
  }
  return found;
}
