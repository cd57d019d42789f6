// Without a mouse: everything is reached by Tab, seen when it is reached, and done by Enter.

import { AxeBuilder } from '@axe-core/playwright';

import { HASHED } from '../support/account.ts';
import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

test('the first stop of a page leads past its navigation', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  await ines.opens('/');
  await ines.page.keyboard.press('Tab');
  const skip = ines.page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.locator('#main')).toBeFocused();
});

test('a task is written and opened by the keyboard alone, and every stop on the way is seen', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);

  await expect(ines.page.locator('#add-0')).toBeFocused();
  await ines.page.keyboard.type('Mend the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Mend the fence')).toBeVisible();
  // The next one can be written at once.
  await expect(ines.page.locator('#add-0')).toBeFocused();
  await ines.page.keyboard.type('Paint the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Paint the fence')).toBeVisible();
  await expect(ines.page.locator('#add-0')).toBeFocused();

  // While somebody writes, Tab changes the level: Escape leaves, to the line above.
  await ines.page.keyboard.press('Escape');
  await expect(ines.row('Paint the fence')).toBeFocused();
  await ines.page.keyboard.press('ArrowUp');
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.getByRole('heading', { level: 1 })).toHaveText('Mend the fence');

  await ines.page.locator('#add-title').fill('Buy nails');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Buy nails')).toBeVisible();
  await expect(ines.page.locator('#add-title')).toBeFocused();
});

test('the button for a new task puts the focus into its field', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);
  await ines.page.getByRole('link', { name: 'New task' }).press('Enter');
  await expect(ines.page.locator('#add-0')).toBeFocused();
});

