// The vectors that every implementation reads: each top-level key of the file has its test here.
//
// It takes the modules as an argument, so that Node.js runs it on the sources and a browser on the bundle.

import { fixed, ok, refused, same } from './check.js';
import { bytesOf, keysOf, textsOf } from './read.js';
import { chains } from './log.js';
import { shared } from './shared.js';

/** @typedef {typeof import('../src/index.js')} Sealed */
/** @typedef {import('../src/kdf.js').Argon2} Argon2 */
/** @typedef {{ name: string, keys: string[], run: () => void | Promise<void> }} Check */
/** @typedef {Record<string, string>} Texts */
/**
 * @typedef {object} Vectors the parts that these tests read
 * @property {Texts} hpke_rfc9180_a2
 * @property {{ realm: string, user: string, argon2: { m_kib: number, t: number, p: number, v: number } } & Texts} account
 * @property {Record<'alice' | 'bob', { created?: number } & Texts>} identity
 * @property {Texts} identity_wrap
 * @property {{ signer_pk: string, genesis_payload: string, pid: string, entries: string[], hashes: string[] }} log
 * @property {{ epoch: number } & Texts} epoch
 * @property {Texts} seal
 * @property {{ epoch: number, gen: number, otype: number, rev: number } & Texts} envelope
 * @property {{ name: string, norm: string, tag: string }[]} skill_tags
 * @property {Texts} invite
 * @property {Texts} chat
 * @property {{ chunks: string[] } & Texts} file
 * @property {{ delegate_epoch: number } & Texts} delegation
 * @property {{ epoch: number } & Texts} prev_box
 * @property {Texts} revision
 * @property {Texts} export
 * @property {Texts} recovery
 * @property {Texts} epoch_card
 * @property {({ what: string, envelope: string, field: string, rev: number } | { what: string, entry: string, pk: string })[]} negative
 * @property {{ envelope: string, hpke: Texts, log: string, log_hash: string }} from_rust
 * @property {Texts} delegation_accept
 * @property {Texts} invite_note
 * @property {Texts} pbox
 * @property {Texts} pairing
 * @property {Texts} signin
 * @property {{ x: string, indices: number[], safety: string }} words
 * @property {{ unit: string, unit_key: string, sender: string, messages: { oid: string, kind: number, signed: string, envelope: string }[] }} room
 * @property {{ kind: number, record: string }[]} records
 * @property {Scenario[]} log_scenarios
 */
/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} pid
 * @property {string[]} entries
 * @property {'ok' | 'invalid'} expect
 * @property {number | null} at
 * @property {string | null} reason
 * @property {[string, number][] | null} members
 * @property {number} epoch
 * @property {string | null} head
 */

/** Keys of the file that say something about it. */
export const ABOUT = ['format', 'note', 'version'];

/**
 * @param {Sealed} S
 * @param {Vectors} v
 * @param {Argon2} argon2
 * @returns {Check[]}
 */
