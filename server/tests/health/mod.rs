//! How a pursuance goes: what waits longest and why, who has how much, the weeks, and the downloads.

use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use crate::pairing::{answer, knows, settle};
use crate::support::bees::{BEES, bees, of};
use crate::support::browser::{Browser, Page};
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    what_looks_for_help_longest_comes_first_and_people_are_for_organisers_alone,
    why_nobody_can_be_asked_is_worked_out_for_ten_tasks,
    what_is_stuck_late_or_in_review_stands_there_the_longest_first,
    a_blocked_task_says_by_what_to_programs_as_well_as_on_the_page,
    who_has_nothing_stands_below_those_who_have_something,
    weeks_takings_and_offers_are_counted,
    a_list_is_downloaded_as_a_table_that_no_spreadsheet_computes,
);

async fn health(reader: &Person) -> Value {
    reader.read(&format!("{BEES}/health")).await.ok()
}

fn on(task: i64, more: Value) -> Value {
    merged(of(json!({ "task": task })), more)
}

async fn made(by: &Person, more: Value) -> i64 {
    by.perform("task.create", of(more)).await.ok()["result"]["task"].as_i64().unwrap()
}

/// A new task that looks for help from now on, a little later than the one before.
async fn wanted(app: &TestApp, by: &Person, more: Value) -> i64 {
    app.advance(HOUR);
    let number = made(by, merged(json!({ "ask": false }), more)).await;
    by.perform("task.want_help", on(number, json!({}))).await.ok();
    number
}

/// The numbers of the tasks in a list, in its order.
fn numbers(list: &Value) -> Vec<i64> {
    list["items"].as_array().unwrap().iter().map(|item| item["task"].as_i64().unwrap()).collect()
}

fn reasons(list: &Value) -> Vec<Value> {
    list["items"].as_array().unwrap().iter().map(|item| item["reason"].clone()).collect()
}

async fn what_looks_for_help_longest_comes_first_and_people_are_for_organisers_alone(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("viv", "viewer")]).await;
    let [ben, cleo, viv] = people.try_into().unwrap_or_else(|_| unreachable!());
    knows(&ben, &["Language:French"]).await;
    knows(&cleo, &["Data:Maps"]).await;
    let plain = wanted(&app, &ana, json!({ "title": "Sweep" })).await;
    let asked = wanted(&app, &ana, json!({ "title": "Translate", "skills": ["Language:French"] })).await;
    let lacking = wanted(&app, &ana, json!({ "title": "Sing", "skills": ["Language:Basque"] })).await;
    let both = json!({ "title": "Caption", "skills": ["Language:French", "Data:Maps"] });
    let both = wanted(&app, &ana, both).await;
    let paused = wanted(&app, &ana, json!({ "title": "Print", "skills": ["Language:French"] })).await;
    ana.perform("task.pause_pairing", on(paused, json!({ "paused": true }))).await.ok();
    settle(&app).await;

    let all = [plain, asked, lacking, both, paused];
    let by_organiser = |second: Value| {
        let basque = json!({ "why": "nobody_has", "skills": ["Language:Basque"] });
        let all = json!({ "why": "nobody_has_all" });
        vec![json!({ "why": "no_skills" }), second, basque, all, json!({ "why": "paused" })]
    };
    let shown = health(&ana).await["wanting"].clone();
    assert_eq!((numbers(&shown), &shown["total"]), (all.to_vec(), &json!(5)));
    assert_eq!(reasons(&shown), by_organiser(json!({ "why": "unanswered", "people": 1 })));
    // A member who may not assign it learns neither who was asked, nor who says no or is left alone.
    let others = || {
        let basque = json!({ "why": "nobody_has", "skills": ["Language:Basque"] });
        let searching = || json!({ "why": "searching" });
        vec![json!({ "why": "no_skills" }), searching(), basque, searching(), json!({ "why": "paused" })]
    };
    assert_eq!(reasons(&health(&viv).await["wanting"]), others());
    answer(&ben, "offer.not_now", json!({})).await;
    let shown = health(&ana).await["wanting"].clone();
    assert_eq!(reasons(&shown), by_organiser(json!({ "why": "all_asked", "people": 1 })));
    assert_eq!(reasons(&health(&viv).await["wanting"]), others());

    let until = Day::at(app.clock.now().plus(3 * DAY), chrono_tz::Tz::UTC);
    ben.perform("profile.set_away", json!({ "until": until })).await.ok();
    ana.perform("task.pause_pairing", on(paused, json!({ "paused": false }))).await.ok();
    let last = |shown: &Value| reasons(&shown["wanting"]).last().cloned();
    assert_eq!(last(&health(&ana).await), Some(json!({ "why": "all_away", "people": 1 })));
    assert_eq!(last(&health(&viv).await), Some(json!({ "why": "searching" })));

    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/health").await.shown();
    let page = page.saying("No member has Language:Basque.");
    let page = page.saying("The only other person with its skills is away.");
    let assign = format!("/p/bees/t/{plain}?open=assign#assign");
    assert!(page.html.contains(&assign), "it is given to somebody from here: {page:?}");
    let page = Browser::signed_in(&app, &viv.id).await.open("/p/bees/health").await.shown();
    assert!(!page.html.contains("?open=assign"), "{page:?}");
    assert!(!page.says("is away") && !page.says("was asked") && !page.says("Who has how much"), "{page:?}");
    // A taken task looks for nobody.
    cleo.perform("task.take", on(plain, json!({}))).await.ok();
    assert_eq!(numbers(&health(&ana).await["wanting"]), all[1..]);
    // Its parts are looked for, and not a task that has some; nor what waits. The list behind "more" has the same.
    let heading = wanted(&app, &ana, json!({ "title": "Fair" })).await;
    made(&ana, json!({ "title": "Put up the tents", "parent": heading })).await;
    let waits = wanted(&app, &ana, json!({ "title": "Clean" })).await;
    ana.perform("task.depend", on(waits, json!({ "on": heading }))).await.ok();
    let shown = health(&ana).await["wanting"].clone();
    assert_eq!((numbers(&shown), &shown["total"]), (all[1..].to_vec(), &json!(4)));
    let behind = ana.read(&format!("{BEES}/tasks?q=status%3Ahelp_wanted%20is%3Afree")).await.items();
    assert_eq!(behind.len(), 4, "{behind:?}");
}

