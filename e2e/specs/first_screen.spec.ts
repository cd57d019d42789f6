// The first screen: tasks in every view of a pursuance.

import type { Page } from '@playwright/test';

import { founds, signs, writes } from '../support/private.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

/** First element of each view: a task, or the first day of a calendar or an agenda. */
const FIRST = {
  '': '.tree .row',
  '/list': '.tasks tbody tr',
  '/board': '.lane .card',
  '/agenda': '[data-part="agenda"] h2',
  '/calendar': '.cal tbody td, [data-part="calendar"] h3',
};

/** Where the first of these begins that is to be seen, in pixels from the top of the page. */
async function beginOf(page: Page, selector: string): Promise<number> {
  const first = page.locator(selector).filter({ visible: true }).first();
  await expect(first).toBeVisible();
  return first.evaluate((element) => element.getBoundingClientRect().top + scrollY);
}

test('every view of a pursuance begins with its first task @phone', async ({ world, page, isMobile }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  const mission = 'We keep the bees of the valley, count them every spring, and tell everybody how they are.';
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Bees of the valley', mission });
  await ben.perform('pursuance.join', { pursuance });
  const due = new Date().toISOString().slice(0, 10);
  for (const title of ['Count the hives', 'Paint the boxes']) {
    await ana.perform('task.create', { pursuance, title, due });
  }
  // A task done by its parts is one of the lane "With nobody" that nobody can work on: the lane says so.
  await ana.perform('task.create', { pursuance, title: 'Sand them', parent: 2 });
  await enter(page, ana);
  const home = `${world.a.baseUrl}/p/${pursuance}`;
  // The mission is folded from the second visit on.
  await page.goto(home);
  const searches = Object.entries(FIRST).map(([view, first]) => [`${view}?q=is:open`, first] as const);
  for (const [view, first] of [...Object.entries(FIRST), ...searches]) {
    await page.goto(home + view);
    const begin = await beginOf(page, first);
    expect(begin, view).toBeLessThanOrEqual(260);
    if (view === '/board') await expect(page.locator('#pick-up')).toContainText('And 1 done by their parts');
    if (!isMobile) continue;
    // A person who writes in the field has the whole line for it, and nothing moves.
    await page.locator('#filter-q').focus();
    const { field, line } = await page.locator('.tools').evaluate((tools) => {
      const width = (element: Element | null) => element?.getBoundingClientRect().width ?? 0;
      return { field: width(tools.querySelector('#filter-q')), line: width(tools) };
    });
    expect(field, view).toBeGreaterThan(line - 2);
    expect(await beginOf(page, first), view).toBeCloseTo(begin, 0);
  }
  // On a phone a month without tasks says so where another one has its first day.
  if (isMobile) {
    await page.goto(`${home}/calendar?month=2031-05`);
    await expect(page.locator('#none')).toHaveText('Nothing is due in May 2031.');
    expect(await beginOf(page, '#none')).toBeLessThanOrEqual(260);
    await page.goto(`${home}/calendar?q=is:open`);
  }
  // A search is ended in one press, where nobody writes in its field.
  await page.locator('#filter-q').blur();
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(page).toHaveURL(/\/calendar\?q=$/);
});

test('a visitor reads the first line of the mission, then tasks @phone', async ({ world, page, isMobile }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  const mission = 'We keep the bees of the valley.\n\n'.repeat(20) + 'Come and count them.';
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Bees of the valley', mission });
  const due = new Date().toISOString().slice(0, 10);
  await ana.perform('task.create', { pursuance, title: 'Count the hives', due });
  const home = `${world.a.baseUrl}/p/${pursuance}`;
  for (const [view, first] of Object.entries(FIRST)) {
    await page.goto(home + view);
    expect(await beginOf(page, first), view).toBeLessThanOrEqual(260);
  }
  await page.goto(home);
  // A thumb meets the line, which is as high as it, and what is pressed beside the name.
  if (isMobile) {
    const line = page.locator('.mission > summary');
    expect((await line.boundingBox())?.height).toBeGreaterThanOrEqual(43.5);
    const meets = (element: Element): boolean => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const met = [top + 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y));
      return met.every((one) => element.contains(one));
    };
    for (const control of [line, page.locator('.page-head').getByRole('link', { name: 'Join' }), ...(await page.locator('.tabs a').all())]) {
      expect(await control.evaluate(meets), await control.innerText()).toBe(true);
    }
  }
  const last = page.getByText('Come and count them.', { exact: true });
  await expect(last).toBeHidden();
  await page.locator('.mission > summary').click();
  await expect(last).toBeVisible();
});

