// The first version, where somebody else was faster.

import { equal } from '../../bytes.js';
import { entryHash } from '../../log/entry.js';
import { Trouble } from '../trouble.js';
import { newerOf } from './server.js';

/** @import { Group } from './group.js' */

/**
 * Takes what a refusal brings. Returns whether it is worth another try.
 * @param {Group} group
 * @param {unknown} error
 */
export async function takeNewer(group, error) {
  if (!(error instanceof Trouble) || !/^problem-(stale-log|stale-epoch|stale-revision)$/.test(error.key)) return false;
  const newer = newerOf(error.records);
  if (newer.entries.length > 0) {
    const known = newer.entries.findIndex((bytes) => equal(entryHash(bytes), group.state.head));
    await group.takeEntries(newer.entries.slice(known + 1));
  }
  // More than fits into a refusal, or nothing came with it.
  if (error.key !== 'problem-stale-revision') await group.syncLog();
  await group.takeObjects(newer);
  // Of a batch only the first is told.
  if (error.key === 'problem-stale-revision') await group.syncObjects();
  if (!group.isReadable) await group.syncSeals();
  return !group.lies.isFrozen;
}
