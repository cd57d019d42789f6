// Memory of a browser about private pursuances: how far each log went, which revisions were seen, and their ciphertexts.
//
// It stays when somebody signs out: without it a server could show an older log. Nothing in it can be read without the keys.

/** @typedef {{ key: string, value: unknown }} Kept */
/**
 * @typedef {object} LocalStore
 * @property {(key: string) => Promise<unknown>} get
 * @property {(prefix: string) => Promise<Kept[]>} all whose key begins so
 * @property {(kept: Kept[], isNewer?: (value: unknown, former: unknown) => boolean) => Promise<void>} put where it is newer
 */

const DATABASE = 'pursuance-sealed';
const OBJECTS = 'kept';
/** Behind all that begins with a text. */
const LAST = '\uffff';

/** @returns {LocalStore} */
export function memoryLocalStore() {
  /** @type {Map<string, unknown>} */
  const all = new Map();
  return {
    get: async (key) => all.get(key),
    all: async (prefix) => [...all].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
    put: async (kept, isNewer = () => true) => {
      for (const { key, value } of kept) if (!all.has(key) || isNewer(value, all.get(key))) all.set(key, value);
    },
  };
}

/**
 * The same local store, of which this much is asked for at once. Each of these answers is given once: what is written afterwards is in none of them.
 * @param {LocalStore} localStore
 * @param {string[]} names with a slash at the end: of all that begin so
 * @returns {LocalStore}
 */
export function readAhead({ get, all, put }, names) {
  /** @type {Map<string, Promise<unknown>>} */
  const asked = new Map(names.map((name) => [name, name.endsWith('/') ? all(name) : get(name)]));
  const once = (/** @type {string} */ name) => {
    const found = asked.get(name);
    asked.delete(name);
    return found;
  };
  return {
    get: (key) => once(key) ?? get(key),
    all: (prefix) => /** @type {Promise<Kept[]> | undefined} */ (once(prefix)) ?? all(prefix),
    put,
  };
}

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

async function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(OBJECTS));
  const database = await done(request);
  database.addEventListener('versionchange', () => database.close());
  return database;
}

/** That of this browser, or of this page alone where the browser keeps nothing. @returns {LocalStore} */
export function browserLocalStore() {
  const inPage = memoryLocalStore();
  /** @type {Promise<IDBDatabase> | undefined} */
  let opening;
  const database = async () => {
    opening ??= open();
    return opening;
  };
  /**
   * @template T
   * @param {() => Promise<T>} act
   * @param {() => Promise<T>} otherwise
   */
  const orInPage = async (act, otherwise) => {
    try {
      return await act();
    } catch {
      opening = undefined;
      return otherwise();
    }
  };
  return {
    get: (key) =>
      orInPage(
        async () => done((await database()).transaction(OBJECTS).objectStore(OBJECTS).get(key)),
        () => inPage.get(key),
      ),
    all: (prefix) =>
      orInPage(
        async () => {
          const objects = (await database()).transaction(OBJECTS).objectStore(OBJECTS);
          const range = IDBKeyRange.bound(prefix, prefix + LAST);
          const [keys, values] = await Promise.all([done(objects.getAllKeys(range)), done(objects.getAll(range))]);
          return values.map((value, at) => ({ key: String(keys[at]), value }));
        },
        () => inPage.all(prefix),
      ),
    put: (kept, isNewer) =>
      orInPage(
        async () => write(await database(), kept, isNewer),
        () => inPage.put(kept, isNewer),
      ),
  };
}

/**
 * In one transaction: what another tab wrote meanwhile is not made older.
 * @param {IDBDatabase} database
 * @param {Kept[]} kept
 * @param {(value: unknown, former: unknown) => boolean} [isNewer]
 */
function write(database, kept, isNewer) {
  const transaction = database.transaction(OBJECTS, 'readwrite');
  const objects = transaction.objectStore(OBJECTS);
  for (const { key, value } of kept) {
    if (!isNewer) {
      objects.put(value, key);
      continue;
    }
    const former = objects.get(key);
    former.addEventListener('success', () => {
      if (former.result === undefined || isNewer(value, former.result)) objects.put(value, key);
    });
  }
  return new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
  });
}
