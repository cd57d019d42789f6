// The page module for accounts, on a made-up server: what is sent and what never is, and what is refused.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { INVITATION, lockAtSignOut } from '../../../templates/static/js/locking.js';
import * as S from '../src/index.js';
import { identityFile } from '../src/page/exporting.js';
import { openSecrets, ownKey, sealSecrets } from '../src/page/group/epoch_secrets.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { openOwnByFile, signInByFile } from '../src/page/importing.js';
import { becomeDerived, changePassphrase, makeAccount, newRecovery, recover } from '../src/page/account_keys.js';
import { openOwn, proofKey, signIn, toUsername } from '../src/page/opening.js';
import { handOver, showCode } from '../src/page/second_device.js';
import { Unlocked } from '../src/page/unlocked.js';
import { FakeServer, REALM, memoryStore, quickArgon2 } from '../support/doors.js';
import { TIME, chance, person } from '../support/group.js';

// Node.js 18 has it under another name.
if (!globalThis.crypto) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

const FIRST = 'käfer über dem dach 7';
const SECOND = 'another one, just as long';
const never = () => assert.fail('nothing is computed');

async function joined() {
  const server = new FakeServer();
  const store = memoryStore();
  const made = await makeAccount(server.device(store), 'ana', FIRST, {});
  return { server, store, ...made };
}

/**
 * @param {Promise<unknown>} promise
 * @param {string} key
 */
const fails = (promise, key) => assert.rejects(promise, { name: 'Trouble', key });

/** @param {FakeServer} server */
const doorsOf = (server) => server.sent.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);

/**
 * Everything that was sent, in which a secret is looked for in the ways that bytes are written.
 * @param {FakeServer} server
 * @param {Uint8Array} secret
 */
function isSent(server, secret) {
  const all = server.sent.map(({ path, body }) => `${path}\n${decodeURIComponent(path)}\n${body}`).join('\n');
  const bytes = Buffer.from(secret);
  // Base64 of a text in which the secret begins at any of three places.
  const encoded = [0, 1, 2].flatMap((shift) =>
    /** @type {const} */ (['base64', 'base64url']).map((how) => {
      const text = Buffer.from(S.cat(new Uint8Array(shift), secret)).toString(how).replace(/=+$/, '');
      return text.slice(Math.ceil((shift * 8) / 6), -1);
    }),
  );
  const shapes = [bytes.toString('utf8'), bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...encoded];
  return shapes.some((shape) => all.includes(shape) || all.includes(JSON.stringify(shape).slice(1, -1)));
}

/**
 * @param {string} passphrase
 * @param {FakeServer} server
 */
async function keysOf(passphrase, server) {
  const slot = S.decodeSlot(S.fromBase64url(server.accounts.get('ana')?.slot ?? ''));
  if (slot.head.kind !== 1) return assert.fail('not its first slot');
  const name = { realm: REALM, username: 'ana' };
  return S.accountKeys(await S.masterKey({ ...name, ...slot.head }, passphrase, quickArgon2));
}

test('an account is made, signed in to, and opened', async () => {
  const { server, opened } = await joined();
  const { opened: again, marker } = await signIn(server.device(), 'ana', FIRST);
  assert.deepEqual(again, opened);
  assert.equal(marker, 'second');
  assert.deepEqual(doorsOf(server), ['POST /api/v1/accounts', 'GET /api/v1/prelogin', 'POST /api/v1/session']);
  assert.deepEqual((await openOwn(server.device(), 'ana', FIRST)).opened, opened);
  // Typed on another keyboard, the letters are others.
  assert.deepEqual((await signIn(server.device(), 'ana', FIRST.normalize('NFD'))).opened, opened);
  assert.equal(toUsername(' Ana '), 'ana');
});

