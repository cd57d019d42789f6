// Files are sent in pieces (`sending/pieces.js`), several at once, while the page stays: from the forms that add one, by pasting, and by
// dragging them onto the page. What has arrived is hung on the task as the form does it that has no script, or waits beside the words of a
// message with which it is sent (`sending/attachments.js`).

import { all, allAs, as, closest, closestAs, copyOf, find, findAs } from './dom.js';
import { help } from './fields.js';
import { bringUpToDate } from './parts/renewal.js';
import { CARRIES, addTo, awaitedBy, holdBack, letGo } from './sending/attachments.js';
import { forget, remember, remembered } from './sending/interrupted.js';
import { lineOf, panel, word } from './sending/panel.js';
import { arrivedOf, giveUp, sendFile } from './sending/pieces.js';
import { begin, end, isUnderWay, pausesOf, wake } from './sending/turns.js';
import { hearSignedIn, tokenOf } from './session.js';
import { ask, main, pageIn, say, viewer } from './this_page.js';

const FORM = 'form[data-pieces]';

/**
 * Where files are hung: the address of the form, and the part of the page where it stands; and whether pictures stay as they are.
 * @typedef {{ action: string, at: string, original: string }} Place
 */

/**
 * Lets the file be ticked in forms that somebody is filling in, which are not brought up to date.
 * @param {Document} page
 * @param {string} hash
 */
function offerTick(page, hash) {
  const box = `input[value="${hash}"]`;
  for (const choice of all('fieldset[data-ticks]', main)) {
    if (find(box, choice)) continue;
    const action = closest(choice, 'form')?.getAttribute('action');
    const same = all('fieldset[data-ticks]', page).find((other) => closest(other, 'form')?.getAttribute('action') === action);
    const label = same ? find(box, same)?.closest('label') : null;
    if (!label) continue;
    find('p', choice)?.remove();
    choice.append(copyOf(label));
  }
}

/**
 * Says which files go along with work, beside words that somebody is writing about it.
 * @param {Document} page
 */
function tellAlong(page) {
  const [now, then] = [find('[data-along]', main), find('[data-along]', page)];
  if (now && then) now.replaceWith(copyOf(then));
}

/**
 * Shows the page as it is with the file.
 * @param {Document} page
 * @param {string} hash
 */
function show(page, hash) {
  bringUpToDate(page);
  offerTick(page, hash);
  tellAlong(page);
  const flash = find('#main > .flash', page);
  if (!flash) return;
  find(':scope > .flash', main)?.remove();
  const notice = copyOf(flash);
  notice.removeAttribute('role');
  main.prepend(notice);
  say(notice.textContent?.trim() ?? '');
}

/**
 * Hangs what has arrived on the task. Nothing, or the reason why not.
 * @param {Place} place
 * @param {string} name
 * @param {{ file: string, upload: string }} sent
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof pausesOf>} pauses
 */
async function hang({ action, at, original }, name, sent, signal, pauses) {
  for (let times = 0; !signal.aborted; times += 1) {
    // The key makes asking again the same request: it hangs there once.
    const fields = new URLSearchParams({ csrf: tokenOf(), at, sent: sent.file, name, original, key: sent.upload });
    const answer = await ask(action, fields).catch(() => null);
    const page = await (answer ? pageIn(answer) : null)?.catch(() => null);
    if (!answer || !page || answer.status >= 500 || !find('#main', page)) await pauses('lost', times);
    else if (answer.ok && page.body.dataset.viewer === viewer) {
      show(page, sent.file);
      return '';
    } else if (answer.ok || answer.status === 401 || answer.status === 403) await pauses('over', times);
    else return ['.error[id$="file-error"]', '#main [role="alert"] b', 'h1'].map((part) => find(part, page)?.textContent?.trim()).find(Boolean) ?? word('failed');
  }
  return '';
}

/**
 * Sends a file, and hangs it there, or has it go along with the message that is written there.
 * @param {File} file
 * @param {Place} place
 * @param {boolean} isAlong
 * @param {string} [known] The name of an upload of it that goes on.
 */
async function carry(file, place, isAlong, known = '') {
  const gone = new AbortController();
  const { signal } = gone;
  const line = lineOf(file, () => gone.abort());
  if (file.size > Number(word('most'))) {
    letGo();
    line.refused(word('too-large'));
    return;
  }
  line.says(word('waits'));
  await begin();
  let upload = known;
  /** @param {string} anew */
  const begun = (anew) => {
    forget(upload);
    upload = anew;
    remember({ upload, name: file.name, size: file.size, changed: file.lastModified, ...place });
  };
  try {
    const pauses = pausesOf(line, signal);
    const sent = signal.aborted ? { why: 'stopped' } : await sendFile(file, { signal, begun, moved: line.moved, pause: pauses }, known);
    if ('file' in sent) line.says(word('ending'));
    const add = () => ('file' in sent && addTo(place.action, file.name, sent.file) ? '' : word('failed'));
    const hung = () => ('file' in sent ? hang(place, file.name, sent, signal, pauses) : '');
    const why = 'file' in sent ? await (isAlong ? add() : hung()) : sent.why === 'stopped' ? '' : word(sent.why) || word('failed');
    if (why === '') line.gone();
    else {
      letGo();
      line.refused(why);
    }
  } finally {
    forget(upload);
    end();
  }
}

