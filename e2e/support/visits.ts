// How to reach every page: one visit for each page of the router, seen by somebody who may see it.
//
// A new page needs a line here; `specs/a11y.spec.ts` fails until it has one.

import type { Route } from './program.ts';
import type { Story } from './story.ts';

export interface Visit {
  /** Who looks: somebody signed out, or the person on one side of the story. */
  as: 'nobody' | 'origin' | 'delegate';
  /** The address, on the instance of whoever looks (that of the origin for nobody). */
  at: (story: Story) => string;
  /** Tells two visits of the same page apart. */
  note?: string;
}

/** Visits by the path of their route, as the router writes it. */
export const visits: Record<string, Visit[]> = {
  '/': [
    { as: 'nobody', at: () => '/', note: 'landing' },
    { as: 'origin', at: () => '/', note: 'home' },
  ],
  '/signin': [{ as: 'nobody', at: () => '/signin' }],
  '/join': [{ as: 'nobody', at: () => '/join' }],
  '/setup': [{ as: 'nobody', at: () => '/setup?code=used' }],
  '/me': [{ as: 'origin', at: () => '/me' }],
  '/@{name}': [
    { as: 'nobody', at: ({ origin }) => `/@${origin.person.name}`, note: 'a person here' },
    {
      as: 'origin',
      at: ({ delegate }) => `/@${delegate.pursuance}@${delegate.person.home.authority}`,
      note: 'a pursuance elsewhere',
    },
  ],
  '/p': [
    { as: 'nobody', at: () => '/p', note: 'as a visitor' },
    { as: 'origin', at: () => '/p?q=river', note: 'searching' },
  ],
  '/p/new': [{ as: 'origin', at: () => '/p/new' }],
  '/p/{slug}': [
    { as: 'nobody', at: ({ origin }) => `/p/${origin.pursuance}`, note: 'as a visitor' },
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}`, note: 'as a member' },
  ],
  '/p/{slug}/incoming': [{ as: 'delegate', at: ({ delegate }) => `/p/${delegate.pursuance}/incoming` }],
  '/p/{slug}/members': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/members` }],
  '/p/{slug}/files': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/files` }],
  '/p/{slug}/settings': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/settings` }],
  '/p/{slug}/t/{number}': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/t/${origin.task}` }],
  '/p/{slug}/t/{number}/edit': [{ as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/t/${origin.task}/edit` }],
  '/p/{slug}/t/{number}/hand-over': [
    { as: 'origin', at: ({ origin }) => `/p/${origin.pursuance}/t/${origin.task}/hand-over`, note: 'whom' },
    {
      as: 'origin',
      at: ({ origin, delegate }) =>
        `/p/${origin.pursuance}/t/${origin.task}/hand-over?to=${delegate.pursuance}@${delegate.person.home.authority}`,
      note: 'on which terms',
    },
  ],
  '/admin': [{ as: 'origin', at: () => '/admin' }],
  '/admin/peers': [{ as: 'origin', at: () => '/admin/peers' }],
  '/admin/peers/{host}': [{ as: 'origin', at: ({ delegate }) => `/admin/peers/${delegate.person.home.authority}` }],
  '/admin/deliveries': [{ as: 'origin', at: () => '/admin/deliveries' }],
  '/admin/accounts': [{ as: 'origin', at: () => '/admin/accounts' }],
  '/admin/tokens': [{ as: 'origin', at: () => '/admin/tokens' }],
  '/admin/settings': [{ as: 'origin', at: () => '/admin/settings' }],
};

/** What people open in a browser. */
export function pages(routes: Route[]): string[] {
  return routes.filter((route) => route.page && route.method === 'GET').map((route) => route.path);
}
