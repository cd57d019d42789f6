// Reads the page again when something has happened there, as soon as nothing is in the way. What is said in a room comes before that, by
// itself (`room_news.js`).

import { bringUpToDate } from '../parts/renewal.js';
import { holdPlace } from '../parts/place.js';
import { isInUse, isMarked } from '../fields.js';
import { takeToken } from '../session.js';
import { GONE, ask, main, pageIn, say, status, viewer } from '../this_page.js';
import { newsSince, saidHere } from './news.js';
import { addNews, newsAddress, readNews } from './room_news.js';
import { hold, sayStale, standing } from './freshness.js';
import { address } from './topic.js';
import { entitle } from './unread.js';

/** A form that brought no other page within this time brings none. */
const LEAVING_MS = 5_000;
/** Several changes within this time are one look. */
const SOON_MS = 150;
/** Where what was said stands there already, the page is read again after this time, up to twice it: not by all of them at once. */
const REST_MS = 2_000;

/**
 * The page as it is now, if it is still one that hears of the same changes.
 * @param {string} href
 */
async function pageAt(href) {
  const answer = await ask(href);
  // A page that is asked too often answers later; another page in its place would have other tasks.
  if (answer.status >= 500 || answer.status === 429) throw new Error('there is no answer now');
  if (!answer.ok) {
    // Not for this viewer any more. A form that was refused stands at an address that is no page: it stays.
    const isGone = href === location.href && GONE.includes(answer.status);
    if (isGone && !main.querySelector('[role="alert"]') && !isInUse(main)) location.reload();
    return null;
  }
  const fresh = await pageIn(answer);
  // A page for somebody else, or for nobody, never goes into this one.
  const isSame = (fresh.body.dataset.viewer ?? '') === (viewer ?? '') && fresh.getElementById('main')?.dataset.live === address;
  if (isSame) takeToken(fresh);
  return isSame ? fresh : null;
}

/** A page that its viewer may not read any more goes; what somebody is writing stays where it is. */
export async function leaveIfGone() {
  const answer = await ask(location.href);
  if (GONE.includes(answer.status) && !isInUse(main)) location.reload();
}

let pending = 0;
let rest = 0;
/** The looks at the whole page that are under way. */
let looks = 0;
let isAsking = false;
let hasMore = false;
// A part was in use when it changed: it is looked at again once it is left.
let later = false;
// Nothing moves under a finger that presses, nor on a page whose form is on its way to the server.
let pressed = false;
let leaving = false;

/** Whether the page has to stay as it is for a moment; it is looked at again then. */
function mustWait() {
  later = pressed || leaving;
  if (later) hold(true);
  return later;
}

/** @param {boolean} isRest Whether what was said stands there already. */
async function refresh(isRest) {
  if (mustWait()) return;
  const begun = Date.now();
  const { href } = location;
  const own = await pageAt(href);
  // The page has another address by now, such as that with boxes: this answer would take them away.
  if (href !== location.href) {
    soon();
    return;
  }
  // A form that was refused stands at an address of its own; its page may be another one.
  const fresh = own ?? (await pageAt(address.replace(/\/live$/, '')));
  if (mustWait()) return;
  if (!fresh) {
    hold(true);
    return;
  }
  entitle(own?.title);
  const known = saidHere();
  const settle = holdPlace();
  const { changed, left, held } = bringUpToDate(fresh);
  settle();
  later = left;
  hold(held);
  if (!held) standing.asOf = Math.max(standing.asOf, begun);
  standing.isBehind = false;
  if (changed) {
    const news = newsSince(known);
    if (news) say(news);
    else if (!isRest) status.textContent = status.dataset.text ?? '';
  }
  // Content beside the parts may have changed all the same.
  document.dispatchEvent(new Event('pursuance:renewed'));
  sayStale();
}

/** @param {boolean} isRest Whether what was said stands there already. */
function look(isRest) {
  clearTimeout(rest);
  [pending, rest] = [0, 0];
  looks += 1;
  refresh(isRest)
    .catch(() => {
      standing.isBehind = true;
      sayStale();
      soon(10_000);
    })
    .finally(() => {
      looks -= 1;
    });
}

/** Reads the page again soon; several changes at once are one look. */
export function soon(delay = SOON_MS) {
  if (!address || pending) return;
  pending = setTimeout(() => look(false), delay);
}

/** Reads the rest of the page later; a look that comes before that shows it, too. */
function restLater() {
  rest ||= setTimeout(() => {
    rest = 0;
    if (!pending) look(true);
  }, REST_MS * (1 + Math.random()));
}

/** Brings what was said, until nothing more has happened; where that is not all that has, the page is read again soon. */
async function bring() {
  do {
    hasMore = false;
    const { href } = location;
    const news = await readNews(newsAddress());
    // A look at the whole page that has begun meanwhile shows them, too.
    if (news.length === 0 || href !== location.href || looks > 0) {
      soon();
      return;
    }
    if (mustWait()) return;
    addNews(news);
  } while (hasMore);
  restLater();
}

/** Something has happened here: what was said comes at once, and everything else soon. */
export function happened() {
  hasMore = isAsking;
  if (isAsking) return;
  if (pending || looks > 0 || !newsAddress()) {
    soon();
    return;
  }
  isAsking = true;
  bring()
    .catch(() => soon())
    .finally(() => {
      isAsking = false;
    });
}

/** Looks again at what had to wait. */
const again = () => {
  if (later) soon();
};

/** A page from the browser's memory has no form on its way. */
export function stay() {
  leaving = false;
}

/** Hears when what was in the way no longer is. */
export function hearWaits() {
  addEventListener('focusout', again);
  document.addEventListener('selectionchange', () => {
    if (later && !isMarked(main)) soon(1_000);
  });
  addEventListener('pointerdown', () => {
    pressed = true;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => {
      pressed = false;
      again();
    });
  }
  // A form that a script has sent is on its way no more, and no event tells of it.
  document.addEventListener('pursuance:told', () => {
    leaving = false;
    soon();
  });
  addEventListener('submit', () => {
    leaving = true;
    // Where no other page came, this one is still read.
    setTimeout(() => {
      leaving = false;
      again();
    }, LEAVING_MS);
  });
}
