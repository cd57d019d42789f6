//! A client that costs the machine as little as it can: one connection, requests made beforehand, answers counted.
//!
//! Load and server share the cores, so every microsecond here would be taken from what is measured.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::trouble::{Outcome, Trouble};

/// How long the server is left alone when it answers 429, and how often at most for one request.
const REST: Duration = Duration::from_secs(30);
const MOST_RESTS: usize = 4;

/// A kept connection to a server on this machine.
pub struct Client {
    port: u16,
    stream: BufReader<TcpStream>,
    head: Vec<u8>,
    body: Vec<u8>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer<'c> {
    pub status: u16,
    /// The mark of the page, as a browser sends it back.
    pub tag: Option<String>,
    pub body: &'c [u8],
}

impl Client {
    /// Connects to a port of this machine.
    pub async fn connect(port: u16) -> Outcome<Self> {
        let stream =
            TcpStream::connect(("127.0.0.1", port)).await.map_err(Trouble::io("connect to the server"))?;
        stream.set_nodelay(true).map_err(Trouble::io("set up a connection"))?;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Self { port, stream, head: Vec::new(), body: Vec::new() })
    }

    /// Sends a request as it is and reads the answer.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        let Self { stream, head, body, .. } = self;
        stream.write_all(request).await.map_err(Trouble::io("send a request"))?;
        head.clear();
        body.clear();
        while !head.ends_with(b"\r\n\r\n") {
            let read = read_line(stream, head).await?;
            if read == 0 {
                return Err(Trouble::odd("the server closed a connection instead of answering"));
            }
        }
        let text = String::from_utf8_lossy(head).to_ascii_lowercase();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| Trouble::odd("an answer without a status"))?;
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        if let Some(length) = field("content-length:").and_then(|length| length.parse::<usize>().ok()) {
            body.resize(length, 0);
            stream.read_exact(body).await.map_err(Trouble::io("read an answer"))?;
        } else if field("transfer-encoding:") == Some("chunked") {
            read_chunks(stream, body).await?;
        }
        let tag = field("etag:").map(|tag| tag.replacen("w/", "W/", 1));
        Ok(Answer { status, tag, body })
    }

    /// Sends a request, demands a page, and answers how long it took. Where the server has spent on one person's lists as much as it may
    /// (docs/limits.md, `searches-seconds`), it is asked again later; that time does not count.
    pub async fn timed(&mut self, request: &[u8]) -> Outcome<Duration> {
        let mut rests = 0;
        loop {
            let begun = Instant::now();
            let answer = self.send(request).await?;
            let took = begun.elapsed();
            match answer.status {
                200 => return Ok(took),
                429 if rests < MOST_RESTS => rests += 1,
                _ => return Err(refused(request, &answer, 200)),
            }
            tokio::time::sleep(REST).await;
            // The server closes a connection that was silent for so long.
            *self = Self::connect(self.port).await?;
        }
    }

    /// Sends a request and demands a certain answer.
    pub async fn expect(&mut self, request: &[u8], status: u16) -> Outcome<&[u8]> {
        let answer = self.send(request).await?;
        if answer.status == status {
            return Ok(answer.body);
        }
        Err(refused(request, &answer, status))
    }
}

fn refused(request: &[u8], answer: &Answer<'_>, status: u16) -> Trouble {
    let first = String::from_utf8_lossy(request).lines().next().unwrap_or_default().to_owned();
    let said = String::from_utf8_lossy(answer.body).chars().take(400).collect::<String>();
    Trouble::odd(format!("{first}: answered {} instead of {status}: {said}", answer.status))
}

async fn read_line(stream: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> Outcome<usize> {
    use tokio::io::AsyncBufReadExt;
    stream.read_until(b'\n', line).await.map_err(Trouble::io("read an answer"))
}

async fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Outcome<()> {
    loop {
        let mut line = Vec::new();
        read_line(stream, &mut line).await?;
        let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16)
            .map_err(|_| Trouble::odd("an answer in pieces of unknown size"))?;
        let start = body.len();
        body.resize(start + size + 2, 0);
        let piece = body.get_mut(start..).unwrap_or_default();
        stream.read_exact(piece).await.map_err(Trouble::io("read an answer"))?;
        body.truncate(start + size);
        if size == 0 {
            return Ok(());
        }
    }
}

/// An action of the API, by somebody with a token.
pub fn act(authority: &str, action: &str, token: &str, input: &serde_json::Value) -> Vec<u8> {
    let body = input.to_string();
    format!(
        "POST /api/v1/actions/{action} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A request for what programs read, by somebody with a token.
pub fn read(authority: &str, path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// A request for a page, by somebody with a cookie, whose browser has the page with this tag.
pub fn get(authority: &str, path: &str, cookie: Option<&str>, tag: Option<&str>) -> Vec<u8> {
    let tag = tag.map(|tag| format!("If-None-Match: {tag}\r\n")).unwrap_or_default();
    page(authority, path, cookie, &tag)
}

/// A request for a page, by somebody with a cookie, whose browser takes it compressed, as all of them do.
pub fn get_compressed(authority: &str, path: &str, cookie: Option<&str>) -> Vec<u8> {
    page(authority, path, cookie, "Accept-Encoding: gzip, deflate, br, zstd\r\n")
}

fn page(authority: &str, path: &str, cookie: Option<&str>, more: &str) -> Vec<u8> {
    let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nAccept: text/html\r\n{cookie}{more}\r\n")
        .into_bytes()
}
