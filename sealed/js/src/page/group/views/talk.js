// The discussion of a task: what the server lists is held against what members signed, and what one writes is signed here.
//
// Typed text is kept on this device, encrypted, until it is sent: a session may end meanwhile.

import { toHex } from '../../../bytes.js';
import { button, make } from '../../elements.js';
import { goTo } from '../../navigation.js';
import { Sending } from '../../sending.js';
import { needThat } from '../../trouble.js';
import { called } from '../display_name.js';
import { Drafts, NOTHING, Typing, doesOf } from '../drafts.js';
import { Input } from '../inputs.js';
import { readTalk, say } from '../talking.js';
import { Finding } from './finding.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Does, Draft } from '../drafts.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { Saying, Talk } from '../talking.js' */

/** As much as a comment may have, in letters. */
export const MOST = 10_000;

/** @param {Group} group */
export const mayTalk = (group) => !group.lies.isFrozen && group.isMember && group.isReadable;

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginTalk(part, session) {
  const group = await session.ready;
  const unit = await group.task(part.data('object'));
  showTruth(part, session, group, unit);
  if (!mayTalk(group) || part.data('may') === '') return;
  const form = new TalkForm(part, group, unit);
  group.lies.hear(() => {
    if (group.lies.isFrozen) part.place.replaceChildren();
  });
  hearButtons(part, group, form);
  form.show(await form.drafts.get());
}

/**
 * The draft that stays once something was sent: a text from before a change is there again, and a retraction ends nothing but its own change.
 * @param {Draft} draft
 * @param {Saying} sent
 * @returns {Draft}
 */
export function leftOf(draft, sent) {
  const isOfAnother = sent.does === 'retract' && (draft.does === 'say' || draft.of !== sent.of);
  return isOfAnother ? draft : { ...NOTHING, text: draft.beside };
}

/**
 * The first words of a message, which tell it from others; a dash for what nobody can read here.
 * @param {string} [text]
 */
export const beginningOf = (text = '–') => text.trim().replace(/\s+/g, ' ').replace(/^(.{39}\S?).{2,}/u, '$1…');

/**
 * The messages on the page, by their ids, with their senders, as the server shows them.
 * @param {Group} group
 */
function shownOn({ names }) {
  /** @type {Map<string, string>} */
  const shown = new Map();
  for (const one of document.querySelectorAll('[data-message]')) {
    const { message = '', by = '' } = one instanceof HTMLElement ? one.dataset : {};
    const called = names.rows.get(message);
    if (called) shown.set(called.oid, by);
  }
  return shown;
}

/** One field, for what one does just now. */
class TalkForm extends Typing {
  /**
   * @param {Part} part
   * @param {Group} group
   * @param {Uint8Array} unit
   */
  constructor(part, group, unit) {
    super(new Drafts(group, unit));
    this.part = part;
    this.group = group;
    this.unit = unit;
  }

  /** @param {Draft} draft */
  show(draft) {
    this.draft = draft;
    const { part } = this;
    const { does, of } = draft;
    const line = new Input(part.texts, { label: `talk-${does}`, hint: `talk-${does}-hint`, kind: 'text', value: draft.text, isRequired: true });
    line.input.maxLength = MOST;
    line.input.dir = 'auto';
    line.input.addEventListener('input', () => this.typed(line.input.value));
    const cancel = button(part.texts.of('talk-cancel'), 'btn quiet');
    cancel.addEventListener('click', () => this.turn({ ...NOTHING, text: this.draft.beside }));
    const act = async () => {
      const text = line.value;
      needThat(text !== '', 'no-title', { field: 'text' });
      await this.send(does === 'say' ? { does, text } : { does, of, text });
    };
    const beside = does === 'say' ? [] : [cancel];
    const { form, send } = part.form({ content: [line.element], button: `talk-${does}-send`, fields: { text: line }, act, beside });
    // The main button of a task is its next step; and it comes with the words, as on other pages (style.css).
    if (does === 'say') {
      send.className = 'btn';
      line.input.setAttribute('placeholder', ' ');
    }
    part.place.replaceChildren(form);
    if (does === 'remove') void this.name(line.element, of);
    return line;
  }

  /**
   * Says above the reason what is removed: the form stands below all of them.
   * @param {HTMLElement} line
   * @param {string} of
   */
  async name(line, of) {
    const { said, senders } = await this.group.alone(() => readTalk(this.group, this.unit));
    const who = called(this.group, senders.get(of) ?? '', this.part.texts);
    line.before(make('p', { dir: 'auto', text: this.part.texts.of('talk-removes', { who, words: beginningOf(said.get(of)?.text) }) }));
  }

  /**
   * Something else is written now; what was being said comes back afterwards.
   * @param {Draft} draft
   */
  turn(draft) {
    const { input } = this.show(draft);
    void this.keep();
    input.focus();
  }

  /**
   * @param {Does} does
   * @param {string} of
   * @param {string} text
   */
  begin(does, of, text) {
    const { draft } = this;
    // Pressed once more: what was typed stays.
    if (draft.does === does && draft.of === of) this.turn(draft);
    else this.turn({ does, of, text, beside: draft.does === 'say' ? draft.text : draft.beside });
  }

  /** @param {Saying} saying */
  async send(saying) {
    await say(this.group, this.unit, saying, { shown: shownOn(this.group) });
    this.draft = leftOf(this.draft, saying);
    await this.keep();
    goTo(this.part.data('then') || 'reload');
  }
}

