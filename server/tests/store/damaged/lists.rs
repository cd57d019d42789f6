//! A damaged row in every list, among healthy ones: the healthy ones are shown, a list with more pages does not end at
//! it, and the log names it once.

use pursuance::store::actors::{self, Actor, ActorKind};
use pursuance::store::channels::{self, ActivityDirection};
use pursuance::store::db::WriteTx;
use pursuance::store::delegations::{self, Delegation, Submission, Verdict};
use pursuance::store::error::StoreResult;
use pursuance::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use pursuance::store::outline::query::{Matched, QueryAsker, matching};
use pursuance::store::outline::{self, TitleCondition, next, reviews};
use pursuance::store::pursuances::{self, MemberState};
use pursuance::store::tasks::{self, Task};
use pursuance::store::{accounts, deliveries, events, operations};
use pursuance_domain::allowed::{Facts, Membership, Principal, Sights, seen};
use pursuance_domain::delegation::{MessageKind, Side, State};
use pursuance_domain::event::happened::Bytes;
use pursuance_domain::event::{Audience, Event, Happened, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::query::Query;
use pursuance_domain::task::free::Free;
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Visibility};

use super::super::deliveries::{a_post, send};
use super::{Spoiled, on_both};
use crate::support::rows::{
    a_delegation, a_members, a_pursuance, a_task, an_actor, anyones, id, set_reviewer,
};
use crate::support::searching;

on_both!(
    a_damaged_task_is_left_out_of_every_list,
    a_damaged_task_below_another_is_left_out,
    a_rule_sees_every_task_above_or_fails,
    a_rule_sees_every_delegation_of_a_task_or_fails,
    a_phase_that_no_program_wrote_is_not_counted,
    a_damaged_delegation_of_a_task_in_a_list_is_left_out,
    a_damaged_message_of_a_timeline_is_left_out,
    a_message_that_cannot_be_read_is_named_once_and_its_step_stays,
    a_damaged_submission_is_left_out,
    a_damaged_channel_is_left_out,
    a_damaged_event_ends_no_list,
    a_damaged_delivery_ends_no_list,
);

/// A list without its damaged row, which was named once.
macro_rules! shows {
    ($it:ident, $list:expr, $of:expr, $expected:expr $(,)?) => {{
        let found: Vec<_> = $list.await.unwrap().iter().map($of).collect();
        assert_eq!(found, $expected, stringify!($list));
        $it.is_named_once(stringify!($list));
    }};
}
pub(super) use shows;

pub(super) async fn a_member(tx: &mut WriteTx, of: &Actor, name: &str) -> ActorId {
    let person = an_actor(ActorKind::Person, name, None);
    actors::add(tx, &person, None).await.unwrap();
    accounts::add(tx, &person.id, false, Time(1)).await.unwrap();
    pursuances::set_member(tx, &of.id, &person.id, Role::Admin, MemberState::Active, Time(1)).await.unwrap();
    person.id
}

/// The free tasks that were found.
async fn tasks_of(found: impl Future<Output = StoreResult<free::Found>>) -> StoreResult<Vec<(TaskId, Free)>> {
    found.await.map(|found| found.tasks)
}

/// Three tasks, of which the second will be spoiled.
async fn three(tx: &mut WriteTx, of: &Actor, parent: Option<&Task>) -> Vec<Task> {
    let mut made = Vec::new();
    for title in ["First", "Second", "Third"] {
        made.push(a_task(tx, of, parent, title, Size::M).await);
    }
    made
}

