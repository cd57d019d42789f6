// An open page brings itself up to date, without a reload and without touching what somebody is writing.

import type { Locator } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { enter } from '../support/session.ts';
import { fresh, offered, taken } from '../support/story.ts';
import { expect, test, type Page } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

/** A person with a pursuance that has these tasks. What else happens there they do elsewhere, by the API. */
async function gardener(world: World, titles: string[]): Promise<{ slug: string; ana: Person; adds: (title: string) => Promise<void> }> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: 'We grow what we eat.' });
  const adds = async (title: string): Promise<void> => {
    await ana.perform('task.create', { pursuance: slug, title });
  };
  for (const title of titles) await adds(title);
  return { slug, ana, adds };
}

/** Opens a page and waits until it hears what happens: this one holds the stream of the browser. */
async function opensFirst(page: Page, address: string): Promise<void> {
  const stream = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await page.goto(address);
  await stream;
}

const lineOf = (page: Page, title: string): Locator => page.locator('#outline li', { hasText: title });

test('what happens on the other server appears on an open page', async ({ world, page }) => {
  // A question to members is news, too, and news go once a minute.
  const { origin, delegate } = await taken(await offered(world), { ask: false });
  await enter(page, origin.person);
  await page.goto(`${world.a.baseUrl}/p/${origin.pursuance}/t/${origin.task}`);
  await page.evaluate(() => document.body.setAttribute('data-was-here', 'yes'));
  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('I was about to ask whether');

  await delegate.person.perform('delegation.progress', { delegation: delegate.delegation, note: 'Half of it is done.' });
  await delegate.person.perform('task.comment', {
    pursuance: delegate.pursuance,
    task: delegate.task,
    body: 'Is “flood” meant literally?',
    share: true,
  });

  await expect(page.locator('[data-part^="timeline"]')).toContainText('Half of it is done.');
  await expect(page.locator('#discussion')).toContainText('Is “flood” meant literally?');
  await expect(page.locator('#live-status')).toHaveText(/^This page was just updated\.$|^New message/);
  await expect(draft).toHaveValue('I was about to ask whether');
  await expect(page.locator('body')).toHaveAttribute('data-was-here', 'yes');
});

test('an offer appears on the open list of whoever is asked', async ({ world, page }) => {
  const { delegate } = await offered(world);
  await enter(page, delegate.person);
  await page.goto(`${world.b.baseUrl}/p/${delegate.pursuance}/incoming`);
  await expect(page.locator('[data-part="offers"] article')).toHaveCount(1);
  await delegate.person.perform('delegation.decline', { delegation: delegate.delegation, reason: 'Not this month.' });
  await expect(page.locator('[data-part="offers"]')).toContainText('No offers right now.');
});

test('the outline goes on around a subtask that is being written', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.adds('Buy nails');
  await ines.follows('Mend the fence');
  await ines.page.locator('#add-title').fill('Measure it');
  await ines.page.locator('#add-title').press('Enter');
  await expect(ines.row('Measure it')).toBeVisible();
  const ruth = await Visitor.comes(browser, world.a, fresh('ruth'));
  await ruth.opens(`/p/${slug}`);
  await ruth.presses('Join');
  await ines.opens(`/p/${slug}`);
  const fold = ines.page.locator('.tree li > details').first();
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  const field = ines.page.locator('#add-1');
  await field.fill('Paint the');

  await ruth.page.goto(`${world.a.baseUrl}/p/${slug}/t/2`);
  await ruth.presses('Take it');
  await expect(ines.page.locator('.tree li', { hasText: 'Buy nails' })).toContainText('Taken');
  await expect(field).toHaveValue('Paint the');
  await expect(field).toBeFocused();
  await ines.page.keyboard.type(' fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Paint the fence')).toBeVisible();
});

test('what reads the same as before is left alone, forms and open folds as well', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.follows('Mend the fence');
  const other = await ines.page.context().newPage();
  await other.goto(ines.page.url());
  const marked = ines.page.locator('[data-part="cards"] form').first();
  await marked.evaluate((form) => form.setAttribute('data-was-here', 'yes'));
  await ines.page.locator('#history summary').click();

  await other.getByLabel('Add to the discussion').fill('Which fence?');
  await other.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ines.part('#discussion .say')).toContainText('Which fence?');
  await expect(marked).toHaveAttribute('data-was-here', 'yes');
  await expect(ines.page.locator('#history details')).toHaveAttribute('open', '');
});

test('a line of the outline that reads as before stays where it is, and another one beside it changes', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  for (const title of ['Mend the fence', 'Buy nails', 'Water the beds']) await ines.adds(title);
  const marked = ines.page.locator('#row-1, #row-3');
  await marked.evaluateAll((lines) => lines.forEach((line) => line.setAttribute('data-was-here', 'yes')));
  const other = await ines.page.context().newPage();
  await other.goto(`${world.a.baseUrl}/p/${slug}/t/2`);
  const title = (name: string): ReturnType<typeof ines.page.locator> => ines.page.locator('#outline li', { hasText: name });
  const rename = async (to: string): Promise<void> => {
    await other.goto(`${world.a.baseUrl}/p/${slug}/t/2/edit`);
    await other.getByLabel('Title').fill(to);
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(title(to)).toBeVisible();
  };

  await rename('Buy screws');
  await expect(ines.page.locator('#outline li[data-was-here]')).toHaveCount(2);
  // As it read at first, and new all the same.
  await rename('Buy nails');
  await expect(title('Buy screws')).toHaveCount(0);
  await expect(ines.page.locator('#outline li[id^="row-"]')).toHaveText([/Mend the fence/, /Buy nails/, /Water the beds/]);
  await expect(ines.page.locator('#outline li[data-was-here]')).toHaveCount(2);
});

