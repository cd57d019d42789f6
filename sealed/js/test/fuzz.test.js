// Random and broken bytes for every decoder: it refuses with a reason of the list, or what it read is written as the same bytes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as S from '../src/index.js';
import { Group, person } from '../support/group.js';

const ROUNDS = 400;
/** Formats that end with a text or a ciphertext of any length. */
const OPEN = ['export', 'note', 'text', 'search'];
const vectors = JSON.parse(readFileSync(new URL('../../tests/vectors.json', import.meta.url), 'utf8'));
const b = S.fromHex;

/** The same numbers each time (mulberry32). @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** @typedef {(bytes: Uint8Array) => Uint8Array} Again reads bytes and writes them anew */

/**
 * @template T
 * @param {(bytes: Uint8Array) => T} decode
 * @param {(value: T) => Uint8Array} encode
 * @returns {Again}
 */
const again = (decode, encode) => (bytes) => encode(decode(bytes));

/**
 * A text in place of bytes.
 * @template T
 * @param {(text: string) => T} decode
 * @param {(value: T) => string} encode
 * @returns {Again}
 */
const againText = (decode, encode) => (bytes) => {
  const text = String.fromCharCode(...bytes);
  return Uint8Array.from(encode(decode(text)), (letter) => letter.charCodeAt(0));
};

/** @param {string} text */
const letters = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const log = vectors.log.entries.map(b);
const pid = b(vectors.log.pid);
const entries = vectors.log_scenarios.flatMap((/** @type {{ entries: string[] }} */ { entries: all }) => all.map(b));
/** @type {Map<number, Uint8Array[]>} */
const payloads = new Map();
for (const bytes of [...log, ...entries]) {
  const { type, payload } = S.decodeEntry(bytes);
  payloads.set(type, [...(payloads.get(type) ?? []), payload].slice(0, 3));
}
const id = b(vectors.delegation.did);
payloads.set(10, [S.cat(pid, (payloads.get(2)?.[0] ?? pid).slice(1), new Uint8Array(64))]);
payloads.set(11, [S.cat(id, id, pid, b('00000004'), pid, b('05'), pid, pid)]);
payloads.set(12, [S.cat(id, b('0001'), id, b('00000001'))]);
payloads.set(13, [S.cat(S.writer.str('https://other.example'), S.writer.u64(9))]);
payloads.set(14, [S.cat(S.writer.u64(3), pid)]);
payloads.set(16, [S.cat(id, b('00000001'))]);

const records = vectors.records.map((/** @type {{ record: string }} */ { record }) => b(record));
const signature = new Uint8Array(64);
const wholeLog = log.map((/** @type {Uint8Array} */ bytes) => ({ kind: /** @type {const} */ (1), bytes }));
const file = { kind: /** @type {const} */ (6), oid: id, head: b(vectors.file.header), chunks: 3, hash: pid };
const bundle = S.encodeBundle({ pid, records: [...wholeLog, file], chunks: [vectors.file.chunks.map(b)] });
const post = S.encodePost({ pid, actor: pid, time: 5, records: S.decodeRecords(S.cat(...records)), signature });
const code = vectors.pairing.code;
const said = (/** @type {number} */ kind, /** @type {string} */ body) =>
  S.cat(b(vectors.chat.content).slice(0, 121), S.writer.u8(kind), S.writer.v32(b(body)), signature);
const messages = [
  b(vectors.chat.signed),
  ...vectors.room.messages.map((/** @type {{ signed: string }} */ { signed }) => b(signed)),
  said(3, `0001${vectors.delegation.did}${vectors.log.pid}`),
  said(4, vectors.delegation.did),
  said(6, `0001${vectors.delegation.did}${vectors.log.pid}616263`),
];

