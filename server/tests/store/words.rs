//! Full text: what is found by its words, for whom, and that the index keeps up with what is written.

use std::ops::{Deref, DerefMut};

use pursuance::reads::search::{KNOWN, KNOWN_PEOPLE, SearchRequest, find};
use pursuance::store::actors::{self, Actor, ActorKind};
use pursuance::store::comments;
use pursuance::store::db::{Db, ReadTx, WriteTx};
use pursuance::store::discussions::{self, Message};
use pursuance::store::endings;
use pursuance::store::migrate;
use pursuance::store::outline::query::{Answer, Matched, QueryAsker, answer};
use pursuance::store::tasks::{self, Edit, Task};
use pursuance::store::{accounts, grants, pursuances};
use pursuance::store::{finding, fulltext};
use pursuance_domain::allowed::{
    Facts as Standing, Grants, Membership, Principal, Sight, Sights, TaskGrant, Via, sight,
};
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::people::role::Role;
use pursuance_domain::query::parse;
use pursuance_domain::text::{NEWEST, PURSUANCES_MAX, phrases};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Deliverables, Joining, Reviews, Size, Title, Visibility};

use crate::store::on_both;
use crate::support::rows::{a_person, a_pursuance, a_task, an_actor, anyones, id};
use crate::support::searching;

on_both!(
    words_of_every_script_are_found_on_both_databases,
    a_task_is_found_as_it_reads_now,
    a_comment_is_found_until_it_is_taken_back,
    of_very_many_tasks_with_a_word_the_newest_are_looked_at,
    a_word_that_must_not_be_there_is_looked_for_too,
    everywhere_only_what_the_reader_may_read_is_found,
    a_change_of_who_may_read_is_noted_piece_by_piece,
    what_waits_is_taken_in_by_and_by,
    that_something_waits_is_told_to_those_who_search_there,
    what_was_cut_in_another_way_answers_until_it_is_taken_in_anew,
    of_more_pursuances_than_are_looked_in_the_answer_says_so,
    those_elsewhere_are_found_whom_the_reader_may_know,
);

fn now() -> Time {
    Time::parse("2026-11-20T12:00:00Z").unwrap()
}

/// A transaction that writes; before each search it is committed, and another one begun.
struct Writing<'d> {
    db: &'d Db,
    tx: Option<WriteTx>,
}

impl<'d> Writing<'d> {
    async fn begin(db: &'d Db) -> Self {
        Self { db, tx: Some(db.write().await.unwrap()) }
    }
}

impl Deref for Writing<'_> {
    type Target = WriteTx;
    fn deref(&self) -> &WriteTx {
        self.tx.as_ref().unwrap()
    }
}

impl DerefMut for Writing<'_> {
    fn deref_mut(&mut self) -> &mut WriteTx {
        self.tx.as_mut().unwrap()
    }
}

async fn asked(tx: &mut Writing<'_>, sight: &Sight, text: &str, limit: i64) -> Answer<Matched> {
    let asker = QueryAsker { person: None, host: None, now: now(), zone: chrono_tz::Tz::UTC };
    tx.tx.take().unwrap().commit().await.unwrap();
    let mut looking = searching(tx.db).await;
    let found = answer(&mut looking, sight, &parse(text).unwrap(), &asker, None, limit).await.unwrap();
    drop(looking);
    tx.tx = Some(tx.db.write().await.unwrap());
    found
}

async fn numbers(tx: &mut Writing<'_>, sight: &Sight, text: &str) -> Vec<i64> {
    asked(tx, sight, text, 50).await.found.iter().map(|found| found.row.number).collect()
}

async fn assert_whole(tx: &mut ReadTx) {
    assert_eq!(fulltext::difference(tx, 9).await.unwrap(), fulltext::Difference::default());
}

async fn edited(tx: &mut WriteTx, task: &Task, title: &str, needs: &str) {
    let before = tasks::asks(tx, task).await.unwrap().open().unwrap();
    let mut after = before.clone();
    after.title = Title::parse(title).unwrap();
    after.deliverables = Deliverables::parse(needs).unwrap();
    let edit =
        Edit { task, before: &before, after: &after, reviewer: None, author: &task.creator, now: now() };
    tasks::edit(tx, edit).await.unwrap();
}

