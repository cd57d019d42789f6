// A made-up server for tests of private pursuances: it folds the same log, checks what it can without a key, and lies when it is told to.
//
// It imports nothing: each test hands the formats in.

/** @import * as Formats from '../src/index.js' */
/** @import { FieldRecord } from '../src/page/group/records.js' */

/** @typedef {{ changed: number, id: string, number: number, revision: Uint8Array, fields: Map<string, FieldRecord> }} Stored `id`: what this server calls it */
/** @typedef {{ changed: number, id: string, unit: string, sender: string, seq: number, bytes: Uint8Array | undefined, of: string, isEnd: boolean }} Message `of`: which it changes; `isEnd`: it ends one */
/** @typedef {{ kind: string, object: string, epoch: number, tags: { tag: string, level?: string }[] }} Tagged */
/**
 * @typedef {object} Batch
 * @property {Uint8Array[]} entries
 * @property {Uint8Array[]} seals
 * @property {Uint8Array[]} revisions
 * @property {FieldRecord[]} fields
 * @property {{ unit: Uint8Array, oid: Uint8Array, seq: number, bytes: Uint8Array }[]} messages
 * @property {{ id: Uint8Array, note: Uint8Array }[]} notes
 */
/** @typedef {InstanceType<ReturnType<typeof doorsWith>>} GroupDoors */

const PAGE = 50;
const TYPES = 'https://w3id.org/pursuance/problems#';

/**
 * @param {number} status
 * @param {string} slug
 * @param {Record<string, unknown>} more
 */
const problem = (status, slug, more) => new Response(JSON.stringify({ type: TYPES + slug, status, ...more }), { status });

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * An id as servers make them: 128 bits in 26 letters.
 * @param {Uint8Array} bytes
 */
function idOf(bytes) {
  let bits = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let id = '';
  for (let at = 0; at < 26; at += 1) {
    id = (DIGITS[Number(bits % 32n)] ?? '') + id;
    bits /= 32n;
  }
  return id;
}

class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} slug
   * @param {Uint8Array[]} [records]
   */
  constructor(status, slug, records = []) {
    super(slug);
    this.status = status;
    this.slug = slug;
    this.records = records;
  }
}

/**
 * @param {typeof Formats} S
 * @param {number} time
 */
