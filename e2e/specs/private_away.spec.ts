// A private task that was put away is brought back on its page, signed by the device.

import { founds, signs, writes } from '../support/private.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a private task comes back out of the archive and the trash @phone', async ({ world, browser }) => {
  test.setTimeout(120_000);
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: 'Owls of the wall', mission: '', display: 'Ana of the owls' });
  await writes(ana.page, 'Mend the nest');
  for (const [away, said] of [['Archive it', 'This task is archived.'], ['Put it into the trash', 'This task is in the trash.']] as const) {
    await ana.opens(`${path}/t/1`);
    await ana.page.locator('summary', { hasText: 'Change' }).first().click();
    await ana.page.locator('summary', { hasText: 'Put it away' }).click();
    await signs(ana.page, away);
    await ana.opens(`${path}/t/1`);
    await expect(ana.part('#away')).toContainText(said);
    await ana.opens(path);
    await expect(ana.part('.tree').getByRole('link', { name: 'Mend the nest', exact: true })).toHaveCount(0);
    await ana.opens(`${path}/t/1`);
    await signs(ana.page, 'Bring it back');
    await expect(ana.part('#away')).toHaveCount(0);
    await ana.opens(path);
    await expect(ana.part('.tree').getByRole('link', { name: 'Mend the nest', exact: true })).toBeVisible();
  }
  await expect(ana.page.getByRole('alert')).toHaveCount(0);
});
