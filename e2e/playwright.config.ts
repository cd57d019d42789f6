// Browser tests against the real program: every spec drives two instances that talk over loopback.
//
// Three ways to look at pages: a desktop, a phone, and a browser without JavaScript. `./test` runs what the first has shown at one of
// four landings in the others, but for one whole round (`@core`), and so what has `@turns` in its title (.ci/turn).

import { cpus } from 'node:os';

import { defineConfig, devices } from '@playwright/test';

import { chromium, chromiumArguments } from './support/chromium.ts';

const browser = {
  ...devices['Desktop Chrome'],
  launchOptions: { executablePath: chromium(), args: chromiumArguments },
};

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env['CI']),
  // A test that passes at the second try is a broken test: ./test gives it one, alone, and names it.
  retries: 0,
  // A worker runs two instances and a browser, which wait for each other: one for each core leaves a sixth of the time unused.
  workers: Math.min(4, cpus().length + 1),
  // The longest takes 40 seconds where a machine is not busy with something else.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: { actionTimeout: 20_000, trace: process.env['PURSUANCE_TRACE'] === 'off' ? 'off' : 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'desktop', use: browser },
    {
      name: 'phone',
      use: { ...browser, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
      grep: /@phone/,
    },
    {
      name: 'no-js',
      use: { ...browser, javaScriptEnabled: false },
      // The others are about what JavaScript adds, or need it to look into the page.
      testMatch: ['board.spec.ts', 'delegation.spec.ts', 'files.spec.ts', 'invites.spec.ts', 'lost_session.spec.ts', 'newcomer.spec.ts', 'people.spec.ts', 'search.spec.ts', 'shown.spec.ts', 'sign_in.spec.ts', 'staying.spec.ts', 'tasks.spec.ts', 'waiting.spec.ts'],
    },
  ],
});
