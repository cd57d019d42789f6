//! Tasks of a private pursuance: signed revisions carry out the ordinary actions, or nothing.

use pursuance::platform::clock::random;
use pursuance_domain::time::SECOND;
use pursuance_sealed::dump::{Kind, dump};
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::{Content, FieldRecord, Record};
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody, body, put, records};
use crate::support::inspect::Inspect;
use crate::support::keys::{base64url, bytes};
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    a_task_is_written_and_edited_and_nobody_here_reads_it,
    a_task_is_taken_and_handed_in_and_its_reviewer_finishes_it,
    tasks_wait_for_each_other_and_hang_below_each_other,
    no_task_elsewhere_waits_for_a_private_one,
    of_two_at_once_the_second_is_told_what_is_newer,
    what_may_not_be_is_refused_and_nothing_of_it_is_kept,
    what_the_clock_said_stays_until_a_revision_says_who_has_it,
    whoever_went_is_read_as_nobody,
    a_task_is_sealed_anew_by_any_writer_once_for_each_key,
    a_task_goes_into_the_archive_and_the_trash_and_for_good,
    a_message_is_a_comment_and_sends_work_back,
    what_is_missing_may_be_said_before_work_is_sent_back,
    a_message_is_taken_once_and_under_the_newest_key,
    a_message_is_changed_and_taken_back_by_its_sender_and_removed_by_a_moderator,
);

/// A task as the devices of its members know it.
pub(super) struct Known {
    pub id: ObjectId,
    pub rel: Rel,
    pub newest: Option<Revision>,
}

impl Known {
    pub fn new() -> Self {
        Self { id: ObjectId::from_bytes(random()), rel: Rel::empty(), newest: None }
    }

    /// One that the server has taken.
    pub async fn written(group: &Group, by: &Somebody, rel: Rel) -> Self {
        let mut new = Self::new();
        new.write(group, by, rel, &[("title", "Count the owls")]).await;
        new
    }

    /// The next revision by somebody, with the fields that it changes.
    pub fn next(
        &self,
        group: &Group,
        by: &Somebody,
        rel: &Rel,
        texts: &[(&str, &str)],
    ) -> (Revision, Vec<FieldRecord>) {
        let said = (self.newest.is_none() || *rel != self.rel).then_some(rel);
        group.task(&by.keys, self.id, self.newest.as_ref(), said, texts)
    }

    /// Sends it.
    pub async fn say(&self, group: &Group, by: &Somebody, rel: &Rel, texts: &[(&str, &str)]) -> Answer {
        let (revision, fields) = self.next(group, by, rel, texts);
        by.send(group, "put", &put(&revision, fields)).await
    }

    /// Sends it, and the server takes it. Answers its records.
    pub async fn write(
        &mut self,
        group: &Group,
        by: &Somebody,
        rel: Rel,
        texts: &[(&str, &str)],
    ) -> Vec<Record> {
        let (revision, fields) = self.next(group, by, &rel, texts);
        let sent = put(&revision, fields);
        by.send(group, "put", &sent).await.ok();
        (self.rel, self.newest) = (rel, Some(revision));
        sent
    }
}

/// Relations of a task in a phase that somebody has.
pub(super) fn in_phase(phase: u8, has: Option<&Somebody>) -> Rel {
    Rel { phase, assignees: has.map(Somebody::iid).into_iter().collect(), ..Rel::empty() }
}

