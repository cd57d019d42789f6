// The search on the device: one types a query, and the tasks that it finds stand below. Nothing of it goes to the server.

import { fromUtf8, utf8 } from '../../../bytes.js';
import { SealedError } from '../../../error.js';
import { openPersonal, sealPersonal } from '../../../pbox.js';
import { todayOf } from '../../../query/days.js';
import { matcher } from '../../../query/matches.js';
import { MOST_CHARACTERS, mended, parse } from '../../../query/parse.js';
import { termText } from '../../../query/terms.js';
import { button, make } from '../../elements.js';
import { Boxes } from '../boxes.js';
import { Input } from '../inputs.js';
import { Knowing, asksRest, inOrder } from './knowing.js';
import { Saved, beginSaved } from './saved.js';
import { takeAnchor } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { Bad } from '../../../query/parse.js' */
/** @import { Query } from '../../../query/terms.js' */
/** @import { Group } from '../group.js' */
/** @import { Known } from './knowing.js' */
/** @import { GroupSession } from '../session.js' */

/** So many are shown. */
const MOST = 100;
/** A draft is kept once nobody types for so long. */
const REST = 400;
/** Terms that no device can answer: who wrote a task down first, and what the account watches. */
const NOT_HERE = ['by', 'watch'];

/**
 * Reads facts that the page gives beside: of each identity of a member the account, and which tasks are blocked.
 * @param {'accounts' | 'blocked'} what
 */
function saidByPage(what) {
  const template = document.querySelector(`template[data-${what}]`);
  const names = template instanceof HTMLTemplateElement ? [...template.content.querySelectorAll('[data-of]')] : [];
  return new Map(names.map((name) => [name.getAttribute('data-of') ?? '', name.textContent ?? '']));
}

/**
 * The last typed text, kept on this device alone, and under the root key.
 * @param {Group} group
 * @param {'search' | 'saved'} field what is looked for, or the name that it is saved under
 */
