//! Queries of pages: lists of tasks, waiting things, the frame of a page, the operators' view.

use pursuance::store::account_requests::{self, NewRequest};
use pursuance::store::actors::{self, Actor, ActorKind};
use pursuance::store::channels;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::instance::{self, Instance};
use pursuance::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use pursuance::store::outline::{self, next, reviews};
use pursuance::store::pursuances::{self, MemberState};
use pursuance::store::tasks::{self, Task};
use pursuance::store::waiting::{self, WaitingReason, WaitingStage};
use pursuance::store::{accounts, events, operations, sidebar, skills, statistics};
use pursuance_domain::allowed::Sights;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::event::happened::Configured;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::id::{AccountRequestId, ActorId, DelegationId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::free::Spare;
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Door, Introduction, LeveledSkills, Name, Sha256, Size, Skills, Visibility};

use crate::support::rows::{
    a_delegation, a_members, a_pursuance, a_task, an_actor, anyones, id, set_due, set_reviewer, set_urgent,
    waits,
};

crate::store::on_both!(
    tasks_at_the_top_and_below_come_in_their_order,
    a_person_finds_what_they_have_and_what_waits_for_their_review,
    what_is_due_soon_is_found_however_much_has_waited_longer,
    free_tasks_are_proposed_in_the_order_of_the_rules,
    public_free_tasks_are_read_along_their_indices,
    tasks_of_a_list_come_with_skills_titles_and_delegations,
    a_pursuance_is_summed_up,
    offers_and_work_elsewhere_wait_for_members,
    newcomers_wait_for_members,
    members_are_listed_by_where_they_stand,
    delegations_of_a_pursuance_are_asked_live_or_ended,
    delegations_that_ended_in_one_moment_are_all_listed,
    a_peer_is_known_by_what_was_given_to_it,
    the_frame_of_a_page_counts_what_waits,
    operators_see_how_much_there_is,
    operators_find_accounts_by_words,
    operators_see_what_was_done_and_who_talks_with_whom,
);

async fn a_person(tx: &mut WriteTx, name: &str) -> ActorId {
    let person = an_actor(ActorKind::Person, name, None);
    actors::add(tx, &person, None).await.unwrap();
    accounts::add(tx, &person.id, false, Time(1)).await.unwrap();
    person.id
}

pub(super) async fn a_member(tx: &mut WriteTx, of: &Actor, name: &str) -> ActorId {
    let person = a_person(tx, name).await;
    pursuances::set_member(tx, &of.id, &person, Role::Normal, MemberState::Active, Time(1)).await.unwrap();
    person
}

async fn elsewhere(tx: &mut WriteTx, name: &str, host: &str) -> Actor {
    let actor = an_actor(ActorKind::Group, name, Some(host));
    actors::add(tx, &actor, None).await.unwrap();
    actor
}

/// The side of a delegation that is here.
async fn add_delegation(
    tx: &mut WriteTx,
    side: Side,
    ours: &Actor,
    peer: &Actor,
    task: Option<&Task>,
    state: State,
    at: i64,
) -> DelegationId {
    let (origin, delegate) = match side {
        Side::Origin => (ours, peer),
        Side::Delegate => (peer, ours),
    };
    let row = Delegation {
        task: task.map(|task| task.id.clone()),
        grant_uri: (state != State::Offered).then(|| format!("https://here.example/ap/act/{}", id())),
        root_uri: "https://here.example/ap/t/1".to_owned(),
        respond_by: Some(Time(at + DAY)),
        last_activity: Time(at),
        created: Time(at),
        updated: Time(at),
        ..a_delegation(side, state, origin, delegate, "Count the bees")
    };
    delegations::add(tx, &row).await.unwrap();
    row.id
}

fn titles(rows: &[outline::Row]) -> Vec<&str> {
    rows.iter().map(|row| row.title.open().unwrap()).collect()
}