/// Ana, who founded a group, and Ben, who writes there.
pub(super) async fn two(app: &TestApp) -> (Somebody, Somebody, Group) {
    let (ana, ben) = (Somebody::new(app, "ana").await, Somebody::new(app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    (ana, ben, group)
}

/// A task as programs read it.
pub async fn shown(app: &TestApp, group: &Group, reader: &Somebody, number: i64) -> Value {
    let slug = group.slug(app).await;
    reader.person.read(&format!("/api/v1/pursuances/{slug}/tasks/{number}")).await.ok()
}

/// The type of a problem.
#[track_caller]
pub fn problem(answer: &Answer) -> String {
    assert!(!answer.status.is_success(), "{answer:?}");
    let problem = answer.json();
    problem["type"].as_str().unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned()
}

/// How much is kept of all that a put may write.
async fn kept(inspect: &Inspect) -> Vec<String> {
    let mut kept = Vec::new();
    for table in ["sealed_object", "sealed_revision", "text_version", "task", "task_dependency", "event"] {
        kept.push(inspect.count(table).await.to_string());
    }
    kept.push(inspect.text("select cast(changed as text) from pursuance_sealed").await);
    kept.push(inspect.text("select cast(sum(revision) as text) from task").await);
    kept
}

/// The envelope of a field among records, as the API writes it.
#[track_caller]
fn envelope(records: &[Record], field: &str) -> String {
    let found = records.iter().find_map(|record| {
        let Record::Field(found) = record else { return None };
        let Content::Sealed(envelope) = &found.content else { return None };
        (found.name.as_str() == field).then(|| envelope.encode().unwrap())
    });
    base64url(found.unwrap_or_else(|| panic!("no {field}")))
}

async fn a_task_is_written_and_edited_and_nobody_here_reads_it(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    let mut task = Known::new();
    let rel = Rel { due_week: 3_154, ..in_phase(1, None) };
    let texts = [("title", "Count the owls"), ("desc", "At **night**."), ("size", "\u{1}")];
    let first = task.write(&group, &ana, rel.clone(), &texts).await;
    let read = shown(&app, &group, &ana, 1).await;
    let of = |field: &str, records: &[Record], revision: i64| {
        let envelope = envelope(records, field);
        json!({ "object": read["id"], "revision": revision, "envelope": envelope })
    };
    assert_eq!((&read["title"], &read["deliverables"]), (&Value::Null, &Value::Null));
    assert_eq!(read["sealed"], of("title", &first, 1));
    assert_eq!(read["deliverables_sealed"], of("desc", &first, 1));
    assert_eq!(
        (&read["phase"], &read["size"], &read["urgency"]),
        (&json!("help_wanted"), &json!("none"), &json!("normal"))
    );
    assert_eq!((&read["due"], &read["skills"]), (&json!("2030-06-23T23:59:59Z"), &json!([])));
    // The week is all that is known of it here.
    assert_eq!(read["due_in_week"], true);

    // Another title: the rest stays, and is bound to the revision in which it was written.
    let second = task.write(&group, &ana, rel.clone(), &[("title", "Count all owls")]).await;
    let now = shown(&app, &group, &ana, 1).await;
    assert_eq!(
        (&now["sealed"], &now["deliverables_sealed"]),
        (&of("title", &second, 2), &read["deliverables_sealed"])
    );
    let slug = group.slug(&app).await;
    let listed = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks")).await.items();
    assert_eq!((listed.len(), &listed[0]["title"], &listed[0]["sealed"]), (1, &Value::Null, &now["sealed"]));
    task.write(&group, &ana, Rel { due_week: 0, ..rel }, &[]).await;
    let undated = shown(&app, &group, &ana, 1).await;
    assert_eq!((&undated["due"], undated.get("due_in_week")), (&Value::Null, None));
    let events = ana.person.read(&format!("/api/v1/pursuances/{slug}/events")).await.items();
    let told = |verb: &str| events.iter().filter(|event| event["verb"] == verb).count();
    assert_eq!((told("task.created"), told("task.edited")), (1, 2), "{events:?}");

    // Devices are told all of it, and what it is called here; what they are told can be printed.
    let objects = ana.ask(&group, "objects?after=1").await.ok();
    assert_eq!(objects["tasks"][task.id.to_string()], json!({ "id": read["id"], "number": 1 }), "{objects}");
    let (revision, told) = (task.newest.as_ref().unwrap(), records(&objects));
    assert!(told.contains(&Record::Revision(revision.clone())));
    assert_eq!(envelope(&told, "title"), envelope(&second, "title"));
    for field in ["desc", "size"] {
        assert_eq!(envelope(&told, field), envelope(&first, field));
    }
    let all: Vec<u8> = objects["records"].as_array().unwrap().iter().flat_map(bytes).collect();
    assert!(dump(Kind::Records, &all).unwrap().contains(&task.id.to_string()));

    // Pages say that something is there.
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    for page in [format!("/p/{slug}"), format!("/p/{slug}/t/1")] {
        let page = browser.open(&page).await.shown();
        assert!(page.html.contains(&envelope(&second, "title")), "{page:?}");
    }
}

async fn a_task_is_taken_and_handed_in_and_its_reviewer_finishes_it(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    let slug = group.slug(&app).await;
    let take = json!({ "pursuance": slug, "task": 1 });
    ben.person.perform("task.take", take).await.problem(422, "signature-needed");
    // Nobody gives a task to others who may not assign, and nobody who has none moves it along.
    let given = task.say(&group, &ben, &reviewed(in_phase(2, Some(&ana))), &[]).await;
    assert_eq!(problem(&given), "not-allowed");
    assert_eq!(problem(&task.say(&group, &ben, &reviewed(in_phase(7, None)), &[]).await), "no-such-move");
    // One takes it, and says in the same revision that one is at it.
    task.write(&group, &ben, reviewed(in_phase(3, Some(&ben))), &[]).await;
    let read = shown(&app, &group, &ana, 1).await;
    assert_eq!(
        (&read["phase"], &read["assignee"], &read["reviewer"]),
        (&json!("in_progress"), &json!("ben"), &json!("ana"))
    );
    task.write(&group, &ben, reviewed(in_phase(5, Some(&ben))), &[]).await;
    let own = task.say(&group, &ben, &reviewed(in_phase(7, Some(&ben))), &[]).await;
    assert_eq!(problem(&own), "own-work");
    task.write(&group, &ana, reviewed(in_phase(7, Some(&ben))), &[]).await;
    let read = shown(&app, &group, &ben, 1).await;
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("done"), &json!("ben")));
    let inspect = Inspect::open(&app.config.database_url).await;
    let points = "select cast(points as text) from karma where deed = 'work'";
    assert_eq!(inspect.text(points).await, "3000", "as of size m");
    // What a revision carries out is told as the action that it is.
    assert_eq!(inspect.count("event where verb = 'task.assigned' and action = 'task.take'").await, 1);
    // It is opened again for somebody else.
    task.write(&group, &ana, in_phase(2, Some(&ana)), &[]).await;
    let read = shown(&app, &group, &ben, 1).await;
    assert_eq!(
        (&read["phase"], &read["assignee"], &read["reviewer"]),
        (&json!("started"), &json!("ana"), &Value::Null)
    );
    // Work that is handed in gets no reviewer whom nobody signed, although there is somebody.
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Moderator }).await;
    ana.person.perform("pursuance.edit", json!({ "pursuance": slug, "reviews": "always" })).await.ok();
    task.write(&group, &ana, in_phase(5, Some(&ana)), &[]).await;
    let read = shown(&app, &group, &ben, 1).await;
    assert_eq!((&read["phase"], &read["reviewer"]), (&json!("ready_for_review"), &Value::Null));
    task.write(&group, &ben, in_phase(7, Some(&ana)), &[]).await;
}

