// What a page can do besides: everything here works without it.
//
// * A page with `data-live` hears of changes and brings its parts (`data-part`) up to date, except where somebody writes.
// * `/` and `c` jump to the search and to the new task; `data-key` says where.
// * The choice of colours is shown at once.

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

function listen(address) {
  let pending = false;
  const refresh = async () => {
    pending = false;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (bringUpToDate(fresh)) {
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
  addEventListener('pagehide', () => events.close());
}

if (main?.dataset.live && 'EventSource' in window) listen(main.dataset.live);

document.addEventListener('keydown', (event) => {
  const writing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = [...document.querySelectorAll('[data-key]')].find((element) => element.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches('a')) {
    target.click();
    document.querySelector(`${target.hash} input:not([type=hidden])`)?.focus();
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