/**
 * The buttons beside messages: to change or take back one's own, and to remove those of others.
 * @param {Part} part
 * @param {Group} group
 * @param {TalkForm} form
 */
function hearButtons(part, group, form) {
  /** Pressed once, and asks. @type {WeakSet<HTMLElement>} */
  const asked = new WeakSet();
  const line = make('div', {});
  part.element.append(line);
  const sending = new Sending({ texts: part.texts, progress: part.progress, busy: part.element, before: line });
  const root = part.element.closest('#discussion');
  root?.addEventListener('click', async (event) => {
    const pressed = event.target instanceof Element ? event.target.closest('[data-sealed="say"]') : null;
    if (!(pressed instanceof HTMLElement) || pressed.hasAttribute('disabled')) return;
    const { do: word = '', object = '' } = pressed.dataset;
    // A button is about the message that it stands beside, and about no other one.
    const beside = pressed.closest('[data-message]');
    const isBeside = beside instanceof HTMLElement && beside.dataset.message === object;
    const of = (isBeside && group.names.rows.get(object)?.oid) || '';
    if (word === 'retract' && asked.has(pressed)) {
      await sending.send(() => form.send({ does: 'retract', of }));
    } else {
      await sending.send(async () => {
        const { said, hashes } = await group.alone(() => readTalk(group, form.unit));
        const spoken = said.get(of);
        if (word === 'retract') {
          asked.add(pressed);
          pressed.textContent = part.texts.of('talk-retract-now', { words: beginningOf(spoken?.text) });
          return;
        }
        // A moderator removes what nobody can read, too.
        needThat(word === 'edit' ? spoken !== undefined : hashes.has(of), 'unknown-object');
        form.begin(doesOf(word), of, word === 'edit' ? (spoken?.text ?? '') : '');
      });
    }
  });
}

/** Where messages stand: the list, and the words that went with a step. */
const WITH_MESSAGES = ['talk', 'cards', 'changes'].map((name) => `[data-part="${name}"]`).join();

/**
 * Writes into messages what was changed, and why something was removed, and marks what nobody signed.
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {Uint8Array} unit
 */
function showTruth(part, session, group, unit) {
  const watch = new MutationObserver(() => void look());
  const note = make('p', { class: 'small mute', role: 'status' });
  part.element.prepend(note);
  const finding = new Finding(part, group);
  const look = async () => {
    const talk = await group.alone(() => readTalk(group, unit));
    watch.disconnect();
    // Before the key is there, nothing can be opened: the page says so.
    const text = talk.closed > 0 && group.isReadable ? part.texts.of('talk-closed', { count: talk.closed }) : '';
    if (note.textContent !== text) note.textContent = text;
    finding.take(talk.said);
    for (const root of document.querySelectorAll(WITH_MESSAGES)) {
      for (const one of root.querySelectorAll('[data-message]')) {
        if (one instanceof HTMLElement && !holds(part, group, unit, talk, one)) mark(part, session, group, one);
      }
      watch.observe(root, { childList: true, subtree: true });
    }
  };
  session.hear(() => void look());
}

/**
 * @param {Part} part
 * @param {Pick<Group, 'names' | 'isWhole'>} group
 * @param {Uint8Array} unit
 * @param {Talk} talk
 * @param {HTMLElement} element
 */
export function holds(part, group, unit, { said, ends, closed }, element) {
  const called = group.names.rows.get(element.dataset.message ?? '');
  const oid = called?.oid;
  const isGone = element.dataset.gone !== undefined;
  const text = element.querySelector('[data-sealed=""]');
  // Words that stand there without an envelope, or in that of another message, are the server's own.
  if (!isGone && !(text instanceof HTMLElement && text.dataset.object === element.dataset.message)) return false;
  // It has come since this device asked last.
  if (oid === undefined) return true;
  // It was said about another task, and its key opens it there.
  if (called?.unit !== toHex(unit)) return false;
  const [spoken, end] = [said.get(oid), ends.get(oid)];
  if (end) {
    const why = element.querySelector('[data-reason]');
    if (why && why.textContent !== end.reason) why.textContent = end.reason;
    // One that is kept open was taken back after this page was made, or is shown all the same.
    return true;
  }
  // The person who ended it may have said so in a message that cannot be opened here.
  if (isGone) return !group.isWhole || closed > 0;
  // Without a key for it nothing can be said of it.
  if (!spoken) return true;
  if (spoken.all.length > 1 && text instanceof HTMLElement && text.textContent !== spoken.text) {
    text.textContent = spoken.text;
    // It is not filled with what it was first.
    text.dataset.open = text.dataset.env ?? '';
  }
  const edited = element.querySelector('[data-edited]');
  if (spoken.all.length > 1 && edited && edited.textContent === '') edited.textContent = `· ${part.texts.of('talk-edited')}`;
  return element.dataset.by === toHex(spoken.sender);
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 * @param {Group} group
 * @param {HTMLElement} element
 */
function mark(part, { filling }, group, element) {
  group.lies.raise('changed', `message/${element.dataset.message}`);
  if (element.querySelector('[data-lie="changed"]')) return;
  const line = element.querySelector('p') ?? element;
  const text = element.dataset.gone === undefined ? filling.texts.of('changed-here') : part.texts.of('talk-unsigned');
  line.append(make('span', { class: 'sealed-lie', role: 'alert', 'data-lie': 'changed', text }));
}
