// Six words that chance takes, offered where somebody chooses a passphrase. Their list is loaded then, and not before.

import { random } from './device.js';
import { button, make } from './elements.js';
import { importByHash } from './hashed_import.js';

/** @import { Random } from '../bytes.js' */
/** @import { Field } from './field.js' */
/** @import { Texts } from './texts.js' */

/** @typedef {{ newPassphrase: (random: Random) => string }} List */

/** Written into the bundle when it is made (`build.mjs`): the hash of the page's script covers that of the list. */
const HASH = typeof WORDS_HASH === 'string' ? WORDS_HASH : '';

/** @returns {Promise<List>} */
const load = () => importByHash('./passphrase.js', HASH);

export class WordsOffered {
  /**
   * @param {Texts} texts
   * @param {Field} field the one for the new passphrase
   */
  constructor(texts, field) {
    this.field = field;
    this.words = make('output', { class: 'secret', translate: 'no' });
    this.again = button(texts.of('six-words-again'));
    this.take = texts.has('six-words-take') ? button(texts.of('six-words-take')) : undefined;
    const row = make('div', { class: 'flex' }, ...(this.take ? [this.take] : []), this.again);
    this.element = make('div', { class: 'stack sm', hidden: '' }, make('p', { text: texts.of('six-words') }), this.words, row);
    this.again.addEventListener('click', () => this.#draw());
    this.take?.addEventListener('click', () => this.#fill());
  }

  /** Loads the list and offers the first six. Without it people choose their own. */
  async offer() {
    if (this.list) return;
    try {
      this.list = await load();
    } catch {
      return;
    }
    this.#draw();
    this.element.hidden = false;
  }

  /**
   * Offers them when somebody begins to write.
   * @param {HTMLElement} around
   */
  offerWithin(around) {
    around.addEventListener('focusin', () => void this.offer(), { once: true });
  }

  #draw() {
    if (this.list) this.words.value = this.list.newPassphrase(random);
  }

  /** Into the first field alone: who types them once more has them. */
  #fill() {
    this.field.input.value = this.words.value;
    this.field.show(true);
    this.field.clearError();
    this.field.input.focus();
  }

  /** Leaves nothing in the page. */
  empty() {
    this.element.remove();
    this.words.value = '';
  }
}
