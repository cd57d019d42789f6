-- Which work is reviewed in a pursuance: 'always', 'named' (where a reviewer is named), 'never'. Those that exist keep what they have.
alter table pursuance add column reviews {text} not null default 'always';

-- Those who may review where nobody is named.
create index member_may_assign on member (pursuance)
  where state = 'active' and role in ('assigner', 'recruiter', 'assistant_admin', 'admin', 'primary');
