// Notices at the edge of the page, so that nothing moves.

import { copyOf, find, make } from '../dom.js';
import { clearBar } from '../choosing/boxes.js';
import { main, say } from '../this_page.js';
import { word } from './page.js';

/** Time for which a notice may be taken back: ten minutes. */
const SHOWN_MS = 600_000;

/** Takes away what is said at the edge. */
export function dropToast() {
  find('.toast')?.remove();
}

/**
 * Shows a notice at the edge: it may have a button that takes something back.
 * @param {HTMLElement} notice
 */
function toast(notice) {
  dropToast();
  notice.classList.add('toast');
  const close = make('button', { type: 'button', className: 'btn quiet close', textContent: '×' });
  close.setAttribute('aria-label', word('close'));
  close.addEventListener('click', () => notice.remove());
  notice.append(close);
  main.append(notice);
  clearBar();
  setTimeout(() => notice.remove(), SHOWN_MS);
}

/**
 * Shows what a page says of what was done. Whether it said something.
 * @param {Document} page
 */
export function notify(page) {
  const flash = find('main > .flash', page);
  dropToast();
  if (!flash) return false;
  const notice = copyOf(flash);
  notice.removeAttribute('role');
  say(find('p', notice)?.textContent ?? notice.textContent ?? '');
  toast(notice);
  return true;
}

/**
 * Says something at the edge: in the notice that is there, where `beside` keeps that and its button.
 * @param {string} text
 * @param {{ beside?: boolean, tone?: 'refused' | 'ok' }} [how]
 */
export function tell(text, { beside = false, tone = 'refused' } = {}) {
  const said = make('p', { className: 'grow', textContent: text });
  const shown = beside ? find('.toast:has(form)') : null;
  if (shown) {
    said.classList.add('beside', tone === 'refused' ? 'error' : 'small');
    find('.beside', shown)?.remove();
    find('.grow', shown)?.after(said);
  } else {
    const notice = make('div', { className: `notice ${tone}` });
    notice.append(said);
    toast(notice);
  }
  say(text);
  return said;
}
