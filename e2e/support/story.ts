// A task on its way: a pursuance on one instance has offered it to a pursuance on the other.
//
// The full story is told to the Rust tests, too (server/tests/pages/story.rs): both make the visits of one list.

import type { Person } from './person.ts';
import { until } from './wait.ts';
import type { World } from './world.ts';

interface DelegationRow {
  delegation: string;
  state: string;
}

/** One side of a delegation: who acts there, for which pursuance, under which id. */
export interface Side {
  person: Person;
  pursuance: string;
  delegation: string;
}

/** A delegation both sides work on: the task here, the mirror there. */
export interface Delegated {
  origin: Side & { task: number };
  delegate: Side & { task: number };
}

export interface Story {
  /** A task that is offered and not yet answered. */
  origin: Side & { task: number };
  delegate: Side;
}

/** The story that pages show: an offer, tasks under way, to review and handed on, between the same two pursuances. */
export interface FullStory extends Story {
  underWay: Delegated;
  handedIn: Delegated;
  /** A task that the delegate has offered on to a third pursuance. */
  handedOn: Delegated;
  /** A task of the origin's, in a pursuance that has more tasks than fit a list. */
  crowd: { person: Person; pursuance: string; task: number };
  /** A pursuance of the origin's that is closed. */
  closed: string;
  /** The pursuance, on the origin's server, that a task was handed on to. */
  third: string;
  /** A server that the origin's blocks. */
  blocked: string;
  /** Somebody with an account where the origin is, and a member of nothing; asked by the origin to join. */
  somebody: Person;
  /** A member of the origin's who came by its invitation, and suggests. */
  newcomer: Person;
  /** The path of a link that lets people in, and of its page for those who made it. */
  invite: { path: string; end: string };
  /** The path of a link that was revoked. */
  inviteOver: string;
  /** The path of a link by which somebody sets a new passphrase. */
  reset: string;
  /** The path of the page of somebody who asks for an account where the origin is. */
  asked: string;
  /** The path of the question to somebody. */
  ask: string;
  /** The path of one of the newcomer's suggestions. */
  suggestion: string;
  /** The page of what a pursuance offers to others. */
  skillOffer: string;
  /** The page of a search that its pursuance shares. */
  savedSearch: string;
  /** The page of a room, and of a message there. */
  room: string;
  roomSaid: string;
  /** Tasks of the crowd's pursuance that are archived, and in the trash. */
  away: { archived: number; trashed: number };
  /** Comments on the offered task: one's own that was edited, one of somebody else, and one that was removed. */
  comments: { edited: string; said: string; removed: string };
  /** A file that somebody else hung on the offered task. */
  file: string;
}

const BLOCKED = 'quiet.localhost:9';

let told = 0;

/** A name nobody has yet in this world. */
export function fresh(stem: string): string {
  told += 1;
  return `${stem}-${process.pid}-${told}`;
}

/** An account on A and one on B, a pursuance of each, and a task of A's that has arrived at B as an offer. */
export async function offered(world: World): Promise<Story> {
  const sides = await pair(world);
  return offer(sides, 'Translate the overflow report');
}

