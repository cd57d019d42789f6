//! Where a request ends: whoever stands in front of this server and reads it in another way would be led to take a part of one for
//! the next one, which is somebody else's (docs/operator/proxy.md).

use std::net::SocketAddr;
use std::time::Duration;

use pursuance::connections::Bounds;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::files::serving;
use crate::support::TestApp;

/// Bytes behind a request whose end is unclear: an answer to them would be one to a request that nobody sent.
const BEHIND: &str = "GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n";

/// All answers until the server closes the connection.
async fn answered(address: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A connection that is closed with something unread in it may be reset.
    let ended = timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes)).await;
    assert!(ended.is_ok(), "the connection stays open: {sent:?}");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count() + text.matches("HTTP/1.0 ").count()
}

async fn server(app: &TestApp) -> SocketAddr {
    serving(app.router.clone(), Bounds::default()).await.0
}

#[tokio::test]
async fn a_request_whose_length_is_told_in_two_ways_or_in_a_wrong_one_is_refused() {
    let app = TestApp::start().await;
    let address = server(&app).await;
    for head in [
        "POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ncontent-length: 0\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 4, 0\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: +4\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length : 4\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, gzip\r\n\r\n",
        "POST /healthz HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n",
    ] {
        let said = answered(address, &format!("{head}{BEHIND}")).await;
        assert!(said.starts_with("HTTP/1.1 400 ") || said.starts_with("HTTP/1.0 400 "), "{head:?}: {said}");
        assert_eq!(answers(&said), 1, "{head:?}: {said}");
    }
}

/// RFC 9112 §6.3: what is chunked and has a length is read as chunked, and nothing behind it is read.
#[tokio::test]
async fn nothing_is_read_behind_a_request_that_is_chunked_and_has_a_length() {
    let app = TestApp::start().await;
    let address = server(&app).await;
    for lengths in [
        "content-length: 4\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 4",
        "content-length: 4\r\ntransfer-encoding: chunked\r\ncontent-length: 400",
    ] {
        let head = format!("POST /healthz HTTP/1.1\r\nhost: x\r\n{lengths}\r\n\r\n");
        let said = answered(address, &format!("{head}0\r\n\r\n{BEHIND}")).await;
        assert_eq!(answers(&said), 1, "{lengths:?}: {said}");
    }
    // A line of a body ends with both letters.
    let head = "POST /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let said = answered(address, &format!("{head}2;a\nxx\r\n0\r\n\r\n{BEHIND}")).await;
    assert!(answers(&said) <= 1, "{said}");
}

/// RFC 9112 §2.2 allows it. A proxy that takes the letter for a part of a value, and passes it on, would be another matter.
#[tokio::test]
async fn a_lone_line_feed_ends_a_line_of_a_head() {
    let app = TestApp::start().await;
    let address = server(&app).await;
    let said = answered(address, "GET /healthz HTTP/1.1\nhost: x\nconnection: close\n\n").await;
    assert!(said.starts_with("HTTP/1.1 200 ") && answers(&said) == 1, "{said}");
    let folded = "GET /healthz HTTP/1.1\r\nhost: x\r\naccept: a\r\n b\r\nconnection: close\r\n\r\n";
    let said = answered(address, folded).await;
    assert!(said.starts_with("HTTP/1.1 400 "), "a value goes on in no other line: {said}");
}
