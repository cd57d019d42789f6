// Verdict of a reviewer on work, with a word about it, and work that is handed in, with its report: one press signs both, and the server takes
// both or neither. So it does with open subtasks that end along: their reviewer says whether they are done or dropped, and signs each.
//
// The words have their id from the first press on, which is kept with it: where an answer was lost, the next press says nothing twice.

import { equal, fromHex, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { FLAG, PHASE } from '../../../rel.js';
import { make, newId } from '../../elements.js';
import { Labelled } from '../../labelled.js';
import { goTo } from '../../navigation.js';
import { Sending } from '../../sending.js';
import { needThat, toTrouble } from '../../trouble.js';
import { put } from '../changes.js';
import { Drafts, NOTHING, Typing } from '../drafts.js';
import { Input } from '../inputs.js';
import { isOpenTask } from '../newest_key.js';
import { relOf } from '../objects.js';
import { MOST_OBJECTS } from '../server.js';
import { oncePut } from '../talking.js';
import { MOST, mayTalk } from './talk.js';

/** @import { Rel } from '../../../rel.js' */
/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Sealed } from '../objects.js' */
/** @import { GroupSession } from '../session.js' */

/** Fates of open subtasks, by the word of the server. @type {Record<string, number>} */
const FATES = { finish: PHASE.done, drop: PHASE.dropped };
/** As many are signed with their task and a word. */
const MOST_BELOW = MOST_OBJECTS - 2;

/** Phases that its buttons bring the work into. Another one is heard as on the rest of the page. @type {Record<string, number>} */
const BECOMES = { 'hand-in': PHASE.readyForReview, accept: PHASE.done, finish: PHASE.done, 'send-back': PHASE.inProgress };

/**
 * The open tasks somewhere below one, each before what is below it, as members signed them: what is put away counts for nothing.
 * @param {Group} group
 * @param {Uint8Array} top
 */
export function openBelow({ objects }, top) {
  /** @type {Map<string, Sealed[]>} */
  const parts = new Map();
  for (const object of objects.all.values()) {
    if (object.otype !== OTYPE.task) continue;
    const { parent, flags } = relOf(object);
    if (flags & (FLAG.archived | FLAG.inTrash)) continue;
    const above = toHex(parent);
    const beside = parts.get(above);
    if (beside) beside.push(object);
    else parts.set(above, [object]);
  }
  /** @type {Set<Sealed>} */
  const found = new Set();
  const walk = (/** @type {Uint8Array} */ oid) => {
    for (const part of parts.get(toHex(oid)) ?? []) {
      // Nobody goes in a circle, whatever was signed.
      if (found.has(part) || equal(part.oid, top)) continue;
      found.add(part);
      walk(part.oid);
    }
  };
  walk(top);
  return [...found].filter(isOpenTask);
}

/**
 * Brings a task into a phase, with or without a word.
 * @param {Group} group
 * @param {Uint8Array} oid
 * @param {number} phase
 * @param {{ id: string, text: string }} word
 * @param {string} [fate] what becomes of its open subtasks
 */
export async function decide(group, oid, phase, { id, text }, fate = '') {
  const task = group.objects.get(OTYPE.task, oid);
  // Nothing is left to change where an earlier press arrived, or somebody else has decided the same.
  const rel = task && relOf(task).phase === phase ? {} : { phase };
  const along = async () => (text === '' ? [] : oncePut(group, { unit: oid, oid: fromHex(id) }, text));
  const become = FATES[fate];
  const below = become === undefined ? [] : openBelow(group, oid);
  needThat(below.length <= MOST_BELOW, 'fate-most');
  const change = (/** @type {Uint8Array} */ one, /** @type {Partial<Rel>} */ of) => ({ otype: OTYPE.task, oid: one, unit: one, rel: of });
  const changes = [change(oid, rel), ...below.map((part) => change(part.oid, { phase: become ?? phase }))];
  return put(group, changes, undefined, along, below.length > 0 ? { subtasks: fate } : undefined);
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
  const select = make('select', { id: newId() });
  for (const one of ['', ...Object.keys(FATES)]) select.append(make('option', { value: one, text: texts.of(`fate-${one}`) || '–' }));
  const fate = new Labelled(select, texts.of('fate'));
  const ends = element.querySelector('[data-do="accept"], [data-do="finish"]') !== null;
  /** Whether something has to become of open subtasks: they are counted as they are now. */
  const asks = () => {
    const count = ends ? openBelow(group, oid).length : 0;
    fate.element.querySelector('label')?.replaceChildren(texts.of('fate', { count }));
    fate.element.hidden = count === 0;
    return count > 0;
  };
  asks();
  // Nothing is said with work that nobody reviews.
  const says = part.data('kind') !== 'finish';
  place.replaceChildren(...(says ? [line.element] : []), fate.element, part.progress.element);
  const fields = { 'problem-comment-needed': line, 'fate-needed': fate };
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
      const isFated = phase === PHASE.done && asks();
      needThat(!isFated || select.value !== '', 'fate-needed');
      const text = says ? line.value : '';
      if (typing.draft.of === '') typing.draft = { ...NOTHING, text: line.input.value, of: toHex(group.device.random(16)) };
      const sent = typing.draft;
      // A text that is refused, or under way when the page is left, stays; a device without room for it sends all the same.
      await typing.keep().catch(console.error);
      await decide(group, oid, phase, { id: sent.of, text }, isFated ? select.value : '').catch(async (error) => {
        // Others were written meanwhile.
        if (toTrouble(error).key === 'problem-open-subtasks') await group.syncObjects();
        asks();
        throw error;
      });
      // A text that was typed meanwhile stays.
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