async fn a_damaged_task_is_left_out_of_every_list(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let ana = a_member(&mut tx, &bees, "ana").await;
    let made = three(&mut tx, &bees, None).await;
    for (task, at) in made.iter().zip((5..).map(Time)) {
        set_reviewer(&mut tx, task, Some(&ana), at).await.unwrap();
        tasks::set_state(&mut tx, &task.id, Phase::InProgress, Some(&ana), at).await.unwrap();
    }
    tx.commit().await.unwrap();
    let spoiled = made[1].id.clone();
    it.spoil("task.size", "huge", &format!("id = '{spoiled}'"), spoiled.as_str()).await;

    let (sight, hers) = (anyones(&bees), a_members(&ana, &[(&bees, Visibility::Public, Role::Primary)]));
    let mut tx = it.db.read().await.unwrap();
    let found = tasks::by_ids(&mut tx, made.iter().map(|task| &task.id)).await.unwrap();
    assert_eq!((found.len(), found.contains_key(&spoiled)), (2, false));
    it.is_named_once("by_ids");
    let alone = tasks::by_id(&mut tx, &spoiled).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");

    // Two are asked for, and the second of them stands behind the damaged one.
    let (all, number) = ((i64::MIN, i64::MIN), |task: &Task| task.number);
    shows!(it, tasks::page(&mut tx, &sight, 0, 2), number, [1, 3]);
    shows!(it, tasks::under_way_of(&mut tx, &bees.id, &ana, 2), number, [1, 3]);
    shows!(it, tasks::open_reviews_of(&mut tx, &bees.id, &ana, 2), number, [1, 3]);
    let number = |row: &outline::Row| row.number;
    shows!(it, outline::roots(&mut tx, &sight, all, 2), number, [1, 3]);
    shows!(it, outline::titled(&mut tx, &sight, TitleCondition::With(""), 2), number, [3, 1]);
    let asker = QueryAsker { person: None, host: None, now: Time(0), zone: chrono_tz::Tz::UTC };
    let of_query = |found: &Matched| found.row.number;
    let mut looking = searching(&it.db).await;
    shows!(it, matching(&mut looking, &sight, &Query::default(), &asker, None, 2), of_query, [3, 1]);
    drop(looking);
    shows!(it, next::of_assignee(&mut tx, &hers, &ana, Time(0), 9), number, [1, 3]);
    drop(tx);

    it.inspect.spoil("update task set phase = 'in_review'").await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, reviews::of_person(&mut tx, &hers, &ana, &reviews::Place::first(), 9), number, [1, 3]);
    drop(tx);
    it.inspect.spoil("update task set reviewer = null").await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, reviews::of_person(&mut tx, &hers, &bees.id, &reviews::Place::first(), 9), number, [1, 3]);
    drop(tx);
    it.inspect
        .spoil(&format!("update task set phase = 'help_wanted', assignee = null, left_by = '{ana}'"))
        .await;
    let mut tx = it.db.read().await.unwrap();
    let ids = [&made[0].id, &made[2].id].map(Clone::clone);
    let hers_alone = FreeTasksQuery { reader: Some(&ana), ..FreeTasksQuery::default() };
    for among in [SearchedPursuances::Theirs(&hers), SearchedPursuances::Everywhere(&Sights::default())] {
        shows!(it, tasks_of(free::first(&mut tx, among, hers_alone, Time(0))), |(id, _)| id.clone(), ids);
    }
    let all: Vec<TaskId> = made.iter().map(|task| task.id.clone()).collect();
    shows!(it, free::rows_of(&mut tx, &all), number, [1, 3]);
    shows!(it, next::left(&mut tx, &hers, 9, Time(9)), |(row, _)| row.number, [1, 3]);
}

async fn a_damaged_task_below_another_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let top = a_task(&mut tx, &bees, None, "Top", Size::M).await;
    let made = three(&mut tx, &bees, Some(&top)).await;
    let leaf = a_task(&mut tx, &bees, Some(&made[1]), "Leaf", Size::M).await;
    tx.commit().await.unwrap();
    let spoiled = made[1].id.clone();
    it.spoil("task.urgency", "never", &format!("id = '{spoiled}'"), spoiled.as_str()).await;

    let (sight, all, number) = (anyones(&bees), (i64::MIN, i64::MIN), |row: &outline::Row| row.number);
    let mut tx = it.db.read().await.unwrap();
    shows!(it, outline::below(&mut tx, &sight, &top.id, all, 2), number, [2, 4]);
    shows!(it, outline::below_each(&mut tx, &sight, &[&top.id], 9), number, [2, 4]);
    shows!(it, outline::above(&mut tx, &sight, &leaf), number, [1]);
}

