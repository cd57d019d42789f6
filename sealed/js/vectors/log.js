// Vectors of the log and of epochs: entries, scenarios, secrets and their seals.

import { fixed, ok, refused, same, settled } from './check.js';
import { bytesOf, keysOf } from './read.js';

/** @import { Check, Scenario, Sealed, Vectors } from './all.js' */

/**
 * The state behind the last entry that counts.
 * @param {Sealed} S
 * @param {Scenario} scenario
 */
export function scenario(S, { name, pid, entries, expect, at, reason, members, epoch, head }) {
  const { state, refusal } = S.fold(S.fromHex(pid), entries.map(S.fromHex));
  same(refusal ? 'invalid' : 'ok', expect, name);
  same(refusal?.at ?? null, at, `${name}: entry`);
  // The older file has spaces in these words.
  same(refusal?.why ?? null, reason && reason.replace(/[ _]/g, '-'), `${name}: why`);
  same(state.epoch, epoch, `${name}: epoch`);
  if (members) {
    const found = [...state.members].map(([iid, { role }]) => [iid, role]).sort();
    same(JSON.stringify(found), JSON.stringify([...members].sort()), `${name}: members`);
  }
  if (head) same(state.head, head, `${name}: head`);
  return state;
}

/**
 * @param {Sealed} S
 * @param {Vectors} v
 * @returns {Check[]}
 */
export function chains(S, v) {
  const b = S.fromHex;
  const pid = b(v.log.pid);
  const entries = v.log.entries.map(b);
  const epoch = bytesOf(S, v.epoch);
  const es = epoch('es');
  return [
    {
      name: 'log',
      keys: ['log'],
      run: () => {
        same(S.pursuanceId(b(v.log.genesis_payload)), v.log.pid, 'id of the pursuance');
        const { state, refusal } = S.fold(pid, entries);
        same(refusal && refusal.why, null, 'fold');
        v.log.hashes.forEach((hash, at) => same(state.hashes[at], hash, 'hash'));
        entries.forEach((bytes) => {
          const entry = S.decodeEntry(bytes);
          same(S.signEntry(entry, keysOf(S, v, 'alice').edSeed), bytes, 'signed anew');
          const payload = S.decodePayload(entry.type, entry.payload);
          same(S.encodePayload(payload), entry.payload, 'payload');
          S.needSigned(bytes, b(v.log.signer_pk), 'log');
        });
        same(state.members.size, 2, 'members');
        same(S.epochOf(state, 1).epk, epoch('x_pk'), 'key of the epoch');
      },
    },
    {
      name: 'scenarios of logs',
      keys: ['log_scenarios'],
      run: () => {
        ok(v.log_scenarios.length > 0, 'some scenarios');
        for (const one of v.log_scenarios) scenario(S, one);
      },
    },
    {
      name: 'keys of an epoch',
      keys: ['epoch'],
      run: () => {
        const keys = S.epochKeys(pid, v.epoch.epoch, es);
        same(keys.content, epoch('content'), 'content');
        same(keys.tag, epoch('tag'), 'tag');
        same(keys.prev, epoch('prev'), 'prev');
        same(keys.xSecret, epoch('x_sk'), 'secret key');
        same(keys.xKey, epoch('x_pk'), 'key');
        same(S.commitment(pid, v.epoch.epoch, es), epoch('commit'), 'commitment');
      },
    },
    {
      name: 'seal',
      keys: ['seal'],
      run: async () => {
        const of = bytesOf(S, v.seal);
        const bob = { iid: bytesOf(S, v.identity.bob)('iid'), xKey: bytesOf(S, v.identity.bob)('x_pk') };
        const kc = epoch('commit');
        same(S.sealInfo(pid, 1), of('info'), 'info');
        same(S.sealAad(bob.iid, kc), of('aad'), 'aad');
        same(await S.sealSecret(pid, 1, es, bob, fixed(of('sk_e'))), of('record'), 'record');
        const { enc, ct } = S.decodeSeal(of('record'));
        same(enc, of('enc'), 'enc');
        same(ct, of('ct'), 'ct');
        const me = { iid: bob.iid, xSecret: keysOf(S, v, 'bob').xSecret };
        const promised = { epoch: 1, kc, epk: epoch('x_pk') };
        same(await S.openSeal(pid, me, promised, of('record')), es, 'secret');
        refused(await settled(async () => S.openSeal(pid, me, { ...promised, kc: S.sha(kc) }, of('record'))), 'does-not-open', 'another commitment');
        refused(await settled(async () => S.openSeal(pid, me, { ...promised, epk: kc }, of('record'))), 'bad-epoch', 'another key of the epoch');
      },
    },
    {
      name: 'box of the epoch before',
      keys: ['prev_box'],
      run: () => {
        const of = bytesOf(S, v.prev_box);
        const [second, box] = [of('es'), of('box')];
        const before = { epoch: 1, kc: epoch('commit'), epk: epoch('x_pk') };
        same(S.openPrevious(pid, before, second, box), of('opens_to'), 'secret');
        same(S.sealPrevious(pid, v.prev_box.epoch, second, es, fixed(box.slice(0, 24))), box, 'box');
        refused(() => S.openPrevious(pid, { ...before, kc: S.sha(es) }, second, box), 'bad-epoch', 'another commitment');
      },
    },
    {
      name: 'what Rust wrote',
      keys: ['from_rust'],
      run: async () => {
        const { envelope, hpke, log, log_hash: hash } = v.from_rust;
        const place = bytesOf(S, v.envelope);
        const where = { pid, unit: place('unit'), otype: 1, oid: place('oid') };
        const opened = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((rev) =>
          ['title', 'desc'].flatMap((field) => {
            try {
              return [S.fromUtf8(S.openEnvelope({ ...where, field, rev }, place('unit_key'), b(envelope)))];
            } catch {
              return [];
            }
          }),
        );
        same(opened.length, 1, 'envelope');
        const { enc, ct } = { enc: b(hpke['enc'] ?? ''), ct: b(hpke['ct'] ?? '') };
        const bob = keysOf(S, v, 'bob');
        const iid = S.idOfKeys(bob);
        const promised = { epoch: 1, kc: epoch('commit'), epk: epoch('x_pk') };
        same(await S.openSeal(pid, { iid, xSecret: bob.xSecret }, promised, S.encodeSeal({ epoch: 1, to: iid, enc, ct })), es, 'seal');
        same(S.entryHash(b(log)), hash, 'hash of an entry');
        // Its type is that of somebody who leaves, and its payload is none: it is here for its bytes, and no log takes it.
        S.needSigned(b(log), S.makeCard(bob).edKey, 'log');
        refused(() => S.decodeEntry(b(log)), 'bad-length', 'entry');
        same(S.fold(pid, [...entries, b(log)]).refusal?.why, 'truncated', 'fold');
      },
    },
  ];
}
