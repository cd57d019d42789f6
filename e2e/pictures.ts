// The pictures of the guide (docs/guide), from `pursuance demo`: `npm run pictures`. No test of anything.
//
// Pictures of the guide. Their states come about on the way there, by the pages: somebody takes a task, hands it in, is blocked.

import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test, type Browser, type Page } from '@playwright/test';

import { Demo } from './support/demo.ts';

const FOLDER = fileURLToPath(new URL('../docs/guide/pictures/', import.meta.url));
const PORTS = [8141, 8142];
const [RIVER, PIXEL] = PORTS.map((port) => `http://localhost:${port}`) as [string, string];
/** A picture is no larger: the guide is read on telephones, too. */
const LARGEST = 150 * 1024;

test.use({ colorScheme: 'light', locale: 'en-GB', timezoneId: 'Europe/Berlin' });

test('the pictures of the guide', async ({ browser }) => {
  test.setTimeout(180_000);
  await Demo.run(['--ports', PORTS.join(',')], async (demo) => {
    const album = new Album(browser, demo);
    await findingPeople(album);
    await writing(album);
    await firstSteps(album);
    await waiting(album);
    await review(album);
    await people(album);
    await anotherServer(album);
  });
});

/** Pages of the people of the demo, and pictures of them. */
class Album {
  readonly #pages = new Map<string, Page>();

  constructor(
    readonly browser: Browser,
    readonly demo: Demo,
  ) {}

  /** The page of somebody who is signed in, at an address: on a desk, or on a telephone. */
  async at(name: string, server: string, path: string, { phone = false } = {}): Promise<Page> {
    const key = `${name} ${phone}`;
    const page = this.#pages.get(key) ?? (await this.#signIn(name, server, phone));
    this.#pages.set(key, page);
    await page.goto(server + path);
    return page;
  }

  /** A page of somebody who is not signed in. */
  async visitor(address: string, { phone = false } = {}): Promise<Page> {
    const page = await this.#open(phone);
    await page.goto(address);
    return page;
  }

  /** Keeps what the page shows; from a part of it on, where one is named. */
  async keep(page: Page, name: string, from?: string): Promise<void> {
    if (from) await page.locator(from).first().evaluate((part) => part.scrollIntoView({ block: 'start' }));
    else await page.evaluate(() => scrollTo(0, 0));
    await page.mouse.move(0, 0);
    const path = `${FOLDER}${name}.png`;
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    expect(statSync(path).size, `${name}.png is small enough`).toBeLessThanOrEqual(LARGEST);
  }

  async #open(phone: boolean): Promise<Page> {
    const viewport = phone ? { width: 390, height: 844 } : { width: 1280, height: 720 };
    return (await this.browser.newContext({ viewport, colorScheme: 'light', locale: 'en-GB' })).newPage();
  }

  async #signIn(name: string, server: string, phone: boolean): Promise<Page> {
    const page = await this.#open(phone);
    await this.demo.signIn(page, name, `${server}/`);
    return page;
  }
}

/** Somebody signs up, looks around, takes a task and works on it. */
async function firstSteps(album: Album): Promise<void> {
  const newcomer = await album.visitor(`${RIVER}/`);
  await newcomer.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Join' }).click();
  await newcomer.getByLabel('User name').fill('ines');
  await album.keep(newcomer, 'sign-up');

  await album.keep(await album.at('tariq', RIVER, '/p/river-watch'), 'tasks');
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch?q=is:opne+sort:due'), 'find-tasks');
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch/list?q='), 'list');
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch/board?q='), 'board');
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch/calendar'), 'calendar');
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch/agenda', { phone: true }), 'agenda-phone');
  await album.keep(await album.at('tariq', RIVER, '/', { phone: true }), 'home-phone');
  const tariq = await album.at('tariq', RIVER, '/p/river-watch/t/5');
  await album.keep(tariq, 'take');
  await tariq.getByRole('button', { name: 'Take it' }).click();
  await tariq.getByRole('button', { name: 'Start working' }).click();
  await tariq.getByLabel('Add to the discussion').fill('I begin with the numbers. @jonas, is #3 final?');
  await tariq.getByRole('button', { name: 'Send', exact: true }).click();
  await tariq.goto(`${RIVER}/p/river-watch/t/5`);
  await album.keep(tariq, 'yours');
}

/** A task finds its people: who is asked says what they can do, and who asks sees how it goes. */
async function findingPeople(album: Album): Promise<void> {
  await album.keep(await album.at('jonas', RIVER, '/offers'), 'offers');
  await album.keep(await album.at('tariq', RIVER, '/me/work'), 'what-you-do');
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/t/5/pairing'), 'finding-somebody');
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/health'), 'how-it-goes');
}

