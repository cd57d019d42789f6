// The screen of an open page: a desktop's, or a phone's with a finger, without loading the page again.

import type { CDPSession, Page } from '@playwright/test';

export const SCREENS = {
  desktop: { width: 1280, height: 720, mobile: false },
  phone: { width: 390, height: 844, mobile: true },
} as const;

export type Screen = keyof typeof SCREENS;

const devtools = new WeakMap<Page, Promise<CDPSession>>();

/**
 * Shows the page on a screen, and waits until it is drawn there. A desktop that becomes a phone is one in every way that styles ask for; the
 * mouse comes back with the next page that is opened.
 */
export async function showOn(page: Page, screen: Screen): Promise<void> {
  const { width, height, mobile } = SCREENS[screen];
  const session = devtools.get(page) ?? page.context().newCDPSession(page);
  devtools.set(page, session);
  const tools = await session;
  await tools.send('Emulation.setTouchEmulationEnabled', { enabled: mobile });
  await tools.send('Emulation.setDeviceMetricsOverride', { width, height, mobile, screenWidth: width, screenHeight: height, deviceScaleFactor: 1 });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
