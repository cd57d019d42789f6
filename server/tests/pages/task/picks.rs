//! One of many: a task or a member is named by number or name, and a list of members is searched.

use serde_json::{Value, json};

use crate::pages::start_pursuance;
use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp};

/// The bees of Ana, with so many tasks.
async fn tasks(app: &TestApp, count: usize) -> (Person, Browser) {
    let ana = app.person("ana").await;
    let mut browser = Browser::of(app, "ana").await;
    start_pursuance(&mut browser, "bees", "Bees").await.shown();
    for n in 1..=count {
        let title = format!("Count hive {n}");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    (ana, browser)
}

/// People who join, each with a name of two words.
async fn members(app: &TestApp, count: usize) -> Vec<Person> {
    let mut made = Vec::with_capacity(count);
    for n in 1..=count {
        let person = app.person(&format!("bee{n:02}")).await;
        person.perform("profile.edit", json!({ "display": format!("Bella Number{n}") })).await.ok();
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        made.push(person);
    }
    made
}

const EDIT: &str = "/p/bees/t/1/edit";
const MOVE: &str = "/p/bees/t/1/move";

async fn moved_to(browser: &mut Browser, parent: &str) -> Page {
    let page = browser.open(EDIT).await.shown();
    browser.fill(&page, MOVE, &[("parent", parent)]).await
}

#[tokio::test]
async fn few_tasks_are_a_list_and_many_are_a_field_that_proposes_some() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 3).await;
    let few = browser.open(EDIT).await.shown();
    assert!(few.html.contains("<select id=\"parent\"") && !few.html.contains("parent-list"));
    for n in 4..=60 {
        let title = format!("Count hive {n}");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    let many = browser.open(EDIT).await.shown();
    assert!(!many.html.contains("<select id=\"parent\""));
    let proposed = many.html.split("<datalist id=\"parent-list\">").nth(1).unwrap();
    let proposed = proposed.split("</datalist>").next().unwrap();
    assert_eq!(proposed.matches("<option").count(), 50);
    assert!(!proposed.contains("#1 "), "a task is no part of itself");
}

#[tokio::test]
async fn a_task_is_put_under_another_by_number_or_by_title() {
    let app = TestApp::start().await;
    let (_, mut browser) = tasks(&app, 30).await;
    for (written, parent) in
        [("7", "Count hive 7"), ("#8", "Count hive 8"), ("#9 Count hive 9", "Count hive 9")]
    {
        moved_to(&mut browser, written).await.shown().saying("Moved.");
        let crumbs = browser.open("/p/bees/t/1").await.shown();
        let crumbs = crumbs.html.split("class=\"crumbs\"").nth(1).unwrap().split("</nav>").next().unwrap();
        assert!(crumbs.contains(parent), "{written}: {crumbs}");
    }
    moved_to(&mut browser, "count HIVE 30").await.shown().saying("Moved.");
    let form = browser.open(EDIT).await.shown();
    assert_eq!(form.form(MOVE).value("parent"), "#30 Count hive 30");
    moved_to(&mut browser, "").await.shown().saying("Moved.");
    assert_eq!(browser.open(EDIT).await.shown().form(MOVE).value("parent"), "");
}

#[tokio::test]
async fn a_title_that_fits_several_tasks_comes_back_with_them() {
    let app = TestApp::start().await;
    let (_, mut browser) = tasks(&app, 30).await;
    let unclear = moved_to(&mut browser, "hive 2").await.refused();
    let unclear = unclear.saying("These tasks match:").saying("Write the number of one of them.");
    assert!(unclear.html.contains("aria-invalid=\"true\""));
    assert_eq!(unclear.form(MOVE).value("parent"), "hive 2");
    moved_to(&mut browser, "wasps").await.refused().saying("No open task here has these words");
    moved_to(&mut browser, "#4000").await.refused().saying("There is no task #4000 here.");
    let own = moved_to(&mut browser, "#1").await.refused();
    own.saying("part of itself").saying("Count hive 1");
}

#[tokio::test]
async fn a_task_of_a_pursuance_one_cannot_see_is_no_place() {
    let app = TestApp::start().await;
    let (_, mut browser) = tasks(&app, 2).await;
    let cara = app.person("cara").await;
    let cell = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "members" });
    cara.perform("pursuance.create", cell).await.ok();
    for n in 1..=5 {
        let title = format!("Secret {n}");
        cara.perform("task.create", json!({ "pursuance": "cell", "title": title })).await.ok();
    }
    for written in ["#5", "Secret 5", "Secret"] {
        let refused = moved_to(&mut browser, written).await.refused();
        assert!(!refused.says("Secret 1") && !refused.says("These tasks match"), "{written}: {refused:?}");
    }
}

