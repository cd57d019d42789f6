// Typed texts outlive the session they were typed in.

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a comment stands when the session is gone, and is sent after signing in beside it', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  await ines.starts(fresh('garden'), 'Garden', 'We grow what we eat.');
  await ines.adds('Build the trellis');
  await ines.follows('Build the trellis');
  const task = ines.page.url();
  await ines.page.getByLabel('Add to the discussion').fill('Use the *old* boards.');
  await ines.page.context().clearCookies();
  await ines.presses('Send');

  await expect(ines.page.getByRole('heading', { level: 1 })).toHaveText('Sign in to continue');
  await expect(ines.part('main')).toContainText('Use the *old* boards.');
  await ines.page.getByLabel('Passphrase').fill('not the words I chose');
  await ines.presses('Sign in and send it');
  await expect(ines.page.getByRole('alert')).toContainText('The name or the passphrase is not right.');
  await expect(ines.part('main')).toContainText('Use the *old* boards.');
  await ines.page.getByLabel('Passphrase').fill(ines.passphrase);
  await ines.presses('Sign in and send it');

  await expect(ines.part('#discussion .say')).toHaveCount(1);
  await expect(ines.part('#discussion .say')).toContainText('Use the old boards.');
  // Without a script the key of the form stays in the address.
  const { origin, pathname } = new URL(ines.page.url());
  expect(`${origin}${pathname}`).toBe(task);
});