async fn why_nobody_can_be_asked_is_worked_out_for_ten_tasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    knows(&people[0], &["Language:French"]).await;
    knows(&people[1], &["Data:Maps"]).await;
    for _ in 0..11 {
        wanted(&app, &ana, json!({ "title": "Caption", "skills": ["Language:French", "Data:Maps"] })).await;
    }
    let why = reasons(&health(&ana).await["wanting"]);
    assert!(why[..10].iter().all(|why| why["why"] == "nobody_has_all"), "{why:?}");
    assert_eq!(why[10..], [json!({ "why": "searching" })]);
}

async fn what_is_stuck_late_or_in_review_stands_there_the_longest_first(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("viv", "viewer")]).await;
    let (ben, viv) = (&people[0], &people[1]);
    let mut tasks = Vec::new();
    for title in ["Quiet", "Blocked", "Handed in", "Looked at"] {
        let number = made(&ana, json!({ "title": title })).await;
        ben.perform("task.take", on(number, json!({}))).await.ok();
        tasks.push(number);
    }
    let [quiet, blocked, handed_in, looked_at] = tasks.try_into().unwrap_or_else(|_| unreachable!());
    // A task that comes after another one, and that nobody has begun, is not stuck.
    let planned = made(&ana, json!({ "title": "Later" })).await;
    ana.perform("task.depend", on(planned, json!({ "on": quiet }))).await.ok();
    ana.perform("task.block", on(planned, json!({ "reason": "Not before spring." }))).await.ok();
    let due = app.clock.now().plus(DAY).date();
    let late = made(&ana, json!({ "title": "Late", "due": due })).await;
    for number in [looked_at, handed_in] {
        app.advance(HOUR);
        ben.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    }
    app.advance(HOUR);
    ben.perform("task.block", on(blocked, json!({ "reason": "It rains." }))).await.ok();
    // Beginning the review is not the end of the wait for its verdict.
    ana.perform("task.set_phase", on(looked_at, json!({ "phase": "in_review" }))).await.ok();
    app.advance(20 * DAY);

    let shown = health(&ana).await;
    assert_eq!((numbers(&shown["stuck"]), &shown["stuck"]["total"]), (vec![quiet, blocked], &json!(2)));
    let why = reasons(&shown["stuck"]);
    assert_eq!((&why[0]["why"], &why[0]["who"]), (&json!("silent"), &json!("ben")));
    let rains = json!({ "why": "blocked", "task": null, "on": null, "words": "It rains." });
    assert_eq!(why[1], rains);
    for (query, found) in [("is%3Ablocked", blocked), ("is%3Alater", planned)] {
        let items = ana.read(&format!("{BEES}/tasks?q={query}")).await.items();
        assert_eq!((items.len(), &items[0]["number"]), (1, &json!(found)), "{query}");
    }
    assert_eq!((numbers(&shown["late"]), &shown["late"]["total"]), (vec![late], &json!(1)));
    assert_eq!(numbers(&shown["in_review"]), [looked_at, handed_in]);
    assert_eq!(shown["in_review"]["items"][0]["by"], "ana");
    let page = Browser::signed_in(&app, &ana.id).await.open("/p/bees/health").await.shown();
    assert!(page.says("You decide.") && !page.says("ana decides."), "{page:?}");
    let page = Browser::signed_in(&app, &ben.id).await.open("/p/bees/health").await.shown();
    assert!(page.says("ana decides.") && !page.says("You decide."), "{page:?}");
    let load = json!({ "items": [
        { "person": "ana", "under_way": 0, "reviews": 2 }, { "person": "ben", "under_way": 2, "reviews": 0 },
    ], "total": 2 });
    assert_eq!(shown["load"], load);
    assert_eq!(health(viv).await["load"], Value::Null);
    let first = ana.read(&format!("{BEES}/health?limit=1")).await.ok();
    assert_eq!((numbers(&first["stuck"]), &first["stuck"]["total"]), (vec![quiet], &json!(2)));
    assert_eq!(first["load"]["items"].as_array().unwrap().len(), 1);

    // Tasks in the trash or the archive wait no more.
    for (number, how) in [(late, "task.trash"), (handed_in, "task.archive")] {
        ana.perform(how, on(number, json!({}))).await.ok();
    }
    let shown = health(&ana).await;
    assert_eq!((numbers(&shown["late"]).len(), numbers(&shown["in_review"])), (0, vec![looked_at]));
}

