// Searches that somebody saved: sealed on their device and kept at the server, which reads neither the name nor the query.

import { equal } from '../../../bytes.js';
import { SealedError } from '../../../error.js';
import { decodeSearch, encodeSearch } from '../../../pbox.js';
import { button, make } from '../../elements.js';
import { Sending } from '../../sending.js';
import { needThat } from '../../trouble.js';
import { putBox } from '../boxing.js';
import { Input } from '../inputs.js';

/** @import { Random } from '../../../bytes.js' */
/** @import { Part } from '../../part.js' */
/** @import { Boxes, Found } from '../boxes.js' */

/** @typedef {{ oid: Uint8Array, name: string, query: string | undefined }} SavedSearch `query`: none where it is under other keys */

/** As of other saved searches, in letters; and so many names stand beside the field. */
const [NAME, BESIDE] = ['60', 12];

/** @param {Found} found @returns {SavedSearch} */
function read({ oid, text }) {
  try {
    const { query = undefined, name = query ?? '' } = text ? decodeSearch(text) : {};
    return { oid, name, query };
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return { oid, name: '', query: undefined };
  }
}

/** @param {SavedSearch[]} all */
const byName = (all) => [...all].sort((one, other) => one.name.localeCompare(other.name));

/** Those of one person. They are found in each of their private pursuances. */
export class Saved {
  /**
   * @param {Boxes} boxes
   * @param {Random} random
   */
  constructor(boxes, random) {
    this.boxes = boxes;
    this.random = random;
    /** @type {SavedSearch[]} */
    this.all = [];
  }

  async load() {
    this.all = byName((await this.boxes.list('search')).map(read));
    return this.all;
  }

  /** @param {{ query: string, name: string }} search */
  async add({ query, name }) {
    const oid = this.random(16);
    await putBox(this.boxes, 'search', oid, encodeSearch({ query, name }));
    this.all = byName([...this.all, { oid, name, query }]);
  }

  /** @param {Uint8Array} oid */
  async forget(oid) {
    await putBox(this.boxes, 'search', oid);
    this.all = this.all.filter((one) => !equal(one.oid, oid));
  }
}

/**
 * Begins the part below the field: the names, the way to save the query, and the list.
 * @param {Part} part
 * @param {Saved} saved
 * @param {string} left a name that was typed and not saved
 * @param {(name: string) => Promise<void>} keep keeps it on this device
 * @param {(query: string) => void} run looks for it
 */
export function beginSaved(part, saved, left, keep, run) {
  const { texts, progress } = part;
  const names = make('p', { class: 'flex small' });
  const list = make('div', {});
  const about = make('p', { class: 'small mute', text: texts.of('saved-about') });
  const summary = make('summary', { text: texts.of('saved') });
  // As what is folded elsewhere on the page.
  const sign = document.querySelector('details.why > summary > .i');
  if (sign) summary.prepend(sign.cloneNode(true));
  const details = make('details', { class: 'why' }, summary, make('div', { class: 'stack sm' }, about, list));
  const said = make('p', { class: 'small mute', role: 'status' });
  const name = new Input(texts, { label: 'saved-name', value: left, isRequired: true });
  name.input.maxLength = Number(NAME);
  name.input.dir = 'auto';
  name.input.addEventListener('input', () => void keep(name.value));
  /** The query, as far as it is understood; nothing else is saved. */
  let query = '';
  const { form } = part.form({
    content: [name.element],
    button: 'saved-save',
    fields: { name },
    act: async () => {
      needThat(name.value !== '', 'nameless', { field: 'name' });
      await once();
      await saved.add({ query, name: name.value });
      name.input.value = '';
      await keep('');
      tell('stored');
      const here = names.querySelector('[aria-current]');
      if (here instanceof HTMLElement) here.focus();
    },
  });
  form.hidden = true;
  const sending = new Sending({ texts, progress, busy: list, before: details });
  /** @type {Promise<unknown> | undefined} */
  let loading;
  const once = async () => {
    loading ??= saved.load();
    try {
      await loading;
    } catch (error) {
      // It is asked for again the next time.
      loading = undefined;
      throw error;
    }
  };
  const load = () =>
    sending.send(async () => {
      await once();
      show();
    });
  /** @param {string} key */
  const tell = (key) => {
    said.textContent = texts.of(key);
    form.hidden = true;
    show();
  };
  const show = () => {
    const readable = saved.all.filter((one) => one.query !== undefined);
    const isHere = (/** @type {SavedSearch} */ one) => one.query === query;
    const named = readable.slice(0, BESIDE).map((one) => nameOf(one, isHere(one)));
    const save = button(texts.of('saved-this'), 'btn quiet');
    save.addEventListener('click', () => {
      form.hidden = false;
      name.input.focus();
    });
    names.replaceChildren(...named, ...(query === '' || readable.some(isHere) ? [] : [save]));
    names.hidden = names.childElementCount === 0;
    if (query === '') form.hidden = true;
    const rows = saved.all.map(row);
    list.replaceChildren(rows.length === 0 ? make('p', { class: 'mute', text: texts.of('saved-none') }) : make('ul', { class: 'rows' }, ...rows));
  };
  /** @param {SavedSearch} one @param {boolean} isHere */
  const nameOf = (one, isHere) => {
    const press = button(one.name, 'btn quiet');
    press.dir = 'auto';
    if (isHere) press.setAttribute('aria-current', 'true');
    press.addEventListener('click', () => run(one.query ?? ''));
    return press;
  };
  /** @param {SavedSearch} one */
  const row = (one) => {
    const forget = button(texts.of('saved-forget'));
    forget.append(make('span', { class: 'sr', text: `: ${one.name}` }));
    forget.addEventListener('click', () =>
      sending.send(async () => {
        await saved.forget(one.oid);
        tell('forgotten');
        summary.focus();
      }),
    );
    const what =
      one.query === undefined
        ? [make('span', { class: 'mute', text: texts.of('shut') })]
        : [make('b', {}, nameOf(one, one.query === query)), make('br'), make('code', { class: 'small', dir: 'auto', text: one.query })];
    return make('li', {}, make('div', { class: 'grow' }, ...what), forget);
  };
  details.addEventListener('toggle', () => {
    if (details.open) void load();
  });
  const element = make('div', { class: 'stack sm' }, names, form, said, details);
  show();
  return {
    element,
    load,
    /** @param {string} now what may be saved */
    changed: (now) => {
      // Each round of the page says it anew.
      if (now === query) return;
      query = now;
      said.textContent = '';
      form.hidden = name.value === '';
      show();
    },
  };
}
