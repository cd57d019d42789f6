// Other keys in place of one's own, and going over to them: each private pursuance by itself, so that nothing is lost where it stops halfway.
//
// The server says which pursuances are still under former keys, so that any page goes on where another one was closed. It could leave something
// out: then the members page of that pursuance shows the former key.

import { fromUtf8, toHex } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { decodeCard, idOfCard } from '../../../identity.js';
import { alert, make } from '../../elements.js';
import { bytesOf, textOf } from '../../doors.js';
import { Field, nameForBrowser } from '../../field.js';
import { keepOpen } from '../../keeping.js';
import { showKit } from '../../recovery_kit.js';
import { pathOf } from '../../navigation.js';
import { newKeysFor } from '../../account_keys.js';
import { notice } from '../../notices.js';
import { Trouble, needThat, orElse, toTrouble } from '../../trouble.js';
import { introduce } from '../housekeeping.js';
import { Group } from '../group.js';
import { moveSeat } from '../membership.js';
import { Pinned } from '../pinned.js';
import { openedHere } from '../session.js';
import { beginGiving, beginTaking } from './placing.js';

/** @import { Part } from '../../part.js' */
/** @import { Answer, Ask } from '../../doors.js' */
/** @import { Opened } from '../../opening.js' */
/** @import { GroupDevice } from '../group.js' */
/** @import { GroupSession } from '../session.js' */
/** @import { LocalStore } from '../local_store.js' */

/** @typedef {{ slug: string, pid: string, iid: string }} Place a private pursuance, and under which identity one is a member */

const HEX = /^[0-9a-f]{64}$/;

/**
 * The identity of now, as the server has it, and where one is a member.
 * @param {Ask} ask
 */
export async function placesOf(ask) {
  const [keys, { pursuances }] = [await ask('GET', '/api/v1/account/keys'), await ask('GET', '/api/v1/account/pursuances')];
  const iid = toHex(orElse('failed', () => idOfCard(decodeCard(bytesOf(keys, 'card')))));
  needThat(Array.isArray(pursuances), 'failed');
  /** @type {Place[]} */
  const places = pursuances.map((one) => {
    /** @type {Answer} */
    const place = Object(one);
    const found = { slug: textOf(place, 'slug'), pid: textOf(place, 'pid'), iid: textOf(place, 'iid') };
    needThat(HEX.test(found.pid) && HEX.test(found.iid), 'failed');
    return found;
  });
  return { iid, places, left: places.filter((place) => place.iid !== iid) };
}

/**
 * Goes over to the keys of now in one pursuance. What somebody said of themselves there is said under them, too.
 * @param {GroupDevice} device
 * @param {Place} place
 * @param {Opened} opened
 * @param {(name: string) => void} [begins]
 */
export async function goOver(device, place, opened, begins = () => undefined) {
  needThat([opened, ...opened.former].some(({ iid }) => toHex(iid) === place.iid), 'replace-gone');
  const group = new Group(device, place, opened);
  await group.load();
  const pinned = new Pinned(group);
  const known = await pinned.read();
  await group.alone(async () => {
    await group.syncLog();
    // An older log than another device saw is gone over by nobody.
    pinned.check(known);
    needThat(!group.lies.isFrozen, 'frozen');
    await group.syncSeals();
    begins(nameOf(group));
    needThat(group.isMember, 'no-member');
    needThat(group.isReadable, 'waiting-for-key');
    await moveSeat(group);
  });
  await introduce(group, '');
}

/** @param {Group} group */
function nameOf(group) {
  const bytes = group.textOf(group.objects.get(OTYPE.pursuance, new Uint8Array(16)), 'name');
  return bytes ? fromUtf8(bytes) : group.slug;
}

/**
 * Other keys in place of one's own; on a page of a pursuance, in place of those that somebody else has lost.
 * @param {Part} part
 * @param {LocalStore} localStore
 * @param {GroupSession} [session]
 */
export async function beginReplace(part, localStore, session) {
  if (session) await beginGiving(part, session);
  else if (part.data('of') === 'place') beginTaking(part);
  else await beginOwn(part, localStore);
}

/**
 * @param {Part} part
 * @param {LocalStore} localStore
 */
async function beginOwn(part, localStore) {
  if (!part.isHere() || part.name === '') return;
  const { iid, places, left } = await placesOf(part.device.ask);
  // The open keys may be the former ones, where this browser was closed before it kept the next ones: nobody joins anything with them.
  const kept = await part.unlocked.of({ viewer: part.name, marker: document.body.dataset.session ?? '' });
  if (kept && toHex(kept.iid) !== iid) await part.unlocked.lock();
  if (left.length === 0) {
    part.place.replaceChildren(formOf(part));
    return;
  }
  const said = make('p', { role: 'status', text: part.texts.of('replace-left', { count: left.length, number: places.length }) });
  part.element.prepend(said);
  const opened = await openedHere(part);
  if (opened) await goOn(part, localStore, left, opened, said);
}

/**
 * @param {Part} part
 * @param {LocalStore} localStore
 * @param {Place[]} left
 * @param {Opened} opened
 * @param {HTMLElement} said
 */
async function goOn(part, localStore, left, opened, said) {
  const { texts, device } = part;
  const { ask, random, now } = device;
  /** @type {Node[]} */
  const missed = [];
  for (const place of left) {
    let name = place.slug;
    try {
      await goOver({ ask, random, now, localStore }, place, opened, (known) => {
        name = known;
        said.textContent = texts.of('replace-going', { name });
      });
    } catch (error) {
      if (!(error instanceof Trouble)) console.error(error);
      missed.push(alert(`${name}: ${texts.about(toTrouble(error))}`));
    }
  }
  said.remove();
  const done = notice(texts.of(missed.length > 0 ? 'replace-but' : 'replace-done'));
  part.place.replaceChildren(...missed, done, formOf(part));
}

/** @param {Part} part */
function formOf(part) {
  const secret = new Field(part.texts, { label: 'passphrase', fill: 'current-password' });
  const { form } = part.form({
    content: [nameForBrowser(part), secret.element],
    button: 'replace',
    fields: { 'problem-wrong-key': secret },
    act: async () => {
      const { opened, code, save } = await newKeysFor(part.device, part.name, secret.value);
      secret.empty();
      const here = pathOf(part.data('here'), '/me/key');
      const count = async () => {
        await save();
        await keepOpen(part, opened, 'hours', '');
        // From here on it goes on as on any later visit.
        location.assign(here);
      };
      showKit(part, { name: part.name, code, save: count, next: here });
    },
  });
  return form;
}
