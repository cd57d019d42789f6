// What pages call a private pursuance: the device knows its name, and the server does not.

import { founds } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a private pursuance has its name at the side of every page, until its member signs out', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const { page } = ana;
  const [name, other] = ['Bees of the valley', 'Owls of the mill'];
  await founds(ana, { name, mission: 'We count them.', display: 'Ana' });
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

  await ana.presses('Sign out');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name))).not.toContain('pursuance-unlocked');
});
