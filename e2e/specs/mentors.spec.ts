// Learners with a mentor: whoever helps is asked first, on Home; then the learner is, and reads who accompanies them.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

async function isSound(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

/** Waits until a list of somebody has something in it. */
async function has(person: Person, list: 'me/mentoring' | 'me/offers'): Promise<void> {
  const items = async () => (await person.read<{ items: unknown[] }>(list)).items.length;
  await expect.poll(items, { timeout: 60_000 }).toBe(1);
}

test('a mentor says yes by the keyboard alone, and the learner takes the task', async ({ world, page, browser }) => {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, mia, leo] = await Promise.all([person('ana'), person('mia'), person('leo')]);
  const pursuance = fresh('school');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'School', mission: '' });
  for (const member of [mia, leo]) await member.perform('pursuance.join', { pursuance });
  await mia.perform('profile.set_skills', { skills: [{ skill: 'Language:French', level: 'mentor' }] });
  await leo.perform('profile.set_skills', {
    skills: [
      { skill: 'Language:French', level: 'learning' },
      { skill: 'Data:Maps', level: 'do' },
    ],
  });
  const input = { pursuance, title: 'Translate the map', skills: ['Language:French', 'Data:Maps'], ask: false };
  const { task } = await ana.perform<{ task: number }>('task.create', input);
  await ana.perform('task.want_help', { pursuance, task });
  await has(mia, 'me/mentoring');

  await enter(page, mia);
  await page.goto(world.a.baseUrl);
  await expect(page.getByText('May somebody who learns Language:French do this with your help?')).toBeVisible();
  const offers = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Offers/ });
  await expect(offers).toContainText('1');
  await isSound(page);
  await page.locator('#main').focus();
  await tabTo(page, '.next .go a');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Would you accompany a learner?' })).toBeVisible();
  await isSound(page);
  await tabTo(page, 'article button[value="accept"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('Learners are asked now.');
  await expect(offers).not.toContainText('1');

  await has(leo, 'me/offers');
  const leos = await (await browser.newContext()).newPage();
  await enter(leos, leo);
  await leos.goto(`${world.a.baseUrl}/offers`);
  await expect(leos.getByText(`${mia.name} has said that they accompany you`)).toBeVisible();
  await isSound(leos);
  await leos.getByRole('button', { name: /^Accept/ }).click();
  await expect(leos.locator('.flash')).toContainText('It is yours now.');

  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await expect(page.locator('main')).toContainText('Accompanied by');
});
