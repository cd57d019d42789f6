-- Of a question in a private pursuance (RULES 4): the tag of the skill that a learner lacks, and the epoch of the key that it is made
-- with. `skill_key` and `skill` are empty then: no skill has a name there.
alter table mentor add column tag text;
alter table mentor add column epoch bigint;
