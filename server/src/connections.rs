//! The open connections: how many at once, how long the head of a request may take, and how long an answer waits to be read.
//!
//! A silent connection costs a place and some memory. It loses both after a while; no client has more than a few of the places, as it
//! could open each anew; and where all are taken, one of the client with most gives way ([`seats`](crate::bounds::seats)), so that not even
//! many clients together keep others out.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Router};
use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, StatusCode, header};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;
use tower::Service;

use crate::bounds::client::Client;
use crate::bounds::seats::{ConnectionSeat, NoSeat, SeatClient, SeatLimits, Seats, StreamReader};
use crate::client_ip::behind;
use crate::platform::config::Network;

/// How many connections are open at the same time: one for each browser with an open page, and one for each request.
pub const AT_ONCE: usize = 4096;
/// How many of them one client has, such as an office behind one address.
pub const OF_CLIENT: usize = 256;
/// How many requests of one client are under way, behind a proxy, too; one more is answered at once with 503. Open pages are not among them.
pub const UNDER_WAY: usize = 64;
/// When a client may come again that has so many, in seconds.
const RETRY_AFTER: &str = "5";
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
    pub seats: SeatLimits,
    pub head_time: Duration,
    pub stall_time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        let seats = SeatLimits { at_once: AT_ONCE, of_client: OF_CLIENT, under_way: UNDER_WAY };
        Self { seats, head_time: HEAD_TIME, stall_time: STALL_TIME }
    }
}

/// The seats of connections, and whose each is.
#[derive(Debug)]
struct Clients {
    seats: Seats,
    proxies: Vec<Network>,
}

impl Clients {
    /// Whether an address is that of many clients. A proxy on this machine is one even where nobody says so.
    fn is_many(&self, address: IpAddr) -> bool {
        address == Ipv4Addr::LOCALHOST
            || address == Ipv6Addr::LOCALHOST
            || self.proxies.iter().any(|network| network.contains(address))
    }

    fn client(&self, address: IpAddr) -> SeatClient {
        let address = address.to_canonical();
        (!self.is_many(address)).then(|| Client::at(address))
    }

    /// Whose a request is, as its head says; none where it is still an address of many.
    fn of_request(&self, socket: IpAddr, headers: &HeaderMap) -> (Client, SeatClient) {
        let client = behind(socket, headers, &self.proxies);
        (client, self.client(client.address()))
    }

    /// A seat for a connection, unless its client has too many, or all others have one with better right. Behind a proxy it waits for
    /// one: it was not one client that took them all.
    async fn seat(&self, address: IpAddr) -> Option<Arc<ConnectionSeat>> {
        let client = self.client(address);
        loop {
            match self.seats.take(client) {
                Ok(seat) => return Some(seat),
                Err(NoSeat::Full) if client.is_none() => self.seats.freed().await,
                Err(NoSeat::Full | NoSeat::OfClient) => return None,
            }
        }
    }

    /// The next connection that has a seat. It is accepted before, as nobody knows whose it is until then.
    async fn next(&self, listener: &TcpListener) -> (TcpStream, SocketAddr, Arc<ConnectionSeat>) {
        loop {
            let (stream, address) = accept(listener).await;
            if let Some(seat) = self.seat(address.ip()).await {
                return (stream, address, seat);
            }
        }
    }
}

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
    let clients = Arc::new(Clients { seats: Seats::new(bounds.seats), proxies });
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, address, seat) = tokio::select! {
            () = &mut stop => break,
            next = clients.next(&listener) => next,
        };
        // Answers are small and complete: waiting to fill a packet would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = &error as &dyn std::error::Error, "A connection stays slow");
        }
        let (router, clients) = (router.clone(), clients.clone());
        let answering = AnsweringRouter { router, clients, address, seat: seat.clone() };
        let service = TowerToHyperService::new(answering);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(bounds.stall_time));
        let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                biased;
                () = seat.given_up() => tracing::trace!("A connection gave way"),
                served = connection => {
                    if let Err(error) = served {
                        tracing::trace!("A connection broke: {error}");
                    }
                }
            }
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

/// The router, with the address of the connection and its seat, which knows what is under way.
#[derive(Clone)]
struct AnsweringRouter {
    router: Router,
    clients: Arc<Clients>,
    address: SocketAddr,
    seat: Arc<ConnectionSeat>,
}

impl<B> Service<Request<B>> for AnsweringRouter
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<ArrivingBody<B>>>::poll_ready(&mut self.router, cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // From here on everybody asks this one: it is made in one place, behind a proxy as without one.
        let (client, of_seat) = self.clients.of_request(self.address.ip(), request.headers());
        request.extensions_mut().insert(ConnectInfo(self.address));
        request.extensions_mut().insert(client);
        let Ok(under_way) = self.seat.begin(of_seat, request.body().is_end_stream()) else {
            return Box::pin(async { Ok(too_many()) });
        };
        let seat = self.seat.clone();
        let answer = self.router.call(request.map(|body| ArrivingBody { body, seat }));
        Box::pin(async move {
            let response = answer.await?;
            if is_live(&response) {
                let follower = response.extensions().get::<StreamReader>().copied();
                under_way.follows(follower.unwrap_or(StreamReader::Visitor));
            }
            // It is under way until the body is written, which is dropped then.
            Ok(response.map(|body| {
                Body::new(body.map_err(move |error| {
                    let _under_way = &under_way;
                    error
                }))
            }))
        })
    }
}

