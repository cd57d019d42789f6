// Two instances that know nothing of each other yet, under one clock.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TestClock } from './clock.ts';
import { Instance } from './instance.ts';

export class World {
  private constructor(
    readonly folder: string,
    readonly clock: TestClock,
    readonly a: Instance,
    readonly b: Instance,
  ) {}

  static async start(): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'pursuance-e2e-'));
    const clock = new TestClock(join(folder, 'clock'));
    const a = await Instance.start('a', folder, clock);
    const b = await Instance.start('b', folder, clock);
    // A server takes new people once somebody runs it.
    await Promise.all([a, b].map((instance) => instance.person('keeper', { operator: true })));
    await Promise.all([a, b].map((instance) => instance.admin(['door', 'anybody'])));
    return new World(folder, clock, a, b);
  }

  /** Stops both and removes what they stored. */
  async end(): Promise<void> {
    await Promise.all([this.a.stop(), this.b.stop()]);
    rmSync(this.folder, { recursive: true });
  }
}
