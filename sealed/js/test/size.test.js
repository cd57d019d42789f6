// How many bytes a page loads of this module: the files as they are made, compressed as the server does it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { fromHex, toHex } from '../src/bytes.js';
import { WORDS } from '../src/words/eff.js';
import * as x25519 from '../src/x25519.js';

const AIM = 75_000;

/**
 * Files that each sort of page loads until all of it is filled (docs/sealed.md §4), and those once something is written on it, or is done for
 * others. An account's worker comes once a passphrase is asked for, and `sealing` where a seal came that this device has not opened, or one is
 * made. A browser that runs no WebAssembly, or has no X25519 of its own, loads `argon2_slow` and `ladder` besides.
 */
const PAGES = {
  'signing in, and all that accounts do': ['page', 'argon2'],
  'opening an account, with six words offered': ['page', 'argon2', 'passphrase'],
  'a private page whose keys are opened where its seals were not': ['group', 'unlock', 'argon2', 'sealing'],
  'a private list, board or calendar': ['group'],
  'a private list, board or calendar with a new seal': ['group', 'sealing'],
  'a task with its discussion': ['group', 'talk'],
  'a task that is edited, or chosen for another': ['group', 'forms'],
  'members and invitations': ['group', 'people'],
  'Home and other pages with tasks of several': ['group', 'several'],
  'the search': ['group', 'search'],
  'a list, board or calendar that was written on': ['group', 'object_writer'],
  'a task with its discussion that was written on': ['group', 'talk', 'object_writer'],
  'a form of a task that was written on': ['group', 'forms', 'object_writer'],
  'members and invitations that were changed, or where somebody is let in': ['group', 'people', 'log_writer', 'sealing'],
  'a list, board or calendar where somebody is let in': ['group', 'log_writer', 'sealing'],
  founding: ['group', 'founding', 'log_writer', 'object_writer', 'sealing'],
  'coming in by an invitation': ['group', 'entering', 'log_writer', 'object_writer', 'sealing'],
  'a removal after which texts are encrypted anew': ['group', 'people', 'log_writer', 'object_writer', 'sealing'],
};
/** Pages that are over the aim, and how far: they become smaller, and no others join them. @type {Record<string, number>} */
const OVER = {
  'a removal after which texts are encrypted anew': 81_500,
};

const folder = mkdtempSync(join(tmpdir(), 'sealed-size-'));
after(() => rmSync(folder, { recursive: true }));
before(() => {
  execFileSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), '--to', folder]);
});

test('no page loads more than 75 kB, or more than what is known of it', () => {
  const sizeOf = (/** @type {string} */ name) => gzipSync(readFileSync(join(folder, `${name}.js`), 'utf8'), { level: 6 }).length;
  for (const [page, files] of Object.entries(PAGES)) {
    const size = files.reduce((sum, name) => sum + sizeOf(name), 0);
    const most = OVER[page] ?? AIM;
    console.log(`${page}: ${size} of ${most} bytes`);
    assert.ok(size <= most, `${page}: ${size} bytes (${files.map((name) => `${name} ${sizeOf(name)}`).join(', ')})`);
  }
});

/** Scripts that pages name (`server/src/web/frame/sealed.rs`). Every other one is named by a script: by its hash, or in the worker. */
const NAMED_BY_PAGES = new Set(['page', 'group', 'argon2']);

test('each file that is made is loaded by a page, or by another of these files', () => {
  const files = new Map(readdirSync(folder).filter((name) => name.endsWith('.js')).map((name) => [name.slice(0, -3), readFileSync(join(folder, name), 'utf8')]));
  assert.ok(files.size > 20);
  for (const [name, text] of files) {
    const marks = [`sha256-${createHash('sha256').update(text).digest('base64')}`, `importScripts("./${name}.js")`];
    const isLoaded = NAMED_BY_PAGES.has(name) || [...files.values()].some((other) => marks.some((mark) => other.includes(mark)));
    assert.ok(isLoaded, `nothing loads ${name}.js`);
  }
});

test('the words that are written shorter in the file that is made are the same', async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  /** @type {typeof import('../src/words/passphrase.js')} */
  const { newPassphrase } = await import(pathToFileURL(join(folder, 'passphrase.js')).href);
  let at = 0;
  const inTurn = () => Uint8Array.of(at >> 8, at++ & 0xff);
  const words = Array.from({ length: WORDS.length / 6 }, () => newPassphrase(inTurn)).flatMap((phrase) => phrase.split(' '));
  assert.deepEqual(words, WORDS);
});

test('the ladder that a page loads where the browser has none computes what RFC 7748 says (5.2)', async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  /** @type {{ default: (lent: typeof x25519) => typeof import('../src/page/ladder.js') }} */
  const file = await import(pathToFileURL(join(folder, 'ladder.js')).href);
  const secret = fromHex('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4');
  const other = fromHex('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c');
  assert.equal(toHex(await file.default(x25519).byLibrary(secret, other)), 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
});
