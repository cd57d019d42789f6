//! Arriving: what a pursuance may ask a newcomer about, three tasks they could do, and a request that waits.

use pursuance_domain::action::LiftLimits;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::{Value, json};

use crate::pairing::{asked, knows, pairing, settle};
use crate::support::bees::{BEES, bees, of};
use crate::support::browser::{Browser, Page};
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_joins_is_asked_once_what_they_can_and_sees_three_tasks,
    the_skills_of_the_invitation_come_first,
    the_question_stands_on_home_until_it_is_answered_or_put_away,
    whoever_answers_later_sees_what_they_could_do_and_is_asked_on_home,
    an_invitation_that_names_a_task_asks_first_and_leads_there,
    whoever_joins_for_a_task_has_it_and_is_asked_once_before_its_page,
    whoever_says_yes_to_a_recruiter_is_asked_too,
    words_without_an_area_are_skills_too,
    a_request_to_join_waits_on_home_and_the_yes_leads_to_the_wanted_task,
    newcomers_with_ticked_skills_are_asked,
    a_newcomer_is_asked_beside_those_who_have_not_answered,
    whoever_puts_the_question_away_is_asked_at_the_next_look,
    no_more_tasks_look_again_at_once_than_may,
    no_more_pursuances_look_again_at_once_than_may,
    who_is_no_member_answers_nothing,
);

const ARRIVAL: &str = "/p/bees/arrival";

