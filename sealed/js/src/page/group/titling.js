// The title of a page, in which the server can name neither its pursuance nor its task: they are written into it once they are opened.

/** @import { Texts } from '../texts.js' */

const TASK = '[data-sealed=""][data-object]:not([data-otype])';
/** Where the title of the task stands opened that a page is about: the first one that is there. */
const TASKS = [`h1 ${TASK}`, `header.stack ${TASK}`];
/** And the name of its pursuance. */
const NAME = '[data-sealed=""][data-otype="0"][data-field="name"]:not([data-group])';

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class Titling {
  /**
   * Before anything is filled: the name that the server has for the pursuance stands in its place.
   * @param {Texts} texts
   */
  constructor(texts) {
    /** The places, by what the server says in their stead. @type {Map<string, string>} */
    this.places = new Map();
    const task = TASKS.find((place) => document.querySelector(place));
    const name = document.querySelector(NAME)?.textContent?.trim();
    if (task && texts.has('untitled')) this.places.set(texts.of('untitled'), task);
    if (name) this.places.set(name, NAME);
    this.own = document.title;
    this.written = document.title;
    const title = document.querySelector('title');
    // Other scripts of the page write the number of notices into it.
    if (title) new MutationObserver(() => this.#changed()).observe(title, { childList: true, characterData: true, subtree: true });
    // Browsers keep the title of a page that is left.
    addEventListener('pagehide', () => this.#write(this.own));
    addEventListener('pageshow', (event) => event instanceof PageTransitionEvent && event.persisted && this.fill());
  }

  #changed() {
    if (document.title === this.written) return;
    this.own = document.title;
    this.fill();
  }

  /** @param {string} text */
  #write(text) {
    if (document.title !== text) document.title = text;
    this.written = document.title;
  }

  /** Writes what is open by now. */
  fill() {
    if (this.places.size === 0) return;
    const said = new RegExp([...this.places.keys()].map(escaped).join('|'), 'g');
    this.#write(this.own.replace(said, (words) => openedIn(this.places.get(words) ?? '') ?? words));
  }
}

/** @param {string} place */
function openedIn(place) {
  const found = [...document.querySelectorAll(place)].find((one) => one instanceof HTMLElement && one.dataset.open !== undefined);
  return found?.textContent ?? undefined;
}
