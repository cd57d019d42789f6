// Words that are typed and not sent yet: no other form of the page loses them, and they stay with their writer.

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

const HALF = 'Half a sentence about the beans';

async function writing(visitor: Visitor): Promise<string> {
  const slug = fresh('garden');
  await visitor.starts(slug, 'Garden', 'We grow what we eat.');
  await visitor.adds('Water the beans');
  await visitor.follows('Water the beans');
  await visitor.page.getByLabel('Add to the discussion').fill(HALF);
  return `/p/${slug}/t/1`;
}

test('half a comment outlives every other form of the page, and is gone once it is sent', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  await writing(ines);
  const comment = ines.page.getByLabel('Add to the discussion');
  await ines.presses('Take it');
  await ines.isTold('It is yours.');
  await expect(comment).toHaveValue(HALF);

  const files = await ines.unfolds('Add a file');
  await files.getByLabel('File').setInputFiles({ name: 'beans.txt', mimeType: 'text/plain', buffer: Buffer.from('beans') });
  await ines.presses('Add the file');
  await ines.isTold('The file is there.');
  await expect(comment).toHaveValue(HALF);

  await ines.presses('Send');
  await expect(ines.part('#discussion .say')).toContainText(HALF);
  await expect(comment).toHaveValue('');
  await ines.presses('Start working');
  await expect(comment).toHaveValue('');
});

test('whoever signs out leaves no draft behind', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  await writing(ines);
  await ines.opens('/');
  const kept = () => ines.page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(await kept()).toContain(HALF);
  await ines.presses('Sign out');
  await ines.isTold('You are signed out.');
  expect(await kept()).not.toContain(HALF);
});
