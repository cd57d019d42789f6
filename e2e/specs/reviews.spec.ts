// The review of a task: a reviewer from the beginning, the queue, work sent back and accepted, and work that needs none.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { tooSmall } from '../support/touch.ts';

async function isSound(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
}

test('a reviewer is named at once, sends the work back, and accepts it @phone', async ({ world, page, browser }) => {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  for (const member of [ben, cleo]) await member.perform('pursuance.join', { pursuance });

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}`);
  const field = page.getByLabel('New task', { exact: true });
  await field.fill('Count the hives');
  await page.getByText('Who reviews it').click();
  await page.getByLabel('Reviewed by').selectOption({ value: cleo.name });
  await isSound(page);
  await field.press('Enter');
  await page.getByRole('link', { name: 'Count the hives' }).first().click();
  await expect(page.locator('#facts')).toContainText(cleo.name);

  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(address);
  for (const step of ['Take it', 'Start working']) await bens.getByRole('button', { name: step }).click();
  await bens.getByRole('textbox', { name: 'What was done' }).fill('Sites 1 to 3 are counted.');
  await isSound(bens);
  await bens.getByRole('button', { name: 'Hand in for review' }).click();

  const cleos = await (await browser.newContext()).newPage();
  await enter(cleos, cleo);
  await cleos.goto(world.a.baseUrl);
  await expect(cleos.locator('main')).toContainText('It waits for your review.');
  await cleos.goto(`${world.a.baseUrl}/reviews`);
  await expect(cleos.getByRole('heading', { name: 'Waits for your review' })).toBeVisible();
  await isSound(cleos);
  await cleos.getByRole('link', { name: 'Count the hives' }).click();
  await expect(cleos.locator('#handed-in')).toContainText('Sites 1 to 3 are counted.');
  await isSound(cleos);
  await cleos.getByRole('button', { name: 'Send back' }).click();
  await expect(cleos.getByText('Say what is missing')).toBeVisible();
  await cleos.getByRole('textbox', { name: /^A word to/ }).fill('Site 4 is missing.');
  await cleos.getByRole('button', { name: 'Send back' }).click();
  await expect(cleos.locator('main header .phase')).toHaveText('In progress');

  await bens.goto(address);
  await expect(bens.locator('#sent-back-here')).toContainText('Site 4 is missing.');
  await bens.getByRole('button', { name: 'Hand in for review' }).click();

  await cleos.goto(`${world.a.baseUrl}/p/${pursuance}`);
  await cleos.getByRole('link', { name: /^Requests/ }).click();
  await expect(cleos.getByRole('heading', { name: 'Waits for your review' })).toBeVisible();
  await isSound(cleos);
  await cleos.getByRole('link', { name: 'Count the hives' }).click();
  await cleos.getByRole('textbox', { name: /^A word to/ }).fill('All five, well done.');
  await cleos.getByRole('button', { name: 'Accept the work' }).click();
  await expect(cleos.locator('main header .phase')).toHaveText('Done');
  await expect(cleos.locator('#ended')).toContainText('You accepted this');
  await bens.goto(address);
  await expect(bens.locator('#ended')).toContainText('Thank you! All five, well done.');
  await isSound(bens);
  await bens.goto(`${world.a.baseUrl}/inbox`);
  await expect(bens.getByText('All five, well done.')).toBeVisible();
  await Promise.all([bens, cleos].map((other) => other.context().close()));
});

test('work that needs no review is finished by whoever has it, and opened again @phone', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/settings`);
  await page.getByRole('checkbox', { name: /single tasks may go without a review/ }).check();
  await isSound(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Sweep' });
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  await page.locator('details.menu > summary').click();
  await page.getByRole('link', { name: 'Choose who reviews it' }).click();
  await page.locator('#reviewer').getByRole('checkbox', { name: /^Needs no review/ }).check();
  await page.locator('#reviewer').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#facts')).toContainText('Needs no review');
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByRole('button', { name: 'Start working' }).click();
  await expect(page.getByRole('button', { name: 'Hand in for review' })).toHaveCount(0);
  await isSound(page);
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(page.locator('main header .phase')).toHaveText('Done');
  await page.locator('#ended summary').click();
  await page.getByRole('button', { name: 'Open it again' }).click();
  await expect(page.locator('main header .phase')).toHaveText('In progress');
  await expect(page.locator('#history')).toContainText('opened it again');
});

test('a box at the head of a row finishes a task in one press, and undo opens it again @phone', async ({ world, page, isMobile }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', reviews: 'named' });
  await enter(page, ana);
  const hive = `/p/${pursuance}`;
  for (const [place, title] of [[hive, 'Sweep'], [`${hive}/list`, 'Mow'], [`${hive}/board`, 'Weed'], ['/', 'Rake']] as const) {
    const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title });
    await ana.perform('task.take', { pursuance, task });
    await page.goto(world.a.baseUrl + place);
    await isSound(page);
    if (isMobile) expect(await tooSmall(page), place).toEqual([]);
    await page.getByRole('button', { name: `Done: ${title}` }).click();
    await expect(page.locator('.flash')).toContainText('Finished. The task is done.');
    expect(new URL(page.url()).pathname).toBe(place);
    await expect(page.getByRole('button', { name: `Done: ${title}` })).toHaveCount(0);
    await page.locator('.flash').getByRole('button', { name: /^Undo/ }).click();
    await expect(page.getByRole('button', { name: `Done: ${title}` })).toBeVisible();
  }
});

test('on its page a task is done in one press, and undo opens it again @phone', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', reviews: 'named' });
  const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: 'Sweep' });
  await ana.perform('task.take', { pursuance, task });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/${task}`);
  const [done, phase] = [page.getByRole('button', { name: 'Done', exact: true }), page.locator('main header .phase')];
  // It is to be seen without scrolling.
  await expect(done).toBeInViewport();
  await done.click();
  await expect(phase).toHaveText('Done');
  await page.locator('.flash').getByRole('button', { name: /^Undo/ }).click();
  await expect(phase).toHaveText('Taken');
  await expect(done).toBeVisible();
  await isSound(page);
});
