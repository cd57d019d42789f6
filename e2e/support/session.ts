// Signing in the way people do.

import { expect, type BrowserContext, type Page } from '@playwright/test';

import { saysWho } from './account.ts';
import type { Person } from './person.ts';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

const sessions = new Map<Person, Cookies>();

/** Fills in the sign-in page and arrives at the person's home page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(`${person.home.baseUrl}/signin`);
  await saysWho(page, person.name, person.passphrase);
  await expect(page).toHaveURL(`${person.home.baseUrl}/`);
}

/** Signs in a browser without its pages, where signing in is not what is looked at: it sends the form and keeps the cookie. */
export async function authenticate(context: BrowserContext, { home, name, passphrase }: Pick<Person, 'home' | 'name' | 'passphrase'>): Promise<void> {
  const answer = await context.request.post(`${home.baseUrl}/signin`, {
    form: { name, passphrase },
    headers: { origin: home.baseUrl },
    maxRedirects: 0,
  });
  expect(answer.status(), `${name} signs in on ${home.name}: ${await answer.text()}`).toBe(303);
}

/** Lets somebody in the first time, and brings the same session along afterwards: sign-ins are limited. */
export async function enter(page: Page, person: Person): Promise<void> {
  const cookies = sessions.get(person);
  if (cookies) {
    await page.context().addCookies(cookies);
  } else {
    await authenticate(page.context(), person);
    sessions.set(person, await page.context().cookies());
  }
}
