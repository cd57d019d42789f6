// One change of many tasks: each is a signed revision of its own, and they are sent in batches. What somebody else changed meanwhile, and
// what a rule refuses, is left as it is and told, one by one; the others are done.

import { fromHex, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { FLAG, PHASE } from '../../rel.js';
import { Trouble, needThat } from '../trouble.js';
import { remember } from './last_act.js';
import { putNow } from './changes.js';
import { isSame, isSamePart } from './merging.js';
import { isUnderNewest } from './newest_key.js';
import { relOf, sameSet } from './objects.js';
import { MOST_OBJECTS } from './server.js';
import { taskFields } from './typed.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Batch, Change } from './changes.js' */
/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** @typedef {{ oid: Uint8Array, why: Trouble }} Left */
/** @typedef {{ done: Sealed[], left: Left[] }} Outcome */

/** Bytes of one batch, as far as they are known before: less than the door takes, for what is around them. */
const MOST_BYTES = 4 << 20;
/** A revision with relations, and what base64url adds. */
const LEAST = 2_000;

/** Faults that stop all that is left: none is about one task. */
const STOPS = /^(lost|frozen|no-member|waiting-for-key|too-busy|failed|problem-(rate-limit|no-room|pursuance-closed|sign-in-first|not-found))$/;

/** Somebody else changed the same. */
export const CLASH = 'changed-meanwhile';

const ZERO = new Uint8Array(16);

/**
 * Assignees, as the buttons of a task say them: with that it begins, and help is wanted where nobody has it.
 * @param {Rel} now
 * @param {Uint8Array[]} assignees
 * @returns {Partial<Rel>}
 */
const given = (now, assignees) =>
  sameSet(now.assignees, assignees) ? {} : { assignees, phase: assignees.length > 0 ? PHASE.started : PHASE.helpWanted };

/**
 * The result of each change for a task. `value`: an identity or a task in hexadecimal, or a number; empty: nobody, or at the top.
 * @type {Record<string, (group: Group, now: Rel, value: string) => Partial<Change>>}
 */
const CHANGES = {
  take: ({ me }, now) => ({ rel: given(now, [me.iid]) }),
  assign: (_group, now, value) => ({ rel: given(now, value === '' ? [] : [fromHex(value)]) }),
  reviewer: (_group, _now, value) => ({ rel: { reviewers: value === '' ? [] : [fromHex(value)] } }),
  phase: (_group, _now, value) => ({ rel: { phase: Number(value) } }),
  done: () => ({ rel: { phase: PHASE.done } }),
  move: (_group, _now, value) => ({ rel: { parent: value === '' ? ZERO : fromHex(value) } }),
  archive: (_group, now) => ({ rel: { flags: now.flags | FLAG.archived } }),
  trash: (_group, now) => ({ rel: { flags: now.flags | FLAG.inTrash } }),
  size: (_group, _now, value) => ({ fields: taskFields({ size: Number(value) }) }),
  urgency: (_group, _now, value) => ({ fields: taskFields({ urgency: Number(value) }) }),
};

/**
 * The change of each task; none of those that are so already.
 * @param {Group} group
 * @param {Uint8Array[]} oids
 * @param {string} what
 * @param {string} value
 * @returns {Change[]}
 */
export function changesFor(group, oids, what, value) {
  const change = CHANGES[what];
  needThat(change !== undefined, 'failed');
  return oids.flatMap((oid) => {
    const object = group.objects.get(OTYPE.task, oid);
    needThat(object !== undefined, 'unknown-object');
    const now = relOf(object);
    const made = { otype: OTYPE.task, oid, unit: oid, ...change(group, now, value) };
    return isSo(group, object, now, made) ? [] : [made];
  });
}

/**
 * @param {Group} group
 * @param {Sealed} object
 * @param {Rel} now
 * @param {Change} change
 */
function isSo(group, object, now, { fields = {}, rel = {} }) {
  const parts = /** @type {(keyof Rel)[]} */ (Object.keys(rel));
  return (
    parts.every((part) => isSamePart(now[part], /** @type {Rel[keyof Rel]} */ (rel[part]))) &&
    Object.entries(fields).every(([field, text]) => isHeld(group, object, field, text))
  );
}

/**
 * Whether a field is so already. One that cannot be read is not.
 * @param {Group} group
 * @param {Sealed} object
 * @param {string} field
 * @param {Uint8Array | null} text
 */
function isHeld(group, object, field, text) {
  try {
    return isSame(group.textOf(object, field) ?? null, text);
  } catch (error) {
    if (error instanceof SealedError) return false;
    throw error;
  }
}

/**
 * About as long as the records of a change are: under a new key all texts are sealed anew.
 * @param {Group} group
 * @param {Change} change
 */
function sizeOf(group, { otype, oid, unit, fields = {} }) {
  const object = group.objects.get(otype, oid);
  const anew = object && !isUnderNewest(group, object, unit) ? [...object.fields.values()].map(({ bytes }) => bytes.length) : [];
  const written = Object.values(fields).map((text) => text?.length ?? 0);
  return LEAST + [...anew, ...written].reduce((sum, length) => sum + 2 * length, 0);
}

/**
 * @param {Group} group
 * @param {Change[]} changes
 */
export function batchesOf(group, changes) {
  /** @type {Change[][]} */
  const batches = [];
  let bytes = MOST_BYTES;
  for (const change of changes) {
    const last = batches.at(-1);
    bytes += sizeOf(group, change);
    if (last && last.length < MOST_OBJECTS && bytes <= MOST_BYTES) last.push(change);
    else {
      batches.push([change]);
      bytes = sizeOf(group, change);
    }
  }
  return batches;
}

/**
 * How far below others a task stands.
 * @param {Group} group
 * @param {Uint8Array} oid
 */
function depthOf(group, oid) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (let object = group.objects.get(OTYPE.task, oid); object && !seen.has(toHex(object.oid)); ) {
    seen.add(toHex(object.oid));
    object = group.objects.get(OTYPE.task, relOf(object).parent);
  }
  return seen.size;
}

