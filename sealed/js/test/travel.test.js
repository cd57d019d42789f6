// Formats that travel: files, bundles, posts to a relay, packages, pairing.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Group, TIME, chance, person } from '../support/group.js';

/** @import { SealedRecord } from '../src/records.js' */

const [bob, dan, eve] = [person('bob'), person('dan'), person('eve')];
const oid = (/** @type {number} */ byte) => new Uint8Array(16).fill(byte);
const NONE = new Uint8Array(32);

/**
 * A file in pieces.
 * @param {Uint8Array} data
 */
function sealed(data) {
  const sealer = new S.FileSealer(NONE, oid(1), chance('file'));
  const pieces = [];
  for (let at = 0; at === 0 || at < data.length; at += S.CHUNK) {
    pieces.push(sealer.seal(data.slice(at, at + S.CHUNK), at + S.CHUNK >= data.length));
  }
  return { pieces, place: sealer.place, meta: sealer.meta({ mime: 'text/plain', name: 'a.txt' }) };
}

test('a file is sealed and opened piece by piece, and nothing of it is exchanged', () => {
  for (const size of [0, 1, 4096, S.CHUNK - 1, S.CHUNK, S.CHUNK + 1, 2 * S.CHUNK]) {
    const data = chance(`data ${size}`)(size);
    const { pieces, place, meta } = sealed(data);
    assert.deepEqual(S.cat(...S.openFile(place, meta, pieces)), data, `${size} bytes`);
    assert.equal(pieces.length, S.piecesOf(size).count);
    assert.equal((pieces.at(-1)?.length ?? 0) % 4096, 16, 'the last piece is filled up');
    assert.deepEqual(S.decodeFileMeta(S.encodeFileMeta(meta)), meta);
  }
  const { pieces, place, meta } = sealed(chance('data')(3 * S.CHUNK));
  const [first = NONE, second = NONE, third = NONE] = pieces;
  assert.throws(() => S.openFile(place, meta, [first, second]), { reason: 'bad-length' });
  assert.throws(() => S.openFile(place, meta, [first, second, third, third]), { reason: 'bad-length' });
  assert.throws(() => S.openFile(place, meta, [second, first, third]), { reason: 'does-not-open' });
  assert.throws(() => S.openFile(place, { ...meta, size: meta.size - S.CHUNK }, [first, second]), { reason: 'does-not-open' });
  assert.throws(() => S.openFile(place, { ...meta, sha256: NONE }, pieces), { reason: 'bad-fields' });
  assert.throws(() => S.openFile({ ...place, oid: oid(2) }, meta, pieces), { reason: 'does-not-open' });
});

test('a file goes on being sealed only to its end', () => {
  const sealer = new S.FileSealer(NONE, oid(1), chance('file'));
  assert.throws(() => sealer.seal(new Uint8Array(5), false), { reason: 'bad-length' });
  assert.throws(() => sealer.meta({ mime: '', name: '' }), { reason: 'bad-length' });
  sealer.seal(new Uint8Array(5), true);
  assert.throws(() => sealer.seal(new Uint8Array(5), true), { reason: 'bad-length' });
  assert.deepEqual(sealer.sha256, S.sha(new Uint8Array(5)));
});

test('an upload that broke off goes on behind the same bytes alone', async () => {
  const [data, random] = [chance('data')(2 * S.CHUNK + 5), chance('file')];
  const [first, second, third] = [data.slice(0, S.CHUNK), data.slice(S.CHUNK, 2 * S.CHUNK), data.slice(2 * S.CHUNK)];
  const begun = new S.FileSealer(NONE, oid(1), random);
  const sent = [begun.seal(first, false)];
  const { key, head, sha256 } = begun;
  const again = new S.FileSealer(NONE, oid(1), random, { key, head, sha256 });
  again.skip(first);
  const pieces = [...sent, again.seal(second, false), again.seal(third, true)];
  const meta = again.meta({ mime: '', name: '' });
  assert.deepEqual(S.sha(S.cat(...S.openFile(again.place, meta, pieces))), S.sha(data));
  const other = new S.FileSealer(NONE, oid(1), random, { key, head, sha256 });
  other.skip(second);
  assert.throws(() => other.seal(third, true), { reason: 'bad-fields' });
  const impatient = new S.FileSealer(NONE, oid(1), random, { key, head, sha256 });
  assert.throws(() => impatient.seal(first, false), { reason: 'bad-fields' });
  assert.throws(() => new S.FileSealer(NONE, oid(1), random).skip(first), { reason: 'bad-fields' });
});

/** A pursuance with one task, a message and a file, as records. */
async function whole() {
  const group = await new Group().adds(bob, 2).adds(dan, 0).rotates(person('ana'));
  const under = { epoch: 1, gen: 0 };
  const key = S.unitKey(S.epochKeys(group.pid, 1, group.es).content, oid(1), 0);
  const place = { pid: group.pid, unit: oid(1), otype: 1, oid: oid(1), field: 'title', rev: 1 };
  const title = S.sealEnvelope(place, under, key, S.utf8('Mend the fence'), group.random);
  const rel = S.encodeRel(S.plainRel());
  const fields = [
    { field: 'rel', rev: 1, hash: S.fieldHash(rel) },
    { field: 'title', rev: 1, hash: S.fieldHash(title) },
  ];
  const who = { actor: bob.iid, time: TIME, ...group.head };
  const { field: _, ...at } = place;
  const revision = S.signRevision({ ...at, ...who, ...under, prev: NONE, fields }, bob.keys.edSeed);
  const card = { pid: group.pid, cseq: 0, prev: NONE, epoch: 1, epk: S.epochOf(group.state, 1).epk, time: TIME, actor: group.ana.iid };
  const speakers = [group.ana, bob].map(({ card: bytes }, index) => ({ role: 3 - index, card: bytes }));
  const epochCard = S.signEpochCard({ ...card, speakers }, group.ana.keys.edSeed);
  const held = { kind: /** @type {const} */ (4), otype: 1, oid: oid(1), unit: oid(1), rev: 1 };
  const { pieces, place: of } = sealed(S.utf8('a file'));
  const file = { kind: /** @type {const} */ (6), oid: oid(1), head: of.head, chunks: 1, hash: S.fileHash(of.head, pieces) };
  const wholes = (/** @type {1 | 2 | 3 | 7} */ kind, /** @type {Uint8Array[]} */ all) => all.map((bytes) => ({ kind, bytes }));
  /** @type {SealedRecord[]} */
  const records = [
    ...wholes(1, group.entries),
    ...wholes(2, group.seals),
    ...wholes(7, [epochCard]),
    ...wholes(3, [revision]),
    { ...held, field: 'rel', bytes: rel },
    { ...held, field: 'title', bytes: title },
    { kind: 5, unit: oid(1), oid: oid(2), senderSeq: 1, envelope: title },
    file,
  ];
  return { group, records, pieces };
}

