// Words that are typed and not sent yet: no other form of the page loses them, and they stay with their writer.

import { enter } from '../support/session.ts';
import { fresh, offer, pair, taken } from '../support/story.ts';
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
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
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
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  await writing(ines);
  await ines.opens('/');
  const kept = () => ines.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(await kept()).toContain(HALF);
  await ines.presses('Sign out');
  await ines.isTold('You are signed out.');
  expect(await kept()).not.toContain(HALF);
});

test('what a page gives back refused is kept while others change it, and goes on when it is sent', async ({ world, page }) => {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  await ana.perform('task.create', { pursuance: slug, title: 'Water the beans' });
  await enter(page, ana);
  const says = async (body: string): Promise<void> => {
    await ana.perform('task.comment', { pursuance: slug, task: 1, body });
    await expect(page.locator('#discussion')).toContainText(body);
  };
  const long = HALF.repeat(400);
  for (const [place, text] of [
    ['#say', long],
    ['#add-title', long.slice(0, 1_001)],
  ] as const) {
    await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
    const field = page.locator(place);
    await field.evaluate((element) => element.removeAttribute('maxlength'));
    await field.fill(text);
    const stream = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
    await field.evaluate((element) => (element as HTMLInputElement).form?.requestSubmit());
    await stream;
    await expect(page.locator(`${place}-error`)).toBeVisible();
    await expect(field).toHaveValue(text);
    await page.locator('h1').click();
    await says(`Which beans, ${place}?`);
    await expect(field).toHaveValue(text);
    await says(`All of them, ${place}?`);
    await expect(field).toHaveValue(text);
    // Nothing that is new waits for it.
    await expect(page.locator('.stale')).toBeHidden();
    // Another form of the page leaves it, too.
    await page.getByRole('button', { name: place === '#say' ? 'Take it' : 'Start working' }).click();
    await expect(page.locator('.flash')).toBeVisible();
    if (place === '#say') await expect(field).toHaveValue(text);
  }
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  await page.locator('#say').fill('All of them.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('#discussion')).toContainText('All of them.');
  await expect(page.locator('#say')).toHaveValue('');
});

test('a comment that was not to go to the other side stays here on the way back', async ({ world, page }) => {
  const { person, pursuance, task } = (await taken(await offer(await pair(world), 'Translate the report'))).origin;
  const home = `${world.a.baseUrl}/p/${pursuance}`;
  // It comes with the words.
  const box = page.locator('#discussion').getByRole('checkbox', { name: /^Send it to .+ too/, includeHidden: true });
  const field = page.getByLabel('Add to the discussion');
  await enter(page, person);
  await page.goto(`${home}/t/${task}`);
  await expect(box).toBeChecked();
  await expect(box).toBeHidden();
  await field.focus();
  await box.uncheck();
  // Before and after anything is written.
  for (const words of ['', HALF]) {
    await field.fill(words);
    await page.goto(`${home}/list`);
    await page.goto(`${home}/t/${task}`);
    await expect(field).toHaveValue(words);
    await expect(box).not.toBeChecked();
  }
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('#discussion .say')).toContainText(HALF);
  const { items } = await person.read<{ items: { body: string; shared: boolean }[] }>(`pursuances/${pursuance}/tasks/${task}/comments`);
  expect(items.map(({ body, shared }) => [body, shared])).toEqual([[HALF, false]]);
  // The next one goes there, as agreed.
  await expect(field).toHaveValue('');
  await expect(box).toBeChecked();
});
