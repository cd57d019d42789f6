// Files: several at once and in pieces, which go on where a lost network broke them off; and one by a form alone.

import { writeFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { enter } from '../support/session.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const PIECE = 4 * 1024 * 1024;

/** Somebody in a room, with the addresses of two discussions: the room, and a task. */
async function speaking(world: World, page: Page): Promise<string[]> {
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('bees');
  await ana.perform('pursuance.create', { slug, name: 'Bees', mission: '' });
  await ana.perform('task.create', { pursuance: slug, title: 'Count the hives' });
  const made = await ana.perform('room.create', { pursuance: slug, name: 'Kitchen' });
  await enter(page, ana);
  return [`/p/${slug}/talk/${made.room}`, `/p/${slug}/t/1`].map((path) => `${world.a.baseUrl}${path}`);
}

/** Somebody who works on a task that another person reviews, on its page. */
async function working(world: World, page: Page): Promise<void> {
  const [ana, bob] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('bob'))]);
  const slug = fresh('bees');
  await ana.perform('pursuance.create', { slug, name: 'Bees', mission: '' });
  await ana.perform('task.create', { pursuance: slug, title: 'Count the hives' });
  await bob.perform('pursuance.join', { pursuance: slug });
  await bob.perform('task.take', { pursuance: slug, task: 1 });
  await bob.perform('task.set_phase', { pursuance: slug, task: 1, phase: 'in_progress' });
  await enter(page, bob);
  await page.goto(`${world.a.baseUrl}/p/${slug}/t/1`);
  await page.locator('#hand-in-add > summary').click();
}

