// Waiting lines of the outline outlive the session and the page they were typed in. A line that waits is kept in this browser, for the person
// who wrote it alone, until it is sent. It has a key, by which the server knows it when it comes twice. The tab that has it holds a lock of the
// browser; another one takes it over once that tab is gone.

import { KEPT_LINE } from '../drafts.js';
import { hearSignedIn, signedOut } from '../session.js';

/**
 * A line as it is kept: the task above it by its number, or by the key of what waits, too.
 * @typedef {{ key: string, at: number, title: string, level: number, base: string, above: Above | null, fields: string, isList: boolean }} Line
 */
/** @typedef {{ number: number | null, key: string | null, title: string }} Above */
/** @typedef {Line & { order: number, tab: string }} Kept */

/** How many lines of one person are kept at most, how many characters all of them have, and for how long. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 300_000;
const LINES_MS = 30 * 86_400_000;

/** A name that nothing else has. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads the lines that are kept in this browser under names that begin so. A line that is too old is dropped.
 * @param {string} prefix
 */
function linesUnder(prefix) {
  /** @type {{ name: string, line: Kept }[]} */
  const found = [];
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(KEPT_LINE))) {
    /** @type {Kept | null} */
    let line = null;
    try {
      line = JSON.parse(localStorage.getItem(name) ?? '');
    } catch {
      // Nothing of ours.
    }
    if (!line || !(line.at > Date.now() - LINES_MS)) localStorage.removeItem(name);
    else if (name.startsWith(prefix)) found.push({ name, line });
  }
  return found;
}

/**
 * The lines of one person that wait in one pursuance, as this tab keeps them. A browser that stores nothing keeps none.
 * @param {string} person
 * @param {string} place
 */
export function keepLines(person, place) {
  const ofPerson = `${KEPT_LINE}${person} `;
  const ofPlace = `${ofPerson}${place} `;
  /** @param {string} tab */
  const lockOf = (tab) => `lines of ${tab}`;
  const tab = newKey();
  /** @type {Set<string>} */
  const watched = new Set();
  let page = new AbortController();
  let isForgotten = false;

  /** Holds the lock of this tab, until the page is left. */
  function open() {
    page = new AbortController();
    watched.clear();
    const { signal } = page;
    const closed = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    navigator.locks?.request(lockOf(tab), { signal }, () => closed).catch(() => {});
  }

  /**
   * Keeps these lines and no others of this tab. The keys of those that are kept.
   * @param {Line[]} lines
   */
  function keep(lines) {
    /** @type {Set<string>} */
    const kept = new Set();
    if (isForgotten) return kept;
    try {
      const names = new Map(lines.map((line, order) => [ofPlace + line.key, JSON.stringify({ ...line, order, tab })]));
      let [count, size] = [0, 0];
      for (const { name, line } of linesUnder(ofPerson)) {
        if (names.has(name)) continue;
        if (line.tab === tab && name.startsWith(ofPlace)) localStorage.removeItem(name);
        else [count, size] = [count + 1, size + (localStorage.getItem(name)?.length ?? 0)];
      }
      for (const [name, text] of names) {
        const isTooMuch = count + 1 > MOST_LINES || size + text.length > MOST_CHARACTERS;
        if (isTooMuch) localStorage.removeItem(name);
        else {
          localStorage.setItem(name, text);
          [count, size] = [count + 1, size + text.length];
          kept.add(name.slice(ofPlace.length));
        }
      }
    } catch {
      // It has no room, or stores nothing: what waits is there as long as the page.
    }
    return kept;
  }

  /** The keys of the lines that this tab keeps. */
  function own() {
    try {
      return new Set(linesUnder(ofPlace).filter(({ line }) => line.tab === tab).map(({ line }) => line.key));
    } catch {
      return new Set();
    }
  }

  /**
   * Takes the lines of tabs that are gone.
   * @param {(tab: string) => boolean} isFree
   */
  function take(isFree) {
    const free = linesUnder(ofPlace).filter(({ line }) => line.tab !== tab && isFree(line.tab));
    for (const { name, line } of free) localStorage.setItem(name, JSON.stringify({ ...line, tab }));
    return free.map(({ line }) => line).sort((a, b) => a.at - b.at || a.order - b.order);
  }

  /**
   * Takes over the lines that no open tab has. `again` is called when a tab that has some is gone.
   * @param {() => void} again
   * @returns {Promise<Line[]>}
   */
  async function claim(again) {
    try {
      // Without locks two tabs may have the same line: the server adds it once all the same.
      if (!navigator.locks) return take(() => true);
      return await navigator.locks.request('lines', async () => {
        const { held } = await navigator.locks.query();
        const open = new Set(held?.map((lock) => lock.name));
        const taken = take((other) => !open.has(lockOf(other)));
        for (const { line } of linesUnder(ofPlace)) {
          if (line.tab === tab || watched.has(line.tab)) continue;
          watched.add(line.tab);
          const { signal } = page;
          navigator.locks
            .request(lockOf(line.tab), { signal }, () => {})
            .then(again)
            .catch(() => {});
        }
        return taken;
      });
    } catch {
      return [];
    }
  }

  /** The person is signed in again. */
  function remember() {
    isForgotten = false;
  }

  // A person who signs out leaves nothing behind, in any tab.
  signedOut()?.addEventListener('message', ({ data }) => {
    if (data === person) isForgotten = true;
  });
  hearSignedIn(remember);
  addEventListener('pagehide', () => page.abort());
  open();
  return { keep, own, claim, open, remember };
}
