// Requests to the server of one pursuance: records in base64url (docs/sealed.md §3.17).

import { fromHex, toBase64url, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { numberOf, recordsOf } from '../doors.js';
import { needThat, orElse } from '../trouble.js';
import { rowOf } from './names.js';
import { sorted } from './records.js';

/** @import { Answer, Ask } from '../doors.js' */
/** @import { Kept } from './messages.js' */
/** @import { Called } from './names.js' */
/** @import { Sorted } from './records.js' */
/** @import { Known } from './tags.js' */

/** @typedef {Sorted & { next: number, count: number }} Page a part of a list, and where the next one begins */

/** So often somebody else may be faster. */
export const TRIES = 6;
/** As many objects in one batch. */
export const MOST_OBJECTS = 200;
const OID = /^[0-9a-f]{32}$/;
const IID = /^[0-9a-f]{64}$/;
export const SLUG = /^[a-z0-9_.-]{1,100}$/;
/** The header by which an invitation is shown. */
const INVITE = 'pursuance-invite';

/**
 * @param {Answer} answer
 * @returns {Page}
 */
function pageOf(answer) {
  const records = recordsOf(answer);
  return { ...orElse('failed', () => sorted(records)), count: records.length, next: Number(answer.next) };
}

/** @param {unknown} value */
const entriesOf = (value) => (typeof value === 'object' && value !== null ? Object.entries(value) : []);

/**
 * Ids of the server for tasks, messages and blocks, by the ids that members gave them.
 * @param {Answer} answer
 * @param {Sorted} sent
 */
function calledIn({ tasks, messages, blocks }, sent) {
  /** @type {Called[]} */
  const found = [];
  const add = (/** @type {unknown} */ id, /** @type {Omit<Called, 'row'>} */ about) => {
    const row = typeof id === 'string' ? rowOf(id) : undefined;
    needThat(row !== undefined && OID.test(about.oid), 'failed');
    found.push({ row, ...about });
  };
  for (const [oid, here] of entriesOf(tasks)) {
    const { id, number } = /** @type {Record<string, unknown>} */ (Object(here));
    add(id, { otype: OTYPE.task, oid, unit: oid, number: Number(number) });
  }
  /** @type {[unknown, number, { oid: Uint8Array, unit: Uint8Array }[]][]} */
  const hanging = [
    [messages, OTYPE.chat, sent.messages],
    [blocks, OTYPE.block, sent.fields.filter(({ otype }) => otype === OTYPE.block)],
  ];
  for (const [named, otype, came] of hanging) {
    const units = new Map(came.map(({ oid, unit }) => [toHex(oid), toHex(unit)]));
    for (const [oid, id] of entriesOf(named)) {
      const unit = units.get(oid);
      // A message that was removed has no text.
      if (unit !== undefined) add(id, { otype, oid, unit, number: 0 });
    }
  }
  return found;
}

/**
 * Messages that were deleted: who had sent them, and as which of theirs.
 * @param {Answer} answer
 * @returns {Kept[]}
 */
function goneIn({ gone }) {
  return entriesOf(gone).map(([oid, about]) => {
    const { unit, sender, number } = /** @type {Record<string, unknown>} */ (Object(about));
    const seq = Number.isSafeInteger(number) ? Number(number) : 0;
    needThat(OID.test(oid) && OID.test(String(unit)) && IID.test(String(sender)) && seq > 0, 'failed');
    return { oid: fromHex(oid), unit: fromHex(String(unit)), sender: String(sender), seq };
  });
}

/** The kinds of what has tags. @type {Record<string, number>} */
const TAGGED = { task: OTYPE.task, profile: OTYPE.profile };

/**
 * The tags of objects.
 * @param {Answer} answer
 * @returns {Known[]}
 */
function taggedIn({ objects }) {
  return listOf(objects).map((one) => {
    const { kind, object, epoch, tags } = one;
    const otype = TAGGED[String(kind)];
    needThat(otype !== undefined && OID.test(String(object)) && Number.isSafeInteger(epoch), 'failed');
    const known = listOf(tags).map(({ tag, level = '' }) => /** @type {const} */ ([String(tag), String(level)]));
    return { key: `${otype}/${String(object)}`, epoch: Number(epoch), tags: new Map(known) };
  });
}

/**
 * A list of objects; nothing where it is none.
 * @param {unknown} value
 * @returns {Record<string, unknown>[]}
 */
const listOf = (value) => (Array.isArray(value) ? value.map((one) => /** @type {Record<string, unknown>} */ (Object(one))) : []);

/** Records that a server sends when something is there already. @param {Uint8Array[]} records */
export const newerOf = (records) => orElse('failed', () => sorted(records));

export class GroupServer {
  /**
   * @param {Ask} ask
   * @param {string} slug
   */
  constructor(ask, slug) {
    needThat(SLUG.test(slug), 'failed');
    this.ask = ask;
    this.base = `/p/${slug}/sealed`;
  }

  /**
   * Entries after one; -1: all.
   * @param {number} after
   * @param {Uint8Array} [shown] an invitation, by somebody who is no member
   */
  async log(after, shown) {
    // With an invitation the first part has its note, where nothing is said of a beginning.
    const query = after < 0 ? '' : `?after=${after}`;
    return pageOf(await this.ask('GET', `${this.base}/log${query}`, undefined, shown && { [INVITE]: toBase64url(shown) }));
  }

  /**
   * One's own seals, and the members to whom nobody has sealed the newest epoch.
   * @param {number} after
   */
  async seals(after) {
    const answer = await this.ask('GET', `${this.base}/seals?after=${after}`);
    /** @type {unknown[]} */
    const waiting = Array.isArray(answer.waiting) ? answer.waiting : [];
    return { ...pageOf(answer), waiting: waiting.filter((id) => typeof id === 'string') };
  }

  /**
   * The objects that changed, and what they are called there.
   * @param {number} after
   */
  async objects(after) {
    const answer = await this.ask('GET', `${this.base}/objects?after=${after}`);
    numberOf(answer, 'next');
    const page = pageOf(answer);
    return { ...page, called: calledIn(answer, page), gone: goneIn(answer) };
  }

  /**
   * The objects whose tags changed.
   * @param {number} after
   */
  async tags(after) {
    const answer = await this.ask('GET', `${this.base}/tags?after=${after}`);
    return { objects: taggedIn(answer), next: numberOf(answer, 'next') };
  }

  /**
   * @param {'log' | 'seals' | 'put'} door
   * @param {Uint8Array[]} records
   * @param {Record<string, unknown>} [beside] what the server is told of them
   */
  async send(door, records, beside = {}) {
    return this.ask('POST', `${this.base}/${door}`, { records, ...beside });
  }
}
