// A group that stays: who arrives is asked what they can, who has twenty minutes finds something, an inbox is short, a server has a
// door, and who coordinates finds the people. All of it without JavaScript, too.

import type { Locator } from '@playwright/test';

import { opensAccount } from '../support/account.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test, type Page } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import { World } from '../support/world.ts';

/** A public pursuance of somebody's. */
async function founds(by: Person, stem: string): Promise<string> {
  const slug = fresh(stem);
  await by.perform('pursuance.create', { slug, name: slug, mission: 'We grow what we eat.', visibility: 'public' });
  return slug;
}

/** A free task, about which nobody is asked. */
async function writes(by: Person, pursuance: string, title: string, more: Record<string, unknown> = {}): Promise<number> {
  return (await by.perform<{ task: number }>('task.create', { pursuance, title, ask: false, ...more })).task;
}

/** The link to the inbox that one sees, with its number. */
const bell = (page: Page): Locator => page.getByRole('link', { name: /^Inbox/ }).filter({ visible: true }).first();

test('a newcomer ticks what they can, is shown three tasks, and finds one for twenty minutes @phone', async ({ world, browser, javaScriptEnabled }) => {
  const ana = await world.a.person(fresh('ana'));
  const slug = await founds(ana, 'garden');
  const [small, large] = [fresh('Sew flags'), fresh('Sew tents')];
  await writes(ana, slug, small, { skills: ['Craft:Sewing'], size: 'xs' });
  await writes(ana, slug, large, { skills: ['Craft:Sewing'], size: 'l' });
  for (const title of ['Sweep', 'Water the beans', 'Mend the fence']) await writes(ana, slug, title, { size: 'm' });

  const dora = await Visitor.joins(browser, world.a, fresh('dora'));
  const { page } = dora;
  await dora.opens(`/p/${slug}/join`);
  await page.getByRole('main').getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What could we ask you about?' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Craft:Sewing' }).check();
  await page.getByLabel('Time for it').selectOption({ label: 'about 2 hours a week' });
  await dora.presses('Save');
  await expect(page.getByRole('heading', { name: 'Here are three you could do' })).toBeVisible();
  const shown = page.getByRole('region', { name: 'Here are three you could do' }).getByRole('listitem');
  await expect(shown).toHaveCount(3);
  await expect(shown.nth(0)).toContainText(small);
  await expect(shown.nth(1)).toContainText(large);
  // The page hears of what reaches her, such as that she is asked about both, and says nothing of it.
  await ana.perform('task.comment', { pursuance: slug, task: 1, body: `Can you, @${dora.name}?` });
  if (javaScriptEnabled) {
    await expect(bell(page)).toHaveAccessibleName(/^Inbox ?1 unread$/);
    await expect(page.getByRole('button', { name: 'Reload' })).toBeHidden();
  }

  // Home asks no more, proposes the same first, and leads to all of them.
  await dora.opens('/');
  await expect(page.getByRole('main')).not.toContainText('What could we ask you about?');
  const free = page.getByRole('region', { name: 'Nobody has these yet' });
  await expect(free.getByRole('heading', { level: 3 }).first()).toHaveText(small);
  await expect(free).toContainText('2 more');
  await free.getByRole('link', { name: '20 minutes' }).click();
  const rows = page.locator('[data-part="tasks"]').getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(small);
  const time = page.locator('.tools .views > summary');
  await time.click();
  await page.getByRole('link', { name: 'an afternoon' }).click();
  await expect(rows.filter({ hasText: small })).toHaveCount(1);
  await expect(rows.filter({ hasText: large })).toHaveCount(0);
  await time.click();
  await page.getByRole('link', { name: 'whatever time it takes' }).click();
  await expect(rows).toHaveCount(5);

  // A visitor is asked on the landing page, too.
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(world.a.baseUrl);
  await stranger.getByRole('navigation', { name: 'I have' }).getByRole('link', { name: '20 minutes' }).click();
  await expect(stranger).toHaveURL(/\/tasks\?time=20m$/);
  await expect(stranger.getByRole('main')).toContainText(small);
});

test('of many tasks in an inbox one row is read with one press, and none of them unseen @phone', async ({ world, browser }) => {
  const ana = await world.a.person(fresh('ana'));
  const slug = await founds(ana, 'garden');
  const ben = await Visitor.comes(browser, world.a, fresh('ben'));
  const { page } = ben;
  await ben.opens(`/p/${slug}/join`);
  await page.getByRole('main').getByRole('button', { name: 'Join', exact: true }).click();
  for (let number = 1; number <= 10; number += 1) {
    const task = await writes(ana, slug, `Bed ${number}`);
    await ana.perform('task.assign', { pursuance: slug, task, assignee: ben.name });
  }
  await ben.opens('/inbox');
  await expect(bell(page)).toHaveAccessibleName(/^Inbox ?1 unread$/);
  const rows = page.getByRole('region', { name: 'Unread', exact: true }).locator('.notices > li');
  await expect(rows).toHaveCount(1);
  await expect(rows.getByRole('heading')).toContainText('10 tasks have something for you');
  await expect(rows.getByRole('link', { name: 'Bed 10', exact: true })).toBeVisible();
  await expect(rows.getByRole('link', { name: 'Bed 1', exact: true })).toBeHidden();
  await rows.getByText('and 5 more').click();
  await expect(rows.getByRole('link', { name: 'Bed 1', exact: true })).toBeVisible();
  await rows.getByRole('button', { name: /^Mark as read/ }).click();
  await expect(page.getByRole('main')).toContainText('You have read everything.');
  await expect(bell(page)).toHaveAccessibleName('Inbox');
});

