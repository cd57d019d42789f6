//! The words that go along with work that is handed in and judged, on the page of a private task, and who has the buttons for it.

use std::collections::BTreeSet;

use pursuance_domain::time::SECOND;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::Rel;
use serde_json::json;

use super::tasks::{Known, in_phase, problem, said, shown, two};
use crate::support::browser::{Browser, Page};
use crate::support::group::{Group, Somebody, body, put};
use crate::support::html::{Tag, tags};
use crate::support::statements::asked;
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    work_is_handed_in_with_its_words_or_not_at_all,
    what_went_with_a_verdict_stands_on_top,
    whoever_may_decide_has_the_buttons,
    nobody_is_offered_the_review_of_their_own_work,
    what_was_handed_in_before_is_folded_with_the_signed_answers,
    whose_work_waits_reads_who_looks_at_it_and_since_when,
);

const WORDS: &str = "The roof is on.";

/// Sends the next revision of a task with a message of this number, and keeps both where they are taken.
async fn with_words(
    task: &mut Known,
    group: &Group,
    by: &Somebody,
    (rel, number): (Rel, u64),
) -> (Answer, Record) {
    let (revision, fields) = task.next(group, by, &rel, &[]);
    let message = group.message(&by.keys, task.id, number, WORDS);
    let sent = [put(&revision, fields), vec![message.clone()]].concat();
    let answer = by.send(group, "put", &sent).await;
    if answer.status.is_success() {
        (task.rel, task.newest) = (rel, Some(revision));
    }
    (answer, message)
}

/// The steps that the buttons of a page take with its task, in the order of the buttons.
fn steps(page: &Page) -> Vec<String> {
    let of =
        |tag: &Tag| (tag.get("data-sealed") == Some("press")).then(|| tag.get("data-do").unwrap().to_owned());
    let all = tags(&page.html).iter().filter_map(of).collect::<Vec<_>>();
    all.into_iter()
        .filter(|step| ["hand-in", "accept", "review", "send-back"].contains(&step.as_str()))
        .collect()
}

/// The part of a page between two words of its HTML.
#[track_caller]
fn between<'a>(page: &'a Page, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.html.split_once(from).unwrap_or_else(|| panic!("no {from}: {page:?}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} behind {from}: {page:?}")).0
}

/// A message as the words of a step: its envelope, and whose it is.
fn shows(html: &str, message: &Record, by: &Somebody) -> bool {
    let (_, envelope) = said(message);
    let words = html.split_once("<blockquote").map(|(_, rest)| rest.split_once("</blockquote>").unwrap().0);
    let is_there = |words: &str| {
        words.contains(&format!("data-env=\"{envelope}\""))
            && words.contains(&format!("data-by=\"{}\"", by.iid()))
    };
    words.is_some_and(is_there)
}

async fn work_is_handed_in_with_its_words_or_not_at_all(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    task.write(&group, &ben, reviewed(in_phase(3, Some(&ben))), &[]).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let page = bens.open(&address).await.shown().saying("This is yours").saying("reviews it.");
    assert_eq!(steps(&page), ["hand-in"]);
    let card = between(&page, "id=\"step\"", "</section>");
    assert!(card.contains("data-kind=\"hand-in\"") && card.contains("data-text=\"word-hint\""), "{card}");
    assert!(!tags(card).iter().any(|tag| tag.name == "textarea" || tag.name == "form"), "{card}");

    // A message that is not taken takes the step with it.
    let handed_in = reviewed(in_phase(5, Some(&ben)));
    let (refused, _) = with_words(&mut task, &group, &ben, (handed_in.clone(), 0)).await;
    assert_eq!(problem(&refused), "bad-number");
    assert_eq!(shown(&app, &group, &ana, 1).await["phase"], "in_progress");
    let (taken, words) = with_words(&mut task, &group, &ben, (handed_in, 1)).await;
    taken.ok();
    app.advance(SECOND);
    // Later words are no part of it.
    let later = group.message(&ben.keys, task.id, 2, "One more thing.");
    ben.send(&group, "put", std::slice::from_ref(&later)).await.ok();
    let page = browser.open(&address).await.shown().saying("Your review").saying("Handed in");
    assert_eq!(steps(&page), ["accept", "review", "send-back"]);
    let above = between(&page, "id=\"step\"", "data-do=\"accept\"");
    assert!(shows(above, &words, &ben), "{above}");
    assert!(above.contains(&format!("data-iid=\"{}\"", ben.iid())), "{above}");
    assert!(!above.contains(&said(&later).1), "{above}");
    // The person who handed it in has no such buttons, and reads that it waits; it is taken back below that.
    let page = bens.open(&address).await.shown().saying("It waits for its review");
    assert_eq!(steps(&page), [""; 0]);
    let card = between(&page, "id=\"step\"", "</section>");
    assert!(card.contains("data-do=\"begin\"") && card.contains("Work on it again"), "{card}");
    assert_eq!(page.html.matches("data-do=\"begin\"").count(), 1, "{page:?}");
    assert!(between(&page, "id=\"let-go\"", "</details>").contains("data-do=\"hand-back\""), "{page:?}");

    // Words that are taken back are gone above the buttons, too.
    let back = group.message(&ben.keys, task.id, 3, WORDS);
    let mut sent = body(std::slice::from_ref(&back));
    sent["ends"] = json!({ said(&back).0: [said(&words).0] });
    ben.person.post(&group.at("put"), &[], sent).await.ok();
    let page = browser.open(&address).await.shown().saying("Nothing was written with it.");
    assert!(!page.html.contains(&said(&words).1), "{page:?}");
}