/**
 * Sends a file from where a form stands, which is that of a message or not.
 * @param {File} file
 * @param {Place} place
 * @param {HTMLFormElement} form
 * @param {string} [known]
 */
function sendFrom(file, place, form, known) {
  const isAlong = form.matches(CARRIES);
  const carried = carry(file, place, isAlong, known);
  if (isAlong) awaitedBy(place.action, carried);
}

/** Asks for the files again that were on their way from this page when it was left. */
async function takeUp() {
  for (const { upload, name, size, changed, ...place } of remembered()) {
    const form = allAs(HTMLFormElement, `${FORM}, ${CARRIES}`).find((one) => one.getAttribute('action') === place.action);
    const arrived = form ? await arrivedOf(upload) : null;
    if (!form || arrived === null) continue;
    const line = lineOf({ name, size }, () => {
      line.gone();
      giveUp(upload);
    });
    line.moved(arrived);
    line.asks((file) => {
      if (file.name !== name || file.size !== size || file.lastModified !== changed) return false;
      line.gone();
      sendFrom(file, place, form, upload);
      return true;
    });
  }
}

/**
 * Sends files from where a form stands.
 * @param {Iterable<File>} files
 * @param {HTMLFormElement | null} form
 */
function send(files, form) {
  const action = form?.getAttribute('action');
  if (!form || !action) return;
  const fields = new FormData(form);
  const place = { action, at: fields.get('at')?.toString() ?? '', original: fields.get('original')?.toString() ?? '' };
  for (const file of files) sendFrom(file, place, form);
}

/**
 * The form that stands nearest: that of the message that is written, that of the card where work is handed in, or that of the list.
 * @param {EventTarget | null} target
 */
function formAt(target) {
  const says = findAs(HTMLFormElement, CARRIES);
  if (says && closest(target, '#discussion')) return says;
  const card = closest(target, '#step, #hand-in');
  return (card && findAs(HTMLFormElement, FORM, card)) ?? allAs(HTMLFormElement, FORM).at(-1) ?? says;
}

/**
 * Sends a file at once when it is chosen for a message.
 * @param {Event} event
 */
function hearChoice({ target }) {
  const field = as(HTMLInputElement, target);
  if (field?.type !== 'file' || !field.form?.matches(CARRIES) || !field.files?.length) return;
  send([...field.files], field.form);
  field.value = '';
}

/** @param {SubmitEvent} event */
function hearSubmit(event) {
  if (holdBack(event)) return;
  const form = closestAs(HTMLFormElement, event.target, FORM);
  const field = findAs(HTMLInputElement, 'input[type="file"]', form);
  if (!form || !field?.files?.length) return;
  event.preventDefault();
  // It leaves nothing: the page stays.
  event.stopPropagation();
  send([...field.files], form);
  field.value = '';
  // The next one is made anew, unless somebody says again that it is not.
  const original = findAs(HTMLInputElement, 'input[name="original"]', form);
  if (original) original.checked = false;
  // A form in use is not brought up to date: the press of its button ends its use.
  find('summary', closest(form, 'details'))?.focus({ preventScroll: true });
}

/** Takes files that are dragged onto the page or pasted into it. */
function takeFiles() {
  /** @param {DataTransfer | null} data */
  const hasFiles = (data) => Boolean(data?.types.includes('Files'));
  /** @param {boolean} is */
  const mark = (is) => main.classList.toggle('takes-files', is);
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) mark(false);
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    send([...(event.dataTransfer?.files ?? [])], formAt(event.target));
  });
  document.addEventListener('paste', (event) => {
    const data = event.clipboardData;
    // A text that was copied often brings a picture of it along.
    if (!data || data.files.length === 0 || data.types.includes('text/plain')) return;
    event.preventDefault();
    send([...data.files], formAt(event.target));
  });
}

/** Lets files be sent from this page, where it may be. */
export function sendFiles() {
  if (!panel) return;
  help(HTMLInputElement, `:is(${FORM}, ${CARRIES}) input[type="file"]`, (field) => {
    field.multiple = true;
  });
  document.addEventListener('change', hearChoice);
  document.addEventListener('submit', hearSubmit);
  takeFiles();
  takeUp();
  addEventListener('online', wake);
  addEventListener('signed-in', wake);
  hearSignedIn(wake);
  addEventListener('beforeunload', (event) => {
    if (isUnderWay()) event.preventDefault();
  });
}
