// A stranger finds a task, and has it a minute later.

import { opensAccount } from '../support/account.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a stranger takes a task from its public page, is asked once, and comes out on it', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Water the beans');
  await ines.follows('Water the beans');
  const task = ines.page.url();

  const stranger = await (await browser.newContext()).newPage();
  const name = fresh('odd');
  await stranger.goto(task);
  await stranger.getByRole('link', { name: 'Take it' }).click();
  const join = stranger.getByRole('main').getByRole('link', { name: 'Join' });
  if (await join.count()) await join.click();
  await opensAccount(stranger, name, 'lantern harbour seven willow');
  await stranger.getByRole('button', { name: 'Join and take it' }).click();

  await expect(stranger.locator('.flash')).toContainText('It is yours.');
  await expect(stranger.getByRole('heading', { name: 'What could we ask you about?' })).toBeVisible();
  await stranger.getByRole('button', { name: 'Later' }).click();
  await expect(stranger).toHaveURL(task);
  await expect(stranger.locator('#facts')).toContainText('You');
  await expect(stranger.getByRole('button', { name: 'Start working' })).toBeVisible();
});

test('whoever starts a pursuance has a link to copy with one press', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.presses('Make a link');
  await expect(ines.page).toHaveURL(new RegExp(`/p/${slug}/invites$`));
  const link = (await ines.page.locator('.secret').innerText()).trim();
  for (const name of [fresh('odd'), fresh('eve')]) {
    const guest = await Visitor.joins(browser, world.a, name);
    await guest.page.goto(link);
    await guest.presses('Join Garden');
    await expect(guest.page.locator('.flash')).toContainText('You are a member now.');
  }
});
