// A file in pieces (docs/api.md, Files): each begins where the last one that is safe on the server ended, so that a network that is lost
// costs no more than a piece. Whoever calls says how long is waited before it goes on.

import { tokenOf } from '../session.js';
import { forget } from './interrupted.js';

/** The most that the server takes at once. */
const PIECE = 4 * 1024 * 1024;
/** The server gives up a piece of which nothing comes for ten seconds. */
const SILENT_MS = 15_000;
/** Once all has arrived, it is read again as a whole. */
const ENDING_MS = 300_000;

/**
 * Answer of the server about an upload, or the reason why there is none: a problem has a type.
 * @typedef {{ upload?: string, offset?: number, file?: string, type?: string }} Told
 */
/**
 * An answer; with the status 0 there is none of ours.
 * @typedef {{ status: number, told: Told, at: number }} Answer
 */
/**
 * Why it does not go on for now: there is no connection, nobody is signed in, or the server has enough to do.
 * @typedef {'lost' | 'over' | 'waits'} Pause
 */
/**
 * How a file is sent: the signal ends it, `begun` hears the name of its upload, `moved` how many bytes have arrived, and `pause` waits.
 * @typedef {{ signal: AbortSignal, begun: (upload: string) => void, moved: (bytes: number) => void, pause: (why: Pause, times: number) => Promise<void> }} Way
 */
/**
 * A file that has arrived, by its hash and the name of its upload; or the reason why it has not.
 * @typedef {{ file: string, upload: string } | { why: string }} Sent
 */

/**
 * @param {XMLHttpRequest} asked
 * @returns {Answer}
 */
function answerOf(asked) {
  try {
    /** @type {Told} */
    const told = asked.status === 204 ? {} : JSON.parse(asked.responseText);
    return { status: asked.status, told, at: Number(asked.getResponseHeader('Upload-Offset') ?? told.offset ?? 0) };
  } catch {
    return { status: 0, told: {}, at: 0 };
  }
}

/**
 * Asks the server, and tells how much of what is sent has left.
 * @param {string} method
 * @param {string} path
 * @param {{ body?: Blob | string, headers?: Record<string, string>, signal?: AbortSignal, left?: (bytes: number) => void }} [what]
 * @returns {Promise<Answer>}
 */
function ask(method, path, { body, headers = {}, signal, left = () => {} } = {}) {
  return new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    let timer = 0;
    const stop = () => asked.abort();
    /** @param {number} time */
    const stopIn = (time) => {
      clearTimeout(timer);
      timer = setTimeout(stop, time);
    };
    asked.addEventListener('loadend', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(answerOf(asked));
    });
    asked.upload.addEventListener('progress', ({ loaded }) => {
      stopIn(SILENT_MS);
      left(loaded);
    });
    asked.upload.addEventListener('load', () => stopIn(ENDING_MS));
    signal?.addEventListener('abort', stop);
    asked.open(method, path);
    for (const [name, value] of Object.entries({ 'Pursuance-Csrf': tokenOf(), ...headers })) asked.setRequestHeader(name, value);
    stopIn(SILENT_MS);
    asked.send(body ?? null);
  });
}

/** @param {string} upload */
const pathOf = (upload) => `/uploads/${upload}`;

/**
 * How much of an upload has arrived; nothing where there is none, or no answer.
 * @param {string} upload
 */
export async function arrivedOf(upload) {
  const answer = await ask('GET', pathOf(upload));
  if (answer.status === 404) forget(upload);
  return answer.status === 200 ? answer.at : null;
}

/**
 * Gives an upload up. What cannot be told now goes by itself after a day.
 * @param {string} upload
 */
export async function giveUp(upload) {
  forget(upload);
  await ask('DELETE', pathOf(upload));
}

/**
 * Whether a file can still be read from there on: one that was changed or deleted since it was chosen cannot.
 * @param {File} file
 * @param {number} at
 */
async function isReadable(file, at) {
  try {
    await file.slice(at, at + 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Decides after an answer that is no success: a pause, another place to go on, or the end.
 * @param {Answer} answer
 * @returns {Pause | 'place' | 'anew' | 'end'}
 */
function turn({ status, told }) {
  if (status === 401 || status === 403) return 'over';
  if (status === 409 && told.type?.endsWith('wrong-offset')) return 'place';
  if (status === 404) return 'anew';
  if (status === 429 || status === 503) return 'waits';
  // 400: what was sent broke off.
  return status === 0 || status === 400 || (status >= 500 && status !== 507) ? 'lost' : 'end';
}

/**
 * Sends a file until it has arrived, whatever happens to the network or the server meanwhile.
 * @param {File} file
 * @param {Way} way
 * @param {string} known The name of an upload of it that goes on, or nothing.
 * @returns {Promise<Sent>}
 */
export async function sendFile(file, { signal, begun, moved, pause }, known) {
  let [upload, at, times, isSure] = [known, 0, 0, known === ''];
  const step = () => {
    if (upload === '') {
      const body = JSON.stringify({ name: file.name, bytes: file.size });
      return ask('POST', '/uploads', { body, headers: { 'Content-Type': 'application/json' }, signal });
    }
    if (!isSure) return ask('GET', pathOf(upload), { signal });
    const headers = { 'Upload-Offset': String(at), 'Content-Type': 'application/octet-stream' };
    return ask('PATCH', pathOf(upload), { body: file.slice(at, at + PIECE), headers, signal, left: (bytes) => moved(at + bytes) });
  };
  for (;;) {
    const answer = await step();
    if (signal.aborted) {
      if (upload !== '') await giveUp(upload);
      return { why: 'stopped' };
    }
    if (answer.status === 200 || answer.status === 201) {
      if (answer.told.file !== undefined) return { file: answer.told.file, upload };
      if (answer.told.upload !== undefined) {
        upload = answer.told.upload;
        begun(upload);
      }
      if (answer.at > at) times = 0;
      [at, isSure] = [answer.at, true];
      moved(at);
      continue;
    }
    const next = turn(answer);
    if (next === 'end') return { why: answer.told.type?.split('#').at(-1) ?? 'failed' };
    if (!(await isReadable(file, at))) return { why: 'unreadable' };
    if (next === 'anew') [upload, at] = ['', 0];
    isSure = next === 'anew' || (next === 'place' && at !== answer.at);
    if (next === 'place') at = answer.at;
    if (!isSure) await pause(next === 'over' || next === 'waits' ? next : 'lost', times);
    times += 1;
  }
}
