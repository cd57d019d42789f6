// Words of a device about seals that do not open. Loaded with the code that opens them.

/** @import { Group } from './group.js' */

/**
 * Says that no seal of the newest epoch opens that is there: then others seal it, and those who sent these do not count.
 * @param {Group} group
 * @param {number} until
 */
export async function refuseSeals(group, until) {
  const { epoch } = group.state;
  if (group.lies.isFrozen || !group.isMember || group.isReadable || until <= group.refused) return;
  try {
    await group.server.send('seals', [], { unopened: { epoch, until } });
    group.refused = until;
  } catch {
    // It is said again the next time.
  }
}
