// A form that the module hears: one press at a time, progress while it takes long, and what went wrong where one can mend it.

import { alert, make } from './elements.js';
import { Trouble, toTrouble } from './trouble.js';

/** @import { Texts } from './texts.js' */

/** A field as far as a form needs it. @typedef {{ refuse: (text: string) => void, clearError: () => void }} Refusable */

/** A shorter wait is not worth a word. */
const SOON = 300;
/** So often the progress is said aloud, in hundredths. */
const STEP = 10;

/** Progress of the slow step: nothing at first, then a bar, and words for those who do not see it. */
export class Progress {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.words = make('p', { class: 'small mute' });
    this.slow = make('p', { class: 'small mute' });
    /** Empty until there is something to say: then it takes no room. */
    this.live = make('div', { class: 'stack sm', 'aria-live': 'polite' });
    this.element = make('div', { class: 'stack sm' }, this.live);
    this.said = -1;
  }

  begin() {
    this.end();
    this.timer = setTimeout(() => this.#show(), SOON);
  }

  #show() {
    if (this.bar) return;
    this.bar = make('progress', { max: '1', 'aria-label': this.texts.of('working', { percent: 0 }) });
    this.element.prepend(this.bar);
    this.#say(0);
  }

  /** @param {number} percent */
  #say(percent) {
    if (percent < this.said + STEP && this.said >= 0) return;
    this.said = percent;
    this.words.textContent = this.texts.of('working', { percent });
    if (!this.words.isConnected) this.live.prepend(this.words);
  }

  /** @param {number} done from 0 to 1 */
  step(done) {
    this.#show();
    if (this.bar) this.bar.value = done;
    if (this.slow.textContent === '') {
      this.slow.textContent = this.texts.of('slow');
      this.live.append(this.slow);
    }
    this.#say(Math.floor((done * 100) / STEP) * STEP);
  }

  end() {
    clearTimeout(this.timer);
    this.bar?.remove();
    this.bar = undefined;
    this.said = -1;
    this.slow.textContent = '';
    this.live.replaceChildren();
  }
}

export class Sending {
  /**
   * @param {object} parts
   * @param {Texts} parts.texts
   * @param {Progress} parts.progress
   * @param {HTMLElement} parts.busy what is at work meanwhile
   * @param {Element} parts.before what an alert stands above
   * @param {Record<string, Refusable>} [parts.fields] by what a trouble calls them, or by its key
   */
  constructor({ texts, progress, busy, before, fields = {} }) {
    this.texts = texts;
    this.progress = progress;
    this.busy = busy;
    this.before = before;
    this.fields = fields;
    this.isSending = false;
    this.isStaying = false;
  }

  /**
   * Does it once, however often somebody presses. Whether it was done.
   * @param {() => Promise<void>} act
   */
  async send(act) {
    if (this.isSending) return false;
    this.isSending = true;
    this.#clear();
    this.#showBusy(true);
    this.progress.begin();
    try {
      await act();
      return true;
    } catch (error) {
      // Before the words about it, so that these are read last.
      this.progress.end();
      this.say(toTrouble(error));
      return false;
    } finally {
      this.progress.end();
      if (!this.isStaying) {
        this.#showBusy(false);
        this.isSending = false;
      }
    }
  }

  /** The page is left: nothing is sent any more. Whoever comes back by the browser's button may press again. */
  stay() {
    this.isStaying = true;
    addEventListener('pageshow', () => {
      this.isStaying = false;
      this.isSending = false;
      this.#showBusy(false);
    });
  }

  /**
   * A button that is disabled would lose the focus: it says that it waits.
   * @param {boolean} isBusy
   */
  #showBusy(isBusy) {
    const buttons = this.busy.querySelectorAll('button:not([type="button"])');
    this.busy.setAttribute('aria-busy', String(isBusy));
    for (const button of buttons) button.setAttribute('aria-disabled', String(isBusy));
  }

  #clear() {
    this.alert?.remove();
    this.alert = undefined;
    for (const field of Object.values(this.fields)) field.clearError();
  }

  /** @param {Trouble} trouble */
  say(trouble) {
    this.#clear();
    const field = this.fields[trouble.key] ?? this.fields[trouble.field];
    if (field) {
      field.refuse(this.texts.about(trouble));
      return;
    }
    this.alert = alert(this.texts.about(trouble));
    this.before.before(this.alert);
  }
}

/**
 * Hears the form, by Enter or its button, and sends nothing of it.
 * @param {HTMLFormElement} form
 * @param {(event: SubmitEvent) => void} act
 */
export function hear(form, act) {
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      // Other scripts of the page would keep what was typed, or take it for sent.
      event.stopImmediatePropagation();
      act(event);
    },
    true,
  );
}
