// Private pursuances against the real server: two people work in one, one of them is removed, and nothing that they wrote can be read
// in what the server keeps.

import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Browser, Locator, Page } from '@playwright/test';

import { HASHED, leavesKit, saysWho } from '../support/account.ts';
import { chromiumArguments, wholeChromium } from '../support/chromium.ts';
import { Instance } from '../support/instance.ts';
import { textOf } from '../support/picture.ts';
import { accepts, complaintsOf, field, founds, Heard, invites, isForEverybody, namedFields, ROUND, signs, waysToWrite, whereIs, writes } from '../support/private.ts';
import { getsMail, PostOffice } from '../support/post.ts';
import { PushService, subscribes } from '../support/push.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { tooSmall } from '../support/touch.ts';
import { Visitor } from '../support/visitor.ts';
import { until } from '../support/wait.ts';

// One of these looks at what a notice on the device says.
test.use({ launchOptions: { executablePath: wholeChromium(), args: chromiumArguments } });

/** A word that stands nowhere else. */
const marked = (stem: string): string => `${stem}${Math.random().toString(36).slice(2, 10)}Qx`;

const hexOf = (text: string): string => Buffer.from(text).toString('hex');
/** With a letter behind it, so that no part of the text stands in the last letters alone. */
const base64Of = (text: string): string => Buffer.from(`${text}x`).toString('base64');

/** The link of a task in the list on the page. */
const task = (page: Page, title: string) => page.locator('.tree').getByRole('link', { name: title, exact: true });

/** Somebody with an account whose passphrase stays in their browser. */
async function joins(browser: Browser, home: Instance, stem: string): Promise<{ visitor: Visitor; complaints: string[] }> {
  const visitor = await Visitor.joins(browser, home, fresh(stem));
  return { visitor, complaints: complaintsOf(visitor.page) };
}

/** Saves what is looked for under a name. */
async function saves(search: Locator, name: string): Promise<void> {
  await search.getByRole('button', { name: 'Save this search' }).click();
  await search.getByLabel('Name', { exact: true }).fill(name);
  await search.getByLabel('Name', { exact: true }).press('Enter');
  await expect(search).toContainText('Saved.');
  await expect(search.getByRole('button', { name, exact: true }).first()).toHaveAttribute('aria-current', 'true');
}

/** Makes a feed by the page for it, and reads it as other programs do, without a session. */
async function feed(visitor: Visitor, of: string, form: 'atom' | 'calendar'): Promise<string> {
  const { page } = visitor;
  await visitor.opens(`/me/feeds?of=${of}`);
  await page.getByLabel('Label', { exact: true }).fill(`${form} of ${of}`);
  await page.getByLabel('What it is', { exact: true }).selectOption(form);
  await visitor.presses('Make a feed');
  const answer = await fetch(await page.getByLabel('Address', { exact: true }).inputValue());
  expect(answer.status).toBe(200);
  return answer.text();
}

/** A server that sends mail, and where all of it goes. */
const posting = test.extend<{ posted: { home: Instance; post: PostOffice } }>({
  posted: async ({ world }, use) => {
    const post = await PostOffice.start();
    const settings = { PURSUANCE_SMTP_URL: post.url, PURSUANCE_MAIL_FROM: 'Owls <owls@mail.example>' };
    const home = await Instance.start(fresh('posted'), world.folder, world.clock, settings);
    try {
      await home.person('keeper', { operator: true });
      await home.admin(['door', 'anybody']);
      await use({ home, post });
    } finally {
      await home.stop();
      await post.stop();
    }
  },
});

/** The number behind a label of the page about what the server sees: `Keys so far: 2`. */
async function seenBy(visitor: Visitor, path: string, label: string): Promise<number> {
  await visitor.opens(`${path}/seen`);
  const said = await visitor.page.getByRole('listitem').filter({ hasText: label }).innerText();
  return Number(/: (\d+)/.exec(said)?.[1]);
}

