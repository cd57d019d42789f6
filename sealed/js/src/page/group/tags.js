// Skills as tags, which the server compares and cannot read (docs/sealed.md §3.9): what it has of them, and what they are made of.

import { fromHex, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { FIELD } from '../../fields.js';
import { padTags, skillTag } from '../../tags.js';
import { Trouble } from '../trouble.js';
import { keyOf } from './objects.js';

/** @import { Group } from './group.js' */
/** @import { Sealed } from './objects.js' */
/** @import { GroupServer } from './server.js' */
/** @import { Shelf } from './shelf.js' */

/** @typedef {{ key: string, epoch: number, tags: Map<string, string> }} Known the tags of an object, each with its level, in a task without one */

/** The levels of a skill, by their numbers in a profile. */
export const LEVELS = ['do', 'learning', 'mentor'];

/** What the server has, as far as it was asked. */
export class Tags {
  /**
   * @param {Shelf} shelf
   * @param {string} pid in hexadecimal
   */
  constructor(shelf, pid) {
    this.shelf = shelf;
    this.name = `tags/${pid}`;
    this.after = 0;
    /** How often all was asked for again: what was kept before counts no more. */
    this.turn = 0;
    /** What all was compared with last: nothing has changed since. */
    this.compared = '';
    /** Objects of which the server has other tags than those of their skills. @type {Set<string>} */
    this.odd = new Set();
    /** Those of them that this page has set right. @type {Set<string>} */
    this.mended = new Set();
    /** @type {Map<string, Known> | undefined} */
    this.known = undefined;
  }

  /** What was kept, but for the tags themselves, which are seldom needed. */
  async load() {
    const kept = /** @type {Pick<Tags, 'after' | 'turn' | 'compared' | 'odd'> | undefined} */ (await this.shelf.get(this.name));
    if (kept) Object.assign(this, kept);
  }

  async keep(compared = this.compared) {
    const { after, turn, odd } = this;
    await this.shelf.put([{ key: this.name, value: { after, turn, compared, odd } }]);
  }

  /** All is asked for again: a server that was restored has lost some. */
  forget() {
    this.after = 0;
    this.turn += 1;
    this.compared = '';
    this.known = undefined;
  }

  get #prefix() {
    return `${this.name}/${this.turn}/`;
  }

  /** The tags that were kept. */
  async all() {
    if (!this.known) {
      const kept = await this.shelf.all(this.#prefix);
      // Written by this module alone, and in one form.
      this.known = new Map(kept.map(({ value }) => /** @type {Known} */ (value)).map((one) => [one.key, one]));
    }
    return this.known;
  }

  /**
   * Fetches what changed.
   * @param {GroupServer} server
   */
  async sync(server) {
    if (this.after === 0) await this.keep();
    for (;;) {
      const { objects, next } = await server.tags(this.after);
      // A server that stays where it was keeps no page busy.
      if (objects.length === 0 || next <= this.after) return;
      await this.shelf.put(objects.map((value) => ({ key: this.#prefix + value.key, value })));
      for (const one of objects) this.known?.set(one.key, one);
      this.after = next;
      await this.keep();
    }
  }
}

/**
 * The tags of the skills that an object has, under the newest key; undefined where they cannot be read.
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
    return undefined;
  }
}

/**
 * What is sent of them. A profile is filled up with tags that nobody has, at any level.
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
  await group.server.setTags(epoch, made.map(({ message }) => message));
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
