//! Joining, signing in, and a person's own account.

use http::{Method, StatusCode};
use pursuance_domain::action::{ConfigureInstance, SetOperator};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::{DisplayName, Door};
use serde_json::json;

use crate::pages::start_pursuance;
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::inspect::Inspect;
use crate::support::keys::Device;

#[tokio::test]
async fn a_visitor_joins_and_starts_a_pursuance() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    let mut ana = Browser::new(&app);

    let join = ana.open("/join").await.shown();
    let words = "otter lamp quarry seven";
    let fields = [("name", "ana"), ("passphrase", words), ("passphrase_again", words)];
    let home = ana.fill(&join, "/join", &fields).await.shown().saying("Welcome");
    assert_eq!(home.path, "/");
    let outline = start_pursuance(&mut ana, "bees", "Bee Count").await.saying("Bee Count");

    assert_eq!(outline.path, "/p/bees");
    assert!(outline.has_form("/p/bees/tasks"), "whoever starts it may add tasks: {outline:?}");
}

#[tokio::test]
async fn nobody_joins_before_somebody_runs_the_server() {
    let app = TestApp::start().await;
    let mut early = Browser::new(&app);
    assert!(!early.open("/join").await.shown().saying("This server is not set up yet").has_form("/join"));
    assert!(!early.open("/").await.shown().html.contains("href=\"/join\""));
    let (origin, words) = (early.origin.clone(), "otter+lamp+quarry+seven");
    let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let typed = format!("name=eve&passphrase={words}&passphrase_again={words}").into_bytes();
    let refused = early.send(Method::POST, "/join", &headers, typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.visitor().read("/nodeinfo/2.1").await.ok()["openRegistrations"], false);

    app.operator("opal").await;
    assert!(early.open("/join").await.shown().has_form("/join"));
    assert_eq!(app.visitor().read("/nodeinfo/2.1").await.ok()["openRegistrations"], true);
}

#[tokio::test]
async fn what_was_typed_is_kept_but_never_a_passphrase() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    let mut ana = Browser::new(&app);
    let join = ana.open("/join").await;
    let fields = [("name", "Ana & <b>"), ("passphrase", "otter lamp quarry"), ("passphrase_again", "otter")];

    let refused = ana.fill(&join, "/join", &fields).await.refused();

    assert_eq!(refused.form("/join").value("name"), "Ana & <b>");
    assert!(!refused.html.contains("otter"), "{refused:?}");
    assert!(refused.html.contains("aria-invalid=\"true\""));
    assert!(refused.says("Passphrases are never sent back"), "{refused:?}");
}

#[tokio::test]
async fn a_short_passphrase_that_was_repeated_differently_is_told_both() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    let mut ana = Browser::new(&app);
    let join = ana.open("/join").await.shown();
    assert!(!join.says("Passphrases are never sent back"), "nothing was typed yet: {join:?}");
    let fields = [("name", "ana"), ("passphrase", "otter"), ("passphrase_again", "lamp")];
    let refused = ana.fill(&join, "/join", &fields).await.refused();
    for field in ["passphrase-error", "passphrase-again-error"] {
        assert!(refused.html.contains(&format!("id=\"{field}\"")), "{field}: {refused:?}");
    }
}

#[tokio::test]
async fn a_name_in_use_is_told_beside_the_field() {
    let app = TestApp::start().await;
    app.operator("opal").await;
    app.person("ana").await;
    let mut other = Browser::new(&app);
    let join = other.open("/join").await;
    let words = "otter lamp quarry seven";
    let fields = [("name", "ana"), ("passphrase", words), ("passphrase_again", words)];

    let refused =
        other.fill(&join, "/join", &fields).await.refused().saying("in use").saying("type yours again");

    assert!(refused.html.contains("id=\"name-error\""), "{refused:?}");
}

