// From a key or a click to the next picture, in an outline of 500 lines (https://web.dev/articles/inp), and to the text of another room:
// `npm run inp`.
//
// The browser itself measures (Event Timing). A page shows fewer lines than that, so what it shows is there several times; the
// numbers of the copies are their own.

import type { Page } from '@playwright/test';

import type { Person } from './support/person.ts';
import { enter } from './support/session.ts';
import { fresh } from './support/story.ts';
import { test } from './support/test.ts';
import type { World } from './support/world.ts';

const LINES = 500;
const TASKS = 150;
/** The browser tells of interactions from this length on (Event Timing §3.2), in steps of eight. */
const SHORTEST_MS = 16;

declare global {
  interface Window {
    took: Record<string, number>;
  }
}

/** Collects the longest event of each interaction. */
async function watch(page: Page): Promise<void> {
  await page.evaluate((shortest) => {
    window.took = {};
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId?: number })[]) {
        if (!entry.interactionId) continue;
        window.took[entry.interactionId] = Math.max(window.took[entry.interactionId] ?? 0, entry.duration);
      }
    }).observe({ type: 'event', durationThreshold: shortest, buffered: false } as PerformanceObserverInit);
  }, SHORTEST_MS);
}

/** Fills the outline up with copies of its last lines. */
async function fill(page: Page): Promise<number> {
  return page.locator('#outline > ul').evaluate((list, wanted) => {
    const there = () => list.querySelectorAll('li').length;
    for (let number = 100_000; there() < wanted; ) {
      const last = list.lastElementChild?.cloneNode(true) as HTMLElement;
      for (const item of [last, ...Array.from(last.querySelectorAll('li'))]) item.id = `row-${(number += 1)}`;
      for (const field of Array.from(last.querySelectorAll('form [id]'))) field.removeAttribute('id');
      list.append(last);
    }
    return there();
  }, LINES);
}

/** Does something several times, with so many keys each time, and says how long the browser took for a key. */
async function measure(page: Page, name: string, times: number, keys: number, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    window.took = {};
  });
  for (let turn = 0; turn < times; turn += 1) {
    await act();
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  }
  const took = (await page.evaluate(() => Object.values(window.took))).sort((a, b) => a - b);
  const worst = took.at(-1) ?? 0;
  // Keys that the browser does not tell of took less long.
  const half = Math.ceil((times * keys) / 2);
  const middle = took.length > half ? (took[took.length - half] ?? 0) : 0;
  const say = (ms: number): string => (ms === 0 ? `under ${SHORTEST_MS}` : String(ms));
  console.log(`${name.padEnd(28)} ${String(times).padStart(3)} times   median ${say(middle)} ms   longest ${say(worst)} ms`);
}

/** As many messages as a room of the aim has, of as many people as say them within an hour of the clock. */
const MESSAGES = 20_000;
const PEOPLE = 10;
const A_MINUTE = 55;

/** Ana's house: a room full of messages, and one with few. */
async function rooms(world: World): Promise<{ ana: Person; full: string; other: string }> {
  const people = await Promise.all(Array.from({ length: PEOPLE }, (_, place) => world.a.person(fresh(`ana${place}`))));
  const [ana] = people as [Person];
  const pursuance = fresh('house');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'House', mission: '' });
  for (const person of people.slice(1)) await person.perform('pursuance.join', { pursuance });
  const made = async (name: string) =>
    (await ana.perform<{ room: string }>('room.create', { pursuance, name, open: 'everyone' })).room;
  const [full, other] = [await made('Kitchen'), await made('Cellar')];
  const says = async (person: Person, count: number, room: string) => {
    for (let said = 0; said < count; said += 1) await person.perform('room.say', { room, body: 'The kettle is on. **Come down**, and bring the cups.' });
  };
  await says(ana, 3, other);
  for (let said = 0; said < MESSAGES; said += PEOPLE * A_MINUTE) {
    world.clock.advance({ minutes: 1 });
    await Promise.all(people.map((person) => says(person, A_MINUTE, full)));
  }
  const at = (room: string) => `${world.a.baseUrl}/p/${pursuance}/talk/${room}`;
  return { ana, full: at(full), other: at(other) };
}

