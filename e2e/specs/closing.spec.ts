// A pursuance is closed, only read, and opened again.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

/** Findings of axe on the page as it stands, by rule. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('a pursuance is closed with a reason, only read from then on, and opened again @phone', async ({
  world,
  page,
  browser,
}) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  await ben.perform('pursuance.join', { pursuance });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Count the bees' });
  await ana.perform('invite.create', { pursuance, role: 'normal', expires: 'never' });
  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await bens.getByLabel('Add to the discussion').fill('How many are there?');

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/settings`);
  await page.getByRole('link', { name: 'What ends with it' }).click();
  await expect(page.getByText('One invitation lets nobody in any more.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('Reason').fill('The winter is here.');
  await page.getByRole('button', { name: 'Close the pursuance' }).click();
  await expect(page.getByText('The pursuance is closed.')).toBeVisible();
  await expect(page.getByText('The winter is here.')).toBeVisible();
  expect(await findings(page)).toEqual([]);

  // The open page of somebody else says so, and what is sent from it is refused and kept.
  await expect(bens.getByText('The winter is here.')).toBeVisible({ timeout: 45_000 });
  await expect(ben.perform('task.comment', { pursuance, task, body: 'Too late.' })).rejects.toThrow('pursuance-closed');
  await bens.reload();
  await expect(bens.getByRole('heading', { name: 'Count the bees' })).toBeVisible();
  await expect(bens.getByLabel('Add to the discussion')).toHaveCount(0);
  await expect(bens.getByRole('link', { name: 'Open again or delete' })).toHaveCount(0);
  expect(await findings(bens)).toEqual([]);

  await page.getByRole('link', { name: 'Open again or delete' }).click();
  await expect(page.getByText('That is possible')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open again' }).click();
  await expect(page.getByText('The pursuance is open again.')).toBeVisible();
  await expect(bens.getByText('The winter is here.')).toHaveCount(0, { timeout: 45_000 });
  await bens.reload();
  await expect(bens.getByLabel('Add to the discussion')).toBeVisible();
  await bens.context().close();
});