test('a server lets in by invitation alone, and whoever forgot a passphrase gets a link that works once @phone', async ({ world, browser, page }) => {
  const olga = await world.a.person(fresh('olga'), { operator: true });
  const slug = await founds(olga, 'garden');
  const { link } = await olga.perform<{ link: string }>('invite.create', { pursuance: slug, role: 'normal' });
  await enter(page, olga);
  await page.goto(`${world.a.baseUrl}/admin/settings`);
  await page.getByRole('radio', { name: /^Only with an invitation/ }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('.flash')).toBeVisible();
  try {
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${world.a.baseUrl}/`);
    await expect(stranger.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Join' })).toHaveCount(0);
    await stranger.goto(`${world.a.baseUrl}/join`);
    await expect(stranger.getByRole('main')).toContainText('People come here by invitation.');
    await stranger.goto(link);
    await stranger.getByRole('link', { name: 'Make an account and join' }).click();
    await opensAccount(stranger, fresh('odd'), 'lantern harbour seven willow');
    await expect(stranger.locator('.flash')).toContainText('You are a member now.');
    await stranger.getByRole('button', { name: 'Later' }).click();
    await expect(stranger).toHaveURL(`${world.a.baseUrl}/p/${slug}/arrival?later=yes`);
    // On Home the question is one line, until it is wanted.
    await stranger.goto(`${world.a.baseUrl}/`);
    await expect(stranger.getByLabel('Other skills')).toBeHidden();
    await stranger.locator('summary').filter({ hasText: 'What could we ask you about?' }).click();
    await expect(stranger.getByLabel('Other skills')).toBeVisible();
  } finally {
    await world.a.admin(['door', 'anybody']);
  }

  const lost = await world.a.person(fresh('lost'));
  await page.goto(`${world.a.baseUrl}/admin/accounts?q=${lost.name}`);
  const row = page.getByRole('listitem').filter({ hasText: `@${lost.name}` });
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Make a link for a new passphrase' }).click();
  const way = (await page.locator('#made-link').innerText()).trim();
  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(way);
  await theirs.getByLabel('Passphrase', { exact: true }).fill('otter lamp quarry seven');
  await theirs.getByLabel('Passphrase again').fill('otter lamp quarry seven');
  await theirs.getByRole('button', { name: 'Set it and sign in' }).click();
  await expect(theirs.locator('.flash')).toContainText('Your passphrase is set, and you are signed in.');
  const late = await (await browser.newContext()).newPage();
  await late.goto(way);
  await expect(late.getByRole('main')).toContainText('This link does not work any more.');
  await expect(late.getByLabel('Passphrase', { exact: true })).toHaveCount(0);
});

test('who coordinates finds who is silent and who has nothing, asks them, and is told what is late @phone', async ({ browser, page }) => {
  // Days pass: in a world of its own, since those of others go on by the same clock.
  const world = await World.start();
  try {
    await coordinates(world, page, await (await browser.newContext()).newPage());
  } finally {
    await world.end();
  }
});

async function coordinates(world: World, page: Page, his: Page): Promise<void> {
  const [ana, ben, cleo] = await Promise.all(['ana', 'ben', 'cleo'].map((stem) => world.a.person(fresh(stem))));
  if (!ana || !ben || !cleo) throw new Error('somebody is missing');
  const slug = await founds(ana, 'garden');
  for (const one of [ben, cleo]) await one.perform('pursuance.join', { pursuance: slug });
  const held = await writes(ana, slug, 'Water the beans');
  world.clock.advance({ days: 15 });
  await ana.perform('task.assign', { pursuance: slug, task: held, assignee: cleo.name });
  await cleo.perform('task.comment', { pursuance: slug, task: held, body: 'I am on it.' });
  const due = new Date(world.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
  const late = await writes(ana, slug, 'Mend the fence', { due });
  await ana.perform('task.want_help', { pursuance: slug, task: late });

  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/members`);
  const people = page.locator('[data-part="members"]').locator('li');
  await expect(people).toHaveCount(3);
  const shows = async (which: string, names: string[]): Promise<void> => {
    await page.getByLabel('Which people').selectOption({ label: which });
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await expect(people).toHaveCount(names.length);
    for (const name of names) await expect(people.filter({ hasText: name })).toHaveCount(1);
  };
  await shows('Silent for two weeks', [ben.name]);
  await expect(people).toContainText('silent since');
  await shows('With nothing to do', ['You', ben.name]);
  await people.filter({ hasText: ben.name }).getByRole('link', { name: /^Ask/ }).click();
  const asks = page.getByRole('region', { name: `Ask ${ben.name} about a task` });
  await asks.getByRole('button', { name: /^Ask\s?: Mend the fence$/ }).click();
  await expect(page.getByRole('region', { name: `Ask ${ben.name} about a task` })).not.toContainText('Mend the fence');
  await enter(his, ben);
  await his.goto(`${world.a.baseUrl}/offers`);
  await expect(his.getByRole('main')).toContainText('Mend the fence');

  // That nobody has it, and it is due, comes to her once, in one row.
  world.clock.advance({ days: 1 });
  await expect(async () => {
    await page.goto(`${world.a.baseUrl}/inbox`);
    await expect(page.getByRole('main')).toContainText('One task has nobody yet', { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  const row = page.locator('.notices > li').filter({ hasText: 'One task has nobody yet' });
  await expect(row).toHaveCount(1);
  await expect(row.getByRole('link', { name: 'Mend the fence' })).toBeVisible();
  await row.getByRole('link', { name: 'Invite somebody' }).click();
  await expect(page).toHaveURL(`${world.a.baseUrl}/p/${slug}/invites`);
}
