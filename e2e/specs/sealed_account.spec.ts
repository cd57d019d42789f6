// Accounts whose passphrase never leaves the device, in a real browser: the module that pages load, on made-up pages and doors.
//
// The pages may run no WebAssembly and make no script from a text; the worker for Argon2 has a policy of its own.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

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
const FIRST = 'seven käfer on the roof';
const SECOND = 'eight beetles below it';

const TEXTS: Record<string, string> = {
  about: 'It opens your account.',
  'bad-code': 'This is no recovery code.',
  'bad-keys': 'These keys do not fit.',
  change: 'Change it',
  'changed-parameters': 'The server asks for less than before.',
  code: 'Recovery code',
  'code-hint': '14 groups of four.',
  differs: 'These are two passphrases.',
  done: 'The new passphrase counts.',
  'end-tokens': 'End tokens, too',
  failed: 'It did not work.',
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

const accounts = new Map<string, Account>();
const sessions = new Map<string, string>();
const sent: string[] = [];
let count = 0;
/** Whether the worker may run WebAssembly. */
let isQuick = true;
/** What the next calls of a door are answered. */
let refusals: { door: string; status: number; body: unknown }[] = [];
let server: Server;
let origin: string;
let host: string;

const cookieOf = (request: IncomingMessage) => /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
const verifierOf = (key: string) => {
  const label = 'pv1/auth-verifier';
  return createHash('sha256').update(String.fromCharCode(label.length) + label).update(key, 'base64url').digest('base64url');
};

function begin(name: string, response: ServerResponse) {
  count += 1;
  const id = `s${count}`;
  sessions.set(id, name);
  response.setHeader('set-cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return { marker: `marker-${id}` };
}

/** What the first slot says of how its passphrase was stretched. */
function stretching(slot = '') {
  const bytes = Buffer.from(slot, 'base64url');
  if (bytes.length !== 99) return { m: 65_536, t: 3, p: 1, ksalt: Buffer.alloc(16).toString('base64url') };
  return { m: bytes.readUInt32BE(2), t: bytes.readUInt32BE(6), p: bytes[10], ksalt: bytes.subarray(11, 27).toString('base64url') };
}

const problem = (slug: string, status = 422, more = {}) => ({ status, body: { type: `https://w3id.org/pursuance/problems#${slug}`, ...more } });
const shown = (account: Account, slot: string | undefined) => ({ name: account['name'], realm: host, slot, idbox: account['idbox'], card: account['card'] });

function door(what: string, address: URL, body: Body, request: IncomingMessage, response: ServerResponse): { status: number; body: unknown } {
  const own = accounts.get(sessions.get(cookieOf(request)) ?? '');
  const named = accounts.get(body['name'] ?? '');
  const isKey = (verifier: string | undefined) => verifierOf(body['auth_key'] ?? '') === verifier;
  const fine = (answer: object) => ({ status: 200, body: answer });
  switch (what) {
    case 'GET /api/v1/prelogin': {
      const name = address.searchParams.get('name') ?? '';
      const account = accounts.get(name);
      return fine({ kind: account?.kind ?? 'derived', name, ...stretching(account?.['slot']) });
    }
    case 'POST /api/v1/accounts': {
      const name = body['name'] ?? '';
      if (named) return problem('name-taken', 409, { field: 'name' });
      accounts.set(name, { ...body, kind: 'derived' });
      return { status: 201, body: { name, realm: host, card: body['card'], ...begin(name, response) } };
    }
    case 'POST /api/v1/session':
      if (!named || !isKey(named['verifier'])) return problem('wrong-key');
      return fine({ ...shown(named, named['slot']), ...begin(named['name'] ?? '', response) });
    case 'GET /api/v1/account/keys':
      return own ? fine({ ...shown(own, own['slot']), recovery_slot: own['recovery_slot'], ...stretching(own['slot']) }) : problem('signed-out', 401);
    case 'POST /api/v1/account/keys': {
      if (!own) return problem('signed-out', 401);
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
      for (const [id, name] of sessions) if (name === named['name']) sessions.delete(id);
      return fine({});
    default:
      return problem('not-found', 404);
  }
}

/** What stands on a page. */
function content(address: URL, name: string): string {
  const realm = `data-realm="${address.searchParams.get('realm') ?? host}"`;
  const part = (word: string, more = '') => `<div class="card stack" data-sealed="${word}" ${realm} ${more}><div data-place></div>${texts}</div>`;
  switch (address.pathname) {
    case '/signin':
      return part('signin', `data-name="${address.searchParams.get('name')}" data-next="/home" data-again="/home"`);
    case '/join':
      return `<form method="post" action="/join" data-sealed="join" ${realm} data-next="/home" data-invite="open-sesame" data-base="${origin}">
        <div class="field"><label for="name">User name</label><input id="name" name="name" required></div>
        <fieldset data-sealed-secret><legend>Plain</legend><label for="passphrase">Plain passphrase</label>
        <input id="passphrase" name="passphrase" type="password" required></fieldset>
        <div data-place></div><div class="flex"><button>Join</button></div>${texts}</form>`;
    case '/passphrase':
    case '/derive':
    case '/recovery':
      return part(address.pathname.slice(1), `data-name="${name}" data-back="/home" data-base="${origin}"`);
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
  ...Object.fromEntries(['page', 'argon2', 'passphrase'].map((name) => [`/static/sealed/${name}.js`, new URL(`sealed/${name}.js`, STATIC)])),
};
const textOf = (file: string | URL) => (typeof file === 'string' ? file : readFileSync(file, 'utf8'));
const integrity = () => `sha384-${createHash('sha384').update(readFileSync(new URL('sealed/page.js', STATIC), 'utf8')).digest('base64')}`;

async function answer(request: IncomingMessage, response: ServerResponse) {
  const address = new URL(request.url ?? '/', origin);
  const what = `${request.method} ${address.pathname}`;
  let body = '';
  for await (const part of request) body += String(part);
  sent.push(`${what}${address.search}\n${body}`);
  const script = SCRIPTS[address.pathname];
  if (script !== undefined) {
    const isWorker = address.pathname.endsWith('/argon2.js');
    const policy = isWorker ? `script-src 'self'${isQuick ? " 'wasm-unsafe-eval'" : ''}` : POLICY;
    response.writeHead(200, { 'content-type': SCRIPT, 'content-security-policy': policy }).end(textOf(script));
  } else if (address.pathname.startsWith('/api/')) {
    const instead = refusals.find((one) => one.door === what);
    refusals = refusals.filter((one) => one !== instead);
    const { status, body: json } = instead ?? door(what, address, body === '' ? {} : (JSON.parse(body) as Body), request, response);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  } else if (what === 'POST /signout') {
    sessions.delete(cookieOf(request));
    response.writeHead(303, { location: '/bye', 'set-cookie': 'session=; Path=/; Max-Age=0' }).end();
  } else {
    const id = cookieOf(request);
    const name = sessions.get(id) ?? '';
    const viewer = name && ` data-viewer="${name}" data-session="marker-${id}"`;
    // The page that one signs out to does without the module.
    const module = ['/bye', '/proved'].includes(address.pathname) ? '' : `<script type="module" src="/static/sealed/page.js" integrity="${integrity()}"></script>`;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${address.pathname}</title>${module}
      <script type="module" src="/begin.js"></script><body${viewer}><main><h1>A page</h1>${content(address, name)}</main></body></html>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }).end(html);
  }
}

test.beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** What the browser complained about. */
let complaints: string[] = [];

test.beforeEach(({ page }) => {
  accounts.clear();
  sessions.clear();
  sent.length = 0;
  isQuick = true;
  refusals = [];
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedType|integrity/i.test(message.text())) complaints.push(message.text());
  });
});

