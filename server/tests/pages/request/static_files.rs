//! The files of the pages: style, script, icons.

use http::{Method, StatusCode};

use crate::support::TestApp;
use crate::support::browser::Browser;

#[tokio::test]
async fn what_never_changes_is_kept_by_browsers() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let landing = browser.open("/").await.shown();
    for start in ["/static/style.css?v=", "/static/app.js?v="] {
        let rest = landing.html.split(start).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let file = browser.open(&format!("{start}{rest}")).await.shown();
        assert!(file.headers["cache-control"].to_str().unwrap().contains("immutable"), "{start}");
    }
    let icon = browser.open("/static/icon.svg").await.shown();
    let tag = icon.headers["etag"].to_str().unwrap().to_owned();
    let again = browser.send(Method::GET, "/static/icon.svg", &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(browser.open("/static/..%2fframe%2fbase.html").await.status, StatusCode::NOT_FOUND);
}
