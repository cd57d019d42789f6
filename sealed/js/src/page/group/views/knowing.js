// Knowledge of a device about the tasks of a pursuance, as queries ask for it: opened texts, and the relations that members signed.

import { fromUtf8, isZero, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { SealedError } from '../../../error.js';
import { FIELD } from '../../../fields.js';
import { decodeRevision } from '../../../revision.js';
import { dayAt } from '../../../query/days.js';
import { WORDS, skillKey } from '../../../query/terms.js';
import { sought } from '../../../query/words.js';
import { writable } from '../../times.js';
import { relOf } from '../objects.js';

/** @import { Facts } from '../../../query/matches.js' */
/** @import { Rel } from '../../../rel.js' */
/** @import { Query, Sort } from '../../../query/terms.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */

/**
 * @typedef {object} Known
 * @property {string} oid
 * @property {number} number
 * @property {string} title
 * @property {number} phase as it is shown
 * @property {Uint8Array[]} assignees
 * @property {number | undefined} due
 * @property {number} time of the newest revision
 * @property {Facts} facts
 */
/** @typedef {{ skills: string[], due: number | undefined, size: string, urgency: string }} Rest what few queries ask for */
/** @typedef {{ rev: number, title: string, words: string[], rest: Rest | undefined }} Opened */

/** By the numbers of signed phases; the fourth is shown over another one. */
const PHASES = ['new', 'help_wanted', 'started', 'in_progress', 'blocked', 'ready_for_review', 'in_review', 'done', 'dropped'];
const BLOCKED = 4;
const SIZES = ['s', 'm', 'l'];
/** Archived, or in the trash. */
const AWAY = 6;

/** @type {Rest} */
const NO_REST = { skills: [], due: undefined, size: 'none', urgency: 'normal' };
/** The terms and orders that ask for it. */
const OF_REST = ['skill', 'due', 'size', 'urgency'];

/**
 * Whether a query asks for what is opened behind the words.
 * @param {Query} query
 */
export const asksRest = ({ parts, sort }) =>
  parts.some(({ term }) => OF_REST.includes(term.kind) || (term.kind === 'is' && term.is === 'overdue')) || OF_REST.includes(sort?.by ?? '');

/** @param {Rel} rel */
const isClosed = ({ phase }) => phase >= 7;

export class Knowing {
  /**
   * @param {Group} group
   * @param {Map<string, string>} accounts names of accounts, by the identities of members
   * @param {Set<string>} [blocked] what the server calls the tasks that a person or words block, which nobody signs
   */
  constructor(group, accounts, blocked = new Set()) {
    this.group = group;
    this.accounts = accounts;
    this.blocked = blocked;
    /** @type {Map<string, Opened>} */
    this.opened = new Map();
    /** @type {Known[]} */
    this.all = [];
    /** Goes on behind a refresh. @type {Promise<void>} */
    this.opening = Promise.resolve();
  }

  /** Opens what is new, and looks at the relations of all. */
  async refresh() {
    const { group } = this;
    /** @type {Map<string, { object: Sealed, rel: Rel }>} */
    const tasks = new Map();
    for (const object of group.objects.all.values()) {
      await group.pause();
      if (object.otype !== OTYPE.task) continue;
      const oid = toHex(object.oid);
      tasks.set(oid, { object, rel: relOf(object) });
      if (this.opened.get(oid)?.rev !== object.rev) this.#open(oid, object);
    }
    const parents = new Set([...tasks.values()].filter(({ rel }) => !isClosed(rel)).map(({ rel }) => toHex(rel.parent)));
    /** @type {Map<string, boolean>} */
    const away = new Map();
    /** @type {(oid: string) => boolean} */
    const isAway = (oid) => {
      const known = away.get(oid);
      if (known !== undefined) return known;
      const rel = tasks.get(oid)?.rel;
      // Nothing stands below itself, whatever a server says.
      away.set(oid, false);
      const is = rel !== undefined && ((rel.flags & AWAY) !== 0 || (!isZero(rel.parent) && isAway(toHex(rel.parent))));
      away.set(oid, is);
      return is;
    };
    const isOpen = (/** @type {Uint8Array} */ oid) => {
      const rel = tasks.get(toHex(oid))?.rel;
      return rel !== undefined && !isClosed(rel);
    };
    /** @type {Known[]} */
    const all = [];
    for (const [oid, { object, rel }] of tasks) {
      const [opened, called] = [this.opened.get(oid), group.names.tasks.get(oid)];
      if (!opened || !called || isAway(oid)) continue;
      const isBlocked = !isClosed(rel) && (rel.waitsFor.some(isOpen) || this.blocked.has(called.row));
      const phase = isBlocked ? BLOCKED : rel.phase;
      const isFree = rel.phase <= 1 && rel.assignees.length === 0 && !isBlocked && !parents.has(oid);
      const numbers = (/** @type {Uint8Array[]} */ oids) => oids.map((one) => String(group.names.tasks.get(toHex(one))?.number ?? ''));
      /** @type {Facts} */
      const facts = {
        reader: this.#name(group.me.iid),
        texts: opened.words,
        number: String(called.number),
        slug: group.slug,
        phase: PHASES[phase] ?? '',
        isDelegated: false,
        isFree,
        ...NO_REST,
        holder: this.#name(rel.assignees[0]),
        creator: '',
        reviewer: this.#name(rel.reviewers[0]),
        isWatched: false,
        parent: isZero(rel.parent) ? '' : (numbers([rel.parent])[0] ?? ''),
        depends: numbers(rel.waitsFor),
        from: '',
      };
      const { time } = decodeRevision(object.bytes);
      all.push({ oid, number: called.number, title: opened.title, phase, assignees: rel.assignees, due: undefined, time, facts });
    }
    // The newest first, as most lists have them.
    this.all = all.sort((a, b) => b.number - a.number);
    this.opening = this.#openRest(this.all, tasks);
  }

  /**
   * Opens behind it what few queries ask for: half of all envelopes. It stands in their places once [`opening`] is over.
   * @param {Known[]} all
   * @param {Map<string, { object: Sealed }>} tasks
   */
  async #openRest(all, tasks) {
    for (const one of all) {
      await this.group.pause();
      const [opened, object] = [this.opened.get(one.oid), tasks.get(one.oid)?.object];
      // One that came meanwhile is opened by the refresh that took it.
      if (!opened || opened.rev !== object?.rev) continue;
      opened.rest ??= this.#restOf(object);
      one.due = opened.rest.due;
      Object.assign(one.facts, opened.rest, { due: one.due === undefined ? undefined : dayAt(one.due) });
    }
  }

  /** The name of somebody in queries; of a member whom the page does not name, one that nobody types. @param {Uint8Array} [iid] */
  #name(iid) {
    return iid ? (this.accounts.get(toHex(iid)) ?? toHex(iid)) : '';
  }

  /**
   * @param {string} oid
   * @param {Sealed} object
   */
  #open(oid, object) {
    try {
      const [title, desc] = ['title', 'desc'].map((field) => this.group.textOf(object, field));
      // Without its key there is nothing to look at.
      if (!title) return;
      const text = fromUtf8(title);
      // One line for all of it: no phrase goes over its ends.
      const words = [[text, ...(desc ? [fromUtf8(desc)] : [])].map(sought).join('\n')];
      this.opened.set(oid, { rev: object.rev, title: text, words, rest: undefined });
    } catch (error) {
      // The page itself says what was not signed so.
      if (!(error instanceof SealedError)) throw error;
    }
  }

  /**
   * @param {Sealed} object
   * @returns {Rest}
   */
  #restOf(object) {
    try {
      const [skills, due, size, urgency] = ['skills', 'due', 'size', 'urgency'].map((field) => this.group.textOf(object, field));
      return {
        skills: skills ? FIELD.skills.decode(skills).map(skillKey) : [],
        due: due && writable(FIELD.due.decode(due)),
        size: size ? (SIZES[FIELD.size.decode(size)] ?? 'none') : 'none',
        urgency: urgency && FIELD.urgency.decode(urgency) === 1 ? 'urgent' : 'normal',
      };
    } catch (error) {
      // The page itself says what was not signed so.
      if (!(error instanceof SealedError)) throw error;
      return NO_REST;
    }
  }
}

/** @type {Record<string, (one: Known) => number>} */
const ORDERS = {
  due: ({ due }) => due ?? Infinity,
  new: ({ number }) => -number,
  updated: ({ time }) => -time,
  urgency: ({ facts }) => (facts.urgency === 'urgent' ? 0 : 1),
  size: ({ facts }) => WORDS.size?.indexOf(facts.size) ?? 0,
  // The place among siblings is the server's alone: they follow one another as they were made.
  order: ({ number }) => number,
};

/**
 * In the order of a query, where they come with the newest first. Tasks without a date come last either way, and of two equal ones the one
 * with the higher number comes first.
 * @param {Known[]} found
 * @param {Sort | undefined} sort
 */
export function inOrder(found, sort) {
  if (!sort) return found;
  const { by, isReversed } = sort;
  const of = ORDERS[by] ?? ORDERS.new ?? (() => 0);
  const placed = found.map((one) => ({ one, at: of(one) }));
  placed.sort((a, b) => {
    if (a.at === b.at) return b.one.number - a.one.number;
    if (a.at === Infinity || b.at === Infinity) return a.at === Infinity ? 1 : -1;
    return isReversed ? b.at - a.at : a.at - b.at;
  });
  return placed.map(({ one }) => one);
}