test('the inbox begins with what is new, in every language @phone', async ({ world, page }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Bees of the valley', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  for (const [at, title] of ['Count the hives', 'Paint the boxes'].entries()) {
    await ana.perform('task.create', { pursuance, title });
    await ben.perform('task.comment', { pursuance, task: at + 1, body: `@${ana.name}: how many?` });
  }
  await enter(page, ana);
  for (const language of ['en', 'de']) {
    await ana.perform('profile.edit', { language });
    await page.goto(`${world.a.baseUrl}/inbox`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const buttons = page.locator('[data-part="head"] form button').filter({ visible: true });
    const tops = await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size, language).toBe(1);
    expect(tops.length, language).toBe(2);
    expect(await beginOf(page, '.notices > li'), language).toBeLessThanOrEqual(260);
  }
});

test('the tasks that nobody has begin with the first one, in every language @phone', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Bees of the valley', mission: '' });
  for (const title of ['Count the hives', 'Paint the boxes']) await ana.perform('task.create', { pursuance, title, size: 's' });
  await enter(page, ana);
  for (const language of ['en', 'de']) {
    await ana.perform('profile.edit', { language });
    for (const asked of ['', '?time=4h']) {
      await page.goto(`${world.a.baseUrl}/tasks${asked}`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      expect(await beginOf(page, '.taking > li'), `${language} ${asked}`).toBeLessThanOrEqual(260);
    }
  }
});

test('the first task of a pursuance brings the line above the tasks, and how far they are', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await expect(page.locator('[data-part="tools"]')).toBeEmpty();
  await page.locator('#add-0').fill('Count the hives');
  await page.keyboard.press('Enter');
  await expect(page.locator('.tree').getByRole('link', { name: 'Count the hives', exact: true })).toBeVisible();
  await expect(page.locator('.tools #filter-q')).toBeVisible();
  await expect(page.locator('[data-part="progress"]').getByRole('img', { name: /^1 tasks?: 0 done/ })).toBeVisible();
});

test('every view of a private pursuance begins so, too, and its people', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const { page } = ana;
  const mission = 'We keep the bees of the valley, count them every spring, and tell everybody how they are.';
  const path = await founds(ana, { name: 'Bees of the valley', mission, display: 'Ana' });
  for (const title of ['Count the hives', 'Paint the boxes']) await writes(page, title);
  // The calendar of a phone has the days on which something is wanted: here the end of a week, which has to lie in this month.
  await ana.opens(`${path}/t/2/edit`);
  await page.getByLabel('Due', { exact: true }).fill(`${new Date().toISOString().slice(0, 7)}-15`);
  await ana.presses('Save');
  await expect(page).toHaveURL(/\/t\/2$/);
  await ana.opens(`${path}/t/1`);
  await signs(page, 'Ask for help');
  // The deed stands on top of the page after it, by its name; on the next ones at the end.
  await expect(page.locator('[data-undo].flash')).toContainText('Help asked for: Count the hives');
  // The button that was pressed is gone with the former page: whoever goes on by keyboard goes on here.
  await expect(page.locator('[data-undo].flash')).toBeFocused();
  const pages = { ...FIRST, '/members': '#proved li' };
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    for (const [view, first] of Object.entries(pages)) {
      await ana.opens(path + view);
      // It comes last of all: nothing moves any more.
      await expect(page.locator('[data-undo]:not(.flash)')).toBeVisible();
      expect(await beginOf(page, first), `${view} at ${size.width}`).toBeLessThanOrEqual(260);
    }
  }

  // The search of the list opens its field and leads into it; with a search in it, it stays open.
  await ana.opens(`${path}/list`);
  const field = page.getByLabel('Search here', { exact: true });
  await expect(field).toBeHidden();
  await page.locator('summary').filter({ hasText: 'Search on this device' }).click();
  await expect(field).toBeFocused();
  await field.fill('boxes');
  await expect(page.locator('[data-sealed="search"]').getByRole('link')).toHaveText(['Paint the boxes']);
});

