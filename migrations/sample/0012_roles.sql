insert into task_grant (task, actor, pursuance, may, granted_by, at) values ('01f', '01a', '01b', 'view+edit', '01a', 1);
insert into role_before (pursuance, actor, role) values ('01b', '01a', 'viewer');
update member set banned_until = 7, reason = '01r' where actor = '01a' and state = 'banned';
update pursuance set heir = '01a', heir_asked_at = 1 where actor = '01b';
insert into member (pursuance, actor, role, state, since) values ('01b', '06a', 'primary', 'active', 2);
