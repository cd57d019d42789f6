-- What pursuances offer to do for others (PROTOCOL 1.8): ours, and those that other servers have told us.

-- Takes part in skill offers.
alter table actor add column takes_offers boolean not null default false;

create table skill_offer (
  id {text} primary key,
  uri {text} not null unique,
  actor {text} not null references actor (id),
  note text not null,
  -- About so many of a week; null: not said.
  hours bigint,
  -- Open at once; null: not said.
  tasks bigint,
  -- JSON, a list of words.
  causes text not null,
  -- The same in small letters, each between two bars: |rivers|air|
  cause_keys text not null,
  -- Everybody may read it; otherwise those in skill_offer_reader.
  public boolean not null,
  until bigint not null,
  -- By the count and the clock of its maker.
  revision bigint not null,
  published bigint not null,
  updated bigint not null,
  gone_at bigint,
  -- When its server said it last, or answered for it; null for ours.
  heard_at bigint,
  -- When those who do not know it are told, or its server is asked; null: never again.
  due_at bigint
);
create index skill_offer_of_actor on skill_offer (actor, id);
create index skill_offer_due on skill_offer (due_at) where due_at is not null;
create index skill_offer_until on skill_offer (until);

create table skill_offer_skill (
  offer {text} not null references skill_offer (id),
  skill_key {text} not null,
  -- The part before the colon, in small letters.
  area {text} not null,
  skill text not null,
  position bigint not null,
  primary key (offer, skill_key)
);
create index skill_offer_by_skill on skill_offer_skill (skill_key, offer);
create index skill_offer_by_area on skill_offer_skill (area, offer);

-- Who may read an offer that is not for everybody: of ours, pursuances anywhere; of theirs, pursuances here.
create table skill_offer_reader (
  offer {text} not null references skill_offer (id),
  actor {text} not null references actor (id),
  primary key (offer, actor)
);
create index skill_offer_reader_by_actor on skill_offer_reader (actor);

-- Who was told of an offer of ours, and of which revision.
create table skill_offer_copy (
  offer {text} not null references skill_offer (id),
  actor {text} not null references actor (id),
  revision bigint not null,
  primary key (offer, actor)
);
create index skill_offer_copy_by_actor on skill_offer_copy (actor);

-- Which delegation came through which offer, on each side that is here.
create table skill_offer_use (
  delegation {text} primary key references delegation (id),
  -- The address of the offer.
  offer {text} not null
);
create index skill_offer_use_by_offer on skill_offer_use (offer);
