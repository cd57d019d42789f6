-- How well somebody knows a skill: 'do', 'learning', 'mentor'. Found by skill when people are asked, and while one is typed.
alter table person_skill add column level text not null default 'do';
create index if not exists person_skill_by_key on person_skill (skill_key, actor);

-- The time zone of the browser at the last sign-in, for those who have chosen none: of whoever is not looking, too, the hour
-- is known.
alter table account add column browser_zone text;

-- How much somebody takes on. Where there is no row, the defaults hold; quiet hours are minutes of the day.
create table person_limits (
  actor {text} primary key references account (actor),
  hours bigint,
  in_progress bigint not null,
  offers_week bigint not null,
  quiet_from bigint,
  quiet_until bigint,
  revision bigint not null
);

-- The next or present time for which somebody is away, and what becomes of their open tasks: 'keep', 'stand_by', 'hand_on'.
create table person_away (
  actor {text} primary key references account (actor),
  since bigint not null,
  until bigint not null,
  tasks text not null
);
create index person_away_by_since on person_away (since);
create index person_away_by_until on person_away (until);

-- The skills and the pursuances for which somebody is not asked, though they have the one and are in the other.
create table if not exists person_not_skill (
  actor {text} not null references account (actor),
  skill_key {text} not null,
  skill text not null,
  primary key (actor, skill_key)
);
create table person_not_pursuance (
  actor {text} not null references account (actor),
  pursuance {text} not null references pursuance (actor),
  primary key (actor, pursuance)
);
create index person_not_pursuance_of on person_not_pursuance (pursuance);

-- Two words for one skill, in one pursuance. What a word stands for stands for nothing else: there is one step and no ring.
create table skill_synonym (
  pursuance {text} not null references pursuance (actor),
  skill_key {text} not null,
  skill text not null,
  means_key {text} not null,
  means text not null,
  primary key (pursuance, skill_key)
);
create index skill_synonym_of on skill_synonym (pursuance, means_key);

-- The skills that tasks of a pursuance have asked for, for completing them while somebody types.
create table skill_word (
  pursuance {text} not null references pursuance (actor),
  skill_key {text} not null,
  skill text not null,
  primary key (pursuance, skill_key)
);
create index skill_word_by_key on skill_word (skill_key);
insert into skill_word (pursuance, skill_key, skill)
  select t.pursuance, s.skill_key, min(s.skill) from task_skill s join task t on t.id = s.task group by t.pursuance, s.skill_key;
