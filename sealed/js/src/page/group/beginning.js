// The entries of those who found a pursuance or come into one, who have nothing else to do with its log yet: written by what comes for that
// anyway (`log_writer.js`).

import { foundLog, writeEntries } from '../../log/write.js';

/** @param {Parameters<typeof foundLog>} given */
export const firstEntry = async (...given) => foundLog(...given);

/** @param {Parameters<typeof writeEntries>} given */
export const entriesBehind = async (...given) => writeEntries(...given);