/** The same, besides tasks that B works on, split and talked about, that it has handed in, and that it has handed on. */
export async function everything(world: World): Promise<FullStory> {
  const sides = await pair(world);
  const underWay = await taken(await offer(sides, 'Translate the map'));
  const { person, pursuance, task, delegation } = underWay.delegate;
  await person.perform('task.create', { pursuance, title: 'Place names', parent: task });
  await person.perform('task.comment', { pursuance, task, body: 'Which spelling do you use?', share: true });
  await person.perform('delegation.progress', { delegation, note: 'Begun.' });
  const handedIn = await taken(await offer(sides, 'Translate the poster'));
  await handedIn.delegate.person.perform('delegation.submit', {
    delegation: handedIn.delegate.delegation,
    body: 'All of it, in **plain French**.',
  });
  await reaches(handedIn.origin, 'submitted');
  const handedOn = await taken(await offer(sides, 'Translate the signs', { redelegation: 'yes' }));
  const third = await foundPursuance(sides.asker, fresh('type'), 'Type Foundry', 'We set what others write.');
  await handedOn.delegate.person.perform('delegation.offer', {
    pursuance: handedOn.delegate.pursuance,
    task: handedOn.delegate.task,
    to: `${third}@${world.a.authority}`,
  });
  const closed = await foundPursuance(sides.asker, fresh('attic'), 'Attic', 'We kept what others wrote.');
  await sides.asker.perform('pursuance.close', { pursuance: closed, reason: 'Everything is in the archive.' });
  const story = await offer(sides, 'Translate the overflow report');
  await world.a.admin(['peer', 'block', BLOCKED]);
  const somebody = await world.a.person(fresh('somebody'));
  await somebody.perform('profile.edit', { askable: true, skills: ['Language:French'], about: 'I read French.' });
  const from = story.origin.pursuance;
  const made = await invited(sides.asker, from, { expires: 'never', purpose: 'For the walk', task: story.origin.task });
  const newcomer = await world.a.person(fresh('newcomer'));
  await newcomer.perform('invite.accept', { secret: made.link });
  await suggested(newcomer, from, 'Translate the legend');
  const suggestion = await suggested(newcomer, from, 'Translate the index');
  const over = await invited(sides.asker, from, {});
  await sides.asker.perform('invite.revoke', { pursuance: from, invite: over.invite });
  const { ask } = await sides.asker.perform<{ ask: string }>('recruit.ask', {
    pursuance: from,
    person: somebody.name,
    role: 'normal',
    note: 'You read French.',
  });
  const { search } = await sides.asker.perform<{ search: string }>('search.save', {
    pursuance: from,
    name: 'Open',
    query: 'is:open',
    shared: true,
    home: true,
  });
  const many = await crowd(sides.asker);
  return {
    ...story,
    underWay,
    handedIn,
    handedOn,
    crowd: many,
    away: await putAway(many),
    closed,
    third,
    blocked: BLOCKED,
    somebody,
    newcomer,
    invite: { path: new URL(made.link).pathname, end: `/p/${from}/invites/${made.invite}` },
    inviteOver: new URL(over.link).pathname,
    reset: new URL(((await world.a.admin(['account', 'link', somebody.name])) as { link: string }).link).pathname,
    asked: await askedForAccount(world),
    ask: `/me/asks/${ask}`,
    suggestion: `/p/${from}/suggestions/${suggestion}`,
    skillOffer: `/p/${from}/skill-offers/${await skillOffered(sides.asker, from)}`,
    savedSearch: `/searches/${search}`,
    ...(await spoke(sides.asker, from)),
    file: await newcomer.hang({ pursuance: from, task: story.origin.task }, 'leaflet.txt', 'Two pages.'),
    comments: await talked(sides.asker, newcomer, { pursuance: from, task: story.origin.task }),
  };
}

/** Two more tasks of a pursuance: one is archived with the one below it, one goes into the trash. */
async function putAway({ person, pursuance }: FullStory['crowd']): Promise<FullStory['away']> {
  const write = async (more: Record<string, unknown>): Promise<number> =>
    (await person.perform<{ task: number }>('task.create', { pursuance, ...more })).task;
  const archived = await write({ title: 'Old box' });
  await write({ title: 'Its lid', parent: archived });
  await person.perform('task.archive', { pursuance, task: archived });
  const trashed = await write({ title: 'Broken box' });
  await person.perform('task.trash', { pursuance, task: trashed });
  return { archived, trashed };
}

/** Adds a discussion of two people to a task, with an edited comment. */
async function talked(asker: Person, other: Person, on: { pursuance: string; task: number }): Promise<FullStory['comments']> {
  const say = async (by: Person, body: string): Promise<string> =>
    (await by.perform<{ message: string }>('task.comment', { ...on, body })).message;
  const edited = await say(asker, 'The second page is new.');
  await asker.perform('comment.edit', { ...on, comment: edited, revision: 1, body: 'The third page is new.' });
  const said = await say(other, 'Which page?');
  const removed = await say(other, 'Call 555 0100.');
  await asker.perform('comment.delete', { ...on, comment: removed, reason: 'A private number.' });
  return { edited, said, removed };
}

/** Somebody asks for an account where the origin is, while that is possible: the path of their page. */
async function askedForAccount(world: World): Promise<string> {
  await world.a.admin(['door', 'request']);
  const body = new URLSearchParams({ name: fresh('wren'), words: 'I read French.' });
  const headers = { origin: world.a.baseUrl };
  const answer = await fetch(`${world.a.baseUrl}/join`, { method: 'POST', body, headers, redirect: 'manual' });
  await world.a.admin(['door', 'anybody']);
  const path = answer.headers.get('location');
  if (path === null) throw new Error(`the request for an account was answered ${answer.status}`);
  return path;
}

/** An invitation that somebody makes. */
function invited(by: Person, pursuance: string, more: Record<string, unknown>): Promise<{ invite: string; link: string }> {
  return by.perform('invite.create', { pursuance, role: 'normal', ...more });
}

