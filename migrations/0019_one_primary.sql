-- Exactly one Primary per pursuance. Where an earlier program left two, the one who has been a member longest stays, and
-- the others are Admins.
update member set role = 'admin' where state = 'active' and role = 'primary' and exists (
  select 1 from member o where o.pursuance = member.pursuance and o.state = 'active' and o.role = 'primary'
    and (o.since < member.since or (o.since = member.since and o.actor < member.actor)));
create unique index member_primary on member (pursuance) where state = 'active' and role = 'primary';
