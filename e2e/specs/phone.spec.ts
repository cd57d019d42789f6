// The pages under a thumb: the bar at the bottom, targets that are large enough, a text that is shared, and the agenda.

import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { tooSmall } from '../support/touch.ts';
import type { World } from '../support/world.ts';

test.skip(({ isMobile }) => !isMobile, 'what a narrow screen and a finger have');

/** A day so many days from now. */
function day(fromNow: number): string {
  return new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
}

/** Somebody with a pursuance: 1 with 2 and 3 below it, 4 that is theirs, each with a date. */
async function atWork(world: World, page: Page): Promise<{ ana: Person; slug: string; base: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('river');
  await ana.perform('pursuance.create', { slug, name: 'River', mission: 'We *count* fish.' });
  const tasks = [
    { title: 'October report', due: day(0) },
    { title: 'Collect samples at six sites', parent: 1, due: day(1), skills: ['Science:Lab work'] },
    { title: 'Write the summary in plain language, so that everybody who lives at the river understands it', parent: 1 },
    { title: 'Log overflow hours', due: day(40) },
  ];
  for (const task of tasks) await ana.perform('task.create', { pursuance: slug, ...task });
  await ana.perform('task.take', { pursuance: slug, task: 4 });
  await ana.perform('task.comment', { pursuance: slug, task: 4, body: 'I begin today.' });
  await enter(page, ana);
  return { ana, slug, base: world.a.baseUrl };
}

test('what is proposed for the last field of a page stands above the bar @phone @core', async ({ world, page }) => {
  const { ana, slug, base } = await atWork(world, page);
  await page.goto(`${base}/p/${slug}`);
  const field = page.locator('#add-0');
  await field.focus();
  // As where a keyboard leaves no more room: the field is the last that is seen.
  await field.evaluate((element) => scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 70));
  await page.keyboard.type(`Count @${ana.name}`);
  const proposed = page.locator('#add-0-proposed [role=option]');
  await expect(proposed).toBeVisible();
  const top = async (of: typeof proposed): Promise<number> => (await of.boundingBox())?.y ?? NaN;
  const bar = await top(page.getByRole('navigation', { name: 'Main' }).getByRole('list').first());
  const list = await proposed.boundingBox();
  expect((list?.y ?? NaN) + (list?.height ?? NaN)).toBeLessThanOrEqual(bar);
});

