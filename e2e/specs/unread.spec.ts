// Discussions on tasks and in rooms: what is unread, and what is written there, which is said once however often it is sent.

import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const WORDS = 'Half a sentence about the beans';

const field = (page: Page) => page.getByLabel('Add to the discussion');
const said = (page: Page) => page.locator('#discussion .say');
/** The answer of a proxy whose server is gone. */
const GONE = { status: 502, contentType: 'text/html', body: '<p>Bad gateway</p>' };
const sends = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();

/** Sends what is written: the server has it, and its answer is lost. */
async function sendsUnheard(page: Page): Promise<void> {
  await page.route('**/comments', async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.fulfill(GONE);
  });
  await sends(page);
  await expect(page.getByText('Bad gateway')).toBeVisible();
  await page.unroute('**/comments');
}

/** Ana and Ben in a garden with one task, and the address of that. */
async function garden(world: World) {
  const [ana, ben] = [await world.a.person(fresh('ana')), await world.a.person(fresh('ben'))];
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await ben.perform('pursuance.join', { pursuance: slug });
  await ana.perform('task.create', { pursuance: slug, title: 'Water the beans' });
  const says = (body: string) => ben.perform('task.comment', { pursuance: slug, task: 1, body });
  return { ana, says, path: `${world.a.baseUrl}/p/${slug}/t/1` };
}

test('what is written stands in every tab until it is said, and is said once', async ({ world, page }) => {
  const { ana, path } = await garden(world);
  await enter(page, ana);
  await page.goto(path);
  await field(page).fill(WORDS);
  const other = await page.context().newPage();
  await other.goto(path);
  await expect(field(other)).toHaveValue(WORDS);
  await field(page).fill(`${WORDS}.`);
  await expect(field(other)).toHaveValue(`${WORDS}.`);

  await sendsUnheard(page);
  await page.goto(path);
  await expect(said(page)).toHaveCount(1);
  await expect(field(page)).toHaveValue(`${WORDS}.`);
  await sends(page);
  await expect(page.locator('#discussion .say:target')).toContainText(WORDS);
  await expect(page).not.toHaveURL(/said=/);
  await expect(said(page)).toHaveCount(1);
  await expect(field(page)).toHaveValue('');
  await expect(field(other)).toHaveValue('', { timeout: 1_000 });

  // The next text, in whichever tab, is something else.
  await field(other).fill('All of them');
  await sends(other);
  await expect(said(other)).toHaveCount(2);
  await expect(field(page)).toHaveValue('', { timeout: 1_000 });

  // It never arrives, and is not lost.
  await page.goto(path);
  await field(page).fill('Twice a day');
  await page.route('**/comments', (route) => route.fulfill(GONE));
  await sends(page);
  await expect(page.getByText('Bad gateway')).toBeVisible();
  await page.unroute('**/comments');
  await page.goto(path);
  await expect(said(page)).toHaveCount(2);
  await expect(field(page)).toHaveValue('Twice a day');
  await sends(page);
  await expect(said(page)).toHaveCount(3);
  await expect(field(page)).toHaveValue('');
});

test('a reply whose answer was lost is said once', async ({ world, page }) => {
  const { ana, says, path } = await garden(world);
  await says('Which beans?');
  await enter(page, ana);
  await page.goto(path);
  await said(page).first().locator('.menu > summary').click();
  await said(page).first().getByRole('link', { name: 'Reply', exact: true }).click();
  await field(page).fill(WORDS);
  await sendsUnheard(page);
  await page.goto(path);
  await expect(page.getByText('You answer this message.')).toBeVisible();
  await expect(field(page)).toHaveValue(WORDS);
  await sends(page);
  await expect(page.locator('#discussion .say.reply:target')).toContainText(WORDS);
  await expect(said(page)).toHaveCount(2);
  await expect(field(page)).toHaveValue('');
  await expect(page.getByText('You answer this message.')).toHaveCount(0);
});

