// The page of a task in calm state: when it opens, few controls stand in its main part, for whoever organises and for whoever may not take it.

import type { Browser, Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh, offer, pair, taken } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** The most controls for whoever organises, and for a member who may not take the task or a stranger. */
const ORGANISERS = 20;
const OTHERS = 10;
/** The most for a member who may take each of its parts. */
const TAKERS = 18;

/** The controls in the main part of the page; a closed menu is one. */
async function controls(page: Page): Promise<string[]> {
  const all = page.locator('main').locator('a[href], button, input:not([type=hidden]), select, textarea, summary');
  return all.filter({ visible: true }).evaluateAll((found) => found.map((one) => `${one.tagName} ${one.textContent?.trim()}`));
}

/** Looks at a page as somebody, or as a stranger. */
async function looks(browser: Browser, who: Person | null, address: string): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (who) await enter(page, who);
  await page.goto(address);
  await expect(page.locator('#discussion')).toBeVisible();
  const found = await controls(page);
  await context.close();
  return found;
}

/** Holds the bounds on the page of a task; all that are broken are told at once. `most`: the bound of the member, who may take it. */
async function isQuiet(browser: Browser, [organiser, member]: [Person, Person], address: string, state: string, most = OTHERS): Promise<void> {
  const viewers = [['organiser', organiser, ORGANISERS], ['member', member, most], ['stranger', null, OTHERS]] as const;
  for (const [role, who, bound] of viewers) {
    const found = await looks(browser, who, address);
    expect.soft(found.length, `${state}, ${role}:\n${found.join('\n')}`).toBeLessThanOrEqual(bound);
  }
}

/** Two pursuances on two servers, and a member of the first one who may take what is free there. */
async function neighbours(world: World) {
  const sides = await pair(world);
  const member = await world.a.person(fresh('cleo'));
  await member.perform('pursuance.join', { pursuance: sides.from });
  const at = (task: number) => `${world.a.baseUrl}/p/${sides.from}/t/${task}`;
  return { sides, member, at };
}

test('the page of a task that somebody has is quiet, with a message, too @phone', async ({ world, browser }) => {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  for (const member of [ben, cleo]) await member.perform('pursuance.join', { pursuance });
  const task = { pursuance, title: 'Count the hives', deliverables: 'A number for each hive.', size: 's', due: '2030-05-01' };
  await ana.perform('task.create', task);
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  await isQuiet(browser, [ana, cleo], address, 'free');
  await ben.perform('task.take', { pursuance, task: 1 });
  await isQuiet(browser, [ana, cleo], address, 'taken');
  await ben.perform('task.comment', { pursuance, task: 1, body: 'Three are empty.' });
  await isQuiet(browser, [ana, cleo], address, 'with one message');
});

test('the page of a task that is on offer elsewhere, then handed over, is quiet @phone', async ({ world, browser }) => {
  test.setTimeout(120_000);
  const { sides, member, at } = await neighbours(world);
  const story = await offer(sides, 'Translate the map');
  const people: [Person, Person] = [sides.asker, member];
  const address = at(story.origin.task);
  await isQuiet(browser, people, address, 'on offer');
  const { origin, delegate } = await taken(story);
  await isQuiet(browser, people, address, 'handed over');
  const theirs = `${world.b.baseUrl}/p/${delegate.pursuance}/t/${delegate.task}`;
  const there = await world.b.person(fresh('dora'));
  await there.perform('pursuance.join', { pursuance: delegate.pursuance });
  await isQuiet(browser, [sides.helper, there], theirs, 'mirror', TAKERS);
  await sides.helper.perform('task.take', { pursuance: delegate.pursuance, task: delegate.task });
  await isQuiet(browser, [sides.helper, there], theirs, 'mirror, taken');
  await sides.asker.perform('task.comment', { pursuance: origin.pursuance, task: origin.task, body: 'The new names, please.' });
  await isQuiet(browser, people, address, 'handed over, with one message');
});

for (const parts of [3, 6]) {
  test(`the page of a task with ${parts} parts that others have is quiet @phone`, async ({ world, browser }) => {
    const person = (name: string) => world.a.person(fresh(name));
    const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
    const pursuance = fresh('hive');
    await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
    for (const member of [ben, cleo]) await member.perform('pursuance.join', { pursuance });
    await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
    for (let part = 1; part <= parts; part += 1) {
      const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: `Board ${part}`, parent: 1 });
      await ben.perform('task.take', { pursuance, task });
    }
    const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
    await isQuiet(browser, [ana, cleo], address, `${parts} parts`, TAKERS);
    await ben.perform('task.take', { pursuance, task: 1 });
    await isQuiet(browser, [ana, cleo], address, `${parts} parts, taken`);
  });
}

test('the page of a task with three open parts has few controls, its lines among them @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
  for (const title of ['Saw the boards', 'Nail them', 'Paint the boxes']) {
    await ana.perform('task.create', { pursuance, title, parent: 1 });
  }
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  await enter(page, ana);
  await page.goto(address);
  await expect(page.locator('#subtasks .row')).toHaveCount(3);
  const organisers = await controls(page);
  expect(organisers.length, organisers.join('\n')).toBeLessThanOrEqual(ORGANISERS);
  await expect(page.locator('main .btn.primary:visible')).toHaveCount(1);
  // Whoever assigns tasks takes one in one press, too, and the whole from the menu. No pointer has to be there first.
  await page.mouse.move(0, 0);
  for (const take of await page.locator('#subtasks .take').all()) await expect(take).toHaveCSS('opacity', '1');
  await expect(page.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(3);
  await expect(page.locator('#take')).toBeHidden();
  await page.locator('.page-head .menu > summary').click();
  await page.getByRole('link', { name: 'Take the whole task' }).click();
  await expect(page.locator('#take').getByRole('button', { name: 'Take it' })).toBeFocused();
  await page.goto(address);
  // Each thing has one place: nobody asks for help with all of it, and the field adds a part, or leads on to several.
  await expect(page.getByRole('button', { name: 'Ask for help' })).toHaveCount(0);
  await page.locator('#subtasks').getByRole('link', { name: 'Add several tasks' }).click();
  await expect(page).toHaveURL(/\/add\?parent=1$/);

  const others = await (await browser.newContext()).newPage();
  await enter(others, ben);
  await others.goto(address);
  const members = await controls(others);
  expect(members.length, members.join('\n')).toBeLessThanOrEqual(TAKERS);
  await expect(others.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(3);
  await others.context().close();
});

test('the page of a task with five open parts has as few controls: each part is taken on its own page @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
  for (const title of ['Saw the boards', 'Nail them', 'Paint the boxes', 'Carry them', 'Place them']) {
    await ana.perform('task.create', { pursuance, title, parent: 1 });
  }
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  const others = await (await browser.newContext()).newPage();
  for (const [who, seen, most] of [[ana, page, ORGANISERS], [ben, others, TAKERS]] as const) {
    await enter(seen, who);
    await seen.goto(address);
    await expect(seen.locator('#subtasks .row')).toHaveCount(5);
    const found = await controls(seen);
    expect(found.length, found.join('\n')).toBeLessThanOrEqual(most);
    await expect(seen.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(0);
  }
  await others.locator('#subtasks').getByRole('link', { name: 'Carry them' }).click();
  await others.getByRole('button', { name: 'Take it' }).click();
  await expect(others.locator('main')).toContainText('It is yours');
  await others.context().close();
});
