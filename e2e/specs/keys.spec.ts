// The outline by keys and by pointer, without leaving it; and the keys of the other pages.

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { tabTo } from '../support/keyboard.ts';
import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** Somebody at the outline of their pursuance: tasks by their titles, each with the number of the task above. */
async function atOutline(world: World, page: Page, tasks: [string, number?][]): Promise<{ ana: Person; slug: string }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  for (const [title, parent] of tasks) await ana.perform('task.create', { pursuance: slug, title, parent: parent ?? null });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  return { ana, slug };
}

/** The titles of the outline, each behind a dash for each level above it. */
function tree(page: Page): Promise<string[]> {
  return page.locator('#outline li[id^="row-"]').evaluateAll((items) =>
    items.map((item) => {
      let title = item.querySelector('.t > a')?.textContent?.trim() ?? '';
      for (let above = item.parentElement?.closest('li'); above; above = above.parentElement?.closest('li')) title = `-${title}`;
      return title;
    }),
  );
}

const line = (page: Page, number: number) => page.locator(`#row-${number} > .row .t > a`);

/** Lines that wait above a field, once they were refused or found no network: they can be taken back then. */
const waiting = (page: Page) => page.locator('.waiting button');

/** Pastes a text into a field. */
function paste(field: Locator, text: string): Promise<unknown> {
  return field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('ten tasks are typed in a row, each at its level, and nothing is lost', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, []);
  const field = page.locator('#add-0');
  // Where there is no task yet, the field waits for the first one.
  await expect(field).toBeFocused();
  await field.blur();
  await page.keyboard.press('c');
  await expect(field).toBeFocused();
  const typed = [
    ['Spring'],
    ['Beds', 'Tab'],
    ['Dig', 'Tab'],
    ['Rake'],
    ['Seeds', 'Shift+Tab'],
    ['Summer', 'Shift+Tab'],
    ['Water', 'Tab'],
    ['Weed'],
    ['Autumn', 'Shift+Tab'],
    ['Winter'],
  ];
  // Nothing waits for anything here.
  for (const [title = '', level] of typed) {
    if (level) await page.keyboard.press(level);
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
  }
  const all = ['Spring', '-Beds', '--Dig', '--Rake', '-Seeds', 'Summer', '-Water', '-Weed', 'Autumn', 'Winter'];
  await expect.poll(() => tree(page)).toEqual(all);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}(#add-0)?$`));

  // Without a network nothing is lost, and what is typed next is a line of its own.
  await page.context().setOffline(true);
  for (const title of ['Buy a spade', 'Buy seeds', 'Buy a hose']) {
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
  }
  await expect(waiting(page)).toHaveText(['Buy a spade', 'Buy seeds', 'Buy a hose']);
  await expect(page.locator('#add-0-error')).toContainText('No connection.');
  await expect(field).toHaveValue('');
  // The first of them is taken back, and goes to its place again.
  await page.keyboard.press('ArrowUp');
  await expect(field).toHaveValue('Buy a spade');
  await page.keyboard.press('End');
  await page.keyboard.type(' and a rake');
  await page.keyboard.press('Enter');
  await expect(waiting(page)).toHaveText(['Buy a spade and a rake', 'Buy seeds', 'Buy a hose']);
  await page.context().setOffline(false);
  await page.keyboard.press('Enter');
  await expect.poll(() => tree(page)).toEqual([...all, 'Buy a spade and a rake', 'Buy seeds', 'Buy a hose']);
  await expect(page.locator('#add-0-error, .waiting')).toHaveCount(0);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

  // Escape leaves, and whoever comes by goes on with Tab.
  await page.keyboard.press('Escape');
  await expect(page.locator('#outline').getByRole('link', { name: 'Buy a hose', exact: true })).toBeFocused();
  await field.focus();
  await page.keyboard.press('Tab');
  await expect(field).not.toBeFocused();
});

