// One running instance: a real process, its data in a folder of its own, on a port of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { TestClock } from './clock.ts';
import { Person } from './person.ts';
import { command, program } from './program.ts';
import { until } from './wait.ts';

const LINES_KEPT = 200;

/** The passphrase of the account of a name in tests. */
export const passphraseOf = (name: string): string => `lantern harbour ${name} seven willow`;

export class Instance {
  #process: ChildProcess | undefined;
  #log: string[] = [];

  private constructor(
    readonly name: string,
    readonly port: number,
    readonly dataDir: string,
    readonly clock: TestClock,
    readonly settings: Record<string, string>,
  ) {}

  /** Starts an instance with nothing in it, in a folder of that name below `folder`. Its settings are variables (docs/operator/settings.md). */
  static async start(name: string, folder: string, clock: TestClock, settings: Record<string, string> = {}): Promise<Instance> {
    const dataDir = join(folder, name);
    mkdirSync(dataDir, { recursive: true });
    const instance = new Instance(name, await freePort(), dataDir, clock, settings);
    await instance.start();
    return instance;
  }

  /** Where browsers and other instances find it; ids contain it. */
  get baseUrl(): string {
    return `http://localhost:${this.port}`;
  }

  /** The part behind the `@` in handles of this instance. */
  get authority(): string {
    return `localhost:${this.port}`;
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(): Promise<void> {
    const child = spawn(
      program(),
      [
        'serve',
        ...['--data-dir', this.dataDir, '--bind', `127.0.0.1:${this.port}`, '--base-url', this.baseUrl],
        // Browsers say which address they have (support/test.ts).
        ...['--trusted-proxy', '127.0.0.1/32'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: this.#environment() },
    );
    this.#process = child;
    // When the test run is cut off, its instances end with it.
    process.once('exit', () => child.kill('SIGKILL'));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    }
    await until(`${this.name} is ready`, async (saw) => {
      if (child.exitCode !== null) return true;
      const answer = await fetch(`${this.baseUrl}/readyz`);
      saw(answer.status);
      return answer.ok;
    }).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw new Error(`${this.name} did not become ready. It said:\n${this.log}`, { cause: error });
    });
    if (child.exitCode !== null) {
      throw new Error(`${this.name} ended with ${child.exitCode}. It said:\n${this.log}`);
    }
  }

  /** Asks it to shut down and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it at whatever instruction it has reached. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** The last lines it printed. */
  get log(): string {
    return this.#log.join('\n');
  }

  /** Creates an account on the command line. */
  async account(name: string, { operator = false }: { operator?: boolean } = {}): Promise<void> {
    await this.admin(['account', 'create', name, '--passphrase-stdin', ...(operator ? ['--operator'] : [])], `${passphraseOf(name)}\n`);
  }

  /** Creates an account on the command line, with a token for the API. */
  async person(name: string, options: { operator?: boolean } = {}): Promise<Person> {
    await this.account(name, options);
    const { token } = (await this.admin(['token', 'create', name])) as { token: string };
    return new Person(this, name, passphraseOf(name), token);
  }

  /** Runs `pursuance admin …` beside the running server and returns its JSON. */
  async admin(args: string[], input = ''): Promise<unknown> {
    const answer = await command(['admin', ...args, '--json', '--data-dir', this.dataDir], { input, env: this.#environment() });
    return answer.trim() === '' ? undefined : JSON.parse(answer);
  }

  #environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('PURSUANCE_'));
    return { ...Object.fromEntries(inherited), ...this.settings, PURSUANCE_TEST_CLOCK: this.clock.file };
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  #keep(text: string): void {
    this.#log = [...this.#log, ...text.trimEnd().split('\n')].slice(-LINES_KEPT);
  }
}

/** A port nobody listens on. The base URL contains it, so it has to be known before the program starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
