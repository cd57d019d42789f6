//! Several tasks of a private pursuance at once, and what was done last taken back: both are signed on devices.

use pursuance_sealed::record::{FieldRecord, Record};
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use super::tasks::{Known, in_phase, shown, two};
use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody, body, put};
use crate::support::html::tags;
use crate::support::inspect::Inspect;
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    what_was_done_last_is_taken_back_by_a_signed_revision,
    nobody_takes_back_what_others_built_on,
    what_no_undo_takes_back_elsewhere_none_does_here,
    tasks_are_chosen_in_each_list_of_them,
);

/// Sends revisions, which take an act back where one is named.
async fn send(by: &Somebody, group: &Group, records: &[Record], undo: Option<&Value>) -> Answer {
    let mut sent = body(records);
    if let Some(undo) = undo {
        sent["undo"] = undo.clone();
    }
    by.person.post(&group.at("put"), &[], sent).await
}

/// The next revision of a task, as records.
fn next(known: &Known, group: &Group, by: &Somebody, rel: &Rel) -> (Revision, Vec<Record>) {
    let (revision, fields): (Revision, Vec<FieldRecord>) = known.next(group, by, rel, &[]);
    let records = put(&revision, fields);
    (revision, records)
}

/// Makes a task what relations say, and answers by which number that is taken back.
async fn does(known: &mut Known, group: &Group, by: &Somebody, rel: Rel, undo: Option<&Value>) -> Value {
    let (revision, records) = next(known, group, by, &rel);
    let answer = send(by, group, &records, undo).await.ok();
    (known.rel, known.newest) = (rel, Some(revision));
    answer["undo"].clone()
}

async fn what_was_done_last_is_taken_back_by_a_signed_revision(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let plain = |phase, has| Rel { flags: Rel::NEEDS_NO_REVIEW, ..in_phase(phase, has) };
    let mut task = Known::written(&group, &ana, plain(0, None)).await;
    let state = async || {
        let read = shown(&app, &group, &ana, 1).await;
        (read["phase"].clone(), read["assignee"].clone())
    };
    // A person who takes a new task and gives it back would ask for help with it; taken back, it is new again.
    let taken = does(&mut task, &group, &ben, plain(2, Some(&ben)), None).await;
    assert!(taken.is_i64(), "{taken}");
    assert_eq!(does(&mut task, &group, &ben, plain(0, None), Some(&taken)).await, Value::Null);
    assert_eq!(state().await, (json!("new"), Value::Null));

    // A person who finishes a task does not open it again; taken back, it is open, and karma is that of before.
    does(&mut task, &group, &ben, plain(3, Some(&ben)), None).await;
    let done = does(&mut task, &group, &ben, plain(7, Some(&ben)), None).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let (_, open) = next(&task, &group, &ben, &plain(3, Some(&ben)));
    send(&ben, &group, &open, None).await.problem(403, "cannot-reopen");
    does(&mut task, &group, &ben, plain(3, Some(&ben)), Some(&done)).await;
    assert_eq!(state().await, (json!("in_progress"), json!("ben")));
    assert_eq!(
        inspect.text("select cast(count(*) as text) from undoable where undone_at is not null").await,
        "2"
    );

    // The revisions have to say it of each task on the way: else what the server shows would be signed by nobody.
    let mut other = Known::written(&group, &ana, plain(0, None)).await;
    let other_done = does(&mut other, &group, &ana, plain(1, None), None).await;
    let (_, mine) = next(&task, &group, &ana, &plain(3, Some(&ben)));
    let refused = send(&ana, &group, &mine, Some(&other_done)).await;
    assert!(!refused.status.is_success(), "{refused:?}");
    // It is no act of hers.
    let (_, hers) = next(&task, &group, &ana, &plain(2, Some(&ben)));
    send(&ana, &group, &hers, Some(&done)).await.problem(404, "nothing-to-undo");

    // Other relations than those of before are no way back.
    let moved = does(&mut task, &group, &ben, plain(2, Some(&ben)), None).await;
    let (_, elsewhere) = next(&task, &group, &ben, &plain(7, None));
    let refused = send(&ben, &group, &elsewhere, Some(&moved)).await;
    assert!(!refused.status.is_success(), "{refused:?}");
    assert_eq!(state().await, (json!("started"), json!("ben")));
    // And neither is to say nothing of it.
    let (_, silent) = next(&task, &group, &ben, &task.rel);
    send(&ben, &group, &silent, Some(&moved)).await.problem(422, "bad-fields");
    assert_eq!(state().await, (json!("started"), json!("ben")));
    // A new task goes into the trash, where its author cannot look.
    let mut new = Known::new();
    let (revision, fields) = new.next(&group, &ana, &plain(0, None), &[("title", "Count the bats")]);
    let made = send(&ana, &group, &put(&revision, fields), None).await.ok();
    (new.rel, new.newest) = (plain(0, None), Some(revision));
    let (_, silent) = next(&new, &group, &ana, &new.rel);
    send(&ana, &group, &silent, Some(&made["undo"])).await.problem(422, "bad-fields");
    let trashed = Rel { flags: Rel::NEEDS_NO_REVIEW | Rel::IN_TRASH, ..in_phase(0, None) };
    does(&mut new, &group, &ana, trashed, Some(&made["undo"])).await;
    assert_eq!(
        inspect.text("select cast(count(*) as text) from task where trashed_at is not null").await,
        "1"
    );
}

