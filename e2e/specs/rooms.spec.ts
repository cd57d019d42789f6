// A room: what others say appears by itself, what one writes stays, and it works by keyboard and without a script.

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';

test('two people speak in a room that is live, searched and put away', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const ben = await world.a.person(fresh('ben'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: 'We grow what we eat.' });
  await ben.perform('pursuance.join', { pursuance: slug });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await page.getByRole('navigation', { name: 'Garden' }).getByRole('link', { name: 'Rooms' }).click();
  await expect(page.getByRole('link', { name: 'General' })).toBeVisible();

  await page.getByLabel('Name').fill('Kitchen');
  await page.getByRole('button', { name: 'Make the room' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kitchen');
  const room = new URL(page.url()).pathname.split('/').pop() ?? '';
  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('I was about to ask');
  await ben.perform('room.say', { room, body: 'The kettle is **on**.' });
  await expect(page.locator('#discussion article')).toContainText('The kettle is on.');
  await expect(draft).toHaveValue('I was about to ask');
  await draft.fill('Coming, @' + ben.name + '.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('#discussion article')).toHaveCount(2);

  await page.goto(`${world.a.baseUrl}/search?q=kettle`);
  await page.getByRole('link', { name: 'Kitchen' }).first().click();
  await expect(page.locator('article:target')).toContainText('The kettle is on.');

  await page.getByRole('link', { name: 'Settings of the room' }).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.locator('[data-part="room-notes"]')).toContainText('only read');
  await expect(draft).toHaveCount(0);
  await page.goto(`${world.a.baseUrl}/talk`);
  await expect(page.getByRole('link', { name: 'General' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kitchen' })).toHaveCount(0);
});

test('what is said comes at once by itself, and the rest of the page after it', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const ben = await world.a.person(fresh('ben'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: 'We grow what we eat.' });
  await ben.perform('pursuance.join', { pursuance: slug });
  const { room } = await ana.perform<{ room: string }>('room.create', { pursuance: slug, name: 'Kitchen' });
  const says = (body: string, more = {}) => ben.perform<{ message: string }>('room.say', { room, body, ...more });
  const { message: first } = await says('Tea?');
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/talk/${room}`);
  const said = page.locator('#discussion .say');
  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('I was about to ask');
  // A page that has just been opened may read itself as a whole first.
  let last = { message: first };
  await expect(async () => {
    const part = page.waitForResponse(/\/news\?after=/, { timeout: 3_000 });
    const [answer, done] = await Promise.all([part, says('The kettle is **on**.')]);
    expect(answer.status()).toBe(200);
    last = done;
  }).toPass();
  const newest = page.locator(`#m-${last.message}`);
  await expect(newest).toContainText('The kettle is on.');
  await expect(page.locator('#live-status')).toHaveText(`New message from ${ben.name}`);
  // Unread marks come with the page, and the message still stands there once.
  await expect(newest.locator('button[form="unread-from"]')).toHaveCount(1);
  await expect(newest).toHaveCount(1);
  await expect(draft).toHaveValue('I was about to ask');

  await says('Bread?', { reply_to: first });
  await expect(page.locator(`#m-${first} ~ .say.reply`)).toContainText('Bread?');
  await ben.perform('comment.edit', { room, comment: last.message, revision: 1, body: 'It boils.' });
  await expect(newest).toContainText('It boils.');
  await ben.perform('comment.delete', { room, comment: last.message });
  await expect(newest).toContainText('Deleted by its author');
  await expect(said.last()).toHaveAttribute('id', `m-${last.message}`);
  await expect(draft).toHaveValue('I was about to ask');
});

test('what is said on a task comes to its open pages by itself, too', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const ben = await world.a.person(fresh('ben'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: 'We grow what we eat.' });
  await ben.perform('pursuance.join', { pursuance: slug });
  await ana.perform('task.create', { pursuance: slug, title: 'Water the beans' });
  const says = (body: string) => ben.perform<{ message: string }>('task.comment', { pursuance: slug, task: 1, body });
  await says('Every day?');
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  let last = '';
  await expect(async () => {
    const part = page.waitForResponse(/\/t\/1\/news\?after=/, { timeout: 3_000 });
    const [answer, done] = await Promise.all([part, says('It is **dry**.')]);
    expect(answer.status()).toBe(200);
    last = done.message;
  }).toPass();
  const newest = page.locator(`#m-${last}`);
  await expect(newest).toContainText('It is dry.');
  // The rest of the page follows, and what was said stands there once.
  await expect(newest.locator('button[form="unread-from"]')).toHaveCount(1);
  await expect(newest).toHaveCount(1);
  // Changes that are no message come with the page.
  await ana.perform('task.edit', { pursuance: slug, task: 1, revision: 1, title: 'Water the peas' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Water the peas');
});

test('a whole room is told by those who may, and of others @room is a word', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const ben = await world.a.person(fresh('ben'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: 'We grow what we eat.' });
  await ben.perform('pursuance.join', { pursuance: slug });
  const { room } = await ana.perform<{ room: string }>('room.create', { pursuance: slug, name: 'Kitchen' });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/p`);
  const bell = page.getByRole('navigation').getByRole('link', { name: /Inbox/ });
  await ana.perform('room.say', { room, body: '@room: the kettle is on.' });
  await expect(bell).toHaveAccessibleName('Inbox 1 unread');
  await bell.click();
  await expect(page.getByText('calls all who are in this room')).toBeVisible();
  await page.getByRole('link', { name: 'Kitchen' }).first().click();
  await expect(page.locator('#discussion article')).toContainText('the kettle is on');

  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('@room: I come.');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('@room is a word here')).toBeVisible();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('#discussion article')).toHaveCount(2);
  await expect(page.locator('.flash')).toContainText('@room is a word here');
});
