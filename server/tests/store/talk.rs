//! Where people speak: the tasks that were discussed last, and the number beside Talk, both along indexes and up to a bound.

use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::discussions::{self, Message, Ties};
use pursuance::store::instance::{self, Instance};
use pursuance::store::read_markers::{
    self, BEHIND, COUNTED, ROOMS_SEEN, ReadableDiscussions, TASKS_SEEN, THREADS_SEEN, UnreadQuestion,
};
use pursuance::store::sidebar::{self, NoticedDiscussions};
use pursuance::store::tasks::{self, Task};
use pursuance::store::{endings, rooms};
use pursuance_domain::allowed::Sights;
use pursuance_domain::id::{ActorId, MessageId, RoomId};
use pursuance_domain::people::role::Role;
use pursuance_domain::reading::{Marker, Place};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Door, RoomReaders, Size, Visibility};

use crate::store::on_both;
use crate::support::rows::{a_members, a_person, a_pursuance, a_task, id};

on_both!(
    the_tasks_that_were_discussed_last_are_those_that_their_reader_may_read,
    so_many_tasks_of_each_pursuance_are_looked_at_and_the_latest_are_shown,
    the_number_beside_talk_looks_at_so_many_rooms_and_discussions,
    a_great_many_unread_messages_are_counted_up_to_a_bound,
    rooms_are_found_by_their_names_by_those_who_may_read_them,
);

async fn say(tx: &mut WriteTx, thread: &str, author: &ActorId, at: Time) -> MessageId {
    let message = MessageId(id());
    let said = Message {
        id: message.clone(),
        thread: thread.to_owned(),
        author: author.clone(),
        at,
        revision: 1,
        shared_with: None,
        uri: format!("https://here.example/ap/n/{message}"),
        retracted_at: None,
        removed: None,
        worded_at: at,
        is_refused: false,
        ties: Ties::default(),
        body: "Tea?".into(),
    };
    discussions::add(tx, &said).await.unwrap();
    message
}

async fn a_room(tx: &mut WriteTx, of: &Actor, name: &str) -> RoomId {
    let room = RoomId(id());
    rooms::add(tx, (&room, &of.id), name, RoomReaders::Members, Time(1)).await.unwrap();
    room
}

/// The numbers of the tasks that were discussed after a moment.
async fn discussed(tx: &mut WriteTx, sights: &Sights, after: Time, limit: i64) -> Vec<(String, i64)> {
    let found = rooms::discussed(tx, sights, after, limit).await.unwrap();
    found.into_iter().map(|one| (one.slug, one.number)).collect()
}

async fn the_tasks_that_were_discussed_last_are_those_that_their_reader_may_read(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await);
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    let mut made: Vec<Task> = Vec::new();
    for of in [&bees, &bees, &bees, &wasps, &wasps] {
        made.push(a_task(&mut tx, of, None, "Count", Size::M).await);
    }
    for (at, task) in [(10, 0), (30, 1), (20, 3), (40, 4), (50, 2), (15, 0)] {
        say(&mut tx, made[task].id.as_str(), &ben, Time(at)).await;
    }
    // One is put away; one was not discussed for long.
    endings::archive(&mut tx, &made[2], &[made[2].id.clone()], Time(60)).await.unwrap();
    let whole = [(&bees, Visibility::Public, Role::Normal), (&wasps, Visibility::Public, Role::Normal)];
    let of = |slug: &str, number: i64| (slug.to_owned(), number);
    let sights = a_members(&ana, &whole);
    assert_eq!(
        discussed(&mut tx, &sights, Time(12), 9).await,
        [of("wasps", 2), of("bees", 2), of("wasps", 1), of("bees", 1)]
    );
    assert_eq!(discussed(&mut tx, &sights, Time(12), 2).await, [of("wasps", 2), of("bees", 2)]);
    assert_eq!(discussed(&mut tx, &sights, Time(15), 9).await.len(), 3, "after, not at");
    assert_eq!(discussed(&mut tx, &a_members(&ana, &whole[..1]), Time(12), 9).await.len(), 2);
    assert!(discussed(&mut tx, &Sights::default(), Time(12), 9).await.is_empty());
    // A member who sees only their own tasks finds those.
    let partly = a_members(&ana, &[(&bees, Visibility::Members, Role::Untrusted)]);
    assert!(discussed(&mut tx, &partly, Time(12), 9).await.is_empty());
    tasks::set_state(&mut tx, &made[1].id, Phase::Started, Some(&ana), Time(70)).await.unwrap();
    assert_eq!(discussed(&mut tx, &partly, Time(12), 9).await, [of("bees", 2)]);
}

