// A click elsewhere closes a menu, and what an entry of it names is opened in place; the title of an unread notice opens it as its
// button does, which marks it as read.

import { all, allAs, as, closestAs, find } from './dom.js';

/** @param {MouseEvent} event */
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey);

// An entry that is left alone stands without its menu.
const ENTRY = 'details.menu a[href*="#"]:not([href*="around="]), .page-head a[href*="open="][href*="#"]';

/**
 * Opens what an entry of a menu names.
 * @param {MouseEvent} event
 */
function openNamed(event) {
  const link = closestAs(HTMLAnchorElement, event.target, ENTRY);
  const target = link ? as(HTMLElement, document.getElementById(link.hash.slice(1))) : null;
  if (!link || !target || !isPlain(event)) return;
  event.preventDefault();
  const menu = closestAs(HTMLDetailsElement, link, 'details.menu');
  if (menu) menu.open = false;
  if (target instanceof HTMLDetailsElement) target.open = true;
  const first = 'input:not([type=hidden]), select, textarea, button';
  (find(first, target) ?? find('summary', target))?.focus();
  target.scrollIntoView({ block: 'nearest' });
}

/** Closes and opens menus and notices as they are clicked. */
export function hearClicks() {
  document.addEventListener('click', (event) => {
    const { target } = event;
    for (const menu of allAs(HTMLDetailsElement, 'details.menu[open]')) {
      if (!(target instanceof Node && menu.contains(target))) menu.open = false;
    }
    openNamed(event);
  });
  // The text that one writes now stands below the messages, and the menu would stand before them.
  document.addEventListener('focusin', ({ target }) => {
    for (const menu of allAs(HTMLDetailsElement, '.say details.menu[open]')) {
      if (!(target instanceof Node && menu.contains(target))) menu.open = false;
    }
  });
  document.addEventListener('click', (event) => {
    const title = closestAs(HTMLAnchorElement, event.target, 'a[data-opens]');
    if (!title || !isPlain(event)) return;
    event.preventDefault();
    title.closest('li')?.querySelector('form')?.requestSubmit();
  });
}

/** On a narrow screen the tabs scroll; in each row, the one that is open is to be seen. The page itself stays where it is. */
export function showOpenTabs() {
  for (const tab of all('.tabs [aria-current]')) {
    const row = tab.parentElement;
    if (!row) continue;
    const [around, at] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
    row.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
  }
}
