// A block of a task, in words: an object of its own, which is signed once. Its end is not signed, as being blocked is not.

import { utf8 } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { remember } from './last_act.js';
import { putNow } from './changes.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/**
 * @param {Group} group
 * @param {Uint8Array} task
 * @param {string} words
 * @returns {Promise<Sealed[]>}
 */
export const block = (group, task, words) =>
  group.alone(async () => {
    const oid = group.device.random(16);
    const said = await putNow(group, [{ otype: OTYPE.block, oid, unit: task, fields: { text: utf8(words) } }]);
    // "No longer blocked" ends it, and not "undo".
    await remember(group, []);
    return said;
  });
