//! Texts that this server cannot read: an envelope stands where the text of others stands.

use pursuance::store::db::{Db, WriteTx};
use pursuance::store::dependencies::{self, Block};
use pursuance::store::discussions::{self, Message};
use pursuance::store::tasks::Task;
use pursuance::store::texts::{self, ObjectText};
use pursuance::store::{comments, endings};
use pursuance_domain::id::{ActorId, MessageId, ReasonId};
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;
use tempfile::TempDir;

use crate::support::inspect::Inspect;
use crate::support::rows::{a_person, a_pursuance, a_task, id};

crate::on_both_with!(
    super::Kept:
    the_versions_of_a_sealed_text_are_forgotten,
    a_sealed_comment_that_its_author_deletes_is_forgotten,
    a_sealed_comment_that_was_removed_is_forgotten_after_its_time,
    a_sealed_task_that_is_deleted_for_good_leaves_no_envelope,
);

/// A database, and how to change it past the program.
struct Kept {
    db: Db,
    inspect: Inspect,
    _folder: Option<TempDir>,
}

impl Kept {
    async fn begin(postgres: Option<String>) -> Self {
        let (url, folder) = match postgres {
            Some(url) => (url, None),
            None => {
                let folder = tempfile::tempdir().unwrap();
                (crate::support::sqlite::database(&folder.path().join("test.db")).await, Some(folder))
            }
        };
        Self { db: Db::open(&url).await.unwrap(), inspect: Inspect::open(&url).await, _folder: folder }
    }

    /// Puts an envelope in the place of every text.
    async fn seal(&self) {
        let envelope = self.inspect.bytes("0101ff");
        let sql = format!("update text_version set body = null, envelope = {envelope}");
        self.inspect.spoil(&sql).await;
    }

    async fn envelopes(&self) -> i64 {
        self.inspect.count("text_version where envelope is not null").await
    }
}

async fn a_comment(tx: &mut WriteTx, task: &Task, author: &ActorId) -> Message {
    let id = MessageId(id());
    let comment = Message {
        thread: task.id.0.clone(),
        author: author.clone(),
        at: Time(1),
        revision: 1,
        shared_with: None,
        uri: format!("https://here.example/ap/m/{id}"),
        retracted_at: None,
        removed: None,
        worded_at: Time(1),
        is_refused: false,
        ties: discussions::Ties::default(),
        body: "One.".into(),
        id,
    };
    discussions::add(tx, &comment).await.unwrap();
    comment
}

async fn the_versions_of_a_sealed_text_are_forgotten(it: Kept) {
    let mut tx = it.db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    tx.commit().await.unwrap();
    it.seal().await;
    assert_eq!(it.envelopes().await, 2, "the title and what is needed");

    let mut tx = it.db.write().await.unwrap();
    texts::forget(&mut tx, task.id.as_str(), ObjectText::Title, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(it.envelopes().await, 1);
}

async fn a_sealed_comment_that_its_author_deletes_is_forgotten(it: Kept) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let (gone, kept) = (a_comment(&mut tx, &task, &ana).await, a_comment(&mut tx, &task, &ana).await);
    tx.commit().await.unwrap();
    it.seal().await;

    let mut tx = it.db.write().await.unwrap();
    comments::delete(&mut tx, &gone, Time(2)).await.unwrap();
    tx.commit().await.unwrap();
    let left =
        format!("text_version where field = 'body' and envelope is not null and object = '{}'", kept.id);
    assert_eq!((it.envelopes().await, it.inspect.count(&left).await), (3, 1));
}

async fn a_sealed_comment_that_was_removed_is_forgotten_after_its_time(it: Kept) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let comment = a_comment(&mut tx, &task, &ana).await;
    comments::remove(&mut tx, &comment, &bees.id, &ReasonId(id()), Time(2)).await.unwrap();
    tx.commit().await.unwrap();
    it.seal().await;

    let mut tx = it.db.write().await.unwrap();
    assert_eq!(comments::forget_removed(&mut tx, Time(2), 9).await.unwrap(), 0, "its time is not over");
    assert_eq!(comments::forget_removed(&mut tx, Time(3), 9).await.unwrap(), 1);
    assert_eq!(comments::forget_removed(&mut tx, Time(3), 9).await.unwrap(), 0, "nothing is left of it");
    tx.commit().await.unwrap();
    assert_eq!(it.envelopes().await, 2, "those of its task");
}

async fn a_sealed_task_that_is_deleted_for_good_leaves_no_envelope(it: Kept) {
    let mut tx = it.db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    a_comment(&mut tx, &task, &ana).await;
    let block = Block {
        id: id(),
        on: None,
        reason: "The river is frozen".into(),
        shared: false,
        by: ana,
        at: Time(1),
        told_in: None,
    };
    dependencies::block(&mut tx, &task, &block).await.unwrap();
    tx.commit().await.unwrap();
    it.seal().await;
    assert_eq!(it.envelopes().await, 4);

    let mut tx = it.db.write().await.unwrap();
    endings::bury(&mut tx, &task, std::slice::from_ref(&task.id), Time(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(it.envelopes().await, 0);
}
