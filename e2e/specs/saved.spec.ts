// Saved searches, from the field of the outline to Home; and the calendar, as a table and as a list.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody with a pursuance: three tasks are due on one day, and one has no date. */
async function atGarden(world: World, page: Page): Promise<{ ana: Person; slug: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  for (const title of ['Mend the fence', 'Paint the fence', 'Water the beans']) {
    await ana.perform('task.create', { pursuance: slug, title, due: '2190-03-10' });
  }
  await ana.perform('task.create', { pursuance: slug, title: 'Sit in the shade' });
  await enter(page, ana);
  return { ana, slug };
}

test('a search is saved, stands on Home, and is forgotten @phone', async ({ world, page }) => {
  const { slug } = await atGarden(world, page);
  await page.goto(`${world.a.baseUrl}/p/${slug}?q=fence`);
  await page.locator('summary.rare').click();
  await page.getByRole('link', { name: 'Save this search' }).click();
  await expect(page.getByLabel('What it looks for')).toHaveValue('fence');
  await page.getByLabel('Name', { exact: true }).fill('Fences');
  await page.getByLabel('Show on my Home').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('.flash')).toContainText('Saved.');

  await page.goto(`${world.a.baseUrl}/`);
  const section = page.locator('section', { has: page.getByRole('heading', { name: 'Fences' }) }).last();
  await expect(section.getByRole('link', { name: 'Paint the fence' })).toBeVisible();
  await expect(section).not.toContainText('Water the beans');

  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await page.locator('summary.rare').click();
  await page.locator('#saved').getByRole('link', { name: 'Fences' }).click();
  await expect(page).toHaveURL(/\?q=fence$/);
  await page.locator('summary.rare').click();
  await page.locator('#saved').getByRole('link', { name: 'Saved searches' }).click();
  await page.getByRole('link', { name: /^Change\s*: Fences$/ }).click();
  await page.getByRole('button', { name: 'Forget' }).click();
  await expect(page.locator('.flash')).toContainText('The search is forgotten.');
  await expect(page.getByRole('link', { name: 'Fences' })).toHaveCount(0);
});

test('a month is a table, and a list on a phone @phone', async ({ world, page }) => {
  const { slug } = await atGarden(world, page);
  const isPhone = (page.viewportSize()?.width ?? 0) < 600;
  await page.goto(`${world.a.baseUrl}/p/${slug}/calendar?month=2190-03`);
  const table = page.getByRole('table', { name: 'Tasks that are due in March 2190' });
  await expect(table).toBeVisible({ visible: !isPhone });
  const task = page.getByRole('link', { name: 'Mend the fence' });
  await expect(task).toHaveCount(1);
  await page.getByRole('link', { name: 'April 2190' }).click();
  await expect(page.getByRole('heading', { name: 'April 2190' })).toBeVisible();
  await expect(task).toHaveCount(0);
  await page.getByRole('link', { name: 'March 2190' }).click();
  const width = await page.locator('main').evaluate((main) => main.ownerDocument.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);

  await page.getByRole('link', { name: 'One task has no date' }).click();
  const outline = page.locator('#outline');
  await expect(outline.getByRole('link', { name: 'Sit in the shade' })).toBeVisible();
  await expect(outline.getByRole('link', { name: 'Mend the fence' })).toHaveCount(0);
});

test.describe('with a script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'the looks are the same without one');

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a calendar with tasks is readable for everybody, ${colorScheme} @phone`, async ({ world, page }) => {
      const { slug } = await atGarden(world, page);
      await page.emulateMedia({ colorScheme });
      await page.goto(`${world.a.baseUrl}/p/${slug}/calendar?month=2190-03`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
    });
  }

  test('a calendar on paper is its table, without the field above it', async ({ world, page }) => {
    const { slug } = await atGarden(world, page);
    await page.goto(`${world.a.baseUrl}/p/${slug}/calendar?month=2190-03`);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.locator('form.filter')).toBeHidden();
  });
});
