// Tasks in one pursuance: writing, editing at the same time, taking and finishing; and what an empty place says.

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('of two who edit at once, the second sees both texts and joins them', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Build the trellis');
  await ines.follows('Build the trellis');
  await ines.chooses('Edit details');
  const other = await ines.page.context().newPage();
  await other.goto(ines.page.url());
  await other.getByLabel('What is needed').fill('Two metres of it.');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.locator('.flash')).toContainText('Saved.');

  await ines.page.getByRole('textbox', { name: 'What is needed' }).fill('Three metres of it.');
  await ines.presses('Save');

  const conflict = ines.page.getByRole('alert');
  await expect(conflict).toContainText('You saved this task somewhere else');
  await expect(conflict).toContainText('Two metres of it.');
  // The sign stands beside the first line, however many fields differ.
  const [sign, notice] = await Promise.all([conflict.locator('> svg').boundingBox(), conflict.boundingBox()]);
  expect((sign?.y ?? Infinity) - (notice?.y ?? 0)).toBeLessThan(24);
  await expect(ines.page.getByRole('textbox', { name: 'What is needed' })).toHaveValue('Three metres of it.');
  await ines.page.getByRole('textbox', { name: 'What is needed' }).fill('Two metres of it now, three in spring.');
  await ines.presses('Save');
  await ines.isTold('Saved.');
  await expect(ines.part('.prose').first()).toHaveText('Two metres of it now, three in spring.');
});

test('a member takes a task that wants help, and whoever wrote it accepts the work', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Water the beans');
  await ines.follows('Water the beans');
  await ines.presses('Ask for help');
  await expect(ines.part('main header .phase')).toHaveText('Help wanted');

  const jun = await Visitor.comes(browser, world.a, fresh('jun'));
  await jun.opens(`/p/${slug}`);
  await jun.presses('Join');
  await jun.isTold('You are a member now.');
  await jun.opens('/');
  await jun.part('[data-part="next"]').getByRole('link', { name: 'Water the beans', exact: true }).click();
  for (const step of ['Take it', 'Start working', 'Hand in for review']) await jun.presses(step);
  await expect(jun.page.getByRole('button', { name: 'Accept the work' })).toHaveCount(0);

  await ines.opens('/');
  await ines.page.getByRole('link', { name: 'Open review' }).click();
  await ines.presses('Accept the work');
  await expect(ines.part('main header .phase')).toHaveText('Done');
});

test('an empty place says what belongs there and leads on', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  await ines.opens('/');
  await expect(ines.part('.empty')).toContainText('Join a pursuance, and its tasks appear here.');
  await ines.part('.empty').getByRole('link', { name: 'Start a pursuance' }).click();
  await expect(ines.page).toHaveURL(/\/p\/new$/);

  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await expect(ines.part('#outline')).toContainText('Nothing here yet. Add the first task in a few words');
  await ines.opens(`/p/${slug}/incoming`);
  await expect(ines.part('main')).toContainText(`${slug}@${world.a.authority}`);
  await ines.opens(`/p/${slug}/files`);
  await expect(ines.part('.empty').getByRole('link', { name: 'Go to the tasks' })).toBeVisible();
  await ines.opens('/p?q=no+such+thing');
  await expect(ines.part('main')).toContainText('Nothing here matches.');
});

test('an address that leads nowhere says so, and where to go', async ({ world, page }) => {
  const answer = await page.goto(`${world.a.baseUrl}/p/no-such-pursuance`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Find a pursuance' }).click();
  await expect(page).toHaveURL(`${world.a.baseUrl}/p`);
});

test('a hint that is longer than its field says that it goes on', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const search = ines.page.getByRole('searchbox', { name: 'Search' });
  expect(await search.evaluate((field) => getComputedStyle(field).textOverflow)).toBe('ellipsis');
});