#[tokio::test]
async fn names_cannot_be_told_from_the_sign_in_page() {
    let app = TestApp::start().await;
    // That of an account whose passphrase the server checks can: the page asks for it.
    Device::new(&app, "ana").join(&app).await;
    let mut answers = Vec::new();
    for name in ["ana", "nobody"] {
        let mut browser = Browser::new(&app);
        let signin = browser.open("/signin").await;
        let second = browser.fill(&signin, "/signin", &[("name", name)]).await.shown();
        let fields = [("name", name), ("passphrase", "wrong wrong wrong wrong")];
        let refused = browser.fill(&signin, "/signin", &fields).await.refused();
        answers.push([second, refused].map(|page| page.html.replace(name, "NAME")));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn the_name_is_asked_first_and_then_the_passphrase() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut browser = Browser::new(&app);
    let first = browser.open("/signin?next=/me").await.shown();
    assert!(!first.html.contains("type=\"password\""), "{first:?}");
    let second = browser.fill(&first, "/signin", &[("name", " Ana ")]).await.shown();
    let form = second.form("/signin");
    assert_eq!([form.value("name"), form.value("passphrase"), form.value("next")], [" Ana ", "", "/me"]);
    let wrong = browser.fill(&second, "/signin", &[("passphrase", "wrong wrong wrong")]).await.refused();
    let wrong = wrong.saying("The name or the passphrase is not right.");
    let entered = browser.fill(&wrong, "/signin", &[("passphrase", "otter lamp quarry seven")]).await.shown();
    assert_eq!(entered.path, "/me");
    let mut other = Browser::new(&app);
    let nameless = other.fill(&first, "/signin", &[("name", "")]).await.shown();
    assert!(nameless.has_form("/signin") && !nameless.html.contains("type=\"password\""), "{nameless:?}");
}

#[tokio::test]
async fn guessing_ends_after_ten_tries_and_begins_again_later() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut guesser = Browser::new(&app);
    let signin = guesser.open("/signin").await;
    let wrong = [("name", "ana"), ("passphrase", "wrong wrong wrong wrong")];
    for _ in 0..10 {
        guesser.fill(&signin, "/signin", &wrong).await.refused();
    }

    let right = [("name", "ana"), ("passphrase", "otter lamp quarry seven")];
    let stopped = guesser.fill(&signin, "/signin", &right).await;

    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(stopped.headers.contains_key("retry-after"));
    app.advance(15 * MINUTE);
    assert_eq!(guesser.fill(&signin, "/signin", &right).await.shown().path, "/");
}

#[tokio::test]
async fn guessing_at_a_name_does_not_lock_out_whoever_has_it() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut guesser = Browser::new(&app).from("192.0.2.7");
    let signin = guesser.open("/signin").await;
    for _ in 0..11 {
        guesser.fill(&signin, "/signin", &[("name", "ana"), ("passphrase", "wrong wrong wrong")]).await;
    }

    let mut ana = Browser::new(&app).from("192.0.2.8");
    let signin = ana.open("/signin").await;
    let right = [("name", "ana"), ("passphrase", "otter lamp quarry seven")];
    assert_eq!(ana.fill(&signin, "/signin", &right).await.shown().path, "/");
}

#[tokio::test]
async fn signing_in_leads_back_and_never_away() {
    let app = TestApp::start().await;
    app.person("ana").await;
    for (next, to) in [("/p/new", "/p/new"), ("https://evil.example/", "/"), ("//evil.example", "/")] {
        let mut browser = Browser::new(&app);
        let signin = browser.open(&format!("/signin?next={next}")).await;
        let fields = [("name", "ana"), ("passphrase", "otter lamp quarry seven"), ("next", next)];
        assert_eq!(browser.fill(&signin, "/signin", &fields).await.shown().path, to);
    }
}

#[tokio::test]
async fn a_page_for_members_asks_to_sign_in_and_comes_back() {
    let app = TestApp::start().await;
    let asked = Browser::new(&app).open("/me").await.shown();
    assert_eq!(asked.path, "/signin?next=%2Fme");
    assert_eq!(asked.form("/signin").value("next"), "/me");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let (mut here, mut there) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);

    let account = here.open("/me").await.shown();
    let account = account.saying("You cannot close or delete your account yourself yet");
    here.fill(&account, "/me/sessions/end", &[]).await.shown().saying("signed out on every device");

    for browser in [&mut here, &mut there] {
        assert!(browser.open("/me").await.path.starts_with("/signin"));
    }
}

