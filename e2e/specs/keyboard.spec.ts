// Without a mouse: everything is reached by Tab, seen when it is reached, and done by Enter.

import type { Page } from '@playwright/test';

import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';

const MOST_STOPS = 60;

test('the first stop of a page leads past its navigation', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  await ines.opens('/');
  await ines.page.keyboard.press('Tab');
  const skip = ines.page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.locator('#main')).toBeFocused();
});

test('a task is written and opened by the keyboard alone, and every stop on the way is seen', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);

  await tabTo(ines.page, '#add-0');
  await ines.page.keyboard.type('Mend the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Mend the fence')).toBeVisible();
  // The next one can be written at once.
  await expect(ines.page.locator('#add-0')).toBeFocused();
  await ines.page.keyboard.type('Paint the fence');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Paint the fence')).toBeVisible();
  await expect(ines.page.locator('#add-0')).toBeFocused();

  await tabTo(ines.page, '.tree .row a');
  await ines.page.keyboard.press('Enter');
  await expect(ines.page.getByRole('heading', { level: 1 })).toHaveText('Mend the fence');

  await ines.page.locator('#add-title').fill('Buy nails');
  await ines.page.keyboard.press('Enter');
  await expect(ines.row('Buy nails')).toBeVisible();
  await expect(ines.page.locator('#add-title')).toBeFocused();
});

test('the button for a new task puts the focus into its field', async ({ world, browser }) => {
  const ines = await Visitor.joins(browser, world.a, fresh('ines'));
  const slug = fresh('garden');
  await ines.starts(slug, 'Garden', 'We grow what we eat.');
  await ines.opens(`/p/${slug}`);
  await ines.page.getByRole('link', { name: 'New task' }).press('Enter');
  await expect(ines.page.locator('#add-0')).toBeFocused();
});

/** Presses Tab until an element has the focus; fails at the first stop whose focus cannot be seen. */
async function tabTo(page: Page, selector: string): Promise<void> {
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
