// Accounts whose passphrase never leaves the device, in a real browser: the module that pages load, on made-up pages and doors.
// A subject of `sealed/js/test/page.test.js` or `keys.spec.ts` is looked at here at one of four landings (`@turns`).
//
// The pages may run no WebAssembly and make no script from a text; the worker for Argon2 has a policy of its own.

import { readFileSync } from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { clear, close, doors, open, problem, stretching, verifierOf } from '../support/account_doors.ts';
import { isSeeing, sees, textOf } from '../support/picture.ts';

const FIRST = 'seven käfer on the roof';
const SECOND = 'eight beetles below it';

test.beforeAll(open);
test.afterAll(close);

/** Complaints of the browser. */
let complaints: string[] = [];

test.beforeEach(({ page }) => {
  clear();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedType|integrity/i.test(message.text())) complaints.push(message.text());
  });
});

test.afterEach(() => {
  // The one thing that is refused is to compile where only the page asks.
  expect(complaints.filter((text) => !/WebAssembly|wasm/i.test(text))).toEqual([]);
  const all = doors.sent.map((text) => decodeURIComponent(text.replace(/%(?![0-9A-F]{2})/g, '%25'))).join('\n');
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
  await page.goto(`${doors.origin}/join`);
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
  await page.goto(`${doors.origin}/signin?name=ana`);
  await field(page, 'Keep it open').selectOption(keep);
  await field(page, 'Passphrase').fill(passphrase);
  await field(page, 'Passphrase').press('Enter');
}

test('joining makes an account, shows its kit once, and stays unlocked over pages and tabs', async ({ page, context }) => {
  const code = await join(page);
  expect(code.split(' ')).toHaveLength(14);
  await expect(page.locator('.kit')).toContainText('ana');
  await expect(page.locator('.kit')).toContainText(doors.origin);
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
  await other.goto(`${doors.origin}/home`);
  await expect(other.locator('#state')).toHaveText('open: 32 ana');
  expect(doors.sent.find((text) => text.startsWith('POST /api/v1/accounts'))).toContain('"invite":"open-sesame"');
});

test('the form of a new account has no named field left, offers six words, and says what is wrong @turns', async ({ page }) => {
  doors.accounts.set('ana', { kind: 'plain', name: 'ana' });
  await page.goto(`${doors.origin}/join`);
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
  expect(doors.sent.join('\n')).not.toContain(taken);
});

test('words of another list than the one that belongs to the script are not offered @turns', async ({ page }) => {
  await page.route('**/passphrase.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\nglobalThis.isTaken = true;` });
  });
  const refused = page.waitForEvent('console', (message) => /integrity/.test(message.text()));
  await page.goto(`${doors.origin}/join`);
  await refused;
  await expect(field(page, 'Passphrase')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Other words' })).toBeHidden();
  expect(await page.evaluate(() => 'isTaken' in globalThis)).toBe(false);
  complaints = complaints.filter((text) => !/integrity/.test(text));
});

test('a page that is left by signing out in another tab forgets what it alone had @turns', async ({ page, context }) => {
  await join(page);
  await signIn(page, FIRST, 'on this page only');
  await expect(page.locator('#state')).toHaveText('locked');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Keep it open').selectOption('on this page only');
  await press(page, 'Open');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  const other = await context.newPage();
  await other.goto(`${doors.origin}/home`);
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
  await page.goto(`${doors.origin}/signin?name=ana`);
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
  // The typed text is selected, so that the next text takes its place.
  await page.keyboard.type(FIRST);
  await page.keyboard.press('Enter');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');

  const cookies = await context.cookies();
  await press(page, 'Sign out');
  await expect(page).toHaveURL(/bye/);
  // Even who brings the session back finds no keys.
  const id = cookies.find(({ name }) => name === 'session')?.value ?? '';
  doors.sessions.set(id, 'ana');
  await context.addCookies(cookies);
  await page.goto(`${doors.origin}/home`);
  await expect(page.locator('#state')).toHaveText('locked');
});

test('keys end with the session, and stay on one page where that was chosen @turns', async ({ page, context }) => {
  await join(page);
  await signIn(page, FIRST, 'until I sign out');
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
  // The session ended elsewhere, and another one begins without the keys.
  await context.clearCookies();
  doors.sessions.set('other', 'ana');
  await context.addCookies([{ name: 'session', value: 'other', url: doors.origin }]);
  await page.goto(`${doors.origin}/home`);
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

test('without crypto.subtle keys live as long as the page @turns', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }));
  await join(page);
  await page.goto(`${doors.origin}/signin?name=ana`);
  await expect(field(page, 'Keep it open').locator('option')).toHaveText(['on this page only']);
  await field(page, 'Passphrase').fill(FIRST);
  await press(page, 'Sign in');
  await expect(page.locator('#state')).toHaveText('locked');
});

