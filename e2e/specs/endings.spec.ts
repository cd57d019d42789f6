// Ends with an undo: tasks that are archived and put into the trash, comments that are edited, deleted and removed.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody who leads a pursuance, a member of it, and a task with one below it. */
async function hive(world: World): Promise<{ ana: Person; ben: Person; pursuance: string; task: number; at: string }> {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Count the hives' });
  await ana.perform('task.create', { pursuance, title: 'Count the queens', parent: task });
  return { ana, ben, pursuance, task, at: `${world.a.baseUrl}/p/${pursuance}/t/${task}` };
}

async function isAccessible(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

test('a task is archived, and that is undone', async ({ world, page }) => {
  const { ana, pursuance, at } = await hive(world);
  await enter(page, ana);
  await page.goto(at);
  await page.locator('summary', { hasText: 'Change' }).first().click();
  await page.getByRole('link', { name: 'Put it away…' }).click();
  await page.getByRole('link', { name: 'Archive', exact: true }).click();
  await expect(page.getByText('One task below it goes along.')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Archive it' }).click();
  await expect(page.getByText('This task is archived.')).toBeVisible();
  await isAccessible(page);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  // "Lately" goes on telling of it.
  const outline = page.locator('#outline');
  await expect(outline.getByRole('link', { name: 'Count the queens', exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Archived tasks' }).click();
  await expect(page).toHaveURL(/archived/);
  await isAccessible(page);
  await page.getByRole('link', { name: 'Count the hives' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByText('The task is back.')).toBeVisible();
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await expect(outline.getByRole('link', { name: 'Count the queens', exact: true })).toHaveCount(1);
});

test('a task goes into the trash, comes back, and is deleted for good', async ({ world, page, browser }) => {
  const { ana, ben, task, at } = await hive(world);
  await enter(page, ana);
  await page.goto(`${at}/end?how=trash`);
  await page.getByRole('button', { name: 'Put it into the trash' }).click();
  await expect(page.getByText('This task is in the trash.')).toBeVisible();

  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(at);
  await expect(bens.getByText(`Task #${task} is in the trash.`)).toBeVisible();
  await expect(bens.getByText('Count the hives')).toHaveCount(0);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await bens.goto(at);
  await expect(bens.getByRole('heading', { name: 'Count the hives' })).toBeVisible();

  await page.goto(`${at}/end?how=trash`);
  await page.getByRole('button', { name: 'Put it into the trash' }).click();
  await page.getByRole('link', { name: 'Delete for good' }).click();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(page.getByText('Nothing is in the trash.')).toBeVisible();
  await bens.goto(at);
  await expect(bens.getByText(`Task #${task} was deleted.`)).toBeVisible();
  await bens.context().close();
});

test('a comment is edited and deleted by whoever wrote it', async ({ world, page }) => {
  const { ben, pursuance, task, at } = await hive(world);
  await ben.perform('task.comment', { pursuance, task, body: 'Seven hives.' });
  await enter(page, ben);
  await page.goto(at);
  await page.locator('#discussion .say .menu > summary').click();
  await page.getByRole('link', { name: /^Edit or delete/ }).click();
  await isAccessible(page);
  await page.getByLabel('Text').fill('Eight hives.');
  await page.getByRole('button', { name: 'Save the comment' }).click();
  await expect(page.getByText('Eight hives.')).toBeVisible();
  await page.getByRole('link', { name: 'edited' }).click();
  await expect(page.getByText('Seven hives.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText('Deleted by its author.')).toBeVisible();
  await expect(page.getByText('Eight hives.')).toHaveCount(0);
});

test('an Assistant admin removes a comment with a reason, and the log says so', async ({ world, page, browser }) => {
  const { ana, ben, pursuance, task, at } = await hive(world);
  await ben.perform('task.comment', { pursuance, task, body: 'Call 555 0100.' });
  const cay = await world.a.person(fresh('cay'));
  await cay.perform('pursuance.join', { pursuance });
  await ana.perform('member.set_role', { pursuance, member: cay.name, role: 'assistant_admin' });
  await enter(page, cay);
  await page.goto(at);
  await page.locator('#discussion .say .menu > summary').click();
  await page.getByRole('link', { name: /^Remove ?: / }).click();
  await page.getByLabel('Reason').fill('A private number.');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Remove the comment' }).click();
  await expect(page.getByText('Call 555 0100.')).toHaveCount(0);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/log`);
  await expect(page.getByText('A private number.')).toBeVisible();

  const bens = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await enter(bens, ben);
  await bens.goto(at);
  await bens.getByRole('link', { name: /^Why\?/ }).click();
  await expect(bens.getByText('A private number.')).toBeVisible();
  await expect(bens.getByText('Call 555 0100.')).toBeVisible();
  await bens.context().close();
});
