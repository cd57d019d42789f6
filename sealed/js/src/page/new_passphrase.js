// The fields of a new passphrase: six words are offered, and whatever it is, it is typed twice.

import { Field } from './field.js';
import { Trouble, needThat } from './trouble.js';
import { WordsOffered } from './words_offered.js';

/** @import { Kind } from './field.js' */
/** @import { Part } from './part.js' */

export class NewPassphrase {
  /**
   * @param {Part} part
   * @param {Kind['fill']} [fill]
   */
  constructor(part, fill = 'new-password') {
    this.first = new Field(part.texts, { label: 'passphrase', fill, hint: 'hint' });
    this.again = new Field(part.texts, { label: 'passphrase-again', fill });
    this.words = new WordsOffered(part.texts, this.first);
    this.content = [this.words.element, this.first.element, this.again.element];
    /** Where it is said what is wrong with it. */
    this.fields = { 'too-short': this.first, same: this.first, passphrase: this.first, differs: this.again };
  }

  /** The passphrase, if it was typed twice. */
  get value() {
    needThat(this.first.value !== '', 'too-short');
    if (this.first.value !== this.again.value) throw new Trouble('differs');
    return this.first.value;
  }

  empty() {
    this.first.empty();
    this.again.empty();
    this.words.empty();
  }
}
