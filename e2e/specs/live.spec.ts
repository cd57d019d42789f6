// An open page brings itself up to date, without a reload and without touching what somebody is writing.

import { enter } from '../support/session.ts';
import { offered, taken } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('what happens on the other server appears on an open page', async ({ world, page }) => {
  const { origin, delegate } = await taken(await offered(world));
  await enter(page, origin.person);
  await page.goto(`${world.a.baseUrl}/p/${origin.pursuance}/t/${origin.task}`);
  await page.evaluate(() => document.body.setAttribute('data-was-here', 'yes'));
  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('I was about to ask whether');

  await delegate.person.perform('delegation.progress', { delegation: delegate.delegation, note: 'Half of it is done.' });
  await delegate.person.perform('task.comment', {
    pursuance: delegate.pursuance,
    task: delegate.task,
    body: 'Is “flood” meant literally?',
    share: true,
  });

  await expect(page.locator('[data-part^="timeline"]')).toContainText('Half of it is done.', { timeout: 5_000 });
  await expect(page.locator('#discussion')).toContainText('Is “flood” meant literally?', { timeout: 5_000 });
  await expect(page.locator('#live-status')).toHaveText('This page was just updated.');
  await expect(draft).toHaveValue('I was about to ask whether');
  await expect(page.locator('body')).toHaveAttribute('data-was-here', 'yes');
});

test('an offer appears on the open list of whoever is asked', async ({ world, page }) => {
  const { delegate } = await offered(world);
  await enter(page, delegate.person);
  await page.goto(`${world.b.baseUrl}/p/${delegate.pursuance}/incoming`);
  await expect(page.locator('[data-part="offers"] article')).toHaveCount(1);
  await delegate.person.perform('delegation.decline', { delegation: delegate.delegation, reason: 'Not this month.' });
  await expect(page.locator('[data-part="offers"]')).toContainText('No offers right now.', { timeout: 5_000 });
});
