//! A pursuance is closed, opened again, and deleted for good: by its Primary alone, at every door.

use http::StatusCode;
use pursuance::jobs::Worker;
use pursuance_domain::action::{Action, Doors};
use pursuance_domain::time::{DAY, SECOND};
use serde_json::{Value, json};

use super::{BEES, bees, of, role_of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    in_a_closed_pursuance_every_action_is_refused_but_a_few,
    only_the_primary_closes_opens_again_and_deletes,
    invitations_requests_questions_and_suggestions_end_with_the_closing_and_stay_ended,
    every_member_is_told_and_the_log_says_why,
    a_closed_pursuance_is_read_left_and_handed_over,
    its_pages_say_that_it_is_closed_and_offer_nothing,
    a_refusal_tells_the_time_of_the_closing_by_the_clocks_of_the_reader,
    a_closed_pursuance_is_found_by_its_members_and_in_no_list_for_others,
    a_closed_pursuance_counts_no_review_that_waits,
    people_who_ask_to_join_are_counted_for_those_who_decide,
    a_pursuance_is_deleted_after_fourteen_days_by_its_name_and_nothing_of_it_is_left,
    the_removal_goes_on_where_it_was_interrupted,
    whoever_waits_for_a_task_of_a_deleted_pursuance_waits_no_longer,
);

/// Closes the bees.
async fn close(ana: &Person) -> Value {
    let closed = ana.perform("pursuance.close", of(json!({ "reason": "The winter is here." }))).await;
    closed.ok()["result"].clone()
}

/// Actions about a pursuance that are no change of it, and what else they answer in one that is closed; and those about what
/// ended with the closing.
const GO_ON: [(&str, Option<&str>); 13] = [
    ("pursuance.leave", Some("last-one")),
    ("pursuance.close", Some("already-closed")),
    ("pursuance.reopen", None),
    ("pursuance.delete", Some("another-name")),
    ("pursuance.transfer", None),
    ("pursuance.accept_transfer", Some("not-asked")),
    ("suggestion.accept", Some("not-found")),
    ("suggestion.amend", Some("not-found")),
    ("suggestion.decline", Some("not-found")),
    ("suggestion.withdraw", Some("not-found")),
    // For oneself; not for everybody.
    ("search.save", None),
    ("thread.read", Some("not-found")),
    ("thread.read_all", None),
];

async fn in_a_closed_pursuance_every_action_is_refused_but_a_few(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "admin")]).await;
    let number = task(&ana, "Count").await;
    let other = task(&ana, "Weigh").await;
    close(&ana).await;
    app.advance(14 * DAY);
    let mut tried = 0;
    for entry in Action::catalogue().into_iter().filter(|entry| entry.card.doors == Doors::Everywhere) {
        let mut input = entry.example.unwrap();
        if input.get("pursuance").is_none() {
            continue;
        }
        let values = [
            ("pursuance", json!("bees")),
            ("task", json!(number)),
            ("member", json!("ben")),
            ("to", json!("ben")),
            ("on", json!(other)),
            ("by", json!(other)),
            ("parent", json!(other)),
            ("confirm", json!("wasps")),
        ];
        for (name, value) in values {
            // Of a reaction it says whether it is there.
            if !input[name].is_null() && !input[name].is_boolean() {
                input[name] = value;
            }
        }
        if entry.name == "suggestion.make" {
            input["action"] = json!("task.create");
            input["input"] = json!({ "pursuance": "bees", "title": "Draw" });
        }
        let path = format!("/api/v1/actions/{}?dry_run=true", entry.name);
        let answer = ana.post(&path, &[], input).await;
        match GO_ON.iter().find(|(name, _)| *name == entry.name) {
            None => {
                answer.problem(409, "pursuance-closed");
                tried += 1;
            }
            Some((_, None)) => drop(answer.ok()),
            Some((_, Some(slug))) => {
                assert!(answer.text().contains(&format!("problems#{slug}")), "{answer:?}");
            }
        }
    }
    assert!(tried > 25, "{tried} actions were refused");
    // One's own things go on.
    let on = json!({ "object": "bees", "on": true });
    people[0].perform("watch.set", on).await.ok();
    people[0].perform("notice.read", json!({ "all": true })).await.ok();
    let search = of(json!({ "name": "Open", "query": "is:open", "shared": true }));
    people[0].perform("search.save", search).await.problem(409, "pursuance-closed");
}