async fn what_went_with_a_verdict_stands_on_top(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    let waits = Rel { waits_for: vec![task.id], ..in_phase(1, None) };
    Known::written(&group, &ana, waits).await;
    task.write(&group, &ben, reviewed(in_phase(5, Some(&ben))), &[]).await;
    let slug = group.slug(&app).await;
    let address = format!("/p/{slug}/t/1");
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let back = reviewed(in_phase(3, Some(&ben)));
    let (taken, missing) = with_words(&mut task, &group, &ana, (back, 1)).await;
    taken.ok();
    let page = bens.open(&address).await.shown().saying("This is still missing:");
    let notice = between(&page, "id=\"sent-back-here\"", "data-part=\"steps\"");
    assert!(shows(notice, &missing, &ana), "{notice}");

    task.write(&group, &ben, reviewed(in_phase(5, Some(&ben))), &[]).await;
    app.advance(SECOND);
    let done = reviewed(in_phase(7, Some(&ben)));
    let (taken, thanks) = with_words(&mut task, &group, &ana, (done, 2)).await;
    taken.ok();
    let page = bens.open(&address).await.shown().saying("Accepted by").saying("Thank you!");
    // No part is added to what is done, so that nothing stands where parts would.
    assert!(!page.html.contains("id=\"subtasks\""), "{page:?}");
    let card = between(&page, "id=\"ended\"", "</section>");
    assert!(shows(card, &thanks, &ana), "{card}");
    assert!(card.contains(&format!("data-iid=\"{}\"", ana.iid())), "{card}");
    // Nobody stands there by two names: so does she in the history, and in what is told of the pursuance.
    for address in [address.clone(), format!("/p/{slug}/activity")] {
        let told = bens.open(&address).await.shown();
        let lines = tags(told.html.split("<h1").nth(1).unwrap_or_default());
        let named = lines
            .iter()
            .filter(|tag| tag.name == "b" && tag.get("data-iid") == Some(ana.iid().to_string().as_str()));
        assert!(named.count() > 1, "{address}: {told:?}");
    }
    assert!(card.contains(&format!("href=\"/p/{slug}/t/2\"")), "{card}");
    assert!(between(&page, "can start", "</ul>").contains("data-field=\"title\""), "{card}");
    // It is opened again by a button that is signed, and by no form.
    assert!(!tags(card).iter().any(|tag| tag.name == "form"), "{card}");
    let page = browser.open(&address).await.shown().saying("You accepted this");
    assert!(page.html.contains("data-do=\"reopen\""), "{page:?}");
}

