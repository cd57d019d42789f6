// Runs all vectors in a page, and leaves the results there. `e2e/specs/sealed.spec.ts` serves it, with one made module in the place of
// `src/index.js`.

import * as S from '../src/index.js';
import { checks } from './all.js';
import { moreChecks } from './more.js';
import { randomChecks } from './random.js';

/** @import { Vectors } from './all.js' */
/** @import { More } from './more.js' */
/** @import { Random } from './random.js' */

/** @typedef {{ name: string, error: string | null }} Result */

/** @type {number[]} */
const steps = [];
const worker = new URLSearchParams(location.search).get('worker') ?? '/argon2.js';
const argon2 = S.workerArgon2(
  () => new Worker(worker),
  (done) => steps.push(done),
);

/** Whether WebAssembly runs in the page itself. */
async function hasWebAssembly() {
  try {
    await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<Result[]>} */
async function results() {
  /** @type {Vectors} */
  const vectors = await (await fetch('/vectors.json')).json();
  /** @type {More} */
  const more = await (await fetch('/vectors-more.json')).json();
  /** @type {Random} */
  const random = await (await fetch('/vectors-random.json')).json();
  const found = [];
  for (const { name, run } of [...checks(S, vectors, argon2), ...moreChecks(S, more), ...randomChecks(S, random)]) {
    try {
      await run();
      found.push({ name, error: null });
    } catch (error) {
      found.push({ name, error: String(error) });
    }
  }
  return found;
}

const said = { results: await results(), steps: steps.length, hasWebAssembly: await hasWebAssembly() };
document.body.textContent = JSON.stringify(said);