async fn tasks_wait_for_each_other_and_hang_below_each_other(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    let mut count = Known::written(&group, &ana, in_phase(1, None)).await;
    let lamps = Known::written(&group, &ana, in_phase(1, None)).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let waits = |on: &Known| Rel { waits_for: vec![on.id], ..in_phase(1, None) };
    count.write(&group, &ana, waits(&lamps), &[]).await;
    let read = shown(&app, &group, &ana, 1).await;
    assert_eq!((&read["phase"], &read["beneath"]), (&json!("blocked"), &json!("help_wanted")));
    let before = kept(&inspect).await;
    assert_eq!(problem(&lamps.say(&group, &ana, &waits(&count), &[]).await), "cycle");
    assert_eq!(problem(&lamps.say(&group, &ana, &waits(&Known::new()), &[]).await), "bad-fields");
    assert_eq!(kept(&inspect).await, before);
    count.write(&group, &ana, in_phase(1, None), &[]).await;
    assert_eq!(shown(&app, &group, &ana, 1).await["phase"], "help_wanted");

    // Two new ones in one request, the second below the first.
    let below = |above: &Known| Rel { parent: above.id, ..in_phase(1, None) };
    let (nights, dusk) = (Known::new(), Known::new());
    let mut both = Vec::new();
    for (new, above) in [(&nights, &count), (&dusk, &nights)] {
        let (revision, fields) = new.next(&group, &ana, &below(above), &[("title", "Night")]);
        both.extend(put(&revision, fields));
    }
    ana.send(&group, "put", &both).await.ok();
    assert_eq!(shown(&app, &group, &ana, 3).await["parent"], 1);
    assert_eq!(shown(&app, &group, &ana, 4).await["parent"], 3);
    assert_eq!(problem(&count.say(&group, &ana, &below(&dusk), &[]).await), "cycle");
    let done = Rel { flags: Rel::NEEDS_NO_REVIEW, ..in_phase(3, Some(&ana)) };
    count.write(&group, &ana, done.clone(), &[]).await;
    let early = count.say(&group, &ana, &Rel { phase: 7, ..done }, &[]).await;
    assert_eq!(problem(&early), "open-subtasks");
    let mut lamps = lamps;
    lamps.write(&group, &ana, below(&count), &[]).await;
    assert_eq!(shown(&app, &group, &ana, 2).await["parent"], 1);
    lamps.write(&group, &ana, in_phase(1, None), &[]).await;
    assert_eq!(shown(&app, &group, &ana, 2).await["parent"], Value::Null);
}