async fn tasks_at_the_top_and_below_come_in_their_order(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let root = a_task(&mut tx, &bees, None, "Root", Size::M).await;
    let second = a_task(&mut tx, &bees, None, "Second", Size::M).await;
    for title in ["One", "Two", "Three"] {
        a_task(&mut tx, &bees, Some(&root), title, Size::M).await;
    }
    let alone = a_task(&mut tx, &bees, Some(&second), "Alone", Size::M).await;
    tasks::set_archived(&mut tx, &alone.id, Some(Time(9))).await.unwrap();

    let first = outline::roots(&mut tx, &anyones(&bees), (0, 0), 1).await.unwrap();
    assert_eq!((titles(&first), first[0].children), (vec!["Root"], 3));
    assert_eq!((first[0].slug.as_str(), first[0].pursuance.as_str()), ("bees", "bees"));
    let rest = outline::roots(&mut tx, &anyones(&bees), first[0].place(), 9).await.unwrap();
    assert_eq!(titles(&rest), ["Second"]);
    let below = outline::below(&mut tx, &anyones(&bees), &root.id, (0, 0), 2).await.unwrap();
    assert_eq!(titles(&below), ["One", "Two"]);
    let below = outline::below(&mut tx, &anyones(&bees), &root.id, below[1].place(), 2).await.unwrap();
    assert_eq!(titles(&below), ["Three"]);
    let each = outline::below_each(&mut tx, &anyones(&bees), &[&root.id, &second.id], 2).await.unwrap();
    assert_eq!(titles(&each), ["One", "Two"], "two of each, and nothing that was put away");
    assert!(outline::below_each(&mut tx, &anyones(&bees), &[], 2).await.unwrap().is_empty());
}

async fn a_person_finds_what_they_have_and_what_waits_for_their_review(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    let mut made = Vec::new();
    for title in ["Long ago", "Lately", "Ready", "Done"] {
        made.push(a_task(&mut tx, &bees, None, title, Size::M).await);
    }
    let phases = [Phase::Started, Phase::InProgress, Phase::ReadyForReview, Phase::Done];
    for ((task, phase), at) in made.iter().zip(phases).zip(10..) {
        tasks::set_state(&mut tx, &task.id, phase, Some(&ana), Time(at)).await.unwrap();
    }
    let hers = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    assert_eq!(
        titles(&next::of_assignee(&mut tx, &hers, &ana, Time(0), 9).await.unwrap()),
        ["Long ago", "Lately"]
    );
    let lately = tasks::by_id(&mut tx, &made[1].id).await.unwrap().unwrap();
    set_urgent(&mut tx, &lately, Time(12)).await.unwrap();
    // However many have waited longer, the urgent ones are found, too.
    assert_eq!(
        titles(&next::of_assignee(&mut tx, &hers, &ana, Time(0), 1).await.unwrap()),
        ["Lately", "Long ago"]
    );
    // The writer of a task reviews it when nobody else is named. These were written by the pursuance.
    assert_eq!(
        titles(&reviews::of_person(&mut tx, &hers, &bees.id, &reviews::Place::first(), 9).await.unwrap()),
        ["Ready"]
    );
    assert!(reviews::of_person(&mut tx, &hers, &ana, &reviews::Place::first(), 9).await.unwrap().is_empty());
    let ready = tasks::by_id(&mut tx, &made[2].id).await.unwrap().unwrap();
    set_reviewer(&mut tx, &ready, Some(&ana), Time(20)).await.unwrap();
    assert_eq!(
        titles(&reviews::of_person(&mut tx, &hers, &ana, &reviews::Place::first(), 9).await.unwrap()),
        ["Ready"]
    );
    assert!(
        reviews::of_person(&mut tx, &hers, &bees.id, &reviews::Place::first(), 9).await.unwrap().is_empty()
    );
}

async fn what_is_due_soon_is_found_however_much_has_waited_longer(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    for (title, at) in [("Long ago", 10), ("Later", 11), ("Over", 12), ("Soon", 13)] {
        let task = a_task(&mut tx, &bees, None, title, Size::M).await;
        tasks::set_state(&mut tx, &task.id, Phase::Started, Some(&ana), Time(at)).await.unwrap();
        if let Some(due) =
            [("Over", 50), ("Soon", 99), ("Later", 500)].into_iter().find(|(of, _)| *of == title)
        {
            let task = tasks::by_id(&mut tx, &task.id).await.unwrap().unwrap();
            set_due(&mut tx, &task, Time(due.1), Time(at)).await.unwrap();
        }
    }
    let hers = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    let found = next::of_assignee(&mut tx, &hers, &ana, Time(100), 1).await.unwrap();
    assert_eq!(titles(&found), ["Long ago", "Over"], "the first that is due, and the longest untouched");
    let found = next::of_assignee(&mut tx, &hers, &ana, Time(100), 9).await.unwrap();
    assert_eq!(titles(&found), ["Long ago", "Later", "Over", "Soon"], "each once");
}

