//! The people of a pursuance, for who coordinates: what they can, what they have, the last sign of them, and asking them.

use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use crate::pairing::{knows, settle};
use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    people_are_found_by_what_they_can_and_have,
    what_people_have_is_for_those_who_may_assign,
    silence_is_counted_from_the_last_deed,
    whoever_fits_comes_first_where_a_task_is_assigned,
    a_member_is_asked_about_a_task_from_their_page,
    of_whoever_is_suspended_fellow_members_know_and_nobody_chooses_them,
    what_a_member_has_is_said_with_its_day,
);

async fn listed(reader: &Person, query: &str) -> Vec<Value> {
    let found = reader.read(&format!("{BEES}/members?{query}")).await.ok();
    found["items"].as_array().unwrap().clone()
}

async fn names(reader: &Person, query: &str) -> Vec<String> {
    listed(reader, query).await.iter().map(|one| one["member"].as_str().unwrap().to_owned()).collect()
}

async fn made(by: &Person, more: Value) -> i64 {
    let task = merged(of(json!({ "title": "Count", "ask": false })), more);
    by.perform("task.create", task).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn people_are_found_by_what_they_can_and_have(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("viv", "viewer")]).await;
    knows(&people[0], &["Craft:Sewing", "Language:French"]).await;
    knows(&people[1], &["Craft:Sewing machines"]).await;
    assert_eq!(names(&ana, "q=sewing").await, ["ben", "cleo"]);
    assert_eq!(names(&ana, "q=french").await, ["ben"]);
    assert_eq!(names(&ana, "q=SEW&role=viewer").await, [""; 0]);
    // A learner does not know it yet.
    let learns = json!({ "skills": [{ "skill": "Craft:Sewing", "level": "learning" }] });
    people[2].perform("profile.set_skills", learns).await.ok();
    assert_eq!(names(&ana, "q=sewing").await, ["ben", "cleo"]);
    assert_eq!(listed(&ana, "role=viewer").await[0]["skills"], json!([]));
    assert_eq!(listed(&ana, "q=french").await[0]["skills"], json!(["Craft:Sewing", "Language:French"]));
    app.advance(DAY);
    app.person("dora").await.perform("pursuance.join", of(json!({}))).await.ok();
    assert_eq!(names(&ana, "show=newest&limit=2").await[0], "dora");
    // Each part goes on behind the one before, in every list.
    for show in ["everybody", "newest"] {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let query = format!("show={show}&limit=2&after={after}");
            let found = ana.read(&format!("{BEES}/members?{query}")).await.ok();
            all.extend(found["items"].as_array().unwrap().iter().map(|one| one["member"].to_string()));
            let Some(next) = found["next"].as_str() else { break };
            next.clone_into(&mut after);
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 5, "{show}");
    }
    let one = made(&ana, json!({ "assignee": "ben" })).await;
    assert_eq!(names(&ana, "show=nothing").await, ["ana", "cleo", "dora"], "viv only reads");
    ana.perform("task.assign", of(json!({ "task": one, "assignee": "cleo" }))).await.ok();
    assert_eq!(names(&ana, "show=nothing").await, ["ana", "ben", "dora"]);
    assert_eq!(listed(&ana, "q=cleo").await[0]["under_way"], 1);
    ana.read(&format!("{BEES}/members?show=busy")).await.problem(400, "invalid-query");
}

async fn what_people_have_is_for_those_who_may_assign(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "assigner")]).await;
    made(&ana, json!({ "assignee": "ben" })).await;
    let told = ["under_way", "reviews", "asked", "last"];
    for reader in [&ana, &people[1]] {
        let ben = &listed(reader, "q=ben").await[0];
        assert!(told.iter().all(|key| !ben[*key].is_null()), "{ben}");
    }
    let ben = &people[0];
    let himself = &listed(ben, "q=ben").await[0];
    assert!(told.iter().all(|key| himself.get(*key).is_none()), "{himself}");
    // The lists by what people have are the list of everybody.
    assert_eq!(names(ben, "show=nothing").await, names(ben, "").await);
    assert_eq!(names(ben, "show=silent").await.len(), 3);
    let (mut his, mut cleos) =
        (Browser::signed_in(&app, &ben.id).await, Browser::signed_in(&app, &people[1].id).await);
    let page = his.open("/p/bees/members").await.shown();
    assert!(
        !page.says("under way") && !page.says("last active") && !page.says("With nothing to do"),
        "{page:?}"
    );
    cleos.open("/p/bees/members").await.shown().saying("1 task under way").saying("With nothing to do");
    let mut visitor = Browser::new(&app);
    knows(ben, &["Craft:Sewing"]).await;
    let page = visitor.open("/p/bees/members").await.shown().saying("ben");
    assert!(!page.says("Craft:Sewing") && !page.says("under way"));
}

async fn silence_is_counted_from_the_last_deed(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    assert_eq!(names(&ana, "show=silent").await, [""; 0]);
    app.advance(8 * DAY);
    let task = made(&ana, json!({})).await;
    let said = json!({ "task": task, "body": "I was there." });
    people[1].perform("task.comment", of(said)).await.ok();
    app.advance(7 * DAY);
    assert_eq!(names(&ana, "show=silent").await, ["ben"]);
    app.advance(9 * DAY);
    assert_eq!(names(&ana, "show=silent").await, ["ben", "ana", "cleo"], "the longest silent first");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    browser.open("/p/bees/members?show=silent").await.shown().saying("silent since");
    people[0].perform("task.comment", of(json!({ "task": task, "body": "And I." }))).await.ok();
    assert_eq!(names(&ana, "show=silent").await, ["ana", "cleo"]);
}

