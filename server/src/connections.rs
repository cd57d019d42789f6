//! The open connections: how many at once, how long the head of a request may take, and how long an answer waits to be read.
//!
//! A silent connection costs a place and some memory. It loses both after a while, so that many of them cannot keep
//! others out; and no client has more than a few of the places, as it could open each anew.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::HttpBody;
use axum::extract::ConnectInfo;
use axum::routing::future::RouteFuture;
use axum::{BoxError, Router};
use bytes::Bytes;
use http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::Service;

use crate::bounds::places::{Place, Places};
use crate::client_ip::ClientIp;
use crate::config::Network;

/// How many connections are open at the same time: one for each browser that has a page open, and those that ask for something.
pub const AT_ONCE: usize = 4096;
/// How many of them one client has, such as an office behind one address.
pub const OF_CLIENT: usize = 256;
/// How long the head of a request may take, from the moment when the connection is free for it.
pub const HEAD_TIME: Duration = Duration::from_secs(15);
/// The largest head of a request, and the most that is read of a connection before somebody wants it: a text that is shared comes in
/// an address, and has six bytes for each letter of most scripts.
pub const HEAD_SIZE: usize = 64 * 1024;
/// How long an answer waits for a client that reads nothing of it.
pub const STALL_TIME: Duration = Duration::from_mins(1);
/// How long to wait when no connection is to be had, because the system has no more to give.
const PAUSE: Duration = Duration::from_secs(1);

/// The limits of connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub at_once: usize,
    pub of_client: usize,
    pub head_time: Duration,
    pub stall_time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { at_once: AT_ONCE, of_client: OF_CLIENT, head_time: HEAD_TIME, stall_time: STALL_TIME }
    }
}

/// How many connections each client has.
#[derive(Debug)]
struct Clients {
    of_each: Places<IpAddr>,
    most: usize,
    proxies: Vec<Network>,
}

impl Clients {
    /// Whether an address is that of many clients. A proxy on this machine is one even where nobody says so.
    fn is_many(&self, address: IpAddr) -> bool {
        address == Ipv4Addr::LOCALHOST
            || address == Ipv6Addr::LOCALHOST
            || self.proxies.iter().any(|network| network.contains(address))
    }

    /// Counts one more, unless its client has too many; nothing is counted of an address of many clients.
    fn admit(&self, address: IpAddr) -> Result<Option<Place<IpAddr>>, TooMany> {
        let address = address.to_canonical();
        if self.is_many(address) {
            return Ok(None);
        }
        self.of_each.take(ClientIp(address).bucket(), self.most).map(Some).ok_or(TooMany)
    }
}

/// A client has as many connections as it may have.
#[derive(Debug)]
struct TooMany;

/// Answers connections until it stops, then waits for the answers that have begun. Proxies have as many as there are.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    proxies: Vec<Network>,
    stop: impl Future<Output = ()>,
) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    let mut http1 = builder.http1();
    http1.timer(TokioTimer::new()).header_read_timeout(bounds.head_time).max_buf_size(HEAD_SIZE);
    let places = Arc::new(Semaphore::new(bounds.at_once));
    let clients = Clients { of_each: Places::default(), most: bounds.of_client, proxies };
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            // A connection without a free place waits in the system's queue.
            let place = places.clone().acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, address)) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let Ok(counted) = clients.admit(address.ip()) else { continue };
        // Answers are small and complete: waiting to fill a packet would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = &error as &dyn std::error::Error, "A connection stays slow");
        }
        let service = TowerToHyperService::new(Answering { router: router.clone(), address });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(bounds.stall_time));
        let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!("A connection broke: {error}");
            }
            drop((place, counted));
        });
    }
    drop(listener);
    open.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The other side has closed the connection already.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionRefused
                        | io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "No connection can be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The router, with the address of the connection's client.
#[derive(Clone)]
struct Answering {
    router: Router,
    address: SocketAddr,
}

