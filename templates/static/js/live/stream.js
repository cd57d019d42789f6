// The stream, held by one tab of a browser, with what all of them follow.

import { viewer } from '../this_page.js';
import { TOPICS, hear, numbers } from './hearing.js';
import { topic } from './topic.js';

/** Whether the tabs of this browser can share a stream. */
export const shares = Boolean(navigator.locks) && 'BroadcastChannel' in window;
/** Another person in the same browser has another name: nothing of one reaches the pages of the other. */
export const name = `live ${viewer ?? ''}`;

/** The server says at least every 15 seconds that it is there. */
const SILENCE_MS = 40_000;

/**
 * The channel between the tabs, and whether this one holds the stream.
 * @type {{ channel: BroadcastChannel | null, leads: boolean, heardAt: number }}
 */
export const tabs = {
  channel: null,
  leads: false,
  /** When the stream, or the tab that holds it, was last heard. */
  heardAt: 0,
};

/** @type {EventSource | null} */
let source = null;
/** @type {string[]} */
let follows = [];
let tries = 0;
let retryTimer = 0;
let regroupTimer = 0;
/**
 * When something was last heard of each topic.
 * @type {Map<string, number>}
 */
const changedAt = new Map();

/** Whether there is a stream, which may be connecting. */
export const isThere = () => source !== null;

/**
 * Says something to the other tabs.
 * @param {import('./topic.js').Said | import('./topic.js').Asked} said
 */
export function post(said) {
  tabs.channel?.postMessage(said);
}

/** @param {import('./topic.js').Said} said */
function tell(said) {
  post(said);
  hear(said);
}

function disconnect() {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
}

/** The connection is gone: it is tried again. */
export function lose(isFound = false) {
  disconnect();
  tell({ kind: 'lost', since: tabs.heardAt, isFound });
  // Not all at once, after a server comes back.
  const wait = Math.min(30_000, 1_000 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random());
  tries += 1;
  retryTimer = setTimeout(connect, wait);
}

/**
 * Passes an event of the stream on, by its topic.
 * @param {'changed' | 'at' | 'stale' | 'gone'} kind
 * @param {MessageEvent<string>} event
 */
function hearEvent(kind, { data, lastEventId }) {
  const [about = '', ago] = data.split(' ');
  // An event without a number comes with that of the one before it, which may be of another pursuance.
  const [count, of] = lastEventId.split(':').reverse();
  const number = of && of !== about.split('/')[0] ? 0 : Number(count) || 0;
  changedAt.set(about, Date.now() - Number(ago ?? 0));
  // The number that this browser knew of a topic that begins anew may be higher than the one now.
  if (kind === 'stale') numbers.delete(about);
  if (kind === 'gone') follows = follows.filter((one) => one !== about);
  tell({ kind, topic: about, number, ago: ago === undefined ? undefined : Number(ago) });
}

/** Opens the stream with what is followed, from where it was heard last. */
export function connect() {
  disconnect();
  const query = new URLSearchParams({ as: viewer ?? '' });
  for (const one of follows) query.append('at', numbers.has(one) ? `${one}:${numbers.get(one)}` : one);
  const events = new EventSource(`${document.documentElement.dataset.stream}?${query}`);
  source = events;
  let isFirst = true;
  /**
   * @param {string} type
   * @param {(event: MessageEvent<string>) => void} act
   */
  const on = (type, act) =>
    events.addEventListener(type, (/** @type {MessageEvent<string>} */ event) => {
      if (source !== events) return;
      tabs.heardAt = Date.now();
      act(event);
    });
  on('open', () => {
    tries = 0;
    tell({ kind: 'open' });
  });
  on('message', (event) => hearEvent('changed', event));
  on('at', (event) => hearEvent('at', event));
  on('stale', (event) => hearEvent('stale', event));
  on('gone', (event) => hearEvent('gone', event));
  on('inbox', ({ data }) => {
    tell({ kind: 'inbox', count: Number(data), first: isFirst });
    isFirst = false;
  });
  on('beat', () => tell({ kind: 'beat' }));
  on('other', () => {
    tell({ kind: 'other' });
    disconnect();
  });
  events.addEventListener('error', () => {
    if (source === events) lose();
  });
}

/** Connects at once, where it was waited for. */
export function reconnect() {
  tries = 0;
  connect();
}

/** Whether nothing was heard for long. */
export const isSilent = () => Date.now() - tabs.heardAt > SILENCE_MS;

/** A connection that has said nothing for long is dead, as after sleep. */
export function revive() {
  if (!isSilent() || source?.readyState !== EventSource.OPEN) return;
  lose(true);
  connect();
}

/** Takes what all tabs follow into the stream. */
async function regroup() {
  const wanted = new Set(topic ? [topic] : []);
  if (shares) {
    const { held } = await navigator.locks.query();
    const prefix = `${name} on `;
    for (const lock of held ?? []) {
      if (lock.name?.startsWith(prefix)) wanted.add(lock.name.slice(prefix.length));
    }
  }
  if (!tabs.leads) return;
  const all = [...wanted];
  // Topics that were there before stay.
  all.sort((a, b) => Number(follows.includes(b)) - Number(follows.includes(a)));
  const next = all.slice(0, TOPICS);
  tell({ kind: 'topics', topics: next });
  const isSame = source && next.length <= follows.length && next.every((one) => follows.includes(one));
  if (isSame) return;
  follows = next;
  connect();
}

/**
 * Takes what all tabs follow into the stream, in a moment.
 * @param {number} delay
 */
export function regroupSoon(delay) {
  clearTimeout(regroupTimer);
  regroupTimer = setTimeout(() => regroup().catch(() => {}), delay);
}

/**
 * Another tab says what it follows, and how far it has heard.
 * @param {{ topic: string, number?: number | undefined }} tab
 */
export function welcome({ topic: wanted, number }) {
  if (number && !((numbers.get(wanted) ?? 0) >= number)) numbers.set(wanted, number);
  if (!tabs.leads) return;
  if (wanted && !(source && follows.includes(wanted))) {
    post({ kind: 'here' });
    regroupSoon(50);
    return;
  }
  post(source?.readyState === EventSource.OPEN ? { kind: 'open' } : { kind: 'lost', since: tabs.heardAt });
  const known = numbers.get(wanted);
  const at = changedAt.get(wanted);
  if (number && known && known > number) post({ kind: 'since', topic: wanted, number: known });
  else if (!number && at) post({ kind: 'at', topic: wanted, number: known ?? 0, ago: Date.now() - at });
}

/** Lets the stream go. */
export function release() {
  tabs.leads = false;
  follows = [];
  clearTimeout(regroupTimer);
  disconnect();
}
