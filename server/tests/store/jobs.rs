//! Jobs: the result of a second request while a worker has the first.

use pursuance::clock::Clock;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::jobs::{self, Claimed, Job};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Subtasks;
use pursuance_domain::time::Time;

crate::support::on_both!(
    another_choice_for_what_is_below_a_task_is_not_lost_while_the_first_is_carried_out,
    what_is_fetched_already_is_not_fetched_again,
);

async fn claim(tx: &mut WriteTx, worker: &str) -> Vec<Claimed> {
    jobs::claim(tx, worker, Time(5), Time(50), 10).await.unwrap()
}

async fn another_choice_for_what_is_below_a_task_is_not_lost_while_the_first_is_carried_out(db: Db) {
    let mut tx = db.write().await.unwrap();
    let task = TaskId("1".to_owned());
    let chosen = |subtasks| Job::SettleSubtasks { task: task.clone(), subtasks, by: ActorId("2".to_owned()) };
    chosen(Subtasks::Finish).write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    let first = claim(&mut tx, "one").await;
    assert_eq!(first.len(), 1);

    chosen(Subtasks::Drop).write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    assert_eq!(jobs::choice_for(&mut tx, &task).await.unwrap(), Some(Subtasks::Drop));
    jobs::remove(&mut tx, &first[0].id, "one").await.unwrap();

    let second = claim(&mut tx, "two").await;
    assert_eq!(second.len(), 1, "whoever ends the first one does not end the second");
    assert_eq!(second[0].job, chosen(Subtasks::Drop));
    jobs::remove(&mut tx, &second[0].id, "two").await.unwrap();
    assert_eq!(jobs::choice_for(&mut tx, &task).await.unwrap(), None);
}

async fn what_is_fetched_already_is_not_fetched_again(db: Db) {
    let mut tx = db.write().await.unwrap();
    let job = Job::RefreshActor { uri: "https://b.example/7".to_owned() };
    job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    let first = claim(&mut tx, "one").await;
    job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    assert!(claim(&mut tx, "two").await.is_empty());
    jobs::remove(&mut tx, &first[0].id, "one").await.unwrap();
    assert!(!jobs::has_due(&mut tx, Time(5)).await.unwrap());
}
