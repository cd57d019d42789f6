//! A person who tries too often, or has too much in progress.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use pursuance::actions::{PerformError, Refused, TOKEN_LIFE};
use pursuance::credentials::TypedPassphrase;
use pursuance::store::pursuances::{self, MemberState};
use pursuance::store::{accounts, actors, instance, watches};
use pursuance_domain::action::{EndAllSessions, LiftLimits};
use pursuance_domain::allowed::Principal;
use pursuance_domain::people::role::Role;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{DAY, MINUTE, SECOND, Time};
use pursuance_domain::value::{ActorRef, FeedForm, Size, TokenScope};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::table::{Most, Row, people::ROWS};
use super::{assert_later, exceeded_elsewhere, most};
use crate::federation::scripted::Peer;
use crate::support::app::PASSPHRASE;
use crate::support::browser::Browser;
use crate::support::feeds::{fetch, new_feed, try_feed};
use crate::support::groups::merged;
use crate::support::peers::until;
use crate::support::rows::{a_pursuance, a_task, set_due};
use crate::support::{Answer, TestApp};

#[tokio::test]
async fn nobody_tries_oftener_or_has_more_under_way_than_the_table_says() {
    for row in ROWS {
        exceed(row, TestApp::start().await).await;
    }
}

/// A number that somebody says of themselves: the most of it, and one more.
async fn said(row: &Row, app: &TestApp, member: &str) {
    let ana = app.person("ana").await;
    let set = |n: usize| ana.perform("profile.set_limits", json!({ member: n }));
    set(most(row)).await.ok();
    set(most(row) + 1).await.problem(422, "invalid-input");
}

