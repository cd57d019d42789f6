//! The log and the seals: founding, coming in, what is refused, and who is answered.

use axum::body::Body;
use http::Method;
use pursuance::actions::limits::{INVITE_ACCOUNTS, JOIN_ADDRESS};
use pursuance::api::MAX_SEALED;
use pursuance_domain::action::ConfigureInstance;
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::{DisplayName, Door};
use pursuance_sealed::ids::{InviteId, Signature};
use pursuance_sealed::log::{Entry, LogRole, Payload};
use pursuance_sealed::record::Record;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::group::{Group, NEVER, Somebody, body, new_keys, records};
use crate::support::inspect::Inspect;
use crate::support::keys::{Device, ask, base64url, say};
use crate::support::{PASSPHRASE, TestApp, on_both_apps};

on_both_apps!(
    a_group_is_founded_and_read_by_its_member_alone,
    a_newcomer_comes_by_an_invitation_and_gets_the_key,
    an_invitation_is_shown_before_somebody_joins,
    the_link_of_an_invitation_leads_nowhere_else,
    whoever_has_no_account_opens_one_on_the_way_in,
    an_invitation_opens_as_many_accounts_as_it_lets_in,
    an_invitation_opens_no_more_accounts_in_a_day_than_may_be,
    whoever_is_late_is_answered_what_is_newer,
    what_is_not_signed_right_leaves_nothing,
    nobody_comes_in_whom_the_log_does_not_let_in,
    the_server_s_clock_ends_an_invitation,
    pages_go_by_their_session_and_their_origin,
);

async fn a_group_is_founded_and_read_by_its_member_alone(app: TestApp) {
    let (ana, cay) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "cay").await);
    let (group, sent) = Group::begun(&ana.keys);
    // All or nothing: without the seal, without what it is, by somebody else.
    let without = |kind: u8| sent.iter().filter(|record| record.kind() != kind).cloned().collect::<Vec<_>>();
    ana.send(&group, "log", &without(2)).await.problem(422, "seals-incomplete");
    ana.send(&group, "log", &without(3)).await.problem(422, "bad-fields");
    ana.send(&group, "log", &without(4)).await.problem(422, "bad-fields");
    cay.send(&group, "log", &sent).await.problem(422, "bad-author");
    ana.ask(&group, "log").await.problem(404, "not-found");
    let made = ana.send(&group, "log", &sent).await.ok();
    let slug = made["pursuance"].as_str().unwrap();
    assert!(slug.starts_with("private-"), "{made}");

    let log = ana.ask(&group, "log").await.ok();
    assert_eq!((records(&log), &log["next"]), (sent[..2].to_vec(), &json!(1)));
    let later = ana.ask(&group, "log?after=1").await.ok();
    assert_eq!((&later["records"], &later["next"]), (&json!([]), &json!(1)));
    let seals = ana.ask(&group, "seals").await.ok();
    assert_eq!((records(&seals), &seals["waiting"]), (sent[2..3].to_vec(), &json!([])));
    let objects = ana.ask(&group, "objects").await.ok();
    assert_eq!((records(&objects), &objects["next"]), (sent[3..].to_vec(), &json!(1)));

    // Others see a name that says nothing; and strangers see nothing.
    let shown = ana.person.read(&format!("/api/v1/pursuances/{slug}")).await.ok();
    assert_eq!((&shown["name"], &shown["mission"]), (&json!("Private pursuance"), &json!("")));
    cay.person.read(&format!("/api/v1/pursuances/{slug}")).await.problem(404, "not-found");
    for door in ["log", "seals", "objects", "seen"] {
        cay.ask(&group, door).await.problem(404, "not-found");
        app.visitor().read(&group.at(door)).await.problem(401, "token-needed");
    }
    for door in ["log", "seals", "put"] {
        cay.send(&group, door, &sent).await.problem(404, "not-found");
    }
    // The same again is late.
    let late = ana.send(&group, "log", &sent[..3]).await.problem(409, "stale-log");
    assert_eq!(records(&late), sent[..2]);
    let create = json!({ "slug": "owls", "name": "Owls", "mission": "", "visibility": "sealed" });
    ana.person.perform("pursuance.create", create).await.problem(422, "signature-needed");
}

