// Fills a page of a private pursuance: sealed texts, names of people, and phases, from what members signed.
//
// A text is only ever a text of an element. Those in view come first.

import { fromBase64url, fromHex, fromUtf8, isZero, plain, toBase64url, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { FIELD } from '../../fields.js';
import { membersOf } from '../../log/state.js';
import { make, taskIn } from '../elements.js';
import { dayOf } from '../times.js';
import { keyOf, relOf } from './objects.js';
import { slices } from './slices.js';

/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */
/** @import { Names } from './names.js' */
/** @import { Sealed } from './objects.js' */

/** A page of before this time, or of a cache, is not held against a server that shows it. */
const GRACE = 60_000;
const HEX = /^(?:[0-9a-f]{2})+$/;
const ZERO = new Uint8Array(16);
/** Types of objects that a page names by ids of the server. @type {number[]} */
const NAMED_HERE = [OTYPE.task, OTYPE.chat, OTYPE.block];

/** @typedef {{ otype: number, oid: Uint8Array, unit: Uint8Array, field: string, rev: number }} Spot where a text of the page belongs */

/**
 * @param {string | undefined} text
 * @param {Uint8Array} otherwise
 */
const bytesOr = (text, otherwise) => (text && HEX.test(text) ? fromHex(text) : otherwise);

/**
 * Where a text belongs; undefined where the page names a task or a message that this device does not know yet.
 * @param {HTMLElement} element
 * @param {Names} names
 * @returns {Spot | undefined}
 */
function spotOf({ dataset }, names) {
  const otype = Number(dataset.otype ?? OTYPE.task);
  const text = { field: dataset.field ?? 'title', rev: Number(dataset.rev ?? '0') };
  if (!NAMED_HERE.includes(otype)) {
    const oid = bytesOr(dataset.object, ZERO);
    const unit = names.task(dataset.unit ?? '') ?? dataset.unit;
    return { otype, oid, unit: bytesOr(unit, otype === OTYPE.room ? oid : ZERO), ...text };
  }
  const called = names.rows.get(dataset.object ?? '');
  if (!called) return undefined;
  const where = { otype: called.otype, oid: fromHex(called.oid), unit: fromHex(called.unit) };
  // A comment has one text, whatever the page calls it; and so has what blocks a task.
  if (called.otype === OTYPE.chat) return { ...where, field: 'chat', rev: 0 };
  return called.otype === OTYPE.block ? { ...where, field: 'text', rev: text.rev } : { ...where, ...text };
}

/**
 * Whether it is in view. Of a card that is not, the browser has made nothing yet: it is asked where the card is, and not what is in it.
 * @param {HTMLElement} element
 */
function isInView(element) {
  const { top, bottom } = (element.closest('[data-card]') ?? element).getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

export class Filling {
  /**
   * @param {Texts} texts
   * @param {(element: HTMLElement) => boolean} [isOurs] whether it is of this pursuance, where a page has something of several
   */
  constructor(texts, isOurs = () => true) {
    this.texts = texts;
    this.isOurs = isOurs;
    /** The content before it was said why a text is not there. @type {WeakMap<HTMLElement, string>} */
    this.former = new WeakMap();
    /** Ids on the page that are not known, and whether they were asked for. @type {Map<string, boolean>} */
    this.unknown = new Map();
  }

  /**
   * @param {ParentNode} root
   * @param {string} selector
   */
  #of(root, selector) {
    const all = [...root.querySelectorAll(selector)];
    return all.filter((element) => element instanceof HTMLElement || element instanceof HTMLTitleElement).filter(this.isOurs);
  }

  /** Names that stay unknown were not signed by anybody, as far as this device is shown. */
  asked() {
    for (const row of this.unknown.keys()) this.unknown.set(row, true);
  }

  /** Whether something new is not known. */
  get asks() {
    return [...this.unknown.values()].includes(false);
  }

  /** @param {string} [row] */
  #miss(row = '') {
    if (!this.unknown.has(row)) this.unknown.set(row, false);
  }

  /**
   * Fills all that can be read, and says of the rest why it cannot.
   * @param {ParentNode} root
   * @param {Group | undefined} group none: the keys are not open
   */
  async fill(root, group) {
    const all = this.#of(root, '[data-sealed=""][data-object]');
    // All of them before something is written.
    const seen = new Set(all.filter(isInView));
    for (const element of seen) this.one(element, group)?.();
    if (group) this.names(root, group);
    /** @type {(() => void)[]} */
    const writes = [];
    // Between short slices the browser draws those in view, and the others are opened meanwhile.
    const pause = slices();
    for (const element of all) {
      if (seen.has(element)) continue;
      await pause();
      const write = this.one(element, group);
      if (write) writes.push(write);
    }
    // All at once: the browser makes the page anew after each slice in which something was written.
    for (const write of writes) write();
  }

  /**
   * @param {ParentNode} root
   * @param {Group} group
   */
  names(root, group) {
    /** @type {Map<string, string | undefined>} */
    const known = new Map();
    for (const element of this.#of(root, '[data-iid]:not([data-sealed])')) {
      const id = element.dataset.iid ?? '';
      if (!HEX.test(id) || id.length !== 64) continue;
      if (!known.has(id)) known.set(id, group.nameOf(fromHex(id)));
      const name = known.get(id);
      if (name !== undefined && element.textContent !== name) element.textContent = name;
    }
  }

  /**
   * Returns the content to be written into one element; nothing where it stands there already.
   * @param {HTMLElement} element
   * @param {Group | undefined} group
   * @returns {(() => void) | undefined}
   */
  one(element, group) {
    if (!group) return this.#why(element, 'locked');
    const spot = spotOf(element, group.names);
    if (!spot) this.#miss(element.dataset.object);
    if (!spot) return this.#why(element, 'waiting');
    const key = keyOf(spot.otype, spot.oid);
    if (group.lies.has('substituted', key)) return this.#why(element, 'damaged', 'substituted');
    const known = group.objects.get(spot.otype, spot.oid);
    const seen = known?.fields.get(spot.field);
    // A revision that was seen after this page was made counts more than the page.
    const isOlder = seen !== undefined && seen.rev > spot.rev;
    const env = element.dataset.env ?? '';
    if (isOlder && env !== '') noteOlder(group, known);
    const isKept = isOlder || env === '';
    const id = isKept ? `kept ${seen?.rev ?? ''}` : env;
    if (element.dataset.open === id) return undefined;
    try {
      const bytes = isKept ? seen?.bytes : fromBase64url(env);
      if (!bytes) return this.#nothing(element);
      const text = this.#read(group, { ...spot, rev: isKept && seen ? seen.rev : spot.rev }, bytes);
      if (text === undefined) return this.#why(element, group.isReadable ? 'no-key' : 'waiting');
      return () => {
        unmark(element);
        element.textContent = text;
        element.dataset.open = id;
      };
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      if (error.reason === 'stale-log') return this.#why(element, 'waiting');
      // Its sender says so alone (`talking.js`).
      if (error.reason === 'does-not-fold') return this.#why(element, 'doubtful', 'fork');
      group.lies.raise('substituted', key, [error.message]);
      return this.#why(element, 'damaged', 'substituted');
    }
  }

  /**
   * @param {Group} group
   * @param {Spot} spot
   * @param {Uint8Array} bytes
   */
  #read({ keyring, state }, spot, bytes) {
    if (spot.otype === OTYPE.chat) return keyring.said(state, spot, bytes);
    const opened = keyring.open(spot, bytes);
    return opened && this.textOf(spot.otype, spot.field, opened);
  }

  /**
   * There is no such text: what stood there stands there again.
   * @param {HTMLElement} element
   */
  #nothing(element) {
    const former = this.former.get(element);
    if (former === undefined || element.dataset.why === undefined) return undefined;
    return () => {
      unmark(element);
      element.textContent = former;
    };
  }

  /**
   * Whether what stands on the page is what members signed, once all that they signed has come.
   * @param {ParentNode} root
   * @param {Group} group
   */
  async verify(root, group) {
    for (const element of this.#of(root, '[data-sealed=""][data-env], [data-sealed="state"][data-rev]')) {
      await group.pause();
      const spot = spotOf(element, group.names);
      if (!spot || spot.otype === OTYPE.chat) continue;
      const { otype, oid, field, rev } = spot;
      const known = group.objects.get(otype, oid);
      const seen = known?.fields.get(field);
      const isLater = rev > (known?.rev ?? 0);
      // A part of the page that came meanwhile may be newer than what was asked for: it has until the next time.
      const { env, later } = element.dataset;
      if (isLater && later !== `${rev}`) {
        element.dataset.later = `${rev}`;
        continue;
      }
      // A row has no envelope.
      if (isLater || (env && seen?.rev === rev && toBase64url(seen.bytes) !== env)) {
        group.lies.raise('substituted', keyOf(otype, oid), [`${field} ${rev}`]);
      }
    }
  }

  /**
   * A field as people read it.
   * @param {number} otype
   * @param {string} field
   * @param {Uint8Array} bytes
   */
  textOf(otype, field, bytes) {
    if (field === 'skills' && otype === OTYPE.task) return FIELD.skills.decode(bytes).join(', ');
    if (field === 'skills') return FIELD.levels.decode(bytes).map(({ name }) => name).join(', ');
    if (field === 'due') return dayOf(FIELD.due.decode(bytes));
    if (field === 'size') return this.texts.of(`size-${FIELD.size.decode(bytes)}`);
    if (field === 'urgency') return this.texts.of(`urgency-${FIELD.urgency.decode(bytes)}`);
    return plain(fromUtf8(bytes));
  }

  /**
   * @param {HTMLElement} element
   * @param {'locked' | 'waiting' | 'no-key' | 'damaged' | 'doubtful'} why
   * @param {string} [lie]
   */
  #why(element, why, lie) {
    if (element.dataset.why === why) return undefined;
    return () => {
      if (!this.former.has(element)) this.former.set(element, element.textContent ?? '');
      element.dataset.why = why;
      delete element.dataset.open;
      if (lie) {
        element.dataset.lie = lie;
        element.setAttribute('role', 'alert');
      }
      if (this.texts.has(`sealed-${why}`)) element.textContent = this.texts.of(`sealed-${why}`);
    };
  }

  /**
   * Holds what the server says of the relations against what members signed, and writes phases from the latter.
   * @param {ParentNode} root
   * @param {Group} group
   * @returns {HTMLElement[]} rows of members that are still to be held against the log
   */
  compare(root, group) {
    for (const element of this.#of(root, '[data-sealed="state"][data-object]')) {
      const object = this.#taskOf(element, group);
      if (object) this.#compareOne(element, object, group);
    }
    for (const element of this.#of(root, '[data-sealed="phase"][data-object]')) {
      const object = this.#taskOf(element, group);
      const shown = element.dataset.phase ?? '';
      const signed = object && String(relOf(object).phase);
      if (signed === undefined || (mayClock(shown) && signed !== shown) || shown === BLOCKED) continue;
      if (this.texts.has(`phase-${signed}`)) element.textContent = this.texts.of(`phase-${signed}`);
    }
    // Blocks of a task that are said of another one, or in the name of somebody else.
    for (const element of this.#of(root, '[data-sealed="note"][data-object]')) {
      const called = group.names.rows.get(element.dataset.object ?? '');
      const object = called && group.objects.get(OTYPE.block, fromHex(called.oid));
      // A row that is not known yet is asked for where its words stand.
      if (!called || (!object && called.otype === OTYPE.block)) continue;
      const holds = object !== undefined && called.unit === group.names.task(element.dataset.task ?? '') && arePeople(element.dataset.by, [object.actor], group);
      this.mark(element, holds, group, keyOf(OTYPE.block, fromHex(called.oid)));
    }
    // A member whom the log does not know, or with another role, or as of another number of entries (`rows.js`).
    const { state } = group;
    return this.#of(root, '[data-member]').filter(
      ({ dataset }) => `${dataset.level} ${dataset.entries}` !== `${state.members.get(dataset.member ?? '')?.role} ${state.next}`,
    );
  }

  /**
   * @param {HTMLElement} element
   * @param {Group} group
   */
  #taskOf(element, group) {
    const spot = spotOf(element, group.names);
    if (!spot) this.#miss(element.dataset.object);
    return spot && group.objects.get(OTYPE.task, spot.oid);
  }

  /**
   * Whether a page names these tasks, and no others. What it names and this device does not know yet is asked for first.
   * @param {string | undefined} shown
   * @param {Uint8Array[]} signed
   * @param {Names} names
   */
  #areTasks(shown, signed, names) {
    if (shown === undefined) return true;
    const oids = shown.split(' ').filter((row) => row !== '').map((row) => names.task(row) ?? this.#missed(row));
    return oids.includes('?') || oids.sort().join(' ') === signed.map(toHex).sort().join(' ');
  }

  /** @param {string} row */
  #missed(row) {
    this.#miss(row);
    return this.unknown.get(row) ? row : '?';
  }

  /**
   * @param {HTMLElement} element
   * @param {Sealed} object
   * @param {Group} group
   */
  #compareOne(element, object, group) {
    const { dataset } = element;
    const rel = relOf(object);
    // Newer than what this device has: the next round compares it.
    if (Number(dataset.rev ?? '0') > object.rev) return;
    const isOld = Number(dataset.rev ?? object.rev) < object.rev;
    // Else a lower number would hide what was changed.
    if (isOld) noteOlder(group, object);
    const holds =
      // The title of its line is its own.
      (taskIn(element.closest('li, tr'), 'a') ?? dataset.object) === dataset.object &&
      // The person whose name is written there is one of those that are compared.
      this.#of(element, '[data-iid]').every((one) => `${dataset.assignees} ${dataset.reviewers}`.includes(one.dataset.iid ?? '')) &&
      (isOld ||
      (isPhase(dataset.phase, rel.phase) &&
        this.#areTasks(dataset.parent, isZero(rel.parent) ? [] : [rel.parent], group.names) &&
        arePeople(dataset.assignees, rel.assignees, group) &&
        arePeople(dataset.reviewers, rel.reviewers, group) &&
        (dataset.week === undefined || Number(dataset.week) === rel.dueWeek) &&
        (dataset.flags === undefined || Number(dataset.flags) === rel.flags) &&
        this.#areTasks(dataset.waits, rel.waitsFor, group.names)));
    this.mark(element, holds, group, keyOf(object.otype, object.oid));
  }

  /**
   * @param {HTMLElement} element
   * @param {boolean} holds
   * @param {Group} group
   * @param {string} about
   */
  mark(element, holds, group, about) {
    const mark = element.querySelector(':scope > [data-lie="changed"]');
    if (holds) return mark?.remove();
    if (mark) return;
    group.lies.raise('changed', about);
    element.append(make('span', { class: 'sealed-lie', 'data-lie': 'changed', role: 'alert', text: this.texts.of('changed-here') }));
  }
}

