//! The answers: `offer.accept`, `offer.not_now`, `offer.never`, `offer.later`, `offer.stand_down`.

use futures::future::join_all;
use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use super::{FRENCH, answer, asked, knows, offers, on, pairing, settle, speakers, told, waiting, wanted};
use crate::support::bees::{BEES, of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    the_first_yes_gets_the_task_and_later_ones_stand_by,
    of_many_who_say_yes_at_once_one_gets_it,
    whoever_takes_it_on_its_page_has_said_yes,
    a_no_is_no_and_may_become_a_yes,
    never_keeps_others_from_asking_for_that_skill,
    never_holds_for_every_word_of_the_skill,
    later_asks_once_more_on_that_day_if_help_is_still_wanted,
    those_who_stand_by_are_asked_first_when_it_is_free_again,
    standing_by_ends_with_the_task_and_with_a_word_of_thanks,
    whoever_was_asked_by_name_about_a_task_without_skills_is_asked_again,
    whoever_stood_by_for_a_task_without_skills_is_told_of_its_end,
    whoever_may_be_asked_no_more_stands_by_no_longer_and_is_told,
    an_offer_is_answered_by_its_person_alone_and_while_they_are_in,
    nobody_learns_who_else_was_asked,
    an_offer_waits_for_nobody_who_may_not_take_the_task,
);

async fn an_offer_waits_for_nobody_who_may_not_take_the_task(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(waiting(&people[0]).await.len(), 1);
    ana.perform("member.set_role", of(json!({ "member": people[0].name, "role": "viewer" }))).await.ok();
    assert_eq!(waiting(&people[0]).await, [] as [Value; 0], "the API says what the page says");
    assert_eq!(offers(&people[0]).await[0]["state"], "open");
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    browser.open("/offers").await.shown().saying("You are not asked now");
    assert_eq!(waiting(&people[1]).await.len(), 1);
}

