// Epoch cards: what another pursuance gets to know of this one, its newest key and the keys of those who may speak for it. Each
// names the one before, and the first fits the beginning of the log.

import { cat, compare, equal, isZero, sized, toHex } from './bytes.js';
import { SealedError, need, needRead } from './error.js';
import { hash } from './frame.js';
import { CARD, checkedCard, decodeCard, idOfCard } from './identity.js';
import { pursuanceId, readEntry } from './log/entry.js';
import { TYPE } from './log/payload.js';
import { ROLE } from './log/state.js';
import { Reader, decode } from './reader.js';
import { SIGNATURE, needSigned, sign } from './sign.js';
import { counted, needRising, u32, u64, u8, v16 } from './writer.js';

/** @typedef {{ role: number, card: Uint8Array }} Speaker */
/**
 * @typedef {object} EpochCard
 * @property {Uint8Array} pid
 * @property {number} cseq
 * @property {Uint8Array} prev
 * @property {number} epoch
 * @property {Uint8Array} epk
 * @property {number} time
 * @property {Uint8Array} actor
 * @property {Speaker[]} speakers moderators and admins, sorted by their ids
 */

const MOST_BYTES = 65_536;

/** @param {Uint8Array} card */
const idOf = (card) => idOfCard(decodeCard(card));

/** @param {EpochCard} card */
function encodeBody({ pid, cseq, prev, epoch, epk, time, actor, speakers }) {
  const sorted = [...speakers].sort((a, b) => compare(idOf(a.card), idOf(b.card)));
  return cat(
    ...[u8(1), sized(pid, 32), u64(cseq), sized(prev, 32), u32(epoch), sized(epk, 32), u64(time), sized(actor, 32)],
    counted(sorted.map(({ role, card }) => cat(u8(role), v16(sized(card, CARD))))),
  );
}

/** @param {EpochCard & { signature: Uint8Array }} card */
export const encodeEpochCard = (card) => cat(encodeBody(card), sized(card.signature, SIGNATURE));

/**
 * @param {Reader} reader
 * @returns {Speaker}
 */
function readSpeaker(reader) {
  const speaker = { role: reader.upTo(ROLE.admin), card: reader.v16() };
  decodeCard(speaker.card);
  return speaker;
}

/**
 * Checks the rules of every card, whatever came before.
 * @param {EpochCard} card
 */
function needSound({ cseq, prev, speakers }) {
  needRead(speakers.every(({ role }) => role >= ROLE.moderator), 'unknown-value', 'a role that speaks for nobody');
  needRead((cseq === 0) === isZero(prev), 'unknown-value', 'what stands before');
  needRising(speakers.map((speaker) => idOf(speaker.card)));
}

/**
 * @param {Uint8Array} bytes
 * @returns {EpochCard & { signature: Uint8Array }}
 */
export function decodeEpochCard(bytes) {
  needRead(bytes.length <= MOST_BYTES, 'too-large', 'epoch card');
  return decode(bytes, (reader) => {
    reader.fixed();
    const card = {
      pid: reader.raw(32),
      cseq: reader.u64(),
      prev: reader.raw(32),
      epoch: reader.u32(),
      epk: reader.raw(32),
      time: reader.u64(),
      actor: reader.raw(32),
      speakers: reader.counted(() => readSpeaker(reader)),
    };
    needSound(card);
    return { ...card, signature: reader.raw(SIGNATURE) };
  });
}

/** @param {Uint8Array} bytes */
export const epochCardHash = (bytes) => hash('ecard-hash', bytes);

/**
 * @param {EpochCard} card
 * @param {Uint8Array} edSeed
 */
export function signEpochCard(card, edSeed) {
  const body = encodeBody(card);
  return cat(body, sign(edSeed, 'ecard', body));
}

/**
 * The card of somebody who speaks for a pursuance.
 * @param {EpochCard} card
 * @param {Uint8Array} iid
 * @param {number} [least]
 */
export function speakerOf(card, iid, least = ROLE.moderator) {
  const found = card.speakers.find((speaker) => equal(idOf(speaker.card), iid));
  if (!found || found.role < least) throw new SealedError('bad-author', `${toHex(iid).slice(0, 8)} does not speak for it`);
  return decodeCard(found.card);
}

/**
 * The first card of a pursuance: its founder signs it, whom the first entry of the log names.
 * @param {Uint8Array} pid
 * @param {Uint8Array} genesis the entry
 * @param {Uint8Array} bytes
 */
export function firstEpochCard(pid, genesis, bytes) {
  const card = decodeEpochCard(bytes);
  const { entry, payload } = readEntry(genesis);
  // The id of the pursuance vouches for its founder: whoever signed the entry, the payload is this one.
  const isGenesis = payload.type === TYPE.genesis && equal(pursuanceId(entry.payload), pid);
  needChain(isGenesis && equal(card.pid, pid), 'pid');
  needChain(card.cseq === 0, 'card-chain');
  need(equal(card.actor, idOf(payload.card)), 'bad-author', 'not by the founder');
  needSigned(bytes, checkedCard(payload.card).edKey, 'ecard');
  return needSpeakers(card);
}

/**
 * The card that follows another one, of which only the newest is kept.
 * @param {Uint8Array} before
 * @param {Uint8Array} bytes
 */
export function nextEpochCard(before, bytes) {
  const [old, card] = [decodeEpochCard(before), decodeEpochCard(bytes)];
  needChain(equal(card.pid, old.pid), 'pid');
  needChain(card.cseq > old.cseq && equal(card.prev, epochCardHash(before)), 'card-chain');
  // Its key would be one that people who were removed since know.
  need(card.epoch >= old.epoch, 'bad-epoch', 'an epoch of before');
  needSigned(bytes, speakerOf(old, card.actor, ROLE.admin).edKey, 'ecard');
  return needSpeakers(card);
}

/**
 * Goes on where a card belongs here.
 * @param {boolean} holds
 * @param {'pid' | 'card-chain'} why
 * @returns {asserts holds}
 */
function needChain(holds, why) {
  if (!holds) throw new SealedError('does-not-fold', why, why);
}

/** @param {EpochCard} card */
function needSpeakers(card) {
  for (const speaker of card.speakers) checkedCard(speaker.card);
  return card;
}