#[tokio::test]
async fn another_passphrase_ends_the_other_sessions() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let (mut here, mut there) = (Browser::of(&app, "ana").await, Browser::of(&app, "ana").await);
    let account = here.open("/me").await.shown();
    let new = "lantern harbour seven willow";
    let change = |old| [("old", old), ("passphrase", new), ("passphrase_again", new)];

    here.fill(&account, "/me/passphrase", &change("not mine at all"))
        .await
        .refused()
        .saying("not the passphrase");
    here.fill(&account, "/me/passphrase", &change("otter lamp quarry seven")).await.shown().saying("changed");

    assert_eq!(here.open("/me").await.path, "/me");
    assert!(there.open("/me").await.path.starts_with("/signin"));
}

#[tokio::test]
async fn the_setup_link_makes_one_operator() {
    let app = TestApp::start().await;
    let link = app.new_setup_link().await.unwrap();
    let path = link.strip_prefix(app.addresses.base()).unwrap();
    let words = "otter lamp quarry seven";
    let fields = |name| [("name", name), ("passphrase", words), ("passphrase_again", words)];
    let (mut ana, mut late) = (Browser::new(&app), Browser::new(&app));
    let (setup, seen) = (ana.open(path).await.shown(), late.open(path).await.shown());
    // Before that there is nothing to look for or to start, and strangers are told of nobody who is not there.
    let front = late.open("/").await.shown().saying("This server is not set up yet.");
    assert!(!front.says("Find a pursuance") && !front.says("Something missing?"), "{front:?}");
    for page in ["/join", "/signin"] {
        let page = late.open(page).await.shown().saying("This server is not set up yet.");
        assert!(!page.says("Whoever runs this server can still make an account"), "{page:?}");
    }
    // Nobody has an account with which to sign in, nor an invitation, nor would anybody answer who asks, whatever is chosen beforehand.
    for door in [Door::Nobody, Door::Invited, Door::Request] {
        let name = DisplayName::parse("Valley").unwrap();
        let chosen = ConfigureInstance { name, door, about: None, run_by: None };
        app.perform(&Principal::Operator, chosen.into()).await.unwrap();
        for address in ["/join", "/join?next=/i/abc", "/join?next=/p"] {
            let page = late.open(address).await.shown().saying("This server is not set up yet.");
            assert!(!page.html.contains("class=\"btn\" href=\"/signin"), "{door:?}: {page:?}");
            assert!(!page.has_form("/join") && !page.says("by invitation"), "{door:?}: {page:?}");
        }
    }

    let of_server =
        [("server", "Valley"), ("door", "invited"), ("about", "For the valley."), ("run_by", "Ana")];
    let nameless = [&fields("ana")[..], &[("server", " ")]].concat();
    let again = ana.fill(&setup, "/setup", &nameless).await.refused();
    let filled = [&fields("ana")[..], &of_server[..]].concat();
    let start = ana.fill(&again, "/setup", &filled).await.shown().saying("Your server is ready");

    assert_eq!(start.path, "/p/new");
    ana.open("/admin").await.shown();
    // Nothing is here to be found yet: what comes first is to start something.
    let home = ana.open("/").await.shown();
    assert!(home.html.contains("class=\"btn primary\" href=\"/p/new\""), "{home:?}");
    // No discussion has anything unread.
    assert!(!ana.open("/inbox").await.shown().has_form("/inbox/read-all"));
    let front = late.open("/").await.shown().saying("Valley").saying("For the valley.");
    assert!(front.says("Run by Ana") && !front.html.contains("href=\"/join\""), "{front:?}");
    // A stranger is not led to a form that takes only invited people.
    let front = front.saying("People come here by invitation.");
    assert!(!front.says("Something missing?"), "{front:?}");
    late.fill(&seen, "/setup", &fields("bob")).await.refused();
    assert!(!late.open(path).await.shown().has_form("/setup"));
}

