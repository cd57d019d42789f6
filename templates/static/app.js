// What a page can do besides: everything here works without it.
//
// * The parts of a page (`data-part`) are brought up to date around the forms that somebody uses; `live.js` says when.
// * Keys lead to what `data-key` names (`keys.js`), and the outline is written in without leaving it (`outline.js`).
// * A name behind `@` is completed while it is typed, and so are a skill and a search.
// * The title of an unread notice opens it as its button does, which marks it as read.
// * The choice of colours is shown at once, and what an offer will look like while it is written.
// * Escape and a click elsewhere close a menu; what an entry of it names is opened in place.
// * The short name of a new pursuance is proposed from its name.
// * A card of a board is dragged to another lane, which does what its menu does.
// * Text that is typed and not sent is kept in this tab while another form of the page is sent. Whoever signs out is asked about lines of
//   the outline that still wait.
// * After a task was added, the focus is in the field for the next one.
// * Notices are pushed to this browser, once somebody has switched that on (`worker.js` shows them).

'use strict';

const main = document.getElementById('main');

/** Tells those who do not see the page what has changed on it. */
function say(text) {
  const status = document.getElementById('live-status');
  // The same words are told again only where they differ.
  status.textContent = status.textContent === text ? `${text}\u00a0` : text;
}

/** Whether somebody has marked a text in it. */
function isMarked(node) {
  const selection = getSelection();
  return !selection.isCollapsed && selection.containsNode(node, true);
}

/** Whether a form came back with the page because it was refused (`data-refused`): what stands in it is typed, and on no other page. */
function isRefused(form) {
  return Boolean(form?.hasAttribute('data-refused'));
}

/** Whether somebody has typed, ticked or chosen what a field has, and it is not sent yet. */
function isFilled(field) {
  if (field.type === 'hidden') return false;
  if (isRefused(field.form)) return true;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const options = [...field.options];
  // Without a default the first option is chosen, which nobody has done.
  const isUntouched = !field.multiple && field.selectedIndex <= 0 && !options.some((option) => option.defaultSelected);
  return !isUntouched && options.some((option) => option.selected !== option.defaultSelected);
}

/** Whether somebody writes in it, has marked a text in it, or has typed or ticked something that is not sent yet. The box that chooses
 * a line says nothing about the line: it is ticked again on a newer one. */
function isWritten(element) {
  const { activeElement } = document;
  if (isMarked(element) || (element.contains(activeElement) && isWriting(activeElement))) return true;
  return [...element.querySelectorAll('input:not([data-pick]), textarea, select')].some(isFilled);
}

/** Whether it is written in, or has the focus. */
function isInUse(element) {
  return element.contains(document.activeElement) || isWritten(element);
}

/** A part as the server writes it. The token of a form looks different on each page (a random mask), and how long ago something was
 * is another number each minute: neither says anything new. */
