// The rooms and discussions that somebody has open, as tabs on the pages of rooms and tasks: Alt with a number, or `g` and the number,
// leads there, `t` to the list. Their names are words of others, and become text alone. Going to one is an ordinary way to another page;
// whoever comes back is where they were.

import { all, allAs, as, closest, closestAs, copyOf, find, findAs, focused, need } from '../dom.js';
import { isWriting } from '../fields.js';
import { signedOut } from '../session.js';
import { GONE, main, viewer } from '../this_page.js';
import { fetchAhead } from './ahead.js';
import { closeTab, hearTabs, isRoom, openTab, openTabs } from './open_talks.js';
import { comeBack, hasPlace, keepPlace, noteWay } from './place.js';

/** Places on the page of a task that are its discussion. */
const IN_TALK = /^#(?:discussion|say|first-unread|m-.+)$/;
/** There, Option with a digit is a letter. */
const isMac = /^(?:Mac|iP)/.test(navigator.platform);
const narrow = matchMedia('(width < 48rem)');

/** The tab of this page, and the shape of all of them, where it is one of a room or a task. */
const shape = findAs(HTMLTemplateElement, 'template#tabs');
const here = shape && { href: shape.dataset.href ?? '', name: shape.dataset.name ?? '', of: shape.dataset.of ?? '' };

const links = () => allAs(HTMLAnchorElement, '.talks ol a');

/** A page that is not for this viewer any more, and a room that was archived, leave the tabs. */
function forgetGone() {
  const [visit] = performance.getEntriesByType('navigation');
  const status = visit instanceof PerformanceNavigationTiming ? visit.responseStatus : 0;
  if (!here && (GONE.includes(status) || find('#discussion'))) closeTab(location.pathname);
}

/**
 * Fills the place of one tab.
 * @param {HTMLElement} item
 * @param {import('./open_talks.js').Tab} tab
 */
function fill(item, tab) {
  const link = need(findAs(HTMLAnchorElement, 'a', item));
  link.href = isRoom(tab.href) || hasPlace(tab.href) ? tab.href : `${tab.href}#discussion`;
  link.title = tab.of;
  if (tab.href === here?.href) link.setAttribute('aria-current', 'page');
  for (const name of all('bdi', item)) name.textContent = tab.name;
}

/** On a narrow screen they are folded into one control, as a menu is. */
function fold() {
  const list = findAs(HTMLDetailsElement, '.talks > details');
  if (!list) return;
  list.classList.toggle('menu', narrow.matches);
  list.open = !narrow.matches;
}

/**
 * Puts them where the eye finds them: at the end of the side, on a narrow screen in the place of the link to all talk.
 * @param {HTMLElement} nav
 */
function stand(nav) {
  find(narrow.matches ? '.side > .to-talk' : '.side > .end')?.before(nav);
}

/** Shows the tabs. One alone leads nowhere. */
function draw() {
  const tabs = openTabs();
  const before = find('.talks');
  if (!shape || tabs.every(({ href }) => href === here?.href)) {
    before?.remove();
    return;
  }
  const nav = copyOf(need(as(HTMLElement, shape.content.firstElementChild)));
  need(find('summary .count', nav)).textContent = String(tabs.length);
  for (const [place, item] of all('ol > li', nav).entries()) {
    const tab = tabs[place];
    if (tab) fill(item, tab);
    else item.remove();
  }
  // Another tab of the browser notes each look: nothing changes under somebody's finger for that.
  if (before && find('ol', before)?.isEqualNode(find('ol', nav))) return;
  if (before) before.replaceWith(nav);
  else stand(nav);
  fold();
}

/** Notes that this one is open: a room when it is seen, a task once its discussion is. */
function open() {
  if (!here) return;
  const isSeen = isRoom(here.href) || IN_TALK.test(location.hash) || focused().id === 'say' || find('#discussion .say');
  if (!isSeen) return;
  openTab(here);
  draw();
}

/** @param {HTMLElement} button */
function close(button) {
  const item = closest(button, 'li');
  const place = all('.talks ol > li').findIndex((one) => one === item);
  const link = findAs(HTMLAnchorElement, 'a', item);
  if (!link) return;
  closeTab(link.pathname);
  const wasOpen = findAs(HTMLDetailsElement, '.talks > details')?.open;
  draw();
  const list = findAs(HTMLDetailsElement, '.talks > details');
  if (list && wasOpen) list.open = true;
  const next = links();
  (next[place] ?? next.at(-1) ?? main).focus({ preventScroll: true });
}

/**
 * Goes to the tab whose number is pressed with Alt.
 * @param {KeyboardEvent} event
 */
function pressNumber(event) {
  const { altKey, ctrlKey, metaKey, shiftKey, isComposing, target } = event;
  const number = /^Digit([1-5])$/.exec(event.code)?.[1];
  const isPlain = altKey && !(ctrlKey || metaKey || shiftKey || isComposing || event.getModifierState('AltGraph'));
  const link = number && isPlain ? links()[Number(number) - 1] : null;
  if (!link || (isMac && isWriting(target)) || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  // A page that is read already is not loaded again.
  if (link.href.replace(/#.*/, '') !== location.href.replace(/#.*/, '')) link.click();
}

/** Shows the tabs of this person, and hears what leads to another one. */
export function showTabs() {
  if (!viewer) return;
  forgetGone();
  fetchAhead((path) => {
    if (closeTab(path)) draw();
  });
  if (!here) return;
  open();
  draw();
  comeBack(here.href);
  hearTabs(draw);
  // Their person has signed out: `drafts.js`, which hears it first, has forgotten them.
  signedOut()?.addEventListener('message', draw);
  narrow.addEventListener('change', () => {
    const nav = find('.talks');
    if (nav) stand(nav);
    fold();
  });
  document.addEventListener('keydown', pressNumber);
  addEventListener('hashchange', open);
  document.addEventListener('focusin', ({ target }) => {
    if (as(HTMLElement, target)?.id === 'say') open();
  });
  document.addEventListener('click', ({ target }) => {
    const button = closest(target, '.talks ol button');
    const link = closestAs(HTMLAnchorElement, target, '.talks ol a');
    if (button) close(button);
    else if (link && link.pathname !== location.pathname) noteWay(link.pathname);
  });
  addEventListener('pagehide', () => keepPlace(here.href));
  // "Back" shows a page as it was left.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) draw();
  });
}
