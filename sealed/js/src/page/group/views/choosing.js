// One task is chosen for another, from the titles that this device knows: what it waits for, or what it is a part of.

import { fromHex, fromUtf8, isZero, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { SealedError } from '../../../error.js';
import { button, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Sending } from '../../sending.js';
import { Input } from '../inputs.js';
import { isOpenTask } from '../newest_key.js';
import { relOf } from '../objects.js';
import { pressed } from '../pressing.js';
import { mayWrite } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */
/** @import { Said } from '../pressing.js' */
/** @import { GroupSession } from '../session.js' */

/** @typedef {{ row: string, text: string }} Shown what can be chosen */
/** @typedef {Shown & { number: number, words: string }} Found a task that can be */

/** As many as one looks through. */
const MOST = 10;

/**
 * The title of a task, as far as it can be read.
 * @param {Group} group
 * @param {Sealed} object
 */
export function titleOf(group, object) {
  try {
    const bytes = group.textOf(object, 'title');
    return bytes && fromUtf8(bytes);
  } catch (error) {
    if (error instanceof SealedError) return undefined;
    throw error;
  }
}

/**
 * The open tasks that may be chosen, by their numbers.
 * @param {Group} group
 * @param {(oid: string, object: Sealed) => boolean} may
 */
export async function candidates(group, may) {
  /** @type {Found[]} */
  const found = [];
  for (const object of group.objects.all.values()) {
    await group.pause();
    const oid = toHex(object.oid);
    const called = group.names.tasks.get(oid);
    if (!called || !isOpenTask(object) || !may(oid, object)) continue;
    const title = titleOf(group, object);
    if (title === undefined) continue;
    const text = `#${called.number} ${title}`;
    found.push({ row: called.row, number: called.number, text, words: text.toLowerCase() });
  }
  return found.sort((a, b) => a.number - b.number);
}

/**
 * Whether a task stands somewhere below another one.
 * @param {Group} group
 * @param {string} oid
 * @param {string} above
 */
function isBelow(group, oid, above) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (let at = oid; !seen.has(at); ) {
    if (at === above) return true;
    seen.add(at);
    const object = group.objects.get(OTYPE.task, fromHex(at));
    if (!object) return false;
    at = toHex(relOf(object).parent);
  }
  return false;
}

/**
 * The tasks that wait for one, those that wait for these, and so on: it waits for none of them.
 * @param {Group} group
 * @param {string} oid
 */
function waitersOf(group, oid) {
  /** @type {Map<string, string[]>} */
  const waiters = new Map();
  for (const object of group.objects.all.values()) {
    if (object.otype !== OTYPE.task) continue;
    for (const on of relOf(object).waitsFor.map(toHex)) {
      const those = waiters.get(on);
      if (those) those.push(toHex(object.oid));
      else waiters.set(on, [toHex(object.oid)]);
    }
  }
  const found = new Set([oid]);
  // Tasks that are added meanwhile come, too.
  for (const one of found) for (const waiter of waiters.get(one) ?? []) found.add(waiter);
  return found;
}

/** @param {string} words */
const numberIn = (words) => Number(/^#?(\d{1,15})$/.exec(words)?.[1] ?? '0');

/**
 * Tasks that fit the typed text; the one whose number it is comes first.
 * @param {Found[]} all
 * @param {string} typed
 */
export function fitting(all, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const number = numberIn(typed);
  const fits = all.filter((one) => words.every((word) => one.words.includes(word)));
  return [...fits.filter((one) => one.number === number), ...fits.filter((one) => one.number !== number)];
}

/**
 * A field in which one types words or a number, and the tasks that fit. What is pressed is signed at once; Enter takes the one that is
 * meant, and leads to the list where it may be several.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {object} how
 * @param {string} how.label key of its text
 * @param {(group: Group, object: Sealed) => (oid: string, other: Sealed) => boolean} how.may
 * @param {(row: string) => Said} how.says
 * @param {(object: Sealed) => Shown[]} [how.first] what can be chosen besides
 */
async function beginChoice(part, session, { label, may, says, first = () => [] }) {
  const group = await session.ready;
  if (!mayWrite(part, group)) return;
  const { texts, place } = part;
  const row = part.data('object');
  const oid = await group.task(row).catch(() => undefined);
  const object = oid && group.objects.get(OTYPE.task, oid);
  if (!object) return;
  const line = new Input(texts, { label, hint: `${label}-hint` });
  const list = make('ul', { class: 'stack sm' });
  const said = make('p', { class: 'small mute', role: 'status' });
  const box = make('div', { class: 'stack sm' }, line.element, said, list);
  const sending = new Sending({ texts, progress: part.progress, busy: box, before: said });
  const choose = (/** @type {string} */ chosen) =>
    sending.send(async () => {
      await pressed(group, { object: row, ...says(chosen) });
      goTo(part.data('then') || 'reload');
    });
  /** @type {Promise<Found[]> | undefined} */
  let all;
  const show = async () => {
    all ??= candidates(group, may(group, object));
    const found = await all;
    const typed = line.value;
    const fits = fitting(found, typed);
    const shown = [...(typed === '' ? first(object) : []), ...fits.slice(0, MOST)];
    said.textContent = shown.length === 0 ? texts.of('no-match') : fits.length > MOST ? texts.of('more-match') : '';
    const items = shown.map((one) => {
      const press = button(one.text, 'btn quiet choice');
      press.dataset.writes = '';
      press.addEventListener('click', () => void choose(one.row));
      return make('li', { dir: 'auto' }, press);
    });
    list.replaceChildren(...items);
    return fits;
  };
  line.input.addEventListener('focus', () => void show(), { once: true });
  line.input.addEventListener('input', () => void show());
  line.input.addEventListener('keydown', async (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    const [one, other] = await show();
    const isMeant = one && (other === undefined || one.number === numberIn(line.value));
    if (isMeant && line.value !== '') await choose(one.row);
    else list.querySelector('button')?.focus();
  });
  place.replaceChildren(box, part.progress.element);
}

/**
 * Begins the choice of a task that this one waits for.
 * @param {Part} part
 * @param {GroupSession} session
 */
export const beginDepend = (part, session) =>
  beginChoice(part, session, {
    label: 'depend',
    may: (group, object) => {
      const [there, waiters] = [new Set(relOf(object).waitsFor.map(toHex)), waitersOf(group, toHex(object.oid))];
      return (oid) => !there.has(oid) && !waiters.has(oid);
    },
    says: (task) => ({ do: 'depend', task }),
  });

/**
 * Begins the choice of a task that this one is a part of.
 * @param {Part} part
 * @param {GroupSession} session
 */
export const beginMove = (part, session) =>
  beginChoice(part, session, {
    label: 'move',
    may: (group, object) => {
      const [own, parent] = [toHex(object.oid), toHex(relOf(object).parent)];
      return (oid) => oid !== parent && !isBelow(group, oid, own);
    },
    says: (task) => ({ do: 'move', task }),
    first: (object) => (isZero(relOf(object).parent) ? [] : [{ row: '', text: part.texts.of('move-top') }]),
  });