async fn whoever_fits_comes_first_where_a_task_is_assigned(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("dora", "normal")]).await;
    for person in [&people[1], &people[2]] {
        knows(person, &["Craft:Sewing"]).await;
    }
    made(&ana, json!({ "assignee": "cleo" })).await;
    let task = made(&ana, json!({ "skills": ["Craft:Sewing"] })).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&format!("/p/bees/t/{task}")).await.shown();
    let choice =
        page.html.split("name=\"assignee\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
    let place = |label: &str| choice.find(label).unwrap_or_else(|| panic!("{label}: {choice}"));
    let (dora, cleo) =
        (place("dora · has its skills · nothing under way"), place("cleo · has its skills · one under way"));
    assert!(dora < cleo && cleo < place("ben · nothing under way"), "{choice}");
    // Of two skills it is said which somebody has.
    let both = made(&ana, json!({ "skills": ["Craft:Sewing", "Data:Maps"] })).await;
    let page = browser.open(&format!("/p/bees/t/{both}")).await.shown();
    let choice =
        page.html.split("name=\"assignee\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
    assert!(choice.contains("dora · has Sewing · nothing under way"), "{choice}");
    assert!(choice.contains("ben · nothing under way"), "{choice}");
}

async fn a_member_is_asked_about_a_task_from_their_page(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let ben = &people[0];
    let plain = made(&ana, json!({ "title": "Sweep" })).await;
    let fits = made(&ana, json!({ "title": "Sew the flag", "skills": ["Craft:Sewing"] })).await;
    for task in [plain, fits] {
        ana.perform("task.want_help", of(json!({ "task": task }))).await.ok();
    }
    settle(&app).await;
    knows(ben, &["Craft:Sewing"]).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    browser.open("/p/bees/members").await.shown().saying("Ask");
    let page = browser.open("/p/bees/m/ben").await.shown().saying("Ask ben about a task");
    assert!(page.html.find("Sew the flag").unwrap() < page.html.find("Sweep").unwrap());
    page.saying("they have its skills");
    let form = format!("/p/bees/t/{fits}/pairing");
    let page = browser.open("/p/bees/m/ben").await.shown();
    let after = browser.fill(&page, &form, &[("what", "ask")]).await.shown().saying("Ask ben about a task");
    assert!(!after.has_form(&form) && after.says("Sweep"), "{after:?}");
    let waiting = ben.read("/api/v1/me/offers").await.ok();
    assert_eq!(waiting["items"][0]["task"], fits);
    // A member who may not assign is offered nothing; nobody asks themselves.
    let mut cleos = Browser::signed_in(&app, &people[1].id).await;
    assert!(!cleos.open("/p/bees/m/ben").await.shown().says("about a task"));
    assert!(!browser.open("/p/bees/m/ana").await.shown().says("about a task"));
}

async fn of_whoever_is_suspended_fellow_members_know_and_nobody_chooses_them(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let task = made(&ana, json!({})).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let mut cleos = Browser::signed_in(&app, &people[1].id).await;
    let mut visitor = Browser::new(&app);
    let stranger = app.person("dora").await;
    for suspended in [true, false] {
        let suspend = SuspendAccount { account: people[0].id.clone(), suspended };
        app.perform(&Principal::Operator, suspend.into()).await.unwrap();
        for (reader, told) in [(&ana, Some(suspended)), (&people[1], Some(suspended)), (&stranger, None)] {
            assert_eq!(listed(reader, "q=ben").await[0]["suspended"].as_bool(), told);
        }
        for (is_told, browser) in [(true, &mut anas), (true, &mut cleos), (false, &mut visitor)] {
            let page = browser.open("/p/bees/members").await.shown().saying("ben");
            assert_eq!(page.says("Cannot sign in"), is_told && suspended, "{page:?}");
            let page = browser.open("/p/bees/m/ben").await.shown();
            assert_eq!(page.says("Cannot sign in"), is_told && suspended, "{page:?}");
        }
        let page = anas.open("/p/bees/m/ben").await.shown();
        assert_eq!(page.says("Ask ben about a task"), !suspended, "{page:?}");
        // As the rule refuses them, no list proposes them.
        for path in [format!("/p/bees/t/{task}"), format!("/p/bees/t/{task}/edit")] {
            let page = anas.open(&path).await.shown();
            assert!(page.html.contains("value=\"cleo\""), "{page:?}");
            assert_eq!(page.html.contains("value=\"ben\""), !suspended, "{page:?}");
        }
        let assigned = ana.perform("task.assign", of(json!({ "task": task, "assignee": "ben" }))).await;
        assert_eq!(assigned.status.is_success(), !suspended, "{suspended}");
    }
}

async fn what_a_member_has_is_said_with_its_day(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let now = app.clock.now();
    for (title, due) in
        [("Sweep", None), ("Sew", Some(now.plus(2 * DAY))), ("Paint", Some(now.plus(20 * DAY)))]
    {
        let due = due.map(pursuance_domain::time::Time::date);
        made(&ana, json!({ "title": title, "assignee": "ben", "due": due })).await;
    }
    app.advance(5 * DAY);
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/m/ben").await.shown();
    let row = |title: &str| {
        let (_, after) =
            page.html.split_once(&format!(">{title}</a>")).unwrap_or_else(|| panic!("{title}: {page:?}"));
        after.split("</li>").next().unwrap().to_owned()
    };
    assert!(!row("Sweep").to_lowercase().contains("due "), "{page:?}");
    assert!(row("Sew").contains("<span class=\"stop\">Was due "), "{page:?}");
    assert!(row("Paint").contains("Due ") && !row("Paint").contains("class=\"stop\""), "{page:?}");
}
