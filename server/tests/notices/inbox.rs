//! The inbox: those with a part in something are told, once, and read it while they may.

use http::StatusCode;
use pursuance::store::events;
use pursuance::store::notices::{self, NewNotice};
use pursuance_domain::event::happened::Joined;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{NoticeKind, NoticeReason};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::DAY;
use pursuance_domain::value::FeedForm;
use serde_json::json;

use super::Bees;
use crate::feeds::new_feed;
use crate::pairing::settle;
use crate::support::bees;
use crate::support::browser::{Browser, Page};
use crate::support::inspect::Inspect;
use crate::support::rooms::{room, said};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    an_assignee_is_told_and_so_is_the_former_one,
    a_review_is_wanted_and_its_verdict_is_told,
    nobody_is_told_of_their_own_act,
    whoever_acts_on_a_task_has_read_what_they_were_told_about_it,
    one_act_is_one_notice,
    whoever_may_no_longer_read_it_finds_no_notice_of_it,
    a_notice_is_read_and_unread_again,
    those_who_decide_are_told_of_a_request_and_the_person_of_the_answer,
    whoever_asks_to_join_again_and_again_is_told_of_once_a_day,
    notices_of_a_closed_pursuance_are_counted_as_they_are_shown,
    a_role_that_changes_is_told_to_its_member,
    an_offer_is_told_to_those_who_answer_it,
    an_inbox_is_read_in_parts,
    who_may_not_read_a_pursuance_knows_it_by_the_name_of_then,
    whoever_is_banned_is_told_and_reads_nothing_else,
    a_damaged_event_keeps_nobody_from_hearing_of_the_next_one,
);

fn told(kind: &str, reason: &str) -> (String, String) {
    (kind.to_owned(), reason.to_owned())
}

/// Fails where `jobs::notices::notify` ends with the error of an event: it is tried first each time.
async fn a_damaged_event_keeps_nobody_from_hearing_of_the_next_one(app: TestApp) {
    let (ana, people) = bees::bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let task = bees::task(&ana, "Count").await;
    ben.perform("watch.set", json!({ "object": "bees#1", "on": true })).await.ok();
    for body in ["The first one.", "The second one."] {
        let comment = json!({ "pursuance": "bees", "task": task, "body": body });
        ana.perform("task.comment", comment).await.ok();
    }
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect
        .spoil(
            "update event set data = 'no json' where verb = 'task.commented'
            and seq = (select min(seq) from event where verb = 'task.commented')",
        )
        .await;
    settle(&app).await;
    let told = ben.read("/api/v1/me/inbox?limit=200").await.items();
    assert_eq!(told.iter().filter(|one| one["kind"] == "comment").count(), 1, "{told:?}");
    assert_eq!(inspect.count("job where kind = 'notify'").await, 0);
}

async fn an_assignee_is_told_and_so_is_the_former_one(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    assert_eq!(bees.notices(&bees.ben).await, [told("assignment", "assignee")]);
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "cleo" })).await;
    assert_eq!(bees.notices(&bees.cleo).await, [told("assignment", "assignee")]);
    assert_eq!(bees.notices(&bees.ben).await.last(), Some(&told("assignment", "about")));
    assert_eq!(bees.unread(&bees.ben).await, 1, "a row for the task");
    assert_eq!(bees.unread(&bees.ana).await, 0);
}

async fn a_review_is_wanted_and_its_verdict_is_told(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.edit", task, json!({ "revision": 1, "reviewer": "cleo" })).await;
    assert_eq!(bees.notices(&bees.cleo).await, [told("review", "reviewer")]);
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "in_progress" })).await;
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
    assert_eq!(bees.notices(&bees.cleo).await.len(), 2);
    let back = json!({ "phase": "in_progress", "comment": "Row 3 is missing." });
    bees.on(&bees.cleo, "task.set_phase", task, back).await;
    assert_eq!(bees.notices(&bees.ben).await, [told("verdict", "assignee")]);
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
    bees.on(&bees.cleo, "task.set_phase", task, json!({ "phase": "done" })).await;
    assert_eq!(bees.notices(&bees.ben).await, [told("verdict", "assignee"), told("verdict", "assignee")]);
    assert_eq!(bees.kinds(&bees.ana).await, ["comment", "outcome"], "she wrote the task");
}