function written(part) {
  return part.innerHTML.replace(/(<input type="hidden" name="csrf" value=")[^"]*/g, '$1').replace(/(<time datetime="[^"]*")[^>]*>[^<]*/g, '$1>');
}

/** The text of each part, and of each form and line in one, as it came, before anything was unfolded, ticked or described by a script in
 * it; and the parts that are new in places only. */
const came = new WeakMap();
const mixed = new WeakSet();

function remember(root) {
  for (const part of root.querySelectorAll('[data-part], [data-part] :is(form, li[id])')) {
    if (!came.has(part) && !isRefused(part)) came.set(part, written(part));
  }
}

/** The folds of a part by the nearest name, which they keep when others come before them. */
function folds(part) {
  const counts = {};
  return [...part.querySelectorAll('details')].map((details) => {
    const near = details.closest('[id]')?.id ?? '';
    counts[near] = (counts[near] ?? 0) + 1;
    return [`${near} ${counts[near]}`, details];
  });
}

const LINE_LIKE = 'li, tr, article';

/** What an element is known by: its name, or where it leads; a line leads where its first link does. */
function nameOf(element) {
  const link = element.matches('a') ? element : element.matches(LINE_LIKE) && element.querySelector('a[href]');
  return element.id || (link ? link.getAttribute('href') : '');
}

/** The one child of another element with the same name, or the only one of its kind. */
function counterpart(child, from, to) {
  const name = nameOf(child);
  const same = name && [...to.children].find((other) => nameOf(other) === name);
  if (same || child.id) return same;
  const alike = (element) => [...element.children].filter((other) => !other.id && other.tagName === child.tagName);
  const [mine, others] = [alike(from), alike(to)];
  return mine.length === 1 && others.length === 1 ? others[0] : undefined;
}

/** What reads the same, and what would read differently and has to wait: both are left alone. */
const SAME = [];
const HELD = [];

/** A place in a newer version of a list for a line that is not there any more, behind what stood before it. */
function placeFor(line, from, next) {
  const place = document.createComment('');
  let [before, other] = [line.previousElementSibling, undefined];
  for (; before && !other; before = before.previousElementSibling) other = counterpart(before, from, next);
  if (other) other.after(place);
  else next.prepend(place);
  return place;
}

/** Takes out of a newer version what stays on the page as it is, and would stand there twice. */
function withoutDoubles(line, other) {
  for (const { id } of [line, ...line.querySelectorAll(LINE_LIKE)]) {
    const double = id && other.ownerDocument.getElementById(id);
    if (double && !other.contains(double) && !double.contains(other)) double.remove();
  }
}

/**
 * Its children in use, each beside its counterpart in a newer version of the element. None where that has no place for them, or
 * where the form in use, or the text that is marked, would say something else now: then what is around it may not change under it
 * either, up to its line. The other lines do, and a line that has gone stays only while somebody writes in it.
 */
function fitting(element, next) {
  // What stands in a refused form is its writer's; for the rest, it came as the next page has it.
  if (isRefused(element) && !came.has(element)) came.set(element, written(next));
  if (!mixed.has(element) && (came.get(element) ?? written(element)) === written(next)) return SAME;
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '' && isMarked(node);
  if (element.matches('form') || [...element.childNodes].some(isText)) return null;
  const fits = [];
  for (const child of [...element.children].filter(isInUse)) {
    const isLine = child.matches(LINE_LIKE) && nameOf(child) !== '';
    // A field that renames, and a menu, stand in for the hidden link before them.
    const link = child.previousElementSibling?.matches('a[hidden]') ? child.previousElementSibling : null;
    const found = counterpart(link ?? child, element, next);
    if (!found && isLine && !isWritten(child)) continue;
    const inner = found && (link ? SAME : fitting(child, found));
    if (!inner && !isLine) return null;
    const other = found ?? placeFor(child, element, next);
    if (!inner) withoutDoubles(child, other);
    fits.push({ child, other, link, inner: inner ?? HELD });
  }
  return fits;
}

/** Whether something in it has to wait. */
const isHeld = (fits) => !fits || fits === HELD || fits.some(({ inner }) => isHeld(inner));

/** The lines of a list that read as they came, by what they are in a newer version of it. */
function sameLines(element, next) {
  const lines = new Map([...element.children].filter((child) => child.matches('li[id]')).map((line) => [line.id, line]));
  const pairs = lines.size > 0 ? [...next.children].map((other) => [other, lines.get(other.id)]) : [];
  return pairs.filter(([other, line]) => line && came.get(line) === written(other));
}

/** Replaces everything in an element but what is in use, and the lines that read as before: to lay out hundreds of them takes long. */
function replaceAround(element, next, fits) {
  if (fits === SAME || fits === HELD) return;
  const inUse = new Map(fits.map((fit) => [fit.other, fit]));
  const kept = new Map([...sameLines(element, next), ...fits.map(({ child, other }) => [other, child])]);
  const staying = new Set([...kept.values(), ...fits.map(({ link }) => link)]);
  for (const node of [...element.childNodes]) {
    if (!staying.has(node)) node.remove();
  }
  let at = element.firstChild;
  const put = (node) => {
    // What has the focus, or is marked, is never moved, as it would lose that: others go around it.
    const isFixed = staying.has(node) && (node.contains(document.activeElement) || isMarked(node));
    if (node === at || isFixed) at = node.nextSibling;
    else element.insertBefore(node, at);
  };
  for (const node of next.childNodes) {
    const { link, inner } = inUse.get(node) ?? {};
    const stays = kept.get(node);
    if (link) {
      link.replaceChildren(...document.importNode(node, true).childNodes);
      put(link);
    }
    if (inner) replaceAround(stays, node, inner);
    // It is new in places only, so it is no line that reads as it came.
    if (inner && inner !== SAME && inner !== HELD) came.delete(stays);
    put(stays ?? document.importNode(node, true));
  }
}

/** The phase of the task that a page is about. */
const phaseOf = (page) => page.querySelector('[data-part="head"] .phase')?.className;

/** Takes away what was said of the last form: the task is in another phase by now, so it is not true any more. */
function dropNotice() {
  const notice = main.querySelector(':scope > .flash');
  if (!notice) return;
  const isFocused = notice.contains(document.activeElement);
  notice.remove();
  if (isFocused) main.focus({ preventScroll: true });
}

/** Replaces the parts that read differently now. Returns whether there were any, whether one was in use, and whether something in it
 * has to wait. */
function bringUpToDate(fresh) {
  let [changed, left, held] = [false, false, false];
  const line = lineOf(document.activeElement);
  const at = line ? lines().indexOf(line) : 0;
  if (phaseOf(document) !== phaseOf(fresh)) dropNotice();
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = part.isConnected && fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next) continue;
    const [text, inUse] = [written(next), isInUse(part)];
    const isNew = came.get(part) !== text;
    if (!isNew && !mixed.has(part)) continue;
    const fits = inUse ? fitting(part, next) : [];
    if (inUse) left = true;
    if (isHeld(fits)) held = true;
    if (!fits) continue;
    const open = new Map(folds(part).map(([name, details]) => [name, details.open]));
    const ticked = [...part.querySelectorAll('[data-pick]:checked')];
    replaceAround(part, next, fits);
    part.className = next.className;
    if (inUse) mixed.add(part);
    else mixed.delete(part);
    came.set(part, text);
    remember(part);
    for (const [name, details] of folds(part)) details.open = open.get(name) ?? details.open;
    for (const { value } of ticked) {
      const box = part.querySelector(`[data-pick][value="${value}"]`);
      if (box) box.checked = true;
    }
    if (ticked.length > 0) countChosen();
    if (isNew || !inUse) changed = true;
  }
  // Whoever was on a line that has gone is on it elsewhere, or on the next one.
  if (line && !line.isConnected && document.activeElement === document.body) {
    const all = lines();
    (all.find(({ pathname }) => pathname === line.pathname) ?? all[Math.min(at, all.length - 1)])?.focus({ preventScroll: true });
  }
  return { changed, left, held };
}