async fn a_newcomer_comes_by_an_invitation_and_gets_the_key(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let cay = Somebody::new(&app, "cay").await;
    let mut group = Group::found(&ana).await;
    let (seed, invite) = group.invitation(LogRole::Writer, 1, NEVER);
    group.append(&ana, invite).await;
    let join = group.entry(&ben.keys, seed.join(&group.pid, ben.card()));
    // Nobody else joins in their name.
    cay.send(&group, "log", &[Record::Entry(join.clone())]).await.problem(422, "bad-author");
    ben.send(&group, "log", &[Record::Entry(join.clone())]).await.ok();
    group.fold.apply(&join).unwrap();
    let again = group.entry(&cay.keys, seed.join(&group.pid, cay.card()));
    let refused = cay.send(&group, "log", &[Record::Entry(again)]).await.problem(422, "does-not-fold");
    assert_eq!(refused["rule"], "invite-used");

    let slug = group.slug(&app).await;
    let members = ana.person.read(&format!("/api/v1/pursuances/{slug}/members")).await.items();
    let roles: Vec<_> = members.iter().map(|member| (&member["member"], &member["role"])).collect();
    assert_eq!(roles, [(&json!("ana"), &json!("primary")), (&json!("ben"), &json!("normal"))]);
    let seat = |who: &Somebody, level: u8, waits: bool| json!({ "iid": who.iid().to_string(), "level": level, "waits": waits });
    let seats: Vec<_> = members.iter().map(|member| member["seat"].clone()).collect();
    assert_eq!(seats, [seat(&ana, 3, false), seat(&ben, 1, true)]);
    let waiting = ben.ask(&group, "seals").await.ok();
    assert_eq!((&waiting["records"], &waiting["waiting"]), (&json!([]), &json!([ben.iid().to_string()])));
    let seal = group.seal_to(&ben.card());
    ana.send(&group, "seals", std::slice::from_ref(&seal)).await.ok();
    let had = ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.problem(409, "enough-seals");
    assert_eq!(records(&had), std::slice::from_ref(&seal));
    ana.send(&group, "seals", &[group.seal_to(&cay.card())]).await.problem(422, "does-not-fold");
    let got = ben.ask(&group, "seals").await.ok();
    assert_eq!((records(&got), &got["waiting"]), (vec![seal.clone()], &json!([])));
    let Record::Seal(seal) = seal else { panic!("another record") };
    let opened = seal.open(&group.pid, group.fold.epochs().last().unwrap(), &ben.keys.seal).unwrap();
    assert!(opened == group.secret);
}

async fn an_invitation_is_shown_before_somebody_joins(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    let (seed, payload) = group.invitation(LogRole::Reader, 1, NEVER);
    let invite = group.entry(&ana.keys, payload);
    let note = group.note(&seed);
    // A note of no invitation that comes with it is refused, and the invitation with it.
    let (other, _) = group.invitation(LogRole::Reader, 1, NEVER);
    let stray = [Record::Entry(invite.clone()), group.note(&other)];
    ana.send(&group, "log", &stray).await.problem(422, "bad-fields");
    ana.send(&group, "log", &[Record::Entry(invite.clone()), note.clone()]).await.ok();
    group.fold.apply(&invite).unwrap();

    let now = u64::try_from(app.clock.now().0 / 1_000).unwrap();
    let seen = ben.show(&group, &seed.show(&group.pid, now)).await.ok();
    let seen = records(&seen);
    assert_eq!((seen.len(), &seen[0], &seen[3]), (4, &note, &Record::Entry(invite)));
    for late in [now - 6 * 60 * 1_000, now + 6 * 60 * 1_000] {
        ben.show(&group, &seed.show(&group.pid, late)).await.problem(404, "not-found");
    }
    ben.show(&group, &other.show(&group.pid, now)).await.problem(404, "not-found");
    ben.ask(&group, "log").await.problem(404, "not-found");
    let odd = [("pursuance-invite", "AAAA")];
    let odd = ben.person.send(Method::GET, &group.at("log"), &odd, Body::empty()).await;
    odd.problem(400, "invalid-header");
    group.append(&ana, Payload::InviteRevoke { id: seed.id() }).await;
    ben.show(&group, &seed.show(&group.pid, now)).await.problem(404, "not-found");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("sealed_note").await, 0, "the note goes with its invitation");
}

