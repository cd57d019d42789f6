//! A damaged row among people, pursuances and what is theirs, and among the rows that workers and a backup read.

use pursuance::platform::clock::Clock;
use pursuance::reads::people;
use pursuance::store::actors::{self, ActorKind};
use pursuance::store::error::StoreError;
use pursuance::store::jobs::{self, Job, Postponed};
use pursuance::store::pursuances::{self, MemberState};
use pursuance::store::tokens::{self, NewToken};
use pursuance::store::{accounts, actor_keys, availability, backup, discussions, sidebar, skills, tasks};
use pursuance_domain::id::{ActorId, TaskId, TokenId};
use pursuance_domain::people::limits::{Away, AwayTasks, Limits};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Subtasks;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Language, LeveledSkills, Size, Skills, TokenScope};

use super::lists::{a_member, shows, wasps};
use super::{Spoiled, on_both};
use crate::support::rows::{a_pursuance, a_task, an_actor, anyones, id};

on_both!(
    a_damaged_pursuance_or_member_ends_no_list,
    a_damaged_actor_is_shown_as_unknown,
    a_damaged_token_is_left_out,
    a_damaged_job_goes_and_the_others_are_done,
    a_choice_that_cannot_be_read_is_no_choice_not_made,
    a_damaged_key_is_an_error_where_keys_are_compared,
    a_language_that_is_not_known_is_named_and_none,
    a_damaged_skill_is_left_out,
    a_damaged_limit_is_named,
    a_damaged_pursuance_hides_no_other_that_asks_nobody,
    a_damaged_file_ends_no_list_of_a_backup,
);

