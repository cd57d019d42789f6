//! How a feed ends: by its person, with their account, and with the right to read.

use http::StatusCode;
use pursuance::state::hash_secret;
use pursuance_domain::action::{ReplaceFeed, RevokeFeed, SetVerifier, SuspendAccount};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::FeedId;
use pursuance_domain::value::FeedForm;
use serde_json::json;

use super::{fetch, fetched, new_feed, try_feed, values};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_feed_of_what_only_members_read_ends_with_the_membership,
    a_feed_ends_with_the_visibility_that_let_its_person_read,
    nobody_gets_a_feed_of_what_they_may_not_read,
    a_suspended_account_has_no_feeds,
    a_new_passphrase_ends_feeds_with_the_tokens,
    another_secret_is_another_address,
    a_feed_is_its_persons_alone,
    an_unknown_address_is_not_found_like_every_other,
    only_the_hash_of_a_secret_is_kept,
    no_token_makes_a_feed_and_each_may_end_one,
    a_deleted_pursuance_leaves_no_feed,
);

async fn both(app: &TestApp, who: &Person, of: Option<&str>) -> [String; 2] {
    [new_feed(app, who, FeedForm::Calendar, of).await, new_feed(app, who, FeedForm::Atom, of).await]
}

async fn assert_gone(app: &TestApp, paths: &[String]) {
    for path in paths {
        let answer = fetch(app, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer:?}");
        assert!(!answer.text().contains("Count") && !answer.text().contains("Bees"), "{answer:?}");
    }
}

async fn a_feed_of_what_only_members_read_ends_with_the_membership(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("cleo", "normal")]).await;
    let new = of(json!({ "title": "Count", "due": "2190-01-01" }));
    ana.perform("task.create", new).await.ok();
    let (bens, cleos) =
        (both(&app, &people[0], Some("bees")).await, both(&app, &people[1], Some("bees")).await);
    for path in bens.iter().chain(&cleos) {
        assert!(fetched(&app, path).await.contains("Count"), "{path}");
    }
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    assert_gone(&app, &bens).await;
    let ban = json!({ "member": "cleo", "reason": "Spam", "until": null });
    ana.perform("member.ban", of(ban)).await.ok();
    assert_gone(&app, &cleos).await;
    // The list says that there is nothing to read, and not what is there now.
    ana.perform("pursuance.edit", of(json!({ "name": "Secret bees" }))).await.ok();
    let listed = people[0].read("/api/v1/me/feeds").await;
    assert_eq!(listed.items().len(), 2, "{listed:?}");
    assert!(listed.items().iter().all(|feed| feed["about"] == "hidden"), "{listed:?}");
    let page = Browser::signed_in(&app, &people[0].id).await.open("/me/feeds").await.shown();
    assert!(!page.says("Secret bees"), "{page:?}");
}

async fn a_feed_ends_with_the_visibility_that_let_its_person_read(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count").await;
    let zoe = app.person("zoe").await;
    let feeds = both(&app, &zoe, Some("bees")).await;
    assert!(fetched(&app, &feeds[1]).await.contains("Count"));
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    assert_gone(&app, &feeds).await;
}

async fn nobody_gets_a_feed_of_what_they_may_not_read(app: TestApp) {
    bees(&app, "members", &[]).await;
    let zoe = app.person("zoe").await;
    for named in ["bees", "wasps"] {
        assert_eq!(try_feed(&app, &zoe, FeedForm::Atom, Some(named)).await, Err("not-found"), "{named}");
    }
}

async fn a_suspended_account_has_no_feeds(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let [own, bees] = [None, Some("bees")].map(|of| new_feed(&app, &people[0], FeedForm::Atom, of));
    let feeds = [own.await, bees.await];
    let suspend = |suspended| SuspendAccount { account: people[0].id.clone(), suspended };
    app.perform(&Principal::Operator, suspend(true).into()).await.unwrap();
    assert_gone(&app, &feeds).await;
    app.perform(&Principal::Operator, suspend(false).into()).await.unwrap();
    assert_gone(&app, &feeds).await;
}

async fn a_new_passphrase_ends_feeds_with_the_tokens(app: TestApp) {
    let ana = app.person("ana").await;
    let feed = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    let set = |end_tokens| SetVerifier {
        account: ana.id.clone(),
        verifier: "$argon2id$".to_owned(),
        keep_session: None,
        end_tokens,
    };
    app.perform(&ana.principal(), set(false).into()).await.unwrap();
    fetched(&app, &feed).await;
    app.perform(&ana.principal(), set(true).into()).await.unwrap();
    assert_gone(&app, &[feed]).await;
}

