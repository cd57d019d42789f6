// The system's Chromium, and how it is started.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Chromium without its windows where there is one: it takes a third less of a processor. `PURSUANCE_CHROMIUM` names another. */
export const chromium = (): string => first(['chromium-headless-shell', ...NAMES]);

/** The whole Chromium: the other shows no notices on the device, and keeps no page for "Back". */
export const wholeChromium = (): string => first(NAMES);

function first(names: string[]): string {
  const named = process.env['PURSUANCE_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = named ? [named] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (!found) {
    throw new Error(`No Chromium among ${names.join(', ')} on PATH: install one, or name it in PURSUANCE_CHROMIUM.`);
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
