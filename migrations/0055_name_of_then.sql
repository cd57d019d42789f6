-- The name and the slug that a pursuance had when somebody was told who may not read it: no newer ones are told to them.
alter table notice add column then_name text;
alter table notice add column then_slug text;
-- Of what was told before: where everybody reads the name, or a question whether they join is open. Others were perhaps never told it.
update notice set then_name = (select a.display from actor a where a.id = notice.pursuance),
    then_slug = (select p.slug from pursuance p where p.actor = notice.pursuance)
  where reason in ('parted', 'asked', 'member')
    and (exists (select 1 from pursuance p where p.actor = notice.pursuance and p.visibility in ('public', 'unlisted'))
      or exists (select 1 from recruit_ask q where q.pursuance = notice.pursuance and q.person = notice.account and q.state = 'open'));
