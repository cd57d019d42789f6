// Makes the files that browsers load, in their place or in another folder (`--to FOLDER`), or compares them with the committed ones (`--check`).
// `--formats` prints the formats alone, as one module, for the browser test of the vectors. No page loads it.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, transform } from 'esbuild';

import { WORDS } from './src/words/eff.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const committed = fileURLToPath(new URL('../../templates/static/sealed/', import.meta.url));

/**
 * The made files: name, source and form. The worker is no module, so that it starts in every browser.
 *
 * A page loads `page` (accounts) or `group` (private pursuances); its `integrity` covers the whole file, and so both contain the code that they
 * share. Lists of words and the pictures of codes are files of their own, loaded when they are shown. A file is made before the one that
 * loads it, because its hash is written there.
 *
 * `lent`: a file that `group` (or `page`, if `ladder`) loads where a page needs it, as a function of what is there (`src/page/group/lent.js`).
 */
const FILES = /** @type {const} */ ([
  ['passphrase', 'src/words/passphrase.js', 'esm'],
  ['words', 'src/words/compare.js', 'esm'],
  ['qr', 'src/qr/drawing.js', 'esm'],
  ['scan', 'src/qr/reading.js', 'esm'],
  ['ladder', 'src/page/ladder.js', 'lent'],
  ['page', 'src/page/begin.js', 'esm'],
  ['unlock', 'src/page/views/unlock.js', 'lent'],
  ['key_file', 'src/page/group/key_file.js', 'lent'],
  ['people', 'src/page/group/views/people.js', 'lent'],
  ['founding', 'src/page/group/views/founding.js', 'lent'],
  ['entering', 'src/page/group/views/entering.js', 'lent'],
  ['forms', 'src/page/group/views/forms.js', 'lent'],
  ['object_writer', 'src/page/group/object_writer.js', 'lent'],
  ['log_writer', 'src/page/group/log_writer.js', 'lent'],
  ['sealing', 'src/page/group/sealing.js', 'lent'],
  ['incident', 'src/page/group/incident.js', 'lent'],
  ['native', 'src/page/group/native.js', 'lent'],
  ['talk', 'src/page/group/views/saying.js', 'lent'],
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
const HASHED = { passphrase: 'WORDS_HASH', words: 'COMPARE_HASH', qr: 'QR_HASH', scan: 'SCAN_HASH', people: 'PEOPLE_HASH', founding: 'FOUNDING_HASH', entering: 'ENTERING_HASH', forms: 'FORMS_HASH', incident: 'INCIDENT_HASH', native: 'NATIVE_HASH', talk: 'TALK_HASH', several: 'SEVERAL_HASH', search: 'SEARCH_HASH', bulk: 'BULK_HASH', undo: 'UNDO_HASH', suggested: 'SUGGESTED_HASH', replace: 'REPLACE_HASH', object_writer: 'OBJECT_WRITER_HASH', log_writer: 'LOG_WRITER_HASH', sealing: 'SEALING_HASH', ladder: 'LADDER_HASH', unlock: 'UNLOCK_HASH', key_file: 'KEY_FILE_HASH' };

/** Names by which the parts of a file that is no module are found. @type {Record<string, string>} */
const GLOBAL = { argon2_slow: 'slow' };

/** Packages whose code is in them. */
const PACKAGES = ['@noble/ciphers', '@noble/curves', '@noble/ed25519', '@noble/hashes', 'hash-wasm', 'qr'];

/** Packages under one of two licences, and the one that is taken. @type {Record<string, string>} */
const CHOSEN = { qr: 'LICENSE-MIT' };

/** Files without a class or a state: what of them is not lent, each takes for itself. */
const PARTED = new Set(['node_modules/@noble/hashes/utils.js', 'src/epoch.js', 'src/identity.js', 'src/invite.js', 'src/log/entry.js', 'src/log/payload.js', 'src/page/group/last_act.js', 'src/page/group/epoch_secrets.js', 'src/page/group/records.js', 'src/page/group/replaced_keys.js', 'src/page/navigation.js', 'src/pbox.js', 'src/rel.js', 'src/revision.js', 'src/slot.js', 'src/tags.js']);
const LENDER = 'src/page/group/lent.js';
/** Files whose functions others call, once the file is loaded. @type {Record<string, string>} */
const AWAITED = { object_writer: 'src/page/group/object_writer.js', log_writer: 'src/page/group/log_writer.js', sealing: 'src/page/group/sealing.js', key_file: 'src/page/group/key_file.js', ladder: 'src/page/ladder.js' };

/**
 * Names that a file takes from others, or passes on from them, by their file.
 * @param {string} file
 */
function namedIn(file) {
  const lines = readFileSync(join(here, file), 'utf8').matchAll(/^(?:import|export) \{ (.*) \} from '(.*)';$/gm);
  return new Map([...lines].map(([, names = '', path = '']) => [resolvePath(here, file, '..', path), names.split(', ')]));
}

/** Takes what is lent from the one who lends it. @returns {import('esbuild').Plugin} */
function borrowed() {
  const lent = namedIn(LENDER);
  return {
    name: 'borrowed',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir, namespace }) => {
        const file = resolvePath(resolveDir, path);
        return namespace !== 'lent' && lent.has(file) ? { path: relative(here, file), namespace: 'lent', sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'lent' }, ({ path }) => {
        const contents = `export const { ${lent.get(join(here, path))?.join(', ')} } = lent;`;
        // A name that stands there itself goes before the same one of all.
        return PARTED.has(path) ? { contents: `${contents}\nexport * from './${path}';`, resolveDir: here } : { contents };
      });
    },
  };
}

