//! Waves: who is asked, how many at once, when the next are, and what is tried beside it.

use pursuance::store::eligible::{self, EligibleSearch, Found, WaveBounds};
use pursuance::store::pairing::About;
use pursuance::store::pursuances;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::pairing::{Draw, Numbers, OfferRecord};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use super::{
    FRENCH, a_look, answer, asked, id_of, knows, offers, on, pairing, seen, settle, speakers, told, waiting,
    wanted,
};
use crate::support::bees::{BEES, bees, of};
use crate::support::inspect::Inspect;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_task_that_wants_help_asks_those_with_its_skills_in_waves,
    an_urgent_task_asks_more_at_once_and_again_after_half_an_hour,
    whoever_lacks_a_skill_reviews_or_has_enough_to_do_is_not_asked,
    every_offer_replays_from_its_stored_draw,
    a_look_that_is_done_twice_asks_nobody_twice,
    what_is_wanted_while_people_are_searched_for_has_them_searched_for_anew,
    of_many_the_highest_draws_are_weighed_until_enough_are_eligible,
    of_more_than_are_looked_at_those_behind_a_drawn_place_are_and_then_the_first,
    nobody_gets_more_offers_in_a_week_than_they_want,
    a_task_without_skills_asks_nobody_until_it_names_some,
    a_blocked_task_asks_nobody_and_goes_on_by_itself,
    with_nobody_left_other_ways_are_tried_one_after_the_other,
    a_skill_that_somebody_has_by_another_word_is_not_among_those_that_nobody_has,
    new_skills_of_a_task_ask_those_who_have_them_at_once,
);

async fn a_task_that_wants_help_asks_those_with_its_skills_in_waves(app: TestApp) {
    let (ana, people) = speakers(&app, 14).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    // A person who was never asked says yes in one of eleven cases: six make a half.
    let first = asked(&ana, number).await;
    assert_eq!(first.len(), 6, "{first:?}");
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["waves"], &shown["left"]), (&json!("asking"), &json!(1), &json!(8)));
    for person in &people {
        let is_asked = first.contains(&person.name);
        assert_eq!(waiting(person).await.len(), usize::from(is_asked), "{}", person.name);
        assert_eq!(told(person).await.len(), usize::from(is_asked), "{}", person.name);
    }
    app.advance(6 * HOUR - MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, first, "they have their time");
    app.advance(2 * MINUTE);
    settle(&app).await;
    let second = asked(&ana, number).await;
    assert_eq!(second.len(), 12, "{second:?}");
    assert!(first.iter().all(|name| second.contains(name)));
    app.advance(7 * HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 14, "everybody once");
    let shown = pairing(&ana, number).await;
    let waves: Vec<i64> =
        shown["asked"].as_array().unwrap().iter().map(|one| one["why"]["wave"].as_i64().unwrap()).collect();
    assert_eq!(waves, [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3]);
}

async fn an_urgent_task_asks_more_at_once_and_again_after_half_an_hour(app: TestApp) {
    let (ana, _) = speakers(&app, 18).await;
    let number = wanted(&ana, json!({ "urgency": "urgent" })).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 16);
    app.advance(31 * MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 18);
}