async fn free_tasks_are_proposed_in_the_order_of_the_rules(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ants) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "ants").await);
    let ana = a_member(&mut tx, &bees, "ana").await;
    let welding = Skills::parse("Craft:Welding").unwrap();
    skills::set(&mut tx, &ana, &LeveledSkills::done(&welding)).await.unwrap();
    let plain = a_task(&mut tx, &bees, None, "Plain", Size::M).await;
    a_task(&mut tx, &bees, None, "Large", Size::L).await;
    a_task(&mut tx, &bees, None, "Small", Size::S).await;
    let weld = a_task(&mut tx, &bees, None, "Weld", Size::M).await;
    let weld_and_law = a_task(&mut tx, &bees, None, "Weld by law", Size::M).await;
    let due = a_task(&mut tx, &bees, None, "Due", Size::M).await;
    let later = a_task(&mut tx, &bees, None, "Due later", Size::M).await;
    let awaited = a_task(&mut tx, &bees, None, "Awaited", Size::M).await;
    let waiting = a_task(&mut tx, &bees, None, "Waits", Size::S).await;
    let parent = a_task(&mut tx, &bees, None, "In parts", Size::S).await;
    a_task(&mut tx, &bees, Some(&parent), "Part", Size::L).await;
    let taken = a_task(&mut tx, &bees, None, "Taken", Size::M).await;
    a_task(&mut tx, &ants, None, "Far", Size::M).await;
    tasks::set_state(&mut tx, &taken.id, Phase::Started, Some(&ana), Time(9)).await.unwrap();
    tasks::set_skills(&mut tx, (&weld.id, &weld.creator, &weld.pursuance), &welding).await.unwrap();
    let both = Skills::parse("Craft:Welding, Field:Law").unwrap();
    tasks::set_skills(&mut tx, (&weld_and_law.id, &weld_and_law.creator, &weld_and_law.pursuance), &both)
        .await
        .unwrap();
    set_due(&mut tx, &due, Time(DAY), Time(9)).await.unwrap();
    set_due(&mut tx, &later, Time(30 * DAY), Time(9)).await.unwrap();
    waits(&mut tx, &waiting, &awaited).await;
    tasks::set_state(&mut tx, &plain.id, Phase::HelpWanted, None, Time(9)).await.unwrap();
    let now = Time(0);
    let as_role = |role| a_members(&ana, &[(&bees, Visibility::Public, role)]);
    let hers = as_role(Role::Normal);
    macro_rules! titled {
        ($among:expr, $reader:expr, $skill:expr) => {
            titled!($among, $reader, $skill, None)
        };
        ($among:expr, $reader:expr, $skill:expr, $spare:expr) => {{
            let found = free::first(
                &mut tx,
                $among,
                FreeTasksQuery { reader: $reader, skill: $skill, spare: $spare },
                now,
            )
            .await
            .unwrap();
            assert!(found.is_all);
            let ids: Vec<TaskId> = found.tasks.into_iter().map(|(id, _)| id).collect();
            titles(&free::rows_of(&mut tx, &ids).await.unwrap()).join(", ")
        }};
    }
    let in_order = "Weld, Due, Awaited, Small, Weld by law, Due later, Plain, Large, Part";
    assert_eq!(titled!(SearchedPursuances::Theirs(&hers), Some(&ana), None), in_order);
    assert_eq!(titled!(SearchedPursuances::Theirs(&as_role(Role::Viewer)), Some(&ana), None), "");
    assert_eq!(titled!(SearchedPursuances::One(&anyones(&bees)), Some(&ana), None), in_order);
    assert_eq!(
        titled!(SearchedPursuances::One(&anyones(&bees)), None, Some("craft:welding")),
        "Weld, Weld by law"
    );
    assert_eq!(
        titled!(SearchedPursuances::Everywhere(&Sights::default()), None, None),
        "Due, Awaited, Small, Far, Weld, Weld by law, Due later, Plain, Large, Part"
    );
    assert_eq!(
        titled!(SearchedPursuances::Everywhere(&Sights::default()), None, Some("craft:welding")),
        "Weld, Weld by law"
    );
    assert_eq!(
        titled!(SearchedPursuances::Everywhere(&Sights::default()), None, None, Some(Spare::Minutes)),
        ""
    );
    assert_eq!(titled!(SearchedPursuances::Theirs(&hers), Some(&ana), None, Some(Spare::Hour)), "Small");
    assert_eq!(
        titled!(SearchedPursuances::One(&anyones(&bees)), Some(&ana), None, Some(Spare::Afternoon)),
        "Small"
    );
    assert_eq!(
        titled!(SearchedPursuances::One(&anyones(&bees)), None, Some("craft:welding"), Some(Spare::Hour)),
        ""
    );
    assert_eq!(free::late(&mut tx, &hers, now, 9).await.unwrap(), (vec![], 0), "a helper assigns nobody");
    let assigns = as_role(Role::Assigner);
    assert_eq!(free::late(&mut tx, &assigns, now, 9).await.unwrap(), (vec![due.id.clone()], 1));
    assert_eq!(free::late(&mut tx, &assigns, now, 0).await.unwrap(), (vec![], 0), "none are asked for");
    assert_eq!(outline::count_free(&mut tx, &anyones(&bees)).await.unwrap(), 9);
    assert_eq!(outline::wanted_skills(&mut tx, &anyones(&bees)).await.unwrap()[0], "Craft:Welding");
}

