//! Instances as an operator runs them: the real binary, its ports, its command line, and `kill -9`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use http::header::HOST;
use http::{Method, StatusCode};
use pursuance::connections::HEAD_TIME;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::inspect::Inspect;
use crate::support::peers::{PATIENCE, until};
use crate::support::ports::free_port;
use crate::support::{TestApp, seen};

/// The time of several processes: seconds in a file that are added to the system's.
#[derive(Clone)]
pub struct SharedClock(PathBuf);

impl SharedClock {
    /// Not moved.
    pub fn new(folder: &Path) -> Self {
        let clock = Self(folder.join("clock"));
        clock.set(0);
        clock
    }

    /// So many seconds later than the system's clock.
    pub fn set(&self, seconds: i64) {
        // Written beside and renamed, so that nobody reads half of it.
        let next = self.0.with_extension("next");
        std::fs::write(&next, seconds.to_string()).unwrap();
        std::fs::rename(next, &self.0).unwrap();
    }

    /// How many seconds later it is.
    pub fn get(&self) -> i64 {
        std::fs::read_to_string(&self.0).unwrap().parse().unwrap()
    }

    /// Lets time pass for all of them.
    pub fn advance(&self, seconds: i64) {
        self.set(self.get() + seconds);
    }
}

/// Waits until nobody serves a folder. This process has left it, but a program that another test starts at this moment has every
/// open file of this process until it is loaded, and so the lock.
async fn until_left(folder: &Path) {
    let lock =
        File::options().create(true).truncate(false).write(true).open(folder.join("serve.lock")).unwrap();
    until("nobody serves the folder", async || lock.try_lock().is_ok()).await;
    // For everybody who has this file by now.
    lock.unlock().unwrap();
}

/// A `pursuance serve` that can be killed and started again.
pub struct Process {
    child: Option<Child>,
    /// Where it listens.
    pub port: u16,
    /// The name of its instance, with a port; that of the first where several processes serve one.
    authority: String,
    folder: Arc<TempDir>,
    clock: SharedClock,
    database: Option<String>,
    /// More settings, by their variables.
    settings: Vec<(&'static str, String)>,
    http: reqwest::Client,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!(
                "the end of the log of port {}:\n{}",
                self.port,
                lines[lines.len().saturating_sub(40)..].join("\n")
            );
        }
    }
}

