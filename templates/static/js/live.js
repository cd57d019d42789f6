// Keeps open pages up to date. All tabs of a browser share one stream: one of them holds it (a lock of the browser says which) and
// passes on what it hears; when that tab is closed, or is held up and answers nothing, the next one goes on from the last numbers. A
// browser that cannot do that has a stream for each page. `parts/renewal.js` replaces the parts of a page; here is when.
//
// * A page with `data-live` is read again when something has happened there, and says so when it may be out of date.
// * The number beside the bell, the title and the icon carry how many notices are unread.

import { hear, numbers } from './live/hearing.js';
import { hearWaits, soon, stay } from './live/reading.js';
import { hearReload, sayStale, standing } from './live/freshness.js';
import { connect, isSilent, isThere, lose, name, post, reconnect, regroupSoon, release, revive, shares, tabs, welcome } from './live/stream.js';
import { address, bells, topic } from './live/topic.js';
import { showUnread, unreadCount } from './live/unread.js';
import { hearSignedIn, signedOut } from './session.js';
import { isFromBefore, viewer } from './this_page.js';

/** So often it is looked whether something was heard. */
const CHECK_MS = 5_000;
/** The tab that holds the stream answers within this time, or it is held up: by a window of the browser, or because it hangs. */
const ANSWER_MS = 3_000;

let checkTimer = 0;
let askTimer = 0;
/** @type {(() => void) | null} */
let leave = null;
/** @type {() => void} */
let take = () => {};

/** Says what this tab follows; where nobody answers, it takes the stream. */
function want() {
  if (!tabs.channel) return;
  post({ kind: 'want', topic, number: numbers.get(topic) });
  askTimer ||= setTimeout(() => take(), ANSWER_MS * (1 + Math.random()));
}

function answered() {
  clearTimeout(askTimer);
  askTimer = 0;
  tabs.heardAt = Date.now();
}

/** A tab that holds the stream, and says nothing for long, is asked. */
function check() {
  if (tabs.leads) revive();
  else if (isSilent()) want();
}

function lead() {
  answered();
  tabs.leads = true;
  // The other tabs say how far they have heard, before the stream goes on from there.
  post({ kind: 'who' });
  regroupSoon(tabs.channel ? 100 : 0);
}

/** Another tab has taken the stream. */
function follow() {
  release();
  want();
}

/**
 * Hears another tab.
 * @param {import('./live/topic.js').Said | import('./live/topic.js').Asked} data
 */
function hearTab(data) {
  if (data.kind === 'want') welcome(data);
  else if (data.kind === 'left') {
    // There may be a place for another topic, once its lock is given back.
    if (tabs.leads) regroupSoon(500);
  } else if (!tabs.leads) {
    answered();
    if (data.kind === 'who') want();
    else if (data.kind !== 'here') hear(data);
  }
}

/** Waits for its turn to hold the stream, and says what this tab follows. */
function queueUp() {
  const gone = new AbortController();
  const { signal } = gone;
  /** @type {Promise<void>} */
  const released = new Promise((resolve) => {
    leave = () => {
      gone.abort();
      resolve();
    };
  });
  /**
   * @param {string} lock
   * @param {LockOptions} options
   * @param {() => void} act
   */
  const request = (lock, options, act) =>
    navigator.locks.request(lock, options, () => {
      if (!signal.aborted) act();
      return released;
    });
  /** @returns {Promise<unknown>} */
  const queue = () =>
    request(name, { signal }, lead).catch(() => {
      if (signal.aborted) return;
      follow();
      queue();
    });
  take = () => {
    hear({ kind: 'lost', since: tabs.heardAt, isFound: true });
    // Its place in the queue it keeps meanwhile.
    request(name, { steal: true }, lead).catch(() => {
      if (!signal.aborted) follow();
    });
  };
  // A lock tells which topic this tab follows: it goes with the tab, however that ends.
  if (topic) request(`${name} on ${topic}`, { mode: 'shared', signal }, want).catch(() => {});
  else want();
  queue();
}

/** Takes part in the stream of this browser. */
function join() {
  if (leave) return;
  tabs.heardAt = Date.now();
  checkTimer = setInterval(check, CHECK_MS);
  if (!shares) {
    leave = () => {};
    lead();
    return;
  }
  tabs.channel = new BroadcastChannel(name);
  tabs.channel.addEventListener('message', ({ data }) => hearTab(data));
  queueUp();
}

function part() {
  if (!tabs.leads) post({ kind: 'left' });
  leave?.();
  leave = null;
  clearTimeout(askTimer);
  askTimer = 0;
  clearInterval(checkTimer);
  release();
  tabs.channel?.close();
  tabs.channel = null;
}

/** Somebody looks again, or the network is back. */
function wake() {
  if (!leave) return join();
  if (!tabs.leads) return want();
  return isThere() ? revive() : reconnect();
}

/** The person of this page is signed in again, here or in another tab. */
function goOn() {
  if (!standing.isOther) return;
  standing.isOther = false;
  sayStale();
  wake();
  soon(0);
}

/** Keeps this page up to date, where there is something to hear. */
export function keepLive() {
  if (!('EventSource' in window) || (!address && bells.length === 0)) return;
  if (bells.length > 0) showUnread(unreadCount());
  hearReload();
  if (address) hearWaits();
  join();
  if (isFromBefore()) soon(0);
  addEventListener('online', wake);
  addEventListener('offline', () => {
    if (tabs.leads && isThere()) lose();
  });
  document.addEventListener('visibilitychange', () => {
    // Without a shared stream each page has a connection, of which a browser has few: one that only counts is given back.
    if (!shares && !address && document.visibilityState === 'hidden') part();
    else if (document.visibilityState === 'visible') wake();
  });
  addEventListener('signed-in', goOn);
  hearSignedIn(goOn);
  // A sign-out in another tab: the stream says whether that is so.
  if (viewer) {
    signedOut()?.addEventListener('message', () => {
      if (tabs.leads) connect();
    });
  }
  addEventListener('pagehide', part);
  // "Back" shows a page as it was left: what happened meanwhile was not heard.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    stay();
    join();
    soon(0);
  });
}
