// Makes the files that browsers load, in their place or in another folder (`--to FOLDER`), or compares them with what is committed (`--check`).

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, transform } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const committed = fileURLToPath(new URL('../../templates/static/sealed/', import.meta.url));

/**
 * What is made, and from what. A worker that is no module starts in every browser.
 *
 * Each file is whole in itself, though `page` (all that accounts need), `group` (private pursuances) and `sealed` (all formats) share code:
 * a page loads one of them and its `integrity` covers all of it, where parts that are imported would need a hash each. The lists of words
 * stand apart, since they are loaded when words are shown, and so does what draws and reads the pictures of codes; they are made first, for
 * their hashes are written into what loads them.
 *
 * `lent`: a file that `group` loads where a page needs it, as a function of what `group` has already (`src/page/group/lent.js`).
 */
const FILES = /** @type {const} */ ([
  ['passphrase', 'src/words/passphrase.js', 'esm'],
  ['words', 'src/words/compare.js', 'esm'],
  ['qr', 'src/qr/drawing.js', 'esm'],
  ['scan', 'src/qr/reading.js', 'esm'],
  ['sealed', 'src/index.js', 'esm'],
  ['page', 'src/page/begin.js', 'esm'],
  ['people', 'src/page/group/views/people.js', 'lent'],
  ['forms', 'src/page/group/views/forms.js', 'lent'],
  ['healing', 'src/page/group/healing.js', 'lent'],
  ['native', 'src/page/group/native.js', 'lent'],
  ['talk', 'src/page/group/views/talk.js', 'lent'],
  ['search', 'src/page/group/views/searching.js', 'lent'],
  ['several', 'src/page/group/several.js', 'lent'],
  ['bulk', 'src/page/group/views/bulk.js', 'lent'],
  ['undo', 'src/page/group/views/undo.js', 'lent'],
  ['suggested', 'src/page/group/views/suggested.js', 'lent'],
  ['replace', 'src/page/group/views/replacing.js', 'lent'],
  ['group', 'src/page/group.js', 'esm'],
  ['argon2_slow', 'src/argon2/slow.js', 'iife'],
  ['argon2', 'src/argon2/worker.js', 'iife'],
]);

/** The files whose hash is written into others, and under which name. @type {Record<string, string>} */
const HASHED = { passphrase: 'WORDS_HASH', words: 'COMPARE_HASH', qr: 'QR_HASH', scan: 'SCAN_HASH', people: 'PEOPLE_HASH', forms: 'FORMS_HASH', healing: 'HEALING_HASH', native: 'NATIVE_HASH', talk: 'TALK_HASH', several: 'SEVERAL_HASH', search: 'SEARCH_HASH', bulk: 'BULK_HASH', undo: 'UNDO_HASH', suggested: 'SUGGESTED_HASH', replace: 'REPLACE_HASH' };

/** What the parts of a file that is no module are found by. @type {Record<string, string>} */
const GLOBAL = { argon2_slow: 'slow' };

/** Whose code is in them. */
const PACKAGES = ['@noble/ciphers', '@noble/curves', '@noble/ed25519', '@noble/hashes', 'hash-wasm', 'qr'];

/** What is under one of two licences, and which it is taken under. @type {Record<string, string>} */
const CHOSEN = { qr: 'LICENSE-MIT' };

/** Files without a class or a state, of which each takes its own part. */
const PARTED = new Set(['src/invite.js']);
const LENDER = 'src/page/group/lent.js';

/** What is lent, by the file that it is of. */
function lentBy() {
  const lines = readFileSync(join(here, LENDER), 'utf8').matchAll(/^import (\{.*\}) from '(.*)';$/gm);
  return new Map([...lines].map(([, names = '', path = '']) => [resolvePath(here, LENDER, '..', path), names]));
}

/** Takes what is lent from the one who lends it. @returns {import('esbuild').Plugin} */
function borrowed() {
  const lent = lentBy();
  return {
    name: 'borrowed',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const file = resolvePath(resolveDir, path);
        return lent.has(file) ? { path: relative(here, file), namespace: 'lent' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'lent' }, ({ path }) => ({ contents: `export const ${lent.get(join(here, path))} = lent;` }));
    },
  };
}

/**
 * Writes WebAssembly as hexadecimal digits where the package has base64, which hides from gzip what repeats: a kilobyte of a page.
 * @type {import('esbuild').Plugin}
 */
