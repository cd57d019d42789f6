// Whether there is something to be done for others: what does it (`duties.js`, `tagging.js`) is loaded for that, and not by each page.

import { ROLE } from '../../log/state.js';

/** @import { Group } from './group.js' */

/** @param {Group} group */
export async function isWorkDue(group) {
  const { state, role, device, waiting, isUnderFormer, tags } = group;
  if (group.lies.isFrozen || !group.isReadable) return false;
  const isOver = [...state.invites.values()].some(({ isOpen, expires }) => isOpen && expires < device.now());
  if (waiting.length > 0 || isUnderFormer || (isOver && role >= ROLE.moderator)) return true;
  if (role < ROLE.writer) return false;
  const isKnown = () => group.isWhole && tags.compared === tags.standOf(group);
  // Skills are compared last of all: as long as nothing has changed since, nothing else is due.
  if (isKnown()) await group.alone(() => tags.sync(group.server));
  return state.isPending || !isKnown();
}
