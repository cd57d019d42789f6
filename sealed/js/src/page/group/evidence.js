// Tells that a server was caught, gives the evidence along as a file, and offers the way to go on with its state.

import { toBase64url } from '../../bytes.js';
import { button, make } from '../elements.js';
import { saveFile } from '../file_download.js';
import { toTrouble } from '../trouble.js';
import { goOnOlder } from './restored_server.js';

/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */
/** @import { Watch } from './watch.js' */

/** So many entries are given along as evidence. */
const MOST = 50;

/**
 * @param {Texts} texts
 * @param {Group} group
 * @param {string} kind
 */
export function evidenceFor(texts, group, kind) {
  const details = make('details', {}, make('summary', { text: texts.of('evidence') }));
  const list = make('ul', { class: 'small', translate: 'no' });
  const save = button(texts.of('evidence-save'));
  details.addEventListener('toggle', () => list.replaceChildren(...linesOf(group, kind).map((text) => make('li', { text }))));
  save.addEventListener('click', () => saveFile('evidence.json', 'application/json', JSON.stringify(evidenceOf(group), null, 2)));
  details.append(list, save);
  return details;
}

/**
 * After a backup was brought back somebody may have written on from there: then the newer state has no place any more.
 * @param {Watch} watch
 * @param {HTMLElement} said where it is said that this state is an older one
 * @param {Group} group
 */
export function offerOlder(watch, said, group) {
  if (said.querySelector('[data-older]')) return;
  const { texts } = watch.part;
  const press = button(texts.of('older'));
  press.dataset.older = '';
  press.addEventListener('click', () => {
    press.disabled = true;
    const gone = group.alone(() => goOnOlder(group));
    gone.then(() => location.reload()).catch((/** @type {unknown} */ error) => watch.failed(toTrouble(error)));
  });
  said.append(make('p', { class: 'grow', text: texts.of('older-about') }), press);
}

/**
 * @param {Group} group
 * @param {string} kind
 */
const linesOf = ({ lies }, kind) =>
  [...lies.all.values()]
    .filter((lie) => lie.kind === kind)
    .flatMap(({ about, evidence }) => evidence.map((one) => [about, ...one].filter((text) => text !== '').join(' ')));

/**
 * Evidence for another member, or somebody who knows these things. No key is in it.
 * @param {Group} group
 */
const evidenceOf = (group) => ({
  pid: group.id,
  head: group.state.next - 1,
  lies: [...group.lies.all.values()],
  entries: group.raw.slice(-MOST).map(toBase64url),
});