test('without WebAssembly in the worker it takes longer, and says how far it is @turns', async ({ page }) => {
  doors.isQuick = false;
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
  doors.isQuick = true;
  await signIn(page, FIRST);
  await expect(page.locator('#state')).toHaveText('open: 32 ana');
});

test('presses that follow each other are one, and what is lost or too often is said @turns', async ({ page }) => {
  await join(page);
  await page.goto(`${doors.origin}/signin?name=ana`);
  doors.refusals = [{ door: 'POST /api/v1/session', ...problem('rate-limit', 429, { retry_after: 61 }) }];
  await field(page, 'Passphrase').fill(FIRST);
  await page.getByRole('button', { name: 'Sign in' }).dblclick();
  await expect(page.getByRole('alert')).toHaveText('Too often. Try again in 2 minutes.');
  expect(doors.sent.filter((text) => text.startsWith('POST /api/v1/session'))).toHaveLength(1);
  await page.route('**/api/v1/prelogin*', (route) => route.abort());
  await press(page, 'Sign in');
  await expect(page.getByRole('alert')).toHaveText('The server does not answer.');
  await page.unroute('**/api/v1/prelogin*');
  doors.refusals = [{ door: 'GET /api/v1/prelogin', status: 200, body: { kind: 'derived', ...stretching(), m: 19_456, t: 2 } }];
  await press(page, 'Sign in');
  await expect(page.getByRole('alert')).toHaveText('The server asks for less than before.');
  await page.goto(`${doors.origin}/signin?name=ana&realm=other.example`);
  await expect(page.getByRole('alert')).toHaveText('This page is of another server.');
  await expect(page.locator('main input')).toHaveCount(0);
});

test('the keys are saved as a file @turns', async ({ page }) => {
  await join(page);
  await page.goto(`${doors.origin}/identity`);
  await press(page, 'Save my keys');
  await expect(field(page, 'Passphrase now')).toBeFocused();
  await field(page, 'Passphrase now').fill(FIRST);
  await field(page, 'Passphrase').fill(SECOND);
  await field(page, 'Passphrase again').fill(SECOND);
  await isAccessible(page);
  const saved = page.waitForEvent('download');
  await press(page, 'Save the file');
  expect((await saved).suggestedFilename()).toBe('ana.identity');
  await expect(page.getByRole('status')).toHaveText('The new passphrase counts.');
  expect(doors.sent.join('\n')).not.toContain(SECOND);
});

