-- One row: this database belongs to one instance, and its ids contain the base URL.
create table instance (
  one bigint primary key check (one = 1),
  base_url text not null,
  name text not null,
  registration_open boolean not null,
  rsa_public text not null,
  rsa_private {blob} not null,
  -- Hash of the one-time secret that lets the first operator in; null once used.
  setup_hash text,
  created bigint not null
);

-- People, pursuances and instances, ours (host null) and others'.
create table actor (
  id {text} primary key,
  kind text not null,
  host {text},
  name {text} not null,
  folded_name {text} not null,
  uri {text} not null unique,
  inbox text not null,
  display text not null,
  summary text not null,
  url text not null,
  ed25519_public {blob},
  ed25519_private {blob},
  rsa_public text,
  -- Class D peers: the Ed25519 key is kept from the first message accepted on (PROTOCOL 4.3).
  pinned_at bigint,
  fetched_at bigint,
  gone_at bigint,
  -- Speaks the delegation protocol.
  capable boolean not null,
  -- The instance actor it names as its own.
  instance text,
  created bigint not null,
  updated bigint not null
);
create unique index actor_name_here on actor (folded_name) where host is null;
create index actor_by_handle on actor (host, name);

-- Who elsewhere follows an actor of ours.
create table follower (
  actor {text} not null references actor (id),
  follower {text} not null references actor (id),
  follow_uri {text} not null,
  at bigint not null,
  primary key (actor, follower)
);
create index follower_by_follower on follower (follower);

create table account (
  actor {text} primary key references actor (id),
  operator boolean not null,
  discoverable boolean not null,
  suspended_at bigint,
  created bigint not null
);

create table credential (
  account {text} primary key references account (actor),
  -- plain: the server sees the passphrase once and checks it; derived: the browser sends a key made from it.
  kind text not null,
  verifier text not null,
  set_at bigint not null
);

create table session (
  id {text} primary key,
  secret_hash {text} not null unique,
  account {text} not null references account (actor),
  csrf text not null,
  created bigint not null,
  seen bigint not null,
  expires bigint not null
);
create index session_by_account on session (account);

create table token (
  id {text} primary key,
  secret_hash {text} not null unique,
  account {text} not null references account (actor),
  name text not null,
  created bigint not null,
  seen bigint,
  revoked_at bigint
);
create index token_by_account on token (account);

create table person_skill (
  actor {text} not null references actor (id),
  skill_key {text} not null,
  skill text not null,
  position bigint not null,
  primary key (actor, skill_key)
);

create table pursuance (
  actor {text} primary key references actor (id),
  slug {text} not null unique,
  visibility text not null,
  joining text not null,
  next_number bigint not null,
  revision bigint not null,
  members bigint not null,
  archived_at bigint
);

create table member (
  pursuance {text} not null references pursuance (actor),
  actor {text} not null references actor (id),
  role text not null,
  state text not null,
  since bigint not null,
  primary key (pursuance, actor)
);
create index member_by_actor on member (actor);
create index member_asking on member (pursuance, since) where state = 'pending';

-- Relations only. What people wrote stands in text_version, so that a group whose texts the server cannot read fits in.
create table task (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  number bigint not null,
  parent {text} references task (id),
  position bigint not null,
  phase text not null,
  size text not null,
  urgency text not null,
  due bigint,
  creator {text} not null references actor (id),
  assignee {text} references actor (id),
  reviewer {text} references actor (id),
  revision bigint not null,
  title_revision bigint not null,
  deliverables_revision bigint not null,
  mirror_of {text},
  delegation {text},
  -- Over the leaves below that are not dropped, in halves of a size (RULES 1); a leaf counts itself.
  weight_total bigint not null,
  weight_done bigint not null,
  children bigint not null,
  children_done bigint not null,
  archived_at bigint,
  last_sign bigint not null,
  created bigint not null,
  updated bigint not null,
  unique (pursuance, number)
);
create index task_tree on task (pursuance, parent, position, number);
create index task_by_parent on task (parent, position, number);
create index task_by_phase on task (pursuance, phase, number) where archived_at is null;
create index task_wanting_help on task (created) where phase = 'help_wanted' and archived_at is null;
create index task_by_updated on task (pursuance, updated, number);
create index task_by_assignee on task (assignee, updated) where assignee is not null;
create index task_by_reviewer on task (reviewer, updated) where reviewer is not null;
create index task_to_review_as_creator on task (creator, updated) where reviewer is null and phase in ('ready_for_review', 'in_review');
create index task_by_mirror on task (mirror_of) where mirror_of is not null;

