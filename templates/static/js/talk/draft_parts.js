// Parts of a draft in a discussion besides its words: the message that it answers or quotes, the files that have arrived, and the boxes that are
// ticked. They are kept with the words (`talk_drafts.js`), and shown again so that their writer sees them.

import { allAs, closest, copyOf, fieldOf, find, findAs, make, unfoldAround } from '../dom.js';
import { boxFor, nameIn } from '../sending/attachments.js';
import { panel } from '../sending/panel.js';
import { ask, pageIn, say, viewer } from '../this_page.js';

/** A file that has arrived waits on the server for so long. */
const FILE_MS = 24 * 60 * 60 * 1_000;
/** The fields of what is answered and quoted, and how the address of a page names both. */
const ASKED = { reply_to: 'reply', quote: 'quote' };
/** @typedef {keyof typeof ASKED} Name */
/** @type {Name[]} */
const NAMES = ['reply_to', 'quote'];
const CARD = '[data-answers]';

/**
 * The ids of what is answered and quoted.
 * @typedef {Partial<Record<Name, string>>} Answers
 */
/**
 * The files as the form names them, whether they are ticked, and since when they are kept; other boxes by their names, with the words
 * beside them.
 * @typedef {{ answers: Answers, files: { value: string, on: boolean, at: number }[], ticks: Record<string, { on: boolean, words: string }> }} Beside
 */

/**
 * Reads kept parts, as far as they are that.
 * @param {unknown} kept
 * @returns {Beside}
 */
export function readBeside(kept) {
  const { answers, files, ticks } = /** @type {Record<string, unknown>} */ (kept ?? {});
  const ids = /** @type {Record<string, unknown>} */ (answers ?? {});
  const boxes = /** @type {Record<string, { on?: unknown, words?: unknown } | null>} */ (ticks ?? {});
  return {
    answers: Object.fromEntries(NAMES.flatMap((name) => (typeof ids[name] === 'string' ? [[name, ids[name]]] : []))),
    files: (Array.isArray(files) ? files : []).flatMap((file) => {
      const { value, on, at } = file ?? {};
      return typeof value === 'string' && typeof at === 'number' ? [{ value, on: on === true, at }] : [];
    }),
    ticks: Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, { on: box?.on === true, words: String(box?.words) }])),
  };
}

/** @param {HTMLFormElement} form */
const fileBoxes = (form) => allAs(HTMLInputElement, 'input[name="along"]', form);
/** @param {HTMLFormElement} form */
const otherBoxes = (form) => allAs(HTMLInputElement, 'input[type="checkbox"]:not([name="along"])', form);
/** @param {HTMLInputElement} box */
const wordsOf = (box) => box.closest('label')?.textContent?.trim() ?? '';

/**
 * Returns the messages that a form answers and quotes now.
 * @param {HTMLFormElement} form
 * @returns {Answers}
 */
export function answersIn(form) {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const field = fieldOf(form, name);
      return field ? [[name, field.value]] : [];
    }),
  );
}

/**
 * Returns these parts of a form now. Of a box that the page does not have at the moment it stays known how it was left.
 * @param {HTMLFormElement} form
 * @param {Beside} [before] What was kept of it.
 * @returns {Beside}
 */
export function besideIn(form, before) {
  const since = new Map(before?.files.map(({ value, at }) => [value, at]));
  const files = fileBoxes(form).map(({ value, checked }) => ({ value, on: checked, at: since.get(value) ?? Date.now() }));
  const ticks = otherBoxes(form).map((box) => [box.name, { on: box.checked, words: wordsOf(box) }]);
  return { answers: answersIn(form), files, ticks: { ...before?.ticks, ...Object.fromEntries(ticks) } };
}

/**
 * Whether somebody has added a file, or left a box in another way than it came.
 * @param {HTMLFormElement} form
 */
export function hasBeside(form) {
  return fileBoxes(form).some((box) => box.checked) || otherBoxes(form).some((box) => box.checked !== box.defaultChecked);
}

/**
 * Says beside a form that something is not there any more.
 * @param {HTMLFormElement} form
 * @param {string | undefined} words
 */
