//! `pursuance verify-assets`: what a server sends, compared with the program. Each difference of a page has its test beside the code.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use super::{Folder, Server, run};

/// A server that answers everything alike, until the tests end.
fn liar() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().for_each(answer));
    port
}

fn answer(mut stream: TcpStream) {
    const PAGE: &str = "<!doctype html>\n<html><script>alert(1)</script></html>";
    let (mut asked, mut piece) = (Vec::new(), [0; 4096]);
    // A form ends with the page to go on to, which is none.
    let is_whole = |asked: &[u8]| {
        if asked.starts_with(b"POST") { asked.ends_with(b"next=") } else { asked.ends_with(b"\r\n\r\n") }
    };
    while !is_whole(&asked) {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => asked.extend(&piece[..length]),
        }
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
    // The client may have gone.
    let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len());
}

#[test]
fn a_server_of_this_program_differs_in_nothing_and_each_difference_of_another_is_a_line() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let same = run(&["verify-assets", &format!("http://localhost:{}", server.port)]);
    assert_eq!((same.code, same.out.lines().count()), (Some(0), 1), "{}{}", same.out, same.err);

    let other = run(&["verify-assets", &format!("http://localhost:{}", liar())]);
    assert_eq!((other.code, other.err.as_str()), (Some(1), ""), "{}", other.out);
    for said in [
        "GET /signin: x-content-type-options is “”",
        "POST /signin: a script stands in the page itself",
        "POST /signin: it does not load “/static/sealed/page.js?v=",
        "GET /recover: content-type is “text/html”",
        "GET /static/sealed/argon2.js: content-security-policy is “”",
        "GET /worker.js: it has other bytes",
    ] {
        assert!(other.out.lines().any(|line| line.starts_with(said)), "no “{said}” in {}", other.out);
    }
}

#[test]
fn a_server_that_cannot_be_asked_is_no_server_that_differs() {
    run(&["verify-assets", "http://localhost:1"]).refused_with(&["http://localhost:1/signin", "be asked"]);
    for elsewhere in ["http://10.0.0.1", "http://commons.example", "https://commons.example/p/bees"] {
        run(&["verify-assets", elsewhere]).refused_with(&[elsewhere, "is not right"]);
    }
}