test('a pasted list comes after the lines that wait, below the task above it, and no page of a proxy takes over', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring']]);
  const field = page.locator('#add-0');
  const adding = `**/p/${slug}/tasks`;
  let asked = 0;
  await page.route(adding, (route) => {
    asked += 1;
    return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' });
  });
  await field.focus();
  await page.keyboard.type('Summer');
  await page.keyboard.press('Enter');
  await expect(waiting(page)).toHaveText(['Summer']);
  expect(asked).toBe(1);
  await page.keyboard.press('Tab');
  await expect(page.locator('.under')).toHaveText('New task under Summer');
  await paste(field, '- Water\n  - Hose\n');
  await expect(page.locator('.waiting li')).toHaveText(['Summer', 'Pasted list: - Water …']);
  await expect(waiting(page)).toHaveText(['Summer']);
  await expect(page).toHaveURL(new RegExp(`/p/${slug}(#add-0)?$`));

  // It is to be seen from elsewhere, too.
  await line(page, 1).focus();
  await expect(waiting(page)).toBeVisible();
  await field.focus();
  await page.unroute(adding);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/add$/);
  await expect(page.getByLabel('Tasks', { exact: true })).toHaveValue(/^- Water\s+- Hose/);
  await expect(page.locator('main')).toContainText('They become parts of Summer.');
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await expect.poll(() => tree(page)).toEqual(['Spring', 'Summer']);
});

test('a line whose answer was lost is sent again and adds one task', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring']]);
  const adding = `**/p/${slug}/tasks`;
  await page.route(adding, async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  });
  await page.locator('#add-0').focus();
  await page.keyboard.type('Summer');
  await page.keyboard.press('Enter');
  await expect(waiting(page)).toHaveText(['Summer']);
  await page.unroute(adding);
  await page.keyboard.press('Enter');
  await expect(waiting(page)).toHaveCount(0);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  await expect.poll(() => tree(page)).toEqual(['Spring', 'Summer']);
});

