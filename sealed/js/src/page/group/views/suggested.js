// Suggestions of members: the difference of each field, and the answers of people who may change the task.

import { toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { SealedError } from '../../../error.js';
import { button, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Sending } from '../../sending.js';
import { needThat } from '../../trouble.js';
import { Input } from '../inputs.js';
import { apply, end, readSuggestions } from '../suggestions.js';
import { say } from '../talking.js';
import { keepLine } from '../typing.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Difference, Read, Shown } from '../suggestions.js' */

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginSuggested(part, session) {
  const group = await session.ready;
  if (group.lies.isFrozen || !group.isMember || !group.isReadable) return;
  const all = await readSuggestions(group);
  const list = make('div', { class: 'stack' });
  if (all.length === 0) list.append(make('p', { class: 'mute', text: part.texts.of('nothing-suggested') }));
  list.append(...all.map((one) => card(part, session, group, one)));
  part.place.replaceChildren(list);
  group.lies.hear(() => {
    if (group.lies.isFrozen) part.place.replaceChildren();
  });
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {Read} one
 */
function card(part, session, group, one) {
  const { texts } = part;
  const { shown } = one;
  const box = make('article', { class: 'card stack sm' });
  if (shown) box.append(...about(part, session, group, one, shown), differences(session, part, shown.differences));
  else box.append(make('p', { class: 'notice', text: texts.of('suggested-bad') }));
  if (shown?.isVoid) box.append(make('p', { class: 'notice', text: texts.of('suggested-void') }));
  const buttons = make('div', { class: 'flex' });
  box.append(buttons);
  const sending = new Sending({ texts, progress: part.progress, busy: box, before: buttons });
  const press = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ act, kind = 'btn') => {
    const made = button(texts.of(key), kind);
    made.dataset.writes = '';
    made.addEventListener('click', () =>
      sending.send(async () => {
        await act();
        goTo('reload');
      }),
    );
    buttons.append(made);
  };
  const { about: task } = one;
  if (one.mayDecide && task && !shown?.isVoid) {
    const why = new Input(texts, { label: 'suggested-why' });
    buttons.before(why.element);
    const typed = keepLine(group, `decline/${one.id}`, why);
    if (shown) press('suggested-apply', () => apply(group, one), 'btn primary');
    press('suggested-decline', async () => {
      needThat(why.value !== '', 'suggested-no-why');
      await say(group, task, { does: 'say', text: why.value }, { beside: { suggestion: one.id } });
      await (await typed).forget();
    });
  }
  // The server takes it without a reason where nobody could apply it any more.
  if (one.mayDecide && (!shown || shown.isVoid)) press('suggested-put-away', () => end(group, one));
  if (one.isOwn) press('withdraw', () => end(group, one));
  return box;
}

/**
 * Which task it is about, and who signed it.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {Read} one
 * @param {Shown} shown
 */
function about({ texts }, session, group, { isOwn, by: account }, { oid, by }) {
  const number = group.names.tasks.get(toHex(oid))?.number ?? 0;
  const title = group.textOf(group.objects.get(OTYPE.task, oid), 'title');
  const link = make('a', { href: `/p/${group.slug}/t/${number}`, dir: 'auto', text: `#${number} ${title ? words(session, 'title', title) : ''}` });
  // A person who signed no name here has that of their account, which is the server's word.
  const name = group.nameOf(by) ?? texts.of(account ? 'by-account' : 'somebody-new', { name: account });
  const said = isOwn ? texts.of('suggested-by-you') : texts.of('suggested-by', { name });
  return [make('h2', {}, link), make('p', { class: 'small mute', dir: 'auto', text: said })];
}

/**
 * A field as people read it. What stands in the task may be unreadable, and is replaced by what is suggested.
 * @param {GroupSession} session
 * @param {string} field
 * @param {Uint8Array | undefined} bytes
 */
function words({ filling }, field, bytes) {
  try {
    return bytes ? filling.textOf(OTYPE.task, field, bytes) : '–';
  } catch (error) {
    if (error instanceof SealedError) return filling.texts.of('sealed-damaged');
    throw error;
  }
}

/**
 * @param {GroupSession} session
 * @param {Part} part
 * @param {Difference[]} all
 */
function differences(session, { texts }, all) {
  const list = make('dl', { class: 'facts' });
  for (const { field, before, after } of all) {
    const was = make('p', { class: 'mute' }, make('span', { class: 'small', text: `${texts.of('former')}: ` }), make('del', { dir: 'auto', text: words(session, field, before) }));
    const is = make('p', {}, make('span', { class: 'small', text: `${texts.of('newer')}: ` }), make('ins', { dir: 'auto', text: words(session, field, after) }));
    list.append(make('dt', { text: texts.of(`field-${field}`) }), make('dd', {}, was, is));
  }
  return list;
}