async fn only_the_primary_closes_opens_again_and_deletes(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("eva", "admin")]).await;
    let zoe = app.person("zoe").await;
    let delete = || of(json!({ "confirm": "bees" }));
    for person in [&people[0], &zoe] {
        let refused = person.perform("pursuance.close", of(json!({ "reason": "No." }))).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{refused:?}");
    }
    let silent = ana.perform("pursuance.close", of(json!({}))).await.problem(422, "invalid-input");
    assert_eq!(silent["field"], "reason");
    ana.perform("pursuance.reopen", of(json!({}))).await.problem(409, "not-closed");
    ana.perform("pursuance.delete", delete()).await.problem(409, "not-closed");
    close(&ana).await;
    ana.perform("pursuance.close", of(json!({ "reason": "Again." }))).await.problem(409, "already-closed");
    app.advance(14 * DAY);
    for person in [&people[0], &zoe] {
        for (name, input) in [("pursuance.reopen", of(json!({}))), ("pursuance.delete", delete())] {
            let refused = person.perform(name, input).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{refused:?}");
        }
    }
    ana.perform("pursuance.reopen", of(json!({}))).await.ok();
    task(&ana, "Begin again").await;
}

async fn invitations_requests_questions_and_suggestions_end_with_the_closing_and_stay_ended(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    let made = ana.perform("invite.create", of(json!({ "role": "normal", "expires": "7d" }))).await.ok();
    let link = made["result"]["link"].as_str().unwrap().to_owned();
    let [ida, kim, leo] = [app.person("ida").await, app.person("kim").await, app.person("leo").await];
    ida.perform("pursuance.join", of(json!({ "note": "Please." }))).await.ok();
    kim.perform("profile.edit", json!({ "askable": true })).await.ok();
    let asked = ana.perform("recruit.ask", of(json!({ "person": "kim", "role": "normal" }))).await.ok();
    let ask = asked["result"]["ask"].clone();
    let suggest = json!({ "action": "task.create", "input": { "pursuance": "bees", "title": "Draw" } });
    people[0].perform("suggestion.make", of(suggest)).await.ok();

    let ends = close(&ana).await;
    let counted =
        ["suggestions", "invites", "asking", "asked", "handed_out", "taken"].map(|name| &ends[name]);
    assert_eq!(counted, [&json!(1), &json!(1), &json!(1), &json!(1), &json!(0), &json!(0)]);

    let refused = |answer: crate::support::Answer| assert!(answer.status.is_client_error(), "{answer:?}");
    leo.perform("invite.accept", json!({ "secret": link })).await.problem(409, "pursuance-closed");
    kim.perform("recruit.answer", json!({ "ask": ask, "accept": true })).await.problem(409, "answered");
    leo.perform("pursuance.join", of(json!({}))).await.problem(409, "pursuance-closed");
    assert!(ana.read(&format!("{BEES}/suggestions")).await.items().is_empty());

    ana.perform("pursuance.reopen", of(json!({}))).await.ok();
    refused(leo.perform("invite.accept", json!({ "secret": link })).await);
    refused(kim.perform("recruit.answer", json!({ "ask": ask, "accept": true })).await);
    refused(ana.perform("member.decide", of(json!({ "member": "ida", "accept": true }))).await);
    assert!(ana.read(&format!("{BEES}/suggestions")).await.items().is_empty());
    for person in ["ida", "kim", "leo"] {
        assert_eq!(role_of(&ana, person).await, json!(null), "{person}");
    }
}

/// Notices to somebody about the pursuance as a whole.
async fn told(person: &Person) -> Vec<Value> {
    let items = person.read("/api/v1/me/inbox?limit=200").await.items();
    let of_kind = items.into_iter().filter(|item| item["kind"] == "closing");
    of_kind.map(|item| item["event"]["verb"].clone()).collect()
}

async fn every_member_is_told_and_the_log_says_why(app: TestApp) {
    let others = [("eve", "untrusted"), ("val", "viewer"), ("eva", "admin")];
    let (ana, people) = bees(&app, "members", &others).await;
    let zoe = app.person("zoe").await;
    close(&ana).await;
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let line = log.iter().find(|line| line["verb"] == "pursuance.closed").expect("the log has it");
    assert_eq!((&line["by"], &line["reason"]), (&json!("ana"), &json!("The winter is here.")));
    let worker = Worker::spawn(&app);
    for person in &people {
        until("every member is told", async || told(person).await == [json!("pursuance.closed")]).await;
    }
    let inbox = people[0].read("/api/v1/me/inbox?limit=50").await.ok();
    let shown = inbox["items"].as_array().unwrap().len();
    assert_eq!((shown, &inbox["unread"]), (2, &json!(1)), "the closing and the role before it are one row");
    ana.perform("pursuance.reopen", of(json!({}))).await.ok();
    let reopened = async || told(&people[0]).await.first() == Some(&json!("pursuance.reopened"));
    until("and of the opening", reopened).await;
    assert!(told(&ana).await.is_empty(), "nobody is told of their own act");
    assert!(told(&zoe).await.is_empty());
    worker.stop().await;
}

