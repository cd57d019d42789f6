// Handing one task to another pursuance: a package with the keys of that task alone, and the answer that accepts it.

import { cat, equal, isZero, sized } from './bytes.js';
import { speakerOf } from './epoch_card.js';
import { SealedError, need, needRead } from './error.js';
import { derive, frame, hash } from './frame.js';
import { hpkeOpen, hpkeSeal } from './hpke.js';
import { readRights } from './log/payload.js';
import { Reader, decode } from './reader.js';
import { SIGNATURE, needSigned, publicKey, sign } from './sign.js';
import { counted, u32, u64, u8, v32 } from './writer.js';

/** @import { Random } from './bytes.js' */
/** @import { EpochCard } from './epoch_card.js' */

/** @typedef {{ did: Uint8Array, home: Uint8Array, delegate: Uint8Array, delegateEpoch: number }} Between */
/** @typedef {Between & { pkgSeq: number, sender: Uint8Array, enc: Uint8Array, ct: Uint8Array }} Package */
/** @typedef {{ epoch: number, unit: Uint8Array, gen: number, key: Uint8Array }} UnitKey */
/**
 * @typedef {object} Contents of a package
 * @property {Uint8Array} did
 * @property {Uint8Array} home
 * @property {Uint8Array} root
 * @property {number} rights see RIGHT
 * @property {number} pkgSeq
 * @property {UnitKey[]} keys
 * @property {number} headSeq
 * @property {Uint8Array} headHash
 */
/** @typedef {Between & { writeKey: Uint8Array, packageHash: Uint8Array, time: number, actor: Uint8Array }} Accept */

export const RIGHT = Object.freeze({ read: 1, chat: 4, propose: 8 });
const MOST_BYTES = 65_536;

/** @param {Between} between */
const encodeBetween = ({ did, home, delegate, delegateEpoch }) =>
  cat(u8(1), sized(did, 16), sized(home, 32), sized(delegate, 32), u32(delegateEpoch));

/**
 * @param {Reader} reader
 * @returns {Between}
 */
function readBetween(reader) {
  reader.fixed();
  return { did: reader.raw(16), home: reader.raw(32), delegate: reader.raw(32), delegateEpoch: reader.u32() };
}

/** @param {Package} one */
const packageBody = (one) => cat(encodeBetween(one), u64(one.pkgSeq), sized(one.sender, 32), sized(one.enc, 32), v32(one.ct));

/** @param {Package & { signature: Uint8Array }} one */
export const encodePackage = (one) => cat(packageBody(one), sized(one.signature, SIGNATURE));

/**
 * @param {Uint8Array} bytes
 * @returns {Package & { signature: Uint8Array }}
 */
export function decodePackage(bytes) {
  needRead(bytes.length <= MOST_BYTES, 'too-large', 'package');
  return decode(bytes, (reader) => {
    const head = { ...readBetween(reader), pkgSeq: reader.u64(), sender: reader.raw(32), enc: reader.raw(32) };
    return { ...head, ct: reader.v32(), signature: reader.raw(SIGNATURE) };
  });
}

/** @param {Contents} what */
export function encodeContents({ did, home, root, rights, pkgSeq, keys, headSeq, headHash }) {
  const units = keys.map((one) => cat(u32(one.epoch), sized(one.unit, 16), u32(one.gen), sized(one.key, 32)));
  const head = cat(u8(1), sized(did, 16), sized(home, 32), sized(root, 16), u8(rights), u64(pkgSeq));
  return cat(head, counted(units), u64(headSeq), sized(headHash, 32));
}

/**
 * @param {Uint8Array} bytes
 * @returns {Contents}
 */
export function decodeContents(bytes) {
  return decode(bytes, (reader) => {
    reader.fixed();
    const head = { did: reader.raw(16), home: reader.raw(32), root: reader.raw(16), rights: readRights(reader) };
    return {
      ...head,
      pkgSeq: reader.u64(),
      keys: reader.counted(() => ({ epoch: reader.u32(), unit: reader.raw(16), gen: reader.u32(), key: reader.raw(32) })),
      headSeq: reader.u64(),
      headHash: reader.raw(32),
    };
  });
}

/** @param {Between} between */
export const packageInfo = ({ did, home, delegate, delegateEpoch }) =>
  frame('deleg', sized(home, 32), sized(did, 16), sized(delegate, 32), u32(delegateEpoch));