/** Tasks in one line, a list before it is added, several that are chosen, and a search over everything: nothing of it is sent. */
async function writing(album: Album): Promise<void> {
  const mara = await album.at('mara', RIVER, '/p/river-watch');
  await mara.locator('#add-0').pressSequentially('Publish the map !urgent due:fri @jo');
  await mara.locator('#add-0-proposed [role="option"]').first().waitFor();
  await album.keep(mara, 'quick-words', '#row-6');

  await album.at('mara', RIVER, '/p/river-watch/add');
  const list = [
    '- Winter round at the bridges @lena due:fri',
    '  - Borrow a second boat ~s',
    '  - [x] Charge the lamps',
    '- Translate the summary #Language:French !urgent',
  ];
  await mara.getByLabel('Tasks', { exact: true }).fill(list.join('\n'));
  await mara.getByRole('button', { name: 'Show them first' }).click();
  await album.keep(mara, 'list-preview', '#text');

  await album.at('mara', RIVER, '/p/river-watch/list?q=&choose=1');
  for (const task of [5, 6, 8]) await mara.locator(`[data-pick][value="${task}"]`).check();
  await album.keep(mara, 'several', '[data-part="list"]');

  await album.keep(await album.at('mara', RIVER, '/search?q=numbers'), 'search');
}

/** A task waits for another one. */
async function waiting(album: Album): Promise<void> {
  const lena = await album.at('lena', RIVER, '/p/river-watch/t/7');
  // She was silent for eight days, so others were asked.
  await lena.getByRole('button', { name: 'Take it back' }).click();
  await lena.locator('details.why > summary', { hasText: 'Say what it waits for' }).click();
  await lena.getByLabel('What blocks it?').fill('#9');
  await album.keep(lena, 'block', '#dependencies, [data-part="dependencies"]');
  await lena.getByRole('button', { name: 'It is blocked' }).click();
  await lena.goto(`${RIVER}/p/river-watch/t/7`);
  await album.keep(await album.at('lena', RIVER, '/p/river-watch/t/7', { phone: true }), 'blocked-phone');
  await album.keep(await album.at('lena', RIVER, '/p/river-watch/graph'), 'waits');
}

/** Work is handed in, looked at and sent back; and everybody hears of what concerns them. */
async function review(album: Album): Promise<void> {
  const tariq = await album.at('tariq', RIVER, '/p/river-watch/t/5');
  await tariq.getByRole('textbox', { name: 'What was done' }).fill('The text for all five sites, and the sources.');
  await tariq.getByRole('button', { name: 'Hand in for review' }).click();
  const mara = await album.at('mara', RIVER, '/p/river-watch/t/5');
  await mara.getByRole('textbox', { name: /^A word to/ }).fill('The gap of 2021 is not mentioned yet.');
  await album.keep(mara, 'review');
  await album.keep(await album.at('mara', RIVER, '/inbox'), 'inbox');
  await album.keep(await album.at('mara', RIVER, '/inbox', { phone: true }), 'inbox-phone');
  await album.keep(await album.at('mara', RIVER, '/inbox/settings'), 'inbox-settings');
  await mara.goto(`${RIVER}/p/river-watch/t/5`);
  await mara.getByRole('textbox', { name: /^A word to/ }).fill('The gap of 2021 is not mentioned yet.');
  await mara.getByRole('button', { name: 'Send back' }).click();
  await album.keep(await album.at('tariq', RIVER, '/p/river-watch/t/5'), 'sent-back');
}

/** Roles, suggestions, invitations, and leaving. */
async function people(album: Album): Promise<void> {
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/members'), 'members');
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/m/tariq'), 'member');

  const tariq = await album.at('tariq', RIVER, '/p/river-watch/t/9/suggest');
  await tariq.getByRole('link', { name: 'Write the change' }).click();
  await tariq.getByRole('textbox', { name: 'Title' }).fill('Ask the council for the discharge permits of all five towns');
  await tariq.getByLabel('Why', { exact: true }).fill('The other towns share the river.');
  await album.keep(tariq, 'suggest');
  await tariq.getByRole('button', { name: /^Suggest/ }).first().click();
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/suggestions'), 'suggestions');

  const mara = await album.at('mara', RIVER, '/p/river-watch/invites');
  await mara.getByLabel('Purpose').fill('For everybody from the Saturday walk');
  await mara.getByLabel('Task to start with').fill('#9');
  await mara.getByRole('button', { name: 'Make a link' }).click();
  await album.keep(mara, 'invite');
  const link = (await mara.locator('.secret').innerText()).trim();
  await album.keep(await album.visitor(link), 'invitation');
  await album.keep(await album.visitor(link, { phone: true }), 'invitation-phone');

  await album.keep(await album.at('lena', RIVER, '/p/river-watch/leave'), 'leave');
  await album.keep(await album.at('mara', RIVER, '/p/river-watch/close'), 'close');
}

/** A task goes to a pursuance on another server. */
async function anotherServer(album: Album): Promise<void> {
  const jonas = await album.at('jonas', RIVER, '/p/river-watch/t/9/hand-over');
  await album.keep(jonas, 'hand-over');
  await album.keep(await album.at('jonas', RIVER, '/p/river-watch/t/4'), 'handed-over');
  const felix = await album.at('felix', PIXEL, '/p/pixel-picket/incoming');
  await album.keep(felix, 'incoming');
}
