// The search over everything, the proposals while a search is typed, and the form that writes one.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

interface Garden {
  ana: Person;
  slug: string;
  /** A word that stands nowhere else. */
  word: string;
}

/** A pursuance with a task, a comment on it and a second member. */
async function garden(world: World): Promise<Garden> {
  const ana = await world.a.person(fresh('ana'));
  const [slug, word] = [fresh('garden'), fresh('rhubarb')];
  await ana.perform('pursuance.create', { slug, name: `Garden of ${word}`, mission: 'We grow what we eat.' });
  await ana.perform('task.create', { pursuance: slug, title: `Plant the ${word}`, skills: ['Field:Digging'] });
  await ana.perform('task.create', { pursuance: slug, title: 'Mend the fence' });
  await ana.perform('task.comment', { pursuance: slug, task: 2, body: `Beside the ${word}?` });
  return { ana, slug, word };
}

async function isClean(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('what somebody may read is found by its words, kind by kind, with the words marked @phone', async ({ world, page }, info) => {
  const { ana, slug, word } = await garden(world);
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  if (info.project.name === 'phone') {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).click();
    await page.locator('#search-q').fill(word);
    await page.locator('main').getByRole('button', { name: 'Search' }).click();
  } else {
    await page.locator('.jump [name="q"]').fill(word);
    await page.locator('.jump [name="q"]').press('Enter');
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search');
  const tasks = page.getByRole('region', { name: 'Tasks' });
  await expect(tasks.getByRole('link', { name: `Plant the ${word}` })).toBeVisible();
  await expect(tasks.locator('mark')).toHaveText(word);
  await expect(page.getByRole('region', { name: 'Comments' })).toContainText(`Beside the ${word}?`);
  await expect(page.getByRole('region', { name: 'Pursuances' })).toContainText(`Garden of ${word}`);
  // axe and a look at the width need JavaScript.
  if (info.project.name !== 'no-js') {
    await isClean(page);
    expect(await sidewaysScroll(page)).toBe(0);
  }
  await tasks.getByRole('link', { name: `Plant the ${word}` }).click();
  await expect(page).toHaveURL(new RegExp(`/p/${slug}/t/1$`));
});

test('a number leads to the task of the pursuance one comes from, and a name to its page', async ({ world, page }) => {
  const { ana, slug } = await garden(world);
  await enter(page, ana);
  for (const [typed, there] of [['#2', `/p/${slug}/t/2`], [`${slug}#1`, `/p/${slug}/t/1`], [`@${ana.name}`, `/@${ana.name}`]] as const) {
    await page.goto(`${world.a.baseUrl}/p/${slug}`);
    await page.locator('.jump [name="q"]').fill(typed);
    await page.locator('.jump [name="q"]').press('Enter');
    await expect(page).toHaveURL(`${world.a.baseUrl}${there}`);
  }
});

test('a search is put together from choices, and stands in the field', async ({ world, page }) => {
  const { ana, slug, word } = await garden(world);
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}?q=${word}`);
  await page.locator('.narrows > summary').click();
  await page.getByLabel('Skill', { exact: true }).fill('Field:Digging');
  await page.getByLabel('Order', { exact: true }).selectOption({ label: 'Due first' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const written = `skill:Field:Digging sort:due ${word}`;
  await expect(page.locator('#filter-q')).toHaveValue(written);
  await expect(page).toHaveURL(`${world.a.baseUrl}/p/${slug}?q=${encodeURIComponent(written)}`);
  await expect(page.locator('#row-1')).toBeVisible();
  await expect(page.locator('#row-2')).toHaveCount(0);
});

test.describe('with JavaScript', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'proposals are what JavaScript adds');

  test('the key / leads into the search from everywhere', async ({ world, page }) => {
    const { ana, slug } = await garden(world);
    await enter(page, ana);
    await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
    await page.keyboard.press('/');
    await expect(page.locator('.jump [name="q"]')).toBeFocused();
    await page.keyboard.type('#2');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/p/${slug}/t/2$`));
  });

  test('what may stand in a search is proposed, chosen with the arrows, and left with Escape', async ({ world, page }) => {
    const { ana, slug, word } = await garden(world);
    await enter(page, ana);
    await page.goto(`${world.a.baseUrl}/p/${slug}`);
    await tabTo(page, '#filter-q');
    const field = page.getByRole('combobox', { name: 'Filter tasks' });
    const options = page.locator('#filter-q-proposed [role="option"]');
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('aria-expanded', 'false');

    await page.keyboard.type(`${word} st`);
    await expect(options).toHaveText(['status:']);
    await expect(field).toHaveAttribute('aria-expanded', 'true');
    await expect(field).toHaveAttribute('aria-controls', 'filter-q-proposed');
    // Nothing is chosen by itself.
    await expect(field).not.toHaveAttribute('aria-activedescendant', /./);
    await page.keyboard.press('ArrowDown');
    await expect(field).toHaveAttribute('aria-activedescendant', 'filter-q-proposed-0');
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await isClean(page);
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(`${word} status:`);

    // Behind the key its words are proposed at once.
    await expect(options).toHaveCount(9);
    await page.keyboard.type('help');
    await expect(options).toHaveText(['help_wanted · Help wanted']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(`${word} status:help_wanted `);
    await expect(options.first()).toBeHidden();

    await page.keyboard.type(`@${ana.name.slice(0, -1)}`);
    await expect(options.first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(options.first()).toBeHidden();
    await expect(field).toHaveAttribute('aria-expanded', 'false');
    await expect(field).toHaveValue(`${word} status:help_wanted @${ana.name.slice(0, -1)}`);
    // Enter sends what stands there.
    await field.fill(word);
    await expect(options.first()).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`[?&]q=${word}`));
  });

  test('a proposal is pressed, and what stands around it stays', async ({ world, page }) => {
    const { ana, slug } = await garden(world);
    await enter(page, ana);
    await page.goto(`${world.a.baseUrl}/p/${slug}`);
    const field = page.locator('#filter-q');
    // Beyond the first sixteen bits a character is two for the browser, and one for the server.
    await field.fill('🐝 skill:dig is:open');
    await field.evaluate((input: HTMLInputElement) => {
      input.setSelectionRange(12, 12);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.locator('#filter-q-proposed').getByText('Field:Digging').click();
    await expect(field).toHaveValue('🐝 skill:Field:Digging  is:open');
    await expect(field).toBeFocused();
  });

  test('a search over everything proposes what it leads to', async ({ world, page }) => {
    const { ana, slug, word } = await garden(world);
    await enter(page, ana);
    await page.goto(`${world.a.baseUrl}/search`);
    await tabTo(page, '#search-q');
    await page.keyboard.type(word);
    await expect(page.locator('#search-q-proposed [role="option"]')).toHaveText([`@${slug} · Garden of ${word}`]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.locator('#search-q')).toHaveValue(`@${slug}`);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${world.a.baseUrl}/p/${slug}`);
  });
});
