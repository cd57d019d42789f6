// How to reach every page, in each of its states: a list that the Rust tests read, too (server/tests/pages/every_page.rs).
//
// A new page needs a line there; that test and `specs/a11y.spec.ts` fail until it has one.

import { readFileSync } from 'node:fs';

import type { Person } from './person.ts';
import type { Route } from './program.ts';
import type { FullStory, Side } from './story.ts';

export interface Visit {
  /** The path of its route, as the router writes it, to which its address leads. */
  route: string;
  /** The person who looks. */
  as: 'nobody' | 'somebody' | 'newcomer' | 'origin' | 'delegate';
  /** The address, on the server of whoever looks (that of the origin for nobody); places of the story in braces. */
  at: string;
  status: number;
  /** The name of the state: two of one page have two names. */
  state: string;
}

const LIST = new URL('../../server/tests/pages/visits.json', import.meta.url);

export const visits = JSON.parse(readFileSync(LIST, 'utf8')) as Visit[];

/** The person in whose browser a page is opened; nobody is signed in when there is none. */
export function viewer(visit: Visit, story: FullStory): Person | undefined {
  switch (visit.as) {
    case 'nobody':
      return undefined;
    case 'somebody':
      return story.somebody;
    case 'newcomer':
      return story.newcomer;
    case 'origin':
      return story.origin.person;
    case 'delegate':
      return story.delegate.person;
  }
}

/** The address of a visit. */
export function address(visit: Visit, story: FullStory): string {
  const known = places(story);
  return visit.at.replace(/\{(\w+)\}/g, (_, name: string) => {
    const place = known[name];
    if (place === undefined) throw new Error(`${visit.at} names a place that is not in the story: ${name}`);
    return place;
  });
}

function places(story: FullStory): Record<string, string> {
  const { origin, delegate, underWay, handedIn, handedOn, crowd } = story;
  return {
    origin: `/p/${origin.pursuance}`,
    delegate: `/p/${delegate.pursuance}`,
    archive: `/p/${crowd.pursuance}`,
    closed: `/p/${story.closed}`,
    third: `/p/${story.third}`,
    person: `/@${origin.person.name}`,
    member: `/p/${origin.pursuance}/m/${origin.person.name}`,
    colleague: `/p/${origin.pursuance}/m/${story.newcomer.name}`,
    stranger: `/p/${origin.pursuance}/m/${story.somebody.name}`,
    offered: taskOf(origin),
    underWay: taskOf(underWay.origin),
    underWayThere: taskOf(underWay.delegate),
    handedIn: taskOf(handedIn.origin),
    handedInThere: taskOf(handedIn.delegate),
    handedOnThere: taskOf(handedOn.delegate),
    box: taskOf(crowd),
    putAway: taskOf({ ...crowd, task: story.away.archived }),
    trashed: taskOf({ ...crowd, task: story.away.trashed }),
    handle: handle(delegate),
    handleHere: `${story.third}@${origin.person.home.authority}`,
    host: delegate.person.home.authority,
    blocked: story.blocked,
    invite: story.invite.path,
    inviteEnd: story.invite.end,
    inviteOver: story.inviteOver,
    reset: story.reset,
    asked: story.asked,
    ask: story.ask,
    suggestion: story.suggestion,
    skillOffer: story.skillOffer,
    savedSearch: story.savedSearch,
    room: story.room,
    roomSaid: story.roomSaid,
    fileRemove: `${taskOf(origin)}/files/${story.file}/remove`,
    edited: `${taskOf(origin)}/comments/${story.comments.edited}`,
    said: `${taskOf(origin)}/comments/${story.comments.said}`,
    removed: `${taskOf(origin)}/comments/${story.comments.removed}`,
  };
}

function taskOf({ pursuance, task }: { pursuance: string; task: number }): string {
  return `/p/${pursuance}/t/${task}`;
}

/** The name of a pursuance under which others know it. */
function handle({ pursuance, person }: Side): string {
  return `${pursuance}@${person.home.authority}`;
}

/** Paths of the pages that people open in a browser. */
export function pages(routes: Route[]): string[] {
  return routes.filter((route) => route.page && route.method === 'GET').map((route) => route.path);
}
