// Several tasks of a private pursuance are changed at once, what was done last is taken back, and others suggest changes: against the real
// server.

import type { Browser, Page, Route } from '@playwright/test';

import { accepts, complaintsOf, field, founds, invites, isForEverybody, namedFields, ROUND, signs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

const TITLES = ['Draw the map', 'Count the weirs', 'Write the report'];

/** The boxes of the rows, and what is done with those that are ticked. */
async function chooses(page: Page, titles: string[], change: string): Promise<void> {
  const link = page.getByRole('link', { name: 'Choose several' });
  // The page may come anew under an open menu.
  await expect(async () => {
    if (!(await link.isVisible())) await page.locator('summary.rare').click();
    await link.click({ timeout: 2_000 });
  }).toPass(ROUND);
  // The menu closes.
  await page.getByRole('heading', { level: 1 }).click();
  for (const title of titles) await page.getByRole('checkbox', { name: `Choose: ${title}` }).check();
  await page.getByLabel('With the chosen tasks').selectOption({ label: change });
}

const phases = (page: Page, phase: string) => page.locator('#outline .phase').filter({ hasText: new RegExp(`^${phase}$`) });

/** Ana, who has founded a pursuance and written some tasks, and Ben, who has come in by her link and reads them. */
async function twoPeople(world: World, browser: Browser, titles: string[]): Promise<{ ana: Visitor; ben: Visitor; path: string; complaints: string[][] }> {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  const complaints = [ana, ben].map(({ page }) => complaintsOf(page));
  const path = await founds(ana, { name: 'Owls at night', mission: '', display: 'Ana' });
  for (const title of titles) await writes(ana.page, title);
  await ben.page.goto(await invites(ana, path, 'For Ben'));
  await accepts(ben.page);
  await expect(ben.page).toHaveURL(world.a.baseUrl + path);
  // A page of Ana that begins lets him in.
  await expect(async () => {
    await ana.opens(path);
    await ben.opens(path);
    await expect(ben.row(titles[0] ?? '')).toBeVisible({ timeout: 5_000 });
  }).toPass(ROUND);
  return { ana, ben, path, complaints };
}

test('several tasks are changed at once, and that is taken back', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const { page } = ana;
  const complaints = complaintsOf(page);
  const path = await founds(ana, { name: 'Owls at night', mission: '', display: 'Ana' });
  for (const title of TITLES) await writes(page, title);
  await chooses(page, TITLES.slice(0, 2), 'Take them');
  await isForEverybody(page);
  expect(await namedFields(page)).toEqual([]);
  await signs(page, 'Go');
  await expect(phases(page, 'Taken')).toHaveCount(2);
  await expect(page.locator('[data-undo]')).toContainText('Taken: 2 tasks');
  await signs(page, 'Undo for 10 min');
  await expect(page.locator('[data-undo]')).toHaveText('That is taken back.');
  await expect(phases(page, 'New')).toHaveCount(3);

  // On the board; and what was done with one is taken back, too.
  await ana.opens(`${path}/board`);
  await expect(page.getByRole('link', { name: TITLES[0] ?? '', exact: true })).toBeVisible();
  await chooses(page, TITLES.slice(0, 1), 'Move them to a phase');
  await page.getByLabel('What they get').selectOption({ label: 'Dropped' });
  await signs(page, 'Go');
  await ana.opens(path);
  await expect(phases(page, 'New')).toHaveCount(2);
  await expect(page.locator('[data-undo]')).toContainText(`Dropped: ${TITLES[0] ?? ''}`);
  await signs(page, 'Undo for 10 min');
  await expect(phases(page, 'New')).toHaveCount(3);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('of several tasks one is changed by somebody else meanwhile: it is named, stays chosen, and one press more does it', async ({ world, browser }) => {
  const { ana, ben, path, complaints } = await twoPeople(world, browser, TITLES);
  const [first = '', second = '', third = ''] = TITLES;
  await chooses(ana.page, [first, second], 'Move them to a phase');
  await ana.page.getByLabel('What they get').selectOption({ label: 'Dropped' });
  // Her signed change is on its way when he takes one of them.
  const late = async (route: Route) => {
    await signs(ben.page, new RegExp(`^Take it ?: ${second}$`));
    await route.continue();
  };
  await ana.page.route(`**${path}/sealed/put`, late, { times: 1 });
  await ana.presses('Go');
  const report = ana.page.getByRole('alert');
  await expect(report).toContainText('1 of 2 were changed by somebody else meanwhile');
  await expect(report.getByRole('listitem')).toHaveText([`#2 ${second}`]);
  await expect(ana.page.getByRole('checkbox', { name: /^Choose: /, checked: true })).toHaveCount(1);
  await expect(ana.page.getByRole('checkbox', { name: `Choose: ${second}` })).toBeChecked();
  await isForEverybody(ana.page);

  await signs(ana.page, 'Go');
  for (const one of [ana, ben]) {
    await one.opens(path);
    await expect(one.row(third)).toBeVisible();
    await expect(phases(one.page, 'New')).toHaveCount(1);
    await expect(phases(one.page, 'Taken')).toHaveCount(0);
    await expect(one.page.getByRole('alert')).toHaveCount(0);
  }
  expect(complaints.flat()).toEqual([]);
});

test('somebody suggests other words for a task, and whoever may change it applies what they signed', async ({ world, browser }) => {
  const { ana, ben, path, complaints } = await twoPeople(world, browser, TITLES.slice(0, 1));
  // His name there comes from his page.
  await expect(async () => {
    await ana.opens(`${path}/members`);
    await expect(ana.part('[data-sealed="members"]')).toContainText(`Compare numbers with ${ben.name}`, { timeout: 5_000 });
  }).toPass(ROUND);

  for (const title of ['Draw both maps', 'Draw no map']) {
    await ben.opens(`${path}/t/1`);
    await ben.page.getByRole('link', { name: 'Suggest a change' }).click();
    await field(ben.page, 'Title').fill(title);
    expect(await namedFields(ben.page)).toEqual([]);
    await ben.presses('Suggest');
    await expect(ben.page).toHaveURL(`${world.a.baseUrl}${path}/suggestions`);
    await expect(ben.page.getByRole('article').filter({ hasText: title })).toContainText('Suggested by you');
  }

  await ana.opens(`${path}/t/1`);
  await ana.page.locator('#suggestions').getByRole('link').click();
  const cards = ana.page.getByRole('article');
  const first = cards.filter({ hasText: 'Draw both maps' });
  await expect(first.locator('del')).toHaveText(TITLES[0] ?? '');
  await expect(first).toContainText(`Suggested by ${ben.name}`);
  await isForEverybody(ana.page);
  const loaded = ana.page.waitForEvent('load');
  await first.getByRole('button', { name: 'Accept' }).click();
  await loaded;
  // The other one was made for the words of before.
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText('so this is void');
  await signs(ana.page, 'Put it away');
  await expect(ana.part('main')).toContainText('Nothing waits for you.');
  await ben.opens(path);
  await expect(ben.row('Draw both maps')).toBeVisible();
  await expect(ben.page.getByRole('alert')).toHaveCount(0);
  expect(complaints.flat()).toEqual([]);
});
