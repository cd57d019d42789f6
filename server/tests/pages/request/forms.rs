//! The proof that every form needs before it is believed.

use http::{Method, StatusCode};

use crate::pages::{start_pursuance, write_task};
use crate::support::TestApp;
use crate::support::browser::Browser;

#[tokio::test]
async fn a_form_from_another_port_is_refused() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/new").await.shown();
    ana.origin = "http://localhost:8081".to_owned();
    let fields = [("slug", "bees"), ("name", "Bees"), ("mission", "We count.")];

    let refused = ana.fill(&form, "/p/new", &fields).await;

    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(ana.open("/p/bees").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_without_the_token_of_the_session_is_refused() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/new").await.shown().form("/p/new");
    let fields = [("slug", "bees"), ("name", "Bees"), ("mission", "We count.")];
    for token in ["", "0000"] {
        let refused = ana.submit(form.clone().with(&fields).with(&[("csrf", token)])).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{token:?}");
    }
    ana.submit(form.with(&fields)).await.shown();
}

#[tokio::test]
async fn the_token_of_another_session_is_no_token() {
    let app = TestApp::start().await;
    app.person("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let token = bob.open("/p/new").await.shown().form("/p/new").value("csrf").to_owned();
    let form =
        ana.open("/me").await.shown().form("/me/profile").with(&[("csrf", &token), ("display", "Mallory")]);
    assert_eq!(ana.submit(form).await.status, StatusCode::FORBIDDEN);
    assert!(!ana.open("/me").await.says("Mallory"));
}

#[tokio::test]
async fn an_upload_without_the_token_is_refused() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let origin = ana.origin.clone();
    let body = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhi\r\n--edge--\r\n";
    let headers = [("origin", origin.as_str()), ("content-type", "multipart/form-data; boundary=edge")];

    let refused = ana.send(Method::POST, "/p/bees/t/1/files", &headers, body.as_bytes().to_vec()).await;

    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/new").await.shown().form("/p/new").with(&[("mission", &"x".repeat(300_000))]);
    assert_eq!(ana.submit(form).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nonsense_in_an_address_or_a_form_is_no_failure_of_ours() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let form = ana.open("/p/new").await.shown().form("/p/new").with(&[("name", "a\0b")]);
    assert_eq!(ana.submit(form).await.status, StatusCode::BAD_REQUEST);
    for path in [
        "/p/%00",
        "/p?q=%00",
        "/p/bees/t/99999999999999999999",
        "/p/bees/t/x",
        "/@%00",
        "/files/x",
        "/files/..%2f",
    ] {
        let status = ana.open(path).await.status;
        assert!(status.is_client_error(), "{path}: {status}");
    }
    let lost = ana.open("/p/bees/t/x").await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    lost.saying("</main>");
}

#[tokio::test]
async fn an_address_says_which_methods_it_takes() {
    let app = TestApp::start().await;
    let refused = Browser::new(&app).send(Method::DELETE, "/signin", &[], Vec::new()).await;
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(refused.says("<h1>"), "{refused:?}");
}

#[tokio::test]
async fn a_notice_is_said_once_and_cannot_be_made_up() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    start_pursuance(&mut ana, "bees", "Bees").await.saying("Your pursuance is ready");
    assert!(!ana.open("/p/bees").await.says("Your pursuance is ready"));
    for made_up in ["<b>free money</b>", "good.<b>free money</b>"] {
        let cookie = format!("pursuance-notice-8080={made_up}");
        let page = Browser::new(&app).send(Method::GET, "/", &[("cookie", &cookie)], Vec::new()).await;
        assert!(!page.html.contains("free money"));
    }
}
