// The number beside the bell, the title and the icon carry how many notices are unread.

import { findAs } from '../dom.js';
import { bells } from './topic.js';

/** From here on the server says "so many or more". */
const COUNTED = 100;

const icon = findAs(HTMLLinkElement, 'link[rel="icon"]');
const shown = bells[0]?.firstElementChild?.textContent ?? '';
let title = document.title;
let unread = shown.endsWith('+') ? COUNTED : Number(shown);

/** How many notices are unread. */
export const unreadCount = () => unread;

const countText = () => (unread >= COUNTED ? `${COUNTED - 1}+` : String(unread));

/**
 * Gives the page its title, with the number.
 * @param {string} [own]
 */
export function entitle(own = title) {
  title = own;
  document.title = unread === 0 ? title : `(${countText()}) ${title}`;
}

/**
 * Shows how many notices are unread.
 * @param {number} count
 */
export function showUnread(count) {
  unread = count;
  for (const bell of bells) {
    bell.hidden = count === 0;
    if (bell.firstElementChild) bell.firstElementChild.textContent = countText();
  }
  entitle();
  const other = count === 0 ? '/static/icon.svg' : '/static/icon-unread.svg';
  if (icon && icon.getAttribute('href') !== other) icon.setAttribute('href', other);
  const badge = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
  badge?.catch(() => {});
}