async fn a_rule_sees_every_task_above_or_fails(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let top = a_task(&mut tx, &bees, None, "Top", Size::M).await;
    let middle = a_task(&mut tx, &bees, Some(&top), "Middle", Size::M).await;
    let leaf = a_task(&mut tx, &bees, Some(&middle), "Leaf", Size::M).await;
    tx.commit().await.unwrap();
    it.spoil("task.phase", "lent", &format!("id = '{}'", middle.id), middle.id.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let refused = tasks::ancestors(&mut tx, &leaf).await.unwrap_err();
    assert!(refused.to_string().starts_with(&it.named), "{refused}");
}

async fn a_phase_that_no_program_wrote_is_not_counted(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let made = three(&mut tx, &bees, None).await;
    tx.commit().await.unwrap();
    let key = format!("a task of {}", bees.id);
    it.spoil("task.phase", "lent", &format!("id = '{}'", made[1].id), &key).await;
    let mut tx = it.db.read().await.unwrap();
    shows!(
        it,
        outline::count_by_phase(&mut tx, &anyones(&bees)),
        Clone::clone,
        [(ShownPhase::Is(Phase::New), 2)]
    );
}

/// A delegation of a task that is with another pursuance.
async fn handed_out(tx: &mut WriteTx, ours: &Actor, peer: &Actor, task: &TaskId) -> Delegation {
    let row = Delegation {
        task: Some(task.clone()),
        ..a_delegation(Side::Origin, State::Active, ours, peer, "Handed out")
    };
    delegations::add(tx, &row).await.unwrap();
    row
}

pub(super) async fn wasps(tx: &mut WriteTx) -> Actor {
    let wasps = an_actor(ActorKind::Group, "wasps", Some("wasps.example"));
    actors::add(tx, &wasps, None).await.unwrap();
    wasps
}

async fn a_rule_sees_every_delegation_of_a_task_or_fails(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, wasps(&mut tx).await);
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let mut rows = Vec::new();
    for _ in 0..3 {
        rows.push(handed_out(&mut tx, &bees, &wasps, &task.id).await);
    }
    tx.commit().await.unwrap();
    let spoiled = &rows[1].id;
    it.spoil("delegation.state", "lent", &format!("id = '{spoiled}'"), spoiled.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    assert_eq!(delegations::of_task(&mut tx, &task.id).await.unwrap().len(), 2);
    it.is_named_once("of_task");
    let refused = delegations::all_of_task(&mut tx, &task.id).await.unwrap_err();
    assert!(refused.to_string().starts_with(&it.named), "{refused}");
}

async fn a_damaged_delegation_of_a_task_in_a_list_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, wasps(&mut tx).await);
    let made = three(&mut tx, &bees, None).await;
    let mut rows = Vec::new();
    for task in &made {
        rows.push(handed_out(&mut tx, &bees, &wasps, &task.id).await);
    }
    tx.commit().await.unwrap();
    let spoiled = &rows[1].id;
    it.spoil("delegation.side", "middle", &format!("id = '{spoiled}'"), spoiled.as_str()).await;
    let mut tx = it.db.read().await.unwrap();
    let tasks = outline::roots(&mut tx, &anyones(&bees), (0, 0), 9).await.unwrap();
    let mut found = outline::delegations(&mut tx, &tasks).await.unwrap();
    found.sort_by(|one, other| one.task.cmp(&other.task));
    let mut expected = [&made[0].id, &made[2].id];
    expected.sort();
    assert_eq!(found.iter().map(|found| &found.task).collect::<Vec<_>>(), expected);
    it.is_named_once("delegations");
}

async fn a_damaged_message_of_a_timeline_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let (ants, wasps) = (a_pursuance(&mut tx, "ants").await, wasps(&mut tx).await);
    let row = a_delegation(Side::Origin, State::Active, &ants, &wasps, "Handed out");
    delegations::add(&mut tx, &row).await.unwrap();
    let mut said = Vec::new();
    for at in 1..=3 {
        let delivery = send(&mut tx, &post, "b.example", at, at).await;
        let due = deliveries::due(&mut tx, "b.example", Time(at), 9).await.unwrap();
        let activity = due.into_iter().find(|due| due.id == delivery).unwrap().activity;
        let kind = MessageKind::Progress;
        delegations::add_message(&mut tx, &row.id, ActivityDirection::Out, &activity, kind, None, Time(at))
            .await
            .unwrap();
        said.push(activity);
    }
    tx.commit().await.unwrap();
    let spoiled = said.remove(1);
    it.spoil("delegation_message.kind", "Sigh", &format!("activity = '{spoiled}'"), &spoiled).await;
    let mut tx = it.db.read().await.unwrap();
    let activity = |entry: &delegations::TimelineEntry| entry.activity.clone();
    shows!(it, delegations::timeline(&mut tx, &row.id, 9), activity, said);
}

