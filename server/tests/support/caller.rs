//! A client of an instance, and the answers.

use std::fmt::Debug;
use std::ops::Deref;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures::future::BoxFuture;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use pursuance::platform::clock::random;
use pursuance::state::{App, hash_secret};
use pursuance_domain::action::CreateToken;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{Label, TokenScope};
use serde_json::Value;
use tower::ServiceExt;

use super::seen;

/// Somebody with a token, or without. Asks the router directly.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    authority: String,
    token: Option<String>,
}

/// A person with an account on an instance. What [`Caller`] does, they do with their token.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub id: ActorId,
    pub(super) caller: Caller,
}

impl Deref for Person {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Person {
    /// As `App::perform` knows them.
    pub fn principal(&self) -> Principal {
        Principal::Person { actor: self.id.clone(), via: Via::Token }
    }
}

impl Caller {
    pub(super) fn new(router: Router, authority: &str, token: Option<String>) -> Self {
        Self { router, authority: authority.to_owned(), token }
    }

    /// Somebody with an account on one of several instances, with a token.
    pub async fn at(app: &App, who: &Principal) -> Self {
        let secret = hex::encode(random::<16>());
        let make = CreateToken {
            account: who.person().unwrap().clone(),
            session: None,
            name: Label::parse("tests").unwrap(),
            secret_hash: hash_secret(&secret),
            scope: TokenScope::Act,
            expires: app.clock.now().plus(DAY),
        };
        app.perform(&Principal::Operator, make.into()).await.unwrap();
        Self::new(pursuance::doors::router(app.clone()), app.addresses.authority(), Some(secret))
    }

    /// The same with another token, which need not be good.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The token.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// `POST /api/v1/actions/{name}`
    pub fn perform<'a>(&'a self, name: &'a str, input: Value) -> BoxFuture<'a, Answer> {
        Box::pin(async move { self.post(&format!("/api/v1/actions/{name}"), &[], input).await })
    }

    /// Posts JSON, with more headers.
    pub fn post<'a>(
        &'a self,
        path: &'a str,
        headers: &'a [(&'a str, &'a str)],
        input: Value,
    ) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let headers = [&[("content-type", "application/json")], headers].concat();
            self.send(Method::POST, path, &headers, Body::from(input.to_string())).await
        })
    }

    /// `GET` of any address.
    pub fn read<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Answer> {
        Box::pin(async move { self.send(Method::GET, path, &[], Body::empty()).await })
    }

    /// Any request.
    pub fn send<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        headers: &'a [(&'a str, &'a str)],
        body: Body,
    ) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let mut request = Request::builder().method(method).uri(path).header(HOST, &self.authority);
            if let Some(token) = &self.token {
                request = request.header(AUTHORIZATION, format!("Bearer {token}"));
            }
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let asked = format!("{} {path}", request.method_ref().unwrap());
            let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
            let (head, body) = response.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let answer = Answer { asked, status: head.status, headers: head.headers, body };
            seen::note(format_args!("{answer:?}"));
            answer
        })
    }
}

/// An answer of the server.
#[derive(Clone)]
pub struct Answer {
    asked: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} answered {}: {}", self.asked, self.status, self.text())
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, of whatever answer.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self:?} is no JSON: {error}"))
    }

    /// The JSON of an answer that is one of success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.json()
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        self.ok()["items"].as_array().unwrap_or_else(|| panic!("{self:?} is no list")).clone()
    }

    /// The problem of a refusal, which is of that status and type and says so in the form of RFC 9457.
    #[track_caller]
    pub fn problem(&self, status: u16, slug: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["type"], format!("https://w3id.org/pursuance/problems#{slug}"), "{self:?}");
        assert_eq!(problem["status"], status, "{self:?}");
        for said in ["title", "detail"] {
            assert!(problem[said].as_str().is_some_and(|text| !text.is_empty()), "{self:?} has no {said}");
        }
        problem
    }

    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