async fn so_many_tasks_of_each_pursuance_are_looked_at_and_the_latest_are_shown(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await);
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    for number in 0..8 {
        let of = if number < 6 { &bees } else { &wasps };
        let task = a_task(&mut tx, of, None, "Count", Size::M).await;
        say(&mut tx, task.id.as_str(), &ben, Time(100 - number)).await;
    }
    let sights = a_members(
        &ana,
        &[(&bees, Visibility::Public, Role::Normal), (&wasps, Visibility::Public, Role::Normal)],
    );
    let found = discussed(&mut tx, &sights, Time(1), 5).await;
    assert_eq!(found, (1..=5).map(|number| ("bees".to_owned(), number)).collect::<Vec<_>>());
    assert_eq!(discussed(&mut tx, &sights, Time(1), 8).await.len(), 8);
}

async fn the_number_beside_talk_looks_at_so_many_rooms_and_discussions(db: Db) {
    let mut tx = db.write().await.unwrap();
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
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    let sights = a_members(&ana, &[(&bees, Visibility::Public, Role::Normal)]);
    let number = async |tx: &mut WriteTx, rooms: bool, whole: bool| {
        let heard = vec![ReadableDiscussions { pursuance: &bees.id, floor: Time(5), rooms, whole }];
        let told = NoticedDiscussions { heard, now: Time(1_000) };
        sidebar::frame(tx, Some(&ana), &sights, false, &told).await.unwrap().unwrap().talk
    };
    assert_eq!(number(&mut tx, true, true).await, 0);
    for place in 0..ROOMS_SEEN + 2 {
        let room = a_room(&mut tx, &bees, &format!("Room {place}")).await;
        say(&mut tx, room.as_str(), &ben, Time(10 + place)).await;
        rooms::touch(&mut tx, &room, Time(10 + place)).await.unwrap();
    }
    assert_eq!(number(&mut tx, true, true).await, ROOMS_SEEN);
    assert_eq!(number(&mut tx, false, true).await, 0, "of rooms they are told nothing");
    // One's own words, and what was said before, are not unread.
    let quiet = a_room(&mut tx, &bees, "Quiet").await;
    for (at, author) in [(4, &ben), (50, &ana)] {
        say(&mut tx, quiet.as_str(), author, Time(at)).await;
        rooms::touch(&mut tx, &quiet, Time(at)).await.unwrap();
    }
    assert_eq!(number(&mut tx, true, true).await, ROOMS_SEEN - 1, "it is one of those that are looked at");
    // Of tasks those count where something was said last, read before or not, and those that they read before.
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let first = say(&mut tx, task.id.as_str(), &ben, Time(20)).await;
    say(&mut tx, task.id.as_str(), &ben, Time(21)).await;
    assert_eq!(number(&mut tx, false, true).await, 1);
    for later in 0..TASKS_SEEN {
        let other = a_task(&mut tx, &bees, None, "Count", Size::M).await;
        say(&mut tx, other.id.as_str(), &ana, Time(22 + later)).await;
    }
    assert_eq!(number(&mut tx, false, true).await, 0, "so many others were discussed since");
    let marker = Marker { place: Place::behind(Time(20), &first), moved: Time(30) };
    read_markers::set(&mut tx, &ana, task.id.as_str(), &marker).await.unwrap();
    assert_eq!(number(&mut tx, false, true).await, 1);
    assert_eq!(number(&mut tx, false, false).await, 0, "they may not read it");
    tasks::set_state(&mut tx, &task.id, Phase::Started, Some(&ana), Time(31)).await.unwrap();
    assert_eq!(number(&mut tx, false, false).await, 1, "it is theirs");
    for later in 0..THREADS_SEEN {
        let marker = Marker { place: Place::of_moment(Time(1)), moved: Time(40 + later) };
        read_markers::set(&mut tx, &ana, &id(), &marker).await.unwrap();
    }
    assert_eq!(number(&mut tx, false, true).await, 0, "they read so many others since");
}