test.afterEach(() => {
  // The one thing that is refused is to compile where only the page asks.
  expect(complaints.filter((text) => !/WebAssembly|wasm/i.test(text))).toEqual([]);
  const all = sent.map((text) => decodeURIComponent(text.replace(/%(?![0-9A-F]{2})/g, '%25'))).join('\n');
  for (const secret of [FIRST, SECOND]) {
    for (const how of ['utf8', 'base64', 'base64url', 'hex'] as const) {
      expect(all).not.toContain(Buffer.from(secret).toString(how).replace(/=+$/, ''));
    }
  }
});

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const isAccessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).include('main').disableRules(['color-contrast', 'region']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

/** Joins as Ana, and returns the code of her kit. */
async function join(page: Page, passphrase = FIRST) {
  await page.goto(`${origin}/join`);
  await field(page, 'User name').fill(' Ana');
  await field(page, 'Passphrase').fill(passphrase);
  await field(page, 'Passphrase again').fill(passphrase);
  await field(page, 'Passphrase again').press('Enter');
  await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeFocused();
  return (await page.locator('.kit .code').textContent()) ?? '';
}

/** Types the two groups that are asked for. */
async function prove(page: Page, code: string) {
  await press(page, 'I have kept it');
  await expect(page.locator('main')).not.toContainText(code.slice(0, 9));
  const labels = await page.locator('.kit label').allTextContents();
  for (const label of labels) {
    const group = code.split(' ')[Number(label.replace(/\D/g, '')) - 1] ?? '';
    await field(page, label).fill(group.toLowerCase());
  }
  await press(page, 'Check');
}

async function signIn(page: Page, passphrase: string, keep = 'for 12 hours') {
  await page.goto(`${origin}/signin?name=ana`);
  await field(page, 'Keep it open').selectOption(keep);
  await field(page, 'Passphrase').fill(passphrase);
  await field(page, 'Passphrase').press('Enter');
}

test('joining makes an account, shows its kit once, and stays unlocked over pages and tabs', async ({ page, context }) => {
  const code = await join(page);
  expect(code.split(' ')).toHaveLength(14);
  await expect(page.locator('.kit')).toContainText('ana');
  await expect(page.locator('.kit')).toContainText(origin);
  await isAccessible(page);
  await press(page, 'I have kept it');
  await isAccessible(page);
  await page.locator('.kit input').first().fill('nope');
  await page.locator('.kit input').last().fill('nope');
  await press(page, 'Check');
  await expect(page.getByRole('alert')).toHaveText('Another group stands there.');
  await expect(page.locator('.kit input').first()).toBeFocused();
  await press(page, 'Show it again');
  await expect(page.locator('.kit .code')).toHaveText(code);
  await prove(page, code);
  await expect(page.getByRole('status')).toHaveText('Your kit counts.');
  await expect(page.locator('main')).not.toContainText(code);
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  await expect(page.locator('#wasm')).toHaveText('no wasm');
  await page.reload();
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  const other = await context.newPage();
  await other.goto(`${origin}/home`);
  await expect(other.locator('#state')).toHaveText('open: 32 ana');
  expect(sent.find((text) => text.startsWith('POST /api/v1/accounts'))).toContain('"invite":"open-sesame"');
});

test('the form of a new account has no named field left, offers six words, and says what is wrong', async ({ page }) => {
  accounts.set('ana', { kind: 'plain', name: 'ana' });
  await page.goto(`${origin}/join`);
  await expect(field(page, 'Plain passphrase')).toHaveCount(0);
  expect(await page.locator('form').evaluate((form) => [form.getAttribute('action'), form.querySelectorAll('input[name]').length])).toEqual([null, 0]);
  const words = page.locator('output');
  await expect(words).toHaveText(/^[a-z-]+( [a-z-]+){5}$/);
  const former = (await words.textContent()) ?? '';
  await press(page, 'Other words');
  await expect(words).not.toHaveText(former);
  await press(page, 'Take these');
  const taken = (await words.textContent()) ?? '';
  await expect(field(page, 'Passphrase')).toHaveValue(taken);
  await expect(field(page, 'Passphrase')).toHaveAttribute('type', 'text');
  await isAccessible(page);

  await field(page, 'User name').fill('ana');
  await field(page, 'Passphrase again').fill('something else');
  await press(page, 'Join');
  await expect(page.getByRole('alert')).toHaveText('These are two passphrases.');
  await expect(field(page, 'Passphrase again')).toBeFocused();
  await field(page, 'Passphrase').fill('too short');
  await field(page, 'Passphrase again').fill('too short');
  await press(page, 'Join');
  await expect(page.getByRole('alert')).toHaveText('It is too short.');
  await field(page, 'Passphrase').fill(taken);
  await field(page, 'Passphrase again').fill(taken);
  await press(page, 'Join');
  await expect(page.getByRole('alert')).toHaveText('Somebody has this name.');
  await expect(field(page, 'User name')).toBeFocused();
  await isAccessible(page);
  expect(sent.join('\n')).not.toContain(taken);
});

test('words of another list than the one that belongs to the script are not offered', async ({ page }) => {
  await page.route('**/passphrase.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\nglobalThis.isTaken = true;` });
  });
  const refused = page.waitForEvent('console', (message) => /integrity/.test(message.text()));
  await page.goto(`${origin}/join`);
  await refused;
  await expect(field(page, 'Passphrase')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Other words' })).toBeHidden();
  expect(await page.evaluate(() => 'isTaken' in globalThis)).toBe(false);
  complaints = complaints.filter((text) => !/integrity/.test(text));
});

test('a page that is left by signing out in another tab forgets what it alone had', async ({ page, context }) => {
  await join(page);
  await signIn(page, FIRST, 'on this page only');
  await expect(page.locator('#state')).toHaveText('locked');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Keep it open').selectOption('on this page only');
  await press(page, 'Open');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  const other = await context.newPage();
  await other.goto(`${origin}/home`);
  await expect(other.locator('#state')).toHaveText('locked');
  await other.evaluate(() => new BroadcastChannel('signed out').postMessage('ana'));
  await expect
    .poll(() =>
      page.evaluate(async () => {
        document.dispatchEvent(new Event('pursuance:unlocked'));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return document.querySelector('#state')?.textContent;
      }),
    )
    .toBe('locked');
});

test('signing in by keyboard, with a wrong passphrase first; signing out locks', async ({ page, context }) => {
  await join(page);
  await context.clearCookies();
  await page.goto(`${origin}/signin?name=ana`);
  await isAccessible(page);
  await expect(field(page, 'Passphrase')).toBeFocused();
  expect(await page.locator('input[name], select[name], form[action]').count()).toBe(0);
  await page.keyboard.type(SECOND);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Show: Passphrase' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Passphrase')).toHaveAttribute('type', 'text');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Name or passphrase is wrong.');
  await expect(field(page, 'Passphrase')).toBeFocused();
  await expect(field(page, 'Passphrase')).toHaveAttribute('aria-invalid', 'true');
  // What was typed is selected, so that the next text takes its place.
  await page.keyboard.type(FIRST);
  await page.keyboard.press('Enter');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');

  const cookies = await context.cookies();
  await press(page, 'Sign out');
  await expect(page).toHaveURL(/bye/);
  // Even who brings the session back finds no keys.
  const id = cookies.find(({ name }) => name === 'session')?.value ?? '';
  sessions.set(id, 'ana');
  await context.addCookies(cookies);
  await page.goto(`${origin}/home`);
  await expect(page.locator('#state')).toHaveText('locked');
});

