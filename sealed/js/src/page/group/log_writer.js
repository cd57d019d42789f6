// Writes the log of members, and works for others: loaded where people are let in or removed, or something is due (`housekeeping_due.js`).
//
// It is called as `object_writer.js` is, and calls that one so, too. Who founds a pursuance or comes into one writes the log by it as well.

export { rotate, sealAll } from '../../log/write.js';
export { entriesBehind, firstEntry } from './beginning.js';
export { introduce, serveAll } from './housekeeping.js';
export { carry, invite, leave, letIn, moveSeat, part, remove, renewKey, revoke, rotateNow, setRole } from './membership.js';
export { writePins } from './pinning.js';
