// Between members and a relay, which knows no accounts: what is posted and who reads, signed; and the link to a new home.

import { cat, equal, fromBase64url, fromCode, sized, toBase64url, toCode } from './bytes.js';
import { need, needRead } from './error.js';
import { isMember } from './bundle.js';
import { actorKey } from './log/state.js';
import { decode } from './reader.js';
import { RECORD, decodeRecords, encodeRecords } from './records.js';
import { SIGNATURE, needSignature, needSigned, sign } from './sign.js';
import { str, u64, u8, v32 } from './writer.js';

/** @import { State } from './log/state.js' */
/** @import { SealedRecord } from './records.js' */

/** @typedef {{ pid: Uint8Array, actor: Uint8Array, time: number, records: SealedRecord[] }} Post */
/** @typedef {{ actor: Uint8Array, time: number, signature: Uint8Array }} Read */
/** @typedef {{ pid: Uint8Array, headSeq: number, headHash: Uint8Array, baseUrl: string }} Moved */

const MARK = 'm1';
const MOST_POST = 8 * 2 ** 20;
/** How far the clocks of two may be apart. */
const MOST_APART = 5 * 60 * 1000;

/** @param {Post} post */
const postBody = ({ pid, actor, time, records }) =>
  cat(u8(1), sized(pid, 32), sized(actor, 32), u64(time), v32(encodeRecords(records)));

/** @param {Post & { signature: Uint8Array }} post */
export const encodePost = (post) => cat(postBody(post), sized(post.signature, SIGNATURE));

/**
 * @param {Uint8Array} bytes
 * @returns {Post & { signature: Uint8Array }}
 */
export function decodePost(bytes) {
  needRead(bytes.length <= MOST_POST, 'too-large', 'post');
  return decode(bytes, (reader) => {
    reader.fixed();
    const who = { pid: reader.raw(32), actor: reader.raw(32), time: reader.u64() };
    return { ...who, records: decodeRecords(reader.v32()), signature: reader.raw(SIGNATURE) };
  });
}

/**
 * @param {Post} post
 * @param {Uint8Array} edSeed
 */
export function signPost(post, edSeed) {
  const body = postBody(post);
  return cat(body, sign(edSeed, 'relay-post', body));
}

/**
 * @param {number} time
 * @param {number} now
 */
const needSoon = (time, now) => need(Math.abs(time - now) <= MOST_APART, 'bad-number', 'another time');

/**
 * A post of a member, of now; who only reads posts messages and nothing else.
 * @param {State} state
 * @param {Uint8Array} bytes
 * @param {number} now
 */
export function checkedPost(state, bytes, now) {
  const post = decodePost(bytes);
  need(equal(post.pid, state.pid), 'bad-author', 'of another pursuance');
  need(isMember(state, post.actor), 'bad-author', 'no member');
  needSigned(bytes, actorKey(state, post.actor).key, 'relay-post');
  needSoon(post.time, now);
  const role = [...state.members.values()].find(({ iid }) => equal(iid, post.actor))?.role ?? 0;
  need(role > 0 || post.records.every(({ kind }) => kind === RECORD.message), 'bad-author', 'who reads posts messages alone');
  return post;
}

/**
 * The header of somebody who reads.
 * @param {Uint8Array} pid
 * @param {{ iid: Uint8Array, edSeed: Uint8Array }} reader
 * @param {number} time
 */
export const signRead = (pid, { iid, edSeed }, time) =>
  encodeRead({ actor: iid, time, signature: sign(edSeed, 'relay-read', sized(pid, 32), u64(time)) });

/** @param {Read} read */
export const encodeRead = ({ actor, time, signature }) =>
  toBase64url(cat(sized(actor, 32), u64(time), sized(signature, SIGNATURE)));

/**
 * @param {string} header
 * @returns {Read}
 */
export const decodeRead = (header) =>
  decode(fromBase64url(header), (reader) => ({ actor: reader.raw(32), time: reader.u64(), signature: reader.raw(SIGNATURE) }));

/**
 * @param {State} state
 * @param {string} header
 * @param {number} now
 */
export function checkedRead(state, header, now) {
  const read = decodeRead(header);
  need(isMember(state, read.actor), 'bad-author', 'no member');
  needSignature(read.signature, actorKey(state, read.actor).key, 'relay-read', state.pid, u64(read.time));
  needSoon(read.time, now);
  return read;
}

/** @param {Moved} moved */
export const toMovedLink = ({ pid, headSeq, headHash, baseUrl }) =>
  toCode(MARK, cat(u8(1), sized(pid, 32), u64(headSeq), sized(headHash, 32), str(baseUrl)));

/**
 * @param {string} text
 * @returns {Moved}
 */
export function fromMovedLink(text) {
  return decode(fromCode(MARK, text), (reader) => {
    reader.fixed();
    return { pid: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32), baseUrl: reader.str() };
  });
}
