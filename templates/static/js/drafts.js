// Text that is typed and not sent is kept in this tab while another form of the page is sent; what is to be said in a discussion is kept
// in this browser (`talk_drafts.js`). Whoever signs out leaves nothing behind for the next person at this browser, and is asked about lines of
// the outline that still wait.

import { allAs, as, unfoldAround } from './dom.js';
import { isFilled } from './fields.js';
import { ONCE, keepSaid } from './talk_drafts.js';
import { signedOut } from './session.js';
import { TABS, ours as ourTabs } from './talk/open_talks.js';
import { main, viewer } from './this_page.js';

/** Lines of the outline that wait (`outline/lines.js`) are kept under names that begin so. */
export const KEPT_LINE = 'line ';

/** Beginning of the names of texts that are kept until they are sent. */
export const DRAFT = 'draft ';
const ours = viewer && `${DRAFT}${viewer} `;

function ourLines() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${KEPT_LINE}${viewer} `));
  } catch {
    // A browser that stores nothing keeps no lines.
    return [];
  }
}

/** Asks before signing out, where lines wait that would be lost. */
export function keepNoLines() {
  if (!viewer) return;
  let isLeaving = false;
  document.addEventListener('submit', (event) => {
    const unsent = as(HTMLFormElement, event.target)?.dataset.unsent;
    isLeaving = unsent !== undefined;
    const count = isLeaving ? ourLines().length : 0;
    if (unsent === undefined || count === 0 || confirm(unsent.replace('{count}', String(count)))) return;
    isLeaving = false;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener('pagehide', () => {
    if (!isLeaving) return;
    for (const name of ourLines()) localStorage.removeItem(name);
    signedOut()?.postMessage(viewer);
  });
}

/**
 * Forgets drafts, and which discussions somebody has open.
 * @param {(key: string) => boolean} [isKept]
 */
function forgetDrafts(isKept = () => false) {
  for (const store of [sessionStorage, localStorage]) {
    for (const key of Object.keys(store)) {
      if ((key.startsWith(DRAFT) || key.startsWith(TABS)) && !isKept(key)) store.removeItem(key);
    }
  }
}

/** The texts of this page that this tab keeps. */
const fields = () => allAs(HTMLTextAreaElement, `form[method="post"] textarea:not(${ONCE})`, main);

/** @param {HTMLTextAreaElement} field */
const keyOf = (field) => `${ours}${field.form?.getAttribute('action')} ${field.name}`;

/** Writes what was kept into the fields that it was typed in. */
function restore() {
  for (const field of fields()) {
    const text = sessionStorage.getItem(keyOf(field));
    sessionStorage.removeItem(keyOf(field));
    if (text === null || field.value !== '') continue;
    field.value = text;
    unfoldAround(field);
  }
}

/** Keeps what is typed when the page is left, but for the form that is sent. */
function keepOnLeaving() {
  /** @type {HTMLFormElement | null} */
  let sent = null;
  /**
   * "Back" brings a text that was sent into its field again: that is no draft, and the entry of the history says so.
   * @param {HTMLTextAreaElement} field
   */
  const wasSent = (field) => history.state?.sent?.[keyOf(field)] === field.value;
  addEventListener('submit', (event) => {
    sent = as(HTMLFormElement, event.target);
    const texts = fields().filter((field) => field.form === sent);
    if (texts.length > 0) {
      history.replaceState({ sent: Object.fromEntries(texts.map((field) => [keyOf(field), field.value])) }, '');
    }
  });
  addEventListener('pagehide', () => {
    if (sent && !main.contains(sent)) {
      // The only form beside the page's own that is posted signs out.
      if (sent.method === 'post') return forgetDrafts();
    }
    /** @param {HTMLTextAreaElement} field */
    const isTyped = (field) =>
      field.form !== sent &&
      field.value.trim() !== '' &&
      (field.dataset.draft !== undefined || isFilled(field));
    const present = fields().filter((field) => field.form === sent || !wasSent(field));
    // A page from the browser's memory has left its drafts before.
    for (const field of present) sessionStorage.removeItem(keyOf(field));
    for (const field of present.filter(isTyped)) sessionStorage.setItem(keyOf(field), field.value);
    sent = null;
  });
}

/** Keeps texts until they are sent: in this tab alone, and no longer than their writer is signed in. */
export function keepDrafts() {
  try {
    // A person who has signed out leaves nothing behind, in any tab of this browser.
    const others = signedOut();
    others?.addEventListener('message', () => forgetDrafts());
    forgetDrafts((key) => Boolean(ours) && (key.startsWith(ours ?? '') || key.startsWith(ourTabs)));
    if (!ours) {
      others?.postMessage('');
      return;
    }
    restore();
    keepOnLeaving();
    keepSaid(ours);
  } catch {
    // A browser that stores nothing keeps no drafts.
  }
}
