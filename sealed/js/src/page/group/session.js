// The pursuance of this page: its keys are opened, its log is followed, and what the page shows is filled and kept up to date.

import { alert } from '../elements.js';
import { parsed } from '../parsed.js';
import { sessionOfPage } from '../unlocked.js';
import { Trouble, toTrouble } from '../trouble.js';
import { lastAct } from './last_act.js';
import { once } from './lazy_files.js';
import { areTagsDue, isHousekeepingDue } from './housekeeping_due.js';
import { serveAll } from './housekeeping.js';
import { Filling } from './filling.js';
import { Group, keptOf } from './group.js';
import { Pinned } from './pinned.js';
import { writePins } from './pinning.js';
import { showOdd } from './tag_warnings.js';
import { readAhead } from './local_store.js';
import { retag } from './tagging.js';
import { Titling } from './titling.js';
import { Watch } from './watch.js';

/** @import { Part } from '../part.js' */
/** @import { Opened } from '../opening.js' */
/** @import { LocalStore } from './local_store.js' */

/** So often an open page asks what is new, in milliseconds. */
const ROUND = 60_000;
/** And so long it waits besides while nobody looks at it: newcomers wait for any open page. */
const UNSEEN = 240_000;
/** Between two batches that are encrypted anew, or of skills that are compared. */
const REST = 500;
/** Several pages of a pursuance do not begin the same work at once. */
const SPREAD = 3_000;

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class GroupSession {
  /**
   * @param {Part} part the element of the pursuance
   * @param {LocalStore} localStore
   */
  constructor(part, localStore) {
    this.part = part;
    this.localStore = localStore;
    this.filling = new Filling(part.texts);
    this.titling = new Titling(part.texts);
    this.watch = new Watch(part);
    /** @type {Group | undefined} */
    this.group = undefined;
    /** @type {Pinned | undefined} */
    this.pinned = undefined;
    /** @type {(group: Group) => void} */
    this.resolve = () => undefined;
    /** Resolves when the log was followed: then one may write. @type {Promise<Group>} */
    this.ready = new Promise((resolve) => {
      this.resolve = resolve;
    });
    /** @type {((group: Group) => void)[]} */
    this.heard = [];
    this.isReady = false;
    /** At which stand of the pursuance this page has done what it could for others. */
    this.served = '';
  }

  /** @param {(group: Group) => void} hear whenever something is new */
  hear(hear) {
    this.heard.push(hear);
    if (this.group) hear(this.group);
  }

  async begin() {
    let { localStore } = this;
    const opening = openedHere(this.part, () => {
      // Until they are open, another tab may keep something newer.
      localStore = this.localStore;
      void parsed.then(() => this.filling.fill(document, undefined));
    });
    const where = { slug: this.part.data('group'), pid: this.part.data('pid') };
    // Its database answers beside that of the keys. Each answer waits for the page, which is parsed meanwhile: one after the other would take long.
    localStore = readAhead(this.localStore, keptOf(where));
    const opened = await opening;
    if (!opened) return;
    const { ask, random, now } = this.part.device;
    const group = new Group({ ask, random, now, localStore }, where, opened);
    group.renewal = Number(this.part.data('renew'));
    group.lies.hear((lie) => {
      this.watch.show(lie, group);
      this.#enable(group);
    });
    leaveAtSignOut();
    await group.load();
    await parsed;
    // The state at the end of the last page opens most of this one, before anything is asked.
    this.group = group;
    this.pinned = new Pinned(group);
    await this.filling.fill(document, group);
    this.titling.fill();
    /** How many are in, by the page. */
    const people = () => document.querySelector('[href$=members]')?.textContent;
    /** @type {string | null | undefined} */
    let known;
    /** @type {(value?: unknown) => void} */
    let wake;
    // Nobody waits at the door, or for a name in the list of members, for longer than the server takes to say so.
    document.addEventListener('pursuance:renewed', () => {
      if (known !== people() || !group.isReadable || document.querySelector('[data-sealed=members]')) wake();
    });
    for (;;) {
      known = people();
      // It may say so while this page asks, or is at work.
      const woken = new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, ROUND);
      });
      await this.round();
      if (!this.isReady) {
        this.isReady = true;
        this.resolve(group);
        this.#enable(group);
        await this.offerUndo();
      }
      await wait(Math.random() * SPREAD);
      await this.#work();
      await woken;
      if (document.visibilityState === 'hidden') await seen();
    }
  }

  /** Offers to take back the last act. */
  async offerUndo() {
    const { group } = this;
    if (!group) return;
    try {
      // The file with the line also knows where the page goes on.
      if (sessionStorage.pressed || (await lastAct(group))) await (await once('undo')).offerUndo(this, group);
    } catch (error) {
      // Without it everything else goes on.
      console.error(error);
    }
  }

  /** Follows what is new, and does what is to be done for others. */
  async round() {
    const { group, pinned } = this;
    if (!group || !pinned) return;
    const pins = await pinned.read();
    const isRight = await follow(group, this, !this.isReady, async () => {
      if (pinned.check(pins)) this.watch.healed(group);
      if (!group.isToHeal) return;
      // A restored backup is given back what this device holds; what another one saw may still be missing.
      const given = await (await once('incident')).giveBack(group);
      pinned.check(pins);
      this.watch.healed(group, given);
    });
    if (isRight) this.watch.found(group);
    // All was asked for: what a page names and nobody signed is no task.
    this.filling.asked();
    this.#compare(group);
    this.show();
  }

  /** New parts of the page. */
  async refresh() {
    const { group } = this;
    if (!group) return;
    await this.filling.fill(document, group);
    this.#compare(group);
    this.titling.fill();
    this.#enable(group);
    // Revisions that came with them may be newer than those of this device.
    if (this.isReady && this.filling.asks) await this.round();
  }

  /** Rows of members that do not hold are looked at closer. @param {Group} group */
  #compare(group) {
    if (this.filling.compare(document, group)[0]) once('incident').then(({ holdRows }) => holdRows(this.filling, group)).catch((error) => this.watch.failed(toTrouble(error)));
  }

  /** Fills the parts of the page that follow from the log. */
  show() {
    const { group } = this;
    if (!group) return;
    for (const hear of this.heard) hear(group);
    this.titling.fill();
    showOdd(document, group, this.part.texts);
    this.#enable(group);
  }

  /** @param {Group} group */
  #enable(group) {
    const { isFrozen } = group.lies;
    const may = this.isReady && !isFrozen && group.isMember;
    // Acts of the server alone, such as closing, need no key, and end with all writing: until the page is loaded anew.
    const also = isFrozen ? ', main [method=post] button, main [form]' : '';
    for (const control of document.querySelectorAll(`[data-writes]${also}`)) {
      // Membership is changed without the key, too: else nobody removes the one who keeps it.
      const needsKey = control.getAttribute('data-writes') !== 'log';
      control.toggleAttribute('disabled', !may || (needsKey && !group.isReadable));
    }
  }

  async #work() {
    const { group } = this;
    if (!group) return;
    try {
      const stand = group.tags.standOf(group);
      if (isHousekeepingDue(group, this.served === stand)) {
        // The name by which the keys were opened: what the page says beside it nobody has seen, and it would be signed.
        await serveAll(group, sessionOfPage().viewer, async (left) => {
          this.watch.renewing(left);
          if (left > 0) await wait(REST);
        });
        this.served = stand;
      }
      // Skills are compared last of all.
      if (await areTagsDue(group)) while ((await retag(group)) > 0) await wait(REST);
      if (this.pinned?.isBehind) await writePins(this.pinned);
    } catch (error) {
      // The next round, or another page, does it.
      if (!(error instanceof Trouble)) console.error(error);
    }
    this.watch.found(group);
    this.show();
  }
}