async fn made(by: &Person, title: &str, skills: &[&str]) -> i64 {
    let task = merged(of(json!({ "title": title, "ask": false })), json!({ "skills": skills }));
    by.perform("task.create", task).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn skills_of(person: &Person) -> Value {
    person.read("/api/v1/me").await.ok()["skills"].clone()
}

async fn next(person: &Person) -> Value {
    person.read("/api/v1/me/next").await.ok()
}

async fn whoever_joins_is_asked_once_what_they_can_and_sees_three_tasks(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for (title, skills) in [("Sew flags", vec!["Craft:Sewing"]), ("Sew tents", vec!["Craft:Sewing"])] {
        made(&ana, title, &skills).await;
    }
    made(&ana, "Translate", &["Language:French"]).await;
    made(&ana, "Sweep", &[]).await;
    let dora = app.person("dora").await;
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    let page = hers.open("/p/bees/join").await.shown();
    let page = hers.fill(&page, "/p/bees/join", &[]).await.shown().saying("What could we ask you about?");
    let boxes: Vec<_> = page
        .html
        .match_indices("name=\"box\" value=\"")
        .map(|(at, _)| &page.html[at + 18..at + 30])
        .collect();
    assert_eq!(boxes, ["Craft:Sewing", "Language:Fre"], "what most tasks need comes first");
    let ticked = [("box", "Craft:Sewing"), ("hours", "2")];
    let page = hers.fill(&page, ARRIVAL, &ticked).await.shown().saying("Here are three you could do");
    let place = |title: &str| page.html.find(title).unwrap_or(usize::MAX);
    let (flags, tents, third) = (place("Sew flags"), place("Sew tents"), place("Translate"));
    assert!(flags < third && tents < third && third < usize::MAX, "{page:?}");
    assert!(page.says("You have its skills.") && !page.says("Sweep"), "three, and the older one: {page:?}");
    assert_eq!(skills_of(&dora).await, json!(["Craft:Sewing"]));
    let limits = dora.read("/api/v1/me/limits").await.ok();
    assert_eq!(limits["hours_a_week"], 2);
    // It is not asked again.
    assert!(!hers.open(ARRIVAL).await.shown().says("What could we ask you about?"));
    assert!(!hers.open("/").await.shown().says("What could we ask you about?"));
}

/// The boxes of a page, in order.
fn boxes(page: &Page) -> Vec<&str> {
    let values = page.html.split("name=\"box\" value=\"").skip(1);
    values.filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

async fn the_skills_of_the_invitation_come_first(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    for title in ["Translate", "Translate more"] {
        made(&ana, title, &["Language:French"]).await;
    }
    made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    // The pursuance has another word for it.
    let merge = of(json!({ "skill": "Art:Sewing", "into": "Craft:Sewing" }));
    ana.perform("skill.merge", merge).await.ok();
    let skills = json!(["Language:Polish", "Art:Sewing", "Data:Maps"]);
    let invite = of(json!({ "role": "normal", "expires": "7d", "uses": 1, "skills": skills }));
    let invited = ana.perform("invite.create", invite).await.ok();
    let dora = app.person("dora").await;
    dora.perform("invite.accept", json!({ "secret": invited["result"]["link"] })).await.ok();
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    // Nobody wants Polish and maps at the moment.
    let named_first = ["Language:Polish", "Craft:Sewing", "Data:Maps", "Language:French"];
    for path in [ARRIVAL, "/"] {
        let page = hers.open(path).await.shown().saying("What could we ask you about?");
        assert_eq!(boxes(&page), named_first, "{path}");
        for skill in named_first {
            assert!(!page.html.contains(&format!("value=\"{skill}\" checked")), "{path}: {page:?}");
        }
    }
    // Skills that she has told are not asked.
    knows(&dora, &["Data:Maps"]).await;
    let page = hers.open(ARRIVAL).await.shown();
    assert_eq!(boxes(&page), ["Language:Polish", "Craft:Sewing", "Language:French"]);
    hers.fill(&page, ARRIVAL, &[("box", "Language:Polish")]).await.shown();
    assert_eq!(skills_of(&dora).await, json!(["Data:Maps", "Language:Polish"]));
    // A member without an invitation is asked as before; so is one who comes again without it.
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    assert_eq!(boxes(&bens.open(ARRIVAL).await.shown()), ["Language:French", "Craft:Sewing"]);
    dora.perform("pursuance.leave", of(json!({}))).await.ok();
    dora.perform("pursuance.join", of(json!({}))).await.ok();
    assert_eq!(boxes(&hers.open(ARRIVAL).await.shown()), ["Language:French", "Craft:Sewing"]);
}

async fn the_question_stands_on_home_until_it_is_answered_or_put_away(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("viv", "viewer")]).await;
    made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let (ben, viv) = (&people[0], &people[1]);
    assert_eq!(
        (next(ben).await["arriving"].clone(), next(viv).await["arriving"].clone()),
        (json!("bees"), Value::Null)
    );
    // Nobody asks the founder.
    assert_eq!(next(&ana).await["arriving"], Value::Null);
    let mut his = Browser::signed_in(&app, &ben.id).await;
    let home = his.open("/").await.shown().saying("What could we ask you about?").saying("Craft:Sewing");
    let home = his.fill(&home, ARRIVAL, &[("later", "yes")]).await.shown();
    assert!(!home.says("What could we ask you about?") && home.says("Sew flags"), "{home:?}");
    assert_eq!(skills_of(ben).await, json!([]));
    // Left and joined anew, they are asked anew; skills told elsewhere answer it on Home.
    ben.perform("pursuance.leave", of(json!({}))).await.ok();
    ben.perform("pursuance.join", of(json!({}))).await.ok();
    his.open("/").await.shown().saying("What could we ask you about?");
    knows(ben, &["Craft:Sewing"]).await;
    assert!(!his.open("/").await.shown().says("What could we ask you about?"));
    his.open(ARRIVAL).await.shown().saying("You told before:");
}

async fn whoever_answers_later_sees_what_they_could_do_and_is_asked_on_home(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let dora = app.person("dora").await;
    dora.perform("pursuance.join", of(json!({}))).await.ok();
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    let page = hers.open(ARRIVAL).await.shown().saying("What could we ask you about?");
    let three = hers.fill(&page, ARRIVAL, &[("later", "yes")]).await.shown().saying("Sew flags");
    assert!(!three.says("What could we ask you about?"), "{three:?}");
    assert_eq!(next(&dora).await["arriving"], "bees");
    hers.open("/").await.shown().saying("What could we ask you about?");
}

