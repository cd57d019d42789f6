//! Acts of organisers: `task.want_help`, `task.call_next_wave`, `task.pause_pairing`, `task.ask`.

use pursuance_domain::time::{DAY, HOUR};
use serde_json::json;

use super::{FRENCH, asked, knows, offers, on, pairing, settle, speakers, told, waiting, wanted};
use crate::support::bees::{bees, of};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    the_next_wave_comes_when_somebody_calls_it,
    nobody_is_asked_while_it_is_paused,
    somebody_is_asked_by_name_whatever_their_skills,
    only_those_who_may_assign_ask_people,
    whoever_wrote_a_task_asks_for_help_with_it,
    a_task_on_offer_to_another_pursuance_asks_nobody,
);

async fn the_next_wave_comes_when_somebody_calls_it(app: TestApp) {
    let (ana, _) = speakers(&app, 8).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 6);
    ana.perform("task.call_next_wave", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 8);
    assert_eq!(pairing(&ana, number).await["waves"], 2);
}

async fn nobody_is_asked_while_it_is_paused(app: TestApp) {
    let (ana, _) = speakers(&app, 8).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    ana.perform("task.pause_pairing", on(number, json!({}))).await.ok();
    let twice = ana.perform("task.pause_pairing", on(number, json!({ "paused": true }))).await;
    twice.problem(409, "no-change");
    ana.perform("task.call_next_wave", on(number, json!({}))).await.problem(409, "pairing-paused");
    app.advance(2 * DAY);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 6);
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["paused"]["by"]), (&json!("paused"), &json!("ana")));
    assert!(shown["next_at"].is_null());
    ana.perform("task.pause_pairing", on(number, json!({ "paused": false }))).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 8);
}

async fn somebody_is_asked_by_name_whatever_their_skills(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("vic", "viewer")]).await;
    let number = wanted(&ana, json!({ "skills": [] })).await;
    let ask = |member: &str| on(number, json!({ "member": member }));
    ana.perform("task.ask", ask("vic")).await.problem(422, "not-to-be-asked");
    ana.perform("task.ask", ask("nobody")).await.problem(422, "not-a-member");
    ana.perform("task.ask", ask("ben")).await.ok();
    ana.perform("task.ask", ask("ben")).await.problem(409, "asked-already");
    assert_eq!(told(&people[0]).await, ["task.asked"]);
    let offer = waiting(&people[0]).await[0].clone();
    assert_eq!(offer["why"], json!({ "how": "by_hand", "by": "ana" }));
    settle(&app).await;
    people[0].perform("offer.accept", json!({ "offer": offer["offer"] })).await.ok();
    assert_eq!(offers(&people[0]).await[0]["state"], "accepted");
    ana.perform("task.ask", ask("ana")).await.problem(409, "no-help-wanted");
}

async fn only_those_who_may_assign_ask_people(app: TestApp) {
    let others = [
        ("una", "untrusted"),
        ("vic", "viewer"),
        ("nora", "normal"),
        ("asa", "assigner"),
        ("rex", "recruiter"),
        ("abe", "assistant_admin"),
        ("ada", "admin"),
    ];
    let (ana, people) = bees(&app, "members", &others).await;
    let zoe = app.person("zoe").await;
    for (at, person) in people.iter().chain([&ana, &zoe]).enumerate() {
        let number = wanted(&ana, json!({})).await;
        let may = (3..=7).contains(&at);
        let inputs = [
            ("task.call_next_wave", json!({})),
            ("task.pause_pairing", json!({})),
            ("task.ask", json!({ "member": "nora" })),
        ];
        for (action, more) in inputs {
            let done = person.perform(action, on(number, more)).await;
            assert_eq!(done.status.is_success(), may, "{} {action}: {done:?}", person.name);
            assert!(may || [403, 404].contains(&done.status.as_u16()), "{} {action}: {done:?}", person.name);
        }
        let read = person.read(&format!("/api/v1/pursuances/bees/tasks/{number}/pairing")).await;
        assert_eq!(read.status.is_success(), may, "{}: {read:?}", person.name);
        // Each is asked seven times a week at most.
        app.advance(2 * DAY);
    }
}

async fn whoever_wrote_a_task_asks_for_help_with_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let input = of(json!({ "title": "Count" }));
    let number = ana.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap();
    let refused = people[1].perform("task.want_help", on(number, json!({}))).await;
    assert_eq!(refused.status.as_u16(), 403, "{refused:?}");
    ana.perform("task.want_help", on(number, json!({}))).await.ok();
    let shown = ana.read(&format!("/api/v1/pursuances/bees/tasks/{number}")).await.ok();
    assert_eq!(shown["phase"], "help_wanted");
    ana.perform("task.want_help", on(number, json!({}))).await.problem(409, "already-there");
}

async fn a_task_on_offer_to_another_pursuance_asks_nobody(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    people[0].perform("pursuance.create", wasps).await.ok();
    let input = of(json!({ "title": "Translate", "skills": [FRENCH], "ask": false }));
    let number = ana.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap();
    let offered = ana.perform("delegation.offer", on(number, json!({ "to": "wasps" }))).await.ok();
    let delegation = offered["result"]["delegation"].clone();
    ana.perform("task.want_help", on(number, json!({}))).await.ok();
    settle(&app).await;
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["asked"]), (&json!("on_offer"), &json!([])));
    knows(&people[1], &[FRENCH]).await;
    let recall = json!({ "delegation": delegation });
    ana.perform("delegation.recall", recall).await.ok();
    app.advance(HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1", "p2"]);
}
