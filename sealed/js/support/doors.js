// A made-up server for tests of the page module: the doors for accounts, and all bytes that were sent to it.

import * as S from '../src/index.js';
import { doors } from '../src/page/doors.js';
import { Pins } from '../src/page/pins.js';
import { TIME, chance } from './group.js';

/** @import { Device } from '../src/page/device.js' */
/** @import { Store } from '../src/page/store.js' */

/** @typedef {Record<string, string>} Fields */
/** @typedef {{ kind: string, passphrase?: string } & Fields} Account as a server keeps it: all in base64url */

export const REALM = 'pursuance.example';
const TYPES = 'https://w3id.org/pursuance/problems#';

/** @returns {Store & { all: Map<string, unknown> }} */
export function memoryStore() {
  const all = new Map();
  return {
    all,
    get: async (key) => all.get(key),
    put: async (key, value) => void all.set(key, value),
    clear: async () => all.clear(),
  };
}

/**
 * As good as Argon2id for a test, and faster. Nobody computes what was refused.
 * @param {Uint8Array} password
 * @param {Uint8Array} salt
 * @param {S.Parameters} parameters
 */
export const quickArgon2 = async (password, salt, { m, t, p }) => S.sha(S.cat(salt, S.utf8(`${m} ${t} ${p}`), password));

export class FakeServer {
  constructor() {
    /** @type {Map<string, Account>} */
    this.accounts = new Map();
    /** @type {{ method: string, path: string, body: string }[]} */
    this.sent = [];
    /** The person of the session. @type {string | undefined} */
    this.viewer = undefined;
    this.parameters = S.DEFAULT_PARAMETERS;
    /** Keys that were replaced, of the one account that does that. @type {Fields[]} */
    this.former = [];
    /** The next answers, in place of the true ones. @type {(Response | Error)[]} */
    this.next = [];
    /** Messages that wait in mailboxes. @type {Map<string, string>} */
    this.boxes = new Map();
    /** Nonces to which nobody has answered. @type {Set<string>} */
    this.nonces = new Set();
    /** Members of answers that are said otherwise. @type {Record<string, unknown>} */
    this.lies = {};
  }

