// Whether there is something to be done for others: what does it (`housekeeping.js`, `tagging.js`) is loaded for that, and not by each page.

import { OTYPE } from '../../envelope.js';
import { ROLE } from '../../log/state.js';
import { isOpenTask, isUnderNewest } from './newest_key.js';

/** @import { Group } from './group.js' */

/** @param {Group} group */
const mayServe = ({ lies, isReadable }) => !lies.isFrozen && isReadable;

/**
 * Whether somebody waits, something has expired, or something is under an older key. Upon whom it is, is looked at by what does it.
 * @param {Group} group
 * @param {boolean} [isSame] nothing has changed since this page did what it could
 */
export function isHousekeepingDue(group, isSame = false) {
  const { state, role, device, waiting, isUnderFormer, objects, me } = group;
  if (!mayServe(group)) return false;
  const isOver = [...state.invites.values()].some(({ isOpen, expires }) => isOpen && expires < device.now());
  if (waiting.length > 0 || isUnderFormer || group.isRotationDue || (isOver && role >= ROLE.moderator)) return true;
  if (role < ROLE.writer || isSame) return false;
  if (!objects.get(OTYPE.profile, me.iid.slice(0, 16))) return true;
  return [...objects.all.values()].some((object) => !isUnderNewest(group, object, object.unit) && (object.otype !== OTYPE.task || isOpenTask(object)));
}

/**
 * Whether skills are to be compared: something has changed since they were.
 * @param {Group} group
 */
export async function areTagsDue(group) {
  const { tags } = group;
  if (!mayServe(group) || group.role < ROLE.writer) return false;
  const isKnown = () => group.isWhole && tags.compared === tags.standOf(group);
  if (isKnown()) await group.alone(() => tags.sync(group.server));
  return !isKnown();
}
