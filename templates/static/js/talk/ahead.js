// A room or a discussion in a list or among the tabs is asked for once somebody points at it. The browser keeps the answer for ten seconds,
// as the server says, and shows it at once; such a page is then read again (`live.js`), and what comes takes its place in the browser: nothing
// old stays, also where a form leads back to it. Asking says nothing of what was read: that is sent by a page that is seen (`read_marks.js`).

import { closestAs } from '../dom.js';
import { GONE } from '../this_page.js';
import { isRoom, isTalk } from './open_talks.js';

/** A pointer that only passes by points at nothing. */
const POINTS_MS = 60;
/** An answer is asked for again after this time. */
const FRESH_MS = 10_000;
/** So many at the same time, and so many in a minute. */
const AT_ONCE = 2;
const IN_A_MINUTE = 20;

/**
 * The address behind a link, if it is one to ask for.
 * @param {EventTarget | null} target
 */
function addressAt(target) {
  const link = closestAs(HTMLAnchorElement, target, 'a[href]');
  const isListed = link?.closest('.talks, .rows') && link.origin === location.origin && link.pathname !== location.pathname;
  if (!link || !isListed) return null;
  const isOne = isRoom(link.pathname) || (isTalk(link.pathname) && (link.hash === '#discussion' || link.closest('.talks')));
  return isOne ? `${link.pathname}${link.search}` : null;
}

/** @returns {boolean} Whether the person asked to load as little as possible. */
function isSaving() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  return connection?.saveData === true;
}

/**
 * Asks for what somebody points at.
 * @param {(path: string) => void} leave Is told of a page that is not for this viewer any more.
 */
export function fetchAhead(leave) {
  /** @type {Map<string, number>} */
  const asked = new Map();
  let underWay = 0;
  let timer = 0;

  /** @param {string} address */
  async function fetchOne(address) {
    const now = Date.now();
    for (const [one, at] of asked) if (at < now - 60_000) asked.delete(one);
    const isFresh = (asked.get(address) ?? 0) > now - FRESH_MS;
    if (isFresh || underWay >= AT_ONCE || asked.size >= IN_A_MINUTE) return;
    asked.set(address, now);
    underWay += 1;
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html', 'pursuance-ahead': 'yes' } });
      if (GONE.includes(answer.status)) leave(new URL(address, location.href).pathname);
      // An answer that is not read to its end is not kept.
      await answer.arrayBuffer();
    } catch {
      asked.delete(address);
    } finally {
      underWay -= 1;
    }
  }

  /**
   * @param {Event} event
   * @param {number} delay
   */
  function soon({ target }, delay) {
    clearTimeout(timer);
    const address = addressAt(target);
    if (address) timer = setTimeout(() => fetchOne(address), delay);
  }

  if (isSaving()) return;
  document.addEventListener('pointerover', (event) => soon(event, event.pointerType === 'touch' ? 0 : POINTS_MS));
  document.addEventListener('focusin', (event) => soon(event, POINTS_MS));
  document.addEventListener('touchstart', (event) => soon(event, 0), { passive: true });
}
