// Payloads of the entries of the log, by their type.

import { cat, sized } from '../bytes.js';
import { needRead, unreadable } from '../error.js';
import { PREV_BOX } from '../epoch.js';
import { CARD, decodeCard } from '../identity.js';
import { Reader, decode } from '../reader.js';
import { SIGNATURE } from '../sign.js';
import { counted, needRising, str, u16, u32, u64, u8, v16, v32 } from '../writer.js';

export const TYPE = /* @__PURE__ */ Object.freeze({
  genesis: 1,
  add: 2,
  leave: 3,
  remove: 4,
  epoch: 5,
  invite: 6,
  inviteRevoke: 7,
  join: 8,
  role: 9,
  rekey: 10,
  delegate: 11,
  delegateRevoke: 12,
  move: 13,
  checkpoint: 14,
  settings: 15,
  unitBump: 16,
});

/** @typedef {{ unit: Uint8Array, gen: number }} Gen */
/** @typedef {{ nonce: Uint8Array, history: number, card: Uint8Array }} Genesis */
/** @typedef {{ epoch: number, kc: Uint8Array, epk: Uint8Array, prevBox: Uint8Array | null }} Epoch */
/** @typedef {{ id: Uint8Array, key: Uint8Array, role: number, maxUses: number, expires: number }} Invite */
/** @typedef {{ id: Uint8Array, card: Uint8Array, signature: Uint8Array }} Join */
/** @typedef {{ old: Uint8Array, card: Uint8Array, signature: Uint8Array }} Rekey */
/**
 * @typedef {object} Delegate
 * @property {Uint8Array} did
 * @property {Uint8Array} root
 * @property {Uint8Array} pid
 * @property {number} epoch
 * @property {Uint8Array} epk
 * @property {number} rights
 * @property {Uint8Array} writeKey zero: not yet
 * @property {Uint8Array} cardHead
 */
/**
 * @typedef {{ type: 1 } & Genesis
 *   | { type: 2, role: number, card: Uint8Array }
 *   | { type: 3 }
 *   | { type: 4, iid: Uint8Array }
 *   | { type: 5 } & Epoch
 *   | { type: 6 } & Invite
 *   | { type: 7, id: Uint8Array }
 *   | { type: 8 } & Join
 *   | { type: 9, iid: Uint8Array, role: number }
 *   | { type: 10 } & Rekey
 *   | { type: 11 } & Delegate
 *   | { type: 12, did: Uint8Array, gens: Gen[] }
 *   | { type: 13, baseUrl: string, effectiveSeq: number }
 *   | { type: 14, objects: number, root: Uint8Array }
 *   | { type: 15, history: number, floor: number }
 *   | { type: 16 } & Gen} Payload
 */

const MOST_ROLE = 3;
const MODE_COURIER = 1;
/** Read, chat, propose; the second bit has no meaning yet, and may be set. */
const RIGHTS = 0x0f;

/** @param {Uint8Array} card */
const vCard = (card) => v16(sized(card, CARD));

/** @param {Gen} gen */
const encodeGen = ({ unit, gen }) => cat(sized(unit, 16), u32(gen));

/** @param {Payload} payload */
export function encodePayload(payload) {
  switch (payload.type) {
    case 1:
      return cat(u8(1), sized(payload.nonce, 16), u8(payload.history), vCard(payload.card));
    case 2:
      return cat(u8(payload.role), vCard(payload.card));
    case 3:
      return u32(0);
    case 4:
      return cat(sized(payload.iid, 32), u8(0));
    case 5:
      return encodeEpoch(payload);
    case 6: {
      const { id, key, role, maxUses, expires } = payload;
      return cat(sized(id, 16), sized(key, 32), u8(role), u16(maxUses), u64(expires), u8(MODE_COURIER));
    }
    case 7:
      return sized(payload.id, 16);
    case 8:
      return cat(sized(payload.id, 16), vCard(payload.card), sized(payload.signature, SIGNATURE));
    case 9:
      return cat(sized(payload.iid, 32), u8(payload.role));
    case 10:
      return cat(sized(payload.old, 32), vCard(payload.card), sized(payload.signature, SIGNATURE));
    case 11:
      return encodeDelegate(payload);
    case 12:
      return cat(sized(payload.did, 16), counted(payload.gens.map(encodeGen)));
    case 13:
      return cat(str(payload.baseUrl), u64(payload.effectiveSeq));
    case 14:
      return cat(u64(payload.objects), sized(payload.root, 32));
    case 15:
      return cat(u8(1), u8(payload.history), u32(payload.floor), v32(new Uint8Array(0)));
    case 16:
      return encodeGen(payload);
  }
}

