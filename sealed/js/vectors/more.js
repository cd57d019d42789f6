// The vectors that the crate in Rust makes (`sealed/tests/vectors-more.json`): each top-level key of the file has its test here.

import { fixed, ok, refused, same } from './check.js';
import { edges } from './edges.js';
import { scenario } from './log.js';
import { bytesOf, textsOf } from './read.js';

/** @import { Check, Scenario, Sealed, Texts } from './all.js' */
/** @import { Edges } from './edges.js' */
/** @import { State } from '../src/log/state.js' */

/**
 * @typedef {object} StateOf what a log says in the end, beside its members
 * @property {number} history
 * @property {number} floor
 * @property {boolean} rotation_pending
 * @property {[string, number][]} open_invites
 * @property {[string, number, string | null][]} open_delegations
 * @property {[string, number][]} generations
 * @property {[string, number] | null} moved
 * @property {[string, string][]} heirs each identity that was replaced, and the one that goes on for it
 */
/**
 * @typedef {object} Main
 * @property {({ name: string, created_ms: number } & Texts)[]} people
 * @property {(Scenario & { state?: StateOf })[]} log_scenarios
 * @property {{ what: string, card: string, ok: boolean }[]} cards
 * @property {{ slots: string[] } & Texts} slots
 * @property {Texts} recovery
 * @property {{ rev: number, epoch: number, gen: number, fields: FieldOf[] } & Texts} fields
 * @property {{ messages: MessageOf[] } & Texts} chat
 * @property {{ head_seq: number, epoch: number } & Texts} pins
 * @property {Texts} move_link
 * @property {Texts} place
 * @property {{ objects: [string, number, string][], root: string }} checkpoint
 * @property {Texts} relay
 * @property {{ kind: number, record: string }[]} records
 * @property {string} bundle
 */
/** @typedef {Main & Edges} More */
/** @typedef {{ otype: number, field: string, plaintext: string, envelope: string }} FieldOf */
/** @typedef {{ oid: string, kind: number, signed: string, hash: string, envelope: string }} MessageOf */

/**
 * The state of a fold in the words of the file.
 * @param {Sealed} S
 * @param {State} state
 * @param {StateOf} wanted
 * @returns {StateOf}
 */
function stateOf(S, state, wanted) {
  const open = (/** @type {boolean} */ isOpen) => isOpen;
  const invites = [...state.invites].filter(([, invite]) => open(invite.isOpen)).map(([id, { used }]) => [id, used]);
  const delegations = [...state.delegations.values()]
    .filter(({ isOver }) => !isOver)
    .map(({ did, epoch, writeKey }) => [S.toHex(did), epoch, S.isZero(writeKey) ? null : S.toHex(writeKey)]);
  return {
    history: state.history,
    floor: state.floor,
    rotation_pending: state.isPending || state.mustRotate !== null,
    open_invites: /** @type {[string, number][]} */ (invites.sort()),
    open_delegations: /** @type {[string, number, string | null][]} */ (delegations.sort()),
    generations: wanted.generations.map(([unit]) => [unit, state.gens.get(unit) ?? 0]),
    moved: state.moved && [state.moved.baseUrl, state.moved.effectiveSeq],
    heirs: /** @type {[string, string][]} */ ([...state.heirs.keys()].map((old) => [old, S.heirOf(state, old)]).sort()),
  };
}

/** @param {StateOf} state */
const inOneOrder = (state) => JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * How the value of each field is read and written.
 * @param {Sealed} S
 * @param {number} otype
 * @param {string} field
 * @returns {{ decode: (bytes: Uint8Array) => any, encode: (value: any) => Uint8Array }}
 */
export function formOf(S, otype, field) {
  if (otype === S.OTYPE.file) return { decode: S.decodeFileMeta, encode: S.encodeFileMeta };
  const { task, profile, room } = S.OTYPE;
  const others = { skills: S.FIELD.skills, due: S.FIELD.due, size: S.FIELD.size, urgency: S.FIELD.urgency };
  if (otype === task && field in others) return others[/** @type {keyof typeof others} */ (field)];
  if (otype === profile && field === 'skills') return S.FIELD.levels;
  return otype === room && field === 'life' ? S.FIELD.life : S.FIELD.text;
}

