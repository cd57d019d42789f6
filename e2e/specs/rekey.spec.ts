// Somebody replaces their key, by the way that the pages show; the others see it, and what was theirs stays theirs.

import { accepts, complaintsOf, field, founds, invites, namedFields, ROUND, signs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

const NAME = 'Owls of the wall';
const TASK = 'Look into the tower';

test('a key is replaced, its pursuance goes over, and the others see it', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: NAME, mission: 'Count them', display: 'Ana of the owls' });
  await writes(ana.page, TASK);
  const link = await invites(ana, path, 'For Ben');
  const ben = await Visitor.joins(browser, world.a, fresh('ben'));
  const complaints = [ana, ben].map(({ page }) => complaintsOf(page));
  await ben.page.goto(link);
  await accepts(ben.page);
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(NAME, { timeout: 2 * ROUND.timeout });
  await ben.opens(`${path}/t/1`);
  await field(ben.page, 'Add to the discussion').fill('I heard one');
  await signs(ben.page, 'Send');
  await ana.opens(`${path}/members`);
  const members = ana.part('[data-sealed="members"]');
  const digits = async () => {
    await members.getByText(`Compare numbers with ${ben.name}`).click();
    return members.locator('.secret.code').innerText();
  };
  await expect(members.getByRole('strong')).toHaveText(['Ana of the owls', ben.name]);
  const before = await digits();

  await ben.opens('/me#sessions');
  await ben.page.getByRole('link', { name: 'Replace my key' }).click();
  await expect(ben.part('main')).toContainText('All open invitations there end');
  await field(ben.page, 'Passphrase').fill(ben.passphrase);
  expect(await namedFields(ben.page)).toEqual([]);
  await ben.presses('Replace my key');
  const groups = (await ben.part('.kit .code').innerText()).trim().split(/\s+/);
  await ben.presses('I have kept it');
  await expect(ben.page.getByRole('button', { name: 'Check' })).toBeVisible();
  for (const [at, group] of groups.entries()) {
    const asked = field(ben.page, `Group ${at + 1} of the code`);
    if ((await asked.count()) > 0) await asked.fill(group);
  }
  await ben.presses('Check');
  await expect(ben.part('main')).toContainText('All of your private pursuances have your new key.');

  // He reads what was there, and writes under the new key.
  await ben.opens(`${path}/t/1`);
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(TASK);
  await field(ben.page, 'Add to the discussion').fill('Now I saw it');
  await signs(ben.page, 'Send');
  await ana.opens(`${path}/t/1`);
  for (const text of ['I heard one', 'Now I saw it']) {
    await expect(ana.part('#discussion article').filter({ hasText: text })).toContainText(ben.name);
  }
  await expect(ana.page.getByRole('alert')).toHaveCount(0);
  await ana.opens(`${path}/members`);
  await expect(members).toContainText(`Has another key, which ${ben.name} signed. Nobody has compared it yet.`);
  expect(await digits()).not.toBe(before);
  expect(complaints).toEqual([[], []]);
});
