// Joining, signing in and out, as people do it.

import { HASHED, saysWho } from '../support/account.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a wrong passphrase opens nothing and says nothing about the name', async ({ world, browser, page, javaScriptEnabled }) => {
  const vera = await Visitor.joins(browser, world.a, fresh('vera'));
  const refusal = async (name: string) => {
    await page.goto(`${world.a.baseUrl}/signin`);
    await saysWho(page, name, 'not the words I chose');
    await expect(page.getByRole('alert')).toBeVisible(HASHED);
    // In words, or in its field.
    await expect(page.getByText(name).or(page.locator(`input[value="${name}"]`)).first()).toBeVisible();
    return page.getByRole('alert').innerText();
  };

  const known = await refusal(vera.name);
  expect(known).toContain('The name or the passphrase is not right.');
  if (javaScriptEnabled) {
    expect(await refusal(fresh('nobody'))).toBe(known);
  } else {
    // A person whose passphrase a script keeps, and a name that is not there, is asked for none without it.
    await page.goto(`${world.a.baseUrl}/signin`);
    await page.getByLabel('User name').fill(fresh('nobody'));
    await page.getByLabel('User name').press('Enter');
    await expect(page.getByRole('link', { name: 'Another name' })).toBeVisible();
    await expect(page.locator('input[type=password]')).toHaveCount(0);
  }
});

test('signing in leads back to where one wanted to go', async ({ world, page }) => {
  const person = await world.a.person(fresh('vera'));
  await page.goto(`${world.a.baseUrl}/p/new`);
  await saysWho(page, person.name, person.passphrase);
  await expect(page).toHaveURL(`${world.a.baseUrl}/p/new`);
});

test('signing out everywhere ends every session of the account', async ({ world, browser }) => {
  const laptop = await Visitor.joins(browser, world.a, fresh('vera'));
  const phone = await browser.newPage();
  await phone.goto(`${world.a.baseUrl}/signin`);
  await saysWho(phone, laptop.name, laptop.passphrase);
  await expect(phone).toHaveURL(`${world.a.baseUrl}/`, HASHED);

  await laptop.opens('/me#sessions');
  await expect(laptop.part('#sessions')).toContainText('Another browser');
  await laptop.presses('Sign out everywhere');
  await laptop.isTold('You are signed out on every device');

  for (const page of [laptop.page, phone]) {
    await page.goto(`${world.a.baseUrl}/me`);
    await expect(page).toHaveURL(/\/signin\?next=/);
  }
});

test('being signed in on one server is nothing to another on the next port', async ({ world, browser }) => {
  const visitor = await Visitor.joins(browser, world.a, fresh('vera'));
  await visitor.page.goto(`${world.b.baseUrl}/me`);
  await expect(visitor.page).toHaveURL(/\/signin\?next=/);
  await visitor.opens('/me');
  await expect(visitor.page.getByRole('heading', { level: 1 })).toHaveText('You');
});

test('a refused form keeps what was typed and says beside the field what is wrong', async ({ world, browser }) => {
  const taken = await world.a.person(fresh('vera'), { operator: true });
  // With JavaScript the passphrase is not sent, and the script says it.
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${world.a.baseUrl}/join`);
  const name = page.getByLabel('User name');
  await name.fill(taken.name);
  await page.getByLabel('Passphrase', { exact: true }).fill('five words that are fine');
  await page.getByLabel('Passphrase again').fill('five words that are not');
  await page.getByRole('button', { name: 'Join' }).click();

  await expect(page.getByRole('alert')).toContainText('Please check:');
  const again = page.getByLabel('Passphrase again');
  await expect(again).toHaveAttribute('aria-invalid', 'true');
  await expect(again).toHaveAccessibleDescription(/The two are not the same/);
  await expect(name).toHaveValue(taken.name);
});
