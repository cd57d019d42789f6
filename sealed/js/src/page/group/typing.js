// What is typed into a form of a private page stays on this device, encrypted, until it is sent: a session may end meanwhile, or a tab.

import { toHex } from '../../bytes.js';
import { frame } from '../../frame.js';
import { str } from '../../writer.js';
import { Kept } from './drafts.js';

/** @import { Part } from '../part.js' */
/** @import { Group } from './group.js' */
/** @import { Input } from './inputs.js' */
/** @import { Sealed } from './objects.js' */

/** So long after the last letter it is kept, in milliseconds. */
const SOON = 300;

/** @typedef {Record<string, string>} Values by the fields of the form */

/** What was typed into one form. */
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
  }

  /**
   * What was typed, and what stood there when it was begun.
   * @returns {Promise<{ values: Values, base: Sealed | undefined } | undefined>}
   */
  async get() {
    const read = await this.kept.read();
    if (!read) return undefined;
    const values = Object.fromEntries(Object.entries(read.value).map(([field, value]) => [field, String(value)]));
    return { values, base: /** @type {Sealed | null | undefined} */ (read.base) ?? undefined };
  }

  /**
   * Keeps from now on what is typed there.
   * @param {EventTarget} target
   * @param {() => Values} values what is not as it was
   * @param {() => Sealed | undefined} [base]
   */
  hear(target, values, base = () => undefined) {
    this.keep = () => {
      clearTimeout(this.timer);
      this.isNew = false;
      const now = values();
      return this.kept.put(Object.keys(now).length > 0 ? JSON.stringify(now) : undefined, base());
    };
    target.addEventListener('input', () => this.changed());
    addEventListener('pagehide', () => {
      if (this.isNew) void this.keep?.();
    });
  }

  changed() {
    this.isNew = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep?.(), SOON);
  }

  /** It was sent. */
  async forget() {
    clearTimeout(this.timer);
    this.isNew = false;
    await this.kept.put(undefined, null);
  }
}

/**
 * The same for the line of a new task.
 * @param {Group} group
 * @param {Part} part
 * @param {Input} line
 */
export const keepNew = async (group, part, line) => keepLine(group, `new/${part.data('parent')}`, line);

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
  // Somebody may have typed meanwhile.
  if (input.value !== '') typed.changed();
  else input.value = kept?.values.text ?? '';
  return typed;
}
