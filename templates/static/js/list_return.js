// A press in a line of a list leads back to that list: the line stays where it was seen, and in view what takes the press back.

import { allAs, as, closest, find, focused } from './dom.js';
import { LINE, lineOf, lines } from './rows.js';
import { isFollowed } from './this_page.js';

const NAME = 'pressed-in-a-line';

/** Later, somebody comes to the page for something else. */
const SOON_MS = 20_000;

/** So many lines are noted: a press takes one or a few out of the list. */
const NEAR = 50;

/** The room between the line and what stays above it. */
const BESIDE_PX = 24;

/**
 * Where a form was sent from: its line, by its link, and how far down the lines around it were, the nearest first, and the lanes to the side;
 * and whether it was by a key.
 * @typedef {{ page: string, at: number, line: string, near: Record<string, number>, left: number, isByKey: boolean }} Pressed
 */

/** This page, without its fragment. */
const here = () => location.pathname + location.search;

const lanes = () => find('.lanes');

/**
 * Notes from where a form is sent.
 * @param {SubmitEvent} event
 */
function note(event) {
  const form = as(HTMLFormElement, event.target);
  // The boxes of lines share one form, which stands elsewhere.
  const line = form?.method === 'post' && !event.defaultPrevented ? lineOf(event.submitter ?? form) : null;
  if (!line) return;
  // The line itself may go away, or to another place: what stood around it holds the place.
  const found = lines();
  const at = found.indexOf(line);
  const near = [...found.slice(at + 1, at + NEAR), ...found.slice(Math.max(0, at - NEAR), at).reverse(), line];
  const known = near.map((one) => [one.getAttribute('href') ?? '', one.getBoundingClientRect().top]);
  /** @type {Pressed} */
  const pressed = {
    page: here(),
    at: Date.now(),
    line: line.getAttribute('href') ?? '',
    near: Object.fromEntries(known),
    left: lanes()?.scrollLeft ?? 0,
    isByKey: focused().matches(':focus-visible'),
  };
  sessionStorage.setItem(NAME, JSON.stringify(pressed));
}

/** Goes to where a form was sent from, if that was on this page. */
function goBack() {
  const kept = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  if (kept === null || !isFollowed() || location.hash !== '') return;
  /** @type {Pressed} */
  const pressed = JSON.parse(kept);
  if (pressed.page !== here() || Date.now() - pressed.at > SOON_MS) return;
  const links = allAs(HTMLAnchorElement, LINE);
  const named = (/** @type {string} */ href) => links.find((link) => link.getAttribute('href') === href);
  const [held, top] = Object.entries(pressed.near).find(([href]) => named(href)) ?? [];
  const place = held === undefined ? undefined : named(held);
  if (!place || top === undefined) return;
  lanes()?.scrollTo({ left: pressed.left, behavior: 'instant' });
  const flash = closest(find('.flash button'), '.flash');
  const room = flash ? flash.getBoundingClientRect().height + BESIDE_PX : 0;
  scrollBy({ top: place.getBoundingClientRect().top - Math.max(top, room), behavior: 'instant' });
  if (scrollY > 0) flash?.setAttribute('data-stays', '');
  if (!pressed.isByKey) return;
  const line = named(pressed.line);
  const isThere = line && Math.abs(line.getBoundingClientRect().top - top) < innerHeight / 2;
  (isThere ? line : place).focus({ preventScroll: true });
}

/** Keeps the place of presses in lines. */
export function keepPlaceOfPresses() {
  document.addEventListener('submit', note);
  goBack();
}
