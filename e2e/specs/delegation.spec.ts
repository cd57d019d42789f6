// The main job, by the pages alone: a pursuance hands a task to a pursuance on another server, and it comes back done.

import type { Browser } from '@playwright/test';

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

/** Parts of a task's page. */
const PHASE = 'main header .flex > .phase';
const TIMELINE = '[data-part^="timeline"]';
const BETWEEN = '[data-part="between"]';
const TALK = '#discussion';
/** Pixels that the page of a task under way may be high on a phone, without anything said or split yet. */
const SHORT = 3000;

interface Pursuance {
  visitor: Visitor;
  slug: string;
  name: string;
  handle: string;
}

/** Somebody new on each server, each with a pursuance of their own. */
async function neighbours(world: World, browser: Browser): Promise<{ river: Pursuance; lingua: Pursuance }> {
  const [river, lingua] = await Promise.all([
    founds(await Visitor.joins(browser, world.a, fresh('ruth')), fresh('river'), 'River Watch', 'We measure the river.'),
    founds(await Visitor.joins(browser, world.b, fresh('tomas')), fresh('lingua'), 'Lingua', 'We translate for others.'),
  ]);
  return { river, lingua };
}

async function founds(visitor: Visitor, slug: string, name: string, mission: string): Promise<Pursuance> {
  await visitor.starts(slug, name, mission);
  return { visitor, slug, name, handle: `${slug}@${visitor.home.authority}` };
}

/** Writes a task, looks the other pursuance up and offers it to them. Ends on the task's page. */
async function offers(from: Pursuance, to: Pursuance, title: string): Promise<void> {
  const { visitor } = from;
  await visitor.opens(`/p/${from.slug}`);
  await visitor.adds(title);
  await visitor.follows(title);
  await visitor.handsOver();
  await looksUp(visitor, to);
  // The preview stands above, where there is no room for it beside.
  const places = ['#preview', '#offer', 'button[form="offer"]'].map((one) => visitor.page.locator(one).first().boundingBox());
  const [preview, offer, send] = await Promise.all(places);
  if (!preview || !offer || !send) throw new Error('the form has a preview and a button');
  const isBeside = preview.x >= offer.x + offer.width;
  expect(isBeside || preview.y + preview.height <= send.y, JSON.stringify({ preview, offer, send })).toBe(true);
  expect(send.x).toBeLessThan(offer.x + offer.width);
  await visitor.presses('Send the offer');
  await visitor.isTold('The offer is on its way.');
}

async function looksUp(visitor: Visitor, to: Pursuance): Promise<void> {
  await visitor.page.locator('#address').fill(to.handle);
  await visitor.page.getByRole('button', { name: /^(Go on$|Look them)/ }).click();
  await expect(visitor.part('#chosen')).toContainText(to.name);
}

/** Says yes to the offer once it is there, and arrives at the task that it made. */
async function accepts(by: Pursuance, title: string): Promise<void> {
  const { visitor } = by;
  await visitor.opens(`/p/${by.slug}/incoming`);
  await visitor.reads('[data-part="offers"]', title);
  await visitor.part('article').filter({ hasText: title }).getByRole('button', { name: 'Accept' }).click();
  await visitor.isTold('Accepted.');
  await expect(visitor.page.getByRole('heading', { level: 1 })).toHaveText(title);
  await visitor.reads(TIMELINE, 'confirmed, and the work began');
}