test('exactly what the doors ask for is sent', async () => {
  const { server } = await joined();
  await signIn(server.device(), 'ana', FIRST);
  const bodies = server.sent.filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body));
  assert.deepEqual(Object.keys(bodies[0]).sort(), ['card', 'idbox', 'name', 'recovery_slot', 'recovery_verifier', 'slot', 'verifier']);
  assert.deepEqual(Object.keys(bodies[1]).sort(), ['auth_key', 'name']);
  const lengths = ['card', 'idbox', 'recovery_slot', 'recovery_verifier', 'slot', 'verifier'].map((key) => S.fromBase64url(bodies[0][key]).length);
  assert.deepEqual(lengths, [137, 115, 74, 32, 99, 32]);
  assert.ok(server.sent.every(({ body }) => body.length < 8192));
});

test('what lets somebody in goes along', async () => {
  const server = new FakeServer();
  await makeAccount(server.device(), 'ana', FIRST, { invite: 'i', server: 'Bees', door: 'invited' });
  const { invite, server: name, door } = JSON.parse(server.sent[0]?.body ?? '');
  assert.deepEqual([invite, name, door], ['i', 'Bees', 'invited']);
});

test('the keys go into a file with what was seen here, and nowhere else', async () => {
  const { server, opened } = await joined();
  const [localStore, base, ofFile] = [memoryLocalStore(), `https://${REALM}`, 'a passphrase for the file'];
  const [pid, headHash, es] = ['a pursuance', 'its head', 'a secret'].map((text) => S.sha(S.utf8(text)));
  assert.ok(pid && headHash && es);
  const value = { state: { next: 2, hashes: [S.sha(S.utf8('its genesis')), headHash] } };
  const own = (/** @type {Uint8Array} */ rootKey) => ({
    sealsAfter: 1,
    secrets: sealSecrets(pid, { rootKey, iid: opened.iid }, new Map([[1, es]]), server.device().random),
  });
  // That of somebody else at this browser, one of another root key, and one of which no key has come.
  const others = ['b', 'c', 'd'].map((letter) => letter.repeat(64));
  await localStore.put([S.toHex(pid), ...others].map((id) => ({ key: `log/${id}`, value })));
  await localStore.put([
    { key: ownKey(S.toHex(pid), opened.iid), value: own(opened.rootKey) },
    { key: ownKey(others[0] ?? '', pid), value: own(opened.rootKey) },
    { key: ownKey(others[1] ?? '', opened.iid), value: own(es) },
  ]);

  const text = await identityFile(server.device(), localStore, base, 'ana', FIRST, ofFile);
  assert.match(text, /^-----BEGIN PURSUANCE IDENTITY-----\n/);
  const { keys, handle, pursuances } = await S.openExport(S.fromArmor(text), ofFile, quickArgon2);
  assert.deepEqual(keys, opened.keys);
  assert.equal(handle, `ana@${REALM}`);
  assert.deepEqual(pursuances, [{ pid, baseUrl: base, headSeq: 1, headHash, secrets: [{ epoch: 1, es }] }]);

  const sent = server.sent.length;
  await assert.rejects(identityFile(server.device(), localStore, base, 'ana', FIRST, 'too short'), { reason: 'weak-passphrase' });
  assert.equal(server.sent.length, sent);
  await fails(identityFile(server.device(), localStore, base, 'ana', SECOND, ofFile), 'problem-wrong-key');
  for (const secret of [S.utf8(ofFile), opened.keys.edSeed, opened.keys.xSecret, es, S.utf8(text)]) assert.equal(isSent(server, secret), false);
});

