//! Somebody's keys are replaced: their account goes on as the same member, and the former keys sign nothing any more.

use pursuance::platform::clock::random;
use pursuance_sealed::ids::{Iid, ObjectId};
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{RESEALED, Rel, Revision};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody, new_keys, put, records};
use crate::support::inspect::Inspect;
use crate::support::keys::ask;
use crate::support::speakers::settle;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    one_of_three_goes_over_to_other_keys_and_keeps_what_is_theirs,
    whoever_went_over_in_one_pursuance_alone_goes_on_in_the_other,
    an_admin_gives_the_place_of_who_lost_everything_to_their_new_account,
    the_others_are_told_once_that_somebody_has_another_key,
    nobody_gives_a_place_to_a_member_or_more_than_they_have,
);

async fn one_of_three_goes_over_to_other_keys_and_keeps_what_is_theirs(app: TestApp) {
    let (ana, ben, cem) = (
        Somebody::new(&app, "ana").await,
        Somebody::new(&app, "ben").await,
        Somebody::new(&app, "cem").await,
    );
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    group.admit(&ana, &cem, LogRole::Writer).await;
    ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.ok();
    let task = ObjectId::from_bytes(random());
    let free = Rel { phase: 1, ..Rel::empty() };
    let taken_by = |iid: Iid| Rel { phase: 3, assignees: vec![iid], ..Rel::empty() };
    let (first, fields) = group.task(&ana.keys, task, None, Some(&free), &[("title", "Count the owls")]);
    ana.send(&group, "put", &put(&first, fields)).await.ok();
    let (second, fields) = group.task(&ben.keys, task, Some(&first), Some(&taken_by(ben.iid())), &[]);
    ben.send(&group, "put", &put(&second, fields)).await.ok();
    ben.send(&group, "put", &[group.message(&ben.keys, task, 1, "I go")]).await.ok();

    // Not to keys that are not those of the account.
    let (fold, secret) = (group.fold.clone(), group.secret.clone());
    let strange = group.rekeying(&ben.keys, &new_keys());
    ben.send(&group, "log", &strange).await.problem(422, "bad-author");
    (group.fold, group.secret) = (fold, secret);
    let (former, ben) = ben.replaced(&app).await;
    // Until then the former ones sign as ever.
    ben.send(&group, "put", &[group.message(&former, task, 2, "Still here")]).await.ok();
    let moved = group.rekeying(&former, &ben.keys);
    ben.send(&group, "log", &moved).await.ok();

    // The former ones sign nothing that is taken.
    let texts = [("title", "Count all")];
    let (old, fields) = group.task(&former, task, Some(&second), Some(&taken_by(ben.iid())), &texts);
    ben.send(&group, "put", &put(&old, fields)).await.problem(422, "bad-author");
    let leave = group.entry(&former, Payload::Leave);
    ben.send(&group, "log", &[Record::Entry(leave)]).await.problem(422, "does-not-fold");
    // Older keys are sealed to the former identity, the newest one to that of now.
    let seals = records(&ben.ask(&group, "seals").await.ok());
    let to: Vec<Iid> =
        seals.iter().map(|seal| if let Record::Seal(seal) = seal { seal.to } else { panic!() }).collect();
    assert_eq!(to, [former.iid(), ben.iid()]);

    // A person who seals the task anew, or edits it, names Ben as he is now, and he has it as before.
    let inspect = Inspect::open(&app.config.database_url).await;
    let events = inspect.count("event").await;
    let anew = [("title", "Count the owls"), (RESEALED, "reenc")];
    let (third, fields) = group.task(&cem.keys, task, Some(&second), Some(&taken_by(ben.iid())), &anew);
    cem.send(&group, "put", &put(&third, fields)).await.ok();
    assert_eq!(inspect.count("event").await, events, "nobody hears of it");
    let (fourth, fields) = group.task(&ana.keys, task, Some(&third), None, &texts);
    ana.send(&group, "put", &put(&fourth, fields)).await.ok();
    let slug = group.slug(&app).await;
    let read = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1")).await.ok();
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("in_progress"), &json!("ben")));

    // A chain of messages begins anew, and those of both identities are there, as comments of one account.
    ben.send(&group, "put", &[group.message(&ben.keys, task, 1, "I went")]).await.ok();
    let sent = "select cast(count(*) as text), cast(count(distinct s.iid) as text), cast(count(distinct m.author) as text)
        from sealed_message s join message m on m.id = s.message";
    assert_eq!(inspect.rows(sent).await, [["3", "2", "1"]]);
    let role =
        "select m.role from member m join sealed_member s on s.pursuance = m.pursuance and s.actor = m.actor";
    let role = inspect.text(&format!("{role} where s.iid = '{}'", ben.iid())).await;
    assert_eq!(role, "normal");
}