/** @param {Epoch} epoch */
function encodeEpoch({ epoch, kc, epk, prevBox }) {
  const box = prevBox ? cat(u8(1), sized(prevBox, PREV_BOX)) : u8(0);
  return cat(u32(epoch), sized(kc, 32), sized(epk, 32), box);
}

/** @param {Delegate} delegate */
function encodeDelegate({ did, root, pid, epoch, epk, rights, writeKey, cardHead }) {
  const who = [sized(did, 16), sized(root, 16), sized(pid, 32), u32(epoch), sized(epk, 32)];
  return cat(...who, u8(rights), sized(writeKey, 32), sized(cardHead, 32));
}

/**
 * A card as its bytes; whether it holds is asked by the rules.
 * @param {Reader} reader
 */
function card(reader) {
  const bytes = reader.v16();
  decodeCard(bytes);
  return bytes;
}

/** @param {Reader} reader */
const gen = (reader) => ({ unit: reader.raw(16), gen: reader.u32() });

/**
 * 1: all of it, 2: from one's joining on.
 * @param {Reader} reader
 */
function history(reader) {
  const value = reader.u8();
  needRead(value === 1 || value === 2, 'unknown-value', 'history');
  return value;
}

/** @param {Reader} reader */
export function readRights(reader) {
  const rights = reader.u8();
  needRead((rights & ~RIGHTS) === 0, 'unknown-value', 'rights without a meaning');
  return rights;
}

/** @type {Record<number, (reader: Reader) => Payload>} */
const READ = {
  1: (reader) => {
    reader.fixed();
    return { type: 1, nonce: reader.raw(16), history: history(reader), card: card(reader) };
  },
  2: (reader) => ({ type: 2, role: reader.upTo(MOST_ROLE), card: card(reader) }),
  3: (reader) => {
    needRead(reader.u32() === 0, 'unknown-value', 'reserved');
    return { type: 3 };
  },
  4: (reader) => {
    const iid = reader.raw(32);
    reader.fixed(0, 'unknown-value');
    return { type: 4, iid };
  },
  5: (reader) => {
    const epoch = { epoch: reader.u32(), kc: reader.raw(32), epk: reader.raw(32) };
    return { type: 5, ...epoch, prevBox: reader.upTo(1) === 1 ? reader.raw(PREV_BOX) : null };
  },
  6: (reader) => {
    const invite = { id: reader.raw(16), key: reader.raw(32), role: reader.upTo(1), maxUses: reader.u16(), expires: reader.u64() };
    reader.fixed(MODE_COURIER, 'unknown-value');
    return { type: 6, ...invite };
  },
  7: (reader) => ({ type: 7, id: reader.raw(16) }),
  8: (reader) => ({ type: 8, id: reader.raw(16), card: card(reader), signature: reader.raw(SIGNATURE) }),
  9: (reader) => ({ type: 9, iid: reader.raw(32), role: reader.upTo(MOST_ROLE) }),
  10: (reader) => ({ type: 10, old: reader.raw(32), card: card(reader), signature: reader.raw(SIGNATURE) }),
  11: (reader) => {
    const who = { did: reader.raw(16), root: reader.raw(16), pid: reader.raw(32), epoch: reader.u32(), epk: reader.raw(32) };
    return { type: 11, ...who, rights: readRights(reader), writeKey: reader.raw(32), cardHead: reader.raw(32) };
  },
  12: (reader) => {
    const revoke = { did: reader.raw(16), gens: reader.counted(() => gen(reader)) };
    needRising(revoke.gens.map(({ unit }) => unit));
    return { type: 12, ...revoke };
  },
  13: (reader) => ({ type: 13, baseUrl: reader.str(), effectiveSeq: reader.u64() }),
  14: (reader) => ({ type: 14, objects: reader.u64(), root: reader.raw(32) }),
  15: (reader) => {
    reader.fixed();
    const settings = { history: history(reader), floor: reader.u32() };
    needRead(reader.v32().length === 0, 'unknown-value', 'settings are empty in this version');
    return { type: 15, ...settings };
  },
  16: (reader) => ({ type: 16, ...gen(reader) }),
};

/**
 * @param {number} type
 * @param {Uint8Array} bytes
 * @returns {Payload}
 */
export function decodePayload(type, bytes) {
  return decode(bytes, (reader) => {
    const read = READ[type];
    if (!read) throw unreadable('unknown-value', `entries of type ${type}`);
    return read(reader);
  });
}
