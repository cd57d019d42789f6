insert into instance (one, base_url, name, registration_open, rsa_public, rsa_private, setup_hash, created)
  values (1, 'https://a.example', 'a.example', true, 'pem', '00', null, 1);
insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated) values
  ('01a', 'person', null, 'ana', 'ana', 'https://a.example/ap/u/01a', 'https://a.example/ap/u/01a/inbox', 'Ana', '', 'https://a.example/@ana', true, 1, 1),
  ('01b', 'group', null, 'bees', 'bees', 'https://a.example/ap/p/01b', 'https://a.example/ap/p/01b/inbox', 'Bees', 'We count.', 'https://a.example/p/bees', true, 1, 1),
  ('01c', 'group', 'b.example', 'wasps', 'wasps', 'https://b.example/ap/p/01c', 'https://b.example/ap/p/01c/inbox', 'Wasps', '', 'https://b.example/p/wasps', true, 1, 1);
insert into account (actor, operator, discoverable, suspended_at, created) values ('01a', true, false, null, 1);
insert into credential (account, kind, verifier, set_at) values ('01a', 'plain', '$argon2id$', 1);
insert into session (id, secret_hash, account, csrf, created, seen, expires) values ('01s', 'hash', '01a', 'token', 1, 1, 2);
insert into token (id, secret_hash, account, name, created, seen, revoked_at) values ('01t', 'hash', '01a', 'laptop', 1, null, null);
insert into person_skill (actor, skill_key, skill, position) values ('01a', 'field:counting', 'Field:Counting', 0);
insert into pursuance (actor, slug, visibility, joining, next_number, revision, members, archived_at) values ('01b', 'bees', 'public', 'open', 3, 1, 1, null);
insert into member (pursuance, actor, role, state, since) values ('01b', '01a', 'primary', 'active', 1);
insert into task (id, pursuance, number, parent, position, phase, size, urgency, due, creator, assignee, reviewer, revision, title_revision,
    deliverables_revision, mirror_of, delegation, weight_total, weight_done, children, children_done, archived_at, last_sign, created, updated) values
  ('01d', '01b', 1, null, 1, 'started', 'm', 'normal', null, '01a', '01c', null, 2, 1, 1, null, '01e', 3, 0, 1, 0, null, 1, 1, 1),
  ('01f', '01b', 2, '01d', 2, 'new', 's', 'urgent', 5, '01a', null, null, 1, 1, 1, null, null, 1, 0, 0, 0, null, 1, 1, 1);
insert into task_skill (task, skill_key, skill, position) values ('01d', 'field:counting', 'Field:Counting', 0);
insert into text_version (object, field, revision, author, at, body, envelope) values ('01d', 'title', 1, '01a', 1, 'Count the bees', null);
insert into message (id, thread, author, at, revision, shared_with, uri, retracted_at) values ('01m', '01d', '01a', 1, 1, '01e', 'https://a.example/ap/n/01m', null);
insert into blob (sha256, bytes, media_type, added_by, at) values ('ab', 3, 'text/plain', '01a', 1);
insert into file (id, object, name, sha256, bytes, media_type, added_by, at, source_url, blob, error) values ('01g', '01d', 'count.txt', 'ab', 3, 'text/plain', '01a', 1, null, 'ab', null);
insert into delegation (id, uri, side, state, copy, origin, delegate, task, peer_task_uri, grant_uri, root_uri, path, terms, terms_hash, offered,
    snapshot, respond_by, last_activity, next_tick, created, updated) values
  ('01e', 'https://a.example/ap/d/01e', 'origin', 'active', '{}', '01b', '01c', '01d', 'https://b.example/ap/t/01h', 'https://a.example/ap/act/3',
   'https://a.example/ap/t/01d', '[]', '{}', 'sha256:00', '{}', null, 5, 1, 7, 1, 1);
insert into channel (id, local, peer, out_epoch, out_seq, out_prev, in_url, in_epoch, in_seq, in_prev, ack_epoch, ack_seq, state, pull_at, pulls, created)
  values ('01i', '01b', '01c', '01i', 1, 'sha256:00', null, '01j', 1, 'sha256:00', '01i', 1, 'open', null, 0, 1);
insert into activity (uri, direction, actor, kind, channel, epoch, seq, bytes, sha256, at, outcome)
  values ('https://a.example/ap/act/1', 'out', 'https://a.example/ap/p/01b', 'Offer', '01i', '01i', 1, '7b7d', 'cd', 1, 'sent');
insert into delegation_message (delegation, direction, activity, kind, at, human) values ('01e', 'out', 'https://a.example/ap/act/1', 'Offer', 1, '01a');
insert into submission (uri, delegation, round, at, late, verdict, verdict_at) values ('https://b.example/ap/s/1', '01e', 1, 1, false, null, null);
insert into held (channel, epoch, seq, bytes, at) values ('01i', '01j', 3, '7b7d', 1);
insert into delivery (id, activity, sender, inbox, host, channel, epoch, seq, state, next_at, attempts, last_status, last_error, created, delivered_at, failing_since, missing_since, missed)
  values ('01k', 'https://a.example/ap/act/1', '01b', 'https://b.example/ap/p/01c/inbox', 'b.example', '01i', '01i', 1, 'delivered', 1, 1, 202, null, 1, 1, 1, null, 0);
insert into host (name, next_at, failures, lease_by, lease_until, signature, signature_at, clock_offset, blocked, last_ok, last_error, down_since, forbidden_since, retry_at, quiet_until, block_reason)
  values ('b.example', null, 0, null, 0, 'rfc9421', 1, 0, false, 1, null, null, null, null, 1, null);
insert into outage (host, began, ended) values ('b.example', 1, 3600000001);
insert into job (id, kind, payload, run_at, attempts, lease_by, lease_until, error, unique_key) values ('01l', 'fetch_file', '{}', 1, 0, null, 0, null, null);
insert into key_cache (key_id, owner, key, fetched_at, failed_at) values ('https://b.example/ap/p/01c#ed25519-key', 'https://b.example/ap/p/01c', 'z6Mk', 1, null);
insert into stream (id, last) values ('01b', 1);
insert into event (stream, seq, at, actor, verb, object, task, audience, data) values ('01b', 1, 1, '01a', 'task.created', '01d', '01d', 'readers', '{}');
insert into idempotency (account, key, body_sha256, answer, at) values ('01a', 'k', 'ef', '{}', 1);
insert into counter (scope, subject, slot, n) values ('sign-in', 'ana', 1, 1);
