// What any open page does for all: skills are tagged with the newest key, and held against the tags that the server has.

import { equal, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { ROLE } from '../../log/state.js';
import { STEP } from '../../tags.js';
import { make } from '../elements.js';
import { MOST_OBJECTS, isOpenTask } from './changes.js';
import { keyOf } from './objects.js';
import { sendTags, tagsOf } from './tags.js';

/** @import { Texts } from '../texts.js' */
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
 * What is to be tagged; and what has other tags than those of its skills.
 * @param {Group} group
 */
async function compare(group) {
  const known = await group.tags.all();
  /** @type {Sealed[]} */
  const due = [];
  /** @type {Set<string>} */
  const odd = new Set();
  for (const object of [...group.objects.all.values()].filter((one) => isTagged(group, one))) {
    await group.pause();
    const made = tagsOf(group, object);
    if (!made) continue;
    const key = keyOf(object.otype, object.oid);
    const there = known.get(key);
    if (there?.epoch !== group.state.epoch) {
      if (made.size > 0) due.push(object);
    } else if (!fits(there, made, object.otype === OTYPE.profile)) {
      odd.add(key);
      // Their own member sets them right, once a page: two devices may write a skill otherwise.
      if (object.otype === OTYPE.profile && equal(object.actor, group.me.iid) && !group.tags.isMended) {
        group.tags.isMended = true;
        due.push(object);
      }
    }
  }
  // People wait for the skills of members, and not the other way round.
  due.sort((a, b) => b.otype - a.otype);
  return { due, odd };
}

/**
 * One batch of what is to be tagged with the newest key. Returns how many objects are left.
 * @param {Group} group
 */
export async function retag(group) {
  return group.alone(async () => {
    const { tags, state } = group;
    if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable || !group.isWhole) return 0;
    await tags.sync(group.server);
    const now = `${state.epoch} ${group.objectsAfter} ${tags.after}`;
    if (tags.compared === now) return 0;
    const { due, odd } = await compare(group);
    tags.odd = odd;
    if (due.length === 0) {
      tags.compared = now;
      await tags.keep();
    }
    const batch = due.slice(0, MOST_OBJECTS);
    await sendTags(group, batch);
    return due.length - batch.length;
  });
}

/**
 * Says beside the skills of a task that the server has others.
 * @param {ParentNode} root
 * @param {Group} group
 * @param {Texts} texts
 */
export function showOdd(root, group, texts) {
  for (const element of root.querySelectorAll('[data-sealed=""][data-field="skills"][data-object]')) {
    const oid = element instanceof HTMLElement ? group.names.task(element.dataset.object ?? '') : undefined;
    const isOdd = oid !== undefined && group.tags.odd.has(`${OTYPE.task}/${oid}`);
    const mark = element.parentElement?.querySelector(':scope > [data-tags="odd"]');
    if (!isOdd) mark?.remove();
    if (!isOdd || mark || !texts.has('tags-differ')) continue;
    element.after(make('span', { class: 'sealed-lie', 'data-tags': 'odd', role: 'alert', text: texts.of('tags-differ') }));
  }
}
