//! The network in front of an instance, as bad as a test wants it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use tokio::sync::watch;
use tower::ServiceExt;

/// Fate of messages on their way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// They arrive.
    Fair,
    /// They wait at the door until the weather changes; their sender waits with them.
    Held,
    /// Their sender is told that nobody is at home.
    Down,
    /// Their sender is told that they arrived, and they are gone.
    Lossy,
    /// Their sender is told that they arrived, and they lie about until [`Transport::deliver_kept`].
    Astray,
    /// They arrive twice.
    Doubled,
    /// Every request is answered that nobody lives here any more.
    Ended,
}

/// The way in to one instance.
pub struct Transport {
    weather: watch::Sender<Weather>,
    astray: Mutex<Vec<(Parts, Bytes)>>,
    /// Answers at these paths instead of those of the instance.
    answers: Mutex<HashMap<String, Answer>>,
    /// The inboxes that something was posted to, one entry for each time.
    posts: Mutex<Vec<String>>,
    inner: Mutex<Option<Router>>,
}

/// A status, after how many seconds to come back, and what is said.
type Answer = (StatusCode, Option<u64>, &'static str);

impl Transport {
    /// Puts the network in front of a router.
    pub fn around(router: Router) -> (Arc<Self>, Router) {
        let transport = Arc::new(Self {
            weather: watch::Sender::new(Weather::Fair),
            astray: Mutex::default(),
            answers: Mutex::default(),
            posts: Mutex::default(),
            inner: Mutex::new(Some(router.clone())),
        });
        let outer = router.layer(from_fn_with_state(transport.clone(), pass));
        (transport, outer)
    }

    /// Changes the weather; what is held moves on when it clears up.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// Answers so at a path of this instance and those below, until [`Self::answer_nothing`].
    pub fn answer(&self, path: &str, status: u16, retry_after: Option<u64>) {
        let answer = (StatusCode::from_u16(status).unwrap(), retry_after, "");
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// The same with a body.
    pub fn answer_with(&self, path: &str, status: u16, body: &'static str) {
        let answer = (StatusCode::from_u16(status).unwrap(), None, body);
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// The instance answers for itself again.
    pub fn answer_nothing(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// How often something was posted to an inbox here.
    pub fn posts(&self) -> usize {
        self.posts.lock().unwrap().len()
    }

    /// How many messages lie about.
    pub fn astray(&self) -> usize {
        self.astray.lock().unwrap().len()
    }

    /// Lets what lies about arrive, the newest first when `backwards`. What has lain about for so long that its signature
    /// is stale is refused, and how much that was is returned.
    pub async fn deliver_kept(&self, backwards: bool) -> usize {
        let mut kept = std::mem::take(&mut *self.astray.lock().unwrap());
        if backwards {
            kept.reverse();
        }
        let router = self.inner.lock().unwrap().clone();
        let mut stale = 0;
        for (parts, body) in kept {
            let response =
                router.clone().unwrap().oneshot(Request::from_parts(parts, Body::from(body))).await.unwrap();
            stale += usize::from(response.status() == StatusCode::UNAUTHORIZED);
            assert!(
                response.status().is_success() || response.status() == StatusCode::UNAUTHORIZED,
                "a message that lay about: {}",
                response.status()
            );
        }
        stale
    }

    /// Lets go of the instance, which would else keep itself alive through this.
    pub fn end(&self) {
        self.inner.lock().unwrap().take();
    }
}

async fn pass(State(transport): State<Arc<Transport>>, request: Request, next: Next) -> Response {
    if *transport.weather.borrow() == Weather::Ended {
        return StatusCode::GONE.into_response();
    }
    let path = request.uri().path().to_owned();
    let is_post = request.method() == Method::POST && path.ends_with("/inbox");
    if is_post {
        transport.posts.lock().unwrap().push(path.clone());
    }
    let answers = transport.answers.lock().unwrap().clone();
    let answer = answers.into_iter().find(|(at, _)| path.starts_with(at)).map(|(_, answer)| answer);
    if let Some((status, retry_after, body)) = answer {
        let mut response = (status, body).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
        }
        return response;
    }
    if !is_post {
        return next.run(request).await;
    }
    let weather = {
        let mut changes = transport.weather.subscribe();
        *changes.wait_for(|weather| *weather != Weather::Held).await.unwrap()
    };
    match weather {
        Weather::Fair | Weather::Held => next.run(request).await,
        Weather::Down => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Weather::Ended => StatusCode::GONE.into_response(),
        Weather::Lossy => StatusCode::ACCEPTED.into_response(),
        Weather::Astray => {
            let (mut parts, body) = apart(request).await;
            // Whence it came is kept; where the router has led it is found anew.
            let client = parts.extensions.remove::<ConnectInfo<SocketAddr>>();
            parts.extensions = http::Extensions::new();
            parts.extensions.insert(client.unwrap());
            transport.astray.lock().unwrap().push((parts, body));
            StatusCode::ACCEPTED.into_response()
        }
        Weather::Doubled => {
            let (parts, body) = apart(request).await;
            let first = next.clone().run(Request::from_parts(parts.clone(), Body::from(body.clone()))).await;
            let again = next.run(Request::from_parts(parts, Body::from(body))).await;
            // Unless so much time was let pass in between that the signature is stale.
            let is_stale = again.status() == StatusCode::UNAUTHORIZED;
            assert!(is_stale || first.status() == again.status(), "a repetition is answered like the first");
            first
        }
    }
}

async fn apart(request: Request) -> (Parts, Bytes) {
    let (parts, body) = request.into_parts();
    (parts, body.collect().await.unwrap().to_bytes())
}
