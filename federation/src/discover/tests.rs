//! WebFinger against servers on this machine, some of which lie.

use std::sync::{Arc, Mutex};

use axum::{Router, extract::RawQuery, response::IntoResponse, routing::get};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::{
    fetch::Fetcher,
    reach::{Reach, ReachRefusal},
};

fn public() -> Reach {
    Reach::from_base_url("https://here.example").unwrap()
}

fn loopback() -> Reach {
    Reach::from_base_url("http://localhost:1").unwrap()
}

fn here() -> Fetcher {
    Fetcher::new(loopback(), "Pursuance/test").unwrap()
}

#[test]
fn a_handle_is_read_in_every_form_people_write() {
    for text in [
        "ana@there.example",
        "@ana@there.example",
        "!ana@there.example",
        "acct:ana@there.example",
        "ACCT:ana@there.example",
        "acct:@ana@there.example",
        "acct:!ana@there.example",
        "group:ana@there.example",
        " ana@THERE.example:443 ",
        "Ana@there.example",
    ] {
        let handle = Handle::parse(text, &public()).unwrap();
        assert_eq!(handle.to_string().to_lowercase(), "ana@there.example", "{text}");
        assert_eq!(handle, Handle::parse("ana@there.example", &public()).unwrap(), "{text}");
    }
    let ported = Handle::parse("!leaks-lab@localhost:8002", &loopback()).unwrap();
    assert_eq!((ported.to_string().as_str(), ported.name()), ("leaks-lab@localhost:8002", "leaks-lab"));
    assert_eq!(ported.acct(), "acct:leaks-lab@localhost:8002");
    assert_ne!(ported, Handle::parse("leaks-lab@localhost:8003", &loopback()).unwrap());
    assert_eq!(
        Handle::parse("Владимир@bücher.example", &public()).unwrap().origin().host(),
        "xn--bcher-kva.example"
    );
}

#[test]
fn what_names_nobody_is_refused_with_the_reason() {
    let refusal = |text: &str| Address::parse(text, &public()).unwrap_err();
    assert_eq!(refusal(" "), AddressRefusal::Empty);
    assert_eq!(refusal("@"), AddressRefusal::Empty);
    assert_eq!(refusal("ana"), AddressRefusal::NoHost);
    for name in [
        "@there.example@x",
        "a b@there.example",
        "a/b@there.example",
        "a:b@there.example",
        "<i>@there.example",
    ] {
        assert!(matches!(refusal(name), AddressRefusal::Name { .. } | AddressRefusal::Reach(_)), "{name}");
    }
    assert!(matches!(refusal(&format!("{}@there.example", "a".repeat(129))), AddressRefusal::Name { .. }));
    for host in
        ["ana@localhost", "ana@127.0.0.1", "ana@there.example/x", "ana@there.example@b.example", "ana@"]
    {
        assert!(matches!(refusal(host), AddressRefusal::Reach(_)), "{host}");
    }
    assert_eq!(
        refusal("http://there.example/@ana"),
        AddressRefusal::Reach(ReachRefusal::Scheme { scheme: "http".to_owned() })
    );
}

#[test]
fn an_address_is_taken_as_it_is_without_its_fragment() {
    let url = "https://there.example/@ana?x";
    for typed in [url, "https://there.example/@ana?x#y"] {
        assert_eq!(Address::parse(typed, &public()).unwrap(), Address::Url(Url::parse(url).unwrap()));
    }
    let own = "https://here.example";
    assert_eq!(Address::parse(own, &public()).unwrap(), Address::Url(Url::parse(own).unwrap()));
}

#[test]
fn our_answer_has_one_subject_and_one_self_link() {
    let handle = Handle::parse("leaks-lab@here.example", &public()).unwrap();
    let actor = Url::parse("https://here.example/ap/p/1").unwrap();
    let page = Url::parse("https://here.example/p/leaks-lab").unwrap();
    assert_eq!(
        serde_json::to_value(Jrd::new(&handle, &actor, Some(&page))).unwrap(),
        json!({
            "subject": "acct:leaks-lab@here.example",
            "aliases": ["https://here.example/p/leaks-lab", "https://here.example/ap/p/1"],
            "links": [
                {"rel": "self", "type": "application/activity+json", "href": "https://here.example/ap/p/1"},
                {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html",
                 "href": "https://here.example/p/leaks-lab"},
            ],
        })
    );
}

#[test]
fn numbers_of_a_small_server_are_nobodys_business() {
    let info = |users| NodeInfo {
        software_version: "0.1.0".to_owned(),
        repository: Some("https://here.example/source".to_owned()),
        open_registrations: true,
        usage: Usage { users, active_month: 12, active_half_year: 19, tasks: 1234 },
    };
    assert_eq!(info(9).to_value(NodeInfoVersion::V2_1)["usage"], json!({"users": {}}));
    let large = info(29).to_value(NodeInfoVersion::V2_0);
    assert_eq!(
        large,
        json!({
            "version": "2.0",
            "software": {"name": "pursuance", "version": "0.1.0"},
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": true,
            "usage": {"users": {"total": 20, "activeMonth": 10, "activeHalfyear": 10}, "localPosts": 1230},
            "metadata": {"pursuanceProtocol": "1.0", "federationMode": "open"},
        })
    );
    assert_eq!(
        info(29).to_value(NodeInfoVersion::V2_1)["software"]["repository"],
        "https://here.example/source"
    );
}

