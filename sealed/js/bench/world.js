// A made-up pursuance of many members and tasks, and its server in memory. Nothing of it is measured.

import * as S from '../src/index.js';
import { loadNativeBy } from '../src/page/group/native_loader.js';
import { revise } from '../src/page/group/changes.js';
import { taskFields } from '../src/page/group/typed.js';
import { Group } from '../src/page/group/group.js';
import { found } from '../src/page/group/inviting.js';
import * as native from '../src/page/group/native.js';
import { memoryLocalStore } from '../src/page/group/local_store.js';
import { doors as doorsTo } from '../src/page/doors.js';
import { doorsWith } from '../support/group_doors.js';
import { TIME, chance, person } from '../support/group.js';

/** @import { LocalStore } from '../src/page/group/local_store.js' */
/** @import { FieldRecord } from '../src/page/group/records.js' */

loadNativeBy(async () => native);
const Doors = doorsWith(S, TIME);
const ana = person('ana');
export const me = { rootKey: S.sha(S.utf8('root')), keys: ana.keys, card: ana.card, iid: ana.iid };

const WORDS = ['count', 'the', 'bees', 'of', 'every', 'hive', 'before', 'winter', 'and', 'write', 'down', 'who', 'looked', 'after', 'them'];
const SKILLS = ['bees:counting', 'wood:benches', 'money:accounts', 'health:first aid'];

/** @param {number} at */
const titleOf = (at) => `${WORDS.map((_, by) => WORDS[(at * (by + 3) + by) % WORDS.length]).slice(0, 4 + (at % 6)).join(' ')} ${at}`;

/** @param {number} at */
const textOf = (at) => Array.from({ length: 3 }, (_, by) => titleOf(at * 7 + by)).join(', ');

/**
 * @param {InstanceType<typeof Doors>} doors
 * @param {LocalStore} localStore
 */
export const deviceWith = (doors, localStore = memoryLocalStore()) => ({
  ask: doorsTo((path, init) => doors.fetch(ana.id, path, init)),
  random: chance('bench'),
  now: () => TIME,
  localStore,
});

/**
 * Makes a pursuance without the server's own checks, which are not the device's work: the tasks are signed as members sign them, and stand there
 * unasked.
 * @param {{ tasks?: number, members?: number }} sizes
 */
export async function makeWorld({ tasks = 0, members = 0 }) {
  const doors = new Doors();
  const localStore = memoryLocalStore();
  const device = deviceWith(doors, localStore);
  const group = await found(device, me, { name: 'Bees', mission: 'Count them', history: 1 });
  if (members > 0) {
    const added = Array.from({ length: members }, (_, at) => /** @type {const} */ ({ type: 2, role: 1, card: person(`member ${at}`).card }));
    doors.append(S.writeEntries(doors.state, ana.keys, TIME, added), []);
  }
  for (let at = 0; at < tasks; at += 1) {
    const oid = device.random(16);
    const typed = { title: titleOf(at), desc: textOf(at), skills: [SKILLS[at % SKILLS.length] ?? ''], size: at % 3 };
    const { object } = revise(group, { otype: S.OTYPE.task, oid, unit: oid, fields: taskFields(typed), rel: { phase: at % 4 } }, undefined);
    const where = { otype: object.otype, oid, unit: oid };
    /** @type {Map<string, FieldRecord>} */
    const fields = new Map([...object.fields].map(([field, held]) => [field, { ...where, field, ...held }]));
    doors.changes += 1;
    const id = doors.newId();
    doors.objects.set(`1/${S.toHex(oid)}`, { changed: doors.changes, id, number: doors.made, revision: object.bytes, fields });
  }
  return { doors, localStore };
}

/**
 * The pursuance on a device, all of it followed.
 * @param {InstanceType<typeof Doors>} doors
 * @param {LocalStore} localStore
 */
export async function follow(doors, localStore) {
  const group = new Group(deviceWith(doors, localStore), { slug: doors.slug, pid: S.toHex(doors.pid) }, me);
  await group.load();
  await group.syncLog();
  await group.syncSeals();
  await group.objects.load();
  await group.syncObjects();
  return group;
}

/** The tasks as a page has them. @param {InstanceType<typeof Doors>} doors */
export const shown = (doors) =>
  [...doors.objects.values()].flatMap(({ id, number, revision, fields }) => {
    const { otype, oid, rev } = S.decodeRevision(revision);
    const title = fields.get('title');
    const rel = fields.get(S.REL);
    if (otype !== S.OTYPE.task || !title || !rel) return [];
    return [{ id, number, row: doors.rowOf(oid), rev, env: S.toBase64url(title.bytes), phase: S.decodeRel(rel.bytes).phase }];
  });