async fn nobody_is_told_of_their_own_act(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    bees.comment(&bees.ben, task, "I begin. @ben").await;
    bees.on(&bees.ben, "task.hand_back", task, json!({})).await;
    assert_eq!(bees.kinds(&bees.ben).await, Vec::<String>::new());
    assert_eq!(bees.kinds(&bees.ana).await, ["comment"]);
}

async fn whoever_acts_on_a_task_has_read_what_they_were_told_about_it(app: TestApp) {
    let bees = Bees::of(app).await;
    let (task, other) = (bees.task("Count").await, bees.task("Draw").await);
    for number in [task, other] {
        bees.on(&bees.ana, "task.assign", number, json!({ "assignee": "ben" })).await;
        bees.comment(&bees.ana, number, "By Friday?").await;
    }
    assert_eq!(bees.unread(&bees.ben).await, 2);
    bees.comment(&bees.ben, task, "Yes.").await;
    assert_eq!(bees.unread(&bees.ben).await, 1, "the other task is as it was");
    bees.on(&bees.ben, "task.hand_back", other, json!({})).await;
    assert_eq!(bees.unread(&bees.ben).await, 0);
    // That a task can go on since another one has ended is no act on it.
    bees.read_all().await;
    bees.on(&bees.ana, "task.depend", other, json!({ "on": task })).await;
    bees.comment(&bees.cleo, other, "When?").await;
    assert_eq!(bees.unread(&bees.ana).await, 1);
    bees.on(&bees.ana, "task.set_phase", task, json!({ "phase": "dropped" })).await;
    assert_eq!(bees.unread(&bees.ana).await, 1);
}

async fn one_act_is_one_notice(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "in_progress" })).await;
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
    bees.comment(&bees.cleo, task, "I watch this now.").await;
    bees.read_all().await;
    let back = json!({ "phase": "in_progress", "comment": "Row 3 is missing." });
    bees.on(&bees.ana, "task.set_phase", task, back).await;
    assert_eq!(bees.unread(&bees.ben).await, 1, "the verdict, and not its comment beside it");
    assert_eq!(bees.unread(&bees.cleo).await, 1, "the comment");
    bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
    bees.read_all().await;
    bees.on(&bees.ana, "task.set_phase", task, json!({ "phase": "done", "comment": "Good." })).await;
    assert_eq!(bees.unread(&bees.ben).await, 1);
    assert_eq!(bees.unread(&bees.cleo).await, 1, "that it is done");
    assert_eq!(bees.kinds(&bees.cleo).await.last().unwrap(), "outcome");
}

async fn whoever_may_no_longer_read_it_finds_no_notice_of_it(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    let task = bees.task("Count zqsecret").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    bees.comment(&bees.cleo, task, "A comment.").await;
    assert_eq!(bees.unread(&bees.ben).await, 1);
    bees.ben.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    let inbox = bees.ben.read("/api/v1/me/inbox").await;
    assert_eq!(inbox.ok()["unread"], 0, "{inbox:?}");
    assert_eq!(inbox.items().len(), 0, "{inbox:?}");
    bees.comment(&bees.cleo, task, "Another comment.").await;
    bees.told().await;
    let mut browser = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = browser.open("/inbox").await.shown();
    assert!(!page.says("zqsecret") && !page.html.contains("Bees"), "{page:?}");
    // The earlier notice is there again; the events of meanwhile are not.
    let public = json!({ "pursuance": "bees", "visibility": "public" });
    bees.ana.perform("pursuance.edit", public).await.ok();
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment", "comment"]);
}

