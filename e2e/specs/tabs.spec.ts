// Several rooms and discussions open: tabs that keep their order, reached by keys, and where somebody was in each.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const ROOMS = ['Kitchen', 'Cellar', 'Attic', 'Garden', 'Hall', 'Shed'];

const tabs = (page: Page) => page.locator('.talks ol a');
const field = (page: Page) => page.getByLabel('Add to the discussion');
const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Ana and Ben in a house with one task, and the addresses of its rooms by their names. */
async function house(world: World) {
  const [ana, ben] = [await world.a.person(fresh('ana')), await world.a.person(fresh('ben'))];
  const slug = fresh('house');
  await ana.perform('pursuance.create', { slug, name: 'House', mission: '', visibility: 'public' });
  await ben.perform('pursuance.join', { pursuance: slug });
  await ana.perform('task.create', { pursuance: slug, title: 'Water the beans' });
  const home = `${world.a.baseUrl}/p/${slug}`;
  /** @returns the address of a new room. */
  const makes = async (name: string) => {
    const { room } = await ana.perform<{ room: string }>('room.create', { pursuance: slug, name, open: 'everyone' });
    return { room, address: `${home}/talk/${room}` };
  };
  return { ana, ben, slug, home, makes };
}

/** Says so many things; nobody says more than 60 in a minute. */
async function says(by: Person, room: string, count: number, before = 0): Promise<void> {
  for (let said = 1; said <= count; said += 1) await by.perform('room.say', { room, body: `Message number ${before + said}.` });
}

/** Two pictures later a page has noticed that it was scrolled. */
const noticed = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

test('five stay open in the order in which they were opened, and one is closed', async ({ world, page }) => {
  const { ana, home, makes } = await house(world);
  await enter(page, ana);
  const addresses: string[] = [];
  for (const name of ROOMS) {
    const { address } = await makes(name);
    addresses.push(address);
  }
  await page.goto(addresses[0] ?? '');
  // One alone leads nowhere.
  await expect(page.locator('.talks')).toHaveCount(0);
  for (const address of addresses.slice(1, 5)) await page.goto(address);
  await expect(tabs(page)).toHaveText(['Kitchen', 'Cellar', 'Attic', 'Garden', 'Hall']);
  await expect(page.locator('.talks [aria-current="page"]')).toHaveText('Hall');

  // Looking at one moves nothing; for a sixth that one goes which was not looked at for longest.
  await page.keyboard.press('Alt+1');
  await expect(title(page)).toHaveText('Kitchen');
  await expect(tabs(page)).toHaveText(['Kitchen', 'Cellar', 'Attic', 'Garden', 'Hall']);
  await page.goto(addresses[5] ?? '');
  await expect(tabs(page)).toHaveText(['Kitchen', 'Attic', 'Garden', 'Hall', 'Shed']);

  // The discussion of a task is one once it is opened; its page alone is none.
  await page.goto(`${home}/t/1`);
  await expect(tabs(page)).toHaveText(['Kitchen', 'Attic', 'Garden', 'Hall', 'Shed']);
  await page.goto(`${home}/t/1#discussion`);
  await expect(tabs(page)).toHaveText(['Kitchen', 'Garden', 'Hall', 'Shed', '#1 Water the beans']);

  await page.keyboard.press('g');
  await page.keyboard.press('2');
  await expect(title(page)).toHaveText('Garden');
  await page.keyboard.press('t');
  await expect(tabs(page).first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Close: Kitchen' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tabs(page)).toHaveText(['Garden', 'Hall', 'Shed', '#1 Water the beans']);
  await expect(tabs(page).first()).toBeFocused();
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

  // Another tab of the browser has the same ones; whoever signs out leaves none.
  const other = await page.context().newPage();
  await other.goto(addresses[4] ?? '');
  await expect(tabs(other)).toHaveText(['Garden', 'Hall', 'Shed', '#1 Water the beans']);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  expect(await other.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('tabs ')))).toEqual([]);
  await expect(page.locator('.talks')).toHaveCount(0);
});