/// A server with prepared WebFinger answers, which remembers its questions.
struct There {
    port: u16,
    answer: Arc<Mutex<Value>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl There {
    async fn start() -> Self {
        let answer = Arc::new(Mutex::new(Value::Null));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (say, note) = (answer.clone(), asked.clone());
        let webfinger = get(async move |RawQuery(query): RawQuery| {
            note.lock().unwrap().push(query.unwrap_or_default());
            let jrd = say.lock().unwrap().clone();
            match jrd {
                Value::Null => http::StatusCode::NOT_FOUND.into_response(),
                jrd => ([("content-type", JRD_CONTENT_TYPE)], jrd.to_string()).into_response(),
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let routes = Router::new().route("/.well-known/webfinger", webfinger);
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { port, answer, asked }
    }

    fn handle(&self, name: &str) -> Handle {
        Handle::parse(&format!("{name}@localhost:{}", self.port), &loopback()).unwrap()
    }

    fn actor(&self) -> Url {
        Url::parse(&format!("http://localhost:{}/ap/u/1", self.port)).unwrap()
    }

    fn says(&self, subject: &Handle, actors: &[&Url]) {
        let links: Vec<_> = actors
            .iter()
            .map(|actor| json!({"rel": "self", "type": "application/activity+json", "href": actor}))
            .chain([json!({"rel": "self", "type": "text/html", "href": "http://localhost/other"})])
            .chain([json!({"rel": "http://ostatus.org/schema/1.0/subscribe", "template": "x", "href": null})])
            .collect();
        let jrd = json!({"subject": subject.acct(), "aliases": ["not an address", 7], "links": links});
        *self.answer.lock().unwrap() = jrd;
    }
}

#[tokio::test]
async fn a_name_is_found_at_its_host() {
    let there = There::start().await;
    there.says(&there.handle("ana"), &[&there.actor(), &there.actor()]);

    let found = find(&here(), &there.handle("Ana")).await.unwrap();

    assert_eq!(found, Discovered { handle: there.handle("ana"), actor: there.actor() });
    assert_eq!(found.handle.name(), "ana", "its server knows how it is written");
    let asked = there.asked.lock().unwrap().clone();
    assert_eq!(asked, [format!("resource=acct%3AAna%40localhost%3A{}", there.port)]);
}

#[tokio::test]
async fn a_name_nobody_has_is_told_apart_from_a_server_that_does_not_answer() {
    let there = There::start().await;
    let nobody = find(&here(), &there.handle("ana")).await.unwrap_err();
    assert!(matches!(nobody, DiscoverError::Nobody { .. }), "{nobody:?}");
    assert!(!nobody.is_temporary());

    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let silent = Handle::parse(&format!("ana@localhost:{closed}"), &loopback()).unwrap();
    assert!(find(&here(), &silent).await.unwrap_err().is_temporary());
}

#[tokio::test]
async fn an_answer_without_exactly_one_actor_is_refused() {
    let there = There::start().await;
    let other = Url::parse("http://localhost/2").unwrap();
    there.says(&there.handle("ana"), &[]);
    let none = find(&here(), &there.handle("ana")).await;
    assert!(matches!(none, Err(DiscoverError::NoActor { .. })), "{none:?}");
    there.says(&there.handle("ana"), &[&there.actor(), &other]);
    let two = find(&here(), &there.handle("ana")).await;
    assert!(matches!(two, Err(DiscoverError::SeveralActors { .. })), "{two:?}");
    there.says(&there.handle("ana"), &[&Url::parse("http://10.0.0.1/1").unwrap()]);
    let outside = find(&here(), &there.handle("ana")).await;
    assert!(matches!(outside, Err(DiscoverError::OutOfReach(_))), "{outside:?}");
    *there.answer.lock().unwrap() = json!({"links": []});
    let unsound = find(&here(), &there.handle("ana")).await;
    assert!(matches!(unsound, Err(DiscoverError::Unsound { .. })), "{unsound:?}");
}

#[tokio::test]
async fn a_name_whose_actor_lives_elsewhere_counts_when_both_hosts_say_so() {
    let (names, actors) = (There::start().await, There::start().await);
    let handle = names.handle("ana");
    names.says(&handle, &[&actors.actor()]);
    actors.says(&handle, &[&actors.actor()]);
    assert_eq!(find(&here(), &handle).await.unwrap().actor, actors.actor());

    actors.says(&actors.handle("ana"), &[&actors.actor()]);
    let claimed = find(&here(), &handle).await;
    assert!(matches!(claimed, Err(DiscoverError::Unconfirmed { .. })), "{claimed:?}");
}

#[tokio::test]
async fn a_name_that_is_passed_on_to_another_host_counts_when_that_host_agrees() {
    let (alias, home) = (There::start().await, There::start().await);
    alias.says(&home.handle("ana"), &[&home.actor()]);
    let nobody = find(&here(), &alias.handle("ana")).await;
    assert!(matches!(nobody, Err(DiscoverError::Nobody { .. })), "{nobody:?}");

    home.says(&home.handle("ana"), &[&home.actor()]);
    assert_eq!(find(&here(), &alias.handle("ana")).await.unwrap().handle, home.handle("ana"));
}
