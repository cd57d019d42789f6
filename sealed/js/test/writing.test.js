// Writing by members: who may sign what, under which keys, and in which order.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Group, TIME, person } from '../support/group.js';

/** @import { Person } from '../support/group.js' */
/** @import { Revision } from '../src/revision.js' */
/** @import { Said } from '../src/chat.js' */

const { reader, writer, moderator } = S.ROLE;
const [bob, cleo, dan, eve] = [person('bob'), person('cleo'), person('dan'), person('eve')];
const oid = (/** @type {number} */ byte) => new Uint8Array(16).fill(byte);
const NONE = new Uint8Array(32);
const ZERO = new Uint8Array(16);
const OT = S.OTYPE;

const four = () => new Group().adds(bob, moderator).adds(cleo, writer).adds(dan, reader).rotates(person('ana'));

/**
 * A revision of a task, but for what is said otherwise.
 * @param {Group} group
 * @param {Person} by
 * @param {Partial<Revision>} [otherwise]
 */
function revision(group, by, otherwise = {}) {
  const rel = S.encodeRel({ ...S.plainRel(), phase: S.PHASE.started, assignees: [by.iid] });
  /** @type {Revision} */
  const one = {
    pid: group.pid,
    otype: OT.task,
    oid: oid(1),
    unit: oid(1),
    rev: 1,
    prev: NONE,
    epoch: group.state.epoch,
    gen: 0,
    time: TIME,
    actor: by.iid,
    ...group.head,
    fields: [{ field: 'rel', rev: 1, hash: S.fieldHash(rel) }],
    ...otherwise,
  };
  return { one, rel, bytes: S.signRevision(one, by.keys.edSeed) };
}

/**
 * Why a revision is refused; null where it is not.
 * @param {Group} group
 * @param {Person} by
 * @param {Partial<Revision>} [otherwise]
 */
function why(group, by, otherwise) {
  try {
    S.checkedRevision(group.state, revision(group, by, otherwise).bytes);
    return null;
  } catch (error) {
    if (error instanceof S.SealedError) return error.reason;
    throw error;
  }
}

test('each sort of object is signed by those whom it is left to, and stands where it belongs', async () => {
  const group = await four();
  assert.equal(why(group, cleo), null);
  assert.equal(why(group, dan), 'bad-author');
  assert.equal(why(group, eve), 'bad-author');
  assert.equal(why(group, cleo, { unit: oid(2) }), 'bad-fields');
  const pursuance = { otype: OT.pursuance, oid: ZERO, unit: ZERO };
  assert.equal(why(group, bob, pursuance), 'bad-author');
  assert.equal(why(group, group.ana, pursuance), null);
  assert.equal(why(group, group.ana, { ...pursuance, unit: oid(1) }), 'bad-fields');
  const room = { otype: OT.room };
  assert.equal(why(group, cleo, room), 'bad-author');
  assert.equal(why(group, bob, room), null);
  const profile = { otype: OT.profile, unit: ZERO };
  assert.equal(why(group, cleo, { ...profile, oid: cleo.iid.slice(0, 16) }), null);
  assert.equal(why(group, cleo, { ...profile, oid: bob.iid.slice(0, 16) }), 'bad-fields');
  assert.equal(why(group, cleo, { otype: OT.chat }), 'bad-fields');
  assert.equal(why(group, cleo, { otype: 2 }), 'bad-fields');
});

test('a revision says which log it knew, and a signature is of its author', async () => {
  const group = await four();
  assert.equal(why(group, cleo, { headSeq: 99 }), 'stale-log');
  assert.equal(why(group, cleo, { headHash: NONE }), 'does-not-fold');
  assert.equal(why(group, cleo, { pid: NONE }), 'bad-fields');
  assert.equal(why(group, cleo, { actor: bob.iid }), 'bad-signature');
  const before = group.head;
  await group.rotates(group.ana, { type: 4, iid: cleo.iid });
  assert.equal(why(group, cleo, before), null, 'written while they were a member');
  assert.equal(why(group, cleo), 'bad-author');
});

test('fields are known ones, sorted, with the relations among them', async () => {
  const group = await four();
  const field = (/** @type {string} */ name, rev = 1) => ({ field: name, rev, hash: NONE });
  assert.equal(why(group, cleo, { fields: [field('title'), field('rel'), field('x')] }), null);
  assert.equal(why(group, cleo, { fields: [field('title')] }), 'bad-fields');
  assert.equal(why(group, cleo, { fields: [field('rel'), field('mission')] }), 'bad-fields');
  assert.equal(why(group, cleo, { fields: [field('rel'), field('rel')] }), 'bad-fields');
  assert.equal(why(group, cleo, { fields: [field('rel', 2)] }), 'bad-fields');
  assert.equal(why(group, cleo, { rev: 2 }), 'bad-fields');
});

