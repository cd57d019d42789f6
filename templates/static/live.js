// Keeps open pages up to date. All tabs of a browser share one stream: one of them holds it (a lock of the browser says which) and
// passes on what it hears; when that tab is closed, or is held up and answers nothing, the next one goes on from the last numbers. A
// browser that cannot do that has a stream for each page. `app.js` replaces the parts of a page; here is when.
//
// * A page with `data-live` is read again when something has happened there, and says so when it may be out of date.
// * The number beside the bell, the title and the icon carry how many notices are unread.

'use strict';

(() => {
  const root = document.documentElement;
  const viewer = document.body.dataset.viewer ?? '';
  const address = main?.dataset.live ?? '';
  const bells = document.querySelectorAll('[data-unread]');
  const isInbox = address === '/inbox/live';
  /** What this page follows, as the stream names it: `bees`, `bees/12`, or nothing. */
  const topic = address.match(/^\/p\/([^/]+)(?:\/t\/(\d+))?\/live$/)?.slice(1).filter(Boolean).join('/') ?? '';
  if (!('EventSource' in window) || (!address && bells.length === 0)) return;

  const shares = Boolean(navigator.locks) && 'BroadcastChannel' in window;
  /** Another person in the same browser has another name: nothing of one reaches the pages of the other. */
  const name = `live ${viewer}`;

  /** The server says at least every 15 seconds that it is there. */
  const SILENCE_MS = 40_000;
  /** So often this is looked at. */
  const CHECK_MS = 5_000;
  /** The tab that holds the stream answers within this time, or it is held up: by a window of the browser, or because it hangs. */
  const ANSWER_MS = 3_000;
  /** So long a connection may be gone before the page says so. */
  const LOST_MS = 5_000;
  /** After a long silence it says so sooner: only a new connection that is there at once is quicker. */
  const FOUND_MS = 1_500;
  /** After so long a gap the page is read again whatever the numbers say: some changes have none. */
  const GAP_MS = 30_000;
  /** As many topics as one stream carries. */
  const TOPICS = 20;
  /** An event may be a little older than the page that does not show it. */
  const LATE_MS = 2_000;

  // How many notices are unread.

  /** From here on the server says "so many or more". */
  const COUNTED = 100;
  let title = document.title;
  const icon = document.querySelector('link[rel="icon"]');
  const shown = bells[0]?.firstElementChild.textContent ?? '';
  let unread = shown.endsWith('+') ? COUNTED : Number(shown);

  const countText = () => (unread >= COUNTED ? `${COUNTED - 1}+` : String(unread));

  function entitle() {
    document.title = unread === 0 ? title : `(${countText()}) ${title}`;
  }

  function show(count) {
    unread = count;
    for (const bell of bells) {
      bell.hidden = count === 0;
      bell.firstElementChild.textContent = countText();
    }
    entitle();
    const other = count === 0 ? '/static/icon.svg' : '/static/icon-unread.svg';
    if (icon && icon.getAttribute('href') !== other) icon.setAttribute('href', other);
    const badge = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
    badge?.catch(() => {});
  }

  if (bells.length > 0) show(unread);

  // Whether the page is up to date.

  const bar = main?.querySelector('.stale');
  /** The last moment at which the page was as it is on the server. */
  let asOf = Date.now();
  let isLost = false;
  let isBehind = false;
  let hasEnded = false;
  /** Nobody is signed in any more, or it is somebody else. */
  let isOther = false;
  /** The stream has no place for this page. */
  let isLeftOut = false;
  /** There is something new that this page does not show: by itself it never does, or what somebody writes is in the way. */
  let hasNews = false;
  let lostTimer = 0;
  let newsTimer = 0;

  const isCertain = () => address && !(isLost || isBehind || hasEnded || isOther || isLeftOut || hasNews || newsTimer);

  /** Says whether the page may be out of date. */
  function sayStale() {
    if (!bar) return;
    const { dataset } = bar.firstElementChild;
    const kind = hasEnded || isOther || isLeftOut ? 'ended' : isLost || isBehind ? 'lost' : hasNews ? 'new' : '';
    const isStale = kind in dataset;
    if (isStale) {
      const { zone, hours } = bar.dataset;
      const style = { hour: 'numeric', minute: '2-digit', timeZone: zone, hour12: hours === '12' };
      const time = new Intl.DateTimeFormat(root.lang, style).format(asOf);
      const said = dataset[kind].replace('{time}', time);
      if (bar.firstElementChild.textContent !== said) bar.firstElementChild.textContent = said;
    }
    bar.hidden = !isStale;
  }

  bar?.querySelector('button').addEventListener('click', () => location.reload());

  /** Something new cannot be shown now, or can again: where it has to wait for long, the page says so. */
  function hold(isHeld) {
    if (isHeld) {
      newsTimer ||= setTimeout(() => {
        hasNews = true;
        sayStale();
      }, LOST_MS);
      return;
    }
    clearTimeout(newsTimer);
    newsTimer = 0;
    hasNews = false;
  }

  // Reading the page again.

  /** The answers for a page that is not for this viewer any more, or is put away. */
  const GONE = [403, 404, 410];
  /** A form that brought no other page within this time brings none. */
  const LEAVING_MS = 5_000;

  const read = (href) => fetch(href, { headers: { accept: 'text/html' } });

  /** The page as it is now, if it is still one that hears of the same changes. */
  async function pageAt(href) {
    const answer = await read(href);
    // What is asked too often has its answer later; another page in its place would have other tasks.
    if (answer.status >= 500 || answer.status === 429) throw new Error('there is no answer now');
    if (!answer.ok) {
      // Not for this viewer any more. A form that was refused stands at an address that is no page: it stays.
      const isGone = href === location.href && GONE.includes(answer.status);
      if (isGone && !main.querySelector('[role="alert"]') && !isInUse(main)) location.reload();
      return null;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A page for somebody else, or for nobody, never goes into this one.
    const isSame = (fresh.body.dataset.viewer ?? '') === viewer && fresh.getElementById('main')?.dataset.live === address;
    if (isSame) takeToken(fresh);
    return isSame ? fresh : null;
  }

  /** A page that its viewer may not read any more goes; what somebody is writing stays where it is. */
  async function leaveIfGone() {
    const answer = await read(location.href);
    if (GONE.includes(answer.status) && !isInUse(main)) location.reload();
  }

  let pending = 0;
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

  async function refresh() {
    if (mustWait()) return;
    const begun = Date.now();
    const own = await pageAt(location.href);
    // A form that was refused stands at an address of its own; its page may be another one.
    const fresh = own ?? (await pageAt(address.replace(/\/live$/, '')));
    if (mustWait()) return;
    if (!fresh) {
      hold(true);
      return;
    }
    if (own) title = own.title;
    entitle();
    const settle = holdPlace();
    const { changed, left, held } = bringUpToDate(fresh);
    settle();
    later = left;
    hold(held);
    if (!held) asOf = Math.max(asOf, begun);
    isBehind = false;
    if (changed) {
      const status = document.getElementById('live-status');
      status.textContent = status.dataset.text;
    }
    sayStale();
  }

  /** Reads the page again soon; several changes at once are one look. */
  function soon(delay = 150) {
    if (!address || pending) return;
    pending = setTimeout(() => {
      pending = 0;
      refresh().catch(() => {
        isBehind = true;
        sayStale();
        soon(10_000);
      });
    }, delay);
  }

  const again = () => {
    if (later) soon();
  };

  // What this page hears of, from its own stream or from that of another tab.

  /** The last number that is known of each topic. */
  const numbers = new Map();
  let gapSince = 0;

  function hear(said) {
    const known = numbers.get(said.topic) ?? 0;
    const isKnown = said.number > 0 && said.number <= known;
    if (said.number) numbers.set(said.topic, Math.max(said.number, numbers.get(said.topic) ?? 0));
    if (said.kind === 'inbox') {
      const [isNews, isMore] = [said.count !== unread, said.count > unread];
      show(said.count);
      if (isInbox && (isNews || !said.first)) soon();
      // A page that stays as it is says so, but not to somebody who fills it in.
      if (isMore && !(address && main.querySelector('[data-part]')) && !isWritten(main)) hasNews = true;
      sayStale();
    } else if (said.kind === 'open') {
      if (gapSince && Date.now() - gapSince > GAP_MS) soon();
      gapSince = 0;
      isLost = false;
      clearTimeout(lostTimer);
      lostTimer = 0;
      if (isCertain()) asOf = Date.now();
      sayStale();
    } else if (said.kind === 'beat') {
      if (isCertain()) asOf = Date.now();
    } else if (said.kind === 'lost') {
      gapSince ||= said.since;
      lostTimer ||= setTimeout(() => {
        isLost = true;
        sayStale();
      }, said.isFound ? FOUND_MS : LOST_MS);
    } else if (said.kind === 'other') {
      isOther = true;
      sayStale();
      if (address) leaveIfGone().catch(() => {});
    } else if (said.kind === 'topics') {
      const wasLeftOut = isLeftOut;
      isLeftOut = topic !== '' && said.topics.length === TOPICS && !said.topics.includes(topic);
      // What happened meanwhile was not heard.
      if (wasLeftOut && !isLeftOut) soon();
      sayStale();
    } else if (said.topic !== topic || !topic) {
      // News for another tab.
    } else if (said.kind === 'gone') {
      hasEnded = true;
      sayStale();
      leaveIfGone().catch(() => {});
    } else if (said.kind === 'at') {
      // Where the stream begins it says how old the newest event is: an older page does not show it.
      if (!isKnown && said.ago !== undefined && said.ago < performance.now() + LATE_MS) soon();
    } else if (said.kind !== 'since' || !isKnown) {
      soon();
    }
  }

  // The stream, held by one tab.

  let channel = null;
  let source = null;
  let leads = false;
  let follows = [];
  let tries = 0;
  let retryTimer = 0;
  /** When the stream, or the tab that holds it, was last heard. */
  let heardAt = 0;
  let checkTimer = 0;
  let askTimer = 0;
  let regroupTimer = 0;
  /** When something was last heard of each topic. */
  const changedAt = new Map();

  function tell(said) {
    channel?.postMessage(said);
    hear(said);
  }

  function disconnect() {
    clearTimeout(retryTimer);
    source?.close();
    source = null;
  }

  function lose(isFound = false) {
    disconnect();
    tell({ kind: 'lost', since: heardAt, isFound });
    // Not all at once, after a server comes back.
    const wait = Math.min(30_000, 1_000 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random());
    tries += 1;
    retryTimer = setTimeout(connect, wait);
  }

  function connect() {
    disconnect();
    const query = new URLSearchParams({ as: viewer });
    for (const one of follows) query.append('at', numbers.has(one) ? `${one}:${numbers.get(one)}` : one);
    const events = new EventSource(`${root.dataset.stream}?${query}`);
    source = events;
    let isFirst = true;
    const on = (type, act) =>
      events.addEventListener(type, (event) => {
        if (source !== events) return;
        heardAt = Date.now();
        act(event);
      });
    const news = (kind) => ({ data, lastEventId }) => {
      const [about, ago] = data.split(' ');
      // An event without a number comes with that of the one before it, which may be of another pursuance.
      const [count, of] = lastEventId.split(':').reverse();
      const number = of && of !== about.split('/')[0] ? 0 : Number(count) || 0;
      changedAt.set(about, Date.now() - Number(ago ?? 0));
      // What this browser knew of a topic that begins anew may be more than there is now.
      if (kind === 'stale') numbers.delete(about);
      if (kind === 'gone') follows = follows.filter((one) => one !== about);
      tell({ kind, topic: about, number, ago: ago === undefined ? undefined : Number(ago) });
    };
    on('open', () => {
      tries = 0;
      tell({ kind: 'open' });
    });
    on('message', news('changed'));
    for (const kind of ['at', 'stale', 'gone']) on(kind, news(kind));
    on('inbox', ({ data }) => {
      tell({ kind: 'inbox', count: Number(data), first: isFirst });
      isFirst = false;
    });
    on('beat', () => tell({ kind: 'beat' }));
    on('other', () => {
      tell({ kind: 'other' });
      disconnect();
    });
    events.addEventListener('error', () => {
      if (source === events) lose();
    });
  }

  /** A connection that has said nothing for long is dead, as after sleep; a tab that holds it, and says nothing, is asked. */
  function check() {
    if (Date.now() - heardAt <= SILENCE_MS) return;
    if (!leads) want();
    else if (source?.readyState === EventSource.OPEN) {
      lose(true);
      connect();
    }
  }

  /** Takes what all tabs follow into the stream. */
  async function regroup() {
    const wanted = new Set(topic ? [topic] : []);
    if (shares) {
      const { held } = await navigator.locks.query();
      const prefix = `${name} on `;
      for (const lock of held) {
        if (lock.name.startsWith(prefix)) wanted.add(lock.name.slice(prefix.length));
      }
    }
    if (!leads) return;
    const all = [...wanted];
    // Those who were there before stay.
    all.sort((a, b) => follows.includes(b) - follows.includes(a));
    const next = all.slice(0, TOPICS);
    tell({ kind: 'topics', topics: next });
    const isSame = source && next.length <= follows.length && next.every((one) => follows.includes(one));
    if (isSame) return;
    follows = next;
    connect();
  }

  function regroupSoon(delay) {
    clearTimeout(regroupTimer);
    regroupTimer = setTimeout(() => regroup().catch(() => {}), delay);
  }

  /** Another tab says what it follows, and how far it has heard. */
  function welcome({ topic: wanted, number }) {
    if (number && !(numbers.get(wanted) >= number)) numbers.set(wanted, number);
    if (!leads) return;
    if (!wanted || (source && follows.includes(wanted))) {
      channel.postMessage(source?.readyState === EventSource.OPEN ? { kind: 'open' } : { kind: 'lost', since: heardAt });
      const known = numbers.get(wanted);
      const at = changedAt.get(wanted);
      if (number && known > number) channel.postMessage({ kind: 'since', topic: wanted, number: known });
      else if (!number && at) channel.postMessage({ kind: 'at', topic: wanted, number: known, ago: Date.now() - at });
    } else {
      channel.postMessage({ kind: 'here' });
      regroupSoon(50);
    }
  }

  let leave = null;
  let take = null;

  /** Says what this tab follows; where nobody answers, it takes the stream. */
  function want() {
    if (!channel) return;
    channel.postMessage({ kind: 'want', topic, number: numbers.get(topic) });
    askTimer ||= setTimeout(() => take(), ANSWER_MS * (1 + Math.random()));
  }

  function answered() {
    clearTimeout(askTimer);
    askTimer = 0;
    heardAt = Date.now();
  }

  function lead() {
    answered();
    leads = true;
    // The other tabs say how far they have heard, before the stream goes on from there.
    channel?.postMessage({ kind: 'who' });
    regroupSoon(channel ? 100 : 0);
  }

  /** Another tab has taken the stream. */
  function follow() {
    leads = false;
    follows = [];
    clearTimeout(regroupTimer);
    disconnect();
    want();
  }

  /** Takes part in the stream of this browser. */
  function join() {
    if (leave) return;
    heardAt = Date.now();
    checkTimer = setInterval(check, CHECK_MS);
    if (!shares) {
      leave = () => {};
      lead();
      return;
    }
    channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }) => {
      if (data.kind === 'want') welcome(data);
      else if (data.kind === 'left') {
        // There may be a place for another topic, once its lock is given back.
        if (leads) regroupSoon(500);
      } else if (!leads) {
        answered();
        if (data.kind === 'who') want();
        else hear(data);
      }
    });
    const gone = new AbortController();
    const { signal } = gone;
    const released = new Promise((resolve) => {
      leave = () => {
        gone.abort();
        resolve();
      };
    });
    const request = (lock, options, act) =>
      navigator.locks.request(lock, options, () => {
        if (!signal.aborted) act();
        return released;
      });
    const queue = () =>
      request(name, { signal }, lead).catch(() => {
        if (signal.aborted) return;
        follow();
        queue();
      });
    take = () => {
      hear({ kind: 'lost', since: heardAt, isFound: true });
      // Its place in the queue it keeps meanwhile.
      request(name, { steal: true }, lead).catch(() => {
        if (!signal.aborted) follow();
      });
    };
    // What this tab follows is told by a lock: it goes with the tab, however that ends.
    if (topic) request(`${name} on ${topic}`, { mode: 'shared', signal }, want).catch(() => {});
    else want();
    queue();
  }

  function part() {
    if (!leads) channel?.postMessage({ kind: 'left' });
    leave?.();
    leave = null;
    leads = false;
    follows = [];
    clearTimeout(regroupTimer);
    clearTimeout(askTimer);
    askTimer = 0;
    clearInterval(checkTimer);
    disconnect();
    channel?.close();
    channel = null;
  }

  /** Somebody looks again, or the network is back. */
  function wake() {
    if (!leave) return join();
    if (!leads) return want();
    if (source) return check();
    tries = 0;
    return connect();
  }

  if (address) {
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
    addEventListener('submit', () => {
      leaving = true;
      // Where no other page came, this one is still read.
      setTimeout(() => {
        leaving = false;
        again();
      }, LEAVING_MS);
    });
  }

  join();
  addEventListener('online', wake);
  addEventListener('offline', () => {
    if (leads && source) lose();
  });
  document.addEventListener('visibilitychange', () => {
    // Without a shared stream each page has a connection, of which a browser has few: one that only counts is given back.
    if (!shares && !address && document.visibilityState === 'hidden') part();
    else if (document.visibilityState === 'visible') wake();
  });
  /** The person of this page is signed in again, here or in another tab. */
  function goOn() {
    if (!isOther) return;
    isOther = false;
    sayStale();
    wake();
    soon(0);
  }

  addEventListener('signed-in', goOn);
  hearSignedIn(goOn);
  // Whoever has signed out in another tab: the stream says whether that is so.
  if (viewer && 'BroadcastChannel' in window) {
    new BroadcastChannel('signed out').addEventListener('message', () => {
      if (leads) connect();
    });
  }
  addEventListener('pagehide', part);
  // "Back" shows a page as it was left: what happened meanwhile was not heard.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    leaving = false;
    join();
    soon(0);
  });
})();
