//! Learners with a mentor in a private pursuance, whose skills are tags: who is asked, and what stays under the next key (RULES §4).

use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::revision::Revision;
use serde_json::{Value, json};

use super::tags::{FRENCH, MAPS, asked, of_profile, of_task, rotate, says, send, tag, wanted};
use super::tasks::{Known, in_phase, shown, two};
use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody};
use crate::support::speakers::settle;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_learner_is_asked_once_somebody_accompanies_them,
    a_yes_stands_under_the_next_key,
    in_the_place_of_a_mentor_who_left_others_are_asked_once_their_tags_are_there,
);

/// Skills of somebody by their own words: a mentor of French, or a learner of it who knows maps.
const MENTOR: &[(&str, &str)] = &[(FRENCH, "mentor")];
const LEARNER: &[(&str, &str)] = &[(FRENCH, "learning"), (MAPS, "do")];

/// The tasks on which somebody is asked to accompany a learner.
async fn lessons(of: &Somebody) -> Vec<Value> {
    of.person.read("/api/v1/me/mentoring").await.items()
}

async fn accompanies(who: &Somebody) {
    let answer = json!({ "mentor": lessons(who).await[0]["mentor"], "accept": true });
    who.person.perform("mentor.answer", answer).await.ok();
}

/// The mentor in the first offer to somebody.
async fn with(who: &Somebody) -> Value {
    who.person.read("/api/v1/me/offers").await.items()[0]["mentor"].clone()
}

/// Ana, a mentor, a learner, and their group.
async fn school(app: &TestApp) -> (Somebody, (Somebody, Revision), (Somebody, Revision), Group) {
    let (ana, ben, mut group) = two(app).await;
    let leo = Somebody::new(app, "leo").await;
    group.admit(&ana, &leo, LogRole::Writer).await;
    let bens = says(&group, &ben, MENTOR).await;
    let leos = says(&group, &leo, LEARNER).await;
    (ana, (ben, bens), (leo, leos), group)
}

/// A task that wants French and maps, of which everything was tried that comes before learners.
async fn lesson(app: &TestApp, group: &Group, by: &Somebody) -> Known {
    let task = wanted(group, by, &[FRENCH, MAPS]).await;
    settle(app).await;
    app.advance(7 * HOUR);
    settle(app).await;
    task
}

async fn a_learner_is_asked_once_somebody_accompanies_them(app: TestApp) {
    let (ana, (ben, _), (leo, _), mut group) = school(&app).await;
    // He lacks two of the skills, though he learns one of them.
    let dan = Somebody::new(&app, "dan").await;
    group.admit(&ana, &dan, LogRole::Writer).await;
    says(&group, &dan, &[(FRENCH, "learning")]).await;
    let mut task = lesson(&app, &group, &ana).await;
    assert_eq!(asked([&ana, &ben, &leo, &dan]).await, [0; 4], "the mentor is asked first");
    let question = lessons(&ben).await[0].clone();
    assert_eq!((&question["state"], &question["skill"]), (&json!("asked"), &Value::Null));
    assert!(lessons(&leo).await.is_empty());

    let slug = group.slug(&app).await;
    let path = format!("/p/{slug}/t/1");
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    bens.open("/").await.shown().saying("May somebody who learns one of its skills do this");
    bens.open(&path).await.shown().saying("whether you accompany somebody who learns a skill");
    let page = bens.open("/offers").await.shown().saying("Somebody who learns").saying("one of its skills");
    assert!(!page.says("You review the work"), "{page:?}");
    // A device finds the name by the tag.
    assert!(
        page.html.contains(&format!("data-tag=\"{}\" data-epoch=\"1\"", tag(&group, FRENCH))),
        "{page:?}"
    );
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let search = anas.open(&format!("{path}/pairing")).await.shown();
    search.saying("Who was asked to accompany a learner").saying("one of its skills");
    let action = format!("/mentoring/{}", question["mentor"].as_str().unwrap());
    bens.fill(&page, &action, &[("answer", "accept")]).await.shown().saying("Learners are asked now.");
    settle(&app).await;
    assert_eq!(asked([&ana, &ben, &leo, &dan]).await, [0, 0, 1, 0]);
    assert_eq!(with(&leo).await, "ben");
    let mut leos = Browser::signed_in(&app, &leo.person.id).await;
    leos.open("/offers").await.shown().saying("ben has said that they accompany you");

    task.write(&group, &leo, in_phase(2, Some(&leo)), &[]).await;
    anas.open(&path).await.shown().saying("Accompanied by");
    assert_eq!(shown(&app, &group, &ana, 1).await["reviewer"], Value::Null);
    assert!(lessons(&ben).await.is_empty());
    // The yes stands for the next learner.
    task.write(&group, &leo, in_phase(1, None), &[]).await;
    assert_eq!(lessons(&ben).await[0]["state"], "ready");
}

async fn a_yes_stands_under_the_next_key(app: TestApp) {
    let (ana, (ben, bens), (leo, leos), mut group) = school(&app).await;
    let task = lesson(&app, &group, &ana).await;
    accompanies(&ben).await;
    rotate(&mut group, &ana).await;
    settle(&app).await;
    assert_eq!(asked([&leo]).await, [0], "no tag is of the newest key");
    let anew = [
        of_profile(&group, &bens, MENTOR),
        of_profile(&group, &leos, LEARNER),
        of_task(&group, &task, &[FRENCH, MAPS]),
    ];
    send(&group, &ana, &anew).await.ok();
    settle(&app).await;
    assert_eq!(asked([&leo]).await, [1]);
    assert_eq!(with(&leo).await, "ben");
    assert_eq!(lessons(&ben).await.len(), 1, "he is not asked anew");
}

async fn in_the_place_of_a_mentor_who_left_others_are_asked_once_their_tags_are_there(app: TestApp) {
    let (ana, (ben, _), (leo, leos), mut group) = school(&app).await;
    let eva = Somebody::new(&app, "eva").await;
    group.admit(&ana, &eva, LogRole::Writer).await;
    let evas = says(&group, &eva, MENTOR).await;
    let task = lesson(&app, &group, &ana).await;
    accompanies(&ben).await;
    assert!(lessons(&eva).await.is_empty(), "the first yes is enough");
    settle(&app).await;
    assert_eq!(with(&leo).await, "ben");

    // The tag of French, with which Ben was asked and which Leo learns, is found under the next key no more.
    group.append(&ben, Payload::Leave).await;
    rotate(&mut group, &ana).await;
    let both = [of_profile(&group, &leos, LEARNER), of_task(&group, &task, &[FRENCH, MAPS])];
    send(&group, &ana, &both).await.ok();
    settle(&app).await;
    assert_eq!(with(&leo).await, Value::Null);
    assert!(lessons(&eva).await.is_empty(), "her tags are waited for");
    send(&group, &eva, &[of_profile(&group, &evas, MENTOR)]).await.ok();
    app.advance(10 * MINUTE);
    settle(&app).await;
    accompanies(&eva).await;
    assert_eq!(with(&leo).await, "eva");
}
