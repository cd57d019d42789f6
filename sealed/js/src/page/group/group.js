// A private pursuance on a device of one of its members: its log, its keys and its objects, followed and kept.

import { equal, fromHex, fromUtf8, plain, toHex } from '../../bytes.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { decodeEntry, entryHash } from '../../log/entry.js';
import { ROLE, emptyState, epochsFor } from '../../log/state.js';
import { needThat } from '../trouble.js';
import { MOST_RAW, beginningThere, foldSlowly, hasOddTime, rekeysIn } from './following.js';
import { Keyring } from './keyring.js';
import { Lies } from './lies.js';
import { Messages } from './messages.js';
import { Names } from './names.js';
import { Objects, keyOf } from './objects.js';
import { allOf, heirsIn, seatOf } from './replaced_keys.js';
import { openSecrets, ownKey, sealSecrets } from './epoch_secrets.js';
import { refuseSeals } from './refusing.js';
import { GroupServer } from './server.js';
import { slices } from './slices.js';
import { Tags } from './tags.js';

/** @import { Random } from '../../bytes.js' */
/** @import { State } from '../../log/state.js' */
/** @import { Ask } from '../doors.js' */
/** @import { Own } from '../opening.js' */
/** @import { Rekeyed } from './following.js' */
/** @import { KeptOwn } from './epoch_secrets.js' */
/** @import { Sealed } from './objects.js' */
/** @import { Sorted } from './records.js' */
/** @import { LocalStore } from './local_store.js' */

/** @typedef {Own} Me */
/** @typedef {{ ask: Ask, random: Random, now: () => number, localStore: LocalStore }} GroupDevice */
/**
 * @typedef {object} KeptLog
 * @property {State} state
 * @property {Uint8Array[]} raw the last entries as they came
 * @property {number} objectsAfter
 * @property {number} since the head that this device saw first
 * @property {boolean} isConfirmed whether another member signed under it, or a later one
 * @property {Rekeyed[]} rekeyed
 * @property {{ epoch: number, at: number }} lacking the newest epoch without a key, and since when
 * @property {Map<string, number>} [heads] when heads were first asked for that are not served, by what named them
 * @property {string[][]} [forks] revisions under another log
 */

const DAY = 86_400_000;
/** No key is renewed more often by time, whatever the server says: the log would be full some day, and nobody could be removed. */
const LEAST_DAYS = 7;
/** How long a server may be behind what others have signed (R2). */
const PATIENCE = 60_000;
/** All that was signed about objects: their cursor waits for it. */
const OBJECTS = 'objects';

/**
 * Names of the values that a device kept of a pursuance and `load` asks for, whoever opens it; with a slash at the end the beginning of many.
 * @param {{ slug: string, pid: string }} where
 */
export const keptOf = ({ slug, pid }) => [
  `slug/${slug}`,
  `log/${pid}`,
  `own/${pid}/`,
  `object/${pid}/${OTYPE.profile}/`,
  `object/${pid}/${OTYPE.pursuance}/`,
  `names/${pid}/`,
  `tags/${pid}`,
];

