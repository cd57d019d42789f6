// Makes tags of skills, and the message that sends them.

import { fromHex, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { FIELD } from '../../fields.js';
import { padTags, skillTag } from '../../tags.js';
import { Trouble } from '../trouble.js';
import { keyOf } from './objects.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */

/** The levels of a skill, by their numbers in a profile. */
export const LEVELS = ['do', 'learning', 'mentor'];

/**
 * The tags of the skills that an object has, under the newest key; undefined where a key is not there. What is damaged has none.
 * @param {Group} group
 * @param {Sealed} object
 */
export function tagsOf(group, object) {
  const key = group.keyring.tagKey(group.state.epoch);
  /** @type {Map<string, string>} */
  const none = new Map();
  if (!key) return undefined;
  if (!object.fields.has('skills')) return none;
  try {
    const bytes = group.textOf(object, 'skills');
    if (!bytes) return undefined;
    const skills = object.otype === OTYPE.profile ? FIELD.levels.decode(bytes) : FIELD.skills.decode(bytes).map((name) => ({ name, level: -1 }));
    return new Map(skills.map(({ name, level }) => [toHex(skillTag(key, name)), LEVELS[level] ?? '']));
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return none;
  }
}

/**
 * The message with the tags of an object. A profile is filled up with tags that nobody has, at any level.
 * @param {Group} group
 * @param {Sealed} object
 * @param {Map<string, string>} tags
 */
function messageOf({ device }, { otype, oid, rev }, tags) {
  const about = { object: toHex(oid), rev };
  if (otype !== OTYPE.profile) return { kind: 'task', ...about, tags: [...tags.keys()].sort().map((tag) => ({ tag })) };
  const filled = padTags([...tags.keys()].map(fromHex), device.random).map(toHex);
  const some = () => LEVELS[(device.random(1)[0] ?? 0) % LEVELS.length];
  return { kind: 'profile', ...about, tags: filled.map((tag) => ({ tag, level: tags.get(tag) ?? some() })) };
}

/**
 * Sends the tags of some objects, as many as one request takes.
 * @param {Group} group
 * @param {Sealed[]} objects
 */
export async function sendTags(group, objects) {
  const { epoch } = group.state;
  const made = objects.flatMap((object) => {
    const tags = tagsOf(group, object);
    return tags ? [{ key: keyOf(object.otype, object.oid), tags, message: messageOf(group, object, tags) }] : [];
  });
  if (made.length === 0) return;
  await group.server.ask('POST', `${group.server.base}/tags`, { epoch, objects: made.map(({ message }) => message) });
  // The server leaves out what somebody else was faster with, and says so the next time.
  const known = await group.tags.all();
  const { odd } = group.tags;
  const before = odd.size;
  for (const { key, message } of made) {
    odd.delete(key);
    known.set(key, { key, epoch, tags: new Map(message.tags.map((one) => [one.tag, 'level' in one ? String(one.level) : ''])) });
  }
  if (odd.size < before) await group.tags.keep();
}

/**
 * The tags of what was just written, where skills were. What does not arrive, any open page does later.
 * @param {Group} group
 * @param {Sealed[]} objects
 */
export async function tagWritten(group, objects) {
  const isNew = (/** @type {Sealed} */ { otype, fields, rev }) => (otype === OTYPE.task || otype === OTYPE.profile) && fields.get('skills')?.rev === rev;
  try {
    await sendTags(group, objects.filter(isNew));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
  }
}
