// The topic that this page hears of.

import { all } from '../dom.js';
import { main } from '../this_page.js';

/** Where its changes are reported; nothing where it has none of its own. */
export const address = main.dataset.live ?? '';

/** The topic that this page follows, as the stream names it: `bees`, `bees/12`, or nothing. */
export const topic = address.match(/^\/p\/([^/]+)(?:\/t\/(\d+))?\/live$/)?.slice(1).filter(Boolean).join('/') ?? '';

export const isInbox = address === '/inbox/live';

/** The numbers of unread notices on it. */
export const bells = all('[data-unread]');

/**
 * Types of news from the stream, or from the tab that holds it.
 * @typedef {{ kind: 'inbox', count: number, first: boolean }
 *   | { kind: 'open' } | { kind: 'beat' } | { kind: 'other' }
 *   | { kind: 'lost', since: number, isFound?: boolean }
 *   | { kind: 'topics', topics: string[] }
 *   | News} Said
 */

/**
 * News of a topic: the number of an event, and how long ago that was.
 * @typedef {{ kind: 'changed' | 'at' | 'stale' | 'gone' | 'since', topic: string, number: number, ago?: number | undefined }} News
 */

/**
 * Requests between tabs. `here` only answers: the tab that holds the stream is there.
 * @typedef {{ kind: 'want', topic: string, number?: number | undefined } | { kind: 'left' } | { kind: 'who' } | { kind: 'here' }} Asked
 */