/**
 * Takes lent names in one place, and leaves out those that nothing else in the text uses.
 * @param {string} text
 */
function neededOf(text) {
  const words = new Map();
  for (const [word] of text.matchAll(/[\w$]+/g)) words.set(word, (words.get(word) ?? 0) + 1);
  const taken = /^var \{ (.*) \} = lent;\n+/gm;
  const needed = [...text.matchAll(taken)].flatMap(([, names = '']) => names.split(', ')).filter((name) => words.get(name.replace(/.*: /, '')) > 1);
  return needed.length === 0 ? text : `var { ${needed.join(', ')} } = lent;\n${text.replace(taken, '')}`;
}

/**
 * Lends what some file takes, and no more: what is imported beside it may be left out again by each of them.
 * @param {Set<string>} taken
 * @returns {import('esbuild').Plugin}
 */
const lending = (taken) => ({
  name: 'lending',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]group[/\\]lent\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/^  (\w+),\n/gm, (line, /** @type {string} */ name) => (taken.has(name) ? line : '')),
    }));
  },
});

/**
 * Calls the functions of a file that is loaded for them (`lazy_files.js`).
 * @param {string} file one of `AWAITED`
 * @param {boolean} isLent whether the one who calls was loaded besides, too
 * @returns {import('esbuild').Plugin}
 */
function awaited(file, isLent) {
  const given = namedIn(AWAITED[file] ?? '');
  const loader = file.replace(/_(\w)/g, (_all, /** @type {string} */ letter) => letter.toUpperCase());
  const [first, load] = isLent ? ['', `lent.${loader}`] : [`import { ${loader} } from './lazy_files.js';\n`, loader];
  const call = (/** @type {string} */ name) => `export const ${name} = async (...given) => (await ${load}()).${name}(...given);`;
  return {
    name: file,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const wanted = resolvePath(resolveDir, path);
        return given.has(wanted) ? { path: relative(here, wanted), namespace: file, sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: file }, ({ path }) => ({
        contents: first + (given.get(join(here, path)) ?? []).map(call).join('\n'),
        resolveDir: join(here, AWAITED[file] ?? '', '..'),
      }));
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

/** @param {string} text @param {number} most letters on a line */
const inLines = (text, most) => [...text.matchAll(new RegExp(`.{1,${most}}`, 'g'))].map(([line]) => `  '${line}',\n`).join('');

/**
 * Writes of each word of the large list what it has behind the one before it, after how many letters the two have in common: a third of the file.
 * @type {import('esbuild').Plugin}
 */
const WORDS_BEHIND = {
  name: 'words',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]words[/\\]eff\.js$/ }, ({ path }) => {
      const [licence = ''] = readFileSync(path, 'utf8').match(/^\/\*!.*$/m) ?? [];
      const inCommon = (/** @type {string} */ a, /** @type {string} */ b) => Math.min(9, [...b].findIndex((letter, at) => a[at] !== letter));
      const behind = WORDS.map((word, at) => {
        const same = inCommon(WORDS[at - 1] ?? '', word);
        return same + word.slice(same);
      });
      const contents = `${licence}
let word = '';
export const WORDS = [
${inLines(behind.join(''), 240)}].join('').match(/\\d[^\\d]+/g).map((one) => (word = word.slice(0, Number(one[0])) + one.slice(1)));
`;
      return { contents };
    });
  },
};

/** Mark of esbuild for itself. */
const PURE = '/* @__PURE__ */ ';

/** Where esbuild says that a file of a package begins; to say it of each of our own would take half a kilobyte of a page. */
const FILE = /^\/\/ node_modules\//;