/** What is to stay where it is seen: the field that somebody writes in, and what stands at the top, the innermost element first, each
 * with its place. */
function landmarks() {
  const found = [];
  const field = document.activeElement;
  const { top, bottom } = field.getBoundingClientRect();
  if (main.contains(field) && isWriting(field) && bottom > 0 && top < innerHeight) found.push({ element: field, top });
  if (scrollY === 0) return found;
  const box = main.getBoundingClientRect();
  const x = Math.min(Math.max(box.left, 0) + box.width / 2, innerWidth - 1);
  for (const y of [8, 64, 120]) {
    let element = document.elementFromPoint(x, y);
    if (!element || !main.contains(element)) continue;
    for (; element && element !== main; element = element.parentElement) {
      // A row is known by its first link.
      const link = element.matches(LINE_LIKE) ? element.querySelector('a[href]') : null;
      const within = element.closest('[data-part]');
      found.push({ element, link, within, top: (link ?? element).getBoundingClientRect().top });
    }
    break;
  }
  return found;
}

/** Is asked before the page changes; what it returns is called after, and lets what is written or read stay where it was. */
function holdPlace() {
  const found = landmarks();
  const { style } = document.documentElement;
  style.overflowAnchor = 'none';
  return () => {
    // What has no name is found again by what it stands in.
    for (const { element, link, within, top } of found) {
      const links = link && within ? [...within.querySelectorAll('a[href]')] : [];
      const alike = links.find((other) => other.getAttribute('href') === link.getAttribute('href'));
      const same = element.isConnected ? (link?.isConnected ? link : element) : (alike ?? document.getElementById(element.id));
      if (!same) continue;
      scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
      break;
    }
    requestAnimationFrame(() => style.removeProperty('overflow-anchor'));
  };
}

