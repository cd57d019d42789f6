// The skill that a question is about, where its server knows a tag alone.

import { fromHex, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { FIELD } from '../../fields.js';
import { skillTag } from '../../tags.js';

/** @import { Group } from './group.js' */

/**
 * The skill of a task that has a tag; undefined where none has it any more, or this device cannot tell.
 * @param {Group} group
 * @param {Record<string, string | undefined>} place the id of the task as pages name it, the tag, and its epoch
 */
export function skillOfTag(group, { object = '', tag, epoch }) {
  const oid = group.names.task(object);
  const key = group.keyring.tagKey(Number(epoch));
  if (!oid || !key) return undefined;
  try {
    const bytes = group.textOf(group.objects.get(OTYPE.task, fromHex(oid)), 'skills');
    return bytes && FIELD.skills.decode(bytes).find((name) => toHex(skillTag(key, name)) === tag);
  } catch (error) {
    // It is told where the title of the task stands.
    if (!(error instanceof SealedError)) throw error;
    return undefined;
  }
}

/**
 * Puts names in the places of tags.
 * @param {ParentNode} root
 * @param {Group} group
 * @param {(element: HTMLElement) => boolean} isOurs
 */
export function nameSkills(root, group, isOurs) {
  for (const element of root.querySelectorAll('[data-sealed="skill"][data-tag]')) {
    const name = element instanceof HTMLElement && isOurs(element) ? skillOfTag(group, element.dataset) : undefined;
    if (name !== undefined && element.textContent !== name) element.textContent = name;
  }
}
