// The rooms and discussions of tasks that somebody has open, as this browser keeps them for them: five, the one that was opened longest
// ago first. They go at sign-out, as drafts do (`drafts.js`). Of a task of a private pursuance the server gives the number alone.

import { viewer } from '../this_page.js';

/** Beginning of the names under which tabs are kept. */
export const TABS = 'tabs ';
/** Beginning of the names of this person's tabs. */
export const ours = `${TABS}${viewer} `;

const NAME = `${ours}open`;
const MOST = 5;
/** A tab that was not looked at for so long is opened anew. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** The path of a room, or of a task. */
const TALK = /^\/p\/[^/]+\/(?:talk\/([^/]+)|t\/\d+)$/;

/**
 * One of them: its path, what it and its pursuance are called, and when it was looked at last.
 * @typedef {{ href: string, name: string, of: string, at: number }} Tab
 */

/**
 * Whether that is the path of a room or of a task.
 * @param {string} path
 */
export const isTalk = (path) => TALK.test(path);

/**
 * Whether that is the path of a room.
 * @param {string} path
 */
export const isRoom = (path) => TALK.exec(path)?.[1] !== undefined;

/**
 * Whether two paths lead to the same place: a room keeps its id where its pursuance gets another address.
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  const room = TALK.exec(one)?.[1];
  return one === other || (room !== undefined && room === TALK.exec(other)?.[1]);
}

/**
 * Reads a kept value, if it is a tab.
 * @param {unknown} kept
 * @returns {Tab[]}
 */
function read(kept) {
  const { href, name, of, at } = /** @type {Record<string, unknown>} */ (kept ?? {});
  const isWhole = typeof href === 'string' && typeof name === 'string' && typeof of === 'string' && typeof at === 'number';
  return isWhole && isTalk(href) && at > Date.now() - KEPT_MS ? [{ href, name, of, at }] : [];
}

/** Tabs that are open. */
export function openTabs() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(read).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {Tab[]} tabs */
function keep(tabs) {
  try {
    if (tabs.length === 0) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, JSON.stringify(tabs));
  } catch {
    // A browser that stores nothing keeps none.
  }
}

/**
 * Notes that somebody looks at one: it keeps its place, or comes last. Of more than fit, the one that was not looked at for longest goes.
 * @param {Omit<Tab, 'at'>} seen
 */
export function openTab(seen) {
  const tab = { ...seen, at: Date.now() };
  const tabs = openTabs();
  const place = tabs.findIndex(({ href }) => isSame(href, tab.href));
  if (place >= 0) tabs[place] = tab;
  else tabs.push(tab);
  const goes = tabs.length > MOST ? Math.min(...tabs.slice(0, -1).map(({ at }) => at)) : null;
  const leaves = tabs.findIndex(({ at }) => at === goes);
  keep(tabs.filter((_, at) => at !== leaves));
}

/**
 * Closes one. Whether it was open.
 * @param {string} path
 */
export function closeTab(path) {
  const tabs = openTabs();
  const others = tabs.filter(({ href }) => !isSame(href, path));
  if (others.length === tabs.length) return false;
  keep(others);
  return true;
}

/**
 * Hears that another tab of the browser has opened or closed one.
 * @param {() => void} act
 */
export function hearTabs(act) {
  addEventListener('storage', ({ key, storageArea }) => {
    if (storageArea === localStorage && key === NAME) act();
  });
}
