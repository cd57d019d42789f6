// The rules of the log that no vector has, and the batches that write it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Group, TIME, person } from '../support/group.js';

const { reader, writer, moderator, admin } = S.ROLE;
const [bob, cleo, dan, eve] = [person('bob'), person('cleo'), person('dan'), person('eve')];
const oid = (/** @type {number} */ byte) => new Uint8Array(16).fill(byte);
const NONE = new Uint8Array(32);

const four = () => new Group().adds(bob, moderator).adds(cleo, writer).adds(dan, reader);

/**
 * The entry of somebody who takes the seat of another key, as the holder of that key signs it.
 * @param {Group} group
 * @param {import('../support/group.js').Person} old
 * @param {import('../support/group.js').Person} now
 */
const rekey = (group, old, now) => {
  const signature = S.sign(now.keys.edSeed, 'rekey', group.pid, old.iid);
  return /** @type {const} */ ({ type: 10, old: old.iid, card: now.card, signature });
};

test('an epoch is sealed to exactly the members, and each opens it', async () => {
  const group = four();
  await group.rotates(group.ana);
  for (const one of [group.ana, bob, cleo, dan]) {
    const mine = group.seals.find((seal) => S.equal(S.decodeSeal(seal).to, one.iid)) ?? NONE;
    const es = await S.openSeal(group.pid, { iid: one.iid, xSecret: one.keys.xSecret }, S.epochOf(group.state, 1), mine);
    assert.deepEqual(es, group.es);
  }
  const refused = (/** @type {Uint8Array[]} */ seals, /** @type {string} */ reason) =>
    assert.throws(() => S.needSeals(group.state, seals), { reason });
  refused(group.seals.slice(1), 'seals-incomplete');
  refused([...group.seals, ...group.seals.slice(0, 1)], 'enough-seals');
  refused([await S.sealSecret(group.pid, 1, group.es, eve, group.random)], 'does-not-fold');
});

test('who is removed is gone with the epoch, and the one before opens from its box', async () => {
  const group = four();
  await group.rotates(group.ana);
  const before = group.es;
  await group.rotates(bob, { type: 4, iid: cleo.iid }, { type: 4, iid: dan.iid });
  assert.equal(group.state.members.size, 2);
  assert.equal(S.roleOf(group.state, cleo.iid, group.state.next), undefined);
  assert.equal(S.roleOf(group.state, cleo.iid, 3), writer);
  const box = S.epochOf(group.state, 2).prevBox ?? NONE;
  assert.deepEqual(S.openPrevious(group.pid, S.epochOf(group.state, 1), group.es, box), before);
});

test('a batch that ends before its epoch counts as if it were not there', () => {
  const group = four();
  const entries = S.writeEntries(group.state, group.ana.keys, TIME, [{ type: 4, iid: cleo.iid }, { type: 4, iid: dan.iid }]);
  const { state, refusal } = S.fold(group.state, entries);
  assert.deepEqual(refusal, { at: 6, why: 'epoch-missing' });
  assert.equal(state.members.size, 4);
  assert.equal(state.next, group.state.next);
  assert.deepEqual(state.head, group.state.head);
});

test('a state that is folded on stays as it is', async () => {
  const group = four();
  const before = group.state;
  await group.rotates(group.ana, { type: 4, iid: cleo.iid });
  assert.equal(before.members.size, 4);
  assert.equal(before.epoch, 0);
});