async fn an_invitation_that_names_a_task_asks_first_and_leads_there(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let task = made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let invite = of(json!({ "role": "normal", "expires": "7d", "uses": 1, "task": task }));
    let made = ana.perform("invite.create", invite).await.ok();
    let path = format!("/i/{}", made["result"]["link"].as_str().unwrap().rsplit('/').next().unwrap());
    let dora = app.person("dora").await;
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    let page = hers.open(&path).await.shown();
    let page = hers.fill(&page, &path, &[]).await.shown().saying("What could we ask you about?");
    let there = hers.fill(&page, ARRIVAL, &[("later", "yes")]).await.shown();
    assert_eq!(there.path, format!("/p/bees/t/{task}"));
    let home = hers.open("/").await.shown().saying("What could we ask you about?");
    hers.fill(&home, ARRIVAL, &[("later", "yes")]).await.shown();
    assert!(!hers.open(ARRIVAL).await.shown().says("What could we ask you about?"), "once");
}

async fn whoever_joins_for_a_task_has_it_and_is_asked_once_before_its_page(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let task = made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let other = made(&ana, "Sew tents", &["Craft:Sewing"]).await;
    let take = |task: i64| format!("/p/bees/t/{task}/take");
    let has = async |task: i64| ana.read(&format!("{BEES}/tasks/{task}")).await.ok()["assignee"].clone();
    let dora = app.person("dora").await;
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    let page = hers.open(&take(task)).await.shown();
    let page = hers.fill(&page, &take(task), &[]).await.shown().saying("It is yours");
    assert_eq!(page.path, format!("{ARRIVAL}?task={task}"));
    assert_eq!(has(task).await, "dora", "it is hers before she answers");
    let page = page.saying("What could we ask you about?");
    let there = hers.fill(&page, ARRIVAL, &[("box", "Craft:Sewing")]).await.shown();
    assert_eq!(there.path, format!("/p/bees/t/{task}"));
    assert_eq!(skills_of(&dora).await, json!(["Craft:Sewing"]));
    // Nothing stands before the page of the next one.
    let page = hers.open(&format!("/p/bees/t/{other}")).await.shown();
    assert_eq!(hers.fill(&page, &take(other), &[]).await.shown().path, format!("/p/bees/t/{other}"));
    for path in [ARRIVAL, "/"] {
        assert!(!hers.open(path).await.shown().says("What could we ask you about?"), "{path}");
    }
}

async fn whoever_says_yes_to_a_recruiter_is_asked_too(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let dora = app.person("dora").await;
    dora.perform("profile.edit", json!({ "askable": true })).await.ok();
    ana.perform("recruit.ask", of(json!({ "person": "dora", "role": "normal", "note": "Please." })))
        .await
        .ok();
    let asks = dora.read("/api/v1/me/asks").await.items();
    let path = format!("/me/asks/{}", asks[0]["ask"].as_str().unwrap());
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    let page = hers.open(&path).await.shown();
    let page = hers.fill(&page, &path, &[("answer", "accept")]).await.shown();
    assert_eq!(page.path, ARRIVAL);
    page.saying("You are a member now.").saying("What could we ask you about?").saying("Craft:Sewing");
}

async fn words_without_an_area_are_skills_too(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    let mut his = Browser::signed_in(&app, &people[0].id).await;
    let page = his.open(ARRIVAL).await.shown();
    let refused = his.fill(&page, ARRIVAL, &[("skills", "sewing, :, Baking")]).await.refused();
    assert!(refused.html.contains("value=\"sewing, :, Baking\""), "{refused:?}");
    assert_eq!(skills_of(&people[0]).await, json!([]));
    his.fill(&page, ARRIVAL, &[("skills", "sewing, Baking")]).await.shown();
    assert_eq!(skills_of(&people[0]).await, json!(["Craft:Sewing", "Other:Baking"]));
    let page = his.open("/me/work").await.shown();
    his.fill(&page, "/me/skills", &[("skill", "Singing")]).await.shown().saying("Other:Singing");
    // So they are of a task.
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/t/1/edit").await.shown();
    anas.fill(&page, "/p/bees/t/1/edit", &[("skills", "SEWING, Weaving")]).await.shown();
    let task = ana.read(&format!("{BEES}/tasks/1")).await.ok();
    assert_eq!(task["skills"], json!(["Craft:Sewing", "Other:Weaving"]));
}