/// The id of the only feed of somebody.
async fn only(who: &Person) -> FeedId {
    let listed = who.read("/api/v1/me/feeds").await.items();
    assert_eq!(listed.len(), 1, "{listed:?}");
    FeedId(listed[0]["feed"].as_str().unwrap().to_owned())
}

async fn another_secret_is_another_address(app: TestApp) {
    let ana = app.person("ana").await;
    let before = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    fetched(&app, &before).await;
    let used = async || ana.read("/api/v1/me/feeds").await.items()[0]["used"].clone();
    until("its use is noted", async || !used().await.is_null()).await;
    let (secret, secret_hash) = pursuance::actions::feed::new_secret().unwrap();
    let replace = ReplaceFeed { feed: only(&ana).await, secret_hash };
    app.perform(&ana.principal(), replace.into()).await.unwrap();
    assert!(used().await.is_null(), "nobody has used the new one");
    assert_gone(&app, &[before]).await;
    let after = pursuance::actions::feed::path(&secret, FeedForm::Calendar);
    assert_eq!(values(&fetched(&app, &after).await, "VERSION"), ["2.0"]);
    app.perform(&ana.principal(), RevokeFeed { feed: only(&ana).await }.into()).await.unwrap();
    assert_gone(&app, &[after]).await;
    assert!(ana.read("/api/v1/me/feeds").await.items().is_empty());
}

async fn a_feed_is_its_persons_alone(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let path = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    let feed = only(&ana).await;
    ben.perform("feed.revoke", json!({ "feed": feed })).await.problem(404, "not-found");
    let (_, secret_hash) = pursuance::actions::feed::new_secret().unwrap();
    let replace = ReplaceFeed { feed, secret_hash };
    assert!(app.perform(&ben.principal(), replace.into()).await.is_err());
    assert!(ben.read("/api/v1/me/feeds").await.items().is_empty());
    fetched(&app, &path).await;
}

async fn an_unknown_address_is_not_found_like_every_other(app: TestApp) {
    let ana = app.person("ana").await;
    let path = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    let elsewhere = fetch(&app, "/nothing/here").await;
    // Signing in leads back to a page, and not to what only programs ask for.
    let text = elsewhere.text().replace("?next=%2Fnothing%2Fhere", "");
    let wrong_form = path.replace(".ics", ".atom");
    for unknown in [&wrong_form, "/f/0f3c5a7b9d1e2f40516273849a5bc6d7.ics", "/f/x", "/f/.ics", "/f/%F0.ics"] {
        let answer = fetch(&app, unknown).await;
        assert_eq!((answer.status, answer.text()), (elsewhere.status, text.clone()), "{unknown}");
    }
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

async fn only_the_hash_of_a_secret_is_kept(app: TestApp) {
    let ana = app.person("ana").await;
    let path = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    let secret = path.trim_start_matches("/f/").trim_end_matches(".ics");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.rows("select secret_hash from feed").await.concat(), [hash_secret(secret)]);
    let told = inspect.rows("select data from event where verb = 'feed.created'").await.concat();
    assert_eq!(told, [r#"{"form":"calendar"}"#]);
}

async fn no_token_makes_a_feed_and_each_may_end_one(app: TestApp) {
    let ana = app.person("ana").await;
    let input = json!({ "name": "Phone", "form": "atom", "session": "x", "secret_hash": hash_secret("x") });
    ana.perform("feed.create", input).await.problem(404, "unknown-action");
    let path = new_feed(&app, &ana, FeedForm::Atom, None).await;
    ana.perform("feed.revoke", json!({ "feed": only(&ana).await })).await.ok();
    assert_gone(&app, &[path]).await;
}

async fn a_deleted_pursuance_leaves_no_feed(app: TestApp) {
    let _worker = pursuance::jobs::Worker::spawn(&app.app);
    let (ana, _) = bees(&app, "members", &[]).await;
    let feeds = both(&app, &ana, Some("bees")).await;
    ana.perform("pursuance.close", of(json!({ "reason": "Winter" }))).await.ok();
    fetched(&app, &feeds[1]).await;
    app.advance(15 * pursuance_domain::time::DAY);
    ana.perform("pursuance.delete", of(json!({ "confirm": "bees" }))).await.ok();
    assert_gone(&app, &feeds).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    until("its feeds are removed", async || inspect.count("feed").await == 0).await;
}
