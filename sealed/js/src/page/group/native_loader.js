// Signatures that the browser verifies itself before the module judges what is signed (`native.js`, loaded where many came).

/** @import { State } from '../../log/state.js' */

/** @typedef {Pick<typeof import('./native.js'), 'entriesAhead' | 'revisionsAhead'>} Native */

/** Fewer are not worth the way. */
const FEWEST = 8;

/** Loads it: a page does, and a program without one computes all by itself. @type {() => Promise<Native | undefined>} */
let load = async () => undefined;

/** @param {() => Promise<Native>} by */
export function loadNativeBy(by) {
  load = by;
}

/** @param {Uint8Array[]} signed */
async function nativeFor(signed) {
  if (signed.length < FEWEST || !globalThis.crypto?.subtle) return undefined;
  // Without the file everything is computed.
  return load().catch(() => undefined);
}

/**
 * @param {State} state
 * @param {Uint8Array[]} revisions
 */
export async function revisionsAhead(state, revisions) {
  await (await nativeFor(revisions))?.revisionsAhead(state, revisions);
}

/**
 * @param {State} state before them
 * @param {Uint8Array[]} entries
 */
export async function entriesAhead(state, entries) {
  await (await nativeFor(entries))?.entriesAhead(state, entries);
}
