// A private pursuance as its members have it: their browsers open and sign everything, and the server keeps what it cannot read.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, type Request } from '@playwright/test';

import type { Visitor } from './visitor.ts';

/** An open page asks so often what is new, in milliseconds (`sealed/js/src/page/group/session.js`). */
export const ROUND = { timeout: 90_000 };

/** Fields with which a pursuance is founded. */
export interface Founding {
  name: string;
  mission: string;
  /** The name of its founder in it. */
  display: string;
}

export const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });

/** Collects the complaints of browsers: a refusal of the server that is shown to people is none of them. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // 401: a page in another tab asks once more after signing out.
    if (message.type() === 'error' && !/status of (401|404|409|410)/.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  return complaints;
}

/** Founds a private pursuance, by the way that its pages show. The path of its page. */
export async function founds(visitor: Visitor, { name, mission, display }: Founding): Promise<string> {
  const { page } = visitor;
  await visitor.opens('/p/new');
  await page.getByRole('link', { name: 'Start a private one' }).click();
  await field(page, 'Name').fill(name);
  await field(page, 'Mission').fill(mission);
  await field(page, 'Your name in it').fill(display);
  await visitor.presses('Start');
  await expect(page).toHaveURL(/\/p\/private-[0-9a-f]+$/);
  await expect(page.locator('.flash')).toContainText('Your pursuance is ready.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  return new URL(page.url()).pathname;
}

/** Writes a task into the line of the page, which is loaded anew then; `list` is where it stands afterwards. */
export async function writes(page: Page, title: string, list = '.tree'): Promise<void> {
  await field(page, 'New task').fill(title);
  await field(page, 'New task').press('Enter');
  await expect(page.locator(list).getByRole('link', { name: title, exact: true })).toBeVisible();
}

/** Makes a link that lets one person in. */
export async function invites(visitor: Visitor, path: string, purpose: string): Promise<string> {
  const { page } = visitor;
  await visitor.opens(`${path}/invites`);
  await field(page, 'Purpose').fill(purpose);
  await visitor.presses('Make a link');
  await expect(page.locator('[data-sealed="invite"]').getByRole('button', { name: 'Copy' })).toBeFocused();
  await expect(page.locator('main .btn.primary')).toHaveText(['Copy']);
  return field(page, 'Link').inputValue();
}

/** Comes in by the invitation on the page. */
export const accepts = (page: Page): Promise<void> => page.getByRole('button', { name: /^Join / }).click();

/** Presses a button that signs something, and waits until the page has come anew. */
export async function signs(page: Page, button: string | RegExp): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: button, exact: true }).click();
  await loaded;
}

/** Asserts that axe finds nothing on the page. */
export async function isForEverybody(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await axe.analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(said, page.url()).toEqual([]);
}

/** Fields whose text a form would send in the clear. */
export async function namedFields(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const typed = document.querySelectorAll('main textarea[name], main input[name]:not([type=hidden], [type=radio], [type=checkbox])');
    return Array.from(typed, (one) => one.outerHTML.slice(0, 100));
  });
}

/** How a text may stand in a file: as it is, or as one of the usual texts for bytes, wherever in them it begins. */
export function waysToWrite(text: string): Map<string, string> {
  const bytes = Buffer.from(text, 'utf8');
  const ways = new Map([
    ['plain', text],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
  ]);
  for (const how of ['base64', 'base64url'] as const) {
    for (const before of [0, 1, 2]) {
      const written = Buffer.from('x'.repeat(before) + text).toString(how).replace(/=+$/, '');
      // The first and last letters depend on what stands beside the text.
      const from = [0, 2, 3][before] ?? 0;
      const until = (before + bytes.length) % 3 === 0 ? written.length : written.length - 1;
      ways.set(`${how} ${before}`, written.slice(from, until));
    }
  }
  return ways;
}

/** Every file below a folder, with what is in it. */
function filesIn(folder: string): [string, Buffer][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Buffer][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [[path, readFileSync(path)]] : [];
  });
}

/** Requests of browsers to a server, and its answers: addresses, headers, and bodies as pages read them. */
export class Heard {
  readonly #sent: string[] = [];
  readonly #answered: string[] = [];
  readonly #coming: Promise<void>[] = [];

  /** Hears a browser from now on. The scripts and styles of the program are the same for everybody. */
  listen(page: Page): void {
    page.context().on('requestfinished', (request) => this.#coming.push(this.#take(request)));
  }

  async #take(request: Request): Promise<void> {
    const [address = ''] = request.url().split('#');
    const said = `${request.method()} ${address}\n${JSON.stringify(request.headers())}`;
    this.#sent.push(said, asText(request.postDataBuffer()));
    if (new URL(address).pathname.startsWith('/static/')) return;
    const response = await request.response().catch(() => null);
    // A page that was left meanwhile has no body any more.
    const body = await response?.body().catch(() => null);
    this.#answered.push(JSON.stringify(response?.headers() ?? {}), asText(body ?? null));
  }

  async all(): Promise<[string, Buffer][]> {
    await Promise.all(this.#coming);
    return [
      ['what was sent', asBytes(this.#sent)],
      ['what was answered', asBytes(this.#answered)],
    ];
  }
}

/** Bytes, each as one letter. */
const asText = (bytes: Buffer | null): string => bytes?.toString('latin1') ?? '';
const asBytes = (texts: string[]): Buffer => Buffer.from(texts.join('\n'), 'latin1');

/** Unpacks all that is compressed with gzip somewhere in some bytes. */
function unzipped(content: Buffer): Buffer {
  const found: string[] = [];
  for (let at = content.indexOf(GZIP, 0, 'latin1'); at >= 0; at = content.indexOf(GZIP, at + 1, 'latin1')) {
    try {
      found.push(asText(inflateRawSync(new Uint8Array(content.subarray(at + GZIP_HEAD)), { finishFlush: constants.Z_SYNC_FLUSH })));
    } catch {
      // These bytes stand there by chance.
    }
  }
  return asBytes(found);
}

/** How it begins where no name of a file is in it, and how long that is. */
const GZIP = '\x1f\x8b\x08\x00';
const GZIP_HEAD = 10;

/** Where one of the texts stands: in a file below the folder, in what the server printed, or in what browsers sent and got; as it is, or compressed. */
export function whereIs(texts: string[], { folder, log, heard = [] }: { folder: string; log: string; heard?: [string, Buffer][] }): string[] {
  const plain: [string, Buffer][] = [...filesIn(folder), ['the log', Buffer.from(log)], ...heard];
  const zipped = plain.map(([path, content]): [string, Buffer] => [`gzip in ${path}`, unzipped(content)]);
  const places = [...plain, ...zipped.filter(([, content]) => content.length > 0)];
  return texts.flatMap((text) =>
    [...waysToWrite(text)].flatMap(([how, written]) =>
      places.filter(([, content]) => content.includes(written)).map(([path]) => `${text} (${how}) in ${path}`),
    ),
  );
}
