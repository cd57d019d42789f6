// A link brings a stranger into a pursuance that only its members see, with an account made on the way.

import { AxeBuilder } from '@axe-core/playwright';

import { opensAccount } from '../support/account.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a stranger comes by a link, signs up on the way, and takes a task @phone', async ({ world, browser, contextOptions }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Water the beans');
  await ines.opens(`/p/${slug}/settings`);
  await ines.page.locator('[name="visibility"][value="members"]').check();
  await ines.presses('Save');

  await ines.opens(`/p/${slug}/members`);
  await ines.page.getByRole('link', { name: 'Invite people' }).click();
  await ines.page.getByLabel('Purpose').fill('For everybody from the Saturday walk');
  await ines.page.getByLabel('Task to start with').fill('Water the beans');
  await ines.presses('Make a link');
  const link = (await ines.page.locator('.secret').innerText()).trim();
  expect(link).toContain('/i/');
  await expect(ines.page.getByRole('img', { name: 'The link as a QR code' })).toBeVisible();

  const context = await browser.newContext(contextOptions);
  const stranger = await context.newPage();
  expect((await stranger.goto(`${world.a.baseUrl}/p/${slug}`))?.status()).toBe(404);
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('You are invited to Garden');
  for (const words of ['We grow what we eat.', ines.name, 'Helper', 'Saturday walk', 'Water the beans', 'Only members can read them', 'since when, your role']) {
    await expect(stranger.getByRole('main')).toContainText(words);
  }
  await stranger.getByRole('link', { name: 'Make an account' }).click();
  await expect(stranger.getByRole('main')).toContainText('With it you are a member of the pursuance that invited you.');
  await opensAccount(stranger, fresh('odd'), 'lantern harbour seven willow');
  await expect(stranger.locator('.flash')).toContainText('You are a member now.');
  await stranger.getByRole('button', { name: 'Later' }).click();
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Water the beans');
  await stranger.getByRole('button', { name: 'Take it' }).click();
  await expect(stranger.locator('.flash')).toContainText('It is yours.');

  await ines.opens(`/p/${slug}/invites`);
  await expect(ines.page.getByRole('main')).toContainText('1 of 1 used');
  const late = await (await browser.newContext(contextOptions)).newPage();
  expect((await late.goto(link))?.status()).toBe(410);
  await expect(late.getByRole('main')).not.toContainText('Garden');
});

test('axe finds nothing on a link that was just made, nor on its end', async ({ world, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'axe is a script');
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}/invites`);
  await ines.presses('Make a link');
  const found = async () => (await new AxeBuilder({ page: ines.page }).setLegacyMode().analyze()).violations.map(({ id }) => id);
  expect(await found()).toEqual([]);
  await ines.page.getByRole('link', { name: /^Revoke/ }).click();
  expect(await found()).toEqual([]);
  await ines.presses('Revoke the link');
  await ines.isTold('The link no longer works.');
  await expect(ines.page.getByRole('main')).toContainText('Revoked');
});

test('the link of an invitation is copied by the button beside it', async ({ world, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'a script does it');
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}/invites`);
  await ines.presses('Make a link');
  await ines.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const said = ines.page.locator('#made').getByRole('status').last();
  await expect(said).toHaveText('');
  // That is what is to be done now, and whoever goes on by keyboard is there.
  await expect(ines.page.getByRole('button', { name: 'Copy' })).toBeFocused();
  await expect(ines.page.locator('main .btn.primary')).toHaveText(['Copy']);
  await ines.presses('Copy');
  await expect(said).toHaveText('Copied.');
  const link = (await ines.page.locator('.secret').innerText()).trim();
  expect(await ines.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});
