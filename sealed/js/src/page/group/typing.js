// Unsent texts of forms on private pages stay on this device, encrypted, until they are sent: a session may end meanwhile, or a tab.
//
// Two tabs may have the same form. Each writes those fields alone that it changed itself, and forgets those alone that it wrote: in each field
// the later one counts.

import { toHex } from '../../bytes.js';
import { frame } from '../../frame.js';
import { str } from '../../writer.js';
import { Kept } from './drafts.js';

/** @import { Choice } from './choice.js' */
/** @import { Group } from './group.js' */
/** @import { Input } from './inputs.js' */
/** @import { Sealed } from './objects.js' */

/** So long after the last letter it is kept, in milliseconds. */
const SOON = 300;

/** @typedef {Record<string, string>} Values by the fields of the form */
/** @typedef {Record<string, Input | Choice>} Fields */
/** @typedef {{ values: Values, base: Sealed | undefined } | undefined} Left what was typed, and what stood there when it was begun */

/** The unsent text of one form. */
export class Typed {
  /**
   * @param {Pick<Group, 'device' | 'me' | 'own' | 'pid' | 'id'>} group
   * @param {string} form which one of the pursuance
   */
  constructor(group, form) {
    const { id, pid } = group;
    this.kept = new Kept(group, (iid) => ({ key: `typed/${id}/${toHex(iid)}/${form}`, aad: frame('device-typed', pid, iid, str(form)) }));
    /** Whether something of it is not kept. Else another tab may have kept what was typed there. */
    this.isNew = false;
    /** Values at the last look, of all tabs. @type {Values} */
    this.seen = {};
    /** Values that this tab took over, or kept by itself. @type {Values} */
    this.mine = {};
  }

  /** @returns {Promise<Left>} */
  async get() {
    const read = await this.kept.read();
    const values = Object.fromEntries(Object.entries(read?.value ?? {}).map(([field, value]) => [field, String(value)]));
    this.seen = values;
    return read && { values, base: /** @type {Sealed | null | undefined} */ (read.base) ?? undefined };
  }

  /**
   * Keeps from now on what is typed there. What was kept and is not taken over was looked at before (`get`).
   * @param {EventTarget} target
   * @param {() => Values} values what is not as it was
   * @param {() => Sealed | undefined} [base]
   */
  hear(target, values, base = () => undefined) {
    this.mine = this.seen;
    this.keep = async (isLeaving = false) => {
      clearTimeout(this.timer);
      const [now, before, { timer }] = [values(), this.mine, this];
      // A page that is left waits for no answer.
      if (!isLeaving) await this.get();
      const isBegun = Object.keys(this.seen).length > 0;
      const kept = { ...this.seen };
      for (const field of Object.keys({ ...before, ...now })) {
        const value = now[field];
        if (value === before[field]) continue;
        if (value === undefined) delete kept[field];
        else kept[field] = value;
      }
      await this.#put(kept, isBegun ? undefined : base());
      this.mine = now;
      // Not before it is there: the page may be left meanwhile.
      if (timer === this.timer) this.isNew = false;
    };
    target.addEventListener('input', () => this.changed());
    const keepNew = (/** @type {boolean} */ isLeaving) => {
      if (this.isNew) void this.keep?.(isLeaving);
    };
    // A person who leaves a field may press a step, which leads to another page: work that begins while a page is left may not be kept.
    addEventListener('focusout', () => keepNew(false));
    addEventListener('pagehide', () => keepNew(true));
    // Another tab may have written in between.
    addEventListener('focus', () => void this.get());
  }

  changed() {
    this.isNew = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep?.(), SOON);
  }

  /** It was sent: what another tab has written stays. */
  async forget() {
    clearTimeout(this.timer);
    this.isNew = false;
    await this.get();
    const left = Object.fromEntries(Object.entries(this.seen).filter(([field, value]) => value !== this.mine[field]));
    this.mine = {};
    await this.#put(left);
  }

  /**
   * @param {Values} kept
   * @param {Sealed} [base]
   */
  async #put(kept, base) {
    this.seen = kept;
    const isLeft = Object.keys(kept).length > 0;
    await this.kept.put(isLeft ? JSON.stringify(kept) : undefined, isLeft ? base : null);
  }
}

/** @param {Fields} fields @returns {Values} */
export const valuesOf = (fields) => Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value]));

/**
 * Values that are not as they were, as they are typed.
 * @param {Fields} fields
 * @param {Values} before
 */
export const touched = (fields, before) => Object.fromEntries(Object.entries(valuesOf(fields)).filter(([field, value]) => value !== before[field]));

/**
 * Writes what was left into its fields.
 * @param {Fields} fields
 * @param {Left} [left]
 */
export function fillIn(fields, left) {
  for (const [field, { input }] of Object.entries(fields)) input.value = left?.values[field] ?? input.value;
}

/**
 * The same for a form that changes nothing which is there: its fields have what was left again, and it is to be shown then.
 * @param {ConstructorParameters<typeof Typed>[0]} group
 * @param {string} form
 * @param {EventTarget} target
 * @param {Fields} fields
 */
export async function keepForm(group, form, target, fields) {
  const typed = new Typed(group, form);
  const before = valuesOf(fields);
  fillIn(fields, await typed.get());
  typed.hear(target, () => touched(fields, before));
  return typed;
}

/**
 * The same for a form of one field, which has its text again.
 * @param {Group} group
 * @param {string} form
 * @param {Input} line
 */
export async function keepLine(group, form, { input }) {
  const typed = new Typed(group, form);
  const kept = await typed.get();
  typed.hear(input, () => /** @type {Values} */ (input.value.trim() === '' ? {} : { text: input.value }));
  // Somebody may have typed meanwhile: then nothing is taken over.
  if (input.value !== '') {
    typed.mine = {};
    typed.changed();
  } else input.value = kept?.values.text ?? '';
  return typed;
}