const BLOCKED = '4';
/** The clock alone may say *new* and *help wanted*, without a signature. @param {string} phase */
const mayClock = (phase) => phase === '0' || phase === '1';

/**
 * @param {string | undefined} shown
 * @param {number} signed
 */
const isPhase = (shown, signed) => shown === undefined || shown === BLOCKED || shown === String(signed) || mayClock(shown);

/**
 * A page shows an older state than this device has. One that was open when it came is drawn anew soon.
 * @param {Group} group
 * @param {Sealed | undefined} known
 */
function noteOlder({ lies }, known) {
  if (known && known.seen < performance.timeOrigin - GRACE) lies.raise('rollback', keyOf(known.otype, known.oid));
}

/** @param {HTMLElement} element */
function unmark(element) {
  for (const name of ['data-why', 'data-lie', 'role']) element.removeAttribute(name);
}

/**
 * The clock may say that nobody has it; who is no member any more is nobody, and others may go on under other keys.
 * @param {string | undefined} shown
 * @param {Uint8Array[]} signed
 * @param {Group} group
 */
function arePeople(shown, signed, { state }) {
  if (shown === undefined || shown === '') return true;
  const here = membersOf(state, signed).map(toHex);
  return [...shown.split(' ')].sort().join(' ') === here.sort().join(' ');
}
