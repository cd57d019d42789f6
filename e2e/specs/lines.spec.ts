// Lines of the outline that wait outlive the session, the page and the tab, and are sent once each.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { saysWho } from '../support/account.ts';
import type { Person } from '../support/person.ts';
import { fresh } from '../support/story.ts';
import { enter, signIn } from '../support/session.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody who writes in the outline of their pursuance. */
async function writing(world: World, page: Page): Promise<{ ana: Person; slug: string; address: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await enter(page, ana);
  const address = `${world.a.baseUrl}/p/${slug}`;
  await page.goto(address);
  await page.locator('#add-0').focus();
  return { ana, slug, address };
}

async function types(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
  }
}

/** The titles of the tasks that there are, in the order in which they were made. */
async function made(ana: Person, slug: string): Promise<string[]> {
  const { items } = await ana.read<{ items: { number: number; title: string }[] }>(`pursuances/${slug}/tasks`);
  return items.sort((a, b) => a.number - b.number).map(({ title }) => title);
}

const field = (page: Page) => page.locator('#add-0');
const waiting = (page: Page) => page.locator('.waiting button');
const panel = (page: Page) => page.locator('#beside');

async function signsInBeside(page: Page, person: Person): Promise<void> {
  await expect(panel(page).getByLabel('User name')).toHaveValue(person.name);
  await panel(page).getByLabel('Passphrase').fill(person.passphrase);
  await panel(page).getByLabel('Passphrase').press('Enter');
}

test('whoever types on while the session ends loses nothing, and signs in beside the lines', async ({ world, page }) => {
  const { ana, slug, address } = await writing(world, page);
  await types(page, 'Spring');
  await expect(page.locator('#outline').getByRole('link', { name: 'Spring', exact: true })).toBeVisible();
  await page.context().clearCookies();
  const titles = ['Summer', 'Autumn', 'Winter', 'Buy a spade', 'Buy seeds'];
  for (const title of titles) {
    await page.keyboard.type(title, { delay: 25 });
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('Half a li');
  await expect(waiting(page)).toHaveText(titles);
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('Half a li');
  await expect(page).toHaveURL(new RegExp(`^${address}(#add-0)?$`));
  await expect(panel(page)).toContainText('You are signed out. Nothing is lost');
  // One line says what happened.
  await expect(page.locator('.stale')).toBeHidden();
  expect((await new AxeBuilder({ page }).setLegacyMode().options({ rules: { 'target-size': { enabled: true } } }).analyze()).violations).toEqual([]);

  await panel(page).getByLabel('Passphrase').fill('not the words I chose');
  await panel(page).getByRole('button').click();
  await expect(panel(page).getByRole('alert')).toContainText('The name or the passphrase is not right.');
  await expect(waiting(page)).toHaveText(titles);
  await signsInBeside(page, ana);
  await expect(panel(page)).toHaveCount(0);
  await expect(page.locator('.waiting')).toHaveCount(0);
  await expect(field(page)).toHaveValue('Half a li');
  await expect(field(page)).toBeFocused();
  expect(await made(ana, slug)).toEqual(['Spring', ...titles]);
  // The page is live again, and its other forms belong to the new session.
  await ana.perform('task.create', { pursuance: slug, title: 'From elsewhere' });
  await expect(page.locator('#outline').getByRole('link', { name: 'From elsewhere', exact: true })).toBeVisible();
  await expect(page.locator('.stale')).toBeHidden();
  await page.getByRole('link', { name: 'Spring', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.locator('.toast')).toContainText('Moved.');
});

test('lines that found no network are sent once somebody has signed in again in another tab', async ({ world, page }) => {
  const { ana, slug } = await writing(world, page);
  const titles = ['Spring', 'Summer', 'Autumn'];
  await page.context().setOffline(true);
  await types(page, ...titles);
  await expect(waiting(page)).toHaveText(titles);
  await page.context().clearCookies();
  await page.context().setOffline(false);
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await expect(waiting(page)).toHaveText(titles);

  const popup = page.waitForEvent('popup');
  await panel(page).getByRole('link', { name: 'In another tab' }).click();
  const other = await popup;
  await saysWho(other, ana.name, ana.passphrase);
  await expect(other.locator('#outline')).toBeVisible();
  await expect(page.locator('.waiting, #beside')).toHaveCount(0);
  await expect.poll(() => made(ana, slug)).toEqual(titles);
});

test('lines outlive a reload and the sign-in page, keep their levels, and nobody else sees or sends them', async ({ world, page }) => {
  const { ana, slug, address } = await writing(world, page);
  await types(page, 'Spring');
  await expect(page.locator('#row-1')).toBeVisible();
  await page.context().clearCookies();
  await types(page, 'Summer');
  await page.keyboard.type('B');
  await page.keyboard.press('Tab');
  await types(page, 'athe');
  await expect(waiting(page)).toHaveText(['Summer', 'Bathe']);

  const ben = await world.a.person(fresh('ben'));
  await ben.perform('pursuance.join', { pursuance: slug });
  const other = await page.context().newPage();
  await signIn(other, ben);
  await other.goto(address);
  await expect(other.locator('#row-1')).toBeVisible();
  await expect(other.locator('.waiting')).toHaveCount(0);
  await page.bringToFront();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('Somebody else is signed in in this browser now.');
  await page.reload();
  await expect(page.locator('.waiting')).toHaveCount(0);
  expect(await made(ana, slug)).toEqual(['Spring']);

  await page.context().clearCookies();
  await other.close();
  await signIn(page, ana);
  await page.goto(address);
  await expect(page.locator('#row-2 #row-3')).toContainText('Bathe');
  await expect(page.locator('.waiting')).toHaveCount(0);
  expect(await made(ana, slug)).toEqual(['Spring', 'Summer', 'Bathe']);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('line ')))).toEqual([]);
});