test('another passphrase, a new kit, and recovery with it', async ({ page }) => {
  const former = await join(page);
  await page.goto(`${doors.origin}/passphrase`);
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
  await page.goto(`${doors.origin}/home`);
  await expect(page.locator('#state')).toHaveText('open: 32 ana');

  expect(doors.sent.find((text) => text.startsWith('POST /api/v1/account/keys'))).toContain('"end_tokens":false');
  await page.goto(`${doors.origin}/recovery`);
  await field(page, 'Passphrase').fill(SECOND);
  await press(page, 'Make it');
  await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeFocused();
  const code = (await page.locator('.kit .code').textContent()) ?? '';
  expect(code).not.toBe(former);
  expect(doors.sent.some((text) => text.startsWith('POST /api/v1/account/recovery'))).toBe(false);
  await expect(page.getByRole('link', { name: 'Later' })).toHaveCount(0);
  await prove(page, code);
  await expect(page.getByRole('status')).toHaveText('Your kit counts.');

  await page.goto(`${doors.origin}/recover`);
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

test('a plain account gets keys with another passphrase @turns', async ({ page, context }) => {
  doors.accounts.set('ana', { kind: 'plain', name: 'ana', passphrase: 'the one the server knows' });
  doors.sessions.set('plain', 'ana');
  await context.addCookies([{ name: 'session', value: 'plain', url: doors.origin }]);
  await page.goto(`${doors.origin}/derive`);
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

test('another device signs in by a code that this one takes', async ({ page, browser }) => {
  await join(page);
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${doors.origin}/device-new`);
  const code = await other.getByLabel('Code of this device').innerText();
  const picture = other.getByRole('img', { name: 'The code as a picture' });
  await expect(picture).toBeVisible();
  expect(await textOf(picture)).toBe(code);
  await isAccessible(other);
  await page.goto(`${doors.origin}/device`);
  await press(page, 'Save my keys');
  await field(page, 'Code of the other device').fill(code.slice(1));
  await field(page, 'Passphrase now').fill(FIRST);
  await press(page, 'Hand them over');
  await expect(page.getByRole('alert')).toHaveText('This is no code of a device.');

  // The camera runs until there is a code of a device, or somebody stops it.
  await sees(page, 'https://commons.example');
  await press(page, 'Scan it');
  await expect(page.getByText('This is another kind of code.')).toBeVisible();
  await isAccessible(page);
  await press(page, 'Stop');
  await expect(page.locator('video')).toHaveCount(0);
  expect(await isSeeing(page)).toBe(false);
  await sees(page, (await textOf(picture)) ?? '');
  await press(page, 'Scan it');
  await expect(field(page, 'Code of the other device')).toHaveValue(code);
  await expect(field(page, 'Passphrase now')).toBeFocused();
  await expect(page.getByText('It is scanned.')).toBeVisible();
  await expect(page.locator('video')).toHaveCount(0);
  expect(await isSeeing(page)).toBe(false);
  await press(page, 'Hand them over');
  await expect(page.locator('.notice.ok')).toBeFocused();
  // The page comes anew, as that of somebody who is signed in.
  await expect(other.locator('.notice.ok')).toHaveText('Signed in as ana.', { timeout: 20_000 });
  await expect(other.locator('body')).toHaveAttribute('data-viewer', 'ana');
  await other.getByRole('link', { name: 'Go on there' }).click();
  await expect(other.locator('#state')).toHaveText('open: 32 ana');
  await other.context().close();
});

test('a file with the keys signs another device in, and nothing of it is sent', async ({ page, browser }) => {
  await join(page);
  await page.goto(`${doors.origin}/identity`);
  await press(page, 'Save my keys');
  await field(page, 'Passphrase now').fill(FIRST);
  await field(page, 'Passphrase').fill(SECOND);
  await field(page, 'Passphrase again').fill(SECOND);
  const saved = page.waitForEvent('download');
  await press(page, 'Save the file');
  const file = readFileSync(await (await saved).path(), 'utf8');
  const buffer = Buffer.from(file);

  const other = await (await browser.newContext()).newPage();
  await other.goto(`${doors.origin}/file`);
  await isAccessible(other);
  const chosen = field(other, 'File with the keys');
  await expect(chosen).not.toHaveAttribute('name');
  await chosen.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('some words') });
  await field(other, 'Passphrase').fill(SECOND);
  await press(other, 'Sign in by it');
  await expect(other.getByRole('alert')).toHaveText('This is no such file.');
  await chosen.setInputFiles({ name: 'ana.identity', mimeType: 'text/plain', buffer });
  await field(other, 'Passphrase').fill(FIRST);
  await press(other, 'Sign in by it');
  await expect(other.getByRole('alert')).toHaveText('It does not open the file.');
  await isAccessible(other);
  await field(other, 'Passphrase').fill(SECOND);
  await press(other, 'Sign in by it');
  await expect(other.locator('.notice.ok')).toHaveText('Signed in as ana.', { timeout: 20_000 });
  await other.getByRole('link', { name: 'Go on there' }).click();
  await expect(other.locator('#state')).toHaveText('open: 32 ana');
  const lines = file.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(doors.sent.join('\n')).not.toContain(line);

  // An account with other keys by now.
  doors.accounts.clear();
  await other.context().clearCookies();
  await other.goto(`${doors.origin}/file`);
  await chosen.setInputFiles({ name: 'ana.identity', mimeType: 'text/plain', buffer });
  await field(other, 'Passphrase').fill(SECOND);
  await press(other, 'Sign in by it');
  await expect(other.getByRole('alert')).toHaveText('Name or passphrase is wrong.');
  await other.context().close();
});

test('a form that asks for a proof sends the key in place of the passphrase @turns', async ({ page }) => {
  await join(page);
  await page.goto(`${doors.origin}/proof`);
  await page.getByLabel('Note').fill('hello');
  await field(page, 'Passphrase').fill(FIRST);
  await field(page, 'Passphrase').press('Enter');
  await expect(page).toHaveURL(/proved/);
  const posted = new URLSearchParams(doors.sent.find((text) => text.startsWith('POST /proved'))?.split('\n')[1]);
  expect(posted.get('note')).toBe('hello');
  expect(posted.get('what')).toBe('mail');
  expect(verifierOf(posted.get('proof') ?? '')).toBe(doors.accounts.get('ana')?.['verifier']);
  expect([...posted.keys()].sort()).toEqual(['note', 'proof', 'what']);
});
