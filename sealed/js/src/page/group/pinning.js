// How far somebody saw the log (`pinned.js`), written into their box.

import { encodePins } from '../../pbox.js';
import { isOfFile, putBox } from './boxing.js';
import { unlessLost } from './pinned.js';

/** @import { Pinned } from './pinned.js' */

/**
 * Writes the box where the log has grown beyond it (`isBehind`).
 * @param {Pinned} pinned
 */
export async function writePins(pinned) {
  const { state, pid } = pinned.group;
  const headSeq = state.next - 1;
  pinned.isRefused = !(await unlessLost(async () => {
    // Another device may have seen more since: that is held against the log once it was asked for anew.
    await pinned.ask();
    if (headSeq <= (pinned.pins?.headSeq ?? -1)) return;
    const pins = { pid, headSeq, headHash: state.head, epoch: state.epoch };
    // A device whose keys came in a file writes no box: what it saw is kept here alone, and no page asks for it again.
    if (!isOfFile(pinned.boxes.me)) await putBox(pinned.boxes, 'pins', pinned.place.oid, encodePins(pins));
    pinned.pins = pins;
    await pinned.keep();
  }));
}