async fn whoever_lacks_a_skill_reviews_or_has_enough_to_do_is_not_asked(app: TestApp) {
    let others = [
        ("ben", "normal"),
        ("cleo", "normal"),
        ("dan", "viewer"),
        ("eva", "normal"),
        ("fay", "normal"),
        ("gil", "normal"),
    ];
    let (ana, people) = bees(&app, "public", &others).await;
    let [ben, cleo, dan, eva, fay, gil] = people.try_into().unwrap_or_else(|_| unreachable!());
    for person in [&ana, &ben, &dan, &eva, &fay, &gil] {
        knows(person, &[FRENCH, "Data:Maps"]).await;
    }
    knows(&cleo, &[FRENCH]).await;
    // Eva has as much as anybody takes on.
    for _ in 0..3 {
        let own = of(json!({ "title": "Other" }));
        let own = ana.perform("task.create", own).await.ok()["result"]["task"].as_i64().unwrap();
        ana.perform("task.assign", on(own, json!({ "assignee": "eva" }))).await.ok();
    }
    // A stranger with both skills.
    let zoe = app.person("zoe").await;
    knows(&zoe, &[FRENCH, "Data:Maps"]).await;
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"], "reviewer": "fay" })).await;
    // Gil had it, and gave it back.
    ana.perform("task.pause_pairing", on(number, json!({ "paused": true }))).await.ok();
    gil.perform("task.take", on(number, json!({}))).await.ok();
    gil.perform("task.hand_back", on(number, json!({}))).await.ok();
    ana.perform("task.pause_pairing", on(number, json!({ "paused": false }))).await.ok();
    settle(&app).await;
    // Ana wrote it, and somebody else reviews it: she is asked like everybody.
    assert_eq!(asked(&ana, number).await, ["ana", "ben"]);
    let unfit = pairing(&ana, number).await["unfit"].clone();
    assert_eq!(unfit, json!({ "reviews": 1, "busy": 1, "had_it": 1 }));
    for person in [&cleo, &dan, &eva, &fay, &gil, &zoe] {
        assert_eq!(offers(person).await.len(), 0, "{}", person.name);
    }
}

async fn every_offer_replays_from_its_stored_draw(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let earlier = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(&people[0], "offer.accept", json!({})).await;
    answer(&people[1], "offer.not_now", json!({})).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let task = id_of(&ana, number).await;
    for (person, accepted, open_tasks) in [(&people[0], 1, 1), (&people[1], 0, 0), (&people[2], 0, 0)] {
        let why = offers(person).await[0]["why"].clone();
        let numbers = Numbers {
            record: OfferRecord { offered: 1, accepted },
            open_tasks,
            draw: Draw::of(&task, 1, &person.id),
        };
        let replayed = json!({
            "how": "drawn", "wave": 1, "together": 3, "offered": 1, "accepted": accepted, "open_tasks": open_tasks,
            "likelihood": numbers.record.likelihood(), "draw": numbers.draw.factor(), "score": numbers.score(),
        });
        assert_eq!(why, replayed, "{}", person.name);
    }
    assert_ne!(earlier, number);
}

async fn a_look_that_is_done_twice_asks_nobody_twice(app: TestApp) {
    let (ana, people) = speakers(&app, 14).await;
    let number = wanted(&ana, json!({})).await;
    let task = id_of(&ana, number).await;
    let candidates: Vec<ActorId> = people.iter().map(|person| person.id.clone()).collect();
    let before = seen(&app, &task).await;
    let look = a_look(task, candidates, before);
    let clock = Principal::Clock { job: "test".to_owned() };
    // As after a kill behind the commit: the job is found again, and done once more.
    for _ in 0..3 {
        app.perform(&clock, look.clone().into()).await.unwrap();
        assert_eq!(asked(&ana, number).await.len(), 6);
    }
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 6);
    // A wave that was found before another one was asked is looked for anew.
    ana.perform("task.call_next_wave", on(number, json!({}))).await.ok();
    app.perform(&clock, look.into()).await.unwrap();
    assert_eq!(asked(&ana, number).await.len(), 6);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 12);
    let inspect = Inspect::open(&app.config.database_url).await;
    let twice = "(select person from offer group by task, person having count(*) > 1) x";
    assert_eq!(inspect.count(twice).await, 0);
    assert_eq!(inspect.count("job where kind = 'pair'").await, 1, "one look comes, and no other");
}

