//! Writes about comments that somebody else changed meanwhile.

use pursuance::store::comments;
use pursuance::store::db::Db;
use pursuance::store::discussions::{self, Message};
use pursuance::store::error::StoreError;
use pursuance_domain::id::{MessageId, ReasonId};
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_person, a_pursuance, a_task, id};

crate::store::on_both!(a_comment_that_changed_meanwhile_is_neither_reworded_nor_ended_twice);

async fn a_comment_that_changed_meanwhile_is_neither_reworded_nor_ended_twice(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let ana = a_person(&mut tx, "ana").await;
    let said = Message {
        id: MessageId(id()),
        thread: task.id.0.clone(),
        author: ana.clone(),
        at: Time(1),
        revision: 1,
        shared_with: None,
        uri: format!("https://here.example/ap/m/{}", id()),
        retracted_at: None,
        removed: None,
        worded_at: Time(1),
        is_refused: false,
        ties: discussions::Ties::default(),
        body: "One.".into(),
    };
    discussions::add(&mut tx, &said).await.unwrap();
    tx.commit().await.unwrap();

    let is_stale = |done: Result<(), StoreError>| matches!(done, Err(StoreError::Stale("the comment")));
    let mut tx = db.write().await.unwrap();
    assert_eq!(comments::reword(&mut tx, &said, &ana, Time(2), "Two.").await.unwrap(), 2);
    let seen = discussions::by_id(&mut tx, &said.id).await.unwrap().unwrap();
    assert!(is_stale(comments::reword(&mut tx, &said, &ana, Time(3), "No.").await.map(drop)));
    tx.commit().await.unwrap();

    let mut tx = db.write().await.unwrap();
    comments::delete(&mut tx, &seen, Time(5)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(is_stale(comments::delete(&mut tx, &seen, Time(6)).await));
    let reason = ReasonId(id());
    assert!(is_stale(comments::remove(&mut tx, &seen, &ana, &reason, Time(6)).await));
    let done = comments::reword(&mut tx, &seen, &ana, Time(6), "Back again.").await;
    assert!(is_stale(done.map(drop)));
    let gone = discussions::by_id(&mut tx, &said.id).await.unwrap().unwrap();
    comments::delete(&mut tx, &gone, Time(7)).await.unwrap();
}