#[tokio::test]
async fn a_member_is_assigned_by_name_where_there_are_too_many_for_a_list() {
    let app = TestApp::start().await;
    let (_, mut browser) = tasks(&app, 1).await;
    members(&app, 22).await;
    let (task, assign) = ("/p/bees/t/1", "/p/bees/t/1/assign");
    let page = browser.open(task).await.shown();
    assert!(page.html.contains("<datalist id=\"assignee-list\">"));
    let unclear = browser.fill(&page, assign, &[("assignee", "Bella")]).await.refused();
    let unclear = unclear.saying("These people match: bee01 (Bella Number1)");
    assert_eq!(unclear.form(assign).value("assignee"), "Bella");
    assert!(unclear.html.contains("<details class=\"why\" id=\"assign\" open"));
    browser.fill(&page, assign, &[("assignee", "Bella Number17")]).await.shown();
    assert_eq!(browser.open(task).await.shown().form(assign).value("assignee"), "bee17");
    browser.fill(&page, assign, &[("assignee", "BEE05")]).await.shown();
    assert_eq!(browser.open(task).await.shown().form(assign).value("assignee"), "bee05");
    app.person("nora").await;
    let stranger = browser.fill(&page, assign, &[("assignee", "nora")]).await.refused();
    assert_eq!(stranger.saying("only to members").form(assign).value("assignee"), "nora");
    browser
        .fill(&page, assign, &[("assignee", "No Such Person")])
        .await
        .refused()
        .saying("Nobody here is called");
    let form = browser.open(EDIT).await.shown();
    browser.fill(&form, EDIT, &[("reviewer", "Bella")]).await.refused().saying("These people match");
    browser.fill(&form, EDIT, &[("reviewer", "Bella Number2")]).await.shown().saying("Saved.");
    assert_eq!(browser.open(EDIT).await.shown().form(EDIT).value("reviewer"), "bee02");
}

#[tokio::test]
async fn a_name_that_is_part_of_many_names_is_found_where_it_is_the_whole_name() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 1).await;
    // More than are looked at, each with the words in its name, and all before whoever is meant.
    members(&app, 52).await;
    for (name, display) in [("zoe", "Bella"), ("bee", "Zita")] {
        let person = app.person(name).await;
        person.perform("profile.edit", json!({ "display": display })).await.ok();
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    }
    let (task, assign) = ("/p/bees/t/1", "/p/bees/t/1/assign");
    let page = browser.open(task).await.shown();
    for (written, found) in [("bella", "zoe"), ("Bee", "bee"), ("BELLA", "zoe"), ("zita", "bee")] {
        browser.fill(&page, assign, &[("assignee", written)]).await.shown();
        assert_eq!(browser.open(task).await.shown().form(assign).value("assignee"), found, "{written}");
    }
    // Two of that name: either could be meant.
    let other = app.person("zelda").await;
    other.perform("profile.edit", json!({ "display": "Bella" })).await.ok();
    other.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let unclear = browser.fill(&page, assign, &[("assignee", "Bella")]).await.refused();
    unclear.saying("These people match");

    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Hive" })).await.ok();
    for n in 1..=52 {
        let title = format!("Hive {n}");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    moved_to(&mut browser, "hive").await.shown().saying("Moved.");
    assert_eq!(browser.open(EDIT).await.shown().form(MOVE).value("parent"), "#2 Hive");
}

#[tokio::test]
async fn members_are_found_by_name_and_role_a_page_at_a_time() {
    let app = TestApp::start().await;
    let (_, mut browser) = tasks(&app, 0).await;
    members(&app, 52).await;
    let list = "/p/bees/members";
    // Ana, the first of all, has a row without a link to more.
    let rows = |page: &Page| page.html.matches("#ask\"").count();
    let first = browser.open(list).await.shown();
    assert_eq!(rows(&first), 49);
    let next = "/p/bees/members?q=&#38;role=&#38;show=everybody&#38;after=0.bee49";
    assert!(first.html.contains(next), "{first:?}");
    assert_eq!(rows(&browser.open("/p/bees/members?q=&role=&show=everybody&after=0.bee49").await.shown()), 3);
    let found = browser.open("/p/bees/members?q=number5").await.shown();
    assert_eq!(rows(&found), 4, "5, 50, 51 and 52");
    assert!(found.html.contains("value=\"number5\"") && found.says("Show all"));
    let page = browser.open("/p/bees/m/bee07").await.shown();
    browser.fill(&page, "/p/bees/members/role", &[("role", "recruiter")]).await.shown();
    let recruiters = browser.open("/p/bees/members?role=recruiter").await.shown().saying("Bella Number7");
    assert_eq!(rows(&recruiters), 1);
    browser.open("/p/bees/members?q=nobody+like+it").await.shown().saying("Nothing matches.");
    let mut visitor = Browser::new(&app);
    visitor.open("/p/bees/members?q=number51").await.shown().saying("Bella Number51");
}