export function doorsWith(S, time) {
  /** @param {1 | 2 | 3} kind */
  const record = (kind) => (/** @type {Uint8Array} */ bytes) => S.encodeRecord({ kind, bytes });

  /** @param {string[]} records @returns {Batch} */
  const sorted = (records) => {
    const all = records.map((text) => S.decodeRecord(S.fromBase64url(text)));
    const whole = (/** @type {number} */ kind) => all.flatMap((one) => (one.kind === kind && 'bytes' in one ? [one.bytes] : []));
    const fields = all.flatMap((one) => (one.kind === 4 ? [one] : []));
    const notes = all.flatMap((one) => (one.kind === 10 ? [one] : []));
    const messages = all.flatMap((one) => (one.kind === 5 ? [{ unit: one.unit, oid: one.oid, seq: one.senderSeq, bytes: S.encodeRecord(one) }] : []));
    return { entries: whole(1), seals: whole(2), revisions: whole(3), fields, messages, notes };
  };

  class GroupDoors {
    constructor() {
      /** @type {Uint8Array} */
      this.pid = new Uint8Array(32);
      this.slug = '';
      this.state = S.emptyState(this.pid);
      /** @type {Uint8Array[]} */
      this.entries = [];
      /** @type {Uint8Array[]} */
      this.seals = [];
      /** Sender of each seal that came by itself. @type {Map<Uint8Array, string>} */
      this.sealedBy = new Map();
      /** Those of which their member has said that they do not open. @type {Set<Uint8Array>} */
      this.unopened = new Set();
      /** @type {Map<string, Uint8Array>} */
      this.notes = new Map();
      /** @type {Map<string, Stored>} */
      this.objects = new Map();
      /** @type {Map<string, Message>} */
      this.messages = new Map();
      /** Tags by the kind and id of their object. @type {Map<string, Tagged & { changed: number }>} */
      this.tags = new Map();
      this.changes = 0;
      /** Revisions that wait for somebody to apply them. @type {Map<string, { by: string, records: string[] }>} */
      this.suggestions = new Map();
      /** Rows that were made: a restored backup makes others. */
      this.made = 0;
      this.now = time;
      /** All that was sent. @type {{ by: string, door: string, body: string }[]} */
      this.sent = [];
      /** Private boxes of people, by owner, kind and id. @type {Map<string, string>} */
      this.boxes = new Map();
      /** Changes an answer into a lie. @type {(door: string, answer: Record<string, unknown>, by: string) => Record<string, unknown>} */
      this.lie = (_door, answer) => answer;
      /** Runs before a POST is looked at. @type {((door: string) => Promise<void>) | undefined} */
      this.before = undefined;
    }

    /**
     * @param {string} account whose session it is, as the identity that its account had first
     * @param {string} path
     * @param {RequestInit} init
     */
    async fetch(account, path, { method = 'GET', body, headers }) {
      // An account is a member under the keys of now.
      const by = S.heirOf(this.state, account);
      const address = new URL(path, 'https://pursuance.example');
      const text = typeof body === 'string' ? body : '';
      const door = `${method} ${address.pathname.split('/').at(-1)}`;
      this.sent.push({ by, door, body: text });
      const { before } = this;
      if (method === 'POST' && before) {
        this.before = undefined;
        await before(door);
      }
      try {
        const shown = new Headers(headers).get('pursuance-invite') ?? '';
        const after = Number(address.searchParams.get('after') ?? '-1');
        const isBox = address.pathname === '/sealed/boxes';
        const answer = isBox ? this.box(by, address, text) : method === 'GET' ? this.show(door, by, after, shown) : this.take(door, by, address, text);
        return new Response(JSON.stringify(this.lie(door, answer, by)), { status: 200 });
      } catch (error) {
        if (error instanceof Refusal) return problem(error.status, error.slug, { records: error.records.map(S.toBase64url) });
        if (error instanceof S.SealedError) return problem(/^stale|^enough/.test(error.reason) ? 409 : 422, error.reason, { detail: error.message });
        throw error;
      }
    }

    /**
     * @param {string} door
     * @param {string} by
     * @param {number} after
     * @param {string} shown
     * @returns {Record<string, unknown>}
     */
    show(door, by, after, shown) {
      const isMember = this.state.members.has(by);
      if (door === 'GET log') {
        /** @type {Uint8Array[]} */
        const first = [];
        if (!isMember) {
          if (shown === '') throw new Refusal(404, 'not-found');
          const { id, time } = S.needShown(this.pid, S.fromBase64url(shown), (one) => this.open(one).key);
          if (Math.abs(time - this.now) > 300_000) throw new Refusal(404, 'not-found');
          const note = this.notes.get(S.toHex(id));
          if (after < 0 && note) first.push(S.encodeRecord({ kind: 10, id, note }));
        }
        const part = this.entries.slice(after + 1, after + 1 + PAGE);
        return { records: [...first, ...part.map(record(1))].map(S.toBase64url), next: after + part.length };
      }
      if (!isMember) throw new Refusal(404, 'not-found');
      if (door === 'GET seals') {
        const own = this.seals.map((bytes, at) => ({ at: at + 1, bytes })).filter((one) => one.at > after && S.heirOf(this.state, S.toHex(S.decodeSeal(one.bytes).to)) === by);
        // A person who has sealed to somebody is not asked again.
        const counts = (/** @type {Uint8Array} */ bytes) => !this.unopened.has(bytes) || this.sealedBy.get(bytes) === by;
        const has = new Set(this.seals.filter(counts).map(S.decodeSeal).filter(({ epoch }) => epoch === this.state.epoch).map(({ to }) => S.toHex(to)));
        const waiting = [...this.state.members.keys()].filter((id) => !has.has(id));
        return { records: own.map(({ bytes }) => S.toBase64url(record(2)(bytes))), next: own.at(-1)?.at ?? after, waiting };
      }
      if (door === 'GET suggestions') {
        const all = [...this.suggestions].map(([id, one]) => ({ id, at: '', records: one.records, may_decide: by !== one.by, own: by === one.by }));
        return { suggestions: all };
      }
      if (door === 'GET objects') {
        const part = [...this.objects.values()].filter(({ changed }) => changed > after).sort((a, b) => a.changed - b.changed).slice(0, 200);
        const said = part.length < 200 ? [...this.messages].filter(([, { changed }]) => changed > after) : [];
        const records = [...part.flatMap((one) => this.shown(one)), ...said.flatMap(([, { bytes }]) => bytes ?? [])];
        const gone = said.filter(([, { bytes }]) => !bytes).map(([oid, { unit, sender, seq }]) => [oid, { unit, sender, number: seq }]);
        const next = Math.max(Math.min(after, this.changes), ...part.map(({ changed }) => changed), ...said.map(([, { changed }]) => changed));
        const of = (/** @type {number} */ sort) => part.map((one) => ({ ...one, ...S.decodeRevision(one.revision) })).filter(({ otype }) => otype === sort);
        const [tasks, blocks] = [of(1), of(8)];
        return {
          records: records.map(S.toBase64url),
          next,
          ...(tasks.length > 0 && { tasks: Object.fromEntries(tasks.map(({ oid, id, number }) => [S.toHex(oid), { id, number }])) }),
          ...(blocks.length > 0 && { blocks: Object.fromEntries(blocks.map(({ oid, id }) => [S.toHex(oid), id])) }),
          ...(gone.length > 0 && { gone: Object.fromEntries(gone) }),
          ...(said.length > 0 && { messages: Object.fromEntries(said.map(([oid, { id }]) => [oid, id])) }),
        };
      }
      if (door === 'GET tags') {
        const part = [...this.tags.values()].filter(({ changed }) => changed > after).sort((a, b) => a.changed - b.changed).slice(0, 2);
        return { objects: part.map(({ changed: _, ...one }) => one), next: part.at(-1)?.changed ?? after };
      }
      throw new Refusal(404, 'not-found');
    }

    /**
     * Personal boxes: those of a kind, or another one (with no text: none).
     * @param {string} by
     * @param {URL} address
     * @param {string} text
     */
    box(by, { searchParams }, text) {
      if (text === '') {
        const start = `${by} ${searchParams.get('kind')} ${searchParams.get('oid') ?? ''}`;
        const found = [...this.boxes].filter(([key]) => key.startsWith(start));
        return { items: found.map(([key, sealed]) => ({ oid: key.split(' ')[2], sealed })), next: null };
      }
      const { kind, oid, sealed } = /** @type {Record<string, string>} */ (JSON.parse(text));
      const key = `${by} ${kind} ${oid}`;
      if (sealed === undefined && !this.boxes.delete(key)) throw new Refusal(404, 'not-found');
      if (sealed !== undefined) this.boxes.set(key, sealed);
      return { kind, oid };
    }

    /**
     * As a server does it: what somebody may not set, or is of another revision, is left out.
     * @param {string} by
     * @param {string} text
     */
    tag(by, text) {
      const { epoch, objects } = /** @type {{ epoch: number, objects: (Tagged & { rev: number })[] }} */ (JSON.parse(text));
      if (!((this.state.members.get(by)?.role ?? 0) > 0)) throw new Refusal(422, 'bad-author');
      if (epoch !== this.state.epoch) throw new Refusal(409, 'stale-epoch');
      for (const { kind, object, rev, tags } of objects) {
        const key = `${kind === 'task' ? 1 : 5}/${object}`;
        const there = this.objects.get(key);
        if (!there) throw new Refusal(422, 'bad-fields');
        if (kind === 'profile' && tags.length % 4 !== 0) throw new Refusal(422, 'bad-padding');
        const revision = S.decodeRevision(there.revision);
        const mayAlways = kind === 'task' ? (this.state.members.get(by)?.role ?? 0) > 1 : S.toHex(revision.actor) === by;
        if (revision.rev !== rev || (this.tags.get(key)?.epoch === epoch && !mayAlways)) continue;
        this.changes += 1;
        this.tags.set(key, { kind, object, epoch: tags.length > 0 ? epoch : 0, tags, changed: this.changes });
      }
    }

    /**
     * @param {string} key
     * @param {Tagged} tagged
     */
    untag(key, tagged) {
      this.changes += 1;
      this.tags.set(key, { ...tagged, epoch: 0, tags: [], changed: this.changes });
    }

    newId() {
      this.made += 1;
      // The time stands first, and chance behind it.
      const bytes = S.sha(S.utf8(`row ${this.made}`)).slice(0, 16);
      bytes.set([1, 0x9f, this.made >> 16, this.made >> 8, this.made]);
      return idOf(bytes);
    }

    /**
     * Id of the row of a task or a message, by which a page names it, in hexadecimal.
     * @param {Uint8Array} oid
     */
    rowOf(oid) {
      const id = (this.objects.get(`1/${S.toHex(oid)}`) ?? this.objects.get(`8/${S.toHex(oid)}`) ?? this.messages.get(S.toHex(oid)))?.id ?? '';
      const bits = [...id].reduce((sum, letter) => sum * 32n + BigInt(DIGITS.indexOf(letter)), 0n);
      return bits.toString(16).padStart(32, '0');
    }

    /** @param {Stored} object */
    shown({ revision, fields }) {
      return [record(3)(revision), ...[...fields.values()].map((one) => S.encodeRecord({ ...one, kind: 4 }))];
    }

    /** @param {Uint8Array} id */
    open(id) {
      const invite = this.state.invites.get(S.toHex(id));
      if (!invite?.isOpen) throw new Refusal(404, 'not-found');
      return invite;
    }

    /**
     * @param {string} door
     * @param {string} by
     * @param {URL} address
     * @param {string} text
     */
    take(door, by, address, text) {
      const { records = [], given_back: isGiven = false } = /** @type {{ records?: string[], given_back?: boolean }} */ (JSON.parse(text));
      const batch = sorted(records);
      if (address.pathname.startsWith('/sealed/')) {
        const pid = address.pathname.split('/')[2] ?? '';
        if (this.entries.length > 0 || batch.entries.length !== 2 || batch.revisions.length !== 1) throw new Refusal(422, 'bad-fields');
        this.pid = S.fromHex(pid);
        this.state = S.emptyState(this.pid);
        this.slug = 'private-0123456789ab';
        this.append(batch.entries, batch.seals);
        this.put(by, batch);
      } else if (door === 'POST log') {
        const isJoin = batch.entries.length === 1 && S.decodeEntry(batch.entries[0] ?? new Uint8Array(0)).type === S.TYPE.join;
        if (!this.state.members.has(by) && !isJoin) throw new Refusal(404, 'not-found');
        this.append(batch.entries, batch.seals);
        for (const { id, note } of batch.notes) this.notes.set(S.toHex(id), note);
      } else if (door === 'POST seals') {
        for (const bytes of batch.seals) {
          const { epoch, to } = S.decodeSeal(bytes);
          if (!this.state.members.has(S.toHex(to)) || epoch > this.state.epoch) throw new Refusal(422, 'does-not-fold');
          const isThere = (/** @type {Uint8Array} */ one) => !this.unopened.has(one) || this.sealedBy.get(one) === by;
          const there = this.seals.filter(isThere).map(S.decodeSeal).filter((one) => one.epoch === epoch && S.equal(one.to, to));
          if (there.length > 0) throw new Refusal(409, 'enough-seals');
          this.seals.push(bytes);
          this.sealedBy.set(bytes, by);
        }
        const { unopened } = /** @type {{ unopened?: { epoch: number, until: number } }} */ (JSON.parse(text));
        for (const bytes of this.seals.slice(0, unopened?.until ?? 0)) {
          const { epoch, to } = S.decodeSeal(bytes);
          if (epoch === unopened?.epoch && S.toHex(to) === by) this.unopened.add(bytes);
        }
      } else if (door === 'POST put') {
        const { suggests, suggestion = '' } = /** @type {{ suggests?: boolean, suggestion?: string }} */ (JSON.parse(text));
        if (suggests) return this.suggest(by, batch, records);
        const suggested = this.suggestions.get(suggestion);
        if (suggestion !== '' && !suggested) throw new Refusal(404, 'not-found');
        // These very bytes, whose author is another one.
        if (suggested && batch.revisions.length > 0 && records.join() !== suggested.records.join()) throw new Refusal(422, 'bad-fields');
        this.put(suggested?.by ?? by, batch, isGiven);
        this.say(by, batch, text);
        this.suggestions.delete(suggestion);
        return { pursuance: this.slug, undo: this.changes };
      } else if (door === 'POST tags') {
        this.tag(by, text);
      } else {
        throw new Refusal(404, 'not-found');
      }
      return { pursuance: this.slug };
    }

    /**
     * @param {string} by
     * @param {Batch} batch
     * @param {string[]} records
     */
    suggest(by, batch, records) {
      // Whether it could be taken now.
      const former = this.copy();
      this.put(by, batch);
      this.restore(former);
      const id = this.newId();
      this.suggestions.set(id, { by, records });
      return { pursuance: this.slug, suggestion: id };
    }

    /**
     * @param {Uint8Array[]} entries
     * @param {Uint8Array[]} seals
     */
    append(entries, seals) {
      const first = S.decodeEntry(entries[0] ?? new Uint8Array(0));
      if (first.seq !== this.state.next || !S.equal(first.prev, this.state.head)) {
        throw new Refusal(409, 'stale-log', this.entries.slice(first.seq).map(record(1)));
      }
      const state = S.needFold(this.entries.length === 0 ? this.pid : this.state, entries);
      if (state.epoch > this.state.epoch) S.needSeals(state, seals);
      this.state = state;
      this.entries.push(...entries);
      this.seals.push(...seals);
    }

    /**
     * @param {string} by
     * @param {Batch} batch
     * @param {boolean} [isGiven] given back by anybody, under the key of its time: it may be further ahead
     */
    put(by, { revisions, fields }, isGiven = false) {
      /** @type {{ key: string, stored: Stored }[]} */
      const all = [];
      for (const bytes of revisions) {
        const revision = S.checkedRevision(this.state, bytes);
        if (!isGiven && S.toHex(revision.actor) !== by) throw new Refusal(422, 'bad-author');
        const key = `${revision.otype}/${S.toHex(revision.oid)}`;
        const there = this.objects.get(key);
        const newest = there && { rev: S.decodeRevision(there.revision).rev, hash: S.revisionHash(there.revision) };
        const isAhead = isGiven && revision.rev > (newest?.rev ?? 0);
        try {
          if (!isAhead) S.needNext(revision, newest);
        } catch {
          throw new Refusal(409, 'stale-revision', there ? this.shown(there) : []);
        }
        const its = fields.filter((one) => S.equal(one.oid, revision.oid) && one.otype === revision.otype && (isAhead || one.rev === revision.rev));
        if (isAhead && its.some((one) => one.rev <= (newest?.rev ?? 0))) throw new Refusal(422, 'bad-fields');
        const held = new Map(there?.fields ?? []);
        for (const one of its) held.set(one.field, one);
        const names = new Set(revision.fields.map(({ field }) => field));
        for (const name of [...held.keys()]) if (!names.has(name)) held.delete(name);
        try {
          if (!isGiven) S.needFresh(this.state, revision, held.get('rel')?.bytes ?? new Uint8Array(0));
        } catch (error) {
          if (!(error instanceof S.SealedError) || error.reason !== 'stale-epoch') throw error;
          throw new Refusal(409, 'stale-epoch', this.entries.slice(revision.headSeq + 1).map(record(1)));
        }
        S.needHeld(revision, held);
        this.changes += 1;
        const { id, number } = there ?? { id: this.newId(), number: this.made };
        all.push({ key, stored: { changed: this.changes, id, number, revision: bytes, fields: held } });
      }
      // All or nothing.
      for (const { key, stored } of all) {
        const there = this.objects.get(key);
        const skills = (/** @type {Stored | undefined} */ one) => one?.fields.get('skills')?.rev;
        const tagged = this.tags.get(key);
        // Other skills have no tags yet; what is only sealed anew keeps them.
        if (tagged && skills(there) !== skills(stored) && !stored.fields.has('x')) this.untag(key, tagged);
        this.objects.set(key, stored);
      }
    }

    /**
     * @param {string} by
     * @param {Batch} batch
     * @param {string} text
     */
    say(by, { messages }, text) {
      const { edits = {}, ends = {} } = /** @type {{ edits?: Record<string, string>, ends?: Record<string, string[]> }} */ (JSON.parse(text));
      for (const { unit, oid, seq, bytes } of messages) {
        const there = [...this.messages.values()].filter((one) => one.sender === by && one.unit === S.toHex(unit));
        if (there.some((one) => one.seq === seq)) {
          const newest = there.sort((a, b) => a.seq - b.seq).at(-1)?.bytes;
          throw new Refusal(409, 'stale-revision', newest ? [newest] : []);
        }
        const id = S.toHex(oid);
        const [first = '', ...changes] = ends[id] ?? [];
        if (changes.length > 20) throw new Refusal(422, 'invalid-input');
        const author = this.messages.get(first)?.sender;
        const isChange = (/** @type {Message} */ one) => one.of === first && one.sender === author && one.bytes !== undefined;
        const known = [...this.messages].filter(([, one]) => isChange(one));
        if (first && known.some(([changed]) => !changes.includes(changed))) {
          throw new Refusal(409, 'stale-revision', known.flatMap(([, one]) => one.bytes ?? []));
        }
        for (const one of first ? [first, ...known.map(([changed]) => changed)] : []) {
          const ended = this.messages.get(one);
          if (ended) ended.bytes = undefined;
        }
        this.changes += 1;
        const where = { changed: this.changes, id: this.newId(), unit: S.toHex(unit), sender: by, seq };
        this.messages.set(id, { ...where, bytes, of: edits[id] ?? '', isEnd: first !== '' });
      }
    }

    /** Everything that somebody with the server's disk has. */
    copy() {
      const { state, entries, seals, objects, messages, changes, notes } = this;
      const lists = { entries: [...entries], seals: [...seals] };
      return { state, ...lists, objects: new Map(objects), messages: new Map(messages), changes, notes: new Map(notes) };
    }

    /** @param {ReturnType<GroupDoors['copy']>} copy */
    restore(copy) {
      Object.assign(this, { ...copy, entries: [...copy.entries], seals: [...copy.seals], objects: new Map(copy.objects), messages: new Map(copy.messages) });
    }
  }

  return GroupDoors;
}
