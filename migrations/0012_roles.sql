-- What a member may do with one task beyond the role: words joined by '+'. Gone with the membership.
create table task_grant (
  task {text} not null references task (id),
  actor {text} not null references actor (id),
  pursuance {text} not null references pursuance (actor),
  may text not null,
  granted_by {text} not null,
  at bigint not null,
  primary key (task, actor)
);
create index task_grant_of on task_grant (actor, pursuance);

-- The end of a ban, none for good, and the text of its reason.
alter table member add column banned_until bigint;
alter table member add column reason {text};
create index member_banned on member (pursuance) where state = 'banned';

-- Whoever went with a role below that of newcomers comes back with no more.
create table role_before (
  pursuance {text} not null references pursuance (actor),
  actor {text} not null references actor (id),
  role text not null,
  primary key (pursuance, actor)
);

-- The member who was asked to become the Primary.
alter table pursuance add column heir {text};
alter table pursuance add column heir_asked_at bigint;

-- The events of the log of a pursuance: who did what to whom among the members.
alter table event add column in_log boolean not null default false;
update event set in_log = true where verb in ('pursuance.created', 'pursuance.edited', 'member.joined', 'member.asked',
  'member.decided', 'member.left', 'member.role_set');
create index event_log on event (stream, seq) where in_log;
