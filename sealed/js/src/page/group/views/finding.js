// The search in the discussion of an opened task: on this device, in all of it that could be opened, also what the page does not show.

import { phraseOf, sought, soughtOf } from '../../../query/words.js';
import { make } from '../../elements.js';
import { momentOf } from '../../moments.js';
import { fold } from '../../notices.js';
import { Input } from '../inputs.js';

/** @import { Part } from '../../part.js' */
/** @import { Group } from '../group.js' */
/** @import { Spoken } from '../talking.js' */

/** So many are shown. */
const MOST = 50;
/** Words in quotation marks, or one word. */
const PIECES = /["“”„«»][^"“”„«»]*|[^\s"“”„«»]+/gu;

/**
 * Finds messages with all of the words that were typed, those in quotation marks in a row; the newest first.
 * @param {Iterable<Spoken>} said
 * @param {string} typed
 */
export function foundIn(said, typed) {
  const phrases = (typed.match(PIECES) ?? []).flatMap((piece) => phraseOf(piece) ?? []).map(soughtOf);
  if (phrases.length === 0) return [];
  const has = (/** @type {Spoken} */ { text }) => {
    const words = sought(text);
    return phrases.every((phrase) => words.includes(phrase));
  };
  return [...said].filter(has).sort((a, b) => b.time - a.time);
}

export class Finding {
  /**
   * @param {Part} part
   * @param {Group} group
   */
  constructor(part, group) {
    this.part = part;
    this.group = group;
    /** @type {Map<string, Spoken>} */
    this.said = new Map();
    this.line = new Input(part.texts, { label: 'talk-find-words', hint: 'talk-find-hint' });
    this.line.input.setAttribute('type', 'search');
    this.line.input.setAttribute('dir', 'auto');
    this.line.input.addEventListener('input', () => this.#show());
    this.status = make('p', { class: 'small mute', role: 'status' });
    this.list = make('ul', { class: 'rows small' });
    const box = make('div', { class: 'stack sm', role: 'search' }, this.line.element, this.status, this.list);
    this.details = fold(make('summary', { text: part.texts.of('talk-find') }), box);
    this.details.hidden = true;
    part.place.before(this.details);
  }

  /** @param {Map<string, Spoken>} said by their ids */
  take(said) {
    // Where writing has ended there is no field, as with the search of a list.
    if (this.group.lies.isFrozen) return this.details.remove();
    this.said = said;
    this.details.hidden = said.size === 0;
    if (this.line.value !== '') this.#show();
  }

  #show() {
    const { texts } = this.part;
    const typed = this.line.value;
    const found = foundIn(this.said.values(), typed);
    const key = found.length === 0 ? 'found-none' : found.length > MOST ? 'found-most' : 'found';
    this.status.textContent = typed === '' ? '' : texts.of(key, { count: found.length, most: MOST });
    const shown = this.#shown();
    this.list.replaceChildren(...found.slice(0, MOST).map((one) => this.#row(one, shown)));
  }

  /** The messages on the page, by those that they stand for. */
  #shown() {
    /** @type {Map<string, string>} */
    const shown = new Map();
    for (const one of document.querySelectorAll('[data-message]')) {
      const called = one instanceof HTMLElement ? this.group.names.rows.get(one.dataset.message ?? '') : undefined;
      if (called && one.id !== '') shown.set(called.oid, one.id);
    }
    return shown;
  }

  /**
   * @param {Spoken} one
   * @param {Map<string, string>} shown
   */
  #row({ id, sender, text, time }, shown) {
    const about = `${this.group.nameOf(sender) ?? ''} · ${momentOf(time)}`;
    const at = shown.get(id);
    const head = at ? make('a', { href: `#${at}`, text: about }) : make('span', { class: 'mute', text: about });
    return make('li', {}, make('div', { class: 'grow' }, head, make('p', { dir: 'auto', text })));
  }
}
