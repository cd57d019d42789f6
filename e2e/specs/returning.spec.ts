// A press far down a list leads back to where it was pressed, and what takes it back is in view.

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('many tasks are finished one after the other without going back to each @phone', async ({ world, page }) => {
  test.setTimeout(120_000);
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  for (let number = 1; number <= 40; number += 1) {
    await ana.perform('task.create', { pursuance, title: `Frame ${number}` });
    await ana.perform('task.take', { pursuance, task: number });
  }
  await enter(page, ana);
  for (const view of ['', '/list', '/board']) {
    await page.goto(`${world.a.baseUrl}/p/${pursuance}${view}`);
    const lines = page.locator('.tree .row, .tasks tbody tr, .lane .card').filter({ has: page.locator('button.tick') });
    const line = lines.nth(24);
    const below = lines.nth(25);
    const title = (text: string | null) => /Frame \d+/.exec(text ?? '')?.[0] ?? '';
    const next = title(await below.textContent());
    await line.locator('button.tick').scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    expect(before, view).toBeGreaterThan(300);
    await line.locator('button.tick').click();
    await expect(page.locator('.flash')).toContainText('Finished');
    await expect(page.locator('.flash button')).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('link', { name: next, exact: true })).toBeInViewport();
    expect(await page.evaluate(() => scrollY), view).toBeGreaterThan(300);
    // By key the focus goes on from there.
    await page.getByRole('link', { name: next, exact: true }).focus();
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('d');
    await loaded;
    await expect(page.locator('.flash')).toContainText('Finished');
    await expect(page.locator('a:focus')).toBeInViewport();
    await expect(page.locator('a:focus')).toHaveText(/^Frame \d+$/);
  }
});