create table task_skill (
  task {text} not null references task (id),
  skill_key {text} not null,
  skill text not null,
  position bigint not null,
  primary key (task, skill_key)
);

-- Append-only: every version of every text.
create table text_version (
  object {text} not null,
  field {text} not null,
  revision bigint not null,
  author {text} not null,
  at bigint not null,
  body text,
  envelope {blob},
  primary key (object, field, revision)
);

create table message (
  id {text} primary key,
  thread {text} not null,
  author {text} not null references actor (id),
  at bigint not null,
  revision bigint not null,
  -- The delegation whose other side reads it too.
  shared_with {text},
  uri {text} not null unique,
  retracted_at bigint
);
create index message_by_thread on message (thread, at, id);

create table blob (
  sha256 {text} primary key,
  bytes bigint not null,
  media_type text not null,
  added_by {text} not null references actor (id),
  at bigint not null
);

-- A file hung on a task or handed in with a submission. `blob` is null until a copy has been fetched and checked.
create table file (
  id {text} primary key,
  object {text} not null,
  name text not null,
  sha256 {text} not null,
  bytes bigint not null,
  media_type text not null,
  added_by {text} not null references actor (id),
  at bigint not null,
  source_url text,
  blob {text} references blob (sha256),
  error text
);
create index file_by_object on file (object, at, id);
create index file_by_sha256 on file (sha256);
create index file_by_time on file (at, id);

-- One row per side; both sides may be here.
create table delegation (
  id {text} primary key,
  uri {text} not null,
  side text not null,
  state text not null,
  -- The side's copy of the state machine, JSON (domain::delegation).
  copy text not null,
  origin {text} not null references actor (id),
  delegate {text} not null references actor (id),
  task {text} references task (id),
  peer_task_uri text,
  -- The Grant under which the delegate works.
  grant_uri text,
  root_uri text not null,
  path text not null,
  terms text not null,
  terms_hash text not null,
  -- What was offered, JSON as received: the delegate decides on it before there is a mirror.
  offered text not null,
  -- The newest snapshot of the other side's task, JSON.
  snapshot text,
  respond_by bigint,
  last_activity bigint not null,
  next_tick bigint,
  created bigint not null,
  updated bigint not null,
  unique (uri, side)
);
create index delegation_by_task on delegation (task);
create index delegation_by_origin on delegation (origin, created);
create index delegation_by_delegate on delegation (delegate, created);
create index delegation_incoming on delegation (delegate, respond_by) where side = 'delegate' and state = 'offered';
create index delegation_of_origin on delegation (origin, state);
create index delegation_of_delegate on delegation (delegate, state);
create index delegation_due on delegation (next_tick) where next_tick is not null;

-- The timeline: every activity about a delegation, either way.
create table delegation_message (
  delegation {text} not null references delegation (id),
  direction text not null,
  activity {text} not null,
  kind text not null,
  at bigint not null,
  human {text},
  primary key (delegation, direction, activity)
);
create index delegation_message_in_order on delegation_message (delegation, at);
create index delegation_message_by_activity on delegation_message (activity, direction);

create table submission (
  uri {text} not null,
  delegation {text} not null references delegation (id),
  round bigint not null,
  at bigint not null,
  late boolean not null,
  verdict text,
  verdict_at bigint,
  -- Both sides may be here, each with its own row.
  primary key (delegation, uri)
);

-- Reliable, ordered delivery between one actor of ours and one peer (PROTOCOL 2.4).
create table channel (
  id {text} primary key,
  local {text} not null references actor (id),
  peer {text} not null references actor (id),
  out_epoch text not null,
  out_seq bigint not null,
  out_prev text not null,
  in_url text,
  in_epoch text not null,
  in_seq bigint not null,
  in_prev text not null,
  ack_epoch text not null,
  ack_seq bigint not null,
  state text not null,
  pull_at bigint,
  pulls bigint not null,
  created bigint not null,
  unique (local, peer)
);
create index channel_to_pull on channel (pull_at) where pull_at is not null;