async fn no_task_elsewhere_waits_for_a_private_one(app: TestApp) {
    let (ana, _, group) = two(&app).await;
    Known::written(&group, &ana, in_phase(0, None)).await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.person.perform("pursuance.create", bees).await.ok();
    let made = ana.person.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let slug = group.slug(&app).await;
    let on = format!("{slug}#1");
    let wait = json!({ "pursuance": "bees", "task": made["result"]["task"], "on": on });
    ana.person.perform("task.depend", wait).await.problem(422, "signature-needed");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("task_dependency").await, 0);
}

async fn of_two_at_once_the_second_is_told_what_is_newer(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    let (late, fields) = task.next(&group, &ana, &in_phase(0, None), &[("title", "Count none")]);
    let taken = task.write(&group, &ben, in_phase(2, Some(&ben)), &[]).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let before = kept(&inspect).await;
    let refused = ana.send(&group, "put", &put(&late, fields)).await.problem(409, "stale-revision");
    let newer = records(&refused);
    assert!(taken.iter().all(|record| newer.contains(record)), "{refused}");
    assert_eq!(kept(&inspect).await, before);
    let read = shown(&app, &group, &ana, 1).await;
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("started"), &json!("ben")));
}

async fn what_may_not_be_is_refused_and_nothing_of_it_is_kept(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    group.admit(&ana, &cay, LogRole::Reader).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    task.write(&group, &ben, in_phase(2, Some(&ben)), &[]).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let before = kept(&inspect).await;
    let as_is = task.rel.clone();
    // A Viewer signs no revisions; who writes edits what they may edit elsewhere, too, and begins no task at the top.
    task.say(&group, &cay, &as_is, &[("title", "Mine")]).await.problem(422, "bad-author");
    task.say(&group, &ben, &as_is, &[("title", "Mine")]).await.problem(403, "not-allowed");
    let other = Known::new().say(&group, &ben, &in_phase(0, None), &[("title", "Mine")]).await;
    other.problem(403, "not-allowed");
    // All or nothing: the first of these two would be taken.
    let (step, of_step) = task.next(&group, &ben, &in_phase(3, Some(&ben)), &[]);
    let (new, of_new) = Known::new().next(&group, &ben, &in_phase(0, None), &[("title", "Mine")]);
    let both = [put(&step, of_step), put(&new, of_new)].concat();
    ben.send(&group, "put", &both).await.problem(403, "not-allowed");
    // The hash of another envelope.
    let (signed, _) = task.next(&group, &ana, &as_is, &[("title", "Count all")]);
    let (_, swapped) = task.next(&group, &ana, &as_is, &[("title", "Count all")]);
    ana.send(&group, "put", &put(&signed, swapped)).await.problem(422, "bad-fields");
    // No title, two who have it, two who review it, one who reviews their own work; and what is not in any calendar.
    let untitled = Known::new().say(&group, &ana, &in_phase(0, None), &[("desc", "Nothing")]).await;
    untitled.problem(422, "bad-fields");
    let mut two = vec![ana.iid(), ben.iid()];
    two.sort_unstable();
    for rel in [
        Rel { assignees: two.clone(), ..as_is.clone() },
        Rel { reviewers: two, ..as_is.clone() },
        Rel { assignees: vec![ana.iid()], reviewers: vec![ana.iid()], ..as_is.clone() },
        Rel { parent: ObjectId::from_bytes([9; 16]), ..as_is.clone() },
    ] {
        let refused = task.say(&group, &ana, &rel, &[]).await;
        assert!([422, 409].contains(&refused.status.as_u16()), "{rel:?}: {refused:?}");
    }
    task.say(&group, &ana, &Rel { due_week: 1, ..as_is }, &[]).await.problem(422, "bad-number");
    assert_eq!(kept(&inspect).await, before);
    assert_eq!(shown(&app, &group, &ana, 1).await["phase"], "started");
}