async fn nobody_takes_back_what_others_built_on(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    let taken = does(&mut task, &group, &ben, in_phase(2, Some(&ben)), None).await;
    task.write(&group, &ana, in_phase(2, Some(&ben)), &[("title", "Count all owls")]).await;
    let (_, back) = next(&task, &group, &ben, &in_phase(1, None));
    send(&ben, &group, &back, Some(&taken)).await.problem(409, "built-on");
    // By the button of before it is no way back either, since nobody would have signed it.
    let slug = group.slug(&app).await;
    let undo = json!({ "pursuance": slug, "event": taken });
    ben.person.perform("task.undo", undo).await.problem(422, "signature-needed");
    // Nothing but revisions is taken back.
    let mut sent = body(&[]);
    sent["undo"] = json!(1);
    ben.person.post(&group.at("seals"), &[], sent).await.problem(422, "invalid-input");
}

async fn what_no_undo_takes_back_elsewhere_none_does_here(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    does(&mut task, &group, &ben, in_phase(3, Some(&ben)), None).await;
    // The clock handed it on, and whoever had it says that they go on.
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.spoil("update task set assignee = null, phase = 'help_wanted', revision = revision + 1").await;
    let handed_on = format!(
        "insert into succession (task, pursuance, former, keeps, tried, offer, running, began)
          select id, pursuance, '{}', 0, '', null, 0, 1 from task",
        ben.person.id.as_str()
    );
    inspect.spoil(&handed_on).await;
    assert_eq!(does(&mut task, &group, &ben, in_phase(2, Some(&ben)), None).await, Value::Null);
    assert_eq!(shown(&app, &group, &ana, 1).await["assignee"], "ben");
}

async fn tasks_are_chosen_in_each_list_of_them(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    Known::written(&group, &ana, in_phase(1, None)).await;
    let slug = group.slug(&app).await;
    let changes = async |who: &Somebody, view: &str| {
        let mut browser = Browser::signed_in(&app, &who.person.id).await;
        let page = browser.open(&format!("/p/{slug}{view}?choose=1")).await.shown();
        let tags = tags(&page.html);
        let boxes = tags.iter().filter(|tag| tag.get("data-pick").is_some());
        // Only the script reads them.
        assert!(boxes.clone().all(|one| one.get("name").is_none() && one.get("form").is_none()), "{page:?}");
        assert_eq!(boxes.count(), 1, "{view}: {page:?}");
        let bar = tags.iter().find(|tag| tag.get("data-sealed") == Some("bulk"));
        assert!(bar.is_some_and(|bar| bar.get("action").is_none()), "{view}: {page:?}");
        let words = ["assign", "phase", "trash"];
        words.map(|word| page.html.contains(&format!("<option value=\"{word}\"")))
    };
    for view in ["", "/list", "/board"] {
        assert_eq!(changes(&ana, view).await, [true, true, true], "{view}");
        assert_eq!(changes(&ben, view).await, [false, true, false], "{view}");
    }
}