async fn whoever_went_over_in_one_pursuance_alone_goes_on_in_the_other(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut groups = [Group::found(&ana).await, Group::found(&ana).await];
    for group in &mut groups {
        group.admit(&ana, &ben, LogRole::Writer).await;
        group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    }
    let (former, ben) = ben.replaced(&app).await;
    let mut browser = Browser::of(&app, "ben").await;
    let under = async |browser: &mut Browser, group: &Group| {
        let told = ask(browser, "/api/v1/account/pursuances").await.said(200);
        let all = told["pursuances"].as_array().unwrap().clone();
        let place = all.into_iter().find(|place| place["pid"] == group.pid.to_string()).unwrap();
        place["iid"].as_str().unwrap().to_owned()
    };
    let [one, two] = &mut groups;
    let moved = one.rekeying(&former, &ben.keys);
    ben.send(one, "log", &moved).await.ok();
    assert_eq!(under(&mut browser, one).await, ben.iid().to_string());
    assert_eq!(under(&mut browser, two).await, former.iid().to_string());
    let is_left = async |browser: &mut Browser| {
        browser.open("/me").await.shown().html.contains("Your former key is still in use")
    };
    assert!(is_left(&mut browser).await);
    // There everything goes on under the former keys.
    let about = [("title", "Wait")];
    let write = |group: &Group, task: ObjectId| group.task(&former, task, None, Some(&Rel::empty()), &about);
    let (revision, fields) = write(two, ObjectId::from_bytes(random()));
    ben.send(two, "put", &put(&revision, fields)).await.ok();
    let (revision, fields) = write(one, ObjectId::from_bytes(random()));
    ben.send(one, "put", &put(&revision, fields)).await.problem(422, "bad-author");
    let moved = two.rekeying(&former, &ben.keys);
    ben.send(two, "log", &moved).await.ok();
    assert_eq!(under(&mut browser, two).await, ben.iid().to_string());
    assert!(!is_left(&mut browser).await);
}

/// The roles of the members, as somebody reads them.
async fn roles(app: &TestApp, group: &Group, reader: &Somebody) -> Vec<(String, String)> {
    let slug = group.slug(app).await;
    let members = reader.person.read(&format!("/api/v1/pursuances/{slug}/members")).await.items();
    let text = |member: &Value, name: &str| member[name].as_str().unwrap().to_owned();
    let mut roles: Vec<_> =
        members.iter().map(|member| (text(member, "member"), text(member, "role"))).collect();
    roles.sort();
    roles
}

fn as_texts(roles: &[(String, String)]) -> Vec<(&str, &str)> {
    roles.iter().map(|(name, role)| (name.as_str(), role.as_str())).collect()
}

/// A task, one revision after the other, each by somebody.
async fn written(group: &Group, task: ObjectId, steps: &[(&Somebody, Rel)]) -> Revision {
    let mut last: Option<Revision> = None;
    for (by, rel) in steps {
        let texts: &[(&str, &str)] = if last.is_none() { &[("title", "Count")] } else { &[] };
        let (next, fields) = group.task(&by.keys, task, last.as_ref(), Some(rel), texts);
        by.send(group, "put", &put(&next, fields)).await.ok();
        last = Some(next);
    }
    last.unwrap()
}

