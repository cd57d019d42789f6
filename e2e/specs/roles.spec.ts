// Roles in force: somebody is banned while a page is open, and a pursuance is handed over.

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

test('an open page of somebody banned shows nothing more @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'unlisted' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('pursuance.edit', { pursuance, visibility: 'members' });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Secret plan' });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await expect(page.getByRole('heading', { name: 'Secret plan' })).toBeVisible();

  const anas = await (await browser.newContext()).newPage();
  await enter(anas, ana);
  await anas.goto(`${world.a.baseUrl}/p/${pursuance}/members`);
  await anas.getByRole('link', { name: /^Manage/ }).click();
  await anas.locator('#end summary').click();
  expect(await findings(anas)).toEqual([]);
  await anas.getByLabel('What happens').selectOption({ label: 'Ban for a week' });
  await anas.getByLabel('Reason').fill('Sold the readings.');
  await anas.getByRole('button', { name: 'Remove or ban' }).click();
  await expect(anas.getByText('They are banned.')).toBeVisible();
  await expect(anas.getByText('Sold the readings.')).toBeVisible();
  await anas.context().close();

  await expect(page.getByText('Secret plan')).toHaveCount(0, { timeout: 45_000 });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('open pages that anybody may read offer somebody banned nothing more @phone', async ({ world, page, context }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  await ben.perform('pursuance.join', { pursuance });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Open plan' });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  const other = await context.newPage();
  await other.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await expect(other.getByLabel('Add to the discussion')).toBeVisible();

  await ana.perform('member.ban', { pursuance, member: ben.name, reason: 'Sold the readings.' });

  await expect(page.getByText('You are banned here.')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('button', { name: 'Join' })).toHaveCount(0);
  await expect(other.getByLabel('Add to the discussion')).toHaveCount(0, { timeout: 45_000 });
  await expect(other.getByText('Open plan').first()).toBeVisible();
  for (const one of [page, other]) expect(await findings(one)).toEqual([]);
});

test('a pursuance is handed over by a question and a yes @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/m/${ben.name}`);
  await page.locator('#take-over summary').click();
  await page.getByRole('button', { name: `Ask ${ben.name}` }).click();
  await expect(page.getByRole('heading', { name: `${ben.name} is asked to become the owner` })).toBeVisible();

  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(`${world.a.baseUrl}/p/${pursuance}/members`);
  await bens.getByRole('button', { name: 'Become the owner' }).click();
  await expect(bens.getByText('You are the owner now.')).toBeVisible();
  await bens.context().close();
  const { role } = await ana.read<{ role: string }>(`pursuances/${pursuance}`);
  expect(role).toBe('admin');
});