async fn a_notice_is_read_and_unread_again(app: TestApp) {
    let bees = Bees::of(app).await;
    let (one, two) = (bees.task("Count").await, bees.task("Map").await);
    bees.on(&bees.ana, "task.assign", one, json!({ "assignee": "ben" })).await;
    bees.on(&bees.ana, "task.assign", two, json!({ "assignee": "ben" })).await;
    bees.comment(&bees.cleo, two, "A comment.").await;
    bees.told().await;
    let items = bees.ben.read("/api/v1/me/inbox").await.items();
    assert_eq!(items.len(), 3);
    let oldest = items[2]["notice"].clone();
    let read = bees.ben.perform("notice.read", json!({ "notices": [oldest] })).await.ok();
    assert_eq!(read["result"]["notices"], 1);
    assert_eq!(bees.unread(&bees.ben).await, 1, "two are left in its row");
    let again = bees.ben.perform("notice.read", json!({ "notices": [oldest] })).await.ok();
    assert_eq!(again["result"]["notices"], 0, "it was read before");
    bees.ben.perform("notice.read", json!({ "notices": [oldest], "read": false })).await.ok();
    assert_eq!(bees.unread(&bees.ben).await, 2);
    bees.ben.perform("notice.read", json!({ "object": "bees#2" })).await.ok();
    assert_eq!(bees.unread(&bees.ben).await, 1);
    let unread = bees.ben.read("/api/v1/me/inbox?unread=true").await.items();
    assert_eq!((unread.len(), &unread[0]["task"]), (1, &json!(1)));
    bees.ben.perform("notice.read", json!({ "all": true })).await.ok();
    assert_eq!(bees.unread(&bees.ben).await, 0);
    assert_eq!(bees.ben.read("/api/v1/me/inbox").await.items().len(), 3, "they stay");
    bees.ben
        .perform("notice.read", json!({ "all": true, "read": false }))
        .await
        .problem(422, "invalid-input");
    // Nobody reads for somebody else.
    bees.cleo.perform("notice.read", json!({ "notices": [oldest], "read": false })).await.ok();
    assert_eq!(bees.unread(&bees.ben).await, 0);
}

async fn those_who_decide_are_told_of_a_request_and_the_person_of_the_answer(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("cleo", Role::Recruiter).await;
    bees.read_all().await;
    let asks = json!({ "pursuance": "bees", "joining": "approval" });
    bees.ana.perform("pursuance.edit", asks).await.ok();
    let (dora, emil) = (bees.app.person("dora").await, bees.app.person("emil").await);
    for person in [&dora, &emil] {
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    }
    for decides in [&bees.ana, &bees.cleo] {
        assert_eq!(bees.unread(decides).await, 1, "one row for both");
        assert_eq!(bees.notices(decides).await.last(), Some(&told("join_request", "decider")));
    }
    assert_eq!(bees.unread(&bees.ben).await, 0, "he decides nothing");
    for (member, accept) in [("dora", true), ("emil", false)] {
        let decide = json!({ "pursuance": "bees", "member": member, "accept": accept });
        bees.cleo.perform("member.decide", decide).await.ok();
    }
    assert_eq!(bees.notices(&dora).await, [told("admission", "about")]);
    assert_eq!(bees.notices(&emil).await, [told("admission", "about")]);
    let page = Browser::signed_in(&bees.app, &emil.id).await.open("/inbox").await.shown();
    page.saying("did not let you in");
    // A person who decides no more does not see who asked.
    bees.role("cleo", Role::Normal).await;
    assert!(!bees.kinds(&bees.cleo).await.contains(&"join_request".to_owned()));
    assert_eq!(bees.unread(&bees.cleo).await, 1, "the new role");
}

async fn whoever_asks_to_join_again_and_again_is_told_of_once_a_day(app: TestApp) {
    let bees = Bees::of(app).await;
    let of = json!({ "pursuance": "bees" });
    bees.ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": "approval" })).await.ok();
    let (dora, emil) = (bees.app.person("dora").await, bees.app.person("emil").await);
    for _ in 0..3 {
        dora.perform("pursuance.join", of.clone()).await.ok();
        dora.perform("pursuance.leave", of.clone()).await.ok();
    }
    assert_eq!(bees.unread(&bees.ana).await, 1);
    emil.perform("pursuance.join", of.clone()).await.ok();
    assert_eq!(bees.notices(&bees.ana).await.len(), 2, "another person");
    bees.app.advance(DAY);
    dora.perform("pursuance.join", of.clone()).await.ok();
    assert_eq!(bees.notices(&bees.ana).await.len(), 3, "another day");
    // A second request of a person who was answered is told.
    let decide = json!({ "pursuance": "bees", "member": "dora", "accept": false });
    bees.ana.perform("member.decide", decide).await.ok();
    let before = bees.notices(&bees.ana).await.len();
    dora.perform("pursuance.join", of).await.ok();
    assert_eq!(bees.notices(&bees.ana).await.len(), before + 1);
}