const DIGITS = {
  name: 'digits',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]hash-wasm[/\\]dist[/\\]index\.esm\.js$/ }, ({ path }) => {
      const digits = (/** @type {string} */ _all, /** @type {string} */ code) =>
        `= /* @__PURE__ */ codeOf("${Buffer.from(code, 'base64').toString('hex')}");`;
      const text = readFileSync(path, 'utf8').replace(/= "(AGFzbQ[A-Za-z0-9+/]+=*)";/g, digits);
      const codeOf = `function codeOf(digits) {
  return btoa(String.fromCharCode(...digits.match(/../g).map((byte) => parseInt(byte, 16))));
}`;
      return { contents: `${text}\n${codeOf}\n` };
    });
  },
};

/** Where esbuild says which file begins. */
const FILE = /^\/\/ (src|node_modules)\//;

/**
 * A text without the lines that are comments, which would be a sixth of what browsers load. Names, lines and indentation stay.
 * @param {string} text
 */
function bare(text) {
  let isOpen = false;
  const kept = [];
  for (const line of text.split('\n')) {
    const [space = ''] = line.match(/^ */) ?? [];
    let rest = line.slice(space.length);
    let hadComment = false;
    while (isOpen || (rest.startsWith('/*') && !rest.startsWith('/*!'))) {
      const end = rest.indexOf('*/');
      isOpen = end < 0;
      rest = isOpen ? '' : rest.slice(end + 2).trimStart();
      hadComment = true;
      if (isOpen) break;
    }
    const isComment = rest.startsWith('//') && !FILE.test(line);
    if (!isComment && (rest !== '' || !hadComment)) kept.push(space + rest);
  }
  return kept.join('\n');
}

/**
 * What is left when only what runs is left: the same for two texts that do the same.
 * @param {string} text
 */
const essence = async (text) => (await transform(text, { minifyWhitespace: true, legalComments: 'none' })).code;

/**
 * The hash of a file, as browsers take it.
 * @param {string} text
 */
const integrity = (text) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

/**
 * @param {string} folder
 */
async function make(folder) {
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    absWorkingDir: here,
    bundle: true,
    charset: 'utf8',
    // Who reads the code that holds their keys reads names and lines as they were written.
    minify: false,
    // Whose work it is stands at the end.
    legalComments: 'eof',
    logLevel: 'warning',
    outdir: folder,
    platform: 'browser',
    plugins: [DIGITS],
    target: ['es2022'],
    write: false,
  };
  mkdirSync(folder, { recursive: true });
  /** @type {Record<string, string>} */
  let define = {};
  /** @type {Map<string, string>} */
  const besides = new Map();
  for (const [name, source, format] of FILES) {
    const isLent = format === 'lent';
    const form = isLent
      ? { format: /** @type {const} */ ('iife'), globalName: 'parts', plugins: [borrowed()] }
      : { format, ...(GLOBAL[name] && { globalName: GLOBAL[name] }) };
    const { outputFiles, metafile } = await build({ ...options, define, entryPoints: { [name]: source }, metafile: true, ...form });
    const files = Object.keys(metafile?.inputs ?? {}).filter((path) => !path.startsWith('lent:'));
    if (isLent) for (const path of files) besides.set(path, name);
    // There is one of each class: what a page loads besides has no copy of it.
    const twice = name === 'group' ? files.filter((path) => besides.has(path) && !PARTED.has(path)) : [];
    if (twice.length > 0) throw new Error(`to be lent: ${twice.join(', ')}`);
    const bundled = outputFiles?.[0]?.text ?? '';
    const text = isLent ? `export default (lent) => {\n${bundled}return parts;\n};\n` : bundled;
    const kept = bare(text);
    if ((await essence(text)) !== (await essence(kept))) throw new Error(`${source}: more than comments would be left out`);
    const written = `// Made by sealed/js/build.mjs from ${source}: do not edit.\n${kept}`;
    writeFileSync(join(folder, `${name}.js`), written);
    const hashed = HASHED[name];
    if (hashed) define = { ...define, [hashed]: JSON.stringify(integrity(written)) };
  }
  const licences = PACKAGES.map((name) => `${name}\n\n${readFileSync(join(here, 'node_modules', name, CHOSEN[name] ?? 'LICENSE'), 'utf8').trim()}\n`);
  writeFileSync(join(folder, 'licenses.txt'), licences.join('\n\n'));
}

/** @param {string} folder */
const read = (folder) => new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

if (process.argv[2] === '--check') {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-bundle-'));
  try {
    await make(folder);
    const [made, kept] = [read(folder), read(committed)];
    const names = [...new Set([...made.keys(), ...kept.keys()])];
    const other = names.filter((name) => kept.get(name) !== made.get(name));
    if (other.length > 0) {
      console.error(`not what the sources make: ${other.join(', ')} (npm run build)`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
} else if (process.argv[2] === '--to' && process.argv[3]) {
  await make(resolvePath(process.argv[3]));
} else {
  await make(committed);
  for (const [name, text] of read(committed)) {
    console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} with gzip`);
  }
}