async fn task(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

async fn unread(person: &Person) -> i64 {
    person.read("/api/v1/me/inbox").await.ok()["unread"].as_i64().unwrap()
}

async fn the_first_yes_gets_the_task_and_later_ones_stand_by(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let first = answer(&people[0], "offer.accept", json!({})).await;
    assert_eq!((&first["state"], &first["task"]), (&json!("accepted"), &json!(number)));
    let shown = task(&ana, number).await;
    assert_eq!((&shown["assignee"], &shown["phase"]), (&json!("p1"), &json!("started")));
    assert_eq!(waiting(&people[1]).await.len(), 0, "somebody has it");
    let second = answer(&people[1], "offer.accept", json!({})).await;
    assert_eq!(second["state"], "standing_by");
    assert_eq!(task(&ana, number).await["assignee"], "p1");
    let offer = offers(&people[1]).await[0]["offer"].clone();
    let again = people[1].perform("offer.accept", json!({ "offer": offer })).await;
    again.problem(409, "said-yes");
    let answers: Vec<Value> = pairing(&ana, number).await["asked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["answer"].clone())
        .collect();
    for wanted in ["yes", "stands_by", "none"] {
        assert!(answers.contains(&json!(wanted)), "{answers:?}");
    }
    // Nobody else is asked while somebody has it.
    app.advance(7 * HOUR);
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["state"], "not_wanted");
}

async fn of_many_who_say_yes_at_once_one_gets_it(app: TestApp) {
    let (ana, people) = speakers(&app, 16).await;
    let number = wanted(&ana, json!({ "urgency": "urgent" })).await;
    settle(&app).await;
    let mut ids = Vec::new();
    for person in &people {
        ids.push(offers(person).await[0]["offer"].clone());
    }
    let answers = people.iter().zip(&ids).map(|(person, offer)| {
        let (person, offer) = (person.clone(), offer.clone());
        tokio::spawn(async move { person.perform("offer.accept", json!({ "offer": offer })).await })
    });
    let mut states = Vec::new();
    for (person, answered) in people.iter().zip(join_all(answers).await) {
        let state = answered.unwrap().ok()["result"]["state"].clone();
        if state == "accepted" {
            assert_eq!(task(&ana, number).await["assignee"], person.name);
        }
        states.push(state.as_str().unwrap().to_owned());
    }
    states.sort();
    assert_eq!((states[0].as_str(), states[1].as_str(), states.len()), ("accepted", "standing_by", 16));
    assert!(states[1..].iter().all(|state| state == "standing_by"), "{states:?}");
}

async fn whoever_takes_it_on_its_page_has_said_yes(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    assert_eq!(offers(&people[0]).await[0]["state"], "accepted");
    assert_eq!(offers(&people[1]).await[0]["state"], "open");
}

async fn a_no_is_no_and_may_become_a_yes(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let before = [unread(&people[0]).await, unread(&people[1]).await];
    assert_eq!(answer(&people[0], "offer.not_now", json!({})).await["state"], "not_now");
    assert_eq!(waiting(&people[0]).await.len(), 0);
    // A person who has answered has read the question.
    let now = [unread(&people[0]).await, unread(&people[1]).await];
    assert_eq!(now, [before[0] - 1, before[1]]);
    app.advance(2 * DAY);
    settle(&app).await;
    assert_eq!(told(&people[0]).await.len(), 1, "nobody is asked twice");
    assert_eq!(answer(&people[0], "offer.accept", json!({})).await["state"], "accepted");
    assert_eq!(task(&ana, number).await["assignee"], "p1");
}

async fn never_keeps_others_from_asking_for_that_skill(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let ben = &people[0];
    knows(ben, &[FRENCH, "Data:Maps"]).await;
    wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    settle(&app).await;
    let offer = offers(ben).await[0]["offer"].clone();
    let unclear = ben.perform("offer.never", json!({ "offer": offer })).await;
    assert_eq!(unclear.problem(422, "invalid-input")["field"], "skill");
    let other = json!({ "offer": offer, "skill": "Data:Bees" });
    ben.perform("offer.never", other).await.problem(422, "invalid-input");
    assert_eq!(answer(ben, "offer.never", json!({ "skill": FRENCH })).await["state"], "never");
    let french = wanted(&ana, json!({})).await;
    let maps = wanted(&ana, json!({ "skills": ["Data:Maps"] })).await;
    settle(&app).await;
    assert_eq!(asked(&ana, french).await, [] as [&str; 0]);
    assert_eq!(pairing(&ana, french).await["unfit"], json!({ "asked_not_to": 1 }));
    assert_eq!(asked(&ana, maps).await, ["p1"]);
    ana.perform("task.ask", on(french, json!({ "member": "p1" }))).await.problem(409, "not-to-be-asked");
}

async fn never_holds_for_every_word_of_the_skill(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let ben = &people[0];
    // Two words that mean the one he refuses, and one that is refused and means another.
    for (skill, into) in [("Language:Français", FRENCH), ("Idioma:Francés", FRENCH)] {
        ana.perform("skill.merge", of(json!({ "skill": skill, "into": into }))).await.ok();
    }
    wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(ben, "offer.never", json!({})).await;
    for word in [FRENCH, "Language:Français", "Idioma:Francés"] {
        let number = wanted(&ana, json!({ "skills": [word] })).await;
        settle(&app).await;
        assert_eq!(asked(&ana, number).await, [] as [&str; 0], "{word}");
        assert_eq!(pairing(&ana, number).await["unfit"], json!({ "asked_not_to": 1 }), "{word}");
        ana.perform("task.ask", on(number, json!({ "member": "p1" }))).await.problem(409, "not-to-be-asked");
    }
    // A word that means another one is refused for that one, too.
    ben.perform("profile.set_limits", json!({ "not_skills": ["Idioma:Francés"] })).await.ok();
    let number = wanted(&ana, json!({ "skills": ["Language:Français"] })).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, [] as [&str; 0]);
    // In another pursuance they are two skills.
    ana.perform("skill.merge", of(json!({ "skill": "Idioma:Francés", "into": null }))).await.ok();
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1"]);
}

async fn later_asks_once_more_on_that_day_if_help_is_still_wanted(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let day = |days: i64| json!({ "until": app.clock.now().plus(days * DAY) });
    let offer = offers(&people[0]).await[0]["offer"].clone();
    for wrong in [-1, 91] {
        let input = crate::support::groups::merged(json!({ "offer": offer }), day(wrong));
        assert_eq!(
            people[0].perform("offer.later", input).await.problem(422, "invalid-input")["field"],
            "until"
        );
    }
    assert_eq!(answer(&people[0], "offer.later", day(3)).await["state"], "later");
    assert_eq!(waiting(&people[0]).await.len(), 0);
    app.advance(2 * DAY);
    settle(&app).await;
    assert_eq!(waiting(&people[0]).await.len(), 0, "not before that day");
    app.advance(DAY + HOUR);
    settle(&app).await;
    assert_eq!(waiting(&people[0]).await.len(), 1);
    assert_eq!(told(&people[0]).await, ["task.asked", "task.asked"]);
    // Somebody has it on that day: nobody is asked then.
    answer(&people[0], "offer.later", day(3)).await;
    people[1].perform("task.take", on(number, json!({}))).await.ok();
    app.advance(4 * DAY);
    settle(&app).await;
    assert_eq!(told(&people[0]).await.len(), 2);
}