/** A new task that somebody suggests. */
async function suggested(by: Person, pursuance: string, title: string): Promise<string> {
  const input = { pursuance, title };
  const made = await by.perform<{ suggestion: string }>('suggestion.make', { pursuance, action: 'task.create', input });
  return made.suggestion;
}

/** Publishes a skill offer of a pursuance. */
async function skillOffered(by: Person, pursuance: string): Promise<string> {
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const skills = ['Language:French', 'Design:*'];
  const made = await by.perform<{ offer: string }>('skill_offer.publish', { pursuance, skills, tasks: 2, until });
  return made.offer;
}

/** A room with a message. */
async function spoke(by: Person, pursuance: string): Promise<{ room: string; roomSaid: string }> {
  const { room } = await by.perform<{ room: string }>('room.create', { pursuance, name: 'Kitchen' });
  const { message } = await by.perform<{ message: string }>('room.say', { room, body: 'The kettle is **on**.' });
  const page = `/p/${pursuance}/talk/${room}`;
  return { room: page, roomSaid: `${page}/m/${message}` };
}

/** A pursuance with many tasks. */
async function crowd(person: Person): Promise<FullStory['crowd']> {
  const pursuance = await foundPursuance(person, fresh('archive'), 'Archive', 'We keep what others write.');
  let task = 0;
  for (let number = 1; number <= 25; number += 1) {
    ({ task } = await person.perform<{ task: number }>('task.create', { pursuance, title: `Box ${number}` }));
  }
  return { person, pursuance, task };
}

interface Pair {
  asker: Person;
  helper: Person;
  from: string;
  to: string;
}

/** Somebody with a pursuance on A, and somebody with one on B. Both run their server. */
export async function pair(world: World): Promise<Pair> {
  const [asker, helper] = await Promise.all([
    world.a.person(fresh('asker'), { operator: true }),
    world.b.person(fresh('helper'), { operator: true }),
  ]);
  const [from, to] = await Promise.all([
    foundPursuance(asker, fresh('river'), 'River Watch', 'We measure what flows into the river.'),
    foundPursuance(helper, fresh('lingua'), 'Lingua', 'We translate what others need to read.'),
  ]);
  return { asker, helper, from, to };
}

/** Has A offer B a task, and waits until the offer has arrived: the only one that B has not answered. */
export async function offer(pair: Pair, title: string, terms: { redelegation?: string } = {}): Promise<Story> {
  const { asker, helper, from, to } = pair;
  const { task } = await asker.perform<{ task: number }>('task.create', {
    pursuance: from,
    title,
    deliverables: 'One page of **plain French** for every page of the report.',
    skills: ['Language:French'],
    size: 'm',
  });
  const { delegation } = await asker.perform<{ delegation: string }>('delegation.offer', {
    pursuance: from,
    task,
    to: `${to}@${helper.home.authority}`,
    note: 'Could you take this one?',
    discussion: true,
    ...terms,
  });
  return {
    origin: { person: asker, pursuance: from, delegation, task },
    delegate: { person: helper, pursuance: to, delegation: (await arrived(pair, title)).delegation },
  };
}

/** Has B accept the offer, and waits until both know that the work has begun. */
export async function taken({ origin, delegate }: Story, how: { ask?: boolean; parent?: number } = {}): Promise<Delegated> {
  const { task } = await delegate.person.perform<{ task: number }>('delegation.accept', {
    delegation: delegate.delegation,
    ...how,
  });
  await Promise.all([reaches(origin, 'active'), reaches(delegate, 'active')]);
  return { origin, delegate: { ...delegate, task } };
}

/** Waits until one side of a delegation is in a state. */
export async function reaches({ person, pursuance, delegation }: Side, state: string): Promise<void> {
  await until(`the delegation is ${state} at ${person.home.name}`, async (saw) => {
    const row = await person.read<DelegationRow>(`pursuances/${pursuance}/delegations/${delegation}`);
    saw(row.state);
    return row.state === state;
  });
}

/** The offer of that task among the delegations of whoever was asked. */
async function arrived({ helper, to }: Pair, title: string): Promise<DelegationRow> {
  return until(`the offer of “${title}” has arrived`, async (saw) => {
    const { items } = await helper.read<{ items: DelegationRow[] }>(`pursuances/${to}/delegations`);
    saw(items);
    return items.find((row) => row.state === 'offered');
  });
}

async function foundPursuance(founder: Person, slug: string, name: string, mission: string): Promise<string> {
  await founder.perform('pursuance.create', { slug, name, mission, visibility: 'public' });
  return slug;
}