posting('two people work in one, one is removed, and the server has read nothing', async ({ world, posted, browser }) => {
  const { home, post } = posted;
  const texts = {
    name: `Owls of ${marked('Name')}`,
    mission: `Count them, ${marked('Mission')}`,
    display: `Ana ${marked('Display')}`,
    first: `Look into the ${marked('First')}`,
    second: `Write down the ${marked('Second')}`,
    later: `Move the ${marked('Later')}`,
    needed: `A list of ${marked('Needed')}`,
    skill: marked('Skill'),
    said: `I heard one at the ${marked('Said')}`,
    deleted: `That was a ${marked('Deleted')}`,
    draft: `Perhaps at the ${marked('Draft')}`,
    purpose: `For those at the ${marked('Purpose')}`,
    saved: `What is done at the ${marked('Saved')}`,
  };
  const { visitor: ana, complaints } = await joins(browser, home, 'ana');
  const heard = new Heard();
  heard.listen(ana.page);
  const path = await founds(ana, texts);

  // A task, and one below it; then what is needed for it.
  await writes(ana.page, texts.first);
  await task(ana.page, texts.first).click();
  await expect(ana.page.getByRole('heading', { level: 1 })).toHaveText(texts.first);
  await expect(ana.page).toHaveTitle(new RegExp(`^${texts.first} · ${texts.name} · `));
  await writes(ana.page, texts.second, '#subtasks');
  await ana.chooses('Edit details');
  await expect(field(ana.page, 'Title')).toHaveValue(texts.first);
  await field(ana.page, 'What is needed').fill(texts.needed);
  await field(ana.page, 'Skills').fill(texts.skill);
  await ana.presses('Save');
  await expect(ana.page).toHaveURL(`${home.baseUrl}${path}/t/1`);
  await expect(ana.part('#what + .prose')).toHaveText(texts.needed);
  await expect(ana.part('#facts')).toContainText(texts.skill);

  // Her messages about it: one stays, and one is taken back.
  for (const text of [texts.said, texts.deleted]) {
    await field(ana.page, 'Add to the discussion').fill(text);
    await signs(ana.page, 'Send');
    await expect(ana.part('#discussion article').filter({ hasText: text })).toBeVisible();
  }
  const last = ana.part('#discussion article').filter({ hasText: texts.deleted });
  await last.locator('details.menu > summary').click();
  await last.getByRole('button', { name: 'Delete' }).click();
  await signs(ana.page, `Really delete “${texts.deleted}”`);
  await expect(ana.part('#discussion article').last()).toContainText('Deleted by its author.');

  // Her unsent text stays on her device.
  await field(ana.page, 'Add to the discussion').fill(texts.draft);
  const link = await invites(ana, path, texts.purpose);
  expect(link).toMatch(/\/i\/[0-9a-f]{32}#i1\.[\w-]+/);
  // The invitation as the server keeps it stands there without another visit.
  await expect(ana.part('[data-part="invites"] li')).toHaveCount(1);

  const { visitor: ben, complaints: bens } = await joins(browser, home, 'ben');
  heard.listen(ben.page);
  const service = await PushService.start();
  await subscribes(ben, service);
  const address = `${ben.name}@mail.example`;
  await getsMail(ben, post, address);
  await ben.page.goto(link);
  await expect(ben.page.getByRole('heading', { name: texts.name })).toBeFocused();
  expect(new URL(ben.page.url()).hash).toBe('');
  await expect(ben.part('main')).toContainText(texts.mission);
  await expect(ben.part('main')).toContainText(texts.purpose);
  await accepts(ben.page);
  await expect(ben.page).toHaveURL(home.baseUrl + path);
  await expect(ben.part('main')).toContainText('You can read once a page of another member is open');
  await expect(ben.part('.tree')).toContainText('[waits for the key]');
  await expect(field(ben.page, 'New task')).toHaveCount(0);

  // The page that Ana left open hears that Ben came and gives him the key, and his own hears that: none waits until it asks again.
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(texts.name, { timeout: ROUND.timeout / 3 });
  await ben.page.reload();
  await expect(task(ben.page, texts.first)).toBeVisible();
  await expect(task(ben.page, texts.second)).toBeVisible();
  await expect(ben.part('[data-part="mission"]')).toHaveText(texts.mission);
  await ben.opens(`${path}/t/1`);
  await expect(ben.part('#discussion article').first()).toContainText(texts.said);
  await expect(ben.part('#discussion article b').first()).toHaveText(texts.display);
  await expect(ben.page.getByRole('alert')).toHaveCount(0);
  await ben.opens(path);

  // He takes the lower one and finishes it.
  await signs(ben.page, new RegExp(`^Take it ?: ${texts.second}$`));
  await task(ben.page, texts.second).click();
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(texts.second);
  await signs(ben.page, 'Start working');
  await signs(ben.page, 'Done');
  await expect(ben.part('[data-part="head"] .phase')).toHaveText('Done');

  // She opens it again, and his browser and his mail are told as much as the server knows of it. He looks at none of it meanwhile.
  await ben.page.goto('about:blank');
  await ana.opens(`${path}/t/2`);
  await signs(ana.page, 'Open it again');
  world.clock.advance({ minutes: 1 });
  const inPlainWords = 'something in a private pursuance';
  const pushed = await until('a message was pushed', async () => service.told()[0]);
  expect(JSON.stringify(pushed)).toContain(inPlainWords);
  await until('a mail says so', async (saw) => {
    const texts = post.to(address).map(({ text }) => text);
    saw(texts);
    return texts.some((text) => text.includes(inPlainWords));
  });
  await ben.opens(`${path}/t/2`);
  await signs(ben.page, 'Done');
  await expect(ben.part('[data-part="head"] .phase')).toHaveText('Done');

  // The pages of all pursuances open it, too, with its name.
  await ana.opens(`/tasks?q=in:${path.slice('/p/'.length)}`);
  await expect(ana.part('main').getByRole('link', { name: texts.first, exact: true })).toBeVisible();
  await expect(ana.part('main')).toContainText(texts.name);

  // A search is made on her device, in the language of the other pages.
  await ana.opens(`${path}/list#search`);
  const search = ana.part('[data-sealed="search"]');
  await field(ana.page, 'Search here').fill(`"${texts.second}" is:done @${ben.name}`);
  await expect(search.getByRole('link')).toHaveText([texts.second]);
  await saves(search, texts.saved);
  await field(ana.page, 'Search here').fill('is:opne');
  await search.getByRole('button', { name: 'is:open' }).click();
  await expect(search.getByRole('link')).toHaveText([texts.first]);

  await ana.opens(path);
  await expect(ana.part('#row-2 .phase')).toHaveText('Done');
  await expect(ana.page.getByRole('alert')).toHaveCount(0);
  expect(await seenBy(ana, path, 'Keys so far')).toBe(1);
  expect(await seenBy(ana, path, 'Open invitations')).toBe(0);
  const open = await invites(ana, path, texts.purpose);
  expect(await seenBy(ana, path, 'Open invitations')).toBe(1);

  // She removes him: the key is another one, and what was open has ended.
  await ana.opens(`${path}/members`);
  const members = ana.part('[data-sealed="members"]');
  await expect(members.getByRole('strong')).toHaveText([texts.display, ben.name]);
  await ana.unfolds('What that means, and eight words to compare');
  const words = ana.part('[data-sealed="head"] .secret');
  await expect(words).toHaveText([/^([a-z]+ ){7}[a-z]+$/, /^([a-z]+ ){7}[a-z]+$/]);
  const before = await words.allInnerTexts();
  await members.getByText(`Manage: ${ben.name}`).click();
  await ana.presses(`Remove ${ben.name}`);
  await expect(members).toContainText('all open invitations end');
  await ana.presses(`Really remove ${ben.name}`);
  await expect(members.getByRole('strong')).toHaveText([texts.display]);
  await expect(words.first()).not.toHaveText(before[0] ?? '');
  await expect(words.last()).toHaveText(before[1] ?? '');
  expect(await seenBy(ana, path, 'Keys so far')).toBe(2);
  expect(await seenBy(ana, path, 'Open invitations')).toBe(0);
  await ana.opens(path);
  await writes(ana.page, texts.later);

  // His open page stays as it was, and nothing new comes.
  await expect(ben.part('main')).not.toContainText(texts.later);
  for (const door of ['log', 'seals', 'objects']) {
    const status = await ben.page.evaluate(async (address) => (await fetch(address)).status, `${path}/sealed/${door}`);
    expect(status, door).toBe(404);
  }
  const answer = await ben.page.goto(home.baseUrl + path);
  expect(answer?.status()).toBe(404);
  await ben.page.goto(open);
  await expect(ben.part('main')).not.toContainText(texts.name);
  await expect(ben.page.getByRole('button', { name: /^Join / })).toHaveCount(0);

  // Signing out locks: whoever signs in anew opens the keys with the passphrase.
  await ana.opens(path);
  await expect(task(ana.page, texts.later)).toBeVisible();
  await ana.presses('Sign out');
  await expect(ana.page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  const kept = () => ana.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(kept).not.toContain('pursuance-unlocked');
  expect((await ana.page.goto(home.baseUrl + path))?.status()).toBe(404);
  await ana.opens(`/signin?next=${path}`);
  await ana.page.getByLabel('User name').fill(ana.name);
  await ana.page.getByLabel('User name').press('Enter');
  await field(ana.page, 'Passphrase').fill(ana.passphrase);
  await ana.page.getByLabel('Keep').selectOption({ index: 2 });
  await field(ana.page, 'Passphrase').press('Enter');
  await expect(ana.page).toHaveURL(home.baseUrl + path);
  await expect(ana.part('.tree')).toContainText('[locked]');
  await expect(ana.part('main')).not.toContainText(texts.later);
  await field(ana.page, 'Passphrase').fill(ana.passphrase);
  await ana.presses('Open my keys');
  await expect(task(ana.page, texts.later)).toBeVisible();

  // The sentinel: what is looked for is found where a server can read it, however it is written, and nowhere else.
  const planted = marked('Planted');
  const read = fresh('open');
  await ana.starts(read, 'An open one', 'Everybody reads it.');
  for (const written of [planted, hexOf(planted), hexOf(planted).toUpperCase(), ...['', 'x', 'xx'].map((before) => base64Of(before + planted))]) {
    await ana.adds(written);
  }
  await getsMail(ana, post, `${planted}@mail.example`);
  const sealed = [await feed(ana, path.slice('/p/'.length), 'atom'), await feed(ana, path.slice('/p/'.length), 'calendar')];
  expect(sealed.join('\n')).toContain(inPlainWords);
  const fed = [...sealed, await feed(ana, read, 'atom')];
  const compressed = join(home.dataDir, `${planted}.gz`);
  writeFileSync(compressed, new Uint8Array(gzipSync(planted)));
  const told = Object.entries({
    'what was pushed': [JSON.stringify(service.told())],
    'what was mailed': post.mails.flatMap(({ raw, text }) => [raw, text]),
    'what feeds said': fed,
  }).map(([place, said]): [string, Buffer] => [place, Buffer.from(said.join('\n'))]);
  await service.stop();
  const where = { folder: home.dataDir, log: home.log, heard: [...(await heard.all()), ...told] };
  const found = whereIs([planted], where).join('\n');
  rmSync(compressed);
  for (const how of waysToWrite(planted).keys()) expect(found).toContain(`(${how})`);
  for (const place of ['what was sent', 'what was answered', 'what was mailed', 'what feeds said', `gzip in ${compressed}`]) expect(found).toContain(`(plain) in ${place}`);
  const secrets = [...Object.values(texts).map((text) => text.split(' ').at(-1) ?? text), ana.passphrase, ben.passphrase];
  secrets.push(...[link, open].map((one) => one.split('#i1.')[1] ?? ''));
  expect(secrets.every((text) => text.length > 8)).toBe(true);
  expect(whereIs(secrets, where)).toEqual([]);
  expect([...complaints, ...bens]).toEqual([]);
});

test('a backup that is brought back is given back what a device has seen since', async ({ world, browser }) => {
  const home = await Instance.start(fresh('yesterday'), world.folder, world.clock);
  try {
    await home.person('keeper', { operator: true });
    await home.admin(['door', 'anybody']);
    const ana = await Visitor.joins(browser, home, fresh('ana'));
    const complaints = complaintsOf(ana.page);
    const path = await founds(ana, { name: 'Owls at night', mission: 'We count them.', display: 'Ana' });
    await writes(ana.page, 'Look into the barn');
    const backup = `${home.dataDir}.backup`;
    const whileStopped = async (act: () => void) => {
      // An open page would go on asking.
      await ana.page.goto('about:blank');
      await home.stop();
      act();
      await home.start();
    };
    await whileStopped(() => cpSync(home.dataDir, backup, { recursive: true }));

    await ana.opens(`${path}/t/1`);
    await field(ana.page, 'Add to the discussion').fill('Two nests, under the roof.');
    await signs(ana.page, 'Send');
    await expect(ana.part('#discussion article')).toContainText('Two nests, under the roof.');
    // Twice: devices have the last revision of each task alone.
    for (const title of ['Look into both barns', 'Look into all barns']) {
      await ana.opens(`${path}/t/1/edit`);
      await expect(field(ana.page, 'Title')).toHaveValue(/barn/);
      await field(ana.page, 'Title').fill(title);
      await ana.presses('Save');
      await expect(ana.page).toHaveURL(`${home.baseUrl}${path}/t/1`);
      await expect(ana.page.getByRole('heading', { level: 1 })).toHaveText(title);
    }
    await ana.opens(path);
    await writes(ana.page, 'Write down what is there');
    await invites(ana, path, 'For the new ones');

    await whileStopped(() => {
      rmSync(home.dataDir, { recursive: true });
      cpSync(backup, home.dataDir, { recursive: true });
    });
    await ana.opens(path);
    await expect(ana.part('main')).toContainText('1 messages. Nothing is missing.');
    await ana.page.reload();
    await expect(task(ana.page, 'Look into all barns')).toBeVisible();
    await expect(task(ana.page, 'Write down what is there')).toBeVisible();
    await expect(ana.page.getByRole('alert')).toHaveCount(0);
    await ana.opens(`${path}/t/1`);
    await expect(ana.part('#discussion article')).toContainText('Two nests, under the roof.');
    expect(await seenBy(ana, path, 'Open invitations')).toBe(1);
    expect(complaints).toEqual([]);
  } finally {
    await home.stop();
  }
});

test('every page of one can be used by everybody, on a phone and without a script, too', async ({ world, browser }) => {
  const { visitor: ana, complaints } = await joins(browser, world.a, 'ana');
  await ana.opens('/p/new/private');
  await expect(field(ana.page, 'Your name in it')).toHaveValue(ana.name);
  await isForEverybody(ana.page);
  const path = await founds(ana, { name: 'Owls at night', mission: 'We count them.', display: 'Ana' });
  await writes(ana.page, 'Look into the barn');
  await writes(ana.page, 'Write down what is there');
  await waitsAndMoves(ana);
  const link = await invites(ana, path, 'For the new ones');
  await isForEverybody(ana.page);
  await ana.opens(`${path}/list`);
  const list = ana.part('[data-sealed="search"]');
  await ana.page.locator('summary').filter({ hasText: 'Search on this device' }).click();
  await list.getByText('Saved searches', { exact: true }).click();
  await expect(list).toContainText('No search is saved yet.');
  await field(ana.page, 'Search here').fill('barn is:open');
  await saves(list, 'In the barn');

  const pages: [path: string, ready: string][] = [
    [path, 'Look into the barn'],
    [`${path}/list`, 'Look into the barn'],
    [`${path}/board`, 'Look into the barn'],
    [`${path}/calendar`, ''],
    [`${path}/t/1`, 'Look into the barn'],
    [`${path}/t/1/edit`, 'What is needed'],
    [`${path}/members`, 'Compare'],
    [`${path}/invites`, 'Purpose'],
    [`${path}/settings`, 'Mission'],
    [`${path}/activity`, ''],
    [`${path}/suggestions`, 'Nothing waits for you'],
    [`${path}/health`, ''],
    [`${path}/leave`, ''],
    [`${path}/add`, 'Not in a private pursuance'],
    [`${path}/seen`, 'We count them.'],
    [`${path}/seen?task=1`, 'Look into the barn'],
    [`${path}/archived`, ''],
    [`${path}/trash`, ''],
    ['/', ''],
    ['/p', ''],
    ['/tasks', ''],
  ];
  for (const [address, ready] of pages) await looks(ana.page, world.a.baseUrl + address, ready);
  await ana.page.context().close();

  // A visitor has no fragment in their history, and sees nothing of it.
  const nobody = await (await browser.newContext()).newPage();
  const others = complaintsOf(nobody);
  await nobody.goto(link);
  await expect(nobody.getByText('This tab keeps the secret of the link')).toBeVisible();
  expect(new URL(nobody.url()).hash).toBe('');
  await isForEverybody(nobody);

  // A phone, where somebody signs in with the passphrase.
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })).newPage();
  const phones = complaintsOf(phone);
  await phone.goto(`${world.a.baseUrl}/signin`);
  await saysWho(phone, ana.name, ana.passphrase);
  await expect(phone).toHaveURL(`${world.a.baseUrl}/`);
  const small: string[] = [];
  for (const [address, ready] of pages) {
    await looks(phone, world.a.baseUrl + address, ready);
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${address}: pixels that stick out`).toBe(0);
    small.push(...(await tooSmall(phone)).map((control) => `${address}: ${control}`));
  }
  // Her saved search is there, too, since the server keeps it sealed.
  await phone.goto(`${world.a.baseUrl}${path}/list`);
  const found = phone.locator('[data-sealed="search"]');
  await phone.locator('summary').filter({ hasText: 'Search on this device' }).click();
  await found.getByText('Saved searches', { exact: true }).click();
  await found.getByRole('listitem').getByRole('button', { name: 'In the barn', exact: true }).click();
  await expect(field(phone, 'Search here')).toHaveValue('barn is:open');
  await expect(found.getByRole('link')).toHaveText(['Look into the barn']);
  await isForEverybody(phone);
  small.push(...(await tooSmall(phone)).map((control) => `a search: ${control}`));
  await found.getByRole('button', { name: /^Forget ?: In the barn$/ }).click();
  await expect(found).toContainText('No search is saved yet.');
  expect([...new Set(small)], 'lower than a fingertip').toEqual([]);

  // Without a script: what there is, and that it is sealed.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(await phone.context().cookies());
  const page = await plain.newPage();
  await page.goto(world.a.baseUrl + path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Private pursuance');
  await expect(page.locator('#row-1')).toContainText('…');
  await expect(page.locator('#row-1')).toContainText('#1');
  await expect(page.locator('#row-1 .phase')).toHaveText(/\w/);
  // Texts are not looked for inside of these elements.
  await expect(page.locator('main noscript p').first()).toBeVisible();
  await expect(page.locator('main noscript p').first()).toHaveText('This is encrypted. It opens on your device, which needs JavaScript.');
  await expect(page.getByRole('link', { name: 'New task' })).toHaveCount(0);
  await page.goto(`${world.a.baseUrl}${path}/t/1`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('…');
  // Controls that need the script are not there.
  await expect(page.getByRole('button', { name: 'Take it' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await expect(page.locator('main textarea, main input:not([type=hidden])')).toHaveCount(0);
  expect([...complaints, ...others, ...phones]).toEqual([]);
});

test('a plain account comes in by a link, and signs in on another device by a code', async ({ world, browser }) => {
  const { visitor: ana, complaints } = await joins(browser, world.a, 'ana');
  const name = 'Owls of the mill';
  const path = await founds(ana, { name, mission: 'We count them.', display: 'Ana' });
  const link = await invites(ana, path, 'For the new ones');

  // The server knows this passphrase: it is changed on the page of the invitation, whose secret the tab keeps.
  const ben = await world.a.person(fresh('ben'));
  const chosen = 'seven owls over the barn roof';
  const page = await (await browser.newContext()).newPage();
  const bens = complaintsOf(page);
  await page.goto(link);
  await page.locator('main').getByRole('link', { name: 'I have an account', exact: true }).click();
  await saysWho(page, ben.name, ben.passphrase);
  await expect(page).toHaveURL(link.split('#')[0] ?? '');
  await field(page, 'Current passphrase').fill(ben.passphrase);
  await field(page, 'New passphrase').fill(ben.passphrase);
  await field(page, 'Passphrase again').fill(ben.passphrase);
  await page.getByRole('button', { name: 'Keep it on my device' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await field(page, 'New passphrase').fill(chosen);
  await field(page, 'Passphrase again').fill(chosen);
  await isForEverybody(page);
  await page.getByRole('button', { name: 'Keep it on my device' }).click();
  await leavesKit(page);
  await expect(page.getByRole('heading', { name })).toBeFocused();
  await accepts(page);
  await expect(page).toHaveURL(world.a.baseUrl + path);
  // A page of another member gives the key.
  await ana.opens(path);

  // The other device shows a code, and this one hands its keys over.
  const other = await (await browser.newContext()).newPage();
  const others = complaintsOf(other);
  await other.goto(`${world.a.baseUrl}/signin?next=${path}`);
  await other.getByLabel('User name').fill(ben.name);
  await other.getByLabel('User name').press('Enter');
  await other.getByRole('link', { name: 'Sign in by it, without the passphrase' }).click();
  const code = await other.getByLabel('Code of this device', { exact: true }).innerText();
  const picture = other.getByRole('img', { name: 'The code of this device, for a camera' });
  await expect(picture).toBeVisible();
  expect(await textOf(picture)).toBe(code);
  await isForEverybody(other);
  expect(await namedFields(other)).toEqual([]);
  await page.goto(`${world.a.baseUrl}/me#own-keys`);
  await page.getByRole('button', { name: 'Take the code of another device' }).click();
  await field(page, 'Code of the other device').fill(code);
  await field(page, 'Passphrase of your account').fill(chosen);
  await page.getByRole('button', { name: 'Hand my keys over' }).click();
  await expect(page.getByText('Your keys wait for the other device')).toBeVisible(HASHED);
  await expect(other.locator('main .notice.ok')).toContainText(`signed in as ${ben.name}`, HASHED);
  await other.getByRole('link', { name: 'Go on' }).click();
  await expect(other).toHaveURL(world.a.baseUrl + path);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(name, { timeout: 2 * ROUND.timeout });

  // A file with the keys does the same, on a device that nobody answers.
  const ofFile = `the file of ${ben.name} and no other`;
  await page.goto(`${world.a.baseUrl}/me#own-keys`);
  await page.getByRole('button', { name: 'Save my keys in a file' }).click();
  await field(page, 'Passphrase of your account').fill(chosen);
  await field(page, 'Passphrase for the file').fill(ofFile);
  await field(page, 'Passphrase for the file, again').fill(ofFile);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the file', exact: true }).click();
  const file = await (await saved).path();
  const third = await (await browser.newContext()).newPage();
  const thirds = complaintsOf(third);
  await third.goto(`${world.a.baseUrl}/signin?next=${path}`);
  await third.getByLabel('User name').fill(ben.name);
  await third.getByLabel('User name').press('Enter');
  await third.getByRole('link', { name: 'Sign in by the file' }).click();
  await isForEverybody(third);
  expect(await namedFields(third)).toEqual([]);
  await field(third, 'File with your keys').setInputFiles(file);
  await field(third, 'Passphrase of the file').fill(ofFile);
  await third.getByRole('button', { name: 'Sign in by the file' }).click();
  await expect(third.locator('main .notice.ok')).toContainText(`signed in as ${ben.name}`, HASHED);
  await third.getByRole('link', { name: 'Go on' }).click();
  await expect(third).toHaveURL(world.a.baseUrl + path);
  await expect(third.getByRole('heading', { level: 1 })).toHaveText(name, { timeout: 2 * ROUND.timeout });

  // Once its time is over it opens them again, and whoever has the passphrase goes back to that.
  await third.evaluate(() => indexedDB.deleteDatabase('pursuance-unlocked'));
  await third.reload();
  await third.getByRole('button', { name: 'By a file with them' }).click();
  await expect(field(third, 'File with your keys')).toBeFocused();
  await isForEverybody(third);
  await third.getByRole('button', { name: 'By the passphrase' }).click();
  await expect(field(third, 'Passphrase')).toBeFocused();
  await third.getByRole('button', { name: 'By a file with them' }).click();
  await field(third, 'File with your keys').setInputFiles(file);
  await field(third, 'Passphrase of the file').fill(chosen);
  await third.getByRole('button', { name: 'Open my keys' }).click();
  await expect(third.getByText('This passphrase does not open the file.')).toBeVisible(HASHED);
  expect(await namedFields(third)).toEqual([]);
  await field(third, 'Passphrase of the file').fill(ofFile);
  await third.getByRole('button', { name: 'Open my keys' }).click();
  await expect(third.getByRole('heading', { level: 1 })).toHaveText(name, { timeout: 2 * ROUND.timeout });
  expect(thirds).toEqual([]);
  expect(whereIs([chosen, code, ofFile], { folder: world.a.dataDir, log: world.a.log })).toEqual([]);
  expect([...complaints, ...bens, ...others]).toEqual([]);
});