// Before any script describes a field or puts a list below it.
remember(document);

/** Gives fields what helps to fill them in: at once, and those that come later when somebody goes there. */
function help(selector, give) {
  const had = new WeakSet();
  const once = (field) => {
    if (had.has(field)) return;
    had.add(field);
    give(field);
  };
  document.querySelectorAll(selector).forEach(once);
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches(selector)) once(target);
  });
}

/** Shows beside a form what would be sent, as it stands in the form now. */
function preview(aside) {
  const form = document.getElementById(aside.dataset.preview);
  let asked = 0;
  form?.addEventListener('change', async () => {
    const turn = ++asked;
    const body = new URLSearchParams(new FormData(form));
    body.set('preview', 'yes');
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = fresh.getElementById(aside.id);
    if (next) aside.replaceChildren(...document.importNode(next, true).childNodes);
  });
}

document.querySelectorAll('[data-preview]').forEach(preview);

/** Keeps "3 hours ago" true while the page is open, by the clock of the server that wrote it. */
function keepNear() {
  const { lang, dataset } = document.documentElement;
  const ahead = Number(dataset.minute) * 60_000 - Date.now();
  const words = new Intl.RelativeTimeFormat(lang);
  setInterval(() => {
    for (const time of document.querySelectorAll('time[data-near]')) {
      const minutes = Math.trunc((Date.parse(time.dateTime) - Date.now() - ahead) / 60_000);
      const hours = Math.trunc(minutes / 60);
      if (minutes) time.textContent = hours ? words.format(hours, 'hour') : words.format(minutes, 'minute');
    }
  }, 60_000);
}

/** Pages tell the time of the browser from the next one on, unless the person chose a zone. */
function tellZone() {
  const name = document.documentElement.dataset.zoneCookie;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!name || !timeZone) return;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  document.cookie = `${name}=${timeZone};path=/;max-age=31536000;samesite=lax${secure}`;
}

tellZone();
keepNear();

// On a narrow screen the tabs scroll; in each row, the one that is open is to be seen. The page itself stays where it is.
for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
  const [row, at] = [tab.parentElement, tab].map((it) => it.getBoundingClientRect());
  tab.parentElement.scrollLeft += at.left + at.width / 2 - row.left - row.width / 2;
}

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const link = event.target.closest?.('details.menu a[href*="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.closest('details.menu').open = false;
  if (target.matches('details')) target.open = true;
  const first = 'input:not([type=hidden]), select, textarea, button';
  (target.querySelector(first) ?? target.querySelector('summary'))?.focus();
  target.scrollIntoView({ block: 'nearest' });
});

document.addEventListener('click', (event) => {
  const title = event.target.closest?.('a[data-opens]');
  if (!title || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  title.closest('li').querySelector('form').requestSubmit();
});

/** Proposes a short name as long as nobody has written one. */
function propose(field) {
  const name = document.getElementById(field.dataset.from);
  let proposed = field.value;
  name?.addEventListener('input', () => {
    if (field.value !== proposed) return;
    const plain = name.value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    proposed = plain.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 30).replace(/-+$/, '');
    field.value = proposed;
  });
}

document.querySelectorAll('[data-from]').forEach(propose);

/** Puts the focus into the field that an address names. */
function focusNamed(hash) {
  const field = document.getElementById(hash.slice(1));
  if (field?.matches('input, textarea')) field.focus();
}

addEventListener('hashchange', () => focusNamed(location.hash));
focusNamed(location.hash);

const viewer = document.body.dataset.viewer;

/** Takes the token of another page of the same person, which may be of a newer session. Whether it is one. */
function takeToken(fresh) {
  const token = fresh.querySelector('input[name="csrf"]')?.value;
  if (!viewer || fresh.body.dataset.viewer !== viewer || !token) return false;
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
  return true;
}

