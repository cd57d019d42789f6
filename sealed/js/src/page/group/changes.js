// Writing: each change of an object is one signed revision, with the envelopes that it changes. Nothing leaves the device before it is
// encrypted.

import { equal, toHex, utf8 } from '../../bytes.js';
import { RENEWED, needField } from '../../fields.js';
import { membersOf } from '../../log/state.js';
import { encodeRel, plainRel } from '../../rel.js';
import { REL, fieldHash, revisionHash, signRevision } from '../../revision.js';
import { Trouble, needThat } from '../trouble.js';
import { remember } from './last_act.js';
import { rotateNow } from './membership.js';
import { merged } from './merging.js';
import { isUnderNewest } from './newest_key.js';
import { keyOf, relOf } from './objects.js';
import { fieldRecord, messageRecord, revisionRecord } from './records.js';
import { takeNewer } from './refused_write.js';
import { MOST_OBJECTS, TRIES } from './server.js';
import { tagWritten } from './tag_messages.js';
import { newTask } from './typed.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Group } from './group.js' */
/** @import { Held, Sealed } from './objects.js' */
/** @import { FieldRecord, MessageRecord } from './records.js' */
/** @import { Typed } from './typed.js' */

/**
 * @typedef {object} Change
 * @property {number} otype
 * @property {Uint8Array} oid
 * @property {Uint8Array} unit
 * @property {Record<string, Uint8Array | null>} [fields] new texts; null: none any more
 * @property {Partial<Rel>} [rel] new relations
 * @property {boolean} [isRenewal] the same texts under the newest key
 * @property {Sealed | undefined} [base] what stood there when somebody began to write; where it is left out, what is known as it is sent
 */
/** @typedef {{ field: string, theirs: Uint8Array | null, mine: Uint8Array | null }} Conflict a field that two people changed */
/** `nothing`: the whole change is left. @typedef {(conflict: Conflict, change: Change) => Promise<'mine' | 'theirs' | 'nothing'>} Choose */
/** @typedef {{ object: Sealed, records: Uint8Array[] }} Made */
/** One object before and after. @typedef {{ oid: Uint8Array, before: Sealed | undefined, after: { rev: number, hash: Uint8Array } }} Step */
/** Steps that the server took at once, and the number by which it takes them back. @typedef {{ event: number, steps: Step[] }} Batch */
/** Messages that go along, in one with it, asked before each try. @typedef {() => Promise<MessageRecord[]>} Along */
/**
 * @typedef {object} How
 * @property {Choose} [choose] where two people changed the same field
 * @property {(batch: Batch) => void} [done] told of what can be taken back
 * @property {number} [undo] the batch that is taken back
 * @property {boolean} [suggests] nothing is changed: somebody else decides
 * @property {Along} [along]
 * @property {Record<string, unknown>} [beside] what else the server is told of it
 */

/** Somebody has to choose first: nobody writes over another one's text unasked. @type {Choose} */
const needChoice = async ({ field }) => {
  throw new Trouble('conflict', { field });
};

/**
 * Signs the next revision of an object.
 * @param {Group} group
 * @param {Change} change
 * @param {Sealed | undefined} base the newest one
 * @returns {Made}
 */
export function revise(group, change, base) {
  const { otype, oid, unit } = change;
  const { state, me, device } = group;
  const rev = (base?.rev ?? 0) + 1;
  const under = { epoch: state.epoch, gen: state.gens.get(toHex(unit)) ?? 0 };
  /** @type {Map<string, Held>} */
  const fields = new Map();
  /** @type {FieldRecord[]} */
  const changed = [];
  const set = (/** @type {string} */ field, /** @type {Uint8Array} */ bytes) => {
    fields.set(field, { rev, bytes });
    changed.push({ otype, oid, unit, field, rev, bytes });
  };
  for (const [field, text] of textsAfter(group, change, base)) {
    needField(otype, field);
    const held = base?.fields.get(field);
    const isKept = text === undefined && held !== undefined;
    if (isKept) fields.set(field, held);
    else if (text) set(field, group.keyring.seal({ otype, oid, unit, field, rev }, under, text, device.random));
  }
  const before = base ? relOf(base) : plainRel();
  const rel = { ...before, ...change.rel };
  const former = base?.fields.get(REL);
  const bytes = encodeRel({ ...rel, ...ofNow(group, rel) });
  if (former && equal(former.bytes, bytes)) fields.set(REL, former);
  else set(REL, bytes);
  const list = [...fields].map(([field, held]) => ({ field, rev: held.rev, hash: fieldHash(held.bytes) }));
  const head = { headSeq: state.next - 1, headHash: state.head };
  const body = { pid: group.pid, otype, oid, unit, rev, prev: base?.hash ?? new Uint8Array(32), ...under };
  const revision = signRevision({ ...body, time: device.now(), actor: me.iid, ...head, fields: list }, me.keys.edSeed);
  const { epoch } = under;
  const object = { otype, oid, unit, rev, hash: revisionHash(revision), bytes: revision, epoch, actor: me.iid };
  const kept = { ...object, headSeq: head.headSeq, fields, seen: device.now() };
  return { object: kept, records: [revisionRecord(revision), ...changed.map(fieldRecord)] };
}

