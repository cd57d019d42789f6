// Passphrases and the bounds of their parameters, names, slots of every kind, personal boxes, skills, words.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { newPassphrase } from '../src/words/passphrase.js';
import { WORDS as LARGE } from '../src/words/eff.js';
import { WORDS } from '../src/words/bip39.js';
import { toWords } from '../src/words/compare.js';
import { TIME, chance, person } from '../support/group.js';

const name = { realm: 'pursuance.example', username: 'alice' };
const NONE = new Uint8Array(32);
const never = () => assert.fail('it is refused before');

test('a passphrase has fourteen letters, the same however they are typed', () => {
  assert.throws(() => S.passphraseBytes('x'.repeat(13)), { reason: 'weak-passphrase' });
  assert.throws(() => S.passphraseBytes('👍'.repeat(13)), { reason: 'weak-passphrase' });
  assert.equal(S.passphraseBytes('👍'.repeat(14)).length, 56);
  // One sign for the eye may be several letters behind NFKC, and the other way round.
  assert.equal(S.passphraseBytes('ﬃ'.repeat(5)).length, 15);
  assert.throws(() => S.passphraseBytes('u\u0308'.repeat(13)), { reason: 'weak-passphrase' });
  assert.deepEqual(S.passphraseBytes('Köln am Rhein 1'), S.passphraseBytes('Ko\u0308ln am Rhein 1'));
  assert.throws(() => S.passphraseBytes('\ud800'.repeat(14)), { reason: 'bad-fields' });
});

test('parameters of a server are within bounds, and never less than before', () => {
  const refuses = (/** @type {S.Parameters} */ asked, /** @type {S.Parameters} */ seen = { m: 0, t: 0, p: 1 }) =>
    assert.throws(() => S.checkParameters(asked, seen), { reason: 'weak-parameters' });
  S.checkParameters(S.DEFAULT_PARAMETERS);
  S.checkParameters({ m: 19_456, t: 2, p: 1 });
  S.checkParameters({ m: 262_144, t: 10, p: 1 });
  refuses({ m: 19_455, t: 2, p: 1 });
  refuses({ m: 19_456, t: 1, p: 1 });
  refuses({ m: 262_145, t: 2, p: 1 });
  refuses({ m: 19_456, t: 11, p: 1 });
  refuses({ m: 19_456, t: 2, p: 0 });
  refuses({ m: 19_456, t: 2, p: 1 }, S.DEFAULT_PARAMETERS);
});

test('weak parameters of a file are refused before anything is computed', async () => {
  const what = { keys: person('ana').keys, handle: 'ana', pursuances: [] };
  const weak = { m: 1024, t: 1, p: 1 };
  await assert.rejects(S.sealExport(what, 'a passphrase of some length', weak, never, chance('file')), { reason: 'weak-parameters' });
  const head = { ...weak, salt: new Uint8Array(16) };
  const file = S.encodeExport({ head, sealed: new Uint8Array(118) });
  await assert.rejects(S.openExport(file, 'a passphrase of some length', never), { reason: 'weak-parameters' });
});

test('the realm is the authority of the address, and names are written in one way', () => {
  assert.equal(S.realmOf('https://Pursuance.Example/p/bees'), 'pursuance.example');
  assert.equal(S.realmOf('https://pursuance.example:443'), 'pursuance.example');
  assert.equal(S.realmOf('http://localhost:8001/'), 'localhost:8001');
  assert.equal(S.realmOf('https://bücher.example'), 'xn--bcher-kva.example');
  assert.throws(() => S.realmOf('pursuance'), { reason: 'bad-fields' });
  assert.throws(() => S.realmOf('file:///etc/passwd'), { reason: 'bad-fields' });
  for (const username of ['Alice', '', 'a b', 'a'.repeat(65), 'ä']) {
    assert.throws(() => S.nameParts({ ...name, username }), { reason: 'bad-fields' });
  }
});

test('slots of every kind open with their key, under their name, at their length', () => {
  const random = chance('slots');
  const root = random(32);
  const { wrapKey } = S.recoveryKeys(random(32));
  /** @type {[S.SlotHead, Uint8Array, number][]} */
  const kinds = [
    [{ kind: 1, ...S.DEFAULT_PARAMETERS, ksalt: random(16) }, random(32), 99],
    [{ kind: 2 }, wrapKey, 74],
    [{ kind: 3, credential: random(20) }, S.passkeySlotKey(random(32)), 95],
  ];
  for (const [head, key, length] of kinds) {
    const slot = S.sealSlot(head, name, key, root, random);
    assert.equal(slot.length, length);
    assert.deepEqual(S.openSlot(slot, name, key), root);
    assert.deepEqual(S.decodeSlot(slot).head, head);
    assert.throws(() => S.openSlot(slot, { ...name, realm: 'other.example' }, key), { reason: 'does-not-open' });
    assert.throws(() => S.openSlot(S.cat(slot, Uint8Array.of(0)), name, key), { reason: 'bad-length' });
  }
});

test('a box of another identity is refused, also where its key is the same', () => {
  const [ana, ben] = [person('ana'), person('ben')];
  const box = S.sealIdBox(ana.keys, NONE, chance('box'));
  assert.deepEqual(S.openIdBox(box, NONE, ana.iid), ana.keys);
  assert.throws(() => S.openIdBox(box, NONE, ben.iid), { reason: 'does-not-open' });
});

