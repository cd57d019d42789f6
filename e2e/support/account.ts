// Opening an account and signing in, by the fields of the pages. With JavaScript the passphrase of a new account stays in the browser.

import { expect, type Page } from '@playwright/test';

/** A browser takes its time for a passphrase: it hashes it as slowly as people stand. */
export const HASHED = { timeout: 30_000 };

/** The link that leaves the recovery kit for later. */
const later = (page: Page) => page.getByRole('link', { name: 'Later, under You' });

/** Fills in the page for a new account, and goes on to where it leads. */
export async function opensAccount(page: Page, name: string, passphrase: string): Promise<void> {
  await page.getByLabel('User name').waitFor();
  // Once it runs, the script has its own fields for the passphrase.
  await page.waitForLoadState();
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again').fill(passphrase);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await leavesKit(page);
}

/** Goes on from the recovery kit, where there is one. */
export async function leavesKit(page: Page): Promise<void> {
  await expect(later(page).or(page.locator('.flash')).first()).toBeVisible(HASHED);
  if (await later(page).isVisible()) await later(page).click();
}

/** Says who one is, and then the passphrase: the key Enter twice. */
export async function saysWho(page: Page, name: string, passphrase: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('User name').press('Enter');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase', { exact: true }).press('Enter');
}