function note(form, words = '') {
  const notice = make('p', { className: 'notice', textContent: words });
  notice.dataset.draftNote = '';
  find('[data-along-files]', form)?.before(notice);
  say(words);
}

/**
 * Shows the files.
 * @param {HTMLFormElement} form
 * @param {Beside['files']} files
 */
function showFiles(form, files) {
  const list = find('[data-along-files]', form);
  if (!list || !panel) return;
  /** @param {Beside['files'][number]} file */
  const isHere = ({ at }) => at > Date.now() - FILE_MS;
  const labels = files.filter(isHere).map(({ value, on }) => {
    const { label, box } = boxFor(value);
    box.checked = on;
    return label;
  });
  list.replaceChildren(...labels);
  for (const { value, on } of files.filter((file) => !isHere(file))) {
    if (on) note(form, list.dataset.gone?.replace('{name}', () => nameIn(value)));
  }
}

/**
 * Shows the other boxes as they were left: one that was not there, or says something else now, such as who else would read it, is not
 * ticked. Without a draft they are as the page has them.
 * @param {HTMLFormElement} form
 * @param {Beside['ticks']} [ticks]
 */
function showTicks(form, ticks) {
  for (const box of otherBoxes(form)) {
    const left = ticks?.[box.name];
    box.checked = ticks ? left?.on === true && left.words === wordsOf(box) : box.defaultChecked;
    if (box.checked) unfoldAround(box);
  }
}

/**
 * Asks the server for what is answered and quoted, as its reader may see it, and shows it; or says that it is gone. Without an answer
 * the form still has it.
 * @param {HTMLFormElement} form
 * @param {Name[]} names
 */
async function fill(form, names) {
  const link = findAs(HTMLAnchorElement, `${CARD} a[data-answers-not]`, form);
  if (!link) return;
  const asked = answersIn(form);
  const address = new URL(link.href);
  for (const name of names) address.searchParams.set(ASKED[name], asked[name] ?? '');
  address.hash = '';
  const answer = await ask(address);
  const page = answer.ok ? await pageIn(answer) : null;
  const same = page?.body.dataset.viewer === viewer ? findAs(HTMLFormElement, 'form[data-carries]', page) : null;
  if (!same) return;
  for (const name of names) {
    const field = fieldOf(form, name);
    // Meanwhile it may have been dropped.
    if (!field || field.value !== asked[name]) continue;
    const [card, shown] = [closest(field, CARD), closest(fieldOf(same, name), CARD)];
    if (shown) card?.replaceWith(copyOf(shown));
    else {
      card?.remove();
      note(form, find(`template[data-answers-as="${name}"]`, form)?.dataset.gone);
    }
  }
}

/**
 * Shows what is answered and quoted.
 * @param {HTMLFormElement} form
 * @param {Answers} answers
 */
function showAnswers(form, answers) {
  const missing = NAMES.filter((name) => {
    const [field, value] = [fieldOf(form, name), answers[name]];
    if (field?.value === value) return false;
    closest(field, CARD)?.remove();
    const template = findAs(HTMLTemplateElement, `template[data-answers-as="${name}"]`, form);
    const card = value && template ? find(CARD, copyOf(template.content)) : null;
    if (!value || !template || !card) return false;
    card.append(make('input', { type: 'hidden', name, value }));
    template.before(card);
    return true;
  });
  if (missing.length > 0) fill(form, missing).catch(() => {});
}

/**
 * Shows what goes with the words of a form, or that nothing does any more.
 * @param {HTMLFormElement} form
 * @param {Beside} [beside]
 */
export function showBeside(form, beside) {
  for (const notice of form.querySelectorAll('[data-draft-note]')) notice.remove();
  showAnswers(form, beside?.answers ?? {});
  showFiles(form, beside?.files ?? []);
  showTicks(form, beside?.ticks);
}

/**
 * Tells when somebody drops what they answer or quote, by its link. That leads to the page without it, which may be this one.
 * @param {(form: HTMLFormElement) => void} act
 */
export function hearDropped(act) {
  document.addEventListener('click', ({ target }) => {
    const card = closest(closest(target, 'a[data-answers-not]'), CARD);
    const form = card?.closest('form');
    card?.remove();
    if (form) act(form);
  });
}
