// New passphrases: six words that chance takes from a list, 77.5 bits. A file of its own, since few pages need the list.

import { WORDS } from './eff.js';

/** @import { Random } from '../bytes.js' */

const COUNT = 6;
/** The greatest multiple of the words below 2^16: what lies above would make some words likelier. */
const FAIR = Math.floor(65_536 / WORDS.length) * WORDS.length;

/** @param {Random} random */
function word(random) {
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const drawn = high * 256 + low;
    if (drawn < FAIR) return WORDS[drawn % WORDS.length] ?? '';
  }
}

/** @param {Random} random */
export const newPassphrase = (random) => Array.from({ length: COUNT }, () => word(random)).join(' ');