test('the way out stays in view beside four open rooms and five pursuances', async ({ world, page }) => {
  const { ana, makes } = await house(world);
  for (const name of ['Barn', 'Mill', 'Yard', 'Well']) await ana.perform('pursuance.create', { slug: fresh(name.toLowerCase()), name, mission: '' });
  await enter(page, ana);
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const name of ROOMS.slice(0, 4)) await page.goto((await makes(name)).address);
  await expect(tabs(page)).toHaveCount(4);
  const out = page.getByRole('button', { name: 'Sign out' });
  await expect(out).toBeInViewport({ ratio: 1 });
  // Elements that are reached by keyboard do not lie behind it.
  await page.locator('.talks > details > div > a').focus();
  const [last, end] = await Promise.all(['.talks > details > div > a', '.side > .end'].map((one) => page.locator(one).boundingBox()));
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((end?.y ?? 0) + 1);
});

test('a room that is archived, or not for somebody any more, leaves the tabs with its name', async ({ world, page }) => {
  const { ana, ben, slug, home, makes } = await house(world);
  const [kitchen, cellar, attic] = [await makes('Kitchen'), await makes('Cellar'), await makes('Attic')];
  await enter(page, ben);
  for (const { address } of [kitchen, cellar, attic]) await page.goto(address);
  const kept = () => page.evaluate(() => JSON.stringify(localStorage));
  await expect(tabs(page)).toHaveText(['Kitchen', 'Cellar', 'Attic']);
  await ana.perform('room.archive', { room: kitchen.room });
  await page.keyboard.press('Alt+1');
  await expect(title(page)).toHaveText('Kitchen');
  expect(await kept()).not.toContain('Kitchen');
  await page.goto(attic.address);
  await expect(tabs(page)).toHaveText(['Cellar', 'Attic']);

  await ana.perform('room.edit', { room: cellar.room, open: 'members' });
  await ana.perform('member.set_role', { pursuance: slug, member: ben.name, role: 'untrusted' });
  // It is enough to point at it.
  await tabs(page).first().hover();
  await expect(page.locator('.talks')).toHaveCount(0);
  expect(await kept()).not.toContain('Cellar');
  await page.goto(`${home}/talk`);
  await expect(page.getByRole('link', { name: 'Attic' })).toBeVisible();
});