async fn a_damaged_pursuance_or_member_ends_no_list(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let ants = a_pursuance(&mut tx, "ants").await;
    let ana = a_member(&mut tx, &ants, "ana").await;
    let mut ids = vec![ants.id.clone()];
    for slug in ["bees", "cows"] {
        let group = a_pursuance(&mut tx, slug).await;
        pursuances::set_member(&mut tx, &group.id, &ana, Role::Normal, MemberState::Active, Time(1))
            .await
            .unwrap();
        ids.push(group.id);
    }
    let bob = a_member(&mut tx, &ants, "bob").await;
    a_member(&mut tx, &ants, "cleo").await;
    tx.commit().await.unwrap();

    it.spoil("pursuance.joining", "perhaps", "slug = 'bees'", ids[1].as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let slug = |found: &pursuances::Pursuance| found.slug.clone();
    shows!(it, pursuances::public_page(&mut tx, "", "", 2), slug, ["ants", "cows"]);
    shows!(it, pursuances::of_member(&mut tx, &ana), slug, ["ants", "cows"]);
    let alone = pursuances::with_member(&mut tx, "bees", Some(&ana)).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");
    drop(tx);
    it.spoil("pursuance.visibility", "hazy", "slug = 'bees'", ids[1].as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, sidebar::pursuances(&mut tx, &ana), |mine| mine.slug.clone(), ["ants", "cows"]);
    drop(tx);

    let of_bob = format!("pursuance = '{}' and actor = '{bob}'", ants.id);
    it.spoil("member.role", "king", &of_bob, &format!("{} {bob}", ants.id)).await;
    let mut tx = it.db.read().await.unwrap();
    let name = |found: &pursuances::Member| found.name.clone();
    shows!(it, pursuances::members(&mut tx, &ants.id, None, "", 2), name, ["ana", "cleo"]);
    shows!(it, pursuances::matching_members(&mut tx, &ants.id, "", 2), name, ["ana", "cleo"]);
    shows!(it, pursuances::members_called(&mut tx, &ants.id, "bob", 2), name, [""; 0]);
    let alone = pursuances::member(&mut tx, &ants.id, &bob).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");
    let alone = pursuances::with_member(&mut tx, "ants", Some(&bob)).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");
    drop(tx);
    it.inspect.spoil(&format!("update member set role = 'normal' where {of_bob}")).await;
    it.spoil("actor.kind", "robot", &format!("id = '{bob}'"), bob.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let roles = [Role::Normal, Role::Admin];
    assert_eq!(pursuances::members_in(&mut tx, &ants.id, &roles, 9).await.unwrap().len(), 3);
}

async fn a_damaged_actor_is_shown_as_unknown(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let mut made = Vec::new();
    for name in ["ana", "bob", "cleo"] {
        let actor = an_actor(ActorKind::Person, name, None);
        actors::add(&mut tx, &actor, None).await.unwrap();
        made.push(actor.id);
    }
    tx.commit().await.unwrap();
    let spoiled = made[1].clone();
    it.spoil("actor.kind", "robot", &format!("id = '{spoiled}'"), spoiled.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let found = actors::by_ids(&mut tx, &made).await.unwrap();
    assert_eq!(found.len(), 2);
    it.is_named_once("by_ids");
    for ids in [&made[..], &made[1..2]] {
        let found = actors::each(&mut tx, ids).await.unwrap();
        assert_eq!(found.len(), ids.len());
        let unknown = found.iter().find(|actor| actor.id == spoiled).unwrap();
        assert_eq!((unknown.name.as_str(), unknown.kind, unknown.capable), ("?", ActorKind::Person, false));
        it.is_named_once("each");
    }
    let missing = ActorId(id());
    it.named = format!("actor.id of {missing} holds");
    assert_eq!(actors::each(&mut tx, &[missing]).await.unwrap()[0].display, "?");
    it.is_named_once("each, of one that is missing");
    let alone = actors::by_id(&mut tx, &spoiled).await.unwrap_err();
    assert!(matches!(alone, StoreError::Inconsistent { table: "actor", .. }), "{alone}");
}

async fn a_damaged_token_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    for (name, at) in [("first", 1), ("second", 2), ("third", 3)] {
        let token = NewToken {
            id: &TokenId(name.to_owned()),
            account: &ana,
            name,
            secret_hash: name,
            scope: TokenScope::Read,
            expires: Time(9),
        };
        tokens::add(&mut tx, &token, Time(at)).await.unwrap();
    }
    tx.commit().await.unwrap();
    it.spoil("token.scope", "everything", "id = 'second'", "second").await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, tokens::list(&mut tx, Some(&ana)), |token| token.name.clone(), ["third", "first"]);
}

async fn a_damaged_job_goes_and_the_others_are_done(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    for at in 1..=3 {
        let job = Job::RefreshActor { uri: format!("https://b.example/{at}") };
        job.write(&mut tx, &Clock::System, Time(at)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let spoiled = it.inspect.text("select id from job where run_at = 2").await;
    it.spoil("job.payload", "{\"kind\":\"juggle\"}", "run_at = 2", &spoiled).await;
    let mut tx = it.db.write().await.unwrap();
    let claimed = jobs::claim(&mut tx, "one", Time(5), Time(50), 10, &Postponed::default()).await.unwrap();
    it.is_named_once("claim");
    assert_eq!(claimed.len(), 2);
    for claimed in claimed {
        jobs::remove(&mut tx, &claimed, "one").await.unwrap();
    }
    assert_eq!(jobs::waiting(&mut tx, Time(99)).await.unwrap().0, 0, "nobody can ever do the damaged one");
}

async fn a_choice_that_cannot_be_read_is_no_choice_not_made(mut it: Spoiled) {
    let task = TaskId(id());
    let mut tx = it.db.write().await.unwrap();
    let by = ActorId(id());
    let chosen = Job::SettleSubtasks { task: task.clone(), subtasks: Subtasks::Drop, by, after: None };
    chosen.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    tx.commit().await.unwrap();
    let key = it.inspect.text("select id from job").await;
    it.spoil("job.payload", "Drop", "true", &key).await;
    let mut tx = it.db.read().await.unwrap();
    let refused = jobs::choice_for(&mut tx, &task).await.unwrap_err();
    assert!(refused.to_string().starts_with(&it.named), "{refused}");
}

async fn a_damaged_key_is_an_error_where_keys_are_compared(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let wasps = wasps(&mut tx).await;
    for key in ["z6Mk1", "z6Mk2"] {
        actor_keys::set(&mut tx, &wasps.id, key, actor_keys::KeyRelation::Former, Time(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    it.spoil("actor_key.standing", "kneeling", "key = 'z6Mk2'", &format!("{} z6Mk2", wasps.id)).await;
    let mut tx = it.db.read().await.unwrap();
    let refused = actor_keys::of(&mut tx, &wasps.id).await.unwrap_err();
    assert!(refused.to_string().starts_with(&it.named), "{refused}");
}

async fn a_language_that_is_not_known_is_named_and_none(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    accounts::set_language(&mut tx, &ana, Some(Language::English)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = it.db.read().await.unwrap();
    assert_eq!(accounts::by_actor(&mut tx, &ana).await.unwrap().unwrap().language, Some(Language::English));
    drop(tx);
    it.spoil("account.language", "tlh", "true", ana.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let found = accounts::page(&mut tx, "", 9).await.unwrap();
    assert_eq!(found.iter().map(|account| account.language).collect::<Vec<_>>(), [None]);
    it.is_named_once("page");
}

async fn a_damaged_skill_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    accounts::set_discoverable(&mut tx, &ana, true).await.unwrap();
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let three = Skills::parse("Craft:Welding, Field:Law, Field:Maps").unwrap();
    let two = Skills::parse("Craft:Welding, Field:Maps").unwrap();
    skills::set(&mut tx, &ana, &LeveledSkills::done(&three)).await.unwrap();
    tasks::set_skills(&mut tx, (&task.id, &task.creator, &task.pursuance), &three).await.unwrap();
    tx.commit().await.unwrap();

    it.spoil("task_skill.skill", "law", "skill = 'Field:Law'", task.id.as_str()).await;
    // It is a person's text, which no log has.
    it.named.push_str(" a text that is no skill");
    let mut tx = it.db.read().await.unwrap();
    assert_eq!(tasks::skills(&mut tx, &task.id).await.unwrap(), two);
    it.is_named_once("skills");
    let between = tasks::skills_between(&mut tx, &anyones(&bees), 1, 9).await.unwrap();
    assert_eq!(between.get(&1), Some(&two));
    it.is_named_once("skills_between");
    drop(tx);
    it.spoil("person_skill.skill", "law", "skill = 'Field:Law'", ana.as_str()).await;
    it.named.push_str(" a text that is no skill");
    let mut tx = it.db.read().await.unwrap();
    assert_eq!(accounts::skills(&mut tx, &ana).await.unwrap(), two);
    it.is_named_once("skills of a person");
    assert_eq!(skills::of_person(&mut tx, &ana).await.unwrap(), LeveledSkills::done(&two));
    it.is_named_once("skills with their levels");
    it.named = format!("person_skill.skill of {} holds", bees.id);
    assert_eq!(accounts::skills_of_members(&mut tx, &bees.id).await.unwrap(), two);
    it.is_named_once("skills of members");
    drop(tx);
    it.spoil("person_skill.level", "expert", "skill = 'Field:Maps'", ana.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let one = Skills::parse("Craft:Welding").unwrap();
    assert_eq!(skills::of_person(&mut tx, &ana).await.unwrap(), LeveledSkills::done(&one));
    assert_eq!(it.lines().len(), 2, "the skill and the level");
}

async fn a_damaged_limit_is_named(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let (ana, ben) = (a_member(&mut tx, &bees, "ana").await, a_member(&mut tx, &bees, "ben").await);
    let away = Away { from: Time(1), until: Time(9), tasks: AwayTasks::Keep };
    for person in [&ana, &ben] {
        availability::set_limits(&mut tx, person, &Limits::default(), 0).await.unwrap();
        availability::set_away(&mut tx, person, Some(&away)).await.unwrap();
    }
    tx.commit().await.unwrap();
    it.spoil("person_limits.offers_week", "21", &format!("actor = '{ana}'"), ana.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let error = availability::of_person(&mut tx, &ana).await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("person_limits.offers_week of {ana} holds")), "{error}");
    let others = availability::of_people(&mut tx, [&ana, &ben]).await.unwrap();
    assert_eq!(others.into_keys().collect::<Vec<_>>(), std::slice::from_ref(&ben));
    it.named = format!("person_limits.offers_week of {ana} holds");
    it.is_named_once("of several");
    drop(tx);
    it.spoil("person_away.tasks", "burn", &format!("actor = '{ben}'"), ben.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let error = availability::of_person(&mut tx, &ben).await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("person_away.tasks of {ben} holds")), "{error}");
}

async fn a_damaged_pursuance_hides_no_other_that_asks_nobody(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let ants = a_pursuance(&mut tx, "ants").await;
    let ana = a_member(&mut tx, &ants, "ana").await;
    let mut ids = vec![ants.id.clone()];
    for slug in ["bees", "cows"] {
        ids.push(a_pursuance(&mut tx, slug).await.id);
    }
    availability::set_not_pursuances(&mut tx, &ana, ids.iter()).await.unwrap();
    tx.commit().await.unwrap();
    it.spoil("pursuance.joining", "perhaps", "slug = 'bees'", ids[1].as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let said = people::limits(&mut tx, &ana, Time(1)).await.unwrap();
    assert_eq!(said.not_pursuances, ["ants", "cows"]);
    it.is_named_once("limits");
}

async fn a_damaged_file_ends_no_list_of_a_backup(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for letter in ["a", "b", "c"] {
        let blob =
            discussions::Blob { sha256: letter.repeat(64), bytes: 1, media_type: "text/plain".to_owned() };
        discussions::add_blob(&mut tx, &blob, &bees.id, Time(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    it.spoil("blob.sha256", "b", &format!("sha256 = '{}'", "b".repeat(64)), "b").await;
    let mut tx = it.db.read().await.unwrap();
    let found = |named: &backup::Named| named.sha256.as_str().to_owned();
    shows!(it, backup::files(&mut tx, "", 2), found, ["a".repeat(64), "c".repeat(64)]);
}
