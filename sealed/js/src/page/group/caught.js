// What pages load besides where a server lost something, or was caught: what gives it back, and what tells it.

export { evidenceFor, offerOlder } from './evidence.js';
export { giveBack } from './healing.js';
export { holdRows } from './rows.js';
