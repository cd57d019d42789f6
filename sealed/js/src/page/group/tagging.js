// Tagging by any open page for all: skills are tagged with the newest key, and held against the tags that the server has.

import { equal, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { ROLE } from '../../log/state.js';
import { STEP } from '../../tags.js';
import { isOpenTask } from './newest_key.js';
import { keyOf } from './objects.js';
import { MOST_OBJECTS } from './server.js';
import { sendTags, tagsOf } from './tag_messages.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */
/** @import { Known } from './tags.js' */

/**
 * Whether an object asks for skills, or is of somebody who may be asked.
 * @param {Group} group
 * @param {Sealed} object
 */
function isTagged({ state }, object) {
  if (!object.fields.has('skills')) return false;
  const { otype, oid, actor } = object;
  // The first bytes of an identity may be another one's, and the signature says whose.
  return otype === OTYPE.profile ? equal(oid, actor.slice(0, 16)) && state.members.has(toHex(actor)) : isOpenTask(object);
}

/**
 * Whether the server has these tags and, in a profile, no more others than fill it up.
 * @param {Known} there
 * @param {Map<string, string>} made
 * @param {boolean} isProfile
 */
function fits({ tags }, made, isProfile) {
  const size = isProfile ? Math.ceil(made.size / STEP) * STEP : made.size;
  return tags.size === size && [...made].every(([tag, level]) => tags.get(tag) === level);
}

/**
 * Whether the server takes other tags of an object from this member than those that it has.
 * @param {Group} group
 * @param {Sealed} object
 */
const mayMend = ({ me, role }, { otype, actor }) => (otype === OTYPE.profile ? equal(actor, me.iid) : role === ROLE.admin);

/**
 * Finds objects to be tagged, and those with other tags than those of their skills.
 * @param {Group} group
 */
async function compare(group) {
  const known = await group.tags.all();
  /** @type {Sealed[]} */
  const due = [];
  /** @type {Set<string>} */
  const odd = new Set();
  let isMended = false;
  for (const { otype, oid } of [...group.objects.all.values()]) {
    await group.pause();
    const object = group.objects.get(otype, oid);
    if (!object || !isTagged(group, object)) continue;
    const made = tagsOf(group, object);
    if (!made) continue;
    const key = keyOf(otype, oid);
    const there = known.get(key);
    if (there?.epoch !== group.state.epoch) {
      // Of what nobody can open the server gets none: it waits for no others then.
      if (made.size > 0 || there?.epoch) due.push(object);
    } else if (made.size > 0 && !fits(there, made, otype === OTYPE.profile)) {
      odd.add(key);
      if (!mayMend(group, object)) continue;
      // Set right once a page: two devices may write a skill otherwise.
      if (group.tags.mended.has(key)) isMended = true;
      else due.push(object);
    }
  }
  // People wait for the skills of members, and not the other way round.
  due.sort((a, b) => b.otype - a.otype);
  return { due, odd, isMended };
}

/**
 * One batch of what is to be tagged with the newest key. Returns how many objects are left.
 * @param {Group} group
 */
export async function retag(group) {
  const { tags } = group;
  const isFollowed = await group.alone(async () => {
    if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable || !group.isWhole) return false;
    await tags.sync(group.server);
    return true;
  });
  const now = tags.standOf(group);
  if (!isFollowed || tags.compared === now) return 0;
  // It may take seconds, and whoever presses something meanwhile does not wait for it.
  const { due, odd, isMended } = await compare(group);
  return group.alone(async () => {
    tags.odd = odd;
    if (due.length === 0) {
      tags.compared = now;
      // A repair in vain is tried once more by the next page.
      await tags.keep(isMended ? '' : now);
    }
    const batch = due.slice(0, MOST_OBJECTS);
    for (const { otype, oid } of batch) if (odd.has(keyOf(otype, oid))) tags.mended.add(keyOf(otype, oid));
    await sendTags(group, batch);
    return due.length - batch.length;
  });
}