async fn what_the_clock_said_stays_until_a_revision_says_who_has_it(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    task.write(&group, &ben, in_phase(3, Some(&ben)), &[]).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let clock = "update task set assignee = null, phase = 'help_wanted', revision = revision + 1";
    inspect.spoil(clock).await;
    let state = async || {
        let read = shown(&app, &group, &ana, 1).await;
        (read["phase"].clone(), read["assignee"].clone())
    };
    // A change of something else gives nobody the task.
    let as_signed = task.rel.clone();
    task.write(&group, &ana, as_signed, &[("title", "Count all")]).await;
    assert_eq!(state().await, (json!("help_wanted"), Value::Null));
    // Ben goes on, and so takes it once more.
    task.write(&group, &ben, in_phase(2, Some(&ben)), &[]).await;
    assert_eq!(state().await, (json!("started"), json!("ben")));
    inspect.spoil(clock).await;
    // To sign what is so already needs no right to do it.
    task.write(&group, &ben, in_phase(1, None), &[]).await;
    assert_eq!(state().await, (json!("help_wanted"), Value::Null));
}

async fn whoever_went_is_read_as_nobody(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let mut done = Known::written(&group, &ana, in_phase(1, None)).await;
    done.write(&group, &ben, in_phase(3, Some(&ben)), &[]).await;
    done.write(&group, &ben, in_phase(7, Some(&ben)), &[]).await;
    let mut begun = Known::written(&group, &ana, in_phase(1, None)).await;
    begun.write(&group, &ben, in_phase(3, Some(&ben)), &[]).await;
    group.append(&ben, Payload::Leave).await;
    for (task, phase) in [(&mut done, 7), (&mut begun, 1)] {
        // It names them no more, and nothing has to be done about it.
        let as_signed = task.rel.clone();
        task.say(&group, &ana, &as_signed, &[("title", "Count all")]).await.problem(422, "bad-fields");
        task.write(&group, &ana, in_phase(phase, None), &[("title", "Count all")]).await;
    }
    // A finished task is opened again for somebody who is there.
    done.write(&group, &ana, in_phase(3, Some(&ana)), &[]).await;
    let read = shown(&app, &group, &ana, 1).await;
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("in_progress"), &json!("ana")));
}

