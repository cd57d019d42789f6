// `npm run picture`: makes the picture of the README from the demo. No test of anything.

import { defineConfig } from '@playwright/test';

import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: '.',
  testMatch: 'screenshot.ts',
  projects: [{ name: 'picture', use: { ...config.projects?.[0]?.use, viewport: { width: 1280, height: 1200 }, colorScheme: 'light' } }],
});
