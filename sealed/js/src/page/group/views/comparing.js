// Comparison of keys by two people, by voice, side by side, or with a camera: whether each has the key of the other.

import { isSafetyCode, safetyCode, safetyNumber } from '../../../words.js';
import { alert, make } from '../../elements.js';
import { fold, notice } from '../../notices.js';
import { pictureOf } from '../../picture.js';
import { Scanner, canScan } from '../../scanning.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */

/** Behind each group of five but the last. */
const GROUPS = /.{5}(?=.)/g;

/**
 * @param {Part} part
 * @param {Group} group
 * @param {Uint8Array} iid
 * @param {string} name
 */
export function comparing({ texts }, group, iid, name) {
  const place = make('div', { class: 'stack sm' });
  const details = fold(make('summary', { text: texts.of('compare', { name }) }), place);
  details.addEventListener('toggle', () => place.replaceChildren(...(details.open ? content() : [])));
  return details;

  /** @returns {HTMLElement[]} */
  function content() {
    const code = safetyCode(group.me.iid, iid);
    const number = safetyNumber(group.me.iid, iid).replace(GROUPS, '$& ');
    const about = make('p', { text: texts.of('compare-about', { name }) });
    const read = make('p', { class: 'secret code', translate: 'no', text: number });
    const scanner = new Scanner(texts, (text) => {
      if (!isSafetyCode(text)) return undefined;
      return text === code ? notice(texts.of('compare-same', { name })) : alert(texts.of('compare-differs', { name }));
    });
    const picture = pictureOf(code, texts.of('compare-picture', { name }));
    return [about, read, picture, ...(canScan() ? [scanner.element] : [])];
  }
}
