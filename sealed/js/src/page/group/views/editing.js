// The fields of one object.

import { equal, fromHex, fromUtf8, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { FIELD, MOST_SKILLS } from '../../../fields.js';
import { weekOf } from '../../../rel.js';
import { alert, button, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { notice } from '../../notices.js';
import { dayOf, writable } from '../../times.js';
import { needThat } from '../../trouble.js';
import { put, putNow } from '../changes.js';
import { Choice } from '../choice.js';
import { Input } from '../inputs.js';
import { keyOf } from '../objects.js';
import { taskFields, textField } from '../typed.js';
import { Typed, fillIn, touched, valuesOf } from '../typing.js';
import { takeWhole } from '../uncut_input.js';
import { mayWrite } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { Change, Conflict } from '../changes.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */
/** @import { GroupSession } from '../session.js' */

const ZERO = new Uint8Array(16);

/**
 * The oid that a page names: a task by the id that the server gave it, anything else by its own.
 * @param {Group} group
 * @param {number} otype
 * @param {string} named
 */
const oidOf = async (group, otype, named) => (named === '' ? ZERO : otype === OTYPE.task ? group.task(named) : fromHex(named));

/** Fields of a task for people: the input of each, and how it becomes bytes and back. */
const TASK = /** @type {const} */ (['title', 'desc', 'skills', 'due', 'size', 'urgency']);

/**
 * @param {string} field
 * @param {number} count
 */
const keysOf = (field, count) => Array.from({ length: count }, (_, at) => /** @type {[number, string]} */ ([at, `${field}-${at}`]));

/**
 * @param {Part} part
 * @param {Group} group
 * @param {Sealed | undefined} object
 * @param {string} field
 */
function control(part, group, object, field) {
  const bytes = group.textOf(object, field);
  const label = `field-${field}`;
  if (field === 'size') return new Choice(part.texts, label, keysOf('size', 3), String(bytes ? FIELD.size.decode(bytes) : 1));
  if (field === 'urgency') return new Choice(part.texts, label, keysOf('urgency', 2), String(bytes ? FIELD.urgency.decode(bytes) : 0));
  if (field === 'due') {
    const value = bytes ? new Date(writable(FIELD.due.decode(bytes))).toISOString().slice(0, 10) : '';
    return new Input(part.texts, { label, kind: 'day', value });
  }
  if (field === 'skills') {
    const value = bytes ? skillsOf(object, bytes).join(', ') : '';
    return new Input(part.texts, { label, kind: 'list', value, hint: 'skills-hint' });
  }
  const kind = field === 'desc' || field === 'mission' || field === 'text' ? 'text' : 'line';
  return new Input(part.texts, { label, kind, value: bytes ? fromUtf8(bytes) : '', isRequired: field === 'title' || field === 'name' });
}

/**
 * @param {Sealed | undefined} object
 * @param {Uint8Array} bytes
 */
function skillsOf(object, bytes) {
  return object?.otype === OTYPE.profile ? FIELD.levels.decode(bytes).map(({ name }) => name) : FIELD.skills.decode(bytes);
}

/** @param {string} text */
const namesIn = (text) => text.split(',').map((name) => name.trim()).filter((name) => name !== '');

/**
 * @param {number} otype
 * @param {string} field
 * @param {string} value
 * @returns {Uint8Array | null}
 */
function bytesFor(otype, field, value) {
  if (field === 'due') return taskFields({ due: value === '' ? 0 : Date.parse(`${value}T00:00:00Z`) }).due ?? null;
  if (field === 'size') return taskFields({ size: Number(value) }).size ?? null;
  if (field === 'urgency') return taskFields({ urgency: Number(value) }).urgency ?? null;
  if (field !== 'skills') return textField(value);
  const names = namesIn(value);
  needThat(names.length <= MOST_SKILLS, 'too-many-skills', { field });
  if (otype === OTYPE.profile) return names.length > 0 ? FIELD.levels.encode(names.map((name) => ({ name, level: 0 }))) : null;
  return taskFields({ skills: names }).skills ?? null;
}

/**
 * The fields of one object. `data-fields` names which; those that were not touched are not sent.
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginEdit(part, session) {
  const group = await session.ready;
  if (!mayWrite(part, group)) return;
  const isTask = part.data('sealed') === 'edit-task';
  const suggests = part.element.dataset.suggests !== undefined;
  const otype = Number(part.data('otype') || String(OTYPE.task));
  const names = part.data('fields') === '' && isTask ? [...TASK] : part.data('fields').split(' ');
  // Without an object it is a new one of this sort.
  const isNew = part.data('object') === '' && otype !== OTYPE.pursuance && otype !== OTYPE.profile;
  const named = part.data('object');
  const oid = isNew ? group.device.random(16) : otype === OTYPE.profile ? group.me.iid.slice(0, 16) : await oidOf(group, otype, named);
  const inside = otype === OTYPE.task || otype === OTYPE.room ? oid : ZERO;
  const unit = part.data('unit') === '' ? inside : await oidOf(group, OTYPE.task, part.data('unit'));
  if (otype === OTYPE.pursuance && group.role < 3) return;
  /** @type {import('../typing.js').Fields} */
  let controls = {};
  /** @type {import('../typing.js').Values} */
  let before = {};
  /** The revision in the fields: a round of the page may bring something newer while somebody writes. @type {Sealed | undefined} */
  let base;
  const typed = new Typed(group, isNew ? `new/${otype}/${toHex(unit)}` : `edit/${otype}/${toHex(oid)}`);
  /** @param {import('../typing.js').Left} [left] what was typed before: what came since then is a change of somebody else */
  const show = (left) => {
    const object = group.objects.get(otype, oid);
    base = left ? left.base : object;
    controls = Object.fromEntries(names.map((field) => [field, control(part, group, object, field)]));
    before = valuesOf(controls);
    fillIn(controls, left);
    const inputs = Object.entries(controls).flatMap(([field, one]) => (one instanceof Input ? [/** @type {const} */ ([field, one])] : []));
    for (const [, one] of inputs) takeWhole(one, part.texts);
    const content = Object.values(controls).map(({ element }) => element);
    const { form } = part.form({ content, button: suggests ? 'suggest' : 'save', fields: Object.fromEntries(inputs), act });
    part.place.replaceChildren(form);
  };
  const act = async () => {
    // A text that is refused, or under way when the page is left, stays; a device without room for it sends all the same.
    await typed.keep?.().catch(console.error);
    const sent = valuesOf(controls);
    /** @type {Record<string, Uint8Array | null>} */
    const fields = {};
    for (const [field, value] of Object.entries(sent)) {
      // Of skills for which the server has other tags the same ones are written once more.
      const isOdd = !suggests && field === 'skills' && group.tags.odd.has(keyOf(otype, oid));
      if (value === before[field] && !(isNew && value !== '') && !isOdd) continue;
      needThat(value !== '' || (field !== 'title' && field !== 'name'), 'no-title', { field });
      fields[field] = bytesFor(otype, field, value);
    }
    /** @type {Change} */
    const change = { otype, oid, unit, base, fields, rel: 'due' in fields ? weekFor(otype, controls.due?.value) : {} };
    // Suggestions, which others decide about, are kept apart by the server, as they are signed here.
    if (suggests) await group.alone(() => putNow(group, [change], { suggests, choose: (conflict) => choose(part, conflict, isOwn(group, group.objects.get(otype, oid))) }));
    else await put(group, [change], (conflict) => choose(part, conflict, isOwn(group, group.objects.get(otype, oid))));
    await typed.forget();
    // Keeps the text that was typed meanwhile.
    show({ values: touched(controls, sent), base: group.objects.get(otype, oid) });
    typed.changed();
    const said = notice(part.texts.of('saved'));
    part.place.append(said);
    said.focus();
    session.filling.fill(document, group);
    goTo(part.data('then') || 'stay');
  };
  show(await typed.get());
  typed.hear(part.place, () => touched(controls, before), () => base);
}

/**
 * The server sees the week of a day.
 * @param {number} otype
 * @param {string | undefined} day
 */
function weekFor(otype, day) {
  if (otype !== OTYPE.task || day === undefined) return {};
  return { dueWeek: day === '' ? 0 : weekOf(Date.parse(`${day}T00:00:00Z`)) };
}

/**
 * Whether oneself signed the newest revision, on another page or device.
 * @param {Pick<Group, 'own'>} group
 * @param {Pick<Sealed, 'actor'> | undefined} object
 */
export const isOwn = ({ own }, object) => own.some(({ iid }) => object !== undefined && equal(iid, object.actor));

/**
 * Two people, or two pages of one, changed the same field: both texts, and whoever came second chooses.
 * @param {Part} part
 * @param {Conflict} conflict
 * @param {boolean} isMine whether both are of the same person
 * @returns {Promise<'mine' | 'theirs'>}
 */
function choose(part, { field, theirs, mine }, isMine) {
  const { texts, progress } = part;
  const own = isMine ? '-own' : '';
  const box = alert(texts.of(`conflict${own}`, { field: texts.of(`field-${field}`) || field }));
  const shown = (/** @type {string} */ key, /** @type {Uint8Array | null} */ text) =>
    make('div', { class: 'card' }, make('p', { class: 'small mute', text: texts.of(key) }), make('p', { text: readable(field, text) }));
  const [keepMine, keepTheirs] = [button(texts.of('take-mine'), 'btn primary'), button(texts.of(`take-theirs${own}`))];
  box.append(shown(`theirs${own}`, theirs), shown('mine', mine), make('div', { class: 'flex' }, keepMine, keepTheirs));
  part.place.append(box);
  // Nothing is under way while it asks.
  progress.end();
  keepMine.focus();
  return new Promise((resolve) => {
    const take = (/** @type {'mine' | 'theirs'} */ which) => {
      box.remove();
      progress.begin();
      resolve(which);
    };
    keepMine.addEventListener('click', () => take('mine'));
    keepTheirs.addEventListener('click', () => take('theirs'));
  });
}

/**
 * @param {string} field
 * @param {Uint8Array | null} bytes
 */
function readable(field, bytes) {
  if (!bytes) return '–';
  if (field === 'skills') return FIELD.skills.decode(bytes).join(', ');
  if (field === 'due') return dayOf(FIELD.due.decode(bytes));
  return field === 'size' || field === 'urgency' ? String(bytes[0]) : fromUtf8(bytes);
}
