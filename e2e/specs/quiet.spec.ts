// The page of a task in calm state: when it opens, few controls stand in its main part, for whoever organises and for whoever may not take it.

import type { Browser, Page } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { accepts, field, founds, invites, ROUND, signs, writes } from '../support/private.ts';
import { enter } from '../support/session.ts';
import { fresh, offer, pair, taken } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import { until } from '../support/wait.ts';
import type { World } from '../support/world.ts';

/** The most controls for whoever organises, and for a member who may not take the task or a stranger. */
const ORGANISERS = 20;
const OTHERS = 10;
/** The most for a member who may take each of its parts. */
const TAKERS = 18;

/** The controls in the main part of the page; a closed menu is one. */
async function controls(page: Page): Promise<string[]> {
  const all = page.locator('main').locator('a[href], button, input:not([type=hidden]), select, textarea, summary');
  return all.filter({ visible: true }).evaluateAll((found) => found.map((one) => `${one.tagName} ${one.textContent?.trim()}`));
}

/** The browser of somebody, or of a stranger. */
async function browserOf(browser: Browser, who: Person | null): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  if (who) await enter(page, who);
  return page;
}

/** Contents of the page of a task when it opens. */
async function looks(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await expect(page.locator('#discussion')).toBeVisible();
  return controls(page);
}

/** Holds a bound on what somebody finds; all that are broken are told at the end. */
function isFew(found: string[], most: number, state: string): void {
  expect.soft(found.length, `${state}:\n${found.join('\n')}`).toBeLessThanOrEqual(most);
}

/** Holds the bounds on the page of a task. `most`: the bound of the member, who may take it. */
async function isQuiet(browser: Browser, [organiser, member]: [Person, Person], address: string, state: string, most = OTHERS): Promise<void> {
  const viewers = [['organiser', organiser, ORGANISERS], ['member', member, most], ['stranger', null, OTHERS]] as const;
  for (const [role, who, bound] of viewers) {
    const page = await browserOf(browser, who);
    isFew(await looks(page, address), bound, `${state}, ${role}`);
    await page.context().close();
  }
}

/** Two pursuances on two servers, and a member of the first one who may take what is free there. */
async function neighbours(world: World) {
  const sides = await pair(world);
  const member = await world.a.person(fresh('cleo'));
  await member.perform('pursuance.join', { pursuance: sides.from });
  const at = (task: number) => `${world.a.baseUrl}/p/${sides.from}/t/${task}`;
  return { sides, member, at };
}

test('the page of a task that somebody has is quiet, with a message, too @phone', async ({ world, browser }) => {
  const person = (name: string) => world.a.person(fresh(name));
  const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
  for (const member of [ben, cleo]) await member.perform('pursuance.join', { pursuance });
  const task = { pursuance, title: 'Count the hives', deliverables: 'A number for each hive.', size: 's', due: '2030-05-01' };
  await ana.perform('task.create', task);
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  await isQuiet(browser, [ana, cleo], address, 'free');
  await ben.perform('task.take', { pursuance, task: 1 });
  await isQuiet(browser, [ana, cleo], address, 'taken');
  await ben.perform('task.comment', { pursuance, task: 1, body: 'Three are empty.' });
  await isQuiet(browser, [ana, cleo], address, 'with one message');
});

test('the page of a task that is on offer elsewhere, then handed over, is quiet @phone', async ({ world, browser }) => {
  test.setTimeout(120_000);
  const { sides, member, at } = await neighbours(world);
  const story = await offer(sides, 'Translate the map');
  const people: [Person, Person] = [sides.asker, member];
  const address = at(story.origin.task);
  await isQuiet(browser, people, address, 'on offer');
  const { origin, delegate } = await taken(story);
  await isQuiet(browser, people, address, 'handed over');
  const theirs = `${world.b.baseUrl}/p/${delegate.pursuance}/t/${delegate.task}`;
  const there = await world.b.person(fresh('dora'));
  await there.perform('pursuance.join', { pursuance: delegate.pursuance });
  await isQuiet(browser, [sides.helper, there], theirs, 'mirror', TAKERS);
  await sides.helper.perform('task.take', { pursuance: delegate.pursuance, task: delegate.task });
  await isQuiet(browser, [sides.helper, there], theirs, 'mirror, taken');
  await sides.asker.perform('task.comment', { pursuance: origin.pursuance, task: origin.task, body: 'The new names, please.' });
  await isQuiet(browser, people, address, 'handed over, with one message');
});

