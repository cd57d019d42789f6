// Suggestions: revisions by members who may not change a task themselves. The server keeps them apart; whoever may change the task sends
// these very bytes on, once this device has shown what they change.

import { equal, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError, need } from '../../error.js';
import { FIELD, RENEWED } from '../../fields.js';
import { FLAG, decodeRel, weekOf } from '../../rel.js';
import { REL, checkedRevision, decodeRevision, fieldHash, needHeld } from '../../revision.js';
import { recordsOf } from '../doors.js';
import { Trouble, needThat } from '../trouble.js';
import { remember } from './last_act.js';
import { isSame, isSamePart } from './merging.js';
import { takeNewer } from './refused_write.js';
import { relOf } from './objects.js';
import { sorted } from './records.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Revision } from '../../revision.js' */
/** @import { Group } from './group.js' */
/** @import { Held, Sealed } from './objects.js' */
/** @import { FieldRecord } from './records.js' */
/** @import { GroupServer } from './server.js' */

/** The fields that are no text. @type {Record<string, { decode: (bytes: Uint8Array) => unknown }>} */
const TYPED = { skills: FIELD.skills, due: FIELD.due, size: FIELD.size, urgency: FIELD.urgency };

/** @typedef {{ field: string, before: Uint8Array | undefined, after: Uint8Array | undefined }} Difference */
/**
 * @typedef {object} Shown what somebody suggests, as far as it could be checked and opened
 * @property {Uint8Array} oid of the task
 * @property {Uint8Array} by
 * @property {boolean} isVoid another revision is the newest, there is another key, or the task is away
 * @property {Difference[]} differences
 */
/** @typedef {{ id: string, by: string, records: Uint8Array[], mayDecide: boolean, isOwn: boolean }} Suggested `by`: the account that sent it */
/**
 * @typedef {Suggested & { shown: Shown | undefined, about: Uint8Array | undefined }} Read `shown`: nothing where it is not what its author
 *   signed, cannot be read, or has no key; `about`: the task that it names, which is all of it that is known then
 */

/**
 * Reads the waiting suggestions, with the changes of each.
 * @param {Group} group
 * @returns {Promise<Read[]>}
 */
export async function readSuggestions(group) {
  return group.alone(async () => {
    const all = await suggestionsAt(group.server);
    // Their base may be newer than the objects of this device.
    await group.syncObjects();
    return all.map((one) => ({ ...one, shown: readable(() => opened(group, one.records)), about: readable(() => taskOf(one.records)) }));
  });
}

/**
 * The open suggestions that one may decide or made, as the server has them.
 * @param {GroupServer} server
 * @returns {Promise<Suggested[]>}
 */
async function suggestionsAt({ ask, base }) {
  const { suggestions } = await ask('GET', `${base}/suggestions`);
  /** @type {unknown[]} */
  const all = Array.isArray(suggestions) ? suggestions : [];
  return all.map((one) => {
    const { id, by, records, may_decide: mayDecide, own } = /** @type {Record<string, unknown>} */ (Object(one));
    needThat(typeof id === 'string', 'failed');
    return { id, by: typeof by === 'string' ? by : '', records: recordsOf({ records }), mayDecide: mayDecide === true, isOwn: own === true };
  });
}

/**
 * @template T
 * @param {() => T} read
 */
function readable(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof SealedError) return undefined;
    throw error;
  }
}

/** @param {Uint8Array[]} records */
function taskOf(records) {
  const [bytes] = sorted(records).revisions;
  return bytes && decodeRevision(bytes).oid;
}

/**
 * @param {Group} group
 * @param {Uint8Array[]} records
 * @returns {Shown}
 */
function opened(group, records) {
  const { revisions, fields } = sorted(records);
  const [bytes] = revisions;
  need(bytes !== undefined && revisions.length === 1, 'bad-fields', 'not one revision');
  const revision = checkedRevision(group.state, bytes);
  const { oid, actor: by, rev } = revision;
  need(revision.otype === OTYPE.task && rev > 1, 'bad-fields', 'no change of a task');
  const object = group.objects.get(OTYPE.task, oid);
  const isVoid = !object || !equal(revision.prev, object.hash) || !isUnderKeyOfNow(group, revision) || isAway(group, object);
  const written = new Map(fields.filter((one) => one.rev === rev && equal(one.oid, oid)).map((one) => [one.field, one]));
  needWritten(revision, object, written, isVoid);
  return { oid, by, isVoid, differences: differencesOf(group, revision, object, written) };
}

/**
 * @param {Group} group
 * @param {Revision} revision
 */
const isUnderKeyOfNow = ({ state }, { epoch, gen, unit }) => epoch === state.epoch && gen === (state.gens.get(toHex(unit)) ?? 0);

