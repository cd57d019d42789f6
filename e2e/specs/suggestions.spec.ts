// Suggestions: somebody who may only suggest, and somebody who decides.

import { AxeBuilder } from '@axe-core/playwright';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('a task is suggested, changed and accepted', async ({ world, page, browser }) => {
  const [ana, val] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('val'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await val.perform('pursuance.join', { pursuance });
  await ana.perform('member.set_role', { pursuance, member: val.name, role: 'viewer' });

  await enter(page, val);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await page.getByRole('link', { name: 'Suggest a task' }).click();
  await page.getByLabel('New task', { exact: true }).fill('Count the hives');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Those who may do it decide')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Take it back/ })).toBeVisible();
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

  const anas = await (await browser.newContext()).newPage();
  await enter(anas, ana);
  await anas.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await anas.getByRole('link', { name: /^Requests/ }).click();
  await expect(anas.getByText('Count the hives').first()).toBeVisible();
  expect((await new AxeBuilder({ page: anas }).setLegacyMode().analyze()).violations).toEqual([]);
  await anas.getByRole('link', { name: /^Accept with changes/ }).click();
  await anas.getByLabel('Title').fill('Count all hives');
  expect((await new AxeBuilder({ page: anas }).setLegacyMode().analyze()).violations).toEqual([]);
  await anas.getByRole('button', { name: 'Accept it like this' }).click();
  await expect(anas.getByText('Accepted with your changes, and done.')).toBeVisible();
  await anas.context().close();

  await page.reload();
  await expect(page.getByText('Accepted with changes')).toBeVisible();
  await page.getByRole('link', { name: 'Count all hives' }).click();
  await expect(page.getByRole('heading', { name: 'Count all hives' })).toBeVisible();
});

test('a change is suggested where the task has changed since', async ({ world, page }) => {
  const [ana, val] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('val'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await val.perform('pursuance.join', { pursuance });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Count' });
  const input = { pursuance, task, revision: 1, title: 'Count all' };
  await val.perform('suggestion.make', { pursuance, action: 'task.edit', input });
  await ana.perform('task.edit', { pursuance, task, revision: 1, title: 'Count twice' });

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await page.getByRole('link', { name: 'One suggestion about this task' }).click();
  await expect(page.getByText('Count all')).toBeVisible();
  await page.getByRole('link', { name: /^Look at both/ }).click();
  await page.getByLabel('Title').fill('Count all twice');
  await page.getByRole('button', { name: 'Accept it like this' }).click();
  await expect(page.getByText('Accepted with your changes, and done.')).toBeVisible();
  const { title } = await ana.read<{ title: string }>(`pursuances/${pursuance}/tasks/${task}`);
  expect(title).toBe('Count all twice');
});
