// Several tasks are chosen and changed at once, and that is taken back: without JavaScript.

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test.use({ javaScriptEnabled: false });

test('three tasks are chosen, assigned at once, and given back by one button', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('river');
  await ana.perform('pursuance.create', { slug, name: 'River', mission: '' });
  const titles = ['Draw the map', 'Count the weirs', 'Write the report', 'Sit by the water'];
  for (const title of titles) {
    await ana.perform('task.create', { pursuance: slug, title });
  }
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await expect(page.locator('[data-pick]')).toHaveCount(0);
  await page.locator('summary.rare').click();
  await page.getByRole('link', { name: 'Choose several' }).click();
  for (const title of titles.slice(0, 3)) {
    await page.getByRole('checkbox', { name: `Choose “${title}”` }).check();
  }
  await page.getByLabel('With the chosen tasks').selectOption({ label: 'Assign them' });
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.getByLabel('Done by').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Assign 3 tasks' }).click();

  await expect(page).toHaveURL(new RegExp(`/p/${slug}$`));
  await expect(page.locator('.flash')).toContainText('Done with all the chosen tasks.');
  // A task that is free says so by its phase alone.
  const free = page.locator('#outline .phase').filter({ hasText: /^New$/ });
  await expect(free).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo for 10 min' }).click();
  await expect(page.locator('.flash')).toContainText('Taken back.');
  await expect(free).toHaveCount(4);
});
