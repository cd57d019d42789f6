// An element of the page that the module fills (`data-sealed`), with its words and its place.

import { thisDevice } from './device.js';
import { alert, make } from './elements.js';
import { Progress, Sending, hear } from './sending.js';
import { Texts } from './texts.js';
import { Trouble } from './trouble.js';
import { thisBrowser } from './unlocked.js';

/** @import { Refusable } from './sending.js' */

export class Part {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.texts = new Texts(element);
    const place = element.querySelector('[data-place]');
    this.place = place instanceof HTMLElement ? place : element.appendChild(make('div', { 'data-place': '' }));
    this.progress = new Progress(this.texts);
    this.device = thisDevice((done) => this.progress.step(done));
    this.unlocked = thisBrowser();
  }

  /** @param {string} key */
  data(key) {
    return this.element.dataset[key] ?? '';
  }

  get name() {
    return this.data('name');
  }

  /**
   * Whether the page is of the server in the browser's line. If not, no field is made: its passphrase would be for another one.
   */
  isHere() {
    if (this.data('realm') === location.host) return true;
    this.place.replaceChildren(alert(this.texts.about(new Trouble('wrong-realm'))));
    return false;
  }

  /**
   * A form of the module's own: fields, what is said of them, and its button.
   * @param {object} parts
   * @param {Node[]} parts.content
   * @param {string} parts.button key of its text
   * @param {Record<string, Refusable>} parts.fields
   * @param {() => Promise<void>} parts.act
   * @param {Node[]} [parts.beside] what stands beside the button
   */
  form({ content, button: key, fields, act, beside = [] }) {
    const send = make('button', { class: 'btn primary', text: this.texts.of(key) });
    const row = make('div', { class: 'flex' }, send, ...beside);
    const form = make('form', { class: 'stack' }, ...content, this.progress.element, row);
    const sending = new Sending({ texts: this.texts, progress: this.progress, busy: form, before: row, fields });
    hear(form, () => void sending.send(act));
    return { form, send, sending };
  }
}
