// Origins of members, as the log says: who came by which invitation, and who made it.

import { toHex } from '../../bytes.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE, decodePayload } from '../../log/payload.js';

/** @import { Group } from './group.js' */

/** @typedef {Map<string, { by: string, time: number }>} Makers of invitations */

/**
 * By which invitation each member came, of the entries that are kept.
 * @param {Pick<Group, 'raw'>} group
 * @param {Makers} [makers] takes who made each invitation, and when
 * @returns {Map<string, string>} identity to invitation
 */
export function cameBy({ raw }, makers) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { type, payload, actor, time } of raw.map(decodeEntry)) {
    const said = decodePayload(type, payload);
    if (said.type === TYPE.join) found.set(toHex(actor), toHex(said.id));
    if (said.type === TYPE.invite) makers?.set(toHex(said.id), { by: toHex(actor), time });
  }
  return found;
}
