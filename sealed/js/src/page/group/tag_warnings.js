// Marks of a page beside skills of which the server has other tags.

import { OTYPE } from '../../envelope.js';
import { make } from '../elements.js';

/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */

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
