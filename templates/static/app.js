// What a page can do besides: everything here works without it.
//
// * A page with `data-live` hears of changes and brings its parts (`data-part`) up to date, except where somebody writes.
// * `/` and `c` jump to the search and to the new task; `data-key` says where.
// * The choice of colours is shown at once, and what an offer will look like while it is written.
// * Escape and a click elsewhere close a menu; what an entry of it names is opened in place.
// * The short name of a new pursuance is proposed from its name.
// * Text that is typed and not sent is kept in this tab while another form of the page is sent.
// * After a task was added, the focus is in the field for the next one.

'use strict';

const main = document.getElementById('main');

/** Whether something in it was typed or ticked and not yet sent, or is in use right now. */
function isInUse(element) {
  if (element.contains(document.activeElement)) return true;
  const isChosen = (option) => option.selected !== option.defaultSelected;
  return [...element.querySelectorAll('input, textarea, select')].some((field) => {
    // Without a default the first option is chosen, which nobody has done.
    if (field.options) return [...field.options].some(isChosen) && field.selectedIndex > 0;
    return field.type === 'checkbox' || field.type === 'radio'
      ? field.checked !== field.defaultChecked
      : field.type !== 'hidden' && field.value !== field.defaultValue;
  });
}

/** Replaces the parts that read differently now. Returns whether there were any. */
function bringUpToDate(fresh) {
  let changed = false;
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || next.innerHTML === part.innerHTML || isInUse(part)) continue;
    const open = [...part.querySelectorAll('details')].map((details) => details.open);
    part.replaceChildren(...document.importNode(next, true).childNodes);
    part.querySelectorAll('details').forEach((details, index) => {
      if (open[index] !== undefined) details.open = open[index];
    });
    changed = true;
  }
  return changed;
}

/** The page as it is now, if it is still one that hears of the same changes. */
async function pageAt(href, live) {
  const answer = await fetch(href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return null;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return fresh.getElementById('main')?.dataset.live === live ? fresh : null;
}

function listen(address) {
  let pending = false;
  const refresh = async () => {
    pending = false;
    // A form that was refused stands at an address of its own; its page may be another one.
    const fresh = (await pageAt(location.href, address)) ?? (await pageAt(address.replace(/\/live$/, ''), address));
    if (fresh && bringUpToDate(fresh)) {
      const status = document.getElementById('live-status');
      status.textContent = status.dataset.text;
    }
  };
  const events = new EventSource(address);
  events.addEventListener('message', () => {
    if (pending) return;
    // Several changes at once are one refresh.
    pending = true;
    setTimeout(() => refresh().catch(() => {}), 150);
  });
  events.addEventListener('error', async () => {
    // The server ends it for whoever may not read the page any more. What somebody is writing stays where it is.
    if (events.readyState !== EventSource.CLOSED || isInUse(main)) return;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
    if (answer?.status === 404) location.reload();
  });
  addEventListener('pagehide', () => events.close());
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

/** Pages tell the time of the browser from the next one on, unless the person chose a zone. */
function tellZone() {
  const name = document.documentElement.dataset.zoneCookie;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!name || !timeZone) return;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  document.cookie = `${name}=${timeZone};path=/;max-age=31536000;samesite=lax${secure}`;
}

tellZone();

// On a narrow screen the tabs scroll; the one that is open is to be seen.
document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

if (main?.dataset.live && 'EventSource' in window) listen(main.dataset.live);

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

const DRAFT = 'draft ';
const viewer = document.body.dataset.viewer;
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
  addEventListener('submit', (event) => {
    sent = event.target;
  });
  addEventListener('pagehide', () => {
    if (sent && !main.contains(sent)) {
      // The only form beside the page's own that is posted signs out.
      if (sent.method === 'post') return forgetDrafts();
    }
    for (const field of fields()) {
      const isTyped = field.value.trim() !== '' && (field.dataset.draft !== undefined || field.value !== field.defaultValue);
      if (isTyped && field.form !== sent) sessionStorage.setItem(keyOf(field), field.value);
    }
    sent = null;
  });
}

try {
  keepDrafts();
} catch {
  // A browser that stores nothing keeps no drafts.
}

document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
    return;
  }
  const writing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = [...document.querySelectorAll('[data-key]')].find((element) => element.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches('a')) {
    target.click();
    focusNamed(target.hash);
  } else {
    target.focus();
  }
});

document.addEventListener('change', (event) => {
  if (event.target.name !== 'theme') return;
  const { value } = event.target;
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
});
