// Two people at once: what is left of a change when somebody else was faster, field by field.

import { equal } from '../../bytes.js';
import { plainRel } from '../../rel.js';
import { relOf, sameSet } from './objects.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Change, Choose, Conflict } from './changes.js' */
/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** @param {Uint8Array | null | undefined} a @param {Uint8Array | null | undefined} b */
export const isSame = (a, b) => (a && b ? equal(a, b) : !a && !b);

/**
 * One part of relations as it is compared: sets are the same in any order.
 * @param {Rel[keyof Rel]} a
 * @param {Rel[keyof Rel]} b
 */
export function isSamePart(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
  return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
}

/**
 * Joins a change with one that somebody else made first: field by field, against the base of both.
 * @param {Group} group
 * @param {Change} change
 * @param {Sealed | undefined} base what the change was made on
 * @param {Sealed | undefined} theirs
 * @param {Choose} choose
 * @returns {Promise<Change>}
 */
export async function merged(group, change, base, theirs, choose) {
  if (!theirs || base?.rev === theirs.rev) return change;
  let isLeft = false;
  const ask = async (/** @type {Conflict} */ conflict) => {
    const answer = await choose(conflict, change);
    isLeft ||= answer === 'nothing';
    return answer === 'mine';
  };
  /** @type {Record<string, Uint8Array | null>} */
  const fields = {};
  for (const [field, mine] of Object.entries(change.fields ?? {})) {
    const [was, is] = [group.textOf(base, field), group.textOf(theirs, field) ?? null];
    if (isSame(is, mine)) continue;
    const isTaken = isSame(was, is) || (await ask({ field, theirs: is, mine }));
    if (isTaken) fields[field] = mine;
  }
  const [relWas, relIs] = [base ? relOf(base) : plainRel(), relOf(theirs)];
  /** @type {Partial<Rel>} */
  const rel = {};
  for (const part of /** @type {(keyof Rel)[]} */ (Object.keys(change.rel ?? {}))) {
    const mine = change.rel?.[part];
    if (mine === undefined || isSamePart(relIs[part], mine)) continue;
    // The week is that of the day, which was chosen above.
    const isOfDay = part === 'dueWeek' && 'due' in (change.fields ?? {});
    const isTaken = isOfDay
      ? 'due' in fields
      : isSamePart(relWas[part], relIs[part]) || (await ask({ field: part, theirs: null, mine: null }));
    if (isTaken) Object.assign(rel, { [part]: mine });
  }
  return isLeft ? { ...change, fields: {}, rel: {} } : { ...change, fields, rel };
}
