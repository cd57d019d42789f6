// Status of the pursuance on a page: lies of the server, with their evidence, and work under way.

import { alert, make } from '../elements.js';
import { once } from './lazy_files.js';
import { called } from './display_name.js';

/** @import { Part } from '../part.js' */
/** @import { Group } from './group.js' */
/** @import { Given } from './restored_server.js' */
/** @import { Lie } from './lies.js' */
/** @import { Trouble } from '../trouble.js' */

export class Watch {
  /** @param {Pick<Part, 'element' | 'texts' | 'progress'>} part */
  constructor(part) {
    this.part = part;
    this.lies = make('div', { class: 'stack sm' });
    this.said = make('div', { class: 'stack sm', role: 'status' });
    this.wrong = make('div', {});
    part.element.append(this.lies, this.wrong, part.progress.element, this.said);
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
    this.isVerifying = false;
  }

  /**
   * One alert of each kind, however many objects it is about.
   * @param {Lie} lie
   * @param {Group} group
   */
  show({ kind }, group) {
    const { texts } = this.part;
    if (this.shown.has(kind)) return;
    const element = alert(texts.of(`lie-${kind}`));
    element.dataset.lie = kind;
    if (texts.has('evidence')) {
      // Evidence that cannot be loaded is not offered: the lie is told all the same.
      void once('incident').then(({ evidenceFor }) => element.append(evidenceFor(texts, group, kind)), () => undefined);
    }
    this.shown.set(kind, element);
    this.lies.append(element);
  }

  /** @param {number} done from 0 to 1 */
  verifying(done) {
    if (!this.isVerifying) this.part.progress.begin();
    this.isVerifying = true;
    // Its words of a slow browser are about the passphrase.
    if (this.part.progress.bar) this.part.progress.bar.value = done;
  }

  verified() {
    if (this.isVerifying) this.part.progress.end();
    this.isVerifying = false;
  }

  /** @param {Trouble} trouble */
  failed(trouble) {
    this.verified();
    const text = this.part.texts.about(trouble);
    // A text that stands there already is not read aloud again.
    if (this.wrong.textContent !== text) this.wrong.replaceChildren(alert(text));
  }

  /** Whether there is nothing that somebody has to know. */
  get isQuiet() {
    return this.shown.size === 0 && this.wrong.childElementCount === 0;
  }

  /** A step that failed is tried anew, or goes by now. */
  right() {
    this.wrong.replaceChildren();
  }

  /**
   * A server that had lost something has it back, or not all of it.
   * @param {Group} group
   * @param {Given} [given] nothing where another device gave it back
   */
  healed({ lies }, given) {
    if (!lies.hasAny('rollback')) this.#end('rollback');
    const key = given && given.missing + given.others > 0 ? 'given-back-but' : 'given-back';
    const is = given && Object.values(given).some((count) => count > 0);
    this.given = is ? this.part.texts.of(key, given) : '';
  }

  /** @param {import('./lies.js').Kind} kind */
  #end(kind) {
    this.shown.get(kind)?.remove();
    this.shown.delete(kind);
  }

  /** @param {number} left objects that are still to be encrypted anew */
  renewing(left) {
    this.left = left;
  }

  /** @param {Group} group */
  found(group) {
    const { element, texts } = this.part;
    if (group.isReadable && group.lies.has('excluded')) {
      // Somebody gave the right key meanwhile.
      group.lies.heal('excluded');
      this.#end('excluded');
    }
    const old = this.shown.get('rollback');
    if (group.isPassed && old && texts.has('older')) void once('incident').then(({ offerOlder }) => offerOlder(this, old, group), () => undefined);
    /** @type {string[]} */
    const said = [];
    const say = (/** @type {boolean} */ holds, /** @type {string} */ key, values = {}) => {
      if (holds && texts.has(key)) said.push(texts.of(key, values));
    };
    if (this.given) said.push(this.given);
    // Without a log nobody knows yet who is a member.
    say(!group.isMember && group.state.next > 0, 'no-member');
    say(group.isMember && !group.isReadable, 'waiting-for-key');
    const late = group.waiting.filter((id) => group.late.includes(id)).length;
    const atTheDoor = group.waiting.length - late;
    say(group.isReadable && atTheDoor > 0, 'at-the-door', { count: atTheDoor });
    say(group.isReadable && late > 0, 'late-at-the-door', { count: late });
    // The page has the words for it, folded into one line.
    element.dataset.unsure = `${group.isReadable && !group.isConfirmed && group.state.members.size > 1}`;
    for (const { iid } of group.announced) say(true, 'key-changed', { name: called(group, iid, texts) });
    say(group.hasOddTime, 'odd-time');
    say((this.left ?? 0) > 0, 'renewing', { count: this.left ?? 0 });
    const all = `${said}`;
    // A text that stands there already is not read aloud again.
    if (this.before === all) return;
    /** @type {string | undefined} */
    this.before = all;
    const kind = group.isMember && !group.isReadable ? 'ok' : 'info';
    this.said.replaceChildren(...said.map((text) => make('div', { class: `notice ${kind}` }, make('p', { class: 'grow', text }))));
  }
}
