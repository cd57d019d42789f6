//! Very many messages: pages that cost the same however many there are, and what ends goes in parts.

use pursuance::actions::talk::ENDED_AT_ONCE;
use pursuance::jobs::Worker;
use pursuance::store::discussions::{self, Message, Ties};
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::time::{MINUTE, SECOND, Time};
use serde_json::{Value, json};

use super::rooms::{room, said};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::statements::asked;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_room_is_gone_through_backwards_also_where_messages_came_at_one_moment,
    comments_behind_one_of_another_task_are_not_found,
    a_page_counts_no_more_than_a_hundred_earlier_messages,
    another_lifetime_deletes_so_many_that_have_ended_and_no_more,
);

/// Writes messages down as they would stand there, each with its text and its moment: nobody can say so many in a test.
pub(crate) async fn fill(
    app: &TestApp,
    (thread, author): (&str, &ActorId),
    said: impl IntoIterator<Item = (String, Time)>,
) {
    let mut tx = app.db.write().await.unwrap();
    for (text, at) in said {
        let id = MessageId(app.clock.new_id());
        let message = Message {
            uri: app.addresses.note(id.as_str()),
            thread: thread.to_owned(),
            author: author.clone(),
            at,
            revision: 1,
            shared_with: None,
            retracted_at: None,
            removed: None,
            worded_at: at,
            body: text.as_str().into(),
            is_refused: false,
            ties: Ties::default(),
            id,
        };
        discussions::add(&mut tx, &message).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn a_room_is_gone_through_backwards_also_where_messages_came_at_one_moment(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let now = app.clock.now();
    // Three at each moment.
    let said = (0..25).map(|n| (format!("zqsaid{n}"), now.plus(SECOND * (n / 3))));
    fill(&app, (&kitchen, &ana.id), said).await;
    let (mut found, mut before, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let path = format!("/api/v1/rooms/{kitchen}/messages?limit=4{before}");
        let page = ana.read(&path).await.ok();
        let items = page["items"].as_array().unwrap().clone();
        found.splice(0..0, items.into_iter().map(|item| item["body"].as_str().unwrap().to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => before = format!("&before={next}"),
            None => break,
        }
    }
    found.sort();
    found.dedup();
    assert_eq!((found.len(), pages), (25, 7), "each once");
}

async fn comments_behind_one_of_another_task_are_not_found(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let mut said = Vec::new();
    for number in [task(&ana, "Count").await, task(&ana, "Weigh").await] {
        let on = of(json!({ "task": number, "body": "Here." }));
        said.push(ana.perform("task.comment", on).await.ok()["result"]["message"].clone());
    }
    let after =
        |id: &Value| format!("/api/v1/pursuances/bees/tasks/1/comments?after={}", id.as_str().unwrap());
    assert!(ana.read(&after(&said[0])).await.items().is_empty());
    ana.read(&after(&said[1])).await.problem(404, "not-found");
}

async fn a_page_counts_no_more_than_a_hundred_earlier_messages(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let number = task(&ana, "Count").await;
    let id = Inspect::open(&app.config.database_url).await.text("select id from task").await;
    let now = app.clock.now();
    let mut visitor = Browser::new(&app);
    let path = format!("/p/bees/t/{number}");
    let said = (0..150).map(|n| (format!("zqsaid{n}"), now.plus(SECOND * n)));
    fill(&app, (&id, &ana.id), said).await;
    visitor.open(&path).await.shown().saying("100 earlier messages");
    fill(&app, (&id, &ana.id), [("zqlast".to_owned(), now.plus(5 * MINUTE))]).await;
    visitor.open(&path).await.shown().saying("More than 100 earlier messages");
}

async fn another_lifetime_deletes_so_many_that_have_ended_and_no_more(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let lasts = async |seconds: Value| {
        ana.perform("room.edit", json!({ "room": kitchen, "lifetime": seconds })).await
    };
    lasts(json!(60)).await.ok();
    let rows = Inspect::open(&app.config.database_url).await;
    let in_room = format!("message where thread = '{kitchen}'");
    for (count, is_taken) in [(ENDED_AT_ONCE + 1, false), (ENDED_AT_ONCE, true)] {
        let now = app.clock.now();
        fill(&app, (&kitchen, &people[0].id), (0..count).map(|n| (format!("zqsaid{n}"), now))).await;
        app.advance(2 * MINUTE);
        if is_taken {
            lasts(json!(null)).await.ok();
        } else {
            lasts(json!(null)).await.problem(409, "room-ending");
            let worker = Worker::spawn(&app.app);
            until("the sweep has deleted them", async || rows.count(&in_room).await == 0).await;
            worker.stop().await;
        }
    }
    assert_eq!(rows.count(&in_room).await, 0);
}

/// How many messages are deleted between two looks for more.
const PART: usize = 100;

#[tokio::test]
async fn very_many_messages_end_in_parts_between_which_others_write() {
    const MANY: usize = 2_050;
    let app = TestApp::start_on_postgres().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    let now = app.clock.now();
    fill(&app, (&kitchen, &ana.id), (0..MANY).map(|n| (format!("zqsaid{n}"), now))).await;
    app.advance(2 * MINUTE);
    said(&ana, &kitchen, "zqnew").await;
    let rows = Inspect::open(&app.config.database_url).await;
    let in_room = format!("message where thread = '{kitchen}'");
    let statements = asked(async {
        let worker = Worker::spawn(&app.app);
        until("they have ended", async || rows.count(&in_room).await == 1).await;
        worker.stop().await;
    })
    .await;
    let mut parts = Vec::new();
    for statement in &statements {
        if statement.contains(" from room r join message m on m.thread = r.id where r.lifetime is not null") {
            parts.push(0);
        } else if statement.starts_with("delete from message where id") {
            *parts.last_mut().unwrap() += 1;
        }
    }
    parts.retain(|part| *part > 0);
    assert_eq!(parts.iter().sum::<usize>(), MANY);
    assert_eq!(parts.len(), MANY.div_ceil(PART), "{parts:?}");
    assert!(parts.iter().all(|part| *part <= PART), "{parts:?}");
}

#[tokio::test]
async fn quotes_from_many_discussions_cost_as_many_statements_as_from_one() {
    let app = TestApp::start_on_postgres().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let cellar = room(&ana, "Cellar", "everyone").await;
    let quoted = said(&ana, &cellar, "zqquoted").await;
    let mut nobody = Browser::new(&app);
    let path = format!("/p/bees/talk/{kitchen}");
    let mut costs = Vec::new();
    let mut quote = vec![quoted];
    for round in 0..2 {
        for id in quote.drain(..) {
            let about = json!({ "room": kitchen, "body": "That.", "quote": id });
            ana.perform("room.say", about).await.ok();
        }
        nobody.open(&format!("{path}?first={round}")).await.shown().saying("zqquoted");
        costs.push(
            asked(async { drop(nobody.open(&format!("{path}?again={round}")).await.shown()) }).await.len(),
        );
        for name in ["Attic", "Roof", "Garden"] {
            if round == 0 {
                quote.push(said(&ana, &room(&ana, name, "everyone").await, "zqmore").await);
            }
        }
        // A task besides.
        let number = task(&ana, "Count").await;
        let on = of(json!({ "task": number, "body": "zqtask" }));
        let comment = ana.perform("task.comment", on).await.ok()["result"]["message"].clone();
        quote.push(comment.as_str().unwrap().to_owned());
    }
    // Tasks are looked for before rooms, so that both kinds cost no statement more.
    assert_eq!(costs[0], costs[1], "{costs:?}");
}

#[tokio::test]
async fn the_page_of_a_room_costs_hardly_more_statements_than_that_of_a_task() {
    let app = TestApp::start_on_postgres().await;
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let number = task(&ana, "Count").await;
    for body in ["One.", "*Two*, as in #1.", "@ben: three?"] {
        said(&ana, &kitchen, body).await;
        ana.perform("task.comment", of(json!({ "task": number, "body": body }))).await.ok();
    }
    for browser in [&mut Browser::of(&app, "ben").await, &mut Browser::new(&app)] {
        let mut costs = Vec::new();
        for path in [format!("/p/bees/talk/{kitchen}"), format!("/p/bees/t/{number}")] {
            browser.open(&format!("{path}?first")).await.shown();
            costs.push(asked(async { drop(browser.open(&format!("{path}?again")).await.shown()) }).await);
        }
        // Whether it is watched and muted, and which files there are, is in the statements of a task, but not in those of a room.
        assert!(costs[0].len() <= costs[1].len() + 3, "{costs:#?}");
    }
}