async fn whoever_may_decide_has_the_buttons(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let (cay, dee) = (Somebody::new(&app, "cay").await, Somebody::new(&app, "dee").await);
    group.admit(&ana, &cay, LogRole::Writer).await;
    group.admit(&ana, &dee, LogRole::Writer).await;
    group.append(&ana, Payload::Role { iid: dee.iid(), role: LogRole::Moderator }).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    // Cay reviews it, and says nothing.
    let reviewed = |rel: Rel| Rel { reviewers: vec![cay.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    task.write(&group, &ben, reviewed(in_phase(3, Some(&ben))), &[]).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let mut dees = Browser::signed_in(&app, &dee.person.id).await;
    let page = browser.open(&address).await.shown().saying("Move it on for");
    let place = between(&page, "id=\"in-place\"", "</details>");
    assert!(place.contains("data-do=\"hand-in\"") && !page.html.contains("id=\"step\""), "{page:?}");
    task.write(&group, &ben, reviewed(in_phase(5, Some(&ben))), &[]).await;
    let page = browser.open(&address).await.shown();
    let place = between(&page, "id=\"in-place\"", "</details>");
    assert!(place.contains("Review it for") && place.contains("Nothing was written with it."), "{place}");
    assert!(place.contains(&format!("data-iid=\"{}\"", cay.iid())), "{place}");
    assert!(!page.html.contains("id=\"step\""), "a step in the place of others is not the next one");
    assert_eq!(steps(&page), ["accept", "review", "send-back"]);
    // Before the review begins, who may assign sends it back.
    assert_eq!(steps(&dees.open(&address).await.shown()), ["send-back"]);
    let done = reviewed(in_phase(7, Some(&ben)));
    let (taken, _) = with_words(&mut task, &group, &ana, (done, 1)).await;
    taken.ok();
    assert_eq!(shown(&app, &group, &ben, 1).await["phase"], "done");

    // Nobody is named for the work of its creator: all who may assign review it alike.
    let address = format!("/p/{}/t/2", group.slug(&app).await);
    let slug = group.slug(&app).await;
    ana.person.perform("pursuance.edit", json!({ "pursuance": slug, "reviews": "always" })).await.ok();
    let mut own = Known::written(&group, &ana, in_phase(1, None)).await;
    own.write(&group, &ana, in_phase(5, Some(&ana)), &[]).await;
    let page = dees.open(&address).await.shown().saying("Your review");
    assert!(page.html.contains("id=\"step\"") && !page.html.contains("id=\"in-place\""), "{page:?}");
    assert_eq!(steps(&page), ["accept", "review", "send-back"]);
    assert_eq!(steps(&browser.open(&address).await.shown()), [""; 0], "nobody decides on their own work");
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    assert_eq!(steps(&bens.open(&address).await.shown()), [""; 0], "who only writes decides on nothing");
}

/// A task that Ben has handed in and Ana has sent back as often, each time with words; the messages in their order.
async fn rounds(app: &TestApp, group: &Group, (ana, ben): (&Somebody, &Somebody), times: u64) -> Vec<Record> {
    let reviewed = |phase, has| Rel { reviewers: vec![ana.iid()], ..in_phase(phase, has) };
    let mut task = Known::written(group, ana, reviewed(1, None)).await;
    task.write(group, ben, reviewed(3, Some(ben)), &[]).await;
    let mut all = Vec::new();
    for (by, phase, number) in (1..=times).flat_map(|number| [(ben, 5, number), (ana, 3, number)]) {
        let (taken, words) = with_words(&mut task, group, by, (reviewed(phase, Some(ben)), number)).await;
        taken.ok();
        all.push(words);
        app.advance(SECOND);
    }
    let (taken, words) = with_words(&mut task, group, ben, (reviewed(5, Some(ben)), times + 1)).await;
    taken.ok();
    all.push(words);
    all
}

async fn what_was_handed_in_before_is_folded_with_the_signed_answers(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let all = rounds(&app, &group, (&ana, &ben), 2).await;
    let [first, unfinished, second, missing, newest] = all.as_slice() else { panic!("{}", all.len()) };
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    let page = browser.open(&address).await.shown().saying("Handed in before: 2 times");
    let before = between(&page, "id=\"handed-in-before\"", "</details>");
    let place = |message: &Record, by: &Somebody| {
        let words = format!("data-env=\"{}\"", said(message).1);
        let at = before.find(&words).unwrap_or_else(|| panic!("no {words}: {before}"));
        let (quote, _) = before[before[..at].rfind("<blockquote").unwrap()..].split_once('>').unwrap();
        assert!(quote.contains(&format!("data-by=\"{}\"", by.iid())), "{quote}");
        at
    };
    let places = [(second, &ben), (missing, &ana), (first, &ben), (unfinished, &ana)];
    assert!(places.map(|(message, by)| place(message, by)).is_sorted(), "{before}");
    assert!(!before.contains(&said(newest).1), "{before}");
    assert_eq!(before.matches("You</b> sent it back").count(), 2, "{before}");
}

#[tokio::test]
async fn more_rounds_of_private_work_cost_no_more_statements() {
    let app = TestApp::start_on_postgres().await;
    let (ana, ben, group) = two(&app).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let slug = group.slug(&app).await;
    let mut costs = Vec::new();
    for (number, times) in [(1, 1), (2, 4)] {
        // Of each pursuance a member numbers their messages by the task.
        rounds(&app, &group, (&ana, &ben), times).await;
        let path = |time: &str| format!("/p/{slug}/t/{number}?{time}");
        browser.open(&path("first")).await.shown().saying("Handed in before");
        costs.push(asked(async { drop(browser.open(&path("again")).await.shown()) }).await.len());
    }
    assert!(costs[0] > 0 && costs[0] == costs[1], "{costs:?}");
}

async fn whose_work_waits_reads_who_looks_at_it_and_since_when(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let reviewed = |phase, has| Rel { reviewers: vec![ana.iid()], ..in_phase(phase, has) };
    let mut task = Known::written(&group, &ana, reviewed(1, None)).await;
    task.write(&group, &ben, reviewed(5, Some(&ben)), &[]).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let named = format!("data-iid=\"{}\"", ana.iid());
    let page = bens.open(&address).await.shown().saying("You handed it in").saying("waits for its review by");
    let card = between(&page, "id=\"step\"", "</section>");
    assert!(card.contains(&named) && card.contains("<time "), "{card}");
    task.write(&group, &ana, reviewed(6, Some(&ben)), &[]).await;
    let page = bens.open(&address).await.shown().saying("has been reviewing your work since");
    let others = between(&page, "id=\"others\"", "</p>");
    assert!(others.contains(&named) && others.contains("<time "), "{others}");
    // It says so of nobody else's work.
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    assert!(!browser.open(&address).await.shown().says("reviewing your work"));
}

/// The members to whom the buttons of a page that do this give its task.
fn offered(page: &Page, step: &str) -> BTreeSet<String> {
    let all = tags(&page.html);
    let of_step = all.iter().filter(|tag| tag.get("data-do") == Some(step));
    of_step.filter_map(|tag| tag.get("data-to")).map(str::to_owned).collect()
}

async fn nobody_is_offered_the_review_of_their_own_work(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    group.admit(&ana, &cay, LogRole::Writer).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let ids = |people: &[&Somebody]| people.iter().map(|one| one.iid().to_string()).collect::<BTreeSet<_>>();
    let page = browser.open(&address).await.shown();
    assert_eq!(offered(&page, "assign"), ids(&[&ana, &ben, &cay]));
    assert_eq!(offered(&page, "reviewer"), ids(&[&ana, &ben, &cay]));
    // Its key opens the list, and that of the discussion leads there.
    let keys: Vec<Tag> = tags(&page.html).into_iter().filter(|tag| tag.get("data-key").is_some()).collect();
    let id_of = |key| keys.iter().find(|tag| tag.get("data-key") == Some(key)).and_then(|tag| tag.get("id"));
    assert_eq!(id_of("a"), Some("assign"), "{page:?}");
    assert!(keys.iter().any(|tag| tag.get("data-key") == Some("r")), "{page:?}");

    let reviewed = Rel { reviewers: vec![cay.iid()], ..in_phase(3, Some(&ben)) };
    task.write(&group, &ana, reviewed, &[]).await;
    let page = browser.open(&address).await.shown();
    assert_eq!(offered(&page, "assign"), ids(&[&ana]));
    assert_eq!(offered(&page, "reviewer"), ids(&[&ana]));
    // As the server has it.
    let to_cay = Rel { reviewers: vec![cay.iid()], ..in_phase(2, Some(&cay)) };
    let (revision, fields) = task.next(&group, &ana, &to_cay, &[]);
    ana.send(&group, "put", &put(&revision, fields)).await.problem(422, "bad-fields");

    // A reviewer who takes it reviews it no more, and signs so.
    let free = Rel { reviewers: vec![cay.iid()], ..in_phase(1, None) };
    task.write(&group, &ana, free.clone(), &[]).await;
    let as_reviewer = Rel { reviewers: vec![cay.iid()], ..in_phase(2, Some(&cay)) };
    let (revision, fields) = task.next(&group, &cay, &as_reviewer, &[]);
    cay.send(&group, "put", &put(&revision, fields)).await.problem(422, "bad-fields");
    task.write(&group, &cay, in_phase(2, Some(&cay)), &[]).await;
    assert_eq!(shown(&app, &group, &ana, 1).await["reviewer"], json!(null));
}