test('the page of a task of another pursuance is quiet with parts and messages from both sides @phone', async ({ world, browser }) => {
  test.setTimeout(300_000);
  const sides = await pair(world);
  const pursuance = sides.to;
  const joins = async (name: string, role?: string) => {
    const person = await world.b.person(fresh(name));
    await person.perform('pursuance.join', { pursuance });
    if (role) await sides.helper.perform('member.set_role', { pursuance, member: person.name, role });
    return person;
  };
  const [felix, sam, viv] = [await joins('felix', 'assigner'), await joins('sam'), await joins('viv', 'viewer')];
  const { task: parent } = await sides.helper.perform<{ task: number }>('task.create', { pursuance, title: 'Maps for everybody' });
  const { origin, delegate } = await taken(await offer(sides, 'Draw the map'), { parent, ask: false });
  const { task } = delegate;
  const address = `${world.b.baseUrl}/p/${pursuance}/t/${task}`;
  await felix.perform('task.take', { pursuance, task });
  await felix.perform('task.set_phase', { pursuance, task, phase: 'in_progress' });
  const parts: number[] = [];
  for (const title of ['Check the places', 'A first sketch', 'Symbols', 'Labels']) {
    parts.push((await felix.perform<{ task: number }>('task.create', { pursuance, title, parent: task })).task);
  }
  const [check, sketch, symbols, labels] = parts;
  await sam.perform('task.take', { pursuance, task: check });
  for (const phase of ['in_progress', 'ready_for_review']) await sam.perform('task.set_phase', { pursuance, task: check, phase });
  await felix.perform('task.set_phase', { pursuance, task: check, phase: 'done' });
  for (const taken of [sketch, labels]) await felix.perform('task.take', { pursuance, task: taken });
  await sam.perform('task.comment', { pursuance, task, body: 'One place is in the river. Is that right?' });
  const said = (by: Person, path: string) => async () => (await by.read<{ items: unknown[] }>(`pursuances/${path}/comments`)).items.length;
  const here = said(sides.asker, `${origin.pursuance}/tasks/${origin.task}`);
  const counts = async (said: Promise<number>, wanted: number, saw: (what: unknown) => void) => {
    const count = await said;
    saw(count);
    return count === wanted;
  };
  await until('the question has arrived', (saw) => counts(here(), 1, saw));
  await sides.asker.perform('task.comment', { pursuance: origin.pursuance, task: origin.task, body: 'It is not, thank you.' });
  await until('the answer has arrived', (saw) => counts(said(felix, `${pursuance}/tasks/${task}`)(), 2, saw));
  await felix.perform('delegation.progress', { delegation: delegate.delegation, note: 'The places are right now.' });

  const people = { organiser: sides.helper, 'who has it': felix, member: sam, reader: viv, stranger: null };
  const pages = new Map<string, Page>();
  for (const [role, who] of Object.entries(people)) pages.set(role, await browserOf(browser, who));
  const isQuietFor = async (state: string, bounds: Record<keyof typeof people, number>) => {
    for (const [role, page] of pages) isFew(await looks(page, address), bounds[role as keyof typeof people], `${state}, ${role}`);
  };
  const bounds = { organiser: ORGANISERS, 'who has it': ORGANISERS, member: TAKERS, reader: OTHERS, stranger: OTHERS };
  await isQuietFor('a free part', bounds);
  await felix.perform('task.take', { pursuance, task: symbols });
  await isQuietFor('no free part', { ...bounds, member: OTHERS });
  for (const page of pages.values()) await page.context().close();
});