test('a new revision is under the newest keys, of people of now, and behind the newest one', async () => {
  const group = await four();
  const { one, rel, bytes } = revision(group, cleo);
  S.needFresh(group.state, one, rel);
  S.needNext(one);
  const [newest, second] = [{ rev: 1, hash: S.revisionHash(bytes) }, { ...one, rev: 2, prev: S.revisionHash(bytes) }];
  S.needNext(second, newest);
  assert.throws(() => S.needNext(one, newest), { reason: 'stale-revision' });
  assert.throws(() => S.needNext({ ...second, prev: NONE }, newest), { reason: 'stale-revision' });
  assert.throws(() => S.needFresh(group.state, { ...one, epoch: 2 }, rel), { reason: 'bad-epoch' });
  assert.throws(() => S.needFresh(group.state, { ...one, gen: 1 }, rel), { reason: 'bad-epoch' });
  await group.rotates(group.ana, { type: 4, iid: cleo.iid });
  assert.throws(() => S.needFresh(group.state, one, rel), { reason: 'stale-epoch' });
  assert.throws(() => S.needFresh(group.state, { ...one, epoch: 2 }, rel), { reason: 'bad-fields' });
  group.says(bob, { type: 16, unit: oid(1), gen: 1 });
  assert.throws(() => S.needFresh(group.state, { ...one, epoch: 2 }, rel), { reason: 'stale-epoch' });
});

test('an object that is no task has no relations of one', () => {
  S.needRelOf(S.plainRel(S.FLAG.archived), OT.room);
  assert.throws(() => S.needRelOf(S.plainRel(S.FLAG.needsNoReview), OT.room), { reason: 'bad-fields' });
  assert.throws(() => S.needRelOf({ ...S.plainRel(), dueWeek: 1 }, OT.room), { reason: 'bad-fields' });
  S.needRelOf({ ...S.plainRel(), dueWeek: 1 }, OT.task);
  assert.equal(S.weekOf(Date.UTC(1970, 0, 12)), 1);
  assert.equal(S.weekOf(0), 0);
  assert.throws(() => S.decodeRel(S.encodeRel({ ...S.plainRel(), phase: 4 })), { reason: 'bad-fields' });
});

/**
 * @param {Group} group
 * @param {Person} by
 * @param {Said} said
 */
function message(group, by, said) {
  const place = S.messagePlace(group.pid, oid(1), oid(2));
  const under = { epoch: group.state.epoch, gen: 0 };
  const key = S.unitKey(S.epochKeys(group.pid, under.epoch, group.es).content, oid(1), 0);
  const head = { sender: by.iid, senderSeq: 1, prev: NONE, ...group.head, time: TIME };
  const sealed = S.sealMessage(place, under, key, { ...head, said }, by.keys.edSeed, group.random);
  return { sealed, open: () => S.openMessage(group.state, place, key, sealed.envelope) };
}

test('every member writes messages, and a moderator alone removes those of others', async () => {
  const group = await four();
  const meant = [{ oid: oid(3), hash: NONE }];
  const { sealed, open } = message(group, dan, { kind: 5, meant: oid(3), isOn: true, emoji: '👍' });
  assert.deepEqual(open().message.said, { kind: 5, meant: oid(3), isOn: true, emoji: '👍' });
  assert.deepEqual(open().hash, sealed.hash);
  message(group, dan, { kind: 3, meant }).open();
  assert.throws(message(group, cleo, { kind: 6, meant, reason: 'off topic' }).open, { reason: 'bad-author' });
  message(group, bob, { kind: 6, meant, reason: 'off topic' }).open();
  assert.throws(message(group, eve, { kind: 1, text: 'hello' }).open, { reason: 'bad-author' });
});

test('the messages of a sender follow each other', () => {
  const next = (/** @type {number} */ senderSeq, prev = NONE) => ({ sender: NONE, senderSeq, prev, headSeq: 0, headHash: NONE, time: 0 });
  const said = /** @type {const} */ ({ kind: 1, text: '' });
  S.needNextMessage({ ...next(1), said });
  const before = { senderSeq: 1, hash: S.sha(NONE) };
  S.needNextMessage({ ...next(2, S.sha(NONE)), said }, before);
  assert.throws(() => S.needNextMessage({ ...next(3, S.sha(NONE)), said }, before), { reason: 'bad-fields' });
  assert.throws(() => S.needNextMessage({ ...next(2), said }, before), { reason: 'bad-fields' });
});

test('a delegate writes into its task what its rights allow, until it is revoked', async () => {
  const group = await four();
  const did = oid(8);
  const write = S.writeKeys(NONE, { home: group.pid, did });
  const who = { ...eve, iid: S.writerId(write.key), keys: { ...eve.keys, edSeed: write.seed } };
  const common = { did, root: oid(1), pid: NONE, epoch: 1, epk: NONE, cardHead: NONE };
  group.says(bob, { type: 11, ...common, rights: 5, writeKey: write.key });
  message(group, who, { kind: 1, text: 'from afar' }).open();
  const note = { otype: OT.delegation, oid: oid(5) };
  assert.equal(why(group, who, note), null);
  assert.equal(why(group, who), 'bad-author', 'no right to propose');
  assert.equal(why(group, who, { ...note, unit: oid(2) }), 'bad-author', 'another task');
  group.says(bob, { type: 12, did, gens: [{ unit: oid(1), gen: 1 }] });
  assert.equal(why(group, who, note), 'bad-author');
  assert.throws(message(group, who, { kind: 1, text: 'still here' }).open, { reason: 'bad-author' });
});