export class Group {
  /**
   * @param {GroupDevice} device
   * @param {{ slug: string, pid: string }} where
   * @param {Me & { former?: Me[] }} me the keys of now, and those that they replaced
   */
  constructor(device, { slug, pid }, me) {
    this.device = device;
    /** The keys of now stand first. @type {[Me, ...Me[]]} */
    this.own = [me, ...(me.former ?? [])];
    /** Those under which one is a member here. @type {Me} */
    this.me = me;
    this.slug = slug;
    this.pid = fromHex(pid);
    this.id = pid;
    this.server = new GroupServer(device.ask, slug);
    this.lies = new Lies();
    this.keyring = new Keyring(this.pid);
    this.objects = new Objects(device.localStore, pid, this.lies, device.now);
    this.names = new Names(device.localStore, pid, this.lies);
    this.messages = new Messages(device.localStore, pid);
    this.tags = new Tags(device.localStore, pid);
    this.pause = slices();
    this.state = emptyState(this.pid);
    /** @type {Uint8Array[]} */
    this.raw = [];
    /** @type {Rekeyed[]} */
    this.rekeyed = [];
    /** Rekeyings that came while this page was open, or since the last one. @type {Rekeyed[]} */
    this.announced = [];
    this.objectsAfter = 0;
    this.sealsAfter = 0;
    /** Until which seal it was said that none opens. */
    this.refused = 0;
    this.since = -1;
    this.isConfirmed = false;
    this.lacking = { epoch: 0, at: 0 };
    /** When heads were first asked for that are not served, by what named them. @type {Map<string, number>} */
    this.heads = new Map();
    this.hasOddTime = false;
    /** Whether all that the server has was asked for. */
    this.isWhole = false;
    /** Members without the newest key, as the server says. @type {string[]} */
    this.waiting = [];
    /** Those of them who came by an invitation that had ended long before. @type {string[]} */
    this.late = [];
    /** The beginning of our log, where a server has no more of it. @type {Uint8Array[] | undefined} */
    this.there = undefined;
    /** Whether a server has forgotten changes of which it had told. */
    this.hasForgotten = false;
    /** Whether it was given back what this device holds. */
    this.hasGiven = false;
    /** After how many days an Admin's page renews the key though nobody left; fewer than 7, or no number: never. */
    this.renewal = 0;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /**
   * One thing after the other: two that follow the log at once would take its entries twice.
   * @template T
   * @param {() => Promise<T>} act
   * @returns {Promise<T>}
   */
  async alone(act) {
    const mine = this.last.then(act);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  // State that this device keeps

  /** Loads the state at the end of the last page. The beginnings of its names stand in `keptOf`. */
  async load() {
    const { localStore } = this.device;
    const [former, kept, secrets] = await Promise.all([
      localStore.get(`slug/${this.slug}`),
      localStore.get(`log/${this.id}`),
      localStore.all(`own/${this.id}/`),
      this.objects.load(OTYPE.profile),
      this.objects.load(OTYPE.pursuance),
      this.names.load(),
      this.tags.load(),
    ]);
    // The same address once was another pursuance, or an open one is shown in place of it.
    if (typeof former === 'string' && former !== this.id) this.lies.raise('fork', '', [former, this.id]);
    const log = /** @type {KeptLog | undefined} */ (kept);
    if (log) {
      const { forks = [], ...rest } = log;
      // A log that was kept by a script of before knows of no keys that were replaced.
      const heirs = log.state.heirs ?? heirsIn(log.rekeyed);
      Object.assign(this, rest, { state: { ...log.state, heirs } });
      // A revision signed under another log proves that log, whatever is shown since.
      for (const one of forks) this.lies.raise('fork', '', one);
      this.objects.forks = forks;
    }
    this.#takeSeat();
    const own = secrets.find(({ key }) => key === ownKey(this.id, this.me.iid));
    if (own) this.#learnKept(/** @type {KeptOwn} */ (own.value));
  }

  #takeSeat() {
    this.me = seatOf(this.state, this.own) ?? this.own[0];
  }

  /** Whether one is still a member under keys that were replaced. */
  get isUnderFormer() {
    return this.isMember && this.me !== this.own[0];
  }

  /** Whether the server is one that was restored from a backup, or makes believe so: it is given back once what it lost. */
  get isToHeal() {
    if (this.there) return true;
    return !this.hasGiven && !this.lies.isFrozen && (this.hasForgotten || this.lies.hasAny('rollback'));
  }

  /** Whether the server goes on from older objects than this device has seen, and does not take the newer ones. */
  get isPassed() {
    return this.hasGiven && !this.lies.isFrozen && this.lies.hasAny('rollback');
  }

  /** @param {KeptOwn} own */
  #learnKept({ sealsAfter, secrets }) {
    try {
      for (const { epoch, es } of openSecrets(this.pid, this.me, secrets)) this.keyring.learn(epoch, es);
      this.sealsAfter = sealsAfter;
    } catch (error) {
      // Of another root key, or damaged: they are fetched anew.
      if (!(error instanceof SealedError)) throw error;
    }
    this.keyring.forget(this.state.floor);
  }

