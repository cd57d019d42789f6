insert into sealed_object (id, pursuance, kind, object, revision, changed) values ('78o', '74p', 5, '78', 1, 3);
insert into sealed_tagged (object, pursuance, actor, epoch, changed) values ('78o', '74p', '01a', 2, 4);
insert into sealed_tag (object, tag, epoch, pursuance, actor, level) values ('78o', '7801', 2, '74p', '01a', 'do');
update pursuance_sealed set changed = 4 where pursuance = '74p';
