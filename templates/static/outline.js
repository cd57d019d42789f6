// The outline without leaving it: what is written, renamed, moved and chosen there is sent as the forms of the page send it, one
// after the other, and the page that answers brings this one up to date.
//
// * In a field for a new task, Enter adds it and stays, Tab and Shift+Tab change its level, Escape leaves. Several pasted lines go
//   to the preview of "Add several". What is refused, or finds no network, is in its field again.
// * F2 renames in place; where somebody else was quicker, the page with both texts opens.
// * Alt and an arrow move a task, and so does dragging it with a mouse.
// * `x`, Shift and an arrow, and Shift and a click choose several; a bar below counts them.

'use strict';

/** Shows the boxes of the lines without leaving the page, where that is possible. */
let chooseHere = (address) => location.assign(address);

const boxes = () => [...document.querySelectorAll('input[data-pick]')];
const boxOf = (element) => rowOf(element)?.querySelector('[data-pick]') ?? null;
const chosen = () => boxes().filter((box) => box.checked);

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
  form.classList.toggle('is-on', length > 0);
}

{
  /** The line where a range begins. */
  let pivot = '';
  /** Where arrows began to choose, and how far they got. */
  let stretch = { from: '', to: '' };

  /** A line by the address of its task: its elements may be others by now. */
  const lineAt = (address) => lines().find((line) => line.pathname === address);

  /** Ticks the box of a line or takes the tick away, with boxes on the page if there were none. */
  async function pick(address, isTicked) {
    const link = document.querySelector('[data-choose]');
    if (!boxOf(lineAt(address)) && link) await chooseHere(link.href);
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
  const boxAt = (target) => (target.closest?.('form, .menu') ? null : boxOf(target));

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

  countChosen();
}

if (document.getElementById('outline')) {
  const outline = document.getElementById('outline');
  const words = outline.dataset;
  const ADD = '#outline form.add';

  // ---- The page

  const tokenOf = () => document.querySelector('input[name="csrf"]')?.value ?? '';
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

  /** Sends fields as a form of this page: the page that answers, or why there is none. */
  async function post(action, fields) {
    fields.set('csrf', tokenOf());
    try {
      const answer = await fetch(action, { method: 'POST', body: fields, headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
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
    return answer.ok && page.getElementById('outline') ? page : null;
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

  /** What was done is shown at the edge, so that nothing moves: a notice may have a button that takes it back. */
  function notify(page) {
    const notice = page.querySelector('main > .flash');
    document.querySelector('.toast')?.remove();
    if (!notice) return false;
    const toast = document.importNode(notice, true);
    toast.classList.add('toast');
    toast.removeAttribute('role');
    main.append(toast);
    say(toast.querySelector('p')?.textContent ?? toast.textContent);
    return true;
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
    if (element.matches(`${ADD} > input[name="title"], #outline .rename > input`)) {
      const [from, to] = [element.selectionStart, element.selectionEnd];
      return () => {
        element.focus();
        element.setSelectionRange(from, to);
      };
    }
    const line = itemOf(element);
    if (!line) return null;
    const number = numberOf(line);
    const place = [':scope > .row > .t > a', ':scope > .row [data-pick]', ':scope > .row .menu > summary', ':scope > details > summary'].find(
      (place) => line.querySelector(place) === element,
    );
    const at = lines().indexOf(linkOf(line));
    return () => {
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
        say(done.why);
        tell(done.why);
        return;
      }
      if (!(await show(done)) && asked.said) say(asked.said);
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

  /** Shows at the edge why something was not done. */
  function tell(why) {
    document.querySelector('.toast')?.remove();
    const toast = document.createElement('p');
    toast.className = 'notice refused toast';
    toast.textContent = why;
    main.append(toast);
  }

  // ---- Writing

  /** Of each form for a new task: the tasks above its field by their level, and how deep the next one stands. */
  const flows = new WeakMap();
  /** What was written and is not sent yet, in order. */
  const waiting = [];
  let isSending = false;
  const waitingFor = (flow) => waiting.filter((entry) => entry.flow === flow);

  /** The tasks above a field, from its own level down: the last, the last below that one, and so on. */
  function chain(form) {
    const numbers = [];
    let list = form.parentElement.querySelector(':scope > ul');
    for (let last = list?.lastElementChild; last; last = list?.lastElementChild) {
      numbers.push(numberOf(last));
      list = listBelow(last);
    }
    return numbers;
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
      // Whoever writes changes levels with Tab. What was refused keeps the rest waiting, and goes before it when it comes again.
      flows.set(form, { field, form, base, trail: null, level: 0, isOn: false, isHalted: false, isAgain: false });
    }
    return flows.get(form);
  }

  /** Says at which level the field stands. */
  function place(flow) {
    const { field, form, level } = flow;
    field.dataset.label ??= field.getAttribute('aria-label');
    form.dataset.level = level;
    const sent = waitingFor(flow).findLast((entry) => entry.level === level - 1);
    const title = sent?.title ?? titleOf(item(flow.trail?.[level - 1]));
    const said = level === 0 ? field.dataset.label : `${words.below} ${title}`;
    field.setAttribute('aria-label', said);
    say(said);
  }

  /** Changes the level of what is being written. Whether the key did that. */
  function shift(flow, by) {
    const level = flow.level + by;
    if (level < 0) return false;
    flow.trail ??= chain(flow.form);
    const last = waitingFor(flow).at(-1);
    const deepest = Math.min(last ? last.level + 1 : flow.trail.length, levelsLeft(flow.form));
    if (level > deepest) say(words.deepest);
    else {
      flow.level = level;
      place(flow);
    }
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

  /** What waits, above its field. What was refused there can be taken back into the field. */
  function list(flow) {
    const { form, isHalted } = flow;
    let shown = form.querySelector('.waiting');
    const entries = waitingFor(flow);
    if (entries.length === 0) {
      shown?.remove();
      return;
    }
    if (!shown) {
      shown = Object.assign(document.createElement('ul'), { className: 'waiting' });
      shown.setAttribute('aria-label', words.waiting);
      form.prepend(shown);
    }
    shown.replaceChildren(
      ...entries.map((entry) => {
        const line = document.createElement('li');
        line.dataset.level = entry.level;
        if (!isHalted) {
          line.textContent = entry.title;
          return line;
        }
        const back = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet', textContent: entry.title });
        back.setAttribute('aria-label', `${words.takeBack}: ${entry.title}`);
        back.addEventListener('click', () => exchange(entry));
        line.append(back);
        return line;
      }),
    );
  }

  /** Writes what was not sent into its field again. */
  function rewrite({ fields, flow, level }) {
    for (const control of controls(flow.form)) {
      if (control.type === 'checkbox') control.checked = fields.has(control.name);
      else control.value = fields.get(control.name) ?? '';
    }
    flow.level = level;
    flow.form.dataset.level = level;
  }

  /** Takes something that waits back into the field; what is in the field waits instead. */
  function exchange(entry) {
    const at = waiting.indexOf(entry);
    if (at < 0) return;
    const { flow } = entry;
    flow.isAgain = waitingFor(flow)[0] === entry;
    waiting.splice(at, 1);
    if (flow.field.value.trim() !== '') waiting.push(written(flow));
    rewrite(entry);
    list(flow);
    flow.field.focus();
  }

  /** What stands in the field, as it will be sent. */
  function written(flow, submitter) {
    const fields = new URLSearchParams(new FormData(flow.form, submitter ?? null));
    return { flow, level: flow.level, title: flow.field.value.trim(), fields };
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    // A suggestion leads to those that wait, and a button with an address of its own leads there.
    if (!form.matches(ADD) || form.elements.suggest || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.stopPropagation();
    const field = form.elements.title;
    const flow = flowOf(field);
    const entry = written(flow, event.submitter);
    if (entry.title === '') return;
    flow.trail ??= chain(form);
    if (flow.isAgain) waiting.unshift(entry);
    else waiting.push(entry);
    Object.assign(flow, { isOn: true, isHalted: false, isAgain: false });
    form.reset();
    field.value = '';
    field.defaultValue = '';
    forgive(field);
    // Whoever pressed the button goes on writing.
    field.focus();
    list(flow);
    send();
  });

  async function send() {
    if (isSending) return;
    isSending = true;
    for (let entry; (entry = waiting.find(({ flow }) => !flow.isHalted)); ) {
      let outcome = null;
      await inOrder(async () => {
        outcome = await add(entry);
      });
      if (!outcome?.isDone) halt(entry, outcome ?? { why: words.failed });
    }
    isSending = false;
  }

  /** Adds something that waits. */
  async function add(entry) {
    const { flow, level, fields } = entry;
    const parent = level === 0 ? flow.base : flow.trail[level - 1];
    if (parent) fields.set('parent', parent);
    else fields.delete('parent');
    fields.set('told', 'yes');
    const before = new Set([...outline.querySelectorAll('li[id^="row-"]')].map((one) => one.id));
    const done = await post(flow.form.action, fields);
    if (!done.isDone) return done;
    waiting.splice(waiting.indexOf(entry), 1);
    list(flow);
    // It is written down, whether that can be shown or not.
    await show(done).catch(() => {});
    const added = Number(new URLSearchParams(done.at.split('?')[1]).get('added')) || newest(before);
    flow.trail.length = Math.min(flow.trail.length, level);
    if (added) flow.trail[level] = added;
    say(`${words.added}: ${entry.title}`);
    flow.field.scrollIntoView({ block: 'nearest' });
    return done;
  }

  /** The last of the tasks that were not there before. */
  function newest(before) {
    const added = [...outline.querySelectorAll('li[id^="row-"]')].filter((one) => !before.has(one.id));
    return added.length > 0 ? Math.max(...added.map(numberOf)) : 0;
  }

  /** Keeps what was not taken: in its field, or above it where somebody writes the next one already. */
  function halt(entry, { status, page, why }) {
    const { flow } = entry;
    const { field, form } = flow;
    flow.isHalted = true;
    // Nobody is signed in any more, or it is somebody else: there is a page that keeps the text and says so.
    const isElsewhere = status >= 400 && !page.getElementById('outline') && waiting.length === 1 && field.value === '';
    if (isElsewhere) {
      waiting.length = 0;
      leaveWith(form.action, entry.fields);
      return;
    }
    if (field.value.trim() === '') {
      waiting.splice(waiting.indexOf(entry), 1);
      flow.isAgain = true;
      rewrite(entry);
    }
    list(flow);
    refuse(field, why);
  }

  addEventListener('beforeunload', (event) => {
    if (waiting.length > 0) event.preventDefault();
  });

  document.addEventListener('focusin', ({ target }) => {
    if (!target.matches?.(`${ADD} > input[name="title"]`)) return;
    const flow = flowOf(target);
    flow.isOn = false;
    // Who comes back finds the tasks that are above the field by now.
    if (waitingFor(flow).length === 0 && !isRenewing) flow.trail = null;
    if (!target.getAttribute('aria-describedby')?.includes('add-keys')) {
      target.setAttribute('aria-describedby', ['add-keys', target.getAttribute('aria-describedby')].filter(Boolean).join(' '));
    }
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
    const { base, level, trail } = flowOf(target);
    const fields = new URLSearchParams({ text });
    const parent = level === 0 ? base : (trail?.[level - 1] ?? base);
    if (parent) fields.set('parent', parent);
    // What waits is sent before.
    inOrder(() => {
      target.value = '';
      leaveWith(words.several, fields);
    });
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
    } else if (key === 'Tab' && flow.isOn && !field.form.elements.suggest) {
      // Who comes by with Tab goes on with Tab; who writes changes the level.
      if (shift(flow, event.shiftKey ? -1 : 1)) event.preventDefault();
    }
  }

  // ---- Renaming

  /** The form of the page that edits a task, with the revision that somebody is looking at. */
  async function editForm(address) {
    const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer) return { why: words.offline };
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
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
    const address = `${link.href}/edit`;
    form.was = field.value;
    form.address = address;
    form.asked = editForm(address).then((asked) => {
      const now = asked.fields?.get('title');
      if (asked.why) refuse(field, asked.why);
      else if (now === null) location.assign(address);
      else if (now !== form.was && field.value === form.was) [form.was, field.value] = [now, now];
      else if (now !== form.was) refuse(field, `${words.renamed} ${now}`);
      return asked;
    });
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
      const { fields, why } = await form.asked;
      if (!fields) {
        refuse(field, why);
        return;
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
  /** Whether its person may put it elsewhere: then it has the menu. */
  const isMovable = (line) => Boolean(order && line.querySelector(':scope > .row > .menu'));

  /** Does what a button of the menu of a line does: `up`, `down`, `in` or `out`. */
  function go(number, way) {
    change(() => {
      const line = item(number);
      if (!line) return null;
      if (way === 'in' && depthOf(line) + 1 >= Number(words.levels)) {
        say(words.deepest);
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
      if (line) line.draggable = isMovable(line) && pointerType === 'mouse' && !target.closest('.menu, form, details > summary, label');
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

  /** Shows the boxes, or puts them away, on the same page. */
  chooseHere = (address) =>
    inOrder(async () => {
      const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
      if (!answer?.ok) {
        location.assign(address);
        return;
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      history.replaceState(history.state, '', address);
      for (const box of boxes()) box.checked = box.defaultChecked;
      const [link, next] = ['[data-choose]', 'form[data-bulk]'].map((place) => document.importNode(fresh.querySelector(place) ?? document.createComment(''), true));
      document.querySelector('[data-choose]')?.replaceWith(link);
      document.querySelector('form[data-bulk]')?.remove();
      outline.after(next);
      await renew(fresh);
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
      if (isMovable(line)) go(numberOf(line), { ArrowUp: 'up', ArrowDown: 'down' }[key] ?? (isOnward(key) ? 'in' : 'out'));
    } else if (key === 'F2') {
      event.preventDefault();
      rename(line);
    } else if (key === 'Escape') {
      document.querySelector('.toast')?.remove();
    }
  });
}
