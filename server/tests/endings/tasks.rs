//! Tasks that are archived, put into the trash, brought back, and deleted for good.

use pursuance::jobs::Worker;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::TokenScope;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Answer, Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    an_archived_task_leaves_lists_and_counts_with_those_below_it_and_comes_back,
    what_is_in_the_trash_is_read_by_those_who_may_edit_it_alone,
    whoever_waits_for_a_task_that_goes_away_goes_on,
    a_task_deleted_for_good_leaves_nothing_but_its_number,
    a_task_leaves_the_trash_for_good_after_a_month,
    what_went_along_comes_back_and_what_went_before_does_not,
    whoever_has_or_wrote_a_task_that_went_along_is_told_once,
);

pub(super) async fn end(by: &Person, how: &str, number: i64) -> Answer {
    by.perform(&format!("task.{how}"), of(json!({ "task": number }))).await
}

async fn below(by: &Person, parent: i64, title: &str) -> i64 {
    let made = by.perform("task.create", of(json!({ "title": title, "parent": parent }))).await.ok();
    made["result"]["task"].as_i64().unwrap()
}

async fn listed(reader: &Caller) -> Vec<i64> {
    let tasks = reader.read(&format!("{BEES}/tasks")).await.items();
    tasks.iter().map(|task| task["number"].as_i64().unwrap()).collect()
}

async fn away(reader: &Caller, list: &str) -> Vec<(i64, i64)> {
    let rows = reader.read(&format!("{BEES}/{list}")).await.items();
    rows.iter().map(|row| (row["task"].as_i64().unwrap(), row["tasks"].as_i64().unwrap())).collect()
}

async fn read(reader: &Caller, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

async fn an_archived_task_leaves_lists_and_counts_with_those_below_it_and_comes_back(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "viewer")]).await;
    let ben = &people[0];
    let top = task(&ana, "Top").await;
    let (part, other) = (below(&ana, top, "zqpart").await, below(&ana, top, "Other").await);
    let lower = below(&ana, part, "zqlower").await;
    let before = read(ben, top).await["progress"].clone();
    assert_eq!(before["subtasks_total"], 2);

    assert_eq!(end(&ana, "archive", part).await.ok()["result"]["tasks"], 2);
    for reader in [&**ben, &app.visitor()] {
        assert_eq!(listed(reader).await, [top, other]);
        assert_eq!(away(reader, "archived").await, [(part, 2)]);
        assert_eq!(read(reader, part).await["title"], "zqpart", "it is readable at its address");
        assert!(read(reader, lower).await["archived"].is_string());
    }
    assert_eq!(read(ben, top).await["progress"]["subtasks_total"], 1);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    for path in ["/p/bees".to_owned(), format!("/p/bees/t/{top}"), "/p/bees?q=zqpart".to_owned()] {
        let page = browser.open(&path).await.shown();
        let list = page.html.split("id=\"lately-head\"").next().unwrap();
        let list = list.split("id=\"history\"").next().unwrap();
        assert!(!list.contains(&format!("/t/{part}\"")) && !list.contains("zqlower"), "{path}: {page:?}");
    }
    let page = browser.open(&format!("/p/bees/t/{part}")).await.shown();
    page.saying("This task is archived.").saying("zqlower");
    browser.open("/p/bees/archived").await.shown().saying("zqpart").saying("and one task below it");
    // It stays as it is.
    let edit = of(json!({ "task": part, "revision": read(&ana, part).await["revision"], "title": "Else" }));
    ana.perform("task.edit", edit).await.problem(409, "archived");
    ana.perform("task.comment", of(json!({ "task": lower, "body": "Hm." }))).await.problem(409, "archived");
    ana.perform("task.create", of(json!({ "title": "New", "parent": part }))).await.problem(409, "archived");
    end(&ana, "archive", part).await.problem(409, "archived");
    end(&ana, "restore", lower).await.problem(409, "went-with-another");

    assert_eq!(end(&ana, "restore", part).await.ok()["result"]["tasks"], 2);
    assert_eq!(listed(ben).await, [top, part, other, lower]);
    assert_eq!(read(ben, top).await["progress"], before);
    assert!(away(ben, "archived").await.is_empty());
    end(&ana, "restore", part).await.problem(409, "not-put-away");
    let verbs: Vec<Value> = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let verbs: Vec<&str> = verbs.iter().map(|event| event["verb"].as_str().unwrap()).collect();
    assert!(verbs.ends_with(&["task.archived", "task.restored"]), "{verbs:?}");
}