test('what is pointed at is prepared, and neither that nor a switch loses anything', async ({ world, page }) => {
  const { ana, ben, slug, home, makes } = await house(world);
  const [kitchen, cellar] = [await makes('Kitchen'), await makes('Cellar')];
  await says(ben, kitchen.room, 30);
  for (const body of ['Which beans?', 'The tall ones?']) await ben.perform('task.comment', { pursuance: slug, task: 1, body });
  await enter(page, ana);
  await page.goto(cellar.address);
  await page.goto(kitchen.address);
  await expect(tabs(page)).toHaveText(['Cellar', 'Kitchen']);

  // Pointing at a discussion reads nothing of it.
  await page.goto(`${world.a.baseUrl}/talk`);
  const ahead = page.waitForResponse((answer) => answer.url() === `${home}/t/1`);
  await page.locator(`a[href="/p/${slug}/t/1#discussion"]`).hover();
  expect((await ahead).status()).toBe(200);
  await page.goto(`${home}/list`);
  await expect(page.getByText('2 new in the discussion')).toBeVisible();

  // Words that were begun, and the message that was read, are there on the way back.
  await page.goto(kitchen.address);
  const words = 'Half a sentence about the beans';
  await field(page).fill(words);
  await field(page).press('Home');
  const read = page.locator('#discussion .say').nth(12);
  await read.evaluate((message) => scrollBy(0, message.getBoundingClientRect().top - 120));
  const top = () => read.evaluate((message) => message.getBoundingClientRect().top);
  const before = await top();
  await page.keyboard.press('Alt+1');
  await expect(title(page)).toHaveText('Cellar');
  await expect(page).toHaveURL(cellar.address);
  await expect(page).toHaveTitle(/^(\(\d+\) )?Cellar/);
  await expect(field(page)).toHaveValue('');
  await page.keyboard.press('Alt+2');
  await expect(title(page)).toHaveText('Kitchen');
  await expect(field(page)).toHaveValue(words);
  await expect(field(page)).toBeFocused();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  await page.goBack();
  await expect(title(page)).toHaveText('Cellar');
  // Its page is live, and its form is the one of the person.
  await ben.perform('room.say', { room: cellar.room, body: 'It is cold here.' });
  await expect(page.locator('#discussion .say')).toContainText('It is cold here.');
  await expect(page.locator('#live-status')).toHaveText(`New message from ${ben.name}`);
  await field(page).fill('Then come up.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('#discussion .say')).toHaveCount(2);
});

test('what was said since somebody pointed at a room is there once it is opened', async ({ world, page }) => {
  const { ana, ben, makes } = await house(world);
  const [kitchen, cellar] = [await makes('Kitchen'), await makes('Cellar')];
  await enter(page, ana);
  for (const { address } of [kitchen, cellar]) await page.goto(address);
  const ahead = page.waitForResponse(kitchen.address);
  await tabs(page).first().hover();
  await (await ahead).finished();
  await ben.perform('room.say', { room: kitchen.room, body: 'Just now.' });
  await page.keyboard.press('Alt+1');
  await expect(title(page)).toHaveText('Kitchen');
  const said = page.locator('#discussion .say');
  await expect(said).toContainText('Just now.');
  // The page that was kept has one form, which is sent twice.
  for (const [words, count] of [['One', 2], ['Two', 3]] as const) {
    await page.goto(cellar.address);
    await page.keyboard.press('Alt+1');
    await expect(title(page)).toHaveText('Kitchen');
    await field(page).fill(words);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(said).toHaveCount(count);
  }
});

test('words for a room are the same in two tabs, and gone in both once they are sent', async ({ world, page }) => {
  const { ana, makes } = await house(world);
  const kitchen = await makes('Kitchen');
  await enter(page, ana);
  await page.goto(kitchen.address);
  const other = await page.context().newPage();
  await other.goto(kitchen.address);
  await field(page).fill('The kettle is on');
  await expect(field(other)).toHaveValue('The kettle is on');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('#discussion .say')).toHaveCount(1);
  await expect(field(other)).toHaveValue('', { timeout: 1_000 });
  await expect(field(page)).toHaveValue('');
});

/** Chooses something from the menu of the first message. */
async function chooses(page: Page, entry: string): Promise<void> {
  const first = page.locator('#discussion .say').first();
  await first.locator('.menu > summary').click();
  await first.getByRole('link', { name: entry, exact: true }).click();
}

/** Adds a file to what is written, and waits until it has arrived. */
async function addsBeans(page: Page): Promise<void> {
  await page.locator('#say').focus();
  await page.locator('#say-add > summary').click();
  await page.getByLabel('File that is sent along').setInputFiles({ name: 'beans.txt', mimeType: 'text/plain', buffer: Buffer.from('beans') });
  await expect(beans(page)).toBeChecked();
  await expect(page.locator('#sending')).toBeHidden();
}

const beans = (page: Page) => page.getByRole('checkbox', { name: 'beans.txt', exact: true });
const original = (page: Page) => page.locator('#discussion input[name="original"]');
/** The message that the one being written answers or quotes. */
const answered = (page: Page) => page.locator('[data-answers]');
const sends = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();