test('a new key takes the seat, and its epoch comes next', () => {
  const group = four();
  assert.equal(group.why(bob, rekey(group, cleo, eve)), 'authority');
  assert.equal(group.why(cleo, rekey(group, cleo, eve)), 'epoch-missing');
  assert.equal(group.why(group.ana, rekey(group, cleo, bob), group.nextEpoch()), 'member');
  assert.equal(group.why(group.ana, rekey(group, cleo, eve), { type: 4, iid: dan.iid }), 'must-be-epoch');
  assert.equal(group.why(group.ana, { ...rekey(group, cleo, eve), signature: new Uint8Array(64) }), 'rekey-sig');
  assert.equal(group.why(group.ana, rekey(group, cleo, eve), group.nextEpoch()), null);
  const mine = S.writeEntries(group.state, cleo.keys, TIME, [rekey(group, cleo, eve)]);
  const [first = NONE] = mine;
  const after = { pid: group.pid, next: group.state.next + 1, head: S.entryHash(first) };
  const byNew = S.writeEntries(after, eve.keys, TIME, [group.nextEpoch()]);
  const byAdmin = S.writeEntries(after, group.ana.keys, TIME, [group.nextEpoch()]);
  assert.equal(S.fold(group.state, [...mine, ...byNew]).refusal, null);
  assert.equal(S.fold(group.state, [...mine, ...byAdmin]).refusal?.why, 'authority');
  const { state } = S.fold(group.state, [...mine, ...byNew]);
  assert.equal(state.members.get(eve.id)?.role, writer);
  assert.equal(state.members.has(cleo.id), false);
});

test('an invite is used as often as it says, and ends when somebody goes', () => {
  const group = four();
  const seed = group.random(32);
  const { id, key } = S.inviteKeys(seed);
  const invite = /** @type {const} */ ({ type: 6, id, key, role: 1, maxUses: 1, expires: TIME });
  const fragment = { pid: group.pid, seed, ...group.head };
  const joins = (/** @type {import('../support/group.js').Person} */ one) => S.joinPayload(fragment, one.card);
  assert.equal(group.why(cleo, invite), 'authority');
  group.says(bob, invite);
  assert.equal(group.why(bob, invite), 'invite');
  assert.equal(group.why(cleo, joins(cleo)), 'member');
  assert.equal(group.why(eve, joins(cleo)), 'actor');
  group.says(eve, joins(eve));
  assert.equal(group.state.members.get(eve.id)?.role, writer);
  const late = person('late');
  assert.equal(group.why(late, joins(late)), 'invite-used');
  assert.equal(group.why(bob, { type: 7, id: oid(9) }), 'invite');
  assert.equal(group.why(cleo, { type: 7, id }), 'authority');
  group.says(bob, { type: 7, id });
  assert.equal(group.why(late, joins(late)), 'invite');
});

test('with history 2 a newcomer makes a new epoch due, without a box', async () => {
  const group = new Group(2).adds(cleo, writer);
  await group.rotates(group.ana);
  const seed = group.random(32);
  const { id, key } = S.inviteKeys(seed);
  group.says(group.ana, { type: 6, id, key, role: 0, maxUses: S.UNLIMITED, expires: Number.MAX_SAFE_INTEGER });
  assert.equal(group.state.isPending, false);
  group.says(eve, S.joinPayload({ pid: group.pid, seed, ...group.head }, eve.card));
  assert.equal(group.state.isPending, true);
  await group.rotates(cleo);
  assert.equal(group.state.isPending, false);
  assert.equal(S.epochOf(group.state, 2).prevBox, null);
  assert.equal(group.why(group.ana, { type: 15, history: 1, floor: 0 }), 'history');
  assert.equal(group.why(group.ana, { type: 15, history: 2, floor: 2 }), null);
  assert.equal(group.why(group.ana, { type: 15, history: 2, floor: 3 }), 'floor');
});

test('with history 2 nobody is sealed an epoch of before they came, and one that is given up to nobody', async () => {
  const epochs = (/** @type {Group} */ group, /** @type {Uint8Array} */ iid) => S.epochsFor(group.state, iid).map(({ epoch }) => epoch);
  for (const [history, wanted] of /** @type {const} */ ([[1, [1, 2, 3]], [2, [2, 3]]])) {
    const group = new Group(history);
    await group.rotates(group.ana);
    await group.adds(cleo, writer).rotates(group.ana);
    await group.rotates(group.ana);
    assert.deepEqual(epochs(group, cleo.iid), wanted);
    assert.deepEqual(epochs(group, group.ana.iid), [1, 2, 3]);
    assert.deepEqual(epochs(group, eve.iid), []);
    group.says(group.ana, { type: 15, history, floor: 3 });
    assert.deepEqual(epochs(group, cleo.iid), [3]);
  }
});