async fn an_admin_gives_the_place_of_who_lost_everything_to_their_new_account(app: TestApp) {
    let (ana, ben, again) = (
        Somebody::new(&app, "ana").await,
        Somebody::new(&app, "ben").await,
        Somebody::new(&app, "ben2").await,
    );
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Moderator }).await;
    let [work, handed_in, reviewed] = [(); 3].map(|()| ObjectId::from_bytes(random()));
    let free = Rel { phase: 1, ..Rel::empty() };
    let of = |iid: Iid| Rel { phase: 3, assignees: vec![iid], ..Rel::empty() };
    // Somebody reviews it, so it is handed in and not just done.
    let looked = |rel: Rel| Rel { reviewers: vec![ana.iid()], ..rel };
    let ready = Rel { phase: 5, ..looked(of(ben.iid())) };
    let by_ben = Rel { reviewers: vec![ben.iid()], ..of(ana.iid()) };
    written(&group, work, &[(&ana, free.clone()), (&ben, of(ben.iid()))]).await;
    written(&group, handed_in, &[(&ana, looked(free.clone())), (&ben, looked(of(ben.iid()))), (&ben, ready)])
        .await;
    let last = written(&group, reviewed, &[(&ana, free), (&ana, by_ben)]).await;

    // Nobody hands their own place to another account.
    let (fold, secret) = (group.fold.clone(), group.secret.clone());
    let own = group.rekeying(&ben.keys, &again.keys);
    ben.send(&group, "log", &own).await.problem(422, "bad-author");
    (group.fold, group.secret) = (fold, secret);
    let replaced = group.replacing(&ana.keys, ben.iid(), &again.keys);
    ana.send(&group, "log", &replaced).await.ok();

    assert_eq!(as_texts(&roles(&app, &group, &ana).await), [("ana", "primary"), ("ben2", "assigner")]);
    for door in ["log", "seals", "objects"] {
        ben.ask(&group, door).await.problem(404, "not-found");
    }
    let seals = records(&again.ask(&group, "seals").await.ok());
    assert!(seals.iter().any(|seal| matches!(seal, Record::Seal(seal) if seal.to == again.iid())));
    let slug = group.slug(&app).await;
    for (number, phase, name) in
        [(1, "in_progress", "assignee"), (2, "ready_for_review", "assignee"), (3, "in_progress", "reviewer")]
    {
        let read = ana.person.read(&format!("/api/v1/pursuances/{slug}/tasks/{number}")).await.ok();
        assert_eq!((&read["phase"], &read[name]), (&json!(phase), &json!("ben2")), "{number}");
    }
    // The next revision names them, and nothing is another one for it.
    let inspect = Inspect::open(&app.config.database_url).await;
    let events = inspect.count("event").await;
    let rel = Rel { reviewers: vec![again.iid()], ..of(ana.iid()) };
    let anew = [("title", "Count"), (RESEALED, "reenc")];
    let (next, fields) = group.task(&again.keys, reviewed, Some(&last), Some(&rel), &anew);
    again.send(&group, "put", &put(&next, fields)).await.ok();
    assert_eq!(inspect.count("event").await, events);
    let told =
        "select cast(verb as text) from event where verb like 'member.%' order by at desc, seq desc limit 4";
    let expected = [["member.let_in"], ["member.rekeyed"], ["member.joined"], ["member.removed"]];
    assert_eq!(inspect.rows(told).await, expected);
}

async fn nobody_gives_a_place_to_a_member_or_more_than_they_have(app: TestApp) {
    let (ana, ben, cem) = (
        Somebody::new(&app, "ana").await,
        Somebody::new(&app, "ben").await,
        Somebody::new(&app, "cem").await,
    );
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    group.admit(&ana, &cem, LogRole::Writer).await;
    // Cem's account has other keys by now: the log does not know that they are a member's.
    let (former, cem) = cem.replaced(&app).await;
    let (fold, secret) = (group.fold.clone(), group.secret.clone());
    let twice = group.replacing(&ana.keys, ben.iid(), &cem.keys);
    ana.send(&group, "log", &twice).await.problem(422, "bad-author");
    (group.fold, group.secret) = (fold.clone(), secret.clone());
    // Nor to keys that no account has.
    let strange = group.replacing(&ana.keys, ben.iid(), &new_keys());
    ana.send(&group, "log", &strange).await.problem(422, "bad-author");
    (group.fold, group.secret) = (fold, secret);
    // Their own they may have from an admin, too.
    let own = group.replacing(&ana.keys, former.iid(), &cem.keys);
    ana.send(&group, "log", &own).await.ok();

    let again = Somebody::new(&app, "ana2").await;
    let replaced = group.replacing(&ben.keys, ana.iid(), &again.keys);
    ben.send(&group, "log", &replaced).await.ok();
    let expected = [("ana2", "admin"), ("ben", "primary"), ("cem", "normal")];
    assert_eq!(as_texts(&roles(&app, &group, &ben).await), expected);
}

async fn the_others_are_told_once_that_somebody_has_another_key(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let (cem, again) = (Somebody::new(&app, "cem").await, Somebody::new(&app, "cem2").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    group.admit(&ana, &cem, LogRole::Reader).await;
    settle(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let told = "select a.name from notice n join event e on e.stream = n.stream and e.seq = n.seq
        join actor a on a.id = n.account where e.verb = 'member.rekeyed' order by a.name";
    let (former, ben) = ben.replaced(&app).await;
    let moved = group.rekeying(&former, &ben.keys);
    ben.send(&group, "log", &moved).await.ok();
    settle(&app).await;
    assert_eq!(inspect.rows(told).await, [["ana"], ["cem"]]);
    let page = Browser::of(&app, "ana").await.open("/inbox").await.shown().html.clone();
    assert!(page.contains("has a new key, which nobody has compared"), "{page}");

    // Where an admin signs it, they are one of the others.
    let replaced = group.replacing(&ana.keys, cem.iid(), &again.keys);
    ana.send(&group, "log", &replaced).await.ok();
    settle(&app).await;
    assert_eq!(inspect.rows(told).await, [["ana"], ["ana"], ["ben"], ["cem"]]);
}