async fn what_is_in_the_trash_is_read_by_those_who_may_edit_it_alone(app: TestApp) {
    let roles =
        [("ben", "normal"), ("cay", "assistant_admin"), ("dan", "viewer"), ("eve", "assistant_admin")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let [ben, cay, dan, eve] = people.as_slice() else { panic!("four people") };
    // The writer of a task may edit it, also with a lower role by now.
    let number = task(eve, "zqtitle").await;
    ana.perform("member.set_role", of(json!({ "member": "eve", "role": "normal" }))).await.ok();
    let said = ben.perform("task.comment", of(json!({ "task": number, "body": "zqsaid" }))).await.ok();
    let comment = said["result"]["message"].as_str().unwrap().to_owned();
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    end(ben, "trash", number).await.problem(403, "not-allowed");
    end(cay, "trash", number).await.ok();

    let task = format!("{BEES}/tasks/{number}");
    for reader in [&**ben, &**dan, &app.visitor()] {
        let told = reader.read(&task).await;
        told.problem(410, "in-trash");
        assert!(!told.text().contains("zqtitle"), "{told:?}");
        for path in [
            format!("{BEES}/tasks"),
            format!("{task}/comments"),
            format!("{task}/comments/{comment}"),
            format!("{BEES}/events?limit=200"),
            format!("{BEES}/archived"),
            format!("{BEES}/graph"),
        ] {
            let text = reader.read(&path).await.text();
            assert!(!text.contains("zqtitle") && !text.contains("zqsaid"), "{path}: {text}");
        }
    }
    assert!(away(ben, "trash").await.is_empty());
    app.visitor().read(&format!("{BEES}/trash")).await.problem(403, "not-signed-in");
    for reader in [&ana, cay, eve] {
        assert_eq!(read(reader, number).await["title"], "zqtitle");
        assert_eq!(away(reader, "trash").await, [(number, 1)]);
        assert!(!listed(reader).await.contains(&number), "in no list but that one");
    }
    for person in [ben, dan] {
        let mut browser = Browser::signed_in(&app, &person.id).await;
        for path in ["/", "/inbox", "/p/bees", "/p/bees?q=zqtit", "/p/bees/files", "/p/bees/graph"] {
            let page = browser.open(path).await;
            let found = page.html.split("value=\"zqtitle\"").collect::<String>();
            assert!(!found.contains("zqtitle") && !found.contains("zqsaid"), "{path}: {page:?}");
        }
        let page = browser.open(&format!("/p/bees/t/{number}")).await;
        assert_eq!(page.status, 410, "{page:?}");
        assert!(page.says(&format!("Task #{number} is in the trash.")) && !page.says("zqtitle"), "{page:?}");
    }
    // The person who had it is told, without its title.
    let inbox = ben.read("/api/v1/me/inbox").await.ok();
    assert!(inbox.to_string().contains("task.trashed") && !inbox.to_string().contains("zqtitle"), "{inbox}");
    // Nothing is done with it there.
    cay.perform("task.comment", of(json!({ "task": number, "body": "Hm." }))).await.problem(410, "in-trash");
    end(cay, "archive", number).await.problem(410, "in-trash");
    let log = dan.read(&format!("{BEES}/log")).await.items();
    assert_eq!((&log[0]["verb"], &log[0]["by"]), (&json!("task.trashed"), &json!("cay")));

    end(cay, "restore", number).await.ok();
    assert_eq!(read(ben, number).await["title"], "zqtitle");
    let comments = ben.read(&format!("{task}/comments")).await.items();
    assert_eq!(comments[0]["body"], "zqsaid");
    assert_eq!(read(ben, number).await["assignee"], "ben");
}

async fn whoever_waits_for_a_task_that_goes_away_goes_on(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let (blocker, waiting) = (task(&ana, "Blocker").await, task(&ana, "Waiting").await);
    ana.perform("task.assign", of(json!({ "task": waiting, "assignee": "ben" }))).await.ok();
    ana.perform("task.depend", of(json!({ "task": waiting, "on": blocker }))).await.ok();
    assert_eq!(read(&ana, waiting).await["phase"], "blocked");
    let worker = Worker::spawn(&app.app);
    let moves = async || {
        let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
        let moved = events.iter().filter(|event| event["verb"] == "task.blocker_moved");
        moved.map(|event| event["data"]["open"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    let mut told = Vec::new();
    for (how, is_open) in [("archive", false), ("restore", true), ("trash", false), ("restore", true)] {
        app.advance(MINUTE);
        end(&ana, how, blocker).await.ok();
        told.push(is_open);
        until("the waiting task is told", async || moves().await == told).await;
        let phase = read(&ana, waiting).await["phase"].clone();
        assert_eq!(phase == "blocked", is_open, "after {how}: {phase}");
    }
    // A task that is put away waits for nothing that others count.
    end(&ana, "archive", waiting).await.ok();
    assert_eq!(read(&ana, blocker).await["waiting"], 0);
    assert_eq!(ana.read(&format!("{BEES}/graph")).await.ok()["edges"], json!([]));
    ana.perform("task.depend", of(json!({ "task": blocker, "on": waiting }))).await.problem(409, "archived");
    end(&ana, "restore", waiting).await.ok();

    end(&ana, "delete", blocker).await.ok();
    told.push(false);
    until("the waiting task is told", async || moves().await == told).await;
    let ends = async || {
        ana.read(&format!("{BEES}/tasks/{waiting}/dependencies")).await.ok()["waits_for"] == json!([])
    };
    until("no edge leads to what is deleted", ends).await;
    assert!(people[0].read("/api/v1/me/inbox").await.text().contains("task.blocker_moved"));
    worker.stop().await;
}

/// Columns that are kept of a task deleted for good: its identity and its times, which say nothing of the work. So are the revisions of its
/// texts.
const KEPT: [&str; 26] = [
    "id",
    "pursuance",
    "number",
    "position",
    "phase",
    "size",
    "urgency",
    "creator",
    "needs_review",
    "revision",
    "weight_total",
    "weight_done",
    "children",
    "children_done",
    "archived_at",
    "archived_with",
    "trashed_at",
    "trashed_with",
    "deleted_at",
    "last_sign",
    "created",
    "updated",
    "stage_since",
    "wanted_at",
    "taken_at",
    "said_at",
];

/// The columns that only a mirror has, whose delegation ends before it: none of these tasks is one.
const OF_MIRRORS: [&str; 2] = ["mirror_of", "delegation"];

/// The columns of tasks that [`KEPT`] does not name. Each has a value in a task of the trash from now on: of a column that was empty before
/// it would not be seen that nobody empties it.
async fn columns_to_empty(inspect: &Inspect) -> Vec<String> {
    let columns = match inspect {
        Inspect::Sqlite(_) => "select name, lower(type) from pragma_table_info('task')",
        Inspect::Postgres(_) => {
            "select cast(column_name as text), cast(data_type as text) from information_schema.columns
            where table_name = 'task' and table_schema = current_schema()"
        }
    };
    let mut emptied = Vec::new();
    for row in inspect.rows(columns).await {
        let [column, kind] = row.as_slice() else { panic!("a name and a type: {row:?}") };
        if KEPT.contains(&column.as_str()) || column.ends_with("_revision") {
            continue;
        }
        let there = format!("select id from task where trashed_at is not null and {column} is not null");
        if !OF_MIRRORS.contains(&column.as_str()) && inspect.rows(&there).await.is_empty() {
            let other = match kind.as_str() {
                "bigint" => "created",
                "boolean" => "needs_review",
                _ => "creator",
            };
            inspect.spoil(&format!("update task set {column} = {other} where trashed_at is not null")).await;
        }
        emptied.push(column.clone());
    }
    emptied
}

/// Its words have "zuq" in them, which no id has: their letters are without u.
async fn a_task_deleted_for_good_leaves_nothing_but_its_number(app: TestApp) {
    let roles = [("ben", "assistant_admin"), ("cay", "normal"), ("dan", "untrusted")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let [ben, cay, _] = people.as_slice() else { panic!("three people") };
    let made = of(json!({ "title": "zuqtitle", "deliverables": "zuqwords", "skills": ["Zuq:Skill"] }));
    let number = ana.perform("task.create", made).await.ok()["result"]["task"].as_i64().unwrap();
    let part = below(&ana, number, "zuqpart").await;
    let on = |task: i64, more: Value| merged(of(json!({ "task": task })), more);
    cay.perform("task.comment", on(part, json!({ "body": "zuqsaid @ben" }))).await.ok();
    ana.perform("task.assign", on(part, json!({ "assignee": "cay" }))).await.ok();
    ana.perform("task.block", on(part, json!({ "reason": "zuqice" }))).await.ok();
    ana.perform("grant.set", on(number, json!({ "member": "dan", "may": "suggest" }))).await.ok();
    cay.perform("watch.set", json!({ "object": format!("bees#{number}"), "on": true })).await.ok();
    let sent = cay.send(http::Method::POST, "/api/v1/files", &[], "zuqbytes".into()).await.ok();
    cay.perform("task.attach", on(part, json!({ "file": sent["file"], "name": "zuqfile" }))).await.ok();
    let invite = json!({ "role": "normal", "expires": "1d", "uses": 1, "task": number });
    ana.perform("invite.create", of(invite)).await.ok();
    let edit = json!({ "pursuance": "bees", "task": number, "revision": 1, "title": "zuqsuggested" });
    let suggest = json!({ "pursuance": "bees", "action": "task.edit", "input": edit, "why": "zuqwhy" });
    cay.perform("suggestion.make", suggest).await.ok();

    end(ben, "trash", number).await.ok();
    end(ben, "delete", number).await.problem(403, "not-allowed");
    let kept = Inspect::open(&app.config.database_url).await;
    let emptied = columns_to_empty(&kept).await;
    assert_eq!(end(&ana, "delete", number).await.ok()["result"]["tasks"], 2);

    let texts = "select body from text_version where body like 'zuq%'";
    assert_eq!(kept.rows(texts).await.concat(), [] as [&str; 0]);
    for column in emptied {
        let left = format!(
            "select cast(number as text) from task where deleted_at is not null and {column} is not null"
        );
        assert_eq!(kept.rows(&left).await.concat(), [] as [&str; 0], "{column}: kept, or emptied by `bury`?");
    }
    for (table, column) in [
        ("proposal", "task"),
        ("task_grant", "task"),
        ("task_skill", "task"),
        ("task_block", "task"),
        ("notice", "object"),
        ("watch", "object"),
        ("file", "object"),
    ] {
        let sql = format!(
            "select cast(count(*) as text) from {table} where {column} in (select id from task where deleted_at is not null)"
        );
        assert_eq!(kept.rows(&sql).await.concat(), ["0"], "{table}");
    }
    let rest =
        kept.rows("select cast(count(*) as text) from proposal where action like '%zuq%'").await.concat();
    assert_eq!(rest, ["0"]);
    for reader in [&ana, ben, cay] {
        reader.read(&format!("{BEES}/tasks/{number}")).await.problem(410, "task-deleted");
        reader.read(&format!("{BEES}/tasks/{part}/files")).await.problem(410, "task-deleted");
        for path in ["events?limit=200", "log", "tasks", "trash", "archived", "suggestions"] {
            let text = reader.read(&format!("{BEES}/{path}")).await.text();
            assert!(!text.contains("zuq"), "{path}: {text}");
        }
        reader.read("/api/v1/me/inbox").await.ok();
        let mut browser = Browser::signed_in(&app, &reader.id).await;
        for path in ["/", "/inbox", "/inbox/settings", "/p/bees", "/p/bees/log", "/p/bees/invites"] {
            let page = browser.open(path).await;
            assert!(!page.says("zuq"), "{path}: {page:?}");
        }
    }
    end(&ana, "restore", number).await.problem(410, "task-deleted");
    let log = ana.read(&format!("{BEES}/log")).await.items();
    assert_eq!((&log[0]["verb"], &log[0]["data"]["number"]), (&json!("task.deleted"), &json!(number)));
    let next = task(&ana, "Next").await;
    assert!(next > part, "numbers are never used again: {next}");
    let mut visitor = Browser::new(&app);
    let page = visitor.open(&format!("/p/bees/t/{number}")).await;
    assert_eq!(page.status, 410, "{page:?}");
}

async fn a_task_leaves_the_trash_for_good_after_a_month(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let (early, late) = (task(&ana, "Early").await, task(&ana, "Late").await);
    end(&ana, "trash", early).await.ok();
    app.advance(DAY);
    end(&ana, "trash", late).await.ok();
    app.advance(29 * DAY - MINUTE);
    let worker = Worker::spawn(&app.app);
    let fresh = async || app.token_of(&ana, TokenScope::Read, DAY).await.unwrap();
    let state =
        async |number: i64| fresh().await.read(&format!("{BEES}/tasks/{number}")).await.status.as_u16();
    assert_eq!((state(early).await, state(late).await), (200, 200));
    app.advance(20 * MINUTE);
    until("the first is gone", async || state(early).await == 410).await;
    assert_eq!(state(late).await, 200);
    let log = fresh().await.read(&format!("{BEES}/log")).await.items();
    assert_eq!((&log[0]["verb"], &log[0]["by"]), (&json!("task.deleted"), &json!(null)));
    worker.stop().await;
}

async fn what_went_along_comes_back_and_what_went_before_does_not(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let top = task(&ana, "Top").await;
    let (one, two) = (below(&ana, top, "One").await, below(&ana, top, "Two").await);
    ana.perform("task.assign", of(json!({ "task": two, "assignee": "ben" }))).await.ok();
    app.advance(MINUTE);
    end(&ana, "archive", one).await.ok();
    app.advance(MINUTE);
    assert_eq!(end(&ana, "trash", top).await.ok()["result"]["tasks"], 3);
    assert_eq!(away(&ana, "trash").await, [(top, 3)]);
    assert!(away(&ana, "archived").await.is_empty(), "what is in the trash is there alone");
    end(&ana, "restore", one).await.problem(409, "went-with-another");
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();

    let worker = Worker::spawn(&app.app);
    end(&ana, "restore", top).await.ok();
    assert_eq!(listed(&ana).await, [top, two]);
    assert_eq!(away(&ana, "archived").await, [(one, 1)]);
    assert_eq!(read(&ana, top).await["progress"]["subtasks_total"], 1);
    // The person who had one of them left meanwhile: it looks for help again.
    let looks = async || read(&ana, two).await["phase"] == "help_wanted";
    until("the task of somebody who left looks for help", looks).await;
    worker.stop().await;

    // Archived, and one of those that went along into the trash: each comes back by itself.
    app.advance(MINUTE);
    end(&ana, "restore", one).await.ok();
    app.advance(MINUTE);
    end(&ana, "archive", top).await.ok();
    app.advance(MINUTE);
    end(&ana, "trash", one).await.ok();
    end(&ana, "restore", top).await.ok();
    assert_eq!(listed(&ana).await, [top, two]);
    end(&ana, "restore", one).await.ok();
    assert_eq!(listed(&ana).await, [top, one, two]);
    assert_eq!(read(&ana, top).await["progress"]["subtasks_total"], 2);
    // Nothing comes back open below a task that is done.
    end(&ana, "trash", one).await.ok();
    let done = json!({ "task": top, "phase": "done", "subtasks": "finish" });
    ana.perform("task.assign", of(json!({ "task": top, "assignee": "ana" }))).await;
    ana.perform("task.set_phase", of(done)).await.ok();
    end(&ana, "restore", one).await.problem(409, "below-done");
}

#[tokio::test]
async fn a_task_in_a_delegation_goes_away_only_after_it() {
    use crate::support::between::Between;
    use crate::support::peers::World;

    let (world, bees, wasps) = World::bees_and_wasps().await;
    let number = bees.task("Count").await;
    let part = bees.task_with(json!({ "title": "Part", "parent": number })).await;
    let between = Between::active(&world, &bees, &wasps, part, json!({})).await;
    let mirror = between.mirror().await.number;
    for how in ["task.archive", "task.trash", "task.delete"] {
        assert_eq!(bees.try_on_task(how, number, json!({})).await, Err("delegated-tasks"), "{how}");
        assert_eq!(wasps.try_on_task(how, mirror, json!({})).await, Err("delegated-tasks"), "{how}");
    }
    between.delegate_does("return", json!({})).await;
    world.settle().await;
    for how in ["task.trash", "task.delete"] {
        bees.on_task(how, number, json!({})).await;
        wasps.on_task(how, mirror, json!({})).await;
    }
    world.settle().await;
    let mut lead = Browser::at(&world.instances[0], &bees.who).await;
    lead.open("/p/bees").await.shown();
    lead.open("/").await.shown();
    let mut there = Browser::at(&world.instances[1], &wasps.who).await;
    there.open("/p/wasps").await.shown();
    world.assert_agreement().await;
}

#[tokio::test]
async fn the_question_names_how_many_go_along_and_the_page_offers_the_way_back() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let top = task(&ana, "Top").await;
    let (one, _) = (below(&ana, top, "One").await, below(&ana, top, "Two").await);
    below(&ana, one, "Lower").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for (how, said) in [("archive", "This task is archived."), ("trash", "This task is in the trash.")] {
        let question = browser.open(&format!("/p/bees/t/{top}/end?how={how}")).await.shown();
        let question = question.saying("3 tasks below it go along.");
        let page = browser.fill(&question, &format!("/p/bees/t/{top}/{how}"), &[]).await.shown();
        let page = page.saying(said).saying("Bring it back");
        let along = browser.open(&format!("/p/bees/t/{one}")).await.shown();
        let along = along.saying(&format!("It went along with #{top}"));
        let along = along.saying("and this with it");
        assert!(!along.says("A task you cannot see"), "{along:?}");
        assert_eq!(browser.open(&page.path).await.shown().says("These went along:"), how == "trash");
        assert!(!along.has_form(&format!("/p/bees/t/{one}/restore")), "it comes back with that one");
        let back = browser.fill(&page, &format!("/p/bees/t/{top}/restore"), &[]).await.shown();
        assert!(!back.says(said) && back.says("The task is back."), "{back:?}");
    }
    let question = browser.open(&format!("/p/bees/t/{top}/end?how=trash")).await.shown();
    let page = browser.fill(&question, &format!("/p/bees/t/{top}/trash"), &[]).await.shown();
    app.advance(2 * 60 * MINUTE);
    browser.open(&page.path).await.shown().saying("Bring it back");
    let question = browser.open(&format!("/p/bees/t/{top}/end?how=delete")).await.shown();
    let page = browser.fill(&question, &format!("/p/bees/t/{top}/delete"), &[]).await.shown();
    page.saying("deleted for good").saying("Nothing is in the trash.");
}

async fn whoever_has_or_wrote_a_task_that_went_along_is_told_once(app: TestApp) {
    let roles = [("ben", "normal"), ("cleo", "assistant_admin"), ("dan", "normal")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let [ben, cleo, dan] = people.as_slice() else { panic!("three people") };
    let top = task(&ana, "Top").await;
    let (one, two) = (below(&ana, top, "One").await, below(&ana, top, "Two").await);
    let apart = below(&ana, top, "Apart").await;
    for (number, assignee) in [(one, "ben"), (two, "ben"), (apart, "dan")] {
        ana.perform("task.assign", of(json!({ "task": number, "assignee": assignee }))).await.ok();
    }
    cleo.perform("task.create", of(json!({ "title": "Hers", "parent": two }))).await.ok();
    end(&ana, "archive", apart).await.ok();
    let told = async |who: &Person| {
        let items = who.read("/api/v1/me/inbox?limit=50").await.items();
        let ends = items.iter().filter(|item| {
            let verb = item["event"]["verb"].as_str().unwrap();
            ["task.archived", "task.trashed", "task.restored"].contains(&verb)
        });
        ends.map(|item| (item["event"]["verb"].clone(), item["reason"].clone())).collect::<Vec<_>>()
    };
    let before = told(dan).await;
    // While it is in the trash nothing else is told of it.
    for (how, verb, count) in [
        ("archive", "task.archived", 1),
        ("restore", "task.restored", 2),
        ("trash", "task.trashed", 1),
        ("restore", "task.restored", 4),
    ] {
        app.advance(MINUTE);
        end(&ana, how, top).await.ok();
        for who in [ben, cleo] {
            let told = told(who).await;
            assert_eq!(told.len(), count, "once: {told:?}");
            assert!(told.contains(&(json!(verb), json!("below"))), "{told:?}");
        }
        assert!(told(&ana).await.is_empty(), "it is her own act");
    }
    app.advance(MINUTE);
    end(cleo, "trash", top).await.ok();
    assert!(told(&ana).await.contains(&(json!("task.trashed"), json!("creator"))), "she wrote it");
    end(cleo, "restore", top).await.ok();
    // His was archived before, and is so still: it only went into the trash along with the others.
    assert_eq!((before.len(), told(dan).await.len()), (1, 3));
    let page = Browser::signed_in(&app, &ben.id).await.open("/inbox").await.shown();
    page.saying("You have or wrote a task below it.");
}
