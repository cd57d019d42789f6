//! Servers on this machine answer, well and badly. The rules for public servers are tested in `public`.

mod files;
mod public;

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    extract::Request,
    http::Uri,
    response::{IntoResponse, Redirect, Response as Answer},
    routing::{any, get},
};
use futures::future::BoxFuture;
use tokio::net::TcpListener;

use super::*;
use crate::{reach::ReachRefusal, vocab::Sha256Sum};

/// A server on a port of its own, at `http://localhost:PORT`.
struct There {
    port: u16,
}

impl There {
    async fn serving(routes: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { port }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://localhost:{}{path}", self.port)).unwrap()
    }
}

fn here() -> Fetcher {
    here_with(TimeLimits::default())
}

fn here_with(limits: TimeLimits) -> Fetcher {
    let reach = Reach::from_base_url("http://localhost:1").unwrap();
    Fetcher::with_lookup(reach, "Pursuance/test", Arc::new(NobodyAsks), limits).unwrap()
}

/// A resolver that nobody may ask: this machine is found without one.
struct NobodyAsks;

impl Lookup for NobodyAsks {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        panic!("{host} was looked up")
    }
}

fn activity_json(body: impl Into<String>) -> Answer {
    ([("content-type", ACTIVITY_JSON)], body.into()).into_response()
}

