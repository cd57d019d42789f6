// Vectors of the edges at which implementations that were written apart decided in two ways, or could: what is taken, and what is
// refused with which reason.

import { ok, same, settled } from './check.js';
import { bytesOf, textsOf } from './read.js';

/** @import { Check, Sealed, Texts } from './all.js' */
/** @import { Keys } from '../src/identity.js' */

/** @typedef {{ what: string, reason: string | null }} Verdict */
/**
 * @typedef {object} Edges
 * @property {{ boxes: (Verdict & { box: string })[] } & Texts} paddings
 * @property {(Verdict & { object: string, bytes: string })[]} decoding
 * @property {Record<'realms' | 'users' | 'fields', [string, boolean][]>} names
 * @property {[number, number, number, boolean][]} costs
 * @property {(Verdict & { text: string })[]} kits
 * @property {{ chunks: (Verdict & { index: number, last: boolean, chunk: string })[] } & Texts} chunks
 * @property {{ seals: (Verdict & { seal: string, epoch: number, commit: string, key: string })[] } & Texts} promises
 * @property {{ chains: (Verdict & { cards: string[], at: number | null })[] } & Texts} epoch_cards
 * @property {[string, string, string][]} safety
 * @property {Bundles} bundles
 */
/**
 * @typedef {object} Bundles records and chunks of a good one, and others of some of them (by their place) and new ones
 * @property {string} pid
 * @property {string[]} records
 * @property {string[]} chunks
 * @property {(Verdict & { records: (string | number)[], chunks: (string | number)[] | null })[]} cases
 */

/**
 * Why something is refused, in the words of all implementations; null where it is taken.
 * @param {() => unknown} act
 */
export function why(act) {
  try {
    act();
  } catch (error) {
    if (error instanceof Error && error.name === 'SealedError' && 'why' in error) return String(error.why);
    throw error;
  }
  return null;
}

/**
 * Decoders of objects, by name.
 * @param {Sealed} S
 * @returns {Record<string, (bytes: Uint8Array) => unknown>}
 */
const decoders = (S) => ({
  record: S.decodeRecord,
  rel: S.decodeRel,
  slot: S.decodeSlot,
  'note text': S.decodeNoteText,
  'task skills': S.FIELD.skills.decode,
  'profile skills': S.FIELD.levels.decode,
  'task size': S.FIELD.size.decode,
  'task due': S.FIELD.due.decode,
  'task urgency': S.FIELD.urgency.decode,
  'room life': S.FIELD.life.decode,
  'task title': S.FIELD.text.decode,
});

/**
 * Where the epoch cards of a pursuance stop, and why.
 * @param {Sealed} S
 * @param {Uint8Array} pid
 * @param {Uint8Array} genesis
 * @param {Uint8Array[]} cards
 */
function stopOf(S, pid, genesis, cards) {
  /** @type {Uint8Array} */
  let before = new Uint8Array(0);
  for (const [at, card] of cards.entries()) {
    const last = before;
    const reason = why(() => (at === 0 ? S.firstEpochCard(pid, genesis, card) : S.nextEpochCard(last, card)));
    if (reason) return { at, reason };
    before = card;
  }
  return { at: null, reason: null };
}

/**
 * @param {Sealed} S
 * @param {Bundles} v
 */
function bundles(S, v) {
  const b = S.fromHex;
  for (const { what, records, chunks, reason } of v.cases) {
    const all = records.map((one) => b(typeof one === 'number' ? (v.records[one] ?? '') : one));
    // A long one is told by its length.
    const pieces = (chunks ?? v.chunks).map((one) => (typeof one === 'number' ? new Uint8Array(one) : b(one)));
    const head = S.cat(S.ascii('PVB1'), b(v.pid), S.writer.u64(all.length));
    const bytes = S.cat(head, ...all, ...pieces.map(S.writer.v32));
    same(why(() => S.checkedBundle(bytes)), reason, what);
  }
}

/**
 * @param {Sealed} S
 * @param {Edges} v
 * @param {(name: string) => Keys} person
 * @returns {Check[]}
 */
