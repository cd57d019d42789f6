//! Skill offers on pages and in the API: published, found on the page that hands a task over, used, changed and withdrawn.

use http::StatusCode;
use pursuance::jobs::Worker;
use pursuance_domain::action::TellSkillOffer;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::SkillOfferId;
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

const OFFERS: &str = "/p/wasps/skill-offers";
const HAND_OVER: &str = "/p/bees/t/1/hand-over";

on_both_apps!(
    an_offer_is_found_where_a_task_is_handed_over_and_used,
    an_offer_is_changed_and_withdrawn_on_its_page,
    only_admins_say_what_a_pursuance_offers,
    programs_read_offers_as_far_as_they_may_see_them,
    what_a_closed_circle_offers_to_some_leads_nowhere_they_cannot_go,
    names_that_were_typed_are_not_left_aside,
    a_name_that_is_hidden_is_refused_like_one_that_nobody_has,
    what_is_offered_to_others_takes_no_place_on_a_page,
    servers_that_never_answer_are_asked_one_day_after_the_other_and_not_the_same_each_day,
);

/// Ana's bees have a task that needs French; Wim has the wasps; Nora is a member of the wasps.
async fn two(app: &TestApp) -> (Person, Person, Person) {
    let (ana, wim, nora) = (app.person("ana").await, app.person("wim").await, app.person("nora").await);
    for (who, slug) in [(&ana, "bees"), (&wim, "wasps")] {
        let made = json!({ "slug": slug, "name": slug, "mission": "Busy.", "visibility": "public" });
        who.perform("pursuance.create", made).await.ok();
    }
    nora.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let task = json!({ "pursuance": "bees", "title": "Translate", "skills": ["Language:French"] });
    ana.perform("task.create", task).await.ok();
    (ana, wim, nora)
}

fn in_days(app: &TestApp, days: i64) -> String {
    app.clock.now().plus(days * DAY).date()
}

