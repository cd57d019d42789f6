//! The command line, driven as people and scripts drive it: the real binary, its output and its exit code.

mod admin;
mod backup;
mod demo;
mod doctor;
mod key;
mod pooler;
mod restoring;
mod roles;
mod sealed;
mod serve;
mod settings;
mod verify_assets;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

use crate::support::ports::free_port;

/// A command that sees none of the settings around the test.
fn pursuance(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pursuance"));
    let ours = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("PURSUANCE_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end.
fn run(args: &[&str]) -> Ended {
    Ended::from(pursuance(args).output().expect("the program runs"))
}

/// Runs a command to its end with something on its standard input.
fn run_with_input(args: &[&str], input: &str) -> Ended {
    let mut child = pursuance(args).stdin(Stdio::piped()).spawn().expect("the program runs");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("the program reads");
    Ended::from(child.wait_with_output().expect("the program ends"))
}

/// The end of a command: its code and its output.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ended {
    /// The JSON it printed; it has to have gone well.
    fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// It refused, in words that hold these, and without showing its insides.
    fn refused_with(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "no “{word}” in: {}", self.err);
        }
        assert!(self.err.starts_with("pursuance: ") && !self.err.contains("panicked"), "{}", self.err);
    }
}

/// A server that runs until it is dropped.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    port: u16,
    /// Its output until it was there.
    welcome: String,
}

impl Server {
    /// Starts a server on a folder and waits until it says that it runs.
    fn start(folder: &Path) -> Self {
        Self::start_on(folder, free_port())
    }

    fn start_on(folder: &Path, port: u16) -> Self {
        let (folder, bind) = (path(folder), format!("127.0.0.1:{port}"));
        let command = pursuance(&["serve", "--data-dir", &folder, "--bind", &bind]);
        Self::begin(command, port, "Its data is in")
    }

    /// Starts a command and reads what it prints up to a line.
    fn begin(mut command: Command, port: u16, last: &str) -> Self {
        let mut child = command.spawn().expect("the program runs");
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        let mut welcome = String::new();
        while !welcome.lines().any(|line| line.contains(last)) {
            if out.read_line(&mut welcome).expect("readable") == 0 {
                let mut err = String::new();
                child.stderr.take().expect("piped").read_to_string(&mut err).expect("readable");
                panic!("it ended before “{last}”: {welcome}{err}");
            }
        }
        Self { child, out, port, welcome }
    }

    /// Asks for a page as a browser would.
    fn get(&self, at: &str) -> String {
        self.get_as(at, &format!("localhost:{}", self.port))
    }

    /// Asks for a page of another host.
    fn get_as(&self, at: &str, host: &str) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(connection, "GET {at} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("it takes requests");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("it answers");
        answer
    }

    /// Sends something with a token; the body of the answer, which has to be one of success.
    fn post(&self, at: &str, token: &str, form: &str, body: &[u8]) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let head = format!(
            "POST {at} HTTP/1.1\r\nHost: localhost:{}\r\nAuthorization: Bearer {token}\r\nContent-Type: {form}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.port,
            body.len()
        );
        connection
            .write_all(head.as_bytes())
            .and_then(|()| connection.write_all(body))
            .expect("it takes requests");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
        answer.split_once("\r\n\r\n").expect("a head").1.to_owned()
    }

    /// Asks it to stop and waits until it has; its exit code and the rest of what it printed.
    fn stop(mut self) -> (Option<i32>, String) {
        let told =
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("readable");
        (self.child.wait().expect("it ends").code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; either way nothing of it stays.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn path(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

/// A folder for one test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// The flags that name this folder's data.
    fn with<'a>(&self, args: &[&'a str]) -> Vec<String> {
        let args = args.iter().map(|arg: &&'a str| (*arg).to_owned());
        args.chain(["--data-dir".to_owned(), path(&self.data())]).collect()
    }

    /// Runs a command on this folder's data.
    fn run(&self, args: &[&str]) -> Ended {
        let args = self.with(args);
        run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The same with something on standard input.
    fn run_with_input(&self, args: &[&str], input: &str) -> Ended {
        let args = self.with(args);
        run_with_input(&args.iter().map(String::as_str).collect::<Vec<_>>(), input)
    }
}
