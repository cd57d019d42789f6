// A file that few browsers need, on any page, loaded where they do: X25519 where there is none. Its hash stands in the script that loads it.

import { PRIME, inverted, scalarOf } from '../x25519.js';
import { importByHash } from './hashed_import.js';
import { Trouble } from './trouble.js';

/** @typedef {typeof import('./ladder.js')} Ladder */

/** Written into the bundle when it is made. */
const HASH = typeof LADDER_HASH === 'string' ? LADDER_HASH : '';

/** @type {Promise<Ladder> | undefined} */
let loading;

async function load() {
  /** @type {{ default: (lent: object) => Ladder }} */
  const file = await importByHash('./ladder.js', HASH);
  return file.default({ PRIME, inverted, scalarOf });
}

export async function ladder() {
  // Once for all seals of a new epoch.
  loading ??= load();
  try {
    return await loading;
  } catch {
    loading = undefined;
    throw new Trouble('lost');
  }
}
