// The discussion of a task, from what its members signed: who said what, what it was changed to, and what was taken back. And writing in it.

import { equal, fromHex, plain, toHex, zeros } from '../../bytes.js';
import { KIND } from '../../chat.js';
import { OTYPE } from '../../envelope.js';
import { SealedError } from '../../error.js';
import { heirOf } from '../../log/state.js';
import { Trouble, needThat } from '../trouble.js';
import { followed } from './message_chain.js';
import { rotateNow } from './membership.js';
import { takeNewer } from './refused_write.js';
import { keyOf } from './objects.js';
import { messageRecord } from './records.js';
import { speaksFor } from './replaced_keys.js';
import { TRIES, newerOf } from './server.js';

/** @import { Meant, Message, Said as Words } from '../../chat.js' */
/** @import { Link, Place } from './message_chain.js' */
/** @import { Group } from './group.js' */
/** @import { Kept } from './messages.js' */
/** @import { MessageRecord } from './records.js' */

/** @typedef {{ kept: Kept, oid: string, message: Message, hash: Uint8Array }} Read a message that could be opened */
/**
 * @typedef {object} Spoken a message as people see it
 * @property {string} id
 * @property {Uint8Array} oid
 * @property {Uint8Array} sender
 * @property {number} time as its sender says it
 * @property {string} text as it was changed last
 * @property {Meant[]} all it and its changes
 */
/** @typedef {{ by: Uint8Array, hash: Uint8Array, reason: string }} End `hash`: zero of what could not be opened; `reason`: of a moderator */
/**
 * @typedef {object} Talk
 * @property {Map<string, Spoken>} said by its id
 * @property {Map<string, End>} ends what was taken back or removed, by its id
 * @property {Map<string, Uint8Array>} hashes of all messages, by their ids; zero of what could not be opened
 * @property {Map<string, string>} senders as far as they are known
 * @property {number} closed how many this device cannot open, or not yet: what is missing between the others may be one of them
 * @property {Place} own where the own next message goes on
 */

/**
 * Opens what can be opened, and notes what is not what a member signed.
 * @param {Group} group
 * @param {Kept[]} all
 */
async function opened(group, all) {
  /** @type {Read[]} */
  const read = [];
  /** Numbers of those that could not be opened. @type {Set<number>} */
  const shut = new Set();
  /** Those of them for which there is no key, or not yet the entry of the log that they name. */
  let closed = 0;
  /** @type {string[][]} */
  const ahead = [];
  /** Heads of another log, with who names them, and where. @type {Map<string, string[][]>} */
  const others = new Map();
  for (const kept of all) {
    if (!kept.bytes) continue;
    await group.pause();
    const oid = toHex(kept.oid);
    try {
      const found = group.keyring.message(group.state, kept, kept.bytes);
      if (found && found.message.senderSeq !== kept.seq) group.lies.raise('substituted', keyOf(OTYPE.chat, kept.oid), ['its number']);
      else if (found) read.push({ kept, oid, ...found });
      else {
        shut.add(kept.seq);
        closed += 1;
      }
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      shut.add(kept.seq);
      const signed = error.reason === 'does-not-fold' && group.keyring.signed(kept, kept.bytes);
      if (signed) {
        const head = `${signed.headSeq} ${toHex(signed.headHash)}`;
        others.set(head, [...(others.get(head) ?? []), [heirOf(group.state, toHex(signed.sender)), oid]]);
      } else if (error.reason === 'stale-log') {
        closed += 1;
        ahead.push([keyOf(OTYPE.chat, kept.oid), `${kept.seq}`]);
      } else group.lies.raise('substituted', keyOf(OTYPE.chat, kept.oid), [error.message]);
    }
  }
  noteForks(group, others);
  return { read, shut, closed, ahead };
}

/**
 * Of a head that one person names nobody knows who shows it, them or the server, which cannot look into messages: it stays a doubt about
 * what they said. Two who name the same have seen another log, and whoever names it themselves knows that it is none of theirs.
 * @param {Group} group
 * @param {Map<string, string[][]>} others
 */
function noteForks({ lies, me }, others) {
  for (const [head, named] of others) {
    const who = new Set(named.map(([id]) => id));
    if (who.size < 2 && !who.has(toHex(me.iid))) continue;
    for (const [, oid = ''] of named) lies.raise('fork', '', [`${OTYPE.chat}/${oid}`, ...head.split(' ')]);
  }
}

/**
 * Ends of messages, retracted by their author, or removed by a moderator (`openMessage` has asked who may). Each ends the message that it names
 * first. The messages that it names behind are wordings of that one, or cannot be read here: another message stays where it is.
 * @param {Group} group
 * @param {Map<string, Read>} read by their ids
 * @param {Map<string, string>} senders of all that are known
 */
