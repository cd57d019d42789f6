// What waits in the outline outlives the session and the page it was typed in.
//
// * A line that waits is kept in this browser, for the person who wrote it alone, until it is sent. It has a key, by which the server
//   knows it when it comes twice. The tab that has it holds a lock of the browser; another one takes it over once that tab is gone.
// * Where the session has ended, its person signs in beside the line, and the page stays. Nobody else gets to see or to send it.

'use strict';

/** How many lines of one person are kept at most, how many characters all of them have, and for how long. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 300_000;
const LINES_MS = 30 * 86_400_000;

/** A name that nothing else has. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What is kept in this browser under names that begin so: pairs of a name and a line. A line that is too old is dropped. */
function linesUnder(prefix) {
  const found = [];
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(KEPT_LINE))) {
    let line = null;
    try {
      line = JSON.parse(localStorage.getItem(name));
    } catch {
      // Nothing of ours.
    }
    if (!(line?.at > Date.now() - LINES_MS)) localStorage.removeItem(name);
    else if (name.startsWith(prefix)) found.push([name, line]);
  }
  return found;
}

/** The lines of one person that wait in one pursuance, as this tab keeps them. A browser that stores nothing keeps none. */
function keepLines(person, place) {
  const ofPerson = `${KEPT_LINE}${person} `;
  const ofPlace = `${ofPerson}${place} `;
  const lockOf = (tab) => `lines of ${tab}`;
  const tab = newKey();
  const watched = new Set();
  let page = null;
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

  /** Keeps these lines and no others of this tab. The keys of those that are kept. */
  function keep(lines) {
    const kept = new Set();
    if (isForgotten) return kept;
    try {
      const names = new Map(lines.map((line, order) => [ofPlace + line.key, JSON.stringify({ ...line, order, tab })]));
      let [count, size] = [0, 0];
      for (const [name, line] of linesUnder(ofPerson)) {
        if (names.has(name)) continue;
        if (line.tab === tab && name.startsWith(ofPlace)) localStorage.removeItem(name);
        else [count, size] = [count + 1, size + localStorage.getItem(name).length];
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
      return new Set(linesUnder(ofPlace).filter(([, line]) => line.tab === tab).map(([, line]) => line.key));
    } catch {
      return new Set();
    }
  }

  /** Takes over the lines that no open tab has. `again` is called when a tab that has some is gone. */
  async function claim(again) {
    const take = (isFree) => {
      const free = linesUnder(ofPlace).filter(([, line]) => line.tab !== tab && isFree(line.tab));
      for (const [name, line] of free) localStorage.setItem(name, JSON.stringify({ ...line, tab }));
      return free.map(([, line]) => line).sort((a, b) => a.at - b.at || a.order - b.order);
    };
    try {
      // Without locks two tabs may have the same line: the server adds it once all the same.
      if (!navigator.locks) return take(() => true);
      return await navigator.locks.request('lines', async () => {
        const { held } = await navigator.locks.query();
        const open = new Set(held.map((lock) => lock.name));
        const taken = take((other) => !open.has(lockOf(other)));
        for (const [, line] of linesUnder(ofPlace)) {
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

  // Whoever signs out leaves nothing behind, in any tab.
  if ('BroadcastChannel' in window) {
    new BroadcastChannel('signed out').addEventListener('message', ({ data }) => {
      if (data === person) isForgotten = true;
    });
  }
  hearSignedIn(() => {
    isForgotten = false;
  });
  addEventListener('pagehide', () => page.abort());
  open();
  return {
    keep,
    own,
    claim,
    open,
    /** The person is signed in again. */
    remember: () => {
      isForgotten = false;
    },
  };
}

/**
 * The session of this page. `words` says what happened, `place` returns what the form to sign in stands behind, and `resume` is called
 * once its person is signed in again.
 */
function watchSession(person, { words, place, resume }) {
  let isOver = false;
  let asking = null;
  const panel = () => document.getElementById('beside');

  /** Says that nobody is signed in any more, or somebody else, and lets the person of this page sign in beside what is written. */
  function end(who) {
    const said = who ? words.other : words.ended;
    isOver = true;
    if (!panel()) {
      const shown = document.importNode(document.getElementById('sign-in').content, true).firstElementChild;
      shown.addEventListener('submit', signIn);
      place().after(shown);
      shown.scrollIntoView({ block: 'nearest' });
    }
    const text = panel().querySelector('p');
    if (text.textContent === said) return;
    text.textContent = said;
    say(said);
  }

  /** Takes the token of a page of the same person: with it the forms of this page can be sent again. */
  function takeOver(fresh) {
    if (!takeToken(fresh)) return false;
    if (!isOver) return true;
    isOver = false;
    const isInside = panel().contains(document.activeElement);
    const field = panel().previousElementSibling?.querySelector?.('input[name="title"]');
    panel().remove();
    if (isInside) field?.focus();
    tellSignedIn();
    dispatchEvent(new Event('signed-in'));
    resume();
    return true;
  }

  async function ask() {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (answer.status >= 500 || !page.getElementById('main')) return 'unknown';
      if (takeOver(page)) return 'there';
      end(page.body.dataset.viewer);
      return 'over';
    } catch {
      return 'unknown';
    }
  }

  /** Asks the server who is signed in: `there` where it is the person of this page, `over` where it is not, `unknown` without an answer. */
  function check() {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  async function signIn(event) {
    event.preventDefault();
    // It leaves nothing: the page stays.
    event.stopPropagation();
    const form = event.target;
    const error = form.querySelector('.error');
    const button = form.querySelector('button');
    button.disabled = true;
    error.textContent = '';
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!takeOver(page)) error.textContent = page.querySelector('main [role="alert"]')?.textContent.trim() || words.failed;
    } catch {
      error.textContent = words.unreached;
    }
    button.disabled = false;
  }

  const look = () => {
    if (isOver && document.visibilityState === 'visible') check();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  hearSignedIn(() => {
    if (isOver) check();
  });
  return { check, isOver: () => isOver };
}