test('two tabs share one stream, and the second goes on when the first is closed', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.opens(`/p/${slug}`);
  const second = await ines.page.context().newPage();
  const streams: string[] = [];
  second.on('request', (request) => {
    if (new URL(request.url()).pathname === '/live') streams.push(request.url());
  });
  await second.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  const ruth = await Visitor.comes(browser, world.a, fresh('ruth'));
  await ruth.opens(`/p/${slug}`);
  await ruth.presses('Join');
  await ruth.page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);

  await ruth.says('Which fence?');
  await expect(second.locator('#discussion')).toContainText('Which fence?');
  expect(streams).toEqual([]);

  await ines.page.close();
  await ruth.says('The one by the gate?');
  await expect(second.locator('#discussion')).toContainText('The one by the gate?');
  expect(streams.length).toBeGreaterThan(0);
});

test('a page says that it may be out of date, and catches up when the network is back', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.opens(`/p/${slug}`);
  const bar = ines.page.locator('.stale');
  await expect(bar).toBeHidden();
  const other = await Visitor.comes(browser, world.a, fresh('ruth'));
  await other.opens(`/p/${slug}`);
  await other.presses('Join');

  await ines.page.context().setOffline(true);
  await expect(bar).toContainText(/This page is from .+\. The connection is gone; trying again\./);
  await other.page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  await other.presses('Take it');
  await ines.page.context().setOffline(false);

  await expect(ines.page.locator('.tree li', { hasText: 'Mend the fence' })).toContainText('Taken');
  await expect(bar).toBeHidden();
});

test('the field in which somebody writes stays where it is while others add above it', async ({ world, page }) => {
  const { slug, ana, adds } = await gardener(world, ['Mend the fence', 'Buy nails']);
  await enter(page, ana);
  const address = `${world.a.baseUrl}/p/${slug}`;
  const topOf = (field: Locator): Promise<number> => field.evaluate((element) => element.getBoundingClientRect().top);
  /** Where it stands now, and where it stands after what happens elsewhere has come. */
  const stays = async (field: Locator, happens: () => Promise<unknown>, comes: Locator): Promise<void> => {
    const before = await topOf(field);
    await happens();
    await expect(comes).toBeVisible();
    expect(Math.abs((await topOf(field)) - before)).toBeLessThan(2);
    await expect(field).toBeFocused();
  };

  await opensFirst(page, address);
  const line = page.getByLabel('New task', { exact: true });
  await line.fill('Paint the');
  await page.evaluate(() => scrollTo(0, 0));
  await stays(line, () => adds('Water the beds'), lineOf(page, 'Water the beds'));
  await stays(line, () => adds('Sow the peas'), lineOf(page, 'Sow the peas'));

  await opensFirst(page, `${address}/t/1`);
  const draft = page.getByLabel('Add to the discussion');
  await draft.fill('I was about to ask whether');
  const says = (body: string) => (): Promise<unknown> => ana.perform('task.comment', { pursuance: slug, task: 1, body });
  await stays(draft, says('Which fence?'), page.locator('#discussion').getByText('Which fence?'));
  await stays(draft, says('The one by the gate?'), page.locator('#discussion').getByText('The one by the gate?'));
});

test('a chosen task that goes is let go, and one that moves stays chosen', async ({ world, page }) => {
  const { slug, ana, adds } = await gardener(world, ['Mend the fence', 'Buy nails', 'Water the beds']);
  await enter(page, ana);
  await opensFirst(page, `${world.a.baseUrl}/p/${slug}?choose=1`);
  const box = (number: number): Locator => page.locator(`#row-${number} > .row [data-pick]`);
  await box(1).check();
  await box(2).check();
  await expect(page.locator('.chosen')).toHaveText('2 chosen');

  await ana.perform('task.trash', { pursuance: slug, task: 2 });
  await adds('Sow the peas');
  await expect(lineOf(page, 'Sow the peas')).toBeVisible();
  await expect(lineOf(page, 'Buy nails')).toHaveCount(0);
  await expect(page.locator('.chosen')).toHaveText('1 chosen');
  await ana.perform('task.move', { pursuance: slug, task: 1, parent: 3 });
  await expect(page.locator('#row-3 #row-1')).toBeVisible();
  await expect(box(1)).toBeChecked();
});

