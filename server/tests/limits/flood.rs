//! The costliest requests of each door at once, from one wide network, from one address behind a proxy, and from thousands of networks; and a
//! bystander, whose page and whose sign-in take at most ten times as long as in calm.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use pursuance::connections::{self, Bounds};
use pursuance::platform::config::Network;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{PASSPHRASE, TestApp, on_both_apps};

on_both_apps!(
    one_wide_network_holds_up_nobody_else,
    one_address_behind_a_proxy_holds_up_nobody_else,
    four_thousand_networks_hold_up_nobody_who_was_there_before,
);

const BYSTANDER: &str = "198.51.100.77";
/// What takes less in calm counts as so much: the threads of the test share the cores with the server.
const SHORT: Duration = Duration::from_millis(100);

/// An instance behind a proxy on this machine.
struct Flooded {
    app: TestApp,
    address: SocketAddr,
    open: Vec<TcpStream>,
}

impl Flooded {
    async fn begin(app: TestApp) -> Self {
        app.person("ana").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let proxies = vec![Network::parse("127.0.0.1").unwrap()];
        let never = futures::future::pending();
        tokio::spawn(connections::serve(listener, app.router.clone(), Bounds::default(), proxies, never));
        Self { app, address, open: Vec::new() }
    }

    /// Sends a request of a client, whose body is announced as longer by `missing`.
    async fn send(&self, client: &str, (head, body, missing): (&str, &str, usize)) -> TcpStream {
        let authority = self.app.addresses.authority();
        let length = body.len() + missing;
        let text = format!(
            "{head} HTTP/1.1\r\nhost: {authority}\r\norigin: http://{authority}\r\nx-forwarded-for: {client}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // It may be refused before all of it is written.
        let _ = stream.write_all(text.as_bytes()).await;
        stream
    }

    /// How long an answer took, which begins with this status.
    async fn answered(&self, request: (&str, &str, usize), status: u16) -> Duration {
        let begun = Instant::now();
        let mut stream = self.send(BYSTANDER, request).await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let is_right = answer.starts_with(&format!("HTTP/1.1 {status}"));
        assert!(is_right, "{}", answer.chars().take(600).collect::<String>());
        begun.elapsed()
    }

    /// The time of a page, and of a sign-in.
    async fn bystander(&self) -> [Duration; 2] {
        let signin = format!("name=ana&passphrase={}", PASSPHRASE.replace(' ', "+"));
        let page = self.answered(("GET /about", "", 0), 200).await;
        let form = "POST /signin";
        [page, self.answered((form, &signin, 0), 303).await]
    }

    /// One costly request after the other, each of another door, of as many clients as there are.
    async fn flood(&mut self, clients: impl Iterator<Item = String>) {
        let activity = "x".repeat(17_000);
        let guess = "name=ana&passphrase=a+long+guess+at+it";
        let costly: [(&str, &str, usize); 8] = [
            ("POST /signin", "name=a", 500),
            ("POST /signin", guess, 0),
            ("GET /search?q=alpha+beta", "", 0),
            ("GET /live", "", 0),
            ("POST /ap/inbox", &activity, 5_000),
            ("POST /api/v1/actions/task.create", &activity, 5_000),
            ("GET /api/v1/prelogin?name=ana", "", 0),
            ("POST /me/profile", "x", 10_000),
        ];
        for (client, request) in clients.zip(costly.into_iter().cycle()) {
            let stream = self.send(&client, request).await;
            self.open.push(stream);
        }
    }

    /// Asks as a bystander in calm and in the flood.
    async fn compare(mut self, clients: impl Iterator<Item = String>) {
        self.bystander().await;
        let calm = self.bystander().await;
        self.flood(clients).await;
        for _ in 0..3 {
            let flooded = self.bystander().await;
            for (calm, flooded) in calm.into_iter().zip(flooded) {
                assert!(flooded <= 10 * calm.max(SHORT), "{calm:?} in calm, {flooded:?} in the flood");
            }
        }
    }
}

async fn one_wide_network_holds_up_nobody_else(app: TestApp) {
    let of = |n: u16| Ipv6Addr::new(0x2001, 0xdb8, 1, n, 0, 0, 0, 1).to_string();
    Flooded::begin(app).await.compare((0..3_000).map(of)).await;
}

async fn one_address_behind_a_proxy_holds_up_nobody_else(app: TestApp) {
    let of = |_| Ipv4Addr::new(203, 0, 113, 9).to_string();
    Flooded::begin(app).await.compare((0..3_000).map(of)).await;
}

async fn four_thousand_networks_hold_up_nobody_who_was_there_before(app: TestApp) {
    let of = |n: u16| Ipv6Addr::new(0x2001, n, 1, 1, 0, 0, 0, 1).to_string();
    Flooded::begin(app).await.compare((0..4_000).map(of)).await;
}
