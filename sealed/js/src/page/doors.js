// Requests of the module to its server: JSON in, JSON out, and one kind of error for all that can go wrong on the way.

import { fromBase64url, toBase64url } from '../bytes.js';
import { Trouble, needThat, orElse } from './trouble.js';

/** @typedef {Record<string, unknown>} Answer */
/**
 * @typedef {(
 *   method: 'GET' | 'POST',
 *   path: string,
 *   body?: Record<string, unknown>,
 *   headers?: Record<string, string>,
 * ) => Promise<Answer>} Ask
 */

const PATIENCE = 30_000;

/**
 * Bytes go out as base64url.
 * @param {string} _key
 * @param {unknown} value
 */
const written = (_key, value) => (value instanceof Uint8Array ? toBase64url(value) : value);

/**
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
async function read(response) {
  const text = await response.text();
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * @param {Response} response
 * @param {Answer} problem
 */
function refusal(response, problem) {
  const slug = typeof problem.type === 'string' ? problem.type.replace(/^.*[#/]/, '') : '';
  const fallback = { 401: 'sign-in-first', 429: 'rate-limit' }[response.status] ?? '';
  const seconds = Number(problem.retry_after ?? response.headers.get('retry-after'));
  return new Trouble(slug || fallback ? `problem-${slug || fallback}` : 'failed', {
    field: typeof problem.field === 'string' ? problem.field : '',
    seconds: Number.isFinite(seconds) ? seconds : 0,
    records: orElse('failed', () => recordsOf(problem)),
  });
}

/**
 * Asks the own server. A redirect is no answer: it could lead a key somewhere else.
 * @param {(path: string, init: RequestInit) => Promise<Response>} fetch
 * @returns {Ask}
 */
export const doors = (fetch) => async (method, path, body, headers = {}) => {
  /** @type {Response} */
  let response;
  /** @type {Answer} */
  let answer;
  try {
    response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body, written) }),
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      // Not every browser has it.
      signal: AbortSignal.timeout?.(PATIENCE) ?? null,
    });
    answer = await read(response);
  } catch {
    throw new Trouble('lost');
  }
  if (!response.ok) throw refusal(response, answer);
  return answer;
};

/**
 * The records of an answer; none where it has none.
 * @param {Answer} answer
 */
export function recordsOf({ records }) {
  /** @type {unknown[]} */
  const texts = Array.isArray(records) ? records : [];
  return texts.map((text) => {
    needThat(typeof text === 'string', 'failed');
    return fromBase64url(text);
  });
}

/**
 * @param {Answer} answer
 * @param {string} key
 */
export function bytesOf(answer, key) {
  const text = answer[key];
  needThat(typeof text === 'string', 'failed');
  return orElse('failed', () => fromBase64url(text));
}

/**
 * @param {Answer} answer
 * @param {string} key
 */
export function textOf(answer, key) {
  const text = answer[key];
  needThat(typeof text === 'string', 'failed');
  return text;
}

/**
 * A text that need not be there.
 * @param {Answer} answer
 * @param {string} key
 */
export const maybeText = (answer, key) => (typeof answer[key] === 'string' ? answer[key] : '');

/**
 * @param {Answer} answer
 * @param {string} key
 */
export function numberOf(answer, key) {
  const value = answer[key];
  needThat(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0, 'failed');
  return value;
}