async fn an_offer_is_found_where_a_task_is_handed_over_and_used(app: TestApp) {
    let (of_bees, _, _) = two(&app).await;
    let (mut ana, mut wim) = (Browser::of(&app, "ana").await, Browser::of(&app, "wim").await);
    let worker = Worker::spawn(&app);
    let day = in_days(&app, 60);
    let fields = [("skills", "Language:*"), ("tasks", "1"), ("until", day.as_str()), ("seen", "everyone")];
    let page = wim.open(OFFERS).await.shown();
    wim.fill(&page, OFFERS, &fields).await.saying("The offer is published.").saying("Language:*");

    let page = ana.open(HAND_OVER).await.shown().saying("Offers all the skills of the task.");
    let choice = page.html.split("value=\"offer:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = ana.open(&format!("{HAND_OVER}?to=offer%3A{choice}")).await.shown();
    assert_eq!(page.form(HAND_OVER).value("satisfies"), choice);
    ana.submit(page.form(HAND_OVER)).await.shown();
    until("the wasps have it", async || {
        wim.open(&format!("{OFFERS}/{choice}")).await.shown().says("waits for an answer")
    })
    .await;
    let page = wim.open(&format!("{OFFERS}/{choice}")).await.shown();
    page.saying("Translate").saying("none free");
    wim.open("/p/wasps/incoming").await.shown().saying("They answer what you offer to do:");
    let again = json!({ "pursuance": "bees", "title": "Translate more", "skills": ["Language:French"] });
    of_bees.perform("task.create", again).await.ok();
    ana.open("/p/bees/t/2/hand-over").await.shown().saying("No room at the moment.");
    worker.stop().await;
}

async fn an_offer_is_changed_and_withdrawn_on_its_page(app: TestApp) {
    let (_, wim, _) = two(&app).await;
    let until = in_days(&app, 60);
    let offer =
        json!({ "pursuance": "wasps", "skills": ["Language:French"], "until": until, "to": ["bees"] });
    let made = wim.perform("skill_offer.publish", offer).await.ok();
    let address = format!("{OFFERS}/{}", made["result"]["offer"].as_str().unwrap());
    let mut browser = Browser::of(&app, "wim").await;
    let page = browser.open(&address).await.shown();
    assert!(page.form(&address).value("readers").starts_with("bees@"), "{page:?}");
    let refused = browser.fill(&page, &address, &[("until", "2020-01-01")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.saying("The offer would end before it begins.");
    browser.fill(&page, &address, &[("hours", "4")]).await.saying("about 4 hours a week");
    browser
        .fill(&page, &address, &[("hours", "5")])
        .await
        .saying("The offer was changed since you opened it.");
    let page = browser.open(&address).await.shown();
    let gone = browser.submit(page.form(&format!("{address}/withdraw"))).await;
    gone.saying("The offer is withdrawn.").saying("No offer is open.");
    assert_eq!(browser.open(&address).await.status, StatusCode::NOT_FOUND);
}

async fn only_admins_say_what_a_pursuance_offers(app: TestApp) {
    let (_, wim, nora) = two(&app).await;
    let offer = json!({ "pursuance": "wasps", "skills": ["Language:French"], "until": in_days(&app, 60) });
    nora.perform("skill_offer.publish", offer.clone()).await.problem(403, "not-allowed");
    let made = wim.perform("skill_offer.publish", offer).await.ok();
    let id = made["result"]["offer"].clone();
    let one = json!({ "pursuance": "wasps", "offer": id });
    nora.perform("skill_offer.withdraw", one.clone()).await.problem(403, "not-allowed");
    nora.perform("skill_offer.change", one).await.problem(403, "not-allowed");
    let mut browser = Browser::of(&app, "nora").await;
    let page = browser.open(OFFERS).await.shown().saying("Language:French");
    assert!(!page.has_form(OFFERS));
    let address = format!("{OFFERS}/{}", id.as_str().unwrap());
    assert_eq!(browser.open(&address).await.status, StatusCode::FORBIDDEN);
    assert!(Browser::new(&app).open(OFFERS).await.shown().says("Language:French"));
}

async fn programs_read_offers_as_far_as_they_may_see_them(app: TestApp) {
    let (ana, wim, nora) = two(&app).await;
    let zoe = app.person("zoe").await;
    let offer = |skill: &str, to: Option<&str>| {
        let mut offer =
            json!({ "pursuance": "wasps", "skills": [skill], "until": in_days(&app, 60), "tasks": 2 });
        if let Some(to) = to {
            offer["to"] = json!([to]);
        }
        offer
    };
    wim.perform("skill_offer.publish", offer("Language:French", None)).await.ok();
    wim.perform("skill_offer.publish", offer("Law:*", Some("bees"))).await.ok();
    // Ida reads her own tasks alone, in both of them.
    let ida = app.person("ida").await;
    for (slug, lead) in [("bees", &ana), ("wasps", &wim)] {
        ida.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
        let lower = json!({ "pursuance": slug, "member": "ida", "role": "untrusted" });
        lead.perform("member.set_role", lower).await.ok();
    }
    for (who, all, law) in [(&ana, 2, 1), (&nora, 2, 1), (&zoe, 1, 0), (&ida, 1, 0)] {
        for list in ["/api/v1/skill_offers", "/api/v1/pursuances/wasps/skill_offers"] {
            let found = who.read(list).await.ok();
            assert_eq!(found["items"].as_array().unwrap().len(), all, "{list}: {found}");
        }
        let found = who.read("/api/v1/skill_offers?skill=Law%3AHousing").await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), law, "{found}");
    }
    let found = zoe.read("/api/v1/skill_offers").await.ok();
    let one = &found["items"][0];
    assert_eq!((&one["by"], &one["free"], &one["open"]), (&json!("wasps"), &json!(2), &json!(0)));
    zoe.read("/api/v1/skill_offers?skill=Law%3AHousing%3AOld").await.problem(400, "invalid-query");
    let itself =
        json!({ "pursuance": "wasps", "skills": ["Law:*"], "until": in_days(&app, 60), "to": ["wasps"] });
    wim.perform("skill_offer.publish", itself).await.problem(404, "not-found");
}

async fn what_a_closed_circle_offers_to_some_leads_nowhere_they_cannot_go(app: TestApp) {
    let (_, wim, _) = two(&app).await;
    wim.perform("pursuance.edit", json!({ "pursuance": "wasps", "visibility": "members" })).await.ok();
    let offer =
        json!({ "pursuance": "wasps", "skills": ["Law:*"], "until": in_days(&app, 60), "to": ["bees"] });
    wim.perform("skill_offer.publish", offer).await.ok();
    let link = format!("href=\"{OFFERS}\"");
    for (name, is_led) in [("ana", false), ("wim", true)] {
        let page = Browser::of(&app, name).await.open("/skill-offers").await.shown().saying("Law:*");
        assert_eq!(page.html.contains(&link), is_led, "{name}: {page:?}");
    }
}

async fn names_that_were_typed_are_not_left_aside(app: TestApp) {
    two(&app).await;
    let mut wim = Browser::of(&app, "wim").await;
    let day = in_days(&app, 60);
    let page = wim.open(OFFERS).await.shown();
    let fields = [("skills", "Law:*"), ("until", day.as_str()), ("seen", "everyone"), ("readers", "bees")];
    let refused = wim.fill(&page, OFFERS, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = refused.saying("You named pursuances").saying("No offer is open.");
    let page = wim.fill(&refused, OFFERS, &[("seen", "named")]).await.shown();
    page.saying("The offer is published.").saying("For some pursuances");
}

async fn a_name_that_is_hidden_is_refused_like_one_that_nobody_has(app: TestApp) {
    let (ana, wim, _) = two(&app).await;
    for slug in ["hornets", "moths"] {
        let hidden = json!({ "slug": slug, "name": slug, "mission": "", "visibility": "members" });
        ana.perform("pursuance.create", hidden).await.ok();
    }
    let closing = json!({ "pursuance": "moths", "reason": "Winter." });
    ana.perform("pursuance.close", closing).await.ok();
    let until = in_days(&app, 60);
    let offer = |to: &str| json!({ "pursuance": "wasps", "skills": ["Law:*"], "until": until, "to": [to] });
    let mine = wim.perform("skill_offer.publish", offer("bees")).await.ok()["result"]["offer"].clone();
    let base = app.addresses.base().to_owned();
    let mut answers = Vec::new();
    for name in ["nobody", "hornets", "moths"] {
        for to in
            [name.to_owned(), format!("{base}/p/{name}"), format!("@{name}@{}", app.addresses.authority())]
        {
            let problem = wim.perform("skill_offer.publish", offer(&to)).await.problem(404, "not-found");
            let change = json!({ "pursuance": "wasps", "offer": mine, "to": ["bees", to] });
            let changed = wim.perform("skill_offer.change", change).await.problem(404, "not-found");
            assert_eq!(changed, problem, "{to}");
            answers.push(problem);
        }
    }
    assert!(answers.iter().all(|one| *one == answers[0]), "{answers:#?}");
    // A person who sees it may name it, and one who changes the offer then need not see it.
    wim.perform("skill_offer.withdraw", json!({ "pursuance": "wasps", "offer": mine })).await.ok();
    ana.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let admin = json!({ "pursuance": "wasps", "member": "ana", "role": "admin" });
    wim.perform("member.set_role", admin).await.ok();
    let hers = ana.perform("skill_offer.publish", offer("hornets")).await.ok()["result"]["offer"].clone();
    let change = json!({ "pursuance": "wasps", "offer": hers, "to": ["hornets", "bees"] });
    wim.perform("skill_offer.change", change).await.ok();
}

async fn what_is_offered_to_others_takes_no_place_on_a_page(app: TestApp) {
    let (_, wim, _) = two(&app).await;
    let until = in_days(&app, 60);
    let public = json!({ "pursuance": "wasps", "skills": ["Language:French"], "until": until });
    wim.perform("skill_offer.publish", public).await.ok();
    for _ in 0..21 {
        let named = json!({ "pursuance": "wasps", "skills": ["Law:*"], "until": until, "to": ["bees"] });
        wim.perform("skill_offer.publish", named).await.ok();
    }
    let page = Browser::new(&app).open(OFFERS).await.shown().saying("Language:French");
    assert!(!page.says("Law:*") && !page.says("Older offers"), "{page:?}");
}

/// Fails where `skill_offer::tell` hands the same turn to `to_look_up` each time.
async fn servers_that_never_answer_are_asked_one_day_after_the_other_and_not_the_same_each_day(app: TestApp) {
    let (_, wim, _) = two(&app).await;
    let until = in_days(&app, 60);
    let public = json!({ "pursuance": "wasps", "skills": ["Language:French"], "until": until });
    let made = wim.perform("skill_offer.publish", public).await.ok();
    let offer = SkillOfferId(made["result"]["offer"].as_str().unwrap().to_owned());
    let inspect = Inspect::open(&app.config.database_url).await;
    for n in 10..50 {
        let stranger = format!(
            "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
            select 's{n}', kind, 's{n}.example', 's{n}', 's{n}', 'https://s{n}.example/', inbox, display, summary, url, true,
              created, updated from actor where name = 'wasps' and host is null"
        );
        inspect.spoil(&stranger).await;
        let follows = format!(
            "insert into follower (actor, follower, follow_uri, at)
            select id, 's{n}', 'https://s{n}.example/follow', 1 from actor where name = 'wasps' and host is null"
        );
        inspect.spoil(&follows).await;
    }
    let clock = Principal::Clock { job: "test".to_owned() };
    let mut asked = Vec::new();
    for _ in 0..2 {
        app.perform(&clock, TellSkillOffer { offer: offer.clone() }.into()).await.unwrap();
        asked.push(inspect.rows("select unique_key from job where kind = 'refresh_actor'").await);
        inspect.spoil("delete from job where kind = 'refresh_actor'").await;
        app.advance(DAY);
    }
    let [first, second] = asked.as_slice() else { panic!("two days") };
    assert_eq!((first.len(), second.len()), (20, 20));
    assert!(second.iter().all(|one| !first.contains(one)), "{first:?} {second:?}");
}
