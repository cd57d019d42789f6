// The files that are sent from this page take turns, and wait for the network or a session.

import { takeToken } from '../session.js';
import { ask, pageIn, say } from '../this_page.js';
import { word } from './panel.js';

/** The server takes three of a person: one place is left for another tab. */
const AT_ONCE = 2;
const LONGEST_PAUSE_MS = 30_000;

let underWay = 0;
/** @type {(() => void)[]} */
const waiting = [];
/**
 * Files that wait for the network or a session.
 * @type {Set<() => void>}
 */
const pausing = new Set();

/** Goes on at once with whatever has paused. */
export function wake() {
  for (const goOn of [...pausing]) goOn();
}

/**
 * Waits for so long, or until the network is back, somebody has signed in, or it is given up.
 * @param {number} time
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(time, signal) {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      pausing.delete(goOn);
      signal.removeEventListener('abort', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, time);
    pausing.add(goOn);
    signal.addEventListener('abort', goOn);
  });
}

/** Takes the token of a newer session of the same person, if there is one. */
async function renewed() {
  try {
    const answer = await ask(location.href);
    return answer.ok && takeToken(await pageIn(answer));
  } catch {
    return false;
  }
}

/**
 * Says why it does not go on for now, and waits.
 * @param {import('./panel.js').Line} line
 * @param {AbortSignal} signal
 * @returns {(why: import('./pieces.js').Pause, times: number) => Promise<void>}
 */
export function pausesOf(line, signal) {
  return async (why, times) => {
    if (why === 'over' && times === 0 && (await renewed())) return;
    line.says(word(why));
    if (times === 0 && why !== 'waits') say(word(why));
    await pause(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(times, 5)), signal);
    if (why === 'over') await renewed();
  };
}

/** @returns {Promise<void>} */
function inTurn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

/** Waits until fewer files are under way than may be. */
export async function begin() {
  if (underWay < AT_ONCE) underWay += 1;
  // A file that has ended hands its place on.
  else await inTurn();
}

export function end() {
  const next = waiting.shift();
  if (next) next();
  else underWay -= 1;
}

/** Whether a file is on its way. */
export const isUnderWay = () => underWay > 0;