async fn public_free_tasks_are_read_along_their_indices(db: Db) {
    let mut tx = db.write().await.unwrap();
    for slug in ["bees", "ants", "wasps"] {
        let pursuance = a_pursuance(&mut tx, slug).await;
        for n in 0..if slug == "bees" { 600 } else { 2 } {
            a_task(&mut tx, &pursuance, None, &format!("Task {n}"), Size::M).await;
        }
    }
    tx.commit().await.unwrap();
    statistics::gather(&db).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let plan = free::plan(&mut tx).await.unwrap();
    for index in ["task_free_everywhere", "task_free_due_everywhere"] {
        let read = if db.is_sqlite() { format!("n USING INDEX {index}") } else { format!("using {index}") };
        assert!(plan.contains(&read), "{index} in\n{plan}");
    }
}

async fn tasks_of_a_list_come_with_skills_titles_and_delegations(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let given = a_task(&mut tx, &bees, None, "Given", Size::M).await;
    let kept = a_task(&mut tx, &bees, None, "Kept", Size::M).await;
    tasks::set_skills(
        &mut tx,
        (&kept.id, &kept.creator, &kept.pursuance),
        &Skills::parse("Craft:Welding, Field:Law").unwrap(),
    )
    .await
    .unwrap();
    add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&given), State::Declined, 1).await;
    add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&given), State::Active, 2).await;
    let both = [given.id.clone(), kept.id.clone()];

    let rows = outline::roots(&mut tx, &anyones(&bees), (0, 0), 9).await.unwrap();
    let skills = outline::skills(&mut tx, &rows).await.unwrap();
    assert_eq!(
        skills,
        [(kept.id.clone(), "Craft:Welding".to_owned()), (kept.id.clone(), "Field:Law".to_owned())]
    );
    let named = outline::titles(&mut tx, &anyones(&bees), &both).await.unwrap();
    assert_eq!(named[&given.id], (1, "Given".into()));
    assert_eq!(named[&kept.id], (2, "Kept".into()));
    let delegations = outline::delegations(&mut tx, &rows).await.unwrap();
    assert_eq!(delegations.len(), 1, "only what is live");
    let found = (&delegations[0].task, delegations[0].side, delegations[0].state);
    assert_eq!(found, (&given.id, Side::Origin, State::Active));
    assert_eq!(delegations[0].peer.id, wasps.id);
}