test('what somebody writes, or has marked, holds back its own line alone, and the page says so', async ({ world, page }) => {
  const { slug, ana, adds } = await gardener(world, ['Mend the fence', 'Buy nails']);
  await enter(page, ana);
  await opensFirst(page, `${world.a.baseUrl}/p/${slug}`);
  const bar = page.locator('.stale');
  await lineOf(page, 'Mend the fence').getByRole('link').first().evaluate((link) => getSelection()?.selectAllChildren(link));
  await adds('Water the beds');
  await expect(lineOf(page, 'Water the beds')).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe('Mend the fence');
  await ana.perform('task.trash', { pursuance: slug, task: 1 });
  await expect(bar).toBeVisible();
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await expect(lineOf(page, 'Mend the fence')).toHaveCount(0);
  await expect(bar).toBeHidden();

  await page.locator('#row-2 > .row .t > a').focus();
  await page.keyboard.press('F2');
  const field = page.locator('#row-2 .rename > input');
  await field.fill('Buy screws');
  await field.blur();
  await adds('Sow the peas');
  await expect(lineOf(page, 'Sow the peas')).toBeVisible();
  await expect(field).toHaveValue('Buy screws');
});

test('a tab that is held up gives the stream to the next one that is looked at', async ({ world, page }) => {
  const { slug, ana, adds } = await gardener(world, ['Mend the fence']);
  await enter(page, ana);
  const address = `${world.a.baseUrl}/p/${slug}`;
  await opensFirst(page, address);
  const second = await page.context().newPage();
  await second.goto(address);
  await adds('Buy nails');
  await expect(lineOf(second, 'Buy nails')).toBeVisible();

  const asking = page.waitForEvent('dialog');
  await page.evaluate(() => {
    setTimeout(() => confirm('Print?'));
  });
  const dialog = await asking;
  const stream = second.waitForRequest((request) => new URL(request.url()).pathname === '/live');
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await stream;
  await adds('Water the beds');
  await expect(lineOf(second, 'Water the beds')).toBeVisible();
  await expect(second.locator('.stale')).toBeHidden();
  await dialog.dismiss();
  await expect(lineOf(page, 'Water the beds')).toBeVisible();
});

test('whoever signs out in one tab is told so in the others', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await opensFirst(ines.page, `${world.a.baseUrl}/p/${slug}`);
  const second = await ines.page.context().newPage();
  await second.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(ines.page.locator('.stale')).toContainText('is not brought up to date.');
});

/** The words and controls of a page of a task, but for times and for the script's additions at its edges. */
function told(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.getElementById('main')?.cloneNode(true) as HTMLElement;
    main.querySelectorAll('time, .flash, .stale, #live-status, .names').forEach((edge) => edge.remove());
    const forms = Array.from(main.querySelectorAll('form'), (form) => form.getAttribute('action') ?? '');
    const words = (main.textContent ?? '').split('\n').map((line) => line.trim());
    return [...words.filter((line) => line !== ''), ...forms];
  });
}

test('what was said of an offer goes when it is answered', async ({ world, page }) => {
  const { slug, ana } = await gardener(world, ['Mend the fence']);
  const wim = await world.a.person(fresh('wim'));
  const menders = fresh('menders');
  await wim.perform('pursuance.create', { slug: menders, name: 'Menders', mission: '', visibility: 'public' });
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/1/hand-over?to=${menders}`);
  await page.getByRole('button', { name: 'Send the offer' }).click();
  await expect(page.locator('.flash')).toContainText('The offer is on its way.');
  const offers = async (): Promise<{ delegation: string }[]> =>
    (await wim.read<{ items: { delegation: string }[] }>(`pursuances/${menders}/delegations`)).items;
  await expect.poll(async () => (await offers()).length).toBe(1);
  for (const { delegation } of await offers()) await wim.perform('delegation.decline', { delegation, reason: 'Not this month.' });
  await expect(page.locator('.flash')).toHaveCount(0);
});

test('when the phase changes, what was said before goes, and the page reads as if it was opened now', async ({ world, page }) => {
  const { slug, ana } = await gardener(world, ['Mend the fence', 'Buy nails']);
  await enter(page, ana);
  const address = `${world.a.baseUrl}/p/${slug}/t/1`;
  await opensFirst(page, address);
  const fresh = await page.context().newPage();
  const phase = (name: string): Promise<unknown> => ana.perform('task.set_phase', { pursuance: slug, task: 1, phase: name });
  const button = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const reads = async (): Promise<void> => {
    await expect(page.locator('.flash')).toHaveCount(0);
    await fresh.goto(address);
    await expect.poll(() => told(page)).toEqual(await told(fresh));
  };
  await button('Take it');
  await expect(page.locator('.flash')).toContainText('It is yours.');
  // Another change leaves it there.
  await ana.perform('task.comment', { pursuance: slug, task: 1, body: 'Which fence?' });
  await expect(page.locator('#discussion')).toContainText('Which fence?');
  await expect(page.locator('.flash')).toBeVisible();
  await phase('in_progress');
  await reads();
  await button('Done');
  await expect(page.locator('.flash')).toContainText('Finished.');
  for (const next of ['in_progress', 'started', 'done', 'in_progress', 'dropped']) {
    await phase(next);
    await reads();
  }
});
