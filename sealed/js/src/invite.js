// Invites: a link holds a seed, from which come the key that a newcomer signs with and the one of the note. It holds no key of the
// pursuance: that comes from a member, once the newcomer stands in the log.

import { NONCE, OVERHEAD, open, seal } from './aead.js';
import { cat, fromCode, sized, toCode } from './bytes.js';
import { needRead } from './error.js';
import { derive, frame, hash } from './frame.js';
import { decode } from './reader.js';
import { SIGNATURE, needSignature, publicKey, sign, signRaw } from './sign.js';
import { str, u64, u8, v16 } from './writer.js';

/** @import { Random } from './bytes.js' */

/** @typedef {{ role: number, name: string, mission: string, purpose: string }} Note what a page shows before somebody joins */
/** @typedef {{ pid: Uint8Array, seed: Uint8Array, headSeq: number, headHash: Uint8Array }} Fragment */

const MARK = 'i1';
const MOST_NOTE = 65_536;
/** The box of a role and three empty texts. */
const LEAST = () => NONCE + OVERHEAD + 7;

/**
 * The id of the invitation of a key.
 * @param {Uint8Array} key
 */
export const inviteId = (key) => hash('invite/id', key).slice(0, 16);

/** @param {Uint8Array} seed */
export function inviteKeys(seed) {
  const signSeed = derive(seed, 'invite/sign');
  const key = publicKey(signSeed);
  return { signSeed, key, wrapKey: derive(seed, 'invite/wrap'), id: inviteId(key) };
}

/** @param {Fragment} fragment */
const encodeFragment = ({ pid, seed, headSeq, headHash }) =>
  cat(u8(1), sized(pid, 32), sized(seed, 32), u64(headSeq), sized(headHash, 32));

/**
 * The part of a link behind its `#`.
 * @param {Fragment} fragment
 */
export const toFragment = (fragment) => toCode(MARK, encodeFragment(fragment));

/**
 * @param {string} text
 * @returns {Fragment}
 */
export function fromFragment(text) {
  return decode(fromCode(MARK, text), (reader) => {
    reader.fixed();
    return { pid: reader.raw(32), seed: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32) };
  });
}

/**
 * The message that a newcomer signs with the key of the invite.
 * @param {Uint8Array} pid
 * @param {Uint8Array} id
 * @param {Uint8Array} card
 */
export const joinMessage = (pid, id, card) => frame('join', sized(pid, 32), sized(id, 16), v16(card));

/**
 * The payload of a newcomer's entry.
 * @param {Fragment} fragment
 * @param {Uint8Array} card
 */
export function joinPayload({ pid, seed }, card) {
  const { signSeed, id } = inviteKeys(seed);
  return { type: /** @type {const} */ (8), id, card, signature: signRaw(signSeed, joinMessage(pid, id, card)) };
}

/** @param {Note} note */
export const encodeNoteText = ({ role, name, mission, purpose }) => cat(u8(role), str(name), str(mission), str(purpose));

/**
 * @param {Uint8Array} bytes
 * @returns {Note}
 */
export const decodeNoteText = (bytes) =>
  decode(bytes, (reader) => ({ role: reader.upTo(1), name: reader.str(), mission: reader.str(), purpose: reader.str() }));

/**
 * @param {Uint8Array} pid
 * @param {Uint8Array} id
 */
const noteAad = (pid, id) => frame('invite-note', sized(pid, 32), sized(id, 16));

/**
 * @param {Uint8Array} pid
 * @param {Uint8Array} seed
 * @param {Note} note
 * @param {Random} random
 */
export function sealNote(pid, seed, note, random) {
  const { id, wrapKey } = inviteKeys(seed);
  return encodeNote({ sealed: seal(wrapKey, noteAad(pid, id), encodeNoteText(note), random) });
}

/** @param {{ sealed: Uint8Array }} note */
export const encodeNote = ({ sealed }) => cat(u8(1), sealed);

/** @param {Uint8Array} bytes */
export function decodeNote(bytes) {
  needRead(bytes.length <= MOST_NOTE, 'too-large', 'note');
  return decode(bytes, (reader) => {
    reader.fixed();
    needRead(reader.left >= LEAST(), 'length', 'note');
    return { sealed: reader.rest() };
  });
}

/**
 * @param {Uint8Array} pid
 * @param {Uint8Array} seed
 * @param {Uint8Array} bytes
 */
export function openNote(pid, seed, bytes) {
  const { id, wrapKey } = inviteKeys(seed);
  return decodeNoteText(open(wrapKey, noteAad(pid, id), decodeNote(bytes).sealed));
}

/**
 * An invitation as it is shown to a server, to read the log before one joins (header `Pursuance-Invite`).
 * @param {Fragment} fragment
 * @param {number} time
 */
export function showInvite({ pid, seed }, time) {
  const { signSeed, id } = inviteKeys(seed);
  return cat(id, u64(time), sign(signSeed, 'invite-read', sized(pid, 32), id, u64(time)));
}

/**
 * Which invitation is shown, if its own key has signed it. Whether it is open, the log says.
 * @param {Uint8Array} pid
 * @param {Uint8Array} bytes
 * @param {(id: Uint8Array) => Uint8Array} keyOf
 */
export function needShown(pid, bytes, keyOf) {
  const shown = decode(bytes, (reader) => ({ id: reader.raw(16), time: reader.u64(), signature: reader.raw(SIGNATURE) }));
  needSignature(shown.signature, keyOf(shown.id), 'invite-read', sized(pid, 32), shown.id, u64(shown.time));
  return shown;
}