async fn a_blocked_task_says_by_what_to_programs_as_well_as_on_the_page(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("viv", "viewer")]).await;
    let ben = &people[0];
    let ants = json!({ "slug": "ants", "name": "Ants", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", ants).await.ok();
    ana.perform("task.create", json!({ "pursuance": "ants", "title": "Dig" })).await.ok();
    let first = made(&ana, json!({ "title": "Saw" })).await;
    let blocked = |task: Value, on: Value| json!({ "why": "blocked", "task": task, "on": on, "words": null });
    let none = Value::Null;
    for (action, more, why, said) in [
        ("task.depend", json!({ "on": first }), blocked(json!(first), none.clone()), "Blocked by #1."),
        ("task.block", json!({ "on": "@viv" }), blocked(none.clone(), json!("viv")), "Blocked by viv."),
        (
            "task.depend",
            json!({ "on": "ants#1" }),
            blocked(none.clone(), none.clone()),
            "Blocked by a task of another pursuance.",
        ),
    ] {
        let number = made(&ana, json!({ "title": "Nail" })).await;
        ben.perform("task.take", on(number, json!({}))).await.ok();
        ana.perform(action, on(number, more)).await.ok();
        for reader in [&ana, ben, &people[1]] {
            assert_eq!(
                reasons(&health(reader).await["stuck"]),
                std::slice::from_ref(&why),
                "{action} {}",
                reader.name
            );
        }
        Browser::signed_in(&app, &ben.id).await.open("/p/bees/health").await.shown().saying(said);
        ana.perform("task.archive", on(number, json!({}))).await.ok();
    }
}

async fn who_has_nothing_stands_below_those_who_have_something(app: TestApp) {
    // Members who may take no task lack none.
    let others = [("ben", "normal"), ("cleo", "normal"), ("viv", "viewer"), ("una", "untrusted")];
    let (ana, people) = bees(&app, "public", &others).await;
    let number = made(&ana, json!({ "title": "Count" })).await;
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    let until = Day::at(app.clock.now().plus(3 * DAY), chrono_tz::Tz::UTC);
    people[1].perform("profile.set_away", json!({ "until": until })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let idle = |page: &Page| {
        let list = page.html.split("id=\"idle\"").nth(1).map(|list| list.split("</ul>").next().unwrap());
        list.map(str::to_owned)
    };
    let page = browser.open("/p/bees/health").await.shown().saying("2 members have nothing in hand");
    let list = idle(&page).unwrap();
    assert!(list.contains("/@cleo\"") && !list.contains("/@ben\""), "{list}");
    assert!(list.contains("away until") && !list.contains("</summary>"), "{list}");
    let table = browser.open("/p/bees/health/load.csv").await.html;
    let lines: Vec<&str> = table.split("\r\n").skip(1).collect();
    assert_eq!(lines, ["ben,1,0", "ana,0,0", "cleo,0,0", ""]);
    // More than a few are folded; of many, the list of members has all.
    for n in 0..10 {
        let person = app.person(&format!("dan{n}")).await;
        person.perform("pursuance.join", of(json!({}))).await.ok();
    }
    let page = browser.open("/p/bees/health").await.shown().saying("12 members have nothing in hand");
    let list = idle(&page).unwrap();
    assert!(list.contains("</summary>") && list.matches("<li>").count() == 10, "{list}");
    assert!(page.html.contains("href=\"/p/bees/members?show=nothing\""), "{page:?}");
    // For those who may assign tasks.
    let page = Browser::of(&app, "ben").await.open("/p/bees/health").await.shown();
    assert_eq!(idle(&page), None);
}

async fn weeks_takings_and_offers_are_counted(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    for person in [ben, cleo] {
        knows(person, &["Language:French"]).await;
    }
    let asked = wanted(&app, &ana, json!({ "title": "Translate", "skills": ["Language:French"] })).await;
    settle(&app).await;
    app.advance(2 * HOUR);
    answer(cleo, "offer.not_now", json!({})).await;
    answer(ben, "offer.accept", json!({})).await;
    let dropped = made(&ana, json!({ "title": "No more" })).await;
    let archived = made(&ana, json!({ "title": "Put away" })).await;
    let trashed = made(&ana, json!({ "title": "Never was" })).await;
    for phase in ["in_progress", "ready_for_review"] {
        ben.perform("task.set_phase", on(asked, json!({ "phase": phase }))).await.ok();
    }
    ana.perform("task.set_phase", on(asked, json!({ "phase": "done" }))).await.ok();
    app.advance(8 * DAY);
    made(&ana, json!({ "title": "New" })).await;
    ana.perform("task.set_phase", on(dropped, json!({ "phase": "dropped" }))).await.ok();
    ana.perform("task.archive", on(archived, json!({}))).await.ok();
    ana.perform("task.trash", on(trashed, json!({}))).await.ok();

    let shown = health(&ana).await;
    let weeks = shown["flow"].as_array().unwrap();
    let counts = |week: &Value| ["made", "finished", "open"].map(|name| week[name].as_i64().unwrap());
    assert_eq!(weeks.len(), 12);
    assert_eq!(
        (counts(&weeks[9]), counts(&weeks[10]), counts(&weeks[11])),
        ([0, 0, 0], [3, 1, 2], [1, 0, 1])
    );
    let taken = &shown["taken_after"];
    let (median, ninety) =
        (taken["median_seconds"].as_i64().unwrap(), taken["ninety_seconds"].as_i64().unwrap());
    assert_eq!((&taken["tasks"], median, median / 3600), (&json!(1), ninety, 2));
    assert_eq!(shown["offers"], json!({ "ended": 2, "accepted": 1, "waiting": 0 }));
    let page = Browser::signed_in(&app, &ben.id).await.open("/p/bees/health").await.shown();
    page.saying("In twelve weeks 4 tasks were made and 1 finished.").saying("50 %");

    // Tasks of longer ago are not counted, and open ones still are.
    app.advance(12 * 7 * DAY);
    let shown = health(&ana).await;
    let weeks = shown["flow"].as_array().unwrap();
    assert!(weeks.iter().all(|week| counts(week) == [0, 0, 1]), "{weeks:?}");
    assert_eq!((&shown["taken_after"], &shown["offers"]["ended"]), (&Value::Null, &json!(0)));
}

async fn a_list_is_downloaded_as_a_table_that_no_spreadsheet_computes(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("viv", "viewer"), ("una", "untrusted")]).await;
    let (viv, una) = (&people[0], &people[1]);
    let number = wanted(&app, &ana, json!({ "title": "=HYPERLINK(\"x\"), now" })).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/health").await.shown();
    assert!(page.html.contains("/p/bees/health/wanting.csv"), "{page:?}");
    let table = browser.open("/p/bees/health/wanting.csv").await;
    assert!(table.headers["content-type"].to_str().unwrap().starts_with("text/csv"), "{:?}", table.headers);
    assert!(table.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    let lines: Vec<&str> = table.html.split("\r\n").collect();
    assert_eq!((lines.len(), lines[2]), (3, ""), "{lines:?}");
    assert!(
        lines[1].starts_with(&format!("{number},\"'=HYPERLINK(\"\"x\"\"), now\",Help wanted,")),
        "{lines:?}"
    );
    assert!(lines[1].contains(",\"It names no skills, so nobody is asked automatically.\","), "{lines:?}");
    for list in ["stuck", "late", "in-review", "load", "flow"] {
        browser.open(&format!("/p/bees/health/{list}.csv")).await.shown();
    }
    assert_eq!(browser.open("/p/bees/health/other.csv").await.status, 404);
    // The load of each member is for those who may assign tasks, and the page is for those who read all tasks.
    let mut hers = Browser::signed_in(&app, &viv.id).await;
    assert_eq!(hers.open("/p/bees/health/load.csv").await.status, 404);
    hers.open("/p/bees/health/flow.csv").await.shown();
    let mut hers = Browser::signed_in(&app, &una.id).await;
    for path in ["/p/bees/health", "/p/bees/health/wanting.csv"] {
        assert_eq!(hers.open(path).await.status, 403, "{path}");
    }
    una.read(&format!("{BEES}/health")).await.problem(403, "not-allowed");
    app.visitor().read(&format!("{BEES}/health")).await.problem(404, "not-found");
}
