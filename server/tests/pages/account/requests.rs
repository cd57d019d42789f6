//! Asking for an account, where operators let people in: the request, the answer, and the way in.

use http::StatusCode;
use pursuance::actions::invite::secret_in;
use pursuance::actions::{PerformError, Refused, Thing};
use pursuance::platform::clock::random;
use pursuance::state::hash_secret;
use pursuance::store::account_requests::{self, NewRequest};
use pursuance_domain::action::{
    AnswerAccountRequest, ConfigureInstance, CreateAccount, RequestAccount, UseAccountRequest,
};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::AccountRequestId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::{DisplayName, Door, Introduction, Name, Sha256};
use serde_json::json;

use crate::support::bees::{bees, of, role_of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{PASSPHRASE, TestApp, on_both_apps};

on_both_apps!(
    whoever_asks_is_let_in_chooses_a_passphrase_and_is_signed_in,
    after_a_no_nothing_is_opened_and_the_name_is_free,
    the_page_of_one_opens_nothing_else,
    words_are_no_longer_than_they_may_be_and_stay,
    an_address_asks_three_times_a_day,
    only_so_many_requests_wait,
    the_second_half_of_the_list_is_for_networks_of_which_none_waits,
    a_request_without_an_answer_ends_after_90_days,
    the_page_of_an_answered_request_ends_after_30_days,
    an_invitation_opens_an_account_at_once,
    a_name_is_kept_while_its_request_waits,
    whoever_finds_their_name_taken_chooses_another,
    whoever_presses_twice_finds_the_one_page,
    operators_alone_answer_and_each_request_once,
    nobody_asks_where_the_door_is_another,
    fifty_are_shown_the_newest_last,
    whoever_came_for_a_task_is_led_to_it,
    nobody_is_led_to_another_server_after_a_yes,
);

/// Sets who may open an account.
async fn set_door(app: &TestApp, door: Door) {
    let name = DisplayName::parse("Commons").unwrap();
    let set = ConfigureInstance { name, door, about: None, run_by: None };
    app.perform(&Principal::Operator, set.into()).await.unwrap();
}

/// An operator of a server on which people ask for an account.
async fn by_request(app: &TestApp) -> Browser {
    app.operator("olga").await;
    set_door(app, Door::Request).await;
    Browser::of(app, "olga").await
}

const WORDS: &str = "I draw maps.";

/// Somebody at an address asks for an account: their browser, and the path of their page.
async fn asked(app: &TestApp, name: &str, address: &str) -> (Browser, String) {
    let mut browser = Browser::new(app).from(address);
    let join = browser.open("/join").await.shown();
    let page = browser.fill(&join, "/join", &[("name", name), ("words", WORDS)]).await.shown();
    assert!(page.path.starts_with("/join/"), "{page:?}");
    (browser, page.path)
}

/// The address of the form that answers somebody.
fn form_of(page: &Page, name: &str) -> String {
    let row = page.html.split(&format!("<b>@{name}</b>")).nth(1).unwrap_or_else(|| panic!("{page:?}"));
    let id = row.split("/admin/requests/").nth(1).unwrap().split('"').next().unwrap();
    format!("/admin/requests/{id}")
}

/// An operator answers somebody.
async fn answer(olga: &mut Browser, name: &str, with: &str) -> Page {
    let accounts = olga.open("/admin/accounts").await.shown();
    olga.fill(&accounts, &form_of(&accounts, name), &[("answer", with)]).await.shown()
}

const TYPED: [(&str, &str); 2] = [("passphrase", PASSPHRASE), ("passphrase_again", PASSPHRASE)];

/// The hash of the secret of a page.
fn hash_of(path: &str) -> String {
    hash_secret(path.trim_start_matches("/join/"))
}

async fn whoever_asks_is_let_in_chooses_a_passphrase_and_is_signed_in(app: TestApp) {
    let mut olga = by_request(&app).await;
    let mut front = Browser::new(&app);
    for page in ["/", "/signin", "/join"] {
        front.open(page).await.shown().saying("Ask for an account");
    }
    assert_eq!(app.visitor().read("/nodeinfo/2.1").await.ok()["openRegistrations"], false);

    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    let waits = zoe.open(&path).await.shown().saying("zoe waits for an answer").saying("Keep this page");
    assert!(waits.html.contains(&path) && !waits.has_form(&path), "{waits:?}");
    assert_eq!(waits.headers["cache-control"], "no-store");
    assert_eq!(waits.headers["referrer-policy"], "strict-origin");
    olga.open("/").await.shown().saying("Somebody asks for an account.");
    olga.open("/admin/accounts").await.shown().saying(WORDS);
    answer(&mut olga, "zoe", "accept").await.saying("They are let in.");
    let log = olga.open("/admin").await.shown().saying("let zoe in, who asked for an account");
    assert!(!log.says(WORDS));
    assert!(!olga.open("/").await.shown().says("asks for an account"));
    assert!(!olga.open("/admin/accounts").await.shown().says(WORDS), "they are deleted with the answer");

    let yes = zoe.open(&path).await.shown().saying("You are let in");
    let differing = [TYPED[0], ("passphrase_again", "other")];
    zoe.fill(&yes, &path, &differing).await.refused();
    let home = zoe.fill(&yes, &path, &TYPED).await.shown().saying("Welcome");
    assert_eq!(home.path, "/");
    zoe.open("/me").await.shown().saying("zoe");
    Browser::of(&app, "zoe").await;
    let mut late = Browser::new(&app);
    assert_eq!(late.open(&path).await.status, StatusCode::GONE);
    assert_eq!(late.fill(&yes, &path, &TYPED).await.status, StatusCode::GONE);
}

async fn after_a_no_nothing_is_opened_and_the_name_is_free(app: TestApp) {
    let mut olga = by_request(&app).await;
    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    answer(&mut olga, "zoe", "decline").await.saying("The answer is no.");
    olga.open("/admin").await.shown().saying("said no to zoe, who asked for an account");
    let no = zoe.open(&path).await.shown().saying("The answer is no");
    assert!(!no.has_form(&path), "{no:?}");
    let come =
        UseAccountRequest { secret: hash_of(&path), name: None, credential: "$none$".to_owned().into() };
    let refused = app.perform(&Principal::Visitor, come.into()).await;
    assert!(is_missing(refused.as_ref().err()), "{refused:?}");
    let (_, other) = asked(&app, "zoe", "192.0.2.8").await;
    assert_ne!(other, path);
}

/// Whether an error says that there is no such request.
fn is_missing(error: Option<&PerformError>) -> bool {
    matches!(error, Some(PerformError::Refused(Refused::NotFound(Thing::AccountRequest))))
}

async fn the_page_of_one_opens_nothing_else(app: TestApp) {
    let mut olga = by_request(&app).await;
    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    let (mut eve, waiting) = asked(&app, "eve", "192.0.2.8").await;
    answer(&mut olga, "zoe", "accept").await;
    let yes = zoe.open(&path).await.shown();
    // One that waits lets nobody in, nor does one that was guessed.
    eve.open(&waiting).await.shown().saying("eve waits for an answer");
    for secret in [hash_of(&waiting), hash_secret("0f3c")] {
        let come = UseAccountRequest { secret, name: None, credential: "$none$".to_owned().into() };
        let refused = app.perform(&Principal::Visitor, come.into()).await;
        assert!(is_missing(refused.as_ref().err()), "{refused:?}");
    }
    assert_eq!(eve.open("/join/0f3c").await.status, StatusCode::GONE);
    // Operators let zoe in, and nobody of another name.
    let as_another = [("name", "mallory"), TYPED[0], TYPED[1]];
    zoe.fill(&yes, &path, &as_another).await.shown().saying("Welcome");
    zoe.open("/@zoe").await.shown();
    assert_eq!(zoe.open("/@mallory").await.status, StatusCode::NOT_FOUND);
}

async fn words_are_no_longer_than_they_may_be_and_stay(app: TestApp) {
    by_request(&app).await;
    let mut zoe = Browser::new(&app);
    let join = zoe.open("/join").await.shown();
    let longer = "x".repeat(Introduction::MAX + 1);
    for words in ["", " ", longer.as_str()] {
        let refused = zoe.fill(&join, "/join", &[("name", "zoe"), ("words", words)]).await.refused();
        assert!(refused.html.contains("id=\"words-error\""), "{refused:?}");
        assert_eq!(refused.form("/join").value("name"), "zoe");
        assert_eq!(refused.form("/join").value("words").trim(), words.trim());
    }
    let refused = zoe.fill(&join, "/join", &[("name", "Zoe!"), ("words", WORDS)]).await.refused();
    assert_eq!(refused.form("/join").value("words").trim(), WORDS);
    let longest = "x".repeat(Introduction::MAX);
    zoe.fill(&refused, "/join", &[("name", "zoe"), ("words", &longest)]).await.shown().saying("zoe waits");
}

async fn an_address_asks_three_times_a_day(app: TestApp) {
    by_request(&app).await;
    for name in ["amy", "bea", "cia"] {
        asked(&app, name, "192.0.2.7").await;
    }
    let mut dee = Browser::new(&app).from("192.0.2.7");
    let join = dee.open("/join").await.shown();
    let fields = [("name", "dee"), ("words", WORDS)];
    let refused = dee.fill(&join, "/join", &fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{refused:?}");
    assert!(refused.headers.contains_key("retry-after"), "{refused:?}");
    assert_eq!(refused.form("/join").value("name"), "dee");
    assert_eq!(refused.form("/join").value("words").trim(), WORDS);
    asked(&app, "eva", "192.0.2.8").await;
    app.advance(DAY);
    dee.fill(&refused, "/join", &[]).await.shown().saying("dee waits for an answer");
}

async fn only_so_many_requests_wait(app: TestApp) {
    let mut olga = by_request(&app).await;
    fill(&app, 200).await;
    let mut zoe = Browser::new(&app);
    let join = zoe.open("/join").await.shown();
    let full = zoe.fill(&join, "/join", &[("name", "zoe"), ("words", WORDS)]).await.refused();
    let full = full.saying("200 people wait here for an account");
    assert_eq!(full.form("/join").value("words").trim(), WORDS);
    answer(&mut olga, "name0", "decline").await;
    zoe.fill(&full, "/join", &[]).await.shown().saying("zoe waits for an answer");
}

async fn the_second_half_of_the_list_is_for_networks_of_which_none_waits(app: TestApp) {
    by_request(&app).await;
    fill(&app, 99).await;
    let ask = async |name: &str, from: &str| {
        let request = RequestAccount {
            name: Name::parse(name).unwrap(),
            words: Introduction::parse(WORDS).unwrap(),
            secret_hash: Sha256::parse(&hash_secret(name)).unwrap(),
            client: Some(from.to_owned()),
        };
        app.perform(&Principal::Visitor, request.into()).await.is_ok()
    };
    assert!(ask("ada", "2001:db8:1:1::1").await && ask("bea", "2001:db8:2::1").await);
    assert!(!ask("cid", "2001:db8:1:ff99::1").await, "another customer's network, of the same /48");
    assert!(ask("dan", "2001:db8:3::1").await && ask("eli", "192.0.2.7").await);
    assert!(!ask("fay", "192.0.2.8").await);
}

/// So many people ask, `name0` first.
async fn fill(app: &TestApp, people: usize) {
    let now = app.clock.now();
    let mut tx = app.db.write().await.unwrap();
    for n in 0..people {
        let new = NewRequest {
            id: &AccountRequestId(format!("01a{n:03}")),
            name: &Name::parse(&format!("name{n}")).unwrap(),
            words: &Introduction::parse(WORDS).unwrap(),
            secret_hash: &Sha256::parse(&hash_secret(&n.to_string())).unwrap(),
            until: now.plus(DAY),
            network: None,
        };
        account_requests::add(&mut tx, new, now).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn fifty_are_shown_the_newest_last(app: TestApp) {
    let mut olga = by_request(&app).await;
    fill(&app, 52).await;
    let accounts = olga.open("/admin/accounts").await.shown().saying("2 more wait after these.");
    assert!(accounts.says("@name49<") && !accounts.says("@name50<"), "{accounts:?}");
    let at = |name: &str| accounts.html.find(name).unwrap();
    assert!(at("@name0<") < at("@name1<") && at("@name1<") < at("@name49<"));
    olga.open("/").await.shown().saying("52 people ask for an account.");
    assert!(!olga.open("/admin/accounts?q=olga").await.shown().says("@name0<"), "a search finds accounts");
}

async fn a_request_without_an_answer_ends_after_90_days(app: TestApp) {
    by_request(&app).await;
    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    app.advance(90 * DAY - HOUR);
    zoe.open(&path).await.shown().saying("zoe waits for an answer");
    let mut olga = Browser::of(&app, "olga").await;
    let accounts = olga.open("/admin/accounts").await.shown();
    let id = form_of(&accounts, "zoe").trim_start_matches("/admin/requests/").to_owned();
    app.advance(HOUR);
    assert_eq!(zoe.open(&path).await.status, StatusCode::GONE);
    assert!(!olga.open("/admin/accounts").await.shown().says("@zoe<"));
    let late = AnswerAccountRequest { request: AccountRequestId(id), let_in: true };
    assert!(is_missing(app.perform(&Principal::Operator, late.into()).await.err().as_ref()));
    asked(&app, "zoe", "192.0.2.7").await;
}

async fn the_page_of_an_answered_request_ends_after_30_days(app: TestApp) {
    let mut olga = by_request(&app).await;
    let (mut zoe, yes) = asked(&app, "zoe", "192.0.2.7").await;
    let (mut yan, no) = asked(&app, "yan", "192.0.2.8").await;
    answer(&mut olga, "zoe", "accept").await;
    answer(&mut olga, "yan", "decline").await;
    app.advance(30 * DAY - HOUR);
    let page = zoe.open(&yes).await.shown().saying("You are let in");
    yan.open(&no).await.shown().saying("The answer is no");
    app.advance(HOUR);
    assert_eq!(zoe.open(&yes).await.status, StatusCode::GONE);
    assert_eq!(zoe.fill(&page, &yes, &TYPED).await.status, StatusCode::GONE);
    assert_eq!(yan.open(&no).await.status, StatusCode::GONE);
    asked(&app, "zoe", "192.0.2.9").await;
}

/// The path of an invitation into a pursuance.
async fn invitation(by: &crate::support::Person) -> String {
    let made =
        by.perform("invite.create", of(json!({ "role": "normal", "expires": "7d", "uses": null }))).await;
    secret_in(made.ok()["result"]["link"].as_str().unwrap()).to_owned()
}

async fn an_invitation_opens_an_account_at_once(app: TestApp) {
    by_request(&app).await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let secret = invitation(&ana).await;
    let mut zoe = Browser::new(&app);
    zoe.open(&format!("/i/{secret}")).await.shown().saying("Make an account and join");
    let join = zoe.open(&format!("/join?next=%2Fi%2F{secret}")).await.shown();
    assert!(!join.html.contains("name=\"words\""), "{join:?}");
    let fields = [("name", "zoe"), TYPED[0], TYPED[1]];
    zoe.fill(&join, "/join", &fields).await.shown().saying("You are a member now.");
    assert_eq!(role_of(&ana, "zoe").await, "normal");
    // One that is none asks nobody and opens nothing.
    let mut eve = Browser::new(&app);
    let join = eve.open("/join?next=%2Fi%2F0f3c").await.shown();
    eve.fill(&join, "/join", &[("name", "eve"), TYPED[0], TYPED[1]]).await.refused();
    assert_eq!(app.visitor().read("/@eve").await.status, StatusCode::NOT_FOUND);
}

async fn a_name_is_kept_while_its_request_waits(app: TestApp) {
    let mut olga = by_request(&app).await;
    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    let mut other = Browser::new(&app);
    let join = other.open("/join").await.shown();
    for name in ["zoe", "z0e", "olga"] {
        let taken = other.fill(&join, "/join", &[("name", name), ("words", WORDS)]).await.refused();
        assert!(taken.saying("in use").html.contains("id=\"name-error\""));
    }
    // Also from whoever opens an account themselves, when that is possible again; the request stays.
    set_door(&app, Door::Anybody).await;
    let join = other.open("/join").await.shown();
    other.fill(&join, "/join", &[("name", "zoe"), TYPED[0], TYPED[1]]).await.refused().saying("in use");
    answer(&mut olga, "zoe", "accept").await;
    other.fill(&join, "/join", &[("name", "zoe"), TYPED[0], TYPED[1]]).await.refused().saying("in use");
    set_door(&app, Door::Nobody).await;
    let yes = zoe.open(&path).await.shown().saying("You are let in");
    zoe.fill(&yes, &path, &TYPED).await.shown().saying("Welcome");
}

async fn whoever_finds_their_name_taken_chooses_another(app: TestApp) {
    let mut olga = by_request(&app).await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let (mut zoe, path) = asked(&app, "zoe", "192.0.2.7").await;
    let secret = invitation(&ana).await;
    let mut faster = Browser::new(&app);
    let join = faster.open(&format!("/join?next=%2Fi%2F{secret}")).await.shown();
    faster.fill(&join, "/join", &[("name", "zoe"), TYPED[0], TYPED[1]]).await.shown();

    zoe.open(&path).await.shown().saying("After a yes you choose another one.");
    answer(&mut olga, "zoe", "accept").await;
    let taken = zoe.open(&path).await.shown().saying("Somebody has the name zoe by now");
    let none = zoe.fill(&taken, &path, &TYPED).await.refused();
    assert!(none.html.contains("id=\"name-error\""), "{none:?}");
    let fields = |name| [("name", name), TYPED[0], TYPED[1]];
    zoe.fill(&taken, &path, &fields("ana")).await.refused().saying("in use");
    asked(&app, "zola", "192.0.2.8").await;
    zoe.fill(&taken, &path, &fields("zola")).await.refused().saying("in use");
    let again = zoe.fill(&taken, &path, &fields("Zoe!")).await.refused();
    zoe.fill(&again, &path, &fields("zoe-b")).await.shown().saying("Welcome");
    zoe.open("/@zoe-b").await.shown();
}

async fn whoever_presses_twice_finds_the_one_page(app: TestApp) {
    by_request(&app).await;
    let mut zoe = Browser::new(&app);
    let join = zoe.open("/join").await.shown();
    let fields = [("name", "zoe"), ("words", WORDS)];
    let first = zoe.fill(&join, "/join", &fields).await.shown().path;
    assert_eq!(zoe.fill(&join, "/join", &fields).await.shown().path, first);
    // The next person at this browser goes back to the form.
    let other = zoe.fill(&join, "/join", &[("name", "yan"), ("words", WORDS)]).await.shown();
    assert_ne!(other.saying("yan waits for an answer").path, first);
    // A form without a usable secret gets one.
    let path =
        zoe.fill(&join, "/join", &[("name", "eva"), ("words", WORDS), ("key", "x")]).await.shown().path;
    assert_eq!(path.len(), first.len());
}

async fn operators_alone_answer_and_each_request_once(app: TestApp) {
    let mut olga = by_request(&app).await;
    let bob = app.person("bob").await;
    asked(&app, "zoe", "192.0.2.7").await;
    let accounts = olga.open("/admin/accounts").await.shown();
    let form = form_of(&accounts, "zoe");
    let request = AccountRequestId(form.trim_start_matches("/admin/requests/").to_owned());
    let answer = |let_in| AnswerAccountRequest { request: request.clone(), let_in };
    for who in [Principal::Visitor, bob.principal()] {
        let refused = app.perform(&who, answer(true).into()).await;
        let Err(PerformError::Refused(Refused::Rule(Refusal::NotAllowed(_)))) = refused else {
            panic!("{who:?}: {refused:?}")
        };
    }
    let mut bobs = Browser::of(&app, "bob").await;
    assert_eq!(bobs.open("/admin/accounts").await.status, StatusCode::FORBIDDEN);
    assert!(!bobs.open("/").await.shown().says("asks for an account"));
    let odd = olga.fill(&accounts, &form, &[("answer", "perhaps")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST, "{odd:?}");
    olga.fill(&accounts, &form, &[("answer", "accept")]).await.shown().saying("They are let in.");
    olga.fill(&accounts, &form, &[("answer", "decline")]).await.refused().saying("no such request");
    assert!(is_missing(app.perform(&Principal::Operator, answer(false).into()).await.err().as_ref()));
}

async fn nobody_asks_where_the_door_is_another(app: TestApp) {
    app.operator("olga").await;
    let ask = || RequestAccount {
        name: Name::parse("zoe").unwrap(),
        words: Introduction::parse(WORDS).unwrap(),
        secret_hash: Sha256::parse(&hash_secret(&hex::encode(random::<16>()))).unwrap(),
        client: None,
    };
    for closed in [Door::Anybody, Door::Invited, Door::Nobody] {
        set_door(&app, closed).await;
        let refused = app.perform(&Principal::Visitor, ask().into()).await;
        let Err(PerformError::Refused(Refused::RegistrationClosed { door })) = refused else {
            panic!("{closed:?}: {refused:?}")
        };
        assert_eq!(door, closed);
        let shows = Browser::new(&app).open("/join").await.shown();
        assert!(!shows.html.contains("name=\"words\""), "{closed:?}: {shows:?}");
    }
    // Where people ask, nobody opens an account without.
    set_door(&app, Door::Request).await;
    let create = CreateAccount {
        name: Name::parse("eve").unwrap(),
        display: None,
        credential: "$none$".to_owned().into(),
        operator: false,
        setup: None,
        server: None,
        invite: None,
        private_invite: None,
    };
    let refused = app.perform(&Principal::Visitor, create.into()).await;
    let Err(PerformError::Refused(Refused::RegistrationClosed { door: Door::Request })) = refused else {
        panic!("{refused:?}")
    };
    app.perform(&Principal::Visitor, ask().into()).await.unwrap();
}

async fn whoever_came_for_a_task_is_led_to_it(app: TestApp) {
    const TAKE: &str = "/p/bees/t/1/take";
    let mut olga = by_request(&app).await;
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count the hives").await;
    ana.perform("task.set_phase", of(json!({ "task": 1, "phase": "help_wanted" }))).await.ok();
    let mut zoe = Browser::new(&app);
    let signin = zoe.open(TAKE).await.shown();
    assert!(signin.path.starts_with("/signin?next="), "{signin:?}");
    let join = zoe.open(&format!("/join?next={TAKE}")).await.shown();
    let join = join.saying("With an account you can take “Count the hives”.");
    let slip = zoe.fill(&join, "/join", &[("name", "zoe"), ("words", "")]).await.refused();
    let slip = slip.saying("With an account you can take “Count the hives”.");
    let waits = zoe.fill(&slip, "/join", &[("words", WORDS)]).await.shown().saying("zoe waits for an answer");
    let waits = waits.saying("With an account you can take “Count the hives”.");
    let path = waits.path.clone();
    let page = path.strip_suffix("?next=%2Fp%2Fbees%2Ft%2F1%2Ftake").unwrap_or_else(|| panic!("{path}"));
    assert!(waits.html.contains(&path), "the address to keep leads on, too: {waits:?}");
    assert_eq!(zoe.fill(&join, "/join", &[("name", "zoe"), ("words", WORDS)]).await.shown().path, path);
    // It is named as long as visitors may read it.
    for (visibility, is_named) in [("members", false), ("public", true)] {
        ana.perform("pursuance.edit", of(json!({ "visibility": visibility }))).await.ok();
        assert_eq!(zoe.open(&path).await.shown().says("Count the hives"), is_named, "{visibility}");
    }
    answer(&mut olga, "zoe", "accept").await;
    let yes = zoe.open(&path).await.shown().saying("After that you can take “Count the hives”.");
    let differing = [TYPED[0], ("passphrase_again", "other")];
    let slip = zoe.fill(&yes, page, &differing).await.refused();
    let entrance = zoe.fill(&slip, page, &TYPED).await.shown().saying("Your account is ready.");
    assert_eq!(entrance.path, TAKE);
    zoe.fill(&entrance, TAKE, &[]).await.shown().saying("It is yours");
    let mut late = Browser::new(&app);
    let over = late.open(&path).await;
    assert!(over.html.contains("href=\"/signin?next=%2Fp%2Fbees%2Ft%2F1%2Ftake\""), "{over:?}");
}

async fn nobody_is_led_to_another_server_after_a_yes(app: TestApp) {
    let mut olga = by_request(&app).await;
    let mut zoe = Browser::new(&app);
    let join = zoe.open("/join?next=//evil.example").await.shown();
    let waits = zoe.fill(&join, "/join", &[("name", "zoe"), ("words", WORDS)]).await.shown();
    assert!(!waits.html.contains("evil.example"), "{waits:?}");
    answer(&mut olga, "zoe", "accept").await;
    let page = waits.path.split('?').next().unwrap();
    let yes = zoe.open(&format!("{page}?next=https://evil.example/")).await.shown();
    let typed = [TYPED[0], TYPED[1], ("next", "https://evil.example/")];
    assert_eq!(zoe.fill(&yes, page, &typed).await.shown().path, "/");
}