impl<B> Service<Request<B>> for Answering
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = axum::response::Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<B>>::poll_ready(&mut self.router, cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.address));
        self.router.call(request)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpSocket;
    use tokio::sync::{Notify, oneshot};
    use tokio::task::JoinHandle;

    use super::*;

    const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    /// Told once an endless answer is given up.
    static DROPPED: Notify = Notify::const_new();

    struct Held;

    impl Drop for Held {
        fn drop(&mut self) {
            DROPPED.notify_one();
        }
    }

    async fn begin(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let whose = async |ConnectInfo(address): ConnectInfo<SocketAddr>| address.ip().to_string();
        let endless = async || {
            let held = Held;
            let pieces = futures::stream::repeat_with(move || {
                let _held = &held;
                Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 4096]))
            });
            Body::from_stream(pieces)
        };
        let router = Router::new().route("/", get(whose)).route("/endless", get(endless));
        let (tell, told) = oneshot::channel();
        let stop = async { told.await.unwrap_or(()) };
        (address, tell, tokio::spawn(serve(listener, router, bounds, Vec::new(), stop)))
    }

    async fn answered(stream: &mut TcpStream) -> String {
        let mut answer = vec![0; 1024];
        let length = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    #[tokio::test]
    async fn half_a_head_and_silence_are_not_waited_for() {
        let bounds = Bounds { head_time: Duration::from_millis(50), ..Bounds::default() };
        let (address, _tell, _serving) = begin(bounds).await;
        for said in [b"".as_slice(), b"GET / HTTP/1.1\r\nhost:"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(said).await.unwrap();
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(Duration::from_mins(3), stream.read_to_end(&mut rest)).await;
            assert!(ended.is_ok(), "still open after {said:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_nobody_reads_is_not_kept() {
        let bounds = Bounds { stall_time: Duration::from_millis(50), ..Bounds::default() };
        let (address, _tell, _serving) = begin(bounds).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let ended = tokio::time::timeout(Duration::from_mins(3), DROPPED.notified()).await;
        assert!(ended.is_ok(), "still held for a client that reads nothing");
    }

    #[tokio::test]
    async fn no_more_connections_than_there_are_places_are_answered() {
        let (address, _tell, _serving) = begin(Bounds { at_once: 1, ..Bounds::default() }).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        first.write_all(ASK).await.unwrap();
        assert!(answered(&mut first).await.ends_with("127.0.0.1"));
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(ASK).await.unwrap();
        let waiting = tokio::time::timeout(Duration::from_millis(200), second.readable()).await;
        assert!(waiting.is_err(), "answered beside the first");
        drop(first);
        assert!(answered(&mut second).await.ends_with("127.0.0.1"));
    }

    async fn from(client: [u8; 4], address: SocketAddr) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((client, 0).into()).unwrap();
        socket.connect(address).await.unwrap()
    }

    /// Whether a connection is answered, and not closed.
    async fn is_answered(stream: &mut TcpStream) -> bool {
        let mut answer = [0; 12];
        stream.write_all(ASK).await.is_ok() && stream.read_exact(&mut answer).await.is_ok()
    }

    #[tokio::test]
    async fn one_client_has_few_of_the_places_and_one_more_is_closed_at_once() {
        let (address, _tell, _serving) = begin(Bounds::default()).await;
        let mut open = Vec::new();
        for _ in 0..OF_CLIENT {
            open.push(from([127, 0, 0, 99], address).await);
        }
        assert!(is_answered(open.last_mut().unwrap()).await, "it may have as many");
        assert!(!is_answered(&mut from([127, 0, 0, 99], address).await).await, "one more than it may have");
        assert!(is_answered(&mut from([127, 0, 0, 98], address).await).await, "another client");
        // One place is free again once its connection has ended.
        drop(open.pop());
        let again = async {
            while !is_answered(&mut from([127, 0, 0, 99], address).await).await {
                tokio::task::yield_now().await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_mins(3), again).await.is_ok());
    }

    #[test]
    fn those_behind_a_proxy_are_not_counted_together_and_those_of_one_network_are() {
        let proxies = vec![Network::parse("10.0.0.0/8").unwrap()];
        let clients = Clients { of_each: Places::default(), most: 1, proxies };
        let admit = |address: &str| clients.admit(address.parse().unwrap());
        for proxy in ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3", "::ffff:127.0.0.1"] {
            assert!(matches!(admit(proxy), Ok(None)), "{proxy}");
        }
        let pairs = [
            ("203.0.113.9", "::ffff:203.0.113.9"),
            ("127.0.0.2", "127.0.0.2"),
            ("2001:db8::1", "2001:db8::ffff:1"),
        ];
        for (one, same) in pairs {
            let held = admit(one).unwrap();
            assert!(held.is_some() && admit(same).is_err(), "{one} and {same}");
            drop(held);
            assert!(admit(same).is_ok(), "{same}");
        }
        assert_eq!(clients.of_each.in_all(), 0);
    }

    #[tokio::test]
    async fn stopping_takes_no_more_and_ends_what_is_idle() {
        let (address, tell, serving) = begin(Bounds::default()).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(ASK).await.unwrap();
        assert!(answered(&mut idle).await.starts_with("HTTP/1.1 200"));
        tell.send(()).unwrap();
        serving.await.unwrap();
        assert_eq!(answered(&mut idle).await, "");
        assert!(TcpStream::connect(address).await.is_err());
    }
}