async fn exceed(row: &Row, app: TestApp) {
    match row.id {
        "sign-in-name-there" => try_signing_in(row, &app, "zoe 192.0.2.7").await,
        "sign-in-name" => try_signing_in(row, &app, "zoe").await,
        "sign-in-address" => try_signing_in(row, &app, "192.0.2.7").await,
        "sign-in-browser" => {
            app.person("zoe").await;
            let mut zoe = Browser::of(&app, "zoe").await;
            let home = zoe.open("/").await.shown();
            zoe.fill(&home, "/signout", &[]).await.shown();
            let signin = zoe.open("/signin").await.shown();
            let wrong = [("name", "zoe"), ("passphrase", "wrong wrong wrong wrong")];
            for _ in 0..most(row) {
                zoe.fill(&signin, "/signin", &wrong).await.refused();
            }
            let told = zoe.fill(&signin, "/signin", &wrong).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{told:?}");
        }
        "sign-in-kinds" => {
            fill_slot(row, &app, "192.0.2.8").await;
            let mut browser = Browser::new(&app).from("192.0.2.8");
            let signin = browser.open("/signin").await.shown();
            let told = browser.fill(&signin, "/signin", &[("name", "zoe")]).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{told:?}");
        }
        "join-address" => {
            fill_slot(row, &app, "192.0.2.7").await;
            let words = "otter lamp quarry seven";
            let fields = [("name", "zoe"), ("passphrase", words), ("passphrase_again", words)];
            app.operator("opal").await;
            let mut browser = Browser::new(&app).from("192.0.2.7");
            let join = browser.open("/join").await.shown();
            let told = browser.fill(&join, "/join", &fields).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{told:?}");
        }
        "hashing" => {
            let app = app.app.clone();
            let checks: Vec<_> = (0..most(row) + 2)
                .map(|_| {
                    let app = app.clone();
                    tokio::spawn(async move {
                        app.credentials
                            .verifier(TypedPassphrase::typed("otter lamp quarry".into()))
                            .await
                            .unwrap();
                    })
                })
                .collect();
            let mut busiest = 0;
            while checks.iter().any(|check| !check.is_finished()) {
                busiest = busiest.max(most(row) - app.credentials.free_places().min(most(row)));
                assert!(app.credentials.free_places() <= most(row));
                tokio::task::yield_now().await;
            }
            assert_eq!(busiest, most(row), "as many as may be were checked at once, and the others waited");
        }
        "calls" => {
            let ana = app.person("ana").await;
            for _ in 0..most(row) {
                ana.read("/api/v1/me").await.ok();
            }
            // Time stands still for this clock between two moves, so nothing has been given back but what really passed.
            let refused = loop {
                let answer = ana.read("/api/v1/me").await;
                if answer.status != StatusCode::OK {
                    break answer;
                }
            };
            assert_later(row, &refused);
        }
        "hours-a-week" => said(row, &app, "hours_a_week").await,
        "in-progress" => said(row, &app, "in_progress").await,
        "offers-a-week" => said(row, &app, "offers_a_week").await,
        "silent-days" => {
            let ana = app.person("ana").await;
            let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", bees).await.ok();
            let set = |remind: usize, hand_on: usize| {
                let days = json!({ "remind_after": remind, "hand_on_after": hand_on });
                ana.perform(
                    "pursuance.set_pace",
                    merged(json!({ "pursuance": "bees", "mode": "fixed" }), days),
                )
            };
            set(most(row) - 1, most(row)).await.ok();
            set(most(row), most(row) + 1).await.problem(422, "invalid-input");
            set(most(row) + 1, most(row) + 2).await.problem(422, "invalid-input");
        }
        "not-asked" => {
            let ana = app.person("ana").await;
            let skills = |n: usize| (0..n).map(|n| format!("Area:{n}")).collect::<Vec<_>>();
            let set = |n| ana.perform("profile.set_limits", json!({ "not_skills": skills(n) }));
            set(most(row)).await.ok();
            set(most(row) + 1).await.problem(422, "invalid-input");
            let names = |n: usize| (0..n).map(|n| format!("bees{n}")).collect::<Vec<_>>();
            let set = |n| ana.perform("profile.set_limits", json!({ "not_pursuances": names(n) }));
            set(most(row)).await.problem(404, "not-found");
            set(most(row) + 1).await.problem(422, "invalid-input");
            // An answer to an offer adds to the same skills, one by one.
            let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", bees).await.ok();
            let ben = app.person("ben").await;
            let of = |more: Value| merged(json!({ "pursuance": "bees" }), more);
            ben.perform("pursuance.join", of(json!({}))).await.ok();
            let full = skills(most(row) - 1);
            ben.perform("profile.set_limits", json!({ "not_skills": full })).await.ok();
            for n in 0..2 {
                let task = of(json!({ "title": "Count", "skills": [format!("Other:{n}")], "ask": false }));
                let number = ana.perform("task.create", task).await.ok()["result"]["task"].clone();
                ana.perform("task.want_help", of(json!({ "task": number }))).await.ok();
                let ask = of(json!({ "task": number, "member": "ben" }));
                let offer = ana.perform("task.ask", ask).await.ok()["result"]["offer"].clone();
                let answer = ben.perform("offer.never", json!({ "offer": offer })).await;
                if n == 0 { drop(answer.ok()) } else { drop(answer.problem(422, "invalid-value")) }
            }
            let kept = ben.read("/api/v1/me/limits").await.ok()["not_skills"].clone();
            assert_eq!(kept.as_array().unwrap().len(), most(row));
        }
        "looks" => {
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            let peer = Peer::start().await;
            let look = async |n: usize| {
                let to = format!("n{n}@localhost:{}", peer.port);
                ana.perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": to })).await
            };
            for n in 0..most(row) {
                assert_eq!(look(n).await.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            assert_later(row, &look(most(row)).await);
        }
        "looks-in-vain" => {
            let peer = Peer::start().await;
            for n in 0..=most(row) {
                let named = ActorRef::parse(&format!("n{n}@localhost:{}", peer.port)).unwrap();
                app.find_pursuance(&Principal::Operator, &named).await.unwrap_err();
                assert!(app.lookups.remembered() <= most(row));
            }
        }
        "actions" => {
            let ana = app.person("ana").await;
            let mut done = 0;
            let refused = loop {
                let answer = ana.perform("profile.edit", json!({ "display": "Ana" })).await;
                if answer.status != StatusCode::OK {
                    break answer;
                }
                done += 1;
            };
            assert!(done >= most(row), "stopped after {done}");
            assert_later(row, &refused);
        }
        "said-a-minute" => {
            let ana = app.person("ana").await;
            for slug in ["bees", "wasps"] {
                let made = json!({ "slug": slug, "name": slug, "mission": "" });
                ana.perform("pursuance.create", made).await.ok();
                ana.perform("task.create", json!({ "pursuance": slug, "title": "Count" })).await.ok();
            }
            let on = |slug: &str, more: Value| merged(json!({ "pursuance": slug, "task": 1 }), more);
            let say = |slug: &str| ana.perform("task.comment", on(slug, json!({ "body": "One more." })));
            let first = say("bees").await.ok();
            app.advance(20 * SECOND);
            for n in 1..most(row) {
                say(if n % 2 == 0 { "bees" } else { "wasps" }).await.ok();
            }
            for slug in ["bees", "wasps"] {
                let refused = say(slug).await;
                assert_later(row, &refused);
                let told = refused.problem(429, "rate-limit");
                // The clock goes on while so much is said.
                let left = told["retry_after"].as_u64().unwrap();
                assert!((20..=40).contains(&left), "until a minute after the first one: {left}");
            }
            let mut browser = Browser::of(&app, "ana").await;
            let task = browser.open("/p/bees/t/1").await.shown();
            let told = browser.fill(&task, "/p/bees/t/1/comments", &[("body", "zuqkept")]).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{told:?}");
            assert!(told.html.contains("zuqkept"), "what was typed stays");
            let comment = first["result"]["message"].clone();
            let edit = json!({ "comment": comment, "revision": 1, "body": "The first one." });
            ana.perform("comment.edit", on("bees", edit)).await.ok();
            app.advance(40 * SECOND);
            say("wasps").await.ok();
            assert_later(row, &say("wasps").await);
            let lift = LiftLimits { account: ana.id.clone(), lifted: true };
            app.perform(&Principal::Operator, lift.into()).await.unwrap();
            say("wasps").await.ok();
        }
        "actions-weight" => {
            let ana = app.person("ana").await;
            // A refused action weighs as much.
            let listed = json!({ "title": "Count", "deliverables": "x".repeat(10_000) });
            let list = json!({ "pursuance": "nowhere", "tasks": vec![listed; 50] });
            let mut weight = 0;
            let refused = loop {
                let answer = ana.perform("task.add_list", list.clone()).await;
                if answer.status != StatusCode::NOT_FOUND {
                    break answer;
                }
                weight += list.to_string().len() / 1024;
            };
            assert!((most(row) - 600..=most(row)).contains(&weight), "stopped after {weight} KiB");
            assert_later(row, &refused);
            app.person("bob").await.perform("profile.edit", json!({ "display": "Bob" })).await.ok();
        }
        "credentials" => {
            let ana = app.person("ana").await;
            let mut done = 0;
            let refused = loop {
                let end = EndAllSessions { account: ana.id.clone() };
                match app.perform(&ana.principal(), end.into()).await {
                    Ok(_) => done += 1,
                    Err(refused) => break refused,
                }
            };
            assert!(done + 1 >= most(row), "stopped after {done}");
            let later =
                |refused| matches!(refused, PerformError::Refused(Refused::Rule(Refusal::TooMany { .. })));
            assert!(later(refused), "{}", row.id);
        }
        "pursuances" => {
            let ana = app.person("ana").await;
            let start = |n| {
                let input = json!({ "slug": format!("bees-{n}x"), "name": "Bees", "mission": "" });
                ana.perform("pursuance.create", input)
            };
            for n in 0..most(row) {
                start(n).await.ok();
            }
            start(most(row)).await.problem(409, "account-full");
        }
        "joined" => {
            let (ana, zoe) = (app.person("ana").await, app.person("zoe").await);
            let mut tx = app.db.write().await.unwrap();
            for n in 1..most(row) {
                let bees = a_pursuance(&mut tx, &format!("bees-{n}x")).await;
                let (normal, active) = (Role::Normal, MemberState::Active);
                pursuances::set_member(&mut tx, &bees.id, &zoe.id, normal, active, Time(1)).await.unwrap();
            }
            tx.commit().await.unwrap();
            for (slug, joining) in [("asked", "approval"), ("one-more", "open")] {
                let made = json!({ "slug": slug, "name": "Ants", "mission": "", "joining": joining });
                ana.perform("pursuance.create", made).await.ok();
            }
            let join = |slug: &str| zoe.perform("pursuance.join", json!({ "pursuance": slug }));
            // A request that is not answered counts.
            join("asked").await.ok();
            join("one-more").await.problem(409, "account-full");
            zoe.perform("pursuance.leave", json!({ "pursuance": "asked" })).await.ok();
            join("one-more").await.ok();
        }
        "invites" => {
            let ana = app.person("ana").await;
            let made = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            let input = || json!({ "pursuance": "bees", "role": "normal", "expires": "7d", "uses": 1 });
            for _ in 0..most(row) {
                ana.perform("invite.create", input()).await.ok();
            }
            ana.perform("invite.create", input()).await.problem(409, "account-full");
            let listed = ana.read("/api/v1/pursuances/bees/invites").await.items();
            let revoke = json!({ "pursuance": "bees", "invite": listed[0]["invite"] });
            ana.perform("invite.revoke", revoke).await.ok();
            ana.perform("invite.create", input()).await.ok();
            ana.perform("invite.create", input()).await.problem(409, "account-full");
            // One that is over lets nobody in, and does not count.
            app.advance(8 * DAY);
            ana.perform("invite.create", input()).await.ok();
        }
        "invite-uses" => {
            let ana = app.person("ana").await;
            let made = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            let input = |uses| json!({ "pursuance": "bees", "role": "normal", "uses": uses });
            ana.perform("invite.create", input(most(row))).await.ok();
            ana.perform("invite.create", input(most(row) + 1)).await.problem(422, "invalid-input");
        }
        "asks" => {
            let ana = app.person("ana").await;
            let made = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            for n in 0..=most(row) {
                let person = app.person(&format!("person{n}")).await;
                person.perform("profile.edit", json!({ "askable": true })).await.ok();
            }
            let ask = |n: usize| {
                let input = json!({ "pursuance": "bees", "person": format!("person{n}"), "role": "normal" });
                ana.perform("recruit.ask", input)
            };
            for n in 0..most(row) {
                ask(n).await.ok();
            }
            assert_later(row, &ask(most(row)).await);
            app.advance(DAY + SECOND);
            ask(most(row)).await.ok();
        }
        "suggestions" => {
            let (ana, zoe) = (app.person("ana").await, app.person("zoe").await);
            let input = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", input).await.ok();
            zoe.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
            let suggest = |n| {
                let input = json!({ "pursuance": "bees", "title": format!("Task {n}") });
                let body = json!({ "pursuance": "bees", "action": "task.create", "input": input });
                zoe.perform("suggestion.make", body)
            };
            for n in 0..most(row) {
                suggest(n).await.ok();
            }
            suggest(most(row)).await.problem(409, "too-many-suggestions");
        }
        "tokens" => {
            let ana = app.person("ana").await;
            // One of them is there already.
            for _ in 1..most(row) {
                app.token_of(&ana, TokenScope::Read, TOKEN_LIFE).await.unwrap();
            }
            let refused = app.token_of(&ana, TokenScope::Read, TOKEN_LIFE).await.err();
            assert_eq!(refused, Some("account-full"));
        }
        "watched" | "muted" => {
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            let mut tx = app.db.write().await.unwrap();
            for n in 1..most(row) {
                let object = format!("bees-{n}");
                match row.id {
                    "muted" => watches::set_muted(&mut tx, &ana.id, &object, true, Time(1)).await.unwrap(),
                    _ => watches::set(&mut tx, &ana.id, &object, true, None, Time(1)).await.unwrap(),
                }
            }
            tx.commit().await.unwrap();
            let action = if row.id == "muted" { "notice.mute" } else { "watch.set" };
            ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            let one = |object: &str| ana.perform(action, json!({ "object": object, "on": true }));
            one("bees").await.ok();
            // The task is watched by itself, which takes no room.
            one(if row.id == "watched" { "Language:Polish" } else { "bees#1" })
                .await
                .problem(409, "account-full");
        }
        "token-life" => {
            app.person("ana").await;
            let mut ana = Browser::of(&app, "ana").await;
            let account = ana.open("/me").await.shown();
            let days = (row.most.number() / 86_400).to_string();
            let make = |days| [("name", "robot"), ("days", days), ("passphrase", PASSPHRASE)];
            ana.fill(&account, "/me/tokens", &make(&days)).await.shown().saying("not shown again");
            let longer = format!("{days}1");
            ana.fill(&account, "/me/tokens", &make(&longer))
                .await
                .refused()
                .saying("at most one year from now");
        }
        "session-idle" => {
            app.person("ana").await;
            let (mut used, mut unused) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);
            app.advance(row.most.number() as i64 * SECOND - MINUTE);
            assert!(used.open("/about").await.shown().has_form("/signout"));
            app.advance(2 * MINUTE);
            assert!(!unused.open("/about").await.shown().has_form("/signout"));
        }
        "session-life" => {
            let ana = app.person("ana").await;
            let mut browser = Browser::of(&app, "ana").await;
            let begun = app.clock.now();
            let ends = begun.plus(row.most.number() as i64 * SECOND);
            while app.clock.now().plus(20 * DAY) < ends {
                app.advance(20 * DAY);
                let now = app.clock.now();
                assert!(browser.open("/about").await.shown().has_form("/signout"), "used every three weeks");
                until("its use is noted", async || {
                    let mut tx = app.db.read().await.unwrap();
                    accounts::sessions(&mut tx, &ana.id, now).await.unwrap()[0].seen >= now
                })
                .await;
            }
            app.advance(20 * DAY);
            assert!(!browser.open("/about").await.shown().has_form("/signout"), "whatever its use");
        }
        "live-pages" => {
            let ana = app.person("ana").await;
            let input = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", input).await.ok();
            let mut open = Vec::new();
            for _ in 0..most(row) {
                open.push(listen(&app).await);
            }
            assert!(open.iter().all(|page| page.status() == StatusCode::OK));
            assert_eq!(listen(&app).await.status(), StatusCode::TOO_MANY_REQUESTS);
        }
        "live-topics" => {
            app.person("ana")
                .await
                .perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            let browser = Browser::new(&app);
            let path = |topics: usize| format!("/live?as={}", "&at=bees".repeat(topics));
            assert_eq!(browser.listen(&path(most(row))).await.status(), StatusCode::OK);
            assert_eq!(browser.listen(&path(most(row) + 1)).await.status(), StatusCode::BAD_REQUEST);
        }
        "feeds" => {
            let ana = app.person("ana").await;
            for _ in 0..most(row) {
                new_feed(&app, &ana, FeedForm::Atom, None).await;
            }
            assert_eq!(try_feed(&app, &ana, FeedForm::Atom, None).await, Err("account-full"));
        }
        "searches" | "searches-home" => {
            let ana = app.person("ana").await;
            let home = row.id == "searches-home";
            let save = |n: usize| {
                let input = json!({ "name": format!("Search {n}"), "query": "is:open", "home": home });
                ana.perform("search.save", input)
            };
            for n in 0..most(row) {
                save(n).await.ok();
            }
            let slug = if home { "too-many-searches" } else { "account-full" };
            save(most(row)).await.problem(409, slug);
        }
        "searches-shared" => {
            let ana = app.person("ana").await;
            let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", bees).await.ok();
            let save = |n: usize| {
                let name = format!("Search {n}");
                let input = json!({ "pursuance": "bees", "name": name, "query": "is:open", "shared": true });
                ana.perform("search.save", input)
            };
            for n in 0..most(row) {
                save(n).await.ok();
            }
            save(most(row)).await.problem(409, "too-many-searches");
        }
        "feed-fetches" => {
            let (ana, ben) = (app.person("ana").await, app.person("ben").await);
            let path = new_feed(&app, &ana, FeedForm::Atom, None).await;
            let bens = new_feed(&app, &ben, FeedForm::Atom, None).await;
            let refused = fetch_often(row, &app, &path).await;
            assert_later(row, &refused);
            assert_eq!(fetch(&app, &bens).await.status, StatusCode::OK, "another feed is another one");
        }
        "feed-public" => {
            app.person("ana")
                .await
                .perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            let refused = fetch_often(row, &app, "/p/bees/feed.atom").await;
            assert_later(row, &refused);
        }
        "feed-entries" => {
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            for n in 0..=most(row) {
                ana.perform("task.create", json!({ "pursuance": "bees", "title": format!("Task {n}.") }))
                    .await
                    .ok();
            }
            let text = fetch(&app, &new_feed(&app, &ana, FeedForm::Atom, Some("bees")).await).await.text();
            assert_eq!(text.matches("<entry>").count(), most(row));
            assert!(!text.contains("Task 0.") && text.contains("Task 1."), "the oldest are left out");
        }
        "feed-dates" => {
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            let mut tx = app.db.write().await.unwrap();
            let of = actors::by_name_here(&mut tx, "bees").await.unwrap().unwrap();
            for n in 0..=most(row) {
                let task = a_task(&mut tx, &of, None, &format!("Task {n}."), Size::M).await;
                let due = app.clock.now().plus(DAY * i64::try_from(n + 1).unwrap());
                set_due(&mut tx, &task, due, app.clock.now()).await.unwrap();
            }
            tx.commit().await.unwrap();
            let text =
                fetch(&app, &new_feed(&app, &ana, FeedForm::Calendar, Some("bees")).await).await.text();
            assert_eq!(text.matches("BEGIN:VTODO").count(), most(row));
            assert!(
                text.contains("Task 0.") && !text.contains(&format!("Task {}.", most(row))),
                "the last are left out"
            );
        }
        _ => exceeded_elsewhere(row),
    }
}

/// Fetches a feed until that is refused, which it is not before the table says.
async fn fetch_often(row: &Row, app: &TestApp, path: &str) -> Answer {
    let mut done = 0;
    loop {
        let answer = fetch(app, path).await;
        if answer.status != StatusCode::OK {
            assert!(done >= most(row), "stopped after {done}: {answer:?}");
            return answer;
        }
        done += 1;
    }
}

/// Counts as many tries as there may be in the slot of this moment, as that many requests would have.
async fn fill_slot(row: &Row, app: &TestApp, subject: &str) {
    let Most::InSlot { count, micros } = row.most else { panic!("{} is counted otherwise", row.id) };
    let slot = app.clock.now().0.div_euclid(micros);
    let mut tx = app.db.write().await.unwrap();
    for _ in 0..count {
        instance::count(&mut tx, row.id, subject, slot).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Fills the slot of a limit of signing in; the next try is refused.
async fn try_signing_in(row: &Row, app: &TestApp, subject: &str) {
    let mut browser = Browser::new(app).from("192.0.2.7");
    let signin = browser.open("/signin").await.shown();
    let fields = [("name", "zoe"), ("passphrase", "wrong wrong wrong wrong")];
    browser.fill(&signin, "/signin", &fields).await.refused();
    fill_slot(row, app, subject).await;
    let told = browser.fill(&signin, "/signin", &fields).await;
    assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{}: {told:?}", row.id);
    assert!(told.headers.contains_key("retry-after"));
}

async fn listen(app: &TestApp) -> axum::response::Response {
    let request = Request::builder().method(Method::GET).uri("/p/bees/live");
    let request = request.header("host", app.addresses.authority()).body(Body::empty()).unwrap();
    app.router.clone().oneshot(request).await.unwrap()
}