async fn a_request_to_join_waits_on_home_and_the_yes_leads_to_the_wanted_task(app: TestApp) {
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "joining": "approval" });
    ana.perform("pursuance.create", bees).await.ok();
    let task = made(&ana, "Sew flags", &[]).await;
    let dora = app.person("dora").await;
    let mut hers = Browser::signed_in(&app, &dora.id).await;
    dora.perform("pursuance.join", of(json!({ "task": task }))).await.ok();
    let home = hers.open("/").await.shown().saying("You asked to join").saying("Bees");
    assert!(!home.says("You are in no pursuance yet"), "{home:?}");
    let told = next(&dora).await;
    assert_eq!(
        (&told["requests"][0]["pursuance"], told["items"].as_array().unwrap().len()),
        (&json!("bees"), 0)
    );
    ana.perform("member.decide", of(json!({ "member": "dora", "accept": true }))).await.ok();
    let home = hers.open("/").await.shown().saying("They let you in").saying("Take it");
    assert!(!home.says("You asked to join"));
    let first = &next(&dora).await["items"][0];
    assert_eq!((&first["reason"]["why"], &first["task"]), (&json!("let_in_for"), &json!(task)));
    let leads = async || dora.read("/api/v1/me/inbox").await.items()[0]["url"].as_str().unwrap().to_owned();
    assert!(leads().await.ends_with(&format!("/p/bees/t/{task}")), "so does the row in the inbox");
    // Somebody else has it: the yes leads to what the pursuance asks.
    ana.perform("task.assign", of(json!({ "task": task, "assignee": "ana" }))).await.ok();
    assert!(leads().await.ends_with("/p/bees"));
    let first = next(&dora).await["items"][0].clone();
    assert_eq!(first["reason"]["why"], "let_in");
    assert!(first["url"].as_str().unwrap().ends_with(ARRIVAL), "{first}");
}

async fn newcomers_with_ticked_skills_are_asked(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let task = in_vain(&app, &ana, "Sew flags", &["Craft:Sewing"]).await;
    let both = in_vain(&app, &ana, "Sew maps", &["Craft:Sewing", "Data:Maps"]).await;
    let way = async |task: i64| {
        let stands = pairing(&ana, task).await;
        (stands["waves"].clone(), stands["reached"].clone())
    };
    assert_eq!(way(task).await, (json!(0), json!("split")));
    let dora = joined(&app, "dora").await;
    dora.perform("pursuance.arrive", of(json!({ "skills": ["Craft:Sewing"] }))).await.ok();
    app.advance(MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, task).await, ["dora"]);
    assert_eq!(way(task).await, (json!(1), json!("split")), "the search goes on where it was");
    // She lacks a skill of the other one, whose search waits on.
    assert_eq!(asked(&ana, both).await, [] as [&str; 0]);
    assert_eq!(way(both).await, (json!(0), json!("split")));
    // A skill that she adds later does the same, and nobody is asked twice.
    knows(&dora, &["Craft:Sewing", "Data:Maps"]).await;
    app.advance(MINUTE);
    settle(&app).await;
    assert_eq!((asked(&ana, task).await.len(), asked(&ana, both).await), (1, vec!["dora".to_owned()]));
}

/// A member with nothing told yet.
async fn joined(app: &TestApp, name: &str) -> Person {
    let person = app.person(name).await;
    person.perform("pursuance.join", of(json!({}))).await.ok();
    person
}

/// A task that wants help, and has found nobody.
async fn in_vain(app: &TestApp, by: &Person, title: &str, skills: &[&str]) -> i64 {
    let task = made(by, title, skills).await;
    by.perform("task.want_help", of(json!({ "task": task }))).await.ok();
    settle(app).await;
    task
}

async fn a_newcomer_is_asked_beside_those_who_have_not_answered(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    knows(&people[0], &["Craft:Sewing"]).await;
    let task = made(&ana, "Sew flags", &["Craft:Sewing"]).await;
    ana.perform("task.want_help", of(json!({ "task": task }))).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, task).await, ["ben"]);
    for name in ["dora", "eve", "finn"] {
        let newcomer = joined(&app, name).await;
        newcomer.perform("pursuance.arrive", of(json!({ "skills": ["Craft:Sewing"] }))).await.ok();
        app.advance(MINUTE);
        settle(&app).await;
    }
    assert_eq!(asked(&ana, task).await, ["ben", "dora", "eve"], "the fourth wave keeps its time");
    app.advance(6 * HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, task).await, ["ben", "dora", "eve", "finn"]);
}

