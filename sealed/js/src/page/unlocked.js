// The keys of an account while it is unlocked: over pages and tabs, for as long as was chosen, and never longer than the session.
//
// The root key lies in the browser under a key that no script can read out. That protects a copied disk, and not against a script
// of this origin. Where the browser has no `crypto.subtle` (plain http), keys live as long as the page.

import { decodeCard, idOfCard } from '../identity.js';
import { keysIn, openFormers } from './former_keys.js';
import { browserStore } from './store.js';

/** @import { FormerBox, Opened } from './opening.js' */
/** @import { Store } from './store.js' */

/** @typedef {'hours' | 'signout' | 'page'} Choice for twelve hours, until somebody signs out, or in this page alone */
/** @typedef {{ viewer: string, marker: string }} Session whose it is, and a name of it that each of its pages has */

/**
 * @typedef {object} Record
 * @property {string} marker
 * @property {string} realm
 * @property {string} username
 * @property {number} until the time at which it ends, or `Infinity`
 * @property {CryptoKey} key
 * @property {Uint8Array<ArrayBuffer>} nonce
 * @property {Uint8Array<ArrayBuffer>} sealed
 * @property {Uint8Array} card
 * @property {Uint8Array} idbox
 * @property {FormerBox[]} [formerBoxes] kept by a script of before: none
 */

/** Deleted as a whole by whoever signs out (`templates/static/js/locking.js`, too). */
export const UNLOCKED = 'pursuance-unlocked';
const NAME = 'root';
const HOURS_12 = 12 * 60 * 60 * 1000;
const ALGORITHM = 'AES-GCM';

/** @type {{ opened: Opened, session: Session } | undefined} */
let inThisPage;

/** @type {BroadcastChannel | undefined} */
let channel;

/**
 * @param {Opened} opened
 * @param {Session} session
 */
function keepInThisPage(opened, session) {
  inThisPage = { opened, session };
  if (channel || typeof document === 'undefined' || !('BroadcastChannel' in globalThis)) return;
  // Another tab signs out (`templates/static/js/drafts.js`).
  channel = new BroadcastChannel('signed out');
  channel.addEventListener('message', () => {
    inThisPage = undefined;
  });
}

/** Whether something can be kept at all when the page is left. */
export const canKeep = () => globalThis.crypto?.subtle !== undefined && globalThis.indexedDB !== undefined;

export class Unlocked {
  /**
   * @param {Store} store
   * @param {string} realm
   * @param {() => number} now
   */
  constructor(store, realm, now) {
    this.store = store;
    this.realm = realm;
    this.now = now;
  }

  /**
   * @param {Opened} opened
   * @param {Choice} choice
   * @param {string} marker of the session
   */
  async keep(opened, choice, marker) {
    await this.lock();
    const session = { viewer: opened.name.username, marker };
    if (choice === 'page' || !canKeep()) {
      keepInThisPage(opened, session);
      return;
    }
    try {
      await this.put(opened, choice === 'hours' ? this.now() + HOURS_12 : Infinity, marker);
    } catch {
      // A browser that keeps nothing: this page has it.
      keepInThisPage(opened, session);
    }
  }

  /**
   * @param {Opened} opened
   * @param {number} until
   * @param {string} marker
   */
  async put({ name, rootKey, card, idbox, formerBoxes }, until, marker) {
    const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, key, new Uint8Array(rootKey)));
    /** @type {Record} */
    const record = { marker, ...name, until, key, nonce, sealed, card, idbox, formerBoxes };
    await this.store.put(NAME, record);
  }

  /**
   * The keys of whoever is signed in, if they are unlocked. What was another's, or is over, is deleted.
   * @param {Session} session
   * @returns {Promise<Opened | undefined>}
   */
  async of(session) {
    if (inThisPage) return isOf(inThisPage.session, session) ? inThisPage.opened : undefined;
    try {
      const record = /** @type {Record | undefined} */ (await this.store.get(NAME));
      if (!record) return undefined;
      const { marker, username: viewer, realm, until } = record;
      if (realm === this.realm && isOf({ viewer, marker }, session) && this.now() < until) return await opened(record);
      await this.lock();
    } catch {
      await this.lock();
    }
    return undefined;
  }

  /**
   * The same session has another name: what was chosen stays.
   * @param {Session} session the former one
   * @param {string} marker
   */
  async move(session, marker) {
    if (inThisPage && isOf(inThisPage.session, session)) inThisPage.session = { ...session, marker };
    if (inThisPage || !(await this.of(session))) return;
    const record = /** @type {Record} */ (await this.store.get(NAME));
    await this.store.put(NAME, { ...record, marker });
  }

  /** Forgets all keys. */
  async lock() {
    inThisPage = undefined;
    try {
      await this.store.clear();
    } catch {
      // There was nothing, then.
    }
  }
}

/**
 * @param {Session} kept
 * @param {Session} session
 */
const isOf = (kept, session) => kept.viewer === session.viewer && kept.marker === session.marker;

/**
 * @param {Record} record
 * @returns {Promise<Opened>}
 */
async function opened({ key, nonce, sealed: wrapped, realm, username, card, idbox, formerBoxes = [] }) {
  const rootKey = new Uint8Array(await crypto.subtle.decrypt({ name: ALGORITHM, iv: nonce }, key, wrapped));
  const iid = idOfCard(decodeCard(card));
  const keys = keysIn(idbox, rootKey, iid);
  return {
    name: { realm, username },
    rootKey,
    iid,
    card,
    idbox,
    formerBoxes,
    former: openFormers(formerBoxes, rootKey),
    get keys() {
      return keys();
    },
  };
}

/** That of this browser. */
export const thisBrowser = () => new Unlocked(browserStore(UNLOCKED), location.host, () => Date.now());

/** The session of this page. @returns {Session} */
export function sessionOfPage() {
  const { viewer = '', session = '' } = document.body.dataset;
  return { viewer, marker: session };
}

/** The keys of whoever is signed in on this page, if they are unlocked. */
export const unlocked = () => thisBrowser().of(sessionOfPage());
