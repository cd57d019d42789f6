// Drafts of discussions: kept in this browser until the server has answered that they are said, with what they answer and quote, the files that
// have arrived and the boxes that are ticked (`talk/draft_parts.js`): the same in every tab, also after a restart. A draft goes with the key of its
// form, by which the server says it once, however often it is sent. The answer names that key in its address (`said`).

import { allAs, closestAs, fieldOf, findAs, focused, unfoldAround } from './dom.js';
import { isRefused } from './fields.js';
import { answersIn, besideIn, hasBeside, hearDropped, readBeside, showBeside } from './talk/draft_parts.js';
import { isFollowed, isFromBefore, main } from './this_page.js';

/** The fields that are kept so. */
export const ONCE = '[data-draft="once"]';

/** So long a draft is kept, and so many of them at most: a browser has little room. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
const KEPT = 50;
/** The field with the key of a form. */
const KEY = 'key';

/**
 * A draft: its text, what goes with it, the key of its form, and its time.
 * @typedef {{ text: string, beside: import('./talk/draft_parts.js').Beside, key: string, at: number }} Draft
 */

/**
 * Reads what is kept under a name.
 * @param {string | null} kept
 * @returns {Draft | null}
 */
function read(kept) {
  try {
    const { text, beside, key, at } = JSON.parse(kept ?? 'null') ?? {};
    const isWhole = typeof text === 'string' && typeof key === 'string' && typeof at === 'number';
    return isWhole ? { text, beside: readBeside(beside), key, at } : null;
  } catch {
    return null;
  }
}

/** A key that no form had before. */
function anyKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The key of the form of a field, and what sets it.
 * @param {HTMLTextAreaElement} field
 */
const keyOf = (field) => (field.form ? fieldOf(field.form, KEY) : null);

/** @param {HTMLFormElement | null} form */
const fieldIn = (form) => findAs(HTMLTextAreaElement, ONCE, form);

/**
 * Keeps these drafts of a person.
 * @param {string} ours What the names of their drafts begin with.
 */
export function keepSaid(ours) {
  const fields = () => allAs(HTMLTextAreaElement, `form[method="post"] textarea${ONCE}`, main);
  /** @param {HTMLTextAreaElement} field */
  const nameOf = (field) => `${ours}${field.form?.getAttribute('action')} ${field.name}`;

  /** @param {HTMLTextAreaElement} field */
  function keep(field) {
    const { form, value: text } = field;
    const name = nameOf(field);
    const key = keyOf(field)?.value ?? '';
    if (!form) return;
    try {
      const beside = besideIn(form, read(localStorage.getItem(name))?.beside);
      if (text.trim() === '' && !hasBeside(form)) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify({ text, beside, key, at: Date.now() }));
    } catch {
      // There is no room for it: it stays on the page.
    }
  }

  /**
   * Shows what is kept, or that nothing is any more.
   * @param {HTMLTextAreaElement} field
   * @param {Draft | null} draft
   */
  function show(field, draft) {
    const key = keyOf(field);
    field.value = draft?.text ?? '';
    if (field.form) showBeside(field.form, draft?.beside);
    // A key that was sent with other words is used up.
    if (key) key.value = draft?.key || anyKey();
    if (draft) unfoldAround(field);
  }

  const drafts = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(ours))
      .flatMap((name) => {
        const draft = read(localStorage.getItem(name));
        return draft ? [{ name, draft }] : [];
      });

  /** The answer is here: what was said is no draft any more. */
  function forgetSaid() {
    const address = new URL(location.href);
    const said = address.searchParams.get('said');
    if (!said) return;
    for (const { name, draft } of drafts()) {
      if (draft.key === said) localStorage.removeItem(name);
    }
    address.searchParams.delete('said');
    history.replaceState(history.state, '', address);
  }

  function forgetOld() {
    const all = drafts().sort((one, other) => other.draft.at - one.draft.at);
    for (const [place, { name, draft }] of all.entries()) {
      if (place >= KEPT || draft.at < Date.now() - KEPT_MS) localStorage.removeItem(name);
    }
  }

  forgetSaid();
  forgetOld();
  // A page that is shown twice has the same keys twice.
  for (const key of isFromBefore() ? fields().map(keyOf) : []) {
    if (key) key.value = anyKey();
  }
  for (const field of fields()) {
    const draft = read(localStorage.getItem(nameOf(field)));
    const isSame = field.value === '' || field.value === draft?.text;
    // The text that a refused form brings back is newer.
    if (!draft || !field.form || !isSame || isRefused(field.form)) continue;
    // So is what somebody has just chosen to answer, instead of what they answered before.
    const answers = isFollowed() ? answersIn(field.form) : {};
    const isChosen = Object.keys(answers).length > 0;
    show(field, isChosen ? { ...draft, beside: { ...draft.beside, answers } } : draft);
    if (isChosen) keep(field);
  }
  document.addEventListener('input', ({ target }) => {
    const field = fieldIn(closestAs(HTMLFormElement, target, 'form'));
    if (field) keep(field);
  });
  hearDropped((form) => {
    const field = fieldIn(form);
    if (field) keep(field);
    field?.focus();
  });
  // It goes with the key that is sent: a refused form came with another one.
  addEventListener('submit', ({ target }) => {
    for (const field of fields()) if (field.form === target) keep(field);
  });
  // Another tab has written, or sent.
  addEventListener('storage', ({ key, oldValue, newValue, storageArea }) => {
    if (storageArea !== localStorage || key === null) return;
    const [before, draft] = [read(oldValue), read(newValue)];
    for (const field of fields()) {
      if (nameOf(field) !== key) continue;
      const isSame = field.value === '' || field.value === before?.text;
      const isWriting = document.hasFocus() && focused() === field;
      // Under somebody's hands no words change, but a file may come beside them.
      if (isSame) show(field, draft && isWriting ? { ...draft, text: field.value } : draft);
    }
  });
}
