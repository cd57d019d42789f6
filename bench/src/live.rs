//! Open pages: many browsers hear of what happens, what they cost the server's memory, and how soon all of them have heard.

use std::path::Path;
use std::time::{Duration, Instant};

use pursuance::state::hash_secret;
use pursuance_domain::action::CreateToken;
use pursuance_domain::time::DAY;
use pursuance_domain::value::TokenScope;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::bulk;
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::server::Server;
use crate::table::{Aim, Table, Unit};
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Open pages";
pub const SLUG: &str = "levels";
/// The token of whoever writes.
pub const SECRET: &str = "8f3c1d5e7a9b0c2d4e6f8a1b3c5d7e9f";
/// Before an event, so that it is one by itself, and before memory is read.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the last browser may wait before something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many look on.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Each of a person of its own.
    pub browsers: u64,
    pub events: u32,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { browsers: 2_000, events: 20 };
    /// Only to see that it works.
    pub const QUICK: Self = Self { browsers: 20, events: 2 };
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    open_many_files()?;
    for kind in databases.kinds() {
        let place = databases.place(kind, "live").await?;
        fill(&place, load).await?;
        let server = Server::start(binary, &place, "error").await?;
        let before = server.resident()?;
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut readers = Vec::new();
        for number in 1..=load.browsers {
            let stream = open(&place, number).await?;
            readers.push(tokio::spawn(read(stream, tell.clone())));
        }
        drop(tell);
        tokio::time::sleep(PAUSE).await;
        let after = server.resident()?;
        let mut latest = Duration::ZERO;
        let mut client = Client::connect(place.port).await?;
        for number in 1..=load.events {
            tokio::time::sleep(PAUSE).await;
            let task = json!({ "pursuance": SLUG, "title": format!("Read the level at place {number}") });
            let request = http::act(&place.authority(), "task.create", SECRET, &task);
            let begun = Instant::now();
            client.expect(&request, 200).await?;
            latest = latest.max(all_heard(&mut told, load, begun).await?);
        }
        for reader in readers {
            reader.abort();
        }
        server.stop().await?;
        let of = |what: &str| format!("{} browsers with an open page: {what}", load.browsers);
        let megabytes = |bytes: u64| bytes as f64 / 1_000_000.0;
        table.add(PART, Some(kind), "memory without any", megabytes(before), Unit::Megabytes, Aim::None);
        let most = Aim::AtMost(100.0);
        table.add(PART, Some(kind), of("memory"), megabytes(after), Unit::Megabytes, most);
        let figure = format!("from an event until the last has heard, the longest of {}", load.events);
        let most = Aim::AtMost(1_000.0);
        table.add(PART, Some(kind), of(&figure), latest.as_secs_f64() * 1000.0, Unit::Millis, most);
    }
    Ok(())
}

/// Has this process hold as many connections as the system lets it.
pub fn open_many_files() -> Outcome<()> {
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .map_err(|error| Trouble::Io { what: "open so many connections", source: error.into() })
}

/// The time until every browser has heard of one event.
async fn all_heard(told: &mut mpsc::UnboundedReceiver<i64>, load: Load, begun: Instant) -> Outcome<Duration> {
    let mut first = None;
    for heard in 0..load.browsers {
        let number = timeout(PATIENCE, told.recv()).await.ok().flatten();
        let number =
            number.ok_or_else(|| Trouble::odd(format!("only {heard} browsers heard of an event")))?;
        if *first.get_or_insert(number) != number {
            return Err(Trouble::odd("a browser heard of another event"));
        }
    }
    Ok(begun.elapsed())
}

/// Opens the stream of somebody's browser.
pub async fn open(place: &Place, number: u64) -> Outcome<TcpStream> {
    let path = format!("/live?as=m{number}&at={SLUG}");
    let cookie = format!("pursuance-{}={}", place.port, secret(number));
    let request = http::get(&place.authority(), &path, Some(&cookie), None);
    let connected = TcpStream::connect(("127.0.0.1", place.port)).await;
    let mut stream = connected.map_err(Trouble::io("connect to the server"))?;
    stream.write_all(&request).await.map_err(Trouble::io("send a request"))?;
    let mut said = String::new();
    while !said.contains("event: at\n") {
        let mut some = [0; 2048];
        let length = timeout(PATIENCE, stream.read(&mut some)).await;
        let length = length.map_err(|_| Trouble::odd("a stream did not begin"))?;
        let length = length.map_err(Trouble::io("read a stream"))?;
        said.push_str(&String::from_utf8_lossy(some.get(..length).unwrap_or_default()));
        if length == 0 {
            let first = said.lines().next().unwrap_or_default();
            return Err(Trouble::odd(format!("no stream was opened: {first}")));
        }
    }
    Ok(stream)
}

/// Reads a stream, and tells the number of each event of the pursuance.
pub async fn read(mut stream: TcpStream, tell: mpsc::UnboundedSender<i64>) {
    let news = format!("data: {SLUG}\nid: ");
    let (mut said, mut some) = (String::new(), [0; 1024]);
    loop {
        let length = match stream.read(&mut some).await {
            Ok(length) if length > 0 => length,
            // Missed by whoever counts.
            Ok(_) | Err(_) => return,
        };
        said.push_str(&String::from_utf8_lossy(some.get(..length).unwrap_or_default()));
        while let Some((_, rest)) = said.split_once(&news) {
            let Some((number, rest)) = rest.split_once('\n') else { break };
            // An error means that nobody counts any more.
            let _ = tell.send(number.parse().unwrap_or_default());
            said = rest.to_owned();
        }
        if said.len() > 4096 {
            said.clear();
        }
    }
}

/// The secret of a session.
pub fn secret(number: u64) -> String {
    format!("{number:064}")
}

/// An instance with a pursuance of people who are signed in, and one more who writes.
pub async fn fill(place: &Place, load: Load) -> Outcome<()> {
    let app = world::open(place).await?;
    let viewer = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &viewer, SLUG).await?;
    let Some(account) = viewer.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let token = CreateToken {
        account,
        session: None,
        name: world::read(json!("bench"))?,
        secret_hash: hash_secret(SECRET),
        scope: TokenScope::Act,
        expires: app.clock.now().plus(30 * DAY),
    };
    app.perform(&viewer, token.into()).await?;
    let now = app.clock.now();
    app.db.close().await;
    drop(app);
    let mut statements =
        bulk::members(&pursuance, now.0, load.browsers, ("Field:Levels", 1), place.postgres.is_none());
    let (now, expires) = (now.0, now.plus(30 * DAY).0);
    statements.extend((1..=load.browsers).map(|number| {
        let hash = hash_secret(&secret(number));
        format!(
            "insert into session (id, secret_hash, account, csrf, created, seen, expires)
             select '{number:026}', '{hash}', a.id, '{number:032}', {now}, {now}, {expires} from actor a
             where a.name = 'm{number}' and a.host is null"
        )
    }));
    bulk::run(place, statements).await
}
