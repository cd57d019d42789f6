// Work on a private task is handed in with words, judged with words, and its page says so afterwards.

import type { Browser, Page } from '@playwright/test';

import { complaintsOf, field, founds, invites, isForEverybody, ROUND, signs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import { World } from '../support/world.ts';

const NAME = 'Owls of the wall';
const [TASK, NEXT] = ['Mend the nest', 'Watch the nest'];
const DONE = 'The roof is on, and the door opens to the south.';

/** Somebody comes by a link. */
async function comes(browser: Browser, world: World, name: string, link: string): Promise<Visitor> {
  const who = await Visitor.joins(browser, world.a, fresh(name));
  await who.page.goto(link);
  await who.part('[data-sealed="enter"] button:not([type="button"])').click();
  await expect(who.page.getByRole('heading', { level: 1 })).toHaveText(NAME, { timeout: 2 * ROUND.timeout });
  return who;
}

/** Ana's pursuance with a task, and the path of it. */
async function begins(browser: Browser, world: World): Promise<{ ana: Visitor; path: string }> {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: NAME, mission: '', display: 'Ana of the owls' });
  await writes(ana.page, TASK);
  return { ana, path };
}

/** Chooses who reviews the task of the page. */
async function isReviewedBy(page: Page, name: string): Promise<void> {
  await page.getByText('Choose who reviews it').click();
  await signs(page, name);
}

/** The page is usable by everybody, and as wide as a phone. */
async function fitsAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await isForEverybody(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}