test('personal boxes hold searches and where a log stood', () => {
  const [iid, pid, random] = [person('ana').iid, S.sha(NONE), chance('box')];
  const place = S.pinsPlace(iid, pid);
  const pins = { pid, headSeq: 7, headHash: NONE, epoch: 2 };
  const box = S.sealPersonal(place, NONE, S.encodePins(pins), random);
  assert.deepEqual(S.decodePins(S.openPersonal(place, NONE, box)), pins);
  assert.throws(() => S.openPersonal({ ...place, kind: 'draft' }, NONE, box), { reason: 'does-not-open' });
  assert.deepEqual(S.decodeSearch(S.encodeSearch({ query: '@me', name: 'Mine' })), { query: '@me', name: 'Mine' });
  assert.throws(() => S.encodeSearch({ query: 'a\nb' }), { reason: 'bad-fields' });
});

test('padding hides lengths in steps', () => {
  const lengths = [0, 28, 29, 60, 61, 1020, 1021, 2044, 2045].map(S.paddedLength);
  assert.deepEqual(lengths, [32, 32, 64, 64, 128, 1024, 2048, 2048, 3072]);
  for (const length of [0, 31, 33, 96, 1023, 1025, 1536]) assert.equal(S.isPadded(length), false, String(length));
  const padded = S.pad(S.utf8('abc'));
  padded[31] = 1;
  assert.throws(() => S.unpad(padded), { reason: 'bad-padding' });
  assert.throws(() => S.unpad(S.cat(S.pad(S.utf8('abc')), new Uint8Array(31))), { reason: 'bad-padding' });
  assert.deepEqual(S.unpad(S.cat(S.pad(S.utf8('abc')), new Uint8Array(32))), S.utf8('abc'), 'longer than it need be');
});

test('skills are compared as they are meant', () => {
  const key = NONE;
  assert.deepEqual(S.skillTags(key, ['Cooking', 'cooking ', 'COOKING']).length, 1);
  assert.equal(S.normalSkill('a\t\r\n  b'), 'a b');
  // Blank that Unicode knows and the format does not.
  assert.equal(S.normalSkill('a\u200bb\ufeff'), 'a\u200bb\ufeff');
  assert.equal(S.normalSkill('a\u0085b'), 'a\u0085b');
  for (const count of [0, 1, 3, 4, 5]) {
    const tags = S.skillTags(key, Array.from({ length: count }, (_, at) => `skill ${at}`));
    assert.equal(S.padTags(tags, chance('tags')).length, Math.ceil(count / 4) * 4);
  }
  assert.throws(() => S.skillTags(key, Array(33).fill('a')), { reason: 'too-many' });
});

test('the lists of words are those that everybody has', () => {
  const sum = (/** @type {string[]} */ words) => S.toHex(S.sha(S.utf8(`${words.join('\n')}\n`)));
  assert.equal(WORDS.length, 2048);
  assert.equal(sum(WORDS), '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda');
  assert.equal(LARGE.length, 7776);
  assert.equal(sum(LARGE), '6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522');
  assert.equal(toWords(S.wordIndices(NONE)).join(' '), Array(8).fill('abandon').join(' '));
  const made = newPassphrase(chance('words'));
  assert.match(made, /^[a-z-]+( [a-z-]+){5}$/);
  assert.ok(S.passphraseBytes(made).length >= S.LEAST_LETTERS);
  // Bytes that would make some words likelier are drawn anew.
  const bytes = [255, 255, 0, 0];
  assert.equal(newPassphrase(() => Uint8Array.of(bytes.shift() ?? 0, bytes.shift() ?? 0)), Array(6).fill('abacus').join(' '));
});

test('numbers end where JavaScript counts exactly, and texts are UTF-8', () => {
  const read = (/** @type {string} */ hex) => S.decode(S.fromHex(hex), (reader) => reader.u64());
  assert.equal(read('001fffffffffffff'), Number.MAX_SAFE_INTEGER);
  assert.throws(() => read('0020000000000000'), { reason: 'bad-number' });
  assert.throws(() => S.writer.u64(2 ** 53), { reason: 'bad-number' });
  assert.throws(() => S.writer.u8(256), { reason: 'bad-number' });
  assert.throws(() => S.writer.u16(-1), { reason: 'bad-number' });
  assert.throws(() => S.writer.u32(1.5), { reason: 'bad-number' });
  assert.equal(S.fromUtf8(S.fromHex('efbbbf61')), '\ufeffa', 'a mark of byte order stays');
  for (const bad of ['ff', 'c080', 'eda080', 'f4908080', 'e282']) {
    assert.throws(() => S.fromUtf8(S.fromHex(bad)), { reason: 'bad-fields' });
  }
  assert.throws(() => S.writer.list([NONE, NONE]), { reason: 'bad-fields' });
});

test('keys of one moment are the same card each time', () => {
  const { keys, card } = person('ana');
  assert.deepEqual(S.encodeCard(S.makeCard(keys)), card);
  assert.deepEqual(S.decodeKeys(S.encodeKeys(keys)), keys);
  assert.equal(keys.created, TIME);
});
