// Tasks in one line and as a pasted list, and their order, by forms alone.

import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test.use({ javaScriptEnabled: false });

/** The tasks at the top of the outline, in order. */
const top = (page: Page) => page.locator('#outline > ul > li > .row > .t > a');

test('a pasted list becomes a tree, and its tasks are put in another order', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await page.getByRole('link', { name: 'Add several tasks' }).click();
  await page.getByLabel('Tasks', { exact: true }).fill('- Fair\n  - Tables !urgent @me\n  - [x] Flyers ~s\n- Party due:2030-05-01');
  await page.getByRole('button', { name: 'Show them first' }).click();
  const preview = page.locator('#preview');
  await expect(preview.locator('li')).toHaveCount(4);
  await expect(preview.locator('li li').first()).toContainText('urgent');
  await expect(preview).toContainText('Its box is ticked');
  // It stands above the list and below: a list may be long.
  await page.getByRole('button', { name: 'Add 4 tasks' }).first().click();
  await expect(page.locator('.flash').first()).toContainText('4 tasks are added.');
  await expect(top(page)).toHaveText(['Fair', 'Party']);
  await expect(page.locator('#row-1 li .t > a')).toHaveText(['Tables', 'Flyers']);

  const moves = async (title: string, button: string) => {
    await page.getByRole('link', { name: `Move ${title}` }).click();
    await page.getByRole('button', { name: button, exact: true }).click();
  };
  await moves('Party', 'Up');
  await expect(top(page)).toHaveText(['Party', 'Fair']);
  await moves('Fair', 'Under the task above');
  await expect(top(page)).toHaveText(['Party']);
  await moves('Fair', 'One level up');
  await expect(top(page)).toHaveText(['Party', 'Fair']);
});