#[tokio::test]
async fn a_closed_door_offers_nothing_to_take_to_strangers() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let task = json!({ "pursuance": "bees", "title": "Mend the roof" });
    ana.perform("task.create", task).await.ok();
    ana.perform("task.want_help", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let mut stranger = Browser::new(&app);
    for (door, leads_in) in
        [(Door::Anybody, true), (Door::Request, true), (Door::Invited, false), (Door::Nobody, false)]
    {
        let name = DisplayName::parse("Valley").unwrap();
        let chosen = ConfigureInstance { name, door, about: None, run_by: None };
        app.perform(&Principal::Operator, chosen.into()).await.unwrap();
        for address in ["/", "/tasks", "/p/bees/t/1"] {
            let page = stranger.open(address).await.shown().saying("Mend the roof");
            assert_eq!(page.html.contains("/p/bees/t/1/take"), leads_in, "{door:?}, {address}: {page:?}");
        }
        let page = stranger.open("/p/bees/t/1").await.shown();
        assert_eq!(page.says("People with an account here can take it."), !leads_in, "{door:?}: {page:?}");
        let page = stranger.open("/p/bees").await.shown();
        assert_eq!(page.html.contains("href=\"/p/bees/join\""), leads_in, "{door:?}: {page:?}");
    }
}

/// A reader of the log where the server was started is not one more operator.
#[tokio::test]
async fn the_setup_link_ends_when_an_operator_is_made_in_another_way() {
    let app = TestApp::start().await;
    let words = "otter lamp quarry seven";
    let filled = [("name", "eve"), ("passphrase", words), ("passphrase_again", words), ("server", "Valley")];
    for way in ["made", "raised"] {
        let plain = app.person(way).await;
        let link = app.new_setup_link().await.unwrap();
        let path = link.strip_prefix(app.addresses.base()).unwrap();
        let mut eve = Browser::new(&app);
        let setup = eve.open(path).await.shown();
        match way {
            "made" => drop(app.operator("olga").await),
            _ => {
                let raise = SetOperator { account: plain.id.clone(), operator: true };
                app.perform(&Principal::Operator, raise.into()).await.unwrap();
            }
        }
        eve.fill(&setup, "/setup", &filled).await.refused();
        assert!(!eve.open(path).await.shown().has_form("/setup"), "{way}");
    }
    // One that a former program left.
    let link = app.new_setup_link().await.unwrap();
    app.end_setup_link().await.unwrap();
    let path = link.strip_prefix(app.addresses.base()).unwrap();
    assert!(!Browser::new(&app).open(path).await.shown().has_form("/setup"));
}

/// The account and what is said of the server are one act.
#[tokio::test]
async fn a_server_that_could_not_be_set_up_has_no_account() {
    let app = TestApp::start().await;
    let link = app.new_setup_link().await.unwrap();
    let path = link.strip_prefix(app.addresses.base()).unwrap();
    let words = "otter lamp quarry seven";
    let typed = [("name", "ana"), ("passphrase", words), ("passphrase_again", words), ("server", "Valley")];
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect
        .script("create trigger broken before update of door on instance begin select raise(abort, 'broken'); end")
        .await;
    let mut ana = Browser::new(&app);
    let setup = ana.open(path).await.shown();
    assert!(ana.fill(&setup, "/setup", &typed).await.status.is_server_error());
    assert_eq!(inspect.count("account").await, 0);

    inspect.script("drop trigger broken").await;
    let setup = ana.open(path).await.shown();
    ana.fill(&setup, "/setup", &typed).await.shown().saying("Your server is ready");
    ana.open("/admin").await.shown();
}

/// The address of the link on a page that shows it once.
fn made(page: &Page) -> String {
    page.html.split("/reset/").nth(1).map(|rest| format!("/reset/{}", &rest[..32])).unwrap()
}