#[tokio::test]
async fn skills_in_the_list_of_members_are_for_fellow_members() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 0).await;
    let skills = json!({ "skills": [{ "skill": "Craft:Sewing", "level": "do" }] });
    ana.perform("profile.set_skills", skills).await.ok();
    browser.open("/p/bees/members?q=sewing").await.shown().saying("Craft:Sewing");
    let url = "/api/v1/pursuances/bees/members?q=sewing";
    assert_eq!(ana.read(url).await.ok()["items"][0]["skills"], json!(["Craft:Sewing"]));

    Browser::new(&app).open("/p/bees/members?q=sewing").await.shown().saying("Nothing matches.");
    let stranger = app.person("zoe").await;
    assert_eq!(stranger.read(url).await.ok()["items"], json!([]));
    let all = stranger.read("/api/v1/pursuances/bees/members").await.ok();
    assert!(!all.to_string().contains("Sewing"), "{all}");
}

#[tokio::test]
async fn members_that_are_not_for_everybody_are_found_by_nobody_else() {
    let app = TestApp::start().await;
    let (ana, _) = tasks(&app, 0).await;
    members(&app, 2).await;
    let mut visitor = Browser::new(&app);
    visitor.open("/p/bees/members?q=bella").await.shown().saying("Bella");
    let closed = json!({ "pursuance": "bees", "visibility": "members" });
    ana.perform("pursuance.edit", closed).await.ok();
    let page = visitor.open("/p/bees/members?q=bella").await;
    assert!(page.status == http::StatusCode::NOT_FOUND && !page.says("Bella"), "{page:?}");
}

/// The proposals of a field, each with its words.
fn proposals<'a>(page: &'a Page, list: &str) -> Vec<(&'a str, &'a str)> {
    let (_, list) = page.html.split_once(&format!("<datalist id=\"{list}\">")).unwrap();
    let options = list.split_once("</datalist>").unwrap().0.split("<option value=\"").skip(1);
    options.map(|one| one.split_once("</option>").unwrap().0.split_once("\">").unwrap()).collect()
}

#[tokio::test]
async fn of_very_many_members_those_who_fit_are_proposed_first() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 0).await;
    let members = members(&app, 60).await;
    for (number, skill, level) in [
        (57, "Craft:Sewing", "do"),
        (58, "Craft:Sewing", "learning"),
        (59, "Art:Stitching", "mentor"),
        (60, "Data:Maps", "do"),
    ] {
        let skills = json!({ "skills": [{ "skill": skill, "level": level }] });
        members[number - 1].perform("profile.set_skills", skills).await.ok();
    }
    let bees = |mut input: Value| {
        input["pursuance"] = json!("bees");
        input
    };
    let merge = bees(json!({ "skill": "Art:Stitching", "into": "Craft:Sewing" }));
    ana.perform("skill.merge", merge).await.ok();
    // People who have work stand behind others who fit.
    for (title, skills) in [("Sew", vec!["Craft:Sewing"]), ("Weigh", vec![])] {
        ana.perform("task.create", bees(json!({ "title": title, "skills": skills }))).await.ok();
    }
    ana.perform("task.assign", bees(json!({ "task": 2, "assignee": "bee57" }))).await.ok();
    let page = browser.open("/p/bees/t/1").await.shown();
    let proposed = proposals(&page, "assignee-list");
    assert_eq!(proposed.len(), 20, "{proposed:?}");
    let first = [
        "Bella Number59 · has its skills · nothing under way",
        "Bella Number57 · has its skills · one under way",
    ];
    assert_eq!([proposed[0], proposed[1]], [("bee59", first[0]), ("bee57", first[1])]);
    assert!(proposed[2..].iter().all(|(_, said)| !said.contains("has its skills")), "{proposed:?}");
    // Others are named, and a task without skills proposes members, too.
    browser.fill(&page, "/p/bees/t/1/assign", &[("assignee", "bee03")]).await.shown();
    let page = browser.open("/p/bees/t/1").await.shown();
    assert_eq!(page.form("/p/bees/t/1/assign").value("assignee"), "bee03");
    let page = browser.open("/p/bees/t/2").await.shown();
    assert_eq!(page.form("/p/bees/t/2/assign").value("assignee"), "bee57");
    assert_eq!(proposals(&page, "assignee-list").len(), 20);
}

