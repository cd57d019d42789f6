// Seals to the key of somebody else, and opens seals to one's own: loaded where a new seal has come, or is made.
//
// It is called as `object_writer.js` is.

export { refuseSeals } from './refusing.js';
export { hpkeOpen, hpkeSeal } from '../../hpke.js';