#[tokio::test]
async fn an_operator_makes_an_account_and_its_person_sets_the_passphrase() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let mut olga = Browser::of(&app, "olga").await;
    let accounts = olga.open("/admin/accounts").await.shown();
    olga.fill(&accounts, "/admin/accounts", &[("name", "Not a name!")]).await.refused();
    let shown = olga.fill(&accounts, "/admin/accounts", &[("name", "zoe")]).await.shown();
    let path = made(&shown);
    olga.fill(&accounts, "/admin/accounts", &[("name", "zoe")]).await.refused().saying("in use");
    let mut zoe = Browser::new(&app);
    let form = zoe.open(&path).await.shown().saying("zoe");
    let words = "otter lamp quarry seven";
    zoe.fill(&form, &path, &[("passphrase", words), ("passphrase_again", "other")]).await.refused();
    let set = [("passphrase", words), ("passphrase_again", words)];
    // The account is new: its link works for a week.
    app.advance(6 * DAY);
    let form = zoe.open(&path).await.shown();
    assert_eq!(zoe.fill(&form, &path, &set).await.shown().saying("you are signed in").path, "/");
    zoe.open("/me").await.shown().saying("zoe");
    let mut late = Browser::new(&app);
    assert_eq!(late.open(&path).await.status, StatusCode::GONE);
    assert_eq!(late.fill(&form, &path, &set).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_link_for_a_new_passphrase_works_once_for_a_quarter_of_an_hour_and_signs_out() {
    let app = TestApp::start().await;
    app.operator("olga").await;
    let bob = app.person("bob").await;
    let (mut olga, mut bobs) = (Browser::of(&app, "olga").await, Browser::of(&app, "bob").await);
    let accounts = olga.open("/admin/accounts").await.shown();
    let link = "/admin/accounts/bob/link";
    assert_eq!(bobs.open("/admin/accounts").await.status, StatusCode::FORBIDDEN);
    let first = made(&olga.fill(&accounts, link, &[]).await.shown());
    let second = made(&olga.fill(&accounts, link, &[]).await.shown());
    olga.open("/admin").await.shown().saying("made a link for a new passphrase of bob");
    let mut new = Browser::new(&app);
    assert_eq!(new.open(&first).await.status, StatusCode::GONE, "the newer one takes its place");
    let form = new.open(&second).await.shown();
    app.advance(16 * MINUTE);
    assert_eq!(new.open(&second).await.status, StatusCode::GONE);
    let words = "otter lamp quarry seven";
    let set = [("passphrase", words), ("passphrase_again", words)];
    assert_eq!(new.fill(&form, &second, &set).await.status, StatusCode::GONE);
    bobs.open("/me").await.shown();

    let third = made(&olga.fill(&accounts, link, &[]).await.shown());
    let form = new.open(&third).await.shown();
    new.fill(&form, &third, &set).await.shown().saying("you are signed in");
    assert!(bobs.open("/me").await.path.starts_with("/signin"), "signed out elsewhere");
    assert_eq!(bob.read("/api/v1/me").await.status, StatusCode::UNAUTHORIZED, "tokens end");

    // A suspended account: the link ends, and nobody makes another.
    let fourth = made(&olga.fill(&accounts, link, &[]).await.shown());
    olga.fill(&accounts, "/admin/accounts/bob/suspend", &[("suspended", "yes")]).await.shown();
    assert_eq!(Browser::new(&app).open(&fourth).await.status, StatusCode::GONE);
    olga.fill(&accounts, link, &[]).await.refused();
}

#[tokio::test]
async fn a_token_is_shown_once_and_works_until_revoked() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();

    let fields = [("name", "backup script"), ("passphrase", "otter lamp quarry seven")];
    let made = ana.fill(&account, "/me/tokens", &fields).await.shown();

    let secret = made.html.split("class=\"secret\"").nth(1).unwrap();
    let secret = secret.split(['>', '<']).nth(1).unwrap().to_owned();
    app.visitor().with_token(&secret).read("/api/v1/me").await.ok();
    let again = ana.open("/me").await.shown().saying("backup script");
    assert!(!again.html.contains(&secret));
    let revoke = again.html.split("/me/tokens/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    ana.fill(&again, &format!("/me/tokens/{revoke}"), &[]).await.shown().saying("no longer works");
}

#[tokio::test]
async fn every_refused_field_of_a_profile_is_named_at_once() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open("/me").await.shown();
    let fields = [("display", ""), ("zone", "Mars/Olympus")];
    let refused = ana.fill(&page, "/me/profile", &fields).await.refused();
    for id in ["display", "zone"] {
        assert!(refused.html.contains(&format!("<a href=\"#{id}\">")), "{id}: {refused:?}");
        assert!(refused.html.contains(&format!("id=\"{id}-error\"")), "{id}: {refused:?}");
    }
    assert_eq!(refused.form("/me/profile").value("zone"), "Mars/Olympus");
}

#[tokio::test]
async fn the_colours_somebody_chose_stay() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    ana.fill(&account, "/me/theme", &[("theme", "dark")]).await.shown();
    assert!(ana.open("/p").await.shown().html.contains("data-theme=\"dark\""));
}
