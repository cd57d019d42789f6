// A person with an account on one instance, acting through the API.

import type { Instance } from './instance.ts';

/** The answer of `POST /api/v1/actions/{name}`. */
export interface Performed<Result> {
  result: Result;
  events: unknown[];
}

export class Person {
  constructor(
    readonly home: Instance,
    readonly name: string,
    readonly passphrase: string,
    readonly token: string,
  ) {}

  /** Performs an action and returns what it made; a refusal fails the test with its reason. */
  async perform<Result = Record<string, unknown>>(action: string, input: Record<string, unknown>): Promise<Result> {
    const { result } = await this.#call<Performed<Result>>(`actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return result;
  }

  /** Uploads a file and hangs it on a task. Its id there. */
  async hang(on: { pursuance: string; task: number }, name: string, text: string): Promise<string> {
    const { file } = await this.#call<{ file: string }>('files', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: text,
    });
    return (await this.perform<{ id: string }>('task.attach', { ...on, file, name })).id;
  }

  /** Reads below `/api/v1/`: `read('pursuances/bees/tasks/1')`. */
  read<Answer>(path: string): Promise<Answer> {
    return this.#call<Answer>(path, {});
  }

  async #call<Answer>(path: string, init: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer> {
    const answer = await fetch(`${this.home.baseUrl}/api/v1/${path}`, {
      ...init,
      headers: { ...init.headers, accept: 'application/json', authorization: `Bearer ${this.token}` },
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${this.name} on ${this.home.name}: ${init.method ?? 'GET'} ${path}: ${answer.status} ${text}`);
    }
    return JSON.parse(text) as Answer;
  }
}
