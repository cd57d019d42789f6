// Every page of the router's own list: it answers, axe finds nothing in light or dark, it logs no error,
// it fits the width of the screen, and on a phone every control is as high as a fingertip. A page is loaded once for both screens.

import { readdirSync } from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { routes } from '../support/program.ts';
import { type Screen, showOn } from '../support/screen.ts';
import { enter } from '../support/session.ts';
import { everything, fresh, type FullStory } from '../support/story.ts';
import { expect, test as base } from '../support/test.ts';
import { tooSmall } from '../support/touch.ts';
import { address, pages, viewer, type Visit, visits } from '../support/visits.ts';

const test = base.extend<object, { sharedPage: Page }>({
  /** One page for all visits of a worker: a new one each time would compile axe again, half a second of each test. */
  sharedPage: [
    async ({ browser }, use) => {
      const page = await browser.newPage();
      await use(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
  /** That page stays. */
  goodbyes: async ({}, use) => use(),
});

// A picture of every step of eighty short tests takes longer than the tests; axe says what it found and where.
test.use({ trace: 'off' });

const known = pages(routes());
/** The first visit of each page. */
const firstOf = new Map([...visits].reverse().map((visit) => [visit.route, visit]));
let story: FullStory;

test.beforeAll(async ({ world }) => {
  story = await everything(world);
});

test('every page has a visit, and every visit a page', () => {
  expect(known.filter((path) => !visits.some(({ route, status }) => route === path && status === 200))).toEqual([]);
  expect(visits.filter(({ route }) => !known.includes(route))).toEqual([]);
});

for (const visit of visits) {
  // A quarter of the other states of pages at a landing: the Rust tests look at all of them (server/tests/pages/every_page.rs).
  const isFirst = visit === firstOf.get(visit.route);
  test(`${visit.route} can be used by everybody (${visit.state})${isFirst ? '' : ' @turns'}`, async ({ sharedPage: page }) => {
    await anew(page);
    const complaints = listen(page, visit);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, visit);
    // Links under links have to be large enough to be met; axe leaves that rule off unless it is asked for.
    const whole = () => axe(page).options({ rules: { 'target-size': { enabled: true } } });
    expect(await findings(whole()), 'light').toEqual([]);
    // Colours differ in the dark, and places on a phone: each page is read whole there once, in the dark.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await findings(axe(page).withRules('color-contrast')), 'dark').toEqual([]);
    await fits(page);

    await showOn(page, 'phone');
    expect(await findings(isFirst ? whole() : axe(page).withRules('target-size')), 'dark, on a phone').toEqual([]);
    await fits(page);
    expect(await tooSmall(page), 'lower than a fingertip').toEqual([]);
    expect(complaints).toEqual([]);
  });
}

/** Nothing of the page sticks out of the screen, or of a box that does not scroll. */
async function fits(page: Page): Promise<void> {
  expect(await sidewaysScroll(page), 'pixels that stick out to the right').toBe(0);
  expect(await cutOff(page), 'wider than its box, and not to be scrolled').toEqual([]);
}

/** The page as nobody has used it. */
async function anew(page: Page): Promise<void> {
  await page.context().clearCookies();
  page.removeAllListeners();
  await showOn(page, 'desktop');
}

/** Looks at the page on both screens. The next page that is opened there begins on a desktop. */
async function onBoth(page: Page, look: (screen: Screen) => Promise<void>): Promise<void> {
  await look('desktop');
  await showOn(page, 'phone');
  await look('phone');
  await showOn(page, 'desktop');
}

/** The pages of the guide, by the names of their files. */
const guide = readdirSync(new URL('../../docs/guide/', import.meta.url)).filter((file) => file.endsWith('.md') && file !== 'index.md');

test('every page of the guide has links that a finger meets', async ({ sharedPage: page }) => {
  await anew(page);
  expect(guide.length).toBeGreaterThan(10);
  for (const file of guide) {
    await page.goto(`${story.origin.person.home.baseUrl}/help/${file.replace(/\.md$/, '')}`);
    await onBoth(page, async (screen) => {
      expect(await findings(axe(page).withRules('target-size')), `${file}, ${screen}`).toEqual([]);
    });
  }
});

test('the boxes of tasks that are chosen are met by a finger, in every view and at every level', async ({ sharedPage: page }) => {
  await anew(page);
  const { person } = story.origin;
  const slug = fresh('boxes');
  await person.perform('pursuance.create', { slug, name: 'Boxes', mission: '' });
  // Short and long titles, below each other and beside each other, with what stands behind them.
  const long = 'Measure what comes in through the old sluice, and what goes out again';
  for (const [title, parent] of [['A', null], ['B', 1], ['C', 2], [long, 2], ['D', null], [long, null], ['E', null]] as const) {
    await person.perform('task.create', { pursuance: slug, title, parent, skills: title === 'B' ? ['Language:French', 'Design:Maps'] : [] });
  }
  await enter(page, person);
  for (const view of ['?choose=1', '/list?q=&choose=1']) {
    await page.goto(`${person.home.baseUrl}/p/${slug}${view}`);
    await expect(page.locator('[data-pick]').first()).toBeVisible();
    await onBoth(page, async (screen) => {
      expect(await findings(axe(page).withRules('target-size')), `${view}, ${screen}`).toEqual([]);
    });
  }
});

test('the lines of what happened lately are each as high as a target, and none covers another', async ({ sharedPage: page }) => {
  await anew(page);
  const { person } = story.origin;
  const other = await person.home.person(fresh('other'));
  const slug = fresh('lately');
  await person.perform('pursuance.create', { slug, name: 'Lately', mission: '' });
  await other.perform('pursuance.join', { pursuance: slug });
  for (const [index, title] of ['Map', 'Ask who comes', 'Bread'].entries()) {
    await person.perform('task.create', { pursuance: slug, title });
    await person.perform('task.assign', { pursuance: slug, task: index + 1, assignee: other.name });
  }
  await enter(page, person);
  await page.goto(`${person.home.baseUrl}/p/${slug}`);
  const links = page.locator('[data-part="lately"] .sentence > a');
  await expect(links.nth(3)).toBeVisible();
  await onBoth(page, async (screen) => {
    const boxes = await links.evaluateAll((all) => all.map((link) => link.getBoundingClientRect().toJSON() as DOMRect));
    const lines = boxes.filter(({ top }, index) => index === 0 || top !== boxes[index - 1]?.top);
    for (const [index, { top, height }] of lines.entries()) {
      expect(height, `line ${index}, ${screen}`).toBeGreaterThanOrEqual(24);
      const below = lines[index + 1];
      if (below) expect(below.top - top, `line ${index}, ${screen}`).toBeGreaterThanOrEqual(24);
    }
    expect(await findings(axe(page).withRules('target-size')), screen).toEqual([]);
  });
});

/** The pages on which people work, once each. */
const MAIN = ['/', '/inbox', '/me', '/@{name}', '/p/{slug}', '/p/{slug}/t/{number}', '/p/{slug}/list', '/p/{slug}/board', '/p/{slug}/calendar', '/p/{slug}/members', '/p/{slug}/activity'];

// No language from right to left is landed yet: the pages are turned around as such a language would do it.
test('the main pages can be used from right to left', async ({ sharedPage: page }) => {
  await anew(page);
  for (const route of MAIN) {
    const those = visits.filter((visit) => visit.route === route && visit.status === 200);
    const visit = those.find((one) => one.as === 'origin') ?? those[0];
    if (!visit) throw new Error(`no visit of ${route}`);
    await open(page, visit);
    await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await onBoth(page, async (screen) => {
      expect(await sidewaysScroll(page), `${route}, ${screen}: pixels that stick out`).toBe(0);
      expect(await findings(axe(page)), `${route}, ${screen}`).toEqual([]);
    });
  }
});

async function open(page: Page, visit: Visit): Promise<void> {
  const person = viewer(visit, story);
  if (person) await enter(page, person);
  const home = person?.home ?? story.origin.person.home;
  const answer = await page.goto(home.baseUrl + address(visit, story));
  expect(answer?.status()).toBe(visit.status);
}

/** Collects what the browser complains about: failed requests, broken scripts, what the content policy blocked. */
function listen(page: Page, visit: Visit): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A page that is refused on purpose is a failed request, too.
    const isMeant = visit.status !== 200 && message.location().url.endsWith(address(visit, story));
    if (message.type() === 'error' && !isMeant) complaints.push(message.text());
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

/** Boxes for what is too wide that do not scroll. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('.scroll'))
      .filter((box) => box.scrollWidth > box.clientWidth)
      .filter((box) => !['auto', 'scroll'].includes(getComputedStyle(box).overflowX))
      .map((box) => box.className),
  );
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