async fn notices_of_a_closed_pursuance_are_counted_as_they_are_shown(app: TestApp) {
    let bees = Bees::of(app).await;
    let members = json!({ "pursuance": "bees", "visibility": "members" });
    bees.ana.perform("pursuance.edit", members).await.ok();
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    let close = json!({ "pursuance": "bees", "reason": "The winter is here." });
    bees.ana.perform("pursuance.close", close).await.ok();
    bees.told().await;
    let shown = bees.notices(&bees.ben).await;
    assert!(shown.contains(&told("assignment", "assignee")) && shown.len() > 1, "{shown:?}");
    assert_eq!(bees.unread(&bees.ben).await, i64::try_from(shown.len()).unwrap());
    let page = Browser::signed_in(&bees.app, &bees.ben.id).await.open("/").await.shown();
    let count = format!("<b>{}</b>", shown.len());
    assert!(page.html.contains(&count), "the bell says the same: {page:?}");
}

async fn a_role_that_changes_is_told_to_its_member(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("ben", Role::Assigner).await;
    assert_eq!(bees.notices(&bees.ben).await, [told("role", "about")]);
    assert_eq!(bees.unread(&bees.cleo).await, 0);
}

async fn an_offer_is_told_to_those_who_answer_it(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("cleo", Role::Assigner).await;
    let dora = bees.app.person("dora").await;
    let found = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "public" });
    dora.perform("pursuance.create", found).await.ok();
    let task = json!({ "pursuance": "wasps", "title": "Count" });
    dora.perform("task.create", task).await.ok();
    bees.read_all().await;
    let offer = json!({ "pursuance": "wasps", "task": 1, "to": "bees" });
    dora.perform("delegation.offer", offer).await.ok();
    crate::support::peers::until("the offer is told", async || bees.unread(&bees.cleo).await == 1).await;
    assert_eq!(bees.notices(&bees.cleo).await.last(), Some(&told("offer", "answerer")));
    assert_eq!(bees.unread(&bees.ben).await, 0, "he answers no offers");
    let page = Browser::signed_in(&bees.app, &bees.cleo.id).await.open("/inbox").await.shown();
    page.saying("“Count”");
    let id = bees.cleo.read("/api/v1/pursuances/bees/delegations").await.items()[0]["delegation"].clone();
    bees.cleo.perform("delegation.accept", json!({ "delegation": id })).await.ok();
    let inbox = bees.ana.read("/api/v1/me/inbox").await.items();
    let offered = inbox.iter().find(|item| item["event"]["verb"] == "delegation.offered").unwrap();
    assert_eq!(offered["read"], true, "it is answered for her, too");
    crate::support::peers::until("the answer is told", async || bees.unread(&dora).await > 0).await;
    assert!(bees.notices(&dora).await.contains(&told("offer", "partner")));
}

async fn whoever_is_banned_is_told_and_reads_nothing_else(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    let task = bees.task("Count zqsecret").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    bees.ben.perform("notice.mute", json!({ "object": "bees", "on": true })).await.ok();
    let ban = json!({ "pursuance": "bees", "member": "ben", "reason": "Rudeness.", "until": null });
    bees.ana.perform("member.ban", ban).await.ok();
    assert_eq!(bees.notices(&bees.ben).await, [told("ban", "parted")], "a duty is told though it is muted");
    assert_eq!(bees.unread(&bees.ben).await, 1);
    let page = Browser::signed_in(&bees.app, &bees.ben.id).await.open("/inbox").await.shown();
    let page = page.saying("It is about your membership.").saying("Rudeness.");
    assert!(!page.says("zqsecret"), "{page:?}");
    let unban = json!({ "pursuance": "bees", "member": "ben", "reason": "He is sorry." });
    bees.ana.perform("member.unban", unban).await.ok();
    assert_eq!(bees.unread(&bees.ben).await, 1);
}