test('a file opens the keys on another device, which knows then what the file saw, and nothing of it is sent', async () => {
  const { server, opened } = await joined();
  const [base, ofFile] = [`https://${REALM}`, 'a passphrase for the file'];
  const [pid, headHash, es, other] = ['a pursuance', 'its head', 'a secret', 'another head'].map((text) => S.sha(S.utf8(text)));
  assert.ok(pid && headHash && es && other);
  const [id, iid] = [S.toHex(pid), S.toHex(opened.iid)];
  const pursuances = [{ pid, baseUrl: base, headSeq: 7, headHash, secrets: [{ epoch: 2, es }] }];
  const what = { keys: opened.keys, handle: `ana@${REALM}`, pursuances };
  const bytes = await S.sealExport(what, ofFile, S.DEFAULT_PARAMETERS, quickArgon2, server.device().random);
  const text = S.toArmor(bytes);

  server.viewer = undefined;
  const localStore = memoryLocalStore();
  await fails(signInByFile(server.device(), localStore, 'some words', ofFile), 'file-none');
  await fails(signInByFile(server.device(), localStore, text.slice(0, 200) + text.slice(204), ofFile), 'file-wrong');
  await fails(signInByFile(server.device(), localStore, text, SECOND), 'file-wrong');
  await fails(signInByFile(server.device(), localStore, text, 'short'), 'file-wrong');
  assert.deepEqual(doorsOf(server), ['POST /api/v1/accounts'], 'nothing is asked for before the file is open');

  const { opened: here, marker } = await signInByFile(server.device(), localStore, text, ofFile);
  assert.deepEqual([server.viewer, marker], ['ana', 'third']);
  assert.deepEqual([here.keys, here.iid, here.card, here.name], [opened.keys, opened.iid, opened.card, opened.name]);
  assert.deepEqual(S.openIdBox(here.idbox, here.rootKey, here.iid), opened.keys);
  // A file holds no root key: the device has one of its own, the same at each sign-in.
  assert.notDeepEqual(here.rootKey, opened.rootKey);
  const pins = { pid, headSeq: 7, headHash, epoch: 2 };
  assert.deepEqual(await localStore.get(`pins/${id}/${iid}`), { at: 0, pins });
  const own = /** @type {import('../src/page/group/epoch_secrets.js').KeptOwn} */ (await localStore.get(ownKey(id, opened.iid)));
  assert.deepEqual(openSecrets(pid, here, own.secrets), [{ epoch: 2, es }]);

  // A newer pin of this device is not made older.
  const newer = { at: 5, pins: { ...pins, headSeq: 9, headHash: other } };
  await localStore.put([{ key: `pins/${id}/${iid}`, value: newer }]);
  assert.deepEqual((await signInByFile(server.device(), localStore, text, ofFile)).opened.rootKey, here.rootKey);
  assert.deepEqual(await localStore.get(`pins/${id}/${iid}`), newer);
  for (const secret of [S.utf8(ofFile), S.utf8(text), bytes, here.rootKey, opened.keys.edSeed, opened.keys.xSecret, es, headHash]) {
    assert.equal(isSent(server, secret), false);
  }
});

test('a file opens the keys again in the session that is there, and the keys of nobody else', async () => {
  const { server, opened } = await joined();
  const ofFile = 'a passphrase for the file';
  const text = await identityFile(server.device(), memoryLocalStore(), `https://${REALM}`, 'ana', FIRST, ofFile);
  const byFile = await signInByFile(server.device(), memoryLocalStore(), text, ofFile);
  const before = doorsOf(server).length;
  await fails(openOwnByFile(server.device(), memoryLocalStore(), 'some words', ofFile), 'file-none');
  await fails(openOwnByFile(server.device(), memoryLocalStore(), text, SECOND), 'file-wrong');
  assert.equal(doorsOf(server).length, before, 'nothing is asked for before the file is open');
  const { opened: again } = await openOwnByFile(server.device(), memoryLocalStore(), text, ofFile);
  assert.deepEqual(doorsOf(server).slice(before), ['GET /api/v1/account/keys'], 'no other session begins');
  assert.deepEqual([again.keys, again.name, again.iid], [opened.keys, opened.name, opened.iid]);
  // Values that were kept here under the root key of the file open again.
  assert.deepEqual(again.rootKey, byFile.opened.rootKey);
  const what = { keys: person('somebody else').keys, handle: `ben@${REALM}`, pursuances: [] };
  const bens = S.toArmor(await S.sealExport(what, ofFile, S.DEFAULT_PARAMETERS, quickArgon2, server.device().random));
  await fails(openOwnByFile(server.device(), memoryLocalStore(), bens, ofFile), 'file-other');
  for (const secret of [S.utf8(ofFile), S.utf8(text), again.rootKey, opened.keys.edSeed]) assert.equal(isSent(server, secret), false);
});