impl Process {
    /// Founds an instance on a free port, on SQLite or the database named, and waits until it answers.
    pub async fn found(clock: &SharedClock, database: Option<String>) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::begin(free_port(), folder, clock, database, Vec::new()).await
    }

    /// Goes on with an instance that was prepared in this process, at the port in its base URL.
    pub async fn take_over(app: TestApp, clock: &SharedClock, settings: Vec<(&'static str, String)>) -> Self {
        let port = app.config.base_url.port().unwrap();
        let database = Some(app.config.database_url.clone()).filter(|url| !url.starts_with("sqlite:"));
        let folder = Arc::new(app.leave().await);
        until_left(folder.path()).await;
        Self::begin(port, folder, clock, database, settings).await
    }

    async fn begin(
        port: u16,
        folder: Arc<TempDir>,
        clock: &SharedClock,
        database: Option<String>,
        settings: Vec<(&'static str, String)>,
    ) -> Self {
        // An error only says that another test has installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // The server ends a connection on which nobody has asked for long: no request goes out on one at that moment.
        let http = reqwest::Client::builder()
            .no_proxy()
            .pool_idle_timeout(HEAD_TIME / 3)
            // Silence fails with the address that was asked, in place of a run that never ends.
            .read_timeout(PATIENCE)
            .build()
            .unwrap();
        let authority = format!("localhost:{port}");
        let clock = clock.clone();
        let mut process = Self { child: None, port, authority, folder, clock, database, settings, http };
        process.start().await;
        process
    }

    /// One more process of the same instance, at a port of its own: on Postgres.
    pub async fn beside(&self) -> Self {
        let mut process = Self {
            child: None,
            port: free_port(),
            authority: self.authority.clone(),
            folder: self.folder.clone(),
            clock: self.clock.clone(),
            database: self.database.clone(),
            settings: self.settings.clone(),
            http: self.http.clone(),
        };
        process.start().await;
        process
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        self.launch();
        self.until_ready().await;
    }

    /// Starts it.
    pub fn launch(&mut self) {
        let bind = format!("127.0.0.1:{}", self.port);
        let log = self.log();
        let child = self
            .command(&["serve", "--bind", &bind])
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        self.child = Some(child.unwrap());
    }

    fn log(&self) -> File {
        OpenOptions::new().create(true).append(true).open(self.folder.path().join("log")).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pursuance"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PURSUANCE_")) {
            command.env_remove(name);
        }
        command
            .args(args)
            .env("PURSUANCE_DATA_DIR", self.folder.path())
            .env("PURSUANCE_TEST_CLOCK", &self.clock.0);
        let base = format!("http://{}", self.authority);
        command.env("PURSUANCE_BASE_URL", base).env("PURSUANCE_LOG", "warn");
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        if let Some(database) = &self.database {
            command.env("PURSUANCE_DATABASE_URL", database);
        }
        command
    }

    /// Waits until it answers.
    pub async fn until_ready(&mut self) {
        let address = format!("{}/readyz", self.base());
        let http = self.http.clone();
        let child = self.child.as_mut().unwrap();
        until("the server is ready", async || {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("the server ended: {status}");
            }
            let answer = http.get(&address).send().await;
            seen::note(format_args!("GET {address} answered {answer:?}"));
            answer.is_ok_and(|answer| answer.status() == StatusCode::OK)
        })
        .await;
    }

    /// `kill -9`: it has no time for anything.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended already; either way nothing of it stays.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// It stands still, with everything that it holds, until it is woken.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// It goes on where it stood still.
    pub fn wake(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let child = self.child.as_ref().unwrap().id();
        let done = Command::new("sh").args(["-c", &format!("kill -{name} {child}")]).status().unwrap();
        assert!(done.success(), "{done}");
    }

    /// How often it has logged a line with these words.
    pub fn logged(&self, words: &str) -> usize {
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        log.lines().filter(|line| line.contains(words)).count()
    }

    /// Where it answers.
    pub fn base(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Opens a stream of a page, where the last one ended.
    pub async fn listen(&self, path: &str, last: Option<&str>) -> reqwest::Response {
        let request = self.http.get(format!("{}{path}", self.base())).header(HOST, &self.authority);
        let request = last.into_iter().fold(request, |request, last| request.header("last-event-id", last));
        request.send().await.unwrap().error_for_status().unwrap()
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its database.
    pub async fn inspect(&self) -> Inspect {
        let file = || format!("sqlite:{}", self.folder.path().join("pursuance.db").display());
        Inspect::open(&self.database.clone().unwrap_or_else(file)).await
    }

    /// Runs a command beside the server, as an operator does; what it prints with `--json`.
    pub fn admin(&self, args: &[&str], input: &str) -> Value {
        let args = [&["admin"], args, &["--json"]].concat();
        let mut child = self
            .command(&args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Somebody with an account and a token, both made on the command line.
    pub fn person(&self, name: &str) -> Client {
        self.admin(&["account", "create", name, "--passphrase-stdin"], "otter lamp quarry seven\n");
        let token = self.admin(&["token", "create", name], "")["token"].as_str().unwrap().to_owned();
        self.client(&token)
    }

    /// Somebody with a token, who asks this process.
    pub fn client(&self, token: &str) -> Client {
        Client {
            http: self.http.clone(),
            base: self.base(),
            authority: self.authority.clone(),
            token: token.to_owned(),
        }
    }
}

/// Somebody who uses the API over the network.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    authority: String,
    token: String,
}

/// Why there is no answer to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The server was not there, or went away in the middle: what was asked for may have happened or not.
    Unknown(String),
    /// A rule says no; the stable word.
    Refused(String),
}

impl Client {
    /// A request to an address of the API.
    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}/api/v1{path}", self.base));
        request.bearer_auth(&self.token).header(HOST, &self.authority)
    }

    /// Carries out an action with a key, so that asking again is not doing it again.
    pub async fn attempt(&self, action: &str, input: &Value, key: &str) -> Result<Value, NoAnswer> {
        let request = self.request(Method::POST, &format!("/actions/{action}"));
        let answer = request.header("idempotency-key", key).json(input).send().await;
        let answer = answer.map_err(|error| NoAnswer::Unknown(error.to_string()))?;
        let status = answer.status();
        let body: Value = answer.json().await.map_err(|error| NoAnswer::Unknown(error.to_string()))?;
        if status.is_success() {
            return Ok(body["result"].clone());
        }
        let word =
            body["type"].as_str().unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            Err(NoAnswer::Unknown(format!("{status} {word}")))
        } else {
            Err(NoAnswer::Refused(word))
        }
    }

    /// Carries out an action that must go well.
    pub async fn act(&self, action: &str, input: Value) -> Value {
        let key = hex::encode(pursuance::platform::clock::random::<8>());
        self.attempt(action, &input, &key).await.unwrap_or_else(|error| panic!("{action} {input}: {error:?}"))
    }

    /// Reads an address of the API of a server that may be away.
    pub async fn try_read(&self, path: &str) -> Result<Value, String> {
        let answer = self.request(Method::GET, path).send().await;
        let answer =
            answer.and_then(reqwest::Response::error_for_status).map_err(|error| error.to_string())?;
        let answer: Result<Value, String> = answer.json().await.map_err(|error| error.to_string());
        seen::note(format_args!("GET {path} answered {answer:?}"));
        answer
    }

    /// Reads an address of the API.
    pub async fn read(&self, path: &str) -> Value {
        self.try_read(path).await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Announces a file of so many bytes, which comes in pieces; its address.
    pub async fn announce(&self, bytes: usize) -> String {
        let request =
            self.request(Method::POST, "/uploads").json(&json!({ "name": "a.bin", "bytes": bytes }));
        let told: Value = request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap();
        format!("/uploads/{}", told["upload"].as_str().unwrap())
    }

    /// Sends a piece; how far the file is then.
    pub async fn piece(&self, path: &str, at: usize, bytes: Vec<u8>) -> Value {
        let request = self.request(Method::PATCH, path).header("upload-offset", at.to_string()).body(bytes);
        request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    /// Sends half of a piece. The rest does not come as long as the connection is held.
    pub async fn half_a_piece(&self, path: &str, at: usize, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.base.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "PATCH /api/v1{path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\nupload-offset: {at}\r\ncontent-length: {}\r\n\r\n",
            self.authority,
            self.token,
            bytes.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&bytes[..bytes.len() / 2]).await.unwrap();
        stream
    }

    /// Uploads a file; its hash.
    pub async fn upload(&self, bytes: &'static [u8]) -> String {
        let request = self.request(Method::POST, "/files");
        let answer: Value = request
            .header("content-type", "text/plain")
            .body(bytes)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["file"].as_str().unwrap().to_owned()
    }

    /// The bytes of a file.
    pub async fn download(&self, id: &str) -> Vec<u8> {
        let answer = self.request(Method::GET, &format!("/files/{id}")).send().await.unwrap();
        assert_eq!(
            answer.headers()["content-disposition"].to_str().unwrap().split(';').next(),
            Some("attachment")
        );
        answer.bytes().await.unwrap().to_vec()
    }

    /// Founds a pursuance.
    pub async fn found(&self, slug: &str) {
        self.act(
            "pursuance.create",
            json!({ "slug": slug, "name": slug, "mission": "Busy.", "visibility": "public" }),
        )
        .await;
    }

    /// The delegations of a pursuance, the oldest first.
    pub async fn delegations(&self, slug: &str) -> Vec<Value> {
        self.read(&format!("/pursuances/{slug}/delegations?limit=100")).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// A task.
    pub async fn task(&self, slug: &str, number: i64) -> Value {
        self.read(&format!("/pursuances/{slug}/tasks/{number}")).await
    }

    /// Waits until the newest delegation of a pursuance on a side is in a state, and returns it.
    pub async fn until_state(&self, slug: &str, side: &str, state: &str) -> Value {
        let mut found = Value::Null;
        until(&format!("{slug} is {state} as {side}"), async || {
            let rows = self.delegations(slug).await;
            found = rows.into_iter().rfind(|row| row["side"] == side).unwrap_or_default();
            found["state"] == state
        })
        .await;
        found
    }
}