export function edges(S, v, person) {
  const b = S.fromHex;
  return [
    {
      name: 'padding of every length',
      keys: ['paddings'],
      run: () => {
        const of = bytesOf(S, v.paddings);
        const place = { iid: of('iid'), kind: /** @type {const} */ ('draft'), oid: of('oid') };
        for (const { what, box, reason } of v.paddings.boxes) {
          same(why(() => S.openPersonal(place, of('root_key'), b(box))), reason, what);
        }
      },
    },
    {
      name: 'objects that are read, and objects that are not',
      keys: ['decoding'],
      run: () => {
        const all = decoders(S);
        for (const { object, what, bytes, reason } of v.decoding) {
          const decode = all[object];
          if (!decode) throw new Error(`what is ${object}?`);
          same(why(() => decode(b(bytes))), reason, what);
        }
        ok(v.decoding.length > 50, 'some objects');
      },
    },
    {
      name: 'names',
      keys: ['names'],
      run: () => {
        const isTaken = (/** @type {() => unknown} */ act) => why(act) === null;
        for (const [realm, taken] of v.names.realms) {
          same(Number(isTaken(() => S.nameParts({ realm, username: 'ann' }))), Number(taken), realm);
        }
        for (const [username, taken] of v.names.users) {
          same(Number(isTaken(() => S.nameParts({ realm: 'one.example', username }))), Number(taken), username);
        }
        const read = (/** @type {string} */ name) => S.readFieldName(new S.Reader(S.writer.v8(S.utf8(name))));
        for (const [name, taken] of v.names.fields) same(Number(isTaken(() => read(name))), Number(taken), name);
      },
    },
    {
      name: 'costs of Argon2',
      keys: ['costs'],
      run: () => {
        for (const [m, t, p, taken] of v.costs) {
          same(Number(why(() => S.checkParameters({ m, t, p })) === null), Number(taken), `${m}, ${t}, ${p}`);
        }
      },
    },
    {
      name: 'recovery kits as they are typed',
      keys: ['kits'],
      run: () => {
        for (const { what, text, reason } of v.kits) same(why(() => S.fromRecoveryText(text)), reason, what);
      },
    },
    {
      name: 'pieces of files',
      keys: ['chunks'],
      run: () => {
        const of = bytesOf(S, v.chunks);
        const place = { pid: of('pid'), oid: of('oid'), head: of('header') };
        for (const { what, index, last, chunk, reason } of v.chunks.chunks) {
          same(why(() => S.openChunk(of('key'), place, index, last, b(chunk))), reason, what);
        }
      },
    },
    {
      name: 'seals, and what the log promises',
      keys: ['promises'],
      run: async () => {
        const [pid, keys] = [bytesOf(S, v.promises)('pid'), person(textsOf(v.promises)('to'))];
        const me = { iid: S.idOfKeys(keys), xSecret: keys.xSecret };
        for (const { what, seal, epoch, commit, key, reason } of v.promises.seals) {
          const act = await settled(async () => S.openSeal(pid, me, { epoch, kc: b(commit), epk: b(key) }, b(seal)));
          same(why(act), reason, what);
        }
      },
    },
    {
      name: 'epoch cards one after the other',
      keys: ['epoch_cards'],
      run: () => {
        const of = bytesOf(S, v.epoch_cards);
        for (const { what, cards, at, reason } of v.epoch_cards.chains) {
          const found = stopOf(S, of('pid'), of('genesis'), cards.map(b));
          same(found.reason, reason, what);
          same(found.at, at, `${what}: card`);
        }
      },
    },
    {
      name: 'digits that two people compare',
      keys: ['safety'],
      run: () => {
        for (const [one, other, digits] of v.safety) {
          same(S.safetyNumber(S.idOfKeys(person(one)), S.idOfKeys(person(other))), digits, `${one} and ${other}`);
        }
      },
    },
    { name: 'bundles', keys: ['bundles'], run: () => bundles(S, v.bundles) },
  ];
}
