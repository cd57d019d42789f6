//! Tasks, their tree and their sums; names.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::db::Db;
use pursuance::store::error::StoreError;
use pursuance::store::{outline, pursuances, tasks};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Joining, Reviews, Size, Skills, Visibility};

use crate::support::rows::{a_pursuance, a_task, an_actor, anyones, set_reviewer};

crate::store::on_both!(
    a_stale_edit_is_refused,
    numbers_follow_each_other_within_a_pursuance,
    progress_counts_the_leaves_that_are_not_dropped_by_their_size,
    a_moved_task_takes_its_sums_along,
    siblings_are_paged_in_order,
    open_tasks_below_are_counted_at_any_depth,
    skills_come_back_in_their_order,
    people_and_pursuances_share_one_namespace,
    a_name_elsewhere_may_be_used_twice,
    public_pursuances_are_found_by_words_and_nothing_else_is,
    wildcards_in_a_search_are_letters,
);

async fn a_stale_edit_is_refused(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let task = a_task(&mut tx, &bees, None, "Count the bees", Size::M).await;
    set_reviewer(&mut tx, &task, None, Time(2)).await.unwrap();

    let late = set_reviewer(&mut tx, &task, None, Time(3)).await;

    assert!(matches!(late, Err(StoreError::Stale("the task"))), "{late:?}");
}

async fn numbers_follow_each_other_within_a_pursuance(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await);
    let numbers = [
        a_task(&mut tx, &bees, None, "One", Size::M).await.number,
        a_task(&mut tx, &wasps, None, "One", Size::M).await.number,
        a_task(&mut tx, &bees, None, "Two", Size::M).await.number,
    ];
    assert_eq!(numbers, [1, 1, 2]);
    let found = tasks::by_number(&mut tx, &bees.id, 2).await.unwrap().unwrap();
    assert_eq!(found.title, "Two");
}

async fn progress_counts_the_leaves_that_are_not_dropped_by_their_size(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let root = a_task(&mut tx, &bees, None, "Root", Size::M).await;
    let small = a_task(&mut tx, &bees, Some(&root), "Small", Size::S).await;
    let large = a_task(&mut tx, &bees, Some(&root), "Large", Size::L).await;
    let dropped = a_task(&mut tx, &bees, Some(&root), "Dropped", Size::L).await;
    let part = a_task(&mut tx, &bees, Some(&large), "Part", Size::M).await;
    tasks::set_state(&mut tx, &small.id, Phase::Done, None, Time(2)).await.unwrap();
    tasks::set_state(&mut tx, &dropped.id, Phase::Dropped, None, Time(2)).await.unwrap();

    let now = tasks::by_id(&mut tx, &root.id).await.unwrap().unwrap();
    // A large task that has a part counts as its part: ½ of ½ + 1.
    assert_eq!((now.weight_done, now.weight_total, now.percent()), (1, 3, 33));
    assert_eq!((now.children_done, now.children), (1, 2));

    tasks::set_state(&mut tx, &part.id, Phase::Done, None, Time(3)).await.unwrap();
    let now = tasks::by_id(&mut tx, &root.id).await.unwrap().unwrap();
    assert_eq!(now.percent(), 100);
    assert_eq!(now.children_done, 1, "the large one itself is not done yet");
}

async fn a_moved_task_takes_its_sums_along(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let from = a_task(&mut tx, &bees, None, "From", Size::M).await;
    let to = a_task(&mut tx, &bees, None, "To", Size::M).await;
    let task = a_task(&mut tx, &bees, Some(&from), "Task", Size::L).await;
    let task = tasks::by_id(&mut tx, &task.id).await.unwrap().unwrap();

    tasks::set_parent(&mut tx, &task, Some(&to.id), Time(2)).await.unwrap();

    let from = tasks::by_id(&mut tx, &from.id).await.unwrap().unwrap();
    let to = tasks::by_id(&mut tx, &to.id).await.unwrap().unwrap();
    assert_eq!((from.children, from.weight_total), (0, 2), "a leaf again");
    assert_eq!((to.children, to.weight_total), (1, 4));
}

