// Additions of the script to the inbox: the number beside the bell moves by itself, and names are completed while they are typed.

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('somebody is named by three letters and two keys, and their bell says so by itself', async ({ world, browser }) => {
  const [anaName, benName] = [fresh('ana'), fresh('ben')];
  const ana = await Visitor.comes(browser, world.a, anaName);
  const slug = fresh('garden');
  await ana.starts(slug, 'Garden', 'We grow what we eat.');
  await ana.opens(`/p/${slug}`);
  await ana.page.locator('#add-0').fill('Mend the fence');
  await ana.page.keyboard.press('Enter');
  await expect(ana.row('Mend the fence')).toBeVisible();

  const ben = await Visitor.comes(browser, world.a, benName);
  await ben.opens(`/p/${slug}/join`);
  await ben.page.getByRole('button', { name: /Join/ }).first().click();
  await ben.opens('/p');
  const bell = ben.page.getByRole('navigation').getByRole('link', { name: /Inbox/ });
  await expect(bell).toHaveAccessibleName('Inbox');

  await ana.opens(`/p/${slug}/t/1`);
  const field = ana.page.locator('#say');
  await field.click();
  await ana.page.keyboard.type(`Could @${benName.slice(0, 3)}`);
  const option = ana.page.getByRole('option', { name: `@${benName}` });
  await expect(option).toBeVisible();
  await expect(field).toHaveAttribute('aria-activedescendant', /say-names-/);
  await ana.page.keyboard.press('Enter');
  await expect(option).toBeHidden();
  await ana.page.keyboard.type('look?');
  await expect(field).toHaveValue(`Could @${benName} look?`);
  await ana.page.getByRole('button', { name: 'Send' }).click();
  await expect(ana.page.getByRole('article').getByRole('link', { name: `@${benName}` })).toBeVisible();

  await expect(bell).toHaveAccessibleName('Inbox 1 unread');
  // Also where the tab is not looked at.
  await expect(ben.page).toHaveTitle(/^\(1\) /);
  await expect(ben.page.locator('link[rel="icon"]')).toHaveAttribute('href', '/static/icon-unread.svg');
  await bell.click();
  await expect(ben.page.getByText('named you in the discussion')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Open the next one' }).click();
  await expect(ben.page).toHaveURL(new RegExp(`/p/${slug}/t/1`));
  await expect(bell).toHaveAccessibleName('Inbox');
  await expect(ben.page).not.toHaveTitle(/^\(/);
  await expect(ben.page.locator('link[rel="icon"]')).toHaveAttribute('href', '/static/icon.svg');

  // The title alone marks a notice as read, too. Whoever has the discussion before them has read it there.
  await ben.opens('/p');
  await ana.page.locator('#say').fill(`And @${benName}, the gate?`);
  await ana.page.getByRole('button', { name: 'Send' }).click();
  await expect(bell).toHaveAccessibleName('Inbox 1 unread');
  await bell.click();
  const unread = ben.page.getByRole('region', { name: 'Unread', exact: true });
  await unread.getByRole('link', { name: 'Mend the fence' }).click();
  await expect(ben.page).toHaveURL(new RegExp(`/p/${slug}/t/1`));
  await expect(bell).toHaveAccessibleName('Inbox');
});
