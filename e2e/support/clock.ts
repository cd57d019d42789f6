// Time that a test can move: all instances of a world read the same file.

import { renameSync, writeFileSync } from 'node:fs';

/** The file behind `PURSUANCE_TEST_CLOCK`: seconds that every instance adds to the system's time. */
export class TestClock {
  #aheadSeconds = 0;

  constructor(readonly file: string) {
    this.#write();
  }

  /** Moves the time of every instance ahead, at once. */
  advance({ minutes = 0, hours = 0, days = 0 }: { minutes?: number; hours?: number; days?: number }): void {
    this.#aheadSeconds += 60 * (minutes + 60 * (hours + 24 * days));
    this.#write();
  }

  /** The time that the instances take for now. */
  now(): Date {
    return new Date(Date.now() + this.#aheadSeconds * 1000);
  }

  /** Replaces the file whole: a reader never sees half a number. */
  #write(): void {
    writeFileSync(`${this.file}.next`, `${this.#aheadSeconds}\n`);
    renameSync(`${this.file}.next`, this.file);
  }
}