/**
 * Follows what is new in a pursuance, and fills what stands of it on the page. Returns whether all was answered.
 * @param {Group} group
 * @param {{ filling: Filling, watch: Watch }} shown
 * @param {boolean} isFirst
 * @param {() => Promise<void>} [verified] once the log is there, and once all else is
 */
export async function follow(group, { filling, watch }, isFirst, verified = async () => undefined) {
  let isRight = true;
  try {
    await group.alone(async () => {
      await group.syncLog((done) => watch.verifying(done));
      watch.verified();
      await verified();
      if (group.lies.isFrozen) return;
      await group.syncSeals();
      if (isFirst) {
        await filling.fill(document, group);
        await group.objects.load();
      }
      await group.syncObjects(async () => filling.fill(document, group));
      await verified();
    });
    if (!group.lies.isFrozen) await filling.verify(document, group);
    watch.right();
  } catch (error) {
    isRight = false;
    watch.failed(toTrouble(error));
    if (!(error instanceof Trouble)) console.error(error);
  }
  await filling.fill(document, group);
  return isRight;
}

/** Another tab signs out (`templates/static/js/drafts.js`): nothing stays readable here, and no key in memory. */
export function leaveAtSignOut() {
  if ('BroadcastChannel' in globalThis) new BroadcastChannel('signed out').addEventListener('message', () => location.reload());
}

/** Until somebody looks at the page again, or it is time all the same. */
const seen = () =>
  new Promise((resolve) => {
    document.addEventListener('visibilitychange', resolve, { once: true });
    setTimeout(resolve, UNSEEN);
  });

/**
 * The keys of whoever is signed in, once they are open. Where they are not, their form stands in the element.
 * @param {Part} part
 * @param {() => void} [locked] what is said meanwhile
 * @returns {Promise<Opened | undefined>} undefined where nobody is signed in, or the page is of another server
 */
export async function openedHere(part, locked = () => undefined) {
  if (!part.isHere() || part.name === '') return undefined;
  const found = await part.unlocked.of(sessionOfPage());
  if (found) return found;
  locked();
  try {
    await (await once('unlock')).beginUnlock(part);
  } catch (error) {
    // It could not be loaded.
    part.place.replaceChildren(alert(part.texts.about(toTrouble(error))));
    return undefined;
  }
  return new Promise((resolve) => {
    document.addEventListener('pursuance:unlocked', async function hear() {
      const opened = await part.unlocked.of(sessionOfPage());
      if (!opened) return;
      document.removeEventListener('pursuance:unlocked', hear);
      part.place.replaceChildren();
      resolve(opened);
    });
  });
}
