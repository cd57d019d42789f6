//! The contents of the operators' pages, and who may read them.

use http::{Method, StatusCode};

use crate::pages::every_page::pages_of_the_router;
use crate::support::TestApp;
use crate::support::browser::Browser;

#[tokio::test]
async fn what_was_done_to_an_account_is_said_and_the_search_stays() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    app.person("cleo").await;
    let mut ana = Browser::of(&app, "ana").await;
    for (address, field, value, said) in [
        ("suspend", "suspended", "yes", "The account is suspended and signed out everywhere."),
        ("suspend", "suspended", "no", "They can sign in again."),
        ("operator", "operator", "yes", "They see the change on their next page."),
        ("operator", "operator", "no", "They see the change on their next page."),
    ] {
        let found = ana.open("/admin/accounts?q=bo").await.shown();
        let action = format!("/admin/accounts/bob/{address}");
        let after = ana.fill(&found, &action, &[(field, value)]).await.shown().saying(said);
        assert_eq!(after.path, "/admin/accounts?q=bo");
        assert!(!after.html.contains("cleo"), "still only what was searched for");
    }
}

#[tokio::test]
async fn the_tile_of_the_database_holds_figures_alone() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    let page =
        Browser::of(&app, "ana").await.open("/admin").await.shown().saying("for the files of one person");
    let tiles = page.html.split("class=\"tiles").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(tiles.contains("Database") && tiles.contains("Free:"), "{page:?}");
    assert!(!tiles.contains("At most"), "the quotas are no figure of the server: {tiles}");
}

#[tokio::test]
async fn many_new_accounts_do_not_hide_what_operators_did() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let mut ana = Browser::of(&app, "ana").await;
    let accounts = ana.open("/admin/accounts").await.shown();
    ana.fill(&accounts, "/admin/accounts/bob/suspend", &[("suspended", "yes")]).await.shown();
    for number in 0..20 {
        app.person(&format!("person{number}")).await;
    }
    let page = ana.open("/admin").await.shown();
    let page = page.saying("suspended the account bob").saying("22 new accounts in the last seven days");
    assert!(!page.html.contains("opened the account"), "{page:?}");
}

#[tokio::test]
async fn what_was_done_at_the_command_line_is_not_told_of_the_server() {
    use pursuance_domain::action::SuspendAccount;
    use pursuance_domain::allowed::Principal;

    let app = TestApp::start().await;
    app.operator("ana").await;
    let bob = app.person("bob").await;
    let suspend = SuspendAccount { account: bob.id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    Browser::of(&app, "ana")
        .await
        .open("/admin")
        .await
        .shown()
        .saying("Somebody at the command line</b> suspended");
}

#[tokio::test]
async fn the_operators_pages_are_for_operators() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let mut bob = Browser::of(&app, "bob").await;
    for path in pages_of_the_router().map(|route| route.path).filter(|path| path.starts_with("/admin")) {
        let path = path.replace("{host}", "other.example");
        assert_eq!(bob.open(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert!(Browser::new(&app).open(&path).await.path.starts_with("/signin"), "{path}");
    }
    // On a server that has met no other one and has nothing to send.
    let mut ana = Browser::of(&app, "ana").await;
    ana.open("/admin/peers").await.shown().saying("No other server yet.");
    ana.open("/admin/deliveries?state=refused").await.shown().saying("No such deliveries.");
    ana.open("/admin/outbox").await.shown().saying("Nothing waits");
    ana.open("/admin/tokens").await.shown();
    let form = bob.open("/me").await.shown().form("/me/sessions/end");
    let csrf = form.value("csrf").to_owned();
    let origin = bob.origin.clone();
    let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    for (path, body) in [
        ("/admin/accounts/bob/operator", "operator=yes"),
        ("/admin/accounts/ana/suspend", "suspended=yes"),
        ("/admin/settings", "name=Mine"),
        ("/admin/peers/other.example/retry", ""),
        ("/admin/block", "host=other.localhost:9"),
        ("/admin/peers/other.example/unblock", ""),
        ("/admin/deliveries/x/retry", ""),
        ("/admin/outbox/retry", "by=mail&to=mail"),
    ] {
        let sent = format!("csrf={csrf}&{body}").into_bytes();
        assert_eq!(
            bob.send(Method::POST, path, &headers, sent).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_operator_suspends_an_account_and_its_sessions_end() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let accounts = ana.open("/admin/accounts").await.shown();
    let accounts = accounts.saying("Make a link for a new passphrase");
    ana.fill(&accounts, "/admin/accounts/bob/suspend", &[("suspended", "yes")]).await.shown();
    assert!(bob.open("/me").await.path.starts_with("/signin"));
    let signin = bob.open("/signin").await;
    bob.fill(&signin, "/signin", &[("name", "bob"), ("passphrase", "otter lamp quarry seven")])
        .await
        .refused();
}