/**
 * Whether a task is in the archive or in the trash, maybe with one above it: nothing of it is changed there.
 * @param {Group} group
 * @param {Sealed} object
 */
function isAway({ objects }, object) {
  /** @type {Set<Sealed>} */
  const seen = new Set();
  for (let at = /** @type {Sealed | undefined} */ (object); at && !seen.has(at); at = objects.get(OTYPE.task, relOf(at).parent)) {
    if ((relOf(at).flags & (FLAG.archived | FLAG.inTrash)) !== 0) return true;
    seen.add(at);
  }
  return false;
}

/**
 * Goes on where these are the fields that were signed, and nothing is changed but words and the day: whoever applies it has seen it all.
 * @param {Revision} revision
 * @param {Sealed | undefined} object
 * @param {Map<string, FieldRecord>} written
 * @param {boolean} isVoid what it left as it was may be gone
 */
function needWritten(revision, object, written, isVoid) {
  for (const { field, rev, hash } of revision.fields) {
    const found = written.get(field);
    if (rev === revision.rev) need(found !== undefined && equal(fieldHash(found.bytes), hash), 'bad-fields', field);
  }
  if (isVoid || !object) return;
  const held = new Map(
    revision.fields.flatMap(({ field }) => {
      const one = /** @type {Held | undefined} */ (written.get(field) ?? object.fields.get(field));
      return one ? [/** @type {[string, Held]} */ ([field, one])] : [];
    }),
  );
  needHeld(revision, held);
  const rel = written.get(REL);
  if (!rel) return;
  const [before, after] = [relOf(object), decodeRel(rel.bytes)];
  for (const part of /** @type {(keyof Rel)[]} */ (Object.keys(before))) {
    need(part === 'dueWeek' || isSamePart(before[part], after[part]), 'bad-fields', `another ${part}`);
  }
}

/**
 * @param {Group} group
 * @param {Revision} revision
 * @param {Sealed | undefined} object
 * @param {Map<string, FieldRecord>} written
 */
function differencesOf({ keyring }, revision, object, written) {
  const { otype, oid, unit, rev } = revision;
  const signed = new Set(revision.fields.map(({ field }) => field));
  const names = new Set([...written.keys(), ...[...(object?.fields.keys() ?? [])].filter((field) => !signed.has(field))]);
  /** @type {Difference[]} */
  const differences = [];
  /** @param {Sealed | undefined} one @param {string} field */
  const textOf = (one, field) => {
    const held = one?.fields.get(field);
    return held && keyring.open({ otype, oid, unit, field, rev: held.rev }, held.bytes);
  };
  for (const field of names) {
    if (field === REL || field === RENEWED.field) continue;
    const one = written.get(field);
    const after = one && keyring.open({ otype, oid, unit, field, rev }, one.bytes);
    need(!one || after !== undefined, 'bad-epoch', 'no key');
    if (after) (TYPED[field] ?? FIELD.text).decode(after);
    const before = textOf(object, field);
    if (!isSame(before, after)) differences.push({ field, before, after });
  }
  const day = differences.find(({ field }) => field === 'due');
  if (object) needWeek(object, written.get(REL), day ? day.after : textOf(object, 'due'), day !== undefined);
  return differences;
}

/**
 * The week that the server reads is that of the day that people read: nobody is shown a week.
 * @param {Sealed} object
 * @param {FieldRecord | undefined} rel
 * @param {Uint8Array | undefined} day
 * @param {boolean} isOther whether that is another day
 */
function needWeek(object, rel, day, isOther) {
  const before = relOf(object).dueWeek;
  const after = rel ? decodeRel(rel.bytes).dueWeek : before;
  if (!isOther && after === before) return;
  need(after === (day ? weekOf(FIELD.due.decode(day)) : 0), 'bad-fields', 'another week');
}

/**
 * Sends on what its author signed. Returns nothing where it is void by now.
 * @param {Group} group
 * @param {Read} suggested
 */
export async function apply(group, { id, records }) {
  return group.alone(async () => {
    group.needWriting();
    try {
      await group.server.send('put', records, { suggestion: id });
    } catch (error) {
      // Nobody else can sign it anew.
      if (error instanceof Trouble && (await takeNewer(group, error))) throw new Trouble('suggested-void');
      throw error;
    }
    await group.syncObjects();
    // Nobody takes it back by a press, and what was done before is not what was done last.
    await remember(group, []);
  });
}

/**
 * Takes one's own back, or puts one away that is void.
 * @param {Group} group
 * @param {Read} suggested
 */
export const end = async (group, { id }) => group.alone(() => group.server.send('put', [], { suggestion: id }));