test('keys end with the session, and stay on one page where that was chosen', async ({ page, context }) => {
  await join(page);
  await signIn(page, FIRST, 'until I sign out');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  // The session ended elsewhere, and another one begins without the keys.
  await context.clearCookies();
  sessions.set('other', 'ana');
  await context.addCookies([{ name: 'session', value: 'other', url: origin }]);
  await page.goto(`${origin}/home`);
  await expect(page.locator('#state')).toHaveText('locked');

  await signIn(page, FIRST, 'on this page only');
  await expect(page.locator('#state')).toHaveText('locked');
  await field(page, 'Passphrase').fill(SECOND);
  await press(page, 'Open');
  await expect(page.getByRole('alert')).toHaveText('Name or passphrase is wrong.');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Keep it open').selectOption('on this page only');
  await press(page, 'Open');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  await expect(field(page, 'Passphrase')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#state')).toHaveText('locked');
  await field(page, 'Passphrase').fill(FIRST);
  await press(page, 'Open');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  await page.reload();
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
});

test('without crypto.subtle keys live as long as the page', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }));
  await join(page);
  await page.goto(`${origin}/signin?name=ana`);
  await expect(field(page, 'Keep it open').locator('option')).toHaveText(['on this page only']);
  await field(page, 'Passphrase').fill(FIRST);
  await press(page, 'Sign in');
  await expect(page.locator('#state')).toHaveText('locked');
});