async fn what_is_wanted_while_people_are_searched_for_has_them_searched_for_anew(app: TestApp) {
    let (ana, people) = speakers(&app, 14).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let task = id_of(&ana, number).await;
    let clock = Principal::Clock { job: "test".to_owned() };
    let stand = async || (asked(&ana, number).await.len(), pairing(&ana, number).await["reached"].clone());
    // A look before the time of the next wave searches for nobody; and before it is done, that wave is called.
    let look = a_look(task.clone(), Vec::new(), None);
    ana.perform("task.call_next_wave", on(number, json!({}))).await.ok();
    app.perform(&clock, look.into()).await.unwrap();
    assert_eq!(stand().await, (6, json!("waves")), "nobody was searched for, which does not mean nobody");
    settle(&app).await;
    assert_eq!(stand().await, (12, json!("waves")));

    // Somebody was found by the skills as they were, and before they are asked the task asks for others.
    let names = asked(&ana, number).await;
    let left: Vec<_> = people.iter().filter(|person| !names.contains(&person.name)).collect();
    knows(left[1], &["Data:Maps"]).await;
    app.advance(7 * HOUR);
    let (before, candidates) = (seen(&app, &task).await, vec![left[0].id.clone()]);
    let revision = ana.read(&format!("{BEES}/tasks/{number}")).await.ok()["revision"].clone();
    let edit = on(number, json!({ "revision": revision, "skills": ["Data:Maps"] }));
    ana.perform("task.edit", edit).await.ok();
    let look = a_look(task, candidates, before);
    app.perform(&clock, look.into()).await.unwrap();
    assert_eq!(stand().await, (12, json!("waves")));
    settle(&app).await;
    assert_eq!(stand().await, (13, json!("waves")));
    assert_eq!(waiting(left[1]).await.len(), 1);
}

async fn of_many_the_highest_draws_are_weighed_until_enough_are_eligible(app: TestApp) {
    let (ana, people) = speakers(&app, 9).await;
    let number = wanted(&ana, json!({})).await;
    let task = id_of(&ana, number).await;
    let mut in_order: Vec<_> = people.iter().collect();
    in_order.sort_by_key(|person| std::cmp::Reverse(Draw::of(&task, 1, &person.id).0));
    // Two of the first three are not eligible now, and say so in different ways.
    in_order[0].perform("profile.set_limits", json!({ "offers_a_week": 0 })).await.ok();
    in_order[2].perform("pursuance.leave", of(json!({}))).await.ok();
    let bees = pursuances::by_slug(&mut app.db.read().await.unwrap(), "bees").await.unwrap().unwrap();
    let search = async |enough: usize| {
        let about = About { task: &task, pursuance: &bees.id, judge: None };
        let bounds = WaveBounds { at_once: 3, enough, ..WaveBounds::WAVE };
        let mut tx = app.db.read().await.unwrap();
        let now = app.clock.now();
        let found = eligible::drawn(&mut tx, about, bees.members, 1, bounds, now).await.unwrap();
        let mut names: Vec<usize> = found
            .iter()
            .map(|one| in_order.iter().position(|person| person.id == one.person).unwrap())
            .collect();
        names.sort_unstable();
        names
    };
    // A member who is left alone for now counts among the weighed; a former member is not even that.
    assert_eq!(search(1).await, [0, 1]);
    assert_eq!(search(2).await, [0, 1, 3, 4, 5]);
    assert_eq!(search(4).await, [0, 1, 3, 4, 5]);
    assert_eq!(search(5).await, [0, 1, 3, 4, 5, 6, 7, 8]);
    assert_eq!(search(99).await, [0, 1, 3, 4, 5, 6, 7, 8]);
}

async fn of_more_than_are_looked_at_those_behind_a_drawn_place_are_and_then_the_first(app: TestApp) {
    let (ana, people) = speakers(&app, 5).await;
    let number = wanted(&ana, json!({})).await;
    let task = id_of(&ana, number).await;
    let mut ids: Vec<ActorId> = people.iter().map(|person| person.id.clone()).collect();
    ids.sort();
    let mut tx = app.db.read().await.unwrap();
    let bees = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
    for place in 0..5 {
        let search =
            EligibleSearch { task: &task, pursuance: &bees.id, members: bees.members, place, most: 3 };
        let found = eligible::reachable(&mut tx, search).await.unwrap();
        assert!(!found.is_all, "there are five");
        let everybody = eligible::reachable(&mut tx, EligibleSearch { most: 5, ..search }).await.unwrap();
        assert_eq!(everybody, Found { people: ids.clone(), is_all: true });
        let from = usize::try_from(place).unwrap();
        let mut wanted: Vec<ActorId> = ids.iter().cycle().skip(from).take(3).cloned().collect();
        wanted.sort();
        assert_eq!(found.people, wanted, "from the place {place} on");
    }
}

