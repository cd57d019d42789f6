//! Where the generated peers listen: one port of this process, as many host names as there are peers.
//!
//! It serves their documents, takes what is delivered with 202, and counts. One host may be told to be slow, and one to
//! be dead: that one never answers, which is worse for the sender than a port that is closed.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use http::{StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::trouble::{Outcome, Trouble};

/// No host is slow.
const NONE: usize = usize::MAX;

/// How long the slow host takes for each answer.
const SLOW: Duration = Duration::from_secs(3);
/// How long the dead host lets one wait: longer than anybody does.
const DEAD: Duration = Duration::from_secs(600);

/// What has arrived.
pub struct Arrivals {
    documents: Mutex<HashMap<usize, Bytes>>,
    /// Whether messages are kept to be read; while deliveries are measured they are only counted.
    keeps: AtomicBool,
    kept: Mutex<Vec<(usize, Bytes)>>,
    /// Arrivals by the number of the peer, and when the first and the last of each came, in microseconds since `begun`.
    counts: Vec<AtomicU64>,
    first: Vec<AtomicU64>,
    last: Vec<AtomicU64>,
    slow: AtomicUsize,
    dead: AtomicUsize,
    begun: Instant,
}

/// The listener.
pub struct Sink {
    pub port: u16,
    pub arrivals: Arc<Arrivals>,
    listening: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Sink {
    /// Begins to listen for this many peers.
    pub async fn listen(peers: usize) -> Outcome<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await;
        let listener = listener.map_err(Trouble::io("listen for deliveries"))?;
        let port = listener.local_addr().map_err(Trouble::io("listen for deliveries"))?.port();
        let arrivals = Arc::new(Arrivals {
            documents: Mutex::default(),
            keeps: AtomicBool::new(true),
            kept: Mutex::default(),
            counts: (0..peers).map(|_| AtomicU64::new(0)).collect(),
            first: (0..peers).map(|_| AtomicU64::new(0)).collect(),
            last: (0..peers).map(|_| AtomicU64::new(0)).collect(),
            slow: AtomicUsize::new(NONE),
            dead: AtomicUsize::new(NONE),
            begun: Instant::now(),
        });
        let router = Router::new()
            .route("/ap/p/{name}", get(document))
            .route("/ap/p/{name}/inbox", post(take))
            .with_state(arrivals.clone());
        let listening = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the peers stopped listening: {error}");
            }
        });
        Ok(Self { port, arrivals, listening })
    }

    /// The authority of the peer with a number.
    pub fn authority(&self, peer: usize) -> String {
        format!("peer{peer}.localhost:{}", self.port)
    }
}

impl Arrivals {
    /// Has a peer's document served.
    pub fn publish(&self, peer: usize, document: &Value) {
        let bytes = Bytes::from(document.to_string());
        self.documents.lock().unwrap_or_else(PoisonError::into_inner).insert(peer, bytes);
    }

    /// From now on messages are kept, or only counted; counting begins anew.
    pub fn begin(&self, keeps: bool, slow: Option<usize>, dead: Option<usize>) {
        self.keeps.store(keeps, Ordering::SeqCst);
        self.slow.store(slow.unwrap_or(NONE), Ordering::SeqCst);
        self.dead.store(dead.unwrap_or(NONE), Ordering::SeqCst);
        for count in self.counts.iter().chain(&self.first).chain(&self.last) {
            count.store(0, Ordering::SeqCst);
        }
    }

    /// All hosts are well again; counting begins anew.
    pub fn recover(&self) {
        self.begin(false, None, None);
    }

    /// Takes what was kept.
    pub fn drain(&self) -> Vec<(usize, Value)> {
        let kept = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        kept.into_iter()
            .filter_map(|(peer, bytes)| Some((peer, serde_json::from_slice(&bytes).ok()?)))
            .collect()
    }

    /// How many came to one peer.
    pub fn count(&self, peer: usize) -> u64 {
        self.counts.get(peer).map_or(0, |count| count.load(Ordering::SeqCst))
    }

    /// When the first one came to one peer.
    pub fn first(&self, peer: usize) -> Instant {
        self.at(&self.first, peer)
    }

    /// When the last one came to one peer.
    pub fn last(&self, peer: usize) -> Instant {
        self.at(&self.last, peer)
    }

    fn at(&self, times: &[AtomicU64], peer: usize) -> Instant {
        let micros = times.get(peer).map_or(0, |time| time.load(Ordering::SeqCst));
        self.begun + Duration::from_micros(micros)
    }
}

fn number(name: &str) -> Option<usize> {
    name.strip_prefix('g')?.parse().ok()
}

async fn document(State(arrivals): State<Arc<Arrivals>>, Path(name): Path<String>) -> Response {
    let documents = arrivals.documents.lock().unwrap_or_else(PoisonError::into_inner);
    match number(&name).and_then(|peer| documents.get(&peer).cloned()) {
        Some(document) => ([(header::CONTENT_TYPE, "application/activity+json")], document).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn take(State(arrivals): State<Arc<Arrivals>>, Path(name): Path<String>, body: Bytes) -> StatusCode {
    let Some(peer) = number(&name) else { return StatusCode::NOT_FOUND };
    if arrivals.slow.load(Ordering::Relaxed) == peer {
        tokio::time::sleep(SLOW).await;
    }
    if arrivals.dead.load(Ordering::Relaxed) == peer {
        tokio::time::sleep(DEAD).await;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    if arrivals.keeps.load(Ordering::Relaxed) {
        arrivals.kept.lock().unwrap_or_else(PoisonError::into_inner).push((peer, body));
    }
    let micros = u64::try_from(arrivals.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if let (Some(count), Some(first), Some(last)) =
        (arrivals.counts.get(peer), arrivals.first.get(peer), arrivals.last.get(peer))
    {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            first.store(micros, Ordering::SeqCst);
        }
        last.fetch_max(micros, Ordering::SeqCst);
    }
    StatusCode::ACCEPTED
}
