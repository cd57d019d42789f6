// The board: cards in five lanes, moved by their menu, by the keyboard, and by dragging them; and its query on the way through
// the other views.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody at the board of their pursuance: 1 to pick up, 2 and 3 under way, which are theirs. */
async function atBoard(world: World, page: Page): Promise<{ ana: Person; slug: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  // Somebody else who may review.
  const ben = await world.a.person(fresh('ben'));
  await ben.perform('pursuance.join', { pursuance: slug });
  await ana.perform('member.set_role', { pursuance: slug, member: ben.name, role: 'assigner' });
  for (const title of ['Mend the fence', 'Paint the fence', 'Water the beans']) {
    await ana.perform('task.create', { pursuance: slug, title });
  }
  for (const task of [2, 3]) await ana.perform('task.take', { pursuance: slug, task });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  return { ana, slug };
}

const card = (page: Page, lane: string, title: string) =>
  page.locator(`#${lane}`).getByRole('listitem').filter({ hasText: title });

async function moves(page: Page, title: string, to: string): Promise<void> {
  const menu = page.getByRole('listitem').filter({ hasText: title }).locator('details.menu');
  await menu.locator('summary').click();
  await menu.locator('[data-to]').filter({ hasText: to }).click();
}

test('a card is moved by its menu, and its mover is at the same board again @phone', async ({ world, page }) => {
  const { slug } = await atBoard(world, page);
  await page.goto(`${world.a.baseUrl}/p/${slug}/board?q=fence`);
  await expect(page.getByText('Water the beans')).toHaveCount(0);

  await moves(page, 'Mend the fence', 'Under way');
  await expect(page.locator('.flash')).toContainText('It is yours.');
  await expect(card(page, 'under-way', 'Mend the fence')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/p/${slug}/board\\?q=fence#t-1$`));
  await moves(page, 'Mend the fence', 'In review');
  await expect(card(page, 'in-review', 'Mend the fence')).toBeVisible();
});

test('a move to Stuck asks what blocks, and leads back to the board @phone', async ({ world, page }) => {
  await atBoard(world, page);
  await moves(page, 'Paint the fence', 'Stuck');
  await page.getByLabel('What blocks it?').fill('There is no paint.');
  await page.getByRole('button', { name: 'It is blocked', exact: true }).click();
  await expect(card(page, 'stuck', 'Paint the fence')).toBeVisible();

  await moves(page, 'Paint the fence', 'Under way');
  await expect(page.locator('#dependencies')).toContainText('There is no paint.');
  await page.getByRole('link', { name: 'Back to the board' }).click();
  await expect(card(page, 'stuck', 'Paint the fence')).toBeVisible();
});

test('the query goes from view to view, and is there again for whoever comes back', async ({ world, page }) => {
  const { slug } = await atBoard(world, page);
  const views = page.getByRole('navigation', { name: 'Views of the tasks' });
  await page.goto(`${world.a.baseUrl}/p/${slug}/board?q=beans`);
  for (const view of ['List', 'Outline', 'What waits', 'List']) {
    await page.locator('.views > summary').click();
    await views.getByRole('link', { name: view, exact: true }).click();
    await expect(page).toHaveURL(/\?q=beans$/);
    await expect(page.locator('.views > summary')).toContainText(view);
  }
  await expect(page.locator('main')).not.toContainText('Mend the fence');
  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  await expect(page).toHaveURL(/board\?q=beans$/);
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(card(page, 'pick-up', 'Mend the fence')).toBeVisible();
  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  await expect(page).toHaveURL(/board$/);
});

test('a list has the columns that its reader ticks', async ({ world, page }) => {
  const { slug } = await atBoard(world, page);
  await page.goto(`${world.a.baseUrl}/p/${slug}/list`);
  await page.locator('.tools .rare').click();
  await page.locator('#columns > summary').click();
  await page.getByRole('checkbox', { name: 'Size' }).check();
  await page.getByRole('checkbox', { name: 'Skills' }).uncheck();
  await page.getByRole('button', { name: 'Show these columns' }).click();
  await expect(page.getByRole('columnheader')).toHaveText([/Number/, 'Task', 'Phase', 'Who', 'Due', 'Size']);
  await page.getByRole('columnheader', { name: 'Due' }).getByRole('link').click();
  await expect(page.getByRole('columnheader', { name: 'Due' })).toHaveAttribute('aria-sort', 'ascending');
});

test.describe('with a script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'without one, the menu does the same');

  test('the lanes of a board are reached by their names, and fit a narrow screen @phone', async ({ world, page }) => {
    await atBoard(world, page);
    const isPhone = (page.viewportSize()?.width ?? 0) < 600;
    const names = page.getByRole('navigation', { name: 'Lanes of the board' });
    await expect(names).toBeVisible({ visible: isPhone });
    if (isPhone) {
      await names.getByRole('link', { name: 'Done' }).click();
      await expect(page.getByRole('heading', { name: 'Done' })).toBeInViewport();
      for (const summary of await page.locator('.lanes summary').all()) {
        const box = await summary.boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      }
    }
    const width = await page.locator('main').evaluate((main) => main.ownerDocument.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    await page.locator('#t-2 summary').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });

  test('a card is moved by the keyboard alone', async ({ world, page }) => {
    await atBoard(world, page);
    await tabTo(page, '#t-1 summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '#t-1 [data-to="under-way"]');
    await page.keyboard.press('Enter');
    await expect(card(page, 'under-way', 'Mend the fence')).toBeVisible();
  });

  test('a card is dragged to another lane, where its menu leads; to any other it goes back', async ({ world, page }) => {
    await atBoard(world, page);
    await page.locator('#t-1').dragTo(page.locator('#under-way h2'));
    await expect(page.locator('.flash')).toContainText('It is yours.');
    await expect(card(page, 'under-way', 'Mend the fence')).toBeVisible();
    // Nothing that is under way is done without a review.
    await page.locator('#t-1').dragTo(page.locator('#done h2'));
    await expect(card(page, 'under-way', 'Mend the fence')).toBeVisible();
    await page.locator('#t-1').dragTo(page.locator('#stuck h2'));
    await expect(page.getByLabel('What blocks it?')).toBeFocused();
  });

  test('an open board shows what somebody else moves', async ({ world, page }) => {
    const { ana, slug } = await atBoard(world, page);
    await page.evaluate(() => document.body.setAttribute('data-was-here', 'yes'));
    await ana.perform('task.take', { pursuance: slug, task: 1 });
    await expect(card(page, 'under-way', 'Mend the fence')).toBeVisible();
    await expect(page.locator('#pick-up')).toContainText('Nothing here.');
    await expect(page.locator('body')).toHaveAttribute('data-was-here', 'yes');
  });
});
