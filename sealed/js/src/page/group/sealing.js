// What seals to a key of somebody else, and opens what was sealed to one's own: loaded where a new seal has come, or is made.
//
// It is called as `work.js` is.

export { refuseSeals } from './refusing.js';
export { hpkeOpen, hpkeSeal } from '../../hpke.js';
