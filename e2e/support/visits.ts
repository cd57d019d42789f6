// How to reach every page: one visit for each page of the router, seen by somebody who may see it.
//
// A new page needs a line here; `specs/a11y.spec.ts` fails until it has one.

import type { Route } from './program.ts';
import type { FullStory } from './story.ts';

export interface Visit {
  /** Who looks: somebody signed out, or the person on one side of the story. */
  as: 'nobody' | 'origin' | 'delegate';
  /** The address, on the instance of whoever looks (that of the origin for nobody). */
  at: (story: FullStory) => string;
  /** Tells two visits of the same page apart. */
  note?: string;
}

/** Visits by the path of their route, as the router writes it. */
export const visits: Record<string, Visit[]> = {
  '/': [
    { as: 'nobody', at: () => '/', note: 'landing' },
    { as: 'origin', at: () => '/', note: 'home' },
    { as: 'delegate', at: () => '/', note: 'home with an offer to answer' },
  ],
  '/join': [{ as: 'nobody', at: () => '/join' }],
  '/about': [{ as: 'origin', at: () => '/about' }],
  '/signin': [{ as: 'nobody', at: () => '/signin' }],
  '/setup': [{ as: 'nobody', at: () => '/setup?code=used', note: 'with a link that is used up' }],
  '/p': [
    { as: 'nobody', at: () => '/p', note: 'as a visitor' },
    { as: 'origin', at: () => '/p?q=river', note: 'searching' },
  ],
  '/p/new': [{ as: 'origin', at: () => '/p/new' }],
  '/p/{slug}': [
    { as: 'nobody', at: ({ origin }) => `/p/${origin.pursuance}`, note: 'as a visitor' },
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}`, note: 'as a member' },
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}?q=nothing+like+it`, note: 'when nothing matches' },
  ],
  '/p/{slug}/join': [{ as: 'nobody', at: ({ origin }) => `/p/${origin.pursuance}/join`, note: 'as a visitor' }],
  '/p/{slug}/incoming': [
    { as: 'delegate', at: ({ delegate }) => `/p/${delegate.pursuance}/incoming`, note: 'with an offer' },
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/incoming`, note: 'without one' },
  ],
  '/p/{slug}/members': [
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/members` },
    { as: 'origin', at: ({ crowd }) => `/p/${crowd.pursuance}/members?q=nobody+like+it`, note: 'when nobody matches' },
  ],
  '/p/{slug}/files': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/files` }],
  '/p/{slug}/settings': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/settings` }],
  '/p/{slug}/t/{number}': [
    { as: 'nobody', at: offeredTask, note: 'as a visitor' },
    { as: 'origin', at: offeredTask, note: 'offered elsewhere' },
    { as: 'origin', at: ({ underWay }) => taskOf(underWay.origin), note: 'under way elsewhere' },
    { as: 'origin', at: ({ handedIn }) => taskOf(handedIn.origin), note: 'to review' },
    { as: 'delegate', at: ({ underWay }) => taskOf(underWay.delegate), note: 'asked by others' },
    { as: 'delegate', at: ({ handedIn }) => taskOf(handedIn.delegate), note: 'handed in' },
    { as: 'delegate', at: ({ handedOn }) => taskOf(handedOn.delegate), note: 'handed on' },
    { as: 'origin', at: ({ crowd }) => `${taskOf(crowd)}?open=assign`, note: 'with a menu entry opened' },
  ],
  '/p/{slug}/t/{number}/take': [{ as: 'nobody', at: ({ crowd }) => `${taskOf(crowd)}/take`, note: 'as a visitor' }],
  '/p/{slug}/t/{number}/edit': [
    { as: 'origin', at: (story) => `${offeredTask(story)}/edit`, note: 'of a task' },
    { as: 'delegate', at: ({ underWay }) => `${taskOf(underWay.delegate)}/edit`, note: 'asked by others' },
    { as: 'origin', at: ({ crowd }) => `${taskOf(crowd)}/edit`, note: 'among many tasks' },
  ],
  '/p/{slug}/t/{number}/hand-over': [
    { as: 'origin', at: (story) => `${offeredTask(story)}/hand-over`, note: 'to whom?' },
    {
      as: 'origin',
      at: (story) => `${offeredTask(story)}/hand-over?to=${encodeURIComponent(handle(story))}`,
      note: 'to somebody',
    },
    {
      as: 'origin',
      at: ({ underWay }) => `${taskOf(underWay.origin)}/hand-over`,
      note: 'when somebody has it',
    },
  ],
  '/@{name}': [
    { as: 'nobody', at: ({ origin }) => `/@${origin.person.name}`, note: 'of a person' },
    { as: 'origin', at: (story) => `/@${handle(story)}`, note: 'of a pursuance elsewhere' },
  ],
  '/me': [{ as: 'origin', at: () => '/me' }],
  '/admin': [{ as: 'origin', at: () => '/admin' }],
  '/admin/peers': [{ as: 'origin', at: () => '/admin/peers' }],
  '/admin/block': [
    { as: 'origin', at: () => '/admin/block', note: 'which server?' },
    {
      as: 'origin',
      at: ({ delegate }) => `/admin/block?host=${delegate.person.home.authority}`,
      note: 'what that ends',
    },
  ],
  '/admin/peers/{host}': [
    { as: 'origin', at: ({ delegate }) => `/admin/peers/${delegate.person.home.authority}` },
  ],
  '/admin/deliveries': [
    { as: 'origin', at: () => '/admin/deliveries', note: 'waiting' },
    { as: 'origin', at: () => '/admin/deliveries?state=delivered', note: 'delivered' },
  ],
  '/admin/accounts': [{ as: 'origin', at: () => '/admin/accounts' }],
  '/admin/tokens': [{ as: 'origin', at: () => '/admin/tokens' }],
  '/admin/settings': [{ as: 'origin', at: () => '/admin/settings' }],
};

function taskOf({ pursuance, task }: { pursuance: string; task: number }): string {
  return `/p/${pursuance}/t/${task}`;
}

function offeredTask({ origin }: FullStory): string {
  return taskOf(origin);
}

/** The handle under which the origin knows the delegate. */
function handle({ delegate }: FullStory): string {
  return `${delegate.pursuance}@${delegate.person.home.authority}`;
}

/** What people open in a browser. */
export function pages(routes: Route[]): string[] {
  return routes.filter((route) => route.page && route.method === 'GET').map((route) => route.path);
}