async fn nobody_gets_more_offers_in_a_week_than_they_want(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    for _ in 0..9 {
        wanted(&ana, json!({})).await;
    }
    settle(&app).await;
    assert_eq!(offers(&people[0]).await.len(), 7);
    let last = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(pairing(&ana, last).await["unfit"], json!({ "enough": 1 }));
    ana.perform("task.ask", on(last, json!({ "member": "p1" }))).await.problem(409, "not-to-be-asked");
    app.advance(8 * DAY);
    settle(&app).await;
    assert_eq!(offers(&people[0]).await.len(), 10, "the next week is another one");
}

async fn a_task_without_skills_asks_nobody_until_it_names_some(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({ "skills": [] })).await;
    settle(&app).await;
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["asked"]), (&json!("no_skills"), &json!([])));
    ana.perform("task.call_next_wave", on(number, json!({}))).await.problem(409, "no-skills");
    let edit = on(number, json!({ "revision": 2, "skills": [FRENCH] }));
    ana.perform("task.edit", edit).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1", "p2"]);
}

async fn a_blocked_task_asks_nobody_and_goes_on_by_itself(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let input = of(json!({ "title": "Translate", "skills": [FRENCH], "ask": false }));
    let number = ana.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap();
    ana.perform("task.block", on(number, json!({ "reason": "No text yet." }))).await.ok();
    ana.perform("task.want_help", on(number, json!({}))).await.ok();
    settle(&app).await;
    let shown = pairing(&ana, number).await;
    assert_eq!((&shown["state"], &shown["asked"]), (&json!("blocked"), &json!([])));
    ana.perform("task.call_next_wave", on(number, json!({}))).await.problem(409, "blocked-task");
    ana.perform("task.unblock", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1", "p2"]);
}

async fn with_nobody_left_other_ways_are_tried_one_after_the_other(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    let mut reached = Vec::new();
    for _ in 0..4 {
        settle(&app).await;
        reached.push(pairing(&ana, number).await["reached"].as_str().unwrap().to_owned());
        app.advance(6 * HOUR + MINUTE);
    }
    assert_eq!(reached, ["split", "allied", "board", "board"]);
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let moved: Vec<_> = events.iter().filter(|event| event["verb"] == "pairing.moved").collect();
    assert_eq!(moved.len(), 3, "each way once");
    assert_eq!(moved[0]["data"], json!({ "way": "split", "missing": ["Data:Maps"] }));
    // Ana wrote it, and may hand it over. She is told in the morning, whenever this runs.
    app.advance(DAY);
    settle(&app).await;
    assert_eq!(told(&ana).await, ["pairing.moved"], "the newest stands for the one before");
    assert_eq!(told(&people[0]).await, [] as [&str; 0]);
    // Somebody who learns it is asked at once, although the next look is in some hours.
    knows(&people[0], &[FRENCH, "Data:Maps"]).await;
    app.advance(MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1"]);
}

async fn a_skill_that_somebody_has_by_another_word_is_not_among_those_that_nobody_has(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    knows(&people[0], &[FRENCH, "Field:Bees"]).await;
    let words = [("Idioma:Francés", FRENCH), ("Field:Bees", "Nature:Bees"), ("Nature:Hives", "Nature:Bees")];
    for (skill, into) in words {
        ana.perform("skill.merge", of(json!({ "skill": skill, "into": into }))).await.ok();
    }
    // A word for what somebody has; what their word means; and another word for that.
    for word in ["Idioma:Francés", "Nature:Bees", "Nature:Hives"] {
        wanted(&ana, json!({ "skills": [word, "Data:Maps"] })).await;
    }
    settle(&app).await;
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let moved = events.iter().filter(|event| event["verb"] == "pairing.moved");
    let missing: Vec<_> = moved.map(|event| event["data"]["missing"].clone()).collect();
    assert_eq!(missing, [json!(["Data:Maps"]), json!(["Data:Maps"]), json!(["Data:Maps"])]);
}

async fn new_skills_of_a_task_ask_those_who_have_them_at_once(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    knows(&people[1], &["Data:Maps"]).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1"]);
    let edit = on(number, json!({ "revision": 2, "skills": ["Data:Maps"] }));
    ana.perform("task.edit", edit).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1", "p2"]);
}
