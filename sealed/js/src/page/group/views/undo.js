// The line that takes back what was done last, as pages of open pursuances have it after each form.

import { button, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { toTrouble, Trouble } from '../../trouble.js';
import { WITHIN, keepAct, lastAct } from '../last_act.js';
import { deedsOf, titleOf } from '../act_words.js';
import { isAsLeft, takeBack } from '../undoing.js';

/** @import { Texts } from '../../texts.js' */
/** @import { Act } from '../last_act.js' */
/** @import { Step } from '../changes.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

/** So soon it stands on top, of one page as on open ones. Afterwards it stands at the end: it was seen, and the first task matters more. */
const ON_TOP = 60_000;

/** Texts that begin by saying that nothing was taken back. */
const NOTHING = /^problem-(built-on|newer-first|has-parts)$/;

/**
 * Words for the deed, and for its task, or for how many.
 * @param {GroupSession} session
 * @param {Group} group
 * @param {Step[]} steps
 */
function wordsOf({ part: { texts } }, group, steps) {
  const [first] = steps;
  const title = first && steps.length === 1 ? titleOf(group, first) : texts.of('did-several', { count: steps.length });
  return texts.of(`did-${deedsOf(group, steps)}`, { title });
}

/**
 * The page came anew behind what was pressed: whoever is nowhere on it by now begins at the line that takes it back, or else, where nothing
 * does, at the heading under which it was pressed.
 * @param {GroupSession} session
 * @param {Group} group
 */
export async function offerUndo(session, group) {
  await showLine(session, group);
  const region = sessionStorage.getItem('pressed');
  sessionStorage.removeItem('pressed');
  if (region === null || document.activeElement !== document.body) return;
  const heading = document.getElementById(region) ?? document.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/**
 * Shows the line, or takes it away where there is nothing to take back any more.
 * @param {GroupSession} session
 * @param {Group} group
 */
async function showLine(session, group) {
  const { element, texts } = session.part;
  const act = await lastAct(group);
  const former = document.querySelector('[data-undo]');
  const wasIn = former?.contains(document.activeElement);
  former?.remove();
  if (!act || group.lies.isFrozen || !texts.has('undo')) return;
  // Acts of somebody else with a task since were not made here, and nobody takes them back here.
  const steps = act.batches.flatMap((batch) => batch.steps).filter((step) => isAsLeft(group, step));
  if (steps.length === 0 && !act.isBack) return;
  const said = make('p', { class: 'grow', dir: 'auto', text: act.isBack ? texts.of('undone') : wordsOf(session, group, steps) });
  const isNew = act.isBack || (!act.isSeen && group.device.now() < act.at + ON_TOP);
  const line = make('div', { class: isNew ? 'notice ok flash' : 'flex small mute', role: 'status', tabindex: '-1', 'data-undo': '' }, said);
  if (act.isBack) await keepAct(group, { at: act.at, batches: [] });
  else line.append(pressed(session, group, act, said));
  (isNew ? element : element.closest('main') ?? element).append(line);
  // The page came anew behind the button that was pressed. Whoever is somewhere on it by now stays there.
  if (wasIn || (isNew && document.activeElement === document.body)) line.focus({ preventScroll: true });
  setTimeout(() => line.remove(), Math.max(0, act.at + WITHIN - group.device.now()));
  // Another page may have done something meanwhile.
  if (isNew && !act.isBack && (await lastAct(group))?.at === act.at) await keepAct(group, { ...act, isSeen: true });
}

/**
 * @param {GroupSession} session
 * @param {Group} group
 * @param {Act} act
 * @param {HTMLElement} said what stands before the button, and behind which it is said what went wrong
 */
function pressed(session, group, act, said) {
  const { texts } = session.part;
  let left = act;
  const wrong = make('p', { class: 'error', role: 'alert' });
  const press = button(texts.of('undo'));
  press.dataset.writes = '';
  press.addEventListener('click', async () => {
    if (press.getAttribute('aria-disabled') === 'true') return;
    press.setAttribute('aria-disabled', 'true');
    wrong.remove();
    try {
      await takeBack(group, left);
      goTo('reload');
    } catch (error) {
      // Of several batches the last ones may be taken back by now: what is left is tried the next time.
      const before = left;
      const kept = await lastAct(group);
      if (kept?.at === act.at) left = kept;
      const gone = before.batches.slice(left.batches.length).flatMap(({ steps }) => steps);
      wrong.textContent = about(texts, toTrouble(error), gone.length, before.batches.flatMap(({ steps }) => steps).length);
      said.after(wrong);
      if (!(error instanceof Trouble)) console.error(error);
    }
    press.removeAttribute('aria-disabled');
  });
  return press;
}

/**
 * @param {Texts} texts
 * @param {Trouble} trouble
 * @param {number} count how many tasks were taken back all the same
 * @param {number} most
 */
function about(texts, trouble, count, most) {
  if (count === 0) return texts.about(trouble);
  const partly = texts.of('undo-partly', { count, most });
  return NOTHING.test(trouble.key) ? partly : `${partly} ${texts.about(trouble)}`;
}
