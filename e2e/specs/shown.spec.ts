// Pictures on a task: what is shown, what is a download and says why, and what is in the bytes.

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

test('a picture on a task is shown without what else was in its file, and what is none says why @phone', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  const { page } = ines;
  await ines.starts(fresh('hives'), 'Hives', 'We keep bees.');
  await ines.adds('Count the hives');
  await ines.follows('Count the hives');
  const files = ines.part('#files');
  const hangs = async (name: string, mimeType: string, buffer: Buffer, original = false): Promise<void> => {
    await ines.unfolds('Add a file');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType, buffer });
    if (original) await files.getByLabel('Keep the original of a picture').check();
    await ines.presses('Add the file');
    await ines.isTold('The file is there.');
    await expect(files.getByRole('link', { name: name.replace('.gif', '.png'), exact: true }).first()).toBeVisible();
  };
  const get = async (href: string | null) => page.request.get(new URL(href ?? '', page.url()).href);
  const download = async (name: string): Promise<Buffer> =>
    (await get(await files.locator('a[dir="auto"]', { hasText: name }).getAttribute('href'))).body();

  const picture = Buffer.from([...(await page.screenshot()), ...Buffer.from('MARKER')]);
  await hangs('hives.png', 'image/png', picture);
  const shown = files.locator('img.shown');
  await expect(shown).toBeVisible();
  const box = await shown.boundingBox();
  expect(box?.width ?? 0).toBeGreaterThan(40);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  for (const href of [await shown.getAttribute('src'), await files.locator('a:has(img.shown)').getAttribute('href')]) {
    const answer = await get(href);
    expect(answer.headers()['content-type']).toBe('image/png');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
    expect(answer.headers()['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect((await answer.body()).includes('MARKER')).toBe(false);
  }
  expect((await download('hives.png')).includes('MARKER')).toBe(false);

  await hangs('as-it-was.png', 'image/png', picture, true);
  await expect(shown).toHaveCount(2);
  expect((await download('as-it-was.png')).includes('MARKER')).toBe(true);

  // Of one that moves, the first frame as a PNG, which is called so.
  const moving = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==';
  await hangs('moving.gif', 'image/gif', Buffer.from(moving, 'base64'));
  await expect(shown).toHaveCount(3);
  expect((await download('moving.png')).subarray(1, 4).toString()).toBe('PNG');

  await hangs('drawing.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await expect(files.locator('li', { hasText: 'drawing.svg' })).toContainText('Not shown: not JPEG, PNG or GIF.');
  await hangs('broken.png', 'image/png', picture.subarray(0, 200));
  await expect(files.locator('li', { hasText: 'broken.png' })).toContainText('it cannot be read as a picture');
  await expect(shown).toHaveCount(3);

  await hangs('map.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n'));
  const open = files.getByRole('link', { name: /^Open in a tab\s?: map\.pdf$/ });
  await expect(open).toHaveAttribute('target', '_blank');
  const answer = await get(await open.getAttribute('href'));
  expect([answer.headers()['content-type'], answer.headers()['content-security-policy']]).toEqual(['application/pdf', 'sandbox']);
});