async fn those_who_stand_by_are_asked_first_when_it_is_free_again(app: TestApp) {
    let (ana, people) = speakers(&app, 9).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let names = asked(&ana, number).await;
    let of = |name: &str| people.iter().find(|person| person.name == name).unwrap();
    let (first, second) = (of(&names[0]), of(&names[1]));
    answer(first, "offer.accept", json!({})).await;
    answer(second, "offer.accept", json!({})).await;
    first.perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, names, "the others wait");
    assert_eq!(waiting(second).await.len(), 1);
    assert_eq!(told(second).await, ["task.asked", "task.asked"]);
    assert_eq!(answer(second, "offer.accept", json!({})).await["state"], "accepted");
    assert_eq!(task(&ana, number).await["assignee"], second.name);
}

async fn standing_by_ends_with_the_task_and_with_a_word_of_thanks(app: TestApp) {
    let (ana, people) = speakers(&app, 4).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    for person in &people[..3] {
        answer(person, "offer.accept", json!({})).await;
    }
    assert_eq!(answer(&people[2], "offer.stand_down", json!({})).await["state"], "stood_down");
    ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    settle(&app).await;
    let states: Vec<Value> = [
        offers(&people[0]).await,
        offers(&people[1]).await,
        offers(&people[2]).await,
        offers(&people[3]).await,
    ]
    .iter()
    .map(|offers| offers[0]["state"].clone())
    .collect();
    assert_eq!(states, [json!("accepted"), json!("released"), json!("stood_down"), json!("over")]);
    assert_eq!(told(&people[1]).await, ["offer.ended", "task.asked"]);
    for person in [&people[0], &people[2], &people[3]] {
        assert_eq!(told(person).await, ["task.asked"], "{}", person.name);
    }
    let offer = offers(&people[3]).await[0]["offer"].clone();
    people[3].perform("offer.accept", json!({ "offer": offer })).await.problem(409, "offer-over");
}

/// Fails where only what is searched for by skills asks again: by name people are asked about anything.
async fn whoever_was_asked_by_name_about_a_task_without_skills_is_asked_again(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({ "skills": [] })).await;
    for person in &people {
        ana.perform("task.ask", on(number, json!({ "member": person.name }))).await.ok();
    }
    settle(&app).await;
    let until = json!({ "until": app.clock.now().plus(3 * DAY) });
    assert_eq!(answer(&people[2], "offer.later", until).await["state"], "later");
    answer(&people[0], "offer.accept", json!({})).await;
    assert_eq!(answer(&people[1], "offer.accept", json!({})).await["state"], "standing_by");
    people[0].perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(told(&people[1]).await, ["task.asked", "task.asked"], "who stood by is asked first");
    assert_eq!(told(&people[2]).await, ["task.asked"], "and the other one on their day");
    app.advance(4 * DAY);
    settle(&app).await;
    assert_eq!(told(&people[2]).await, ["task.asked", "task.asked"]);
    assert_eq!(told(&people[0]).await, ["task.asked"], "who gave it back is not asked");
}

/// Fails where only what is searched for by skills ends its offers: by name people are asked about anything.
async fn whoever_stood_by_for_a_task_without_skills_is_told_of_its_end(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({ "skills": [] })).await;
    for person in &people {
        ana.perform("task.ask", on(number, json!({ "member": person.name }))).await.ok();
    }
    settle(&app).await;
    answer(&people[0], "offer.accept", json!({})).await;
    assert_eq!(answer(&people[1], "offer.accept", json!({})).await["state"], "standing_by");
    ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    settle(&app).await;
    assert_eq!(told(&people[1]).await, ["offer.ended", "task.asked"]);
    assert_eq!(offers(&people[1]).await[0]["state"], "released");
    assert_eq!(told(&people[2]).await, ["task.asked"]);
}