export function checks(S, v, argon2) {
  const b = S.fromHex;
  const alice = keysOf(S, v, 'alice');
  const aliceId = S.idOfKeys(alice);
  const wrap = bytesOf(S, v.identity_wrap);
  const account = textsOf(v.account);
  const name = { realm: v.account.realm, username: v.account.user };

  return [
    {
      name: 'HPKE of RFC 9180, A.2',
      keys: ['hpke_rfc9180_a2'],
      run: async () => {
        const h = v.hpke_rfc9180_a2;
        const of = bytesOf(S, h);
        const [skE, skR, pkR, info, aad, pt] = [of('skE'), of('skR'), of('pkR'), of('info'), of('aad'), of('pt')];
        const made = await S.hpkeSeal(pkR, info, aad, pt, fixed(skE));
        same(made.enc, h['enc'], 'enc');
        same(made.ct, h['ct'], 'ct');
        same(await S.hpkeOpen(skR, of('enc'), info, aad, of('ct')), pt, 'opened');
      },
    },
    {
      name: 'account',
      keys: ['account'],
      run: async () => {
        const costs = v.account.argon2;
        const ksalt = b(account('ksalt'));
        same(costs.v, 19, 'version of Argon2');
        same(S.passphraseBytes(account('passphrase')), account('passphrase_nfkc_utf8'), 'NFKC');
        same(S.accountSalt(name, ksalt), account('salt'), 'salt');
        const costly = { ...name, ksalt, m: costs.m_kib, t: costs.t, p: costs.p };
        const master = await S.masterKey(costly, account('passphrase'), argon2);
        same(master, account('mk'), 'master key');
        const { authKey, wrapKey } = S.accountKeys(master);
        same(authKey, account('auth_key'), 'key to sign in');
        same(wrapKey, account('wrap_key'), 'key that wraps');
        same(S.authVerifier(authKey), account('auth_verifier'), 'verifier');
      },
    },
    {
      name: 'cards and ids',
      keys: ['identity'],
      run: () => {
        for (const who of /** @type {const} */ (['alice', 'bob'])) {
          const one = bytesOf(S, v.identity[who]);
          const card = S.checkedCard(one('card'));
          same(card.edKey, one('ed_pk'), 'key');
          same(card.xKey, one('x_pk'), 'key for sealing');
          same(S.idOfCard(card), one('iid'), 'id');
          same(S.encodeCard(S.makeCard(keysOf(S, v, who))), one('card'), 'made anew');
          const wrong = one('card');
          wrong[40] = (wrong[40] ?? 0) ^ 1;
          refused(() => S.checkedCard(wrong), 'bad-signature', 'a changed card');
        }
      },
    },
    {
      name: 'slot and box of an identity',
      keys: ['identity_wrap'],
      run: () => {
        const [root, slot, idbox] = [wrap('root_key'), wrap('slot'), wrap('idbox')];
        const wrapKey = b(account('wrap_key'));
        same(S.openSlot(slot, name, wrapKey), root, 'root key');
        const { head } = S.decodeSlot(slot);
        same(S.sealSlot(head, name, wrapKey, root, fixed(slot.slice(27, 51))), slot, 'slot');
        refused(() => S.openSlot(slot, { ...name, username: 'bob' }, wrapKey), 'does-not-open', 'another name');
        same(S.encodeKeys(S.openIdBox(idbox, root, aliceId)), S.encodeKeys(alice), 'keys');
        same(S.sealIdBox(alice, root, fixed(idbox.slice(2, 26))), idbox, 'box');
        refused(() => S.decodeIdBox(idbox.slice(0, -1)), 'bad-length', 'a shorter box');
      },
    },
    {
      name: 'personal box',
      keys: ['pbox'],
      run: () => {
        const [of, texts] = [bytesOf(S, v.pbox), textsOf(v.pbox)];
        const [root, pbox] = [wrap('root_key'), of('pbox')];
        same(S.personalKey(root), of('key'), 'key');
        const place = { iid: aliceId, kind: /** @type {const} */ ('search'), oid: of('oid') };
        same(texts('kind'), place.kind, 'kind');
        same(S.personalAad(place), of('aad'), 'aad');
        const text = S.openPersonal(place, root, pbox);
        same(S.fromUtf8(text), texts('plaintext'), 'text');
        same(S.decodeSearch(text).query, texts('plaintext'), 'query');
        same(S.sealPersonal(place, root, text, fixed(pbox.slice(2, 26))), pbox, 'box');
      },
    },
    {
      name: 'recovery secret',
      keys: ['recovery'],
      run: () => {
        const of = bytesOf(S, v.recovery);
        const secret = of('secret');
        const { wrapKey, authKey } = S.recoveryKeys(secret);
        same(wrapKey, of('wrap'), 'key that wraps');
        same(authKey, of('auth'), 'key to sign in');
        same(S.recoveryCheck(secret), of('check'), 'check');
        const text = S.toRecoveryText(secret);
        same(text.length, 56 + 13, 'groups of four');
        same(S.fromRecoveryText(text.toLowerCase().replace(/-/g, ' ').replace(/0/g, 'o').replace(/1/g, 'l')), secret, 'typed');
        const last = text.endsWith('Z') ? 'Y' : 'Z';
        refused(() => S.fromRecoveryText(text.slice(0, -1) + last), 'bad-code', 'a wrong letter');
      },
    },
    {
      name: 'export file',
      keys: ['export'],
      run: async () => {
        const [file, plaintext] = [bytesOf(S, v.export)('file'), bytesOf(S, v.export)('plaintext')];
        const passphrase = textsOf(v.export)('passphrase');
        const opened = await S.openExport(file, passphrase, argon2);
        same(S.encodeExported(opened), plaintext, 'contents');
        same(S.encodeKeys(opened.keys), S.encodeKeys(alice), 'keys');
        const { salt, ...costs } = S.decodeExport(file).head;
        const random = fixed(salt, file.slice(31, 55));
        same(await S.sealExport(opened, passphrase, costs, argon2, random), file, 'file');
        same(S.fromArmor(S.toArmor(file)), file, 'text');
      },
    },
    {
      name: 'pairing',
      keys: ['pairing'],
      run: async () => {
        const [of, text] = [bytesOf(S, v.pairing), textsOf(v.pairing)('code')];
        const [root, box] = [wrap('root_key'), wrap('idbox')];
        const code = S.fromPairingCode(text);
        same(S.toPairingCode(code), text, 'code');
        const answer = await S.answerPairing(code, alice, root, fixed(of('sk_e'), box.slice(2, 26)));
        const card = bytesOf(S, v.identity.alice)('card');
        same(answer, S.encodeAnswer({ card, idBox: box, enc: of('enc'), ct: of('ct') }), 'answer');
        const { iid, rootKey } = await S.openPairing(of('eph_sk'), code, answer);
        same(iid, aliceId, 'identity');
        same(rootKey, root, 'root key');
      },
    },
    {
      name: 'signing in with a key',
      keys: ['signin'],
      run: () => {
        const [nonce, answer] = [bytesOf(S, v.signin)('nonce'), bytesOf(S, v.signin)('answer')];
        const realm = textsOf(v.signin)('realm');
        same(S.signIn(alice, realm, nonce), answer, 'answer');
        const card = S.makeCard(alice);
        S.needSignIn(card, realm, nonce, answer);
        refused(() => S.needSignIn(card, 'other.example', nonce, answer), 'bad-signature', 'another realm');
      },
    },
    {
      name: 'words and digits to compare',
      keys: ['words'],
      run: () => {
        const { x, indices, safety } = v.words;
        same(S.wordIndices(b(x)).join(' '), indices.join(' '), 'words');
        const bobId = S.idOfKeys(keysOf(S, v, 'bob'));
        same(S.safetyNumber(aliceId, bobId), safety, 'digits');
        same(S.safetyNumber(bobId, aliceId), safety, 'digits, the other way round');
      },
    },
    {
      name: 'skills',
      keys: ['skill_tags'],
      run: () => {
        for (const { name: skill, norm, tag } of v.skill_tags) {
          same(S.normalSkill(skill), norm, skill);
          same(S.skillTag(bytesOf(S, v.epoch)('tag'), skill), tag, skill);
        }
        ok(v.skill_tags.length > 0, 'some skills');
      },
    },
    ...chains(S, v),
    ...shared(S, v),
  ];
}