test('a task is handed over, done elsewhere, and comes back @phone @core', async ({ world, browser }) => {
  test.setTimeout(120_000);
  const { river, lingua } = await neighbours(world, browser);
  const [ruth, tomas] = [river.visitor, lingua.visitor];
  const title = 'Translate the overflow report';

  await test.step('the task is written down', async () => {
    await ruth.opens(`/p/${river.slug}`);
    await ruth.adds(title);
    await ruth.follows(title);
    await ruth.chooses('Edit details');
    await ruth.page.getByLabel('What is needed').fill('One page of **plain French** for every page of the report.');
    await ruth.page.getByLabel('Skills').fill('Language:French');
    await ruth.page.getByLabel('Due').fill('2030-05-01');
    await ruth.presses('Save');
    await ruth.isTold('Saved.');
    await ruth.says('The annex is not part of it.');
  });

  await test.step('it is offered, with a look at what they will see', async () => {
    await ruth.handsOver();
    await looksUp(ruth, lingua);
    await expect(ruth.part('#chosen')).toContainText('We translate for others.');
    await expect(ruth.part('#chosen')).toContainText('Known here since');
    await expect(ruth.part('.card.away')).toContainText('plain French');
    await expect(ruth.part('.notice.away')).toContainText(`the operators of ${world.b.authority} can read it`);
    await ruth.page.getByLabel('The discussion so far, one message').check();
    await ruth.page.getByLabel('Names of people').check();
    await ruth.page.getByLabel('Message with the offer').fill('You did the last one so well.');
    await ruth.presses('Send the offer');
    await ruth.isTold('The offer is on its way.');
    await expect(ruth.page.getByRole('heading', { name: 'Offered to Lingua' })).toBeVisible();
    await ruth.reads(BETWEEN, /Delivered|Up to date/);
  });

  await test.step('they suggest another date', async () => {
    await tomas.opens('/');
    await tomas.reads('[data-part="next"]', title);
    await tomas.opens(`/p/${lingua.slug}`);
    await tomas.adds('Reports');
    await tomas.page.getByRole('navigation', { name: 'Lingua' }).getByRole('link', { name: 'Requests' }).click();
    const offer = tomas.part('article').filter({ hasText: title });
    for (const words of ['You did the last one so well.', 'plain French', 'Language:French', 'We measure the river.']) {
      await expect(offer).toContainText(words);
    }
    await tomas.unfolds('Suggest other terms, or ask something');
    await tomas.page.getByLabel('Finished by').fill('2030-05-15');
    await tomas.page.getByLabel('Your question or suggestion').fill('Two weeks more, please.');
    await tomas.presses('Send it');
    await tomas.isTold('The terms change only if they send a new offer.');
  });

  await test.step('they are offered that date', async () => {
    await ruth.reads('#counter', 'Two weeks more, please.');
    await expect(ruth.part('#counter').getByLabel('Finished by')).toHaveValue('2030-05-15');
    await ruth.presses('Send the new offer');
    await ruth.isTold('The new terms are on their way.');
  });

  await test.step('they accept it, among their own tasks', async () => {
    await tomas.reads('[data-part="offers"]', 'They changed their offer');
    await expect(tomas.part('[data-part="offers"] .diff')).toContainText('15 May');
    await tomas.page.getByLabel('Put it under').selectOption({ label: 'Reports #1' });
    await tomas.part('article').filter({ hasText: title }).getByRole('button', { name: 'Accept' }).click();
    await tomas.isTold('Accepted.');
    await tomas.opens(`/p/${lingua.slug}`);
    await tomas.reads('#outline', title);
    await tomas.follows(title);
    await expect(tomas.page.getByRole('navigation', { name: 'Where this is' })).toContainText('Reports');
    await expect(tomas.part(TALK)).toContainText('The annex is not part of it.');
    await tomas.reads(TIMELINE, 'confirmed, and the work began');
    await ruth.reads(TIMELINE, 'accepted the offer');
    await expect(ruth.page.getByRole('heading', { name: 'Handed to Lingua' })).toBeVisible();
    await expect(ruth.part('#facts')).toContainText(`@${world.b.authority}`);
  });

  await test.step('they split it, work, and tell how it goes', async () => {
    await tomas.presses('Take it');
    await tomas.isTold('It is yours.');
    await tomas.presses('Start working');
    await tomas.adds('First half', `New task under ${title}`);
    await tomas.adds('Second half', `New task under ${title}`);
    for (const part of ['First half', 'Second half']) {
      await tomas.follows(part);
      for (const step of ['Take it', 'Done']) await tomas.presses(step);
      await expect(tomas.part(PHASE)).toHaveText('Done');
      await tomas.page.getByRole('navigation', { name: 'Where this is' }).getByRole('link', { name: title }).click();
    }
    await tomas.unfolds('Post an update');
    await tomas.page.getByLabel('How does it go?').fill('All of it is there as a draft.');
    await tomas.presses('Post the update');
    await tomas.isTold('They can read it within a minute.');
    world.clock.advance({ minutes: 1 });
    await ruth.reads(TIMELINE, 'All of it is there as a draft.');
    await expect(ruth.part(PHASE)).toHaveText('In progress');
    await expect(ruth.part('main header')).toContainText('2 of 2 done');
    await expect(ruth.part(`${TIMELINE} progress`).last()).toHaveAttribute('value', '100');
  });

  await test.step('both talk about it', async () => {
    await tomas.says('Is “crue” too strong for page 3?');
    await ruth.reads(TALK, 'Is “crue” too strong for page 3?');
    await ruth.says('It was a flood. Leave it.');
    await tomas.reads(TALK, 'It was a flood. Leave it.');
  });

  await test.step('the work is handed in with a file, and sent back', async () => {
    const file = { name: 'report-fr.txt', mimeType: 'text/plain', buffer: Buffer.from('Le rapport.\n') };
    await tomas.unfolds('Attach a file');
    await tomas.page.getByLabel('File that goes along').setInputFiles(file);
    await tomas.presses('Attach it');
    await tomas.isTold('The file is there.');
    await tomas.page.getByLabel('What was done').fill('The whole report, in plain French.');
    await expect(tomas.part('#hand-in').getByLabel('report-fr.txt')).toBeChecked();
    await tomas.presses('Hand in');
    await tomas.isTold('Handed in.');

    await ruth.reads('#review', 'The whole report, in plain French.');
    await expect(ruth.part(PHASE)).toHaveText('Ready for review');
    const link = ruth.part('#review').getByRole('link', { name: 'report-fr.txt', exact: true });
    await ruth.looksUntil(() => expect(link).toBeVisible({ timeout: 1 }));
    const copy = await ruth.page.request.get(ruth.home.baseUrl + (await link.getAttribute('href')));
    expect(await copy.text()).toBe('Le rapport.\n');
    expect(copy.headers()['content-disposition']).toContain('attachment');
    await ruth.presses('Start the review');
    await expect(ruth.part(PHASE)).toHaveText('In review');
    await tomas.reads(TIMELINE, 'began the review');
    await ruth.page.getByLabel(/^A word to/).fill('Page 7 still has the old numbers.');
    await ruth.presses('Send back');
    await ruth.isTold('Sent back with your comment.');
  });

  await test.step('it is handed in again, and accepted', async () => {
    await tomas.reads('#sent-back', 'Page 7 still has the old numbers.');
    await tomas.page.getByLabel('What was done').fill('The same with the new numbers.');
    await tomas.presses('Hand in');
    await ruth.reads('#review', 'The same with the new numbers.');
    await ruth.page.getByLabel(/^A word to/).fill('Thank you!');
    await ruth.presses('Accept the work');
    await ruth.isTold('Accepted. The task is done.');
  });

  await test.step('both pages say the same', async () => {
    for (const visitor of [ruth, tomas]) {
      await visitor.reads(PHASE, 'Done');
      await visitor.reads(BETWEEN, 'Up to date');
      const told = visitor.part(TIMELINE);
      for (const words of ['offered it', 'suggested other terms', 'offered it on new terms', 'accepted the offer', 'handed in the work', 'sent it back', 'accepted the work']) {
        await expect(told).toContainText(words);
      }
      await expect(told.locator('li').last()).toContainText('Done');
    }
    await expect(ruth.part(TIMELINE)).toContainText(tomas.name);
    await expect(tomas.part(TIMELINE)).toContainText(ruth.name);
  });
});