test('what somebody answers or quotes, and a file, are there on the way back and in every tab', async ({ world, page }) => {
  const { ana, ben, makes } = await house(world);
  const [cellar, kitchen] = [await makes('Cellar'), await makes('Kitchen')];
  await says(ben, kitchen.room, 1);
  await enter(page, ana);
  for (const { address } of [cellar, kitchen]) await page.goto(address);
  const other = await page.context().newPage();
  await other.goto(kitchen.address);
  const said = page.locator('#discussion .say');
  for (const [entry, told, keeps] of [
    ['Reply', 'You answer this message.', true],
    ['Quote', 'You quote this message.', false],
  ] as const) {
    const before = await said.count();
    await chooses(page, entry);
    await field(page).fill(`${entry}: the tall ones`);
    await addsBeans(page);
    if (keeps) await original(page).check();
    const isWhole = async (at: Page): Promise<void> => {
      await expect(field(at)).toHaveValue(`${entry}: the tall ones`);
      await expect(answered(at)).toContainText(told);
      await expect(answered(at)).toContainText('Message number 1.');
      await expect(beans(at)).toBeChecked();
      await expect(original(at)).toBeChecked({ checked: keeps });
    };
    await isWhole(other);
    await page.keyboard.press('Alt+1');
    await expect(title(page)).toHaveText('Cellar');
    await expect(answered(page)).toHaveCount(0);
    await expect(beans(page)).toHaveCount(0);
    await page.keyboard.press('Alt+2');
    await expect(page).toHaveURL(kitchen.address);
    await isWhole(page);
    await page.reload();
    await isWhole(page);

    await sends(page);
    await expect(said).toHaveCount(before + 1);
    await expect(said.last()).toContainText('beans.txt');
    if (entry === 'Reply') await expect(said.last()).toHaveClass(/\breply\b/);
    else await expect(said.last().locator('.quoted')).toContainText('Message number 1.');
    for (const at of [page, other]) {
      await expect(field(at)).toHaveValue('');
      await expect(answered(at)).toHaveCount(0);
      await expect(beans(at)).toHaveCount(0);
      await expect(original(at)).not.toBeChecked();
    }
  }
});

test('what is answered is taken back for good, and what is gone meanwhile is said beside the words', async ({ world, page }) => {
  const { ana, ben, makes } = await house(world);
  const kitchen = await makes('Kitchen');
  const { message } = await ben.perform<{ message: string }>('room.say', { room: kitchen.room, body: 'Which beans?' });
  await enter(page, ana);
  await page.goto(kitchen.address);
  await chooses(page, 'Reply');
  await field(page).fill('The tall ones');
  await page.goto(kitchen.address);
  await expect(answered(page)).toContainText('Which beans?');
  await answered(page).getByRole('link', { name: 'Take it back' }).click();
  await expect(answered(page)).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await page.reload();
  await expect(field(page)).toHaveValue('The tall ones');
  await expect(answered(page)).toHaveCount(0);

  await chooses(page, 'Reply');
  await expect(answered(page)).toContainText('Which beans?');
  await expect(field(page)).toHaveValue('The tall ones');
  await addsBeans(page);
  await ben.perform('comment.delete', { room: kitchen.room, comment: message });
  // A day later.
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 25 * 60 * 60 * 1_000;
  });
  await page.goto(kitchen.address);
  const form = page.locator('form[data-carries]');
  await expect(form).toContainText('The message that this was to answer is not there any more.');
  await expect(form).toContainText('The file beans.txt waited here for a day');
  await expect(beans(page)).toHaveCount(0);
  await expect(field(page)).toHaveValue('The tall ones');
  await sends(page);
  await expect(page.locator('#discussion .say:target')).toContainText('The tall ones');
  await expect(page.locator('#discussion .say.reply')).toHaveCount(0);
});

test('the names of others are words alone', async ({ world, page }) => {
  const { ana, makes } = await house(world);
  const [evil, cellar] = [await makes('<img src=x onerror=alert(1)>'), await makes('Cellar')];
  await enter(page, ana);
  for (const { address } of [evil, cellar]) await page.goto(address);
  await expect(tabs(page)).toHaveText(['<img src=x onerror=alert(1)>', 'Cellar']);
  await expect(page.locator('.talks img')).toHaveCount(0);
});

