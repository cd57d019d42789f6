// Files that few pages need, loaded where they do. Their hashes stand in this script, as those of the lists of words.

import { ladder } from '../lazy_files.js';
import { importByHash } from '../hashed_import.js';
import { Trouble } from '../trouble.js';
import { loadNativeBy } from './native_loader.js';
import { lent } from './lent.js';

/** @typedef {typeof import('./views/people.js')} People */
/** @typedef {typeof import('./views/founding.js')} Founding */
/** @typedef {typeof import('./views/entering.js')} Entering */
/** @typedef {typeof import('./views/forms.js')} Forms */
/** @typedef {typeof import('./incident.js')} Incident */
/** @typedef {typeof import('./native.js')} Native */
/** @typedef {typeof import('./views/saying.js')} Talk */
/** @typedef {typeof import('./several.js')} Several */
/** @typedef {typeof import('./views/replacing.js')} Replacing */
/** @typedef {typeof import('./views/searching.js')} Searching */
/** @typedef {typeof import('./views/bulk.js')} Bulk */
/** @typedef {typeof import('./views/undo.js')} Undo */
/** @typedef {typeof import('./object_writer.js')} ObjectWriter */
/** @typedef {typeof import('./log_writer.js')} LogWriter */
/** @typedef {typeof import('./sealing.js')} Seals */
/** @typedef {typeof import('../views/unlock.js')} Unlocking */
/** @typedef {typeof import('./views/suggested.js')} SuggestedView */
/** @typedef {typeof import('./key_file.js')} KeyFile */

/**
 * Each file by its name.
 * @typedef {object} Files
 * @property {People} people members and invitations
 * @property {Founding} founding of a pursuance
 * @property {Entering} entering by an invitation
 * @property {Forms} forms the fields of an object, and the choice of a task
 * @property {Searching} search on the device
 * @property {Several} several pages that are of no pursuance, with private tasks on them
 * @property {Native} native what the browser verifies by itself
 * @property {Incident} incident a restored backup, or a server that was caught
 * @property {Bulk} bulk one change of several tasks
 * @property {Undo} undo taking back what was done last
 * @property {SuggestedView} suggested what others suggest
 * @property {Replacing} replace other keys in place of one's own
 * @property {ObjectWriter} object_writer writing of objects
 * @property {Unlocking} unlock opening keys that are not open
 * @property {KeyFile} key_file the same by a file
 * @property {LogWriter} log_writer duties for others, and writing of the log
 * @property {Seals} sealing what opens seals, and makes them
 * @property {Talk} talk the discussion of a task, and what its reviewer decides
 */

/** Written into the bundle when it is made. @type {Record<keyof Files, string>} */
const HASHES = {
  people: typeof PEOPLE_HASH === 'string' ? PEOPLE_HASH : '',
  founding: typeof FOUNDING_HASH === 'string' ? FOUNDING_HASH : '',
  entering: typeof ENTERING_HASH === 'string' ? ENTERING_HASH : '',
  forms: typeof FORMS_HASH === 'string' ? FORMS_HASH : '',
  search: typeof SEARCH_HASH === 'string' ? SEARCH_HASH : '',
  several: typeof SEVERAL_HASH === 'string' ? SEVERAL_HASH : '',
  native: typeof NATIVE_HASH === 'string' ? NATIVE_HASH : '',
  incident: typeof INCIDENT_HASH === 'string' ? INCIDENT_HASH : '',
  bulk: typeof BULK_HASH === 'string' ? BULK_HASH : '',
  undo: typeof UNDO_HASH === 'string' ? UNDO_HASH : '',
  suggested: typeof SUGGESTED_HASH === 'string' ? SUGGESTED_HASH : '',
  replace: typeof REPLACE_HASH === 'string' ? REPLACE_HASH : '',
  object_writer: typeof OBJECT_WRITER_HASH === 'string' ? OBJECT_WRITER_HASH : '',
  unlock: typeof UNLOCK_HASH === 'string' ? UNLOCK_HASH : '',
  key_file: typeof KEY_FILE_HASH === 'string' ? KEY_FILE_HASH : '',
  log_writer: typeof LOG_WRITER_HASH === 'string' ? LOG_WRITER_HASH : '',
  sealing: typeof SEALING_HASH === 'string' ? SEALING_HASH : '',
  talk: typeof TALK_HASH === 'string' ? TALK_HASH : '',
};

/** @type {Map<string, Promise<unknown>>} */
const loading = new Map();

/**
 * @param {keyof Files} name
 * @returns {Promise<unknown>}
 */
async function load(name) {
  /** @type {{ default: (given: typeof lent & typeof awaited) => unknown }} */
  const file = await importByHash(`./${name}.js`, HASHES[name]).catch(() => {
    throw new Trouble('lost');
  });
  return file.default({ ...lent, ...awaited });
}

/**
 * Loads a file the first time, and returns its exports.
 * @template {keyof Files} Name
 * @param {Name} name
 * @returns {Promise<Files[Name]>}
 */
export function once(name) {
  const found = loading.get(name) ?? load(name);
  loading.set(name, found);
  // A file that was not there may be there the next time.
  found.catch(() => loading.delete(name));
  return /** @type {Promise<Files[Name]>} */ (found);
}

// Files that this script, and those that it loads, call by name.
export const objectWriter = () => once('object_writer');
export const logWriter = () => once('log_writer');
export const sealing = () => once('sealing');
export const keyFile = () => once('key_file');
const awaited = { objectWriter, logWriter, sealing, keyFile, ladder };
loadNativeBy(() => once('native'));