test('a task that is recalled is free again, and work on it stops', async ({ world, browser }) => {
  const { river, lingua } = await neighbours(world, browser);
  const title = 'Count the herons';
  await offers(river, lingua, title);
  await accepts(lingua, title);
  await river.visitor.reads(TIMELINE, 'confirmed, and the work began');

  await river.visitor.chooses('Recall from Lingua');
  const recall = await river.visitor.unfolds('Recall from Lingua');
  await recall.getByLabel('Why').selectOption('Somebody else does it');
  await recall.getByLabel('Reason').fill('We found somebody nearby.');
  await river.visitor.presses('Recall the task');

  await lingua.visitor.reads('main', 'We found somebody nearby.');
  await expect(lingua.visitor.part(TIMELINE)).toContainText('Somebody else does it.');
  await expect(lingua.visitor.part('main')).toContainText('Recalled');
  await river.visitor.looksUntil(() => expect(river.visitor.part('#facts')).toContainText('Nobody yet', { timeout: 1 }));
  await expect(river.visitor.part('main')).toContainText('Recalled');
});

test('a task that is given back is free again', async ({ world, browser }) => {
  const { river, lingua } = await neighbours(world, browser);
  const title = 'Count the otters';
  await offers(river, lingua, title);
  await accepts(lingua, title);

  await lingua.visitor.chooses('Give back to River Watch');
  const giving = await lingua.visitor.unfolds('Give back to River Watch');
  await giving.getByLabel('Why').selectOption('It needs skills that nobody here has');
  await giving.getByLabel('Reason').fill('Nobody here can swim.');
  await lingua.visitor.presses('Give it back');
  await lingua.visitor.isTold('Given back.');

  await river.visitor.looksUntil(() => expect(river.visitor.part('#facts')).toContainText('Nobody yet', { timeout: 1 }));
  await expect(river.visitor.part('main')).toContainText('Given back');
  await lingua.visitor.reads('main', 'Given back');
});

