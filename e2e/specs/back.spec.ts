// "Back": a browser shows the page as it was left, from its memory, and no script runs a second time.

import { wholeChromium } from '../support/chromium.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

// Playwright starts browsers without that memory.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, executablePath: wholeChromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  },
});

const HALF = 'Half a sentence about the beans';

/** The page of a new task, marked: a page that was loaded again has no mark. */
async function task(ines: Visitor): Promise<string> {
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.adds('Water the beans');
  await ines.follows('Water the beans');
  await ines.page.evaluate(() => document.body.setAttribute('data-was-here', 'yes'));
  return `/p/${slug}/t/1`;
}

async function leavesAndGoesBack(ines: Visitor): Promise<void> {
  await ines.opens('/');
  await back(ines);
}

/** A page from memory is not loaded, so nothing is to be waited for. */
async function back(ines: Visitor): Promise<void> {
  await ines.page.goBack({ waitUntil: 'commit' });
  await expect(ines.page.locator('body')).toHaveAttribute('data-was-here', 'yes');
}

test('a comment that was sent after "Back" does not come back as a draft', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const here = await task(ines);
  const comment = ines.page.getByLabel('Add to the discussion');
  await comment.fill(HALF);
  await leavesAndGoesBack(ines);
  await expect(comment).toHaveValue(HALF);

  await ines.presses('Send');
  await expect(ines.part('#discussion .say')).toContainText(HALF);
  await expect(comment).toHaveValue('');

  // Nor when the page from which it was sent is looked at once more.
  await ines.page.goBack({ waitUntil: 'commit' });
  await expect(comment).toHaveValue('');
  await ines.opens('/');
  await ines.opens(here);
  await expect(comment).toHaveValue('');
});

test('a draft that was emptied after "Back" is gone', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const here = await task(ines);
  const comment = ines.page.getByLabel('Add to the discussion');
  await comment.fill(HALF);
  await leavesAndGoesBack(ines);
  await comment.fill('');
  await ines.opens('/');
  await ines.opens(here);
  await expect(comment).toHaveValue('');
});

test('a page hears of changes after "Back", and shows those that it missed', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const here = await task(ines);
  const other = await ines.page.context().newPage();
  const says = async (text: string): Promise<void> => {
    await other.goto(`${world.a.baseUrl}${here}`);
    await other.getByLabel('Add to the discussion').fill(text);
    await other.getByRole('button', { name: 'Send' }).click();
    await expect(other.locator('#discussion')).toContainText(text);
  };
  await ines.opens('/');
  await says('Said while nobody looked.');
  await back(ines);
  await expect(ines.part('#discussion')).toContainText('Said while nobody looked.');

  await says('Said while somebody looked.');
  await expect(ines.part('#discussion')).toContainText('Said while somebody looked.');
  await expect(ines.page.locator('body')).toHaveAttribute('data-was-here', 'yes');
});