for (const parts of [3, 6]) {
  test(`the page of a task with ${parts} parts that others have is quiet @phone`, async ({ world, browser }) => {
    const person = (name: string) => world.a.person(fresh(name));
    const [ana, ben, cleo] = await Promise.all([person('ana'), person('ben'), person('cleo')]);
    const pursuance = fresh('hive');
    await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '', visibility: 'public' });
    for (const member of [ben, cleo]) await member.perform('pursuance.join', { pursuance });
    await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
    for (let part = 1; part <= parts; part += 1) {
      const { task } = await ana.perform<{ task: number }>('task.create', { pursuance, title: `Board ${part}`, parent: 1 });
      await ben.perform('task.take', { pursuance, task });
    }
    const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
    await isQuiet(browser, [ana, cleo], address, `${parts} parts`, TAKERS);
    await ben.perform('task.take', { pursuance, task: 1 });
    await isQuiet(browser, [ana, cleo], address, `${parts} parts, taken`);
  });
}

test('the page of a task with three open parts has few controls, its lines among them @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
  for (const title of ['Saw the boards', 'Nail them', 'Paint the boxes']) {
    await ana.perform('task.create', { pursuance, title, parent: 1 });
  }
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  await enter(page, ana);
  await page.goto(address);
  await expect(page.locator('#subtasks .row')).toHaveCount(3);
  const organisers = await controls(page);
  expect(organisers.length, organisers.join('\n')).toBeLessThanOrEqual(ORGANISERS);
  await expect(page.locator('main .btn.primary:visible')).toHaveCount(1);
  // A person who assigns tasks takes one in one press, too, and the whole from the menu. No pointer has to be there first.
  await page.mouse.move(0, 0);
  for (const take of await page.locator('#subtasks .take').all()) await expect(take).toHaveCSS('opacity', '1');
  await expect(page.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(3);
  await expect(page.locator('#take')).toBeHidden();
  await page.locator('.page-head .menu > summary').click();
  await page.getByRole('link', { name: 'Take the whole task' }).click();
  await expect(page.locator('#take').getByRole('button', { name: 'Take it' })).toBeFocused();
  await page.goto(address);
  // Each thing has one place: nobody asks for help with all of it, and the field adds a part, or leads on to several.
  await expect(page.getByRole('button', { name: 'Ask for help' })).toHaveCount(0);
  await page.locator('#subtasks').getByRole('link', { name: 'Add several tasks' }).click();
  await expect(page).toHaveURL(/\/add\?parent=1$/);

  const others = await (await browser.newContext()).newPage();
  await enter(others, ben);
  await others.goto(address);
  const members = await controls(others);
  expect(members.length, members.join('\n')).toBeLessThanOrEqual(TAKERS);
  await expect(others.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(3);
  await others.context().close();
});

/** The buttons in view that are filled. */
async function filledButtons(page: Page): Promise<string[]> {
  return page.locator('main .btn').filter({ visible: true }).evaluateAll((buttons) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.background = 'var(--accent)';
    const fill = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return buttons.filter((one) => getComputedStyle(one).backgroundColor === fill).map((one) => one.textContent?.trim() ?? '');
  });
}

test('the page of a task with five open parts has as few controls: each part is taken on its own page @phone', async ({ world, page, browser }) => {
  const [ana, ben] = await Promise.all([world.a.person(fresh('ana')), world.a.person(fresh('ben'))]);
  const pursuance = fresh('hive');
  await ana.perform('pursuance.create', { slug: pursuance, name: 'Hive', mission: '' });
  await ben.perform('pursuance.join', { pursuance });
  await ana.perform('task.create', { pursuance, title: 'Build the hives', size: 'l', due: '2030-05-01' });
  for (const title of ['Saw the boards', 'Nail them', 'Paint the boxes', 'Carry them', 'Place them']) {
    await ana.perform('task.create', { pursuance, title, parent: 1 });
  }
  const address = `${world.a.baseUrl}/p/${pursuance}/t/1`;
  const others = await (await browser.newContext()).newPage();
  for (const [who, seen, most] of [[ana, page, ORGANISERS], [ben, others, TAKERS]] as const) {
    await enter(seen, who);
    await seen.goto(address);
    await expect(seen.locator('#subtasks .row')).toHaveCount(5);
    const found = await controls(seen);
    expect(found.length, found.join('\n')).toBeLessThanOrEqual(most);
    await expect(seen.locator('#subtasks').getByRole('button', { name: /^Take it/ })).toHaveCount(0);
  }
  await others.locator('#subtasks').getByRole('link', { name: 'Carry them' }).click();
  await others.getByRole('button', { name: 'Take it' }).click();
  await expect(others.locator('main')).toContainText('It is yours');
  await others.context().close();
});