async fn who_may_not_read_a_pursuance_knows_it_by_the_name_of_then(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    let zoe = bees.app.person("zoe").await;
    zoe.perform("profile.edit", json!({ "askable": true })).await.ok();
    let ask = json!({ "pursuance": "bees", "person": "zoe", "role": "normal" });
    bees.ana.perform("recruit.ask", ask).await.ok();
    let asked = zoe.read("/api/v1/me/asks").await.items()[0]["ask"].clone();
    zoe.perform("recruit.answer", json!({ "ask": asked, "accept": false })).await.ok();
    let put_out = |member: &str| json!({ "pursuance": "bees", "member": member, "reason": "Rudeness." });
    bees.ana.perform("member.ban", put_out("ben")).await.ok();
    bees.ana.perform("member.remove", put_out("cleo")).await.ok();
    let rename = json!({ "pursuance": "bees", "name": "Zqrenamed", "mission": "Zqrenamed" });
    bees.ana.perform("pursuance.edit", rename).await.ok();
    bees.told().await;

    for person in [&bees.ben, &bees.cleo, &zoe] {
        let feed = new_feed(&bees.app, person, FeedForm::Atom, None).await;
        let mut browser = Browser::signed_in(&bees.app, &person.id).await;
        let mut places = vec![person.read("/api/v1/me/inbox").await.text()];
        for path in ["/inbox", feed.as_str()] {
            places.push(browser.open(path).await.shown().html);
        }
        for text in places {
            assert!(text.contains("Bees") && !text.contains("Zqrenamed"), "{}: {text}", person.name);
        }
        // Zoe has answered what she was asked.
        assert_eq!(bees.unread(person).await, i64::from(person.id != zoe.id), "{}", person.name);
    }

    // A notice of a program that kept no name is not told; readers with the right see the present name.
    let inspect = Inspect::open(&bees.app.config.database_url).await;
    inspect.spoil("update notice set then_name = null, then_slug = null").await;
    for person in [&bees.ben, &bees.cleo, &zoe] {
        assert_eq!(person.read("/api/v1/me/inbox").await.items(), [] as [serde_json::Value; 0]);
        assert_eq!(bees.unread(person).await, 0, "{}", person.name);
    }
    bees.ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "public" })).await.ok();
    for person in [&bees.ben, &bees.cleo, &zoe] {
        assert_eq!(person.read("/api/v1/me/inbox").await.items()[0]["title"], "Zqrenamed");
        assert_eq!(bees.unread(person).await, i64::from(person.id != zoe.id), "{}", person.name);
    }
}

async fn an_inbox_is_read_in_parts(app: TestApp) {
    let bees = Bees::of(app).await;
    for n in 1..=7 {
        let task = bees.task(&format!("Task {n}")).await;
        bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    }
    bees.ben.perform("notice.read", json!({ "object": "bees#7" })).await.ok();
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let part = bees.ben.read(&format!("/api/v1/me/inbox?limit=3{after}")).await;
        seen.extend(part.items().iter().map(|item| item["task"].as_i64().unwrap()));
        match part.ok()["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [6, 5, 4, 3, 2, 1, 7], "the unread first, each part from the newest on");
    let unknown = bees.ben.read("/api/v1/me/inbox?after=nobody-1").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown:?}");
    bees.app.visitor().read("/api/v1/me/inbox").await.problem(401, "token-needed");
}

/// A notice for Ben of each of so many events.
async fn tell_ben(bees: &Bees, count: usize) {
    let stream = StreamId::of(&bees.ana.id);
    let event = |_| Event {
        stream: stream.clone(),
        actor: Some(bees.ana.id.clone()),
        what: Happened::MemberJoined(Joined { role: Role::Normal, again: false, waits: false }),
        object: bees.ana.id.0.clone(),
        task: None,
        audience: Audience::Readers,
        action: None,
    };
    let of = bees.ana.read("/api/v1/pursuances/bees").await.ok()["id"].as_str().unwrap().to_owned();
    let mut tx = bees.app.db.write().await.unwrap();
    let events = (0..count).map(event).collect();
    let pursuance = ActorId(of);
    let (kind, reason) = (NoticeKind::Role, NoticeReason::About);
    let written = events::add(&mut tx, events, bees.app.clock.now()).await.unwrap();
    let (pursuance, account) = (&pursuance, &bees.ben.id);
    let new: Vec<NewNotice<'_>> = written
        .iter()
        .map(|(event, audience)| NewNotice { event, audience: *audience, pursuance, account, kind, reason })
        .collect();
    assert_eq!(notices::add(&mut tx, &new).await.unwrap().len(), count);
    tx.commit().await.unwrap();
}