test('whoever sees the end of a discussion has read it', async ({ world, page }) => {
  const { ana, says, path } = await garden(world);
  await says('Which beans?');
  await says('The tall ones?');
  await enter(page, ana);
  await page.goto(path);
  const line = page.locator('#first-unread');
  await expect(line).toBeVisible();
  await expect(page.locator('header .badge')).toContainText('2 new in the discussion');
  const told = page.waitForResponse((answer) => answer.url().endsWith('/t/1/read'));
  await field(page).scrollIntoViewIfNeeded();
  expect((await told).status()).toBe(204);
  // The line stays until the page changes.
  await expect(line).toBeVisible();
  await page.goto(path);
  await expect(line).toBeHidden();

  await page.locator('.say .menu > summary').last().click();
  await page.getByRole('button', { name: /^Unread from here/ }).last().click();
  await expect(page.locator('.flash')).toContainText('It is unread again from there on.');
  await page.goto(path.replace('/t/1', '/list'));
  await expect(page.getByText('1 new in the discussion')).toBeVisible();
});

test('without a script a button reads, and "Back" and "Send" say nothing twice', async ({ world, browser }) => {
  const { ana, says, path } = await garden(world);
  await says('Which beans?');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await enter(page, ana);
  await page.goto(path);
  await page.getByRole('link', { name: '1 new in the discussion' }).click();
  await expect(page).toHaveURL(/#first-unread$/);
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.locator('#first-unread')).toBeHidden();

  await field(page).fill(WORDS);
  await sends(page);
  await expect(said(page)).toHaveCount(2);
  await page.goBack();
  await field(page).fill(WORDS);
  await sends(page);
  await expect(said(page)).toHaveCount(2);
  await context.close();
});