test('work is handed in with words, which its reviewer reads above the buttons, and thanks stand on top of what is accepted', async ({ world, browser }) => {
  const { ana, path } = await begins(browser, world);
  const complaints = complaintsOf(ana.page);
  await writes(ana.page, NEXT);
  await ana.opens(`${path}/t/2`);
  await ana.page.locator('#waits > summary').click();
  const line = ana.page.locator('#waits [data-sealed="depend"] input');
  await line.fill('1');
  const tied = ana.page.waitForEvent('load');
  await line.press('Enter');
  await tied;
  await expect(ana.part('[data-part="dependencies"]')).toContainText(TASK);
  const ben = await comes(browser, world, 'ben', await invites(ana, path, 'For Ben'));
  await ana.opens(`${path}/t/1`);
  await isReviewedBy(ana.page, 'Ana of the owls');
  await ben.opens(`${path}/t/1`);
  await signs(ben.page, 'Take it');

  // The network is lost before it arrives, and then only the answer is: the words stay, and are said once.
  const words = field(ben.page, 'What was done');
  await expect(ben.part('#step')).toContainText('Ana of the owls reviews it.');
  await fitsAPhone(ben.page);
  await words.fill(DONE);
  await ben.page.context().setOffline(true);
  await ben.presses('Hand in for review');
  await expect(ben.page.getByRole('alert')).toBeVisible();
  await ben.page.context().setOffline(false);
  await ben.opens(`${path}/t/1`);
  await expect(words).toHaveValue(DONE);
  await ben.page.route('**/sealed/put', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await ben.presses('Hand in for review');
  await expect(ben.page.getByRole('alert')).toBeVisible();
  await ben.page.unroute('**/sealed/put');
  await signs(ben.page, 'Hand in for review');
  await expect(ben.part('[data-part="head"] .phase')).toHaveText('Ready for review');
  await expect(ben.part('#discussion article .prose')).toHaveText([DONE]);
  await expect(words).toHaveCount(0);

  await ana.opens(`${path}/t/1`);
  const told = ana.part('#step blockquote');
  await expect(told).toHaveText(DONE);
  await expect(ana.part('#step')).toContainText(`${ben.name} says this is finished.`);
  const accept = ana.page.getByRole('button', { name: 'Accept the work' });
  const [above, below] = [await told.boundingBox(), await accept.boundingBox()];
  expect(above && below && above.y + above.height).toBeLessThan(below?.y ?? 0);
  await fitsAPhone(ana.page);

  // Another wording of it is read there, too.
  await ben.part('#discussion article .menu > summary').click();
  await ben.part('#discussion [data-do="edit"]').click();
  await expect(ben.part('#discussion article .menu')).not.toHaveAttribute('open');
  await ben.part('[data-sealed="talk"] textarea').fill('The roof is on.');
  const sent = ben.page.waitForEvent('load');
  await ben.part('[data-sealed="talk"] form button:not([type="button"])').click();
  await sent;
  await ana.opens(`${path}/t/1`);
  await expect(told).toHaveText('The roof is on.');

  await field(ana.page, `A word to ${ben.name}`).fill('Thank you, the owls like it');
  await signs(ana.page, 'Accept the work');
  await expect(ana.part('#ended')).toContainText('You accepted this');
  await ben.opens(`${path}/t/1`);
  const ended = ben.part('#ended');
  await expect(ended).toContainText('Accepted by Ana of the owls');
  await expect(ended.locator('blockquote')).toHaveText('Thank you, the owls like it');
  await expect(ended.getByRole('link')).toHaveText([NEXT]);
  await fitsAPhone(ben.page);
  await expect(ben.page.getByRole('alert')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a reviewer reads what was handed in before, says what becomes of open subtasks, and takes all of it back', async ({ world, browser }) => {
  const { ana, path } = await begins(browser, world);
  const complaints = complaintsOf(ana.page);
  const ben = await comes(browser, world, 'ben', await invites(ana, path, 'For Ben'));
  // A field names whom its device knows by the name that they signed.
  await ana.opens(`${path}/members`);
  await expect(ana.part('[data-sealed="members"]')).toContainText(`Compare numbers with ${ben.name}`, ROUND);
  await ana.opens(`${path}/t/1`);
  await isReviewedBy(ana.page, 'Ana of the owls');
  await ben.opens(`${path}/t/1`);
  await signs(ben.page, 'Take it');
  const [first, missing] = ['The walls stand.', 'It has no roof.'];
  for (const words of [first, DONE]) {
    await field(ben.page, 'What was done').fill(words);
    await signs(ben.page, 'Hand in for review');
    await expect(ben.part('#step')).toContainText('It waits for its review by Ana of the owls');
    if (words === DONE) continue;
    await ana.opens(`${path}/t/1`);
    await field(ana.page, `A word to ${ben.name}`).fill(missing);
    await signs(ana.page, 'Send back');
    await ben.opens(`${path}/t/1`);
  }
  await ana.opens(`${path}/t/1`);
  const told = ana.part('#step blockquote');
  await expect(told.first()).toHaveText(DONE);
  const before = ana.part('#handed-in-before');
  await before.locator('summary').click();
  await expect(before.locator('blockquote')).toHaveText([first, missing]);
  await expect(before).toContainText('You sent it back');
  await signs(ana.page, 'Start the review');
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('#others')).toContainText('Ana of the owls has been reviewing your work since');

  // A part of it is open: the press asks once more.
  await writes(ana.page, NEXT, '#subtasks');
  const fate = ana.page.getByLabel('Subtasks that are still open: 1. With it …');
  await expect(fate).toBeVisible();
  await ana.presses('Accept the work');
  await expect(ana.part('#step').getByRole('alert')).toHaveText('Say what becomes of them.');
  await expect(fate).toBeFocused();
  await fitsAPhone(ana.page);
  await fate.selectOption({ label: 'they are done too' });
  await signs(ana.page, 'Accept the work');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('Done');
  await expect(ana.part('#subtasks .phase')).toHaveText(['Done']);
  await signs(ana.page, 'Undo for 10 min');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('In review');
  await expect(ana.page.getByRole('alert')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('where the reviewer is silent, somebody else decides, and words are held against who signed them', async ({ browser }) => {
  // Days pass: in a world of its own, since those of others go on by the same clock.
  const world = await World.start();
  try {
    await decidesInPlace(world, browser);
  } finally {
    await world.end();
  }
});

async function decidesInPlace(world: World, browser: Browser): Promise<void> {
  const { ana, path } = await begins(browser, world);
  const ben = await comes(browser, world, 'ben', await invites(ana, path, 'For Ben'));
  const cay = await comes(browser, world, 'cay', await invites(ana, path, 'For Cay'));
  // A button names whom its device knows by the name that they signed.
  await ana.opens(`${path}/members`);
  await expect(ana.part('[data-sealed="members"]')).toContainText(`Compare numbers with ${cay.name}`, ROUND);
  await ana.opens(`${path}/t/1`);
  await isReviewedBy(ana.page, cay.name);
  await ben.opens(`${path}/t/1`);
  await signs(ben.page, 'Take it');
  await field(ben.page, 'What was done').fill(DONE);
  await signs(ben.page, 'Hand in for review');

  world.clock.advance({ days: 9 });
  await ana.opens(`${path}/t/1`);
  await expect(ana.part('#step')).toHaveCount(0);
  const place = ana.part('#in-place');
  await expect(place.locator('summary')).toHaveText(`Review it for ${cay.name}`);
  await place.locator('summary').click();
  await expect(place.locator('blockquote')).toHaveText(DONE);
  await fitsAPhone(ana.page);
  await field(ana.page, `A word to ${ben.name}`).fill('Thank you');
  await signs(ana.page, 'Accept the work');
  await expect(ana.part('[data-part="head"] .phase')).toHaveText('Done');
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('#ended')).toContainText('Accepted by Ana of the owls');
  await expect(ben.part('#ended blockquote')).toHaveText('Thank you');

  // A server that shows them as those of somebody else is found out.
  await ben.page.route('**/t/1', async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const by = /(<blockquote[^>]*data-by=")[0-9a-f]{64}/;
    await route.fulfill({ response: answer, body: text.replace(by, `$1${'0f'.repeat(32)}`) });
  });
  await ben.page.reload();
  await expect(ben.part('#ended blockquote [data-lie="changed"]')).toBeVisible(ROUND);
  // The page may ask once more in the moment in which it is closed.
  await ben.page.unrouteAll({ behavior: 'ignoreErrors' });
}

test('keys lead to who does it and to the discussion, nobody is offered their own work, and what is removed is named', async ({ world, browser }) => {
  const { ana, path } = await begins(browser, world);
  const complaints = complaintsOf(ana.page);
  const ben = await comes(browser, world, 'ben', await invites(ana, path, 'For Ben'));
  await ana.opens(`${path}/t/1`);
  const [assign, reviewer] = [ana.part('#assign'), ana.part('#reviewer')];
  await expect(assign.locator('button').first()).toBeEnabled();
  await ana.page.keyboard.press('a');
  await expect(assign.locator('button').first()).toBeFocused();
  await expect(assign.locator('button')).toHaveCount(2);
  // Ben signed no name that this page has read yet, or has by now: the question says which of the two it is.
  await assign.locator('button').filter({ hasText: ben.name }).click();
  await expect(assign.locator('button').filter({ hasText: ben.name })).toHaveText(new RegExp(`^${ben.name}( \\(name of the account\\))?$`));
  // One list open at a time.
  await ana.opens(`${path}/t/1`);
  await isReviewedBy(ana.page, 'Ana of the owls');
  await ben.opens(`${path}/t/1`);
  await signs(ben.page, 'Take it');
  await ana.opens(`${path}/t/1`);
  await expect(ana.part('#facts')).toContainText(ben.name);
  await expect(assign).toHaveCount(0);
  await expect(reviewer).toHaveCount(0);

  // The search stands above the field once something was said.
  const said = 'The owls came back last night, all four of them, and the roof held.';
  const words = 'The owls came back last night, all four…';
  await field(ben.page, 'Add to the discussion').fill(said);
  await signs(ben.page, 'Send');
  await ana.opens(`${path}/t/1`);
  const line = ana.part('#discussion textarea');
  await expect(ana.page.getByText('Search this discussion')).toBeVisible();
  await ana.page.keyboard.press('r');
  await expect(line).toBeFocused();
  await line.blur();
  const menu = (who: Visitor) => who.part('#discussion article').filter({ hasText: said }).locator('.menu > summary');
  await menu(ana).click();
  await ana.part('#discussion [data-do="remove"]').click();
  await expect(ana.part('[data-sealed="talk"] form')).toContainText(new RegExp(`What ${ben.name}.* wrote: “${words}”`));
  await menu(ben).click();
  await ben.part('#discussion [data-do="retract"]').click();
  await expect(ben.part('#discussion [data-do="retract"]')).toHaveText(`Really delete “${words}”`);
  await signs(ben.page, `Really delete “${words}”`);
  await expect(ben.part('#discussion article')).toContainText('Deleted by its author.');
  expect(complaints).toEqual([]);
});
