//! The least an axum program can do: answer every request with the bytes of a file. Runs as a process of its own, to
//! measure pages against.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use axum::Router;
use axum::response::Html;
use axum::serve::ListenerExt;
use bytes::Bytes;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::trouble::{Outcome, Trouble};

/// The process.
pub struct Bare {
    pub port: u16,
    _child: Child,
}

impl Bare {
    /// Starts this very program as the bare one.
    pub async fn start(page: &Path) -> Outcome<Self> {
        let program = std::env::current_exe().map_err(Trouble::io("find this program"))?;
        let mut child = Command::new(&program)
            .arg("--bare")
            .arg(page)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(Trouble::file(program))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            let mut output = BufReader::new(output);
            output.read_line(&mut line).await.map_err(Trouble::io("read the port of the bare handler"))?;
        }
        let port = line.trim().parse().map_err(|_| Trouble::odd("the bare handler did not start"))?;
        Ok(Self { port, _child: child })
    }
}

/// Is the bare one.
pub async fn run(page: PathBuf) -> Outcome<()> {
    let bytes = Bytes::from(std::fs::read(&page).map_err(Trouble::file(&page))?);
    let listener =
        TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.map_err(Trouble::io("listen"))?;
    let port = listener.local_addr().map_err(Trouble::io("listen"))?.port();
    println!("{port}");
    let router = Router::new().fallback(move || {
        let bytes = bytes.clone();
        async move { Html(bytes) }
    });
    let listener = listener.tap_io(|connection| {
        // Without it answers wait for a packet to fill; the program does the same.
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, router).await.map_err(Trouble::io("answer"))
}
