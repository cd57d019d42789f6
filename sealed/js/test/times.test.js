// Times as the pages of the server write them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { momentOf } from '../src/page/moments.js';
import { dayOf, writable } from '../src/page/times.js';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const EVENING = Date.parse('2026-12-04T19:33:12Z');

/** @param {string} text some versions part the hour from its half of the day by a narrow space */
const plain = (text) => text.replace(/\s/g, ' ');

test('a time has its day and month in words, in the zone and by the clock of the page, to the minute', () => {
  assert.equal(momentOf(EVENING, NOW, { lang: 'en', zone: 'UTC', hours: '24' }), '4 Dec, 19:33');
  assert.equal(plain(momentOf(EVENING, NOW, { lang: 'en', zone: 'UTC', hours: '12' })), '4 Dec, 7:33 PM');
  assert.equal(momentOf(EVENING, NOW, { lang: 'de', zone: 'Asia/Tokyo', hours: '24' }), '5. Dez, 04:33');
  assert.equal(momentOf(Date.parse('2027-01-02T00:00:00Z'), NOW, { lang: 'en', zone: 'UTC', hours: '24' }), '2 Jan 2027');
});

test('a day is the same everywhere, with its year where that is another one', () => {
  assert.equal(dayOf(Date.parse('2026-09-04'), NOW, { lang: 'en' }), 'Fri 4 Sep');
  assert.equal(dayOf(Date.parse('2026-12-04'), NOW, { lang: 'de' }), 'Fr 4. Dez');
  assert.equal(dayOf(Date.parse('2031-05-06'), NOW, { lang: 'en' }), '6 May 2031');
});

test('a time beyond all days is the last of them: whoever signs it makes no page unreadable', () => {
  const [far, place] = [Number.MAX_SAFE_INTEGER, { lang: 'en', zone: 'UTC', hours: '24' }];
  assert.deepEqual([dayOf(far, NOW, place), momentOf(far, NOW, place)], ['31 Dec 9999', '31 Dec 9999']);
  assert.equal(new Date(writable(far)).toISOString().slice(0, 10), '9999-12-31');
});