test('words beside the field say below which task the next one goes, whatever others add', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring']]);
  const others = (title: string) => ana.perform('task.create', { pursuance: slug, title, parent: null });
  const under = page.locator('.under');
  await page.locator('#add-0').focus();
  await page.keyboard.type('Summer');
  await page.keyboard.press('Enter');
  await expect(line(page, 2)).toHaveText('Summer');
  await page.keyboard.type('Bathe');
  await others('Autumn');
  await expect(line(page, 3)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(under).toHaveText('New task under Summer');
  await page.keyboard.press('Enter');
  await expect.poll(() => tree(page)).toEqual(['Spring', 'Summer', '-Bathe', 'Autumn']);
  await page.keyboard.press('Shift+Tab');
  await expect(under).toHaveCount(0);
  // As long as nothing is typed, it is the one that stands above the field.
  await others('Winter');
  await expect(line(page, 5)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(under).toHaveText('New task under Winter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('Storm');
  await page.keyboard.press('Enter');
  await expect(line(page, 6)).toHaveText('Storm');
  await page.keyboard.press('Tab');
  await expect(under).toHaveText('New task under Storm');
  await page.locator('.toast').getByRole('button', { name: 'Undo for 10 min' }).click();
  await expect(line(page, 6)).toHaveCount(0);
  await expect(under).toHaveCount(0);
  await expect(page.locator('form.add[data-level="0"]')).toHaveCount(1);

  await ana.perform('task.set_phase', { pursuance: slug, task: 5, phase: 'dropped' });
  await expect(page.locator('#row-5 > .row > .phase.dropped')).toBeVisible();
  await page.locator('#add-0').focus();
  await page.keyboard.type('Frost');
  await page.keyboard.press('Tab');
  await expect(under).toContainText('the task above is finished or dropped');
});

test('where the outline goes no deeper, the field says so, and leads to where it does', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring'], ['Beds', 1]]);
  const field = page.locator('#add-0');
  const under = page.locator('form.add:has(#add-0) .under');
  await field.focus();
  await page.keyboard.type('Dig');
  for (let level = 0; level < 2; level += 1) await page.keyboard.press('Tab');
  await expect(under).toHaveText('New task under Beds');
  await page.keyboard.press('Enter');
  await expect(page.locator('#row-2 #row-3')).toBeVisible();
  await page.keyboard.type('Deeper');
  await page.keyboard.press('Tab');
  await expect(under).toContainText('The outline shows 3 levels. To go deeper, open the task above.');
  await expect(field).toBeFocused();
  await under.getByRole('link', { name: 'Open Beds' }).click();
  await expect(page).toHaveURL(new RegExp(`/p/${slug}\\?under=2`));
  await page.locator('#add-2').focus();
  await page.keyboard.type('Deeper');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#row-3 #row-4')).toBeVisible();

  // With nothing above it, it is another reason.
  await page.goto(`${world.a.baseUrl}/p/${slug}?under=4`);
  await page.locator('#add-4').focus();
  await page.keyboard.type('First');
  await page.keyboard.press('Tab');
  await expect(page.locator('.under')).toContainText('there is no task above it');
});

test('lines are folded, moved and renamed by keys, and keep the focus', async ({ world, page }) => {
  await atOutline(world, page, [['Spring'], ['Beds', 1], ['Seeds', 1], ['Summer']]);
  await page.keyboard.press('j');
  await expect(line(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#row-2')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 4)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, 2)).toBeFocused();

  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Seeds', '-Beds', 'Summer']);
  await expect(line(page, 2)).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Seeds', 'Beds', 'Summer']);
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Beds', '-Seeds', 'Summer']);
  await expect(line(page, 2)).toBeFocused();

  await page.keyboard.press('F2');
  await page.keyboard.type('Raised beds');
  await page.keyboard.press('Enter');
  await expect(page.locator('#outline').getByRole('link', { name: 'Raised beds', exact: true })).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Nothing');
  await page.keyboard.press('Escape');
  await expect(line(page, 2)).toHaveText('Raised beds');
  await expect(line(page, 2)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  await expect(line(page, 2)).toBeFocused();
});

test('the menu of a line renames, and is closed by what leads on; a field whose task has gone goes, too', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn']]);
  const menu = page.locator('#outline details.menu');
  await page.getByRole('link', { name: 'Move Summer' }).click();
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(menu).toHaveCount(0);
  await expect(page.locator('#rename-2')).toBeFocused();
  await page.keyboard.type('High summer');
  await page.keyboard.press('Enter');
  await expect(page.locator('#outline').getByRole('link', { name: 'High summer', exact: true })).toBeFocused();

  await page.keyboard.press('m');
  await expect(menu.locator('[name="up"]')).toBeFocused();
  await page.keyboard.press('m');
  await expect(menu).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(page.locator('#row-2 > .row > .dots')).toBeFocused();
  await page.keyboard.press('m');
  await page.keyboard.press('j');
  await expect(line(page, 3)).toBeFocused();
  await expect(menu).toHaveCount(0);

  await page.keyboard.press('F2');
  await page.keyboard.type('Late autumn');
  await ana.perform('task.trash', { pursuance: slug, task: 3 });
  await page.locator('#add-0').focus();
  await page.keyboard.type('Winter');
  await page.keyboard.press('Enter');
  await expect.poll(() => tree(page)).toEqual(['Spring', 'High summer', 'Winter']);
  await expect(page.locator('.rename')).toHaveCount(0);
  await expect(page.locator('.toast')).toContainText('Late autumn');
});

test('a line is dragged below another one, before and behind it', async ({ world, page }) => {
  await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn']]);
  const row = (number: number) => page.locator(`#row-${number} > .row`);
  const height = (await row(1).boundingBox())?.height ?? 0;
  await row(3).dragTo(row(1), { targetPosition: { x: 80, y: height / 2 } });
  await expect.poll(() => tree(page)).toEqual(['Spring', '-Autumn', 'Summer']);
  await row(2).dragTo(row(1), { targetPosition: { x: 80, y: 3 } });
  await expect.poll(() => tree(page)).toEqual(['Summer', 'Spring', '-Autumn']);
});

test('of two who rename at once, the second sees both titles', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring']]);
  await line(page, 1).focus();
  const form = page.waitForResponse(/\/t\/1\/edit$/);
  await page.keyboard.press('F2');
  await (await form).finished();
  await ana.perform('task.edit', { pursuance: slug, task: 1, revision: 1, title: 'Early spring' });
  await page.keyboard.type('Late spring');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Early spring');
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Late spring');
});

test('a window shows the keys of the page, and letters are no keys for whoever switched them off', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring'], ['Summer']]);
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await page.keyboard.press('?');
  await expect(dialog).toContainText('Rename');
  await expect(dialog).not.toContainText('On a card of the board');
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/inbox$/);

  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator('#t-2 h3 a, #t-1 h3 a').nth(1)).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.locator('.card details.menu[open] [data-to]').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(page).toHaveURL(new RegExp(`/p/${slug}$`));

  await ana.perform('profile.set_display', { single_keys: false });
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  for (const key of ['?', 'j', 'c', 'x']) await page.keyboard.press(key);
  await expect(page.locator('body')).toBeFocused();
  await expect(dialog).toHaveCount(0);
  // A key that is no letter still works.
  await line(page, 1).focus();
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 2)).toBeFocused();
});