test('whoever answers handed-in work at once has read what was said with it', async ({ world, browser }) => {
  const [ana, ben] = [await world.a.person(fresh('ana')), await world.a.person(fresh('ben'))];
  const pursuance = fresh('garden');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Garden', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Plant beans' });
  await ben.perform('task.take', { pursuance, task: 1 });
  await ben.perform('task.set_phase', { pursuance, task: 1, phase: 'in_progress' });
  await ben.perform('task.set_phase', { pursuance, task: 1, phase: 'ready_for_review', comment: 'Two rows of them.' });
  // No script says that the words were in sight for a while.
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/1`);
  await expect(page.locator('#discussion')).toContainText('1 new');
  await page.getByRole('button', { name: 'Start the review' }).click();
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expect(page.locator('#discussion')).not.toContainText('1 new');
  await page.context().close();
});

/** Ana and Ben in a garden whose kitchen is a room, and the address of that. */
async function kitchen(world: World) {
  const [ana, ben] = [await world.a.person(fresh('ana')), await world.a.person(fresh('ben'))];
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await ben.perform('pursuance.join', { pursuance: slug });
  const { room } = await ana.perform<{ room: string }>('room.create', { pursuance: slug, name: 'Kitchen', open: 'everyone' });
  const says = (body: string) => ben.perform('room.say', { room, body });
  const rooms = `${world.a.baseUrl}/p/${slug}/talk`;
  return { ana, ben, says, rooms, path: `${rooms}/${room}` };
}

/** The number beside Talk. */
const beside = (page: Page) => page.getByRole('navigation').getByRole('link', { name: /^Talk/ });

test('what one browser says in a room is unread in another until its end is seen there', async ({ world, page, browser }) => {
  const { ana, ben, says, rooms, path } = await kitchen(world);
  const bens = await (await browser.newContext()).newPage();
  await enter(bens, ben);
  await bens.goto(path);
  for (const words of ['The kettle is on.', `Tea, @${ana.name}?`]) {
    await field(bens).fill(words);
    await sends(bens);
    await expect(field(bens)).toHaveValue('');
  }
  await expect(bens.locator('#first-unread')).toHaveCount(0);

  await enter(page, ana);
  await page.goto(rooms);
  await expect(beside(page)).toHaveAccessibleName(/1 with something new$/);
  const row = page.locator('[data-part="rooms"] li').first();
  await expect(row).toContainText('Kitchen');
  await expect(row).toContainText('@1 name or answer you');
  await expect(row).toContainText('2 new in the discussion');
  await row.getByRole('link', { name: 'Kitchen' }).click();
  const line = page.locator('#first-unread');
  await expect(line).toBeVisible();
  const told = page.waitForResponse((answer) => answer.url() === `${path}/read`);
  await field(page).scrollIntoViewIfNeeded();
  expect((await told).status()).toBe(204);
  // The line stays until the page changes. What is said while she looks is read, too.
  await expect(line).toBeVisible();
  const again = page.waitForResponse((answer) => answer.url() === `${path}/read`);
  await says('It is ready.');
  expect((await again).status()).toBe(204);
  await page.goto(rooms);
  await expect(row).not.toContainText('new in the discussion');
  await expect(beside(page)).toHaveAccessibleName('Talk');

  await page.goto(path);
  // A page that was fetched ahead is read again.
  await expect(said(page)).toHaveCount(3);
  await page.locator('.say .menu > summary').last().click();
  await page.getByRole('button', { name: /^Unread from here/ }).last().click();
  await expect(page.locator('.flash')).toContainText('It is unread again from there on.');
  await expect(page).toHaveURL(rooms);
  await expect(row).toContainText('1 new in the discussion');
  await page.getByRole('button', { name: 'Mark all discussions here as read' }).click();
  await expect(page.locator('.flash')).toContainText('All discussions are read.');
  await expect(row).not.toContainText('new in the discussion');
  // Of Ben's marker nothing was said.
  await bens.goto(rooms);
  await expect(bens.locator('[data-part="rooms"]')).not.toContainText('new in the discussion');
  await bens.context().close();
});

test('whoever follows a link to an old message and scrolls to the end has read all', async ({ world, page }) => {
  const { ana, says, rooms, path } = await kitchen(world);
  for (let count = 1; count <= 30; count += 1) await says(`Cup number ${count}.`);
  await enter(page, ana);
  const [room] = path.split('/').slice(-1);
  const { items } = await ana.read<{ items: { message: string }[] }>(`rooms/${room}/messages?limit=30`);
  await page.goto(`${path}?around=${items[5]?.message}`);
  await expect(said(page)).toHaveCount(16);
  await field(page).scrollIntoViewIfNeeded();
  await expect(said(page)).toHaveCount(30);
  const told = page.waitForResponse((answer) => answer.url() === `${path}/read`);
  await field(page).scrollIntoViewIfNeeded();
  expect((await told).status()).toBe(204);
  await page.goto(rooms);
  await expect(page.locator('[data-part="rooms"] li').first()).not.toContainText('new in the discussion');
});

test('a room that is only fetched stays unread, and without a script a button reads it', async ({ world, browser }) => {
  const { ana, says, rooms, path } = await kitchen(world);
  await says('The kettle is on.');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await enter(page, ana);
  const fetched = await context.request.get(path, { headers: { 'sec-purpose': 'prefetch' } });
  expect(fetched.ok()).toBe(true);
  await page.goto(rooms);
  await expect(page.locator('[data-part="rooms"]')).toContainText('1 new in the discussion');
  await page.goto(path);
  await page.getByRole('link', { name: '1 new', exact: true }).click();
  await expect(page).toHaveURL(/#first-unread$/);
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.locator('#first-unread')).toBeHidden();
  await page.goto(rooms);
  await expect(page.locator('[data-part="rooms"]')).not.toContainText('new in the discussion');
  await context.close();
});

test('a message with one thing to do has no menu around it', async ({ world, page }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Count the hives' });
  await ana.perform('task.comment', { pursuance, task: 1, body: 'Forty-two.' });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/p/${pursuance}/t/1`);
  const [menu, unread] = [page.locator('#discussion details.menu'), page.getByRole('button', { name: /^Unread from here/ })];
  await expect(menu).toHaveCount(1);
  await expect(unread).toBeHidden();
  // Nobody answers in what is closed.
  await ana.perform('pursuance.close', { pursuance, reason: 'Done.' });
  await page.reload();
  await expect(unread).toBeVisible();
  await expect(menu).toHaveCount(0);
});
