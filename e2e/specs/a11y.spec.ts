// Every page of the router's own list: it answers, axe finds nothing in light or dark, it logs no error,
// and it fits the width of the screen.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { routes } from '../support/program.ts';
import { enter } from '../support/session.ts';
import { everything, type FullStory } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { pages, type Visit, visits } from '../support/visits.ts';

// A picture of every step of eighty short tests takes longer than the tests; axe says what it found and where.
test.use({ trace: 'off' });

const known = pages(routes());
let story: FullStory;

test.beforeAll(async ({ world }) => {
  story = await everything(world);
});

test('every page has a visit, and every visit a page', () => {
  expect(known.filter((path) => !visits[path]?.length)).toEqual([]);
  expect(Object.keys(visits).filter((path) => !known.includes(path))).toEqual([]);
});

for (const path of known) {
  for (const visit of visits[path] ?? []) {
    test(`${path} can be used by everybody${visit.note ? ` (${visit.note})` : ''}`, async ({ page }) => {
      const complaints = listen(page);

      await open(page, visit);

      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      // Links under links have to be large enough to be met; axe leaves that rule off unless it is asked for.
      const rules = { 'target-size': { enabled: true } };
      expect(await findings(axe(page).options({ rules })), 'light').toEqual([]);
      // In the dark nothing is different but the colours.
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await findings(axe(page).withRules('color-contrast')), 'dark').toEqual([]);
      expect(await sidewaysScroll(page), 'pixels that stick out to the right').toBe(0);
      expect(complaints).toEqual([]);
    });
  }
}

async function open(page: Page, visit: Visit): Promise<void> {
  const person = visit.as === 'nobody' ? undefined : story[visit.as].person;
  if (person) await enter(page, person);
  const home = person?.home ?? story.origin.person.home;
  const answer = await page.goto(home.baseUrl + visit.at(story));
  expect(answer?.status()).toBe(200);
}

/** Collects what the browser complains about: failed requests, broken scripts, what the content policy blocked. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** One run in the page: the other mode opens a second page for what frames of other origins say, and there are none. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

async function findings(axe: AxeBuilder): Promise<string[]> {
  return (await axe.analyze()).violations.map(summary);
}

function summary(violation: { id: string; help: string; nodes: { html: string }[] }): string {
  return `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' | ')}`;
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
