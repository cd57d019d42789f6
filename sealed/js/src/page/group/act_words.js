// The last deed, in a word by which the page has a phrase: read from the signed revisions before it and after it.

import { equal, fromUtf8, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { FLAG, PHASE } from '../../rel.js';
import { isSamePart } from './merging.js';
import { relOf } from './objects.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Step } from './changes.js' */
/** @import { Group } from './group.js' */

/** Neither is among the tasks any more. */
const AWAY = FLAG.archived | FLAG.inTrash;

/** Phases that say what was done, whoever has the task. @type {Record<number, string>} */
const ENDS = {
  [PHASE.readyForReview]: 'handed-in',
  [PHASE.inReview]: 'reviewing',
  [PHASE.done]: 'done',
  [PHASE.dropped]: 'dropped',
};

/**
 * @param {Rel} former
 * @param {Rel} now
 */
function byPhase(former, now) {
  const end = ENDS[now.phase];
  if (end) return end;
  if (former.phase >= PHASE.done) return 'reopened';
  if (former.phase >= PHASE.readyForReview) return 'sent-back';
  if (now.phase === PHASE.helpWanted) return 'asked';
  return now.phase === PHASE.inProgress ? 'begun' : 'changed';
}

/**
 * The deed with one task.
 * @param {Group} group
 * @param {Step} step
 */
function deedOf({ objects, me }, { oid, before }) {
  const object = objects.get(OTYPE.task, oid);
  if (!before) return 'added';
  if (!object) return 'changed';
  const [former, now] = [relOf(before), relOf(object)];
  const differs = (/** @type {keyof Rel} */ part) => !isSamePart(now[part], former[part]);
  if ((former.flags & AWAY) !== (now.flags & AWAY)) return now.flags & AWAY ? 'put-away' : 'brought-back';
  const isPassed = differs('assignees');
  if (differs('phase') && (!isPassed || ENDS[now.phase])) return byPhase(former, now);
  if (isPassed && now.assignees.length === 0) return 'handed-back';
  if (isPassed) return now.assignees.some((iid) => equal(iid, me.iid)) ? 'taken' : 'assigned';
  if (differs('reviewers')) return 'reviewer';
  return differs('parent') ? 'moved' : 'changed';
}

/**
 * One word for all tasks of an act; `changed` where it is not the same for all.
 * @param {Group} group
 * @param {Step[]} steps
 */
export function deedsOf(group, steps) {
  const deeds = new Set(steps.map((step) => deedOf(group, step)));
  const [deed = 'changed'] = deeds;
  return deeds.size === 1 ? deed : 'changed';
}

/**
 * The title of a task, or its number where it cannot be read.
 * @param {Group} group
 * @param {Step} step
 */
export function titleOf(group, { oid }) {
  const text = group.textOf(group.objects.get(OTYPE.task, oid), 'title');
  return text ? fromUtf8(text) : `#${group.names.tasks.get(toHex(oid))?.number ?? ''}`;
}
