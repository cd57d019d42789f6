// Skills and time of somebody, in a browser whose clocks are those of Tokyo.

import { AxeBuilder } from '@axe-core/playwright';

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test.use({ timezoneId: 'Asia/Tokyo' });

/** A day so many days from now, as in a date field. */
function day(fromNow: number): string {
  return new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
}

test('somebody says what they can do, how often they are asked, and when they are away @phone', async ({ world, browser }, info) => {
  const zoe = await Visitor.comes(browser, world.a, fresh('zoe'));
  const { page } = zoe;
  await zoe.opens('/me');
  await page.getByRole('link', { name: 'Change skills and time' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your skills and time');
  const french = `Language:${fresh('french')}`;
  await page.getByLabel('New skill 1').fill(french);
  await page.getByLabel('How well 1').selectOption({ label: 'I do this and help learners' });
  await zoe.presses('Save skills');
  await zoe.isTold('Saved.');
  await expect(page.getByLabel(`How well: ${french}`)).toHaveValue('mentor');

  // A skill of another form comes back as it was typed, with the reason beside it.
  await page.getByLabel('New skill 2').fill('maps:');
  await zoe.presses('Save skills');
  await expect(page.getByLabel('New skill 2')).toHaveValue('maps:');
  await expect(page.locator('#skill-2-error')).toBeVisible();
  await zoe.opens('/me/work');

  await page.getByLabel('Questions a week, at most').fill('2');
  await page.getByLabel('From', { exact: true }).fill('22:00');
  await page.getByLabel('Until', { exact: true }).fill('07:00');
  await zoe.presses('Save this');
  await zoe.isTold('Saved.');
  await expect(page.getByLabel('Questions a week, at most')).toHaveValue('2');
  await expect(page.getByLabel('Until', { exact: true })).toHaveValue('07:00');
  if (info.project.name !== 'no-js') {
    await expect(zoe.part('#limits')).toContainText('your time, in Asia/Tokyo');
  }

  await page.getByLabel('First day').fill(day(3));
  await page.getByLabel('Last day').fill(day(9));
  await page.getByLabel('They are handed on').check();
  await zoe.presses('Save this time');
  await zoe.isTold('Saved.');
  await expect(zoe.part('main')).toContainText('You are away from');
  // axe looks into the page by JavaScript.
  if (info.project.name !== 'no-js') {
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations).toEqual([]);
  }
  await zoe.presses('I am not going');
  await zoe.isTold('Saved.');
  await expect(zoe.part('main')).not.toContainText('You are away');
});

test('the words of others are proposed while a skill is typed', async ({ world, browser }) => {
  const word = `Field:${fresh('counting')}`;
  const ana = await Visitor.comes(browser, world.a, fresh('ana'));
  await ana.opens('/me/work');
  await ana.page.getByLabel('New skill 1').fill(word);
  await ana.presses('Save skills');
  await ana.isTold('Saved.');
  const ben = await Visitor.comes(browser, world.a, fresh('ben'));
  await ben.opens('/me/work');
  const proposed = ben.page.locator(`#skill-words option[value="${word}"]`);
  await expect(proposed).toHaveCount(1);
  await expect(ben.page.getByLabel('New skill 1')).toHaveAttribute('list', 'skill-words');
});

test('somebody shows a picture, and others see it beside their name @phone', async ({ world, browser }) => {
  const kim = await Visitor.comes(browser, world.a, fresh('kim'));
  const { page } = kim;
  await kim.opens('/me#picture');
  const card = kim.part('#picture');
  await expect(card.locator('span.face')).toBeVisible();
  await card.getByLabel('A picture').setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await kim.presses('Show this picture');
  await expect(page.locator('#portrait-error')).toContainText('neither PNG nor JPEG');

  const buffer = await page.screenshot();
  await card.getByLabel('A picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
  await kim.presses('Show this picture');
  await kim.isTold('The picture stands beside your name.');
  const shown = card.locator('img.face');
  await expect(shown).toBeVisible();
  await expect(async () => {
    const answer = await page.request.get(new URL((await shown.getAttribute('src')) ?? '', page.url()).href);
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/jpeg']);
  }).toPass();

  await kim.presses('Remove the picture');
  await kim.isTold('The picture is gone.');
  await expect(card.locator('span.face')).toBeVisible();
});
