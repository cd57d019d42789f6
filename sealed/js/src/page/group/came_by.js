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
  for (const entry of raw.map(decodeEntry)) {
    if (entry.type !== TYPE.join) continue;
    const payload = decodePayload(entry.type, entry.payload);
    if (payload.type === TYPE.join) found.set(toHex(entry.actor), toHex(payload.id));
  }
  return found;
}
