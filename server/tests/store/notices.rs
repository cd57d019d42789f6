//! Notices: how many rows of an inbox are unread.

use pursuance::store::db::Db;
use pursuance::store::events;
use pursuance::store::notices::{self, NewNotice};
use pursuance_domain::allowed::Sights;
use pursuance_domain::event::happened::Joined;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::notice::rows::{self, APART_MOST, NoticeSort};
use pursuance_domain::notice::{NoticeKind, NoticeReason};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_person, a_pursuance, a_task};

crate::store::on_both!(
    every_kind_of_notice_has_the_same_sort_where_rows_are_counted_and_where_they_are_shown
);

/// More tasks than stand apart.
const EACH: usize = APART_MOST + 1;

async fn every_kind_of_notice_has_the_same_sort_where_rows_are_counted_and_where_they_are_shown(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let mut told = Vec::new();
    for _ in 0..2 * EACH {
        let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
        told.push(Event {
            stream: StreamId::of(&bees.id),
            actor: Some(bees.id.clone()),
            // Only what it is about matters.
            what: Happened::MemberJoined(Joined { role: Role::Normal, again: false, waits: false }),
            object: task.id.as_str().to_owned(),
            task: Some(task.id),
            audience: Audience::Readers,
            action: None,
        });
    }
    let written = events::add(&mut tx, told, Time(1)).await.unwrap();
    tx.commit().await.unwrap();

    // One kind of each sort: beside it, tasks of the same sort are one row, and those of another sort two.
    let one_of_each =
        [NoticeKind::TaskOffer, NoticeKind::Review, NoticeKind::Assignment, NoticeKind::Comment];
    assert_eq!(one_of_each.map(NoticeSort::of), NoticeSort::ALL);
    // All tasks that nobody has are a row of their own.
    let objects = |kind: NoticeKind| match kind {
        NoticeKind::Pairing => vec![("bees", None, 1)],
        kind => vec![("bees", Some(NoticeSort::of(kind)), EACH)],
    };
    for kind in NoticeKind::ALL.iter().copied() {
        for other in one_of_each {
            // It is not committed.
            let mut tx = db.write().await.unwrap();
            let notice = |place: usize| NewNotice {
                event: &written[place].0,
                audience: written[place].1,
                pursuance: &bees.id,
                account: &ana,
                kind: if place < EACH { kind } else { other },
                reason: NoticeReason::WatchesTask,
            };
            let new: Vec<NewNotice<'_>> = (0..written.len()).map(notice).collect();
            assert_eq!(notices::add(&mut tx, &new).await.unwrap().len(), 2 * EACH);
            let counted = notices::count_unread(&mut tx, &ana, &Sights::default()).await.unwrap();
            let shown = rows::count([objects(kind), objects(other)].concat());
            assert_eq!(usize::try_from(counted).unwrap(), shown, "{kind:?} beside {other:?}");
            let groups = notices::groups(&mut tx, &ana, &Sights::default()).await.unwrap();
            let made = rows::rows(groups, |group| (group.pursuance.clone(), group.sort()));
            assert_eq!(made.len(), shown, "{kind:?} beside {other:?}");
        }
    }
}
