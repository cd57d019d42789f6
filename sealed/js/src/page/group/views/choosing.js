// One task is chosen for another, from the titles that this device knows: what it waits for, or what it is a part of.

import { fromHex, fromUtf8, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { SealedError } from '../../../error.js';
import { button, make } from '../../elements.js';
import { Sending } from '../../sending.js';
import { isOpenTask } from '../changes.js';
import { Input } from '../inputs.js';
import { relOf } from '../objects.js';
import { pressed } from '../pressing.js';
import { goTo, mayWrite, tell } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */
/** @import { Said } from '../pressing.js' */
/** @import { GroupSession } from '../session.js' */

/** @typedef {{ row: string, text: string, words: string }} Found a task that can be chosen */

/** As many as one looks through. */
const MOST = 10;

/**
 * @param {Group} group
 * @param {Sealed} object
 */
function titleOf(group, object) {
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
async function candidates(group, may) {
  /** @type {(Found & { number: number })[]} */
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
 * A field in which one types words or a number, and the tasks that fit. What is pressed is signed at once.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {object} how
 * @param {string} how.label key of its text
 * @param {(group: Group, object: Sealed) => (oid: string, other: Sealed) => boolean} how.may
 * @param {(row: string) => Said} how.says
 * @param {(object: Sealed) => { row: string, text: string }[]} [how.first] what can be chosen besides
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
  const list = make('ul', { class: 'stack sm plain' });
  const said = make('p', { class: 'small mute', role: 'status' });
  const box = make('div', { class: 'stack sm' }, line.element, said, list);
  const sending = new Sending({ texts, progress: part.progress, busy: box, before: said });
  const choose = (/** @type {string} */ chosen) =>
    sending.send(async () => {
      tell(group, await pressed(group, { object: row, ...says(chosen) }));
      goTo(part.data('then') || 'reload');
    });
  /** @type {Promise<Found[]> | undefined} */
  let all;
  const show = async () => {
    all ??= candidates(group, may(group, object));
    const words = line.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const fits = (await all).filter((one) => words.every((word) => one.words.includes(word)));
    const shown = [...(words.length === 0 ? first(object) : []), ...fits.slice(0, MOST)];
    said.textContent = shown.length === 0 ? texts.of('no-match') : fits.length > MOST ? texts.of('more-match') : '';
    const items = shown.map((one) => {
      const press = button(one.text, 'btn quiet');
      press.dataset.writes = '';
      press.addEventListener('click', () => void choose(one.row));
      return make('li', {}, press);
    });
    list.replaceChildren(...items);
  };
  line.input.addEventListener('focus', () => void show(), { once: true });
  line.input.addEventListener('input', () => void show());
  place.replaceChildren(box, part.progress.element);
}

/**
 * What a task waits for.
 * @param {Part} part
 * @param {GroupSession} session
 */
export const beginDepend = (part, session) =>
  beginChoice(part, session, {
    label: 'depend',
    may: (_group, object) => {
      const not = new Set([object.oid, ...relOf(object).waitsFor].map(toHex));
      return (oid) => !not.has(oid);
    },
    says: (row) => ({ do: 'depend', addWaits: row }),
  });

/**
 * What a task is a part of.
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
    says: (row) => ({ do: 'move', parent: row }),
    first: () => [{ row: '', text: part.texts.of('move-top') }],
  });
