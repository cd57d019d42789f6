// A task on its way: a pursuance on one instance has offered it to a pursuance on the other.

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

export interface Story {
  origin: Side & { task: number };
  delegate: Side;
}

let told = 0;

/** A name nobody has yet in this world. */
export function fresh(stem: string): string {
  told += 1;
  return `${stem}-${process.pid}-${told}`;
}

/** An account on A and one on B, a pursuance of each, and a task of A's that has arrived at B as an offer. */
export async function offered(world: World): Promise<Story> {
  const [asker, helper] = await Promise.all([
    world.a.person(fresh('asker'), { operator: true }),
    world.b.person(fresh('helper'), { operator: true }),
  ]);
  const [from, to] = await Promise.all([
    pursuance(asker, fresh('river'), 'River Watch', 'We measure what flows into the river.'),
    pursuance(helper, fresh('lingua'), 'Lingua', 'We translate what others need to read.'),
  ]);
  const { task } = await asker.perform<{ task: number }>('task.create', {
    pursuance: from,
    title: 'Translate the overflow report',
    deliverables: 'One page of **plain French** for every page of the report.',
    skills: ['Language:French'],
    size: 'm',
  });
  const { delegation } = await asker.perform<{ delegation: string }>('delegation.offer', {
    pursuance: from,
    task,
    to: `${to}@${world.b.authority}`,
    note: 'Could you take this one?',
  });
  const arrived = await until('the offer has arrived at B', () => delegationIn(helper, to, 'offered'));
  return {
    origin: { person: asker, pursuance: from, delegation, task },
    delegate: { person: helper, pursuance: to, delegation: arrived.delegation },
  };
}

/** The delegation of a pursuance that is in that state, if there is one. */
export async function delegationIn(person: Person, pursuance: string, state: string): Promise<DelegationRow | undefined> {
  const { items } = await person.read<{ items: DelegationRow[] }>(`pursuances/${pursuance}/delegations`);
  return items.find((row) => row.state === state);
}

async function pursuance(founder: Person, slug: string, name: string, mission: string): Promise<string> {
  await founder.perform('pursuance.create', { slug, name, mission, visibility: 'public' });
  return slug;
}
