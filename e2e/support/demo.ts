// `pursuance demo`, and the people in it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, type Page } from '@playwright/test';

import { saysWho } from './account.ts';
import { program } from './program.ts';
import { until } from './wait.ts';

/** A demo that runs. */
export class Demo {
  private constructor(
    /** Its output once everything was there. */
    readonly said: string,
  ) {}

  /** Runs a demo for as long as something is done with it. */
  static async run(options: string[], work: (demo: Demo) => Promise<void>): Promise<void> {
    const child = spawn(program(), ['demo', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    try {
      await until('the demo is there', async () => said.includes('Ctrl+C') && said, { timeoutMs: 180_000 });
      await work(new Demo(said));
    } finally {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
  }

  /** Signs somebody in, on the way to an address. */
  async signIn(page: Page, name: string, address: string): Promise<void> {
    const passphrase = new RegExp(`^ +${name} {2,}(\\S+(?: \\S+)*)`, 'm').exec(this.said)?.[1] ?? '';
    const { origin, pathname } = new URL(address);
    await page.goto(`${origin}/signin?next=${encodeURIComponent(pathname)}`);
    await saysWho(page, name, passphrase);
    await expect(page).toHaveURL(address);
  }
}