async fn a_closed_pursuance_is_read_left_and_handed_over(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("eva", "admin")]).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    close(&ana).await;
    let read = people[0].read(BEES).await.ok();
    assert_eq!(read["closed"]["reason"], "The winter is here.");
    assert_eq!(read["closed"]["by"], "ana");
    people[0].read(&format!("{BEES}/tasks/{number}")).await.ok();
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    ana.perform("pursuance.transfer", of(json!({ "to": "eva" }))).await.ok();
    people[1].perform("pursuance.accept_transfer", of(json!({}))).await.ok();
    ana.perform("pursuance.reopen", of(json!({}))).await.problem(403, "not-allowed");
    people[1].perform("pursuance.reopen", of(json!({}))).await.ok();
    assert_eq!(people[1].read(BEES).await.ok()["closed"], json!(null));
    let seen = people[1].read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!(seen["phase"], "help_wanted", "what somebody left behind looks for help");
}

async fn its_pages_say_that_it_is_closed_and_offer_nothing(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let open_task = bens.open(&format!("/p/bees/t/{number}")).await.shown();
    let late = open_task.form(&format!("/p/bees/t/{number}/comments"));

    let settings = anas.open("/p/bees/settings").await.shown();
    settings.saying("Close this pursuance");
    let page = anas.open("/p/bees/close").await.shown().saying("Nothing is under way that would end.");
    let empty = anas.fill(&page, "/p/bees/close", &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let closed = anas.fill(&page, "/p/bees/close", &[("reason", "The winter is here.")]).await.shown();
    closed.saying("The pursuance is closed.").saying("The winter is here.").saying("Open again or delete");

    bens.submit(late.with(&[("body", "Too late.")])).await.refused().saying("This pursuance is closed since");
    for path in ["/p/bees".to_owned(), format!("/p/bees/t/{number}"), "/p/bees/members".to_owned()] {
        let shown = bens.open(&path).await.shown().saying("The winter is here.");
        assert!(!shown.says("Open again or delete"), "only the Primary decides");
    }
    let shown = bens.open(&format!("/p/bees/t/{number}")).await.shown();
    for form in ["comments", "take", "files", "block"] {
        assert!(!shown.has_form(&format!("/p/bees/t/{number}/{form}")), "{form}");
    }
    assert!(!bens.open("/p/bees").await.shown().has_form("/p/bees/tasks"));
    assert_eq!(bens.open("/p/bees/close").await.status, StatusCode::FORBIDDEN);

    let page = anas.open("/p/bees/close").await.shown().saying("That is possible");
    assert!(!page.has_form("/p/bees/delete"), "not before 14 days");
    let tabs = page.html.split(r#"<nav class="tabs"#).nth(1).unwrap().split("</nav>").next().unwrap();
    assert!(tabs.contains("aria-current=\"true\">About"), "{tabs}");
    anas.fill(&page, "/p/bees/reopen", &[]).await.shown().saying("The pursuance is open again.");
    let shown = bens.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(shown.has_form(&format!("/p/bees/t/{number}/comments")));
}

async fn a_refusal_tells_the_time_of_the_closing_by_the_clocks_of_the_reader(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/invites").await.shown();
    let late = page.form("/p/bees/invites");
    close(&ana).await;
    let closed = app.clock.now().utc();
    let refused = anas.submit(late.clone()).await.refused();
    refused.saying(&format!("since {}", closed.format("%Y-%m-%d %H:%M UTC")));
    ana.perform("profile.edit", json!({ "zone": "Asia/Tokyo" })).await.ok();
    let there = closed.with_timezone(&chrono_tz::Asia::Tokyo);
    let refused = anas.submit(late).await.refused();
    refused.saying(&format!("since {}", there.format("%Y-%m-%d %H:%M JST")));
}

async fn a_closed_pursuance_is_found_by_its_members_and_in_no_list_for_others(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    task(&ana, "Count the hives").await;
    let zoe = app.person("zoe").await;
    let slugs = async |person: &Person| {
        let items = person.read("/api/v1/pursuances").await.items();
        items.iter().map(|item| item["pursuance"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&zoe).await, ["bees"]);
    close(&ana).await;
    assert!(slugs(&zoe).await.is_empty());
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open("/p").await.shown().saying("Closed").saying("Bees");
    assert!(page.html.contains(r#"<span class="badge push">Closed</span>"#), "at the side: {page:?}");
    let me = people[0].read("/api/v1/me").await.ok();
    assert_eq!(
        me["pursuances"],
        json!([{ "pursuance": "bees", "name": "Bees", "role": "normal", "closed": true }])
    );
    assert!(!Browser::new(&app).open("/").await.shown().says("Count the hives"));
    assert!(!bens.open("/").await.shown().says("Count the hives"), "nothing of it is to be picked up");
    let mut zoes = Browser::signed_in(&app, &zoe.id).await;
    let page = zoes.open("/p/bees").await.shown().saying("The winter is here.");
    assert!(!page.has_form("/p/bees/join"), "nobody joins");
    assert!(
        !page.says("Anyone can join at once") && page.says("Nobody joins while it is closed"),
        "{page:?}"
    );
}

async fn a_closed_pursuance_counts_no_review_that_waits(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    people[0].perform("task.take", of(json!({ "task": number }))).await.ok();
    for phase in ["in_progress", "ready_for_review"] {
        people[0].perform("task.set_phase", of(json!({ "task": number, "phase": phase }))).await.ok();
    }
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    for is_open in [true, false] {
        let page = anas.open("/p/bees/members").await.shown();
        let tabs = page.html.split(r#"<nav class="tabs""#).nth(1).unwrap().split("</nav>").next().unwrap();
        assert_eq!(tabs.contains("Requests <span"), is_open, "{tabs}");
        if is_open {
            close(&ana).await;
        }
    }
}

async fn people_who_ask_to_join_are_counted_for_those_who_decide(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    app.person("zoe").await.perform("pursuance.join", of(json!({}))).await.ok();
    let mut visitor = Browser::new(&app);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    for (browser, decides) in [(&mut anas, true), (&mut bens, false), (&mut visitor, false)] {
        let page = browser.open("/p/bees").await.shown();
        let tabs = page.html.split(r#"<nav class="tabs""#).nth(1).unwrap().split("</nav>").next().unwrap();
        assert_eq!(tabs.contains("Requests <span"), decides, "{tabs}");
        assert_eq!(tabs.contains("/p/bees/members#asking"), decides, "{tabs}");
    }
}

/// How many rows name the pursuance, table by table: only those that have any.
async fn left(inspect: &Inspect) -> Vec<(&'static str, i64)> {
    let counts = [
        ("task", "task"),
        ("member", "member"),
        ("message", "message"),
        ("file", "file"),
        ("proposal", "proposal"),
        ("invite", "invite"),
        ("watch", "watch"),
        ("event", "event where verb like 'task.%' or verb like 'member.%'"),
        ("text", "text_version where body like '%honey%'"),
        ("name", "actor where display = 'Bees' or summary like '%honey%'"),
        ("job", "job"),
    ];
    let mut found = Vec::new();
    for (name, from) in counts {
        let count = inspect.count(from).await;
        if count > 0 {
            found.push((name, count));
        }
    }
    found
}

/// The bees, with something of everything, closed for 14 days.
async fn full_and_closed(app: &TestApp) -> (Person, Vec<Person>) {
    let (ana, people) = bees(app, "public", &[("ben", "normal"), ("val", "viewer")]).await;
    ana.perform("pursuance.edit", of(json!({ "mission": "All about honey." }))).await.ok();
    let above = task(&ana, "Collect honey").await;
    for _ in 0..5 {
        let part = of(json!({ "title": "A jar of honey", "parent": above, "deliverables": "Sweet honey." }));
        ana.perform("task.create", part).await.ok();
    }
    let on = |more: Value| crate::support::groups::merged(of(json!({ "task": above })), more);
    ana.perform("task.comment", on(json!({ "body": "So much honey." }))).await.ok();
    ana.perform("task.block", on(json!({ "reason": "No honey yet." }))).await.ok();
    ana.perform("grant.set", on(json!({ "member": "val", "may": ["edit"] }))).await.ok();
    let lone = task(&ana, "Pour honey").await;
    ana.perform("task.depend", of(json!({ "task": lone, "on": above }))).await.ok();
    ana.perform("invite.create", of(json!({ "role": "normal", "expires": "never" }))).await.ok();
    let suggest = json!({ "action": "task.create", "input": { "pursuance": "bees", "title": "Sell honey" } });
    people[1].perform("suggestion.make", of(suggest)).await.ok();
    let remove = of(json!({ "member": "ben", "reason": "Ate the honey." }));
    ana.perform("member.remove", remove).await.ok();
    people[1].perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    ana.perform("pursuance.close", of(json!({ "reason": "No more honey." }))).await.ok();
    (ana, people)
}

async fn a_pursuance_is_deleted_after_fourteen_days_by_its_name_and_nothing_of_it_is_left(app: TestApp) {
    let (ana, people) = full_and_closed(&app).await;
    let delete = |confirm: &str| of(json!({ "confirm": confirm }));
    app.advance(14 * DAY - SECOND);
    ana.perform("pursuance.delete", delete("bees")).await.problem(409, "closed-too-shortly");
    app.advance(SECOND);
    ana.perform("pursuance.delete", delete("wasps")).await.problem(422, "another-name");
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/close").await.shown();
    let wrong = anas.fill(&page, "/p/bees/delete", &[("confirm", "wasp")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    anas.fill(&page, "/p/bees/delete", &[("confirm", "bees")]).await.shown().saying("is deleted");

    for person in [&ana, &people[1]] {
        assert_eq!(person.read(BEES).await.status, StatusCode::NOT_FOUND, "from that second on");
        assert_eq!(person.read(&format!("{BEES}/tasks")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(app.visitor().read("/p/bees").await.status, StatusCode::NOT_FOUND);
    assert_eq!(anas.open("/p/bees/t/1").await.status, StatusCode::NOT_FOUND);
    ana.perform("pursuance.reopen", of(json!({}))).await.problem(404, "not-found");

    let inspect = Inspect::open(&app.config.database_url).await;
    let worker = Worker::spawn(&app);
    until("everything is removed", async || {
        app.advance(SECOND);
        left(&inspect).await.is_empty()
    })
    .await;
    worker.stop().await;
    assert_eq!(told(&people[1]).await, [json!("pursuance.deleted")], "the members are told");
    let taken = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    people[0].perform("pursuance.create", taken).await.problem(409, "name-taken");
    let page = Browser::signed_in(&app, &people[1].id).await.open("/inbox").await.shown();
    page.saying("deleted the pursuance for good");
}

async fn the_removal_goes_on_where_it_was_interrupted(app: TestApp) {
    let (ana, _) = full_and_closed(&app).await;
    app.advance(14 * DAY);
    ana.perform("pursuance.delete", of(json!({ "confirm": "bees" }))).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    let mut stops = 0;
    while !left(&inspect).await.is_empty() {
        let before = left(&inspect).await;
        let worker = Worker::spawn(&app);
        until("something more is removed", async || {
            app.advance(SECOND);
            left(&inspect).await != before
        })
        .await;
        worker.stop().await;
        stops += 1;
    }
    assert!(stops > 0);
}

async fn whoever_waits_for_a_task_of_a_deleted_pursuance_waits_no_longer(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let needed = task(&ana, "Collect").await;
    let ben = &people[0];
    let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    ben.perform("pursuance.create", wasps).await.ok();
    let waits = json!({ "pursuance": "wasps", "title": "Eat" });
    let waits = ben.perform("task.create", waits).await.ok()["result"]["task"].clone();
    let depend = json!({ "pursuance": "wasps", "task": waits, "on": format!("bees#{needed}") });
    ben.perform("task.depend", depend).await.ok();
    let path = format!("/api/v1/pursuances/wasps/tasks/{waits}");
    assert_eq!(ben.read(&path).await.ok()["phase"], "blocked");
    ana.perform("pursuance.close", of(json!({ "reason": "No." }))).await.ok();
    assert_eq!(ben.read(&path).await.ok()["phase"], "blocked", "it may be opened again");
    app.advance(14 * DAY);
    ana.perform("pursuance.delete", of(json!({ "confirm": "bees" }))).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    let worker = Worker::spawn(&app);
    until("the tasks are removed", async || {
        app.advance(SECOND);
        inspect.count("task").await == 1 && inspect.count("task_dependency").await == 0
    })
    .await;
    worker.stop().await;
    assert_ne!(ben.read(&path).await.ok()["phase"], "blocked");
    let items = ben.read("/api/v1/me/inbox?limit=50").await.items();
    let told = items.iter().any(|item| item["event"]["verb"] == "task.blocker_moved");
    assert!(told, "the one who waits is told: {items:?}");
}