async fn count_unread(bees: &Bees) -> String {
    let inspect = Inspect::open(&bees.app.config.database_url).await;
    inspect.rows("select cast(count(*) as text) from notice where read_at is null").await.concat().concat()
}

#[tokio::test]
async fn a_very_long_inbox_is_read_by_and_by() {
    let bees = Bees::of(TestApp::start().await).await;
    tell_ben(&bees, 2_050).await;
    assert_eq!(count_unread(&bees).await, "2050");
    let read = bees.ben.perform("notice.read", json!({ "all": true })).await.ok();
    assert_eq!(read["result"]["notices"], 2_000);
    bees.told().await;
    assert_eq!(count_unread(&bees).await, "0");
}

#[tokio::test]
async fn very_many_notices_of_one_thing_are_read_and_unread_by_and_by() {
    let bees = Bees::of(TestApp::start().await).await;
    tell_ben(&bees, 2_050).await;
    for (read, left) in [(true, "0"), (false, "2050")] {
        let input = json!({ "object": "bees", "read": read });
        let marked = bees.ben.perform("notice.read", input).await.ok();
        assert_eq!(marked["result"]["notices"], 2_000);
        bees.told().await;
        assert_eq!(count_unread(&bees).await, left);
    }
}

#[tokio::test]
async fn a_notice_is_kept_for_half_a_year() {
    let bees = Bees::of(TestApp::start().await).await;
    // Else whoever has the task is told more, in half a year.
    bees.ana.perform("pursuance.set_pace", json!({ "pursuance": "bees", "mode": "off" })).await.ok();
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    let inspect = Inspect::open(&bees.app.config.database_url).await;
    let kept = async || inspect.rows("select kind from notice").await.len();
    bees.app.advance(179 * DAY);
    bees.told().await;
    assert_eq!(kept().await, 1);
    bees.app.advance(2 * DAY);
    crate::support::peers::until("it is swept away", async || kept().await == 0).await;
}

#[tokio::test]
async fn the_page_bundles_by_task_and_opens_the_next_one() {
    let bees = Bees::of(TestApp::start().await).await;
    let (count, map) = (bees.task("Count hives").await, bees.task("Draw a map").await);
    bees.on(&bees.ana, "task.assign", count, json!({ "assignee": "ben" })).await;
    for body in ["One.", "Two."] {
        bees.comment(&bees.ana, count, body).await;
    }
    bees.comment(&bees.cleo, count, "Three.").await;
    bees.on(&bees.ana, "task.assign", map, json!({ "assignee": "ben" })).await;
    bees.told().await;
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = ben.open("/inbox").await.shown();
    let page = page.saying("3 comments by").saying("You have this task.").saying("Draw a map");
    assert_eq!(page.html.matches("<h3>").count(), 2, "{page:?}");
    assert!(page.html.contains("<b>2</b><span class=\"sr\"> unread"), "{page:?}");
    assert!(ben.open("/p").await.shown().html.contains("<b>2</b>"), "a row for each task");

    let opened = ben.fill(&page, "/inbox/next", &[]).await.shown();
    assert_eq!(opened.path, "/p/bees/t/2");
    let page = ben.open("/inbox").await.shown();
    let opened = ben.fill(&page, "/inbox/next", &[]).await.shown();
    assert_eq!(opened.path, "/p/bees/t/1");
    let page = ben.open("/inbox").await.shown().saying("You have read everything.");
    assert!(!page.has_form("/inbox/next"), "{page:?}");
    let page = ben.fill(&page, "/inbox/read", &[("read", "no")]).await.shown();
    assert!(page.has_form("/inbox/next"), "{page:?}");
    let page = ben.fill(&page, "/inbox/read", &[("all", "yes")]).await.shown();
    page.saying("You have read everything.");
}

