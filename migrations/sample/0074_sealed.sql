insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated) values
  ('74p', 'group', null, 'private-74aa', 'prlvate74aa', 'https://a.example/ap/p/74p', 'https://a.example/ap/p/74p/inbox', 'Private pursuance', '', 'https://a.example/p/private-74aa', true, 74, 74);
insert into pursuance (actor, slug, visibility, joining, next_number, revision, members) values ('74p', 'private-74aa', 'sealed', 'approval', 1, 1, 1);
insert into member (pursuance, actor, role, state, since) values ('74p', '01a', 'primary', 'active', 74);
insert into pursuance_sealed (pursuance, pid, head_seq, head, fold, changed) values ('74p', '7401', 1, '7402', '01', 1);
insert into sealed_member (pursuance, iid, actor) values ('74p', '7403', '01a');
insert into sealed_log (pursuance, seq, author, at, bytes) values ('74p', 0, '01a', 74, '01'), ('74p', 1, '01a', 74, '02');
insert into sealed_seal (pursuance, epoch, iid, author, number, bytes) values ('74p', 1, '7403', '01a', 1, '03');
insert into sealed_note (pursuance, invite_id, author, bytes) values ('74p', '7404', '01a', '04');
insert into sealed_object (id, pursuance, kind, object, revision, changed) values ('74o', '74p', 0, '00', 1, 1);
insert into sealed_revision (object, revision, author, at, bytes, rel) values ('74o', 1, '01a', 74, '05', '06');
insert into text_version (object, field, revision, author, at, body, envelope, pursuance) values ('74o', 'mission', 1, '01a', 74, null, '07', '74p');
delete from sealed_note where pursuance = '74p';
