// Made-up pages and doors of a server for accounts whose passphrase never leaves the device, with the policies that such pages have.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const STATIC = new URL('../../templates/static/', import.meta.url);
const SCRIPT = 'text/javascript; charset=utf-8';
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types pv',
].join('; ');

const TEXTS: Record<string, string> = {
  about: 'It opens your account.',
  begin: 'Save my keys',
  'bad-code': 'This is no recovery code.',
  'bad-keys': 'These keys do not fit.',
  change: 'Change it',
  'changed-parameters': 'The server asks for less than before.',
  code: 'Recovery code',
  copied: 'It is copied.',
  copy: 'Copy',
  'code-hint': '14 groups of four.',
  'device-again': 'Another code',
  'device-bad-code': 'This is no code of a device.',
  'device-code': 'Code of this device',
  'device-code-hint': 'It is no secret.',
  'device-hand': 'Hand them over',
  'device-over': 'The code is over.',
  'device-picture': 'The code as a picture',
  'device-scanned': 'It is scanned.',
  'device-typed': 'Code of the other device',
  'device-typed-hint': 'It begins with pvd1.',
  'device-waits': 'It waits.',
  differs: 'These are two passphrases.',
  done: 'The new passphrase counts.',
  'end-tokens': 'End tokens, too',
  failed: 'It did not work.',
  file: 'File with the keys',
  'file-none': 'This is no such file.',
  'file-open': 'Sign in by it',
  'file-wrong': 'It does not open the file.',
  group: 'Group {number}',
  hide: 'Hide',
  hint: 'At least 14 characters.',
  'keep-hours': 'for 12 hours',
  'keep-legend': 'Keep it open',
  'keep-page': 'on this page only',
  'keep-signout': 'until I sign out',
  kept: 'Your kit counts.',
  'kit-about': 'Print it.',
  'kit-address': 'Address',
  'kit-back': 'Show it again',
  'kit-check': 'Check',
  'kit-code': 'Code',
  'kit-done': 'Go on',
  'kit-later': 'Later',
  'kit-name': 'Name',
  'kit-print': 'Print',
  'kit-prove': 'I have kept it',
  'kit-title': 'Your recovery kit',
  'kit-which': 'Type two groups of it.',
  'kit-wrong': 'Another group stands there.',
  lost: 'The server does not answer.',
  make: 'Make it',
  name: 'User name',
  old: 'Passphrase now',
  passphrase: 'Passphrase',
  'passphrase-again': 'Passphrase again',
  'problem-name-taken': 'Somebody has this name.',
  'problem-rate-limit': 'Too often. Try again in {minutes} minutes.',
  'problem-wrong-key': 'Name or passphrase is wrong.',
  same: 'The server knows this one.',
  save: 'Save the file',
  scan: 'Scan it',
  'scan-hold': 'Hold it there.',
  'scan-other': 'This is another kind of code.',
  'scan-refused': 'There is no camera.',
  'scan-stop': 'Stop',
  set: 'Set it',
  show: 'Show',
  signin: 'Sign in',
  'six-words': 'Six words, for example:',
  'six-words-again': 'Other words',
  'six-words-take': 'Take these',
  slow: 'This browser is slow at it.',
  'to-signin': 'To sign in',
  'too-short': 'It is too short.',
  unlock: 'Open',
  'weak-parameters': 'The server asks for too little.',
  working: 'Working: {percent} %',
  'wrong-realm': 'This page is of another server.',
};
const texts = `<template data-texts>${Object.entries(TEXTS)
  .map(([key, text]) => `<p data-text="${key}">${text}</p>`)
  .join('')}</template>`;

type Body = Record<string, string>;
type Account = { kind: 'plain' | 'derived'; passphrase?: string } & Body;

/** State of the doors, and the answers that a test has them give. */
export const doors = {
  accounts: new Map<string, Account>(),
  /** The name of the person of each session. */
  sessions: new Map<string, string>(),
  /** All that was sent: method, address and body. */
  sent: [] as string[],
  /** Whether the worker may run WebAssembly. */
  isQuick: true,
  /** Messages that wait for other devices, by their mailbox. */
  boxes: new Map<string, string>(),
  /** Answers to the next calls of a door. */
  refusals: [] as { door: string; status: number; body: unknown }[],
  origin: '',
  host: '',
};

let count = 0;
let server: Server;

const cookieOf = (request: IncomingMessage) => /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
/** Returns the verifier that a server keeps of the key that signs in. */
export const verifierOf = (key: string) => {
  const label = 'pv1/auth-verifier';
  return createHash('sha256').update(String.fromCharCode(label.length) + label).update(key, 'base64url').digest('base64url');
};