test('a bundle is taken whole, or not at all', async () => {
  const { group, records, pieces } = await whole();
  const { pid } = group;
  const bytes = S.encodeBundle({ pid, records, chunks: [pieces] });
  const { state, newest, cardHead } = S.checkedBundle(bytes);
  assert.deepEqual(state.head, group.state.head);
  assert.equal(newest.size, 1);
  assert.equal(cardHead?.length, 32);
  const refused = (/** @type {SealedRecord[]} */ some, /** @type {string} */ reason, chunks = [pieces]) =>
    assert.throws(() => S.checkedBundle(S.encodeBundle({ pid, records: some, chunks })), { reason });
  const without = (/** @type {number} */ kind) => records.filter((one) => one.kind !== kind);
  refused([...records].reverse(), 'bad-fields');
  refused(without(1), 'does-not-fold');
  refused(records.slice(1), 'does-not-fold');
  refused(without(4), 'bad-fields');
  refused(without(3), 'bad-fields');
  refused(records, 'bad-fields', [[S.cat(pieces[0] ?? NONE, Uint8Array.of(0))]]);
  refused([...records, { kind: 10, id: oid(1), note: new Uint8Array(48).fill(1) }], 'bad-fields');
  const stranger = await S.sealSecret(pid, 1, group.es, eve, group.random);
  refused([...records.slice(0, 4), { kind: 2, bytes: stranger }, ...without(1)], 'does-not-fold');
  assert.throws(() => S.checkedBundle(bytes.slice(0, -1)), { reason: 'bad-length' });
});

test('a relay takes posts of members, of now, and messages alone of who reads', async () => {
  const { group, records } = await whole();
  const post = (/** @type {import('../support/group.js').Person} */ by, /** @type {SealedRecord[]} */ some, time = TIME) =>
    S.signPost({ pid: group.pid, actor: by.iid, time, records: some }, by.keys.edSeed);
  const messages = records.filter(({ kind }) => kind === 5);
  assert.equal(S.checkedPost(group.state, post(bob, records), TIME + 299_000).records.length, records.length);
  S.checkedPost(group.state, post(dan, messages), TIME);
  assert.throws(() => S.checkedPost(group.state, post(dan, records), TIME), { reason: 'bad-author' });
  assert.throws(() => S.checkedPost(group.state, post(eve, messages), TIME), { reason: 'bad-author' });
  assert.throws(() => S.checkedPost(group.state, post(bob, messages), TIME + 301_000), { reason: 'bad-number' });
  const elsewhere = S.signPost({ pid: NONE, actor: bob.iid, time: TIME, records: messages }, bob.keys.edSeed);
  assert.throws(() => S.checkedPost(group.state, elsewhere, TIME), { reason: 'bad-author' });
  const forged = post(bob, messages);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  assert.throws(() => S.checkedPost(group.state, forged, TIME), { reason: 'bad-signature' });
});

test('a relay is read by members, and a link leads to a new home', async () => {
  const { group } = await whole();
  const header = S.signRead(group.pid, { iid: dan.iid, edSeed: dan.keys.edSeed }, TIME);
  assert.deepEqual(S.checkedRead(group.state, header, TIME).actor, dan.iid);
  assert.throws(() => S.checkedRead(group.state, header, TIME + 301_000), { reason: 'bad-number' });
  const other = S.signRead(NONE, { iid: dan.iid, edSeed: dan.keys.edSeed }, TIME);
  assert.throws(() => S.checkedRead(group.state, other, TIME), { reason: 'bad-signature' });
  const moved = { pid: group.pid, ...group.head, baseUrl: 'https://b.example' };
  assert.deepEqual(S.fromMovedLink(S.toMovedLink(moved)), moved);
});

test('a second device gets the identity of the card, by its own code alone', async () => {
  const random = chance('pairing');
  const { secret, code, text } = S.newPairing(random);
  const rootKey = random(32);
  const answer = await S.answerPairing(S.fromPairingCode(text), bob.keys, rootKey, random);
  assert.deepEqual(await S.openPairing(secret, code, answer), { iid: bob.iid, rootKey, keys: bob.keys });
  const other = S.newPairing(random);
  await assert.rejects(async () => S.openPairing(other.secret, code, answer), { reason: 'bad-code' });
  await assert.rejects(async () => S.openPairing(other.secret, other.code, answer), { reason: 'does-not-open' });
  const swapped = { ...S.decodeAnswer(answer), card: eve.card };
  await assert.rejects(async () => S.openPairing(secret, code, S.encodeAnswer(swapped)), { reason: 'does-not-open' });
});