test('a line is in one tab, and another one sends it once that tab is closed; answered or not, it is added once', async ({ world, page }) => {
  const { ana, slug, address } = await writing(world, page);
  // It arrives, and its answer does not.
  await page.route(`**/p/${slug}/tasks`, async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  });
  await types(page, 'Spring');
  await expect(waiting(page)).toHaveText(['Spring']);
  const other = await page.context().newPage();
  const sent: string[] = [];
  other.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  await other.goto(address);
  await expect(other.locator('#row-1')).toBeVisible();
  await expect(other.locator('.waiting')).toHaveCount(0);
  await page.close();
  await expect.poll(() => sent.length).toBe(1);
  await expect(other.locator('.waiting')).toHaveCount(0);
  await expect.poll(() => other.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('line ')).length)).toBe(0);
  expect(await made(ana, slug)).toEqual(['Spring']);
});

test('a pasted list waits for its person and for Enter, and leads nobody away who writes', async ({ world, page }) => {
  const { ana, address } = await writing(world, page);
  await page.context().clearCookies();
  const pastes = (text: string): Promise<void> =>
    field(page).evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await pastes('- Water\n  - Hose\n');
  await expect(panel(page)).toBeVisible();
  await page.keyboard.type('Half a li');
  await signsInBeside(page, ana);
  await expect(panel(page)).toHaveCount(0);
  await expect(page.locator('#add-0-error')).toContainText('The pasted list waits');
  await expect(field(page)).toHaveValue('Half a li');
  await field(page).fill('');
  await page.reload();
  await expect(page.locator('.waiting li')).toHaveText(['Pasted list: - Water …']);
  await expect(page).toHaveURL(new RegExp(`^${address}`));
  await field(page).press('Enter');
  await expect(page).toHaveURL(/\/add$/);
  await expect(page.getByLabel('Tasks', { exact: true })).toHaveValue(/^- Water/);
});