/** Every decoder, and bytes that it reads. @type {Record<string, [Again, Uint8Array[]]>} */
const DECODERS = {
  keys: [again(S.decodeKeys, S.encodeKeys), [b(vectors.export.plaintext).slice(1, 74)]],
  card: [again(S.decodeCard, S.encodeCard), [b(vectors.identity.alice.card)]],
  idbox: [again(S.decodeIdBox, S.encodeIdBox), [b(vectors.identity_wrap.idbox)]],
  slot: [
    again(S.decodeSlot, S.encodeSlot),
    [b(vectors.identity_wrap.slot), S.cat(b('0102'), new Uint8Array(72)), S.cat(b('010303aabbcc'), new Uint8Array(72))],
  ],
  'personal box': [again(S.decodePersonal, S.encodePersonal), [b(vectors.pbox.pbox)]],
  pins: [again(S.decodePins, S.encodePins), [S.encodePins({ pid, headSeq: 3, headHash: pid, epoch: 2 })]],
  search: [again(S.decodeSearch, S.encodeSearch), [S.utf8('@me'), S.utf8('@me\nMine')]],
  export: [again(S.decodeExport, S.encodeExport), [b(vectors.export.file)]],
  exported: [again(S.decodeExported, S.encodeExported), [b(vectors.export.plaintext)]],
  seal: [again(S.decodeSeal, S.encodeSeal), [b(vectors.seal.record)]],
  entry: [again(S.decodeEntry, S.encodeEntry), log],
  envelope: [again(S.decodeEnvelope, S.encodeEnvelope), [b(vectors.envelope.envelope), b(vectors.chat.envelope)]],
  padded: [again(S.unpad, S.pad), [S.pad(S.utf8('abc')), S.pad(new Uint8Array(1021)), S.pad(new Uint8Array(1020))]],
  relations: [again(S.decodeRel, S.encodeRel), [b(vectors.revision.rel)]],
  revision: [again(S.decodeRevision, S.encodeRevision), [b(vectors.revision.revision)]],
  message: [again(S.decodeSignedMessage, S.encodeSignedMessage), messages],
  'head of a file': [again(S.decodeFileHead, S.encodeFileHead), [b(vectors.file.header)]],
  'meta of a file': [
    again(S.decodeFileMeta, S.encodeFileMeta),
    [S.encodeFileMeta({ key: pid, size: 5, sha256: pid, mime: 'text/plain', name: 'a.txt', thumbnail: id })],
  ],
  fragment: [againText(S.fromFragment, S.toFragment), [letters(vectors.invite.fragment)]],
  note: [again(S.decodeNote, S.encodeNote), [b(vectors.invite_note.note)]],
  'text of a note': [again(S.decodeNoteText, S.encodeNoteText), [b(vectors.invite_note.plaintext)]],
  'epoch card': [again(S.decodeEpochCard, S.encodeEpochCard), [b(vectors.epoch_card.card)]],
  package: [again(S.decodePackage, S.encodePackage), [b(vectors.delegation.package)]],
  contents: [again(S.decodeContents, S.encodeContents), [b(vectors.delegation.plaintext)]],
  accept: [again(S.decodeAccept, S.encodeAccept), [b(vectors.delegation_accept.accept)]],
  code: [againText((text) => S.fromPairingCode(text), S.toPairingCode), [letters(code)]],
  answer: [again(S.decodeAnswer, S.encodeAnswer), [S.cat(b('01'), b(vectors.identity.alice.card), b(vectors.identity_wrap.idbox), new Uint8Array(32 + 48))]],
  'signing in': [again(S.decodeSignIn, S.encodeSignIn), [b(vectors.signin.answer)]],
  record: [again(S.decodeRecord, S.encodeRecord), records],
  records: [again(S.decodeRecords, S.encodeRecords), [S.cat(...records)]],
  bundle: [again(S.decodeBundle, S.encodeBundle), [bundle]],
  post: [again(S.decodePost, S.encodePost), [post]],
  'header of a reader': [
    againText(S.decodeRead, S.encodeRead),
    [letters(S.encodeRead({ actor: pid, time: 5, signature }))],
  ],
  'link to a new home': [
    againText(S.fromMovedLink, S.toMovedLink),
    [letters(S.toMovedLink({ pid, headSeq: 3, headHash: pid, baseUrl: 'https://b.example' }))],
  ],
  text: [again(S.FIELD.text.decode, S.FIELD.text.encode), [S.utf8('Köln')]],
  skills: [again(S.FIELD.skills.decode, S.FIELD.skills.encode), [S.FIELD.skills.encode(['a', 'b'])]],
  due: [again(S.FIELD.due.decode, S.FIELD.due.encode), [S.writer.u64(5)]],
  size: [again(S.FIELD.size.decode, S.FIELD.size.encode), [b('02')]],
  urgency: [again(S.FIELD.urgency.decode, S.FIELD.urgency.encode), [b('01')]],
  levels: [again(S.FIELD.levels.decode, S.FIELD.levels.encode), [S.FIELD.levels.encode([{ name: 'a', level: 2 }])]],
  life: [again(S.FIELD.life.decode, S.FIELD.life.encode), [S.writer.u32(60), S.writer.u32(0)]],
  base64: [againText(S.fromBase64, S.toBase64), [letters('YWJj'), letters('YWI='), letters('YQ==')]],
  base64url: [againText(S.fromBase64url, S.toBase64url), [letters('YWJj'), letters('YWI')]],
  hexadecimal: [againText(S.fromHex, S.toHex), [letters('00ff')]],
  ...Object.fromEntries(
    [...payloads].map(([type, samples]) => [
      `payload ${type}`,
      /** @type {[Again, Uint8Array[]]} */ ([again((bytes) => S.decodePayload(type, bytes), S.encodePayload), samples]),
    ]),
  ),
};

