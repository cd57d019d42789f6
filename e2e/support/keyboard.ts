// Without a mouse: every stop on the way has to be seen.

import { expect, type Page } from '@playwright/test';

const MOST_STOPS = 60;

/** Presses Tab until an element has the focus; fails at the first stop whose focus cannot be seen. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { isThere, isSeen, what } = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      // Behind the last stop the browser's own buttons have the focus.
      if (!focused || focused === document.body) return { isThere: false, isSeen: true, what: 'the browser' };
      const style = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      return {
        isThere: focused.matches(wanted),
        isSeen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0,
        what: focused.outerHTML.slice(0, 120),
      };
    }, selector);
    expect(isSeen, `the focus is seen on ${what}`).toBe(true);
    if (isThere) return;
  }
  throw new Error(`${selector} was not reached within ${MOST_STOPS} stops`);
}