test('a device judges the log that it is shown by the one that it knew', () => {
  const group = four();
  const known = { headSeq: 2, headHash: group.state.hashes[2] ?? NONE };
  assert.equal(S.judge(group.state, known), 'fine');
  assert.equal(S.judge(S.needFold(group.pid, group.entries.slice(0, 2)), known), 'behind');
  assert.equal(S.judge(group.state, { ...known, headHash: NONE }), 'fork');
});

test('a delegation keeps its task, and its write key ends with it', () => {
  const group = four();
  const write = S.writeKeys(NONE, { home: group.pid, did: oid(1) });
  const first = { type: /** @type {const} */ (11), did: oid(1), root: oid(2), pid: NONE, epoch: 4, epk: NONE, rights: 5 };
  const delegate = { ...first, writeKey: NONE, cardHead: NONE };
  assert.equal(group.why(cleo, delegate), 'authority');
  assert.equal(group.why(bob, { ...delegate, rights: 16 }), 'unknown-value');
  group.says(bob, delegate);
  assert.equal(group.state.writers.size, 0);
  assert.equal(group.why(bob, { ...delegate, root: oid(3) }), 'delegation');
  group.says(bob, { ...delegate, writeKey: write.key, epoch: 5 });
  const writerIid = S.writerId(write.key);
  assert.deepEqual(S.actorKey(group.state, writerIid).key, write.key);
  const revoke = { type: /** @type {const} */ (12), did: oid(1), gens: [{ unit: oid(2), gen: 1 }] };
  assert.equal(group.why(bob, { ...revoke, did: oid(7) }), 'delegation');
  assert.equal(group.why(bob, { ...revoke, gens: [{ unit: oid(2), gen: 0 }] }), 'generation');
  assert.equal(group.why(cleo, revoke), 'authority');
  group.says(bob, revoke);
  assert.equal(group.state.gens.get(S.toHex(oid(2))), 1);
  assert.equal(S.actorKey(group.state, writerIid).until, group.state.next - 1);
  assert.equal(group.why(bob, { ...delegate, writeKey: write.key }), 'delegation');
  assert.equal(group.why(bob, revoke), 'delegation');
});

test('generations only rise; moves, checkpoints and settings are for whom they are for', () => {
  const group = four();
  assert.equal(group.why(cleo, { type: 16, unit: oid(1), gen: 1 }), 'authority');
  group.says(bob, { type: 16, unit: oid(1), gen: 3 });
  assert.equal(group.why(bob, { type: 16, unit: oid(1), gen: 3 }), 'generation');
  assert.equal(group.why(bob, { type: 13, baseUrl: 'https://b.example', effectiveSeq: 9 }), 'authority');
  group.says(group.ana, { type: 13, baseUrl: 'https://b.example', effectiveSeq: 9 });
  assert.equal(group.state.moved?.baseUrl, 'https://b.example');
  group.says(dan, { type: 14, objects: 0, root: NONE });
  assert.equal(group.state.checkpoint?.objects, 0);
  assert.equal(group.why(dan, { type: 15, history: 1, floor: 0 }), 'authority');
  group.says(group.ana, { type: 15, history: 2, floor: 0 });
  assert.equal(group.state.history, 2);
});

test('the last admin stays one, and roles are kept by the time of entries', () => {
  const group = four();
  assert.equal(group.why(group.ana, { type: 9, iid: group.ana.iid, role: moderator }), 'last-admin');
  assert.equal(group.why(group.ana, { type: 9, iid: eve.iid, role: writer }), 'member');
  assert.equal(group.why(bob, { type: 9, iid: cleo.iid, role: reader }), 'authority');
  group.says(group.ana, { type: 9, iid: bob.iid, role: admin });
  group.says(bob, { type: 9, iid: group.ana.iid, role: reader });
  assert.equal(S.roleOf(group.state, group.ana.iid, group.state.next - 2), admin);
  assert.equal(S.roleOf(group.state, group.ana.iid, group.state.next - 1), reader);
  assert.equal(group.why(bob, { type: 4, iid: bob.iid }), 'authority');
  assert.equal(group.why(bob, { type: 4, iid: eve.iid }, group.nextEpoch()), 'member');
  assert.equal(group.why(bob, { type: 2, role: 0, card: cleo.card }), 'member');
  assert.equal(group.why(bob, { type: 1, nonce: oid(1), history: 1, card: bob.card }), 'genesis');
});

