//! Every reason that a page shows is in the API's answer about the same thing, for the same reader, and for nobody else.

use std::collections::BTreeSet;

use pursuance::jobs::Worker;
use pursuance_domain::event::{Happened, Verb};
use serde_json::{Value, json};

use super::{join_as, start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    every_reason_that_a_page_shows_is_in_the_answer_about_the_same_thing,
    a_declined_delegation_says_why_by_its_code_and_in_words,
    what_blocks_a_task_is_read_with_who_said_so_and_since_when,
);

/// A reason: the thing, its words, where a page shows it and a read answers it, and who reads it and who does not.
struct Told<'a> {
    thing: &'static str,
    words: &'static str,
    page: String,
    read: String,
    reader: &'a Person,
    other: &'a Person,
}

/// One line for each shape of each kind of event: `domain` has a test that none is missing.
const KINDS: &str = include_str!("../../../domain/src/event/happened/told.txt");

/// The kinds of events that tell the reason of a person.
fn kinds_with_a_reason() -> BTreeSet<&'static str> {
    let shapes = KINDS.lines().filter_map(|line| {
        let (kind, data) = line.split_once(' ')?;
        let happened =
            Happened::read(Verb::parse(kind).unwrap(), serde_json::from_str(data).unwrap()).unwrap();
        happened.reason().is_some().then_some(kind)
    });
    shapes.collect()
}

