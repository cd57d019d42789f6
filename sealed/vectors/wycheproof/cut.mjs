// Cuts the files of this folder out of those of Wycheproof: `node cut.mjs FOLDER`, where FOLDER has its `*_test.json` (README.md says which).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [from = ''] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));

/** How many are taken of each flag with each result. Of signatures there are few, and each breaks another thing: all of them. */
const MOST = { ed25519: Infinity, x25519: 12, chacha20_poly1305: 8, xchacha20_poly1305: 8, hkdf_sha256: 16, hmac_sha256: 24 };
/** What is taken whatever its number: a shared secret of zero, and a nonce of a wrong length. */
const ALL = ['ZeroSharedSecret', 'InvalidNonceSize', 'OutputCollision', 'SizeTooLarge', 'MaximalOutputSize'];
/** The longest test that is taken, in letters: what is long shows nothing that short ones do not. */
const LONGEST = 1500;

for (const [name, most] of Object.entries(MOST)) {
  const { algorithm, testGroups } = JSON.parse(readFileSync(join(from, `${name}_test.json`), 'utf8'));
  const taken = new Map();
  const lines = [];
  for (const { tests, publicKey, keySize, tagSize, ivSize } of testGroups) {
    for (const test of tests) {
      const sorts = [...test.flags, ''].map((flag) => `${flag} ${test.result}${keySize ?? ''}`);
      const isOfFew = sorts.slice(0, Math.max(1, test.flags.length)).some((sort) => (taken.get(sort) ?? 0) < most);
      const all = { ...(publicKey && { pk: publicKey.pk }), ...(tagSize && { tagSize }), ...test };
      const line = JSON.stringify(all);
      if (!(isOfFew || test.flags.some((flag) => ALL.includes(flag))) || line.length > LONGEST) continue;
      for (const sort of sorts) taken.set(sort, (taken.get(sort) ?? 0) + 1);
      lines.push(line);
    }
  }
  const text = `{"algorithm":${JSON.stringify(algorithm)},"tests":[\n${lines.join(',\n')}\n]}\n`;
  writeFileSync(join(here, `${name}.json`), text);
  console.log(`${name}: ${lines.length} tests, ${text.length} bytes`);
}