test('the bar has five places and covers nothing that is in use; whoever signs out does it under You @phone @core', async ({ world, page }) => {
  const { slug, base } = await atWork(world, page);
  await page.goto(`${base}/p/${slug}`);
  const bar = page.getByRole('navigation', { name: 'Main' });
  const names = ['Home', 'Offers', 'Pursuances', 'Search', 'You'];
  await expect(bar.getByRole('link')).toHaveText(names);
  await expect(bar.getByRole('link', { name: 'Pursuances' })).toHaveAttribute('aria-current', 'true');
  for (const [name, path] of [['Search', '/search'], ['You', '/me'], ['Home', '/']] as const) {
    await bar.getByRole('link', { name }).click();
    await expect(page).toHaveURL(base + path);
    await expect(bar.locator('[aria-current]')).toHaveText(name);
  }
  await expect(page.getByRole('link', { name: 'Inbox' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Help' })).toBeVisible();

  await page.goto(`${base}/p/${slug}`);
  const top = (await bar.boundingBox())?.y ?? 0;
  for (const control of await page.locator('main a[href]:visible, main button:visible, main summary:visible').all()) {
    await control.focus();
    const box = await control.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0), `${await control.innerText()} is not under the bar`).toBeLessThanOrEqual(top + 1);
  }

  await bar.getByRole('link', { name: 'You' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(bar.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('the menu of a task opens on the screen, also where it stands below other buttons @phone @core', async ({ world, page }) => {
  const { slug, base } = await atWork(world, page);
  // Task 3 can be handed over, so two buttons are beside its size.
  for (const task of [1, 3]) {
    await page.goto(`${base}/p/${slug}/t/${task}`);
    await page.locator('.page-head .menu > summary').click();
    const menu = await page.locator('.page-head .menu > :not(summary)').boundingBox();
    expect(menu?.x, `task ${task}`).toBeGreaterThanOrEqual(0);
    expect((menu?.x ?? NaN) + (menu?.width ?? NaN)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  }
});

test('every control of the main pages is as high as a fingertip @phone @core', async ({ world, page }) => {
  const { slug, base } = await atWork(world, page);
  for (const path of [`/p/${slug}`, `/p/${slug}/board`, `/p/${slug}/list`, `/p/${slug}/agenda`, `/p/${slug}/t/4`, '/', '/inbox', '/search']) {
    await page.goto(base + path);
    expect(await tooSmall(page), path).toEqual([]);
  }
  // The folds of the filter and the menu of a card, opened.
  await page.goto(`${base}/p/${slug}/board`);
  for (const summary of await page.locator('.folds summary').all()) await summary.click();
  expect(await tooSmall(page), 'folds').toEqual([]);
  await page.locator('#t-4 summary').click();
  expect(await tooSmall(page), 'the menu of a card').toEqual([]);
});

test('what somebody shares from another program is a task by one form, and the agenda has it on its day @phone @core', async ({ world, page }) => {
  const { ana, slug, base } = await atWork(world, page);
  await page.goto(`${base}/share?title=Water%20levels&text=https%3A%2F%2Fwater.example%2F7`);
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Water levels');
  await page.getByRole('button', { name: 'Add the task' }).click();
  await expect(page).toHaveURL(`${base}/p/${slug}/t/5`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Water levels');
  await expect(page.getByRole('link', { name: 'https://water.example/7' })).toBeVisible();
  const { revision } = await ana.read<{ revision: number }>(`pursuances/${slug}/tasks/5`);
  await ana.perform('task.edit', { pursuance: slug, task: 5, revision, due: day(1) });

  await page.goto(`${base}/p/${slug}/calendar`);
  await page.locator('.tools .views > summary').click();
  await page.locator('.tools .views').getByRole('link', { name: 'Agenda' }).click();
  const group = (name: string) => page.getByRole('region', { name, exact: true });
  // Around midnight, a day may have begun meanwhile.
  const days = page.locator('[data-part="agenda"] h2');
  await expect(days).toHaveCount(3);
  await expect(group((await days.nth(1).innerText()).trim())).toContainText('Water levels');
  await expect(days.first()).toHaveText(/^(Today|Overdue)$/);
});

test('a free task is taken from its row, which is a line higher at most @phone @core', async ({ world, page }) => {
  const { slug, base } = await atWork(world, page);
  await page.goto(`${base}/p/${slug}`);
  const row = page.locator('#row-2 > .row');
  const take = row.getByRole('button', { name: /^Take it ?: Collect samples at six sites$/ });
  await expect(take).toBeVisible();
  const height = async (): Promise<number> => (await row.boundingBox())?.height ?? NaN;
  const before = await height();
  await take.evaluate((button) => button.remove());
  expect(before).toBeLessThanOrEqual((await height()) + 24);
  await page.reload();
  await take.click();
  await expect(page).toHaveURL(`${base}/p/${slug}`);
  await expect(page.locator('.flash')).toContainText('It is yours.');
  await expect(row).toContainText('Taken');
});

test('the tabs of a pursuance fit a narrow phone, in each language @phone @core', async ({ world, page }) => {
  const { ana, slug, base } = await atWork(world, page);
  const other = await world.a.person(fresh('ben'));
  await ana.perform('pursuance.edit', { pursuance: slug, joining: 'approval' });
  // One more counts beside Requests.
  await other.perform('pursuance.join', { pursuance: slug, note: 'I have a boat.' });
  for (const [language, health] of [['en', 'How it goes'], ['de', 'Wie es läuft']] as const) {
    await ana.perform('profile.edit', { language });
    for (const width of [360, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${base}/p/${slug}`);
      const tabs = page.locator('nav[data-part="tabs"]');
      await expect(tabs.getByRole('link', { name: health })).toBeInViewport({ ratio: 1 });
      expect(await tabs.evaluate((nav) => nav.scrollWidth - nav.clientWidth), `${language}, ${width}`).toBeLessThanOrEqual(0);
      for (const tab of await tabs.getByRole('link').all()) {
        const box = await tab.boundingBox();
        expect((box?.x ?? NaN) + (box?.width ?? NaN), `${language}, ${width}`).toBeLessThanOrEqual(width);
      }
    }
  }
});
