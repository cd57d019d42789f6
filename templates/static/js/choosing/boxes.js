// The boxes of lines, and the bar that counts those that are ticked.

import { allAs, copyOf, find, findAs, focused, make } from '../dom.js';
import { bringUpToDate } from '../parts/renewal.js';
import { rowOf } from '../rows.js';
import { ask, main, pageIn } from '../this_page.js';

const LINK = '[data-choose]';
const BAR = 'form[data-bulk]';

export const boxes = () => allAs(HTMLInputElement, 'input[data-pick]');

/**
 * The box of the line in which an element is.
 * @param {EventTarget | null} element
 */
export const boxOf = (element) => findAs(HTMLInputElement, '[data-pick]', rowOf(element));

export const chosen = () => boxes().filter((box) => box.checked);

/**
 * Shows a newer version of the page.
 * @typedef {(fresh: Document) => unknown} Renew
 */

/**
 * Shows the boxes of the lines, or puts them away, on the same page. Whether that was possible.
 * @param {string} address
 * @param {Renew} renew
 */
export async function showBoxes(address, renew) {
  const answer = await ask(address).catch(() => null);
  if (!answer?.ok) return false;
  const fresh = await pageIn(answer);
  history.replaceState(history.state, '', address);
  for (const box of boxes()) box.checked = box.defaultChecked;
  const isFocused = focused().matches(`${LINK}, ${BAR} *`);
  /** @param {string} place */
  const copied = (place) => copyOf(find(place, fresh) ?? document.createComment(''));
  const [link, bar] = [copied(LINK), copied(BAR)];
  find(LINK)?.replaceWith(link);
  find(BAR)?.remove();
  find('#outline, [data-part="list"], .board')?.after(bar);
  if (isFocused && link instanceof HTMLElement) link.focus();
  await renew(fresh);
  countChosen();
  return true;
}

/** @type {(address: string) => Promise<void>} */
let way = async (address) => {
  if (!(await showBoxes(address, bringUpToDate))) location.assign(address);
};

/**
 * Shows the boxes or puts them away, as the link at an address does.
 * @param {string} address
 */
export const chooseHere = (address) => way(address);

/**
 * Names another way in which that is done.
 * @param {(address: string) => Promise<void>} other
 */
export function chooseBy(other) {
  way = other;
}

/** Counts what is chosen, and keeps the bar in sight meanwhile. */
export function countChosen() {
  const form = find(BAR);
  if (!form) return;
  let counted = find('.chosen', form);
  if (!counted) {
    counted = make('p', { className: 'chosen' });
    counted.setAttribute('role', 'status');
    form.prepend(counted);
  }
  const { length } = chosen();
  const text = `${length} ${form.dataset.chosen}`;
  if (counted.textContent !== text) counted.textContent = text;
  // Earlier words are over once somebody goes on to choose; later ones stand above the bar.
  if (length > 0 && !form.classList.contains('is-on')) find('.toast')?.remove();
  form.classList.toggle('is-on', length > 0);
  clearBar();
}

/** Keeps what is said at the edge above the bar, wherever that stands. */
export function clearBar() {
  const bar = find(`${BAR}.is-on`);
  main.style.setProperty('--bar', `${bar ? innerHeight - bar.getBoundingClientRect().top : 0}px`);
}