test('the keys of a file sign in nobody who has others, and nowhere else', async () => {
  const { server } = await joined();
  const ofFile = 'a passphrase for the file';
  const { keys } = person('somebody else');
  const what = { keys, handle: `ana@${REALM}`, pursuances: [] };
  const text = S.toArmor(await S.sealExport(what, ofFile, S.DEFAULT_PARAMETERS, quickArgon2, server.device().random));
  await fails(signInByFile(server.device(), memoryLocalStore(), text, ofFile), 'problem-wrong-key');
  const anas = await identityFile(server.device(), memoryLocalStore(), `https://${REALM}`, 'ana', FIRST, ofFile);
  server.lies = { realm: 'elsewhere.example' };
  await fails(signInByFile(server.device(), memoryLocalStore(), anas, ofFile), 'wrong-realm');
  server.lies = { card: S.toBase64url(S.encodeCard(S.makeCard(keys))) };
  await fails(signInByFile(server.device(), memoryLocalStore(), anas, ofFile), 'bad-keys');
});

test('no passphrase, no key that opens something and no code is ever sent', async () => {
  const { server, opened, code } = await joined();
  const wraps = [(await keysOf(FIRST, server)).wrapKey];
  await signIn(server.device(), 'ana', FIRST);
  await changePassphrase(server.device(), 'ana', FIRST, SECOND);
  wraps.push((await keysOf(SECOND, server)).wrapKey);
  const { code: other, save } = await newRecovery(server.device(), 'ana', SECOND);
  await save();
  await recover(server.device(), 'ana', other, FIRST);
  wraps.push((await keysOf(FIRST, server)).wrapKey);
  await signIn(server.device(), 'ana', FIRST);
  const codes = [code, other];
  const secrets = [
    ...[FIRST, FIRST.normalize('NFD'), SECOND, ...codes, ...codes.map((one) => one.replace(/-/g, ''))].map(S.utf8),
    ...wraps,
    ...codes.map(S.fromRecoveryText),
    ...codes.map((one) => S.recoveryKeys(S.fromRecoveryText(one)).wrapKey),
    opened.rootKey,
    opened.keys.edSeed,
    opened.keys.xSecret,
  ];
  for (const [at, secret] of secrets.entries()) assert.equal(isSent(server, secret), false, `secret ${at}`);
  // The search finds what is there.
  assert.ok(isSent(server, opened.card.slice(3, 90)));
  for (const how of /** @type {const} */ (['utf8', 'base64', 'base64url', 'hex'])) {
    const planted = new FakeServer();
    planted.sent.push({ method: 'POST', path: '/', body: JSON.stringify({ a: Buffer.from(`--${SECOND}`).toString(how) }) });
    assert.ok(isSent(planted, S.utf8(SECOND)), how);
  }
  const asked = new FakeServer();
  asked.sent.push({ method: 'GET', path: `/?q=${encodeURIComponent(FIRST)}`, body: '' });
  assert.ok(isSent(asked, S.utf8(FIRST)));
});

test('a wrong passphrase, an unknown name and one that is too short are answered alike', async () => {
  const { server } = await joined();
  await fails(signIn(server.device(), 'ana', SECOND), 'problem-wrong-key');
  await fails(signIn(server.device(), 'nobody', SECOND), 'problem-wrong-key');
  await fails(signIn(server.device(), 'ana', 'short'), 'problem-wrong-key');
  await fails(openOwn(server.device(), 'ana', SECOND), 'problem-wrong-key');
  assert.equal(doorsOf(server).filter((door) => door === 'POST /api/v1/session').length, 2);
});