test('reserved bytes and types without a meaning make an entry invalid', () => {
  const group = four();
  const raw = (/** @type {number} */ type, /** @type {string} */ payload) => {
    const head = { pid: group.pid, seq: group.state.next, prev: group.state.head, time: TIME, actor: group.ana.iid };
    const entry = S.signEntry({ ...head, type, payload: S.fromHex(payload) }, group.ana.keys.edSeed);
    return S.fold(group.state, [entry]).refusal?.why;
  };
  assert.equal(raw(3, '00000001'), 'unknown-value');
  assert.equal(raw(4, `${bob.id}01`), 'unknown-value');
  assert.equal(raw(17, ''), 'unknown-value');
  assert.equal(raw(0, ''), 'unknown-value');
  assert.equal(raw(9, `${bob.id}04`), 'unknown-value');
  assert.equal(raw(15, '0101000000000000000100'), 'unknown-value');
  assert.equal(raw(15, '01010000000000000000'), undefined);
});

test('a card that its own key has not signed brings nobody in', () => {
  const group = four();
  const card = eve.card.slice();
  card[136] = (card[136] ?? 0) ^ 1;
  assert.equal(group.why(group.ana, { type: 2, role: 1, card }), 'card');
  assert.equal(group.why(group.ana, { ...rekey(group, cleo, eve), card }), 'card');
  const seed = group.random(32);
  const { id, key } = S.inviteKeys(seed);
  group.says(bob, { type: 6, id, key, role: 1, maxUses: 1, expires: TIME });
  assert.equal(group.why(eve, S.joinPayload({ pid: group.pid, seed, ...group.head }, card)), 'card');
});

test('an entry is of this pursuance, and of a log and a size that end', () => {
  const group = four();
  const write = (/** @type {Partial<import('../src/log/entry.js').Entry>} */ otherwise) => {
    const payload = S.encodePayload({ type: 2, role: 1, card: eve.card });
    const head = { pid: group.pid, seq: group.state.next, prev: group.state.head, time: TIME, actor: group.ana.iid, type: 2, payload };
    return S.signEntry({ ...head, ...otherwise }, group.ana.keys.edSeed);
  };
  const why = (/** @type {Uint8Array} */ entry, state = group.state) => S.fold(state, [entry]).refusal?.why;
  assert.equal(why(write({})), undefined);
  assert.equal(why(write({ pid: NONE })), 'pid');
  assert.equal(why(write({ seq: 20_000 }), { ...group.state, next: 20_000 }), 'too-many');
  assert.equal(why(new Uint8Array(65_537)), 'too-large');
  assert.throws(() => write({ payload: new Uint8Array(65_536) }), { reason: 'too-large' });
  const other = S.signEntry({ ...S.decodeEntry(group.entries[0] ?? NONE), pid: NONE }, group.ana.keys.edSeed);
  assert.equal(S.fold(NONE, [other]).refusal?.why, 'pid', 'an id that is not that of its beginning');
});

test('the root of a checkpoint covers every object, in one order', () => {
  const leaf = (/** @type {number} */ byte) => ({ oid: oid(byte), rev: byte, hash: NONE });
  const [one, two, three] = [leaf(1), leaf(2), leaf(3)];
  const of = (/** @type {Uint8Array} */ id, /** @type {number} */ rev) => S.hash('leaf', id, S.writer.u64(rev), NONE);
  const node = S.hash('node', of(one.oid, 1), of(two.oid, 2));
  assert.deepEqual(S.merkleRoot([]), NONE);
  assert.deepEqual(S.merkleRoot([one]), of(one.oid, 1));
  assert.deepEqual(S.merkleRoot([three, one, two]), S.hash('node', node, of(three.oid, 3)));
});