-- The exact bytes sent and received, kept for good for class D; also what tells a duplicate.
create table activity (
  uri {text} not null,
  direction text not null,
  actor {text} not null,
  kind text not null,
  channel {text} references channel (id),
  epoch {text},
  seq bigint,
  bytes {blob} not null,
  sha256 text not null,
  at bigint not null,
  outcome text not null,
  primary key (uri, direction)
);
create index activity_seen on activity (at) where channel is null;
create unique index activity_in_channel on activity (channel, direction, epoch, seq) where channel is not null;

-- Received ahead of a gap.
create table held (
  channel {text} not null references channel (id),
  epoch {text} not null,
  seq bigint not null,
  bytes {blob} not null,
  at bigint not null,
  primary key (channel, epoch, seq)
);

-- What contradicts what its sender said before in a channel: the second of two messages under one number or id.
create table contradiction (
  id {text} primary key,
  channel {text} not null references channel (id),
  activity text not null,
  bytes {blob} not null,
  why text not null,
  at bigint not null
);
create index contradiction_in_channel on contradiction (channel, id);

create table delivery (
  id {text} primary key,
  activity {text} not null,
  sender {text} not null references actor (id),
  inbox text not null,
  host {text} not null,
  channel {text},
  epoch {text},
  seq bigint,
  state text not null,
  next_at bigint not null,
  attempts bigint not null,
  last_status bigint,
  last_error text,
  created bigint not null,
  delivered_at bigint,
  failing_since bigint,
  missing_since bigint,
  missed bigint not null
);
create index delivery_waiting on delivery (host, next_at) where state = 'waiting';
create index delivery_in_channel on delivery (channel, epoch, seq) where channel is not null;
-- What must be sent before what: only what still waits, however long the channel has become.
create index delivery_order on delivery (channel, epoch, seq) where state = 'waiting';
create index delivery_open on delivery (channel, epoch, seq) where state <> 'delivered';
create index delivery_by_activity on delivery (activity);
create index delivery_by_state on delivery (state, created);

-- One lane per server: when it may be tried next, and who is at it.
create table host (
  name {text} primary key,
  next_at bigint,
  failures bigint not null,
  lease_by text,
  lease_until bigint not null,
  signature text,
  signature_at bigint,
  clock_offset bigint,
  blocked boolean not null,
  last_ok bigint,
  last_error text,
  down_since bigint,
  forbidden_since bigint,
  retry_at bigint,
  quiet_until bigint,
  block_reason text
);
create index host_due on host (next_at) where next_at is not null;

-- When a server did not answer for an hour or longer: silence that was none is asked about by nobody (PROTOCOL 3.6).
create table outage (
  host {text} not null,
  began bigint not null,
  ended bigint not null,
  primary key (host, began)
);

create table job (
  id {text} primary key,
  kind text not null,
  payload text not null,
  run_at bigint not null,
  attempts bigint not null,
  lease_by text,
  lease_until bigint not null,
  error text,
  unique_key {text} unique
);
create index job_due on job (run_at);

create table key_cache (
  key_id {text} primary key,
  owner text not null,
  key text not null,
  fetched_at bigint not null,
  failed_at bigint
);

create table stream (
  id {text} primary key,
  last bigint not null
);

create table event (
  stream {text} not null,
  seq bigint not null,
  at bigint not null,
  actor {text},
  verb text not null,
  object {text} not null,
  task {text},
  audience text not null,
  data text not null,
  primary key (stream, seq)
);
create index event_by_task on event (task, at) where task is not null;

create table idempotency (
  account {text} not null,
  key {text} not null,
  body_sha256 text not null,
  answer text not null,
  at bigint not null,
  primary key (account, key)
);
create index idempotency_old on idempotency (at);

create table counter (
  scope {text} not null,
  subject {text} not null,
  slot bigint not null,
  n bigint not null,
  primary key (scope, subject, slot)
);