/** The numbers of the chosen tasks. */
const chosen = (page: Page) => page.locator('[data-pick]:checked').evaluateAll((boxes) => boxes.map((box) => Number((box as HTMLInputElement).value)));

test('several lines are chosen by keys: one by one, in a row, and back again', async ({ world, page }) => {
  await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn'], ['Winter'], ['Storm']]);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect.poll(() => chosen(page)).toEqual([1]);
  await expect(line(page, 1)).toBeFocused();
  await expect(page.locator('.chosen')).toContainText('1');
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => chosen(page)).toEqual([1, 2]);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => chosen(page)).toEqual([1, 2, 3]);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => chosen(page)).toEqual([1, 2]);
  await expect(line(page, 2)).toBeFocused();

  // A window that is closed leaves the choice as it is.
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  expect(await chosen(page)).toEqual([1, 2]);
  await line(page, 2).focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => chosen(page)).toEqual([]);

  // On the way to a line that was chosen before, none is let go.
  await line(page, 4).focus();
  await page.keyboard.press('x');
  await expect.poll(() => chosen(page)).toEqual([4]);
  for (const key of ['ArrowUp', 'ArrowUp', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4]);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4]);
  await expect(line(page, 4)).toBeFocused();
  await page.keyboard.press('x');
  await expect.poll(() => chosen(page)).toEqual([2, 3]);
});

test('in the list, too, lines are chosen by keys without leaving the page', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn']]);
  await page.goto(`${world.a.baseUrl}/p/${slug}/list`);
  await page.keyboard.press('j');
  const title = await page.locator(':focus').textContent();
  await page.keyboard.press('x');
  await expect(page.locator('.chosen')).toHaveText('1 chosen');
  await expect(page.locator(':focus')).toHaveText(title ?? '');
  const [first] = await chosen(page);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.locator('.chosen')).toHaveText('2 chosen');
  expect(await chosen(page)).toContain(first);
  await expect(page.locator(':focus')).not.toHaveText(title ?? '');
});

test('what is said at the edge covers no bar, keeps its button without a network, and goes', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring'], ['Summer'], ['Autumn']]);
  await page.goto(`${world.a.baseUrl}/p/${slug}?choose=1`);
  const toast = page.locator('.toast');
  await line(page, 2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(toast).toContainText('Moved.');
  await page.locator('#row-1 [data-pick]').check();
  await expect(toast).toHaveCount(0);
  await line(page, 2).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(toast).toContainText('Moved.');
  const [notice, bar] = await Promise.all([toast.boundingBox(), page.locator('.bulk').boundingBox()]);
  expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);

  await page.context().setOffline(true);
  const undo = toast.getByRole('button', { name: 'Undo for 10 min' });
  await undo.click();
  await expect(toast).toContainText('Nothing was changed');
  await page.context().setOffline(false);
  await undo.click();
  await expect(toast).toContainText('Taken back.');
  await toast.getByRole('button', { name: 'Close' }).click();
  await expect(toast).toHaveCount(0);

  // "Back" finds what was chosen.
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(page).toHaveURL(/\/bulk\?/);
  await page.goBack();
  await expect(page.locator('.chosen')).toHaveText('1 chosen');
});

test('Shift and a click choose all lines in between, and what is typed in is no line', async ({ world, page }) => {
  const { slug } = await atOutline(world, page, [['Spring'], ['Beds', 1], ['Summer'], ['Autumn'], ['Winter']]);
  const shift = { modifiers: ['Shift' as const] };
  await page.goto(`${world.a.baseUrl}/p/${slug}?choose=1`);
  await page.locator('#row-2 [data-pick]').click();
  await expect.poll(() => chosen(page)).toEqual([2]);
  await line(page, 4).click(shift);
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4]);
  await expect(page).toHaveURL(new RegExp(`/p/${slug}\\?choose=1`));
  await page.locator('#row-5 > .row [data-pick]').click(shift);
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4, 5]);
  await page.locator('#row-5 > .row [data-pick]').click();
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4]);

  const field = page.locator('#add-1');
  await field.click(shift);
  await expect(field).toBeFocused();
  await page.keyboard.type('Seeds');
  await field.click(shift);
  expect(await chosen(page)).toEqual([2, 3, 4]);
});