#[tokio::test]
async fn of_very_many_members_those_who_fit_several_tasks_are_proposed_for_them() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 0).await;
    let members = members(&app, 60).await;
    for (number, skills) in [(58, &["Craft:Sewing", "Data:Maps"][..]), (57, &["Craft:Sewing"])] {
        let skills: Vec<Value> =
            skills.iter().map(|skill| json!({ "skill": skill, "level": "do" })).collect();
        members[number - 1].perform("profile.set_skills", json!({ "skills": skills })).await.ok();
    }
    for (title, skill) in [("Sew", "Craft:Sewing"), ("Draw", "Data:Maps")] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title, "skills": [skill] }))
            .await
            .ok();
    }
    let page = browser.open("/p/bees/bulk?chosen=1&chosen=2&change=assign").await.shown();
    let proposed = proposals(&page, "value-list");
    assert_eq!(proposed.len(), 20, "{proposed:?}");
    let best = ("bee58", "Bella Number58 · has their skills · nothing under way");
    assert_eq!(
        [proposed[0], proposed[1]],
        [best, ("bee57", "Bella Number57 · has Sewing · nothing under way")]
    );
    // Another name is typed.
    browser.fill(&page, "/p/bees/bulk", &[("value", "bee03")]).await.shown();
    let page = browser.open("/p/bees/t/2").await.shown();
    assert_eq!(page.form("/p/bees/t/2/assign").value("assignee"), "bee03");
}

#[tokio::test]
async fn whoever_only_suggests_is_told_who_fits_and_not_who_has_how_much() {
    let app = TestApp::start().await;
    let (ana, _) = tasks(&app, 0).await;
    let members = members(&app, 60).await;
    let skills = json!({ "skills": [{ "skill": "Craft:Sewing", "level": "do" }] });
    members[56].perform("profile.set_skills", skills).await.ok();
    for (title, skills) in [("Sew", vec!["Craft:Sewing"]), ("Weigh", vec![])] {
        let task = json!({ "pursuance": "bees", "title": title, "skills": skills });
        ana.perform("task.create", task).await.ok();
    }
    // The last visits of members are not told to others.
    members[59].perform("task.take", json!({ "pursuance": "bees", "task": 2 })).await.ok();
    let mut browser = Browser::of(&app, "bee01").await;
    let page = browser.open("/p/bees/t/1/suggest").await.shown();
    let proposed = proposals(&page, "assignee-list");
    assert_eq!(proposed.len(), 20, "{proposed:?}");
    assert_eq!(proposed[0], ("bee57", "Bella Number57 · has its skills"));
    assert_eq!(proposed[2], ("bee01", "Bella Number1"), "by name");
    assert!(!page.says("under way") && proposed.iter().all(|(name, _)| *name != "bee60"), "{proposed:?}");
    browser
        .fill(&page, "/p/bees/t/1/assign", &[("assignee", "Bella Number44"), ("why", "She sews.")])
        .await
        .shown();
    // A member who decides it, and may assign, sees who has how much.
    let id = ana.read("/api/v1/pursuances/bees/suggestions").await.items()[0]["suggestion"].clone();
    let mut anas = Browser::of(&app, "ana").await;
    let page = anas.open(&format!("/p/bees/suggestions/{}", id.as_str().unwrap())).await.shown();
    let proposed = proposals(&page, "assignee-list");
    let fits = ("bee57", "Bella Number57 · has its skills · nothing under way");
    assert!(proposed.contains(&fits) && proposed.iter().any(|(name, _)| *name == "bee44"), "{proposed:?}");
    assert_eq!(
        page.form(&format!("/p/bees/suggestions/{}/amend", id.as_str().unwrap())).value("assignee"),
        "bee44"
    );
}

#[tokio::test]
async fn twenty_members_are_proposed_however_many_are_suspended() {
    let app = TestApp::start().await;
    let (ana, mut browser) = tasks(&app, 0).await;
    let members = members(&app, 60).await;
    let skills = json!({ "skills": [{ "skill": "Craft:Sewing", "level": "do" }] });
    for number in 55..=60 {
        members[number - 1].perform("profile.set_skills", skills.clone()).await.ok();
    }
    let task = json!({ "pursuance": "bees", "title": "Sew", "skills": ["Craft:Sewing"] });
    ana.perform("task.create", task).await.ok();
    app.operator("olga").await;
    let mut olga = Browser::of(&app, "olga").await;
    // Members who were there last, with and without the skill.
    for number in 41..=58 {
        let (name, yes) = (format!("bee{number}"), [("suspended", "yes")]);
        let accounts = olga.open(&format!("/admin/accounts?q={name}")).await.shown();
        olga.fill(&accounts, &format!("/admin/accounts/{name}/suspend"), &yes).await.shown();
    }
    let page = browser.open("/p/bees/t/1").await.shown();
    let proposed = proposals(&page, "assignee-list");
    assert_eq!(proposed.len(), 20, "{proposed:?}");
    assert_eq!([proposed[0].0, proposed[1].0], ["bee60", "bee59"]);
    assert!(proposed.iter().all(|(name, _)| !(41..=58).any(|n| *name == format!("bee{n}"))), "{proposed:?}");
}
