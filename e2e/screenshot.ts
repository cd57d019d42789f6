// The picture of the README: one task as the two pursuances of `pursuance demo` see it, side by side.

import { fileURLToPath } from 'node:url';

import { expect, test, type Browser } from '@playwright/test';

import { Demo } from './support/demo.ts';

const PICTURE = fileURLToPath(new URL('../docs/images/delegation.png', import.meta.url));
const WIDTH = 800;

/** People who look, on either server: those who look after the task that is handed over. */
const LOOKING = ['jonas', 'felix'];

test('the delegated task on both servers', async ({ browser }) => {
  await Demo.run([], async (demo) => {
    const addresses = [...demo.said.matchAll(/http:\S+\/p\/\S+\/t\/\d+/g)].map(([address]) => address);
    expect(addresses).toHaveLength(LOOKING.length);
    const pages: string[] = [];
    for (const [side, address] of addresses.entries()) {
      pages.push(await picture(browser, address, LOOKING[side] ?? '', demo));
    }
    await compose(browser, pages);
  });
});

/** One page as somebody of the demo sees it, as a data URL. */
async function picture(browser: Browser, address: string, name: string, demo: Demo): Promise<string> {
  const page = await browser.newPage();
  await demo.signIn(page, name, address);
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
