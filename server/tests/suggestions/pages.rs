//! Suggestions on the pages: the same forms with "Suggest" on them, the queue, and the answers.

use http::StatusCode;
use serde_json::json;

use super::{one, queue, read_task, suggest};
use crate::support::bees::{BEES, bees, of, role_of, task};
use crate::support::browser::{Browser, Form, Page};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_task_is_suggested_accepted_and_both_are_named,
    the_forms_of_a_task_suggest_what_their_sender_may_not_do,
    suggested_parts_are_understood_in_quick_words_and_are_for_nobody,
    a_suggestion_is_answered_with_changes_or_a_reason,
    several_suggestions_are_answered_at_once,
    only_those_who_may_decide_something_are_told_that_nothing_waits,
    an_answer_names_what_was_suggested,
    a_changed_task_shows_both_texts_and_keeps_them,
    a_role_and_a_ban_are_suggested_on_the_page_of_a_member,
    whoever_had_a_task_suggests_that_it_is_opened_again,
    nobody_is_offered_more_than_they_may,
    what_was_typed_about_a_suggestion_is_kept_when_somebody_else_has_decided,
    the_end_of_a_ban_is_suggested_where_the_banned_are_listed,
    everything_that_somebody_suggested_is_found,
);

async fn enter(app: &TestApp, person: &Person) -> Browser {
    Browser::signed_in(app, &person.id).await
}

/// The only open suggestion of the bees.
async fn only(reader: &Person) -> String {
    let all = queue(reader).await;
    let open: Vec<_> = all.iter().filter(|one| one["state"] == "open").collect();
    assert_eq!(open.len(), 1, "{all:?}");
    open[0]["suggestion"].as_str().unwrap().to_owned()
}

fn at(id: &str, form: &str) -> String {
    format!("/p/bees/suggestions/{id}/{form}")
}