function begin(name: string, response: ServerResponse) {
  count += 1;
  const id = `s${count}`;
  doors.sessions.set(id, name);
  response.setHeader('set-cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return { marker: `marker-${id}` };
}

/** Reads from the first slot how its passphrase was stretched. */
export function stretching(slot = '') {
  const bytes = Buffer.from(slot, 'base64url');
  if (bytes.length !== 99) return { m: 65_536, t: 3, p: 1, ksalt: Buffer.alloc(16).toString('base64url') };
  return { m: bytes.readUInt32BE(2), t: bytes.readUInt32BE(6), p: bytes[10], ksalt: bytes.subarray(11, 27).toString('base64url') };
}

export const problem = (slug: string, status = 422, more = {}) => ({ status, body: { type: `https://w3id.org/pursuance/problems#${slug}`, ...more } });
/** The name of an identity, by its card. */
const iidOf = (card = '') => {
  const label = 'pv1/iid';
  const keys = Buffer.from(card, 'base64url').subarray(1, 65).toString('hex');
  return createHash('sha256').update(String.fromCharCode(label.length) + label).update(keys, 'hex').digest('hex');
};
const shown = (account: Account, slot: string | undefined) => ({ name: account['name'], realm: doors.host, slot, idbox: account['idbox'], card: account['card'] });

function door(what: string, address: URL, body: Body, request: IncomingMessage, response: ServerResponse): { status: number; body: unknown } {
  const own = doors.accounts.get(doors.sessions.get(cookieOf(request)) ?? '');
  const named = doors.accounts.get(body['name'] ?? '');
  const isKey = (verifier: string | undefined) => verifierOf(body['auth_key'] ?? '') === verifier;
  const fine = (answer: object) => ({ status: 200, body: answer });
  switch (what) {
    case 'GET /api/v1/prelogin': {
      const name = address.searchParams.get('name') ?? '';
      const account = doors.accounts.get(name);
      return fine({ kind: account?.kind ?? 'derived', ...stretching(account?.['slot']) });
    }
    case 'POST /api/v1/accounts': {
      const name = body['name'] ?? '';
      if (named) return problem('name-taken', 409, { field: 'name' });
      doors.accounts.set(name, { ...body, kind: 'derived' });
      return { status: 201, body: { name, realm: doors.host, card: body['card'], ...begin(name, response) } };
    }
    case 'POST /api/v1/session':
      if (!named || !isKey(named['verifier'])) return problem('wrong-key');
      return fine({ ...shown(named, named['slot']), ...begin(named['name'] ?? '', response) });
    case 'GET /api/v1/account/keys':
      return own ? fine({ ...shown(own, own['slot']), recovery_slot: own['recovery_slot'], ...stretching(own['slot']) }) : problem('sign-in-first', 401);
    case 'POST /api/v1/account/keys': {
      if (!own) return problem('sign-in-first', 401);
      const { passphrase, auth_key: _key, ...kept } = body;
      if (own.kind === 'plain' ? passphrase !== own.passphrase : !isKey(own['verifier'])) return problem('wrong-key');
      Object.assign(own, kept, { kind: 'derived' });
      return fine({});
    }
    case 'POST /api/v1/account/recovery':
      if (!own || !isKey(own['verifier'])) return problem('wrong-key');
      Object.assign(own, { recovery_slot: body['recovery_slot'], recovery_verifier: body['recovery_verifier'] });
      return fine({});
    case 'POST /api/v1/recovery':
    case 'POST /api/v1/recovery/passphrase':
      if (!named || !isKey(named['recovery_verifier'])) return problem('wrong-key');
      if (what === 'POST /api/v1/recovery') return fine(shown(named, named['recovery_slot']));
      Object.assign(named, { verifier: body['verifier'], slot: body['slot'] });
      for (const [id, name] of doors.sessions) if (name === named['name']) doors.sessions.delete(id);
      return fine({});
    case 'POST /api/v1/account/device':
      if (!own || !isKey(own['verifier'])) return problem('wrong-key');
      doors.boxes.set(body['mailbox'] ?? '', body['box'] ?? '');
      return fine({});
    case 'POST /api/v1/device': {
      const box = doors.boxes.get(body['mailbox'] ?? '') ?? null;
      doors.boxes.delete(body['mailbox'] ?? '');
      return fine({ box });
    }
    case 'GET /api/v1/session/nonce':
      return fine({ nonce: Buffer.alloc(32, 7).toString('base64url') });
    case 'POST /api/v1/session/key': {
      // Whether it is signed is asked in the tests of the true doors.
      const iid = Buffer.from(body['answer'] ?? '', 'base64url').subarray(0, 32).toString('hex');
      const account = [...doors.accounts.values()].find((one) => iidOf(one['card']) === iid);
      return account ? fine({ ...shown(account, account['slot']), ...begin(account['name'] ?? '', response) }) : problem('wrong-key');
    }
    default:
      return problem('not-found', 404);
  }
}

/** Content of a page. */
function content(address: URL, name: string): string {
  const realm = `data-realm="${address.searchParams.get('realm') ?? doors.host}"`;
  const part = (word: string, more = '') => `<div class="card stack" data-sealed="${word}" ${realm} ${more}><div data-place></div>${texts}</div>`;
  switch (address.pathname) {
    case '/signin':
      return part('signin', `data-name="${address.searchParams.get('name')}" data-next="/home" data-again="/home"`);
    case '/join':
      return `<form method="post" action="/join" data-sealed="join" ${realm} data-next="/home" data-invite="open-sesame" data-base="${doors.origin}">
        <div class="field"><label for="name">User name</label><input id="name" name="name" required></div>
        <fieldset data-sealed-secret><legend>Plain</legend><label for="passphrase">Plain passphrase</label>
        <input id="passphrase" name="passphrase" type="password" required></fieldset>
        <div data-place></div><div class="flex"><button>Join</button></div>${texts}</form>`;
    case '/passphrase':
    case '/derive':
    case '/recovery':
    case '/identity':
    case '/device':
      return part(address.pathname.slice(1), `data-name="${name}" data-back="/home" data-base="${doors.origin}"`);
    case '/device-new':
    case '/file':
      if (name) return `<div class="notice ok">Signed in as ${name}.</div><a href="/home">Go on there</a>`;
      return part(address.pathname.slice(1), 'data-next="/home"');
    case '/recover':
      return part('recover', 'data-next="/signin?name=ana"');
    case '/proof':
      return `<form method="post" action="/proved"><label>Note <input name="note"></label>
        <div data-sealed="proof" ${realm} data-name="${name}"><input type="hidden" name="proof" value=""><div data-place></div>${texts}</div>
        <button name="what" value="mail">Save</button></form>`;
    case '/home':
      return `${part('unlock', `data-name="${name}"`)}<p id="state"></p><p id="wasm"></p><script type="module" src="/probe.js"></script>
        <form method="post" action="/signout" data-unsent="{count}"><button>Sign out</button></form>`;
    default:
      return '<p>Nothing here.</p>';
  }
}

const SCRIPTS: Record<string, string | URL> = {
  '/js/locking.js': new URL('js/locking.js', STATIC),
  '/js/dom.js': new URL('js/dom.js', STATIC),
  '/begin.js': "import { lockAtSignOut } from '/js/locking.js'; lockAtSignOut();",
  '/probe.js': `import { unlocked } from '/static/sealed/page.js';
    const show = async () => {
      const opened = await unlocked();
      document.querySelector('#state').textContent = opened ? 'open: ' + opened.rootKey.length + ' ' + opened.name.username : 'locked';
    };
    await show();
    document.addEventListener('pursuance:unlocked', () => void show());
    let wasm = 'wasm'; try { await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)); } catch { wasm = 'no wasm'; }
    document.querySelector('#wasm').textContent = wasm;`,
  ...Object.fromEntries(['page', 'ladder', 'argon2', 'argon2_slow', 'passphrase', 'qr', 'scan'].map((name) => [`/static/sealed/${name}.js`, new URL(`sealed/${name}.js`, STATIC)])),
};
const textOf = (file: string | URL) => (typeof file === 'string' ? file : readFileSync(file, 'utf8'));
const integrity = () => `sha384-${createHash('sha384').update(readFileSync(new URL('sealed/page.js', STATIC), 'utf8')).digest('base64')}`;

async function answer(request: IncomingMessage, response: ServerResponse) {
  const address = new URL(request.url ?? '/', doors.origin);
  const what = `${request.method} ${address.pathname}`;
  let body = '';
  for await (const part of request) body += String(part);
  doors.sent.push(`${what}${address.search}\n${body}`);
  const script = SCRIPTS[address.pathname];
  if (script !== undefined) {
    const isWorker = address.pathname.endsWith('/argon2.js');
    const policy = isWorker ? `script-src 'self'${doors.isQuick ? " 'wasm-unsafe-eval'" : ''}` : POLICY;
    response.writeHead(200, { 'content-type': SCRIPT, 'content-security-policy': policy }).end(textOf(script));
  } else if (address.pathname.startsWith('/api/')) {
    const instead = doors.refusals.find((one) => one.door === what);
    doors.refusals = doors.refusals.filter((one) => one !== instead);
    const { status, body: json } = instead ?? door(what, address, body === '' ? {} : (JSON.parse(body) as Body), request, response);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  } else if (what === 'POST /signout') {
    doors.sessions.delete(cookieOf(request));
    response.writeHead(303, { location: '/bye', 'set-cookie': 'session=; Path=/; Max-Age=0' }).end();
  } else {
    const id = cookieOf(request);
    const name = doors.sessions.get(id) ?? '';
    const viewer = name && ` data-viewer="${name}" data-session="marker-${id}"`;
    // The page that one signs out to does without the module.
    const module = ['/bye', '/proved'].includes(address.pathname) ? '' : `<script type="module" src="/static/sealed/page.js" integrity="${integrity()}"></script>`;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${address.pathname}</title>${module}
      <script type="module" src="/begin.js"></script><body${viewer}><main><h1>A page</h1>${content(address, name)}</main></body></html>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }).end(html);
  }
}

/** Starts them on a port of their own. */
export async function open() {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  doors.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  doors.origin = `http://${doors.host}`;
}

export async function close() {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Forgets all that a test left. */
export function clear() {
  doors.accounts.clear();
  doors.sessions.clear();
  doors.sent.length = 0;
  doors.isQuick = true;
  doors.boxes.clear();
  doors.refusals = [];
}