/** @param {Again} act @param {Uint8Array} bytes @param {string} name */
function tries(act, bytes, name) {
  let written;
  try {
    written = act(bytes.slice());
  } catch (error) {
    assert.ok(error instanceof S.SealedError, `${name}: ${error} for ${S.toHex(bytes)}`);
    assert.ok(/** @type {string[]} */ (S.REASONS).includes(error.reason), error.reason);
    return false;
  }
  assert.equal(S.toHex(written), S.toHex(bytes), `${name}: written in another way`);
  return true;
}

/**
 * One of the ways in which bytes are broken.
 * @param {Uint8Array} bytes
 * @param {(below: number) => number} random
 */
function broken(bytes, random) {
  const at = random(bytes.length + 1);
  switch (random(6)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return S.cat(bytes, Uint8Array.of(random(256)));
    case 2:
      return S.cat(bytes.slice(0, at), bytes.slice(at + 1));
    case 3:
      return Uint8Array.from({ length: random(200) }, () => random(256));
    default: {
      const other = bytes.slice();
      if (at < other.length) other[at] = random(2) ? random(256) : (other[at] ?? 0) ^ (1 << random(8));
      return other;
    }
  }
}

for (const [name, [act, samples]] of Object.entries(DECODERS)) {
  test(`${name}: broken bytes`, () => {
    const random = numbers(name.length * 7919 + name.charCodeAt(0));
    for (const sample of samples) {
      assert.ok(tries(act, sample, name), 'a sample is read');
      const isLonger = tries(act, S.cat(sample, Uint8Array.of(0)), name);
      assert.ok(!isLonger || OPEN.includes(name), 'a byte over');
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const sample = samples[random(samples.length)] ?? new Uint8Array(0);
      tries(act, broken(sample, random), name);
    }
  });
}

test('a log of broken entries is refused and never fails', () => {
  const random = numbers(1);
  for (let round = 0; round < 30; round += 1) {
    const at = random(log.length);
    const bad = log.map((/** @type {Uint8Array} */ bytes, /** @type {number} */ index) => (index === at ? broken(bytes, random) : bytes));
    const { refusal, state } = S.fold(pid, bad);
    const isSame = bad.every((/** @type {Uint8Array} */ bytes, /** @type {number} */ index) => S.equal(bytes, log[index]));
    assert.equal(refusal === null, isSame);
    assert.equal(refusal?.at ?? log.length, state.next);
  }
});

test('entries with a sound signature and broken payloads are refused and never fail', async () => {
  const random = numbers(2);
  const group = await new Group().adds(person('bob'), 2).rotates(person('ana'));
  const { pid: own, state, ana } = group;
  for (const [type, samples] of payloads) {
    for (let round = 0; round < 12; round += 1) {
      const sample = samples[random(samples.length)] ?? new Uint8Array(0);
      const payload = random(3) ? broken(sample, random) : sample;
      const entry = { pid: own, seq: state.next, prev: state.head, time: 5, actor: ana.iid, type, payload };
      const { refusal, state: after } = S.fold(state, [S.signEntry(entry, ana.keys.edSeed)]);
      assert.equal(after.next, refusal ? state.next : state.next + 1);
    }
  }
});

test('every type of entry is among the payloads', () => {
  assert.deepEqual([...payloads.keys()].sort((a, c) => a - c), Object.values(S.TYPE));
});
