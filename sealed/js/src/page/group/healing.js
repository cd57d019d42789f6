// A server that was restored from a backup is no liar: its log is the beginning of ours. This device gives back what it holds: entries,
// the keys of their epochs, and revisions. What nobody held is named.

import { toHex } from '../../bytes.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE } from '../../log/payload.js';
import { emptyState } from '../../log/state.js';
import { needFold } from '../../log/write.js';
import { sealSecret } from '../../epoch.js';
import { Trouble } from '../trouble.js';
import { foldSlowly } from './following.js';
import { entryRecord, fieldRecord, revisionRecord, sealRecord } from './records.js';

/** @import { State } from '../../log/state.js' */
/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** @typedef {{ entries: number, objects: number, missing: number }} Given what was given back, and what could not be */

/** Entries of one request, where no batch has to stay together. */
const AT_ONCE = 100;
/** They open a batch that ends with an epoch. @type {Set<number>} */
const OPENING = new Set([TYPE.remove, TYPE.rekey]);

/**
 * Gives a server back what it lost. Nothing is given to one with another log.
 * @param {Group} group
 * @returns {Promise<Given>}
 */
export async function giveBack(group) {
  const { there, state, raw } = group;
  /** @type {Given} */
  const given = { entries: 0, objects: 0, missing: 0 };
  const first = state.next - raw.length;
  if (!there || there.length < first || there.length >= state.next) return given;
  const folded = await foldSlowly(group.pid, emptyState(group.pid), there, group.pause, () => undefined);
  if (folded.refusal) return given;
  let at = folded.state;
  for (const batch of batches(raw.slice(there.length - first))) {
    const after = needFold(at.next === 0 ? group.pid : at, batch);
    const seals = after.epoch > at.epoch ? sealsOf(group, after) : [];
    if (!seals || !(await isTaken(group, 'log', [...batch.map(entryRecord), ...seals.map(sealRecord)]))) {
      given.missing += state.next - at.next;
      return given;
    }
    given.entries += batch.length;
    at = after;
  }
  group.there = undefined;
  group.lies.heal('rollback');
  group.forgetCursors();
  await giveObjects(group, given);
  return given;
}

/**
 * Entries as they belong together: a removal with its epoch.
 * @param {Uint8Array[]} entries
 */
function batches(entries) {
  /** @type {Uint8Array[][]} */
  const found = [];
  /** @type {Uint8Array[]} */
  let batch = [];
  let isOpen = false;
  for (const bytes of entries) {
    const { type } = decodeEntry(bytes);
    batch.push(bytes);
    isOpen = OPENING.has(type) || (isOpen && type !== TYPE.epoch);
    if (isOpen || (type !== TYPE.epoch && batch.length < AT_ONCE)) continue;
    found.push(batch);
    batch = [];
  }
  return batch.length > 0 ? [...found, batch] : found;
}

/**
 * The seals of an epoch for its members, by whoever knows its secret.
 * @param {Group} group
 * @param {State} after
 */
function sealsOf({ pid, keyring, device }, { epoch, members }) {
  const es = keyring.secrets.get(epoch);
  return es && [...members.values()].map(({ iid, card }) => sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, device.random));
}

/**
 * @param {Group} group
 * @param {'log' | 'put'} door
 * @param {Uint8Array[]} records
 */
async function isTaken(group, door, records) {
  try {
    await group.server.send(door, records);
    return true;
  } catch (error) {
    // What it does not take is named, and nothing else is lost by it.
    if (!(error instanceof Trouble) || !error.key.startsWith('problem-')) throw error;
    return false;
  }
}

/**
 * Objects of which the server has an older revision, or none.
 * @param {Group} group
 * @param {Given} given
 */
async function giveObjects(group, given) {
  await group.objects.load();
  /** @type {Map<string, number>} */
  const shown = new Map();
  for (let after = 0; ; ) {
    const page = await group.server.objects(after);
    if (page.count === 0) break;
    for (const { otype, oid, rev } of page.fields) {
      const key = `${otype}/${toHex(oid)}`;
      shown.set(key, Math.max(shown.get(key) ?? 0, rev));
    }
    after = page.next;
  }
  for (const [key, object] of group.objects.all) {
    if (newestField(object) <= (shown.get(key) ?? 0)) continue;
    if (await isTaken(group, 'put', recordsOf(object))) given.objects += 1;
    else given.missing += 1;
    group.lies.heal('rollback', key);
  }
}

/** @param {Sealed} object */
const newestField = ({ fields }) => Math.max(...[...fields.values()].map(({ rev }) => rev));

/** @param {Sealed} object */
function recordsOf({ otype, oid, unit, bytes, fields }) {
  const all = [...fields].map(([field, held]) => fieldRecord({ otype, oid, unit, field, ...held }));
  return [revisionRecord(bytes), ...all];
}
