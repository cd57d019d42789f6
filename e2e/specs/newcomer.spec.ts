// A stranger finds a task, and has it a minute later.

import { HASHED, opensAccount } from '../support/account.ts';
import { Instance } from '../support/instance.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a stranger takes a task from its public page, is asked once, and comes out on it @core', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
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

test('whoever starts a pursuance has a link to copy with one press', async ({ world, browser, javaScriptEnabled }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  if (javaScriptEnabled) {
    // A person who was writing a task presses it, too: it does not move away when the keys are told no more.
    await ines.page.getByLabel('New task', { exact: true }).blur();
    await ines.page.getByLabel('New task', { exact: true }).click();
    await expect(ines.page.getByText('Enter adds and stays.')).toBeVisible();
    const button = ines.page.getByRole('button', { name: 'Make a link' });
    await button.hover();
    const before = await button.boundingBox();
    await ines.page.mouse.down();
    await ines.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await button.boundingBox()).toEqual(before);
    await ines.page.mouse.up();
  } else {
    await ines.presses('Make a link');
  }
  await expect(ines.page).toHaveURL(new RegExp(`/p/${slug}/invites$`));
  const link = (await ines.page.locator('.secret').innerText()).trim();
  for (const name of [fresh('odd'), fresh('eve')]) {
    const guest = await Visitor.comes(browser, world.a, name);
    await guest.page.goto(link);
    await guest.presses('Join Garden');
    await expect(guest.page.locator('.flash')).toContainText('You are a member now.');
  }
});

test('visitors read what the first operator says of the server', async ({ world, page, browser, javaScriptEnabled }) => {
  const house = await Instance.start(fresh('house'), world.folder, world.clock);
  try {
    const link = () => /http:\S+\/setup\?code=\S+/.exec(house.log)?.[0] ?? '';
    await expect.poll(link).not.toBe('');
    await page.goto(link());
    // Once it runs, the script has its own fields for the passphrase.
    await page.waitForLoadState();
    await page.getByLabel('User name').fill('olga');
    await page.getByLabel('Passphrase', { exact: true }).fill('lantern harbour seven willow');
    await page.getByLabel('Passphrase again').fill('lantern harbour seven willow');
    await page.getByLabel('Name of this server').fill('Harbour Commons');
    await page.getByLabel('About this server, in one sentence').fill('Neighbours by the old harbour.');
    await page.getByLabel('Who runs it').fill('Olga, olga@harbour.example');
    await page.getByRole('button', { name: 'Make my account' }).click();
    if (javaScriptEnabled) await page.getByRole('link', { name: 'Later, under You' }).click(HASHED);
    await expect(page.locator('.flash')).toContainText('Your server is ready.');

    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(house.baseUrl);
    await expect(visitor.locator('#server')).toHaveText('Neighbours by the old harbour. Run by Olga, olga@harbour.example.');
  } finally {
    await house.stop();
  }
});