test('work is handed in with files that a lost network broke off @phone', async ({ world, page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts a form sends one file');
  await working(world, page);
  // The network is lost behind the first piece of the large file.
  let isCut = true;
  const begun: string[] = [];
  await page.route('**/uploads/*', async (route) => {
    const at = route.request().headers()['upload-offset'];
    if (at !== undefined) begun.push(at);
    await (isCut && at === String(PIECE) ? route.abort('internetdisconnected') : route.continue());
  });
  const words = page.getByLabel('What was done');
  await words.fill('All hives but one.');
  await page.getByLabel('File that goes along').setInputFiles([
    { name: 'hives.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(PIECE + 1000, 7) },
    { name: 'Übersicht 蜂.txt', mimeType: 'text/plain', buffer: Buffer.from('two hives') },
  ]);
  await page.getByRole('button', { name: 'Attach it', exact: true }).click();
  const [along, sending] = [page.locator('#step'), page.locator('#sending')];
  await expect(along).toContainText('Übersicht 蜂.txt');
  await expect(sending).toContainText('No connection.');
  await expect(along).not.toContainText('hives.bin');
  isCut = false;
  await expect(along).toContainText('hives.bin');
  await expect(sending).toBeHidden();
  expect(begun.filter((at) => at === '0')).toHaveLength(2);

  // Pasted and dropped files go along, too.
  for (const how of ['paste', 'drop'] as const) {
    await page.evaluate((kind) => {
      const data = new DataTransfer();
      data.items.add(new File([kind], `${kind}.txt`));
      const told = { bubbles: true, cancelable: true };
      const event = kind === 'paste' ? new ClipboardEvent(kind, { ...told, clipboardData: data }) : new DragEvent(kind, { ...told, dataTransfer: data });
      document.querySelector('#hand-in-words')?.dispatchEvent(event);
    }, how);
    await expect(along).toContainText(`${how}.txt`);
  }
  await expect(words).toHaveValue('All hives but one.');
  await page.getByRole('button', { name: 'Hand in for review', exact: true }).click();
  await expect(page.locator('main header .phase')).toHaveText('Ready for review');
});

test('the same by a form alone, with one file @core', async ({ world, page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'a script sends in pieces');
  await working(world, page);
  await page.getByLabel('File that goes along').setInputFiles({ name: 'hives.txt', mimeType: 'text/plain', buffer: Buffer.from('two') });
  await page.getByRole('button', { name: 'Attach it', exact: true }).click();
  await expect(page.locator('.flash')).toContainText('The file is there.');
  await expect(page.locator('#step')).toContainText('hives.txt');
  await expect(page.locator('#sending')).toBeHidden();
});

test('a message waits for the files that go along with it @phone', async ({ world, page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts a form sends one file');
  const places = await speaking(world, page);
  let isCut = true;
  await page.route('**/uploads/*', async (route) => {
    const at = route.request().headers()['upload-offset'];
    await (isCut && at === String(PIECE) ? route.abort('internetdisconnected') : route.continue());
  });
  for (const place of places) {
    isCut = true;
    await page.goto(place);
    const [words, said] = [page.getByLabel('Add to the discussion'), page.locator('#discussion article')];
    await words.focus();
    await page.locator('#say-add > summary').click();
    await page.getByLabel('File that is sent along').setInputFiles([
      { name: 'hives.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(PIECE + 1000, 7) },
      { name: 'Übersicht 蜂.txt', mimeType: 'text/plain', buffer: Buffer.from('two hives') },
    ]);
    await words.fill('Both of them.');
    await words.evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File(['pasted'], 'pasted.txt'));
      field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    });
    const along = page.locator('[data-along-files]');
    await expect(along).toContainText('pasted.txt');
    await expect(along).toContainText('Übersicht 蜂.txt');
    await expect(page.locator('#sending')).toContainText('No connection.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(words).toHaveValue('Both of them.');
    await expect(said).toHaveCount(0);
    isCut = false;
    await expect(said).toHaveCount(1);
    for (const name of ['hives.bin', 'Übersicht 蜂.txt', 'pasted.txt']) await expect(said).toContainText(name);
    await expect(words).toHaveValue('');
    await expect(along.locator('input')).toHaveCount(0);
  }
});

test('a file that was on its way when the page was left goes on once it is chosen again', async ({ world, page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts a form sends one file');
  const [room = ''] = await speaking(world, page);
  let isCut = true;
  const begun: string[] = [];
  await page.route('**/uploads/*', async (route) => {
    const at = route.request().headers()['upload-offset'];
    if (at !== undefined) begun.push(at);
    await (isCut && at === String(PIECE) ? route.abort('internetdisconnected') : route.continue());
  });
  // A file from a disk has a time, which one that a test makes up has not.
  const file = test.info().outputPath('hives.bin');
  await writeFile(file, '7'.repeat(PIECE + 1000));
  await page.goto(room);
  await page.locator('#say-add > summary').click();
  await page.getByLabel('File that is sent along').setInputFiles(file);
  const sending = page.locator('#sending');
  await expect(sending).toContainText('No connection.');
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  isCut = false;
  await expect(sending).toContainText('Choose the same file again');
  const chooser = page.waitForEvent('filechooser');
  await sending.getByRole('button', { name: /^Choose the file/ }).click();
  await (await chooser).setFiles(file);
  await expect(page.locator('[data-along-files]')).toContainText('hives.bin');
  await expect(sending).toBeHidden();
  expect(begun.filter((at) => at === '0')).toHaveLength(1);
});

test('a form alone says words with one file @core', async ({ world, page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'a script sends in pieces');
  for (const place of await speaking(world, page)) {
    await page.goto(place);
    await page.getByLabel('Add to the discussion').fill('Two hives.');
    await page.locator('#say-add > summary').click();
    await page.getByLabel('File that is sent along').setInputFiles({ name: 'hives.txt', mimeType: 'text/plain', buffer: Buffer.from('two') });
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await expect(page.getByLabel('hives.txt')).toBeChecked();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const said = page.locator('#discussion article');
    await expect(said).toContainText('Two hives.');
    await expect(said.getByRole('link', { name: 'hives.txt' })).toBeVisible();
  }
});