/** Unfolds the parts of the page of a task: what it waits for, and its place. */
async function unfolds(page: Page): Promise<void> {
  for (const id of ['#waits', '#place']) {
    const menu = page.locator(`.menu:not([open]):has(${id}) > summary`);
    if ((await menu.count()) > 0) await menu.click();
    const summary = page.locator(`${id}:not([open]) > summary`);
    if ((await summary.count()) === 0) continue;
    await summary.click();
    await expect(page.locator(`${id} input`).first()).toBeVisible();
  }
}

/** One task is made to wait for another and to be a part of it, by the keys, and neither any more; and something is said about it. */
async function waitsAndMoves({ page }: Visitor): Promise<void> {
  const loads = async (act: () => Promise<void>) => {
    const loaded = page.waitForEvent('load');
    await act();
    await loaded;
  };
  const chooses = (label: string, words: string) =>
    loads(async () => {
      await unfolds(page);
      await field(page, label).fill(words);
      await field(page, label).press('Enter');
    });
  await task(page, 'Look into the barn').click();
  await chooses('A task that comes before it', 'write down');
  const waits = page.locator('#dependencies [data-part="dependencies"]');
  await expect(waits.getByRole('link', { name: 'Write down what is there' })).toBeVisible();
  await loads(() => waits.getByRole('button', { name: 'Does not wait for it #2' }).click());
  await expect(waits.getByRole('link')).toHaveCount(0);
  await chooses('Part of', '2');
  const above = page.locator('.crumbs').getByRole('link', { name: 'Write down what is there' });
  await expect(above).toBeVisible();
  await loads(async () => {
    await unfolds(page);
    await field(page, 'Part of').focus();
    await page.getByRole('button', { name: 'No other task: at the top' }).click();
  });
  await expect(above).toHaveCount(0);
  await field(page, 'Add to the discussion').fill('Two nests, under the roof.');
  await signs(page, 'Send');
  await expect(page.locator('#discussion article')).toContainText('Two nests, under the roof.');
  await expect(page.getByRole('alert')).toHaveCount(0);
}

/** Opens a page, and looks at it once it says what it has to say. */
async function looks(page: Page, address: string, ready: string): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  if (ready !== '') await expect(page.locator('main'), address).toContainText(ready);
  await unfolds(page);
  // Pages of people have the fields that they always have.
  if (address.includes('/private-')) expect(await namedFields(page), address).toEqual([]);
  await isForEverybody(page);
}

test('whoever signs out on a page of the module alone leaves no keys behind', async ({ world, browser }) => {
  const { visitor: ana } = await joins(browser, world.a, 'ana');
  const path = await founds(ana, { name: 'Owls at night', mission: '', display: 'Ana' });
  await ana.opens(`${path}/seen`);
  await expect(ana.part('main')).toContainText('Owls at night');
  await ana.presses('Sign out');
  await expect(ana.page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  const kept = await ana.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(kept).not.toContain('pursuance-unlocked');
});