test('a server that refuses, is too busy or away says so, and nothing is kept', async () => {
  const { server } = await joined();
  const tries = (/** @type {Response | Error} */ answer) => {
    server.next = [answer];
    return signIn(server.device(), 'ana', FIRST);
  };
  await assert.rejects(tries(FakeServer.problem(429, 'rate-limit', { retry_after: 90 })), { key: 'problem-rate-limit', seconds: 90 });
  await assert.rejects(tries(new Response('', { status: 429, headers: { 'retry-after': '30' } })), { key: 'problem-rate-limit', seconds: 30 });
  await fails(tries(new Response('{}', { status: 401 })), 'problem-sign-in-first');
  await fails(tries(FakeServer.problem(403, 'suspended')), 'problem-suspended');
  await fails(tries(new Response('<h1>Oh</h1>', { status: 502 })), 'failed');
  await fails(tries(new Response('<h1>Fine</h1>', { status: 200 })), 'failed');
  await fails(tries(new TypeError('Failed to fetch')), 'lost');
  server.viewer = undefined;
  await fails(openOwn(server.device(), 'ana', FIRST), 'problem-sign-in-first');
});

test('parameters below the floor, above what a device can, or of another kind are refused before anything is computed', async () => {
  const { server } = await joined();
  const device = { ...server.device(), argon2: never };
  for (const lies of [{ m: 19_455 }, { t: 1 }, { p: 2 }, { m: 262_145 }, { t: 11 }]) {
    server.lies = lies;
    await fails(signIn(device, 'ana', FIRST), 'weak-parameters');
    await fails(openOwn(device, 'ana', FIRST), 'weak-parameters');
  }
  for (const lies of [{ m: '65536' }, { m: 65_536.5 }, { t: null }, { ksalt: 'AAAA' }, { ksalt: '*' }]) {
    server.lies = lies;
    await fails(signIn(device, 'ana', FIRST), 'failed');
  }
});

test('parameters below those of before are refused, for this name and server alone', async () => {
  const { server, store } = await joined();
  const device = { ...server.device(store), argon2: never };
  server.lies = { m: 65_535 };
  await fails(signIn(device, 'ana', FIRST), 'changed-parameters');
  server.lies = { t: 2 };
  await fails(openOwn(device, 'ana', FIRST), 'changed-parameters');
  await assert.rejects(signIn(device, 'ben', FIRST), /nothing is computed/);
  await assert.rejects(signIn({ ...device, realm: 'other.example' }, 'ana', FIRST), /nothing is computed/);
});

test('what a server merely asks for is not remembered: it could lock somebody out', async () => {
  const { server } = await joined();
  const store = memoryStore();
  server.lies = { m: 262_144, t: 10 };
  await fails(signIn(server.device(store), 'ana', FIRST), 'problem-wrong-key');
  assert.equal(store.all.size, 0);
  server.lies = {};
  await signIn(server.device(store), 'ana', FIRST);
  assert.deepEqual([...store.all], [[`${REALM} ana`, { m: 65_536, t: 3 }]]);
});

test('no key is made for another server, and none is opened', async () => {
  const { server } = await joined();
  server.lies = { realm: 'other.example' };
  await fails(openOwn({ ...server.device(), argon2: never }, 'ana', FIRST), 'wrong-realm');
  await fails(signIn(server.device(), 'ana', FIRST), 'wrong-realm');
  server.lies = { name: 'ben' };
  await fails(openOwn({ ...server.device(), argon2: never }, 'ana', FIRST), 'bad-keys');
});

test('keys that are not those of the card are refused', async () => {
  const { server, opened } = await joined();
  const [ben, none] = [person('ben'), new Uint8Array(32)];
  const lies = [
    { card: S.toBase64url(ben.card) },
    { idbox: S.toBase64url(S.sealIdBox(ben.keys, none, (length) => new Uint8Array(length))) },
    // A server that has the passphrase's key still does not know the root key; one that does sets keys that fit the card, or none.
    { idbox: S.toBase64url(S.sealIdBox(ben.keys, opened.rootKey, (length) => new Uint8Array(length))) },
    { slot: server.accounts.get('ana')?.recovery_slot },
    { slot: S.toBase64url(new Uint8Array(99)) },
  ];
  for (const lie of lies) {
    server.lies = lie;
    await fails(signIn(server.device(), 'ana', FIRST), 'bad-keys');
  }
  const broken = opened.card.slice();
  broken[136] = (broken[136] ?? 0) ^ 1;
  server.lies = { card: S.toBase64url(broken) };
  await fails(signIn(server.device(), 'ana', FIRST), 'bad-keys');
});

