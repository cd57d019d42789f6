-- Who accompanies learners (RULES 4): the members who were asked about a task, for which of its skills, and what they said. A
-- learner who takes the task with one of them is noted there.
create table mentor (
  id {text} primary key,
  task {text} not null references task (id),
  pursuance {text} not null references pursuance (actor),
  person {text} not null references actor (id),
  skill_key {text} not null,
  skill text not null,
  state text not null,
  at bigint not null,
  answered_at bigint,
  learner {text} references actor (id),
  unique (task, person)
);
create index mentor_of_person on mentor (person, id);
create index mentor_of_pursuance on mentor (pursuance, id);
create index mentor_learner on mentor (learner);

-- Who accompanies the person who is asked; none for those who have every skill.
alter table offer add column mentor {text} references actor (id);
create index offer_mentor on offer (mentor);
