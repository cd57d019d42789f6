// Files that few pages need, loaded where they do. Their hashes stand in this script, as those of the lists of words.

import { ladder } from '../besides.js';
import { loadList } from '../lists.js';
import { Trouble } from '../trouble.js';
import { loadNativeBy } from './ahead.js';
import { lent } from './lent.js';

/** @typedef {typeof import('./views/people.js')} People */
/** @typedef {typeof import('./views/founding.js')} Founding */
/** @typedef {typeof import('./views/entering.js')} Entering */
/** @typedef {typeof import('./views/forms.js')} Forms */
/** @typedef {typeof import('./caught.js')} Healing */
/** @typedef {typeof import('./native.js')} Native */
/** @typedef {typeof import('./views/saying.js')} Talk */
/** @typedef {typeof import('./several.js')} Several */
/** @typedef {typeof import('./views/replacing.js')} Replacing */
/** @typedef {typeof import('./views/searching.js')} Searching */
/** @typedef {typeof import('./views/bulk.js')} Bulk */
/** @typedef {typeof import('./views/undo.js')} Undo */
/** @typedef {typeof import('./work.js')} Work */
/** @typedef {typeof import('./duty.js')} Duty */
/** @typedef {typeof import('./sealing.js')} Seals */
/** @typedef {typeof import('../views/unlock.js')} Unlocking */
/** @typedef {typeof import('./views/suggested.js')} SuggestedView */

/** Written into the bundle when it is made. */
const HASHES = {
  people: typeof PEOPLE_HASH === 'string' ? PEOPLE_HASH : '',
  founding: typeof FOUNDING_HASH === 'string' ? FOUNDING_HASH : '',
  entering: typeof ENTERING_HASH === 'string' ? ENTERING_HASH : '',
  forms: typeof FORMS_HASH === 'string' ? FORMS_HASH : '',
  search: typeof SEARCH_HASH === 'string' ? SEARCH_HASH : '',
  several: typeof SEVERAL_HASH === 'string' ? SEVERAL_HASH : '',
  native: typeof NATIVE_HASH === 'string' ? NATIVE_HASH : '',
  healing: typeof HEALING_HASH === 'string' ? HEALING_HASH : '',
  bulk: typeof BULK_HASH === 'string' ? BULK_HASH : '',
  undo: typeof UNDO_HASH === 'string' ? UNDO_HASH : '',
  suggested: typeof SUGGESTED_HASH === 'string' ? SUGGESTED_HASH : '',
  replace: typeof REPLACE_HASH === 'string' ? REPLACE_HASH : '',
  work: typeof WORK_HASH === 'string' ? WORK_HASH : '',
  unlock: typeof UNLOCK_HASH === 'string' ? UNLOCK_HASH : '',
  duty: typeof DUTY_HASH === 'string' ? DUTY_HASH : '',
  sealing: typeof SEALING_HASH === 'string' ? SEALING_HASH : '',
  talk: typeof TALK_HASH === 'string' ? TALK_HASH : '',
};

/** @type {Map<string, Promise<unknown>>} */
const loading = new Map();

/**
 * @param {keyof typeof HASHES} name
 * @returns {Promise<unknown>}
 */
async function load(name) {
  /** @type {{ default: (given: typeof lent & typeof awaited) => unknown }} */
  const file = await loadList(`./${name}.js`, HASHES[name]).catch(() => {
    throw new Trouble('lost');
  });
  return file.default({ ...lent, ...awaited });
}

/** @param {keyof typeof HASHES} name */
function once(name) {
  const found = loading.get(name) ?? load(name);
  loading.set(name, found);
  // What was not there may be there the next time.
  found.catch(() => loading.delete(name));
  return found;
}

/** Opening keys that are not open. */
export const unlocking = async () => /** @type {Unlocking} */ (await once('unlock'));
/** Members and invitations. */
export const people = async () => /** @type {People} */ (await once('people'));
/** Founding a pursuance. */
export const founding = async () => /** @type {Founding} */ (await once('founding'));
/** Coming in by an invitation. */
export const entering = async () => /** @type {Entering} */ (await once('entering'));
/** The fields of an object, and the choice of a task. */
export const forms = async () => /** @type {Forms} */ (await once('forms'));
/** The discussion of a task, and what its reviewer decides. */
export const talk = async () => /** @type {Talk} */ (await once('talk'));
/** What a restored backup is given back by, and what tells that a server was caught. */
export const healing = async () => /** @type {Healing} */ (await once('healing'));
/** Pages that are of no pursuance, with private tasks on them. */
export const several = async () => /** @type {Several} */ (await once('several'));
/** The search on the device. */
export const search = async () => /** @type {Searching} */ (await once('search'));
/** One change of several tasks. */
export const bulk = async () => /** @type {Bulk} */ (await once('bulk'));
/** Taking back what was done last. */
export const undo = async () => /** @type {Undo} */ (await once('undo'));
/** What others suggest. */
export const suggested = async () => /** @type {SuggestedView} */ (await once('suggested'));
/** Other keys in place of one's own. */
export const replacing = async () => /** @type {Replacing} */ (await once('replace'));
/** What writes. */
export const work = async () => /** @type {Work} */ (await once('work'));
/** What works for others, and writes the log. */
export const duty = async () => /** @type {Duty} */ (await once('duty'));
/** What opens seals, and makes them. */
export const sealing = async () => /** @type {Seals} */ (await once('sealing'));
/** What files that are loaded besides call by its file, too. */
const awaited = { work, duty, sealing, ladder };
// What the browser verifies by itself.
loadNativeBy(async () => /** @type {Native} */ (await once('native')));