async fn a_great_many_unread_messages_are_counted_up_to_a_bound(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    let (full, other) = (a_room(&mut tx, &bees, "Full").await, a_room(&mut tx, &bees, "Other").await);
    for at in 0..COUNTED + 5 {
        say(&mut tx, full.as_str(), &ben, Time(10 + at)).await;
    }
    let first = say(&mut tx, other.as_str(), &ben, Time(12)).await;
    say(&mut tx, other.as_str(), &ben, Time(14)).await;
    let asked =
        |thread, floor, from| UnreadQuestion { thread, pursuance: &bees.id, floor: Time(floor), from };
    let news = read_markers::news(
        &mut tx,
        &ana,
        &[asked(full.as_str(), 5, None), asked(other.as_str(), 5, None), asked("nothing", 5, None)],
    )
    .await
    .unwrap();
    assert_eq!(news.len(), 2, "{news:?}");
    assert_eq!(news[full.as_str()].unread, COUNTED);
    let found = &news[other.as_str()];
    assert_eq!((found.unread, found.mentions, &found.first, found.read_at), (2, 0, &first, None));
    // From a floor on, and where a lifetime has ended.
    for (floor, from) in [(12, None), (5, Some(Time(13)))] {
        let news = read_markers::news(&mut tx, &ana, &[asked(other.as_str(), floor, from)]).await.unwrap();
        assert_eq!(news[other.as_str()].unread, 1, "{floor} {from:?}");
    }
    assert!(read_markers::news(&mut tx, &ben, &[asked(other.as_str(), 5, None)]).await.unwrap().is_empty());
    // Behind a thousand words of one's own nobody looks.
    for at in 0..BEHIND {
        say(&mut tx, other.as_str(), &ben, Time(20 + at)).await;
    }
    say(&mut tx, other.as_str(), &ana, Time(2_000)).await;
    let news = async |tx: &mut WriteTx, floor: i64| {
        let news = read_markers::news(tx, &ben, &[asked(other.as_str(), floor, None)]).await.unwrap();
        news.get(other.as_str()).map(|news| news.unread)
    };
    assert_eq!((news(&mut tx, 15).await, news(&mut tx, 20).await), (None, Some(1)));
}

async fn rooms_are_found_by_their_names_by_those_who_may_read_them(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await);
    let ana = a_person(&mut tx, "ana").await;
    let archived = a_room(&mut tx, &bees, "Kitchen").await;
    rooms::set_archived(&mut tx, &archived, Some(Time(9))).await.unwrap();
    let open = a_room(&mut tx, &wasps, "kitchen").await;
    a_room(&mut tx, &wasps, "Cellar").await;
    let called = async |tx: &mut WriteTx, sights: &Sights, names: &[&str]| {
        let found = rooms::called(tx, sights, names.iter().copied()).await.unwrap();
        found.into_iter().map(|room| room.id).collect::<Vec<_>>()
    };
    let of = |role: Role| {
        a_members(&ana, &[(&bees, Visibility::Public, Role::Normal), (&wasps, Visibility::Public, role)])
    };
    assert_eq!(called(&mut tx, &of(Role::Normal), &["KITCHEN"]).await, [open, archived.clone()]);
    assert_eq!(called(&mut tx, &of(Role::Normal), &["kitchen", "cellar", "attic"]).await.len(), 3);
    // Untrusted members read no room for members, and visitors name none.
    assert_eq!(called(&mut tx, &of(Role::Untrusted), &["kitchen"]).await, [archived]);
    assert!(called(&mut tx, &Sights::default(), &["kitchen"]).await.is_empty());
    assert_eq!(called(&mut tx, &of(Role::Untrusted), &["general"]).await.len(), 2);
}