/** Contents of the page of a private task, once the device has filled it. */
async function filled({ page, home }: Visitor, path: string): Promise<string[]> {
  await page.goto(home.baseUrl + path);
  for (const part of ['talk', 'new-task', 'verdict']) {
    const place = page.locator(`[data-sealed="${part}"]`);
    if (await place.isVisible()) await expect(place.locator('input, textarea').filter({ visible: true }).first()).toBeVisible();
  }
  await expect(page.locator('[data-writes]:disabled')).toHaveCount(0);
  return controls(page);
}

test('the page of a private task is quiet while it is free, taken and in review @phone', async ({ world, browser }) => {
  test.setTimeout(240_000);
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: 'Owls of the wall', mission: '', display: 'Ana of the owls' });
  await writes(ana.page, 'Mend the nest');
  const address = `${path}/t/1`;
  const [ben, cay] = [await Visitor.joins(browser, world.a, fresh('ben')), await Visitor.joins(browser, world.a, fresh('cay'))];
  for (const who of [ben, cay]) {
    await who.page.goto(await invites(ana, path, `For ${who.name}`));
    await accepts(who.page);
    await expect(who.page.getByRole('heading', { level: 1 })).toHaveText('Owls of the wall', { timeout: 2 * ROUND.timeout });
  }
  await ana.opens(`${path}/members`);
  await expect(ana.part('[data-sealed="members"]')).toContainText(`Compare numbers with ${cay.name}`, ROUND);
  await ana.opens(address);
  await ana.page.getByText('Choose who reviews it').click();
  await signs(ana.page, 'Ana of the owls');

  const isQuiet = async (state: string, most: number) => {
    isFew(await filled(ana, address), ORGANISERS, `private, ${state}, organiser`);
    isFew(await filled(cay, address), most, `private, ${state}, member`);
  };
  await isQuiet('free', TAKERS);
  await ben.opens(address);
  await signs(ben.page, 'Take it');
  await isQuiet('taken', OTHERS);
  await field(cay.page, 'Add to the discussion').fill('The ladder is in the shed.');
  const sent = cay.page.waitForEvent('load');
  await cay.part('[data-sealed="talk"] form button:not([type="button"])').click();
  await sent;
  await isQuiet('with one message', OTHERS);
  await ben.opens(address);
  await field(ben.page, 'What was done').fill('The roof is on.');
  await signs(ben.page, 'Hand in for review');
  await isQuiet('handed in', OTHERS);
  await ana.opens(address);
  await signs(ana.page, 'Start the review');
  // The words that came with the work are unread: one link more than a calm page has.
  await isQuiet('in review', OTHERS + 1);
});

test('a view has one filled button, whatever is unfolded there @phone', async ({ world, browser }) => {
  const ana = await Visitor.joins(browser, world.a, fresh('ana'));
  const path = await founds(ana, { name: 'Owls of the wall', mission: '', display: 'Ana of the owls' });
  await writes(ana.page, 'Mend the nest');
  await ana.opens(`${path}/t/1`);
  await signs(ana.page, 'Take it');
  for (const [at, named] of [[`${path}/t/1`, 'Done'], ['/me', 'Save']] as const) {
    await ana.opens(at);
    await expect(ana.page.locator('[data-writes]:disabled')).toHaveCount(0);
    await ana.page.locator('main details').evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));
    // The device makes forms there, each of which has something to do first.
    await expect.poll(() => ana.page.locator('main .btn.primary').filter({ visible: true }).count(), { message: at }).toBeGreaterThan(1);
    expect(await filledButtons(ana.page), at).toEqual([named]);
  }
});