/// Fails where a page is made of notices in place of rows: the row would stand on two pages, and the bell count it once.
#[tokio::test]
async fn a_row_is_whole_and_names_sixty_tasks() {
    let bees = Bees::of(TestApp::start().await).await;
    for n in 1..=70 {
        let task = bees.task(&format!("Task {n}")).await;
        bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    }
    assert_eq!(bees.unread(&bees.ben).await, 1);
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = ben.open("/inbox").await.shown().saying("70 tasks have something for you");
    let page = page.saying("and 55 more").saying("and 10 more");
    assert_eq!(page.html.matches("<h3>").count(), 1, "{page:?}");
    assert!(!page.says("Older ones"), "{page:?}");
    // One press reads what the row names, and nothing unseen.
    let press = async |ben: &mut Browser, page: &Page| {
        let form = page.form("/inbox/read");
        let names: Vec<&str> = page.html.split("name=\"notice\" value=\"").skip(1).collect();
        let names: Vec<&str> = names.iter().filter_map(|rest| rest.split('"').next()).collect();
        // Two forms of the row have the same names.
        let names = &names[..names.len() / 2];
        let mut fields: Vec<(&str, &str)> = names.iter().map(|name| ("notice", *name)).collect();
        fields.push(("read", "yes"));
        ben.submit(form.with(&fields)).await.shown()
    };
    let page = press(&mut ben, &page).await.saying("10 tasks have something for you");
    assert_eq!(bees.unread(&bees.ben).await, 1);
    press(&mut ben, &page).await.saying("You have read everything.");
    assert_eq!(bees.unread(&bees.ben).await, 0);
}

/// Fails where the names are made before the groups that show nothing are left out: the form would read what nobody hears any more.
#[tokio::test]
async fn a_row_of_many_neither_counts_nor_names_a_room_that_is_closed_to_one() {
    let bees = Bees::of(TestApp::start().await).await;
    for n in 1..=9 {
        let task = bees.task(&format!("Task {n}")).await;
        bees.comment(&bees.ana, task, "@ben, look at this.").await;
    }
    let kitchen = room(&bees.ana, "Kitchen", "everyone").await;
    said(&bees.ana, &kitchen, "@ben, come in.").await;
    bees.told().await;
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    // Two forms of the row have the same names.
    let named = |page: &Page| page.html.matches("name=\"notice\" value=\"").count() / 2;
    let page = ben.open("/inbox").await.shown().saying("10 tasks and rooms have something for you");
    assert_eq!(named(&page), 10, "{page:?}");
    // The notice was for all readers: only the room says that one does not hear it any more.
    bees.ben.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    bees.ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
    let page = ben.open("/inbox").await.shown().saying("9 tasks have something for you");
    assert_eq!(named(&page), 9, "{page:?}");
}

#[tokio::test]
async fn notices_of_what_is_hidden_now_make_no_page_empty() {
    let bees = Bees::with(TestApp::start().await, "members").await;
    let found = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "public" });
    bees.ana.perform("pursuance.create", found).await.ok();
    bees.ben.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    bees.ana.perform("task.create", json!({ "pursuance": "wasps", "title": "Count the wasps" })).await.ok();
    let assign = json!({ "pursuance": "wasps", "task": 1, "assignee": "ben" });
    bees.ana.perform("task.assign", assign).await.ok();
    bees.app.advance(1_000);
    tell_ben(&bees, 260).await;
    bees.ben.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let page = ben.open("/inbox").await.shown().saying("Count the wasps");
    let next = ben.fill(&page, "/inbox/next", &[]).await.shown();
    assert_eq!(next.path, "/p/wasps/t/1");
    let first = bees.ben.read("/api/v1/me/inbox?limit=50").await.items();
    assert_eq!(first.len(), 1, "{first:?}");
}

#[tokio::test]
async fn an_empty_inbox_says_what_will_come() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    ana.open("/inbox").await.shown().saying("Nothing here yet.");
    let visitor = Browser::new(&app).open("/inbox").await;
    assert_eq!(visitor.path, "/signin?next=%2Finbox", "{visitor:?}");
}