async fn a_message_that_cannot_be_read_is_named_once_and_its_step_stays(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let (ants, wasps) = (a_pursuance(&mut tx, "ants").await, wasps(&mut tx).await);
    let row = a_delegation(Side::Origin, State::Active, &ants, &wasps, "Handed out");
    delegations::add(&mut tx, &row).await.unwrap();
    send(&mut tx, &post, "b.example", 1, 1).await;
    let activity = deliveries::due(&mut tx, "b.example", Time(1), 9).await.unwrap().remove(0).activity;
    let kind = MessageKind::Progress;
    delegations::add_message(&mut tx, &row.id, ActivityDirection::Out, &activity, kind, None, Time(1))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    it.named = format!("activity.bytes of {activity} holds");
    let mut tx = it.db.read().await.unwrap();
    let timeline = delegations::timeline(&mut tx, &row.id, 9).await.unwrap();
    assert_eq!(it.lines(), [""; 0], "nobody asked for its words");
    assert!(timeline[0].said().is_none() && timeline[0].said().is_none());
    it.is_named_once("said");
    assert_eq!(timeline[0].kind, MessageKind::Progress);
    let kept = channels::activity(&mut tx, &activity, ActivityDirection::Out).await.unwrap().unwrap();
    assert!(kept.said().is_none());
    it.is_named_once("an activity by itself");
    assert_eq!(kept.document().unwrap(), serde_json::json!({}));
}

async fn a_damaged_submission_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, wasps(&mut tx).await);
    let row = a_delegation(Side::Origin, State::Submitted, &bees, &wasps, "Handed out");
    delegations::add(&mut tx, &row).await.unwrap();
    for (round, uri) in [(1, "first"), (2, "second"), (3, "third")] {
        let work = Submission {
            uri: uri.to_owned(),
            delegation: row.id.clone(),
            round,
            at: Time(round),
            late: false,
            verdict: None,
            verdict_at: None,
        };
        delegations::add_submission(&mut tx, &work).await.unwrap();
        delegations::set_verdict(&mut tx, &row.id, uri, Verdict::SentBack, Time(9)).await.unwrap();
    }
    tx.commit().await.unwrap();
    it.spoil("submission.verdict", "shrug", "uri = 'second'", &format!("{}#second", row.id)).await;
    let mut tx = it.db.read().await.unwrap();
    let found = |work: &Submission| (work.uri.clone(), work.verdict);
    let sent_back = |uri: &str| (uri.to_owned(), Some(Verdict::SentBack));
    let expected = [sent_back("first"), sent_back("third")];
    shows!(it, delegations::submissions(&mut tx, &row.id), found, expected);
}