async fn a_task_is_sealed_anew_by_any_writer_once_for_each_key(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    let as_is = task.rel.clone();
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    let anew = [("title", "Count the owls"), ("x", "reenc")];
    task.say(&group, &ben, &as_is, &anew[..1]).await.problem(403, "not-allowed");
    task.say(&group, &ben, &in_phase(0, None), &anew).await.problem(422, "bad-fields");
    let more = [anew[0], anew[1], ("desc", "More")];
    task.say(&group, &ben, &as_is, &more).await.problem(422, "bad-fields");
    let inspect = Inspect::open(&app.config.database_url).await;
    let events = inspect.count("event").await;
    let sent = task.write(&group, &ben, as_is.clone(), &anew).await;
    assert_eq!(inspect.count("event").await, events, "nobody hears of it");
    let read = shown(&app, &group, &ana, 1).await;
    assert_eq!((&read["sealed"]["revision"], &read["revision"]), (&json!(2), &json!(1)));
    assert_eq!(read["sealed"]["envelope"], envelope(&sent, "title"));
    // Under the same key only who may edit it does so again.
    task.say(&group, &ben, &as_is, &anew).await.problem(403, "not-allowed");
    task.write(&group, &ana, as_is, &anew).await;
}

async fn a_task_goes_into_the_archive_and_the_trash_and_for_good(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = Known::written(&group, &ana, in_phase(1, None)).await;
    let with = |flags: u8| Rel { flags, ..in_phase(1, None) };
    let away = async || {
        let read = shown(&app, &group, &ana, 1).await;
        (!read["archived"].is_null(), !read["trashed"].is_null())
    };
    task.say(&group, &ben, &with(Rel::ARCHIVED), &[]).await.problem(403, "not-allowed");
    task.write(&group, &ana, with(Rel::ARCHIVED), &[]).await;
    assert_eq!(away().await, (true, false));
    let edited = task.say(&group, &ana, &with(Rel::ARCHIVED), &[("title", "Count all")]).await;
    assert_eq!(problem(&edited), "archived");
    // Brought back, edited and put into the trash by one revision.
    task.write(&group, &ana, with(Rel::IN_TRASH), &[("title", "Count all")]).await;
    assert!(away().await.1);
    task.write(&group, &ana, with(0), &[]).await;
    assert_eq!(away().await, (false, false));
    task.write(&group, &ana, with(Rel::IN_TRASH), &[]).await;
    let slug = group.slug(&app).await;
    ana.person.perform("task.delete", json!({ "pursuance": slug, "task": 1 })).await.ok();
    // The envelopes are gone; what was signed of relations is not.
    let told = records(&ana.ask(&group, "objects?after=1").await.ok());
    let newest = task.newest.clone().unwrap();
    assert!(told.contains(&Record::Revision(newest)), "{told:?}");
    let is_sealed = |record: &&Record| matches!(record, Record::Field(field) if matches!(field.content, Content::Sealed(_)));
    assert_eq!(told.iter().filter(is_sealed).count(), 0);
    task.say(&group, &ana, &with(0), &[]).await.problem(410, "task-deleted");
}

/// The message of a record, as the API writes it: its id, and its envelope.
#[track_caller]
pub(super) fn said(record: &Record) -> (String, String) {
    let Record::Message(message) = record else { panic!("another record") };
    (message.message.to_string(), base64url(message.envelope.encode().unwrap()))
}

async fn what_is_missing_may_be_said_before_work_is_sent_back(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    let id = task.id;
    let say = async |by: &Somebody, number: u64, words: &str| {
        by.send(&group, "put", &[group.message(&by.keys, id, number, words)]).await.ok();
    };
    say(&ana, 1, "Two nights are wanted.").await;
    app.advance(SECOND);
    let (handed_in, back) = (reviewed(in_phase(5, Some(&ben))), reviewed(in_phase(3, Some(&ben))));
    task.write(&group, &ben, handed_in.clone(), &[]).await;
    say(&ben, 1, "Here it is.").await;
    // Words from before the handing in say nothing of it, nor do those of somebody else.
    assert_eq!(problem(&task.say(&group, &ana, &back, &[]).await), "comment-needed");
    say(&ana, 2, "The second night is missing.").await;
    task.write(&group, &ana, back.clone(), &[]).await;
    assert_eq!(shown(&app, &group, &ben, 1).await["phase"], "in_progress");
    // Handed in once more, it is another verdict.
    app.advance(SECOND);
    task.write(&group, &ben, handed_in, &[]).await;
    assert_eq!(problem(&task.say(&group, &ana, &back, &[]).await), "comment-needed");
}