/** Tells the other tabs that somebody is signed in: pages whose session had ended go on. */
function tellSignedIn() {
  if (!viewer || !('BroadcastChannel' in window)) return;
  const channel = new BroadcastChannel('signed in');
  channel.postMessage(viewer);
  channel.close();
}

/** Calls back when another tab tells that the person of this page is signed in. */
function hearSignedIn(act) {
  if (!viewer || !('BroadcastChannel' in window)) return;
  let channel = null;
  const open = () => {
    channel = new BroadcastChannel('signed in');
    channel.addEventListener('message', ({ data }) => {
      if (data === viewer) act();
    });
  };
  open();
  // Each page that is loaded tells it: one that is kept for "Back" would be dropped for hearing that.
  addEventListener('pagehide', () => channel.close());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) open();
  });
}

tellSignedIn();

/** Lines of the outline that wait (`lines.js`) are kept under names that begin so. */
const KEPT_LINE = 'line ';

function ourLines() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${KEPT_LINE}${viewer} `));
  } catch {
    // A browser that stores nothing keeps no lines.
    return [];
  }
}

/** Whoever signs out is asked, where lines wait that would be lost: nothing is left behind for the next person at this browser. */
function keepNoLines() {
  let isLeaving = false;
  document.addEventListener('submit', (event) => {
    const { target } = event;
    isLeaving = target.dataset.unsent !== undefined;
    const count = isLeaving ? ourLines().length : 0;
    if (count === 0 || confirm(target.dataset.unsent.replace('{count}', count))) return;
    isLeaving = false;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener('pagehide', () => {
    if (!isLeaving) return;
    for (const name of ourLines()) localStorage.removeItem(name);
    if ('BroadcastChannel' in window) new BroadcastChannel('signed out').postMessage(viewer);
  });
}

if (viewer) keepNoLines();

const DRAFT = 'draft ';
const ours = viewer && `${DRAFT}${viewer} `;

function forgetDrafts(isKept = () => false) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFT) && !isKept(key)) sessionStorage.removeItem(key);
  }
}

/** Keeps texts until they are sent: in this tab alone, and no longer than their writer is signed in. */
function keepDrafts() {
  const fields = () => [...main.querySelectorAll('form[method="post"] textarea')];
  const keyOf = (field) => `${ours}${field.form.getAttribute('action')} ${field.name}`;
  // A person who has signed out leaves nothing behind, in any tab of this browser.
  const signedOut = 'BroadcastChannel' in window && new BroadcastChannel('signed out');
  if (signedOut) signedOut.addEventListener('message', () => forgetDrafts());
  forgetDrafts((key) => ours && key.startsWith(ours));
  if (!ours) {
    if (signedOut) signedOut.postMessage('');
    return;
  }
  for (const field of fields()) {
    const text = sessionStorage.getItem(keyOf(field));
    sessionStorage.removeItem(keyOf(field));
    if (text === null || field.value !== '') continue;
    field.value = text;
    for (let part = field.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  }
  let sent = null;
  // "Back" brings a text that was sent into its field again: that is no draft, and the entry of the history says so.
  const wasSent = (field) => history.state?.sent?.[keyOf(field)] === field.value;
  addEventListener('submit', (event) => {
    sent = event.target;
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

try {
  keepDrafts();
} catch {
  // A browser that stores nothing keeps no drafts.
}

/**
 * A list of proposals below a field, as in the combobox of the ARIA Authoring Practices: the focus stays in the field. `take` is told
 * which one was pressed.
 */
function listBelow(field, { id, label, take }) {
  const list = document.createElement('ul');
  list.id = id;
  list.className = 'names';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  list.hidden = true;
  field.after(list);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  // A field of several lines has no such role.
  const isCombobox = field.matches('input');
  if (isCombobox) field.setAttribute('role', 'combobox');
  const unfold = (isOpen) => {
    list.hidden = !isOpen;
    if (isCombobox) field.setAttribute('aria-expanded', String(isOpen));
  };
  unfold(false);
  const choose = (option) => {
    for (const one of list.children) one.setAttribute('aria-selected', String(one === option));
    if (!option) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
    return undefined;
  };
  const option = (text, index) => {
    const item = document.createElement('li');
    item.id = `${id}-${index}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.append(text);
    // A click would take the focus out of the field first.
    item.addEventListener('mousedown', (event) => {
      event.preventDefault();
      take(index);
    });
    return item;
  };
  return {
    isOpen: () => !list.hidden,
    chosen: () => [...list.children].findIndex((one) => one.getAttribute('aria-selected') === 'true'),
    choose: (index) => choose(list.children[index]),
    show(texts) {
      list.replaceChildren(...texts.map(option));
      if (list.hidden) {
        unfold(true);
        // Below the last field of a page on a phone it would stand behind the bar.
        list.scrollIntoView({ block: 'nearest' });
      }
      choose(undefined);
    },
    close() {
      unfold(false);
      field.removeAttribute('aria-activedescendant');
    },
  };
}