function endsIn({ rekeyed }, read, senders) {
  /** @type {Map<string, End>} */
  const ends = new Map();
  for (const { message } of read.values()) {
    const { said, sender } = message;
    if (said.kind !== KIND.retract && said.kind !== KIND.removal) continue;
    const reason = said.kind === KIND.removal ? said.reason : '';
    for (const { oid, hash } of said.meant) {
      const id = toHex(oid);
      const [subject, of, its] = [said.meant[0]?.oid ?? oid, senders.get(id), read.get(id)?.message.said];
      const isTheirs = said.kind === KIND.removal || of === undefined || speaksFor(rekeyed, toHex(sender), of);
      const isOf = !its || equal(oid, subject) || (its.kind === KIND.edit && equal(its.meant, subject));
      if (isTheirs && isOf) ends.set(id, { by: sender, hash, reason });
    }
  }
  return ends;
}

/**
 * The discussion of a task as far as this device can read it.
 * @param {Group} group
 * @param {Uint8Array} unit
 * @returns {Promise<Talk>}
 */
export async function readTalk(group, unit) {
  const all = (await group.messages.of(unit)).sort((a, b) => a.seq - b.seq);
  let found = await opened(group, all);
  if (found.ahead.length > 0) {
    // Its sender has seen more of the log (R2).
    await group.syncLog();
    found = await opened(group, all);
  }
  await group.noteBehind(`chat/${toHex(unit)}`, found.ahead);
  const { read, shut, closed } = found;
  /** @type {Map<string, string>} */
  const senders = new Map(read.map(({ oid, message }) => [oid, toHex(message.sender)]));
  for (const { oid, sender } of all) if (sender) senders.set(toHex(oid), sender);
  const byOid = new Map(read.map((one) => [one.oid, one]));
  const ends = endsIn(group, byOid, senders);
  /** @type {Map<string, Link[]>} */
  const chains = new Map();
  for (const kept of all) {
    const oid = toHex(kept.oid);
    const [sender, found] = [senders.get(oid), byOid.get(oid)];
    if (sender === undefined) continue;
    const link = { oid, seq: kept.seq, hash: found?.hash ?? kept.hash, prev: found?.message.prev };
    const links = chains.get(sender);
    if (links) links.push(link);
    else chains.set(sender, [link]);
  }
  const me = toHex(group.me.iid);
  /** @type {Place} */
  let own = { seq: 0, hash: zeros(32) };
  for (const [sender, links] of chains) {
    const last = followed(group, links, { shut, closed }, ends);
    if (sender === me && last) own = last;
  }
  const over = read.filter(({ oid }) => ends.has(oid));
  await group.messages.forget(over.map(({ kept, message, hash }) => ({ ...kept, sender: toHex(message.sender), hash })));
  const hashes = new Map(all.map(({ oid, hash }) => [toHex(oid), byOid.get(toHex(oid))?.hash ?? hash ?? zeros(32)]));
  return { said: saidIn(group, read, ends), ends, hashes, senders, closed, own };
}

/**
 * @param {Group} group
 * @param {Read[]} read
 * @param {Map<string, End>} ends
 */
function saidIn({ rekeyed }, read, ends) {
  /** @type {Map<string, Spoken>} */
  const said = new Map();
  for (const { kept, oid, message, hash } of read) {
    if ((message.said.kind !== KIND.text && message.said.kind !== KIND.reply) || ends.has(oid)) continue;
    const { sender, time } = message;
    said.set(oid, { id: oid, oid: kept.oid, sender, time, text: plain(message.said.text), all: [{ oid: kept.oid, hash }] });
  }
  for (const { kept, oid, message, hash } of read) {
    if (message.said.kind !== KIND.edit || ends.has(oid)) continue;
    const meant = said.get(toHex(message.said.meant));
    // Nobody changes what somebody else said.
    if (!meant || !speaksFor(rekeyed, toHex(message.sender), toHex(meant.sender))) continue;
    meant.text = plain(message.said.text);
    meant.all.push({ oid: kept.oid, hash });
  }
  return said;
}

/**
 * Says something: a new message, another wording of an own one, its retraction, or the removal of somebody else's.
 * @typedef {{ does: 'say', text: string } | { does: 'edit' | 'remove', of: string, text: string } | { does: 'retract', of: string }} Saying
 */

/**
 * The signed words, and the hints for the server: which message they change, or which envelopes they delete.
 * @param {Talk} talk
 * @param {Saying} saying
 * @param {Meant[]} demanded what ends with it, as the server says
 * @returns {{ said: Words, edits?: Uint8Array, ends?: Uint8Array[] }}
 */
function wordsOf(talk, saying, demanded) {
  if (saying.does === 'say') return { said: { kind: KIND.text, text: saying.text } };
  const [spoken, hash] = [talk.said.get(saying.of), talk.hashes.get(saying.of)];
  needThat(hash !== undefined && (spoken !== undefined || saying.does !== 'edit'), 'unknown-object');
  const oid = fromHex(saying.of);
  if (saying.does === 'edit') return { said: { kind: KIND.edit, meant: oid, text: saying.text }, edits: oid };
  // Also what cannot be opened is removed, and what was signed as something else than a comment.
  // Messages that the server asks for stand before those that their author named without telling it: both together may be too many.
  const named = new Map([{ oid, hash }, ...demanded, ...(spoken?.all ?? [])].map((one) => [toHex(one.oid), one]));
  const meant = [...named.values()].slice(0, MOST_WORDINGS);
  const ends = meant.map((one) => one.oid);
  if (saying.does === 'retract') return { said: { kind: KIND.retract, meant }, ends };
  return { said: { kind: KIND.removal, meant, reason: saying.text }, ends };
}

