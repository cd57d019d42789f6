// Duties of any open page for all: it lets newcomers in, changes a key that is due, ends what has expired, and encrypts anew.

import { equal, fromHex, toHex } from '../../bytes.js';
import { OTYPE, decodeEnvelope } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { RENEWED } from '../../fields.js';
import { ROLE } from '../../log/state.js';
import { REL } from '../../revision.js';
import { Trouble } from '../trouble.js';
import { putNow } from './changes.js';
import { carry, endExpired, moveSeat, rotateNow } from './membership.js';
import { isOpenTask, isUnderNewest } from './newest_key.js';
import { allOf } from './replaced_keys.js';
import { MOST_OBJECTS } from './server.js';
import { textField } from './typed.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/**
 * Whether an object waits for the newest key, and it is upon this member to encrypt it.
 * @param {Group} group
 * @param {Sealed} object
 */
function isDue(group, object) {
  if (isUnderNewest(group, object, object.unit)) return false;
  // A later member cannot read the older ones: others encrypt them.
  const isReadable = (/** @type {Uint8Array} */ bytes) => group.keyring.secrets.has(decodeEnvelope(bytes).epoch);
  if (![...object.fields].every(([field, { bytes }]) => field === REL || isReadable(bytes))) return false;
  const { otype, oid } = object;
  if (otype === OTYPE.pursuance) return group.role === ROLE.admin;
  if (otype === OTYPE.profile) return equal(oid, group.me.iid.slice(0, 16));
  if (otype === OTYPE.room) return group.role >= ROLE.moderator;
  return isOpenTask(object) && opens(group, object);
}

/**
 * Whether its texts are what was sealed. Whoever writes may sign what nobody can open: it keeps nothing else under an older key.
 * @param {Group} group
 * @param {Sealed} object
 */
function opens(group, object) {
  try {
    for (const field of object.fields.keys()) if (field !== REL && field !== RENEWED.field) group.textOf(object, field);
    return true;
  } catch (error) {
    if (error instanceof SealedError) return false;
    throw error;
  }
}

/**
 * Objects that are still to be encrypted under the newest key.
 * @param {Group} group
 */
export const due = (group) => [...group.objects.all.values()].filter((object) => isDue(group, object));

/**
 * One batch of it: signed as revisions with the same texts. Returns how many objects are left.
 * @param {Group} group
 */
export async function renew(group) {
  return group.alone(async () => {
    if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable) return 0;
    const left = due(group);
    const batch = left.slice(0, MOST_OBJECTS);
    if (batch.length === 0) return 0;
    await putNow(
      group,
      batch.map(({ otype, oid, unit }) => ({ otype, oid, unit, isRenewal: true })),
    );
    return left.length - batch.length;
  });
}

/**
 * Everything but encrypting anew.
 * @param {Group} group
 */
export async function serve(group) {
  await group.alone(async () => {
    if (group.lies.isFrozen || !group.isReadable) return;
    // Once somebody has replaced their keys, it goes on wherever they still have the former ones.
    await moveSeat(group);
    // A former member could read the keys that newcomers are given.
    if (group.state.isPending) await rotateNow(group);
    await carry(group);
    await endExpired(group);
    // By time, last of all: where the server does not take it, all else is done.
    await rotateNow(group);
  });
}

/**
 * All of it, batch by batch.
 * @param {Group} group
 * @param {string} name of one's account
 * @param {(left: number) => Promise<void>} rest after each batch, with how many objects are left to encrypt anew
 */
export async function serveAll(group, name, rest) {
  await serve(group);
  await introduce(group, name);
  for (let left = 1; left > 0; ) {
    left = await renew(group);
    await rest(left);
  }
}

/**
 * A member without a name gets one, as soon as they have the key; whoever goes on under other keys says the same as before. Readers sign
 * nothing: they stay without.
 * @param {Group} group
 * @param {string} name
 */
export async function introduce(group, name) {
  const oid = group.me.iid.slice(0, 16);
  const former = () => formerProfile(group);
  const isDone = () => group.role < ROLE.writer || !group.isReadable || group.objects.get(OTYPE.profile, oid) !== undefined;
  if (isDone()) return;
  await group.alone(async () => {
    // They may have said it by themselves meanwhile.
    if (isDone()) return;
    const before = former();
    const fields = before ? saidIn(group, before) : { name: textField(name) };
    if (Object.keys(fields).length === 0) return;
    try {
      await putNow(group, [{ otype: OTYPE.profile, oid, unit: new Uint8Array(16), fields }]);
    } catch (error) {
      // A closed pursuance takes no profile: all else goes on without.
      if (!(error instanceof Trouble) || error.key !== 'problem-pursuance-closed') throw error;
    }
  });
}

/**
 * The profile of somebody under keys that they replaced.
 * @param {Group} group
 */
function formerProfile({ state, me, objects }) {
  const [, ...formers] = allOf(state, toHex(me.iid));
  for (const id of formers) {
    const profile = objects.get(OTYPE.profile, fromHex(id).slice(0, 16));
    if (profile && toHex(profile.actor) === id) return profile;
  }
  return undefined;
}

/**
 * The texts of an object that can be read.
 * @param {Group} group
 * @param {Sealed} object
 */
function saidIn(group, object) {
  /** @type {Record<string, Uint8Array>} */
  const fields = {};
  for (const field of object.fields.keys()) {
    const text = field === REL || field === RENEWED.field ? undefined : group.textOf(object, field);
    if (text) fields[field] = text;
  }
  return fields;
}
