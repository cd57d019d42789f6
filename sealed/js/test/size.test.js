// How many bytes a page loads of this module: the files as they are made, compressed as the server does it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const AIM = 75_000;

/** What each sort of page loads (docs/sealed.md §4). An account's worker comes once a passphrase is asked for. */
const PAGES = {
  'signing in, and all that accounts do': ['page', 'argon2'],
  'opening an account, with six words offered': ['page', 'argon2', 'passphrase'],
  'a private page whose keys are not open': ['group', 'argon2'],
  'a private list, board or calendar': ['group'],
  'a task with its discussion': ['group', 'talk'],
  'a task that is edited, or chosen for another': ['group', 'forms'],
  'members and invitations': ['group', 'people'],
  'Home and other pages with tasks of several': ['group', 'several'],
  'the search': ['group', 'search'],
};
/** Pages that are over the aim, and how far: they become smaller, and no others join them. @type {Record<string, number>} */
const OVER = {
  'opening an account, with six words offered': 78_000,
  'a private page whose keys are not open': 81_500,
  'a task with its discussion': 81_500,
  'a task that is edited, or chosen for another': 77_500,
  'members and invitations': 82_500,
  'the search': 89_500,
};

test('no page loads more than 75 kB, or more than what is known of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-size-'));
  try {
    execFileSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), '--to', folder]);
    const sizeOf = (/** @type {string} */ name) => gzipSync(readFileSync(join(folder, `${name}.js`), 'utf8'), { level: 6 }).length;
    for (const [page, files] of Object.entries(PAGES)) {
      const size = files.reduce((sum, name) => sum + sizeOf(name), 0);
      const most = OVER[page] ?? AIM;
      console.log(`${page}: ${size} of ${most} bytes`);
      assert.ok(size <= most, `${page}: ${size} bytes (${files.map((name) => `${name} ${sizeOf(name)}`).join(', ')})`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
