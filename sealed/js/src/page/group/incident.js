// Loaded where a server lost something, or was caught: the way to give it back, and the words that tell of it.

export { evidenceFor, offerOlder } from './evidence.js';
export { giveBack } from './restored_server.js';
export { holdRows } from './rows.js';
