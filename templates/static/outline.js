// The outline without leaving it: what is written, renamed, moved and chosen there is sent as the forms of the page send it, one
// after the other, and the page that answers brings this one up to date.
//
// * In a field for a new task, Enter adds it and stays, Tab and Shift+Tab change its level, Escape leaves. Several pasted lines go
//   to the preview of "Add several". What is refused, or finds no network or no session, waits above its field (`lines.js` keeps it):
//   Enter sends it again, a click or an arrow up takes it back.
// * F2 or the menu of a line renames in place; where somebody else was quicker, the page with both texts opens.
// * Alt and an arrow move a task, and so does dragging it with a mouse.
// * `x`, Shift and an arrow, and Shift and a click choose several; a bar below counts them.

'use strict';

const boxes = () => [...document.querySelectorAll('input[data-pick]')];
const boxOf = (element) => rowOf(element)?.querySelector('[data-pick]') ?? null;
const chosen = () => boxes().filter((box) => box.checked);

/** Shows the boxes of the lines, or puts them away, on the same page. Whether that was possible. */
async function showBoxes(address, renew) {
  const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  history.replaceState(history.state, '', address);
  for (const box of boxes()) box.checked = box.defaultChecked;
  const isFocused = document.activeElement.matches('[data-choose], form[data-bulk] *');
  const [link, bar] = ['[data-choose]', 'form[data-bulk]'].map((place) => document.importNode(fresh.querySelector(place) ?? document.createComment(''), true));
  document.querySelector('[data-choose]')?.replaceWith(link);
  document.querySelector('form[data-bulk]')?.remove();
  document.querySelector('#outline, [data-part="list"], [data-part="table"]').after(bar);
  if (isFocused) link.focus?.();
  await renew(fresh);
  countChosen();
  return true;
}

let chooseHere = async (address) => {
  if (!(await showBoxes(address, bringUpToDate))) location.assign(address);
};

/** Counts what is chosen, and keeps the bar in sight meanwhile. */
function countChosen() {
  const form = document.querySelector('form[data-bulk]');
  if (!form) return;
  let counted = form.querySelector('.chosen');
  if (!counted) {
    counted = Object.assign(document.createElement('p'), { className: 'chosen' });
    counted.setAttribute('role', 'status');
    form.prepend(counted);
  }
  const { length } = chosen();
  const text = `${length} ${form.dataset.chosen}`;
  if (counted.textContent !== text) counted.textContent = text;
  // What was said before is over once somebody goes on to choose; what is said later stands above the bar.
  if (length > 0 && !form.classList.contains('is-on')) document.querySelector('.toast')?.remove();
  form.classList.toggle('is-on', length > 0);
  clearBar();
}

/** Keeps what is said at the edge above the bar, wherever that stands. */
function clearBar() {
  const bar = document.querySelector('form[data-bulk].is-on');
  main.style.setProperty('--bar', `${bar ? innerHeight - bar.getBoundingClientRect().top : 0}px`);
}

{
  /** The line where a range begins. */
  let pivot = '';
  /** Where arrows began to choose, and how far they got. */
  let stretch = { from: '', to: '' };

  /** The boxes, while they are on their way. */
  let coming = null;

  /** A line by the address of its task: its elements may be others by now. */
  const lineAt = (address) => lines().find((line) => line.pathname === address);

  /** Ticks the box of a line or takes the tick away, with boxes on the page if there were none. */
  async function pick(address, isTicked) {
    const link = document.querySelector('[data-choose]');
    if (!boxOf(lineAt(address)) && link) {
      coming ??= chooseHere(link.href).finally(() => {
        coming = null;
      });
      await coming;
    }
    const box = boxOf(lineAt(address));
    if (!box) return;
    box.checked = isTicked ?? !box.checked;
    pivot = address;
    countChosen();
  }

  /** Goes to the line before or to the next one, which is chosen as well; on the way back to where it began, a line is let go. */
  async function extend(line, by) {
    const all = lines();
    const at = all.indexOf(line);
    const next = all[at + by];
    if (!next) return;
    const [from, to] = [line.pathname, next.pathname];
    if (stretch.to !== from) stretch.from = from;
    stretch.to = to;
    const isBack = (all.indexOf(lineAt(stretch.from)) - at) * by > 0 && boxOf(line)?.checked && boxOf(next)?.checked;
    next.focus();
    await pick(from, !isBack);
    await pick(to, true);
  }

  /** Chooses everything between the last choice and a line. */
  function pickTo(begin, line) {
    const all = lines();
    const [from, to] = [all.indexOf(begin), all.indexOf(line)].sort((a, b) => a - b);
    for (const between of all.slice(Math.max(from, 0), to + 1)) {
      const box = boxOf(between);
      if (box) box.checked = true;
    }
    pivot = line.pathname;
    countChosen();
  }

  /** The box of a line that is clicked, but for what is a control of its own there. */
  const boxAt = (target) => (target.closest?.('form, .menu, .dots') ? null : boxOf(target));

  document.addEventListener('mousedown', (event) => {
    // No text is marked between two clicks.
    if (event.shiftKey && boxAt(event.target)) event.preventDefault();
  });

  document.addEventListener('click', (event) => {
    const { target, shiftKey } = event;
    const link = target.closest?.('[data-choose], form[data-bulk] a');
    if (link && !(event.ctrlKey || event.metaKey || shiftKey || event.altKey)) {
      event.preventDefault();
      chooseHere(link.href);
      return;
    }
    const [line, box] = [lineOf(target), boxAt(target)];
    if (!shiftKey || !box) return;
    // The box itself ticks and unticks by the click, and so does its label.
    if (!target.closest('.pick-box')) event.preventDefault();
    const begin = lineAt(pivot);
    if (begin) setTimeout(() => pickTo(begin, line));
    else if (!target.closest('.pick-box')) pick(line.pathname, true);
  });

  document.addEventListener('change', ({ target }) => {
    if (!target.matches('[data-pick]')) return;
    if (target.checked) pivot = lineOf(target)?.pathname ?? '';
    countChosen();
  });

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(target)) return;
    const line = lineOf(target);
    // A window is closed first.
    if (key === 'Escape' && chosen().length > 0 && !document.querySelector('dialog[open]')) {
      for (const box of chosen()) box.checked = false;
      stretch.to = '';
      countChosen();
    } else if (line && event.shiftKey && (key === 'ArrowDown' || key === 'ArrowUp')) extend(line, key === 'ArrowDown' ? 1 : -1);
    else if (line && key === 'x' && isLetter(event)) {
      stretch.to = '';
      pick(line.pathname);
    } else return;
    event.preventDefault();
  });

  // Those who only hear a page hear which keys do the same.
  document.addEventListener('focusin', ({ target }) => {
    if (document.body.dataset.keys === 'off') return;
    rowOf(target)?.querySelector('.dots')?.setAttribute('aria-keyshortcuts', 'm');
    boxOf(target)?.setAttribute('aria-keyshortcuts', 'x');
  });

  countChosen();
  // "Back" ticks the boxes again.
  addEventListener('pageshow', countChosen);
  addEventListener('scroll', clearBar, { passive: true });
}