async fn siblings_are_paged_in_order(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for title in ["A", "B", "C"] {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    let sight = anyones(&bees);
    let first = outline::roots(&mut tx, &sight, (i64::MIN, 0), 2).await.unwrap();
    let rest = outline::roots(&mut tx, &sight, first[1].place(), 2).await.unwrap();
    let titles: Vec<_> = first.iter().chain(&rest).map(|row| row.title.open().unwrap()).collect();
    assert_eq!(titles, ["A", "B", "C"]);
}

async fn open_tasks_below_are_counted_at_any_depth(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = a_pursuance(&mut tx, "wasps").await;
    let root = a_task(&mut tx, &bees, None, "Root", Size::M).await;
    let child = a_task(&mut tx, &bees, Some(&root), "Child", Size::M).await;
    let grandchild = a_task(&mut tx, &bees, Some(&child), "Grandchild", Size::M).await;
    tasks::set_state(&mut tx, &grandchild.id, Phase::Started, Some(&wasps.id), Time(2)).await.unwrap();
    assert_eq!(tasks::open_below(&mut tx, &root.id).await.unwrap(), 2);
    assert_eq!(tasks::shared_below(&mut tx, &root.id).await.unwrap(), [grandchild.number]);
    assert_eq!(tasks::ids_open_below(&mut tx, &root.id).await.unwrap(), [child.id, grandchild.id]);
}

async fn skills_come_back_in_their_order(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let task = a_task(&mut tx, &bees, None, "Task", Size::M).await;
    let skills = Skills::parse("Language:French, Field:Counting").unwrap();
    tasks::set_skills(&mut tx, (&task.id, &task.creator, &task.pursuance), &skills).await.unwrap();
    assert_eq!(
        tasks::skills(&mut tx, &task.id).await.unwrap().to_string(),
        "Language:French, Field:Counting"
    );
}

async fn people_and_pursuances_share_one_namespace(db: Db) {
    let mut tx = db.write().await.unwrap();
    actors::add(&mut tx, &an_actor(ActorKind::Person, "river-watch", None), None).await.unwrap();
    let same = actors::add(&mut tx, &an_actor(ActorKind::Group, "r1ver_watch", None), None).await;
    assert!(matches!(same, Err(StoreError::Taken("the name"))), "{same:?}");
}

async fn a_name_elsewhere_may_be_used_twice(db: Db) {
    let mut tx = db.write().await.unwrap();
    for _ in 0..2 {
        actors::add(&mut tx, &an_actor(ActorKind::Group, "bees", Some("b.example")), None).await.unwrap();
    }
    actors::add(&mut tx, &an_actor(ActorKind::Group, "bees", None), None).await.unwrap();
}

async fn public_pursuances_are_found_by_words_and_nothing_else_is(db: Db) {
    let mut tx = db.write().await.unwrap();
    a_pursuance(&mut tx, "bees").await;
    let hidden = an_actor(ActorKind::Group, "bees-hidden", None);
    actors::add(&mut tx, &hidden, None).await.unwrap();
    pursuances::add(
        &mut tx,
        &hidden.id,
        "bees-hidden",
        Visibility::Unlisted,
        Joining::Open,
        Reviews::Always,
        None,
    )
    .await
    .unwrap();
    let slugs = |found: Vec<pursuances::Pursuance>| found.into_iter().map(|p| p.slug).collect::<Vec<_>>();
    assert_eq!(slugs(pursuances::public_page(&mut tx, "BEES", "", 10).await.unwrap()), ["bees"]);
    assert_eq!(slugs(pursuances::public_page(&mut tx, "wasps", "", 10).await.unwrap()), [""; 0]);
    assert_eq!(
        slugs(pursuances::public_page(&mut tx, "", "bees", 10).await.unwrap()),
        [""; 0],
        "after the last"
    );
}

async fn wildcards_in_a_search_are_letters(db: Db) {
    let mut tx = db.write().await.unwrap();
    a_pursuance(&mut tx, "bees").await;
    for words in ["%", "b_es", "\\"] {
        assert!(pursuances::public_page(&mut tx, words, "", 10).await.unwrap().is_empty(), "{words}");
    }
}
