// The system's Chromium, and how it is started.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The shell is Chromium without its windows: a test takes a third less of a processor. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser that drives the tests: `PURSUANCE_CHROMIUM`, or the first of the usual names on PATH. */
export function chromium(): string {
  const named = process.env['PURSUANCE_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (!found) {
    throw new Error(`No Chromium among ${NAMES.join(', ')} on PATH: install one, or name it in PURSUANCE_CHROMIUM.`);
  }
  return found;
}

/** Keeps the browser from calling home; as root its sandbox cannot start. */
export const chromiumArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
