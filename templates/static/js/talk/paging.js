// Older messages come while somebody scrolls up to where those of the page begin, and newer ones where it ends before the last. What is
// read stays where it is; the links do the same one page at a time, and go on where so much stands on the page that it is enough.
//
// Messages that come so stand beside the part of the page that is kept up to date. When that is read again, so are the messages in sight; what
// does not join any more goes, and comes again when somebody scrolls there.

import { all, copyOf, find, findAs, make } from '../dom.js';
import { isInUse } from '../fields.js';
import { ask, main, pageIn, viewer } from '../this_page.js';

/** So many pages more than the first stand on it at most, on either side. */
const MOST = 8;
/** They are asked for before their place is in sight. */
const AHEAD = '600px 0px';
/** Distance in pixels: boxes further out of sight go, where they do not join any more. */
const REACH = 2_000;

/** @typedef {'older' | 'newer'} Side */
/** @type {Record<Side, string>} */
const REL = { older: 'prev', newer: 'next' };

/** Time before messages that did not come are asked for again. */
const WAIT_MS = 5_000;

const talk = find('#discussion');
const part = find(':scope > [data-part="talk"]', talk);
/** @type {Partial<Record<Side, boolean>>} */
const isNear = {};
let isUnderWay = false;
let isLate = false;
/**
 * Where somebody went while something else was under way.
 * @type {Side | null}
 */
let wanted = null;
let waitsUntil = 0;
let lastY = scrollY;

/**
 * The messages that came besides, from the top to the bottom.
 * @param {Side} side
 */
const boxes = (side) => (talk ? all(`:scope > [data-more="${side}"]`, talk) : []);

/**
 * The link that leads on behind what is on the page.
 * @param {Side} side
 */
function linkOn(side) {
  const last = side === 'older' ? boxes(side).at(0) : boxes(side).at(-1);
  return findAs(HTMLAnchorElement, `a[rel="${REL[side]}"]`, last ?? (side === 'older' ? find(':scope > .bar', talk) : part));
}

/**
 * Changes the page; what is read stays where it is.
 * @param {() => void} act
 */
function holding(act) {
  const seen = all('#discussion .say').find((message) => message.getBoundingClientRect().bottom > 0);
  const top = seen?.getBoundingClientRect().top ?? 0;
  const { style } = document.documentElement;
  style.setProperty('overflow-anchor', 'none');
  act();
  const same = seen?.isConnected ? seen : document.getElementById(seen?.id ?? '');
  if (same) scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
  lastY = scrollY;
  requestAnimationFrame(() => style.removeProperty('overflow-anchor'));
}

/**
 * Reads the messages at an address; nothing where they do not come, or come for somebody else.
 * @param {string} address
 */
async function pageAt(address) {
  const answer = await ask(address);
  if (!answer.ok) return null;
  const fresh = await pageIn(answer);
  return fresh.body.dataset.viewer === viewer ? fresh : null;
}

/**
 * Puts the messages of another page into a box, but those that stand elsewhere on this one; behind the last one of all what says, once
 * it is seen (`../read_marks.js`), that all is read.
 * @param {HTMLElement} box
 * @param {Document} fresh
 * @param {Side} side
 */
function fill(box, fresh, side) {
  const known = new Set(all('#discussion .say').flatMap((message) => (box.contains(message) ? [] : [message.id])));
  const found = [...(find('#discussion > [data-part="talk"]', fresh)?.children ?? [])];
  const messages = found.filter((one) => one.matches('.say') && !known.has(one.id)).map((one) => copyOf(one));
  const link = find(`#discussion a[rel="${REL[side]}"]`, fresh);
  const on = make('p', { className: 'alone' });
  if (link) on.append(copyOf(link));
  const reads = side === 'newer' && !link ? findAs(HTMLFormElement, 'form[data-reads]', fresh) : null;
  const said = reads && copyOf(reads);
  if (said) said.hidden = true;
  const rest = link ? [on] : said ? [said] : [];
  box.replaceChildren(...(side === 'older' ? [...rest, ...messages] : [...messages, ...rest]));
}

/**
 * The address behind a link, as a box keeps it.
 * @param {HTMLAnchorElement | null} link
 */
