insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts) values
  ('103a', 'push', 'https://push.example', '01a', '01a:01d:103b', '{"account":"01a","object":"01d","browser":"103b","message":"103a"}', 1, 2, 1);
insert into parcel_attempt (carrier, receiver, id, parcel, at, outcome, cause) values
  ('push', 'https://push.example', '103c', '103a', 2, 'later', 'the push service answered 503');
update delivery set tried_at = 3;
