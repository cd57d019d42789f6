// An open page brings itself up to date, without a reload and without touching what somebody is writing.

import { enter } from '../support/session.ts';
import { fresh, offered, taken } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('what happens on the other server appears on an open page', async ({ world, page }) => {
  const { origin, delegate } = await taken(await offered(world));
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
  await expect(page.locator('#live-status')).toHaveText('This page was just updated.');
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
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.adds('Buy nails');
  await ines.follows('Mend the fence');
  await ines.page.locator('#add-title').fill('Measure it');
  await ines.page.locator('#add-title').press('Enter');
  await expect(ines.row('Measure it')).toBeVisible();
  const ruth = await Visitor.joins(browser, world.a, fresh('ruth'));
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
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
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
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
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
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
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
  const ruth = await Visitor.joins(browser, world.a, fresh('ruth'));
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
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Mend the fence');
  await ines.opens(`/p/${slug}`);
  const bar = ines.page.locator('.stale');
  await expect(bar).toBeHidden();
  const other = await Visitor.joins(browser, world.a, fresh('ruth'));
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
