// Common parts of founding a pursuance and coming into one: none is there yet.

/** @import { Part } from '../../part.js' */
/** @import { LocalStore } from '../local_store.js' */

/** @param {string} slug */
export const pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;

/**
 * @param {Part} part
 * @param {LocalStore} localStore
 */
export const deviceOf = ({ device: { ask, random, now } }, localStore) => ({ ask, random, now, localStore });