async fn a_pursuance_is_summed_up(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let (wasps, ants) =
        (elsewhere(&mut tx, "wasps", "b.example").await, elsewhere(&mut tx, "ants", "c.example").await);
    let one = a_task(&mut tx, &bees, None, "One", Size::M).await;
    a_task(&mut tx, &bees, None, "Two", Size::M).await;
    tasks::set_state(&mut tx, &one.id, Phase::Done, None, Time(3)).await.unwrap();
    add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&one), State::Submitted, 1).await;
    add_delegation(&mut tx, Side::Origin, &bees, &ants, Some(&one), State::Offered, 1).await;

    let mut counted = outline::count_by_phase(&mut tx, &anyones(&bees)).await.unwrap();
    counted.sort_by_key(|(phase, _)| phase.as_str());
    assert_eq!(counted, [(ShownPhase::Is(Phase::Done), 1), (ShownPhase::Is(Phase::New), 1)]);
    assert_eq!(
        pursuances::page_facts(&mut tx, &anyones(&bees), None, Time(4)).await.unwrap().helpers,
        ["b.example"],
        "an offer is no help yet"
    );
}

async fn offers_and_work_elsewhere_wait_for_members(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    let stranger = a_person(&mut tx, "zoe").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let later = add_delegation(&mut tx, Side::Delegate, &bees, &wasps, None, State::Offered, 9).await;
    let sooner = add_delegation(&mut tx, Side::Delegate, &bees, &wasps, None, State::Offered, 5).await;
    let out = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Active, 3).await;
    add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Completed, 2).await;
    let back = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Returned, 2).await;

    let hers = a_members(&ana, &[(&bees, Visibility::Public, Role::Assigner)]);
    let found = waiting::delegations(&mut tx, &hers, &ana, Time(0), 9).await.unwrap();
    let kinds: Vec<_> = found.iter().map(|(which, id, _)| (*which, id)).collect();
    let all = [
        (WaitingReason::Offers, &sooner),
        (WaitingReason::Offers, &later),
        (WaitingReason::HandedOut, &out),
        (WaitingReason::Ended, &back),
    ];
    assert_eq!(kinds, all);
    assert_eq!(found[0].2.slug, "bees");
    let few = waiting::delegations(&mut tx, &hers, &ana, Time(0), 1).await.unwrap();
    assert_eq!(
        few.iter().map(|(_, id, _)| id).collect::<Vec<_>>(),
        [&sooner, &out, &back],
        "each has its limit"
    );
    let lately = waiting::delegations(&mut tx, &hers, &ana, Time(3), 9).await.unwrap();
    assert!(lately.iter().all(|(_, id, _)| *id != back), "it ended before");
    let normal = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    let found = waiting::delegations(&mut tx, &normal, &ana, Time(0), 9).await.unwrap();
    assert_eq!(
        found.iter().map(|(_, id, _)| id).collect::<Vec<_>>(),
        [&out, &back],
        "no answer of hers is wanted"
    );
    let none = a_members(&stranger, &[]);
    assert!(waiting::delegations(&mut tx, &none, &stranger, Time(0), 9).await.unwrap().is_empty());
}

async fn newcomers_wait_for_members(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    for (name, at) in [("late", 9), ("early", 5)] {
        let person = a_person(&mut tx, name).await;
        pursuances::set_member(&mut tx, &bees.id, &person, Role::Normal, MemberState::Pending, Time(at))
            .await
            .unwrap();
    }
    let normal = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    assert!(waiting::newcomers(&mut tx, &normal, 9).await.unwrap().is_empty());
    let hers = a_members(&ana, &[(&bees, Visibility::Public, Role::Recruiter)]);
    let found = waiting::newcomers(&mut tx, &hers, 9).await.unwrap();
    let found: Vec<_> = found.iter().map(|new| (new.who.name.as_str(), new.since)).collect();
    assert_eq!(found, [("early", Time(5)), ("late", Time(9))]);
}

async fn members_are_listed_by_where_they_stand(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for (name, state) in [
        ("ana", MemberState::Active),
        ("bob", MemberState::Banned),
        ("cleo", MemberState::Pending),
        ("dan", MemberState::Active),
    ] {
        let person = a_person(&mut tx, name).await;
        pursuances::set_member(&mut tx, &bees.id, &person, Role::Normal, state, Time(1)).await.unwrap();
    }
    for (state, after, expected) in [
        (None, "", vec!["ana", "cleo", "dan"]),
        (Some(MemberState::Active), "", vec!["ana", "dan"]),
        (Some(MemberState::Active), "ana", vec!["dan"]),
        (Some(MemberState::Pending), "", vec!["cleo"]),
    ] {
        let found = pursuances::members(&mut tx, &bees.id, state, after, 9).await.unwrap();
        let found: Vec<_> = found.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(found, expected, "{state:?} after {after:?}");
    }
}

