// Roles in force: somebody is banned while a page is open, and a pursuance is handed over.

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('an open page of somebody banned shows nothing more', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'unlisted' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('pursuance.edit', { pursuance, visibility: 'members' });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Secret plan' });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await expect(page.getByRole('heading', { name: 'Secret plan' })).toBeVisible();

  const anas = await (await browser.newContext()).newPage();
  await enter(anas, ana);
  await anas.goto(`${world.a.baseUrl}/p/${pursuance}/members`);
  await anas.getByRole('link', { name: /^Manage/ }).click();
  await anas.getByLabel('What happens').selectOption({ label: 'Ban for a week' });
  await anas.getByLabel('Reason').fill('Sold the readings.');
  await anas.getByRole('button', { name: 'Remove or ban' }).click();
  await expect(anas.getByText('They are banned.')).toBeVisible();
  await expect(anas.getByText('Sold the readings.')).toBeVisible();
  await anas.context().close();

  await expect(page.getByText('Secret plan')).toHaveCount(0, { timeout: 15_000 });
});

test('a pursuance is handed over by a question and a yes', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/m/${ben.name}`);
  await page.getByRole('button', { name: `Ask ${ben.name}` }).click();
  await expect(page.getByRole('heading', { name: `${ben.name} is asked to become the Primary` })).toBeVisible();

  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(`${world.a.baseUrl}/p/${pursuance}/members`);
  await bens.getByRole('button', { name: 'Become the Primary' }).click();
  await expect(bens.getByText('You are the Primary now.')).toBeVisible();
  await bens.context().close();
  const { role } = await ana.read<{ role: string }>(`pursuances/${pursuance}`);
  expect(role).toBe('admin');
});