test('a name that is none and a passphrase that is too short are refused on the device', async () => {
  const server = new FakeServer();
  const device = { ...server.device(), argon2: never };
  await assert.rejects(makeAccount(device, 'a b', FIRST, {}), { key: 'problem-invalid-input', field: 'name' });
  await assert.rejects(makeAccount(device, 'ana', 'x'.repeat(13), {}), { reason: 'weak-passphrase' });
  assert.deepEqual(server.sent, []);
});

test('a name that is taken is said', async () => {
  const { server } = await joined();
  await assert.rejects(makeAccount(server.device(), 'ana', SECOND, {}), { key: 'problem-name-taken', field: 'name' });
});

test('another passphrase opens the same keys, and the former one nothing', async () => {
  const { server, opened, code } = await joined();
  await fails(changePassphrase(server.device(), 'ana', FIRST, FIRST.normalize('NFD')), 'same');
  await fails(changePassphrase(server.device(), 'ana', 'not the passphrase', SECOND), 'problem-wrong-key');
  await changePassphrase(server.device(), 'ana', FIRST, SECOND, { end_tokens: true });
  assert.equal(JSON.parse(server.sent.at(-1)?.body ?? '').end_tokens, true);
  await fails(signIn(server.device(), 'ana', FIRST), 'problem-wrong-key');
  assert.deepEqual((await signIn(server.device(), 'ana', SECOND)).opened, opened);
  // The kit stays as it is.
  await recover(server.device(), 'ana', code, FIRST);
});

test('another passphrase is stretched no less than any before', async () => {
  const { server, store, code } = await joined();
  store.all.set(`${REALM} ana`, { m: 131_072, t: 2 });
  await recover(server.device(store), 'ana', code, SECOND);
  const { head } = S.decodeSlot(S.fromBase64url(server.accounts.get('ana')?.slot ?? ''));
  assert.deepEqual(head.kind === 1 && [head.m, head.t], [131_072, 3]);
  await signIn(server.device(store), 'ana', SECOND);
});

test('a plain account gets keys with another passphrase only', async () => {
  const server = new FakeServer();
  server.accounts.set('ana', { kind: 'plain', name: 'ana', passphrase: FIRST });
  server.viewer = 'ana';
  await fails(signIn(server.device(), 'ana', FIRST), 'plain');
  await fails(becomeDerived({ ...server.device(), argon2: never }, 'ana', FIRST, FIRST.normalize('NFD')), 'same');
  const { opened } = await becomeDerived(server.device(), 'ana', FIRST, SECOND);
  assert.equal(isSent(server, S.utf8(SECOND)), false);
  assert.deepEqual((await signIn(server.device(), 'ana', SECOND)).opened, opened);
  const short = becomeDerived(server.device(), 'ana', SECOND, 'x'.repeat(13));
  await assert.rejects(short, { reason: 'weak-passphrase' });
});

test('a recovery code opens the account as it is typed, and nothing else does', async () => {
  const { server, opened, code } = await joined();
  const device = { ...server.device(), argon2: never };
  await assert.rejects(recover(device, 'ana', `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`, SECOND), { key: 'bad-code', field: 'code' });
  await assert.rejects(recover(device, 'ana', code, 'short'), { reason: 'weak-passphrase' });
  assert.equal(server.sent.length, 1, 'nothing was asked');
  await fails(recover(device, 'ben', code, SECOND), 'problem-wrong-key');
  const { opened: again } = await recover(server.device(), 'ana', code.toLowerCase().replace(/-/g, ' '), SECOND);
  assert.deepEqual(again.rootKey, opened.rootKey);
  assert.deepEqual((await signIn(server.device(), 'ana', SECOND)).opened, opened);
});

test('a slot for recovery that is a first one, or of another server, is refused', async () => {
  const { server, code } = await joined();
  server.lies = { slot: server.accounts.get('ana')?.slot };
  await fails(recover(server.device(), 'ana', code, SECOND), 'bad-keys');
  server.lies = { realm: 'other.example' };
  await fails(recover(server.device(), 'ana', code, SECOND), 'wrong-realm');
});