function draftOf({ device, me, pid, id }, field) {
  const key = `draft/${id}/${field}`;
  const place = /** @type {const} */ ({ iid: me.iid, kind: 'draft', oid: pid.slice(0, 16) });
  return {
    read: async () => {
      const kept = await device.localStore.get(key);
      try {
        return kept instanceof Uint8Array ? fromUtf8(openPersonal(place, me.rootKey, kept)) : '';
      } catch (error) {
        // Of another root key.
        if (error instanceof SealedError) return '';
        throw error;
      }
    },
    keep: (/** @type {string} */ text) => device.localStore.put([{ key, value: sealPersonal(place, me.rootKey, utf8(text), device.random) }]),
  };
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginSearch(part, session) {
  const group = await session.ready;
  if (group.lies.isFrozen || !group.isMember || !group.isReadable) return;
  const { texts, place } = part;
  const knowing = new Knowing(group, saidByPage('accounts'), new Set(saidByPage('blocked').keys()));
  const draft = draftOf(group, 'search');
  const naming = draftOf(group, 'saved');
  const line = new Input(texts, { label: 'search', hint: 'query-hint', value: await draft.read() });
  line.input.maxLength = MOST_CHARACTERS;
  for (const [name, value] of [['type', 'search'], ['autocapitalize', 'none'], ['spellcheck', 'false'], ['dir', 'auto']]) {
    line.input.setAttribute(name ?? '', value ?? '');
  }
  const said = make('p', { class: 'small mute', role: 'status' });
  const wrong = make('div', {});
  const list = make('ul', { class: 'rows small' });
  const all = new Saved(new Boxes(group.device, ...group.own), group.device.random);
  const saved = beginSaved(part, all, await naming.read(), naming.keep, (query) => look(query));
  const box = make('div', { class: 'stack sm', role: 'search' }, line.element, saved.element, wrong, said, list);
  let isStale = true;
  let fresh = Promise.resolve();
  let count = 0;
  const show = async () => {
    const text = line.value;
    count += 1;
    const mine = count;
    if (text === '') return clear();
    if (isStale) {
      isStale = false;
      fresh = knowing.refresh();
    }
    // A search that begins while another one makes it waits for it, too.
    await fresh;
    const read = parse(text);
    const { query, left } = understood(read.query);
    if (asksRest(query)) await knowing.opening;
    // Somebody typed on meanwhile.
    if (mine !== count) return;
    saved.changed(read.bad || left !== '' ? '' : text);
    wrong.replaceChildren(...(read.bad ? [faultOf(text, read.bad)] : []), ...(left === '' ? [] : [notHere(left)]));
    const matches = matcher(query, todayOf(new Date()));
    const found = inOrder(knowing.all.filter(({ facts }) => matches(facts)), query.sort);
    say(found.length);
    list.replaceChildren(...found.slice(0, MOST).map((one) => row(one)));
  };
  const clear = () => {
    saved.changed('');
    wrong.replaceChildren();
    list.replaceChildren();
    said.textContent = '';
  };
  /** @param {number} found */
  const say = (found) => {
    const key = found === 0 ? 'found-none' : found > MOST ? 'found-most' : 'found';
    said.textContent = texts.of(key, { count: found });
  };
  /** @param {Known} one */
  const row = ({ number, title, phase, assignees }) => {
    const who = assignees.map((iid) => group.nameOf(iid) ?? '').filter((name) => name !== '');
    const about = [`#${number}`, texts.of(`phase-${phase}`), ...who].join(' · ');
    const link = make('a', { href: `/p/${group.slug}/t/${number}`, dir: 'auto', text: title });
    return make('li', {}, make('div', { class: 'grow' }, link, make('br'), make('span', { class: 'mute', text: about })));
  };
  /**
   * As on pages of open pursuances: what is wrong, where, what was perhaps meant, and that the rest counts.
   * @param {string} text
   * @param {Bad} bad
   */
  const faultOf = (text, bad) => {
    const { fault, said: named, position, length, meant, asWords } = bad;
    const letters = [...text];
    const [before, piece, behind] = [letters.slice(0, position), letters.slice(position, position + length), letters.slice(position + length)];
    const tried = [meant, asWords].filter((one) => one !== undefined).map((one) => {
      const better = mended(text, bad, one);
      const press = button(better, 'btn quiet');
      press.addEventListener('click', () => look(better));
      return make('p', { text: `${texts.of('meant')} ` }, press);
    });
    const where = make('p', { dir: 'auto' });
    where.append(before.join(''), make('mark', { text: piece.join('') }), behind.join(''));
    const why = make('p', {}, make('b', { text: texts.of(`query-${fault}`, named) }));
    const rest = make('p', { class: 'small mute', text: texts.of('rest') });
    return make('div', { class: 'notice' }, make('div', { class: 'grow stack sm' }, why, where, ...tried, rest));
  };
  /** @param {string} left */
  const notHere = (left) => make('p', { class: 'notice', text: texts.of('not-here', { words: left }) });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const changed = () => {
    void show();
    clearTimeout(resting);
    resting = setTimeout(() => void draft.keep(line.value), REST);
  };
  /** @param {string} text in place of what was typed */
  const look = (text) => {
    line.input.value = text;
    line.input.focus();
    changed();
  };
  line.input.addEventListener('input', changed);
  // A reader of the list alone asks for none of it.
  line.input.addEventListener('focus', () => void saved.load(), { once: true });
  group.lies.hear(() => {
    if (group.lies.isFrozen) place.replaceChildren();
  });
  session.hear(() => {
    isStale = true;
    if (line.value !== '') void show();
  });
  place.replaceChildren(box);
  openFold(part, line);
  takeAnchor(part, line);
  await show();
}

/**
 * The field stands in a fold of the line above the tasks: open where something is typed or it was asked for, and whoever opens it types.
 * @param {Part} part
 * @param {Input} line
 */
function openFold({ element }, line) {
  const fold = element.closest('details');
  if (!fold) return;
  fold.open ||= line.value !== '' || location.hash === `#${element.id}`;
  fold.addEventListener('toggle', () => {
    if (fold.open && document.activeElement !== document.body) line.input.focus();
  });
}

/**
 * A query without what cannot be asked on a device.
 * @param {Query} query
 */
function understood({ parts, sort }) {
  const isHere = (/** @type {Query['parts'][number]} */ { term }) => !NOT_HERE.includes(term.kind);
  const left = parts.filter((part) => !isHere(part)).map(({ term }) => termText(term));
  return { query: { parts: parts.filter(isHere), sort }, left: left.join(' ') };
}
