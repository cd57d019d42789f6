// The parameters of Argon2id that a server had for a name before: it never gets a passphrase that is stretched less.

/** @import { Parameters } from '../kdf.js' */
/** @import { Name } from '../account.js' */
/** @import { Store } from './store.js' */

/** Stays when somebody signs out. */
export const PINS = 'pursuance-pins';

/** @param {Name} name */
const keyOf = ({ realm, username }) => `${realm} ${username}`;

/**
 * @param {unknown} value
 * @returns {Parameters | undefined}
 */
function read(value) {
  if (typeof value !== 'object' || value === null || !('m' in value) || !('t' in value)) return undefined;
  const { m, t } = value;
  return typeof m === 'number' && typeof t === 'number' ? { m, t, p: 1 } : undefined;
}

export class Pins {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /**
   * @param {Name} name
   * @returns {Promise<Parameters | undefined>}
   */
  async of(name) {
    try {
      return read(await this.store.get(keyOf(name)));
    } catch {
      // A browser that keeps nothing has seen nothing.
      return undefined;
    }
  }

  /**
   * Remembers what has opened a slot: what a server merely says could only lock somebody out.
   * @param {Name} name
   * @param {Parameters} parameters
   */
  async note(name, { m, t }) {
    try {
      await this.store.put(keyOf(name), { m, t });
    } catch {
      // The next sign-in notes them.
    }
  }
}
