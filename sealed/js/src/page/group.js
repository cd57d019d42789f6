// The script of the pages of private pursuances: each element with `data-sealed` begins by its word, and the pursuance of the page by `group`.
//
// Other scripts of the page ask it for what members signed, and write by it: `pursuance()`, `put`.

import { lockAtSignOut } from '../../../../templates/static/js/locking.js';
import { alert, taskIn } from './elements.js';
import { parsed } from './parsed.js';
import { Part } from './part.js';
import { once } from './group/lazy_files.js';
import { takeFragment } from './group/fragment.js';
import { browserLocalStore } from './group/local_store.js';
import { GroupSession } from './group/session.js';
import { beginNewTask, hearPresses } from './group/views/writing.js';
import { Trouble, needThat, toTrouble } from './trouble.js';
import { sessionOfPage, thisBrowser } from './unlocked.js';

export { put } from './group/changes.js';

/** @import { Files } from './group/lazy_files.js' */

/**
 * Begins a part by a file that is loaded for it.
 * @template {keyof Files} Name
 * @param {Part} part
 * @param {Name} name
 * @param {(file: Files[Name]) => unknown} begin
 */
async function byFile(part, name, begin) {
  try {
    await begin(await once(name));
  } catch (error) {
    // The file could not be loaded; or what the page names is not there, or cannot be read.
    part.place.replaceChildren(alert(part.texts.about(toTrouble(error))));
    if (!(error instanceof Trouble)) console.error(error);
  }
}

/** @typedef {(part: Part, session: GroupSession) => unknown} Begin */

/**
 * Whether a part of the page is about the task of its heading, where that has one: nobody writes below another title.
 * @param {Part} part
 */
const isOfPage = (part) => (taskIn(document, 'h1') ?? part.data('object')) === part.data('object');

/**
 * Returns the beginning of a part by the function of that name.
 * @template {string} Name
 * @template {{ [File in keyof Files]: Files[File] extends Record<Name, Begin> ? File : never }[keyof Files]} File
 * @param {File} file
 * @param {Name} name
 * @returns {Begin}
 */
const by = (file, name) => (part, of) => byFile(part, file, (given) => {
  needThat(part.data('object') === '' || isOfPage(part), 'unknown-object');
  return /** @type {Record<Name, Begin>} */ (given)[name](part, of);
});

/** @type {Record<string, Begin>} of a page with a pursuance */
const OF_GROUPS = {
  block: by('forms', 'beginBlock'),
  bulk: by('bulk', 'beginBulk'),
  depend: by('forms', 'beginDepend'),
  edit: by('forms', 'beginEdit'),
  'edit-task': by('forms', 'beginEdit'),
  head: by('people', 'beginHead'),
  invite: by('people', 'beginInvite'),
  invites: by('people', 'beginInvites'),
  members: by('people', 'beginMembers'),
  move: by('forms', 'beginMove'),
  'new-task': beginNewTask,
  suggestions: by('suggested', 'beginSuggested'),
  talk: by('talk', 'beginTalk'),
  verdict: by('talk', 'beginVerdict'),
  profile: by('people', 'beginProfile'),
  search: by('search', 'beginSearch'),
};

const localStore = browserLocalStore();
// Some pages load this file alone.
lockAtSignOut();

/** @type {Record<string, (part: Part) => unknown>} of any page */
const ALONE = {
  enter: (part) => {
    // At once: nothing else of the page sees it.
    const text = takeFragment();
    return byFile(part, 'entering', ({ beginEnter }) => beginEnter(part, localStore, text));
  },
  found: (part) => byFile(part, 'founding', ({ beginFound }) => beginFound(part, localStore)),
  groups: (part) =>
    byFile(part, 'several', ({ Several }) => {
      beside = new Several(part, localStore);
      return beside.begin();
    }),
  replace: (part) => byFile(part, 'replace', ({ beginReplace }) => beginReplace(part, localStore, session)),
  unlock: (part) => byFile(part, 'unlock', ({ beginUnlock }) => beginUnlock(part)),
};

// A session that ended elsewhere leaves no keys behind.
if (sessionOfPage().viewer === '') void thisBrowser().lock();

/** @type {GroupSession | undefined} */
let session;
/** A page that is of none has something of several. @type {import('./group/several.js').Several | undefined} */
let beside;

/** The pursuance of this page, once its log was followed. */
export const pursuance = () => session?.ready;

/** @type {WeakSet<Element>} */
const begun = new WeakSet();

/** @param {HTMLElement} element */
function begin(element) {
  const word = element.dataset.sealed ?? '';
  const [alone, ofGroups] = [ALONE[word], OF_GROUPS[word]];
  if (begun.has(element) || (!alone && !ofGroups)) return;
  if (!alone && !session) return;
  begun.add(element);
  if (alone) alone(new Part(element));
  else if (session) ofGroups?.(new Part(element), session);
}

/** The pursuance of the page begins before the page is there: its element stands before this script. What has nothing behind it may go on. */
function beginSession() {
  const element = document.querySelector('[data-sealed="group"]');
  if (document.readyState === 'loading' && !element?.nextElementSibling) return;
  if (!session && element instanceof HTMLElement) {
    session = new GroupSession(new Part(element), localStore);
    void session.begin();
    hearPresses(session);
  }
}

/** Begins what is in the page and has not begun: live pages get parts of them anew. */
function beginAll() {
  beginSession();
  for (const one of document.querySelectorAll('[data-sealed]')) if (one instanceof HTMLElement) begin(one);
}

let isDue = false;

/** Parts that came meanwhile: filled together, before they are painted. */
function changed() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    beginAll();
    void session?.refresh();
    void beside?.refresh();
  });
}

beginSession();
void parsed.then(() => {
  beginAll();
  new MutationObserver((records) => {
    if (records.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element && isSealed(node)))) changed();
  }).observe(document.body, { childList: true, subtree: true });
});

/** Elements that the module looks at. */
const OURS = '[data-sealed], [data-iid], [data-member], [data-writes]';

/** @param {Element} element */
const isSealed = (element) => element.matches(OURS) || element.querySelector(OURS) !== null;
