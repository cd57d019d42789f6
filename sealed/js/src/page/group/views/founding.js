// Founding a private pursuance.

import { utf8 } from '../../../bytes.js';
import { SealedError } from '../../../error.js';
import { goTo } from '../../navigation.js';
import { needThat } from '../../trouble.js';
import { Choice } from '../choice.js';
import { introduce } from '../housekeeping.js';
import { Group } from '../group.js';
import { Input } from '../inputs.js';
import { found } from '../inviting.js';
import { openedHere } from '../session.js';
import { keepForm } from '../typing.js';
import { deviceOf, pathOf } from './arriving.js';

/** @import { Part } from '../../part.js' */
/** @import { LocalStore } from '../local_store.js' */

/**
 * @param {Part} part
 * @param {LocalStore} localStore
 */
export async function beginFound(part, localStore) {
  const opened = await openedHere(part);
  if (!opened) return;
  const { texts } = part;
  const name = new Input(texts, { label: 'name', isRequired: true });
  const mission = new Input(texts, { label: 'mission', kind: 'text', hint: 'mission-hint' });
  const called = new Input(texts, { label: 'display', value: part.data('display') || part.name, hint: 'display-hint', isRequired: true });
  const history = new Choice(texts, 'history', [
    [1, 'history-1'],
    [2, 'history-2'],
  ]);
  const device = deviceOf(part, localStore);
  // There is no pursuance yet that it would be of.
  const kept = await keepForm(new Group(device, { slug: 'new', pid: '0'.repeat(64) }, opened), 'found', part.place, { name, mission, called, history });
  const { form, sending } = part.form({
    content: [name.element, mission.element, called.element, history.element],
    button: 'found',
    fields: { name, display: called },
    act: async () => {
      needThat(isText(name.value), 'no-name', { field: 'name' });
      needThat(isText(called.value), 'no-name', { field: 'display' });
      const typed = { name: name.value, mission: mission.value, history: Number(history.value) };
      const group = await found(device, opened, typed);
      await kept.forget();
      // It is there: whatever happens to the name of its founder, the next open page makes up for it.
      await introduce(group, called.value).catch(() => undefined);
      sending.stay();
      goTo(pathOf(group.slug));
    },
  });
  part.place.replaceChildren(form);
}

/**
 * Whether a name can be one.
 * @param {string} text
 */
function isText(text) {
  try {
    return utf8(text).length > 0;
  } catch (error) {
    if (error instanceof SealedError) return false;
    throw error;
  }
}