/** @param {{ pkgSeq: number, sender: Uint8Array }} one */
export const packageAad = ({ pkgSeq, sender }) => frame('deleg-aad', u64(pkgSeq), sized(sender, 32));

/** @param {Uint8Array} bytes */
export const packageHash = (bytes) => hash('pkg-hash', bytes);

/**
 * @param {Between} between
 * @param {Uint8Array} epk of the delegate
 * @param {Contents} contents
 * @param {{ iid: Uint8Array, edSeed: Uint8Array }} sender
 * @param {Random} random
 */
export async function sealPackage(between, epk, contents, { iid, edSeed }, random) {
  const head = { ...between, pkgSeq: contents.pkgSeq, sender: iid };
  const text = encodeContents(contents);
  const body = packageBody({ ...head, ...(await hpkeSeal(epk, packageInfo(between), packageAad(head), text, random)) });
  return cat(body, sign(edSeed, 'deleg-sig', body));
}

/**
 * A package that somebody sent who speaks for its home.
 * @param {EpochCard} home the newest card of it
 * @param {Uint8Array} bytes
 */
export function checkedPackage(home, bytes) {
  const one = decodePackage(bytes);
  need(equal(one.home, home.pid), 'bad-author', 'of another home');
  needSigned(bytes, speakerOf(home, one.sender).edKey, 'deleg-sig');
  return one;
}

/**
 * @param {Package} one
 * @param {Uint8Array} xSecret of the epoch of the delegate
 */
export async function openPackage(one, xSecret) {
  const contents = decodeContents(await hpkeOpen(xSecret, one.enc, packageInfo(one), packageAad(one), one.ct));
  const same = equal(contents.did, one.did) && equal(contents.home, one.home) && contents.pkgSeq === one.pkgSeq;
  if (!same) throw new SealedError('bad-fields', 'a package says another thing inside', 'mismatch');
  return contents;
}

/**
 * The key with which a delegate signs what it writes into a task.
 * @param {Uint8Array} es of the delegate
 * @param {{ home: Uint8Array, did: Uint8Array }} of
 */
export function writeKeys(es, { home, did }) {
  const seed = derive(es, 'deleg/write', sized(home, 32), sized(did, 16));
  return { seed, key: publicKey(seed) };
}

/** @param {Accept} accept */
const acceptBody = (accept) =>
  cat(
    encodeBetween(accept),
    ...[sized(accept.writeKey, 32), sized(accept.packageHash, 32), u64(accept.time), sized(accept.actor, 32)],
  );

/** @param {Accept & { signature: Uint8Array }} accept */
export const encodeAccept = (accept) => cat(acceptBody(accept), sized(accept.signature, SIGNATURE));

/**
 * @param {Uint8Array} bytes
 * @returns {Accept & { signature: Uint8Array }}
 */
export function decodeAccept(bytes) {
  return decode(bytes, (reader) => ({
    ...readBetween(reader),
    writeKey: reader.raw(32),
    packageHash: reader.raw(32),
    time: reader.u64(),
    actor: reader.raw(32),
    signature: reader.raw(SIGNATURE),
  }));
}

/**
 * @param {Accept} accept
 * @param {Uint8Array} edSeed
 */
export function signAccept(accept, edSeed) {
  const body = acceptBody(accept);
  return cat(body, sign(edSeed, 'deleg-accept', body));
}

/**
 * An answer of somebody who speaks for the delegate, to exactly the package that was sent.
 * @param {EpochCard} delegate the newest card of it
 * @param {Uint8Array} sent the package
 * @param {Uint8Array} bytes
 */
export function checkedAccept(delegate, sent, bytes) {
  const accept = decodeAccept(bytes);
  const one = decodePackage(sent);
  const same = equal(accept.did, one.did) && equal(accept.home, one.home) && equal(accept.delegate, one.delegate);
  need(same && accept.delegateEpoch === one.delegateEpoch, 'bad-fields', 'an answer to something else');
  need(equal(accept.packageHash, packageHash(sent)), 'bad-fields', 'an answer to another package');
  need(equal(accept.delegate, delegate.pid) && !isZero(accept.writeKey), 'bad-author', 'of another delegate');
  needSigned(bytes, speakerOf(delegate, accept.actor).edKey, 'deleg-accept');
  return accept;
}