  /** Keeps what the log said. */
  async keepLog() {
    const { state, raw, objectsAfter, since, isConfirmed, rekeyed, lacking, heads, objects } = this;
    /** @type {KeptLog} */
    const value = { state, raw, objectsAfter, since, isConfirmed, rekeyed, lacking, heads, forks: objects.forks };
    const kept = [{ key: `log/${this.id}`, value }];
    await this.device.localStore.put(kept, (mine, former) => nextOf(mine) >= nextOf(former));
    if (!this.lies.has('fork')) await this.device.localStore.put([{ key: `slug/${this.slug}`, value: this.id }]);
  }

  /** Keeps the secrets of epochs. */
  async keepOwn() {
    const secrets = sealSecrets(this.pid, this.me, this.keyring.secrets, this.device.random);
    const value = { sealsAfter: this.sealsAfter, secrets };
    await this.device.localStore.put([{ key: ownKey(this.id, this.me.iid), value }]);
  }

  // Following the log

  /** @param {(done: number) => void} [progress] from 0 to 1, where it is a long log */
  async syncLog(progress = () => undefined) {
    const known = this.state.next;
    // With the last entry that is known: its absence, or another one in its place, is seen at once.
    const page = await this.server.log(known - 2);
    let { entries } = page;
    if (known > 0) {
      const [head] = entries;
      if (!head) {
        await this.#behind();
        return;
      }
      if (!equal(entryHash(head), this.state.head)) {
        this.lies.raise('fork', '', [toHex(this.state.head), toHex(entryHash(head))]);
        return;
      }
      entries = entries.slice(1);
    }
    let after = page.next;
    while (entries.length > 0) {
      const rest = await this.takeEntries(entries, progress);
      if (this.lies.isFrozen) return;
      const more = await this.server.log(after);
      if (more.entries.length === 0) {
        if (rest.length > 0) this.lies.raise('invalid', '', [`${this.state.next}: epoch-missing`]);
        break;
      }
      after = more.next;
      entries = [...rest, ...more.entries];
    }
  }

  /**
   * New entries. What is left over is the beginning of a batch that has not come as a whole.
   * @param {Uint8Array[]} entries
   * @param {(done: number) => void} [progress]
   */
  async takeEntries(entries, progress = () => undefined) {
    const first = this.state.next;
    const from = first === 0 ? this.pid : this.state;
    const step = (/** @type {number} */ done) => progress(done / entries.length);
    const { state, refusal, rest } = await foldSlowly(from, this.state, entries, this.pause, step);
    const taken = entries.slice(0, state.next - first);
    this.state = state;
    this.#takeSeat();
    this.raw = [...this.raw, ...taken].slice(-MOST_RAW);
    const rekeyed = rekeysIn(taken);
    this.rekeyed = [...this.rekeyed, ...rekeyed];
    // Of a log that this device sees for the first time all keys are new.
    const isOwn = (/** @type {Rekeyed} */ { iid }) => iid === toHex(this.me.iid);
    if (first > 0) this.announced = [...this.announced, ...rekeyed.filter((one) => !isOwn(one))];
    // With the one before them: times are compared one by one.
    this.hasOddTime ||= hasOddTime(this.raw.slice(-taken.length - 1), this.device.now());
    if (this.since < 0) this.since = state.next - 1;
    if (refusal && refusal.why !== 'epoch-missing') this.lies.raise('invalid', '', [`${refusal.at}: ${refusal.why}`]);
    this.keyring.unroll(state);
    this.keyring.forget(state.floor);
    if (taken.length > 0) await this.keepLog();
    return rest;
  }

