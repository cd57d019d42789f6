//! Other pursuances that offer what a task needs: who is told of them, once nobody was found here, and which are named.

use pursuance_domain::action::PairTask;
use pursuance_domain::allowed::Principal;
use pursuance_domain::pairing::Allies;
use pursuance_domain::time::{DAY, HOUR};
use serde_json::{Value, json};

use super::{FRENCH, a_look, asked, id_of, knows, pairing, seen, settle, speakers, told, wanted};
use crate::support::bees::{BEES, of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    pursuances_that_offer_all_the_skills_are_named_once_to_those_who_may_hand_it_over,
    where_nobody_offers_everything_those_are_named_who_offer_some,
    what_is_known_to_nobody_here_is_named_to_nobody,
    a_job_that_is_done_again_names_nobody_again,
);

/// A pursuance that offers something, to everybody or to one; the founder and the offer.
async fn offering(app: &TestApp, slug: &str, skills: &[&str], to: Option<&str>) -> (Person, Value) {
    let founder = app.person(&format!("of-{slug}")).await;
    let made = json!({ "slug": slug, "name": slug, "mission": "Busy.", "visibility": "public" });
    founder.perform("pursuance.create", made).await.ok();
    let until = app.clock.now().plus(60 * DAY).date();
    let mut offer = json!({ "pursuance": slug, "skills": skills, "until": until });
    if let Some(to) = to {
        offer["to"] = json!([to]);
    }
    let made = founder.perform("skill_offer.publish", offer).await.ok();
    (founder, made["result"]["offer"].clone())
}

/// Lets so many steps of the search pass.
async fn steps(app: &TestApp, steps: usize) {
    for _ in 0..steps {
        settle(app).await;
        app.advance(7 * HOUR);
    }
}

/// Events of that kind, as somebody reads them.
async fn events(reader: &Person, verb: &str) -> Vec<Value> {
    let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
    events.into_iter().filter(|event| event["verb"] == verb).collect()
}

/// The names of those that are listed, sorted.
fn names(shown: &Value) -> Vec<&str> {
    let listed = shown["allies"].as_array().unwrap().iter();
    let mut names: Vec<&str> = listed.map(|one| one["pursuance"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

async fn pursuances_that_offer_all_the_skills_are_named_once_to_those_who_may_hand_it_over(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "eva", "role": "assigner" }))).await.ok();
    offering(&app, "wasps", &["Language:*", "Data:*"], None).await;
    offering(&app, "moths", &[FRENCH, "Data:Maps"], Some("bees")).await;
    offering(&app, "emmets", &[FRENCH], None).await;
    offering(&app, "crabs", &["Language:*", "Data:*"], Some("emmets")).await;
    let (founder, gone) = offering(&app, "newts", &["Language:*", "Data:*"], None).await;
    founder.perform("skill_offer.withdraw", json!({ "pursuance": "newts", "offer": gone })).await.ok();
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    steps(&app, 1).await;
    assert_eq!(pairing(&ana, number).await["allies"], json!([]), "the task may be split first");
    steps(&app, 1).await;

    let told_of = events(&ana, "pairing.allied").await;
    assert_eq!(told_of.len(), 1, "{told_of:?}");
    let data = &told_of[0]["data"];
    assert_eq!((&data["whole"], &data["count"]), (&json!(true), &json!(2)), "{data}");
    assert_eq!(told(&eva).await, [] as [&str; 0], "it is told in the morning");
    app.advance(DAY);
    settle(&app).await;
    assert_eq!(told(&eva).await, ["pairing.allied"]);
    assert_eq!(told(&ana).await, ["pairing.allied"], "the newest stands for the one before");
    // An offer may be for this pursuance alone: whoever hands nothing over reads nothing of it.
    assert_eq!(told(&people[0]).await, [] as [&str; 0]);
    assert_eq!(events(&people[0], "pairing.allied").await, [] as [Value; 0]);

    let shown = pairing(&eva, number).await;
    assert_eq!((names(&shown), &shown["allies_count"]), (vec!["moths", "wasps"], &json!(2)));
    let first = &shown["allies"][0];
    assert_eq!((&first["whole"], &first["skills"]), (&json!(true), &json!([FRENCH, "Data:Maps"])));
    let path = format!("/p/bees/t/{number}");
    let items = eva.read("/api/v1/me/inbox").await.items();
    assert!(items[0]["url"].as_str().unwrap().ends_with(&format!("{path}/hand-over")), "{items:?}");
    let mut evas = Browser::signed_in(&app, &eva.id).await;
    let inbox = evas.open("/inbox").await.shown();
    let inbox = inbox.saying("that offer all the skills for this (2)").saying("moths").saying("wasps");
    assert!(inbox.html.contains(&format!("{path}/hand-over")) && !inbox.says("crabs"), "{inbox:?}");
    let page = evas.open(&format!("{path}/pairing")).await.shown();
    let page =
        page.saying("2 known pursuances offer all the skills").saying("Offers all the skills of the task.");
    let choice = format!("{path}/hand-over?to=offer%3A{}", first["offer"].as_str().unwrap());
    assert!(page.html.contains(&choice) && !page.says("emmets"), "{page:?}");
    let page = evas.open(&choice).await.shown();
    assert_eq!(page.form(&format!("{path}/hand-over")).value("satisfies"), first["offer"].as_str().unwrap());

    // Later offers stand on the page, and nobody is told again.
    offering(&app, "snails", &["Language:*", "Data:*"], None).await;
    steps(&app, 3).await;
    assert_eq!(names(&pairing(&ana, number).await), ["moths", "snails", "wasps"]);
    assert_eq!((events(&ana, "pairing.allied").await.len(), told(&eva).await.len()), (1, 1));
}

