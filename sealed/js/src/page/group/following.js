// The log, followed: each entry is verified once, in slices; what came of it is kept.

import { equal, toHex } from '../../bytes.js';
import { decodeEntry, entryHash } from '../../log/entry.js';
import { fold } from '../../log/fold.js';
import { TYPE, decodePayload } from '../../log/payload.js';
import { idOfCard, decodeCard } from '../../identity.js';
import { entriesAhead } from './native_loader.js';

/** @import { Refusal } from '../../log/fold.js' */
/** @import { State } from '../../log/state.js' */
/** @import { GroupServer } from './server.js' */

/** @typedef {() => Promise<void>} Pause */
/** @typedef {{ state: State, refusal: Refusal | null, rest: Uint8Array[] }} Followed `rest`: entries whose batch is not there as a whole */
/** @typedef {{ seq: number, old: string, iid: string, by: string }} Rekeyed somebody goes on under another key */

/** Entries that are folded at once: a signature takes some milliseconds. */
const SLICE = 4;
/** So many entries are kept as they came, to be given back to a server that lost them. */
export const MOST_RAW = 2_000;

/**
 * @param {State | Uint8Array} from
 * @param {State} before the same as a state
 * @param {Uint8Array[]} entries
 * @param {Pause} pause
 * @param {(done: number) => void} step how many entries were verified
 * @returns {Promise<Followed>}
 */
export async function foldSlowly(from, before, entries, pause, step) {
  await entriesAhead(before, entries);
  let [state, at, size] = [before, 0, SLICE];
  /** @type {State | Uint8Array} */
  let base = from;
  while (at < entries.length) {
    await pause();
    const folded = fold(base, entries.slice(at, at + size));
    const isOpen = folded.refusal?.why === 'epoch-missing';
    if (isOpen && at + size < entries.length) {
      // A batch counts as a whole: it is verified with what follows.
      size *= 2;
      continue;
    }
    if (folded.refusal) {
      const rest = isOpen ? entries.slice(at + folded.state.next - state.next) : [];
      return { ...folded, rest };
    }
    at += size;
    size = SLICE;
    state = folded.state;
    base = state;
    step(Math.min(at, entries.length));
  }
  return { state, refusal: null, rest: [] };
}

/**
 * Rekeyings in folded entries: who goes on under another key.
 * @param {Uint8Array[]} entries
 */
export function rekeysIn(entries) {
  /** @type {Rekeyed[]} */
  const found = [];
  for (const entry of entries.map(decodeEntry)) {
    if (entry.type !== TYPE.rekey) continue;
    const payload = decodePayload(entry.type, entry.payload);
    if (payload.type !== TYPE.rekey) continue;
    const iid = toHex(idOfCard(decodeCard(payload.card)));
    found.push({ seq: entry.seq, old: toHex(payload.old), iid, by: toHex(entry.actor) });
  }
  return found;
}

/**
 * Whether clocks of entries are beyond belief: more than a day ahead, or an hour before the one before (R6). Order goes by number.
 * @param {Uint8Array[]} entries
 * @param {number} now
 */
export function hasOddTime(entries, now) {
  const [DAY, HOUR] = [86_400_000, 3_600_000];
  const times = entries.map((bytes) => decodeEntry(bytes).time);
  return times.some((time, at) => time > now + DAY || time < (times[at - 1] ?? 0) - HOUR);
}

/**
 * The log of a server that ends before ours; undefined where it is another one.
 * @param {GroupServer} server
 * @param {State} state
 */
export async function beginningThere(server, state) {
  /** @type {Uint8Array[]} */
  const found = [];
  for (;;) {
    const { entries } = await server.log(found.length - 1);
    if (entries.length === 0) return found;
    for (const bytes of entries) {
      const own = state.hashes[found.length];
      if (!own || !equal(own, entryHash(bytes))) return undefined;
      found.push(bytes);
    }
  }
}