async fn a_damaged_channel_is_left_out(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let wasps = wasps(&mut tx).await;
    let mut ids = Vec::new();
    for slug in ["ants", "bees", "cows"] {
        let ours = a_pursuance(&mut tx, slug).await;
        ids.push((id(), ours.id.clone()));
        let (channel, _) = ids.last().unwrap();
        channels::lock(&mut tx, channel, &ours.id, &wasps.id, Time(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (spoiled, local) = ids.remove(1);
    it.spoil("channel.state", "ajar", &format!("id = '{spoiled}'"), &spoiled).await;
    // Ids of one millisecond have no order among them.
    let mut others: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
    others.sort();
    let mut tx = it.db.read().await.unwrap();
    let id = |channel: &channels::Channel| channel.id.clone();
    shows!(it, channels::with_peer(&mut tx, &wasps.id), id, others);
    shows!(it, channels::suspended_with(&mut tx, "wasps.example"), id, [""; 0]);
    assert_eq!(operations::talks(&mut tx, "wasps.example").await.unwrap().len(), 2);
    it.is_named_once("talks");
    let alone = channels::find(&mut tx, &local, &wasps.id).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");
    let alone = channels::heard(&mut tx, &local, &wasps.id).await.unwrap_err();
    assert!(alone.to_string().starts_with(&it.named), "{alone}");
}

async fn a_damaged_event_ends_no_list(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let task = a_task(&mut tx, &bees, None, "One", Size::M).await;
    for (stream, audience) in
        [(StreamId::of(&bees.id), Audience::Readers), (StreamId::instance(), Audience::Operators)]
    {
        let event = |_| Event {
            stream: stream.clone(),
            actor: None,
            what: Happened::FileAdded(Bytes { bytes: 1 }),
            object: "x".to_owned(),
            task: Some(task.id.clone()),
            audience,
            action: None,
        };
        events::add(&mut tx, (0..3).map(event).collect(), Time(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (sight, seq) = (anyones(&bees), |event: &pursuance_domain::event::Recorded| event.seq);
    let facts = Facts::about(Visibility::Public, Membership::None);
    let seen = seen(&Principal::Visitor, &task.id, &facts).unwrap();

    let of_bees = format!("stream = '{}' and seq = 2", bees.id);
    it.spoil("event.data", "[]", &of_bees, &format!("{} 2", bees.id)).await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, events::after(&mut tx, &sight, 0, 2), seq, [1, 3]);
    shows!(it, events::newest(&mut tx, &sight, 0..9), seq, [3, 1]);
    let history = async { events::of_task(&mut tx, &sight, &seen, 9).await.map(|(lines, _)| lines) };
    shows!(it, history, seq, [3, 1]);
    drop(tx);

    let last = format!("stream = '{}' and seq = 3", bees.id);
    it.inspect.spoil(&format!("update event set data = '[]' where {last}")).await;
    it.named = format!("event.data of {} 3 holds", bees.id);
    let mut tx = it.db.read().await.unwrap();
    shows!(it, events::newest_of_tasks(&mut tx, &[task.id], Verb::FileAdded), seq, [0_i64; 0]);
    drop(tx);

    let instance = StreamId::instance().0;
    it.spoil(
        "event.verb",
        "file.lost",
        &format!("stream = '{instance}' and seq = 2"),
        &format!("{instance} 2"),
    )
    .await;
    let mut tx = it.db.read().await.unwrap();
    shows!(it, events::lately_of_instance(&mut tx, 9), seq, [3, 1]);
}

async fn a_damaged_delivery_ends_no_list(mut it: Spoiled) {
    let mut tx = it.db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let mut sent = Vec::new();
    for seq in 1..=3 {
        // All at one moment, as what goes to several servers is written.
        sent.push(send(&mut tx, &post, "b.example", seq, 5).await);
    }
    tx.commit().await.unwrap();
    sent.sort();
    let spoiled = sent.remove(1);
    it.spoil("delivery.state", "lost", &format!("id = '{spoiled}'"), &spoiled).await;
    sent.reverse();
    let mut tx = it.db.read().await.unwrap();
    let id = |delivery: &deliveries::Delivery| delivery.id.clone();
    shows!(it, deliveries::behind(&mut tx, None, (Time(i64::MAX), String::new()), 2), id, sent);
    let found = deliveries::page(&mut tx, None, None, 9).await.unwrap();
    assert_eq!(found.len(), 2);
    it.is_named_once("page");
}

/// PostgreSQL refuses it; SQLite keeps what it cannot turn into a number.
#[tokio::test]
async fn a_text_in_a_column_for_numbers_takes_no_list_down() {
    let folder = tempfile::tempdir().unwrap();
    let url = crate::support::sqlite::database(&folder.path().join("test.db")).await;
    let it = Spoiled::open(&url).await;
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let made = three(&mut tx, &bees, None).await;
    let post = a_post(&mut tx, "wasps").await;
    let mut sent = Vec::new();
    for seq in 1..=3 {
        sent.push(send(&mut tx, &post, "b.example", seq, seq).await);
    }
    tx.commit().await.unwrap();
    it.inspect.spoil(&format!("update task set created = 'may' where id = '{}'", made[1].id)).await;
    it.inspect.spoil(&format!("update delivery set attempts = 'many' where id = '{}'", sent[1])).await;

    let mut tx = it.db.read().await.unwrap();
    let page = tasks::page(&mut tx, &anyones(&bees), 0, 2).await.unwrap();
    assert_eq!(page.iter().map(|task| task.number).collect::<Vec<_>>(), [1, 3]);
    let lines = it.lines();
    assert!(lines.len() == 1 && lines[0].contains("created"), "{lines:?}");
    assert!(tasks::by_id(&mut tx, &made[1].id).await.is_err(), "by itself it is an error");

    let start = (Time(i64::MAX), String::new());
    let page = deliveries::behind(&mut tx, None, start, 2).await.unwrap();
    assert_eq!(page.iter().map(|one| &one.id).collect::<Vec<_>>(), [&sent[2], &sent[0]]);
    let lines = it.lines();
    assert!(lines.len() == 1 && lines[0].contains("attempts"), "{lines:?}");
}
