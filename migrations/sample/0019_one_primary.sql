insert into member (pursuance, actor, role, state, since) values ('01b', '01c', 'admin', 'active', 3);
