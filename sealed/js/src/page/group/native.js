// Many signatures at once, by the browser itself: it takes a twentieth of the time. What it finds good need not be computed again when the
// log is folded and revisions are judged; all else is decided there, as in a browser that has no Ed25519.

import { fromHex, toHex, utf8 } from '../../bytes.js';
import { SealedError } from '../../error.js';
import { frame } from '../../frame.js';
import { decodeCard, idOfCard } from '../../identity.js';
import { decodeEntry } from '../../log/entry.js';
import { decodePayload } from '../../log/payload.js';
import { decodeRevision } from '../../revision.js';
import { SIGNATURE, noteGood } from '../../sign.js';

/** @import { State } from '../../log/state.js' */

/** @typedef {{ key: Uint8Array, label: string, bytes: Uint8Array }} Signed bytes whose last 64 are the signature of all before */

const ALGORITHM = 'Ed25519';

/** Probe of a browser: its answers to a key and three signatures, of which libraries accept too many (docs/sealed.md §3.5). */
const KEY = 'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c';
const R = 'd9d87e5230ccd94e998e33c3f1c6581bad88169d1df3f71b160bf479f95c843e';
const GOOD = `${R}83d0dc37c12809d7ed5040924fafa67129dbdd18163560ac997b941a86c3f204`;
const BAD = [
  // Beyond the order of the group.
  `${R}70a4d294db8b1b2fc4ed37352ea9858629dbdd18163560ac997b941a86c3f214`,
  // With a point of small order in R.
  '1dd960b291c53514fece1341fc0dcd8a648b3934c2c533666f737a654ff1e1bfc7fde82a0f3272c3e7c915361b935763d8b7ea539db39dae4a631da58d45e601',
];

/** @param {Uint8Array} bytes */
const whole = (bytes) => new Uint8Array(bytes);

/** @param {Uint8Array} key */
const imported = (key) => crypto.subtle.importKey('raw', whole(key), ALGORITHM, false, ['verify']);

/**
 * @param {CryptoKey} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
const verified = (key, message, signature) => crypto.subtle.verify(ALGORITHM, key, whole(signature), whole(message));

/** Whether this browser decides as all implementations have to. */
async function isRight() {
  try {
    const key = await imported(fromHex(KEY));
    const says = (/** @type {string} */ signature) => verified(key, utf8('a message'), fromHex(signature));
    return (await says(GOOD)) && !(await Promise.all(BAD.map(says))).includes(true);
  } catch {
    // It has none, or the page came without TLS.
    return false;
  }
}

/** @type {Promise<boolean> | undefined} */
let right;

/** @param {Signed[]} all */
async function verifyAhead(all) {
  right ??= isRight();
  if (!(await right)) return;
  /** @type {Map<string, Promise<CryptoKey>>} */
  const keys = new Map();
  const one = async (/** @type {Signed} */ { key, label, bytes }) => {
    const id = toHex(key);
    const known = keys.get(id) ?? imported(key);
    keys.set(id, known);
    const end = bytes.length - SIGNATURE;
    const [message, signature] = [frame(label, bytes.slice(0, end)), bytes.slice(end)];
    if (await verified(await known, message, signature)) noteGood(key, message, signature);
  };
  // A key that is none is refused where it is looked at.
  await Promise.allSettled(all.map(one));
}

/**
 * Returns the parts that can be read; nothing for the others, which other code names.
 * @template T
 * @param {() => T[]} read
 */
function readable(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof SealedError) return [];
    throw error;
  }
}

/**
 * @param {State} state
 * @param {Uint8Array[]} revisions
 */
export async function revisionsAhead(state, revisions) {
  const signed = (/** @type {Uint8Array} */ bytes) => {
    const card = state.cards.get(toHex(decodeRevision(bytes).actor));
    return card ? [{ key: card.edKey, label: 'rev', bytes }] : [];
  };
  await verifyAhead(revisions.flatMap((bytes) => readable(() => signed(bytes))));
}

/**
 * @param {State} state before them
 * @param {Uint8Array[]} entries
 */
export async function entriesAhead(state, entries) {
  const keys = new Map([...state.cards].map(([id, card]) => [id, card.edKey]));
  const signed = (/** @type {Uint8Array} */ bytes) => {
    const { type, payload, actor } = decodeEntry(bytes);
    const said = decodePayload(type, payload);
    /** @type {Signed[]} */
    const found = [];
    if ('card' in said) {
      const card = decodeCard(said.card);
      keys.set(toHex(idOfCard(card)), card.edKey);
      found.push({ key: card.edKey, label: 'card', bytes: said.card });
    }
    const key = keys.get(toHex(actor));
    return key ? [...found, { key, label: 'log', bytes }] : found;
  };
  await verifyAhead(entries.flatMap((bytes) => readable(() => signed(bytes))));
}