async fn delegations_of_a_pursuance_are_asked_live_or_ended(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let asked = add_delegation(&mut tx, Side::Delegate, &bees, &wasps, None, State::Countered, 1).await;
    let offered = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Offered, 2).await;
    let active = add_delegation(&mut tx, Side::Delegate, &bees, &wasps, Some(&task), State::Active, 3).await;
    let over = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Completed, 4).await;
    let waiting_for_us = waiting::offers(&mut tx, &bees.id, None, 9).await.unwrap();
    let waiting_for_us: Vec<_> = waiting_for_us.into_iter().map(|(_, _, id)| id).collect();
    assert_eq!(waiting_for_us, [asked]);
    for (stage, expected) in [(WaitingStage::Live, vec![active, offered]), (WaitingStage::Ended, vec![over])]
    {
        let found =
            waiting::of_pursuance(&mut tx, &bees.id, stage, &waiting::first_place(), 9).await.unwrap();
        let found: Vec<DelegationId> = found.into_iter().map(|(_, id)| id).collect();
        assert_eq!(found, expected, "{stage:?}");
    }
    let behind = (Time(3), DelegationId(String::new()));
    let before = waiting::of_pursuance(&mut tx, &bees.id, WaitingStage::Live, &behind, 9).await.unwrap();
    assert_eq!(before.len(), 1);
}

async fn delegations_that_ended_in_one_moment_are_all_listed(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let mut ended = Vec::new();
    for _ in 0..5 {
        let state = State::Recalled;
        ended.push(add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), state, 4).await);
    }
    ended.sort();
    let (mut found, mut place) = (Vec::new(), waiting::first_place());
    loop {
        let page = waiting::of_pursuance(&mut tx, &bees.id, WaitingStage::Ended, &place, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        place = last.clone();
        found.extend(page.into_iter().map(|(_, id)| id));
    }
    found.sort();
    assert_eq!(found, ended, "an operator may end many at once");
}

async fn a_peer_is_known_by_what_was_given_to_it(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let done = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Completed, 1).await;
    let active = add_delegation(&mut tx, Side::Origin, &bees, &wasps, Some(&task), State::Active, 2).await;
    let offered = add_delegation(&mut tx, Side::Delegate, &bees, &wasps, None, State::Offered, 3).await;
    assert_eq!(waiting::record(&mut tx, &bees.id).await.unwrap(), [(wasps.id.clone(), 2, 1)]);
    let with = waiting::with_peer(
        &mut tx,
        &a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]),
        &wasps.id,
        9,
    )
    .await
    .unwrap();
    assert_eq!(with, [offered, active, done]);
}

async fn the_frame_of_a_page_counts_what_waits(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (none, told) = (Sights::default(), sidebar::NoticedDiscussions::default());
    assert!(sidebar::frame(&mut tx, None, &none, false, &told).await.unwrap().is_none(), "not founded");
    let founded = Instance {
        base_url: "https://here.example".to_owned(),
        name: "Here".to_owned(),
        door: Door::Anybody,
        about: String::new(),
        run_by: String::new(),
        rsa_public: String::new(),
        rsa_private: Vec::new(),
        setup_hash: None,
        secret: None,
    };
    instance::add(&mut tx, &founded, Time(1)).await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    add_delegation(&mut tx, Side::Delegate, &bees, &wasps, None, State::Offered, 1).await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    set_reviewer(&mut tx, &task, Some(&ana), Time(2)).await.unwrap();
    tasks::set_state(&mut tx, &task.id, Phase::InReview, None, Time(3)).await.unwrap();

    let hers = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    let frame = sidebar::frame(&mut tx, Some(&ana), &hers, false, &told).await.unwrap().unwrap();
    assert_eq!((frame.name.as_str(), frame.door, frame.reviews), ("Here", Door::Nobody, 1));
    assert_eq!(
        sidebar::frame(&mut tx, Some(&ana), &none, false, &told).await.unwrap().unwrap().reviews,
        0,
        "not a member"
    );
    assert_eq!(sidebar::frame(&mut tx, None, &none, false, &told).await.unwrap().unwrap().reviews, 0);
    accounts::set_operator(&mut tx, &ana, true).await.unwrap();
    let frame = sidebar::frame(&mut tx, None, &none, false, &told).await.unwrap().unwrap();
    assert_eq!(frame.door, Door::Anybody, "somebody runs it now");
    let (words, hash) =
        (Introduction::parse("I draw maps.").unwrap(), Sha256::parse(&"0".repeat(64)).unwrap());
    let (id, name) = (AccountRequestId("01r".to_owned()), Name::parse("zoe").unwrap());
    let new =
        NewRequest { id: &id, name: &name, words: &words, secret_hash: &hash, until: Time(9), network: None };
    account_requests::add(&mut tx, new, Time(5)).await.unwrap();
    for (is_operator, requests) in [(true, 1), (false, 0)] {
        let frame = sidebar::frame(&mut tx, Some(&ana), &none, is_operator, &told).await.unwrap().unwrap();
        assert_eq!(frame.requests, requests, "an operator: {is_operator}");
    }
    let answered = account_requests::answer(&mut tx, &id, true, (Time(6), Time(9))).await.unwrap();
    assert_eq!(answered.as_deref(), Some("zoe"));
    assert_eq!(sidebar::frame(&mut tx, Some(&ana), &none, true, &told).await.unwrap().unwrap().requests, 0);
    let mine = sidebar::pursuances(&mut tx, &ana).await.unwrap();
    assert_eq!((mine[0].slug.as_str(), mine[0].role, mine[0].incoming), ("bees", Role::Normal, 1));
}

