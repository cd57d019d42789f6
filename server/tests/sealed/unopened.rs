//! Seals that do not open: their member says so, and others seal the key.

use pursuance::platform::clock::random;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::log::LogRole;
use pursuance_sealed::record::Record;
use pursuance_sealed::secret::EpochSecret;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::group::{Chance, Group, Somebody, records};
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    seals_that_do_not_open_lock_nobody_out,
    whoever_says_so_speaks_of_their_own_seals_alone,
    pages_name_whose_seal_did_not_open,
);

/// A seal to somebody that holds another secret than the log promises: the server cannot tell.
fn junk(group: &Group, to: &Somebody) -> Record {
    let secret = EpochSecret::from_bytes(random());
    Record::Seal(Seal::to(&group.pid, group.fold.epoch(), &secret, &to.card(), &mut Chance).unwrap())
}

/// Says that no seal of an epoch opens up to a number.
async fn say(who: &Somebody, group: &Group, epoch: u32, until: &Value) -> Answer {
    let body = json!({ "records": [], "unopened": { "epoch": epoch, "until": until } });
    who.person.post(&group.at("seals"), &[], body).await
}

/// People who wait for a key, as a device is told that could give it.
async fn waiting(who: &Somebody, group: &Group) -> Value {
    who.ask(group, "seals").await.ok()["waiting"].clone()
}

/// The founder, three who mean harm, and a newcomer without a key.
async fn group(app: &TestApp) -> (Group, Somebody, Vec<Somebody>, Somebody) {
    let ana = Somebody::new(app, "ana").await;
    let mut group = Group::found(&ana).await;
    let mut others = Vec::new();
    for (name, role) in [("ben", LogRole::Reader), ("cay", LogRole::Writer), ("eve", LogRole::Writer)] {
        let other = Somebody::new(app, name).await;
        group.admit(&ana, &other, role).await;
        ana.send(&group, "seals", &[group.seal_to(&other.card())]).await.ok();
        others.push(other);
    }
    let dan = Somebody::new(app, "dan").await;
    group.admit(&ana, &dan, LogRole::Writer).await;
    (group, ana, others, dan)
}

async fn seals_that_do_not_open_lock_nobody_out(app: TestApp) {
    let (group, ana, others, dan) = group(&app).await;
    let id = json!([dan.iid().to_string()]);
    for other in &others {
        other.send(&group, "seals", &[junk(&group, &dan)]).await.ok();
    }
    // As far as the server can know, they have the key, and as often as it can be.
    assert_eq!(waiting(&ana, &group).await, json!([]));
    ana.send(&group, "seals", &[group.seal_to(&dan.card())]).await.problem(409, "enough-seals");
    let got = dan.ask(&group, "seals").await.ok();
    say(&dan, &group, 1, &got["next"]).await.ok();
    assert_eq!(waiting(&ana, &group).await, id);
    assert_eq!(waiting(&dan, &group).await, id);
    // Senders of seals are neither asked again nor taken at their word.
    for other in &others {
        assert_eq!(waiting(other, &group).await, json!([]));
        other.send(&group, "seals", &[junk(&group, &dan)]).await.problem(409, "enough-seals");
    }
    let good = group.seal_to(&dan.card());
    ana.send(&group, "seals", std::slice::from_ref(&good)).await.ok();
    assert_eq!(waiting(&ana, &group).await, json!([]));
    // All are kept and served: the device takes the first that fits.
    let got = dan.ask(&group, "seals").await.ok();
    assert_eq!((records(&got).len(), records(&got).last()), (4, Some(&good)));
    // It is said again by the next page, without harm to the good one where that one is not meant.
    let last = got["next"].as_i64().unwrap();
    say(&dan, &group, 1, &json!(last - 1)).await.ok();
    assert_eq!(waiting(&ana, &group).await, json!([]));
}

async fn whoever_says_so_speaks_of_their_own_seals_alone(app: TestApp) {
    let (group, ana, others, dan) = group(&app).await;
    let [ben, ..] = &others[..] else { panic!("nobody") };
    ana.send(&group, "seals", &[group.seal_to(&dan.card())]).await.ok();
    let all = json!(1_000);
    say(ben, &group, 1, &all).await.ok();
    assert_eq!(waiting(&dan, &group).await, json!([ben.iid().to_string()]), "not the newcomer");
    say(&dan, &group, 2, &all).await.problem(422, "does-not-fold");
    say(&Somebody::new(&app, "fox").await, &group, 1, &all).await.problem(404, "not-found");
    let told = json!({ "epoch": 1, "until": 1_000 });
    let beside = |records: &[Record]| {
        let mut body = crate::support::group::body(records);
        body["unopened"] = told.clone();
        body
    };
    let seal = [junk(&group, &dan)];
    dan.person.post(&group.at("seals"), &[], beside(&seal)).await.problem(422, "bad-fields");
    dan.person.post(&group.at("log"), &[], beside(&[])).await.problem(422, "invalid-input");
    dan.person.post(&group.at("put"), &[], beside(&[])).await.problem(422, "invalid-input");
    assert_eq!(waiting(&dan, &group).await, json!([ben.iid().to_string()]), "nothing of it was taken");
}

async fn pages_name_whose_seal_did_not_open(app: TestApp) {
    let (group, ana, others, dan) = group(&app).await;
    let [ben, ..] = &others[..] else { panic!("nobody") };
    let slug = group.slug(&app).await;
    let seat = async || {
        let members = ana.person.read(&format!("/api/v1/pursuances/{slug}/members")).await.items();
        members.into_iter().find(|member| member["member"] == "dan").unwrap()["seat"].clone()
    };
    assert_eq!(seat().await, json!({ "iid": dan.iid().to_string(), "level": 1, "waits": true }));
    ben.send(&group, "seals", &[junk(&group, &dan)]).await.ok();
    let got = dan.ask(&group, "seals").await.ok();
    say(&dan, &group, 1, &got["next"]).await.ok();
    let said = json!({ "iid": dan.iid().to_string(), "level": 1, "waits": true, "unopened": ["ben"] });
    assert_eq!(seat().await, said);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let page = browser.open(&format!("/p/{slug}/members")).await.shown();
    page.saying("says that the key from @ben does not open");
}
