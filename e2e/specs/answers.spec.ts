// Answers, quotes and reactions in a discussion, by people in two browsers.

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('somebody answers, quotes and reacts, and others see it at once', async ({ world, page, browser }) => {
  const ana = await world.a.person(fresh('ana'));
  const ben = await world.a.person(fresh('ben'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '', visibility: 'public' });
  await ben.perform('pursuance.join', { pursuance: slug });
  await ana.perform('task.create', { pursuance: slug, title: 'Mend the fence' });
  await ana.perform('task.comment', { pursuance: slug, task: 1, body: 'Which fence?' });
  const address = `${world.a.baseUrl}/p/${slug}/t/1`;
  const other = await (await browser.newContext()).newPage();
  await enter(other, ana);
  await other.goto(address);
  await enter(page, ben);
  await page.goto(address);
  const first = page.locator('#discussion .say', { hasText: 'Which fence?' }).first();
  const chooses = async (entry: string): Promise<void> => {
    await first.locator('.menu > summary').click();
    await first.getByRole('link', { name: entry, exact: true }).click();
  };

  await chooses('Reply');
  await expect(page.getByText('You answer this message.')).toBeVisible();
  await page.getByLabel('Add to the discussion').fill('The one by the **gate**.');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Preview of your message' }).locator('strong')).toHaveText('gate');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('#discussion .say.reply')).toContainText('The one by the gate.');
  await expect(other.locator('#discussion .say.reply')).toContainText('The one by the gate.');

  await chooses('Quote');
  await page.getByLabel('Add to the discussion').fill('Good question.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const quoting = page.locator('#discussion .say', { hasText: 'Good question.' });
  await expect(quoting.locator('.quoted')).toContainText('Which fence?');
  await quoting.locator('.quoted a').click();
  await expect(first).toBeInViewport();

  await chooses('React');
  await first.getByRole('button', { name: '🎉', exact: true }).click();
  const button = first.getByRole('button', { name: /^🎉 1, you/ });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByRole('button', { name: /^🎉 1/ })).toBeVisible();
  await button.click();
  await expect(first.getByRole('button', { name: /^🎉/ })).toHaveCount(0);

  await chooses('React');
  await first.getByText('Another emoji', { exact: true }).click();
  await first.getByLabel('Emoji', { exact: true }).fill('hedgehog');
  await first.getByRole('button', { name: 'React', exact: true }).click();
  await expect(first.getByText('A reaction is one emoji.')).toBeVisible();
  await expect(first.getByLabel('Emoji', { exact: true })).toHaveValue('hedgehog');
  await first.getByLabel('Emoji', { exact: true }).fill('🦔');
  await first.getByRole('button', { name: 'React', exact: true }).click();
  await expect(first.getByRole('button', { name: /^🦔 1, you/ })).toHaveAttribute('aria-pressed', 'true');

  await other.goto(`${world.a.baseUrl}/inbox`);
  await expect(other.getByText('answered your message').first()).toBeVisible();
});
