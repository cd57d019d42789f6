// Whether the page is up to date; where it may not be, it says so.

import { as, find } from '../dom.js';
import { main } from '../this_page.js';
import { address } from './topic.js';

/** So long a connection may be gone before the page says so. */
const LOST_MS = 5_000;
/** After a long silence it says so sooner: only a new connection that is there at once is quicker. */
const FOUND_MS = 1_500;

const bar = find('.stale', main);

export const standing = {
  /** The last moment at which the page was as it is on the server. */
  asOf: Date.now(),
  isLost: false,
  isBehind: false,
  hasEnded: false,
  /** Nobody is signed in any more, or it is somebody else. */
  isOther: false,
  /** The stream has no place for this page. */
  isLeftOut: false,
  /** There is something new that this page does not show: by itself it never does, or what somebody writes is in the way. */
  hasNews: false,
};
let lostTimer = 0;
let newsTimer = 0;

/** Nothing is known that this page does not show. */
export function noteCertain() {
  const { isLost, isBehind, hasEnded, isOther, isLeftOut, hasNews } = standing;
  if (address && !(isLost || isBehind || hasEnded || isOther || isLeftOut || hasNews || newsTimer)) standing.asOf = Date.now();
}

/** Returns the fault of the page; nothing where it is up to date. */
function fault() {
  const { isLost, isBehind, hasEnded, isOther, isLeftOut, hasNews } = standing;
  if (hasEnded || isOther || isLeftOut) return 'ended';
  if (isLost || isBehind) return 'lost';
  return hasNews ? 'new' : '';
}

/** Says whether the page may be out of date. */
export function sayStale() {
  const says = as(HTMLElement, bar?.firstElementChild);
  if (!bar || !says) return;
  const words = says.dataset[fault()];
  if (words !== undefined) {
    const { zone, hours } = bar.dataset;
    /** @type {Intl.DateTimeFormatOptions} */
    const style = { hour: 'numeric', minute: '2-digit', timeZone: zone, hour12: hours === '12' };
    const time = new Intl.DateTimeFormat(document.documentElement.lang, style).format(standing.asOf);
    const said = words.replace('{time}', time);
    if (says.textContent !== said) says.textContent = said;
  }
  bar.hidden = words === undefined;
}

/**
 * Something new cannot be shown now, or can again: where it has to wait for long, the page says so.
 * @param {boolean} isHeld
 */
export function hold(isHeld) {
  if (isHeld) {
    newsTimer ||= setTimeout(() => {
      standing.hasNews = true;
      sayStale();
    }, LOST_MS);
    return;
  }
  clearTimeout(newsTimer);
  newsTimer = 0;
  standing.hasNews = false;
}

/**
 * The connection is gone; whoever looks after a long silence hears it sooner.
 * @param {boolean | undefined} isFound
 */
export function noteLost(isFound) {
  lostTimer ||= setTimeout(() => {
    standing.isLost = true;
    sayStale();
  }, isFound ? FOUND_MS : LOST_MS);
}

/** The connection is there. */
export function noteFound() {
  standing.isLost = false;
  clearTimeout(lostTimer);
  lostTimer = 0;
}

/** Lets the button beside what is said read the page again. */
export function hearReload() {
  bar?.querySelector('button')?.addEventListener('click', () => location.reload());
}
