//! Whether the free tasks that are found are all there are.

use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use pursuance::store::tasks;
use pursuance_domain::allowed::Sights;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skills, Visibility};

use super::pages::a_member;
use crate::support::rows::{a_members, a_pursuance, a_task, set_due};

crate::store::on_both!(
    many_free_tasks_of_several_pursuances_are_not_taken_for_all,
    the_best_tasks_with_a_skill_are_found_in_however_many_pursuances,
);

async fn some_tasks(tx: &mut WriteTx, of: &Actor, count: usize) {
    for n in 0..count {
        a_task(tx, of, None, &format!("Task {n}"), Size::M).await;
    }
}

async fn many_free_tasks_of_several_pursuances_are_not_taken_for_all(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ants) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "ants").await);
    let nobody = Sights::default();
    some_tasks(&mut tx, &bees, 80).await;
    some_tasks(&mut tx, &ants, 19).await;
    let all =
        free::first(&mut tx, SearchedPursuances::Everywhere(&nobody), FreeTasksQuery::default(), Time(0))
            .await
            .unwrap();
    assert_eq!((all.tasks.len(), all.is_all), (99, true));
    some_tasks(&mut tx, &ants, 61).await;
    let some =
        free::first(&mut tx, SearchedPursuances::Everywhere(&nobody), FreeTasksQuery::default(), Time(0))
            .await
            .unwrap();
    assert_eq!((some.tasks.len(), some.is_all), (100, false));
}

async fn the_best_tasks_with_a_skill_are_found_in_however_many_pursuances(db: Db) {
    let mut tx = db.write().await.unwrap();
    let welding = Skills::parse("Craft:Welding").unwrap();
    let mut places = Vec::new();
    for n in 0..10 {
        places.push(a_pursuance(&mut tx, &format!("place-{n}")).await);
    }
    let ana = a_member(&mut tx, &places[0], "ana").await;
    let mut made = Vec::new();
    for n in 0..60 {
        let task = a_task(&mut tx, &places[n % 10], None, &format!("Weld {n}"), Size::M).await;
        tasks::set_skills(&mut tx, (&task.id, &task.creator, &task.pursuance), &welding).await.unwrap();
        made.push(task);
    }
    set_due(&mut tx, &made[0], Time(9), Time(0)).await.unwrap();
    let of: Vec<_> = places.iter().map(|place| (place, Visibility::Public, Role::Normal)).collect();
    let hers = a_members(&ana, &of);
    let asked = FreeTasksQuery { skill: Some("craft:welding"), ..FreeTasksQuery::default() };
    let found = free::first(&mut tx, SearchedPursuances::Theirs(&hers), asked, Time(0)).await.unwrap();
    assert_eq!((found.tasks.len(), found.is_all), (60, true));
    assert_eq!(found.tasks[0].0, made[0].id, "the oldest is due first");
}
