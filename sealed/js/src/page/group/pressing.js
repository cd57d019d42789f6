// Buttons of a page (`data-do`): each word changes one thing, of the one task that stands beside it (`data-object`).

import { equal } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { FLAG, PHASE } from '../../rel.js';
import { taskIn } from '../elements.js';
import { goTo } from '../navigation.js';
import { needThat } from '../trouble.js';
import { put } from './changes.js';
import { leave } from './membership.js';
import { relOf } from './objects.js';

/** @import { Rel } from '../../rel.js' */
/** @import { Texts } from '../texts.js' */
/** @import { Group } from './group.js' */
/** @import { GroupSession } from './session.js' */

/** @typedef {DOMStringMap | Record<string, string | undefined>} Said the `data-` attributes of a button */

/** Of these the page says which one a task goes back to. @type {number[]} */
const OPEN = [PHASE.new, PHASE.helpWanted, PHASE.inProgress];

/** @param {number} phase */
const into = (phase) => () => ({ phase });

/**
 * The change of a task by each word, and nothing else, whatever stands beside it: a page that is drawn otherwise gets nobody to sign more than
 * that. `to` is a member, whose name the button shows, `task` another task.
 * @type {Record<string, (now: Rel, given: { me: Uint8Array, to: Uint8Array | undefined, task: Uint8Array | undefined, phase: number }) => Partial<Rel>>}
 */
const CHANGES = {
  // Nobody reviews their own work: who reviewed it stops.
  take: ({ reviewers }, { me }) => ({ assignees: [me], phase: PHASE.started, reviewers: without(reviewers, me) }),
  assign: (_now, { to }) => (to ? { assignees: [to], phase: PHASE.started } : {}),
  'hand-back': () => ({ assignees: [], phase: PHASE.helpWanted }),
  reviewer: (_now, { to }) => (to ? { reviewers: [to] } : {}),
  call: into(PHASE.helpWanted),
  uncall: into(PHASE.new),
  begin: into(PHASE.inProgress),
  'hand-in': into(PHASE.readyForReview),
  review: into(PHASE.inReview),
  'send-back': into(PHASE.inProgress),
  accept: into(PHASE.done),
  finish: into(PHASE.done),
  reopen: (_now, { phase }) => (OPEN.includes(phase) ? { phase } : {}),
  drop: into(PHASE.dropped),
  archive: ({ flags }) => ({ flags: flags | FLAG.archived }),
  trash: ({ flags }) => ({ flags: flags | FLAG.inTrash }),
  restore: ({ flags }) => ({ flags: flags & ~(flags & FLAG.inTrash || FLAG.archived) }),
  move: (_now, { task }) => ({ parent: task ?? new Uint8Array(16) }),
  depend: ({ waitsFor }, { task }) => ({ waitsFor: [...without(waitsFor, task), ...(task ? [task] : [])] }),
  undepend: ({ waitsFor }, { task }) => ({ waitsFor: without(waitsFor, task) }),
};

/**
 * @param {Uint8Array[]} list
 * @param {Uint8Array | undefined} one
 */
const without = (list, one) => list.filter((other) => !one || !equal(one, other));

/**
 * Does what a button says.
 * @param {Group} group
 * @param {Said} said
 * @returns {Promise<unknown>}
 */
export async function pressed(group, { do: word = '', object = '', task: other = '', to = '', phase = '' }) {
  if (word === 'leave') return leave(group);
  const change = CHANGES[word];
  needThat(change !== undefined, 'failed');
  const oid = await group.task(object);
  const sealed = group.objects.get(OTYPE.task, oid);
  needThat(sealed !== undefined, 'unknown-object');
  const task = other ? await group.task(other) : undefined;
  const given = { me: group.me.iid, to: group.state.members.get(to)?.iid, task, phase: Number(phase) };
  return put(group, [{ otype: OTYPE.task, oid, unit: oid, rel: change(relOf(sealed), given) }]);
}

/**
 * The person whom a button names, by the name that they signed; nothing where it names nobody. What the server calls them may be anybody: what
 * the button said first is said to be the name of an account.
 * @param {Group} group
 * @param {HTMLElement} element
 * @param {Texts} texts
 */
function namedBy(group, { dataset, textContent }, texts) {
  const { to = '' } = dataset;
  const iid = group.state.members.get(to)?.iid;
  const name = iid && group.nameOf(iid);
  if (name || to === '') return name;
  dataset.account ??= textContent ?? '';
  return texts.of('by-account', { name: dataset.account }) || to;
}

/**
 * Whether a button is about the task of the line in which it stands, or of the page where it stands in none; or about that of the page, and
 * the line names the other one. What else a page lets it name nobody sees.
 * @param {HTMLElement} element
 */
function isBeside(element) {
  const { object, task } = element.dataset;
  const [line, page] = [taskIn(element.closest('li, tr'), 'a'), taskIn(document, 'h1')];
  return (line && line !== task ? line : (page ?? line ?? object)) === object;
}

/** Buttons that have asked back. @type {WeakSet<HTMLElement>} */
const asking = new WeakSet();

/**
 * A button of the page was pressed.
 * @param {GroupSession} session
 * @param {HTMLElement} element
 * @param {boolean} isDouble the press right behind another one, which nobody pressed because of what is asked
 */
export async function press(session, element, isDouble) {
  const { dataset } = element;
  const group = await session.ready;
  needThat(isBeside(element), 'unknown-object');
  // A step that cannot be undone is pressed twice. Nobody leaves by a button that says something else, or gives a task to somebody else than it
  // says.
  const { texts } = session.part;
  const asks = dataset.do === 'leave' ? texts.of('really') || '?' : namedBy(group, element, texts) || dataset.confirm || '';
  // A button that asks from the beginning was made so by the page: it may, if it names a person by their signed name.
  if (asks !== '' && (element.textContent !== asks || isDouble || (dataset.do === 'leave' && !asking.has(element)))) {
    asking.add(element);
    element.textContent = asks;
    return;
  }
  session.watch.right();
  await pressed(group, dataset);
  session.show();
  goTo(dataset.then ?? 'reload');
}
