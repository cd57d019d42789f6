// Offers: people with the skills of a task are asked, one of them accepts, another stands by; the organiser reads it.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

async function isSound(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

/** Waits until somebody is asked. */
async function isAsked(person: Person): Promise<void> {
  const waits = async () => (await person.read<{ items: { waits: boolean }[] }>('me/offers')).items.some((one) => one.waits);
  await expect.poll(waits, { timeout: 60_000 }).toBe(true);
}

test('people are asked, the first who accepts has the task, the next stands by', async ({ world, page, browser }) => {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  const skills = ['Language:French', 'Data:Maps'];
  for (const member of [ben, cleo]) {
    await member.perform('pursuance.join', { pursuance });
    await member.perform('profile.edit', { skills });
  }
  const input = { pursuance, title: 'Translate the map', deliverables: 'Both pages.', skills, size: 's' };
  const { task } = await ana.perform<{ task: number }>('task.create', input);
  await Promise.all([isAsked(ben), isAsked(cleo)]);

  await enter(page, ben);
  await page.goto(world.a.baseUrl);
  await page.getByRole('link', { name: 'Translate the map' }).first().click();
  await expect(page.getByRole('heading', { name: 'Offers for you' })).toBeVisible();
  await expect(page.getByText('You were asked as one of 2.')).toBeVisible();
  await page.getByText('Exactly').click();
  await expect(page.getByText('You had no task under way.')).toBeVisible();
  await page.getByText('Later, or never').click();
  await isSound(page);
  await page.getByLabel('Ask me again on').fill('2020-01-01');
  await page.getByRole('button', { name: /^Ask me then/ }).click();
  await expect(page.getByText('Choose a day from tomorrow on, within 90 days.')).toBeVisible();
  await expect(page.getByLabel('Ask me again on')).toHaveValue('2020-01-01');
  await isSound(page);

  const cleos = await (await browser.newContext()).newPage();
  await enter(cleos, cleo);
  await cleos.goto(`${world.a.baseUrl}/offers`);
  await cleos.getByRole('button', { name: /^Accept/ }).click();
  await expect(cleos.getByText('It is yours now. Thank you.')).toBeVisible();

  await page.goto(`${world.a.baseUrl}/offers`);
  await page.getByRole('button', { name: /^Stand by/ }).click();
  await expect(page.getByText('Somebody was faster.')).toBeVisible();
  await isSound(page);

  const anas = await (await browser.newContext()).newPage();
  await enter(anas, ana);
  await anas.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}/pairing`);
  await expect(anas.getByText('said yes')).toBeVisible();
  await expect(anas.getByText('stands by')).toBeVisible();
  await isSound(anas);
});

test('a visitor finds tasks that need help by skill', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  const title = fresh('Paint');
  await ana.perform('task.create', { pursuance, title, skills: ['Craft:Painting'] });
  await page.goto(`${world.a.baseUrl}/tasks`);
  await expect(page.getByRole('main').getByRole('search')).toHaveCount(1);
  await page.locator('.narrows > summary').click();
  await page.getByLabel('Skill', { exact: true }).fill('Craft:Painting');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  await isSound(page);
});