async fn the_link_of_an_invitation_leads_nowhere_else(app: TestApp) {
    let (ana, eve) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "eve").await);
    let (group, other) = (Group::found(&ana).await, Group::found(&eve).await);
    let (seed, invite) = group.invitation(LogRole::Reader, 1, NEVER);
    let same = [Record::Entry(other.entry(&eve.keys, invite.clone())), other.note(&seed)];
    let first = [Record::Entry(group.entry(&ana.keys, invite)), group.note(&seed)];
    ana.send(&group, "log", &first).await.ok();
    // Eve was given the link, and would have others come to her.
    eve.send(&other, "log", &same).await.problem(422, "bad-fields");
}

async fn set_door(app: &TestApp, door: Door) {
    let name = DisplayName::parse("Tests").unwrap();
    let set = ConfigureInstance { name, door, about: None, run_by: None };
    app.perform(&Principal::Operator, set.into()).await.unwrap();
}

/// The id of an invitation to a group, which has its place in the log.
async fn invited(group: &mut Group, ana: &Somebody, uses: u16, ends: u64) -> InviteId {
    let (seed, payload) = group.invitation(LogRole::Writer, uses, ends);
    let entry = group.entry(&ana.keys, payload);
    ana.send(group, "log", &[Record::Entry(entry.clone()), group.note(&seed)]).await.ok();
    group.fold.apply(&entry).unwrap();
    seed.id()
}

