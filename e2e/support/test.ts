// Specs import this instead of `@playwright/test`: the same, with two running instances.

import { test as base } from '@playwright/test';

import { World } from './world.ts';

export { expect, type Page } from '@playwright/test';

let testsBefore = 0;

export const test = base.extend<{ logsOfTheInstances: void; goodbyes: void }, { world: World }>({
  /** Two instances, shared by the tests of one worker: each test makes its own people and pursuances. */
  world: [
    async ({}, use) => {
      const world = await World.start();
      await use(world);
      await world.end();
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  /**
   * Each test has an address of its own, as if through a proxy: limits per address, such as how many accounts are opened
   * in an hour, do not count the tests before.
   */
  extraHTTPHeaders: async ({}, use) => {
    testsBefore += 1;
    await use({ 'X-Forwarded-For': `10.0.${testsBefore >> 8}.${testsBefore & 255}` });
  },

  /** A failed test brings along what the instances said. */
  logsOfTheInstances: [
    async ({ world }, use, info) => {
      await use();
      if (info.status === info.expectedStatus) return;
      for (const instance of [world.a, world.b]) {
        await info.attach(`log of ${instance.name}`, { body: instance.log, contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],

  /** Nobody of an earlier test sits on in a corner: their pages would go on following what happens, all at once. */
  goodbyes: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});
