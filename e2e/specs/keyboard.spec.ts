// Without a mouse: everything is reached by Tab, seen when it is reached, and done by Enter.

import { tabTo } from '../support/keyboard.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('the first stop of a page leads past its navigation', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  await ines.opens('/');
  await ines.page.keyboard.press('Tab');
  const skip = ines.page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.locator('#main')).toBeFocused();
});

test('a task is written and opened by the keyboard alone, and every stop on the way is seen', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);

  await tabTo(ines.page, '#add-0');
  await ines.page.keyboard.type('Mend the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Mend the fence')).toBeVisible();
  // The next one can be written at once.
  await expect(ines.page.locator('#add-0')).toBeFocused();
  await ines.page.keyboard.type('Paint the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Paint the fence')).toBeVisible();
  await expect(ines.page.locator('#add-0')).toBeFocused();

  await tabTo(ines.page, '.tree .row a');
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.getByRole('heading', { level: 1 })).toHaveText('Mend the fence');

  await ines.page.locator('#add-title').fill('Buy nails');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Buy nails')).toBeVisible();
  await expect(ines.page.locator('#add-title')).toBeFocused();
});

test('the button for a new task puts the focus into its field', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);
  await ines.page.getByRole('link', { name: 'New task' }).press('Enter');
  await expect(ines.page.locator('#add-0')).toBeFocused();
});

test('a stranger comes in by a link with the keyboard alone', async ({ world, browser, page }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}/invites`);
  await tabTo(ines.page, '#purpose');
  await ines.page.keyboard.type('For the walk');
  await ines.page.keyboard.press('Enter');
  const link = (await ines.page.locator('.secret').innerText()).trim();

  await page.goto(link);
  await tabTo(page, 'main a.primary');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('User name')).toBeFocused();
  await page.keyboard.type(fresh('odd'));
  for (const field of ['[name="passphrase"]', '[name="passphrase_again"]']) {
    await tabTo(page, field);
    await page.keyboard.type('lantern harbour seven willow');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(link);
  await tabTo(page, 'main button.primary');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('You are a member now.');
});
