// Files that go along with a message (`sending.js`): whatever has arrived stands beside its words, and is ticked. A message that is sent
// while some are on their way is held back until they are here.

import { allAs, as, copyOf, find, findAs, need } from '../dom.js';
import { say } from '../this_page.js';
import { panel, word } from './panel.js';

/** The forms in which people say something. */
export const CARRIES = 'form[data-carries]';

/**
 * How many files are on their way, by the addresses of their forms.
 * @type {Map<string, number>}
 */
const onTheirWay = new Map();
/**
 * The forms that are sent once nothing is on its way, by their addresses, and the buttons that were pressed.
 * @type {Map<string, HTMLElement | null>}
 */
const heldBack = new Map();

/**
 * The form with an address, as the page has it now.
 * @param {string} action
 */
const formTo = (action) => allAs(HTMLFormElement, CARRIES).find((form) => form.getAttribute('action') === action);

/**
 * The name of a file, as a form names it: by its hash, a blank and its name.
 * @param {string} value
 */
export const nameIn = (value) => value.slice(value.indexOf(' ') + 1);

/**
 * Returns the label beside the words for a file that has arrived, and its box.
 * @param {string} value
 */
export function boxFor(value) {
  const template = need(findAs(HTMLTemplateElement, 'template[data-along-file]', need(panel)));
  const label = need(as(HTMLElement, copyOf(template.content).firstElementChild));
  const box = need(findAs(HTMLInputElement, 'input', label));
  box.value = value;
  // As if somebody had ticked it: a page that is brought up to date leaves it there.
  box.checked = true;
  need(find('bdi', label)).textContent = nameIn(value);
  return { label, box };
}

/**
 * Puts a file that has arrived beside the words with which it is sent; whether there still are such.
 * @param {string} action
 * @param {string} name
 * @param {string} hash
 */
export function addTo(action, name, hash) {
  const files = find('[data-along-files]', formTo(action));
  if (!files) return false;
  const { label, box } = boxFor(`${hash} ${name}`);
  files.append(label);
  // It is kept with the words (`talk_drafts.js`).
  box.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** @param {string} action */
function sendIfHeldBack(action) {
  const button = heldBack.get(action);
  const form = formTo(action);
  if (!heldBack.delete(action) || !form) return;
  form.requestSubmit(button && form.contains(button) ? button : null);
}

/**
 * Notes that a file of a form is on its way until then.
 * @param {string} action
 * @param {Promise<void>} until
 */
export async function awaitedBy(action, until) {
  onTheirWay.set(action, (onTheirWay.get(action) ?? 0) + 1);
  await until;
  const left = (onTheirWay.get(action) ?? 1) - 1;
  onTheirWay.set(action, left);
  if (left === 0) sendIfHeldBack(action);
}

/** The message is not sent by itself: a file that was to go along does not. */
export function letGo() {
  heldBack.clear();
}

/**
 * Holds a message back whose files are on their way; whether it is one that carries files.
 * @param {SubmitEvent} event
 */
export function holdBack(event) {
  const form = as(HTMLFormElement, event.target);
  if (!form?.matches(CARRIES)) return false;
  // Its files come in pieces.
  form.enctype = 'application/x-www-form-urlencoded';
  const action = form.getAttribute('action') ?? '';
  if ((onTheirWay.get(action) ?? 0) === 0) return true;
  event.preventDefault();
  // It leaves nothing: the page stays.
  event.stopPropagation();
  heldBack.set(action, event.submitter);
  say(word('along-waits'));
  return true;
}