/// Answers a document with the requested URL as its id.
async fn itself(request: Request) -> Answer {
    let host = request.headers()["host"].to_str().unwrap();
    activity_json(format!(r#"{{"id":"http://{host}{}","type":"Note"}}"#, request.uri()))
}

#[tokio::test]
async fn a_document_is_fetched_from_where_its_id_says() {
    let there = There::serving(Router::new().fallback(itself)).await;
    let url = there.url("/ap/t/1?x=y");

    let document = here().get_ap(&url, &Unsigned, DOCUMENT_MAX).await.unwrap();

    assert_eq!(document.id, url);
    assert_eq!(document.value["type"], "Note");
    let parsed: Value = serde_json::from_slice(&document.bytes).unwrap();
    assert_eq!(parsed, document.value);
}

#[tokio::test]
async fn the_fragment_of_a_key_id_is_left_out() {
    let there = There::serving(Router::new().fallback(itself)).await;
    let document = here().get_ap(&there.url("/ap/p/1#main-key"), &Unsigned, ACTOR_MAX).await.unwrap();
    assert_eq!(document.id, there.url("/ap/p/1"));
}

#[tokio::test]
async fn another_id_on_the_same_server_is_asked_once() {
    let port = Arc::new(AtomicUsize::new(0));
    let asked = Arc::new(AtomicUsize::new(0));
    let (to, count) = (port.clone(), asked.clone());
    let there = There::serving(
        Router::new()
            .route(
                "/users/x/main-key",
                get(async move || {
                    activity_json(format!(
                        r#"{{"id":"http://localhost:{}/users/x"}}"#,
                        to.load(Ordering::SeqCst)
                    ))
                }),
            )
            .route(
                "/users/x",
                get(async move |request: Request| {
                    count.fetch_add(1, Ordering::SeqCst);
                    itself(request).await
                }),
            ),
    )
    .await;
    port.store(there.port.into(), Ordering::SeqCst);

    let document = here().get_ap(&there.url("/users/x/main-key"), &Unsigned, ACTOR_MAX).await.unwrap();

    assert_eq!(document.id, there.url("/users/x"));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_document_that_never_stands_by_its_id_is_refused() {
    let there = There::serving(Router::new().fallback(async |request: Request| {
        let host = request.headers()["host"].to_str().unwrap();
        activity_json(format!(r#"{{"id":"http://{host}/further{}"}}"#, request.uri()))
    }))
    .await;
    let refused = here().get_ap(&there.url("/x"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::IdMismatch(_))), "{refused:?}");
}

#[tokio::test]
async fn a_document_may_not_speak_for_another_server() {
    let victim = There::serving(Router::new().fallback(itself)).await;
    let id = victim.url("/ap/p/1");
    let there =
        There::serving(Router::new().fallback(async move || activity_json(format!(r#"{{"id":"{id}"}}"#))))
            .await;
    let refused = here().get_ap(&there.url("/x"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::IdMismatch(_))), "{refused:?}");
}

#[tokio::test]
async fn what_is_not_an_activitypub_document_is_refused() {
    let document = |content_type: &'static str, body: &'static str| {
        get(async move || ([("content-type", content_type)], body))
    };
    let there = There::serving(
        Router::new()
            .route("/json", document("application/json", r#"{"id":"x"}"#))
            .route("/html", document("text/html", "<html>"))
            .route("/upload", document("application/octet-stream", r#"{"id":"x"}"#))
            .route("/noid", document("application/activity+json", r#"{"type":"Note"}"#))
            .route("/badid", document("application/activity+json", r#"{"id":"not a url"}"#))
            .route("/broken", document("application/activity+json", r#"{"id":"#))
            .route("/twice", document("application/activity+json", r#"{"id":"a","id":"b"}"#))
            .route("/nul", document("application/activity+json", r#"{"id":"a","name":"b\u0000"}"#)),
    )
    .await;
    for path in ["/json", "/html", "/upload"] {
        let refused = here().get_ap(&there.url(path), &Unsigned, DOCUMENT_MAX).await;
        assert!(matches!(refused, Err(FetchError::NotActivityJson { .. })), "{path}: {refused:?}");
    }
    for path in ["/noid", "/badid"] {
        let refused = here().get_ap(&there.url(path), &Unsigned, DOCUMENT_MAX).await;
        assert!(matches!(refused, Err(FetchError::NoId)), "{path}: {refused:?}");
    }
    for path in ["/broken", "/twice", "/nul"] {
        let refused = here().get_ap(&there.url(path), &Unsigned, DOCUMENT_MAX).await;
        assert!(matches!(refused, Err(FetchError::Json(_))), "{path}: {refused:?}");
    }
}

#[tokio::test]
async fn a_status_other_than_ok_is_told_as_it_is() {
    let there = There::serving(
        Router::new()
            .route("/gone", get(async || StatusCode::GONE))
            .route("/busy", get(async || StatusCode::SERVICE_UNAVAILABLE))
            .route("/empty", get(async || StatusCode::NO_CONTENT)),
    )
    .await;
    let ask = async |path: &str| here().get_ap(&there.url(path), &Unsigned, DOCUMENT_MAX).await.unwrap_err();
    assert!(ask("/gone").await.is_gone());
    assert!(!ask("/missing").await.is_gone());
    assert!(ask("/busy").await.is_temporary());
    assert!(!ask("/gone").await.is_temporary());
    assert!(matches!(ask("/empty").await, FetchError::Status { status: StatusCode::NO_CONTENT }));
}

#[tokio::test]
async fn three_redirects_are_followed_and_signed_each_and_a_fourth_is_not() {
    struct NamesTheHop;
    impl SignGet for NamesTheHop {
        fn headers(&self, url: &Url) -> HeaderMap {
            HeaderMap::from_iter([
                (http::HeaderName::from_static("signature"), HeaderValue::from_str(url.path()).unwrap()),
                (header::HOST, HeaderValue::from_static("elsewhere.example")),
            ])
        }
    }
    async fn hop(uri: Uri, headers: HeaderMap) -> Answer {
        assert_eq!(headers["signature"], uri.path(), "each hop is signed for itself");
        assert!(headers["host"].to_str().unwrap().starts_with("localhost:"), "the URL decides the host");
        match uri.path() {
            "/4" => Redirect::permanent("/3").into_response(),
            "/3" => Redirect::temporary("2").into_response(),
            "/2" => Redirect::to("/1").into_response(),
            "/1" => Redirect::permanent("/0#fragment").into_response(),
            path => {
                activity_json(format!(r#"{{"id":"http://{}{path}"}}"#, headers["host"].to_str().unwrap()))
            }
        }
    }
    let there = There::serving(Router::new().fallback(hop)).await;

    let document = here().get_ap(&there.url("/3"), &NamesTheHop, DOCUMENT_MAX).await.unwrap();
    assert_eq!(document.id, there.url("/0"));
    let refused = here().get_ap(&there.url("/4"), &NamesTheHop, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::TooManyRedirects)), "{refused:?}");
}

#[tokio::test]
async fn a_redirect_may_not_lead_out_of_our_network_or_to_ourselves() {
    let there =
        There::serving(Router::new().route(
            "/to/{*target}",
            get(async |uri: Uri| Redirect::to(uri.path().trim_start_matches("/to/"))),
        ))
        .await;
    for target in [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data",
        "https://there.example/",
        "https://localhost:1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://localhost:1/ours",
    ] {
        let refused = here().get_ap(&there.url(&format!("/to/{target}")), &Unsigned, DOCUMENT_MAX).await;
        assert!(matches!(refused, Err(FetchError::Reach(_))), "{target}: {refused:?}");
    }
}

#[tokio::test]
async fn a_redirect_to_another_server_answers_names_and_nothing_else_asks_there() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let other = There::serving(
        Router::new()
            .route("/.well-known/webfinger", get(async || ([("content-type", "application/jrd+json")], "{}")))
            .fallback(async move |request: Request| {
                count.fetch_add(1, Ordering::SeqCst);
                itself(request).await
            }),
    )
    .await;
    let port = other.port;
    let there = There::serving(
        Router::new()
            .fallback(async move |uri: Uri| Redirect::permanent(&format!("http://localhost:{port}{uri}"))),
    )
    .await;

    let refused = here().get_ap(&there.url("/ap/p/1"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::LeftOrigin { .. })), "{refused:?}");
    let rule = BlobRule { max_bytes: 100, size: None, sha256: None };
    let refused = here().get_blob(&there.url("/ap/file/1"), &Unsigned, rule, &mut tokio::io::sink()).await;
    assert!(matches!(refused, Err(FetchError::LeftOrigin { .. })), "{refused:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 0, "another server was asked on the word of this one");
    let found = here().get_json(&there.url("/.well-known/webfinger")).await.unwrap();
    assert_eq!(found.url, other.url("/.well-known/webfinger"));
}

#[tokio::test]
async fn clients_that_count_together_send_no_more_than_is_left() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let there = There::serving(Router::new().fallback(async move |uri: Uri| {
        count.fetch_add(1, Ordering::SeqCst);
        Redirect::to(if uri.path() == "/one" { "/two" } else { "/one" })
    }))
    .await;
    let requests = Requests::at_most(6);
    let round = async || {
        let here = here().counted(&requests);
        here.get_ap(&there.url("/one"), &Unsigned, DOCUMENT_MAX).await
    };
    assert!(matches!(round().await, Err(FetchError::TooManyRedirects)));
    assert!(!requests.are_used_up());
    assert!(matches!(round().await, Err(FetchError::AskedEnough)));
    assert!(requests.are_used_up());
    assert!(matches!(round().await, Err(FetchError::AskedEnough)));
    assert_eq!(asked.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn a_redirect_without_a_target_is_refused() {
    let there = There::serving(Router::new().fallback(async || StatusCode::FOUND)).await;
    let refused = here().get_ap(&there.url("/"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::BadRedirect)), "{refused:?}");
}

#[tokio::test]
async fn a_large_answer_is_cut_off_whether_announced_or_not() {
    let there = There::serving(
        Router::new().route("/announced", get(async || activity_json("x".repeat(1001)))).route(
            "/endless",
            get(async || {
                let drops =
                    futures::stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from_static(&[b' '; 100])));
                ([("content-type", ACTIVITY_JSON)], axum::body::Body::from_stream(drops))
            }),
        ),
    )
    .await;
    for path in ["/announced", "/endless"] {
        let refused = here().get_ap(&there.url(path), &Unsigned, 1000).await;
        assert!(matches!(refused, Err(FetchError::TooLarge { limit: 1000 })), "{path}: {refused:?}");
    }
}

/// 100 000 spaces, gzipped (RFC 1952): 133 bytes that grow to a hundred thousand.
fn bomb() -> Vec<u8> {
    hex::decode(include_str!("../../tests/fixtures/fetch/spaces.gz.hex").trim()).unwrap()
}

#[tokio::test]
async fn a_compressed_answer_is_measured_after_inflating() {
    let there = There::serving(
        Router::new()
            .fallback(async || ([("content-type", ACTIVITY_JSON), ("content-encoding", "gzip")], bomb())),
    )
    .await;
    assert!(bomb().len() < 1000);
    let refused = here().get_ap(&there.url("/"), &Unsigned, 1000).await;
    assert!(matches!(refused, Err(FetchError::TooLarge { limit: 1000 })), "{refused:?}");
    let inflated = here().get_ap(&there.url("/"), &Unsigned, 100_000).await;
    assert!(
        matches!(inflated, Err(FetchError::Json(_))),
        "all of it was read, and it is no JSON: {inflated:?}"
    );
}

#[tokio::test]
async fn a_server_that_never_finishes_is_left() {
    let there = There::serving(
        Router::new().route("/silent", any(async || std::future::pending::<()>().await)).route(
            "/dripping",
            any(async || {
                let one = futures::stream::once(async { Ok::<_, io::Error>(Bytes::from_static(b"{")) });
                let body = futures::StreamExt::chain(one, futures::stream::pending());
                ([("content-type", ACTIVITY_JSON)], axum::body::Body::from_stream(body))
            }),
        ),
    )
    .await;
    let short = Duration::from_millis(100);
    let here = here_with(TimeLimits { get: short, post: short, ..TimeLimits::default() });
    for path in ["/silent", "/dripping"] {
        let refused = here.get_ap(&there.url(path), &Unsigned, DOCUMENT_MAX).await;
        assert!(matches!(refused, Err(FetchError::TimedOut { .. })), "{path}: {refused:?}");
    }
    let refused = here.post(&there.url("/silent"), HeaderMap::new(), Bytes::new()).await;
    assert!(matches!(refused, Err(FetchError::TimedOut { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_delivery_is_answered_by_its_status_however_long_the_text_takes() {
    let there = There::serving(Router::new().fallback(async || {
        let one = futures::stream::once(async { Ok::<_, io::Error>(Bytes::from_static(b"well, ")) });
        let body = futures::StreamExt::chain(one, futures::stream::pending());
        (StatusCode::ACCEPTED, axum::body::Body::from_stream(body))
    }))
    .await;
    let here = here_with(TimeLimits { connect: Duration::from_millis(100), ..TimeLimits::default() });
    let reply = here.post(&there.url("/inbox"), HeaderMap::new(), Bytes::new()).await.unwrap();
    assert_eq!((reply.status, reply.text.as_str()), (StatusCode::ACCEPTED, "well, "));
}

/// Does not admit one server.
#[derive(Debug)]
struct Without(Origin);

impl Admits for Without {
    fn admits(&self, host: &Origin) -> bool {
        *host != self.0
    }
}

#[tokio::test]
async fn a_redirect_does_not_lead_to_a_server_that_is_blocked() {
    let blocked = There::serving(Router::new().fallback(async || "{}")).await;
    let to = blocked.url("/.well-known/webfinger").to_string();
    let there = There::serving(Router::new().fallback(async move || Redirect::temporary(&to))).await;
    assert!(
        matches!(here().get_json(&there.url("/")).await, Err(FetchError::NotJson { .. })),
        "it leads there"
    );

    let origin = Origin::of(&blocked.url("/")).unwrap();
    let here = here().admitting(Without(origin.clone()));
    for url in [there.url("/"), blocked.url("/")] {
        let refused = here.get_json(&url).await;
        assert!(matches!(&refused, Err(FetchError::Blocked { host }) if *host == origin), "{refused:?}");
    }
}

#[tokio::test]
async fn a_delivery_brings_back_the_answer_and_follows_no_redirect() {
    let there = There::serving(
        Router::new()
            .route(
                "/inbox",
                any(async |headers: HeaderMap, body: String| {
                    assert_eq!(headers["content-type"], ACTIVITY_JSON);
                    (StatusCode::FORBIDDEN, [("retry-after", "7")], format!("no \u{1b}[31m\u{202e}{body}"))
                }),
            )
            .route("/moved", any(async || Redirect::permanent("/inbox"))),
    )
    .await;
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON))]);

    let reply = here().post(&there.url("/inbox"), headers.clone(), Bytes::from_static(b"{}")).await.unwrap();
    assert_eq!((reply.status, reply.text.as_str()), (StatusCode::FORBIDDEN, "no [31m{}"));
    assert_eq!(reply.headers["retry-after"], "7");
    let moved = here().post(&there.url("/moved"), headers, Bytes::new()).await.unwrap();
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
}

#[tokio::test]
async fn nothing_is_posted_to_ourselves_or_outside_of_our_network() {
    for url in ["http://localhost:1/inbox", "http://127.0.0.1:9/inbox", "https://there.example/inbox"] {
        let refused = here().post(&Url::parse(url).unwrap(), HeaderMap::new(), Bytes::new()).await;
        assert!(matches!(refused, Err(FetchError::Reach(_))), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn localhost_is_found_without_asking_anybody() {
    let there = There::serving(Router::new().fallback(itself)).await;
    let url = Url::parse(&format!("http://b.localhost:{}/x", there.port)).unwrap();
    assert!(here().get_ap(&url, &Unsigned, DOCUMENT_MAX).await.is_ok());
}

#[tokio::test]
async fn an_answer_is_taken_as_it_is_and_leads_nowhere() {
    let routes = Router::new()
        .route("/moved", any(async || Redirect::permanent("/inbox")))
        .route("/large", get(async || "x".repeat(9)));
    let there = There::serving(routes).await;
    let ask = async |method, path| here().ask(method, &there.url(path), HeaderMap::new(), None, 8).await;
    let moved = ask(Method::POST, "/moved").await.unwrap();
    assert_eq!((moved.status, moved.body.len()), (StatusCode::PERMANENT_REDIRECT, 0));
    assert_eq!(moved.headers[header::LOCATION], "/inbox");
    let large = ask(Method::GET, "/large").await;
    assert!(matches!(large, Err(FetchError::TooLarge { limit: 8 })), "{large:?}");
    let outside = Url::parse("http://10.0.0.1/").unwrap();
    let outside = here().ask(Method::GET, &outside, HeaderMap::new(), None, 8).await;
    assert!(matches!(outside, Err(FetchError::Reach(_))), "{outside:?}");
}