/**
 * The lower ones first: a task is done once all below it are.
 * @param {Group} group
 * @param {Change[]} changes
 */
const lowerFirst = (group, changes) => [...changes].sort((a, b) => depthOf(group, b.oid) - depthOf(group, a.oid));

/**
 * Sends changes of tasks, each of which is done or left by itself.
 * @param {Group} group
 * @param {Change[]} changes
 * @param {(count: number) => void} [progress] how many were seen to
 * @returns {Promise<Outcome>}
 */
export async function putMany(group, changes, progress = () => undefined) {
  /** @type {Outcome} */
  const outcome = { done: [], left: [] };
  /** @type {Batch[]} */
  const batches = [];
  /** @type {Trouble | undefined} */
  let stop;
  const leave = (/** @type {Change[]} */ some, /** @type {Trouble} */ why) => outcome.left.push(...some.map(({ oid }) => ({ oid, why })));
  const todo = batchesOf(group, lowerFirst(group, changes));
  for (let batch = todo.shift(); batch; batch = todo.shift()) {
    if (stop) leave(batch, stop);
    else {
      try {
        const clashes = await sendBatch(group, batch, (one) => batches.push(one));
        leave([...clashes], new Trouble(CLASH));
        outcome.done.push(...batch.filter((one) => !clashes.has(one)).flatMap(({ oid }) => group.objects.get(OTYPE.task, oid) ?? []));
      } catch (caught) {
        // A text of one task that is not what was sealed is no reason to leave the others.
        const error = caught instanceof SealedError ? new Trouble('unreadable') : caught;
        if (!(error instanceof Trouble)) throw error;
        if (STOPS.test(error.key)) stop = error;
        // All or nothing: which of them is refused shows by halves.
        const half = Math.ceil(batch.length / 2);
        if (!stop && batch.length > 1) {
          todo.unshift(batch.slice(0, half), batch.slice(half));
          continue;
        }
        leave(batch, error);
      }
    }
    progress(outcome.done.length + outcome.left.length);
  }
  if (batches.length > 0) await remember(group, batches);
  return outcome;
}

/**
 * One batch. Returns those whose field somebody else has changed meanwhile, which are left as they are.
 * @param {Group} group
 * @param {Change[]} batch
 * @param {(batch: Batch) => void} done
 */
async function sendBatch(group, batch, done) {
  /** @type {Set<Change>} */
  const clashes = new Set();
  await group.alone(() =>
    putNow(group, batch, {
      choose: async (_conflict, change) => {
        clashes.add(change);
        return 'nothing';
      },
      done,
    }),
  );
  return clashes;
}
