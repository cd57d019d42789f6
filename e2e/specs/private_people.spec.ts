// Members of a private pursuance as they see each other come, go, and judge each other's work.

import type { Browser, Locator, Page } from '@playwright/test';

import { accepts, complaintsOf, field, founds, invites, isForEverybody, ROUND, signs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

const NAME = 'Owls of the wall';
const TASK = 'Look into the tower';

test('whoever comes, gets another level and is removed while others look on is no lie of the server', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const complaints = complaintsOf(ana.page);
  const path = await founds(ana, { name: NAME, mission: '', display: 'Ana of the owls' });
  const link = await invites(ana, path, 'For Ben');
  await invites(ana, path, 'For Dora');
  // Each is told from the others by what it is for, where it was made, and by who made it and when.
  const open = ana.part('[data-invite]');
  await expect(open).toHaveCount(2);
  await expect(open.first()).toContainText('For Ben');
  await expect(open.last()).toContainText('For Dora');
  await expect(open.last()).toContainText('Made by Ana of the owls, ');
  await expect(open.last().getByRole('button', { name: 'Revoke' })).toHaveAccessibleDescription(/^For Dora/);
  await isForEverybody(ana.page);

  // The deed is told above the list, where it is seen.
  await open.last().getByRole('button', { name: 'Revoke' }).click();
  await expect(ana.part('[data-sealed="invites"] .notice')).toHaveText('The link no longer works. Those who came by it stay.');
  await expect(ana.part('[data-sealed="invites"] .notice')).toBeFocused();
  await expect(open).toHaveCount(1);
  await invites(ana, path, 'For Dora');

  await ana.opens(`${path}/members`);
  // Each stands there once; what the server keeps of them is folded below.
  await expect(ana.part('[data-part="members"]')).toBeHidden();
  const members = ana.part('[data-sealed="members"]');
  const looksOn = await ana.page.context().newPage();
  await looksOn.goto(world.a.baseUrl + `${path}/members`);
  const pages = [ana.page, looksOn];
  const isTrue = async (level: number | undefined, of: string) => {
    for (const page of pages) {
      const row = page.locator('[data-part="members"] li').filter({ hasText: of });
      if (level === undefined) await expect(row).toHaveCount(0);
      else await expect(row.locator('[data-level]')).toHaveAttribute('data-level', String(level));
      // It would stay, once it was said.
      await expect(page.getByRole('alert')).toHaveCount(0);
    }
  };
  await expect(members.getByRole('strong')).toHaveText(['Ana of the owls']);
  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  await ben.page.goto(link);
  await accepts(ben.page);
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(NAME, { timeout: 2 * ROUND.timeout });
  // Once the name that he signs has come, the list is drawn once more.
  await expect(members).toContainText(`Compare numbers with ${ben.name}`, ROUND);
  await isTrue(1, ben.name);

  await members.getByText(`Manage: ${ben.name}`).click();
  await field(ana.page, `Level: ${ben.name}`).selectOption({ label: 'moderates' });
  await members.getByRole('button', { name: new RegExp(`^Set the level ?: ${ben.name}$`) }).click();
  await isTrue(2, ben.name);
  await members.getByText(`Manage: ${ben.name}`).click();
  await ana.presses(`Remove ${ben.name}`);
  await ana.presses(`Really remove ${ben.name}`);
  await expect(members.getByRole('strong')).toHaveText(['Ana of the owls']);
  await isTrue(undefined, ben.name);
  // The focus goes to the words above the list, where the invitation that ended is named.
  await expect(members.locator('.notice')).toHaveText('They are no longer a member.');
  await expect(members.locator('.notice')).toBeFocused();
  await expect(members).toContainText('For Dora');
  await isForEverybody(ana.page);
  expect(complaints).toEqual([]);
});

/** The field for a word about the work: Ben has come just now, and his name comes behind him. */
const wordOf = (page: Page): Locator => page.getByLabel(/^A word (about it|to ben.*)$/);

/** Ana reviews what Ben has handed in. */
async function handsIn(browser: Browser, world: World): Promise<{ ana: Visitor; ben: Visitor; path: string; complaints: string[] }> {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const complaints = complaintsOf(ana.page);
  const path = await founds(ana, { name: NAME, mission: '', display: 'Ana of the owls' });
  await writes(ana.page, TASK);
  const link = await invites(ana, path, 'For Ben');
  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  await ben.page.goto(link);
  await accepts(ben.page);
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(NAME, { timeout: 2 * ROUND.timeout });
  await ana.opens(`${path}/t/1`);
  await ana.page.getByText('Choose who reviews it').click();
  await signs(ana.page, 'Ana of the owls');
  await expect(ana.part('[data-undo]')).toContainText(`Changed who reviews: ${TASK}`);
  await ben.opens(`${path}/t/1`);
  await signs(ben.page, 'Take it');
  await signs(ben.page, 'Hand in for review');
  await ana.opens(`${path}/t/1`);
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('Ready for review');
  await expect(ana.page.getByRole('button', { name: 'Send back' })).toBeEnabled();
  return { ana, ben, path, complaints };
}

