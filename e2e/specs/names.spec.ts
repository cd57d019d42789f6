// Names of private pursuances on pages: the device knows them, and the server does not.

import type { Page } from '@playwright/test';

import { founds } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

/** Whether this browser keeps names. */
const hasNames = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const request = indexedDB.open('pursuance-unlocked');
    const database = await new Promise<IDBDatabase>((done) => request.addEventListener('success', () => done(request.result)));
    const asked = database.transaction('kept').objectStore('kept').get('names');
    const found = await new Promise((done) => asked.addEventListener('success', () => done(asked.result)));
    database.close();
    return found !== undefined;
  });

test('a private pursuance has its name at the side of every page, until its member signs out', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const { page } = ana;
  const [name, other] = ['Bees of the valley', 'Owls of the mill'];
  const first = await founds(ana, { name, mission: 'We count them.', display: 'Ana' });
  const second = await founds(ana, { name: other, mission: 'We hear them.', display: 'Ana' });
  const names = page.getByRole('navigation', { name: 'Your pursuances' }).locator('[data-named]');
  // On a page of one, and on pages that open nothing.
  for (const path of [second, '/help', '/me', '/inbox', '/search', '/']) {
    await ana.opens(path);
    for (const one of [name, other]) await expect(names.filter({ hasText: one }), path).toHaveCount(1);
  }
  const html = await (await page.request.get(`${world.a.baseUrl}/help`)).text();
  expect(html).toContain('Private pursuance');
  expect(html).not.toContain(name);
  // The device keeps them, and no text of them.
  const kept = await page.evaluate(async () => {
    const request = indexedDB.open('pursuance-unlocked');
    const database = await new Promise<IDBDatabase>((done) => request.addEventListener('success', () => done(request.result)));
    const asked = database.transaction('kept').objectStore('kept').get('names');
    const found = await new Promise<{ sealed: ArrayBuffer }>((done) => asked.addEventListener('success', () => done(asked.result)));
    database.close();
    return new TextDecoder().decode(found.sealed);
  });
  expect(kept).not.toContain(name);

  // Two pages that keep names at the same moment keep those of both: the first has read before the second one writes.
  await page.evaluate(async () => {
    const request = indexedDB.open('pursuance-unlocked');
    const database = await new Promise<IDBDatabase>((done) => request.addEventListener('success', () => done(request.result)));
    const gone = database.transaction('kept', 'readwrite').objectStore('kept').delete('names');
    await new Promise((done) => gone.addEventListener('success', done));
    database.close();
  });
  const late = await page.context().newPage();
  await late.addInitScript(() => {
    const { encrypt } = SubtleCrypto.prototype;
    const held = new Promise<void>((go) => Object.assign(window, { go, isHeld: false }));
    SubtleCrypto.prototype.encrypt = async function (...given) {
      Object.assign(window, { isHeld: true });
      await held;
      return encrypt.apply(this, given);
    };
  });
  await late.goto(world.a.baseUrl + first);
  await late.waitForFunction(() => (window as unknown as { isHeld: boolean }).isHeld);
  await ana.opens(second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other);
  await expect.poll(() => hasNames(page)).toBe(true);
  await late.evaluate(() => (window as unknown as { go: () => void }).go());
  await expect(async () => {
    await ana.opens('/help');
    for (const one of [name, other]) await expect(names.filter({ hasText: one })).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await late.close();

  await ana.presses('Sign out');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name))).not.toContain('pursuance-unlocked');
});