async fn a_message_is_a_comment_and_sends_work_back(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let reviewed = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let mut task = Known::written(&group, &ana, reviewed(in_phase(1, None))).await;
    task.write(&group, &ben, reviewed(in_phase(5, Some(&ben))), &[]).await;
    let back = reviewed(in_phase(3, Some(&ben)));
    assert_eq!(problem(&task.say(&group, &ana, &back, &[]).await), "comment-needed");
    let (revision, fields) = task.next(&group, &ana, &back, &[]);
    let message = group.message(&ana.keys, task.id, 1, "The second night is missing.");
    // A message about something else says nothing of it.
    let other = Known::written(&group, &ana, in_phase(0, None)).await;
    let elsewhere = group.message(&ana.keys, other.id, 1, "Something else.");
    let sent = [put(&revision, fields.clone()), vec![elsewhere]].concat();
    assert_eq!(problem(&ana.send(&group, "put", &sent).await), "comment-needed");
    let sent = [put(&revision, fields), vec![message.clone()]].concat();
    ana.send(&group, "put", &sent).await.ok();
    assert_eq!(shown(&app, &group, &ben, 1).await["phase"], "in_progress");

    let slug = group.slug(&app).await;
    let comments = ben.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1/comments")).await.items();
    let (id, envelope) = said(&message);
    assert_eq!((comments.len(), &comments[0]["body"]), (1, &Value::Null));
    assert_eq!(comments[0]["sealed"]["envelope"], envelope);
    let objects = ben.ask(&group, "objects?after=1").await.ok();
    assert_eq!(objects["messages"][&id], comments[0]["sealed"]["object"], "{objects}");
    assert_eq!(records(&objects).last(), Some(&message), "it came last");
    let later = ben.ask(&group, &format!("objects?after={}", objects["next"])).await.ok();
    assert_eq!(later["records"], json!([]));
}

