// Handing on: whoever has a task lets others go on with it, the next one alone is asked, and it is taken back meanwhile.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

async function isSound(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

/** Waits until somebody is asked. */
async function isAsked(person: Person): Promise<void> {
  const waits = async () => (await person.read<{ items: { waits: boolean }[] }>('me/offers')).items.some((one) => one.waits);
  await expect.poll(waits, { timeout: 60_000 }).toBe(true);
}

/** A task for people with French, which ben has; cleo could go on with it. */
async function taken(world: World): Promise<{ ben: Person; cleo: Person; address: string }> {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  const skills = ['Language:French'];
  for (const member of [ben, cleo]) {
    await member.perform('pursuance.join', { pursuance });
    await member.perform('profile.edit', { skills });
  }
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Translate the map', skills, ask: false });
  await ben.perform('task.take', { pursuance, task });
  return { ben, cleo, address: `${world.a.baseUrl}/p/${pursuance}/t/${task}` };
}

test('a task is handed on and taken back by the keyboard alone', async ({ world, page, browser }) => {
  const { ben, cleo, address } = await taken(world);
  await enter(page, ben);
  await page.goto(address);
  await page.locator('#main').focus();
  await tabTo(page, '.page-head .menu > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, 'a[href*="open=let-go"]');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This costs you nothing.')).toBeVisible();
  await isSound(page);
  await page.locator('#main').focus();
  await tabTo(page, '#let-go form[action$="/hand-on"] button');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('Handed on.');
  await isAsked(cleo);

  const cleos = await (await browser.newContext()).newPage();
  await enter(cleos, cleo);
  await cleos.goto(address);
  await expect(cleos.getByRole('heading', { name: 'Do you go on with this?' })).toBeVisible();
  await isSound(cleos);

  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'You had this task' })).toBeVisible();
  await isSound(page);
  await page.locator('#main').focus();
  await tabTo(page, '#heir button');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('It is yours.');

  await cleos.goto(address);
  await expect(cleos.getByRole('heading', { name: 'Do you go on with this?' })).toHaveCount(0);
});

test('the one who alone is asked goes on, and nothing is left to take back', async ({ world, page, browser }) => {
  const { ben, cleo, address } = await taken(world);
  await enter(page, ben);
  await page.goto(`${address}?open=let-go#let-go`);
  await page.locator('#let-go').getByRole('button', { name: 'Hand it on' }).click();
  await isAsked(cleo);

  const cleos = await (await browser.newContext()).newPage();
  await enter(cleos, cleo);
  await cleos.goto(address);
  await cleos.getByRole('button', { name: 'Go on with it' }).click();
  await expect(cleos.locator('.flash')).toContainText('It is yours now.');

  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'You had this task' })).toHaveCount(0);
});
