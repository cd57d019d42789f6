// What writes, and what works for others: loaded where something is pressed or due. Filling a page takes none of it.
//
// Those who call it import it from where it is. In their files the build puts in its place what loads this file and goes on by it, and so
// everything here answers later (`async`), and there is nothing else.

export { addTask, put, putNow } from './changes.js';
export { introduce, renew, serve } from './duties.js';
export { found, invite, knock } from './inviting.js';
export { leave, moveSeat, part, remove, renewKey, revoke, rotateNow, setRole } from './membership.js';
export { takeNewer } from './newer.js';
export { writePins } from './pinning.js';
export { pressed } from './pressing.js';
export { retag } from './tagging.js';
