// Waiting for something to become true, instead of waiting for a while.

import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 50;

/**
 * Looks until `look` returns something other than `undefined` or `false`, and returns that.
 *
 * An error thrown by `look` counts as "not yet" and is the cause of the final error.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  { timeoutMs = 45_000 }: { timeoutMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`, { cause });
    }
    await pause(BETWEEN_LOOKS_MS);
  }
}