/**
 * The first revision of an object.
 * @param {Group} group
 * @param {Change} change
 */
export const begun = async (group, change) => revise(group, change, undefined);

/**
 * The text of each field; undefined where its envelope stays. Under a new key none stays.
 * @param {Group} group
 * @param {Change} change
 * @param {Sealed | undefined} base
 * @returns {Map<string, Uint8Array | null | undefined>}
 */
function textsAfter(group, { fields = {}, isRenewal = false, unit }, base) {
  /** @type {Map<string, Uint8Array | null | undefined>} */
  const texts = new Map();
  const isOld = base !== undefined && !isUnderNewest(group, base, unit);
  for (const field of base?.fields.keys() ?? []) {
    if (field === REL || field === RENEWED.field) continue;
    const text = isOld ? group.textOf(base, field) : undefined;
    // A text that cannot be read cannot be encrypted anew, and is never dropped.
    needThat(!isOld || text !== undefined, 'unreadable');
    texts.set(field, text);
  }
  for (const [field, text] of Object.entries(fields)) texts.set(field, text);
  if (isRenewal) texts.set(RENEWED.field, utf8(RENEWED.text));
  return texts;
}

/**
 * A former member is read as nobody, and not named again; one who goes on under other keys is named by these.
 * @param {Group} group
 * @param {Rel} rel
 */
const ofNow = ({ state }, { assignees, reviewers }) => ({
  assignees: membersOf(state, assignees),
  reviewers: membersOf(state, reviewers),
});

/** @param {Change} change */
const isEmpty = ({ fields = {}, rel = {}, isRenewal }) =>
  !isRenewal && Object.keys(fields).length === 0 && Object.keys(rel).length === 0;

/**
 * Somebody else has encrypted it anew meanwhile.
 * @param {Group} group
 * @param {Change} change
 */
function isRenewed(group, { otype, oid, unit, isRenewal = false }) {
  const object = group.objects.get(otype, oid);
  return isRenewal && object !== undefined && isUnderNewest(group, object, unit);
}

/**
 * Sends changes as signed revisions, and again where somebody was faster, or the key is another one meanwhile.
 * @param {Group} group
 * @param {Change[]} changes
 * @param {Choose} [choose] where two people changed the same field
 * @param {Along} [along]
 * @param {Record<string, unknown>} [beside]
 * @returns {Promise<Sealed[]>} the objects as they are now
 */
export async function put(group, changes, choose = needChoice, along = undefined, beside = undefined) {
  return group.alone(async () => {
    /** @type {Batch[]} */
    const done = [];
    const objects = await putNow(group, changes, { choose, along, beside, done: (batch) => done.push(batch) });
    await remember(group, done);
    return objects;
  });
}

/**
 * @param {Group} group
 * @param {Change[]} asked
 * @param {How} [how]
 */
export async function putNow(group, asked, { choose = needChoice, done, undo, suggests, along, beside } = {}) {
  needThat(asked.length <= MOST_OBJECTS, 'too-many');
  const newest = (/** @type {Change} */ { otype, oid }) => group.objects.get(otype, oid);
  const bases = asked.map((change) => ('base' in change ? change.base : newest(change)));
  const againstNewest = () => Promise.all(asked.map((change, at) => merged(group, change, bases[at], newest(change), choose)));
  // A page that was written on for a while may have taken something newer meanwhile.
  let changes = await againstNewest();
  for (let tries = 0; tries < TRIES; tries += 1) {
    group.needWriting();
    // A former member could read texts that are written under the key of now.
    if (group.state.isPending && group.role >= 1) await rotateNow(group);
    const left = changes.filter((change) => !isEmpty(change) && !isRenewed(group, change));
    const said = (await along?.()) ?? [];
    if (left.length + said.length === 0) return asked.flatMap((change) => newest(change) ?? []);
    for (const { otype, oid } of left) needThat(!group.lies.has('rollback', keyOf(otype, oid)), 'frozen');
    const before = left.map(newest);
    const made = left.map((change, at) => revise(group, change, before[at]));
    const records = [...made.flatMap((one) => one.records), ...said.map(messageRecord)];
    let event = 0;
    try {
      const answer = await group.server.send('put', records, { ...beside, ...(undo !== undefined && { undo }), ...(suggests && { suggests }) });
      event = Number(answer.undo ?? 0);
    } catch (error) {
      if (!(await takeNewer(group, error))) throw error;
      changes = await againstNewest();
      continue;
    }
    if (suggests) return [];
    await group.messages.take(said);
    await group.objects.keep(made.map(({ object }) => object));
    await tagWritten(group, made.map(({ object }) => object).filter(({ fields }) => !fields.has(RENEWED.field)));
    if (event > 0) done?.({ event, steps: made.map(({ object: { oid, rev, hash } }, at) => ({ oid, before: before[at], after: { rev, hash } })) });
    return asked.flatMap((change) => newest(change) ?? []);
  }
  throw new Trouble('too-busy');
}

/**
 * @param {Group} group
 * @param {Typed} typed
 * @param {Partial<Rel>} rel
 */
export const addTask = async (group, typed, rel) => put(group, [newTask(group, typed, rel)]);