/**
 * Messages that the server takes for a change of one that is to end. They are named, whatever their author signed there: else nobody could
 * remove the message. Nobody knows the hash of one that cannot be opened.
 * @param {Group} group
 * @param {Talk} talk
 * @param {{ of: string, seq: number, error: unknown, shown: Shown }} refused
 * @returns {Meant[]}
 */
function demandedIn({ lies, me, rekeyed }, { senders, hashes }, { of, seq, error, shown }) {
  const author = senders.get(of) ?? shown.get(of);
  return newerOf(error instanceof Trouble ? error.records : []).messages.flatMap(({ oid, seq: its }) => {
    const id = toHex(oid);
    const sender = senders.get(id) ?? author;
    // Another device of the same person was faster: the next try has another number.
    if (sender === toHex(me.iid) && its >= seq) return [];
    const isOfAuthor = sender === author || (sender !== undefined && author !== undefined && speaksFor(rekeyed, sender, author));
    const isTheirs = isOfAuthor && !shown.has(id);
    // Nobody changes what somebody else said, and what stands on the page for itself is no change.
    if (!isTheirs) lies.raise('changed', `message/${id}`);
    return isTheirs ? [{ oid, hash: hashes.get(id) ?? zeros(32) }] : [];
  });
}

/** So many wordings a message has at most, as servers count them. */
const MOST_WORDINGS = 21;

/** @typedef {Map<string, string>} Shown the messages that a page shows, by their ids, with their senders */

/**
 * Signs and sends a message, and again where another device of the same person was faster, or the key is another one meanwhile.
 * @param {Group} group
 * @param {Uint8Array} unit the task
 * @param {Saying} saying
 * @param {{ shown?: Shown, beside?: Record<string, unknown> }} [around] what the page shows, and what else the server is told of it
 */
export const say = (group, unit, saying, { shown = new Map(), beside = {} } = {}) =>
  group.alone(() => sayNow(group, unit, saying, { shown, beside }));

/**
 * The next message of this person about a task, signed and encrypted.
 * @param {Group} group
 * @param {Talk} talk
 * @param {{ unit: Uint8Array, oid: Uint8Array }} place
 * @param {Words} said
 * @returns {MessageRecord}
 */
function nextOf({ device, keyring, me, state }, { own }, place, said) {
  const seq = own.seq + 1;
  const under = { epoch: state.epoch, gen: state.gens.get(toHex(place.unit)) ?? 0 };
  const head = { headSeq: state.next - 1, headHash: state.head, time: device.now() };
  const message = { sender: me.iid, senderSeq: seq, prev: own.hash, ...head, said };
  return { ...place, seq, bytes: keyring.sealMessage(place, under, message, me.keys.edSeed, device.random) };
}

/**
 * Something new that is said along with a change, under one id however often it is tried: what has arrived is not said once more.
 * @param {Group} group
 * @param {{ unit: Uint8Array, oid: Uint8Array }} place
 * @param {string} text
 */
export async function oncePut(group, place, text) {
  const talk = await readTalk(group, place.unit);
  needThat(!group.lies.isFrozen, 'frozen');
  return talk.hashes.has(toHex(place.oid)) ? [] : [nextOf(group, talk, place, { kind: KIND.text, text })];
}

/**
 * @param {Group} group
 * @param {Uint8Array} unit
 * @param {Saying} saying
 * @param {{ shown: Shown, beside: Record<string, unknown> }} around
 */
async function sayNow(group, unit, saying, { shown, beside }) {
  const { device, server } = group;
  /** @type {Meant[]} */
  let demanded = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    group.needWriting();
    // A former member could read texts that are written under the key of now.
    if (group.state.isPending && group.role >= 1) await rotateNow(group);
    const talk = await readTalk(group, unit);
    needThat(!group.lies.isFrozen, 'frozen');
    const { said, edits, ends } = wordsOf(talk, saying, demanded);
    const sent = nextOf(group, talk, { unit, oid: device.random(16) }, said);
    const [id, seq] = [toHex(sent.oid), sent.seq];
    try {
      await server.send('put', [messageRecord(sent)], {
        ...beside,
        ...(edits && { edits: { [id]: toHex(edits) } }),
        ...(ends && { ends: { [id]: ends.map(toHex) } }),
      });
    } catch (error) {
      if (!(await takeNewer(group, error))) throw error;
      const more = ends && 'of' in saying ? demandedIn(group, await readTalk(group, unit), { of: saying.of, seq, error, shown }) : [];
      if (more.length > 0) demanded = more;
      continue;
    }
    await group.messages.take([sent]);
    return;
  }
  throw new Trouble('too-busy');
}
