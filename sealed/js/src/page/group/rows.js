// Rows of members as of another number of entries than the log of this device has: it is behind, the page is, or the server lies.
//
// The number comes from the server that is held against the log, and excuses nothing by itself. The page is asked for anew, and the log
// after it: that page is of as many entries as the log had before, at least, and as it has now, at most.

import { Trouble, needThat } from '../trouble.js';

/** @import { Filling } from './filling.js' */
/** @import { Group } from './group.js' */

const PATIENCE = 30_000;
/** A row as `templates/people/members.html` has it. The text makes no element: browsers let no script of a private page do that. */
const ROW = /data-member="([0-9a-f]+)" data-level="([0-9]+)" data-entries="([0-9]+)"/g;
const NUMBER = /^[0-9]+$/;

/** The rows that the server draws now: level and entries, by member. */
async function rowsNow() {
  /** @type {string} */
  let text;
  /** @type {Response} */
  let answer;
  try {
    const signal = AbortSignal.timeout?.(PATIENCE) ?? null;
    answer = await fetch(location.href, { cache: 'no-store', credentials: 'same-origin', signal });
    text = await answer.text();
  } catch {
    throw new Trouble('lost');
  }
  needThat(answer.ok, 'failed');
  return new Map([...text.matchAll(ROW)].map(([, member = '', level = '', entries = '']) => [member, { level, entries }]));
}

/**
 * Marks rows that no honest server draws. Of an older page no row stays that is not so any more: it comes anew.
 * @param {Filling} filling
 * @param {Group} group
 */
export async function holdRows(filling, group) {
  const mark = (/** @type {HTMLElement} */ row) => {
    filling.mark(row, false, group, `member/${row.dataset.member}`);
    // Nobody unfolds what the server says to look for a lie.
    row.closest('details')?.setAttribute('open', '');
  };
  // A row that is marked already stays marked.
  const seen = filling.compare(document, group).filter((row) => !row.querySelector(':scope > [data-lie]'));
  if (seen.length === 0 || group.lies.isFrozen) return;
  const least = group.state.next;
  for (const row of seen) if (Number(row.dataset.entries) === least) mark(row);
  const now = await rowsNow();
  await group.alone(() => group.syncLog());
  if (group.lies.isFrozen) return;
  const { members, next } = group.state;
  const left = new Set(filling.compare(document, group));
  let isOld = false;
  for (const row of seen) {
    if (!left.has(row)) continue;
    const { member = '', level, entries = '' } = row.dataset;
    const here = now.get(member);
    const count = Number(here?.entries ?? next);
    // More than the log has, or no number; and a page of now with another number than a log of now.
    const isLie = !(NUMBER.test(entries) && Number(entries) < next && count >= least && count <= next);
    if (isLie) mark(row);
    if (isLie || count !== next) continue;
    isOld = true;
    if (!here) (row.closest('li') ?? row).remove();
    else if (here.level === level) row.dataset.entries = here.entries;
    else if (here.level !== `${members.get(member)?.role}`) mark(row);
    else Object.assign(row, { textContent: '…' }).dataset.level = '';
  }
  if (isOld) document.dispatchEvent(new CustomEvent('pursuance:told'));
}
