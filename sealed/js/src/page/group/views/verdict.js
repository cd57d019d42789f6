// What a reviewer decides about work, with a word about it, and work that is handed in, with what was done: one press signs both, and the
// server takes both or neither.
//
// The words have their id from the first press on, which is kept with it: where an answer was lost, the next press says nothing twice.

import { fromHex, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { PHASE } from '../../../rel.js';
import { goTo } from '../../leading.js';
import { Sending } from '../../sending.js';
import { needThat } from '../../trouble.js';
import { put } from '../changes.js';
import { Drafts, NOTHING, Typing } from '../drafts.js';
import { Input } from '../inputs.js';
import { relOf } from '../objects.js';
import { oncePut } from '../talking.js';
import { MOST, mayTalk } from './talk.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

/** What its buttons make of the work. Another one is heard as on the rest of the page. @type {Record<string, number>} */
const BECOMES = { 'hand-in': PHASE.readyForReview, accept: PHASE.done, 'send-back': PHASE.inProgress };

/**
 * Brings a task into a phase, with or without a word.
 * @param {Group} group
 * @param {Uint8Array} oid
 * @param {number} phase
 * @param {{ id: string, text: string }} word
 */
export async function decide(group, oid, phase, { id, text }) {
  const task = group.objects.get(OTYPE.task, oid);
  // Nothing is left to change where an earlier press arrived, or somebody else has decided the same.
  const rel = task && relOf(task).phase === phase ? {} : { phase };
  const along = async () => (text === '' ? [] : oncePut(group, { unit: oid, oid: fromHex(id) }, text));
  return put(group, [{ otype: OTYPE.task, oid, unit: oid, rel }], undefined, along);
}

/**
 * The name that whoever did the work has signed.
 * @param {Group} group
 * @param {Uint8Array} oid
 */
function workerOf(group, oid) {
  const task = group.objects.get(OTYPE.task, oid);
  const [iid] = task ? relOf(task).assignees : [];
  return (iid && group.nameOf(iid)) ?? '';
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginVerdict(part, session) {
  const group = await session.ready;
  if (!mayTalk(group)) return;
  const { element, place, texts } = part;
  const oid = await group.task(part.data('object'));
  const typing = new Typing(new Drafts(group, oid, part.data('kind') === 'hand-in' ? 'hand-in' : 'verdict'));
  const kept = await typing.drafts.get();
  // It arrived, though its answer did not.
  const isSaid = kept.of !== '' && (await group.messages.of(oid)).some((one) => toHex(one.oid) === kept.of);
  if (!isSaid) typing.draft = kept;
  const who = workerOf(group, oid);
  const line = new Input(texts, { label: 'word', hint: 'word-hint', kind: 'text', value: typing.draft.text });
  const label = line.element.querySelector('label');
  if (label && who !== '' && texts.has('word-to')) label.textContent = texts.of('word-to', { who });
  line.input.maxLength = MOST;
  line.input.dir = 'auto';
  // Other words are another message.
  line.input.addEventListener('input', () => {
    typing.draft = NOTHING;
    typing.typed(line.input.value);
  });
  place.replaceChildren(line.element, part.progress.element);
  const fields = { 'problem-comment-needed': line };
  const sending = new Sending({ texts, progress: part.progress, busy: element, before: part.progress.element, fields });
  group.lies.hear(() => {
    if (group.lies.isFrozen) place.replaceChildren();
  });
  element.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest('[data-do]') : null;
    const phase = pressed instanceof HTMLElement ? BECOMES[pressed.dataset.do ?? ''] : undefined;
    if (!pressed || pressed.hasAttribute('disabled') || phase === undefined) return;
    event.stopPropagation();
    void sending.send(async () => {
      needThat(!group.lies.isFrozen, 'frozen');
      const text = line.value;
      if (typing.draft.of === '') typing.draft = { ...NOTHING, text: line.input.value, of: toHex(group.device.random(16)) };
      const sent = typing.draft;
      // What is refused, or under way when the page is left, stays; a device without room for it sends all the same.
      await typing.keep().catch(console.error);
      await decide(group, oid, phase, { id: sent.of, text });
      // What was typed meanwhile stays.
      if (typing.draft === sent) {
        typing.draft = NOTHING;
        line.input.value = '';
      }
      await typing.keep().catch(console.error);
      sending.stay();
      session.show();
      goTo('reload');
    });
  });
}
