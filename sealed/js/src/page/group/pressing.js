// What the buttons of a page say (`data-do`), from what stands beside them.

import { fromHex, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { Trouble, needThat } from '../trouble.js';
import { put } from './changes.js';
import { leave } from './membership.js';
import { relOf } from './objects.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** @typedef {DOMStringMap | Record<string, string | undefined>} Said the `data-` attributes of a button */

const ZERO = new Uint8Array(16);

/**
 * People as a button names them: `me`, nobody, or identities.
 * @param {Group} group
 * @param {string} text
 */
const people = ({ me }, text) => (text === '' ? [] : text === 'me' ? [me.iid] : text.split(' ').map(fromHex));

/**
 * @param {Uint8Array[]} list
 * @param {string} add
 * @param {string} drop
 */
function changedList(list, add, drop) {
  const kept = list.filter((one) => !drop.split(' ').includes(toHex(one)));
  const there = new Set(kept.map(toHex));
  const more = add.split(' ').filter((one) => one !== '' && !there.has(one));
  return [...kept, ...more.map(fromHex)];
}

/**
 * The tasks that a button names, by the ids that members gave them.
 * @param {Group} group
 * @param {string} rows
 */
const tasksOf = (group, rows) => inTurn(rows.split(' ').filter((row) => row !== ''), (row) => group.task(row));

/**
 * One after the other.
 * @template T
 * @template U
 * @param {T[]} all
 * @param {(one: T) => Promise<U>} act
 */
async function inTurn(all, act) {
  /** @type {U[]} */
  const found = [];
  for (const one of all) found.push(await act(one));
  return found;
}

/**
 * What a button says, with the ids that members gave the tasks in place of those that the page has.
 * @param {Group} group
 * @param {Said} said
 * @returns {Promise<Said>}
 */
async function withTasks(group, said) {
  /** @type {Record<string, string | undefined>} */
  const found = { ...said };
  for (const key of ['parent', 'addWaits', 'dropWaits']) {
    if (said[key]) found[key] = (await tasksOf(group, said[key])).map(toHex).join(' ');
  }
  return found;
}

/**
 * The relations that a button changes.
 * @param {Group} group
 * @param {Sealed} object
 * @param {Said} said
 */
function relFor(group, object, said) {
  const { phase, assign, review, parent, week, addWaits, dropWaits, addFlags, dropFlags } = said;
  const before = relOf(object);
  /** @type {Partial<Rel>} */
  const rel = {};
  if (phase !== undefined) rel.phase = Number(phase);
  if (assign !== undefined) rel.assignees = people(group, assign);
  if (review !== undefined) rel.reviewers = people(group, review);
  if (parent !== undefined) rel.parent = parent === '' ? ZERO : fromHex(parent);
  if (week !== undefined) rel.dueWeek = Number(week);
  if (addWaits !== undefined || dropWaits !== undefined) rel.waitsFor = changedList(before.waitsFor, addWaits ?? '', dropWaits ?? '');
  if (addFlags !== undefined || dropFlags !== undefined) {
    rel.flags = (before.flags | Number(addFlags ?? '0')) & ~Number(dropFlags ?? '0');
  }
  return rel;
}

/**
 * Does what a button says: one leaves, or the relations of tasks are signed that stand beside it, whatever the word.
 * @param {Group} group
 * @param {Said} said
 * @returns {Promise<Sealed[]>}
 */
export async function pressed(group, said) {
  if (said.do === 'leave') {
    await leave(group);
    return [];
  }
  const oids = await tasksOf(group, said.object ?? '');
  const named = await withTasks(group, said);
  const changes = oids.map((oid) => {
    const object = group.objects.get(OTYPE.task, oid);
    if (!object) throw new Trouble('unknown-object');
    return { otype: OTYPE.task, oid, unit: oid, rel: relFor(group, object, named) };
  });
  needThat(changes.length > 0, 'failed');
  return put(group, changes);
}