/// The answer to one request more than a client may have under way. It is made before anything of the program has seen the request.
fn too_many() -> Response {
    let headers = [
        (header::RETRY_AFTER, RETRY_AFTER),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        // Its body is not read.
        (header::CONNECTION, "close"),
    ];
    let words =
        "Too many of your requests are being answered at this moment. Please try again in a few seconds.\n";
    (StatusCode::SERVICE_UNAVAILABLE, headers, words).into_response()
}

/// The body of a request, which tells the seat when all of it has come.
struct ArrivingBody<B> {
    body: B,
    seat: Arc<ConnectionSeat>,
}

impl<B: HttpBody + Unpin> HttpBody for ArrivingBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if frame.is_none() || self.body.is_end_stream() {
            self.seat.arrived();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Whether it is the stream of an open page, which never ends by itself.
pub fn is_live(response: &Response) -> bool {
    let form = response.headers().get(header::CONTENT_TYPE);
    form.is_some_and(|form| form.as_bytes().starts_with(b"text/event-stream"))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use futures::StreamExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpSocket;
    use tokio::sync::{Notify, Semaphore, oneshot};
    use tokio::task::JoinHandle;

    use super::*;

    fn seats(at_once: usize, of_client: usize) -> Bounds {
        let seats = SeatLimits { at_once, of_client, under_way: UNDER_WAY };
        Bounds { seats, ..Bounds::default() }
    }

    const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    /// Told once an endless answer is given up.
    static DROPPED: Notify = Notify::const_new();

    /// A permit for each open page that is told of something.
    static HAPPENED: Semaphore = Semaphore::const_new(0);

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
        let later = || {
            let told = futures::stream::once(async {
                HAPPENED.acquire().await.unwrap().forget();
                Ok::<_, Infallible>(Bytes::from_static(b"told"))
            });
            Body::from_stream(told.chain(futures::stream::pending()))
        };
        let live = async move || ([(header::CONTENT_TYPE, "text/event-stream")], later());
        let router = Router::new()
            .route("/", get(whose))
            .route("/endless", get(endless))
            .route("/later", get(async move || later()))
            .route("/live", get(live));
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
    async fn no_more_connections_than_there_are_places_are_answered_and_an_idle_one_gives_way() {
        let (address, _tell, _serving) = begin(seats(1, OF_CLIENT)).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        first.write_all(b"GET /later HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        assert!(answered(&mut first).await.starts_with("HTTP/1.1 200"));
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(ASK).await.unwrap();
        let waiting = tokio::time::timeout(Duration::from_millis(200), second.readable()).await;
        assert!(waiting.is_err(), "answered beside the first");
        drop(first);
        assert!(answered(&mut second).await.ends_with("127.0.0.1"));
        let mut third = TcpStream::connect(address).await.unwrap();
        third.write_all(ASK).await.unwrap();
        assert!(answered(&mut third).await.ends_with("127.0.0.1"));
        assert_eq!(answered(&mut second).await, "", "it had waited for its next request");
    }

    /// A connection on which a page is open.
    async fn live(client: [u8; 4], address: SocketAddr) -> TcpStream {
        let mut stream = from(client, address).await;
        stream.write_all(b"GET /live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        assert!(answered(&mut stream).await.starts_with("HTTP/1.1 200"));
        stream
    }

    #[tokio::test]
    async fn a_crowd_of_silent_addresses_keeps_nobody_out_and_ends_no_open_page() {
        let bounds = seats(12, 4);
        let (address, _tell, _serving) = begin(bounds).await;
        let mut pages = Vec::new();
        for _ in 0..4 {
            pages.push(live([127, 0, 0, 50], address).await);
        }
        let mut crowd = Vec::new();
        for client in (20..24).cycle().take(16) {
            let mut stream = from([127, 0, 0, client], address).await;
            // Half a head is as good as silence.
            stream.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
            crowd.push(stream);
        }
        let mut honest = Vec::new();
        for client in 100..110 {
            let mut stream = from([127, 0, 0, client], address).await;
            assert!(is_answered(&mut stream).await, "client {client}");
            honest.push(stream);
        }
        HAPPENED.add_permits(1000);
        for page in &mut pages {
            assert!(answered(page).await.contains("told"));
        }
    }

    #[tokio::test]
    async fn a_crowd_of_answers_without_an_end_keeps_nobody_out() {
        let bounds = seats(12, 4);
        let (address, _tell, _serving) = begin(bounds).await;
        let mut crowd = Vec::new();
        for client in (20..23).cycle().take(12) {
            let mut stream = from([127, 0, 0, client], address).await;
            stream.write_all(b"GET /later HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
            assert!(answered(&mut stream).await.starts_with("HTTP/1.1 200"));
            crowd.push(stream);
        }
        for client in 100..110 {
            assert!(is_answered(&mut from([127, 0, 0, client], address).await).await, "client {client}");
        }
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
        let clients = Clients { seats: Seats::new(seats(9, 1).seats), proxies };
        let client = |address: &str| clients.client(address.parse().unwrap());
        for proxy in ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3", "::ffff:127.0.0.1"] {
            assert_eq!(client(proxy), None, "{proxy}");
        }
        let pairs = [
            ("203.0.113.9", "::ffff:203.0.113.9"),
            ("127.0.0.2", "127.0.0.2"),
            ("2001:db8::1", "2001:db8::ffff:1"),
        ];
        for (one, same) in pairs {
            assert!(client(one).is_some() && client(one) == client(same), "{one} and {same}");
        }
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