test('the board is walked by keys, and a card is moved by its menu', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Mend'], ['Paint'], ['Water'], ['Weed']]);
  for (const task of [2, 3]) await ana.perform('task.take', { pursuance: slug, task });
  await page.goto(`${world.a.baseUrl}/p/${slug}/board`);
  const card = (number: number) => page.locator(`#t-${number} h3 a`);
  // To pick up are 4 and 1, under way are 3 and 2: the newest first.
  for (const [key, number] of [
    ['l', 4],
    ['l', 3],
    ['j', 2],
    ['h', 1],
    ['h', 1],
    ['ArrowRight', 2],
    ['l', 2],
    ['k', 3],
    ['ArrowUp', 1],
    ['ArrowDown', 3],
    ['ArrowLeft', 4],
  ] as const) {
    await page.keyboard.press(key);
    await expect(card(number), key).toBeFocused();
  }
  const menu = (number: number) => page.locator(`#t-${number} details.menu`);
  await page.keyboard.press('m');
  await expect(menu(4).locator('[data-to]').first()).toBeFocused();
  // Another menu closes this one.
  await page.keyboard.press('j');
  await expect(card(1)).toBeFocused();
  await page.keyboard.press('m');
  await expect(menu(4)).not.toHaveAttribute('open');
  await page.keyboard.press('Escape');
  await expect(menu(1)).not.toHaveAttribute('open');
  await expect(menu(1).locator('summary')).toBeFocused();

  await page.keyboard.press('Enter');
  await tabTo(page, '#t-1 [data-to="under-way"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('#under-way #t-1')).toBeVisible();
  await expect(page.locator('.flash')).toContainText('It is yours.');
});

test('the page of a task has its keys, from one level to the next', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Spring'], ['Beds', 1], ['Seeds', 1]]);
  await ana.perform('task.take', { pursuance: slug, task: 1 });
  const at = `${world.a.baseUrl}/p/${slug}/t/1`;
  for (const [key, place] of [
    ['c', '#add-title'],
    ['r', '[data-part="write"] textarea'],
    ['p', '#step :is(button, input)'],
    ['j', '#subtasks .row .t > a'],
    ['k', '#subtasks .row .t > a'],
  ] as const) {
    await page.goto(at);
    await page.keyboard.press(key);
    const focused = page.locator(':focus');
    await expect(focused, key).toHaveCount(1);
    expect(await focused.evaluate((element, wanted) => element.matches(wanted), place), key).toBe(true);
    // Keys of other places are letters in a field.
    if (key === 'c') {
      await page.keyboard.type('jku');
      await expect(page.locator('#add-title')).toHaveValue('jku');
    }
  }
  for (const [key, address] of [
    ['e', /\/t\/1\/edit$/],
    ['m', /\/t\/1\/edit#parent$/],
    ['u', new RegExp(`/p/${slug}$`)],
  ] as const) {
    await page.goto(at);
    await page.keyboard.press(key);
    await expect(page, key).toHaveURL(address);
  }
  await page.goto(at);
  await page.keyboard.press('a');
  await expect(page.locator('#assign')).toHaveAttribute('open', '');
  await expect(page.locator('#assign :focus')).toHaveCount(1);
  await page.goto(at);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/t\/2$/);
  await page.waitForLoadState();
  await page.keyboard.press('u');
  await expect(page).toHaveURL(/\/t\/1$/);
});

test('one key finishes the task of a line, or of the page, and it can be undone', async ({ world, page }) => {
  const { ana, slug } = await atOutline(world, page, [['Dig'], ['Rake'], ['Weed']]);
  for (const task of [1, 2]) await ana.perform('task.take', { pursuance: slug, task });
  const phase = async (task: number) => (await ana.read<{ phase: string }>(`pursuances/${slug}/tasks/${task}`)).phase;
  await page.reload();
  // Nothing where no line has the focus, and where it is not theirs.
  await page.keyboard.press('d');
  await line(page, 3).focus();
  await page.keyboard.press('d');
  await line(page, 1).focus();
  await page.keyboard.press('d');
  const undo = page.getByRole('button', { name: /^Undo/ });
  await undo.click();
  await expect.poll(() => phase(1)).toBe('started');
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/2`);
  await page.keyboard.press('d');
  await expect(undo).toBeVisible();
  expect([await phase(2), await phase(3)]).toEqual(['done', 'new']);
});