const addressOf = (link) => link?.href.replace(/#.*/, '');

/**
 * Brings the page behind what is there.
 * @param {Side} side
 */
async function bring(side) {
  const link = linkOn(side);
  wanted = isUnderWay ? side : null;
  if (!part || !link || isUnderWay || Date.now() < waitsUntil || boxes(side).length >= MOST) return;
  isUnderWay = true;
  try {
    const address = addressOf(link) ?? '';
    const fresh = await pageAt(address).catch(() => null);
    if (!fresh) waitsUntil = Date.now() + WAIT_MS;
    // Meanwhile another page may have come between, or all may have gone.
    if (!fresh || linkOn(side)?.href !== link.href) return;
    const box = make('div', { className: 'stack' });
    box.dataset.more = side;
    box.dataset.from = address;
    holding(() => {
      fill(box, fresh, side);
      const last = side === 'older' ? (boxes(side).at(0) ?? part) : (boxes(side).at(-1) ?? part);
      if (side === 'older') last.before(box);
      else last.after(box);
    });
  } finally {
    isUnderWay = false;
  }
}

/** @param {HTMLElement} box */
function isInSight(box) {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** @param {HTMLElement} box */
function isInReach(box) {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > -REACH && top < innerHeight + REACH;
}

/**
 * Takes away boxes, and what is read stays where it is.
 * @param {HTMLElement[]} gone
 */
function drop(gone) {
  if (gone.length > 0) holding(() => gone.forEach((box) => box.remove()));
}

/**
 * Reads a box again.
 * @param {HTMLElement} box
 * @param {Side} side
 */
async function renew(box, side) {
  const fresh = await pageAt(box.dataset.from ?? '');
  if (!box.isConnected || isInUse(box)) return;
  if (!fresh) drop([box]);
  else holding(() => fill(box, fresh, side));
}

/** Of the older ones those go that do not join any more what is below them: there is more or less of it now. */
function dropUnjoined() {
  const older = boxes('older');
  const last = older.findLastIndex((box, place) => {
    const above = older[place - 1];
    return above && above.dataset.from !== addressOf(findAs(HTMLAnchorElement, 'a[rel="prev"]', box));
  });
  drop(older.slice(0, Math.max(last, 0)));
}

/** Reads again what is in sight, on both sides. */
async function renewSeen() {
  const older = boxes('older');
  const first = addressOf(findAs(HTMLAnchorElement, ':scope > .bar a[rel="prev"]', talk));
  // A new message lets the first one of the part of the page go.
  const isMoved = older.length > 0 && older.at(-1)?.dataset.from !== first;
  if (isMoved && !older.some(isInReach)) {
    drop(older);
  } else {
    for (const box of older.filter(isInSight)) await renew(box, 'older');
    dropUnjoined();
    if (isMoved) await closeGap();
  }
  const newer = boxes('newer');
  for (const box of newer.filter((one) => isInSight(one) || one === newer.at(-1))) await renew(box, 'newer');
}

/** Follows a change of the page's own part, by which messages that came besides may have changed, too. */
async function follow() {
  isLate = isUnderWay;
  if (isUnderWay) return;
  isUnderWay = true;
  try {
    await renewSeen();
  } finally {
    isUnderWay = false;
  }
}

/** Reads messages that the part of the page let go again, below those that came before it. */
async function closeGap() {
  const last = boxes('older').at(-1);
  const before = last && all('.say', last).at(-1);
  if (!before || !last) return;
  const fresh = await pageAt(`${location.pathname}?after=${before.id.replace(/^m-/, '')}`);
  if (!fresh || !last.isConnected) return;
  holding(() => {
    const known = new Set(all('#discussion .say').map(({ id }) => id));
    const missing = all('#discussion > [data-part="talk"] > .say', fresh).filter(({ id }) => !known.has(id));
    const isWhole = missing.length === 0 || all('#discussion .say', fresh).some(({ id }) => part?.contains(document.getElementById(id)));
    // So much came meanwhile that it is no gap any more: it is another page.
    if (isWhole) last.append(...missing.map((one) => copyOf(one)));
    else boxes('older').forEach((box) => box.remove());
  });
}

/**
 * Somebody goes that way: what is there is brought, where its place is near.
 * @param {Side} side
 */
function onward(side) {
  if (isNear[side]) bring(side).then(goOn).catch(() => {});
}

/** Does what had to wait. */
async function goOn() {
  if (isLate) await follow();
  if (wanted && isNear[wanted]) await bring(wanted);
}

/** Hears how somebody scrolls. */
function hearScrolling() {
  addEventListener('scroll', () => {
    const moved = scrollY - lastY;
    lastY = scrollY;
    if (moved !== 0) onward(moved < 0 ? 'older' : 'newer');
  }, { passive: true });
  // At its top a page does not scroll any more.
  addEventListener('wheel', ({ deltaY }) => {
    if (deltaY < 0 && scrollY === 0) onward('older');
  }, { passive: true });
}

/** Lets older and newer messages come. Those of private pursuances are opened by the script of the page, which the links lead to. */
export function bringMore() {
  const [top, end] = [find(':scope > .bar', talk), find(':scope > [data-talk-end]', talk)];
  if (!top || !end || !part || !('IntersectionObserver' in window) || main.querySelector('[data-sealed="talk"]')) return;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const side = target === top ? 'older' : 'newer';
      // A reader who has only opened the page goes nowhere.
      const isReached = isIntersecting && isNear[side] === false;
      isNear[side] = isIntersecting;
      if (isReached) onward(side);
    }
  }, { rootMargin: AHEAD });
  observer.observe(top);
  observer.observe(end);
  hearScrolling();
  document.addEventListener('pursuance:renewed', () => follow().then(goOn).catch(() => {}));
}