test('what is too much is said, and what is too old is dropped', async ({ world, page }) => {
  const { ana, address } = await writing(world, page);
  await page.evaluate((name) => {
    const line = (at: number): string => JSON.stringify({ at, key: 'k', tab: 't', order: 0, title: 'Old', level: 0, base: '', above: null, fields: 'title=Old' });
    localStorage.setItem('line somebody /p/x/tasks 1', line(Date.now() - 31 * 86_400_000));
    for (let number = 0; number < 199; number += 1) localStorage.setItem(`line ${name} /p/elsewhere/tasks ${number}`, line(Date.now()));
  }, ana.name);
  await page.context().setOffline(true);
  await types(page, 'Spring');
  await expect(waiting(page)).toHaveText(['Spring']);
  await expect(page.locator('.waiting')).not.toContainText('Kept only as long as this page is open.');
  expect(await page.evaluate(() => localStorage.getItem('line somebody /p/x/tasks 1'))).toBeNull();
  await types(page, 'Summer');
  await expect(waiting(page)).toHaveText(['Spring', 'Summer']);
  await expect(page.locator('.waiting')).toContainText('Kept only as long as this page is open.');
  await page.context().setOffline(false);
  expect(page.url()).toContain(address);
});

test('whoever signs out is asked about lines that wait, and leaves none behind', async ({ world, page }) => {
  const { ana, slug, address } = await writing(world, page);
  await page.context().setOffline(true);
  await types(page, 'Spring', 'Summer');
  await expect(waiting(page)).toHaveCount(2);
  await page.context().setOffline(false);
  const asked: string[] = [];
  const answers = [false, true];
  page.on('dialog', async (dialog) => {
    if (dialog.type() === 'confirm') asked.push(dialog.message());
    if (dialog.type() === 'beforeunload' || answers.shift()) await dialog.accept();
    else await dialog.dismiss();
  });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]).toContain('not saved yet: 2.');
  await expect(page).toHaveURL(new RegExp(`^${address}`));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('.flash')).toContainText('You are signed out.');
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await signIn(page, ana);
  await page.goto(address);
  await expect(page.locator('.waiting')).toHaveCount(0);
  expect(await made(ana, slug)).toEqual([]);
});

test('a browser that stores nothing keeps lines as long as the page, says so, and signs in beside them', async ({ world, page }) => {
  await page.addInitScript(() => {
    const none = (): never => {
      throw new DOMException('nothing is stored', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: none });
    Object.defineProperty(navigator, 'locks', { value: undefined });
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const { ana, slug } = await writing(world, page);
  await page.context().clearCookies();
  await types(page, 'Spring', 'Summer');
  await expect(waiting(page)).toHaveText(['Spring', 'Summer']);
  await expect(page.locator('.waiting')).toContainText('Kept only as long as this page is open.');
  await signsInBeside(page, ana);
  await expect(page.locator('.waiting, #beside')).toHaveCount(0);
  expect(await made(ana, slug)).toEqual(['Spring', 'Summer']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('.flash')).toContainText('You are signed out.');
  expect(errors).toEqual([]);
});

test('a tab whose person signs out and in again in another one keeps the lines that come after', async ({ world, page }) => {
  const { ana, slug, address } = await writing(world, page);
  const other = await page.context().newPage();
  await other.goto(address);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.locator('.flash')).toContainText('You are signed out.');
  await signIn(other, ana);
  await page.bringToFront();
  await page.context().setOffline(true);
  await field(page).focus();
  await types(page, 'Spring');
  await expect(waiting(page)).toHaveText(['Spring']);
  await expect(page.locator('.waiting')).not.toContainText('Kept only as long as this page is open.');
  await page.context().setOffline(false);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await expect(page.locator('#outline').getByRole('link', { name: 'Spring', exact: true })).toBeVisible();
  expect(await made(ana, slug)).toEqual(['Spring']);
});

test('without locks of the browser a line stands once in its tab, whichever tab had it meanwhile', async ({ world, page }) => {
  await page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const { ana, slug, address } = await writing(world, page);
  await page.context().setOffline(true);
  await types(page, 'Spring');
  await expect(waiting(page)).toHaveText(['Spring']);
  // As another tab does that takes the line over.
  await page.evaluate(() => {
    for (const [name, line] of Object.entries(localStorage)) {
      if (name.startsWith('line ')) localStorage.setItem(name, JSON.stringify({ ...JSON.parse(line), tab: 'another' }));
    }
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  await expect(waiting(page)).toHaveText(['Spring']);
  await page.context().setOffline(false);
  await field(page).press('Enter');
  await expect(page.locator('.waiting')).toHaveCount(0);
  expect(await made(ana, slug)).toEqual(['Spring']);
  expect(page.url()).toContain(new URL(address).pathname);
});
