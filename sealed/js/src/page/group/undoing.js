// Takes back what was done last: a new signed revision of each task says what the one before said, made on this device, which alone knows
// what it changed. The server goes its own way back beside it (docs/sealed.md §4), and refuses where somebody did something since.

import { equal } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { RENEWED } from '../../fields.js';
import { FLAG } from '../../rel.js';
import { REL } from '../../revision.js';
import { Trouble, needThat } from '../trouble.js';
import { WITHIN, keepAct } from './last_act.js';
import { putNow } from './changes.js';
import { isSame, isSamePart } from './merging.js';
import { relOf } from './objects.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Act } from './last_act.js' */
/** @import { Change, Step } from './changes.js' */
/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** Somebody changed it since. */
const CHANGED = 'problem-built-on';

/**
 * The object as an act left it. What was only sealed anew since then says the same.
 * @param {Group} group
 * @param {Step} step
 */
function asLeft(group, { oid, after: { rev, hash } }) {
  const object = group.objects.get(OTYPE.task, oid);
  needThat(object !== undefined, CHANGED);
  const isRenewed = object.rev === rev + 1 && object.fields.has(RENEWED.field);
  needThat(equal(object.hash, hash) || isRenewed, CHANGED);
  return object;
}

/**
 * Whether the object is as an act left it: what somebody did since is none of that act, and is not taken back by it.
 * @param {Group} group
 * @param {Step} step
 */
export function isAsLeft(group, step) {
  try {
    return asLeft(group, step) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The former state of a task, to be signed again.
 * @param {Group} group
 * @param {Step} step
 * @returns {Change}
 */
function backOf(group, step) {
  const { oid, before } = step;
  const object = asLeft(group, step);
  const where = { otype: OTYPE.task, oid, unit: oid };
  const now = relOf(object);
  // A new one goes into the trash, so that nothing is lost.
  if (!before) return { ...where, rel: { flags: now.flags | FLAG.inTrash } };
  const former = relOf(before);
  /** @type {Partial<Rel>} */
  const rel = {};
  for (const part of /** @type {(keyof Rel)[]} */ (Object.keys(former))) {
    if (!isSamePart(now[part], former[part])) Object.assign(rel, { [part]: former[part] });
  }
  return { ...where, fields: textsBack(group, object, before), rel };
}

/**
 * @param {Group} group
 * @param {Sealed} object
 * @param {Sealed} before
 */
function textsBack(group, object, before) {
  /** @type {Record<string, Uint8Array | null>} */
  const fields = {};
  for (const field of new Set([...object.fields.keys(), ...before.fields.keys()])) {
    if (field === REL || field === RENEWED.field) continue;
    const text = group.textOf(before, field);
    needThat(text !== undefined || !before.fields.has(field), 'unreadable');
    if (!isSame(text, group.textOf(object, field))) fields[field] = text ?? null;
  }
  return fields;
}

/**
 * Takes an act back, the last batch first.
 * @param {Group} group
 * @param {Act} act
 */
export async function takeBack(group, { at, batches }) {
  return group.alone(async () => {
    needThat(group.device.now() <= at + WITHIN, 'problem-too-late-to-undo');
    // Acts of others meanwhile.
    await group.syncObjects();
    const left = [...batches];
    /** @type {Sealed[]} */
    const objects = [];
    for (let batch = left.at(-1); batch; batch = left.at(-1)) {
      const changes = batch.steps.map((step) => backOf(group, step)).reverse();
      const choose = async () => {
        throw new Trouble(CHANGED);
      };
      objects.push(...(await putNow(group, changes, { choose, undo: batch.event })));
      left.pop();
      await keepAct(group, { at, batches: left, isBack: left.length === 0 });
    }
    return objects;
  });
}