  /**
   * @param {number} status
   * @param {string} slug
   * @param {Record<string, unknown>} [more]
   */
  static problem(status, slug, more = {}) {
    return new Response(JSON.stringify({ type: TYPES + slug, status, ...more }), { status });
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async fetch(path, { method = 'GET', body }) {
    const text = typeof body === 'string' ? body : '';
    this.sent.push({ method, path, body: text });
    const instead = this.next.shift();
    if (instead instanceof Error) throw instead;
    if (instead) return instead;
    const answer = this.answer(`${method} ${path.replace(/\?.*/, '')}`, new URL(path, `https://${REALM}`), text === '' ? {} : JSON.parse(text));
    if (answer instanceof Response) return answer;
    return new Response(JSON.stringify({ ...answer, ...this.lies }), { status: 200 });
  }

  /**
   * @param {Account} account
   * @param {'slot' | 'recovery_slot'} slot
   */
  shown(account, slot) {
    return { name: account.name, realm: REALM, slot: account[slot], idbox: account.idbox, card: account.card, former: this.former };
  }

  /**
   * @param {string} door
   * @param {URL} address
   * @param {Fields} body
   */
  answer(door, address, body) {
    const wrong = () => FakeServer.problem(422, 'wrong-key');
    const own = this.accounts.get(this.viewer ?? '');
    switch (door) {
      case 'GET /api/v1/prelogin': {
        const account = this.accounts.get(address.searchParams.get('name') ?? '');
        return { kind: account?.kind ?? 'derived', ...this.stretching(account?.slot) };
      }
      case 'POST /api/v1/accounts': {
        if (this.accounts.has(body.name ?? '')) return FakeServer.problem(409, 'name-taken', { field: 'name' });
        this.accounts.set(body.name ?? '', { kind: 'derived', ...body });
        this.viewer = body.name;
        return { name: body.name, realm: REALM, card: body.card, marker: 'first' };
      }
      case 'POST /api/v1/session': {
        const account = this.accounts.get(body.name ?? '');
        if (!account || !isKey(body.auth_key, account.verifier)) return wrong();
        this.viewer = body.name;
        return { ...this.shown(account, 'slot'), marker: 'second' };
      }
      case 'GET /api/v1/account/keys':
        if (!own) return FakeServer.problem(401, 'sign-in-first');
        return { ...this.shown(own, 'slot'), recovery_slot: own.recovery_slot, ...this.stretching(own.slot) };
      case 'POST /api/v1/account/keys': {
        if (!own) return FakeServer.problem(401, 'sign-in-first');
        const { passphrase, auth_key, ...kept } = body;
        const isTheirs = own.kind === 'plain' ? passphrase === own.passphrase : isKey(auth_key, own.verifier);
        if (!isTheirs) return wrong();
        Object.assign(own, kept, { kind: 'derived', name: own.name });
        return {};
      }
      case 'POST /api/v1/account/replacement': {
        if (!own || !isKey(body.auth_key, own.verifier)) return wrong();
        const { auth_key: _, rootbox = '', ...kept } = body;
        this.former.unshift({ card: own.card ?? '', idbox: own.idbox ?? '', rootbox });
        Object.assign(own, kept);
        return {};
      }
      case 'POST /api/v1/account/recovery': {
        if (!own || !isKey(body.auth_key, own.verifier)) return wrong();
        Object.assign(own, { recovery_slot: body.recovery_slot, recovery_verifier: body.recovery_verifier });
        return {};
      }
      case 'POST /api/v1/recovery':
      case 'POST /api/v1/recovery/passphrase': {
        const account = this.accounts.get(body.name ?? '');
        if (!account || !isKey(body.auth_key, account.recovery_verifier)) return wrong();
        if (door === 'POST /api/v1/recovery') return this.shown(account, 'recovery_slot');
        Object.assign(account, { verifier: body.verifier, slot: body.slot });
        this.viewer = undefined;
        return {};
      }
      case 'POST /api/v1/account/device':
        if (!own || !isKey(body.auth_key, own.verifier)) return wrong();
        if (this.boxes.has(body.mailbox ?? '')) return FakeServer.problem(409, 'code-used', { field: 'mailbox' });
        this.boxes.set(body.mailbox ?? '', body.box ?? '');
        return {};
      case 'POST /api/v1/device': {
        const box = this.boxes.get(body.mailbox ?? '') ?? null;
        this.boxes.delete(body.mailbox ?? '');
        return { box };
      }
      case 'GET /api/v1/session/nonce': {
        const nonce = S.toBase64url(S.sha(S.utf8(`nonce ${this.sent.length}`)));
        this.nonces.add(nonce);
        return { nonce };
      }
      case 'POST /api/v1/session/key': {
        const account = [...this.accounts.values()].find((one) => this.nonces.delete(body.nonce ?? '') && isAnswer(one, body));
        if (!account) return wrong();
        this.viewer = account.name;
        return { ...this.shown(account, 'slot'), marker: 'third' };
      }
      default:
        return FakeServer.problem(404, 'not-found');
    }
  }

  /** @param {string | undefined} slot */
  stretching(slot) {
    const head = slot === undefined ? undefined : S.decodeSlot(S.fromBase64url(slot)).head;
    if (head?.kind === 1) return { m: head.m, t: head.t, p: head.p, ksalt: S.toBase64url(head.ksalt) };
    return { ...this.parameters, ksalt: S.toBase64url(new Uint8Array(16)) };
  }

  /**
   * Another device, or the same one with what it has kept.
   * @param {Store} [store]
   * @returns {Device}
   */
  device(store = memoryStore()) {
    return {
      realm: REALM,
      ask: doors((path, init) => this.fetch(path, init)),
      argon2: quickArgon2,
      random: chance(`device ${this.sent.length}`),
      now: () => TIME,
      pins: new Pins(store),
    };
  }
}

/**
 * @param {string | undefined} authKey
 * @param {string | undefined} verifier
 */
const isKey = (authKey = '', verifier) => S.toBase64url(S.authVerifier(S.fromBase64url(authKey))) === verifier;

/**
 * Whether a key has answered a nonce of this server.
 * @param {Account} account
 * @param {Fields} body
 */
function isAnswer({ card = '' }, { nonce = '', answer = '' }) {
  try {
    S.needSignIn(S.decodeCard(S.fromBase64url(card)), REALM, S.fromBase64url(nonce), S.fromBase64url(answer));
    return true;
  } catch {
    return false;
  }
}