test('the former kit works until the new one is kept', async () => {
  const { server, code } = await joined();
  const { code: other, save } = await newRecovery(server.device(), 'ana', FIRST);
  await fails(recover(server.device(), 'ana', other, SECOND), 'problem-wrong-key');
  await recover(server.device(), 'ana', code, SECOND);
  await signIn(server.device(), 'ana', SECOND);
  // The passphrase is another by now, so what was prepared with the former counts no more.
  await fails(save(), 'problem-wrong-key');
  const { code: third, save: keep } = await newRecovery(server.device(), 'ana', SECOND);
  await keep();
  await fails(recover(server.device(), 'ana', code, FIRST), 'problem-wrong-key');
  await recover(server.device(), 'ana', third, FIRST);
});

test('another device signs in by its code with the same keys, once, and no secret is sent', async () => {
  const { server, opened } = await joined();
  const shown = showCode(server.device());
  assert.equal(await shown.look(), undefined, 'nothing has come');
  await fails(handOver(server.device(), 'ana', SECOND, shown.text), 'problem-wrong-key');
  await fails(handOver(server.device(), 'ana', FIRST, shown.text.slice(0, -2)), 'device-bad-code');
  // Copied over two lines.
  const typed = `${shown.text.slice(0, 30)}\n ${shown.text.slice(30)} `;
  await handOver(server.device(), 'ana', FIRST, typed);
  await fails(handOver(server.device(), 'ana', FIRST, typed), 'problem-code-used');
  server.viewer = undefined;
  const found = await shown.look();
  assert.equal(server.viewer, 'ana');
  assert.deepEqual(found, { opened, marker: 'third' });
  assert.equal(await shown.look(), undefined, 'once');
  for (const secret of [opened.rootKey, opened.keys.edSeed, opened.keys.xSecret, S.utf8(FIRST)]) assert.equal(isSent(server, secret), false);
});

test('what was sealed to another code, or is of somebody else than it says, lets nobody in', async () => {
  const { server } = await joined();
  const [shown, other] = [showCode({ ...server.device(), random: chance('one') }), showCode(server.device())];
  await handOver(server.device(), 'ana', FIRST, other.text);
  const [[mailbox = '', box = ''] = []] = server.boxes;
  // The server puts it into another mailbox.
  server.next.push(new Response(JSON.stringify({ box }), { status: 200 }));
  await fails(shown.look(), 'bad-keys');
  // Another account is answered than the one whose keys came.
  const ben = person('ben');
  server.boxes.set(mailbox, box);
  server.lies = { card: S.toBase64url(S.encodeCard(S.makeCard(ben.keys))) };
  await fails(other.look(), 'bad-keys');
  server.lies = { realm: 'elsewhere.example' };
  server.boxes.set(mailbox, box);
  await fails(other.look(), 'wrong-realm');
});

test('keys that have come are not lost where signing in breaks off', async () => {
  const { server, opened } = await joined();
  const shown = showCode(server.device());
  await handOver(server.device(), 'ana', FIRST, shown.text);
  const [[, box = ''] = []] = server.boxes;
  server.boxes.clear();
  server.viewer = undefined;
  server.next.push(new Response(JSON.stringify({ box }), { status: 200 }), new Error('no way'));
  await fails(shown.look(), 'lost');
  assert.ok(shown.hasCome());
  assert.deepEqual((await shown.look())?.opened, opened);
  assert.equal(server.viewer, 'ana');
  assert.ok(!shown.hasCome());
});

test('a code is good for five minutes', () => {
  const server = new FakeServer();
  let now = TIME;
  const shown = showCode({ ...server.device(), now: () => now });
  now += 5 * 60_000 - 1;
  assert.equal(shown.isOver(), false);
  now += 1;
  assert.equal(shown.isOver(), true);
});