test('a private log that nobody has confirmed yet is one line on top of the tasks, which moves nothing @phone', async ({ world, browser, isMobile }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: 'Bees of the valley', mission: 'We count them.', display: 'Ana' });
  const { page } = ana;
  await writes(page, 'Count the hives');
  const sizes = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];
  // The deed stands on top of the page after it alone.
  await expect(page.locator('[data-undo].flash')).toBeVisible();
  const line = page.getByText('Not yet cross-checked');
  const whole = page.getByText('compare the eight words under People');
  // Others confirm it by whatever their devices sign, which nobody can hold up here: the page is as it is before.
  const doubts = () => page.locator('[data-sealed="group"]').evaluate((element) => element.setAttribute('data-unsure', 'true'));
  for (const size of isMobile ? sizes.slice(1) : sizes) {
    await page.setViewportSize(size);
    const views = [['', FIRST['']], ['/list', FIRST['/list']], ['/board', FIRST['/board']], ['/members', '#proved li']] as const;
    for (const [view, first] of views) {
      await ana.opens(path + view);
      // The script says so of one's own alone.
      await expect(page.locator('[data-sealed="group"][data-unsure="false"]')).toHaveCount(1);
      await expect(page.locator('[data-undo]:not(.flash)')).toBeVisible();
      await expect(line).toBeHidden();
      const before = await beginOf(page, first);
      await doubts();
      await expect(line).toBeVisible();
      const begin = await beginOf(page, first);
      expect(begin, `${view} at ${size.width}`).toBeLessThanOrEqual(260);
      expect(begin, `${view} at ${size.width}`).toBeCloseTo(before, 0);
    }
  }
  // The line opens the whole of it.
  await expect(whole).toBeHidden();
  await expect(async () => {
    // The script that looks again takes the doubt back.
    await doubts();
    if (await whole.isHidden()) await line.click({ timeout: 1000 });
    await expect(whole).toBeVisible({ timeout: 1000 });
  }).toPass();
});

test('the page about oneself is short, says how it stands, and opens where an address leads @phone', async ({ world, page, isMobile }) => {
  const ana = await world.a.person(fresh('ana'));
  await enter(page, ana);
  const me = `${world.a.baseUrl}/me`;
  await page.goto(me);
  if (isMobile) expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(2_000);
  const folds = page.locator('.fold');
  await expect(page.locator('.fold[open]')).toHaveCount(0);
  for (const line of await folds.locator('> summary').all()) {
    await expect(line.getByRole('heading', { level: 2 })).toHaveText(/\w/);
    await expect(line.locator('.mute')).toHaveText(/\w/);
  }
  await expect(folds.filter({ hasText: 'Signed in as you' }).locator('summary .mute')).toContainText('This browser alone');
  await page.goto(`${me}#display-as`);
  await expect(page.getByLabel('Clock')).toBeVisible();
  await expect(page.locator('.fold[open]')).toHaveCount(1);
  await page.locator('#display-as').getByLabel('Clock').selectOption({ label: '24 hours, like 16:02' });
  await page.locator('#display-as').getByRole('button', { name: 'Save' }).click();
  await expect(folds.filter({ hasText: 'Times and keys' }).locator('summary .mute')).toContainText('24 hours');
});

test('in a long outline the keyboard meets what takes a task, and whoever touches sees it', async ({ world, page, browser }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  for (const title of ['Saw the boards', 'Nail them']) await ana.perform('task.create', { pursuance, title });
  const address = `${world.a.baseUrl}/p/${pursuance}`;
  await enter(page, ana);
  await page.goto(address);
  await page.mouse.move(0, 0);
  const take = page.locator('.tree .take').first();
  await expect(take).toHaveCSS('opacity', '0');
  await take.focus();
  await expect(take).toHaveCSS('opacity', '1');
  const touched = await (await browser.newContext({ hasTouch: true })).newPage();
  await enter(touched, ana);
  await touched.goto(address);
  await expect(touched.locator('.tree .take').first()).toHaveCSS('opacity', '1');
  await touched.context().close();
});