async fn a_message_is_taken_once_and_under_the_newest_key(app: TestApp) {
    let (ana, _, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    group.admit(&ana, &cay, LogRole::Reader).await;
    let task = Known::written(&group, &ana, in_phase(1, None)).await;
    let send = async |group: &Group, by: &Somebody, message: Record| by.send(group, "put", &[message]).await;
    // A Reader signs messages, too.
    let first = group.message(&cay.keys, task.id, 1, "I saw one.");
    send(&group, &cay, first.clone()).await.ok();
    let fork = group.message(&cay.keys, task.id, 1, "From the other device.");
    let refused = send(&group, &cay, fork).await.problem(409, "stale-revision");
    assert_eq!(records(&refused), std::slice::from_ref(&first));
    let Record::Message(again) = &first else { panic!("another record") };
    let again = Record::Message(pursuance_sealed::record::Message { sender_seq: 2, ..again.clone() });
    send(&group, &cay, again).await.problem(422, "bad-fields");
    send(&group, &cay, group.message(&cay.keys, task.id, 0, "Before all.")).await.problem(422, "bad-number");
    let nowhere = group.message(&cay.keys, ObjectId::from_bytes([9; 16]), 1, "About nothing.");
    send(&group, &cay, nowhere).await.problem(422, "bad-fields");
    // The numbers of somebody else are their own.
    send(&group, &ana, group.message(&ana.keys, task.id, 1, "Where?")).await.ok();
    let old = group.message(&cay.keys, task.id, 2, "At the old mill.");
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    let late = send(&group, &cay, old).await.problem(409, "stale-epoch");
    assert!(records(&late).contains(&Record::Entry(epoch)), "{late}");
    send(&group, &cay, group.message(&cay.keys, task.id, 2, "At the old mill.")).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!((inspect.count("sealed_message").await, inspect.count("message").await), (3, 3));
}

async fn a_message_is_changed_and_taken_back_by_its_sender_and_removed_by_a_moderator(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let task = Known::written(&group, &ana, in_phase(1, None)).await;
    let send = async |by: &Somebody, message: &Record, beside: Value| {
        let mut sent = body(std::slice::from_ref(message));
        sent.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        by.person.post(&group.at("put"), &[], sent).await
    };
    let by = |who: &Somebody, seq: u64| group.message(&who.keys, task.id, seq, "At the old mill.");
    let edits = |message: &Record, of: &str| json!({ "edits": { said(message).0: of } });
    let ends = |message: &Record, of: &[&str]| json!({ "ends": { said(message).0: of } });
    let (first, change, back, last) = (by(&ben, 1), by(&ben, 2), by(&ben, 3), by(&ben, 4));
    let (question, removal) = (by(&ana, 1), by(&ana, 2));
    let (of_first, of_change, of_last) = (said(&first).0, said(&change).0, said(&last).0);
    for (who, message) in [(&ben, &first), (&ana, &question)] {
        send(who, message, json!({})).await.ok();
    }

    // Nobody changes what somebody else said, or what is not there, and nothing is told of what did not come.
    assert_eq!(problem(&send(&ana, &removal, edits(&removal, &of_first)).await), "not-your-comment");
    send(&ben, &change, edits(&change, &of_last)).await.problem(422, "bad-fields");
    send(&ben, &change, edits(&first, &of_first)).await.problem(422, "bad-fields");
    send(&ben, &change, edits(&change, "mill")).await.problem(422, "bad-fields");
    send(&ben, &change, edits(&change, &of_first)).await.ok();
    // A person who ends it names every wording of it; a Writer ends nothing of others.
    let refused = send(&ana, &removal, ends(&removal, &[&of_first])).await.problem(409, "stale-revision");
    assert_eq!(records(&refused), std::slice::from_ref(&change));
    let others = send(&ben, &back, ends(&back, &[&said(&question).0])).await;
    assert_eq!(problem(&others), "not-allowed");
    send(&ben, &back, ends(&back, &[])).await.problem(422, "bad-fields");
    send(&ben, &back, ends(&back, &[&of_first, &of_change])).await.ok();
    send(&ben, &last, json!({})).await.ok();
    // A message that is named besides, without an edit of it, stands as it was.
    send(&ana, &removal, ends(&removal, &[&of_last, &said(&question).0])).await.ok();
    let again = by(&ben, 5);
    assert_eq!(problem(&send(&ben, &again, ends(&again, &[&of_last])).await), "comment-gone");

    // An ended message is deleted, and devices are told where it stood.
    let objects = ben.ask(&group, "objects?after=1").await.ok();
    let told = records(&objects);
    for ended in [&first, &change, &last] {
        assert!(!told.contains(ended), "{objects}");
    }
    assert!(told.contains(&question) && told.contains(&back) && told.contains(&removal), "{objects}");
    let gone = json!({ "unit": task.id.to_string(), "sender": ben.iid().to_string(), "number": 2 });
    assert_eq!(objects["gone"][&of_change], gone, "{objects}");
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept =
        "select cast(count(*) as text) from text_version where field = 'body' and envelope is not null";
    assert_eq!((inspect.text(kept).await.as_str(), inspect.count("sealed_message").await), ("3", 6));

    // They are no comments of their own.
    let slug = group.slug(&app).await;
    let comments = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1/comments")).await.items();
    let ended = |comment: &Value| (comment["retracted"] == true, comment["removed"] == true);
    let mut states: Vec<(bool, bool)> = comments.iter().map(ended).collect();
    states.sort_unstable();
    assert_eq!(states, [(false, false), (true, false), (true, true)]);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let page = browser.open(&format!("/p/{slug}/t/1")).await.shown().saying("Deleted by its author.");
    let (_, envelope) = said(&question);
    assert!(page.html.contains(&format!("data-env=\"{envelope}\"")), "{page:?}");
    assert_eq!(page.html.matches("data-message=").count(), 3, "{page:?}");
}
