// `npm run inp`: how long the browser takes from a key to the next picture. A figure, no test.

import { defineConfig } from '@playwright/test';

import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: '.',
  testMatch: 'inp.ts',
  workers: 1,
  projects: [{ name: 'inp', use: { ...config.projects?.[0]?.use, trace: 'off' } }],
});
