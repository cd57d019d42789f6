// The program under test, and its command line.

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One line of `pursuance config routes --json`. `page` says that people look at it in a browser. */
export interface Route {
  method: string;
  path: string;
  page: boolean;
}

/** The binary: `PURSUANCE_BIN`, or what `cargo test` leaves behind. */
export function program(): string {
  const path = process.env['PURSUANCE_BIN'] ?? fileURLToPath(new URL('../../target/debug/pursuance', import.meta.url));
  if (!existsSync(path)) {
    throw new Error(`There is no program at ${path}: run \`cargo test --workspace --no-run\`, or name it in PURSUANCE_BIN.`);
  }
  return path;
}

/** Every address the router knows; asked of the program, so that no list here can fall behind. */
export function routes(): Route[] {
  return JSON.parse(execFileSync(program(), ['config', 'routes', '--json'], { encoding: 'utf8' })) as Route[];
}

/** Runs one command of the program to its end and returns what it printed; fails with what it complained about. */
export function command(args: string[], { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program(), args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (error) reject(new Error(`pursuance ${args.join(' ')} failed: ${stderr || stdout}`, { cause: error }));
      else resolve(stdout);
    });
    // A command that reads nothing may have ended by now; what came of it is in its status.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