test('whoever signs out leaves no secret of an invitation in the tab', () => {
  class Form extends EventTarget {
    dataset = { unsent: '' };
  }
  /** @type {Record<string, string>} */
  const kept = { [`${INVITATION}/i/00`]: 'i1.secret', 'draft ana': 'A text' };
  Object.defineProperty(kept, 'removeItem', { value: (/** @type {string} */ key) => delete kept[key] });
  const page = new Form();
  const made = { document: page, HTMLFormElement: Form, sessionStorage: kept, indexedDB: { deleteDatabase: () => undefined } };
  for (const [name, value] of Object.entries(made)) Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    lockAtSignOut();
    page.dispatchEvent(new Event('submit'));
  } finally {
    for (const name of Object.keys(made)) Reflect.deleteProperty(globalThis, name);
  }
  assert.deepEqual(Object.keys(kept), ['draft ana']);
});

test('the proof is the key to sign in with', async () => {
  const { server } = await joined();
  const { authKey } = await keysOf(FIRST, server);
  assert.deepEqual(await proofKey(server.device(), 'ana', FIRST), authKey);
});

test('keys stay open as long as was chosen, for this person and session', async () => {
  const { opened } = await joined();
  let now = TIME;
  const store = memoryStore();
  const mine = { viewer: 'ana', marker: 'm' };
  const browser = () => new Unlocked(store, REALM, () => now);
  const keep = (/** @type {import('../src/page/unlocked.js').Choice} */ choice) => browser().keep(opened, choice, 'm');
  // Node.js has no IndexedDB, which is what tells that a browser keeps something.
  Object.defineProperty(globalThis, 'indexedDB', { value: {}, configurable: true });
  try {
    await keep('hours');
    assert.deepEqual(await browser().of(mine), opened);
    assert.equal(JSON.stringify([...store.all]).includes(JSON.stringify([...opened.rootKey]).slice(1, -1)), false);
    now += 12 * 3_600_000 - 1;
    assert.deepEqual(await browser().of(mine), opened);
    now += 1;
    assert.equal(await browser().of(mine), undefined);
    assert.equal(store.all.size, 0, 'what is over is deleted');

    await keep('signout');
    now += 10 ** 12;
    assert.deepEqual(await browser().of(mine), opened);
    await browser().move(mine, 'n');
    assert.deepEqual(await browser().of({ ...mine, marker: 'n' }), opened);
    assert.equal(await browser().of(mine), undefined);
    assert.equal(store.all.size, 0, 'what was of another session is deleted');

    for (const session of [{ viewer: 'ben', marker: 'm' }, { viewer: '', marker: '' }]) {
      await keep('signout');
      assert.equal(await browser().of(session), undefined);
      assert.equal(store.all.size, 0);
    }
    await keep('signout');
    assert.equal(await new Unlocked(store, 'other.example', () => now).of(mine), undefined);

    await keep('signout');
    const record = /** @type {Record<string, unknown>} */ (store.all.get('root'));
    store.all.set('root', { ...record, card: person('ben').card });
    assert.equal(await browser().of(mine), undefined, 'another card');
    assert.equal(store.all.size, 0);

    await keep('page');
    assert.equal(store.all.size, 0);
    assert.deepEqual(await browser().of(mine), opened);
    assert.equal(await browser().of({ ...mine, viewer: 'ben' }), undefined);
    await browser().lock();
    assert.equal(await browser().of(mine), undefined);
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  }
  // As on plain http: this page alone.
  await keep('hours');
  assert.equal(store.all.size, 0);
  assert.deepEqual(await browser().of(mine), opened);
  await browser().lock();
});

test('formats know no page and no network, and nothing makes markup of a text', () => {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  assert.ok(files.length > 60);
  for (const name of files) {
    const text = readFileSync(`${folder}${name}`, 'utf8').replace(/^ *(?:\/\/|\/?\*).*$/gm, '');
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|DOMParser|\beval\b|new Function|setTimeout\(['"`]/, name);
    if (name.startsWith('page')) continue;
    assert.doesNotMatch(text, /\b(?:document|window|location|navigator|indexedDB|localStorage|fetch)\b[.(]|\/page\//, name);
  }
});
