// Keeps open pages up to date. All tabs of a browser share one stream: one of them holds it (a lock of the browser says which) and
// passes on what it hears; when that tab is closed, the next one goes on from the last numbers. A browser that cannot do that has
// a stream for each page. `app.js` replaces the parts of a page; here is when.
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
  /** So long a connection may be gone before the page says so. */
  const LOST_MS = 5_000;
  /** After so long a gap the page is read again whatever the numbers say: some changes have none. */
  const GAP_MS = 30_000;
  /** As many topics as one stream carries. */
  const TOPICS = 20;
  /** An event may be a little older than the page that does not show it. */
  const LATE_MS = 2_000;

  // How many notices are unread.

  /** From here on the server says "so many or more". */
  const COUNTED = 100;
  const title = document.title;
  const icon = document.querySelector('link[rel="icon"]');
  const shown = bells[0]?.firstElementChild.textContent ?? '';
  let unread = shown.endsWith('+') ? COUNTED : Number(shown);

  function show(count) {
    const text = count >= COUNTED ? `${COUNTED - 1}+` : String(count);
    for (const bell of bells) {
      bell.hidden = count === 0;
      bell.firstElementChild.textContent = text;
    }
    document.title = count === 0 ? title : `(${text}) ${title}`;
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
  let lostTimer = 0;

  /** Says whether the page may be out of date. */
  function sayStale() {
    if (!bar) return;
    const isStale = isLost || isBehind || hasEnded;
    if (isStale) {
      const { zone, hours } = bar.dataset;
      const style = { hour: 'numeric', minute: '2-digit', timeZone: zone, hour12: hours === '12' };
      const text = bar.firstElementChild.dataset[hasEnded ? 'ended' : 'lost'];
      const time = new Intl.DateTimeFormat(root.lang, style).format(asOf);
      const said = text.replace('{time}', time);
      if (bar.firstElementChild.textContent !== said) bar.firstElementChild.textContent = said;
    }
    bar.hidden = !isStale;
  }

  bar?.querySelector('button').addEventListener('click', () => location.reload());

  // Reading the page again.

  /** The answers for a page that is not for this viewer any more, or is put away. */
  const GONE = [403, 404, 410];
  /** A form that brought no other page within this time brings none. */
  const LEAVING_MS = 5_000;

  const read = (href) => fetch(href, { headers: { accept: 'text/html' } });

  /** The page as it is now, if it is still one that hears of the same changes. */
  async function pageAt(href) {
    const answer = await read(href);
    if (answer.status >= 500) throw new Error('the server failed');
    if (!answer.ok) {
      // Not for this viewer any more. A form that was refused stands at an address that is no page: it stays.
      const isGone = href === location.href && GONE.includes(answer.status);
      if (isGone && !main.querySelector('[role="alert"]') && !isInUse(main)) location.reload();
      return null;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return fresh.getElementById('main')?.dataset.live === address ? fresh : null;
  }

  /** A page that its viewer may not read any more goes; what somebody is writing stays where it is. */
  async function leaveIfGone() {
    const answer = await read(location.href);
    if (GONE.includes(answer.status) && !isInUse(main)) location.reload();
  }

  /** Whether somebody has marked a text in the page. */
  function isMarking() {
    const selection = getSelection();
    return Boolean(selection && !selection.isCollapsed && main.contains(selection.anchorNode));
  }

  /** What stands at the top of what is seen: the innermost element first, each with its place. */
  function landmarks() {
    if (scrollY === 0) return [];
    const box = main.getBoundingClientRect();
    const x = Math.min(Math.max(box.left, 0) + box.width / 2, innerWidth - 1);
    const found = [];
    for (const y of [8, 64, 120]) {
      let element = document.elementFromPoint(x, y);
      if (!element || !main.contains(element)) continue;
      for (; element && element !== main; element = element.parentElement) {
        // A row is known by its first link.
        const link = element.matches('li, tr, article') ? element.querySelector('a[href]') : null;
        const within = element.closest('[data-part]');
        found.push({ element, link, within, top: (link ?? element).getBoundingClientRect().top });
      }
      break;
    }
    return found;
  }

  /** Changes the page, and lets what is read stay where it is. */
  function inPlace(change) {
    const found = landmarks();
    root.style.overflowAnchor = 'none';
    const result = change();
    // What has no name is found again by what it stands in.
    for (const { element, link, within, top } of found) {
      const links = link && within ? [...within.querySelectorAll('a[href]')] : [];
      const alike = links.find((other) => other.getAttribute('href') === link.getAttribute('href'));
      const same = element.isConnected ? (link?.isConnected ? link : element) : (alike ?? document.getElementById(element.id));
      if (!same) continue;
      scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
      break;
    }
    requestAnimationFrame(() => root.style.removeProperty('overflow-anchor'));
    return result;
  }

  let pending = 0;
  // A part was in use when it changed: it is looked at again once it is left.
  let later = false;
  // Nothing moves under a finger that presses, nor on a page whose form is on its way to the server.
  let pressed = false;
  let leaving = false;

  async function refresh() {
    const isBusy = () => pressed || leaving || isMarking();
    later = isBusy();
    if (later) return;
    const begun = Date.now();
    // A form that was refused stands at an address of its own; its page may be another one.
    const fresh = (await pageAt(location.href)) ?? (await pageAt(address.replace(/\/live$/, '')));
    later = isBusy();
    if (later || !fresh) return;
    const { changed, left } = inPlace(() => bringUpToDate(fresh));
    later = left;
    asOf = Math.max(asOf, begun);
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
      const isNews = said.count !== unread;
      unread = said.count;
      show(unread);
      if (isInbox && (isNews || !said.first)) soon();
    } else if (said.kind === 'open') {
      if (gapSince && Date.now() - gapSince > GAP_MS) soon();
      gapSince = 0;
      isLost = false;
      clearTimeout(lostTimer);
      lostTimer = 0;
      asOf = isBehind ? asOf : Date.now();
      sayStale();
    } else if (said.kind === 'beat') {
      if (!isBehind && !isLost && !hasEnded) asOf = Date.now();
    } else if (said.kind === 'lost') {
      gapSince ||= said.since;
      lostTimer ||= setTimeout(() => {
        isLost = true;
        sayStale();
      }, LOST_MS);
    } else if (said.kind === 'other') {
      hasEnded = true;
      sayStale();
      if (address) leaveIfGone().catch(() => {});
    } else if (said.topic !== topic || !topic) {
      // News for another tab.
    } else if (said.kind === 'full' || said.kind === 'gone') {
      hasEnded = true;
      sayStale();
      if (said.kind === 'gone') leaveIfGone().catch(() => {});
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
  let heardAt = 0;
  let silenceTimer = 0;
  let regroupTimer = 0;
  /** When something was last heard of each topic. */
  const changedAt = new Map();

  function tell(said) {
    channel?.postMessage(said);
    hear(said);
  }

  function disconnect() {
    clearTimeout(retryTimer);
    clearInterval(silenceTimer);
    source?.close();
    source = null;
  }

  function lose() {
    disconnect();
    tell({ kind: 'lost', since: heardAt || Date.now() });
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
    heardAt ||= Date.now();
    silenceTimer = setInterval(check, SILENCE_MS / 4);
  }

  /** A connection that has said nothing for long is dead, as after sleep. */
  function check() {
    if (source && source.readyState === EventSource.OPEN && Date.now() - heardAt > SILENCE_MS) {
      lose();
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
    for (const left of all.slice(TOPICS)) tell({ kind: 'full', topic: left });
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
      channel.postMessage(source?.readyState === EventSource.OPEN ? { kind: 'open' } : { kind: 'lost', since: heardAt || Date.now() });
      const known = numbers.get(wanted);
      const at = changedAt.get(wanted);
      if (number && known > number) channel.postMessage({ kind: 'since', topic: wanted, number: known });
      else if (!number && at) channel.postMessage({ kind: 'at', topic: wanted, number: known, ago: Date.now() - at });
    } else {
      regroupSoon(50);
    }
  }

  function want() {
    channel?.postMessage({ kind: 'want', topic, number: numbers.get(topic) });
  }

  function lead() {
    leads = true;
    // The other tabs say how far they have heard, before the stream goes on from there.
    channel?.postMessage({ kind: 'who' });
    regroupSoon(channel ? 100 : 0);
  }

  let leave = null;

  /** Takes part in the stream of this browser. */
  function join() {
    if (leave) return;
    if (!shares) {
      leave = () => {};
      lead();
      return;
    }
    channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }) => {
      if (data.kind === 'want') welcome(data);
      else if (data.kind === 'who') want();
      else hear(data);
    });
    const gone = new AbortController();
    const released = new Promise((resolve) => {
      leave = () => {
        gone.abort();
        resolve();
      };
    });
    const hold = (lock, mode, act) =>
      navigator.locks.request(lock, { mode, signal: gone.signal }, () => {
        act();
        return released;
      }).catch(() => {});
    // What this tab follows is told by a lock: it goes with the tab, however that ends.
    if (topic) hold(`${name} on ${topic}`, 'shared', want);
    else want();
    hold(name, 'exclusive', lead);
  }

  function part() {
    leave?.();
    leave = null;
    leads = false;
    follows = [];
    clearTimeout(regroupTimer);
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
      if (later && !isMarking()) soon(1_000);
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
  addEventListener('pagehide', part);
  // "Back" shows a page as it was left: what happened meanwhile was not heard.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    leaving = false;
    join();
    soon(0);
  });
})();
