// Common parts of founding a pursuance and coming into one: none is there yet.

/** @import { Part } from '../../part.js' */
/** @import { Shelf } from '../local_store.js' */

/** @param {string} slug */
export const pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;

/**
 * @param {Part} part
 * @param {Shelf} shelf
 */
export const deviceOf = ({ device: { ask, random, now } }, shelf) => ({ ask, random, now, shelf });