async fn every_reason_that_a_page_shows_is_in_the_answer_about_the_same_thing(app: TestApp) {
    let [ana, ben, cay, dan, eve, fay] = [
        app.person("ana").await,
        app.person("ben").await,
        app.person("cay").await,
        app.person("dan").await,
        app.person("eve").await,
        app.person("fay").await,
    ];
    let [gus, zoe] = [app.person("gus").await, app.person("zoe").await];
    start_pursuance(&ana, "bees").await;
    for (person, role) in
        [(&ben, "normal"), (&cay, "normal"), (&dan, "normal"), (&eve, "normal"), (&gus, "normal")]
    {
        join_as(person, "bees", role, &ana).await;
    }
    start_pursuance_as(&ana, "hive", "members").await;
    let task = write_task(&ana, "hive", "Count").await;
    let done = async |who: &Person, action: &str, input: Value| who.perform(action, input).await.ok();
    done(
        &ana,
        "task.block",
        json!({ "pursuance": "hive", "task": task, "reason": "The hive is frozen shut" }),
    )
    .await;
    done(
        &ana,
        "member.remove",
        json!({ "pursuance": "bees", "member": "dan", "reason": "Moved to another meadow" }),
    )
    .await;
    done(
        &ana,
        "member.ban",
        json!({ "pursuance": "bees", "member": "eve", "reason": "Sold the honey of others" }),
    )
    .await;
    let input = json!({
        "slug": "nest", "name": "Nest", "mission": "Build.", "visibility": "public", "joining": "approval"
    });
    done(&ana, "pursuance.create", input).await;
    done(&fay, "pursuance.join", json!({ "pursuance": "nest" })).await;
    let no = json!({ "pursuance": "nest", "member": "fay", "accept": false, "reason": "The nest is full until spring" });
    done(&ana, "member.decide", no).await;
    start_pursuance_as(&ana, "comb", "members").await;
    done(&ana, "pursuance.close", json!({ "pursuance": "comb", "reason": "All cells are sealed" })).await;
    let own = write_task(&ana, "bees", "Weigh").await;
    let suggested = done(
        &ben,
        "suggestion.make",
        json!({
            "pursuance": "bees", "action": "task.assign", "why": "Because she has the best scales",
            "input": { "pursuance": "bees", "task": own, "assignee": "cay" },
        }),
    )
    .await;
    let suggestion = suggested["result"]["suggestion"].clone();
    let no = json!({ "pursuance": "bees", "suggestion": suggestion, "reason": "She is on holiday" });
    done(&ana, "suggestion.decline", no).await;
    let said = done(&ben, "task.comment", json!({ "pursuance": "bees", "task": own, "body": "Rude." })).await;
    let comment = said["result"]["message"].as_str().unwrap().to_owned();
    let removal =
        json!({ "pursuance": "bees", "task": own, "comment": comment, "reason": "Against our manners" });
    done(&ana, "comment.delete", removal).await;
    let sent = ben.send(http::Method::POST, "/api/v1/files", &[], "seven hives".into()).await.ok();
    let hung = json!({ "pursuance": "bees", "task": own, "file": sent["file"], "name": "notes.txt" });
    let hung = done(&ben, "task.attach", hung).await["result"]["id"].clone();
    let removal =
        json!({ "pursuance": "bees", "task": own, "file": hung, "reason": "It names a private address" });
    done(&ana, "file.remove", removal).await;
    let made = done(&ana, "room.create", json!({ "pursuance": "bees", "name": "Kitchen" })).await;
    let room = made["result"]["room"].as_str().unwrap().to_owned();
    let said = done(&ben, "room.say", json!({ "room": room, "body": "Rude, too." })).await;
    let message = said["result"]["message"].as_str().unwrap().to_owned();
    let removal = json!({ "room": room, "comment": message, "reason": "Not at the table" });
    done(&ana, "comment.delete", removal).await;
    let gus_of = |reason: &str| json!({ "pursuance": "bees", "member": "gus", "reason": reason });
    done(&ana, "member.ban", gus_of("Came in winter")).await;
    done(&ana, "member.unban", gus_of("Spring has come")).await;
    let invite = json!({ "pursuance": "bees", "role": "normal", "expires": "7d", "uses": null });
    let invite = done(&ana, "invite.create", invite).await["result"]["invite"].clone();
    let revoked = json!({
        "pursuance": "bees", "invite": invite, "with_members": true, "reason": "The link stood on a wall"
    });
    done(&ana, "invite.revoke", revoked).await;

    let events = |slug: &str| format!("/api/v1/pursuances/{slug}/events?limit=200");
    let (inbox, inbox_read) = ("/inbox".to_owned(), "/api/v1/me/inbox".to_owned());
    let told = |thing, words, page: &str, read: &str, reader, other| Told {
        thing,
        words,
        page: page.to_owned(),
        read: read.to_owned(),
        reader,
        other,
    };
    let block = "The hive is frozen shut";
    let (moved, sold) = ("Moved to another meadow", "Sold the honey of others");
    // Each kind that tells a reason: it stands in the log, and with the event.
    let given = [
        ("invite.revoked", "bees", "The link stood on a wall", &ana),
        ("member.banned", "bees", sold, &ben),
        ("member.removed", "bees", moved, &ben),
        ("member.unbanned", "bees", "Spring has come", &ben),
        ("pursuance.closed", "comb", "All cells are sealed", &ana),
        ("room.message_removed", "bees", "Not at the table", &ben),
        ("task.comment_removed", "bees", "Against our manners", &ben),
        ("task.file_removed", "bees", "It names a private address", &ben),
    ];
    let kinds: BTreeSet<&str> = given.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, kinds_with_a_reason(), "a kind that tells a reason has a row");
    let of_kinds = given.into_iter().flat_map(|(kind, slug, words, reader)| {
        let log = format!("/p/{slug}/log");
        let reads = [format!("/api/v1/pursuances/{slug}/log?limit=200"), events(slug)];
        reads.map(|read| told(kind, words, &log, &read, reader, &zoe))
    });
    let table = [
        told("a block", block, "/p/hive/t/1", "/api/v1/pursuances/hive/tasks/1/dependencies", &ana, &zoe),
        told("its event", block, "/p/hive/t/1", &events("hive"), &ana, &zoe),
        told("a removal, to whom it happened", moved, &inbox, &inbox_read, &dan, &zoe),
        told("a ban, to whom it happened", sold, "/p/bees", "/api/v1/pursuances/bees", &eve, &zoe),
        told("its notice", sold, &inbox, &inbox_read, &eve, &zoe),
        told("the bans", sold, "/p/bees/members", "/api/v1/pursuances/bees/bans", &ana, &zoe),
        told("no to a request", "The nest is full until spring", "/", "/api/v1/me/next", &fay, &zoe),
        told("the end", "All cells are sealed", "/p/comb", "/api/v1/pursuances/comb", &ana, &zoe),
        told("its event", "All cells are sealed", "/p/comb", &events("comb"), &ana, &zoe),
        told(
            "a suggestion",
            "Because she has the best scales",
            "/p/bees/suggestions",
            "/api/v1/pursuances/bees/suggestions",
            &ben,
            &zoe,
        ),
        told(
            "no to a suggestion",
            "She is on holiday",
            "/p/bees/suggestions",
            "/api/v1/pursuances/bees/suggestions",
            &ben,
            &zoe,
        ),
        told(
            "a comment that was removed",
            "Against our manners",
            &format!("/p/bees/t/{own}/comments/{comment}"),
            &format!("/api/v1/pursuances/bees/tasks/{own}/comments/{comment}"),
            &ben,
            &zoe,
        ),
        told("its notice", "Against our manners", &inbox, &inbox_read, &ben, &zoe),
        told(
            "a message that was removed",
            "Not at the table",
            &format!("/p/bees/talk/{room}/m/{message}"),
            &format!("/api/v1/rooms/{room}/messages/{message}"),
            &ben,
            &zoe,
        ),
        told("its notice", "Not at the table", &inbox, &inbox_read, &ben, &zoe),
        told("a file that was removed", "It names a private address", &inbox, &inbox_read, &ben, &zoe),
    ];
    for Told { thing, words, page, read, reader, other } in of_kinds.chain(table) {
        for (who, is_told) in [(reader, true), (other, false)] {
            let shown = Browser::signed_in(&app, &who.id).await.open(&page).await;
            assert_eq!(shown.says(words), is_told, "{thing}, {page} for {}: {shown:?}", who.name);
            let answer = who.read(&read).await.text();
            assert_eq!(answer.contains(words), is_told, "{thing}, {read} for {}: {answer}", who.name);
        }
    }
}

