//! The guards of every door, tested on a router of doors that misbehave.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, StatusCode, header};
use tower::ServiceExt;

use super::{CompressionLevel, compression, from_fn_with_state, guard, is_sealed, is_text, watch};
use crate::platform::clock::Clock;
use crate::platform::config::Settings;
use crate::state::{App, Use};

async fn an_app(base: &str) -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        data_dir: Some(folder.path().to_owned()),
        base_url: Some(base.to_owned()),
        ..Settings::default()
    };
    let app = App::start(settings.check(None).unwrap(), Clock::System, Use::Serve).await.unwrap();
    (app, folder)
}

fn asking(path: &str) -> Request<Body> {
    let request = Request::get(path).header(header::HOST, "commons.example");
    request.header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_handler_that_panics_is_answered_and_the_next_request_too() {
    let (app, _folder) = an_app("https://commons.example").await;
    let router = Router::new()
        .route("/broken", get(async || -> &'static str { panic!("on purpose") }))
        .route("/api/broken", get(async || -> &'static str { panic!("on purpose") }))
        .route("/whole", get(async || "whole"))
        .layer(from_fn_with_state(app, watch::watch));
    let answer = router.clone().oneshot(asking("/broken")).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.headers().contains_key("x-request-id"));
    let answer = router.clone().oneshot(asking("/api/broken")).await.unwrap();
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(router.oneshot(asking("/whole")).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn every_answer_says_what_browsers_may_do_unless_the_door_said_it() {
    let (app, _folder) = an_app("https://commons.example").await;
    let router = Router::new()
        .route("/", get(async || "page"))
        .route("/file", get(async || ([(header::CONTENT_SECURITY_POLICY, "sandbox")], "file")))
        .layer(from_fn_with_state(app, guard::protect));
    let answer = router.clone().oneshot(asking("/")).await.unwrap();
    assert!(
        answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'")
    );
    assert_eq!(answer.headers()[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000");
    let answer = router.oneshot(asking("/file")).await.unwrap();
    assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], "sandbox");
}

#[tokio::test]
async fn nothing_is_promised_about_https_on_localhost() {
    let (app, _folder) = an_app("http://localhost:8001").await;
    let router =
        Router::new().route("/", get(async || "page")).layer(from_fn_with_state(app, guard::protect));
    let answer = router.oneshot(asking("/")).await.unwrap();
    assert!(!answer.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
}

#[tokio::test]
async fn pages_are_compressed_but_streams_of_events_are_not() {
    let long = || "word ".repeat(1000);
    let router = Router::new()
        .route("/page", get(async move || ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], long())))
        .route("/live", get(async move || ([(header::CONTENT_TYPE, "text/event-stream")], long())))
        .route("/file", get(async move || ([(header::CONTENT_TYPE, "application/octet-stream")], long())))
        .layer(compression(CompressionLevel::Default, is_text));
    for (path, compressed) in [("/page", true), ("/live", false), ("/file", false)] {
        let answer = router.clone().oneshot(asking(path)).await.unwrap();
        assert_eq!(answer.headers().contains_key(header::CONTENT_ENCODING), compressed, "{path}");
    }
}

#[tokio::test]
async fn what_no_cache_keeps_is_compressed_once_with_little_effort() {
    use http_body_util::BodyExt;
    // Words that come again in other orders: effort finds more of them.
    let text = || (0..3_000_u64).map(|at| format!("word{} ", at * at % 251)).collect::<String>();
    const HTML: (header::HeaderName, &str) = (header::CONTENT_TYPE, "text/html");
    let router = Router::new()
        .route("/kept", get(async move || ([HTML], text())))
        .route("/not", get(async move || ([HTML, (header::CACHE_CONTROL, "no-store")], text())))
        .layer(compression(CompressionLevel::Fastest, is_sealed))
        .layer(compression(CompressionLevel::Default, is_text));
    let mut lengths = Vec::new();
    for path in ["/kept", "/not"] {
        let answer = router.clone().oneshot(asking(path)).await.unwrap();
        assert_eq!(answer.headers().get_all(header::CONTENT_ENCODING).iter().count(), 1, "{path}");
        lengths.push(answer.into_body().collect().await.unwrap().to_bytes().len());
    }
    assert!(lengths[0] < lengths[1] && lengths[1] < text().len() / 2, "{lengths:?}");
}