async fn whoever_may_be_asked_no_more_stands_by_no_longer_and_is_told(app: TestApp) {
    let (ana, people) = speakers(&app, 5).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    for person in &people {
        answer(person, "offer.accept", json!({})).await;
    }
    let [has_it, reads, refuses, is_away, left] = people.as_slice() else { panic!("five") };
    // The role of one takes no tasks, one is not to be asked for French, one is away, and one reads nothing of it any more.
    ana.perform("member.set_role", of(json!({ "member": reads.name, "role": "viewer" }))).await.ok();
    refuses.perform("profile.set_limits", json!({ "not_skills": [FRENCH] })).await.ok();
    let until = Day::at(app.clock.now().plus(9 * DAY), chrono_tz::Tz::UTC);
    is_away.perform("profile.set_away", json!({ "until": until })).await.ok();
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    left.perform("pursuance.leave", of(json!({}))).await.ok();
    settle(&app).await;
    for person in [reads, refuses, is_away] {
        assert_eq!(told(person).await, ["task.asked"], "{}: nobody looks for others yet", person.name);
    }
    has_it.perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(&app).await;
    for person in [reads, refuses] {
        assert_eq!(offers(person).await[0]["state"], "stood_down", "{}: it was a yes", person.name);
        assert_eq!(told(person).await, ["offer.ended", "task.asked"], "{}", person.name);
    }
    // An organiser who looks for somebody reads that it was a yes, and no refusal.
    let asked = pairing(&ana, number).await["asked"].clone();
    for person in [reads, refuses] {
        let one = asked.as_array().unwrap().iter().find(|one| one["person"] == person.name.as_str()).unwrap();
        assert_eq!(one["answer"], "no_longer", "{}", person.name);
    }
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open(&format!("/p/bees/t/{number}/pairing")).await.shown();
    page.saying("stood by, and no longer does");
    assert_eq!(offers(is_away).await[0]["state"], "standing_by", "they are back some day");
    assert_eq!(told(is_away).await, ["task.asked"]);
    assert!(!told(left).await.contains(&"offer.ended".to_owned()));
    let mut browser = Browser::signed_in(&app, &reads.id).await;
    browser.open("/inbox").await.shown().saying("You no longer stand by for this");
    // It leads to the task, and to no question that is to be answered.
    let items = reads.read("/api/v1/me/inbox").await.items();
    let ended = items.iter().find(|item| item["event"]["verb"] == "offer.ended").unwrap();
    assert!(ended["url"].as_str().unwrap().ends_with(&format!("/p/bees/t/{number}")), "{ended}");
    // Said once.
    app.advance(2 * DAY);
    settle(&app).await;
    assert_eq!(told(reads).await.iter().filter(|verb| *verb == "offer.ended").count(), 1);
}

async fn an_offer_is_answered_by_its_person_alone_and_while_they_are_in(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let offer = offers(&people[0]).await[0]["offer"].clone();
    for how in ["offer.accept", "offer.not_now", "offer.never", "offer.stand_down"] {
        for other in [&ana, &people[1]] {
            other.perform(how, json!({ "offer": offer })).await.problem(404, "not-found");
        }
    }
    let later = json!({ "offer": offer, "until": app.clock.now().plus(DAY) });
    people[1].perform("offer.later", later).await.problem(404, "not-found");
    let leave = of(json!({}));
    people[0].perform("pursuance.leave", leave).await.ok();
    let gone = people[0].perform("offer.accept", json!({ "offer": offer })).await;
    gone.problem(403, "not-a-member");
    assert_eq!(waiting(&people[0]).await.len(), 0);
    assert_eq!(task(&ana, number).await["assignee"], Value::Null);
}

async fn nobody_learns_who_else_was_asked(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let path = format!("{BEES}/tasks/{number}/pairing");
    people[0].read(&path).await.problem(403, "not-allowed");
    app.visitor().read(&path).await.problem(403, "not-signed-in");
    for reader in [&people[0], &ana] {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.text();
        assert!(!events.contains("task.asked") && !events.contains("offer."), "{events}");
    }
    let inbox = people[0].read("/api/v1/me/inbox").await.text();
    for other in &people[1..] {
        assert!(!inbox.contains(other.id.as_str()), "{inbox}");
    }
}