/** Completes `@name` while it is typed: members whose name has these letters, in a list below the field. */
function completeNames(field) {
  let turn = 0;
  let found = [];
  const typed = () => field.value.slice(0, field.selectionStart).match(/(?:^|[^\w@#/&.-])@([\w-]{1,30})$/)?.[1];
  const list = listBelow(field, { id: `${field.id}-names`, label: '@', take: (index) => take(index) });
  const close = () => {
    turn += 1;
    list.close();
  };
  const take = (index) => {
    const [word, end] = [typed(), field.selectionStart];
    close();
    if (word === undefined) return;
    field.setRangeText(`${found[index].name} `, end - word.length, end, 'end');
    field.focus();
  };
  field.addEventListener('input', async () => {
    const word = typed();
    if (!word) return close();
    const mine = (turn += 1);
    const answer = await fetch(`${field.dataset.names}?q=${encodeURIComponent(word)}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return undefined;
    const members = await answer.json();
    // An older answer that is read late must not end the question that came after it.
    if (mine !== turn) return undefined;
    if (members.length === 0) return close();
    found = members;
    list.show(found.map(({ name, display }) => `@${name}${display === name ? '' : ` · ${display}`}`));
    list.choose(0);
    return undefined;
  });
  field.addEventListener('keydown', (event) => {
    if (!list.isOpen() || event.isComposing) return;
    const [chosen, last] = [list.chosen(), found.length - 1];
    if (event.key === 'ArrowDown') list.choose(Math.min(chosen + 1, last));
    else if (event.key === 'ArrowUp') list.choose(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  field.addEventListener('blur', close);
}

help('textarea[data-names]', completeNames);

/**
 * Proposes what may stand where a search, or a line for a new task, is typed. Nothing is chosen before an arrow key: Enter sends what stands in the field. The
 * server counts characters, and a string of the browser its halves.
 */
function complete(field) {
  let turn = 0;
  let found = { from: 0, to: 0, items: [] };
  const list = listBelow(field, { id: `${field.id}-proposed`, label: field.dataset.proposed, take: (index) => take(index) });
  field.autocomplete = 'off';
  const close = () => {
    turn += 1;
    list.close();
  };
  const place = (characters) => [...field.value].slice(0, characters).join('').length;
  const ask = async () => {
    const mine = (turn += 1);
    const before = field.value.slice(0, field.selectionStart);
    if (before === '' || field.selectionStart !== field.selectionEnd) return close();
    const address = new URL(field.dataset.completes, location.href);
    address.searchParams.set('q', field.value);
    address.searchParams.set('at', [...before].length);
    const answer = await fetch(address).catch(() => null);
    const proposed = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine !== turn) return undefined;
    if (!proposed || proposed.items.length === 0) return close();
    found = proposed;
    list.show(found.items.map(({ text, label }) => (label ? `${text.trim()} · ${label}` : text.trim())));
    return undefined;
  };
  const take = (index) => {
    const { text } = found.items[index];
    // Letters that were typed since the question belong to it.
    field.setRangeText(text, place(found.from), field.selectionStart, 'end');
    field.focus();
    close();
    // Behind a key stands one of its words.
    if (text.endsWith(':')) ask();
  };
  field.addEventListener('input', ask);
  field.addEventListener('keydown', (event) => {
    if (!list.isOpen() || event.isComposing) return;
    const [chosen, count] = [list.chosen(), found.items.length];
    if (event.key === 'ArrowDown') list.choose((chosen + 1) % count);
    else if (event.key === 'ArrowUp') list.choose(chosen > 0 ? chosen - 1 : count - 1);
    else if (event.key === 'Enter' && chosen >= 0) take(chosen);
    else if (event.key === 'Escape') close();
    else {
      // Elsewhere in the text something else may stand.
      if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  });
  field.addEventListener('blur', close);
  field.form?.addEventListener('submit', close);
}

help('input[data-completes]', complete);

/** Asks for words that contain what is typed: the list of the page holds the first of many. A person is proposed by name. */
function completeWords(field) {
  let turn = 0;
  const option = (word) => (word.name ? new Option(word.display, word.name) : new Option(word, word));
  field.addEventListener('input', async () => {
    const mine = (turn += 1);
    const answer = await fetch(`${field.dataset.words}?q=${encodeURIComponent(field.value)}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return;
    const words = await answer.json();
    if (mine === turn) field.list.replaceChildren(...words.map(option));
  });
}

help('input[data-words]', completeWords);

/** Lets cards be dragged to another lane: where the menu of the card leads there, its entry is used. */
function dragCards(board) {
  let dragged = '';
  let over = null;
  // A part that is brought up to date has other elements.
  const entry = (lane) => lane && document.getElementById(dragged)?.querySelector(`[data-to="${lane.dataset.lane}"]`);
  const leave = () => {
    over?.classList.remove('over');
    over = null;
  };
  board.addEventListener('pointerdown', ({ target, pointerType }) => {
    const card = target.closest('[data-card]');
    // A finger scrolls.
    if (card) card.draggable = pointerType === 'mouse' && !target.closest('.menu') && Boolean(card.querySelector('[data-to]'));
  });
  board.addEventListener('dragstart', (event) => {
    const card = event.target.closest?.('[data-card]');
    dragged = card?.draggable ? card.id : '';
    if (!dragged) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.querySelector('h3 a').href);
  });
  board.addEventListener('dragover', (event) => {
    const lane = event.target.closest('[data-lane]');
    if (lane !== over) leave();
    if (!entry(lane)) return;
    event.preventDefault();
    over = lane;
    lane.classList.add('over');
  });
  board.addEventListener('drop', (event) => {
    const button = entry(event.target.closest('[data-lane]'));
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  board.addEventListener('dragend', () => {
    dragged = '';
    leave();
  });
}

document.querySelectorAll('[data-board]').forEach(dragCards);

document.addEventListener('change', (event) => {
  if (event.target.name !== 'theme') return;
  const { value } = event.target;
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
});

/** The bytes of a text in base64url, as `subscribe` takes them in every browser. */
function bytesOf(text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** What the push service of this browser says: where it takes messages, and how they are encrypted. */
async function subscription(key) {
  await navigator.serviceWorker.register('/worker.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for another key is of no use.
  const before = await pushManager.getSubscription();
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

/** Offers to have notices pushed to this browser, where it can do that. */
function offerPush(form) {
  const says = form.querySelector('[role="status"]');
  const button = form.querySelector('button');
  const say = (what) => {
    says.textContent = form.dataset[what];
  };
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return say('unable');
  if (Notification.permission === 'denied') return say('denied');
  says.textContent = '';
  button.hidden = false;
  form.addEventListener('submit', async (event) => {
    // What the browser said is filled in: now it goes to the server.
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== 'granted') return say('denied');
      const { endpoint, keys } = (await subscription(form.dataset.push)).toJSON();
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.elements.endpoint.value = endpoint;
      form.requestSubmit();
    } catch {
      say('failed');
    } finally {
      button.disabled = false;
    }
    return undefined;
  });
  return undefined;
}

document.querySelectorAll('[data-push]').forEach(offerPush);
