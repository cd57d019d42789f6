// The database of this browser: one value a name, in a database of its own, which can be deleted as a whole.

/**
 * @typedef {object} Store
 * @property {(key: string) => Promise<unknown>} get
 * @property {(key: string, value: unknown) => Promise<void>} put
 * @property {() => Promise<void>} clear
 */

const OBJECTS = 'kept';

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

/** @param {string} name */
async function open(name) {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(OBJECTS));
  const database = await done(request);
  // A deletion in another tab does not wait for this one.
  database.addEventListener('versionchange', () => database.close());
  return database;
}

/**
 * @template T
 * @param {string} name
 * @param {IDBTransactionMode} mode
 * @param {(localStore: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function withLocalStore(name, mode, act) {
  const database = await open(name);
  try {
    const transaction = database.transaction(OBJECTS, mode);
    const value = await done(act(transaction.objectStore(OBJECTS)));
    // Nothing waits for the end of one that only reads: a page begins with it.
    if (mode === 'readonly') return value;
    await new Promise((resolve, reject) => {
      transaction.addEventListener('complete', resolve);
      transaction.addEventListener('abort', () => reject(transaction.error));
    });
    return value;
  } finally {
    database.close();
  }
}

/**
 * A database of the browser. Some browsers have none, or empty it: nothing may depend on what lies here.
 * @param {string} name
 * @returns {Store}
 */
export const browserStore = (name) => ({
  get: (key) => withLocalStore(name, 'readonly', (localStore) => localStore.get(key)),
  put: async (key, value) => void (await withLocalStore(name, 'readwrite', (localStore) => localStore.put(value, key))),
  clear: async () => void (await done(indexedDB.deleteDatabase(name))),
});