test('a task cannot come back to where it has been', async ({ world, browser }) => {
  const { river, lingua } = await neighbours(world, browser);
  const title = 'Draw the floodplain';
  await river.visitor.opens(`/p/${river.slug}`);
  await river.visitor.adds(title);
  await river.visitor.follows(title);
  await river.visitor.handsOver();
  await looksUp(river.visitor, lingua);
  await river.visitor.page.getByLabel('They may hand it on').check();
  await river.visitor.presses('Send the offer');
  await accepts(lingua, title);

  await lingua.visitor.chooses('More about this hand-over');
  await lingua.visitor.page.getByRole('link', { name: 'Hand it on to another pursuance' }).click();
  const known = lingua.visitor.page.getByRole('radio', { name: /River Watch.*has handed this task on already/s });
  if (await known.count()) await expect(known).toBeDisabled();
  await lingua.visitor.page.locator('#address').fill(river.handle);
  await lingua.visitor.page.getByRole('button', { name: /^(Go on$|Look them)/ }).click();
  await expect(lingua.visitor.part('#address-error')).toContainText('River Watch has handed this task on already');
});

test('on a phone what others asked for is a short page, and what it hides opens from the menu', async ({ world, browser }) => {
  const { river, lingua } = await neighbours(world, browser);
  const title = 'Count the swans';
  await offers(river, lingua, title);
  await accepts(lingua, title);
  const { page } = lingua.visitor;
  await page.setViewportSize({ width: 390, height: 844 });
  await lingua.visitor.presses('Take it');
  await lingua.visitor.presses('Start working');

  await expect(page.getByRole('heading', { name: 'Hand in to River Watch' })).toBeInViewport();
  // Without the notice of the last step.
  await page.goto(page.url());
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(SHORT);
  const givingBack = page.locator('#return');
  await expect(givingBack).toBeHidden();
  await lingua.visitor.chooses('Give back to River Watch');
  await expect(givingBack.getByLabel('Reason')).toBeVisible();
});
