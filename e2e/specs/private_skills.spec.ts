// Skills in a private pursuance against the real server: a task finds the member who has what it needs, and the server reads no name of it.

import { accepts, complaintsOf, field, founds, invites, isForEverybody, ROUND, signs, whereIs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

/** A word that stands nowhere else. */
const marked = (stem: string): string => `${stem}${Math.random().toString(36).slice(2, 10)}Qx`;

test('a task asks who has its skills, or learns one with a mentor, and says what blocks it', async ({ world, browser }) => {
  const [rope, ink, tea, ice] = [marked('Rope'), marked('Ink'), marked('Tea'), marked('Ice')];
  const title = `Repair the ${marked('Nest')}`;
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const complaints = complaintsOf(ana.page);
  const path = await founds(ana, { name: 'Owls at dusk', mission: 'We count them.', display: 'Ana' });
  await writes(ana.page, title);
  const link = await invites(ana, path, 'For the new ones');

  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  const bens = complaintsOf(ben.page);
  await ben.page.goto(link);
  await accepts(ben.page);
  await expect(ben.page).toHaveURL(world.a.baseUrl + path);
  // A page of Ana that is opened now gives him the key.
  await ana.opens(path);
  await expect(async () => {
    await ben.opens(`${path}/members`);
    await ben.page.locator('summary').filter({ hasText: 'You in this pursuance' }).click();
    await expect(field(ben.page, 'You can')).toBeVisible({ timeout: 5_000 });
  }).toPass(ROUND);

  // His profile in it.
  await field(ben.page, 'You can').fill(`${rope}, ${ink}`);
  await field(ben.page, 'You are learning').fill(tea);
  await isForEverybody(ben.page);
  await ben.presses('Save');
  await expect(ben.part('#own')).toContainText('Saved, encrypted and signed.');
  await expect(ben.part('[data-sealed="members"]')).toContainText(`Can: ${rope}, ${ink}, ${tea} (learning)`);

  // A task that needs both, in any spelling.
  await ana.opens(`${path}/t/1/edit`);
  await field(ana.page, 'Skills').fill(`${ink.toUpperCase()},  ${rope}`);
  await ana.presses('Save');
  await expect(ana.page).toHaveURL(`${world.a.baseUrl}${path}/t/1`);
  await expect(ana.part('#facts')).toContainText(rope);
  await signs(ana.page, 'Ask for help');
  await expect(ana.part('#asking')).toContainText('Members with these skills are asked.');

  await expect(async () => {
    await ben.opens('/offers');
    await expect(ben.part('main').getByRole('link', { name: title, exact: true }).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await ana.opens(path);
  await ana.opens(`${path}/t/1`);
  await ana.part('#asking').getByRole('link', { name: 'See who' }).click();
  await expect(ana.part('#asked + .rows')).toContainText(ben.name);

  // Blocks are told in words, and by the name of a member.
  await ana.opens(`${path}/t/1`);
  await ana.page.getByText('Say what it waits for').click();
  await field(ana.page, 'What blocks it?').fill(`The ${ice} is too thin`);
  await isForEverybody(ana.page);
  await signs(ana.page, 'It is blocked');
  await expect(ana.part('#blocks')).toContainText(ice);
  await expect(ana.part('.page-head')).toContainText('Later');
  await ana.page.getByText('Say what it waits for').click();
  await field(ana.page, 'Or a member blocks it').selectOption({ label: ben.name });
  await ana.presses('Say who blocks it');
  await expect(ana.part('#blocks li')).toHaveCount(2);
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('#blocks')).toContainText(ice);
  await expect(ben.part('#blocks li')).toHaveCount(2);
  await ana.presses('It is no longer blocked');
  await expect(ana.part('#blocks')).toHaveCount(0);

  // Of another one he lacks what he learns: whoever helps with that is asked first, and reads on the device what it is.
  await ana.opens(`${path}/members`);
  await ana.page.locator('summary').filter({ hasText: 'You in this pursuance' }).click();
  await field(ana.page, 'You can, and help others to learn').fill(tea);
  await ana.presses('Save');
  await expect(ana.part('#own')).toContainText('Saved, encrypted and signed.');
  const second = `Brew for the ${marked('Moot')}`;
  await ana.opens(path);
  await writes(ana.page, second);
  await ana.opens(`${path}/t/2/edit`);
  await field(ana.page, 'Skills').fill(`${tea}, ${rope}`);
  await ana.presses('Save');
  await expect(ana.page).toHaveURL(`${world.a.baseUrl}${path}/t/2`);
  await signs(ana.page, 'Ask for help');
  const asked = ana.part('main').locator('article').filter({ hasText: 'Would you accompany a learner?' });
  await expect(async () => {
    await ana.opens('/offers');
    await expect(asked).toContainText(`Somebody who learns ${tea} could do this with your help`, { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await isForEverybody(ana.page);
  await asked.getByRole('button', { name: /^I accompany somebody/ }).click();
  await expect(ana.part('.flash')).toContainText('Learners are asked now.');
  await expect(async () => {
    await ben.opens('/offers');
    await expect(ben.part('main')).toContainText(`${ana.name} has said that they accompany you`, { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await ben.opens(`${path}/t/2`);
  await expect(ben.part('#lesson')).toContainText('learn one of its skills');
  await signs(ben.page, 'Take it');
  await expect(ben.part('#facts')).toContainText('Accompanied by');

  expect(whereIs([ice], { folder: world.a.dataDir, log: world.a.log })).toEqual([]);
  expect(whereIs([rope, ink, tea], { folder: world.a.dataDir, log: world.a.log })).toEqual([]);
  expect(whereIs([ink.toUpperCase()], { folder: world.a.dataDir, log: world.a.log })).toEqual([]);
  expect([...complaints, ...bens]).toEqual([]);
});
