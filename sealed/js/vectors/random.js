// Batches of entries and broken objects that the crate in Rust makes by chance (`sealed/tests/vectors-random.json`): both decide the
// same on each.

import { ok, same } from './check.js';
import { why } from './edges.js';

/** @import { Check, Sealed } from './all.js' */
/** @import { State } from '../src/log/state.js' */

/**
 * @typedef {object} Batch
 * @property {string[]} entries
 * @property {number | null} at
 * @property {string | null} reason
 * @property {string} members the places of people in the list, each with their role behind
 * @property {number} epoch
 * @property {string | null} head
 * @property {string} state
 */
/** @typedef {[number, number, string, string | null]} Broken where, how many bytes go, which come, and the reason */
/**
 * @typedef {object} Random
 * @property {string[]} people
 * @property {{ pid: string, batches: Batch[] }[]} logs
 * @property {{ kind: string, sample: string, broken: Broken[] }[]} objects
 */

/**
 * All that a log says beside its members, epoch and head, as one hash.
 * @param {Sealed} S
 * @param {State} state
 */
function digest(S, state) {
  const lines = [`${state.history} ${state.floor} ${state.isPending || state.mustRotate ? 1 : 0}`];
  const invites = [...state.invites].filter(([, { isOpen }]) => isOpen).map(([id, { used }]) => `invite ${id} ${used}`);
  const delegations = [...state.delegations.values()]
    .filter(({ isOver }) => !isOver)
    .map(({ did, epoch, writeKey }) => `delegation ${S.toHex(did)} ${epoch} ${S.isZero(writeKey) ? '-' : S.toHex(writeKey)}`);
  const units = [...state.gens].map(([unit, gen]) => `unit ${unit} ${gen}`);
  const heirs = [...state.heirs.keys()].map((old) => `heir ${old} ${S.heirOf(state, old)}`);
  lines.push(...invites.sort(), ...delegations.sort(), ...units.sort(), ...heirs.sort());
  if (state.moved) lines.push(`moved ${state.moved.effectiveSeq} ${state.moved.baseUrl}`);
  return S.toBase64url(S.sha(S.utf8(lines.map((line) => `${line}\n`).join(''))).slice(0, 12));
}

/**
 * Returns the decoder of a kind of object.
 * @param {Sealed} S
 * @param {string} kind
 * @returns {(bytes: Uint8Array) => unknown}
 */
function decoder(S, kind) {
  /** @type {Record<string, (bytes: Uint8Array) => unknown>} */
  const bare = {
    keys: S.decodeKeys,
    card: S.decodeCard,
    slot: S.decodeSlot,
    'slot with a passkey': S.decodeSlot,
    pairing: S.decodeAnswer,
    'sign-in': S.decodeSignIn,
    pins: S.decodePins,
    export: S.decodeExported,
    note: S.decodeNoteText,
    'file meta': S.decodeFileMeta,
    'file header': S.decodeFileHead,
    'bare log entry': S.decodeEntry,
    'bare seal': S.decodeSeal,
    'bare revision': S.decodeRevision,
    'bare epoch card': S.decodeEpochCard,
    'bare package': S.decodePackage,
    'bare message': S.decodeSignedMessage,
    'bare accept': S.decodeAccept,
    envelope: S.decodeEnvelope,
    rel: S.decodeRel,
    grant: S.decodeContents,
    post: S.decodePost,
    bundle: S.decodeBundle,
  };
  return bare[kind] ?? S.decodeRecord;
}

/**
 * @param {Sealed} S
 * @param {Random} v
 * @returns {Check[]}
 */
export function randomChecks(S, v) {
  const b = S.fromBase64url;
  const places = new Map(v.people.map((iid, at) => [iid, at]));
  return [
    {
      name: 'logs by chance',
      keys: ['people', 'logs'],
      run: () => {
        let count = 0;
        for (const { pid, batches } of v.logs) {
          /** @type {State | Uint8Array} */
          let before = S.fromHex(pid);
          for (const [number, batch] of batches.entries()) {
            const name = `${pid.slice(0, 8)}, batch ${number}`;
            const { state, refusal } = S.fold(before, batch.entries.map(b));
            const first = before instanceof Uint8Array ? 0 : before.next;
            same(refusal?.why ?? null, batch.reason, `${name}: why`);
            same(refusal ? refusal.at - first : null, batch.at, `${name}: entry`);
            const members = [...state.members].map(([iid, { role }]) => `${places.get(iid)}${role}`).sort();
            same(members.join(' '), batch.members, `${name}: members`);
            same(state.epoch, batch.epoch, `${name}: epoch`);
            same(state.next > 0 ? S.toBase64url(state.head) : null, batch.head, `${name}: head`);
            same(digest(S, state), batch.state, `${name}: state`);
            if (!refusal) before = state;
            count += 1;
          }
        }
        ok(count >= 300, 'some batches');
      },
    },
    {
      name: 'objects broken by chance',
      keys: ['objects'],
      run: () => {
        for (const { kind, sample, broken } of v.objects) {
          const [decode, whole] = [decoder(S, kind), b(sample)];
          same(why(() => decode(whole.slice())), null, `${kind}: a sample is read`);
          for (const [at, gone, fresh, reason] of broken) {
            const bytes = S.cat(whole.slice(0, at), S.fromHex(fresh), whole.slice(at + gone));
            same(why(() => decode(bytes)), reason, `${kind}, at ${at}: ${gone} bytes in place of ${fresh}`);
          }
        }
      },
    },
  ];
}