test('work is sent back once it is said what is missing, and nobody is offered to take back what another one did', async ({ world, browser }) => {
  const { ana, ben, path, complaints } = await handsIn(browser, world);
  await expect(ana.part('[data-undo]')).toHaveCount(0);
  const word = wordOf(ana.page);
  await ana.presses('Send back');
  await expect(ana.page.getByRole('alert')).toHaveText('Write what is missing. Then send it back.');
  await expect(word).toBeFocused();
  await word.fill('The roof is missing');
  await expect(ana.page.getByRole('alert')).toHaveCount(0);
  await signs(ana.page, 'Send back');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('In progress');
  await expect(word).toHaveCount(0);
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('#discussion article')).toContainText('The roof is missing');
  await expect(ben.part('[data-part="head"] .phase')).toHaveText('In progress');
  await signs(ben.page, 'Hand in for review');

  // Thanks go along where one likes.
  await expect(async () => {
    await ana.opens(`${path}/t/1`);
    await expect(field(ana.page, `A word to ${ben.name}`)).toHaveValue('', { timeout: 3_000 });
  }).toPass();
  await word.fill('Thank you');
  await signs(ana.page, 'Accept the work');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('Done');
  await expect(ana.part('#discussion article .prose')).toHaveText(['The roof is missing', 'Thank you']);
  // The browser says of the refusal that it was one.
  expect(complaints.filter((said) => !said.includes('422'))).toEqual([]);
});

test('a word to whoever did the work is not lost where sending fails, nor said twice where only the answer is', async ({ world, browser }) => {
  const { ana, ben, path } = await handsIn(browser, world);
  const { page } = ana;
  await page.setViewportSize({ width: 360, height: 740 });
  const word = wordOf(page);
  await word.fill('The roof is missing');
  await page.context().setOffline(true);
  await ana.presses('Send back');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(word).toHaveValue('The roof is missing');
  await page.context().setOffline(false);
  await ana.opens(`${path}/t/1`);
  await expect(word).toHaveValue('The roof is missing');
  await expect(page.locator('#discussion article')).toHaveCount(0);
  await isForEverybody(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // It arrives, and the answer does not.
  await page.route('**/sealed/put', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await word.focus();
  for (const name of ['Accept the work', 'Start the review', 'Send back']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('[data-part="head"] .phase')).toHaveText('In progress');
  await expect(ben.part('#discussion article .prose')).toHaveText(['The roof is missing']);
  await page.unroute('**/sealed/put');
  await signs(page, 'Send back');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('In progress');
  await expect(ana.part('#discussion article .prose')).toHaveText(['The roof is missing']);

  // Nothing of it comes back with the next review.
  await signs(ben.page, 'Hand in for review');
  await ana.opens(`${path}/t/1`);
  await expect(word).toHaveValue('');
});

test('the name of a search that is not saved yet is there again', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: NAME, mission: '', display: 'Ana of the owls' });
  await writes(ana.page, TASK);
  await ana.opens(`${path}/list#search`);
  await field(ana.page, 'Search here').fill('tower');
  await ana.presses('Save this search');
  await field(ana.page, 'Name').fill('All about the tow');
  // Both are kept once nobody types for a moment.
  await expect(async () => {
    await ana.page.waitForTimeout(500);
    await ana.page.reload();
    await expect(field(ana.page, 'Name')).toHaveValue('All about the tow', { timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
  await field(ana.page, 'Name').fill('All about the tower');
  await field(ana.page, 'Name').press('Enter');
  await expect(ana.part('[data-sealed="search"]')).toContainText('Saved.');
  await ana.page.reload();
  await expect(ana.part('[data-sealed="search"]').getByRole('button', { name: 'All about the tower' })).toBeVisible();
  await expect(field(ana.page, 'Name')).toBeHidden();
});

test('an invitation on a device whose clock is wrong says so, and is shown once the clock is right', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: NAME, mission: '', display: 'Ana of the owls' });
  const link = await invites(ana, path, 'For Ben');
  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  await ben.page.clock.setFixedTime(Date.now() - 3_600_000);
  await ben.page.goto(link);
  const place = ben.part('[data-sealed="enter"]');
  await expect(place.getByRole('alert')).toContainText('The clock of this device differs from that of the server', ROUND);
  await ben.page.clock.setSystemTime(Date.now());
  await ben.page.reload();
  await expect(ben.page.getByRole('button', { name: `Join ${NAME}` })).toBeVisible(ROUND);
});
