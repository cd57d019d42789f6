// What writes the log of members, and what works for others: loaded where people are let in or removed, or something is due (`due.js`).
//
// It is called as `work.js` is, and calls that one so, too.

export { introduce, serveAll } from './duties.js';
export { carry, invite, leave, letIn, moveSeat, part, remove, renewKey, revoke, rotateNow, setRole } from './membership.js';
export { writePins } from './pinning.js';