async fn whoever_puts_the_question_away_is_asked_at_the_next_look(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let task = in_vain(&app, &ana, "Sew flags", &["Craft:Sewing"]).await;
    let dora = app.person("dora").await;
    knows(&dora, &["Craft:Sewing"]).await;
    dora.perform("pursuance.join", of(json!({}))).await.ok();
    dora.perform("pursuance.arrive", of(json!({}))).await.ok();
    app.advance(HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, task).await, [] as [&str; 0]);
    app.advance(6 * HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, task).await, ["dora"]);
}

async fn no_more_tasks_look_again_at_once_than_may(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for title in 0..21 {
        let task = made(&ana, &format!("Sew flag {title}"), &["Craft:Sewing"]).await;
        ana.perform("task.want_help", of(json!({ "task": task }))).await.ok();
    }
    settle(&app).await;
    let dora = joined(&app, "dora").await;
    dora.perform("profile.set_limits", json!({ "offers_a_week": 20 })).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    let due = async || inspect.count(&format!("pairing where next_at <= {}", app.clock.now().0)).await;
    assert_eq!(due().await, 0);
    dora.perform("pursuance.arrive", of(json!({ "skills": ["Craft:Sewing"] }))).await.ok();
    assert_eq!(due().await, 20);
    settle(&app).await;
    assert_eq!(asked(&ana, 1).await, ["dora"], "whatever has waited longest comes first");
    assert_eq!(asked(&ana, 21).await, [] as [&str; 0]);
    // Nobody is asked more than they want.
    let eve = joined(&app, "eve").await;
    app.advance(7 * HOUR);
    settle(&app).await;
    eve.perform("profile.set_limits", json!({ "offers_a_week": 2 })).await.ok();
    eve.perform("pursuance.arrive", of(json!({ "skills": ["Craft:Sewing"] }))).await.ok();
    assert_eq!(due().await, 2);
}

async fn no_more_pursuances_look_again_at_once_than_may(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let found = |slug: &str| json!({ "slug": slug, "name": slug, "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", found("wasps")).await.ok();
    for slug in ["bees", "wasps"] {
        let task =
            json!({ "pursuance": slug, "title": "Sew flags", "skills": ["Craft:Sewing"], "ask": false });
        ana.perform("task.create", task).await.ok();
        ana.perform("task.want_help", json!({ "pursuance": slug, "task": 1 })).await.ok();
    }
    settle(&app).await;
    // Between the first pursuance and the last, 49 others.
    let dora = joined(&app, "dora").await;
    let lift = LiftLimits { account: dora.id.clone(), lifted: true };
    app.perform(&Principal::Operator, lift.into()).await.unwrap();
    app.advance(MINUTE);
    for place in 1..50 {
        dora.perform("pursuance.create", found(&format!("hive-{place}"))).await.ok();
    }
    app.advance(MINUTE);
    dora.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    settle(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let due = async || inspect.count(&format!("pairing where next_at <= {}", app.clock.now().0)).await;
    assert_eq!(due().await, 0);
    knows(&dora, &["Craft:Sewing"]).await;
    assert_eq!(due().await, 1);
    settle(&app).await;
    assert_eq!(asked(&ana, 1).await, [] as [&str; 0], "the one to which she came first looks at its time");
}

async fn who_is_no_member_answers_nothing(app: TestApp) {
    let (_, _) = bees(&app, "public", &[]).await;
    let eve = app.person("eve").await;
    let skills = of(json!({ "skills": ["Craft:Sewing"] }));
    eve.perform("pursuance.arrive", skills).await.problem(404, "not-found");
    assert_eq!(skills_of(&eve).await, json!([]));
    let mut hers = Browser::signed_in(&app, &eve.id).await;
    assert_eq!(hers.open(ARRIVAL).await.status, 404);
    Browser::new(&app).open(ARRIVAL).await.shown().saying("Sign in");
    eve.read(&format!("{BEES}/members")).await.ok();
}
