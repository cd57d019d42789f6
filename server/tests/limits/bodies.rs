//! Bodies that never end, over the network and from several addresses.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use pursuance::bounds::bodies::{BodyRoom, FORMS_OF_CLIENT, OF_STRANGERS, SMALL};
use pursuance::connections::Bounds;
use pursuance::state::App;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::files::serving;
use super::most;
use super::table::Row;
use crate::support::TestApp;
use crate::support::peers::until;

/// Where bodies are sent to, and how a small one is answered that has arrived.
pub struct Door {
    path: &'static str,
    content_type: &'static str,
    room: fn(&App) -> &BodyRoom,
    judged: u16,
}

/// Nothing that arrives there is signed.
pub const INBOX: Door = Door {
    path: "/ap/inbox",
    content_type: "application/activity+json",
    room: |app| &app.bodies.inbox,
    judged: 401,
};

/// Nobody is signed in.
pub const FORMS: Door = Door {
    path: "/me/profile",
    content_type: "application/x-www-form-urlencoded",
    room: |app| &app.bodies.forms,
    judged: 401,
};

const ACTIONS: Door =
    Door { path: "/api/v1/actions/task.create", content_type: "application/json", judged: 422, ..FORMS };

impl Door {
    /// How a small body is answered that has arrived.
    pub fn judged(&self) -> u16 {
        self.judged
    }
}

/// A part that is less than each door takes.
const PART: usize = 250_000;

pub const EVE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
pub const OTHER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

/// A server that is spoken to over the network.
pub struct Server {
    address: SocketAddr,
    authority: String,
    token: String,
}

impl Server {
    pub async fn of(router: Router, authority: &str) -> Self {
        let (address, _) = serving(router, Bounds::default()).await;
        Self { address, authority: authority.to_owned(), token: String::new() }
    }

    /// Sends so much of a body that is announced as longer by `missing`.
    pub async fn begin(&self, from: Ipv4Addr, door: &Door, body: &[u8], missing: usize) -> TcpStream {
        let Door { path, content_type, .. } = door;
        let Self { authority, token, .. } = self;
        let length = body.len() + missing;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {authority}\r\norigin: http://{authority}\r\nauthorization: Bearer {token}\r\n\
             content-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        );
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
        stream
    }

    /// The answer to a body that has arrived.
    pub async fn ask(&self, from: Ipv4Addr, door: &Door) -> Told {
        Told::by(self.begin(from, door, b"{}", 0).await).await
    }

    /// The same of a body that is not small.
    pub async fn ask_much(&self, from: Ipv4Addr, door: &Door) -> Told {
        self.ask_with(from, door, SMALL + 2).await
    }

    /// The same of a body of so many bytes.
    pub async fn ask_with(&self, from: Ipv4Addr, door: &Door, bytes: usize) -> Told {
        let body = format!("{{}}{}", " ".repeat(bytes - 2));
        Told::by(self.begin(from, door, body.as_bytes(), 0).await).await
    }
}

/// Few strangers hold all the room that strangers have with bodies that never end: one more stranger and one who is signed in are
/// answered all the same.
#[tokio::test]
async fn a_few_strangers_whose_bodies_never_end_keep_nobody_out() {
    let app = TestApp::start().await;
    let token = app.person("ana").await.token().to_owned();
    let server = Server { token, ..Server::of(app.router.clone(), app.addresses.authority()).await };
    let (bodies, of_client) = (OF_STRANGERS / PART, FORMS_OF_CLIENT / PART);
    let mut open = Vec::new();
    for n in 0..bodies {
        let from = Ipv4Addr::new(127, 0, 1, u8::try_from(n / of_client).unwrap());
        open.push(server.begin(from, &FORMS, &vec![b'x'; PART], 1).await);
    }
    until("all of it has arrived", async || app.bodies.forms.bytes() == bodies * PART).await;

    let stranger = server.ask_with(OTHER, &FORMS, 100_000).await;
    assert_eq!(stranger.status, FORMS.judged, "{stranger:?}");
    until("one gave way", async || app.bodies.forms.bytes() == (bodies - 1) * PART).await;
    assert_eq!(server.ask_with(OTHER, &ACTIONS, 100_000).await.status, ACTIONS.judged);
    assert_eq!(
        app.bodies.forms.bytes(),
        (bodies - 1) * PART,
        "a person needs nothing of the strangers' room"
    );
    let ended = Told::by(open.swap_remove(0)).await;
    assert!(ended.status == 503 && ended.text.contains("retry-after: "), "the oldest: {ended:?}");
}

/// An answer as it came.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub text: String,
}

impl Told {
    pub async fn by(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).unwrap_or_default().parse().unwrap();
        Self { status, text }
    }
}

/// One client sends as much as it may of bodies that never end, and then a little more.
pub async fn exceed(row: &Row, door: Door) {
    let app = TestApp::start().await;
    let token = app.person("ana").await.token().to_owned();
    let server = Server { token, ..Server::of(app.router.clone(), app.addresses.authority()).await };
    let (room, other_door) = ((door.room)(&app), if door.path == INBOX.path { FORMS } else { INBOX });
    let mut open = Vec::new();
    let mut left = most(row);
    while left > 0 {
        let part = left.min(PART);
        open.push(server.begin(EVE, &door, &vec![b'x'; part], 1).await);
        left -= part;
    }
    until("all of it has arrived", async || room.bytes() == most(row)).await;

    let small = server.ask(EVE, &door).await;
    assert_eq!(small.status, door.judged, "a small one: {small:?}");
    let refused = server.ask_much(EVE, &door).await;
    assert_eq!(refused.status, 503, "{}: {refused:?}", row.id);
    assert!(refused.text.contains("\r\nretry-after: "), "{}: {refused:?}", row.id);
    if door.path == FORMS.path {
        let refused = server.ask_much(EVE, &ACTIONS).await;
        assert!(refused.status == 503 && refused.text.contains("#busy\""), "{refused:?}");
        assert_eq!(server.ask_much(OTHER, &ACTIONS).await.status, ACTIONS.judged);
    }
    let served = server.ask_much(OTHER, &door).await;
    assert_eq!(served.status, door.judged, "another client: {served:?}");
    let served = server.ask_much(EVE, &other_door).await;
    assert_eq!(served.status, other_door.judged, "another door: {served:?}");

    drop(open);
    until("nothing of it is held", async || room.bytes() == 0).await;
    assert_eq!(server.ask_much(EVE, &door).await.status, door.judged);
}
