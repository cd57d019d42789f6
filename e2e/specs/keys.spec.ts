// The outline by keys and by pointer, without leaving it; and the keys of the other pages.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody at the outline of their pursuance: tasks by their titles, each with the number of the task above. */
async function atOutline(world: World, page: Page, tasks: [string, number?][]): Promise<{ ana: Person; slug: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  for (const [title, parent] of tasks) await ana.perform('task.create', { pursuance: slug, title, parent: parent ?? null });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  return { ana, slug };
}

/** The titles of the outline, each behind a dash for each level above it. */
function tree(page: Page): Promise<string[]> {
  return page.locator('#outline li[id^="row-"]').evaluateAll((items) =>
    items.map((item) => {
      let title = item.querySelector('.t > a')?.textContent?.trim() ?? '';
      for (let above = item.parentElement?.closest('li'); above; above = above.parentElement?.closest('li')) title = `-${title}`;
      return title;
    }),
  );
}

const line = (page: Page, number: number) => page.locator(`#row-${number} > .row .t > a`);

test('ten tasks are typed in a row, each at its level, and nothing is lost', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, []);
  const field = page.locator('#add-0');
  await page.keyboard.press('c');
  await expect(field).toBeFocused();
  const typed = [
    ['Spring'],
    ['Beds', 'Tab'],
    ['Dig', 'Tab'],
    ['Rake'],
    ['Seeds', 'Shift+Tab'],
    ['Summer', 'Shift+Tab'],
    ['Water', 'Tab'],
    ['Weed'],
    ['Autumn', 'Shift+Tab'],
    ['Winter'],
  ];
  // Nothing waits for anything here.
  for (const [title = '', level] of typed) {
    if (level) await page.keyboard.press(level);
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
  }
  const all = ['Spring', '-Beds', '--Dig', '--Rake', '-Seeds', 'Summer', '-Water', '-Weed', 'Autumn', 'Winter'];
  await expect.poll(() => tree(page)).toEqual(all);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}(#add-0)?$`));

  // Without a network the text stays.
  await page.context().setOffline(true);
  await page.keyboard.type('Buy a spade');
  await page.keyboard.press('Enter');
  await expect(page.locator('#add-0-error')).toContainText('No connection.');
  await expect(field).toHaveValue('Buy a spade');
  await page.context().setOffline(false);
  await page.keyboard.press('Enter');
  await expect.poll(() => tree(page)).toEqual([...all, 'Buy a spade']);
  await expect(page.locator('#add-0-error')).toHaveCount(0);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

  // Escape leaves, and whoever comes by goes on with Tab.
  await page.keyboard.press('Escape');
  await expect(page.locator('#outline').getByRole('link', { name: 'Buy a spade', exact: true })).toBeFocused();
  await field.focus();
  await page.keyboard.press('Tab');
  await expect(field).not.toBeFocused();
});

test('lines are folded, moved and renamed by keys, and keep the focus', async ({ world, page }) => {
  await atOutline(world, page, [['Spring'], ['Beds', 1], ['Seeds', 1], ['Summer']]);
  await page.keyboard.press('j');
  await expect(line(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#row-2')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 4)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, 2)).toBeFocused();

  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Seeds', '-Beds', 'Summer']);
  await expect(line(page, 2)).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Seeds', 'Beds', 'Summer']);
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Beds', '-Seeds', 'Summer']);
  await expect(line(page, 2)).toBeFocused();

  await page.keyboard.press('F2');
  await page.keyboard.type('Raised beds');
  await page.keyboard.press('Enter');
  await expect(page.locator('#outline').getByRole('link', { name: 'Raised beds', exact: true })).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Nothing');
  await page.keyboard.press('Escape');
  await expect(line(page, 2)).toHaveText('Raised beds');
  await expect(line(page, 2)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  await expect(line(page, 2)).toBeFocused();
});

test('a line is dragged below another one, before and behind it', async ({ world, page }) => {
  await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn']]);
  const row = (number: number) => page.locator(`#row-${number} > .row`);
  const height = (await row(1).boundingBox())?.height ?? 0;
  await row(3).dragTo(row(1), { targetPosition: { x: 80, y: height / 2 } });
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Autumn', 'Summer']);
  await row(2).dragTo(row(1), { targetPosition: { x: 80, y: 3 } });
  await expect.poll(() => tree(page)).toEqual(['Summer', 'Spring', '-Autumn']);
});

test('of two who rename at once, the second sees both titles', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring']]);
  await line(page, 1).focus();
  const form = page.waitForResponse(/\/t\/1\/edit$/);
  await page.keyboard.press('F2');
  await (await form).finished();
  await ana.perform('task.edit', { pursuance: slug, task: 1, revision: 1, title: 'Early spring' });
  await page.keyboard.type('Late spring');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Early spring');
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Late spring');
});

test('a window shows the keys of the page, and letters are no keys for whoever switched them off', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring'], ['Summer']]);
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await page.keyboard.press('?');
  await expect(dialog).toContainText('Rename');
  await expect(dialog).not.toContainText('On a card of the board');
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/inbox$/);

  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator('#t-2 h3 a, #t-1 h3 a').nth(1)).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.locator('.card details.menu[open] [data-to]').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}$`));

  await ana.perform('profile.set_display', { single_keys: false });
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  for (const key of ['?', 'j', 'c', 'x']) await page.keyboard.press(key);
  await expect(page.locator('body')).toBeFocused();
  await expect(dialog).toHaveCount(0);
  // What is no letter stays.
  await line(page, 1).focus();
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 2)).toBeFocused();
});