if (document.getElementById('outline')) {
  const outline = document.getElementById('outline');
  const words = outline.dataset;
  const ADD = '#outline form.add';

  // ---- The page

  const tokenOf = () => document.querySelector('input[name="csrf"]')?.value ?? '';
  const isOurs = (page) => page.body.dataset.viewer === viewer;
  const here = () => location.pathname + location.search;
  const itemOf = (element) => element?.closest?.('#outline li[id^="row-"]') ?? null;
  const numberOf = (item) => Number(item.id.slice(4));
  const item = (number) => document.getElementById(`row-${number}`);
  const linkOf = (item) => item?.querySelector(':scope > .row > .t > a') ?? null;
  const titleOf = (item) => linkOf(item)?.textContent.trim() ?? '';
  const listBelow = (item) => item.querySelector(':scope > details > ul');
  const itemAbove = (item) => item.parentElement.closest('li');

  /** Why a form was refused, as its page says it. */
  function reason(page) {
    const places = ['[id^="add-"][id$="-error"]', '#title-error', 'main [role="alert"] b', 'main [role="alert"]', '.fault .notice b', 'h1'];
    return places.map((place) => page.querySelector(place)?.textContent.trim()).find(Boolean) ?? words.failed;
  }

  const session = watchSession(viewer, {
    words,
    place: () => document.querySelector(`${ADD}:focus-within`) ?? mainForm() ?? outline.lastElementChild,
    resume: () => goOn(),
  });

  /** Sends fields as a form of this page: the page that answers, or why there is none. Where the session has ended, its person signs in
   * beside what is written; where they have done so elsewhere, it is sent in the session of now. */
  async function post(action, fields) {
    const done = await postOnce(action, fields);
    if (![401, 403].includes(done.status)) return done;
    const standing = await session.check();
    if (standing === 'there') return postOnce(action, fields);
    return { ...done, status: 0, page: null, isOver: standing === 'over', why: standing === 'over' ? words.ended : words.offline };
  }

  /** Sends fields once. A server that fails, or one in between, is no connection. */
  async function postOnce(action, fields) {
    fields.set('csrf', tokenOf());
    try {
      const answer = await fetch(action, { method: 'POST', body: fields, headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (answer.status >= 500 || !page.getElementById('main')) throw new Error('no answer of ours');
      const { pathname, search } = new URL(answer.url);
      return { isDone: answer.ok, status: answer.status, page, at: pathname + search, why: answer.ok ? '' : reason(page) };
    } catch {
      return { isDone: false, status: 0, page: null, why: words.offline };
    }
  }

  /** This page as it is now; none where it is no outline any more. */
  async function pageNow() {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return answer.ok && isOurs(page) && page.getElementById('outline') ? page : null;
  }

  /** Sends fields the way a form does that has no script: the page that answers takes the place of this one. */
  function leaveWith(action, fields) {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = action;
    form.hidden = true;
    fields.set('csrf', tokenOf());
    for (const [name, value] of fields) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    outline.append(form);
    HTMLFormElement.prototype.submit.call(form);
  }

  /** Shows a notice at the edge, so that nothing moves: it may have a button that takes something back, which is possible for ten
   * minutes. */
  function toast(notice) {
    document.querySelector('.toast')?.remove();
    notice.classList.add('toast');
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet close', textContent: '×' });
    close.setAttribute('aria-label', words.close);
    close.addEventListener('click', () => notice.remove());
    notice.append(close);
    main.append(notice);
    clearBar();
    setTimeout(() => notice.remove(), 600_000);
  }

  /** Shows what a page says of what was done. */
  function notify(page) {
    const flash = page.querySelector('main > .flash');
    document.querySelector('.toast')?.remove();
    if (!flash) return false;
    const notice = document.importNode(flash, true);
    notice.removeAttribute('role');
    say(notice.querySelector('p')?.textContent ?? notice.textContent);
    toast(notice);
    return true;
  }

  /** Says something at the edge: in the notice that is there, where `beside` keeps that and its button. */
  function tell(text, { beside = false, tone = 'refused' } = {}) {
    const said = Object.assign(document.createElement('p'), { className: 'grow', textContent: text });
    const shown = beside && document.querySelector('.toast:has(form)');
    if (shown) {
      said.classList.add('beside', tone === 'refused' ? 'error' : 'small');
      shown.querySelector('.beside')?.remove();
      shown.querySelector('.grow').after(said);
    } else {
      const notice = Object.assign(document.createElement('div'), { className: `notice ${tone}` });
      notice.append(said);
      toast(notice);
    }
    say(text);
    return said;
  }

  let composing = null;
  document.addEventListener('compositionstart', () => {
    composing = new Promise((end) => {
      document.addEventListener('compositionend', end, { once: true });
    });
  });

  /** While the list is replaced, what loses the focus is not left by anybody. */
  let isRenewing = false;

  /** The forms in the list that somebody is in, or has typed into. */
  function busyForms() {
    const isBusy = (form) =>
      form.contains(document.activeElement) || form.matches('.rename') || form.querySelector('.waiting') || form.elements.title.value !== '';
    return [...outline.querySelectorAll('ul form:is(.add, .rename)')].filter(isBusy);
  }

  /** What has the focus, and how to find it on the next version of the page. */
  function focused() {
    const { activeElement: element } = document;
    const line = itemOf(element);
    const at = lines().indexOf(linkOf(line));
    if (element.matches(`${ADD} > input[name="title"], #outline .rename > input`)) {
      const [from, to] = [element.selectionStart, element.selectionEnd];
      return () => {
        if (!element.isConnected) {
          lines()[at]?.focus();
          return;
        }
        element.focus();
        element.setSelectionRange(from, to);
      };
    }
    if (!line) return null;
    const number = numberOf(line);
    const place = [':scope > .row > .t > a', ':scope > .row [data-pick]', ':scope > .row > .dots', ':scope > details > summary'].find(
      (place) => line.querySelector(place) === element,
    );
    return () => {
      if (element.isConnected && element.closest('.menu')) {
        element.focus();
        return;
      }
      const now = item(number);
      for (let fold = now?.parentElement.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
      (now?.querySelector(place ?? ':scope > .row > .t > a') ?? linkOf(now) ?? lines()[at] ?? lines().at(-1))?.focus();
    };
  }

  /** Brings the page up to date with one that was just made, around whatever somebody is writing. */
  async function renew(fresh) {
    await composing;
    composing = null;
    isRenewing = true;
    const focus = focused();
    const settle = holdPlace();
    const kept = busyForms().map((form) => {
      const place = document.createComment('');
      form.replaceWith(place);
      return { form, place };
    });
    const ticked = chosen();
    for (const box of ticked) box.checked = box.defaultChecked;
    if (itemOf(document.activeElement)) document.activeElement.blur();
    bringUpToDate(fresh);
    for (const { form, place } of kept) putBack(form, place);
    for (const box of ticked.map((box) => boxOf(item(box.value))).filter(Boolean)) box.checked = true;
    unfoldPage(fresh);
    countChosen();
    focus?.();
    settle();
    isRenewing = false;
  }

  /** Puts a form where it was, in the list as it is now. */
  function putBack(form, place) {
    const now = form.dataset.row && item(form.dataset.row);
    if (now) {
      place.remove();
      const link = linkOf(now);
      link.hidden = true;
      link.after(form);
      return;
    }
    if (form.dataset.row) {
      place.remove();
      tell(`${words.gone} ${form.elements.title.value}`, { beside: true });
      return;
    }
    const fresh = document.getElementById(form.elements.title.id)?.form;
    if (fresh) {
      place.remove();
      fresh.replaceWith(form);
    } else if (place.isConnected) place.replaceWith(form);
    else outline.append(form);
  }

  /** With its first task a pursuance has a filter and other views. */
  function unfoldPage(fresh) {
    const first = fresh.querySelector('[data-part="progress"]');
    const isBeside = first && first.parentElement === fresh.getElementById('outline')?.parentElement;
    if (!isBeside || document.querySelector('[data-part="progress"]')) return;
    for (let next = first; next && next.id !== 'outline'; next = next.nextElementSibling) {
      const shown = document.importNode(next, true);
      outline.before(shown);
    }
    remember(document);
  }

  /** Brings the page up to date with the answer to a form, or with how it is now. Whether that said something. */
  async function show(done) {
    const isSaid = notify(done.page);
    const isThis = done.at.replace(/[?&]added=\d+$/, '') === here() && done.page.getElementById('outline');
    const fresh = isThis ? done.page : await pageNow();
    if (fresh) await renew(fresh);
    return isSaid;
  }

  /** What is sent is sent in order; each piece of work finds the page as the one before has left it. */
  let working = Promise.resolve();
  function inOrder(work) {
    working = working.then(work).catch(() => say(words.failed));
    return working;
  }

  /** Sends a change and shows what came of it. */
  function change(work) {
    return inOrder(async () => {
      const asked = work();
      if (!asked) return;
      asked.fields.set('back', here());
      const done = await post(asked.action, asked.fields);
      if (!done.isDone) {
        tell(done.status || done.isOver ? done.why : words.unreached, { beside: !done.status });
        return;
      }
      if (!(await show(done)) && asked.said) say(asked.said);
      for (const form of document.querySelectorAll(ADD)) {
        if (flows.has(form)) settle(flows.get(form));
      }
    });
  }

  // A notice may have a button that takes back what was done.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('.toast form')) return;
    event.preventDefault();
    event.stopPropagation();
    change(() => ({ action: form.action, fields: new URLSearchParams(new FormData(form, event.submitter)) }));
  });

  // ---- Writing

  /** Of each form for a new task: the tasks above its field by their level, and how deep the next one stands. */
  const flows = new WeakMap();
  /** What was written and is not sent yet, in order; and where this browser keeps it. */
  const waiting = [];
  let store = null;
  let isSending = false;
  /** Which of it is on its way to a page of its own. */
  let leaving = null;
  /** The field that something was taken back into. */
  let takenBack = null;
  const waitingFor = (flow) => waiting.filter((entry) => entry.flow === flow);
  /** The field at the end of the outline. */
  const mainForm = () => outline.querySelector(':scope > form.add');

  /** The tasks above a field, from its own level down, or from below a task: the last, the last below that one, and so on. A closed one
   * gets no subtasks. */
  function chain(form, above) {
    const found = [];
    let list = above ? listBelow(item(above.number) ?? form) : form.parentElement.querySelector(':scope > ul');
    let last = list?.lastElementChild;
    const isClosed = () => Boolean(last?.querySelector(':scope > .row > .phase:is(.done, .dropped)'));
    for (; last && !isClosed(); last = list?.lastElementChild) {
      found.push({ number: numberOf(last), title: titleOf(last), isShown: true });
      list = listBelow(last);
    }
    return { found, isClosed: isClosed() };
  }

  /** How many levels there are above a line. */
  function depthOf(line) {
    let depth = 0;
    for (let above = itemAbove(line); above; above = itemAbove(above)) depth += 1;
    return depth;
  }

  /** How many levels below its own one a field can write. */
  const levelsLeft = (form) => Number(words.levels) - 1 - (form.closest('li') ? depthOf(form.closest('li')) + 1 : 0);

  function flowOf(field) {
    const { form } = field;
    if (!flows.has(form)) {
      const base = form.elements.parent?.value ?? '';
      // Whoever writes changes levels with Tab. What was refused keeps the rest waiting. What was taken back goes before its next one.
      flows.set(form, { field, form, base, trail: null, level: 0, isOn: false, isHalted: false, isClosed: false, back: null, before: null });
    }
    return flows.get(form);
  }

  /** What waits and goes before what is in the field. */
  function ahead(flow) {
    const all = waitingFor(flow).filter(({ isList }) => !isList);
    const at = all.indexOf(flow.before);
    return at < 0 ? all : all.slice(0, at);
  }

  /** The task that what is in the field becomes part of. */
  const above = (flow) =>
    flow.level === 0 ? null : (ahead(flow).findLast(({ level }) => level === flow.level - 1) ?? flow.trail?.[flow.level - 1]);

  /** Shows at which level the field stands, and below which task, or why it stays there; `deeper` is a task where it goes deeper. */
  function stand(flow, why = '', deeper = null) {
    const { field, form, level } = flow;
    field.dataset.label ??= field.getAttribute('aria-label');
    form.dataset.level = level;
    const said = level === 0 ? field.dataset.label : `${words.below} ${above(flow)?.title ?? ''}`;
    field.setAttribute('aria-label', said);
    form.querySelector('.under')?.remove();
    if (level > 0 || why) {
      const note = Object.assign(document.createElement('p'), { className: 'hint under', textContent: why || said });
      if (deeper?.number) {
        const href = `${new URL(form.action).pathname.replace(/\/tasks$/, '')}?under=${deeper.number}`;
        note.append(' ', Object.assign(document.createElement('a'), { href, textContent: `${words.open} ${deeper.title}`, dir: 'auto' }));
      }
      form.insertBefore(note, form.querySelector('details'));
    }
    return why || said;
  }

  /** Finds the tasks above a field anew, as long as nothing waits there and nothing is typed. Those that it stands below stay the same;
   * where one of them has gone, it stands below that no longer. */
  function settle(flow, isBack = false) {
    if (waitingFor(flow).length > 0) return;
    const kept = (flow.trail ?? []).slice(0, flow.level);
    const gone = kept.findIndex((task) => task?.isShown && !item(task.number));
    if (gone >= 0) kept.length = gone;
    // One that the page has no room for is above the field all the same.
    const isFurther = flow.trail?.[kept.length]?.isShown === false;
    if (!flow.trail || gone >= 0 || ((isBack || flow.field.value === '') && !isFurther)) {
      const { found, isClosed } = chain(flow.form, kept.at(-1));
      Object.assign(flow, { trail: [...kept, ...found], isClosed });
    }
    if (kept.length === flow.level) return;
    flow.level = kept.length;
    say(stand(flow));
  }

  /** Changes the level of what is being written. Whether the key did that. */
  function shift(flow, by) {
    const level = flow.level + by;
    if (level < 0) return false;
    settle(flow);
    const last = ahead(flow).at(-1);
    const most = levelsLeft(flow.form);
    const deepest = last ? last.level + 1 : flow.trail.length;
    const isTooDeep = level > Math.min(deepest, most);
    if (!isTooDeep) flow.level = level;
    if (isTooDeep && level > most) say(stand(flow, words.deepest, above(flow)));
    else say(stand(flow, isTooDeep ? (!last && flow.isClosed ? words.closed : words.alone) : ''));
    return true;
  }

  function refuse(field, why) {
    const id = `${field.id}-error`;
    forgive(field);
    const error = Object.assign(document.createElement('p'), { className: 'error', id, textContent: why });
    field.form.insertBefore(error, field.form.querySelector('details'));
    field.setAttribute('aria-invalid', 'true');
    const others = field.getAttribute('aria-describedby');
    field.setAttribute('aria-describedby', [id, others].filter(Boolean).join(' '));
    say(why);
  }

  function forgive(field) {
    const id = `${field.id}-error`;
    document.getElementById(id)?.remove();
    field.removeAttribute('aria-invalid');
    const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((one) => one && one !== id);
    if (others.length > 0) field.setAttribute('aria-describedby', others.join(' '));
    else field.removeAttribute('aria-describedby');
  }

  /** Every field of a form that people fill in. */
  const controls = (form) => [...form.elements].filter((one) => one.name && one.type !== 'hidden');

  /** What is kept of something that waits: the task above it by its number, or by the key of what waits, too. */
  function kept({ key, at, title, level, base, above, fields, isList }) {
    const sent = new URLSearchParams(fields);
    sent.delete('csrf');
    const of = above && { number: above.number ?? null, key: above.number ? null : above.key, title: above.title };
    return { key, at, title, level, base, above: of, fields: String(sent), isList: Boolean(isList) };
  }

  /** Keeps what waits in this browser, and says so where it cannot. */
  function keep() {
    const keys = store?.keep(waiting.map(kept)) ?? new Set();
    for (const entry of waiting) entry.isKept = keys.has(entry.key);
  }

  /** What waits, above its field. What was refused there can be taken back into the field. */
  function list(flow) {
    const { field, form } = flow;
    const isHalted = flow.isHalted || session.isOver();
    let shown = form.querySelector('.waiting');
    keep();
    const entries = waitingFor(flow);
    // Then Enter sends it again, without another line.
    field.required = entries.length === 0;
    if (entries.length === 0) {
      shown?.remove();
      return;
    }
    if (!shown) {
      shown = Object.assign(document.createElement('ul'), { className: 'waiting' });
      shown.setAttribute('aria-label', words.waiting);
      form.prepend(shown);
    }
    // What is ticked and not sent stays where it is when the page is brought up to date.
    const stays = Object.assign(document.createElement('input'), { type: 'checkbox', hidden: true, checked: true });
    shown.replaceChildren(
      ...entries.map((entry, index) => {
        const line = document.createElement('li');
        line.dataset.level = entry.level;
        if (!isHalted || entry.isList) {
          line.textContent = entry.title;
          if (index === 0) line.append(stays);
          return line;
        }
        const back = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet', textContent: entry.title });
        back.title = words.takeBack;
        back.setAttribute('aria-label', `${words.takeBack}: ${entry.title}`);
        back.addEventListener('click', () => exchange(entry));
        line.append(back);
        if (index === 0) line.append(stays);
        return line;
      }),
    );
    if (entries.every((entry) => entry.isKept)) return;
    const note = Object.assign(document.createElement('li'), { className: 'small', textContent: words.unkept });
    shown.append(note);
  }

  /** Writes what was not sent into its field again. */
  function rewrite({ fields, flow, level }) {
    for (const control of controls(flow.form)) {
      if (control.type === 'checkbox') control.checked = fields.has(control.name);
      else control.value = fields.get(control.name) ?? '';
    }
    flow.level = level;
  }

  /** Takes something that waits back into the field; what is in the field waits instead. */
  function exchange(entry) {
    const { flow } = entry;
    if (flow.field.value.trim() !== '') queue(flow, written(flow));
    const at = waiting.indexOf(entry);
    if (at < 0) return;
    waiting.splice(at, 1);
    Object.assign(flow, { back: entry, before: waiting.slice(at).find((other) => other.flow === flow) ?? null });
    takenBack = flow;
    rewrite(entry);
    stand(flow);
    list(flow);
    flow.field.focus();
  }

  /** What stands in the field, as it will be sent. What others are written below stays what it was when it comes again. */
  function written(flow, submitter) {
    const fields = new URLSearchParams(new FormData(flow.form, submitter ?? null));
    const title = flow.field.value.trim();
    // Something else is another task.
    const key = flow.back?.title === title && flow.back.level === flow.level ? flow.back.key : newKey();
    return Object.assign(flow.back ?? {}, { flow, level: flow.level, base: flow.base, above: above(flow), title, fields, key, at: Date.now() });
  }

  /** Lets something wait, last or where it was before it was taken back. */
  function queue(flow, entry) {
    const at = waiting.indexOf(flow.before);
    waiting.splice(at < 0 ? waiting.length : at, 0, entry);
    Object.assign(flow, { back: null, before: null });
  }

  /** Sends what waits for a field, which is free for the next line. */
  function sendFrom(flow) {
    const { field, form } = flow;
    Object.assign(flow, { isOn: true, isHalted: false, back: null, before: null });
    for (const entry of waitingFor(flow)) entry.isResting = false;
    form.removeAttribute('data-refused');
    form.reset();
    field.value = '';
    field.defaultValue = '';
    forgive(field);
    stand(flow);
    // Whoever pressed the button goes on writing.
    field.focus();
    list(flow);
    if (session.isOver()) session.check();
    send();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    // A suggestion leads to those that wait, and a button with an address of its own leads there.
    if (!form.matches(ADD) || form.elements.suggest || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.stopPropagation();
    const flow = flowOf(form.elements.title);
    const entry = written(flow, event.submitter);
    if (entry.title !== '') queue(flow, entry);
    else if (waitingFor(flow).length === 0) return;
    sendFrom(flow);
  });

  /** What goes next: a list leads away, and comes last. */
  function next() {
    const ready = waiting.filter(({ flow, isResting }) => !flow.isHalted && !isResting && !session.isOver());
    return ready.find(({ isList }) => !isList) ?? ready[0];
  }

  /** The person is signed in again: what waits is sent. */
  function goOn() {
    store?.remember();
    for (const flow of new Set(waiting.map((entry) => entry.flow))) {
      flow.isHalted = false;
      forgive(flow.field);
      list(flow);
    }
    send();
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    for (let entry; (entry = next()); ) {
      if (entry.isList) {
        await lookAt(entry);
        continue;
      }
      let outcome = null;
      await inOrder(async () => {
        outcome = await add(entry);
      });
      if (outcome?.isOver) list(entry.flow);
      else if (!outcome?.isDone) halt(entry, outcome ?? { why: words.failed });
    }
    isSending = false;
  }

  /** Says where an entry belongs. */
  function placeIn(fields, { base, above }) {
    const parent = above?.number ?? base;
    if (parent) fields.set('parent', parent);
    else fields.delete('parent');
  }

  /** Adds something that waits. */
  async function add(entry) {
    const { flow, level, fields } = entry;
    placeIn(fields, entry);
    fields.set('told', 'yes');
    // Whether it arrived is not known where no answer came: sent once more, it is the same task.
    fields.set('key', entry.key);
    const before = new Set([...outline.querySelectorAll('li[id^="row-"]')].map((one) => one.id));
    const done = await post(flow.form.action, fields);
    if (!done.isDone) return done;
    const told = Number(new URLSearchParams(done.at.split('?')[1]).get('added'));
    // What waits below it is kept with its number.
    if (told) entry.number = told;
    waiting.splice(waiting.indexOf(entry), 1);
    list(flow);
    // It is written down, whether that can be shown or not.
    const isNow = await show(done).then(
      () => true,
      () => false,
    );
    const number = told || newest(before);
    const line = item(number);
    if (number) Object.assign(entry, { number, title: titleOf(line) || entry.title, isShown: Boolean(line) });
    flow.trail = [...(flow.trail ?? []).slice(0, level), ...(number ? [entry] : [])];
    flow.isClosed = false;
    settle(flow);
    stand(flow);
    if (number && !line && isNow) {
      const href = `${new URL(flow.form.action).pathname.replace(/tasks$/, 't/')}${number}`;
      tell(`${words.further} `, { beside: true, tone: 'ok' }).append(Object.assign(document.createElement('a'), { href, textContent: entry.title, dir: 'auto' }));
    }
    say(`${words.added}: ${entry.title}`);
    flow.field.scrollIntoView({ block: 'nearest' });
    return done;
  }

  /** The last of the tasks that were not there before. */
  function newest(before) {
    const added = [...outline.querySelectorAll('li[id^="row-"]')].filter((one) => !before.has(one.id));
    return added.length > 0 ? Math.max(...added.map(numberOf)) : 0;
  }

  /** Leaves with something that waits, which is there until another page is. */
  function leaveFor(entry, action) {
    leaving = entry;
    leaveWith(action, entry.fields);
  }

  /** Keeps what was not taken above its field, where somebody may write the next one already. */
  function halt(entry, { status, why }) {
    const { flow } = entry;
    // Another text was added under this key: this one is a task of its own.
    if (status === 409) entry.key = newKey();
    flow.isHalted = true;
    list(flow);
    refuse(flow.field, why);
  }

  /** Whether somebody writes in the outline. */
  const isTyped = () => [...outline.querySelectorAll('form:is(.add, .rename) > input[name="title"]')].some((field) => field.value.trim() !== '');

  /** Goes to the preview of a pasted list, unless something waits or is typed that would be lost, or nobody is signed in. */
  async function lookAt(entry) {
    const { flow, fields } = entry;
    const standing = navigator.onLine ? await session.check() : 'unknown';
    if (standing === 'over') {
      list(flow);
      return;
    }
    flow.isHalted = true;
    if (standing === 'unknown' || isTyped() || waiting.some(({ isList }) => !isList)) {
      list(flow);
      refuse(flow.field, standing === 'unknown' ? words.offline : words.first);
      return;
    }
    placeIn(fields, entry);
    leaveFor(entry, words.several);
  }

  addEventListener('beforeunload', (event) => {
    const isLost = (entry) => entry !== leaving && !entry.isKept;
    if ((takenBack?.back && takenBack.field.value !== '') || waiting.some(isLost)) event.preventDefault();
  });

  /** The field that something was written in, or the one at the end of the outline. */
  const flowFor = (base) => flowOf((document.getElementById(`add-${base || 0}`)?.form ?? mainForm()).elements.title);

  /** Shows what waited when another page was left, above its field, and sends it. A pasted list, which leads away, waits for Enter. */
  async function restore() {
    const lines = mainForm() ? await store.claim(restore) : [];
    if (lines.length === 0) return;
    for (const { above, fields, ...line } of lines) {
      // Without locks of the browser it may come back to the tab that had it all along.
      if (waiting.some(({ key }) => key === line.key)) continue;
      const known = above && (waiting.find(({ key }) => above.key && key === above.key) ?? { ...above, isShown: false });
      const entry = { ...line, above: known, fields: new URLSearchParams(fields), flow: flowFor(line.base), isResting: line.isList };
      waiting.push(entry);
    }
    for (const flow of new Set(waiting.map((entry) => entry.flow))) {
      list(flow);
      for (let fold = flow.form.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    }
    send();
  }

  if (viewer && mainForm()) {
    store = keepLines(viewer, new URL(mainForm().action).pathname);
    restore();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') restore();
    });
    // "Back" shows a page as it was left: another one may have sent what waited here.
    addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      store.open();
      const own = store.own();
      const flows = new Set(waiting.map((entry) => entry.flow));
      for (const entry of waiting.filter(({ isKept, key }) => isKept && !own.has(key))) waiting.splice(waiting.indexOf(entry), 1);
      for (const flow of flows) list(flow);
      restore();
    });
  }

  addEventListener('pagehide', () => {
    if (!waiting.includes(leaving)) return;
    waiting.splice(waiting.indexOf(leaving), 1);
    list(leaving.flow);
  });

  document.addEventListener('focusin', ({ target }) => {
    if (!target.matches?.(`${ADD} > input[name="title"]`)) return;
    const flow = flowOf(target);
    flow.isOn = false;
    // Who comes back finds the tasks that are above the field by now.
    if (!isRenewing) settle(flow, true);
    if (!target.getAttribute('aria-describedby')?.includes('add-keys')) {
      target.setAttribute('aria-describedby', ['add-keys', target.getAttribute('aria-describedby')].filter(Boolean).join(' '));
    }
  });

  document.addEventListener('beforeinput', ({ target }) => {
    if (target.matches?.(`${ADD} > input[name="title"]`) && target.value === '') settle(flowOf(target));
  });

  document.addEventListener('input', ({ target }) => {
    if (target.matches?.(`${ADD} > input[name="title"]`)) flowOf(target).isOn = true;
  });

  document.addEventListener('paste', (event) => {
    const { target } = event;
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (!target.matches?.(`${ADD} > input[name="title"]`) || !words.several || !/\S\s*\n\s*\S/.test(pasted)) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = target;
    const text = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd);
    const flow = flowOf(target);
    // What waits is sent before: then the task that the list belongs to has a number.
    const title = `${words.list} ${text.trim().split('\n')[0]} …`;
    const fields = new URLSearchParams({ text });
    queue(flow, { flow, level: flow.level, base: flow.base, above: above(flow), title, fields, key: newKey(), at: Date.now(), isList: true });
    sendFrom(flow);
  });

  /** The keys in a field for a new task. */
  function whileWriting(event) {
    const { key, target: field } = event;
    const flow = flowOf(field);
    if (key === 'Escape') {
      const line = lines().filter((line) => line.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
      flow.isOn = false;
      if (line) line.focus();
      else field.blur();
      event.preventDefault();
    } else if (key === 'ArrowUp' && field.value === '' && (flow.isHalted || session.isOver())) {
      const entry = waitingFor(flow).find(({ isList }) => !isList);
      if (!entry) return;
      exchange(entry);
      event.preventDefault();
    } else if (key === 'Tab' && flow.isOn && !field.form.elements.suggest) {
      // Who comes by with Tab goes on with Tab; who writes changes the level.
      if (shift(flow, event.shiftKey ? -1 : 1)) event.preventDefault();
    }
  }

  // ---- Renaming

  /** The form of the page that edits a task, with the revision that somebody is looking at. */
  async function editForm(address) {
    const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!page?.getElementById('main') || answer.status >= 500) return { why: words.offline };
    if (!isOurs(page) && (await session.check()) !== 'there') return { why: words.ended };
    const form = page.getElementById('edit-form');
    return answer.ok && form ? { fields: new URLSearchParams(new FormData(form)) } : { why: reason(page) };
  }

  function rename(line) {
    const link = linkOf(line);
    if (!link || link.hidden) return;
    const form = Object.assign(document.createElement('form'), { className: 'rename' });
    form.dataset.row = numberOf(line);
    const field = Object.assign(document.createElement('input'), { name: 'title', maxLength: 200, required: true, dir: 'auto' });
    field.id = `rename-${numberOf(line)}`;
    field.value = titleOf(line);
    field.setAttribute('aria-label', `${words.rename}: ${field.value}`);
    form.append(field);
    link.hidden = true;
    link.after(form);
    field.select();
    field.focus();
    form.was = field.value;
    form.address = `${link.href}/edit`;
    ask(form);
  }

  /** Asks for the form of the page that edits, and says what is in the way: then Enter asks again. */
  function ask(form) {
    form.asked = editForm(form.address).then((asked) => {
      const field = form.elements.title;
      const now = asked.fields?.get('title');
      if (asked.why) refuse(field, asked.why);
      else if (now === null) location.assign(form.address);
      else if (now !== form.was && field.value === form.was) [form.was, field.value] = [now, now];
      else if (now !== form.was) {
        refuse(field, `${words.renamed} ${now}`);
        form.was = now;
      } else forgive(field);
      return asked;
    });
    return form.asked;
  }

  /** Puts the link of a line back where its field was. */
  function endRename(form, isFocused) {
    const link = form.previousElementSibling;
    link.hidden = false;
    // First: to take out what has the focus is answered by `focusout`, which would take it out twice.
    if (isFocused) link.focus();
    form.remove();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('#outline form.rename')) return;
    event.preventDefault();
    event.stopPropagation();
    const field = form.elements.title;
    const title = field.value.trim();
    if (title === form.was) {
      endRename(form, true);
      return;
    }
    inOrder(async () => {
      let { fields } = await form.asked;
      if (!fields) {
        const { was } = form;
        ({ fields } = await ask(form));
        // What is in the way now is read first.
        if (!fields || form.was !== was) return;
      }
      fields.set('title', title);
      const done = await post(form.address, fields);
      // Somebody else has renamed it, too: that page has both texts.
      if (done.status === 409) leaveWith(form.address, fields);
      else if (done.isDone) {
        const isFocused = form.contains(document.activeElement);
        endRename(form, isFocused);
        await show(done);
      } else refuse(field, done.why);
    });
  });

  document.addEventListener('focusout', ({ target }) => {
    const form = target.form;
    if (!isRenewing && form?.matches('.rename') && form.isConnected && target.value === form.was) endRename(form, false);
  });

  // ---- Moving

  const order = document.getElementById('order');
  const DOTS = '#outline .row > a.dots';
  const ARROWS = { ArrowUp: '↑', ArrowDown: '↓', ArrowRight: '→', ArrowLeft: '←' };
  /** Where a task goes with Alt and an arrow. */
  const WAYS = [
    ['ArrowUp', 'up'],
    ['ArrowDown', 'down'],
    ...['ArrowRight', 'ArrowLeft'].map((key) => [key, isOnward(key) ? 'in' : 'out']),
  ];
  /** Whether its person may put it elsewhere: then it has the link to where it can go. */
  const isMovable = (line) => Boolean(order && line.querySelector(':scope > .row > a.dots'));

  /** Shows where a line can go in a menu beside it. While it is open, it stands in for the link to the page that says the same. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.(DOTS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const menu = document.importNode(document.getElementById('places').content, true).firstElementChild;
    menu.querySelector('summary').setAttribute('aria-label', link.getAttribute('aria-label'));
    for (const button of menu.querySelectorAll('button[name]')) {
      button.value = numberOf(itemOf(link));
      const key = WAYS.find(([, way]) => way === button.name)?.[0];
      button.setAttribute('aria-keyshortcuts', `Alt+${key}`);
      button.append(Object.assign(document.createElement('kbd'), { textContent: `Alt ${ARROWS[key]}`, ariaHidden: 'true' }));
    }
    menu.addEventListener('toggle', () => {
      if (menu.open) return;
      const isFocused = menu.contains(document.activeElement);
      link.hidden = false;
      menu.remove();
      if (isFocused) link.focus();
    });
    link.hidden = true;
    link.after(menu);
    menu.querySelector('button').focus();
    menu.lastElementChild.scrollIntoView({ block: 'nearest' });
  });

  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('#outline [data-rename]');
    if (!button) return;
    const line = itemOf(button);
    button.closest('details').open = false;
    rename(line);
  });

  /** Does what a button of the menu of a line does: `up`, `down`, `in` or `out`. */
  function go(number, way) {
    change(() => {
      const line = item(number);
      if (!line) return null;
      if (way === 'in' && depthOf(line) + 1 >= Number(words.levels)) {
        tell(words.deepest, { beside: true });
        return null;
      }
      return { action: order.action, fields: new URLSearchParams({ [way]: number }), said: `${words.moved}: ${titleOf(line)}` };
    });
  }

  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    if (form !== order || !submitter) return;
    event.preventDefault();
    event.stopPropagation();
    const line = itemOf(submitter);
    submitter.closest('details').open = false;
    linkOf(line)?.focus();
    go(Number(submitter.value), submitter.name);
  });

  /** Puts a task below another one (or at the top), before or behind one that is there. */
  function move(number, where) {
    change(() => {
      const line = item(number);
      if (!line) return null;
      const fields = new URLSearchParams({ parent: where.parent ? numberOf(where.parent) : words.base });
      if (where.before) fields.set('before', numberOf(where.before));
      if (where.after) fields.set('after', numberOf(where.after));
      return { action: `${linkOf(line).pathname}/move`, fields, said: `${words.moved}: ${titleOf(line)}` };
    });
  }

  /** What is dragged, and where it would be put. */
  let dragged = 0;
  let over = null;

  /** Where a task is put that is dropped at a height of a line: before it, behind it, or below it. */
  function target(event) {
    const row = event.target.closest?.('#outline .row');
    const line = itemOf(row);
    if (!line || !dragged || item(dragged)?.contains(line)) return null;
    const { top, height } = row.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    const first = line.querySelector(':scope > details[open] > ul > li');
    if (part < 0.3) return { row, how: 'before', where: { parent: itemAbove(line), before: line } };
    if (part < 0.7) return { row, how: 'into', where: { parent: line } };
    if (first) return { row, how: 'behind', where: { parent: line, before: first } };
    return { row, how: 'behind', where: { parent: itemAbove(line), after: line } };
  }

  function mark(next) {
    if (over?.row === next?.row && over?.how === next?.how) {
      over = next;
      return;
    }
    over?.row.classList.remove(`drop-${over.how}`);
    next?.row.classList.add(`drop-${next.how}`);
    over = next;
  }

  if (order) {
    document.addEventListener('pointerdown', ({ target, pointerType }) => {
      const line = itemOf(target);
      // A finger scrolls.
      if (line) line.draggable = isMovable(line) && pointerType === 'mouse' && !target.closest('.menu, .dots, form, details > summary, label');
    });
    document.addEventListener('dragstart', (event) => {
      const line = itemOf(event.target);
      dragged = line?.draggable ? numberOf(line) : 0;
      if (!dragged) return;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', linkOf(line).href);
      const row = line.querySelector(':scope > .row');
      event.dataTransfer.setDragImage(row, 0, 0);
    });
    document.addEventListener('dragover', (event) => {
      const next = target(event);
      mark(next);
      if (next) event.preventDefault();
    });
    document.addEventListener('drop', (event) => {
      const at = target(event);
      if (!at) return;
      event.preventDefault();
      move(dragged, at.where);
    });
    document.addEventListener('dragend', () => {
      dragged = 0;
      mark(null);
    });
  }

  // ---- Choosing

  chooseHere = (address) =>
    inOrder(async () => {
      if (!(await showBoxes(address, renew))) tell(words.unreached, { beside: true });
    });

  // The keys are told while somebody writes.
  const hint = document.getElementById('add-keys');
  if (hint) {
    hint.hidden = false;
    const tell = ({ type, target, relatedTarget }) =>
      hint.classList.toggle('is-on', Boolean((type === 'focusin' ? target : relatedTarget)?.closest?.('#outline form.add')));
    document.addEventListener('focusin', tell);
    document.addEventListener('focusout', tell);
  }

  // ---- Keys

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (target.matches?.(`${ADD} > input[name="title"]`)) {
      whileWriting(event);
      return;
    }
    const line = itemOf(target);
    if (!line) return;
    if (key === 'Escape' && target.form?.matches('.rename')) {
      endRename(target.form, true);
      event.preventDefault();
      return;
    }
    if (isWriting(target)) return;
    if (event.altKey && key.startsWith('Arrow') && order) {
      // Elsewhere Alt and an arrow lead back in the history: here they never do.
      event.preventDefault();
      if (isMovable(line)) go(numberOf(line), WAYS.find(([one]) => one === key)[1]);
    } else if (key === 'F2') {
      event.preventDefault();
      rename(line);
    } else if (key === 'Escape') {
      document.querySelector('.toast')?.remove();
    }
  });
}