/**
 * @param {Sealed} S
 * @param {More} v
 * @returns {Check[]}
 */
export function moreChecks(S, v) {
  const b = S.fromHex;
  const person = (/** @type {string} */ name) => {
    const one = v.people.find((other) => other.name === name);
    if (!one) throw new Error(`nobody is called ${name}`);
    const of = bytesOf(S, one);
    return { edSeed: of('ed_seed'), xSecret: of('x_sk'), created: one.created_ms };
  };
  /** The state of the log that most vectors are of. */
  const group = () => S.checkedBundle(b(v.bundle)).state;

  return [
    {
      name: 'people',
      keys: ['people'],
      run: () => {
        for (const one of v.people) {
          const keys = person(one.name);
          same(S.encodeCard(S.makeCard(keys)), bytesOf(S, one)('card'), one.name);
          same(S.idOfKeys(keys), bytesOf(S, one)('iid'), one.name);
        }
      },
    },
    {
      name: 'more scenarios of logs',
      keys: ['log_scenarios'],
      run: () => {
        ok(v.log_scenarios.length > 40, 'some scenarios');
        for (const one of v.log_scenarios) {
          const state = scenario(S, one);
          if (one.state) same(inOneOrder(stateOf(S, state, one.state)), inOneOrder(one.state), one.name);
        }
      },
    },
    {
      name: 'cards that hold, and cards that do not',
      keys: ['cards'],
      run: () => {
        for (const { what, card, ok: holds } of v.cards) {
          if (holds) S.checkedCard(b(card));
          else refused(() => S.checkedCard(b(card)), 'bad-signature', what);
        }
      },
    },
    {
      name: 'slots of all kinds',
      keys: ['slots'],
      run: () => {
        const of = bytesOf(S, v.slots);
        const name = { realm: textsOf(v.slots)('realm'), username: textsOf(v.slots)('user') };
        v.slots.slots.map(b).forEach((slot, at) => {
          same(slot.length, [99, 74, 75 + 12][at], 'length');
          same(S.openSlot(slot, name, of('slot_key')), of('root_key'), 'root key');
          const { head, sealed } = S.decodeSlot(slot);
          same(S.sealSlot(head, name, of('slot_key'), of('root_key'), fixed(sealed.slice(0, 24))), slot, 'slot');
        });
      },
    },
    {
      name: 'recovery kit',
      keys: ['recovery'],
      run: () => {
        const [secret, text] = [bytesOf(S, v.recovery)('secret'), textsOf(v.recovery)('text')];
        same(S.toRecoveryText(secret), text, 'text');
        same(S.fromRecoveryText(text.toLowerCase().replace(/-/g, ' ').replace(/1/g, 'l')), secret, 'typed');
      },
    },
    {
      name: 'fields',
      keys: ['fields'],
      run: () => {
        const of = bytesOf(S, v.fields);
        const { rev, epoch, gen } = v.fields;
        for (const { otype, field, plaintext, envelope } of v.fields.fields) {
          const place = { pid: of('pid'), unit: of('unit'), otype, oid: of('oid'), field, rev };
          const text = S.openEnvelope(place, of('unit_key'), b(envelope));
          same(text, plaintext, field);
          const form = formOf(S, otype, field);
          same(form.encode(form.decode(text)), plaintext, `${field}, written anew`);
          const sealed = S.sealEnvelope(place, { epoch, gen }, of('unit_key'), text, fixed(b(envelope).slice(10, 34)));
          same(sealed, envelope, `${field}, sealed anew`);
        }
      },
    },
    {
      name: 'messages of every kind',
      keys: ['chat'],
      run: () => {
        const [of, ann] = [bytesOf(S, v.chat), person(textsOf(v.chat)('sender'))];
        let prev = new Uint8Array(32);
        for (const { oid, kind, signed, hash, envelope } of v.chat.messages) {
          const place = S.messagePlace(of('pid'), of('unit'), b(oid));
          same(S.openEnvelope(place, of('unit_key'), b(envelope)), signed, 'opened');
          const message = S.decodeSignedMessage(b(signed));
          same(message.said.kind, kind, 'kind');
          same(message.prev, prev, 'the one before');
          same(S.signMessage(place, { epoch: 1, gen: 0 }, message, ann.edSeed), signed, 'signed anew');
          prev = S.messageHash(b(signed));
          same(prev, hash, 'hash');
        }
        ok(new Set(v.chat.messages.map(({ kind }) => kind)).size === 7, 'all kinds');
      },
    },
    {
      name: 'pins',
      keys: ['pins'],
      run: () => {
        const of = bytesOf(S, v.pins);
        const pins = S.decodePins(of('pins'));
        same(pins.pid, of('pid'), 'pursuance');
        same(pins.headSeq, v.pins.head_seq, 'entry');
        same(pins.epoch, v.pins.epoch, 'epoch');
        same(S.encodePins(pins), of('pins'), 'written anew');
      },
    },
    {
      name: 'link to a new home',
      keys: ['move_link'],
      run: () => {
        const of = textsOf(v.move_link);
        const moved = S.fromMovedLink(of('link'));
        same(moved.baseUrl, of('base_url'), 'address');
        same(S.toMovedLink(moved), of('link'), 'written anew');
      },
    },
    {
      name: 'a place that is given back',
      keys: ['place'],
      run: () => {
        const of = textsOf(v.place);
        const asked = S.fromPlaceAsked(of('asked'));
        for (const name of /** @type {const} */ (['pid', 'old', 'admin'])) same(asked[name], b(of(name)), name);
        same(S.toPlaceAsked(asked), of('asked'), 'written anew');
        const keys = person(of('by'));
        const { iid, old } = S.fromPlaceAnswer(of('answer'));
        same(iid, S.idOfKeys(keys), 'who answers');
        same(old, asked.old, 'whose place it is');
        same(S.answerPlace(asked, keys), of('answer'), 'written anew');
        refused(() => S.fromPlaceAnswer(of('of_another')), 'bad-signature', 'of another place');
      },
    },
    {
      name: 'checkpoint',
      keys: ['checkpoint'],
      run: () => {
        const objects = v.checkpoint.objects.map(([oid, rev, hash]) => ({ oid: b(oid), rev, hash: b(hash) }));
        same(S.merkleRoot(objects), v.checkpoint.root, 'root');
        same(S.merkleRoot(objects.reverse()), v.checkpoint.root, 'root, whatever the order');
        same(S.merkleRoot([]), new Uint8Array(32), 'root of nothing');
      },
    },
    {
      name: 'relay',
      keys: ['relay'],
      run: () => {
        const [of, texts] = [bytesOf(S, v.relay), textsOf(v.relay)];
        const ann = person(texts('actor'));
        const read = S.decodeRead(texts('read'));
        same(S.signRead(of('read_pid'), { iid: S.idOfKeys(ann), edSeed: ann.edSeed }, read.time), texts('read'), 'who reads');
        const post = S.decodePost(of('post'));
        same(post.pid, of('post_pid'), 'pursuance');
        same(post.records.length, 1, 'records');
        same(S.signPost(post, ann.edSeed), of('post'), 'post');
        S.checkedPost(group(), of('post'), post.time);
      },
    },
    {
      name: 'records of every kind',
      keys: ['records'],
      run: () => {
        for (const { kind, record } of v.records) {
          const read = S.decodeRecord(b(record));
          same(read.kind, kind, 'kind');
          same(S.encodeRecord(read), record, 'record');
        }
      },
    },
    {
      name: 'bundle',
      keys: ['bundle'],
      run: () => {
        const { bundle, state } = S.checkedBundle(b(v.bundle));
        same(state.members.size, 4, 'members');
        same(state.epoch, 1, 'epoch');
        same(S.encodeBundle(bundle), v.bundle, 'written anew');
      },
    },
    ...edges(S, v, person),
  ];
}