async fn a_task_is_suggested_accepted_and_both_are_named(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let (mut vals, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    let outline = vals.open("/p/bees").await.shown().saying("Suggest a task");
    let queue = vals.fill(&outline, "/p/bees/tasks", &[("title", "Count the hives")]).await.shown();
    queue.saying("Suggested.").saying("Count the hives").saying("Take it back");
    assert!(ana.read(&format!("{BEES}/tasks")).await.items().is_empty());

    let id = only(&ana).await;
    let outline = anas.open("/p/bees").await.shown();
    assert!(
        outline.html.contains("Requests <span class=\"count\">1</span>"),
        "the tab says what waits: {outline:?}"
    );
    let page = anas.open("/p/bees/suggestions").await.shown().saying("suggested a new task");
    anas.fill(&page, &at(&id, "accept"), &[]).await.shown().saying("Accepted, and done.");
    let made = read_task(&ana, 1).await;
    assert_eq!((&made["title"], &made["creator"]), (&json!("Count the hives"), &json!("ana")));
    // Everybody who reads the task reads both names.
    let mut nobody = Browser::new(&app);
    nobody.open("/p/bees/t/1").await.shown().saying("Suggested by").saying("accepted what");
    vals.open("/p/bees/suggestions").await.shown().saying("Accepted").saying("#1 Count the hives");
    let again = Form::to(&at(&id, "accept"), &[("csrf", page.form(&at(&id, "accept")).value("csrf"))]);
    anas.submit(again).await.refused().saying("accepted already");
}

async fn the_forms_of_a_task_suggest_what_their_sender_may_not_do(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let mut vals = enter(&app, &people[0]).await;
    vals.open("/p/bees/t/1").await.shown().saying("Suggest a change");
    let page = vals.open("/p/bees/t/1/suggest").await.shown();
    let suggest = async |browser: &mut Browser, page: &Page, form: &str, fields: &[(&str, &str)]| {
        browser.fill(page, &format!("/p/bees/t/1/{form}"), fields).await.shown().saying("Suggested.");
    };
    suggest(&mut vals, &page, "assign", &[("assignee", "ben"), ("why", "He lives there.")]).await;
    suggest(&mut vals, &page, "phase", &[("phase", "help_wanted")]).await;
    suggest(&mut vals, &page, "split", &[("into", "North\nSouth")]).await;
    suggest(&mut vals, &page, "split", &[("into", "West")]).await;
    let edit = vals.open("/p/bees/t/1/edit").await.shown().saying("Suggest a change of");
    suggest(&mut vals, &edit, "edit", &[("title", "Count all"), ("why", "There are two.")]).await;
    let all = queue(&ana).await;
    assert_eq!(all.len(), 5);
    let mut anas = enter(&app, &ana).await;
    for one in &all {
        let id = one["suggestion"].as_str().unwrap();
        let page = anas.open(&format!("/p/bees/suggestions/{id}")).await.shown();
        assert!(page.has_form(&at(id, "amend")), "{page:?}");
    }
    vals.open("/p/bees/t/1").await.shown().saying("5 suggestions about this task");
    let about = vals.open("/p/bees/suggestions?task=1").await.shown();
    about.saying("He lives there.").saying("Count all").saying("There are two.");

    // An impossible suggestion comes back with everything typed.
    let wrong = [("into", "x".repeat(201)), ("why", "For the map.".to_owned())];
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let refused = vals.fill(&page, "/p/bees/t/1/split", &wrong).await.refused();
    refused.saying("For the map.").saying(&"x".repeat(201));
    vals.fill(&page, "/p/bees/t/1/assign", &[("assignee", "nobody-here")])
        .await
        .refused()
        .saying("nobody-here");
    vals.fill(&edit, "/p/bees/t/1/edit", &[("title", ""), ("why", "Short.")])
        .await
        .refused()
        .saying("Short.");
    // The same forms without the word do nothing.
    let silent = edit.form("/p/bees/t/1/edit").with(&[("title", "Mine"), ("suggest", "no")]);
    vals.submit(silent).await.refused();
    assert_eq!(
        (read_task(&ana, number).await["title"].as_str(), queue(&ana).await.len()),
        (Some("Count"), 5)
    );
}

async fn suggested_parts_are_understood_in_quick_words_and_are_for_nobody(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    task(&ana, "Count").await;
    let (mut vals, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    let page = vals.open("/p/bees/t/1/suggest").await.shown().saying("Words like !urgent");
    let named = [("into", "North\nDraw @ben"), ("why", "For the map.")];
    let refused = vals.fill(&page, "/p/bees/t/1/split", &named).await.refused();
    refused.saying("North\nDraw @ben").saying("For the map.").saying("leave out");
    let into = "North !urgent #Design:Maps ~l due:2031-03-01\nWrite \\!urgent in red\nSouth";
    vals.fill(&page, "/p/bees/t/1/split", &[("into", into)]).await.shown().saying("Suggested.");

    let id = only(&ana).await;
    let what = one(&ana, &id).await;
    assert_eq!(what["action"], "task.add_list");
    assert_eq!(what["input"]["tasks"][0]["title"], "North");
    // The person who decides reads how each line was understood, and changes the lines.
    let queue = anas.open("/p/bees/suggestions").await.shown();
    queue.saying("suggested subtasks of").saying("Design:Maps").saying("Write !urgent in red");
    let page = anas.open(&format!("/p/bees/suggestions/{id}")).await.shown();
    let page = page.saying("North #Design:Maps due:2031-03-01 ~l !urgent\nWrite \\!urgent in red\nSouth");
    anas.fill(&page, &at(&id, "amend"), &[("into", "North @ben")]).await.refused().saying("leave out");
    let changed = [("into", "North !urgent\nSouth ~s")];
    anas.fill(&page, &at(&id, "amend"), &changed).await.shown().saying("Accepted with your changes");
    let (north, south) = (read_task(&ana, 2).await, read_task(&ana, 3).await);
    assert_eq!((&north["title"], &north["urgency"]), (&json!("North"), &json!("urgent")));
    assert_eq!((&south["title"], &south["size"]), (&json!("South"), &json!("s")));

    // One task alone is understood by the same rule.
    let page = vals.open("/p/bees").await.shown();
    for title in ["West @ben", "West @me"] {
        let refused = vals.fill(&page, "/p/bees/tasks", &[("title", title)]).await.refused();
        refused.saying(title).saying("leave out");
    }
    vals.fill(&page, "/p/bees/tasks", &[("title", "West !urgent")]).await.shown().saying("Suggested.");
}

async fn a_suggestion_is_answered_with_changes_or_a_reason(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let (mut vals, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    let first = suggest(&people[0], "task.create", json!({ "title": "Count", "size": "s" })).await;
    let page = anas.open(&format!("/p/bees/suggestions/{first}")).await.shown();
    let refused = anas
        .fill(&page, &at(&first, "amend"), &[("title", ""), ("deliverables", "A table.")])
        .await
        .refused();
    refused.saying("A table.");
    let done = anas.fill(&page, &at(&first, "amend"), &[("title", "Count twice")]).await.shown();
    done.saying("Accepted with your changes");
    assert_eq!(read_task(&ana, 1).await["title"], "Count twice");
    vals.open("/p/bees/suggestions").await.shown().saying("Accepted with changes").saying("Count twice");

    let second = suggest(&people[0], "task.create", json!({ "title": "Draw" })).await;
    let page = anas.open("/p/bees/suggestions").await.shown();
    anas.fill(&page, &at(&second, "decline"), &[("reason", " ")]).await.refused();
    anas.fill(&page, &at(&second, "decline"), &[("reason", "We have a map.")])
        .await
        .shown()
        .saying("Declined.");
    vals.open("/p/bees/suggestions").await.shown().saying("We have a map.");

    let third = suggest(&people[0], "task.create", json!({ "title": "Weigh" })).await;
    let page = vals.open("/p/bees/suggestions").await.shown();
    assert!(!page.has_form(&at(&third, "accept")), "{page:?}");
    vals.fill(&page, &at(&third, "withdraw"), &[]).await.shown().saying("Taken back.");
    assert_eq!(one(&people[0], &third).await["state"], "withdrawn");
}

async fn several_suggestions_are_answered_at_once(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let mut anas = enter(&app, &ana).await;
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three"] {
        ids.push(suggest(&people[0], "task.create", json!({ "title": title })).await);
    }
    ids.push(suggest(&people[0], "task.assign", json!({ "task": number, "assignee": "ben" })).await);
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    let page = anas.open("/p/bees/suggestions").await.shown();
    let answer = async |browser: &mut Browser, ids: &[&str], fields: &[(&str, &str)]| {
        let mut sent: Vec<(&str, &str)> = ids.iter().map(|id| ("suggestion", *id)).collect();
        sent.extend_from_slice(fields);
        browser.submit(page.form("/p/bees/suggestions").with(&sent)).await
    };
    // To decline needs a reason.
    answer(&mut anas, &[&ids[0]], &[("answer", "decline"), ("reason", "")]).await.refused();
    // One of them cannot be done; the other one is.
    let told = answer(&mut anas, &[&ids[0], &ids[3]], &[("answer", "accept")]).await.refused();
    told.saying("assigned only to members").saying("Two");
    assert_eq!(one(&people[0], &ids[0]).await["state"], "accepted");
    assert_eq!(one(&people[0], &ids[3]).await["state"], "open");
    answer(&mut anas, &[&ids[1], &ids[2]], &[("answer", "decline"), ("reason", "Enough.")]).await.shown();
    assert_eq!(one(&people[0], &ids[2]).await["reason"], "Enough.");
    answer(&mut anas, &[], &[("answer", "accept")]).await.shown().saying("Nothing was ticked");
}

async fn only_those_who_may_decide_something_are_told_that_nothing_waits(app: TestApp) {
    let others = [("val", "viewer"), ("ben", "normal"), ("aga", "assigner")];
    let (ana, people) = bees(&app, "public", &others).await;
    let path = "/p/bees/suggestions";
    let shown = async |browser: &mut Browser| {
        let page = browser.open(path).await.shown();
        (page.says("For you to decide"), page.says("What you suggested"))
    };
    assert_eq!(shown(&mut Browser::new(&app)).await, (false, false));
    let zoe = app.person("zoe").await;
    assert_eq!(shown(&mut enter(&app, &zoe).await).await, (false, false));
    for (person, decides) in [(&people[0], false), (&people[1], false), (&people[2], true), (&ana, true)] {
        assert_eq!(shown(&mut enter(&app, person).await).await, (decides, true), "{}", person.id);
    }
    // The person who has a task decides on suggestions about it.
    let number = task(&ana, "Count").await;
    people[1].perform("task.take", of(json!({ "task": number }))).await.ok();
    suggest(&people[0], "task.split", json!({ "task": number, "into": ["North", "South"] })).await;
    assert_eq!(shown(&mut enter(&app, &people[1]).await).await, (true, true));
}

async fn an_answer_names_what_was_suggested(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    let number = task(&ana, "Count <the> hives").await;
    let (mut vals, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    let made = [
        ("task.create", json!({ "title": "Weigh" }), "a new task “Weigh”"),
        (
            "task.edit",
            json!({ "task": number, "revision": 1, "urgency": "urgent" }),
            "a change of “Count <the> hives”",
        ),
        ("member.set_role", json!({ "member": "ben", "role": "assigner" }), "a role for ben"),
    ];
    let mut ids = Vec::new();
    for (action, input, _) in &made {
        ids.push(suggest(&people[0], action, input.clone()).await);
    }
    let page = anas.open("/p/bees/suggestions").await.shown();
    let told = anas.fill(&page, &at(&ids[0], "accept"), &[]).await.shown();
    told.saying(&format!("Accepted, and done. It was: {}.", made[0].2));
    let told = anas.fill(&page, &at(&ids[1], "decline"), &[("reason", "No hurry.")]).await.shown();
    assert!(!told.html.contains("<the>"), "{told:?}");
    told.saying(&format!("It was: {}.", made[1].2));
    let page = vals.open("/p/bees/suggestions").await.shown();
    let told = vals.fill(&page, &at(&ids[2], "withdraw"), &[]).await.shown();
    told.saying(&format!("Taken back. It was: {}.", made[2].2));
    // Once said, it is not said again, and others read nothing of it by its address.
    let address = format!("/p/bees/suggestions?answered={}", ids[1]);
    assert!(!anas.open(&address).await.shown().says("It was:"));
    // The author's inbox names it as well.
    let inbox = vals.open("/inbox").await.shown().saying(made[0].2).saying(made[1].2);
    assert!(!inbox.html.contains("<the>"), "{inbox:?}");
}

async fn a_changed_task_shows_both_texts_and_keeps_them(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let number = task(&ana, "Count").await;
    let mut anas = enter(&app, &ana).await;
    let id = suggest(&people[0], "task.edit", json!({ "task": number, "revision": 1, "title": "Count all" }))
        .await;
    let before = anas.open("/p/bees/suggestions").await.shown();
    ana.perform("task.edit", of(json!({ "task": number, "revision": 1, "title": "Count twice" }))).await.ok();
    // A page that was open before overwrites nothing, and shows both.
    let late = anas.fill(&before, &at(&id, "accept"), &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.saying("Count all").saying("Count twice").saying("Look at both");
    assert_eq!(read_task(&ana, number).await["title"], "Count twice");
    let page = anas.open(&format!("/p/bees/suggestions/{id}")).await.shown();
    anas.fill(&page, &at(&id, "amend"), &[("title", "Count all twice")]).await.shown();
    assert_eq!(read_task(&ana, number).await["title"], "Count all twice");
    // Also the one who suggests sees what was changed while they wrote.
    let mut vals = enter(&app, &people[0]).await;
    let edit = vals.open("/p/bees/t/1/edit").await.shown();
    let revision = read_task(&ana, number).await["revision"].clone();
    ana.perform("task.edit", of(json!({ "task": number, "revision": revision, "title": "Measure" })))
        .await
        .ok();
    let clash = vals.fill(&edit, "/p/bees/t/1/edit", &[("title", "Weigh"), ("why", "By hand.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    clash.saying("Measure").saying("Weigh").saying("By hand.");
}

async fn a_role_and_a_ban_are_suggested_on_the_page_of_a_member(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ivo", "assigner"), ("ben", "normal")]).await;
    let (mut ivos, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    ivos.open("/p/bees/members").await.shown().saying("Suggest a change");
    let page = ivos.open("/p/bees/m/ben").await.shown().saying("Suggest another role");
    let role = [("role", "assigner"), ("why", "He knows the river.")];
    ivos.fill(&page, "/p/bees/members/role", &role).await.shown().saying("Suggested.");
    ivos.fill(&page, "/p/bees/m/ben/end", &[("how", "7d"), ("reason", "")]).await.refused();
    let ban = [("how", "7d"), ("reason", "Sold the readings."), ("why", "Twice.")];
    ivos.fill(&page, "/p/bees/m/ben/end", &ban).await.shown().saying("Suggested.");
    assert_eq!(role_of(&ana, "ben").await, "normal");
    let all = queue(&ana).await;
    let page = anas.open("/p/bees/suggestions").await.shown();
    page.saying("He knows the river.").saying("suggested to ban").saying("Sold the readings.");
    let page = anas.open("/p/bees/suggestions").await.shown();
    for one in &all {
        let id = one["suggestion"].as_str().unwrap();
        assert!(anas.open(&format!("/p/bees/suggestions/{id}")).await.shown().has_form(&at(id, "amend")));
        anas.fill(&page, &at(id, "accept"), &[]).await.shown();
    }
    assert_eq!(role_of(&ana, "ben").await, json!(null));
    anas.open("/p/bees/log").await.shown().saying("accepted what");
}

async fn nobody_is_offered_more_than_they_may(app: TestApp) {
    let others = [("val", "viewer"), ("aga", "assistant_admin"), ("eve", "untrusted")];
    let (ana, people) = bees(&app, "members", &others).await;
    let number = task(&ana, "Count").await;
    let id = suggest(&people[0], "task.create", json!({ "title": "Draw" })).await;
    for (who, may) in [(&people[1], true), (&ana, true), (&people[0], false), (&people[2], false)] {
        let mut browser = enter(&app, who).await;
        let page = browser.open("/p/bees/suggestions").await.shown();
        assert_eq!(page.has_form(&at(&id, "accept")), may, "{} {page:?}", who.name);
        let status = browser.open(&format!("/p/bees/suggestions/{id}")).await.status;
        let sees = may || who.name == "val";
        assert_eq!(status == StatusCode::OK, sees, "{}", who.name);
    }
    // A person who may do it themselves has nothing to suggest.
    let mut agas = enter(&app, &people[1]).await;
    let page = agas.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(!page.says("Suggest a change") && page.has_form("/p/bees/tasks"), "{page:?}");
    assert_eq!(agas.open(&format!("/p/bees/t/{number}/suggest")).await.status, StatusCode::NOT_FOUND);
    let mut nobody = Browser::new(&app);
    assert_eq!(nobody.open("/p/bees/suggestions").await.status, StatusCode::NOT_FOUND);
}

async fn what_was_typed_about_a_suggestion_is_kept_when_somebody_else_has_decided(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("aga", "assistant_admin")]).await;
    let mut anas = enter(&app, &ana).await;
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three", "Four"] {
        ids.push(suggest(&people[0], "task.create", json!({ "title": title })).await);
    }
    let queue = anas.open("/p/bees/suggestions").await.shown();
    let amend = anas.open(&format!("/p/bees/suggestions/{}", ids[1])).await.shown();
    for id in &ids[..2] {
        let decline = of(json!({ "suggestion": id, "reason": "Not now." }));
        people[1].perform("suggestion.decline", decline).await.ok();
    }
    let late = anas.fill(&queue, &at(&ids[0], "decline"), &[("reason", "Counted by the school.")]).await;
    late.refused().saying("Counted by the school.");
    let late = anas.fill(&amend, &at(&ids[1], "amend"), &[("title", "Count the north bank")]).await;
    late.refused().saying("Count the north bank");
    // Of several the ticks and the reason stay, too.
    let ticked = [("suggestion", &*ids[0]), ("suggestion", &*ids[2]), ("answer", "decline"), ("reason", " ")];
    let page = anas.submit(queue.form("/p/bees/suggestions").with(&ticked)).await.refused();
    assert!(page.html.contains(&format!("value=\"{}\" form=\"several\" checked", ids[2])), "{page:?}");
    let ticked = [("suggestion", &*ids[0]), ("answer", "decline"), ("reason", "Rain is forecast.")];
    anas.submit(queue.form("/p/bees/suggestions").with(&ticked)).await.saying("Rain is forecast.");
}

async fn the_end_of_a_ban_is_suggested_where_the_banned_are_listed(app: TestApp) {
    let others = [("ivo", "assigner"), ("ben", "normal"), ("cay", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let (mut ivos, mut anas) = (enter(&app, &people[0]).await, enter(&app, &ana).await);
    let ban = json!({ "member": "ben", "reason": "Sold the readings.", "until": null });
    ana.perform("member.ban", of(ban)).await.ok();
    ivos.open("/p/bees/members").await.shown().saying("Sold the readings.");
    let page = ivos.open("/p/bees/m/ben").await.shown().saying("Lift the ban");
    assert!(!page.has_form("/p/bees/m/ben/end"), "{page:?}");
    let long = "x".repeat(2_001);
    ivos.fill(&page, "/p/bees/m/ben/unban", &[("why", &long)]).await.refused().saying(&long);
    ivos.fill(&page, "/p/bees/m/ben/unban", &[("why", "He gave them back.")])
        .await
        .shown()
        .saying("Suggested.");
    let id = only(&ana).await;
    let page = anas.open("/p/bees/suggestions").await.shown().saying("He gave them back.");
    anas.fill(&page, &at(&id, "accept"), &[]).await.shown();
    assert_eq!(ivos.open("/p/bees/m/ben").await.status, StatusCode::NOT_FOUND, "he is nobody here now");
    let mut cays = enter(&app, &people[2]).await;
    assert!(!cays.open("/p/bees/members").await.shown().says("Sold the readings."));
}

async fn everything_that_somebody_suggested_is_found(app: TestApp) {
    let (_, people) = bees(&app, "public", &[("val", "viewer")]).await;
    for number in 0..31 {
        let id =
            suggest(&people[0], "task.create", json!({ "title": format!("Bank {number} of the river") }))
                .await;
        people[0].perform("suggestion.withdraw", of(json!({ "suggestion": id }))).await.ok();
    }
    let mut vals = enter(&app, &people[0]).await;
    let page = vals.open("/p/bees/suggestions").await.shown();
    assert!(page.says("Bank 1 of") && !page.says("Bank 0 of"), "{page:?}");
    let older = page.html.split("<a href=\"/p/bees/suggestions?before=").nth(1).unwrap();
    let older = older.split(['"', '#']).next().unwrap();
    let page = vals.open(&format!("/p/bees/suggestions?before={older}")).await.shown();
    assert!(page.says("Bank 0 of") && !page.says("Bank 1 of"), "{page:?}");
}

async fn whoever_had_a_task_suggests_that_it_is_opened_again(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let number = task(&ana, "Count the hives").await;
    let page_of = format!("/p/bees/t/{number}");
    let on = |more: serde_json::Value| crate::support::groups::merged(of(json!({ "task": number })), more);
    people[0].perform("task.take", on(json!({}))).await.ok();
    for phase in ["in_progress", "ready_for_review"] {
        people[0].perform("task.set_phase", on(json!({ "phase": phase }))).await.ok();
    }
    ana.perform("task.set_phase", on(json!({ "phase": "done" }))).await.ok();
    // The assignee, and somebody who never had it.
    for who in [&people[1], &people[0]] {
        let mut browser = enter(&app, who).await;
        let shown = browser.open(&page_of).await.shown();
        assert!(shown.html.contains(&format!("{page_of}/suggest")), "{shown:?}");
        let form = browser.open(&format!("{page_of}/suggest")).await.shown();
        let sent = [("phase", "in_progress"), ("why", "One hive is missing.")];
        browser.fill(&form, &format!("{page_of}/phase"), &sent).await.shown().saying("Suggested.");
        let id = only(&ana).await;
        let mut anas = enter(&app, &ana).await;
        let queue = anas.open("/p/bees/suggestions").await.shown();
        anas.fill(&queue, &at(&id, "accept"), &[]).await.shown().saying("Accepted, and done.");
        assert_eq!(read_task(&ana, number).await["phase"], "in_progress");
        people[0].perform("task.set_phase", on(json!({ "phase": "ready_for_review" }))).await.ok();
        ana.perform("task.set_phase", on(json!({ "phase": "done" }))).await.ok();
    }
}
