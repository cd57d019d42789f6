// Names of private pursuances on this device, wherever a page leads to one (`data-named`). The module of private pages opens them, and few pages
// load it. It keeps them beside the opened keys (`sealed/js/src/page/unlocked.js`): encrypted by the key there that no script can read out, for
// as long as they are, and for this session alone. The server keeps nothing of it.

import { allAs, closestAs, findAs } from './dom.js';
import { UNLOCKED } from './locking.js';
import { viewer } from './this_page.js';

const SHELF = 'kept';
const [ROOT, NAMES] = ['root', 'names'];
const ALGORITHM = 'AES-GCM';

/** @typedef {{ marker: string, username: string, realm: string, until: number, key: CryptoKey }} Root what the module keeps of an account */
/** @typedef {{ nonce: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer }} Kept */

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(shelf: IDBObjectStore) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function withShelf(mode, act) {
  const request = indexedDB.open(UNLOCKED, 1);
  // Where no keys are open, nothing is made.
  request.addEventListener('upgradeneeded', () => request.transaction?.abort());
  const database = await done(request);
  database.addEventListener('versionchange', () => database.close());
  try {
    return await act(database.transaction(SHELF, mode).objectStore(SHELF));
  } finally {
    database.close();
  }
}

/**
 * Whether keys are of this session, and still open.
 * @param {Root | undefined} root
 * @returns {root is Root}
 */
const isOurs = (root) =>
  root !== undefined &&
  root.realm === location.host &&
  root.username === viewer &&
  root.marker === document.body.dataset.session &&
  Date.now() < root.until;

/**
 * Reads the kept record of an account, and its names.
 * @param {IDBObjectStore} shelf
 */
function read(shelf) {
  const [asked, names] = [shelf.get(ROOT), shelf.get(NAMES)];
  return Promise.all([done(/** @type {IDBRequest<Root | undefined>} */ (asked)), done(/** @type {IDBRequest<Kept | undefined>} */ (names))]);
}

/** The key beside the opened keys, and the names by the paths of their pages; nothing where no keys are open. */
async function known() {
  const [root, kept] = await withShelf('readonly', read);
  if (!isOurs(root)) return undefined;
  /** @type {Map<string, string>} */
  const names = new Map();
  try {
    const opened = kept && (await crypto.subtle.decrypt({ name: ALGORITHM, iv: kept.nonce }, root.key, kept.sealed));
    /** @type {[string, string][]} */
    const pairs = opened ? JSON.parse(new TextDecoder().decode(opened)) : [];
    for (const [path, name] of pairs) names.set(path, name);
  } catch {
    // Of keys that were there before.
  }
  return { key: root.key, kept, names };
}

/**
 * Keeps names in place of those that were read, in one transaction: not where another page has kept others since then, and nowhere once keys are
 * closed. Whether there is nothing left to do.
 * @param {Kept | undefined} former
 * @param {Kept} kept
 */
const replaced = (former, kept) =>
  withShelf('readwrite', async (shelf) => {
    const [root, now] = await read(shelf);
    if (!isOurs(root)) return true;
    if (now?.nonce.join() !== former?.nonce.join()) return false;
    await done(shelf.put(kept, NAMES));
    return true;
  });

/** @param {HTMLElement} place */
const pathOf = (place) => closestAs(HTMLAnchorElement, place, 'a')?.pathname ?? '';

/**
 * The place within that the module fills, where this page loads it.
 * @param {HTMLElement} place
 */
const filled = (place) => findAs(HTMLElement, '[data-sealed]', place);

/**
 * Writes what is known where the module writes nothing.
 * @param {HTMLElement[]} places
 */
async function fill(places) {
  const found = await known();
  for (const place of places) place.textContent = found?.names.get(pathOf(place)) ?? place.textContent;
}

/**
 * Keeps what the module has written, with what other pages keep meanwhile.
 * @param {HTMLElement[]} places
 */
async function keep(places) {
  for (;;) {
    const found = await known();
    if (!found) return;
    const { key, kept, names } = found;
    const before = JSON.stringify([...names]);
    for (const place of places) names.set(pathOf(place), place.textContent?.trim() ?? '');
    const after = JSON.stringify([...names]);
    if (after === before) return;
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, key, new TextEncoder().encode(after));
    if (await replaced(kept, { nonce, sealed })) return;
  }
}

/** A browser that keeps nothing shows what the server calls them. */
const nothing = () => undefined;

/** Says their names on every page, and keeps those that this one opens. */
export function nameOnes() {
  const places = allAs(HTMLElement, '[data-named]');
  if (places.length === 0 || !isSecureContext) return;
  const [opened, others] = [places.filter(filled), places.filter((place) => !filled(place))];
  if (others.length > 0) void fill(others).catch(nothing);
  const isOpen = () => opened.filter((place) => filled(place)?.dataset.open !== undefined);
  const look = () => void keep(isOpen()).catch(nothing);
  const observer = new MutationObserver(look);
  for (const place of opened) observer.observe(place, { subtree: true, attributeFilter: ['data-open'] });
  if (isOpen().length > 0) look();
}
