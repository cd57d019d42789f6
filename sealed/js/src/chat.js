// Messages: signed inside of their envelope, and each names the one before of the same sender.

import { cat, equal, fromUtf8, sized, utf8, zeros } from './bytes.js';
import { OTYPE, envelopeAad, openEnvelope, sealEnvelope, decodeEnvelope } from './envelope.js';
import { need, needRead, unreadable } from './error.js';
import { hash } from './frame.js';
import { ROLE, actorKey, needHead, roleOf } from './log/state.js';
import { Reader, decode } from './reader.js';
import { SIGNATURE, needSignature, sign } from './sign.js';
import { counted, u64, u8, v32 } from './writer.js';

/** @import { Random } from './bytes.js' */
/** @import { Place, Under } from './envelope.js' */
/** @import { State } from './log/state.js' */

/** @typedef {{ oid: Uint8Array, hash: Uint8Array }} Meant a message, and its hash */
/**
 * @typedef {{ kind: 1, text: string }
 *   | { kind: 2 | 7, meant: Uint8Array, text: string }
 *   | { kind: 3, meant: Meant[] }
 *   | { kind: 4, file: Uint8Array, text: string }
 *   | { kind: 5, meant: Uint8Array, isOn: boolean, emoji: string }
 *   | { kind: 6, meant: Meant[], reason: string }} Said
 */
/**
 * @typedef {object} Head of a message
 * @property {Uint8Array} sender
 * @property {number} senderSeq
 * @property {Uint8Array} prev
 * @property {number} headSeq
 * @property {Uint8Array} headHash
 * @property {number} time
 */
/** @typedef {Head & { said: Said }} Message */
/** @typedef {Message & { signature: Uint8Array }} SignedMessage */

export const KIND = Object.freeze({ text: 1, edit: 2, retract: 3, file: 4, reaction: 5, removal: 6, reply: 7 });

/** @param {Meant[]} meant */
const encodeMeant = (meant) => counted(meant.map(({ oid, hash: of }) => cat(sized(oid, 16), sized(of, 32))));

/** @param {Said} said */
function encodeSaid(said) {
  switch (said.kind) {
    case 1:
      return utf8(said.text);
    case 2:
    case 7:
      return cat(sized(said.meant, 16), utf8(said.text));
    case 3:
      return encodeMeant(said.meant);
    case 4:
      return cat(sized(said.file, 16), utf8(said.text));
    case 5:
      return cat(sized(said.meant, 16), u8(said.isOn ? 1 : 0), utf8(said.emoji));
    case 6:
      return cat(encodeMeant(said.meant), utf8(said.reason));
  }
}

/** @param {Reader} reader */
function readMeant(reader) {
  const meant = reader.counted(() => ({ oid: reader.raw(16), hash: reader.raw(32) }));
  needRead(meant.length > 0, 'unknown-value', 'no message is meant');
  return meant;
}

/**
 * @param {number} kind
 * @param {Uint8Array} bytes
 * @returns {Said}
 */
function decodeSaid(kind, bytes) {
  return decode(bytes, (reader) => {
    const rest = () => fromUtf8(reader.rest());
    switch (kind) {
      case 1:
        return { kind, text: rest() };
      case 2:
      case 7:
        return { kind, meant: reader.raw(16), text: rest() };
      case 3:
        return { kind, meant: readMeant(reader) };
      case 4:
        return { kind, file: reader.raw(16), text: rest() };
      case 5:
        return { kind, meant: reader.raw(16), isOn: reader.upTo(1) === 1, emoji: rest() };
      case 6:
        return { kind, meant: readMeant(reader), reason: rest() };
      default:
        throw unreadable('unknown-value', 'a kind of message');
    }
  });
}

/** @param {Message} message */
export function encodeMessage({ sender, senderSeq, prev, headSeq, headHash, time, said }) {
  const head = cat(u8(1), sized(sender, 32), u64(senderSeq), sized(prev, 32), u64(headSeq), sized(headHash, 32), u64(time));
  return cat(head, u8(said.kind), v32(encodeSaid(said)));
}

/** @param {SignedMessage} message */
export const encodeSignedMessage = (message) => cat(encodeMessage(message), sized(message.signature, SIGNATURE));

/**
 * @param {Uint8Array} bytes
 * @returns {SignedMessage}
 */
export function decodeSignedMessage(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    const head = {
      sender: reader.raw(32),
      senderSeq: reader.u64(),
      prev: reader.raw(32),
      headSeq: reader.u64(),
      headHash: reader.raw(32),
      time: reader.u64(),
    };
    const kind = reader.u8();
    return { ...head, said: decodeSaid(kind, reader.v32()), signature: reader.raw(SIGNATURE) };
  });
}

/**
 * The hash that the next message of the same sender names.
 * @param {Uint8Array} signed
 */
export const messageHash = (signed) => hash('chat-hash', signed);

/**
 * Where a message belongs.
 * @param {Uint8Array} pid
 * @param {Uint8Array} unit
 * @param {Uint8Array} oid
 * @returns {Place}
 */
export const messagePlace = (pid, unit, oid) => ({ pid, unit, otype: OTYPE.chat, oid, field: 'chat', rev: 0 });

/**
 * @param {Place} place
 * @param {Under} under
 * @param {Message} message
 * @param {Uint8Array} edSeed
 */
export function signMessage(place, under, message, edSeed) {
  const content = encodeMessage(message);
  return cat(content, sign(edSeed, 'chat', envelopeAad(place, under), content));
}

/**
 * @param {Place} place
 * @param {Under} under
 * @param {Uint8Array} key of the unit
 * @param {Message} message
 * @param {Uint8Array} edSeed
 * @param {Random} random
 */
export function sealMessage(place, under, key, message, edSeed, random) {
  const signed = signMessage(place, under, message, edSeed);
  return { hash: messageHash(signed), envelope: sealEnvelope(place, under, key, signed, random) };
}

/**
 * Opens a message, and asks whether its sender signed it for exactly this place. Any member may write, and a delegate whose
 * right it is.
 * @param {State} state
 * @param {Place} place
 * @param {Uint8Array} key of the unit
 * @param {Uint8Array} envelope
 */
export function openMessage(state, place, key, envelope) {
  const { epoch, gen } = decodeEnvelope(envelope);
  const signed = openEnvelope(place, key, envelope);
  const message = decodeSignedMessage(signed);
  const by = actorKey(state, message.sender);
  const content = signed.slice(0, -SIGNATURE);
  needSignature(message.signature, by.key, 'chat', envelopeAad(place, { epoch, gen }), content);
  needHead(state, message.headSeq, message.headHash);
  if (by.delegation) {
    const may = (by.delegation.rights & 4) !== 0 && equal(by.delegation.root, place.unit);
    need(may && message.headSeq < by.until, 'bad-author', 'more than a delegate may');
  }
  const role = by.delegation ? ROLE.reader : roleOf(state, message.sender, message.headSeq);
  need(role !== undefined, 'bad-author', 'no member then');
  need(message.said.kind !== KIND.removal || role >= ROLE.moderator, 'bad-author', 'a removal by a moderator only');
  return { message, hash: messageHash(signed) };
}

/**
 * Goes on where a message is the next of its sender in this unit.
 * @param {Message} message
 * @param {{ senderSeq: number, hash: Uint8Array }} [before]
 */
export function needNextMessage({ senderSeq, prev }, before) {
  need(senderSeq === (before?.senderSeq ?? 0) + 1, 'bad-fields', 'a message is missing');
  need(equal(prev, before?.hash ?? zeros(32)), 'bad-fields', 'another message stands before');
}
