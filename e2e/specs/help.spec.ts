// The guide within the site, and what happened in a pursuance.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

// axe and a look at the width need JavaScript.
async function isClean(page: Page, project: string): Promise<void> {
  if (project === 'no-js') return;
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBe(0);
}

test('help is found in the navigation, searched and read @phone', async ({ world, page }, info) => {
  const ana = await world.a.person(fresh('ana'));
  await enter(page, ana);
  await page.goto(world.a.baseUrl);
  await page.getByRole('link', { name: 'Help', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  await isClean(page, info.project.name);

  await page.locator('#help-q').fill('quiet hours');
  await page.locator('#help-q').press('Enter');
  await expect(page.locator('mark').first()).toBeVisible();
  await isClean(page, info.project.name);
  await page.getByRole('link', { name: 'All pages' }).click();

  await page.getByRole('link', { name: 'Offers', exact: true }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Offers');
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'You look for somebody' }).click();
  await expect(page).toHaveURL(/\/help\/offers#you-look-for-somebody$/);
  await expect(page.getByRole('heading', { name: 'You look for somebody' })).toBeInViewport();
  await isClean(page, info.project.name);
});

test('a visitor finds help, too @phone', async ({ world, page }, info) => {
  await page.goto(world.a.baseUrl);
  await page.getByRole('link', { name: 'Help', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  await isClean(page, info.project.name);
});

test('what happened is narrowed by subject and person @phone', async ({ world, page }, info) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Count the hives' });
  await ben.perform('task.comment', { pursuance, task: 1, body: 'All of them?' });

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await page.getByRole('link', { name: 'All activity' }).click();
  const lines = page.locator('[data-part="activity"] li');
  await expect(lines).toHaveCount(4);
  await expect(page.getByRole('heading', { level: 2, name: 'today' })).toBeVisible();
  await isClean(page, info.project.name);

  await page.getByText('Show only some of it').click();
  await page.getByLabel('About', { exact: true }).selectOption('Discussion');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText('wrote in the discussion');

  await page.getByLabel('About', { exact: true }).selectOption('Everything');
  await page.getByLabel('Who did it').fill(ben.name);
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(lines).toHaveCount(2);

  await page.getByLabel('Who did it').fill('nobody-like-it');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('Nobody is known here by this name.')).toBeVisible();
  await isClean(page, info.project.name);
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(lines).toHaveCount(4);
});
