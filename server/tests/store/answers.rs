//! The answers that are kept for idempotency keys.

use pursuance::store::db::Db;
use pursuance::store::error::StoreError;
use pursuance::store::instance;
use pursuance_domain::time::{DAY, Time};

use crate::support::rows::a_person;

crate::store::on_both!(
    an_answer_stays_for_a_day_and_gives_way_to_the_next,
    the_answer_to_a_form_stays_for_as_long_as_a_browser_may_keep_the_form
);

async fn an_answer_stays_for_a_day_and_gives_way_to_the_next(db: Db) {
    let mut tx = db.write().await.unwrap();
    let ana = a_person(&mut tx, "ana").await;
    let begun = Time(10 * DAY);
    instance::keep_answer(&mut tx, &ana, "key", "hash", "first", begun).await.unwrap();
    let last = begun.plus(DAY);
    let again = instance::keep_answer(&mut tx, &ana, "key", "hash", "second", last).await;
    assert!(matches!(again, Err(StoreError::Taken(instance::KEY))), "{again:?}");
    instance::forget_answers(&mut tx, last).await.unwrap();
    let kept = instance::kept_answer(&mut tx, &ana, "key", last).await.unwrap();
    assert_eq!(kept, Some(("hash".to_owned(), "first".to_owned())));

    let later = last.plus(1);
    assert_eq!(instance::kept_answer(&mut tx, &ana, "key", later).await.unwrap(), None);
    instance::keep_answer(&mut tx, &ana, "key", "other", "second", later).await.unwrap();
    instance::forget_answers(&mut tx, later).await.unwrap();
    let kept = instance::kept_answer(&mut tx, &ana, "key", later).await.unwrap();
    assert_eq!(kept, Some(("other".to_owned(), "second".to_owned())), "only what is too old goes");
    instance::forget_answers(&mut tx, later.plus(DAY + 1)).await.unwrap();
    assert_eq!(instance::kept_answer(&mut tx, &ana, "key", later).await.unwrap(), None);
}

async fn the_answer_to_a_form_stays_for_as_long_as_a_browser_may_keep_the_form(db: Db) {
    let mut tx = db.write().await.unwrap();
    let ana = a_person(&mut tx, "ana").await;
    let begun = Time(10 * DAY);
    instance::keep_answer(&mut tx, &ana, "form key", "hash", "first", begun).await.unwrap();
    instance::keep_answer(&mut tx, &ana, "formal", "hash", "first", begun).await.unwrap();
    let last = begun.plus(31 * DAY);
    instance::forget_answers(&mut tx, last).await.unwrap();
    let kept = instance::kept_answer(&mut tx, &ana, "form key", last).await.unwrap();
    assert_eq!(kept, Some(("hash".to_owned(), "first".to_owned())));
    let again = instance::keep_answer(&mut tx, &ana, "form key", "hash", "second", last).await;
    assert!(matches!(again, Err(StoreError::Taken(instance::KEY))), "{again:?}");
    // The request of a program is over, and its answer is not there for an earlier moment either.
    assert_eq!(instance::kept_answer(&mut tx, &ana, "formal", begun).await.unwrap(), None);
    instance::forget_answers(&mut tx, last.plus(1)).await.unwrap();
    assert_eq!(instance::kept_answer(&mut tx, &ana, "form key", begun).await.unwrap(), None);
}