async fn where_nobody_offers_everything_those_are_named_who_offer_some(app: TestApp) {
    let (ana, _) = speakers(&app, 1).await;
    offering(&app, "emmets", &[FRENCH], None).await;
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    steps(&app, 2).await;
    let data = events(&ana, "pairing.allied").await[0]["data"].clone();
    assert_eq!((&data["whole"], &data["count"]), (&json!(false), &json!(1)), "{data}");
    let shown = pairing(&ana, number).await;
    assert_eq!((names(&shown), &shown["allies"][0]["skills"]), (vec!["emmets"], &json!([FRENCH])));
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open(&format!("/p/bees/t/{number}/pairing")).await.shown();
    page.saying("One known pursuance offers some of the skills").saying(&format!("of the task: {FRENCH}."));
}

async fn what_is_known_to_nobody_here_is_named_to_nobody(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    offering(&app, "emmets", &["Law:Housing"], None).await;
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    steps(&app, 3).await;
    assert_eq!(events(&ana, "pairing.allied").await, [] as [Value; 0]);
    let ways: Vec<Value> =
        events(&people[0], "pairing.moved").await.iter().map(|event| event["data"]["way"].clone()).collect();
    assert_eq!(ways, ["split", "allied", "board"]);
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["allies"], &shown["allies_count"]), (&json!([]), &json!(0)));
    // Somebody who learns it is asked all the same.
    knows(&people[0], &[FRENCH, "Data:Maps"]).await;
    app.advance(DAY);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1"]);
}

async fn a_job_that_is_done_again_names_nobody_again(app: TestApp) {
    let (ana, _) = speakers(&app, 1).await;
    let (founder, _) = offering(&app, "wasps", &["Language:*", "Data:*"], None).await;
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    steps(&app, 1).await;
    let task = id_of(&ana, number).await;
    // As after a kill behind the commit: the job is found again, with the same in its hands.
    let allies = Some(Allies { whole: true, count: 1, first: vec![founder.id.clone()] });
    let before = seen(&app, &task).await;
    let look = PairTask { allies, ..a_look(task.clone(), Vec::new(), before) };
    let clock = Principal::Clock { job: "test".to_owned() };
    for _ in 0..3 {
        app.perform(&clock, look.clone().into()).await.unwrap();
    }
    settle(&app).await;
    assert_eq!(events(&ana, "pairing.allied").await.len(), 1);
    // As the next look is over, which was another one's turn.
    app.advance(7 * HOUR);
    app.perform(&clock, look.clone().into()).await.unwrap();
    assert_eq!(pairing(&ana, number).await["reached"], "allied");
    app.perform(&clock, PairTask { seen: seen(&app, &task).await, ..look }.into()).await.unwrap();
    assert_eq!(events(&ana, "pairing.allied").await.len(), 1);
    assert_eq!(pairing(&ana, number).await["reached"], "board");
}