test('from Alt and a number to the text of the other room', async ({ world, page }) => {
  test.setTimeout(3_600_000);
  const { ana, full, other } = await rooms(world);
  await enter(page, ana);
  // When the key was pressed is known on the page behind it.
  await page.addInitScript(() => {
    addEventListener('keydown', ({ timeStamp }) => sessionStorage.setItem('pressed', String(performance.timeOrigin + timeStamp)), true);
  });
  await page.goto(full);
  await page.goto(other);
  const took: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const ahead = page.waitForResponse((answer) => answer.url() === full);
    await page.goto(other);
    await page.locator('.talks ol a').first().hover();
    await (await ahead).finished();
    await page.keyboard.press('Alt+1');
    await page.waitForURL(full);
    await page.locator('#discussion .say').last().waitFor();
    took.push(
      await page.evaluate(async () => {
        const first = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
        while (first() === undefined) await new Promise(requestAnimationFrame);
        const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        const stands = Math.max(first() ?? NaN, visit?.domInteractive ?? NaN);
        return performance.timeOrigin + stands - Number(sessionStorage.getItem('pressed'));
      }),
    );
    await page.mouse.move(0, 0);
  }
  took.sort((a, b) => a - b);
  console.log(`to the other room   median ${Math.round(took[10] ?? NaN)} ms   all ${took.map((ms) => Math.round(ms)).join(' ')}`);
});

test('from Done to the next picture', async ({ world, page }) => {
  test.setTimeout(600_000);
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '', reviews: 'named' });
  for (let first = 1; first <= LINES; first += 100) {
    const tasks = Array.from({ length: 100 }, (_, at) => ({ title: `Task ${first + at}` }));
    await ana.perform('task.add_list', { pursuance: slug, tasks });
  }
  // A list begins with the newest, an outline with the oldest.
  for (const from of [1, LINES - 19]) {
    for (let task = from; task < from + 20; task += 1) await ana.perform('task.take', { pursuance: slug, task });
  }
  await enter(page, ana);
  for (const [view, name] of [['list', 'list'], ['board', 'board'], ['', 'outline']] as const) {
    const took: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await page.goto(`${world.a.baseUrl}/p/${slug}/${view}`);
      await page.evaluate(() => {
        (window as unknown as { before: boolean }).before = true;
      });
      // Nobody presses before the page has come to rest; what still loads would count as theirs.
      await page.evaluate(() => new Promise<void>((rests) => setTimeout(() => requestIdleCallback(() => rests()), 500)));
      await page.getByRole('button', { name: /^Done: / }).first().click();
      await page.waitForFunction(() => !('before' in window) && performance.getEntriesByType('paint').length > 0);
      took.push(
        await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
      );
    }
    took.sort((a, b) => a - b);
    console.log(`Done in the ${name.padEnd(16)} ${took.map((ms) => Math.round(ms)).join(' ')} ms`);
  }
});

test('from a key to the next picture', async ({ world, page }) => {
  test.setTimeout(600_000);
  const ana = await world.a.person(fresh('ana'));
  const slug = fresh('garden');
  await ana.perform('pursuance.create', { slug, name: 'Garden', mission: '' });
  for (let task = 1; task <= TASKS; task += 1) {
    const parent = task > 3 && task % 5 !== 0 ? Math.floor((task - 1) / 5) * 5 || 1 : null;
    await ana.perform('task.create', { pursuance: slug, title: `Task ${task} of the garden`, parent });
  }
  await enter(page, ana);
  await page.goto(`${world.a.baseUrl}/p/${slug}`);
  console.log(`${await fill(page)} lines`);
  await watch(page);

  await measure(page, 'next line (j)', 60, 1, () => page.keyboard.press('j'));
  await measure(page, 'next line (arrow)', 60, 1, () => page.keyboard.press('ArrowDown'));
  await measure(page, 'fold and unfold', 40, 2, async () => {
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
  });
  await measure(page, 'rename and leave', 20, 2, async () => {
    await page.keyboard.press('F2');
    await page.keyboard.press('Escape');
  });
  await page.locator('#add-0').focus();
  await measure(page, 'letters of a new task', 60, 1, () => page.keyboard.type('a'));
  await measure(page, 'Enter and Tab in the field', 10, 3, async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.type('b');
    await page.keyboard.press('Tab');
  });
});
