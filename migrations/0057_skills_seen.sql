-- Keys of skills have no letters that are not seen any more (domain/src/value/unseen.rs): Ch<U+200B>arts is the same skill as Charts.
-- Of two that are the same now, the one whose key came first stays. Words that are shown are read without such letters.
create table skill_key_seen (
  was {text} primary key,
  now {text} not null
);
--@sqlite
insert into skill_key_seen (was, now)
  with recursive every (was) as (
    select skill_key from person_skill union
    select skill_key from task_skill union
    select skill_key from person_not_skill union
    select skill_key from skill_word union
    select skill_key from skill_synonym union
    select skill_key from skill_offer_skill union
    select skill_key from mentor union
    select means_key from skill_synonym union
    select object from watch where object like 'skill:%' union
    select object from mute where object like 'skill:%'
  ),
  -- What is left of it, how far it was looked at, and the next letter.
  walk (was, at, now, letter) as (
    select was, 1, '', unicode(was) from every where was glob '*[^ -~]*'
    union all
    select w.was, w.at + 1, w.now || case
        when w.letter = 10240 then ' '
        when w.letter in (173, 847, 1564, 4447, 4448, 6068, 6069, 12644, 65279, 65440, 65532)
        or w.letter between 6155 and 6159
        or w.letter between 8203 and 8207
        or w.letter between 8234 and 8238
        or w.letter between 8288 and 8303
        or w.letter between 65024 and 65039
        or w.letter between 65520 and 65528
        or w.letter between 113824 and 113827
        or w.letter between 119155 and 119162
        or w.letter between 917504 and 921599 then ''
        else char(w.letter) end, unicode(substr(w.was, w.at + 1))
      from walk w where w.letter is not null
  )
  select was, now from walk where letter is null and now <> was;
--@postgres
insert into skill_key_seen (was, now)
  select k.was, k.now from (
    select e.was, regexp_replace(replace(e.was, chr(10240), ' '),
      '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\uFFFC\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]', '', 'g') as now
    from (
      select skill_key as was from person_skill union
      select skill_key as was from task_skill union
      select skill_key as was from person_not_skill union
      select skill_key as was from skill_word union
      select skill_key as was from skill_synonym union
      select skill_key as was from skill_offer_skill union
      select skill_key as was from mentor union
      select means_key from skill_synonym union
      select object from watch where object like 'skill:%' union
      select object from mute where object like 'skill:%'
    ) e
  ) k where k.now <> k.was;
--@all
-- A blank that stood beside such a letter may stand at an end now, beside the colon or beside another one.
update skill_key_seen set now = trim(replace(replace(replace(replace(replace(replace(replace(now,
  '  ', ' '), '  ', ' '), '  ', ' '), ' :', ':'), ' :', ':'), ': ', ':'), ': ', ':'));

update skill_synonym set means_key = (select c.now from skill_key_seen c where c.was = means_key)
  where means_key in (select was from skill_key_seen);

delete from person_skill where exists (select 1 from skill_key_seen) and exists (
  select 1 from person_skill o where o.actor = person_skill.actor and o.skill_key < person_skill.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = person_skill.skill_key), person_skill.skill_key));
update person_skill set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

delete from task_skill where exists (select 1 from skill_key_seen) and exists (
  select 1 from task_skill o where o.task = task_skill.task and o.skill_key < task_skill.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = task_skill.skill_key), task_skill.skill_key));
update task_skill set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

delete from person_not_skill where exists (select 1 from skill_key_seen) and exists (
  select 1 from person_not_skill o where o.actor = person_not_skill.actor and o.skill_key < person_not_skill.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = person_not_skill.skill_key), person_not_skill.skill_key));
update person_not_skill set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

delete from skill_word where exists (select 1 from skill_key_seen) and exists (
  select 1 from skill_word o where o.pursuance = skill_word.pursuance and o.skill_key < skill_word.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = skill_word.skill_key), skill_word.skill_key));
update skill_word set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

delete from skill_synonym where exists (select 1 from skill_key_seen) and exists (
  select 1 from skill_synonym o where o.pursuance = skill_synonym.pursuance and o.skill_key < skill_synonym.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = skill_synonym.skill_key), skill_synonym.skill_key));
update skill_synonym set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

delete from skill_offer_skill where exists (select 1 from skill_key_seen) and exists (
  select 1 from skill_offer_skill o where o.offer = skill_offer_skill.offer and o.skill_key < skill_offer_skill.skill_key
    and coalesce((select c.now from skill_key_seen c where c.was = o.skill_key), o.skill_key)
      = coalesce((select c.now from skill_key_seen c where c.was = skill_offer_skill.skill_key), skill_offer_skill.skill_key));
update skill_offer_skill set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);
--@sqlite
update skill_offer_skill set area = substr(skill_key, 1, instr(skill_key, ':') - 1)
  where skill_key in (select now from skill_key_seen);
--@postgres
update skill_offer_skill set area = split_part(skill_key, ':', 1)
  where skill_key in (select now from skill_key_seen);
--@all

update mentor set skill_key = (select c.now from skill_key_seen c where c.was = skill_key)
  where skill_key in (select was from skill_key_seen);

-- A word that stands for itself now, or for one that stands for another, says nothing.
delete from skill_synonym where skill_key = means_key;
delete from skill_synonym where exists (select 1 from skill_key_seen) and exists (
  select 1 from skill_synonym o where o.pursuance = skill_synonym.pursuance and o.skill_key = skill_synonym.means_key);

-- Objects that are skills are in the list as they are written there.
delete from watch where exists (select 1 from skill_key_seen) and object like 'skill:%' and exists (
  select 1 from watch o where o.account = watch.account and o.object < watch.object
    and coalesce((select c.now from skill_key_seen c where c.was = o.object), o.object)
      = coalesce((select c.now from skill_key_seen c where c.was = watch.object), watch.object));
update watch set object = (select c.now from skill_key_seen c where c.was = object)
  where object in (select was from skill_key_seen);
delete from mute where exists (select 1 from skill_key_seen) and object like 'skill:%' and exists (
  select 1 from mute o where o.account = mute.account and o.object < mute.object
    and coalesce((select c.now from skill_key_seen c where c.was = o.object), o.object)
      = coalesce((select c.now from skill_key_seen c where c.was = mute.object), mute.object));
update mute set object = (select c.now from skill_key_seen c where c.was = object)
  where object in (select was from skill_key_seen);

drop table skill_key_seen;
