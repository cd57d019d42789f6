// How far this person saw the log of a pursuance, on whatever device: a browser that keeps nothing is shown no older log all the same (R5).
//
// The server can show an old box, or none, and cannot make one. So the higher number counts, here and in the box, and never falls.

import { equal, toHex } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { decodePins, pinsPlace } from '../../pbox.js';
import { Trouble } from '../trouble.js';
import { Boxes } from './boxes.js';

/** @import { Pins } from '../../pbox.js' */
/** @import { Group } from './group.js' */

/** @typedef {{ at: number, pins: Pins | undefined }} KeptPins what the box said, and when it was asked for */

/** So long a device that knows the log does not ask again. */
const FRESH = 3_600_000;

export class Pinned {
  /** @param {Group} group */
  constructor(group) {
    this.group = group;
    const [{ iid }] = group.own;
    this.boxes = new Boxes(group.device, ...group.own);
    this.place = pinsPlace(iid, group.pid);
    this.key = `pins/${group.id}/${toHex(iid)}`;
    /** The highest that a box said. @type {Pins | undefined} */
    this.pins = undefined;
    this.isCaught = false;
    /** Whether this page could not write it: the next one tries again. */
    this.isRefused = false;
  }

  /**
   * Asks for the box where it is due. Before the log is asked for: what another device writes meanwhile is in no log yet.
   * @returns {Promise<Pins | undefined>} what a log that is asked for from now on has to hold
   */
  async read() {
    const { localStore, now } = this.group.device;
    const kept = /** @type {KeptPins | undefined} */ (await localStore.get(this.key));
    this.#take(kept?.pins);
    const age = now() - (kept?.at ?? 0);
    const isFresh = kept && this.group.state.next > 0 && age >= 0 && age < FRESH;
    if (!isFresh) await unlessLost(() => this.ask());
    return this.pins;
  }

  async ask() {
    const { group } = this;
    for (const { text } of await this.boxes.list('pins', this.place.oid)) {
      const pins = text && pinsIn(text);
      // The beginning of an id may be another one's, too.
      if (pins && equal(pins.pid, group.pid)) this.#take(pins);
    }
    await this.keep();
  }

  /** @param {Pins | undefined} pins */
  #take(pins) {
    if (pins && pins.headSeq >= (this.pins?.headSeq ?? 0)) this.pins = pins;
  }

  async keep() {
    const { localStore, now } = this.group.device;
    /** @type {KeptPins} */
    const value = { at: now(), pins: this.pins };
    // A newer value from another tab is not made older.
    await localStore.put([{ key: this.key, value }], (mine, former) => seqOf(mine) >= seqOf(former));
  }

  /**
   * Holds the log that was followed against what was known before. Returns whether a server that was caught has what it lacked.
   * @param {Pins | undefined} pins as `read` answered them: what came since, by `writePins`, may be newer than that log
   */
  check(pins) {
    const { state, lies } = this.group;
    if (!pins) return false;
    const there = state.hashes[pins.headSeq];
    if (!there) {
      this.isCaught ||= !lies.isFrozen;
      lies.raise('rollback', '', [toHex(pins.headHash), String(pins.headSeq), String(state.next - 1)]);
      return false;
    }
    if (!equal(there, pins.headHash)) lies.raise('fork', '', [toHex(pins.headHash), toHex(there)]);
    const isHealed = this.isCaught;
    this.isCaught = false;
    if (isHealed) lies.heal('rollback');
    return isHealed;
  }

  /** Whether the log has grown beyond the box (`pinning.js` writes it). */
  get isBehind() {
    const { state, lies, isMember } = this.group;
    return !this.isRefused && !lies.isFrozen && isMember && state.next - 1 > (this.pins?.headSeq ?? -1);
  }
}

/** @param {unknown} value */
export const seqOf = (value) => /** @type {KeptPins} */ (value).pins?.headSeq ?? -1;

/** @param {Uint8Array} text */
function pinsIn(text) {
  try {
    return decodePins(text);
  } catch (error) {
    if (error instanceof SealedError) return undefined;
    throw error;
  }
}

/**
 * A server that does not answer, or has no room, can do no worse than show no box. Whether it was done.
 * @param {() => Promise<void>} act
 */
export async function unlessLost(act) {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return false;
  }
}
