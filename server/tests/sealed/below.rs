//! A private task that is done while subtasks of it are open: one request signs what becomes of each, or nothing is done.

use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use super::tasks::{Known, in_phase, shown, two};
use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody, body, put};
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    open_subtasks_are_done_or_dropped_with_their_task_where_each_revision_says_so,
    the_page_asks_what_becomes_of_open_subtasks,
);

/// The next revision of a task, with the relations that it says.
struct Next {
    rel: Rel,
    revision: Revision,
    records: Vec<Record>,
}

impl Next {
    fn of(known: &Known, group: &Group, by: &Somebody, phase: u8) -> Self {
        let rel = Rel { phase, ..known.rel.clone() };
        let (revision, fields) = known.next(group, by, &rel, &[]);
        let records = put(&revision, fields);
        Self { rel, revision, records }
    }

    fn becomes(self, known: &mut Known) {
        (known.rel, known.newest) = (self.rel, Some(self.revision));
    }
}

/// Sends some of them at once, with something beside.
async fn send(by: &Somebody, group: &Group, all: &[&Next], beside: (&str, Value)) -> Answer {
    let records: Vec<Record> = all.iter().flat_map(|one| one.records.clone()).collect();
    let mut sent = body(&records);
    sent[beside.0] = beside.1;
    by.person.post(&group.at("put"), &[], sent).await
}

/// A task of Ben's that Ana reviews, handed in; a part of it that nobody has, and one of Ben's below that.
async fn handed_in(group: &Group, ana: &Somebody, ben: &Somebody) -> [Known; 3] {
    let mut top = Known::written(group, ana, in_phase(0, None)).await;
    let below = |of: &Known, rel: Rel| Rel { parent: of.id, ..rel };
    let part = Known::written(group, ana, below(&top, in_phase(0, None))).await;
    let mut deep = Known::written(group, ana, below(&part, in_phase(0, None))).await;
    deep.write(group, ben, below(&part, in_phase(3, Some(ben))), &[]).await;
    let reviewed = |phase| Rel { reviewers: vec![ana.iid()], ..in_phase(phase, Some(ben)) };
    top.write(group, ana, Rel { reviewers: vec![ana.iid()], ..in_phase(0, None) }, &[]).await;
    top.write(group, ben, reviewed(3), &[]).await;
    top.write(group, ben, reviewed(5), &[]).await;
    [top, part, deep]
}

async fn open_subtasks_are_done_or_dropped_with_their_task_where_each_revision_says_so(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let [mut top, mut part, mut deep] = handed_in(&group, &ana, &ben).await;
    let phases = async || {
        let mut phases = Vec::new();
        for number in 1..=3 {
            phases.push(shown(&app, &group, &ana, number).await["phase"].clone());
        }
        phases
    };
    let before = phases().await;
    assert_eq!(before, [json!("ready_for_review"), json!("new"), json!("in_progress")]);

    let [done, with_it, deeper] =
        [(&top, 7), (&part, 7), (&deep, 7)].map(|(known, phase)| Next::of(known, &group, &ana, phase));
    let finish = ("subtasks", json!("finish"));
    // Without a choice, and where the revision of one is missing: nobody would have signed what this server shows.
    ana.send(&group, "put", &done.records).await.problem(409, "open-subtasks");
    for some in [&[&done][..], &[&done, &with_it], &[&done, &deeper]] {
        send(&ana, &group, some, finish.clone()).await.problem(409, "open-subtasks");
    }
    // The revisions say something else than the choice, or a subtask goes on by itself.
    for other in [("subtasks", json!("drop")), ("given_back", json!(true))] {
        let refused = send(&ana, &group, &[&done, &with_it, &deeper], other).await;
        assert!(!refused.status.is_success(), "{refused:?}");
    }
    // Nobody closes a task of others by it whose own they do not close.
    send(&ana, &group, &[&with_it, &deeper], finish.clone()).await.problem(409, "no-such-move");
    let mut log = body(&done.records);
    log["subtasks"] = json!("finish");
    ana.person.post(&group.at("log"), &[], log).await.problem(422, "invalid-input");
    assert_eq!(phases().await, before, "nothing of it was kept");

    let taken = send(&ana, &group, &[&done, &with_it, &deeper], finish.clone()).await.ok();
    assert_eq!(phases().await, [json!("done"), json!("done"), json!("done")]);
    done.becomes(&mut top);
    with_it.becomes(&mut part);
    deeper.becomes(&mut deep);

    // One press takes all of it back, by a revision of each: of what is above first, below which nothing is open else.
    let [open, again, deeper] =
        [(&top, 5), (&part, 0), (&deep, 3)].map(|(known, phase)| Next::of(known, &group, &ana, phase));
    send(&ana, &group, &[&open, &again, &deeper], ("undo", taken["undo"].clone())).await.ok();
    assert_eq!(phases().await, before);
    open.becomes(&mut top);
    again.becomes(&mut part);
    deeper.becomes(&mut deep);

    // Dropped, they are dropped: what was done of them is told as the work of nobody.
    let [done, with_it, deeper] =
        [(&top, 7), (&part, 8), (&deep, 8)].map(|(known, phase)| Next::of(known, &group, &ana, phase));
    send(&ana, &group, &[&done, &with_it, &deeper], ("subtasks", json!("drop"))).await.ok();
    assert_eq!(phases().await, [json!("done"), json!("dropped"), json!("dropped")]);
}

async fn the_page_asks_what_becomes_of_open_subtasks(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    handed_in(&group, &ana, &ben).await;
    let address = format!("/p/{}/t/1", group.slug(&app).await);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let page = browser.open(&address).await.shown();
    for key in ["fate", "fate-finish", "fate-drop", "fate-needed", "fate-most", "problem-open-subtasks"] {
        assert!(page.html.contains(&format!("data-text=\"{key}\"")), "no {key}: {page:?}");
    }
    // Work that needs no review is done by a press that asks the same, in the card of the next step.
    let plain = |phase, has| Rel { flags: Rel::NEEDS_NO_REVIEW, ..in_phase(phase, has) };
    let mut mine = Known::written(&group, &ana, plain(1, None)).await;
    mine.write(&group, &ben, plain(3, Some(&ben)), &[]).await;
    let address = format!("/p/{}/t/4", group.slug(&app).await);
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let page = bens.open(&address).await.shown();
    assert!(page.html.contains("data-do=\"finish\"") && !page.html.contains("id=\"step\""), "{page:?}");
    Known::written(&group, &ana, Rel { parent: mine.id, ..in_phase(1, None) }).await;
    let page = bens.open(&address).await.shown();
    let card = page.html.split("id=\"step\"").nth(1).unwrap_or_else(|| panic!("{page:?}"));
    let card = card.split("</section>").next().unwrap();
    assert!(card.contains("data-kind=\"finish\"") && card.contains("data-do=\"finish\""), "{card}");
    assert!(card.contains("data-text=\"fate\""), "{card}");
    assert_eq!(page.html.matches("data-do=\"finish\"").count(), 1, "{page:?}");
}
