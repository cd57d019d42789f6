-- Where a pursuance allows it, a task may say that its work needs no review.
alter table pursuance add column may_skip_review boolean not null default false;
alter table task add column needs_review boolean not null default true;

-- The tasks of a pursuance whose work waits for a verdict, the longest waiting first.
create index task_waiting_for_verdict on task (pursuance, updated, id) where phase in ('ready_for_review', 'in_review');

-- The requests for a review of a task that somebody has not read: the verdict answers them.
create index notice_review_unread on notice (object) where kind = 'review' and read_at is null;

-- Of two people who change one profile at the same moment, the second sees it.
alter table account add column revision bigint not null default 1;

-- Missions are kept like every other text. Of one that was changed before, nobody noted by whom: then it names the pursuance.
insert into text_version (object, field, revision, author, at, body)
  select p.actor, 'mission', p.revision, case when p.revision = 1 then coalesce(p.founder, p.actor) else p.actor end,
    case when p.revision = 1 then a.created else a.updated end, a.summary
  from pursuance p join actor a on a.id = p.actor;