test('without WebAssembly in the worker it takes longer, and says how far it is', async ({ page }) => {
  isQuick = false;
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    new MutationObserver(() => {
      const text = document.querySelector('[aria-live]')?.textContent ?? '';
      if (text !== '' && said.at(-1) !== text) said.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await join(page);
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  expect(said.some((text) => text.includes('This browser is slow at it.'))).toBe(true);
  expect(said.some((text) => text.includes('Working: 50 %'))).toBe(true);
  expect(said.length).toBeLessThan(20);
  isQuick = true;
  await signIn(page, FIRST);
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
});

test('presses that follow each other are one, and what is lost or too often is said', async ({ page }) => {
  await join(page);
  await page.goto(`${origin}/signin?name=ana`);
  refusals = [{ door: 'POST /api/v1/session', ...problem('rate-limit', 429, { retry_after: 61 }) }];
  await field(page, 'Passphrase').fill(FIRST);
  await page.getByRole('button', { name: 'Sign in' }).dblclick();
  await expect(page.getByRole('alert')).toHaveText('Too often. Try again in 2 minutes.');
  expect(sent.filter((text) => text.startsWith('POST /api/v1/session'))).toHaveLength(1);
  await page.route('**/api/v1/prelogin*', (route) => route.abort());
  await press(page, 'Sign in');
  await expect(page.getByRole('alert')).toHaveText('The server does not answer.');
  await page.unroute('**/api/v1/prelogin*');
  refusals = [{ door: 'GET /api/v1/prelogin', status: 200, body: { kind: 'derived', name: 'ana', ...stretching(), m: 19_456, t: 2 } }];
  await press(page, 'Sign in');
  await expect(page.getByRole('alert')).toHaveText('The server asks for less than before.');
  await page.goto(`${origin}/signin?name=ana&realm=other.example`);
  await expect(page.getByRole('alert')).toHaveText('This page is of another server.');
  await expect(page.locator('main input')).toHaveCount(0);
});

test('another passphrase, a new kit, and recovery with it', async ({ page }) => {
  const former = await join(page);
  await page.goto(`${origin}/passphrase`);
  await field(page, 'Passphrase now').fill(FIRST);
  await expect(page.locator('output')).toHaveText(/ /);
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Passphrase again').fill(FIRST);
  await press(page, 'Change it');
  await expect(page.getByRole('alert')).toHaveText('The server knows this one.');
  await field(page, 'Passphrase').fill(SECOND);
  await field(page, 'Passphrase again').fill(SECOND);
  await isAccessible(page);
  await field(page, 'End tokens, too').uncheck();
  await press(page, 'Change it');
  await expect(page.getByRole('status')).toHaveText('The new passphrase counts.');
  await page.goto(`${origin}/home`);
  await expect(page.locator('#state')).toHaveText('open: 32 ana');

  expect(sent.find((text) => text.startsWith('POST /api/v1/account/keys'))).toContain('"end_tokens":false');
  await page.goto(`${origin}/recovery`);
  await field(page, 'Passphrase').fill(SECOND);
  await press(page, 'Make it');
  await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeFocused();
  const code = (await page.locator('.kit .code').textContent()) ?? '';
  expect(code).not.toBe(former);
  expect(sent.some((text) => text.startsWith('POST /api/v1/account/recovery'))).toBe(false);
  await expect(page.getByRole('link', { name: 'Later' })).toHaveCount(0);
  await prove(page, code);
  await expect(page.getByRole('status')).toHaveText('Your kit counts.');

  await page.goto(`${origin}/recover`);
  await isAccessible(page);
  await field(page, 'User name').fill('ana');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Passphrase again').fill(FIRST);
  await field(page, 'Recovery code').fill('abc');
  await press(page, 'Set it');
  await expect(page.getByRole('alert')).toHaveText('This is no recovery code.');
  await field(page, 'Recovery code').fill(former);
  await press(page, 'Set it');
  await expect(page.getByRole('alert')).toHaveText('Name or passphrase is wrong.');
  await field(page, 'Recovery code').fill(code.toLowerCase());
  await press(page, 'Set it');
  await expect(page.getByRole('status')).toHaveText('The new passphrase counts.');
  await page.getByRole('link', { name: 'To sign in' }).click();
  await field(page, 'Passphrase').fill(FIRST);
  await press(page, 'Sign in');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
});

test('a plain account gets keys with another passphrase', async ({ page, context }) => {
  accounts.set('ana', { kind: 'plain', name: 'ana', passphrase: 'the one the server knows' });
  sessions.set('plain', 'ana');
  await context.addCookies([{ name: 'session', value: 'plain', url: origin }]);
  await page.goto(`${origin}/derive`);
  await field(page, 'Passphrase now').fill('the one the server knows');
  await field(page, 'Passphrase').fill('the one the server knows');
  await field(page, 'Passphrase again').fill('the one the server knows');
  await press(page, 'Make it');
  await expect(page.getByRole('alert')).toHaveText('The server knows this one.');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Passphrase again').fill(FIRST);
  await press(page, 'Make it');
  await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeFocused();
  await page.getByRole('link', { name: 'Later' }).click();
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
});

test('a form that asks for a proof sends the key in place of the passphrase', async ({ page }) => {
  await join(page);
  await page.goto(`${origin}/proof`);
  await page.getByLabel('Note').fill('hello');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Passphrase').press('Enter');
  await expect(page).toHaveURL(/proved/);
  const posted = new URLSearchParams(sent.find((text) => text.startsWith('POST /proved'))?.split('\n')[1]);
  expect(posted.get('note')).toBe('hello');
  expect(posted.get('what')).toBe('mail');
  expect(verifierOf(posted.get('proof') ?? '')).toBe(accounts.get('ana')?.['verifier']);
  expect([...posted.keys()].sort()).toEqual(['note', 'proof', 'what']);
});
