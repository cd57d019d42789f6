// Events that this page hears of, from its own stream or from that of another tab, and their effects.

import { happened, leaveIfGone, soon } from './reading.js';
import { noteCertain, noteFound, noteLost, sayStale, standing } from './freshness.js';
import { address, isInbox, topic } from './topic.js';
import { showUnread, unreadCount } from './unread.js';

/** As many topics as one stream carries. */
export const TOPICS = 20;
/** After so long a gap the page is read again whatever the numbers say: some changes have none. */
const GAP_MS = 30_000;
/** An event may be a little older than the page that does not show it. */
const LATE_MS = 2_000;

/**
 * The last number that is known of each topic.
 * @type {Map<string, number>}
 */
export const numbers = new Map();
let gapSince = 0;

/** @param {{ count: number, first: boolean }} said */
function hearInbox({ count, first }) {
  const isNews = count !== unreadCount();
  showUnread(count);
  if (isInbox && (isNews || !first)) soon();
  // On any other page only the number changes: a notice makes nothing old that stands there.
  sayStale();
}

function hearOpen() {
  if (gapSince && Date.now() - gapSince > GAP_MS) soon();
  gapSince = 0;
  noteFound();
  noteCertain();
  sayStale();
}

/** @param {string[]} topics */
function hearTopics(topics) {
  const wasLeftOut = standing.isLeftOut;
  standing.isLeftOut = topic !== '' && topics.length === TOPICS && !topics.includes(topic);
  // Events of meanwhile were not heard.
  if (wasLeftOut && !standing.isLeftOut) soon();
  sayStale();
}

/** @param {import('./topic.js').News} said */
function hearNews(said) {
  const known = numbers.get(said.topic) ?? 0;
  const isKnown = said.number > 0 && said.number <= known;
  if (said.number) numbers.set(said.topic, Math.max(said.number, known));
  // News for another tab.
  if (said.topic !== topic || !topic) return;
  if (said.kind === 'gone') {
    standing.hasEnded = true;
    sayStale();
    leaveIfGone().catch(() => {});
  } else if (said.kind === 'at') {
    // Where the stream begins it says how old the newest event is: an older page does not show it.
    if (!isKnown && said.ago !== undefined && said.ago < performance.now() + LATE_MS) soon();
  } else if (said.kind === 'stale') {
    soon();
  } else if (said.kind !== 'since' || !isKnown) {
    happened();
  }
}

/**
 * Hears something.
 * @param {import('./topic.js').Said} said
 */
export function hear(said) {
  switch (said.kind) {
    case 'inbox':
      return hearInbox(said);
    case 'open':
      return hearOpen();
    case 'beat':
      return noteCertain();
    case 'lost':
      gapSince ||= said.since;
      return noteLost(said.isFound);
    case 'other':
      standing.isOther = true;
      sayStale();
      if (address) leaveIfGone().catch(() => {});
      return undefined;
    case 'topics':
      return hearTopics(said.topics);
    case 'changed':
    case 'at':
    case 'stale':
    case 'gone':
    case 'since':
      return hearNews(said);
  }
  // The message is of another version of this script, or an answer to another tab.
  return undefined;
}