test('a stranger comes in by a link with the keyboard alone', async ({ world, browser, page }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}/invites`);
  await tabTo(ines.page, '#purpose');
  await ines.page.keyboard.type('For the walk');
  await ines.page.keyboard.press('Enter');
  const link = (await ines.page.locator('.secret').innerText()).trim();

  await page.goto(link);
  await tabTo(page, 'main a.primary');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('User name')).toBeFocused();
  await page.waitForLoadState();
  await page.keyboard.type(fresh('odd'));
  for (const _ of ['once', 'again']) {
    await tabTo(page, 'input[autocomplete="new-password"]');
    await page.keyboard.type('lantern harbour seven willow');
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('.kit')).toBeVisible(HASHED);
  // The words of the page about joining are gone.
  await expect(page.locator('main').getByRole('heading')).toHaveText(['Your recovery kit']);
  await tabTo(page, '.kit a');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('You are a member now.');
});

/** A pursuance with a task, and members whose names begin alike, in the order of the list. */
async function withNamesakes(world: World, count: number): Promise<{ ana: Person; slug: string; names: string[]; members: Person[] }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await ana.perform('task.create', { pursuance: slug, title: 'Mend the fence' });
  const prefix = fresh('lu');
  const names = Array.from({ length: count }, (_, n) => `${prefix}${'abc'[n] ?? 'z'}`);
  const members: Person[] = [];
  for (const name of names) {
    const member = await world.a.person(name);
    await member.perform('pursuance.join', { pursuance: slug });
    members.push(member);
  }
  return { ana, slug, names, members };
}

test('a name is chosen with the arrows, taken with Enter, and left with Escape', async ({ world, page }) => {
  const { ana, slug, names } = await withNamesakes(world, 3);
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  await tabTo(page, '#say');
  const field = page.locator('#say');
  const list = page.locator('#say-names');
  const begin = (names[0] ?? '').slice(0, -1);
  const chosen = async (name: string | undefined): Promise<void> => {
    const option = list.getByRole('option', { name: `@${name}`, exact: true });
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await expect(list.locator('[aria-selected="true"]')).toHaveCount(1);
    // The chosen option is read aloud, and the focus stays in the field.
    await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? 'none');
    await expect(field).toBeFocused();
  };

  await page.keyboard.type(`Could @${begin}`);
  await expect(list.getByRole('option')).toHaveCount(3);
  await expect(field).toHaveAttribute('aria-controls', 'say-names');
  await chosen(names[0]);
  // The ends of the list hold.
  await page.keyboard.press('ArrowUp');
  await chosen(names[0]);
  await page.keyboard.press('ArrowDown');
  await chosen(names[1]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await chosen(names[2]);
  await page.keyboard.press('ArrowUp');
  await chosen(names[1]);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(list).toBeHidden();
  await expect(field).not.toHaveAttribute('aria-activedescendant', /./);
  await expect(field).toHaveValue(`Could @${names[1]} `);

  // Escape leaves what was typed, and a key after it does what it always does.
  await page.keyboard.type(`and @${begin}`);
  await expect(list.getByRole('option')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(field).not.toHaveAttribute('aria-activedescendant', /./);
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('look?');
  await expect(field).toHaveValue(`Could @${names[1]} and @${begin}\nlook?`);

  // Nothing keeps somebody in the field: Tab goes on, while no list is open.
  await tabTo(page, '#discussion form[action$="/comments"] button');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').getByRole('link', { name: `@${names[1]}` })).toBeVisible();
});

test('suggestions are made and answered by the keyboard alone', async ({ world, page, browser }) => {
  const { ana, slug, names, members: [val] } = await withNamesakes(world, 1);
  if (!val) throw new Error('nobody joined');
  await ana.perform('member.set_role', { pursuance: slug, member: names[0], role: 'viewer' });
  await enter(page, val);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await tabTo(page, 'a[href="#add-0"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('#add-0')).toBeFocused();
  await page.keyboard.type('Count the hives');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Those who may do it decide')).toBeVisible();

  const anas = await (await browser.newContext()).newPage();
  await enter(anas, ana);
  await anas.goto(`${world.a.baseUrl}/p/${slug}/suggestions`);
  await tabTo(anas, '#waiting button.btn');
  await anas.keyboard.press('Enter');
  await expect(anas.locator('.flash')).toContainText('It was: a new task “Count the hives”.');
  await anas.context().close();
});

test('somebody leaves, and a member is removed, by the keyboard alone', async ({ world, page }) => {
  const { ana, slug, names } = await withNamesakes(world, 2);
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/members`);
  await tabTo(page, `a[href="/p/${slug}/m/${names[0]}"]`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(names[0] ?? '');
  await tabTo(page, '#end summary');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textarea[name="reason"]');
  await page.keyboard.type('They asked to go.');
  await tabTo(page, 'form[action$="/end"] button');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}/members$`));
  await tabTo(page, `a[href="/p/${slug}/log"]`);
  await page.keyboard.press('Enter');
  await expect(page.getByText('They asked to go.')).toBeVisible();
});

test('the inbox is read and put away by the keyboard alone', async ({ world, page }) => {
  const { ana, slug, names, members: [ben] } = await withNamesakes(world, 1);
  if (!ben) throw new Error('nobody joined');
  await ana.perform('task.comment', { pursuance: slug, task: 1, body: `Could @${names[0]} look?` });
  await enter(page, ben);
  await page.goto(`${world.a.baseUrl}/inbox`);
  await tabTo(page, 'main a[href*="/t/1"]');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}/t/1`));
  await tabTo(page, '#say');
  await page.keyboard.type('On my way.');
  await tabTo(page, '#discussion form[action$="/comments"] button');
  await page.keyboard.press('Enter');
  await expect(page.locator('#discussion')).toContainText('On my way.');
});

test('what somebody can do, and when they are left alone, is set by the keyboard alone', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/me/work`);
  await tabTo(page, 'form[action="/me/skills"] input[name="skill"]');
  await page.keyboard.type('Language:French');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Language:French').first()).toBeVisible();
  await tabTo(page, '[name="offers"]');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toBeVisible();
  await expect(page.locator('[name="offers"]')).toHaveValue('4');
});
