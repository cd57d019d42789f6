// The device of an account. Tests hand in other ones.

import { doors } from './doors.js';
import { PINS, Pins } from './pins.js';
import { browserStore } from './store.js';
import { argon2InWorker } from './worker.js';

/** @import { Argon2 } from '../kdf.js' */
/** @import { Random } from '../bytes.js' */
/** @import { Ask } from './doors.js' */

/** @typedef {{ realm: string, ask: Ask, argon2: Argon2, random: Random, now: () => number, pins: Pins }} Device */

/** @type {Random} */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * @param {(done: number) => void} progress
 * @returns {Device}
 */
export const thisDevice = (progress) => ({
  // The address in the browser's line, which no server chooses.
  realm: location.host,
  ask: doors((path, init) => fetch(path, init)),
  argon2: argon2InWorker(progress),
  random,
  now: () => Date.now(),
  pins: new Pins(browserStore(PINS)),
});