async fn words_of_every_script_are_found_on_both_databases(db: Db) {
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    let sight = anyones(&bees);
    let titles = [
        "Count the hives on the River-Bank",
        "Österreich: Straßen zählen",
        "Карта реки Ёлка",
        "東京都の川を調べる",
        "สำรวจแม่น้ำสายเล็ก",
        "강을 건너다",
        "L'été à l’eau",
        "It's 100% of 3.5 'quoted' \\ \"text\" (a | b) & !c :*",
    ];
    for title in titles {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    for (asked, found) in [
        ("hive", vec![1]),
        ("HIVES", vec![1]),
        ("ives", vec![]),
        ("\"river bank\"", vec![1]),
        ("\"bank river\"", vec![]),
        ("\"the hives on\"", vec![1]),
        ("osterreich", vec![2]),
        ("strasse", vec![2]),
        ("елка", vec![3]),
        ("КАРТ", vec![3]),
        ("京都", vec![4]),
        ("\"川を調\"", vec![4]),
        ("川調", vec![]),
        ("แม่น้ำ", vec![5]),
        ("강", vec![6]),
        ("eau", vec![7]),
        ("ete", vec![7]),
        ("100", vec![8]),
        ("\"(a | b) & !c\"", vec![8]),
        ("\"text' \\\\ or\"", vec![]),
        ("quoted text", vec![8]),
        ("_", vec![]),
    ] {
        if parse(asked).is_ok() {
            assert_eq!(numbers(&mut tx, &sight, asked).await, found, "{asked}");
        } else {
            assert_eq!(asked, "_", "no letter and no digit");
        }
    }
    // The marks of the index are nobody's words.
    let mark = format!("_t{}", bees.id);
    assert_eq!(numbers(&mut tx, &sight, &mark).await, Vec::<i64>::new());
    assert_whole(&mut tx).await;
}

async fn a_task_is_found_as_it_reads_now(db: Db) {
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    let sight = anyones(&bees);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    edited(&mut tx, &task, "Weigh honey", "Ten jars").await;
    for (asked, found) in
        [("count", vec![]), ("honey", vec![1]), ("jars honey", vec![1]), ("\"honey ten\"", vec![])]
    {
        assert_eq!(numbers(&mut tx, &sight, asked).await, found, "{asked}");
    }
    let task = tasks::by_id(&mut tx, &task.id).await.unwrap().unwrap();
    tasks::set_archived(&mut tx, &task.id, Some(now())).await.unwrap();
    assert!(numbers(&mut tx, &sight, "honey").await.is_empty());
    tasks::set_archived(&mut tx, &task.id, None).await.unwrap();
    assert_eq!(numbers(&mut tx, &sight, "honey").await, [1]);
    assert_whole(&mut tx).await;
    endings::bury(&mut tx, &task, std::slice::from_ref(&task.id), now()).await.unwrap();
    assert!(numbers(&mut tx, &sight, "honey").await.is_empty());
    assert_whole(&mut tx).await;
}

fn a_comment(task: &Task, author: &ActorId, body: &str) -> Message {
    let id = MessageId(id());
    Message {
        thread: task.id.0.clone(),
        author: author.clone(),
        at: now(),
        revision: 1,
        shared_with: None,
        uri: format!("https://here.example/ap/n/{id}"),
        retracted_at: None,
        removed: None,
        worded_at: now(),
        is_refused: false,
        ties: discussions::Ties::default(),
        body: body.into(),
        id,
    }
}

fn sights(sight: Sight) -> Sights {
    std::iter::once(sight).collect()
}

async fn a_comment_is_found_until_it_is_taken_back(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let comment = a_comment(&task, &ana, "The queen is gone");
    discussions::add(&mut tx, &comment).await.unwrap();
    let sights = sights(anyones(&bees));
    let found = async |tx: &mut ReadTx, words: &str| {
        let found = finding::comments(tx, &sights, (&phrases(words), &[]), (None, now()), 9).await.unwrap();
        found.hits.into_iter().map(|hit| hit.body).collect::<Vec<_>>()
    };
    assert_eq!(found(&mut tx, "queen").await, ["The queen is gone"]);
    comments::reword(&mut tx, &comment, &ana, now(), "The drone is gone").await.unwrap();
    assert!(found(&mut tx, "queen").await.is_empty());
    assert_eq!(found(&mut tx, "drone gone").await, ["The drone is gone"]);
    let comment = discussions::by_id(&mut tx, &comment.id).await.unwrap().unwrap();
    comments::delete(&mut tx, &comment, now()).await.unwrap();
    assert!(found(&mut tx, "drone").await.is_empty());
    assert_whole(&mut tx).await;
}

async fn of_very_many_tasks_with_a_word_the_newest_are_looked_at(db: Db) {
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    let sight = anyones(&bees);
    a_task(&mut tx, &bees, None, "Count the oldest hive", Size::S).await;
    for _ in 1..NEWEST {
        a_task(&mut tx, &bees, None, "Count a hive", Size::M).await;
    }
    let all = asked(&mut tx, &sight, "count size:s", 9).await;
    assert_eq!((all.found.len(), all.limits.is_cut), (1, false));
    a_task(&mut tx, &bees, None, "Count the newest hive", Size::M).await;
    let newest = asked(&mut tx, &sight, "count size:s", 9).await;
    assert_eq!((newest.found.len(), newest.limits.is_cut), (0, true), "the oldest is one too many");
    // A word that few have is found wherever it stands.
    let rare = asked(&mut tx, &sight, "count oldest", 9).await;
    assert_eq!((rare.found.len(), rare.limits.is_cut), (1, false));
    let without = asked(&mut tx, &sight, "!count", 9).await;
    assert_eq!((without.found.len(), without.limits.is_cut), (1, true), "the oldest was not looked at");
    assert!(!asked(&mut tx, &sight, "size:m", 9).await.limits.is_cut);
}

async fn a_word_that_must_not_be_there_is_looked_for_too(db: Db) {
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    let sight = anyones(&bees);
    for title in ["Count hives", "Count queens", "Paint hives"] {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    for (asked, found) in [
        ("!hives", vec![2]),
        ("!hives !queens", vec![]),
        ("count !hives", vec![2]),
        ("count !\"count hives\"", vec![2]),
        ("!nothing", vec![3, 2, 1]),
    ] {
        assert_eq!(numbers(&mut tx, &sight, asked).await, found, "{asked}");
    }
}

/// The sight of an Untrusted member of a closed pursuance.
fn untrusted(person: &ActorId, of: &ActorId) -> Sight {
    let facts = Standing::about(Visibility::Members, Membership::Active(Role::Untrusted));
    let who = Principal::Person { actor: person.clone(), via: Via::Session };
    sight(&who, of, &facts, Grants::default()).unwrap()
}

/// Fails where everything of a large pursuance is noted at once, while nobody else can write.
async fn a_change_of_who_may_read_is_noted_piece_by_piece(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    pursuances::set_access(&mut tx, &bees.id, (Visibility::Members, Joining::Open), (Reviews::Always, false))
        .await
        .unwrap();
    for _ in 0..5 {
        a_task(&mut tx, &bees, None, "Honey", Size::M).await;
    }
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    let words = phrases("honey");
    let visitors = Sights::default();
    let found =
        async |tx: &mut ReadTx| finding::tasks(tx, &visitors, &words, None, 9).await.unwrap().hits.len();
    assert_eq!(found(&mut tx).await, 0);
    pursuances::set_access(&mut tx, &bees.id, (Visibility::Public, Joining::Open), (Reviews::Always, false))
        .await
        .unwrap();
    assert_eq!(fulltext::fill_some(&mut tx, 9).await.unwrap(), 1, "it alone");
    assert!(fulltext::is_filling(&mut tx).await.unwrap());
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    assert!(!fulltext::is_filling(&mut tx).await.unwrap());
    assert_eq!(found(&mut tx).await, 5);
}

async fn everywhere_only_what_the_reader_may_read_is_found(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (open, closed) = (a_pursuance(&mut tx, "open").await, a_pursuance(&mut tx, "closed").await);
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    pursuances::set_access(&mut tx, &open.id, (Visibility::Public, Joining::Open), (Reviews::Always, false))
        .await
        .unwrap();
    pursuances::set_access(
        &mut tx,
        &closed.id,
        (Visibility::Members, Joining::Approval),
        (Reviews::Always, false),
    )
    .await
    .unwrap();
    a_task(&mut tx, &open, None, "Honey for all", Size::M).await;
    let hidden = a_task(&mut tx, &closed, None, "Honey for us", Size::M).await;
    let shown = a_task(&mut tx, &closed, None, "Honey for Ben", Size::M).await;
    let view = [TaskGrant::View].into_iter().collect();
    grants::set(&mut tx, &closed.id, &shown.id, &ben, view, Some(&ana), now()).await.unwrap();
    for task in [&hidden, &shown] {
        discussions::add(&mut tx, &a_comment(task, &ana, "Sweet honey")).await.unwrap();
    }
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    let readers = [
        (Sights::default(), vec!["Honey for all"], 0, vec!["open"]),
        (
            sights(anyones(&closed)),
            vec!["Honey for Ben", "Honey for us", "Honey for all"],
            2,
            vec!["closed", "open"],
        ),
        (
            sights(untrusted(&ben, &closed.id)),
            vec!["Honey for Ben", "Honey for all"],
            1,
            vec!["closed", "open"],
        ),
    ];
    for (n, (sights, tasks, comments, groups)) in readers.iter().enumerate() {
        let words = phrases("hone");
        let found = finding::tasks(&mut tx, sights, &words, None, 9).await.unwrap();
        let titles: Vec<&str> = found.hits.iter().map(|hit| hit.row.title.open().unwrap()).collect();
        assert_eq!(&titles, tasks, "reader {n}");
        let said = finding::comments(&mut tx, sights, (&words, &[]), (None, now()), 9).await.unwrap().hits;
        assert_eq!(said.len(), *comments, "reader {n}");
        let mut slugs = Vec::new();
        for slug in ["open", "closed"] {
            let found = finding::pursuances(&mut tx, sights, &phrases(slug), None, 9).await.unwrap().hits;
            slugs.extend(found.into_iter().map(|hit| hit.slug));
        }
        slugs.sort();
        assert_eq!(&slugs, groups, "reader {n}");
        // In pages of one.
        let (mut pages, mut before) = (Vec::new(), None);
        while let [hit] = finding::tasks(&mut tx, sights, &words, before, 1).await.unwrap().hits.as_slice() {
            before = Some(hit.place);
            pages.push(hit.row.title.clone());
        }
        assert_eq!(&pages, tasks, "reader {n}");
    }
    // Ana is in no pursuance that anybody may look at, until others may find her.
    let people = async |tx: &mut ReadTx| {
        let found = finding::people(tx, &Sights::default(), &phrases("ana"), None, 9).await.unwrap();
        found.hits.into_iter().map(|hit| hit.name).collect::<Vec<_>>()
    };
    assert!(people(&mut tx).await.is_empty());
    accounts::set_discoverable(&mut tx, &ana, true).await.unwrap();
    assert_eq!(people(&mut tx).await, ["ana"]);
    // A formerly public task is found by nobody any more at once, and the index follows.
    pursuances::set_access(
        &mut tx,
        &open.id,
        (Visibility::Members, Joining::Approval),
        (Reviews::Always, false),
    )
    .await
    .unwrap();
    let found = finding::tasks(&mut tx, &Sights::default(), &phrases("honey"), None, 9).await.unwrap();
    assert!(found.hits.is_empty());
    assert!(fulltext::is_filling(&mut tx).await.unwrap());
    actors::describe(&mut tx, &ana, "Anabel Queen", "", now()).await.unwrap();
    let found = finding::people(&mut tx, &Sights::default(), &phrases("queen"), None, 9).await.unwrap();
    assert_eq!(found.hits.len(), 1);
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    assert_whole(&mut tx).await;
}

async fn what_waits_is_taken_in_by_and_by(db: Db) {
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    for title in ["One honey", "Two honey", "Three honey"] {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    assert!(!fulltext::is_filling(&mut tx).await.unwrap());
    // As the step that made the index left it: the oldest first, without words.
    fulltext::forget_all(&mut tx).await.unwrap();
    let sight = anyones(&bees);
    let empty = asked(&mut tx, &sight, "honey", 9).await;
    assert_eq!((empty.found.len(), empty.limits.is_filling), (0, true));
    assert_eq!(fulltext::fill_some(&mut tx, 2).await.unwrap(), 2, "the newest first");
    assert_eq!(numbers(&mut tx, &sight, "honey").await, [3, 2]);
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    let all = asked(&mut tx, &sight, "honey", 9).await;
    assert_eq!((all.found.len(), all.limits.is_filling), (3, false));
}

async fn that_something_waits_is_told_to_those_who_search_there(db: Db) {
    async fn seen_by(tx: &mut Writing<'_>, id: &ActorId, visibility: Visibility) {
        let access = (visibility, Joining::Approval);
        pursuances::set_access(tx, id, access, (Reviews::Always, false)).await.unwrap();
    }
    let mut tx = Writing::begin(&db).await;
    let bees = a_pursuance(&mut tx, "bees").await;
    let ants = a_pursuance(&mut tx, "ants").await;
    for of in [&bees, &ants] {
        a_task(&mut tx, of, None, "Honey", Size::M).await;
    }
    let visitors = Sights::default();
    let members: Sights = [anyones(&bees)].into_iter().collect();
    // Readers who ask in the bees, in the ants, and visitors and members who ask everywhere.
    let told = async |tx: &mut Writing<'_>| {
        let there = asked(tx, &anyones(&bees), "honey", 9).await.limits.is_filling;
        let elsewhere = asked(tx, &anyones(&ants), "honey", 9).await.limits.is_filling;
        let visitor = fulltext::is_filling_for(tx, &visitors).await.unwrap();
        [there, elsewhere, visitor, fulltext::is_filling_for(tx, &members).await.unwrap()]
    };
    assert_eq!(told(&mut tx).await, [false; 4]);
    seen_by(&mut tx, &bees.id, Visibility::Members).await;
    assert_eq!(told(&mut tx).await, [true, false, false, true], "the pursuance waits");
    assert_eq!(fulltext::fill_some(&mut tx, 9).await.unwrap(), 1, "it alone");
    fulltext::fill_some(&mut tx, 9).await.unwrap();
    assert_eq!(told(&mut tx).await, [true, false, false, true], "its task waits");
    while fulltext::fill_some(&mut tx, 9).await.unwrap() > 0 {}
    assert_eq!(told(&mut tx).await, [false; 4]);
    seen_by(&mut tx, &bees.id, Visibility::Public).await;
    assert_eq!(told(&mut tx).await, [true, false, true, true], "visitors may find it now");
    while fulltext::fill_some(&mut tx, 9).await.unwrap() > 0 {}
    // As after an upgrade: so much waits that nobody looks whose it is.
    for _ in 0..100 {
        a_task(&mut tx, &bees, None, "Wax", Size::M).await;
    }
    seen_by(&mut tx, &bees.id, Visibility::Members).await;
    fulltext::fill_some(&mut tx, 200).await.unwrap();
    fulltext::fill_some(&mut tx, 200).await.unwrap();
    assert_eq!(told(&mut tx).await, [true; 4]);
}

async fn what_was_cut_in_another_way_answers_until_it_is_taken_in_anew(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for title in ["One honey", "Two honey", "Three honey"] {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    assert!(!fulltext::is_outdated(&mut tx).await.unwrap(), "a new index is cut as this program cuts");
    tx.commit().await.unwrap();
    // As an older program left it.
    migrate::run_sample(&db, "update search_cutting set version = version - 1;").await.unwrap();
    let mut tx = Writing::begin(&db).await;
    assert!(fulltext::is_outdated(&mut tx).await.unwrap());
    fulltext::renew(&mut tx).await.unwrap();
    assert!(!fulltext::is_outdated(&mut tx).await.unwrap());
    let sight = anyones(&bees);
    let meanwhile = asked(&mut tx, &sight, "honey", 9).await;
    assert_eq!((meanwhile.found.len(), meanwhile.limits.is_filling), (3, true));
    while fulltext::fill_some(&mut tx, 2).await.unwrap() > 0 {}
    let all = asked(&mut tx, &sight, "honey", 9).await;
    assert_eq!((all.found.len(), all.limits.is_filling), (3, false));
    assert_whole(&mut tx).await;
    // Nothing is done twice.
    fulltext::renew(&mut tx).await.unwrap();
    assert!(!fulltext::is_filling(&mut tx).await.unwrap());
}

async fn of_more_pursuances_than_are_looked_in_the_answer_says_so(db: Db) {
    let mut tx = db.write().await.unwrap();
    let mut own = Vec::new();
    for n in 0..=PURSUANCES_MAX {
        own.push(a_pursuance(&mut tx, &format!("hive{n}")).await);
    }
    let words = phrases("honey");
    let few: Sights = own.iter().skip(1).map(anyones).collect();
    let found = finding::tasks(&mut tx, &few, &words, None, 9).await.unwrap();
    assert!(!found.is_narrowed);
    let many: Sights = own.iter().map(anyones).collect();
    let found = finding::tasks(&mut tx, &many, &words, None, 9).await.unwrap();
    assert!(found.is_narrowed);
}

async fn those_elsewhere_are_found_whom_the_reader_may_know(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (open, closed) = (a_pursuance(&mut tx, "open").await, a_pursuance(&mut tx, "closed").await);
    pursuances::set_access(&mut tx, &open.id, (Visibility::Public, Joining::Open), (Reviews::Always, false))
        .await
        .unwrap();
    pursuances::set_access(
        &mut tx,
        &closed.id,
        (Visibility::Members, Joining::Approval),
        (Reviews::Always, false),
    )
    .await
    .unwrap();
    let ana = a_person(&mut tx, "ana").await;
    let shown = a_task(&mut tx, &open, None, "Count", Size::M).await;
    let hidden = a_task(&mut tx, &closed, None, "Count", Size::M).await;
    let there = |kind: ActorKind, name: &str, heard_of: i64| Actor {
        created: Time(heard_of),
        ..an_actor(kind, name, Some("b.example"))
    };
    actors::add(&mut tx, &there(ActorKind::Group, "mirage", 1), None).await.unwrap();
    for (name, commented) in [("mirabel", Some(&shown)), ("mirko", Some(&hidden)), ("mirna", None)] {
        let person = there(ActorKind::Person, name, 1);
        actors::add(&mut tx, &person, None).await.unwrap();
        if let Some(task) = commented {
            discussions::add(&mut tx, &a_comment(task, &person.id, "Well counted")).await.unwrap();
        }
    }
    let words = phrases("mir");
    let found = async |tx: &mut ReadTx, who: &Principal| {
        let asked =
            SearchRequest { phrases: &words, kind: None, before: None, limit: 9, now: now(), rooms: &[] };
        let found = find(tx, who, &asked).await.unwrap();
        let names = found.people_elsewhere.iter().chain(&found.elsewhere).map(|actor| actor.name.clone());
        names.collect::<Vec<_>>()
    };
    let reader = Principal::Person { actor: ana, via: Via::Session };
    assert_eq!(found(&mut tx, &reader).await, ["mirabel", "mirage"]);
    assert_eq!(found(&mut tx, &Principal::Visitor).await, Vec::<String>::new());
    // Of very many those are looked through that were heard of last.
    for (kind, most) in [(ActorKind::Person, KNOWN_PEOPLE), (ActorKind::Group, KNOWN)] {
        for n in 0..most {
            let other = there(kind, &format!("{}{n}", kind.as_str()), 2 + n);
            actors::add(&mut tx, &other, None).await.unwrap();
        }
    }
    assert_eq!(found(&mut tx, &reader).await, Vec::<String>::new());
}
