// Known pursuances that offer what a task needs: once nobody was found, they are named to whoever may hand it over, and to nobody
// else; one step leads to the form.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { World } from '../support/world.ts';

async function isSound(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

/** How a task finds somebody, as those who may assign it read. */
async function reached(reader: Person, pursuance: string, task: number): Promise<string> {
  return (await reader.read<{ reached: string }>(`pursuances/${pursuance}/tasks/${task}/pairing`)).reached;
}

/** Lets the time of one step of the search after the other pass, until the other pursuances are named. */
async function untilAllied(world: World, reader: Person, pursuance: string, task: number): Promise<void> {
  for (const step of ['split', 'allied']) {
    if (step === 'allied') world.clock.advance({ hours: 7 });
    await expect.poll(() => reached(reader, pursuance, task), { timeout: 60_000 }).toBe(step);
  }
}

test('pursuances that offer the skills are named to whoever may hand the task over', async ({ page, browser }) => {
  // Hours pass: in a world of its own, since those of others go on by the same clock.
  const world = await World.start();
  try {
    await namesThem(world, page, await (await browser.newContext()).newPage());
  } finally {
    await world.end();
  }
});

async function namesThem(world: World, page: Page, bens: Page): Promise<void> {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, wim] = await Promise.all([person('ana'), person('ben'), person('wim')]);
  const [pursuance, others] = [fresh('hive'), fresh('scribes')];
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  await ben.perform('pursuance.join', { pursuance });
  await wim.perform('pursuance.create', { slug: others, name: others, mission: '', visibility: 'public' });
  const skill = 'Language:French';
  const until = new Date(world.clock.now().getTime() + 60 * 86_400_000).toISOString().slice(0, 10);
  await wim.perform('skill_offer.publish', { pursuance: others, skills: [skill], until });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Translate the map', skills: [skill], ask: false });
  await ana.perform('task.want_help', { pursuance, task });
  await untilAllied(world, ana, pursuance, task);

  const address = `${world.a.baseUrl}/p/${pursuance}/t/${task}`;
  await enter(page, ana);
  // It is told with the next morning.
  world.clock.advance({ hours: 24 });
  await expect(async () => {
    await page.goto(`${world.a.baseUrl}/inbox`);
    await expect(page.locator('main')).toContainText(others, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await page.goto(`${address}/pairing`);
  await expect(page.locator('main')).toContainText('Offers all the skills of the task.');
  await isSound(page);
  await page.locator('#main').focus();
  await tabTo(page, 'section[aria-labelledby="allies"] a.btn');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/hand-over\?to=offer/);
  await expect(page.locator('main')).toContainText(others);
  await isSound(page);

  // A member who hands nothing over reads of none of them.
  await enter(bens, ben);
  for (const path of [`${world.a.baseUrl}/inbox`, address]) {
    await bens.goto(path);
    await expect(bens.locator('main')).not.toContainText(others);
  }
}
