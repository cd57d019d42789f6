// The picture of the README: one task as the two pursuances of `pursuance demo` see it, side by side.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect, test, type Browser } from '@playwright/test';

import { program } from './support/program.ts';
import { until } from './support/wait.ts';

const PICTURE = fileURLToPath(new URL('../docs/images/delegation.png', import.meta.url));
const WIDTH = 800;

/** Who looks, on either server: those who look after what is handed over. */
const LOOKING = ['jonas', 'felix'];

test('the delegated task on both servers', async ({ browser }) => {
  const demo = spawn(program(), ['demo'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const said = await welcome(demo);
    const addresses = [...said.matchAll(/http:\S+\/p\/\S+\/t\/\d+/g)].map(([address]) => address);
    expect(addresses).toHaveLength(LOOKING.length);
    const pages: string[] = [];
    for (const [side, address] of addresses.entries()) {
      pages.push(await picture(browser, address, LOOKING[side] ?? '', said));
    }
    await compose(browser, pages);
  } finally {
    const exit = once(demo, 'exit');
    demo.kill('SIGTERM');
    await exit;
  }
});

/** What the demo prints once everything is there. */
async function welcome(demo: ChildProcess): Promise<string> {
  let said = '';
  demo.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return until('the demo is there', async () => said.includes('Ctrl+C') && said);
}

/** One page as somebody of the demo sees it, as a data URL. */
async function picture(browser: Browser, address: string, name: string, said: string): Promise<string> {
  const passphrase = new RegExp(`^ +${name} +(\\S+(?: \\S+)*)`, 'm').exec(said)?.[1] ?? '';
  const page = await browser.newPage();
  await page.goto(new URL(`/signin?next=${encodeURIComponent(new URL(address).pathname)}`, address).href);
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(address);
  await expect(page.locator('[data-part="between"]')).toContainText(/Delivered|In step/);
  const png = await page.screenshot();
  await page.close();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** Puts the pages next to each other. */
async function compose(browser: Browser, pages: string[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: pages.length * WIDTH + 48, height: 782 } });
  const images = pages.map((source) => `<img src="${source}" width="${WIDTH}">`).join('');
  await page.setContent(`<!doctype html><style>
    body{margin:0;padding:16px;display:flex;gap:16px;background:#cfd6d2}
    img{display:block;border-radius:8px;box-shadow:0 2px 12px #0003}
  </style>${images}`);
  await page.locator('img').last().evaluate((image: HTMLImageElement) => image.decode());
  await page.screenshot({ path: PICTURE });
  await page.close();
}
