// Typed texts, as the fields of an object are encrypted.

import { utf8 } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { FIELD } from '../../fields.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Change } from './changes.js' */
/** @import { Group } from './group.js' */

/**
 * The text of each field of a kind, from what a person types. An empty one is none.
 * @param {string} text
 */
export const textField = (text) => (text === '' ? null : utf8(text));

/** @typedef {{ title: string, desc?: string, skills?: string[], due?: number, size?: number, urgency?: number }} Typed */

/**
 * The fields of a task, as they are encrypted. Nothing typed: none.
 * @param {Partial<Typed>} typed
 */
export function taskFields({ title, desc, skills, due, size, urgency }) {
  /** @type {Record<string, Uint8Array | null>} */
  const fields = {};
  if (title !== undefined) fields.title = textField(title);
  if (desc !== undefined) fields.desc = textField(desc);
  if (skills) fields.skills = skills.length > 0 ? FIELD.skills.encode(skills) : null;
  if (due !== undefined) fields.due = due > 0 ? FIELD.due.encode(due) : null;
  if (size !== undefined) fields.size = FIELD.size.encode(size);
  if (urgency !== undefined) fields.urgency = urgency > 0 ? FIELD.urgency.encode(urgency) : null;
  return fields;
}

/**
 * A new task.
 * @param {Group} group
 * @param {Typed} typed
 * @param {Partial<Rel>} rel
 * @returns {Change}
 */
export function newTask({ device }, typed, rel) {
  const oid = device.random(16);
  return { otype: OTYPE.task, oid, unit: oid, fields: taskFields(typed), rel };
}
