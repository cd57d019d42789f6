// `npm run pictures`: makes the pictures of the guide from the demo. No test of anything.

import { defineConfig } from '@playwright/test';

import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: '.',
  testMatch: 'pictures.ts',
  projects: [{ name: 'pictures', use: { ...config.projects?.[0]?.use } }],
});