async fn a_declined_delegation_says_why_by_its_code_and_in_words(app: TestApp) {
    let ana = app.person("ana").await;
    for slug in ["bees", "wasps"] {
        start_pursuance(&ana, slug).await;
    }
    let task = write_task(&ana, "bees", "Count").await;
    let offer = json!({ "pursuance": "bees", "task": task, "to": "wasps" });
    let id = ana.perform("delegation.offer", offer).await.ok()["result"]["delegation"].clone();
    let worker = Worker::spawn(&app);
    let there = "/api/v1/pursuances/wasps/delegations";
    until("the offer arrives", async || !ana.read(there).await.items().is_empty()).await;
    let offered = ana.read(there).await.items()[0]["delegation"].clone();
    let no = json!({ "delegation": offered, "code": "due-too-soon", "reason": "Not before the frost" });
    ana.perform("delegation.decline", no).await.ok();
    let read = format!("/api/v1/pursuances/bees/delegations/{}", id.as_str().unwrap());
    until("the answer arrives", async || ana.read(&read).await.ok()["state"] == "declined").await;
    worker.stop().await;
    let timeline = ana.read(&read).await.ok()["timeline"].as_array().unwrap().clone();
    let declined = timeline.iter().find(|moment| moment["kind"] == "Decline").unwrap();
    assert_eq!(declined["reason"], "due-too-soon");
    assert!(declined["note"]["text"].as_str().unwrap().contains("Not before the frost"), "{declined}");
    let offer = timeline.iter().find(|moment| moment["kind"] == "Offer").unwrap();
    assert_eq!(
        declined["refused"],
        json!({ "kind": "Offer", "activity": offer["activity"], "seq": null }),
        "it names what was refused"
    );
    let mut browser = Browser::of(&app, "ana").await;
    browser.open(&format!("/p/bees/t/{task}")).await.shown().saying("Not before the frost");
}

async fn what_blocks_a_task_is_read_with_who_said_so_and_since_when(app: TestApp) {
    let [ana, ben] = [app.person("ana").await, app.person("ben").await];
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "normal", &ana).await;
    let task = write_task(&ana, "bees", "Count").await;
    let on = |more: Value| {
        let mut input = json!({ "pursuance": "bees", "task": task });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    ana.perform("task.block", on(json!({ "on": "@ben" }))).await.ok();
    let said = ana.perform("task.block", on(json!({ "reason": "No key" }))).await.ok();
    assert_eq!(said["events"][0]["reason"], "No key");
    let since = said["events"][0]["at"].clone();
    let blocks =
        async || ben.read("/api/v1/pursuances/bees/tasks/1/dependencies").await.ok()["blocks"].clone();
    let block = |on: Value, reason: Value, since: &Value| json!({ "on": on, "reason": reason, "by": "ana", "since": since, "delegation": null });
    let found = blocks().await;
    assert_eq!(found[0], block(json!("ben"), Value::Null, &found[0]["since"]));
    assert_eq!(found[1], block(Value::Null, json!("No key"), &since));
    ana.perform("task.unblock", on(json!({}))).await.ok();
    assert_eq!(blocks().await, json!([]));
}