async fn operators_see_how_much_there_is(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    a_task(&mut tx, &bees, None, "One", Size::M).await;
    let totals = operations::totals(&mut tx, Time(0), Time(0)).await.unwrap();
    assert_eq!((totals.pursuances, totals.tasks, totals.delivered, totals.stuck), (1, 1, 0, 0));
    assert!(totals.database_bytes > 0);
    assert_eq!(totals.files_bytes, 0);
    assert!(operations::waiting_by_host(&mut tx).await.unwrap().is_empty());
}

async fn operators_find_accounts_by_words(db: Db) {
    let mut tx = db.write().await.unwrap();
    for name in ["ana", "anton", "b_b", "bob"] {
        a_person(&mut tx, name).await;
    }
    let mut found = async |words: &str, after: &str, limit| {
        let rows = operations::accounts(&mut tx, words, after, limit).await.unwrap();
        rows.into_iter().map(|(account, seen)| (account.name, seen.is_some())).collect::<Vec<_>>()
    };
    let names = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), false)).collect::<Vec<_>>();
    assert_eq!(found("", "", 2).await, names(&["ana", "anton"]));
    assert_eq!(found("", "anton", 9).await, names(&["b_b", "bob"]));
    assert_eq!(found("AN", "", 9).await, names(&["ana", "anton"]));
    assert_eq!(found("_", "", 9).await, names(&["b_b"]), "a sign is a sign");
}

async fn operators_see_what_was_done_and_who_talks_with_whom(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = elsewhere(&mut tx, "wasps", "b.example").await;
    let channel = channels::lock(&mut tx, &id(), &bees.id, &wasps.id, Time(1)).await.unwrap();
    let said = channels::Channel {
        out_seq: 7,
        in_seq: 4,
        ack_seq: 5,
        ack_epoch: channel.out_epoch.clone(),
        ..channel
    };
    channels::save(&mut tx, &said).await.unwrap();
    let talks = operations::talks(&mut tx, "b.example").await.unwrap();
    let talk = &talks[0];
    assert_eq!((talk.out_seq, talk.ack_seq, talk.in_seq, talk.held), (7, 5, 4, 0));
    assert_eq!((talk.local.as_str(), talk.peer.as_str()), (bees.id.as_str(), wasps.id.as_str()));
    assert!(operations::talks(&mut tx, "c.example").await.unwrap().is_empty());

    let event = |number: i64| Event {
        stream: StreamId::instance(),
        actor: None,
        what: Happened::InstanceConfigured(Configured { registration_open: true, door: None }),
        object: number.to_string(),
        task: None,
        audience: Audience::Operators,
        action: None,
    };
    events::add(&mut tx, (1..=3).map(event).collect(), Time(1)).await.unwrap();
    let lately = operations::lately(&mut tx, 2).await.unwrap();
    assert_eq!(lately.iter().map(|event| event.object.as_str()).collect::<Vec<_>>(), ["3", "2"]);
}
