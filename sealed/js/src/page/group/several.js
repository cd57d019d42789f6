// A page that is of no pursuance, with something of private ones: each is opened from its own keyring, and all by one passphrase.
//
// Nothing is written here, and nobody is let in: that is done on the pages of each.

import { make } from '../elements.js';
import { Progress } from '../sending.js';
import { Filling } from './filling.js';
import { Group } from './group.js';
import { follow, leaveAtSignOut, openedHere } from './session.js';
import { nameSkills } from './skill_names.js';
import { Watch } from './watch.js';

/** @import { Part } from '../part.js' */
/** @import { Opened } from '../opening.js' */
/** @import { LocalStore } from './local_store.js' */

/** @typedef {{ group: Group, filling: Filling, watch: Watch, element: HTMLElement }} One a pursuance, and what is said of it on this page */

/**
 * Whether a place is of a pursuance: it names it, or the device knows the row.
 * @param {Record<string, string | undefined>} dataset
 * @param {Pick<Group, 'slug' | 'names'>} group
 */
export const isOf = ({ group: named, object = '' }, { slug, names }) => (named === undefined ? names.rows.has(object) : named === slug);

/** Places that are not filled. */
const EMPTY = '[data-sealed=""][data-object]:not([data-open])';

export class Several {
  /**
   * @param {Part} part
   * @param {LocalStore} localStore
   */
  constructor(part, localStore) {
    this.part = part;
    this.localStore = localStore;
    /** @type {One[]} */
    this.all = [];
    /** Places for which was asked once already. @type {Set<string>} */
    this.tried = new Set();
    this.isAsking = true;
  }

  async begin() {
    const why = make('p', { class: 'small', text: this.part.texts.of('unlock-beside') });
    const opened = await openedHere(this.part, () => this.part.element.prepend(why));
    why.remove();
    if (!opened) return;
    leaveAtSignOut();
    this.all = this.#elements().map((element) => this.#one(element, opened));
    await Promise.all(this.all.map(async ({ group }) => group.load()));
    await this.#fill();
    await this.#ask();
  }

  #elements() {
    return [...this.part.element.querySelectorAll('[data-in]')].filter((element) => element instanceof HTMLElement);
  }

  /**
   * @param {HTMLElement} element
   * @param {Opened} opened
   * @returns {One}
   */
  #one(element, opened) {
    const { texts, device } = this.part;
    const { ask, random, now } = device;
    const where = { slug: element.dataset.in ?? '', pid: element.dataset.pid ?? '' };
    const group = new Group({ ask, random, now, localStore: this.localStore }, where, opened);
    const watch = new Watch({ element, texts, progress: new Progress(texts) });
    const filling = new Filling(texts, ({ dataset }) => isOf(dataset, group));
    group.lies.hear((lie) => {
      watch.show(lie, group);
      element.hidden = false;
    });
    return { group, filling, watch, element };
  }

  async #fill() {
    for (const { group, filling } of this.all) {
      await filling.fill(document, group);
      nameSkills(document, group, filling.isOurs);
    }
  }

  /** Asks for objects that this device does not know yet, one pursuance after the other. */
  async #ask() {
    this.isAsking = true;
    let isFirst = this.tried.size === 0;
    do {
      for (const id of this.#empty()) this.tried.add(id);
      for (const { group, filling, watch, element } of this.all) {
        await follow(group, { filling, watch }, isFirst);
        nameSkills(document, group, filling.isOurs);
        element.hidden = watch.isQuiet;
      }
      isFirst = false;
    } while (this.#hasNew());
    this.isAsking = false;
  }

  /** Places that stay empty, by what would fill them. */
  #empty() {
    const named = ['data-group', 'data-object', 'data-rev'];
    return [...document.querySelectorAll(EMPTY)].map((element) => named.map((name) => element.getAttribute(name)).join(' '));
  }

  #hasNew() {
    return this.#empty().some((id) => !this.tried.has(id));
  }

  /** New parts of the page. */
  async refresh() {
    await this.#fill();
    if (!this.isAsking && this.#hasNew()) await this.#ask();
  }
}
