// Every page of the router's own list: it answers, axe finds nothing in light or dark, it logs no error,
// and it fits the width of the screen.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { routes } from '../support/program.ts';
import { enter } from '../support/session.ts';
import { offered, type Story } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { pages, type Visit, visits } from '../support/visits.ts';

const known = pages(routes());
let story: Story;

test.beforeAll(async ({ world }) => {
  story = await offered(world);
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

      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(summary), colorScheme).toEqual([]);
      }
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

function summary(violation: { id: string; help: string; nodes: { html: string }[] }): string {
  return `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' | ')}`;
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
