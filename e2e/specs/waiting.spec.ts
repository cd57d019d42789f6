// Tasks that wait for others: blocked and unblocked by two people, and the picture of a large pursuance.

import { AxeBuilder } from '@axe-core/playwright';

import type { Person } from '../support/person.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { tooSmall } from '../support/touch.ts';
import { Visitor } from '../support/visitor.ts';
import { World } from '../support/world.ts';

test('somebody is blocked by the task of another, who ends it @phone', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  for (const title of ['Paint the fence', 'Mend the fence']) await ines.adds(title);
  const jun = await Visitor.comes(browser, world.a, fresh('jun'));
  await jun.opens(`/p/${slug}`);
  await jun.presses('Join');
  await jun.isTold('You are a member now.');
  await jun.presses('Later');
  await jun.opens(`/p/${slug}`);
  await jun.follows('Mend the fence');
  await jun.presses('Take it');

  await ines.opens(`/p/${slug}/t/1`);
  await (await ines.unfolds('Say what it waits for')).getByLabel('What blocks it?').fill('#2');
  await ines.presses('It is blocked');
  await ines.isTold('Noted: this task waits for the other one.');
  await expect(ines.part('main header .phase')).toHaveText('Later');
  await expect(ines.part('[data-part="dependencies"]')).toContainText('Mend the fence');

  // The other one reads it on the own task, where the way back is a link.
  await jun.opens(`/p/${slug}/t/2`);
  await jun.part('[data-part="dependencies"]').getByRole('link', { name: 'Paint the fence' }).click();
  await expect(jun.part('main header .phase')).toHaveText('Later');
  await jun.opens(`/p/${slug}/t/2`);
  for (const step of ['Start working', 'Hand in for review']) await jun.presses(step);
  await ines.opens(`/p/${slug}/t/2`);
  await ines.presses('Accept the work');

  await ines.opens(`/p/${slug}/t/1`);
  await expect(ines.part('main header .phase')).toHaveText('New');
  await ines.looksUntil(async () => {
    await expect(ines.part('main')).toContainText('It waits no longer for Mend the fence');
  });

  // Words block it until somebody says that they do not.
  await (await ines.unfolds('Say what it waits for')).getByLabel('What blocks it?').fill('The paint is frozen.');
  await ines.presses('It is blocked');
  await expect(ines.part('main header .phase')).toHaveText('Later');
  await expect(ines.part('[data-part="dependencies"]')).toContainText('The paint is frozen.');
  await ines.presses('It is no longer blocked');
  await expect(ines.part('main header .phase')).toHaveText('New');
});

test('a full picture fits the screen, and its list says the same @phone', async ({ world, page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'axe looks into the page');
  test.slow();
  // One person does only so much in a minute.
  const people = [await world.a.person(fresh('ines')), await world.a.person(fresh('jun')), await world.a.person(fresh('mo'))];
  const [person, ...others] = people as [Person, ...Person[]];
  const pursuance = fresh('river');
  await person.perform('pursuance.create', { slug: pursuance, name: 'River', mission: '' });
  for (const other of others) {
    await other.perform('pursuance.join', { pursuance });
    await person.perform('member.set_role', { pursuance, member: other.name, role: 'assistant_admin' });
  }
  const many = 210;
  for (let task = 1; task <= many; task += 1) {
    const by = people[task % people.length] as Person;
    await by.perform('task.create', { pursuance, title: `Measure the river at the bend number ${task}` });
    // Seven beside each other, and each waits for two of those before.
    for (const on of [task - 7, task - 8]) if (on > 0) await by.perform('task.depend', { pursuance, task, on });
  }
  await page.goto(`${person.home.baseUrl}/p/${pursuance}/graph`);
  const picture = page.getByRole('img', { name: /^200 tasks and what they wait for/ });
  await expect(picture).toBeVisible();
  await expect(picture.locator('rect')).toHaveCount(200);
  expect(await picture.locator('rect.chain').count()).toBeGreaterThan(10);
  await expect(page.locator('main')).toContainText('10 more tasks');
  const list = page.getByRole('region', { name: 'The same as a list' }).getByRole('listitem');
  await expect(list).toHaveCount(200);
  await expect(list.last()).toContainText('Waits for #');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations;
    expect(found.map(({ id, help }) => `${id}: ${help}`), colorScheme).toEqual([]);
  }
  const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(out, 'pixels that stick out to the right').toBe(0);
  // The picture itself scrolls, by keyboard, too.
  const frame = page.getByRole('group', { name: 'Picture; it scrolls sideways' });
  await frame.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
});

test('whoever is asked whether they are still on it says so in one press, on Home and in the inbox @phone', async ({ browser, isMobile }) => {
  // Days pass: in a world of its own, since those of others go on by the same clock.
  const world = await World.start();
  try {
    const ines = await Visitor.comes(browser, world.a, fresh('ines'));
    await ines.page.setViewportSize({ width: 390, height: 844 });
    const slug = fresh('garden');
    await ines.starts(slug, 'Garden', 'We grow what we eat.');
    await ines.adds('Mend the fence');
    await ines.opens(`/p/${slug}/t/1`);
    await ines.presses('Take it');
    const answer = ines.page.getByRole('button', { name: /^Still on it ?: Mend the fence$/ });
    for (const path of ['/', '/inbox']) {
      world.clock.advance({ days: 6 });
      await expect(async () => {
        await ines.opens(path);
        await expect(answer).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 90_000 });
      if (isMobile) expect(await tooSmall(ines.page), path).toEqual([]);
      await answer.click();
      await expect(ines.page).toHaveURL(`${world.a.baseUrl}${path}`);
      await ines.isTold('Good to know. Nobody asks for a while.');
      await expect(answer).toBeHidden();
    }
    await ines.opens('/inbox');
    await expect(ines.part('main')).toContainText('Read');
    await expect(ines.page.getByRole('button', { name: /^Mark as read/ })).toHaveCount(0);
  } finally {
    await world.end();
  }
});
