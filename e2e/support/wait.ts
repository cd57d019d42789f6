// Waiting for something to become true, instead of waiting for a while.

import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

const BETWEEN_LOOKS_MS = 50;

/**
 * Looks until `look` returns something other than `undefined` or `false`, and returns that.
 *
 * An error thrown by `look` counts as "not yet" and is the cause of the final error, which says what was seen last, too.
 */
export async function until<T>(
  what: string,
  look: (saw: (what: unknown) => void) => Promise<T | undefined | false>,
  { timeoutMs = 45_000 }: { timeoutMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let seen: unknown;
  for (;;) {
    let cause: unknown;
    try {
      const found = await look((what) => (seen = what));
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain until ${what}; seen last: ${inspect(seen)}`, { cause });
    }
    await pause(BETWEEN_LOOKS_MS);
  }
}