test('older messages come on scrolling, and what is read stays where it is', async ({ world, page }) => {
  test.slow();
  const { ana, ben, slug, makes } = await house(world);
  const kitchen = await makes('Kitchen');
  const people = [ana, ben];
  for (let count = 0; count < 2; count += 1) {
    const person = await world.a.person(fresh('cleo'));
    await person.perform('pursuance.join', { pursuance: slug });
    people.push(person);
  }
  // So many that two pages come besides.
  for (const [turn, person] of people.entries()) await says(person, kitchen.room, 33, turn * 33);
  await enter(page, ana);
  await page.goto(kitchen.address);
  const said = page.locator('#discussion .say');
  await expect(said).toHaveCount(50);
  await field(page).scrollIntoViewIfNeeded();
  await noticed(page);
  await expect(said).toHaveCount(50);
  // The oldest one that stands there is looked at, and what comes above it moves nothing.
  const seen = said.filter({ hasText: 'Message number 90.' });
  await seen.evaluate((message) => scrollTo({ top: message.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' }));
  await expect(said).toHaveCount(100);
  expect(Math.abs((await seen.evaluate((message) => message.getBoundingClientRect().top)) - 200)).toBeLessThanOrEqual(2);
  await expect(page.locator('#discussion [rel="prev"]').filter({ visible: true })).toHaveCount(1);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await expect(said).toHaveCount(132);
  await expect(page.locator('#discussion [rel="prev"]').filter({ visible: true })).toHaveCount(0);
  await expect(said.first()).toContainText('Message number 1.');

  // Messages of meanwhile are there at the end, and nothing between is missing.
  await ben.perform('room.say', { room: kitchen.room, body: 'One more.' });
  await expect(said).toHaveCount(133);
  await expect(said.last()).toContainText('One more.');
  await expect(said.filter({ hasText: 'Message number 83.' })).toHaveCount(1);

  // From a link to an old one the newer ones come.
  const { items } = await ana.read<{ items: { message: string }[] }>(`rooms/${kitchen.room}/messages?limit=100`);
  await page.goto(`${kitchen.address}?around=${items[20]?.message}`);
  await expect(said).toHaveCount(21);
  await field(page).scrollIntoViewIfNeeded();
  await expect(said).toHaveCount(71);
});

test('on a phone the tabs are one control, and the first message stays where it is', async ({ world, browser }) => {
  const { ana, ben, makes } = await house(world);
  const [kitchen, cellar] = [await makes('Kitchen'), await makes('Cellar')];
  await says(ben, cellar.room, 2);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await enter(page, ana);
  const first = () => page.locator('#discussion .say').first().evaluate((message) => message.getBoundingClientRect().top + scrollY);
  await page.goto(cellar.address);
  await expect(page.locator('.talks')).toHaveCount(0);
  const before = await first();
  await page.goto(kitchen.address);
  await page.goto(cellar.address);
  const control = page.locator('.talks summary');
  await expect(control).toBeVisible();
  // In the head it stands where the link to all talk stands elsewhere: before the bell.
  const left = (place: string) => page.locator(place).evaluate((element) => element.getBoundingClientRect().left);
  expect(await left('.talks summary')).toBeLessThan(await left('.side > .bell[href="/inbox"]'));
  expect(await first()).toBeCloseTo(before, 0);
  await expect(tabs(page).first()).toBeHidden();
  await control.tap();
  await expect(tabs(page)).toHaveText(['Cellar', 'Kitchen']);
  const list = await page.locator('.talks .menu > div').boundingBox();
  expect(list?.x).toBeGreaterThanOrEqual(0);
  expect((list?.x ?? NaN) + (list?.width ?? NaN)).toBeLessThanOrEqual(390);
  await tabs(page).last().tap();
  await expect(title(page)).toHaveText('Kitchen');
  await context.close();
});

test('without a script nothing is there, and links lead on', async ({ world, browser }) => {
  const { ana, ben, makes } = await house(world);
  const [kitchen, cellar] = [await makes('Kitchen'), await makes('Cellar')];
  await says(ben, kitchen.room, 55);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await enter(page, ana);
  for (const { address } of [cellar, kitchen]) await page.goto(address);
  await expect(page.locator('.talks')).toHaveCount(0);
  const said = page.locator('#discussion .say');
  await expect(said).toHaveCount(50);
  await page.getByRole('link', { name: 'Show older ones' }).click();
  await expect(said).toHaveCount(5);
  await page.getByRole('link', { name: 'Show newer ones' }).click();
  await expect(said).toHaveCount(50);
  await expect(said.last()).toContainText('Message number 55');
  await page.goto(`${world.a.baseUrl}/talk`);
  await expect(page.getByRole('link', { name: 'Cellar' })).toBeVisible();
  await context.close();
});