/**
 * A text without the lines that are comments, which would be a sixth of what browsers load. Names and lines stay, each indented by tabs.
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
    if (!isComment && (rest !== '' || !hadComment)) kept.push(space.replaceAll('  ', '\t') + rest.replaceAll(PURE, ''));
  }
  return kept.join('\n');
}

/**
 * A text without comments and blanks: the same for two texts that do the same.
 * @param {string} text
 */
const essence = async (text) => (await transform(text.replaceAll(PURE, ''), { minifyWhitespace: true, legalComments: 'none' })).code;

/**
 * The hash of a file, as browsers take it.
 * @param {string} text
 */
const integrity = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** @type {import('esbuild').BuildOptions} */
const OPTIONS = {
  absWorkingDir: here,
  bundle: true,
  charset: 'utf8',
  // People who read the code that holds their keys see names and lines as they were written.
  minify: false,
  // Licences of others stand at the end.
  legalComments: 'eof',
  logLevel: 'warning',
  platform: 'browser',
  target: ['es2022'],
  write: false,
};

/** Plugins of every file that is no lent one. */
const WHOLE = [DIGITS, WORDS_BEHIND];

/**
 * Leaves out the comments of a bundle, and compares that nothing else went with them.
 * @param {string} source
 * @param {string} text
 */
async function withoutComments(source, text) {
  const kept = bare(text);
  if ((await essence(text)) !== (await essence(kept))) throw new Error(`${source}: more than comments would be left out`);
  return kept;
}

/**
 * Makes all files that browsers load.
 * @param {string} folder
 */
async function make(folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Record<string, string>} */
  let define = {};
  /** @type {Map<string, string>} */
  const lentBy = new Map();
  /** @type {Set<string>} */
  const taken = new Set();
  for (const [name, source, format] of FILES) {
    const isLent = format === 'lent';
    const others = isLent || name === 'group' ? Object.keys(AWAITED).filter((file) => AWAITED[file] !== source) : name === 'page' ? ['ladder'] : [];
    const plugins = [...(isLent ? [borrowed()] : [...WHOLE, ...(name === 'group' ? [lending(taken)] : [])]), ...others.map((file) => awaited(file, isLent))];
    const form = { format: isLent ? /** @type {const} */ ('esm') : format, plugins, ...(GLOBAL[name] && { globalName: GLOBAL[name] }) };
    const { outputFiles, metafile } = await build({ ...OPTIONS, outdir: folder, define, entryPoints: { [name]: source }, metafile: true, ...form });
    const files = Object.keys(metafile?.inputs ?? {}).filter((path) => !['lent', ...Object.keys(AWAITED)].includes(path.replace(/:.*/, '')));
    if (isLent) for (const path of files) lentBy.set(path, name);
    // There is one of each class: a file that is lent has no copy of it.
    const twice = name === 'group' ? files.filter((path) => lentBy.has(path) && !PARTED.has(path)) : [];
    if (twice.length > 0) throw new Error(`to be lent: ${twice.join(', ')}`);
    // A hash that is known needs no question whether it is.
    const bundled = neededOf(outputFiles?.[0]?.text ?? '').replace(/\btrue \? ("sha256-[^"]+") : ""/g, '$1');
    if (isLent) for (const [one] of (/^var \{ (.*) \} = lent;/.exec(bundled)?.[1] ?? '').matchAll(/[\w$]+(?=$|,|:)/g)) taken.add(one);
    // The exports of a module become the value that a function returns.
    const returned = bundled.replace(/^export (\{\n[^}]*\};)$/m, (_all, /** @type {string} */ given) => `return ${given.replace(/([\w$]+) as ([\w$]+)/g, '$2: $1')}`);
    const text = isLent ? `export default (lent) => {\n${returned}};\n` : bundled;
    const written = `// Made by sealed/js/build.mjs from ${source}: do not edit.\n${await withoutComments(source, text)}`;
    writeFileSync(join(folder, `${name}.js`), written);
    const hashed = HASHED[name];
    if (hashed) define = { ...define, [hashed]: JSON.stringify(integrity(written)) };
  }
  const licences = PACKAGES.map((name) => `${name}\n\n${readFileSync(join(here, 'node_modules', name, CHOSEN[name] ?? 'LICENSE'), 'utf8').trim()}\n`);
  writeFileSync(join(folder, 'licenses.txt'), licences.join('\n\n'));
}

/** Makes one module of all formats, as the made files contain them. */
async function formats() {
  const source = 'src/index.js';
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [source], format: 'esm', plugins: WHOLE });
  return withoutComments(source, outputFiles?.[0]?.text ?? '');
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
} else if (process.argv[2] === '--formats') {
  process.stdout.write(await formats());
} else {
  await make(committed);
  for (const [name, text] of read(committed)) {
    console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} with gzip`);
  }
}