async fn an_invitation_opens_as_many_accounts_as_it_lets_in(app: TestApp) {
    app.operator("olga").await;
    let ana = Somebody::new(&app, "ana").await;
    let mut group = Group::found(&ana).await;
    let id = invited(&mut group, &ana, 2, NEVER).await.to_string();
    let path = format!("/i/{id}");
    let open = async |name: &str| {
        let mut account = Device::new(&app, name).account();
        account["invite"] = json!(id);
        say(&mut Browser::new(&app), "/api/v1/accounts", &account).await
    };
    // A person who opens one anyway, and one who is refused, takes no place.
    open("amy").await.said(201);
    set_door(&app, Door::Invited).await;
    open("ana").await.problem(409, "name-taken");
    open("ben").await.said(201);
    let mut late = Browser::new(&app);
    let join = late.open(&format!("/join?next={path}")).await.shown();
    open("cay").await.said(201);
    for door in [Door::Invited, Door::Request] {
        set_door(&app, door).await;
        open("dee").await.problem(409, "registration-closed");
        let typed =
            [("name", "dee"), ("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE), ("next", &path)];
        let refused = late.fill(&join, "/join", &typed).await.refused();
        refused.saying("as many accounts were opened here as it lets people in").saying("sign in");
        let join = Browser::new(&app).open(&format!("/join?next={path}")).await.shown();
        let join = join.saying("as many accounts were opened here as it lets people in");
        assert!(!join.html.contains("name=\"passphrase\""), "{join:?}");
    }
    let german = Browser::new(&app).speaking("de").open(&format!("/join?next={path}")).await.shown();
    german.saying("so viele Konten eröffnet, wie sie Leute hereinlässt");
    // Another one is counted for itself; and where anybody opens an account, this one stops nobody.
    let other = invited(&mut group, &ana, 1, NEVER).await;
    let mut account = Device::new(&app, "eli").account();
    account["invite"] = json!(other.to_string());
    say(&mut Browser::new(&app), "/api/v1/accounts", &account).await.said(201);
    set_door(&app, Door::Anybody).await;
    open("dee").await.said(201);
}

async fn an_invitation_opens_no_more_accounts_in_a_day_than_may_be(app: TestApp) {
    app.operator("olga").await;
    let ana = Somebody::new(&app, "ana").await;
    let mut group = Group::found(&ana).await;
    let id = invited(&mut group, &ana, u16::MAX, NEVER).await.to_string();
    set_door(&app, Door::Invited).await;
    app.advance(INVITE_ACCOUNTS.slot - app.clock.now().0.rem_euclid(INVITE_ACCOUNTS.slot));
    let open = async |number: i64| {
        let mut account = Device::new(&app, &format!("n{number}")).account();
        account["invite"] = json!(id);
        say(&mut Browser::new(&app), "/api/v1/accounts", &account).await
    };
    for number in 0..INVITE_ACCOUNTS.most {
        // One address opens so many in an hour.
        if number > 0 && number % (JOIN_ADDRESS.most - 1) == 0 {
            app.advance(JOIN_ADDRESS.slot);
        }
        open(number).await.said(201);
    }
    open(INVITE_ACCOUNTS.most).await.problem(409, "registration-closed");
    let mut late = Browser::new(&app);
    let path = format!("/i/{id}");
    let join = late.open(&format!("/join?next={path}")).await.shown();
    let typed =
        [("name", "late"), ("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE), ("next", &path)];
    let refused = late.fill(&join, "/join", &typed).await.refused();
    refused.saying("By this invitation 100 accounts were opened here today").saying("try again tomorrow");
    app.advance(INVITE_ACCOUNTS.slot);
    open(INVITE_ACCOUNTS.most).await.said(201);
}

async fn whoever_has_no_account_opens_one_on_the_way_in(app: TestApp) {
    app.operator("olga").await;
    let ana = Somebody::new(&app, "ana").await;
    let mut group = Group::found(&ana).await;
    let slug = group.slug(&app).await;
    let soon = u64::try_from(app.clock.now().0 / 1_000).unwrap() + 60_000;
    let invite = invited(&mut group, &ana, 5, soon).await;
    set_door(&app, Door::Invited).await;

    let (id, path) = (invite.to_string(), format!("/i/{invite}"));
    let mut browser = Browser::new(&app);
    let join = browser.open(&format!("/join?next={path}")).await.shown();
    let join = join.saying("Then you see what the invitation leads to");
    assert!(join.html.contains(&format!("data-invite=\"{id}\"")), "{join:?}");
    let account = |name: &str| {
        let mut account = Device::new(&app, name).account();
        account["invite"] = json!(id);
        account
    };
    let made = say(&mut browser, "/api/v1/accounts", &account("ben")).await.said(201);
    assert_eq!(made.get("came"), None, "no device has come in yet");
    let enter = browser.open(&path).await.shown();
    assert!(enter.html.contains(&format!("data-group=\"{slug}\"")), "{enter:?}");
    // By the form without a script, too: the passphrase is chosen anew on the device.
    let mut form = Browser::new(&app);
    let join = form.open(&format!("/join?next={path}")).await.shown();
    let typed =
        [("name", "cay"), ("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE), ("next", &path)];
    let there = form.fill(&join, "/join", &typed).await;
    assert_eq!((there.path.as_str(), there.html.contains("data-sealed=\"derive\"")), (path.as_str(), true));

    app.advance(61 * 1_000_000);
    say(&mut Browser::new(&app), "/api/v1/accounts", &account("dee")).await.problem(404, "not-found");
    group.append(&ana, Payload::InviteRevoke { id: invite }).await;
    say(&mut Browser::new(&app), "/api/v1/accounts", &account("dee")).await.problem(404, "not-found");
}

async fn whoever_is_late_is_answered_what_is_newer(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let late = group.entry(&ana.keys, group.invitation(LogRole::Reader, 1, NEVER).1);
    let first = group.append(&ben, Payload::Leave).await;
    let refused = ana.send(&group, "log", &[Record::Entry(late)]).await.problem(409, "stale-log");
    assert_eq!(records(&refused), [Record::Entry(first)]);
    ben.ask(&group, "log").await.problem(404, "not-found");
}

async fn what_is_not_signed_right_leaves_nothing(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let group = Group::found(&ana).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let counted = async || {
        let mut counts = Vec::new();
        for table in ["sealed_log", "sealed_seal", "sealed_note", "member", "event"] {
            counts.push(inspect.count(table).await);
        }
        (counts, inspect.text("select head from pursuance_sealed").await)
    };
    let before = counted().await;
    let entry = group.entry(&ana.keys, group.invitation(LogRole::Reader, 1, NEVER).1);
    let mut bytes = entry.as_bytes().to_vec();
    let end = bytes.len() - Signature::LEN;
    bytes[end] ^= 1;
    let forged = Entry::decode(&bytes).unwrap();
    let refused = ana.send(&group, "log", &[Record::Entry(forged)]).await.problem(422, "bad-signature");
    assert_eq!(refused["rule"], "sig");
    let path = group.at("log");
    ana.person.post(&path, &[], json!({ "records": ["AQ=="] })).await.problem(422, "invalid-input");
    ana.person
        .post(&path, &[], json!({ "records": [base64url([1_u8, 0])] }))
        .await
        .problem(422, "bad-length");
    ana.person.post(&path, &[], json!({ "records": [] })).await.problem(422, "bad-fields");
    ana.person.post(&path, &[], json!({ "entries": [] })).await.problem(422, "invalid-input");
    let text = [("content-type", "text/plain")];
    let sent = body(&[Record::Entry(entry)]).to_string();
    let refused = ana.person.send(Method::POST, &path, &text, Body::from(sent)).await;
    refused.problem(415, "unsupported-media-type");
    assert_eq!(counted().await, before);
}

async fn nobody_comes_in_whom_the_log_does_not_let_in(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let group = Group::found(&ana).await;
    let ghost = new_keys();
    let send = async |entry: Entry| ana.send(&group, "log", &[Record::Entry(entry)]).await;
    // Somebody who is in no log signs; the admin adds somebody who never accepted an invitation.
    let add = |card| Payload::Add { role: LogRole::Admin, card };
    let refused = send(group.entry(&ghost, add(ghost.card()))).await.problem(422, "does-not-fold");
    assert_eq!(refused["rule"], "actor");
    send(group.entry(&ana.keys, add(ghost.card()))).await.problem(422, "does-not-fold");
    send(group.entry(&ana.keys, add(ben.card()))).await.problem(422, "does-not-fold");
    let log = ana.ask(&group, "log").await.ok();
    assert_eq!(records(&log).len(), 2);
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("member").await, 1);
    assert_eq!(inspect.count("sealed_member").await, 1);
}

async fn the_server_s_clock_ends_an_invitation(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    // The log believes a newcomer's word on the time.
    group.time_ms = 1;
    let soon = u64::try_from(app.clock.now().0 / 1_000).unwrap() + 60_000;
    let (seed, payload) = group.invitation(LogRole::Writer, 1, soon);
    group.append(&ana, payload).await;
    app.advance(61 * 1_000_000);
    let join = group.entry(&ben.keys, seed.join(&group.pid, ben.card()));
    let refused = ben.send(&group, "log", &[Record::Entry(join)]).await.problem(422, "does-not-fold");
    assert_eq!(refused["rule"], "expired");
}

async fn pages_go_by_their_session_and_their_origin(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let (group, sent) = Group::begun(&ana.keys);
    let mut browser = Browser::signed_in(&app, &ana.person.id).await;
    let begin = format!("/sealed/{}/log", group.pid);
    let foreign = [("origin", "https://evil.example"), ("content-type", "application/json")];
    let text = body(&sent).to_string().into_bytes();
    browser.send(Method::POST, &begin, &foreign, text).await.problem(403, "not-from-here");
    say(&mut Browser::new(&app), &begin, &body(&sent)).await.problem(401, "sign-in-first");
    let made = say(&mut browser, &begin, &body(&sent)).await.said(200);
    let slug = made["pursuance"].as_str().unwrap();
    // The page that comes next says so, once, as that of an open one.
    let page = browser.open(&format!("/p/{slug}")).await.shown().saying("Your pursuance is ready.");
    page.saying("Invite people");
    assert!(!browser.open(&format!("/p/{slug}")).await.shown().says("Your pursuance is ready."));
    let at = |door: &str| format!("/p/{slug}/sealed/{door}");
    let log = ask(&mut browser, &at("log?after=0")).await;
    assert_eq!(log.headers["cache-control"], "no-store");
    assert_eq!(records(&log.said(200)), sent[1..2]);
    let seals = ask(&mut browser, &at("seals")).await.said(200);
    assert_eq!(records(&seals).len(), 1);
    let objects = ask(&mut browser, &at("objects")).await.said(200);
    assert_eq!(records(&objects), sent[3..]);
    ask(&mut browser, &at("log?before=0")).await.problem(400, "invalid-query");
    say(&mut browser, &at("put"), &body(&sent)).await.problem(422, "bad-fields");
    ask(&mut Browser::new(&app), &at("log")).await.problem(401, "sign-in-first");
    let mine = ask(&mut browser, "/api/v1/account/pursuances").await.said(200);
    assert_eq!(
        mine,
        json!({ "pursuances": [{ "slug": slug, "pid": group.pid.to_string(), "iid": ana.iid().to_string() }] })
    );
    ask(&mut Browser::new(&app), "/api/v1/account/pursuances").await.problem(401, "sign-in-first");
    say(&mut browser, "/p/nothing/sealed/log", &body(&sent)).await.problem(404, "not-found");
    ask(&mut browser, &format!("/p/{slug}")).await.shown();
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let ana = Somebody::new(&app, "ana").await;
    let group = Group::found(&ana).await;
    let json = [("content-type", "application/json")];
    let path = group.at("log");
    let much = format!(r#"{{"records":["{}"]}}"#, "A".repeat(MAX_SEALED));
    let refused = ana.person.send(Method::POST, &path, &json, Body::from(much)).await;
    refused.problem(413, "too-large");
}