  /** The server's log ends before ours: it is another one, or an older one (R1). */
  async #behind() {
    this.there = await beginningThere(this.server, this.state);
    const evidence = [toHex(this.state.head), String(this.state.next - 1), String((this.there?.length ?? 0) - 1)];
    this.lies.raise(this.there ? 'rollback' : 'fork', '', evidence);
  }

  // Keys

  /** Fetches one's seals, and who waits for theirs. */
  async syncSeals() {
    const before = this.keyring.secrets.size;
    let after = this.keyring.secrets.has(this.state.epoch) ? this.sealsAfter : 0;
    for (;;) {
      const { seals, next, count, waiting } = await this.server.seals(after);
      this.waiting = waiting;
      if (count === 0) break;
      await this.keyring.take(this.state, this.own, seals);
      if (next <= after) break;
      after = next;
    }
    this.sealsAfter = after;
    if (this.keyring.secrets.size !== before) await this.keepOwn();
    await this.#noteLacking();
    if (this.keyring.bad.has(this.state.epoch)) await refuseSeals(this, after);
  }

  /** A member to whom nobody gives the key is excluded, by somebody or by the server (R4). */
  async #noteLacking() {
    const { epoch } = this.state;
    if (epoch === 0 || !this.isMember || this.keyring.secrets.has(epoch) || !this.#isDue(epoch)) return;
    const now = this.device.now();
    if (this.lacking.epoch !== epoch) {
      this.lacking = { epoch, at: now };
      await this.keepLog();
    }
    if (this.keyring.bad.has(epoch) || now - this.lacking.at > DAY) this.lies.raise('excluded', '', [String(epoch)]);
  }

  /** @param {number} epoch */
  #isDue(epoch) {
    return epochsFor(this.state, this.me.iid).some((one) => one.epoch === epoch);
  }

  get isMember() {
    return this.state.members.has(toHex(this.me.iid));
  }

  /** The own role, -1 for nobody. */
  get role() {
    return this.state.members.get(toHex(this.me.iid))?.role ?? -1;
  }

  /** When the newest key was made, by whoever made it; 0 for one that lies too far back. */
  get keyTime() {
    const entry = this.raw.at((this.state.epochs.at(-1)?.seq ?? 0) - this.state.next);
    return entry ? decodeEntry(entry).time : 0;
  }

  /** When the key is to be made anew though nobody left. */
  get renewsAt() {
    return this.renewal >= LEAST_DAYS ? this.keyTime + this.renewal * DAY : Infinity;
  }

  /** Whether a new key is due, and upon this member: somebody left, or its time has come (docs/sealed.md §3.13). */
  get isRotationDue() {
    const { role, state } = this;
    return (state.isPending && role >= ROLE.writer) || (role === ROLE.admin && this.renewsAt < this.device.now());
  }

  /** Whether the newest epoch can be read and written. */
  get isReadable() {
    return this.keyring.secrets.has(this.state.epoch);
  }

  /**
   * The secret of the newest epoch, which this device drew.
   * @param {Uint8Array} es
   */
  async learnOwn(es) {
    this.keyring.learn(this.state.epoch, es);
    await this.keepOwn();
  }

  // Objects

  /**
   * Fetches what changed.
   * @param {() => Promise<void>} [named] after each part, when it is known what the server calls its tasks: a page that names them can be
   *   filled before the signatures are verified
   * @returns {Promise<Sealed[]>}
   */
  async syncObjects(named = async () => undefined) {
    /** @type {Sealed[]} */
    const changed = [];
    const before = `${this.objectsAfter} ${this.isConfirmed}`;
    this.isWhole = false;
    for (;;) {
      const page = await this.server.objects(this.objectsAfter);
      this.isWhole = page.count === 0 && page.gone.length === 0;
      this.hasForgotten ||= page.next < this.objectsAfter;
      if (this.isWhole) break;
      await this.names.take(page.next, page.called);
      if (page.called.length > 0) await named();
      await this.messages.take([...page.messages, ...page.gone]);
      changed.push(...(await this.takeObjects(page)));
      // A revision under an entry that is not served comes again.
      if (this.heads.has(OBJECTS) || this.objects.forks.length > 0) break;
      const isFurther = page.next > this.objectsAfter;
      this.objectsAfter = page.next;
      // A server that says the same again and again keeps nobody busy.
      if (!isFurther) break;
    }
    if (before !== `${this.objectsAfter} ${this.isConfirmed}`) await this.keepLog();
    return changed;
  }

  /**
   * @param {Pick<Sorted, 'revisions' | 'fields'>} records
   * @returns {Promise<Sealed[]>}
   */
  async takeObjects(records) {
    const { forks } = this.objects;
    const before = forks.length;
    let taken = await this.objects.take(this.state, records, this.pause);
    const all = [...taken.changed];
    if (taken.ahead.length > 0) {
      // Their author has seen more of the log: it is asked for, and once more after a while.
      await this.syncLog();
      taken = await this.objects.take(this.state, records, this.pause);
      all.push(...taken.changed);
    }
    await this.noteBehind(OBJECTS, taken.ahead);
    if (forks.length > before) await this.keepLog();
    this.#confirm(all);
    return all;
  }

  /**
   * Whether something was signed under an entry that the server does not serve, after it was asked for.
   * @param {string} about
   * @param {string[][]} ahead what names such an entry, and which it is
   */
  async noteBehind(about, ahead) {
    const { heads, device } = this;
    const since = heads.get(about);
    const now = device.now();
    if (ahead.length === 0 ? heads.delete(about) : since === undefined) {
      if (ahead.length > 0) heads.set(about, now);
      // A person who goes from page to page sees it, too.
      await this.keepLog();
    }
    if (now - (since ?? now) < PATIENCE) return;
    for (const evidence of ahead) this.lies.raise('withheld', '', evidence);
  }

  /**
   * Another member has seen the same log as this device (R5).
   * @param {Sealed[]} objects
   */
  #confirm(objects) {
    this.isConfirmed ||= objects.some(({ actor, headSeq }) => headSeq >= this.since && !equal(actor, this.me.iid));
  }

  // Reading

  /**
   * The task that a page names. One that came meanwhile is asked for once.
   * @param {string} row
   */
  async task(row) {
    if (!this.names.task(row)) await this.alone(() => this.syncObjects());
    const oid = this.names.task(row);
    needThat(oid !== undefined, 'unknown-object');
    return fromHex(oid);
  }

  /**
   * The text of a field as bytes; undefined without its key, or without a value.
   * @param {Sealed | undefined} object
   * @param {string} field
   */
  textOf(object, field) {
    const held = object?.fields.get(field);
    if (!object || !held) return undefined;
    const { otype, oid, unit } = object;
    return this.keyring.open({ otype, oid, unit, field, rev: held.rev }, held.bytes);
  }

  /**
   * The name that a member has here; nothing where it is not known. Whoever goes on under other keys has one name under all of them.
   * @param {Uint8Array} iid
   */
  nameOf(iid) {
    for (const id of allOf(this.state, toHex(iid))) {
      const name = this.#nameIn(fromHex(id));
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** @param {Uint8Array} iid */
  #nameIn(iid) {
    const profile = this.objects.get(OTYPE.profile, iid.slice(0, 16));
    // The first bytes of an identity may be another one's, and the signature says whose.
    if (!profile || !equal(profile.actor, iid)) return undefined;
    try {
      const text = this.textOf(profile, 'name');
      return text && plain(fromUtf8(text));
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      this.lies.raise('substituted', keyOf(OTYPE.profile, profile.oid), [error.message]);
      return undefined;
    }
  }

  // Writing

  /** Refuses to write where the server was caught, or the key is not there. */
  needWriting() {
    needThat(!this.lies.isFrozen, 'frozen');
    needThat(this.isMember, 'no-member');
    needThat(this.isReadable, 'waiting-for-key');
  }
}

/** @param {unknown} value */
function nextOf(value) {
  const { state } = /** @type {KeptLog} */ (value);
  return state.next;
}
